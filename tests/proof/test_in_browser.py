"""A letter and the pass on a phone, checked by somebody else's."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


def test_a_letter_is_made_and_checked(browser, live):
    context = phone_context(browser, live)
    faults = watch(context, live)
    page = demo_sign_in(context, "jordan")
    page.goto("/plan")
    page.get_by_role("link", name="My letters").click()
    check_page(page)
    page.get_by_role("link", name="For a leisure centre").click()
    check_page(page)
    page.get_by_role("button", name="Make the letter").click()
    expect(page.get_by_text("Your letter is there")).to_be_visible()
    check_page(page)
    number = page.locator(".code b").inner_text()
    context.close()
    assert not faults
    other = phone_context(browser, live)
    page = other.new_page()
    page.goto("/check")
    check_page(page)
    page.get_by_label("The number on the letter").fill(number)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("A letter for a leisure centre")).to_be_visible()
    check_page(page)
    assert not re.search(r"Jordan|care", page.locator("main").inner_text())
    other.close()


@pytest.mark.parametrize(
    ("key", "path"),
    [("jordan", "/my-pass"), ("yusuf", "/my-letters/for/college"), ("fergus", "/letter-words"),
     ("fergus", "/letter-words/landlord")],
)  # fmt: skip
def test_pages_are_fit_for_everybody(phone, key, path):
    page = demo_sign_in(phone, key)
    page.goto(path)
    if page.get_by_role("button", name="Show my pass").count():
        page.get_by_role("button", name="Show my pass").click()
    check_page(page)
