"""A letter and the pass on a phone, in a dark look, checked by somebody else's: what their camera
sees is read by a real reader of codes."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in
from tests.journeys.test_journeys import click, phone_of
from tests.proof import reader


def camera(page):
    """Where the one code that is on the screen leads, on this host."""
    (found,) = reader.read(Image.open(BytesIO(page.screenshot(full_page=True))))
    return urlsplit(found).path


def checked(page, path, what):
    page.goto(path)
    expect(page.get_by_text(what)).to_be_visible()
    expect(page.get_by_text("Valid until")).to_be_visible()
    assert not re.search(r"Jordan|care", page.locator("main").inner_text())


def test_a_letter_and_a_pass_are_made_and_checked(browser, live):
    with (
        phone_of(browser, live, color_scheme="dark") as mine,
        phone_of(browser, live) as theirs,
    ):
        page, other = demo_sign_in(mine, "jordan"), theirs.new_page()
        page.goto("/plan")
        click(page, "link", "My letters")
        click(page, "link", "For a leisure centre")
        click(page, "button", "Make the letter")
        expect(page.get_by_text("Your letter is there")).to_be_visible()
        letter = camera(page)
        checked(other, letter, "A letter for a leisure centre")
        check_page(other)
        other.goto("/check")
        check_page(other)
        other.get_by_label("The number on the letter").fill(page.locator(".code b").inner_text())
        other.get_by_role("button", name="Check").click()
        expect(other.get_by_text("A letter for a leisure centre")).to_be_visible()
        click(page, "button", "Stop this letter")
        other.goto(letter)
        expect(other.get_by_text("This code is not valid.")).to_be_visible()
        check_page(other)
        page.goto("/my-pass")
        click(page, "button", "Show my pass")
        checked(other, camera(page), "A pass for what the council offers")


def test_a_pass_that_lies_open_does_not_keep_the_phone_open(phone):
    """Only whoever has touched the page since is given a new picture by itself: each asks the
    server, which would never see a phone as left alone."""
    page = demo_sign_in(phone, "jordan")
    page.goto("/my-pass")
    if page.get_by_role("button", name="Show my pass").count():
        click(page, "button", "Show my pass")
    page.clock.install()
    page.goto("/my-pass")
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.locator("h1").click()
    with page.expect_navigation():
        page.clock.fast_forward("05:01")
    expect(page.locator("svg.scan")).to_be_visible()
    assert "/my-pass" in asked
    asked.clear()
    page.clock.fast_forward("05:01")
    expect(page.locator("svg.scan")).to_have_count(0)
    expect(page.get_by_text("This picture is good until")).to_have_count(0)
    assert asked == []
    page.get_by_role("link", name="New picture").click()
    expect(page.locator("svg.scan")).to_be_visible()


@pytest.mark.parametrize(
    ("key", "path"),
    [("yusuf", "/my-letters/for/college"), ("fergus", "/letter-words"),
     ("fergus", "/letter-words/landlord")],
)  # fmt: skip
def test_pages_are_fit_for_everybody(phone, key, path):
    page = demo_sign_in(phone, key)
    page.goto(path)
    check_page(page)
