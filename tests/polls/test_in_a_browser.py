"""The walk of a young person on a phone: in a group, yes to a date, an answer without a name."""

from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


def open_(page: Page, live: str, path: str) -> None:
    page.goto(live + path)
    check_page(page)


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name).first.click()
    page.wait_for_load_state("load")
    check_page(page)


def test_in_a_group_and_asked(browser, live):
    with closing(phone_context(browser, live)) as mias:
        faults = watch(mias, live)
        mia = demo_sign_in(mias, "mia")
        open_(mia, live, "/with-others")
        press(mia, "link", "Care council")
        expect(mia.locator("main")).to_contain_text("Priya sees that you are in it")
        expect(mia.locator("main")).not_to_contain_text("Bridge Street")
        press(mia, "button", "Join")
        expect(mia.locator("main")).to_contain_text("Bridge Street")
        mia.locator('a[href^="/with-others/dates/"]').first.click()
        mia.wait_for_load_state("load")
        check_page(mia)
        press(mia, "button", "Send")
        expect(mia.locator("main")).to_contain_text("Choose yes, maybe or no.")
        mia.get_by_label("Yes").check()
        mia.get_by_label("A quiet room").check()
        press(mia, "button", "Send")
        expect(mia.get_by_role("status")).to_contain_text("Saved.")
        open_(mia, live, "/dates")
        expect(mia.locator("main")).to_contain_text("Care council")

        open_(mia, live, "/with-others")
        press(mia, "link", "The trip next summer")
        mia.get_by_label("Climbing and zip wires").check()
        mia.get_by_label("Happy", exact=True).check()
        press(mia, "button", "Send")
        expect(mia.get_by_role("status")).to_contain_text("counted, without your name")
        press(mia, "link", "How are your reviews?")
        expect(mia.locator("main")).to_contain_text("8 people")
        open_(mia, live, "/with-others/promise")
        mia.get_by_label("Partly").first.check()
        press(mia, "button", "Send")
        expect(mia.locator("main")).to_contain_text("You have said what is true for you.")
        open_(mia, live, "/with-others/you-said")
        expect(mia.locator("main")).to_contain_text("Every team has suitcases now.")
        assert not faults, faults


def test_whoever_runs_a_group_asks_it(browser, live):
    with closing(phone_context(browser, live)) as priyas:
        faults = watch(priyas, live)
        priya = demo_sign_in(priyas, "priya")
        open_(priya, live, "/groups")
        press(priya, "link", "Care council")
        expect(priya.locator("main")).to_contain_text("Amber: Help to get there")
        for path in ("/polls", "/polls/new", "/you-said", "/you-said/new"):
            open_(priya, live, path)
        assert not faults, faults
