"""What comes when and my checks on a real phone: read, asked about, and answered by a worker."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


def test_the_days_are_read_and_a_question_is_begun_with_one_tap(browser, live):
    context = phone_context(browser, live)
    faults = watch(context, live)
    page = demo_sign_in(context, "remi")
    page.goto("/plan")
    page.get_by_role("link", name="My big birthdays").click()
    expect(page.get_by_role("heading", name="We could not tell, please ask")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Ask Omar", exact=True).click()
    box = page.get_by_label("Your message")
    expect(box).to_have_value(re.compile("^I have a question about what comes"))
    box.fill("I have a question about what comes when I get older: what am I called?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("what am I called?")).to_be_visible()
    context.close()
    assert not faults


@pytest.mark.parametrize(
    ("key", "path"),
    [("mia", "/what-comes-when"), ("yusuf", "/what-comes-when"), ("sol", "/what-comes-when"),
     ("mia", "/my-checks"), ("yusuf", "/my-checks"), ("priti", "/my-checks"), ("mia", "/plan/why")],
)  # fmt: skip
def test_pages_are_fit_for_everybody(phone, key, path):
    page = demo_sign_in(phone, key)
    page.goto(path)
    check_page(page)


def test_a_worker_sees_what_to_check(phone):
    page = demo_sign_in(phone, "omar")
    page.goto("/people")
    page.get_by_role("link", name="Remi").click()
    page.get_by_role("link", name="Big birthdays: what comes when").click()
    expect(page.get_by_text("no category is recorded")).to_be_visible()
    check_page(page)
    page.go_back()
    page.get_by_role("link", name="Health checks").click()
    check_page(page)
