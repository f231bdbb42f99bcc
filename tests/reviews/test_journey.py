"""In a real browser: the officer writes the letter in two languages; the young person reads it from
right to left, does not agree, and is answered; what was decided stands among the promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.core import clock
from tests.browsers import check_page, demo_sign_in, phone_context, watch

ARABIC = "\u062a\u062d\u062f\u062b\u0646\u0627 \u0639\u0646 \u0627\u0644\u0643\u0644\u064a\u0629."
NOT_SO = "\u0644\u0645 \u0623\u0642\u0644 \u0647\u0630\u0627"


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


def test_from_the_letter_to_the_answer(phones):
    helen, yusuf = phones("helen"), phones("yusuf")
    yusuf.goto("/my-reviews")
    check_page(yusuf)
    yusuf.locator("main .rows a.name").first.click()
    check_page(yusuf)
    address = yusuf.url
    helen.goto(f"{address}/run")
    check_page(helen)
    helen.get_by_role("link", name="Write down what was decided").click()
    check_page(helen)
    helen.get_by_label("What was decided?").fill("Omar asks the college about Saturday maths")
    helen.get_by_label("Why?").fill("You want more of it.")
    helen.get_by_label("Who does it?").select_option(label="Omar, Social worker")
    helen.get_by_label("By which day?").fill((clock.today(clock.now()) + timedelta(21)).isoformat())
    helen.get_by_label("What is it about?").select_option(label="Things I like")
    helen.get_by_role("button", name="Keep it").click()
    helen.get_by_role("link", name="Write it, English").click()
    helen.get_by_label("What we talked about").fill("We talked about college.")
    check_page(helen)
    helen.get_by_role("button", name="Save as a draft", exact=True).last.click()
    helen.get_by_role("link", name="Write it, Arabic").click()
    helen.get_by_label("What we talked about").fill(ARABIC)
    helen.get_by_label("Who put it into this language?").fill("Nadia Osman")
    helen.get_by_role("button", name="Save, and see it as they read it").click()
    check_page(helen)
    expect(helen.get_by_text(ARABIC)).to_be_visible()
    helen.get_by_role("button", name="Publish it").click()
    expect(helen.get_by_role("status").first).to_contain_text("Published")
    yusuf.goto(f"{address}/letter")
    expect(yusuf.get_by_text(ARABIC)).to_be_visible()
    assert yusuf.locator("html").get_attribute("dir") == "rtl"
    check_page(yusuf)
    yusuf.goto(f"{address}/letter/not-right")
    yusuf.locator("textarea[name=text]").fill(NOT_SO)
    check_page(yusuf)
    yusuf.locator("main form button[type=submit]").first.click()
    expect(yusuf.get_by_text(NOT_SO)).to_be_visible()
    helen.goto("/said")
    helen.get_by_role("link", name="Yusuf: About the letter after a review").click()
    expect(helen.get_by_text(NOT_SO)).to_be_visible()
    helen.locator("main textarea[name=text]").first.fill("I took it out of the letter.")
    helen.locator("main input[type=radio]").first.check()
    helen.get_by_role("button", name="Answer", exact=True).click()
    yusuf.goto(f"{address}/letter")
    expect(yusuf.get_by_text("I took it out of the letter.")).to_be_visible()
    yusuf.goto("/promises")
    expect(yusuf.get_by_text("Omar asks the college about Saturday maths")).to_be_visible()
