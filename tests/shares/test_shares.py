"""What a young person shows: to whom, how long, and that nobody else reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import Connection, Person, Share
from portal.people.rules import Kind
from portal.shares import actions, pages, policy
from portal.shares.policy import given, shown, who_reads
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


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ended", "begins", "comes_back"),
    [
        pytest.param(1, 0, True, id="on the next day, as the adviser"),
        pytest.param(2, 3, True, id="as the adviser, a day before"),
        pytest.param(2, 0, False, id="a day between"),
        pytest.param(9, 0, False, id="days between"),
    ],
)
def test_to_one_person_it_is_over_for_good_with_the_connection(db, pair, ended, begins, comes_back):
    mia, sam = pair
    today, now = makers.today(), clock.now()
    makers.make_share(db, mia, Thing.ABOUT_ME, sam, given_at=now - 20 * DAY)
    makers.make_share(db, mia, Thing.WELLBEING, To.WORKERS, given_at=now - 20 * DAY)
    link = db.scalars(select(Connection).where(Connection.with_id == sam.id)).one()
    link.ends = today - ended * DAY
    db.flush()
    assert not reads(db, mia, sam) and not reads(db, mia, sam, Thing.WELLBEING)
    makers.make_connection(db, mia, sam, Kind.PERSONAL_ADVISER, starts=today - begins * DAY)
    assert reads(db, mia, sam, Thing.WELLBEING), "to whoever works with them"
    viewer = makers.make_viewer(db, mia)
    on = {c.value: c.on for c in pages.choices(db, viewer, Thing.ABOUT_ME, now)}
    readers = [row.with_id for row in db.execute(
        who_reads(mia.council_id, mia.id, Thing.ABOUT_ME, now)
    )]  # fmt: skip
    there = bool(db.scalar(select(given(mia.council_id, mia.id, Thing.ABOUT_ME, now))))
    assert (reads(db, mia, sam), on[sam.ref], readers == [sam.id], there) == (comes_back,) * 4
    actions.show_to(db, viewer, Thing.ABOUT_ME, {sam.ref}, now)
    db.flush()
    assert reads(db, mia, sam), "they can show it again"
    rows = db.scalars(select(Share).where(Share.to == To.ONE).order_by(Share.id)).all()
    assert [row.ended_at is None for row in rows] == ([True] if comes_back else [False, True])


def test_who_was_kept_away_reads_nothing_more_when_that_is_lifted(db, pair):
    mia, sam = pair
    makers.make_share(db, mia, Thing.ABOUT_ME, sam, given_at=clock.now() - 9 * DAY)
    bar = makers.make_bar(db, mia, sam)
    bar.lifted_at = clock.now()
    db.flush()
    assert not reads(db, mia, sam)


def test_back_with_a_carer_within_the_days_of_grace(db, pair):
    mia, _sam = pair
    ken, today = makers.make_carer(db, council_id=mia.council_id), makers.today()
    stay = makers.make_connection(db, mia, ken, Kind.FOSTER_CARER)
    makers.make_share(db, mia, Thing.ABOUT_ME, ken, given_at=clock.now() - 9 * DAY)
    stay.left_on, stay.ends = today - 4 * DAY, today + 10 * DAY
    makers.make_connection(db, mia, ken, Kind.FOSTER_CARER, starts=today - DAY)
    assert not reads(db, mia, ken)


def test_each_night_it_is_written_down_that_it_is_over(db, database, pair):
    mia, sam = pair
    gone = makers.make_share(db, mia, Thing.ABOUT_ME, sam)
    stays = [
        makers.make_share(db, mia, Thing.WELLBEING, To.WORKERS),
        makers.make_share(db, mia, Thing.CHECK_INS, makers.make_worker(db)),
    ]
    makers.make_connection(db, mia, db.get(Person, stays[1].with_id))
    db.scalars(select(Connection).where(Connection.with_id == sam.id)).one().ends = (
        makers.today() - DAY
    )
    db.commit()
    actions.end_with_connections(database, clock.now())
    db.expire_all()
    assert gone.ended_at is not None and [one.ended_at for one in stays] == [None, None]


HISTORY = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), min_size=1, max_size=4)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given_(spans=HISTORY, shown_on=st.integers(0, 14))
def test_parted_day_by_day(db, pair, spans, shown_on):
    """Against a look at each single day."""
    mia, _sam = pair
    today, now = makers.today(), clock.now()
    with db.begin_nested() as point:
        other = makers.make_worker(db)
        for place, (begins, length) in enumerate(spans):
            makers.make_connection(
                db, mia, other, list(Kind)[place], starts=today - begins * DAY,
                ends=today - (begins - length) * DAY,
            )  # fmt: skip
        makers.make_share(db, mia, Thing.ABOUT_ME, other, given_at=now - shown_on * DAY)
        connected = {begins - n for begins, length in spans for n in range(length + 1)}
        whole = all(ago in connected for ago in range(shown_on + 1))
        began = shown_on in connected
        over = policy.over(Share, today)
        query = select(over).where(Share.with_id == other.id)
        assert not began or bool(db.scalar(query)) is not whole
        point.rollback()
    db.expire_all()
