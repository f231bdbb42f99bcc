"""What I can get, walked in a real browser on phones: a cooker from finding it to the last payment;
a 17-year-old out of area reads both councils' offers, each by its own rule; an editor's page is on
the phone.

Every page is looked at once: axe, one h1, language, labels, no sideways scroll.
"""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from portal.core import clock
from portal.local_offer.rules import mark_of
from tests.browsers import check_page, demo_sign_in
from tests.journeys.test_journeys import click, phone_of

WISH = "A cooker. Isla and I have lived on toast since we moved in."
WHY = "A cooker and the fitting. The extractor can wait until the damp is mended."


def test_a_cooker_from_finding_it_to_the_last_payment(browser, live):
    today = clock.today(clock.now()).isoformat()
    with phone_of(browser, live) as hers, phone_of(browser, live) as his:
        keira = demo_sign_in(hers, "keira")
        own = she_asks(keira)
        dan = demo_sign_in(his, "dan")
        dan.goto("/to-decide")
        click(dan, "link", "Keira")
        expect(dan.locator("main")).to_contain_text(WISH)
        expect(dan.get_by_role("link", name="My tenancy")).to_be_visible()
        press(dan, "I have looked at it")
        dan.get_by_text("I need more from them first").click()
        dan.get_by_label("What do you need?").fill("Please send a price from one shop.")
        press(dan, "Ask them")

        keira.goto(own)
        expect(keira.locator("main")).to_contain_text("More is needed from you.")
        expect(keira.locator(".changed")).to_contain_text("Please send a price from one shop.")
        check_page(keira)
        keira.get_by_label("What was asked for").fill("£450 at the shop by the market, fitted.")
        press(keira, "Send it")
        expect(keira.locator("main")).to_contain_text("Dan answers by")

        dan.reload()
        dan.get_by_label("Yes, to a part of it").check()
        dan.locator("#amount-decide").fill("380")
        dan.get_by_label("Why? They read this.").fill(WHY)
        press(dan, "Send the answer")
        keira.goto(own)
        expect(keira.locator("main")).to_contain_text("Dan sees to it that £380 is paid by")
        expect(keira.locator("main")).to_contain_text(f"“{WHY}”")
        expect(keira.get_by_role("link", name="Make a complaint")).to_be_visible()
        check_page(keira)

        he_pays(dan, today, "200", "To their bank account")
        keira.goto(own)
        expect(keira.locator("main")).to_contain_text("Dan sees to it that £180 is paid by")
        he_pays(dan, today, None, "We bought it for them")
        keira.goto(own)
        expect(keira.locator("main")).to_contain_text("All of it is paid: £380.")
        expect(keira.locator("main")).to_contain_text("At least £2,620 of £3,000 is left for you.")
        keira.goto(f"/can-get/thing/{mark_of('setting_up_home_allowance')}")
        expect(keira.locator("main")).to_contain_text("£2,620 or more is left for you.")


def press(page: Page, button: str) -> None:
    """On a page that was looked at."""
    click(page, "button", button, look=lambda page: None)


def she_asks(page: Page) -> str:
    """Finds it by what she needs, and sends it with a paper that she kept; where she follows it."""
    page.goto("/can-get")
    check_page(page)
    click(page, "link", "A home")
    click(page, "link", "Money to set up your first own home")
    expect(page.locator("main")).to_contain_text("£3,000 or more, once")
    click(page, "link", "Ask for it here")
    page.get_by_label("What do you need it for?").fill(WISH)
    page.get_by_label("How much do you ask for, in pounds?").fill("450")
    page.get_by_label("My tenancy").check()
    expect(page.locator(".who")).to_contain_text("Dan reads it, and whoever is there for them.")
    click(page, "button", "Ask for it")
    expect(page.get_by_role("status")).to_contain_text("Sent.")
    expect(page.locator("main")).to_contain_text("Dan answers by")
    return page.url.partition("?")[0]


def he_pays(page: Page, day: str, pounds: str | None, how: str) -> None:
    """pounds: None for all that is still to pay, which stands in the box."""
    if pounds:
        page.locator("#amount-paid").fill(pounds)
    page.get_by_label("On which day?").fill(day)
    page.get_by_label(how).check()
    press(page, "It is paid")


