"""Two workers write one part, put both together, look at it and publish; the young person sees what
changed. On a phone, with scripts."""

from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


def test_two_write_one_part_and_the_young_person_sees_what_changed(browser, live):
    phones = [phone_context(browser, live) for _ in range(3)]
    faults = [watch(phone, live) for phone in phones]
    sam, grace = demo_sign_in(phones[0], "sam"), demo_sign_in(phones[1], "grace")
    sam.goto("/people")
    sam.get_by_role("link", name="Mia").first.click()
    sam.get_by_role("link", name="Write the plan").click()
    check_page(sam)
    where = sam.url.partition("?")[0]
    sam.goto(f"{where}/a22")
    grace.goto(f"{where}/a22")
    box = sam.get_by_label("What will happen, ages 12 to 15")
    box.fill("You swim on Mondays. Hannah takes you.")
    with sam.expect_response(lambda answer: answer.url.endswith("/plan-words/check")) as hinted:
        box.press_sequentially(" You like it a lot, and that is why.")
    assert hinted.value.ok
    expect(sam.locator("#hint-teen li").first).to_contain_text("good for")
    check_page(sam)
    sam.get_by_role("button", name="Save as a draft").last.click()
    expect(sam.get_by_text("Saved as a draft.")).to_be_visible()
    grace.get_by_label("What will happen, ages 12 to 15").fill("You sing in the choir.")
    grace.get_by_role("button", name="Save as a draft").last.click()
    grace.wait_for_url("**/both")
    expect(grace.get_by_text("You swim on Mondays.").first).to_be_visible()
    check_page(grace)
    both = grace.get_by_label("What will happen, ages 12 to 15")
    expect(both).to_have_value(
        "You swim on Mondays. Hannah takes you. You like it a lot, and that is why."
        "\n\nYou sing in the choir."
    )
    grace.get_by_role("button", name="Save what stands in the boxes").click()
    expect(grace.get_by_text("Put together and saved")).to_be_visible()
    sam.goto(where)
    sam.get_by_role("link", name="Look at it and publish").first.click()
    check_page(sam)
    sam.get_by_role("button", name="Publish for Mia").click()
    expect(sam.get_by_text("Published. They are told")).to_be_visible()
    mia = demo_sign_in(phones[2], "mia")
    mia.goto("/plan/a22")
    expect(mia.get_by_text("You sing in the choir.").first).to_be_visible()
    expect(mia.get_by_text("Things I like: what will happen").first).to_be_visible()
    for phone in phones:
        phone.close()
    assert not any(faults)


def test_the_record_of_a_mistake_and_what_the_child_reads(browser, live):
    phones = [phone_context(browser, live) for _ in range(2)]
    boss = demo_sign_in(phones[0], "grace")
    boss.goto("/taken-back")
    check_page(boss)
    boss.get_by_role("link", name="Leo").first.click()
    expect(boss.get_by_text("Decide whether the Information Commissioner").first).to_be_visible()
    check_page(boss)
    leo = demo_sign_in(phones[1], "leo")
    leo.goto("/plan/taken-away")
    expect(leo.get_by_text("You did nothing wrong.")).to_be_visible()
    check_page(leo)
    for phone in phones:
        phone.close()
