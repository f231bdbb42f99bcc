"""In a browser: somebody lets their worker see their papers, and takes it back."""

import pytest
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


@pytest.mark.parametrize("look", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_given_read_and_taken_back(browser, live, look):
    mine, desk = phone_context(browser, live, **look), phone_context(browser, live, **look)
    faults = [watch(mine, live), watch(desk, live)]
    selam, omar = demo_sign_in(mine, "selam"), demo_sign_in(desk, "omar")
    omar.goto("/people")
    omar.get_by_role("link", name="Selam").click()
    theirs = f"{omar.url}/papers"
    assert omar.goto(theirs).status == 404
    for path in ("/papers", "/papers/14", "/papers/42", "/papers/32", "/papers/51", "/who-sees"):
        selam.goto(path)
        check_page(selam)
    selam.locator('form[action$="/give"]', has_text="Omar").get_by_role("button").click()
    selam.wait_for_url("**/who-sees**")
    assert omar.goto(theirs).status == 200
    expect(omar.get_by_text("The big interview")).to_be_visible()
    check_page(omar)
    selam.locator('form[action$="/take-back"]').get_by_role("button").click()
    selam.wait_for_url("**/who-sees**")
    assert omar.goto(theirs).status == 404
    mine.close()
    desk.close()
    assert not any(faults)
