"""The walk of a plan made together: disagree with a part, be answered, see it; on a phone."""

from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch

WHY = "I do not want to change schools for maths."
ANSWER = "You do not have to. Mr Osei comes to you."


def open_(page: Page, live: str, path: str) -> None:
    page.goto(live + path)
    check_page(page)


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.click()
    page.wait_for_load_state("load")
    check_page(page)


def test_disagree_with_a_part_worker_answers_and_it_is_seen(browser, live):
    with closing(phone_context(browser, live)) as mias, closing(phone_context(browser, live)) as s:
        faults = [watch(mias, live), watch(s, live)]
        mia = demo_sign_in(mias, "mia")
        open_(mia, live, "/plan")
        press(mia, "link", "School")
        expect(mia.locator("main")).to_contain_text("What I need")
        mia.locator("summary", has_text="What it said before").click()
        expect(mia.locator("main")).to_contain_text("A taxi brings you")
        press(mia, "link", "Simpler words")
        expect(mia.locator("main")).to_contain_text("You need maths to go at your speed.")
        press(mia, "link", "I don't agree")
        expect(mia.get_by_label("I don't agree")).to_be_checked()
        expect(mia.locator(".who")).to_contain_text("Sam and Helen can read this")
        box = mia.get_by_label("Why?")
        box.fill(WHY)
        # It is kept by the server while they write: another page comes, and it is still there.
        with mia.expect_response(lambda answer: answer.url.endswith("/say/draft")):
            box.blur()
        mia.reload()
        expect(mia.get_by_label("Why?")).to_have_value(WHY)
        mia.get_by_label("I don't agree").check()
        press(mia, "button", "Send")
        expect(mia.get_by_role("status")).to_contain_text("You see here who answers")
        expect(mia.locator("#said")).to_contain_text("Sam will answer by")

        sam = demo_sign_in(s, "sam")
        expect(sam.locator("main")).to_contain_text("Said something about their plan")
        sam.locator(".rows li", has_text="Said something about their plan").filter(
            has_text="Mia"
        ).first.get_by_role("link").click()
        sam.wait_for_load_state("load")
        check_page(sam)
        card = sam.locator("article", has_text=WHY)
        expect(card).to_contain_text("Mr Osei")
        card.get_by_label("Your answer").fill(ANSWER)
        card.get_by_role("button", name="Answer").click()
        sam.wait_for_load_state("load")
        check_page(sam)
        expect(sam.get_by_role("status")).to_have_text("Your answer is sent.")
        press(sam, "link", "Mia")
        press(sam, "link", "Big questions")
        press(sam, "link", "Write it down")

        open_(mia, live, "/home")
        press(mia, "link", "Somebody answered you: School")
        expect(mia.locator("#said")).to_contain_text(ANSWER)
        for path in ("/plan/a12/own-words", "/plan/a12/before", "/plan/questions",
                     "/plan/questions/q1"):  # fmt: skip
            open_(mia, live, path)
        assert not any(faults), faults
