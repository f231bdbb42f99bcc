"""Quick exit in a real browser: the page is gone at once, the session with it, and what has not
reached the server yet is not forgotten, whatever happens to the connection or the browser."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from tests.browsers import CHROMIUM, FLAGS, PHONE, check_page, demo_sign_in, phone_context

NEUTRAL = "https://www.bbc.co.uk/weather"
PERSONAL = ("/home", "/plan", "/messages", "/dates", "/my-app")
MARKS = re.compile("Hi Mia|You and Sam|[Ss]wimming|maths")  # what her pages say
READY = """async () => {
  await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller || !(await caches.match("/offline")))
    await new Promise((go) => setTimeout(go, 20));
}"""
NOTES = """() => new Promise((done) => {
  const asked = indexedDB.open("left", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("note");
  asked.onsuccess = () => {
    const found = asked.result.transaction("note").objectStore("note").count();
    found.onsuccess = () => done([localStorage.getItem("left"), found.result]);
    asked.result.close();
  };
})"""


def sessions(live_folder: Path) -> int:
    with sqlite3.connect(live_folder / "alongside.sqlite") as db:
        count: int = db.execute("SELECT count(*) FROM session").fetchone()[0]
        return count


@pytest.fixture(autouse=True)
def nobody_is_signed_in(live: str, live_folder: Path) -> None:
    with sqlite3.connect(live_folder / "alongside.sqlite") as db:
        db.execute("DELETE FROM session")


@contextmanager
def a_phone(browser: Browser, live: str, **more: object) -> Iterator[BrowserContext]:
    """A phone on which the neutral site can be reached."""
    context = phone_context(browser, live, **more)
    weather(context)
    yield context
    context.close()


def weather(context: BrowserContext) -> None:
    context.route(f"{NEUTRAL}*", lambda route: route.fulfill(body="<h1>Rain later</h1>"))


def mia(context: BrowserContext, *, worker: bool = True) -> Page:
    page = demo_sign_in(context, "mia")
    expect(page.locator("h1")).to_contain_text("Mia")
    if worker:
        page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
        page.goto("/home")
        page.evaluate(READY)
    return page


def leave(page: Page) -> None:
    page.locator(".top form button").click()


def nothing_personal(page: Page) -> None:
    """What is on the screen, and what a page under it says."""
    text = page.locator("html").inner_text() if page.locator("html").count() else ""
    assert not MARKS.search(text), text


def cannot_be_seen_again(page: Page) -> None:
    for _ in range(4):
        page.go_back(wait_until="commit")
        page.wait_for_load_state("load")
        nothing_personal(page)
    for path in PERSONAL:
        page.goto(path)
        nothing_personal(page)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
@pytest.mark.parametrize("path", ["/home", "/messages", "/help", "/help/words", "/offline"])
def test_one_tap_and_it_is_gone(
    browser: Browser, live: str, live_folder: Path, path: str, script: bool
) -> None:
    with a_phone(browser, live, java_script_enabled=script) as phone:
        page = mia(phone, worker=script)
        page.goto(path)
        leave(page)
        page.wait_for_url(NEUTRAL)
        expect(page.locator("h1")).to_have_text("Rain later")
        until_ended(page, live_folder)
        cannot_be_seen_again(page)


def held_cookies(phone: BrowserContext) -> list[str]:
    return [c["name"] for c in phone.cookies() if c["name"] == "session"]


def until_ended(page: Page, live_folder: Path) -> None:
    for _ in range(100):
        if not sessions(live_folder) and not held_cookies(page.context):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the session is still there")


@pytest.mark.parametrize("path", ["/help", "/offline", "/sign-in"])
def test_whoever_is_signed_out_can_leave_help(browser: Browser, live: str, path: str) -> None:
    with a_phone(browser, live) as phone:
        page = phone.new_page()
        page.goto(path)
        leave(page)
        page.wait_for_url(NEUTRAL)


def test_it_waits_for_nothing(browser: Browser, live: str) -> None:
    """The page is blank in the moment of the tap, before anybody has been asked anything."""
    with a_phone(browser, live) as phone:
        page = mia(phone)
        blank = page.evaluate("""() => {
            document.querySelector(".top form").requestSubmit();
            return [document.documentElement.hidden, document.body.childNodes.length,
                    document.title.trim()];
        }""")
        assert blank == [True, 0, ""]
        page.wait_for_url(NEUTRAL)


def test_half_written_words_do_not_hold_it_up(browser: Browser, live: str) -> None:
    with a_phone(browser, live) as phone:
        page = mia(phone)
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.goto("/messages")
        page.locator("textarea").press_sequentially("Not for other eyes")
        leave(page)
        page.wait_for_url(NEUTRAL)
        assert asked == []


def test_other_tabs_go_too(browser: Browser, live: str) -> None:
    with a_phone(browser, live) as phone:
        page = mia(phone)
        plan, helps = phone.new_page(), phone.new_page()
        plan.goto("/plan")
        helps.goto("/help")
        leave(page)
        for tab in (page, plan, helps):
            tab.wait_for_url(NEUTRAL)


def test_the_note_goes_when_the_server_has_heard(
    browser: Browser, live: str, live_folder: Path
) -> None:
    with a_phone(browser, live) as phone:
        page = mia(phone)
        leave(page)
        page.wait_for_url(NEUTRAL)
        until_ended(page, live_folder)
        told: list[str] = []
        phone.on("request", lambda asked: told.append(asked.method + asked.url[len(live) :]))
        page.goto("/sign-in")
        page.wait_for_function("!document.documentElement.hidden")
        assert page.evaluate(NOTES) == [None, 0]
        assert "POST/leave" not in told
        mia(phone)  # and one can come back


def offline_and_left(phone: BrowserContext, page: Page) -> None:
    phone.unroute_all()
    phone.set_offline(True)
    leave(page)
    until_elsewhere(page)
    nothing_personal(page)


def until_elsewhere(page: Page) -> None:
    """`wait_for_url` takes a neutral site that cannot be loaded for a fault of the test."""
    for _ in range(100):
        if not page.url.startswith("http://localhost"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(page.url)


@pytest.mark.parametrize("loaded", [True, False], ids=["script-there", "script-not-there-yet"])
def test_without_a_connection(browser: Browser, live: str, live_folder: Path, loaded: bool) -> None:
    """The neutral site cannot be loaded either; the page is gone all the same. Later the worker
    tells the server before it asks for any page."""
    with a_phone(browser, live) as phone:
        page = mia(phone)
        if not loaded:
            page.evaluate("document.querySelector('.top form').replaceWith("
                          "document.querySelector('.top form').cloneNode(true))")  # fmt: skip
        offline_and_left(phone, page)
        assert sessions(live_folder) == 1
        cannot_be_seen_again_offline(page, phone)
        phone.set_offline(False)
        order: list[str] = []
        phone.on("request", lambda asked: order.append(asked.method + asked.url[len(live) :]))
        page.goto("/messages")
        page.wait_for_url("**/sign-in*")
        sent = [one for one in order if one.startswith(("POST", "GET/messages"))]
        assert sent.index("POST/leave") < len(sent)
        nothing_personal(page)
        assert sessions(live_folder) == 0
        page.wait_for_function("localStorage.getItem('left') === null")
        assert page.evaluate(NOTES) == [None, 0]
        mia(phone)


def cannot_be_seen_again_offline(page: Page, phone: BrowserContext) -> None:
    for path in PERSONAL:
        page.goto(path)
        expect(page.locator("h1")).to_have_text("No internet right now")
        nothing_personal(page)
    page.goto("/help")
    expect(page.locator("h1")).to_have_text("Help")
    another = phone.new_page()
    another.goto("/home")
    expect(another.locator("h1")).to_have_text("No internet right now")
    another.close()


def test_until_the_server_has_heard_only_public_pages_show(
    browser: Browser, live: str, live_folder: Path
) -> None:
    """With a connection, but the sign-out fails: a page that the server would give is not asked
    for."""
    with a_phone(browser, live) as phone:
        page = mia(phone)
        phone.route("**/leave", lambda route: route.fulfill(status=503, body=""))
        leave(page)
        page.wait_for_url(NEUTRAL)
        asked: list[str] = []
        phone.on("request", lambda one: asked.append(one.method + one.url[len(live) :]))
        for path in PERSONAL:
            page.goto(path)
            expect(page.locator("h1")).to_have_text("No internet right now")
            nothing_personal(page)
        page.goto("/help")
        expect(page.locator("h1")).to_have_text("Help")
        check_page(page)
        assert sessions(live_folder) == 1
        assert page.evaluate(NOTES) == ["2", 1]
        phone.unroute("**/leave")
        page.goto("/home")
        page.wait_for_url("**/sign-in*")
        assert sessions(live_folder) == 0


@pytest.mark.parametrize("offline", [True, False], ids=["no-connection", "server-fails"])
def test_without_a_worker(browser: Browser, live: str, live_folder: Path, offline: bool) -> None:
    """The page's own script sees the note before anything is shown."""
    with a_phone(browser, live, service_workers="block") as phone:
        page = mia(phone, worker=False)
        page.wait_for_load_state("networkidle")
        if offline:
            offline_and_left(phone, page)
            phone.set_offline(False)
        else:
            phone.route("**/leave", lambda route: route.fulfill(status=503, body=""))
            leave(page)
            page.wait_for_url(NEUTRAL)
            phone.unroute("**/leave")
        assert sessions(live_folder) == 1
        held: list[Route] = []
        phone.route("**/leave", lambda route: held.append(route))
        page.goto("/home", wait_until="load")
        while not held:
            page.wait_for_timeout(20)
        page.wait_for_timeout(300)
        assert "Hi Mia" in page.content()  # the server did send it
        assert page.evaluate("document.documentElement.hidden")
        assert page.evaluate("performance.getEntriesByType('paint').length") == 0
        held.pop().fulfill(status=503, body="")
        page.wait_for_url("**/help")
        while not held:
            page.wait_for_timeout(20)
        held.pop().fulfill(status=503, body="")
        page.wait_for_function("!document.documentElement.hidden")  # public: may be seen
        phone.unroute("**/leave")
        page.goto("/home")
        page.wait_for_url("**/sign-in*")
        page.wait_for_function("!document.documentElement.hidden")
        assert sessions(live_folder) == 0
        assert page.evaluate(NOTES) == [None, 0]
        mia(phone, worker=False)


@pytest.mark.parametrize("worker", [True, False], ids=["with-worker", "without-worker"])
def test_the_note_outlives_a_killed_browser(
    playwright: Playwright, live: str, live_folder: Path, tmp_path: Path, worker: bool
) -> None:
    """Left without a connection, and the browser killed in the same moment."""
    profile = tmp_path / "profile"
    how = "allow" if worker else "block"
    phone = persistent(playwright, profile, live, how)
    mia(phone, worker=worker)
    phone.close()  # properly, so that the cookie is on the disk
    phone = persistent(playwright, profile, live, how)
    page = phone.pages[0]
    page.goto("/home")
    expect(page.locator("h1")).to_have_text("Hi Mia")
    phone.set_offline(True)
    leave(page)
    until_elsewhere(page)
    kill(profile)
    assert sessions(live_folder) == 1
    phone = persistent(playwright, profile, live, how)
    page = phone.pages[0]
    shown: list[str] = []
    page.on("console", lambda said: shown.append(said.text))
    page.add_init_script(
        "addEventListener('load', () => console.log(document.documentElement.hidden"
        " ? 'hidden' : document.body.innerText));"
    )
    page.goto("/home", wait_until="commit")
    page.wait_for_url("**/sign-in*")
    assert sessions(live_folder) == 0  # nothing but the note could have told the server
    expect(page.locator("h1")).to_have_text("Hello")
    assert not MARKS.search("".join(shown))
    phone.close()


def persistent(playwright: Playwright, profile: Path, live: str, worker: str) -> BrowserContext:
    return playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=FLAGS,
        base_url=live,
        viewport=PHONE,
        service_workers=worker,
    )


def kill(profile: Path) -> None:
    """The browser of this profile, and nothing else: found by the folder in its command."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"user-data-dir={profile}".encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
