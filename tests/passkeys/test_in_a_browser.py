"""Passkeys in a real browser, with Chromium's own made-up lock: made, used, removed, refused."""

import json
import sqlite3
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from portal.people import passphrases
from tests.browsers import check_page, demo_sign_in, phone_context, watch
from tests.pages import steady

LOCK = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "hasPrf": True,
    "automaticPresenceSimulation": True,
}
BOX = "[data-enhance=passkey]"
BUTTON = f"{BOX} button"
ALERT = f"{BOX} [role=alert]"


class Phone:
    """A phone with a lock of its own."""

    def __init__(self, context, page: Page):
        self.context, self.page = context, page
        self.to_browser = context.new_cdp_session(page)
        self.to_browser.send("WebAuthn.enable")
        said = self.to_browser.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})
        self.lock = {"authenticatorId": said["authenticatorId"]}

    def held(self):
        return self.to_browser.send("WebAuthn.getCredentials", self.lock)["credentials"]

    def put_in(self, key):
        self.to_browser.send("WebAuthn.addCredential", {**self.lock, "credential": key})

    def verifies(self, does: bool):
        self.to_browser.send("WebAuthn.setUserVerified", {**self.lock, "isUserVerified": does})

    def add_key(self, name: str):
        self.page.goto("/my-app/keys/add")
        self.page.get_by_label("A name for it").fill(name)
        self.page.locator(BUTTON).click()
        self.page.wait_for_url("**/my-app/keys*")

    def tap(self):
        """Press the button; what goes out, each with what the script says of PRF by then."""
        sent = []

        def note(route):
            prf = self.page.locator(BOX).get_attribute("data-prf")
            sent.append((prf, json.loads(route.request.post_data)))
            route.continue_()

        self.page.route("**/keys/answer", note)
        self.page.locator(BUTTON).click()
        return sent

    def bend(self, **changed):
        """What the phone is asked for is changed on its way, as a page of somebody else would."""

        def change(route):
            asked = route.fetch().json()
            route.fulfill(json={**asked, **changed})

        self.page.route("**/keys/ask", change)

    def sign_in(self, home="**/home"):
        self.context.clear_cookies(name="session")
        self.page.goto("/sign-in")
        self.page.get_by_text("Only I use this phone").click()
        sent = self.tap()
        self.page.wait_for_url(home)
        return sent


@contextmanager
def phone_of(browser, live, key=None):
    context = phone_context(browser, live)
    faults = watch(context, live)
    yield Phone(context, demo_sign_in(context, key) if key else context.new_page())
    context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def file(live_folder):
    def do(statement, *given):
        path = live_folder / "alongside.sqlite"
        with closing(sqlite3.connect(path, timeout=10)) as opened, opened:
            opened.execute(statement, given)

    return do


@pytest.fixture
def left_lying(file):
    """As if every phone had been left for twenty minutes."""
    return lambda: file("UPDATE session SET seen_at = datetime(seen_at, '-20 minutes')")


@pytest.fixture
def long_proved(file):
    """As if everybody had shown twenty minutes ago that it is them."""
    return lambda: file("UPDATE session SET proved_at = datetime(proved_at, '-20 minutes')")


def at(page: Page) -> str:
    return urlsplit(page.url).path


def test_made_and_listed(browser, live):
    with phone_of(browser, live, "mia") as phone:
        page = phone.page
        page.goto("/my-app")
        page.get_by_role("link", name="Sign in with my finger").click()
        expect(page.locator("h1")).to_have_text("Passkeys")
        check_page(page)
        page.get_by_role("link", name="Add a passkey").click()
        expect(page.locator(BUTTON)).to_be_visible()
        check_page(page)
        phone.add_key("Blue phone")
        expect(page.get_by_role("status")).to_have_text("Your passkey is added.")
        expect(page.locator(".rows").last).to_contain_text("Blue phone")
        check_page(page)
        (made,) = phone.held()
        assert made["isResidentCredential"]
        assert made["rpId"] == "localhost"
        assert "Mia" not in json.dumps(made)
        # The phone is asked for no second one: it says so itself.
        page.goto("/my-app/keys/add")
        page.locator(BUTTON).click()
        expect(page.locator(ALERT)).to_have_text(
            "That did not work. Open this page again, then try once more."
        )
        assert len(phone.held()) == 1


