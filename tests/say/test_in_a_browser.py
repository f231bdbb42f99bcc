"""The walk of something said: read, answered, partly, answered again, yes; on a phone."""

from contextlib import closing

from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Database
from portal.house import Membership, Person
from portal.say import actions
from portal.say.actions import Words
from portal.say.rules import DEFAULT_READERS, Owner
from tests.browsers import check_page, demo_sign_in, phone_context, watch
from tests.makers import make_viewer

WISH = "I want to see Leo more."
FIRST, SECOND = "You see Leo each Sunday now.", "You can ring Leo on Wednesdays, too."
WHY = "And on the phone?"


def said_by(live_folder, name: str, text: str) -> str:
    """Something that the young person with this name has said; its ref."""
    database = Database(f"sqlite:///{live_folder / 'alongside.sqlite'}")
    with database.committing() as db:
        person = db.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(Person.known_as == name, Membership.role == Role.YOUNG.value)
        ).one()
        words = Words("view", DEFAULT_READERS, Owner.WORKER, text, face=2, helped_by="Hannah")
        sent = actions.say(db, make_viewer(db, person), [words], "walk", clock.now())
        return sent.refs[0]


def open_(page: Page, live: str, path: str) -> None:
    page.goto(live + path)
    check_page(page)


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.click()
    page.wait_for_load_state("load")
    check_page(page)


def answer(sam: Page, live: str, ref: str, words: str) -> None:
    open_(sam, live, "/said")
    sam.locator(f'a[href="/said/{ref}"]').click()
    sam.wait_for_load_state("load")
    check_page(sam)
    sam.get_by_label("We did this").check()
    with sam.expect_response(lambda said: said.url.endswith("/said-words/check")):
        sam.get_by_label("Your answer, to them").fill(f"{words} Tell me if that is good for you.")
    expect(sam.locator(".hints")).to_contain_text("About age")
    press(sam, "button", "Answer")
    expect(sam.get_by_role("status")).to_have_text("Your answer is sent.")


def test_answered_partly_and_answered_again(browser, live, live_folder):
    ref = said_by(live_folder, "Mia", WISH)
    with closing(phone_context(browser, live)) as mias, closing(phone_context(browser, live)) as s:
        faults = [watch(mias, live), watch(s, live)]
        mia = demo_sign_in(mias, "mia")
        open_(mia, live, "/my-say/said")
        expect(mia.locator("main")).to_contain_text("Sam will answer by")
        sam = demo_sign_in(s, "sam")
        expect(sam.locator("main")).to_contain_text("Said what they think")
        answer(sam, live, ref, FIRST)

        open_(mia, live, "/my-say/said")
        mia.locator(f'a[href="/my-say/said/{ref}"]').click()
        mia.wait_for_load_state("load")
        check_page(mia)
        expect(mia.locator(".trail")).to_contain_text("Sam read it")
        expect(mia.locator("main")).to_contain_text(FIRST)
        press(mia, "button", "Tell Sam")
        expect(mia.locator("main")).to_contain_text("Choose yes, partly or no.")
        mia.get_by_label("Partly").check()
        mia.get_by_label("What is missing?").fill(WHY)
        press(mia, "button", "Tell Sam")
        expect(mia.get_by_role("status")).to_contain_text("You see here who answers")
        expect(mia.locator(".trail")).to_contain_text("You said: this answers part of it")

        answer(sam, live, ref, SECOND)
        open_(mia, live, f"/my-say/said/{ref}")
        expect(mia.locator("main")).to_contain_text(FIRST)
        expect(mia.locator("main")).to_contain_text(SECOND)
        mia.get_by_label("Yes").check()
        press(mia, "button", "Tell Sam")
        expect(mia.get_by_role("status")).to_have_text("Thank you for telling us.")
        expect(mia.get_by_label("Yes")).to_have_count(0)
        assert not any(faults), faults
