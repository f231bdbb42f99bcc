"""On a phone: write about me, show it to the carer, who reads it; take it back, and it is gone."""

from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in
from tests.journeys.test_journeys import click, phone_of

WORDS = "Sit near me, say nothing, bring toast."


def test_about_me_is_written_shown_read_and_taken_back(browser, live):
    with phone_of(browser, live) as mine, phone_of(browser, live) as theirs:
        page = demo_sign_in(mine, "tyler")
        page.goto("/plan")
        click(page, "link", "About me")
        click(page, "link", "What helps when you are upset?")
        page.get_by_label("Your words").fill(WORDS)
        click(page, "button", "Save, and the next one")
        click(page, "link", "About me")
        click(page, "link", "Show it to somebody")
        page.get_by_label("Who I live with: now, and if I move").check()
        click(page, "button", "Save")
        expect(page.get_by_text("Since ")).to_be_visible()
        click(page, "link", "See it as others do, or print it")
        expect(page.get_by_text(WORDS)).to_be_visible()
        carer = demo_sign_in(theirs, "margaret")
        click(carer, "link", "About me, in their own words")
        expect(carer.get_by_text(WORDS)).to_be_visible()
        way = carer.url
        page.goto("/about-me")
        page.get_by_role("button", name="Stop showing it to anybody").click()
        page.wait_for_load_state("load")
        expect(page.get_by_text("Nobody sees it but you.")).to_be_visible()
        assert carer.goto(way).status == 404
        assert WORDS not in carer.content()


def test_how_i_am_in_one_tap_and_the_weeks(browser, live):
    with phone_of(browser, live, color_scheme="dark") as phone:
        page = demo_sign_in(phone, "jordan")
        click(page, "button", "Not good")
        expect(page.get_by_text("That sounds hard.")).to_be_visible()
        page.get_by_label("A few words, if you like").fill("Long week.")
        click(page, "button", "Change it")
        click(page, "link", "See how I was over some weeks")
        expect(page.get_by_text("Long week.")).to_be_visible()


def test_a_diary_opens_with_its_word_without_a_script_too(browser, live):
    with phone_of(browser, live, java_script_enabled=False) as phone:
        page = demo_sign_in(phone, "amber")
        page.goto("/diary")
        page.get_by_label("Your diary word").fill("gravy sits on my songs")
        page.get_by_role("button", name="Open it").click()
        expect(page.get_by_text("Wren asked me to tea")).to_be_visible()
        page.get_by_role("button", name="Close my diary").click()
        expect(page.get_by_text("It is locked.")).to_be_visible()
        assert "Wren asked me to tea" not in page.content()
    with phone_of(browser, live) as phone:
        page = demo_sign_in(phone, "mia")
        page.goto("/diary")
        check_page(page)
        for label in ("Your diary word", "Once more, the same"):
            page.get_by_label(label).fill("nine green spoons at sea")
        page.get_by_label("I know: if I forget this word").check()
        click(page, "button", "Begin my diary")
        page.get_by_label("Dear diary").fill("Something nobody reads.")
        click(page, "button", "Save and go on")
        click(page, "link", "My diary")
        expect(page.get_by_text("Something nobody reads.")).to_be_visible()
