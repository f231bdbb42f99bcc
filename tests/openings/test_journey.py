"""In a real browser, on a phone: an emergency, from the call to the young person who is told."""

import pytest
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context
from tests.openings.scene import WHY


@pytest.fixture
def signed_in(browser, live):
    """Sign somebody of the demo in on a phone of their own."""
    contexts = []

    def build(key, **more):
        context = phone_context(browser, live, **more)
        contexts.append(context)
        return demo_sign_in(context, key)

    yield build
    for context in contexts:
        context.close()


def press(page, name):
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize("script", [True, False], ids=["script", "without-script"])
def test_an_emergency(signed_in, script):
    key = "leo" if script else "zara"
    dele = signed_in("dele", java_script_enabled=script)
    dele.get_by_role("link", name="Emergency: open one record").click()
    dele.get_by_label("Their number at the council").fill(key)
    press(dele, "Find")
    if script:
        check_page(dele)
    press(dele, "Open their page")
    expect(dele.get_by_role("heading", name="Please look at this again")).to_be_visible()
    dele.get_by_label("Why do you need to look now?").fill(WHY)
    dele.get_by_label("4 hours", exact=True).check()
    dele.get_by_label("No, tell them").check()
    press(dele, "Open their page")
    assert "/people/" in dele.url
    expect(dele.get_by_text("Open. It closes by itself.")).to_be_visible()

    grace = signed_in("grace", java_script_enabled=script)
    grace.get_by_role("link", name="Somebody on duty opened a record in an emergency").click()
    expect(grace.get_by_text(WHY).first).to_be_visible()
    if script:
        check_page(grace)

    told = "In an emergency, somebody had to look at your page"
    young = signed_in(key, java_script_enabled=script)
    expect(young.get_by_text(told)).to_be_visible()
    press(young, "I have seen this")
    expect(young.get_by_text(told)).not_to_be_visible()

    dele.goto("/openings")
    dele.locator("ul.rows a").first.click()
    press(dele, "Close it now")
    expect(dele.get_by_text("Closed early")).to_be_visible()


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_who_must_not_know(signed_in, look):
    omar = signed_in("omar", **look)
    omar.goto("/people")
    omar.locator("ul.rows a", has_text="Amber").first.click()
    omar.get_by_role("link", name="Who must not know").click()
    omar.wait_for_load_state("load")
    expect(omar.get_by_role("link", name="Margaret Bell")).to_be_visible()
    check_page(omar)
    omar.get_by_role("link", name="Margaret Bell").click()
    omar.wait_for_load_state("load")
    check_page(omar)
