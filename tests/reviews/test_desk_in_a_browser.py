"""In a real browser: an officer's desk, from the list to a code that is set; a challenge that the
manager answers; and what the young person reads of both. Each page is held against axe."""

import pytest
from playwright.sync_api import expect

from tests.browsers import check_page, demo_sign_in, phone_context, watch


@pytest.fixture
def phones(browser, live):
    """A phone for each person; at the end none has met a fault or asked another host."""
    contexts, faults = [], []

    def phone(key):
        context = phone_context(browser, live)
        contexts.append(context)
        faults.append(watch(context, live))
        return demo_sign_in(context, key)

    yield phone
    for context in contexts:
        context.close()
    assert not [fault for found in faults for fault in found]


def card(page, name):
    return page.get_by_role("listitem").filter(has_text=name)


def test_the_officer_s_day(phones):
    helen = phones("helen")
    helen.get_by_role("link", name="Reviews: due, coming, and what is to do").click()
    check_page(helen)
    # Nobody said yet how Nate took part: one tap, a suggestion with its reason, and a name on it.
    expect(card(helen, "No code yet")).to_have_count(1)
    card(helen, "No code yet").get_by_role("link", name="Say how they took part").click()
    expect(helen.get_by_text("This points to PN1.")).to_be_visible()
    check_page(helen)
    helen.get_by_role("button", name="Set this code").click()
    expect(helen.get_by_role("status").first).to_contain_text("The code is set")
    expect(card(helen, "No code yet")).to_have_count(0)
    # Selam's moves to another day.
    card(helen, "Selam").get_by_role("link", name="Get it ready").click()
    helen.get_by_text("It moves to another day", exact=True).click()
    helen.get_by_role("button", name="Move it").click()
    expect(helen.get_by_text("Write why, so that they understand it.").first).to_be_visible()
    check_page(helen)
    helen.get_by_label("The new day").fill("2099-01-01")
    helen.get_by_label("Why?").fill("Your exam is on the old day.")
    helen.get_by_role("button", name="Move it").click()
    expect(helen.get_by_text("Choose a day from today on").first).to_be_visible()
    expect(helen.get_by_label("Why?")).to_have_value("Your exam is on the old day.")


def test_a_challenge_is_answered_and_the_young_person_reads_it(phones):
    grace, mia = phones("grace"), phones("mia")
    grace.goto("/reviewing/asked")
    check_page(grace)
    grace.get_by_label("The answer").fill("Yes. From next week Mia and Kai meet each Saturday.")
    grace.get_by_role("button", name="Answer", exact=True).click()
    expect(grace.get_by_role("status").first).to_contain_text("The answer is kept")
    mia.goto("/standing-up-for-me")
    check_page(mia)
    expect(mia.get_by_text("Helen does not agree with this")).to_be_visible()
    expect(mia.get_by_text("From next week Mia and Kai meet each Saturday.")).to_be_visible()


def test_pages_of_the_desk_pass(phones):
    """The rest of them, as they stand."""
    helen, grace = phones("helen"), phones("grace")
    helen.goto("/reviewing")
    helen.get_by_role("link", name="Get it ready: Mia").click()
    check_page(helen)
    for link in ("I do not agree with the council",):
        helen.get_by_role("link", name=link).click()
        check_page(helen)
    helen.goto("/reviewing")
    helen.locator("a[href*='/reviewing/challenges/']").first.click()
    check_page(helen)
    grace.goto("/reviewing/return")
    check_page(grace)
