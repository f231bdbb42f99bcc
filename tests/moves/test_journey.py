"""In a browser: a move of home ends a carer's access, by itself."""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


def move_on(live_folder, day):
    """Time cannot be waited for: the stay's last day is moved instead."""
    with sqlite3.connect(live_folder / "alongside.sqlite", timeout=20) as raw:
        raw.execute(
            f"UPDATE connection SET left_on = date('now', '{day} days'), "
            f"ends = date('now', '{day} days', '+3 days') WHERE left_on IS NOT NULL AND of_id = "
            "(SELECT id FROM person WHERE known_as = 'Mason')"
        )


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_the_next_home_and_the_end_of_a_stay(browser, live, live_folder, look):
    faults = []
    move_on(live_folder, "+9")
    child, home, desk = (phone_context(browser, live, **look) for _ in range(3))
    for phone in (child, home, desk):
        faults.append(watch(phone, live))
    mason = demo_sign_in(child, "mason")
    mason.goto("/what-comes-next")
    expect(mason.get_by_text("9 more sleeps")).to_be_visible()
    expect(mason.get_by_text("A dog called Biscuit")).to_be_visible()
    mason.get_by_label("I want to ask something").check()
    mason.get_by_label("In your words").fill("Is there a telly?")
    mason.get_by_role("button", name="Send").click()
    expect(mason.get_by_text("It has arrived")).to_be_visible()
    check_page(mason)
    sam = demo_sign_in(desk, "sam")
    sam.goto("/people")
    sam.get_by_role("link", name="Mason").click()
    sam.get_by_role("link", name="Moving: the next home").click()
    expect(sam.get_by_text("Is there a telly?").first).to_be_visible()
    check_page(sam)
    ken = demo_sign_in(home, "ken")
    expect(ken.get_by_role("link", name="Plan: Mason")).to_be_visible()
    plan = ken.get_by_role("link", name="Plan: Mason").get_attribute("href")
    move_on(live_folder, "-1")  # the day after: three days of grace
    ken.goto("/children")
    expect(ken.get_by_text("Mason lived with you until")).to_be_visible()
    assert ken.get_by_role("link", name="Plan: Mason").count() == 0
    check_page(ken)
    move_on(live_folder, "-5")  # and when they are over
    assert ken.goto(plan).status == 404
    ken.goto("/children")
    assert "Mason" not in ken.inner_text("main")
    for phone in (child, home, desk):
        phone.close()
    assert not any(faults)
