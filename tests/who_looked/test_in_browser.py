"""Who looked, and the notice, on a real phone: a worker looks, and the young person sees it."""

import pytest
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch

LOOKS = [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}]


@pytest.fixture(scope="module")
def looked(browser, live):
    """Sam, Mia's worker in the demo, has opened her plan."""
    context = phone_context(browser, live)
    page = demo_sign_in(context, "sam")
    page.goto("/people")
    page.get_by_role("link", name="Mia").click()
    page.get_by_role("link", name="Plan", exact=True).click()
    context.close()


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced-colours"])
def test_a_look_is_seen_by_whom_it_was_at(browser, live, looked, look):
    context = phone_context(browser, live, **look)
    faults = watch(context, live)
    page = demo_sign_in(context, "mia")
    page.goto("/plan")
    page.get_by_role("link", name="Who looked at my information").click()
    assert page.url.endswith("/who-looked")
    expect(page.get_by_text("Sam, your social worker")).to_be_visible()
    expect(page.get_by_text("Looked at your plan").first).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Ask about this").click()
    assert "/messages" in page.url
    context.close()
    assert not faults


def test_it_is_read_once_and_is_no_wall(phone):
    page = demo_sign_in(phone, "ava")
    assert page.url.endswith("/privacy/first")
    check_page(page)
    page.get_by_role("link", name="Read it later").click()
    assert page.url.endswith("/home")
    page.get_by_role("link", name="How we look after your information").click()
    page.get_by_role("button", name="OK, I have read it").click()
    page.wait_for_url("**/home**")
    expect(page.get_by_text("You can read it again at any time")).to_be_visible()
    page.goto("/privacy/first")
    expect(page.get_by_text("You read this on")).to_be_visible()
    check_page(page)


@pytest.mark.parametrize("language", ["en", "ar", "ti"])
@pytest.mark.parametrize("words", ["child", "teen", "adult", "carer"])
def test_the_notice_for_everybody(phone, live, language, words):
    phone.add_cookies([{"name": "language", "value": language, "url": live}])
    page = phone.new_page()
    page.goto(f"/privacy?words={words}")
    check_page(page)


def test_who_looked_from_right_to_left(phone):
    page = demo_sign_in(phone, "yusuf")
    page.goto("/who-looked")
    assert page.locator("html").get_attribute("dir") == "rtl"
    check_page(page)
