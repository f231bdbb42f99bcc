"""In a real browser: a push message is shown once, with fixed words; signing out ends it.

No push service can be reached here, so the browser's own sign-up is played by a few lines in the
page (`SIGNS_UP`), and messages are delivered by the browser's debugger; everything else is real.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch
from tests.channels.push_service import Phone

PHONE = Phone(77)
# What a browser says of itself once it is signed up. It stays until it is taken back.
SIGNS_UP = """
const found = %s;
const made = () => ({ ...found, toJSON: () => found, unsubscribe: async () => {
  document.cookie = "signed-up=; path=/; max-age=0"; return true; } });
PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
  if (!userVisibleOnly || applicationServerKey.length !== 65) throw new TypeError("not so");
  document.cookie = "signed-up=1; path=/";
  return made();
};
PushManager.prototype.getSubscription = async () =>
  document.cookie.includes("signed-up=1") ? made() : null;
""" % json.dumps({"endpoint": PHONE.endpoint, "keys": PHONE.keys})  # noqa: UP031
READY = """async () => {
  await navigator.serviceWorker.ready;
  while (!(await caches.match("/offline"))) await new Promise((go) => setTimeout(go, 20));
}"""
SHOWN = """async () =>
  (await (await navigator.serviceWorker.ready).getNotifications()).map(
    ({ title, body, tag, lang, data, actions }) => ({ title, body, tag, lang, data, actions }))"""
KEPT = "async () => (await indexedDB.databases()).map(({ name }) => name)"
CLOSE = """async () => {
  for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();
}"""


def rows(live_folder: Path, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(live_folder / "alongside.sqlite") as db:
        return db.execute(f"SELECT * FROM {table}").fetchall()


@pytest.fixture
def phone(browser: Browser, live: str) -> Iterator[BrowserContext]:
    context = phone_context(browser, live)
    context.grant_permissions(["notifications"], origin=live)
    context.add_init_script(SIGNS_UP)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<h1>Rain</h1>"))
    faults = watch(context, live)
    yield context
    context.close()
    assert not faults, "\n".join(faults)


class Worker:
    """The service worker of this phone, to which messages come."""

    def __init__(self, page: Page, live: str) -> None:
        self.page, self.live = page, live
        self.debugger: CDPSession = page.context.new_cdp_session(page)
        found: list[str] = []
        self.debugger.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda said: found.extend(
                one["registrationId"]
                for one in said["registrations"]
                if not one["isDeleted"] and one["scopeURL"].startswith(live)
            ),
        )
        self.debugger.send("ServiceWorker.enable")
        page.wait_for_function("() => true")
        self.registration = found[0]

    def deliver(self, said: dict[str, str]) -> None:
        self.debugger.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": self.live,
                "registrationId": self.registration,
                "data": json.dumps(said).ljust(128),
            },
        )

    def shown(self, titles: list[str]) -> list[dict[str, Any]]:
        """What is on the lock screen, once it is these."""
        self.page.wait_for_function(
            f"async (wanted) => JSON.stringify((await ({SHOWN})()).map((n) => n.title)) === wanted",
            arg=json.dumps(titles, separators=(",", ":")),
        )
        found: list[dict[str, Any]] = self.page.evaluate(SHOWN)
        return found

    def settled(self) -> None:
        """Until the worker has dealt with every message before this one."""
        self.page.context.service_workers[0].evaluate("() => queue")


def turned_on(phone: BrowserContext, live: str, who: str = "mia") -> tuple[Page, Worker]:
    page = demo_sign_in(phone, who)
    page.evaluate(READY)
    page.goto("/told")
    page.get_by_role("button", name="Tell me on this phone").click()
    expect(page.get_by_text("This phone is told now.")).to_be_visible()
    return page, Worker(page, live)


@pytest.fixture(autouse=True)
def nobody_is_told(live_folder: Path) -> None:
    with sqlite3.connect(live_folder / "alongside.sqlite") as db:
        for table in ("push_way", "session", "nickname"):
            db.execute(f"DELETE FROM {table}")


def test_a_message_is_shown_once_with_fixed_words(phone, live, live_folder):
    page, worker = turned_on(phone, live)
    expect(page.get_by_text("This phone is told.", exact=True)).to_be_visible()
    check_page(page)
    assert len(rows(live_folder, "push_way")) == 1
    for _ in range(3):
        worker.deliver({"id": "sign-1"})
    (shown,) = worker.shown(["You have an update"])
    assert shown == {
        "title": "You have an update", "body": "", "tag": "update ", "lang": "en", "data": None,
        "actions": [],
    }  # fmt: skip
    worker.deliver({"id": "sign-2"})
    worker.settled()
    worker.shown(["You have an update"])  # in the place of the one before
    page.evaluate(CLOSE)
    worker.deliver({"id": "sign-1"})
    worker.deliver({"id": "sign-2"})
    worker.settled()
    worker.shown([])
    worker.deliver({"id": "sign-3"})
    worker.shown(["You have an update"])


def test_what_no_server_of_ours_sends_shows_nothing(phone, live):
    page, worker = turned_on(phone, live)
    worker.deliver({"title": "Your visit is on Monday", "body": "x"})  # no sign: shown as any other
    worker.settled()
    for one in page.evaluate(SHOWN):
        assert one["title"] == "You have an update"
    page.evaluate(CLOSE)
    worker.deliver({"id": "a", "of": "constructor"})
    worker.shown(["You have an update"])


def test_fifty_signs_are_remembered(phone, live):
    _page, worker = turned_on(phone, live)
    sw = phone.service_workers[0]
    for n in range(60):
        worker.deliver({"id": f"sign-{n}"})
    worker.settled()
    kept = sw.evaluate('() => told("readonly", (all) => all.get("signs"))')
    assert kept == [f"sign-{n}" for n in range(59, 9, -1)]


def test_a_tap_opens_the_first_page_and_nothing_else(phone, live):
    page, worker = turned_on(phone, live)
    worker.deliver({"id": "sign-1"})
    worker.shown(["You have an update"])
    with page.expect_navigation():
        phone.service_workers[0].evaluate("() => void openFirstPage()")
    expect(page.locator("h1")).to_contain_text("Mia")


def test_signing_out_ends_it(phone, live, live_folder):
    page, worker = turned_on(phone, live)
    worker.deliver({"id": "sign-1"})
    worker.shown(["You have an update"])
    page.goto("/my-app")
    page.locator('form[action="/sign-out"] button').click()
    expect(page.locator("h1")).to_be_visible()
    assert rows(live_folder, "push_way") == []
    worker.shown([])
    page.wait_for_function(f"async () => !(await ({KEPT})()).includes('told')")
    worker.deliver({"id": "sign-2"})  # it was with the push service already
    worker.settled()
    worker.shown([])
    assert page.evaluate(KEPT) in ([], ["left"])


def test_leaving_in_a_hurry_ends_it(phone, live, live_folder):
    page, worker = turned_on(phone, live)
    worker.deliver({"id": "sign-1"})
    worker.shown(["You have an update"])
    page.locator(".top form button").click()
    page.wait_for_url("https://www.bbc.co.uk/**")
    page.goto(f"{live}/help")
    assert rows(live_folder, "push_way") == []
    worker = Worker(page, live)
    worker.shown([])
    assert "told" not in page.evaluate(KEPT)
    worker.deliver({"id": "sign-2"})
    worker.settled()
    worker.shown([])


def test_signed_out_from_another_phone_it_says_so(phone, live, live_folder):
    """The page that asks to sign in again is the sign for this phone to forget."""
    page, worker = turned_on(phone, live)
    worker.deliver({"id": "sign-1"})
    worker.shown(["You have an update"])
    with sqlite3.connect(live_folder / "alongside.sqlite") as db:
        db.execute("DELETE FROM session")
    page.goto("/told")
    expect(page).to_have_url(f"{live}/sign-in")
    worker.shown([])
    page.wait_for_function(f"async () => !(await ({KEPT})()).includes('told')")


def test_stopping_this_phone(phone, live, live_folder):
    page, _worker = turned_on(phone, live)
    page.get_by_role("button", name="Stop telling this phone").click()
    expect(page.get_by_role("button", name="Tell me on this phone")).to_be_visible()
    assert rows(live_folder, "push_way") == []


def test_no_is_no(phone, live):
    phone.clear_permissions()
    page = demo_sign_in(phone, "mia")
    page.evaluate(READY)
    page.goto("/told")
    phone.grant_permissions([], origin=live)  # everything that is not granted is denied
    page.reload()
    expect(page.get_by_text("You said no to notices")).to_be_visible()
    expect(page.get_by_role("button", name="Tell me on this phone")).to_be_hidden()


def test_a_carer_reads_a_nickname_that_was_never_sent(phone, live, live_folder):
    page = demo_sign_in(phone, "ruth")
    page.evaluate(READY)
    page.goto("/told/nicknames")
    check_page(page)
    page.locator("main input[type=text]").first.fill("Otter")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Tell me on this phone").click()
    expect(page.get_by_text("This phone is told now.")).to_be_visible()
    (row,) = rows(live_folder, "nickname")
    mark = next(value for value in row if isinstance(value, str) and len(value) == 8)
    worker = Worker(page, live)
    worker.deliver({"id": "sign-1", "of": mark})
    worker.shown(["Otter: you have an update"])
    worker.deliver({"id": "sign-2"})
    worker.settled()
    titles = {one["title"] for one in page.evaluate(SHOWN)}
    assert titles == {"Otter: you have an update", "You have an update"}
