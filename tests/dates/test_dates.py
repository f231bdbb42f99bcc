"""Dates in order, what has been, and one event's own page."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.rebuild import rebuild
from tests import makers


@pytest.fixture
def mia(client, db):
    mia = makers.make_young(db)
    client.sign_in(mia)
    return mia


def test_days_in_order_with_what_is_off_and_what_has_been(client, db, mia):
    makers.make_family_time(db, mia, wall=makers.at(5), with_label="Mum")
    makers.make_visit(db, mia, wall=makers.at(5, hour=9), by_label="Priya")
    makers.make_review(db, mia, wall=makers.at(2, hour=0), all_day=True)
    makers.make_family_time(db, mia, wall=makers.at(8), with_label="Kai", state="cancelled")
    makers.make_visit(db, mia, wall=makers.at(-5), by_label="Omar", state="done")
    makers.make_visit(db, mia, wall=makers.at(-200), by_label="Ancient", state="done")
    makers.make_visit(db, makers.make_young(db), by_label="MARK-OTHER")
    rebuild(db, mia.council_id, clock.now())
    page = client.get("/dates").text
    said = ["Your review", "Priya visits you", "Family time with Mum", "Kai", "Omar"]
    assert [page.index(s) for s in said] == sorted(page.index(s) for s in said)
    assert "Not happening" in page
    weeks = [page.index(s) for s in ("This week", "Mum", "Next week", "Kai", "What has been")]
    assert weeks == sorted(weeks)
    assert "Ancient" not in page
    assert "MARK-OTHER" not in page


def test_no_dates(client, mia):
    assert client.get("/dates").status_code == 200


@pytest.mark.parametrize(
    ("path", "make", "given", "says"),
    [
        ("visits", makers.make_visit, {"where": "At home", "note": "Bring <art>."},
         ["Priya", "At home", "Bring &lt;art&gt;.", "Thursday 26 November", "2pm"]),
        ("family-time", makers.make_family_time,
         {"where": "The park", "brings": "Helen", "there": "Omar"},
         ["Mum", "The park", "Helen", "Omar", "Saturday 28 November"]),
        ("family-time", makers.make_family_time,
         {"state": "cancelled", "why_cancelled": "Mum is not well."}, ["Mum is not well."]),
        ("reviews", makers.make_review, {"all_day": True}, ["Ruth", "Sunday 13 December"]),
    ],
)  # fmt: skip
def test_an_event_on_its_own_page(client, db, mia, path, make, given, says):
    event = make(db, mia, **given)
    page = client.get(f"/{path}/{event.ref}").text
    for said in says:
        assert said in page


def test_summer_and_winter(client, db, mia):
    """What was agreed is the time on the wall; the clocks going back in between change nothing."""
    visit = makers.make_visit(db, mia, wall=makers.at(150))
    assert visit.wall - makers.at(0) == timedelta(days=150)
    assert "2pm" in client.get(f"/visits/{visit.ref}").text
