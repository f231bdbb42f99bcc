"""Columns of time, written and read on a real database of each kind."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from portal.house import FamilyTime, Notice
from tests import makers

SUMMER = datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))


def test_a_moment_comes_back_in_utc(db):
    sam = makers.make_young(db)
    makers.make_notice(db, sam, made_at=SUMMER)
    found = db.scalar(select(Notice.made_at))
    assert found == SUMMER
    assert found.tzinfo is UTC
    assert found.microsecond == 123456


def test_a_naive_moment_is_refused(db):
    sam = makers.make_young(db)
    with pytest.raises(StatementError, match="naive datetime refused"):
        makers.make_notice(db, sam, made_at=datetime(2026, 7, 1, 9, 30))


def test_a_naive_moment_is_refused_in_a_question_too(db):
    with pytest.raises(StatementError, match="naive datetime refused"):
        db.scalar(select(Notice.id).where(Notice.made_at > datetime(2026, 7, 1)))


def test_moments_are_compared_whatever_their_zone(db):
    sam = makers.make_young(db)
    makers.make_notice(db, sam, made_at=SUMMER)
    asked = select(Notice.id).where(Notice.made_at == SUMMER.astimezone(UTC))
    assert db.scalar(asked) is not None


def test_no_moment_stays_no_moment(db):
    sam = makers.make_young(db)
    makers.make_notice(db, sam, seen_at=None)
    assert db.execute(select(Notice.seen_at)).scalar_one() is None


@pytest.mark.parametrize("hour", [0, 1, 14, 23])
def test_wall_time_comes_back_as_it_was(db, hour):
    wall = datetime(2026, 3, 29, hour, 30)  # the night the clocks go forward
    makers.make_family_time(db, makers.make_young(db), wall=wall)
    assert db.scalar(select(FamilyTime.wall)) == wall


def test_wall_time_with_a_zone_is_refused(db):
    sam = makers.make_young(db)
    with pytest.raises(StatementError, match="aware datetime refused"):
        makers.make_family_time(db, sam, wall=datetime(2026, 3, 29, 14, tzinfo=UTC))


def test_wall_time_does_not_move_with_the_servers_zone(database, db):
    if not database.is_sqlite:  # SQLite has no zone of its own
        db.execute(text("SET TIME ZONE 'Pacific/Auckland'"))
    sam = makers.make_young(db)
    makers.make_family_time(db, sam, wall=datetime(2026, 12, 1, 14))
    makers.make_notice(db, sam, made_at=SUMMER)
    assert db.scalar(select(FamilyTime.wall)) == datetime(2026, 12, 1, 14)
    assert db.scalar(select(Notice.made_at)) == SUMMER
