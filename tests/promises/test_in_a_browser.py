"""In a real browser: a promise is made, goes late, is chased and kept; each of them sees each step.
And every page of promises, cards and people, held against axe."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.core import clock
from portal.core.db import Database
from portal.house import Promise
from portal.owed import passing
from portal.rebuild import rebuild
from tests.browsers import check_page, demo_sign_in, phone_context, watch

WORDS = "Bring the chess clock"


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


@pytest.fixture
def database(live_folder):
    found = Database(f"sqlite:///{live_folder / 'alongside.sqlite'}")
    yield found
    found.dispose()


def time_passes(database, days):
    """What was promised was promised so much longer ago, and the job looks at it now."""
    with database.committing() as db:
        promise = db.scalars(select(Promise).where(Promise.text == WORDS)).one()
        promise.due -= timedelta(days=days)
        promise.made_at -= timedelta(days=days)
        rebuild(db, promise.council_id, clock.now(), only=(promise.person_id,))


def test_late_chased_kept(phones, database):
    omar, amber, grace = phones("omar"), phones("amber"), phones("grace")
    omar.goto("/people")
    omar.get_by_role("link", name="Amber").click()
    omar.get_by_role("link", name="All, or make one").click()
    check_page(omar)
    omar.get_by_text("Make a promise", exact=True).click()
    omar.get_by_label("What will be done?").fill(WORDS)
    omar.get_by_label("By which day?").fill((clock.today(clock.now()) + timedelta(1)).isoformat())
    omar.get_by_label("Who does it?").select_option(label="Me")
    omar.get_by_label("What is it about?").select_option(label="Things I like")
    omar.get_by_role("button", name="Promise it").click()
    expect(omar.get_by_role("status").first).to_contain_text("Promised")

    def row(page):
        return page.get_by_role("listitem").filter(has_text=WORDS).last

    amber.goto("/promises")
    check_page(amber)
    expect(row(amber)).to_contain_text("Omar, by")
    time_passes(database, 9)
    amber.reload()
    expect(row(amber)).to_contain_text("You can ask about it.")
    row(amber).get_by_role("button", name="Is this still coming?").click()
    expect(amber.get_by_role("status").first).to_contain_text("Asked")
    passing.pass_on(database, clock.now())
    amber.goto("/promises")
    expect(row(amber)).to_contain_text("Grace was asked about it, today.")
    row(amber).get_by_text("What happened so far").click()
    expect(row(amber)).to_contain_text("Grace, manager of Omar, was asked about it")
    check_page(amber)
    grace.goto("/team/promises")
    expect(grace.get_by_role("listitem").filter(has_text=WORDS)).to_contain_text("late")
    check_page(grace)
    grace.get_by_role("listitem").filter(has_text=WORDS).get_by_role("link").click()
    check_page(grace)
    omar.goto("/waiting")
    expect(omar.get_by_text("They asked if it is still coming").first).to_be_visible()
    omar.goto("/people")
    omar.get_by_role("link", name="Amber").click()
    omar.get_by_role("link", name=WORDS).click()
    check_page(omar)
    omar.get_by_label("What was done?").fill("It is in my bag.")
    omar.get_by_role("button", name="It is done").click()
    amber.goto("/promises")
    expect(row(amber)).to_contain_text("It is in my bag.")
    row(amber).get_by_role("link", name="This was not done").click()
    check_page(amber)
    for address in ("/my-people", "/my-people/before"):
        amber.goto(address)
        check_page(amber)
    omar.goto("/my-card")
    check_page(omar)
