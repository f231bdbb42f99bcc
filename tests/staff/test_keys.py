"""The desk in a real browser: j and k, or the arrows, go through the list; Enter opens."""

from tests.browsers import check_page, demo_sign_in, phone_context

# What has the keyboard, as a place among the links of the list; -1 for something else.
PLACE = """() => [...document.querySelectorAll('#list a.name')].filter(
    (link) => link.checkVisibility()).indexOf(document.activeElement)"""


def test_through_the_list_by_keyboard_and_every_row_is_wide_enough_for_a_thumb(browser, live):
    with phone_context(browser, live) as context:
        page = demo_sign_in(context, "sam")
        page.goto("/waiting")
        check_page(page)
        rows = page.locator("#list .rows:visible > li")
        heights = [rows.nth(n).bounding_box()["height"] for n in range(min(6, rows.count()))]
        assert min(heights) >= 44
        page.keyboard.press("j")
        assert page.evaluate(PLACE) == -1, "nothing is taken from who is not in the list"
        page.focus("#list")
        places = []
        for key in ("j", "j", "ArrowDown", "k", "ArrowUp", "ArrowUp"):
            page.keyboard.press(key)
            places.append(page.evaluate(PLACE))
        assert places == [0, 1, 2, 1, 0, 0]
        page.keyboard.press("Control+j")
        assert page.evaluate(PLACE) == 0
        page.keyboard.press("Enter")
        page.wait_for_url("**/people/**")


def test_the_pages_of_hand_overs_and_stops(browser, live):
    with phone_context(browser, live) as context:
        page = demo_sign_in(context, "grace")
        for address in ("/team", "/hand-overs", "/stops"):
            page.goto(address)
            check_page(page)
        page.goto("/team")
        page.locator("a.name").first.click()
        page.wait_for_url("**/team/*")
        check_page(page)
        page.locator("a.btn.main").click()
        page.wait_for_url("**/hand-over")
        check_page(page)
    with phone_context(browser, live) as context:
        page = demo_sign_in(context, "sam")
        page.goto("/people")
        page.locator("a.name").first.click()
        page.wait_for_url("**/people/*")
        check_page(page)
        page.goto(page.url + "/stop")
        check_page(page)