def test_sign_in_unlock_confirm_and_remove(browser, live, file, left_lying, long_proved):
    with phone_of(browser, live, "leo") as phone:
        page = phone.page
        phone.add_key("Blue phone")
        kept = passphrases.keep("purple otter bus")
        of_leo = "(SELECT account_id FROM passkey WHERE name = 'Blue phone' ORDER BY id DESC)"
        file(f"UPDATE account SET passphrase = ? WHERE id IN {of_leo}", kept)

        ((prf, sent),) = phone.sign_in()
        assert prf == "yes"
        assert set(sent["answer"]) == {"id", "rawId", "type", "response", "prf"}
        assert sent["answer"]["prf"] is True  # that there is one, never its value
        expect(page.locator("h1")).to_have_text("Hi Leo")

        left_lying()
        page.goto("/plan")
        assert at(page) == "/unlock"
        check_page(page)
        assert "Leo" not in steady(page.content())
        sent = phone.tap()
        page.wait_for_url("**/plan")
        assert [prf for prf, _said in sent] == ["yes"]

        long_proved()
        page.goto("/my-app/keys")
        page.get_by_role("link", name="Remove").click()
        page.wait_for_url("**/confirm*")
        check_page(page)
        phone.tap()
        page.wait_for_url("**/remove")
        check_page(page)
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_role("status")).to_have_text("The passkey is removed.")
        page.goto("/home")
        expect(page.locator("main")).to_contain_text("A passkey was removed from your account")
        # What the phone still has opens nothing any more.
        phone.context.clear_cookies(name="session")
        page.goto("/sign-in")
        page.locator(BUTTON).click()
        expect(page.locator(ALERT)).to_contain_text("That did not work")
        assert at(page) == "/sign-in"


def test_a_second_phone_and_the_first_is_told(browser, live):
    with phone_of(browser, live, "chloe") as one, phone_of(browser, live, "chloe") as two:
        one.add_key("One")
        one.page.goto("/my-app/keys")
        one.page.get_by_role("button", name="I have seen this").click()
        one.page.wait_for_url("**/home")
        expect(one.page.locator("main")).not_to_contain_text("A passkey was added")
        two.add_key("Two")
        expect(two.page.locator(".rows").last).to_contain_text("One")
        one.page.goto("/home")
        expect(one.page.locator("main")).to_contain_text("A passkey was added to your account")
        for phone in (one, two):
            phone.sign_in()
        two.page.goto("/my-app/places")
        check_page(two.page)
        expect(two.page.locator(".rows > li").first).to_contain_text("Chrome on")


def refused(phone, words="That did not work. Try again, or use your passphrase."):
    expect(phone.page.locator(ALERT)).to_have_text(words)
    assert at(phone.page) == "/sign-in"
    phone.page.goto("/home")
    assert at(phone.page) == "/sign-in"


def test_what_is_refused(browser, live):
    with phone_of(browser, live, "jordan") as phone, phone_of(browser, live) as thief:
        phone.add_key("Mine")
        (copy,) = phone.held()
        ((_prf, used),) = phone.sign_in()
        phone.sign_in()

        # A copy of the key, as it was before: it is behind.
        thief.put_in(copy)
        thief.page.goto("/sign-in")
        thief.page.locator(BUTTON).click()
        refused(thief)
        phone.page.goto("/home")
        expect(phone.page.locator("main")).to_contain_text("may have been copied")

        # An answer that somebody has overheard.
        thief.page.goto("/sign-in")
        said = thief.page.evaluate(
            """async (used) => {
                 const token = document.querySelector("main [name=csrf_token]").value;
                 const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
                 const body = JSON.stringify(used);
                 return (await fetch("/keys/answer", { method: "POST", body, headers })).status;
               }""",
            used,
        )
        assert said == 422

        # Nobody has shown a finger, a face or the code.
        phone.context.clear_cookies(name="session")
        phone.verifies(False)
        phone.page.goto("/sign-in")
        phone.page.locator(BUTTON).click()
        refused(phone, "That was stopped. You can try again.")
        named = [{"id": used["answer"]["id"], "type": "public-key"}]
        phone.bend(userVerification="discouraged", allowCredentials=named, extensions={"prf": {}})
        phone.page.locator(BUTTON).click()
        refused(phone)


def test_somebody_elses_key_unlocks_nothing(browser, live, left_lying):
    with phone_of(browser, live, "keira") as keiras, phone_of(browser, live, "nathan") as nathans:
        keiras.add_key("Hers")
        (hers,) = keiras.held()
        nathans.add_key("His")
        nathans.sign_in()
        for key in nathans.held():
            nathans.to_browser.send(
                "WebAuthn.removeCredential",
                {**nathans.lock, "credentialId": key["credentialId"]},
            )
        nathans.put_in({**hers, "signCount": 100})
        left_lying()
        page = nathans.page
        page.goto("/plan")
        nathans.bend(allowCredentials=[])
        page.locator(BUTTON).click()
        expect(page.locator(ALERT)).to_contain_text("That did not work")
        page.goto("/plan")
        assert at(page) == "/unlock"


def test_where_the_browser_cannot_the_passphrase_does_it(browser, live):
    with phone_of(browser, live) as phone:
        phone.context.add_init_script("delete window.PublicKeyCredential")
        phone.page.goto("/sign-in")
        phone.page.wait_for_timeout(300)
        expect(phone.page.locator(BUTTON)).to_be_hidden()
        expect(phone.page.get_by_label("Passphrase")).to_be_visible()
