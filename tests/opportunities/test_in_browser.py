"""On a phone: from the board to one's own dates, and a hello wished for."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.browsers import check_page, demo_sign_in
from tests.journeys.test_journeys import bar, click

EVENT = "Cook a meal for under £5"


def test_something_to_do_goes_on_my_dates_and_a_hello_is_wished_for(phone: BrowserContext) -> None:
    page = demo_sign_in(phone, "chloe")
    page.goto("/plan")
    click(page, "link", "Things to do")
    page.get_by_text("Look for something").click()
    page.get_by_label("Near which town?").select_option("Riverbank")
    click(page, "button", "Show me")
    expect(page.get_by_role("link", name="Somebody who knows maths")).to_be_visible()
    click(page, "link", EVENT)
    expect(page.locator("main")).to_contain_text("A box for what is left over.")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Put it in my phone's calendar").click()
    assert taken.value.suggested_filename == "date.ics"
    click(page, "button", "Add to my dates")
    expect(page.get_by_role("status")).to_have_text("It is on your Dates page now.")
    bar(page, "Dates", check_page)
    expect(page.locator("main")).to_contain_text(EVENT)

    page.goto("/things-to-do")
    expect(page.get_by_role("listitem").filter(has_text=EVENT)).to_contain_text("On your dates")
    click(page, "link", "A hello on some days")
    page.get_by_label("My birthday").check()
    page.get_by_label("My worker", exact=True).check()
    click(page, "button", "Save")
    expect(page.get_by_role("heading", name="It is on")).to_be_visible()
    expect(page.get_by_label("My birthday")).to_be_checked()
