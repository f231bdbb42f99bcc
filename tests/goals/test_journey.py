"""In a real browser, on two phones: a step is changed together, and the other one says that it is
right. Every page on the way is looked at: axe, one h1, language, labels, no sideways scroll."""

import re

from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


def test_a_step_is_changed_together_and_the_other_one_says_yes(browser, live):
    mine, theirs = phone_context(browser, live), phone_context(browser, live)
    faults = [watch(mine, live), watch(theirs, live)]
    jordan = demo_sign_in(mine, "jordan")

    def go(page, role, name, within="main"):
        page.locator(within).get_by_role(role, name=name).first.click()
        page.wait_for_load_state("load")
        check_page(page)

    go(jordan, "link", "My plan", "nav.bar")
    go(jordan, "link", "My pathway plan")
    expect(jordan.locator(".path li.been").first).to_be_visible()
    go(jordan, "link", "Do it together")
    jordan.get_by_label("Dan", exact=True).check()
    go(jordan, "button", "Start")
    expect(jordan.locator("main")).to_contain_text("You are changing this together")
    go(jordan, "link", "Money")
    go(jordan, "link", "Save for a van")
    go(jordan, "link", "Put in £40 on each payday")
    jordan.get_by_label("What is the step?").fill("Put in £50 on each payday")
    go(jordan, "button", "Keep the step")
    expect(jordan.locator("main")).to_contain_text("Together with Dan")
    expect(jordan.locator("main")).to_contain_text("Put in £40 on each payday")  # the history
    go(jordan, "button", "We are done")
    expect(jordan.locator("main")).to_contain_text("Put in £50 on each payday")
    expect(jordan.locator("main")).to_contain_text("Dan has not said yet whether it is right.")

    dan = demo_sign_in(theirs, "dan")
    expect(dan.locator("main")).to_contain_text("A plan was changed together with you.")
    go(dan, "link", re.compile("A plan was changed together with you"))
    go(dan, "link", re.compile("With Jordan"))
    expect(dan.locator("main")).to_contain_text("Put in £50 on each payday")
    go(dan, "button", "Yes, that is right")
    expect(dan.locator("main")).to_contain_text("that is right")

    jordan.reload()
    expect(jordan.locator("main")).to_contain_text(re.compile("Dan said on .*: that is right"))
    for address in ("/pathway/skills/20", "/pathway/early-review", "/pathway/history",
                    "/pathway/print", "/school-plan"):  # fmt: skip
        jordan.goto(address)
        check_page(jordan)
    dan.goto("/plans/lately")
    check_page(dan)
    mine.close()
    theirs.close()
    assert faults == [[], []]