def test_at_17_out_of_area_both_councils_offers_each_by_its_own_rule(browser, live):
    """Selam is Riverbank's, and lives in Thornmere. Callum is Thornmere's: the other way there is
    no agreement."""
    with phone_of(browser, live) as hers, phone_of(browser, live) as his:
        selam = demo_sign_in(hers, "selam")
        in_english(selam)
        selam.goto("/can-get/all")
        swim = selam.get_by_role("listitem").filter(has_text="Free swimming, gym and sport").first
        expect(swim).to_contain_text("Your council and Thornmere Council have agreed on it")
        expect(swim.locator(".chip")).to_have_text("Yes")
        birthday = selam.get_by_role("listitem").filter(has_text="Money for your birthday")
        expect(birthday).to_have_count(1)
        expect(birthday).to_contain_text("Riverbank Council is your council")
        for code, rule in (
            ("thornmere_leisure", "Your council and the council where you live have agreed"),
            ("riverbank_birthday_money", "the council that is responsible for you"),
            ("thornmere_council_tax", "the council where you live and get bills from"),
        ):
            selam.goto(f"/can-get/thing/{mark_of(code)}")
            expect(selam.locator("main")).to_contain_text(rule)
        expect(selam.locator("h2").first).to_have_text("Not yet")
        expect(selam.locator("main")).to_contain_text("from your 18th birthday")

        callum = demo_sign_in(his, "callum")
        callum.goto("/can-get/questions/q1")
        check_page(callum)
        callum.get_by_label("Riverbank Council").check()
        press(callum, "Save")
        callum.goto("/can-get/all")
        check_page(callum)
        text = callum.locator("main").inner_text()
        assert "Riverbank Council: " in text
        assert "Free swimming, gym and sport after care" not in text
        callum.goto(f"/can-get/thing/{mark_of('riverbank_leisure_leavers')}")
        expect(callum.locator("h2").first).to_have_text("Not this one")


def in_english(page: Page) -> None:
    page.locator(".top .lang").click()
    page.locator('button[value="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_an_editor_publishes_and_it_is_on_the_phone(browser, live):
    today = clock.today(clock.now())
    with phone_of(browser, live) as desk, phone_of(browser, live) as mine:
        fergus = demo_sign_in(desk, "fergus")
        fergus.goto("/content")
        click(fergus, "link", "Write a new page")
        fergus.get_by_label("Title", exact=True).fill("A unicycle of your own")
        fergus.get_by_label("Address", exact=True).fill("a-unicycle")
        click(fergus, "button", "Begin")
        fergus.get_by_label("In one sentence").fill("You can get a unicycle that somebody mended.")
        fergus.get_by_label("The page", exact=True).fill(
            "Ask at the workshop.\n\n## What to do\n\n1. Choose one.\n2. Ride it.\n\n- A lock\n"
        )
        fergus.get_by_label("What if they say no?").fill("Call Coram Voice on 0808 800 5792.")
        tick(fergus, "What do people need who read it?", "Fun and friends")
        tick(fergus, "For whom are the words?", "12 to 15")
        fergus.get_by_label("Where it was read").fill("The workshop")
        fergus.get_by_label("Checked on").fill(today.isoformat())
        fergus.get_by_label("Check again by").fill((today + timedelta(days=90)).isoformat())
        check_page(fergus)
        click(fergus, "button", "Keep and look at it")
        looks = fergus.locator(".looks iframe")
        widths = [look.get_attribute("width") for look in looks.all()]
        assert widths == ["360", "768", "1200"]
        for place in range(3):
            looks.nth(place).scroll_into_view_if_needed()
            inside = looks.nth(place).content_frame
            expect(inside.locator("h1")).to_have_text("A unicycle of your own")
            wide = inside.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
            assert wide[0] <= wide[1], (place, wide)
        amber = demo_sign_in(mine, "amber")
        search(amber, "unicycle")
        expect(amber.locator("main")).to_contain_text("Nothing with these words")
        fergus.get_by_role("button", name="Publish now").click()
        expect(fergus.get_by_role("status")).to_have_text("Published. Everybody reads it now.")
        search(amber, "unicycle")
        click(amber, "link", "A unicycle of your own")
        expect(amber.locator("main li").filter(has_text="Choose one.")).to_be_visible()
        assert amber.title() == "What I can get"


def tick(page: Page, question: str, answer: str) -> None:
    page.get_by_role("group", name=question).get_by_label(answer).check()


def search(page: Page, words: str) -> None:
    page.goto("/can-get")
    page.get_by_label("What are you looking for?").fill(words)
    press(page, "Search")
