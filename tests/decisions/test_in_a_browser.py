"""The walk of a decision on a phone: told, a face and words, decided with its answer, and read."""

from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch

WISH = "Only if Biscuit can come, too."


def open_(page: Page, live: str, path: str) -> None:
    page.goto(live + path)
    check_page(page)


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.click()
    page.wait_for_load_state("load")
    check_page(page)


def test_a_trip_is_thought_about_and_decided_with_their_say(browser, live):
    with closing(phone_context(browser, live)) as s, closing(phone_context(browser, live)) as m:
        faults = [watch(s, live), watch(m, live)]
        sam = demo_sign_in(s, "sam")
        open_(sam, live, "/people")
        press(sam, "link", "Leo")
        press(sam, "link", "Decisions")
        press(sam, "link", "Write one down")
        sam.get_by_label("Everyday: haircut, sleepover, school trip").check()
        sam.get_by_label("In a few words: what is it about?").fill("A weekend by the sea")
        sam.get_by_label("Why?", exact=True).fill("There is a place on the trip of the club.")
        with sam.expect_response(lambda said: said.url.endswith("/said-words/check")):
            sam.get_by_label("What does it mean for them?").fill(
                "You go on Friday and are back on Sunday. You can say no, and you can ask for "
                "anything that you need there."
            )
        press(sam, "button", "Tell Leo")
        expect(sam.get_by_role("status")).to_contain_text("They are told")

        leo = demo_sign_in(m, "leo")
        open_(leo, live, "/my-say/decisions")
        expect(leo.locator("main")).to_contain_text("Say what you think")
        press(leo, "link", "A weekend by the sea")
        press(leo, "button", "Send what I think")
        expect(leo.locator("main")).to_contain_text("Tap a face, or write a few words.")
        leo.get_by_label("Happy", exact=True).check(force=True)
        leo.get_by_label("In your words").fill(WISH)
        press(leo, "button", "Send what I think")
        expect(leo.get_by_role("status")).to_contain_text("You see here who answers")
        expect(leo.locator("#said")).to_contain_text("will answer by")

        open_(sam, live, "/decisions")
        press(sam, "link", "Leo: A weekend by the sea")
        press(sam, "link", "It is decided")
        expect(sam.locator("main")).to_contain_text(WISH)
        sam.get_by_label("We did this").check()
        sam.get_by_label("Your answer, to them").fill("I asked. Biscuit may come.")
        press(sam, "button", "It is decided: tell Leo")
        expect(sam.get_by_role("status")).to_have_text("Written down as decided. They are told.")

        open_(leo, live, "/my-say/decisions")
        press(leo, "link", "A weekend by the sea")
        expect(leo.locator("#said")).to_contain_text("I asked. Biscuit may come.")
        expect(leo.locator(".trail").last).to_contain_text("Sam wrote down that it is decided")
        press(leo, "link", "Does this answer you?")
        assert not any(faults), faults
