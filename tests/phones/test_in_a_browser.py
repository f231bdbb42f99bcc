"""A phone that is picked up again, in a real browser."""

import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from portal.people import passphrases
from tests.browsers import check_page, demo_sign_in

MINUTE = 60_000


def seen(page: Page, state: str) -> None:
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


def left_for(page: Page, minutes: int) -> None:
    """Put away, and picked up so many minutes later."""
    seen(page, "hidden")
    page.evaluate(
        "(ms) => { const now = Date.now() + ms; Date.now = () => now; }", minutes * MINUTE
    )
    seen(page, "visible")


@pytest.fixture
def file(live_folder):
    def do(statement, *given):
        path = live_folder / "alongside.sqlite"
        with closing(sqlite3.connect(path, timeout=10)) as opened, opened:
            opened.execute(statement, given)

    return do


@pytest.fixture
def page(phone, file):
    """Somebody with a passphrase, on a phone of their own."""
    page = demo_sign_in(phone, "mia")
    page.wait_for_load_state("networkidle")
    file("UPDATE session SET strength = 'passphrase'")
    kept = passphrases.keep("purple otter bus")
    file("UPDATE account SET passphrase = ?", kept)
    return page


@pytest.fixture
def locks(file):
    return lambda: file("UPDATE session SET seen_at = datetime(seen_at, '-20 minutes')")


def test_it_is_covered_asked_and_unlocked(page, locks):
    page.goto("/plan")
    page.wait_for_load_state("networkidle")
    locks()
    left_for(page, 20)
    page.wait_for_url("**/unlock*")
    check_page(page)
    page.get_by_label("Passphrase").fill("wrong words here")
    page.get_by_role("button", name="Unlock").click()
    expect(page.locator(".wrong")).to_contain_text("not the right passphrase")
    check_page(page)
    page.get_by_label("Passphrase").fill("purple otter bus")
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/plan")


def test_a_short_while_asks_nobody(page):
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    left_for(page, 4)
    expect(page.locator("html.cover")).to_have_count(0)
    assert "HEAD" not in asked


def test_still_signed_in_the_page_is_shown_again(page):
    held = []
    page.route("**/my-app", lambda route: held.append(route))
    left_for(page, 6)
    expect(page.locator("html.cover")).to_have_count(1)
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator("html.cover")).to_have_count(0)
    assert urlsplit(page.url).path == "/home"


def test_words_not_sent_are_left_where_they_are_and_given_back(page, locks):
    page.goto("/messages")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Your message").fill("Can I call on Friday?")
    locks()
    left_for(page, 20)
    assert page.get_by_label("Your message").input_value() == "Can I call on Friday?"
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("This phone locked itself")
    expect(page.locator("#typed")).to_have_value("Can I call on Friday?")
    check_page(page)
    page.get_by_role("link", name="Unlock").click()
    page.get_by_label("Passphrase").fill("purple otter bus")
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/messages")


@pytest.mark.parametrize("address", ["/my-app/places", "/my-app/passphrase", "/my-app/keys"])
def test_pages_of_this_room(page, address):
    page.goto(address)
    check_page(page)
