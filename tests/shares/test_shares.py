"""What a young person shows: to whom, how long, and that nobody else reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import Connection, Person, Share
from portal.people.rules import Kind
from portal.shares import actions, pages
from portal.shares.policy import shown
from portal.shares.rules import Thing, To
from tests import makers


@pytest.fixture
def pair(db):
    return makers.make_pair(db)


def reads(db, person, adult, thing=Thing.ABOUT_ME, now=None, **more):
    now = now or clock.now()
    viewer = makers.make_viewer(db, adult)
    query = select(Person.id).where(
        Person.id == person.id, shown(viewer, Person.id, thing, now, **more)
    )
    return db.scalar(query) is not None


def test_nothing_is_shown_until_they_say_so(db, pair):
    mia, sam = pair
    assert reads(db, mia, mia)
    assert not reads(db, mia, sam)
    makers.make_share(db, mia, Thing.ABOUT_ME, sam)
    assert reads(db, mia, sam)
    assert not reads(db, mia, sam, Thing.WELLBEING)
    assert not reads(db, mia, sam, key="another")


@pytest.mark.parametrize("how", ["ended", "left", "barred", "not yet", "by the hour"])
def test_it_ends_with_the_share_and_with_the_connection(db, pair, how):
    mia, sam = pair
    share = makers.make_share(db, mia, Thing.ABOUT_ME, sam)
    link = db.scalars(select(Connection).where(Connection.with_id == sam.id)).one()
    if how == "ended":
        share.ended_at = clock.now()
    elif how == "left":
        link.ends = makers.today() - timedelta(days=1)
    elif how == "barred":
        makers.make_bar(db, mia, sam)
    elif how == "not yet":
        link.starts = makers.today() + timedelta(days=1)
    else:
        link.ends_at = clock.now() + timedelta(hours=1)
    db.flush()
    assert not reads(db, mia, sam)


def test_whoever_works_with_them_means_those_who_come_later_and_no_carer(db, pair):
    mia, _sam = pair
    makers.make_share(db, mia, Thing.ABOUT_ME, To.WORKERS)
    later = makers.make_worker(db, council_id=mia.council_id)
    carer = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, carer, Kind.FOSTER_CARER)
    assert not reads(db, mia, later)
    makers.make_connection(db, mia, later)
    assert reads(db, mia, later)
    assert not reads(db, mia, carer)
    makers.make_share(db, mia, Thing.ABOUT_ME, To.CARERS)
    assert reads(db, mia, carer)


def test_an_advocate_reads_nothing_through_a_share(db, pair):
    mia, sam = pair
    makers.make_share(db, mia, Thing.ABOUT_ME, sam)
    viewer = replace(makers.make_viewer(db, sam), role=Role.ADVOCATE)
    assert db.scalar(select(shown(viewer, mia.id, Thing.ABOUT_ME, clock.now()))) in (False, 0)


def test_they_choose_and_take_back_and_what_was_stays_told(db, pair):
    mia, sam = pair
    viewer, now = makers.make_viewer(db, mia), clock.now()
    stranger = makers.make_worker(db, council_id=mia.council_id)
    wanted = {sam.ref, "carers", stranger.ref, "nobody"}
    actions.show_to(db, viewer, Thing.ABOUT_ME, wanted, now)
    db.flush()
    on = {c.value: c.on for c in pages.choices(db, viewer, Thing.ABOUT_ME, now)}
    assert on == {"workers": False, "carers": True, sam.ref: True}
    assert reads(db, mia, sam)
    assert not reads(db, mia, stranger)
    actions.show_to(db, viewer, Thing.ABOUT_ME, {"workers"}, now)
    db.flush()
    rows = db.scalars(select(Share).order_by(Share.id)).all()
    assert [(row.to, row.ended_at is None) for row in rows if row.to != "carers"] == [
        ("one", False), ("workers", True),
    ]  # fmt: skip
    actions.show_to(db, viewer, Thing.ABOUT_ME, {"workers"}, now)
    db.flush()
    assert len(db.scalars(select(Share)).all()) == 3
