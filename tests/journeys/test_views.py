"""On a phone: a child says with pictures what they think, together with an adult; their reviewing
officer answers, twice. And a young person writes in Arabic, and the original is read."""

from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in
from tests.journeys.test_journeys import click, phone_of

ARABIC = "أريد أن أتعلم السباحة."


def draws_a_line(page):
    sheet = page.locator(".draw canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 90, steps=5)
    page.mouse.up()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def says_it_with_pictures(page):
    """Leo and Ruth: a face, a picture to tap and a drawing; "I don't know"; to Helen alone."""
    page.goto("/my-say")
    click(page, "link", "Say something now")
    page.get_by_label("With pictures").check()
    page.get_by_label("Yes, somebody helps me").check()
    page.get_by_label("Who helps you?").fill("Ruth")
    click(page, "button", "Begin")
    click(page, "link", "What worries me")
    page.get_by_label("Sad", exact=True).check()
    page.get_by_label("The night").check()
    draws_a_line(page)
    page.get_by_text("Who may read this part?").first.click()
    page.get_by_label("Sam, and whoever covers for them").uncheck()
    expect(page.get_by_label("Helen, who runs your review")).to_be_checked()
    click(page, "button", "Save and go on")
    click(page, "button", "I don't know")
    click(page, "button", "Skip")
    click(page, "button", "Look at everything")
    expect(page.locator("main")).to_contain_text("Read by Helen.")
    expect(page.get_by_role("img", name="Your picture: What worries me")).to_be_visible()
    click(page, "button", "Send it now")
    expect(page.locator("main")).to_contain_text("Done together with Ruth.")
    expect(page.locator("main")).to_contain_text("Helen will answer by")


def answers(page, words):
    page.locator("[name=kind][value=did]").check()
    page.locator("[name=text]").fill(words)
    click(page, "button", "Answer")


def test_a_child_says_it_with_pictures_and_is_answered_until_it_answers_them(browser, live):
    with phone_of(browser, live) as mine, phone_of(browser, live) as theirs:
        page = demo_sign_in(mine, "leo")
        says_it_with_pictures(page)
        officer = demo_sign_in(theirs, "helen")
        officer.goto("/said")
        click(officer, "link", "Leo: What worries me")
        expect(officer.locator("main")).to_contain_text("Sad")
        expect(officer.locator("main")).to_contain_text("Done together with Ruth.")
        asked = officer.url
        answers(officer, "I told Ruth. She leaves the door open now.")
        click(page, "link", "Helen")
        expect(page.locator("main")).to_contain_text("She leaves the door open now.")
        page.locator("[name=what][value=partly]").check()
        page.locator("[name=text]").fill("And a light?")
        click(page, "button", "Tell Helen")
        officer.goto(asked)
        expect(officer.locator("main")).to_contain_text("And a light?")
        answers(officer, "Ruth puts a small light in your room today.")
        page.reload()
        check_page(page)
        expect(page.locator("main")).to_contain_text("a small light in your room")
        page.locator("[name=what][value=yes]").check()
        click(page, "button", "Tell Helen")
        expect(page.locator("main")).to_contain_text("You said: this answers it")


def test_in_arabic_and_the_original_is_read(browser, live):
    with phone_of(browser, live) as mine, phone_of(browser, live) as theirs:
        page = demo_sign_in(mine, "yusuf")
        page.goto("/my-say/before/school")
        check_page(page)
        assert page.locator("html").get_attribute("dir") == "rtl"
        page.locator("[name=how][value=words]").check()
        page.locator("main form button").first.click()
        page.wait_for_load_state("load")
        page.locator("main .rows a[href$=school]").click()
        page.wait_for_load_state("load")
        page.locator("[name=text_words]").fill(ARABIC)
        page.locator(".goes button").first.click()
        page.wait_for_load_state("load")
        check_page(page)
        page.goto(page.url.split("/parts/")[0] + "/send")
        check_page(page)
        page.locator("main form button").last.click()
        page.wait_for_load_state("load")
        check_page(page)
        worker = demo_sign_in(theirs, "omar")
        worker.goto("/said")
        click(worker, "link", "School or work")
        words = worker.locator("[lang=ar]", has_text=ARABIC)
        expect(words).to_be_visible()
