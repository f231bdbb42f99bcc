"""The main job, walked in a real browser on a phone: read the plan, ask, be answered.

Every page that a step opens is looked at: axe, one h1, language, labels, no sideways scroll.
"""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import servers
from tests.browsers import check_page, demo_sign_in, phone_context, watch

QUESTION = "Can Kai stay over on Saturday?"
ANSWER = "I asked his carers. Yes, on Saturday week."


@contextmanager
def phone_of(browser, live, **look):
    context = phone_context(browser, live, **look)
    faults = watch(context, live)
    yield context
    context.close()
    assert not faults, "\n".join(faults)


def click(page: Page, what: str, link: str, *, look=check_page) -> None:
    """Follow a link or press a button by its words, and look at the page it opens."""
    page.get_by_role(what, name=link).first.click()
    page.wait_for_load_state("load")
    look(page)


def bar(page: Page, words: str, look) -> None:
    """One of the five at the thumb; its words may be hidden, its name is not."""
    page.locator("nav.bar").get_by_role("link", name=words).click()
    page.wait_for_load_state("load")
    look(page)


def read_the_plan_and_ask(page: Page, look, question: str) -> None:
    bar(page, "My plan", look)
    expect(page.locator(".changed", has_text="School")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Help with maths on Tuesdays is new.")
    click(page, "link", "School", look=look)
    expect(page.locator("h1")).to_have_text("School")
    expect(page.locator("main")).to_contain_text("New since you last looked.")
    official = page.locator("details", has_text="See the official words")
    official.locator("summary").click()
    expect(official).to_contain_text("Targeted intervention in mathematics")
    click(page, "link", "Ask or say something about this", look=look)
    page.get_by_label("Your message").fill(question)
    expect(page.locator("main")).to_contain_text("Sam, their manager and the team that covers")
    click(page, "button", "Send", look=look)
    expect(page.get_by_role("status")).to_have_text("Sent.")
    expect(page.locator(".bubble.mine").last).to_contain_text(question)
    expect(page.locator("main")).to_contain_text("Sam will answer by")


def asked_by_mia(page: Page) -> Locator:
    """The row in the worker's list."""
    return page.locator(".rows li", has_text="Wrote to you").filter(has_text="Mia")


def answer(page: Page, look, question: str, words: str) -> None:
    assert page.url.endswith("/waiting")
    look(page)
    asked_by_mia(page).get_by_role("link").click()
    page.wait_for_load_state("load")
    look(page)
    expect(page.locator(".bubble:not(.mine)").last).to_contain_text(question)
    page.get_by_label("Your message").fill(words)
    click(page, "button", "Send", look=look)
    expect(page.get_by_role("status")).to_have_text("Your answer is sent.")
    bar(page, "Waiting on you", look)
    expect(asked_by_mia(page)).to_have_count(0)


def read_the_answer(page: Page, look, words: str) -> None:
    bar(page, "Home", look)
    click(page, "link", "You have a new message", look=look)
    expect(page.locator(".bubble:not(.mine)").last).to_contain_text(words)
    expect(page.locator(".bubble.mine").last).to_contain_text("Answered by Sam today")


def no_script_look(page: Page) -> None:
    """axe is a script; without one at least the frame and the width are looked at."""
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("dir") == "ltr"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_read_the_plan_ask_and_be_answered(browser, live, script):
    look = check_page if script else no_script_look
    question, words = f"{QUESTION} {script}", f"{ANSWER} {script}"
    with (
        phone_of(browser, live, java_script_enabled=script) as mias,
        phone_of(browser, live, java_script_enabled=script) as sams,
    ):
        mia = demo_sign_in(mias, "mia")
        look(mia)
        if script:
            read_the_plan_and_ask(mia, look, question)
        else:  # the first journey has read the parts; this one asks by other ways
            bar(mia, "My plan", look)
            click(mia, "link", "School", look=look)
            mia.locator("summary").click()
            expect(mia.locator("details")).to_contain_text("Targeted intervention in mathematics")
            click(mia, "button", "I have read this", look=look)
            assert mia.url.endswith("/plan")
            bar(mia, "Messages", look)
            mia.get_by_label("Your message").fill(question)
            click(mia, "button", "Send", look=look)
            expect(mia.get_by_role("status")).to_have_text("Sent.")
        sam = demo_sign_in(sams, "sam")
        answer(sam, look, question, words)
        if script:
            with mia.expect_response("**/messages/read"):  # sent once the page is in front
                read_the_answer(mia, look, words)
        else:
            read_the_answer(mia, look, words)
            click(mia, "button", "I have read this", look=look)
        bar(mia, "Home", look)
        expect(mia.get_by_role("link", name="You have a new message")).to_have_count(0)
        bar(mia, "My plan", look)
        expect(mia.locator("main")).not_to_contain_text("Help with maths on Tuesdays is new.")


def short_walk(context, look=check_page) -> Page:
    """Home, plan, a part, one tap to the worker."""
    page = demo_sign_in(context, "leo")
    look(page)
    bar(page, "My plan", look)
    page.locator(".rows a.name").first.click()
    page.wait_for_load_state("load")
    look(page)
    bar(page, "Home", look)
    click(page, "button", "Call me", look=look)
    expect(page.get_by_role("status")).to_have_text("Sent. You asked for a call.")
    return page


def test_in_forced_colours(browser, live):
    with phone_of(browser, live, forced_colors="active") as context:
        short_walk(context)


@pytest.mark.parametrize("css", ["without-layers", "none"])
def test_on_a_phone_that_knows_no_layers(browser, live, css):
    """A browser before 2022 passes over `@layer` and all within; what is left must be usable."""
    with phone_of(browser, live) as context:

        def old(route):
            text = route.fetch().text()
            kept = re.sub(r"@layer[^{;]*(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|;)", "", text)
            route.fulfill(body=kept if css == "without-layers" else "", content_type="text/css")

        context.route("**/*.css*", old)
        page = short_walk(context, look=lambda page: None)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{width} px wide"
        page.locator("h1").wait_for()


def test_in_arabic_from_right_to_left(browser, live):
    with phone_of(browser, live) as context:
        page = demo_sign_in(context, "yusuf")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar"
        for place in range(5):
            page.locator("nav.bar a").nth(place).click()
            page.wait_for_load_state("load")
            check_page(page)
            assert page.locator("html").get_attribute("dir") == "rtl"
            assert page.evaluate("document.documentElement.scrollLeft") == 0
        page.locator("nav.bar a").nth(1).click()
        page.locator(".rows a.name").first.click()
        check_page(page)
        page.locator("nav.bar a").nth(3).click()
        text = "مرحبا عمر، متى نلتقي؟"
        page.locator("textarea").fill(text)
        page.locator("form:has(textarea) button.main").click()
        page.wait_for_load_state("load")
        check_page(page)
        expect(page.locator(".bubble.mine").last).to_contain_text(text)
        # The picture itself: what is on the screen is as wide as the phone and not blank.
        shot = page.screenshot()
        assert int.from_bytes(shot[16:20], "big") == 360
        assert len(shot) > 5_000


def test_a_new_account_by_invitation(browser, live, live_folder):
    environment = servers.app_environment(live_folder, 1)
    # Everybody of the demo can sign in already, so the invitation is for somebody new.
    code = new_person_with_code(environment)
    with phone_of(browser, live) as context:
        page = context.new_page()
        page.goto("/")
        check_page(page)
        click(page, "link", "I have a code from my worker")
        page.get_by_label("Your code").fill("wrong")
        click(page, "button", "Make it mine")
        assert page.evaluate("document.activeElement.className") == "errors"
        page.get_by_label("Your code").fill(code.lower())
        page.get_by_label("The word you picked").fill("Blue Kettle")
        page.get_by_label("User name").fill("sky.14")
        page.get_by_label("Pick a passphrase").fill("purple otter bus")
        page.get_by_text("Only I use this phone").click()
        click(page, "button", "Make it mine")
        expect(page.locator("h1")).to_have_text("Your information")
        click(page, "button", "OK, I have read it")
        expect(page.locator("h1")).to_have_text("Hi Sky")
        click(page, "link", "My plan")
        page.get_by_role("button", name="Leave").click()
        page.wait_for_timeout(500)
        page.goto("/sign-in")
        page.get_by_label("User name").fill("Sky.14")
        page.get_by_label("Passphrase").fill("purple otter bus")
        click(page, "button", "Sign in")
        expect(page.locator("h1")).to_have_text("Hi Sky")


def new_person_with_code(environment) -> str:
    from portal.core import clock
    from portal.core.access import Role
    from portal.core.db import Database
    from portal.invites import actions
    from tests import makers

    database = Database(f"sqlite:///{environment['ALONGSIDE_DATA']}/alongside.sqlite")
    try:
        with database.committing() as db:
            sky = makers.make_young(db, known_as="Sky", code="sky")
            word = makers.kept_word("blue kettle")
            made = actions.invite(db, sky.council_id, sky.id, Role.YOUNG, word, None, clock.now())
            return made.code
    finally:
        database.dispose()
