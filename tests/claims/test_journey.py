"""In a browser: a cooker is asked for, agreed, paid; and the one who asked sees each step."""

from playwright.sync_api import expect

from portal.core import clock
from tests.browsers import check_page, demo_sign_in, phone_context, watch


def test_a_cooker_from_asking_to_paid(browser, live):
    today = clock.today(clock.now()).isoformat()
    young, desk = (phone_context(browser, live) for _ in range(2))
    faults = [watch(phone, live) for phone in (young, desk)]
    chloe = demo_sign_in(young, "chloe")
    chloe.goto("/asked-for")
    check_page(chloe)
    chloe.goto("/asked-for/new/setting_up_home_allowance")
    chloe.get_by_label("What do you need it for?").fill("A washing machine, please.")
    chloe.get_by_label("How much do you ask for, in pounds?").fill("280")
    check_page(chloe)
    chloe.get_by_role("button", name="Ask for it").click()
    expect(chloe.get_by_text("Priya answers by")).to_be_visible()
    check_page(chloe)
    own = chloe.url.split("?")[0]
    priya = demo_sign_in(desk, "priya")
    priya.goto("/to-decide")
    check_page(priya)
    priya.goto(f"/to-decide/{own.rsplit('/', 1)[1]}")
    priya.get_by_role("button", name="I have looked at it").click()
    priya.get_by_label("Yes", exact=True).check()
    priya.get_by_label("How much, in pounds?").fill("280")
    check_page(priya)
    priya.get_by_role("button", name="Send the answer").click()
    chloe.goto(own)
    expect(chloe.get_by_text("Priya sees to it that £280 is paid by")).to_be_visible()
    priya.get_by_label("On which day?").fill(today)
    priya.get_by_label("We bought it for them").check()
    priya.get_by_role("button", name="It is paid").click()
    chloe.goto(own)
    expect(chloe.get_by_text("All of it is paid: £280.")).to_be_visible()
    check_page(chloe)
    for phone in (young, desk):
        phone.close()
    assert not any(faults)
