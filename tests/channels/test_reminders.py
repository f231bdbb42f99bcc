"""What was not looked at is told once more, once; and what is over goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.channels.fan_out import fan_out
from portal.channels.reminders import clear_away, remind
from portal.channels.rules import Channel
from portal.core.ids import new_id
from portal.core.jobs import jobs
from portal.house import Delivery, Notice, Outbox, PushWay, Quiet, ReadMark, Stop
from portal.messages import unread
from portal.notifications.actions import send_later, tell
from tests import makers

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
assert unread  # it says which messages are not read


@pytest.fixture
def sam(db):
    found = makers.make_young(db)
    makers.make_membership(db, found)
    return found


@pytest.fixture
def remind_at(database, db):
    def go(now):
        db.commit()
        remind(database, now)
        db.expire_all()
        found = reminders(db)
        db.commit()
        return found

    return go


def reminders(db):
    rows = db.scalars(select(Outbox).where(Outbox.kind == "reminder").order_by(Outbox.id)).all()
    return [(row.person_id, row.source_ref) for row in rows]


def quiet(db, person, **given):
    return makers.make(
        db, Quiet, {"council_id": person.council_id, "person_id": person.id}, given
    )  # fmt: skip


def told(db, person, kind="plan_changed"):
    tell(db, person.council_id, person.id, kind, "plan_part", "care:home", MORNING)
    db.flush()
    return db.scalars(select(Notice).order_by(Notice.id.desc())).first()


def test_they_are_jobs():
    assert {"reminders", "push ways"} <= {job.name for job in jobs()}


def test_after_a_day_once(db, sam, remind_at):
    notice = told(db, sam)
    assert remind_at(MORNING + 23 * HOUR) == []
    assert remind_at(MORNING + 24 * HOUR) == [(sam.id, f"plan_changed:{notice.id}")]
    assert len(remind_at(MORNING + 25 * HOUR)) == 1
    assert len(remind_at(MORNING + 100 * HOUR)) == 1


@pytest.mark.parametrize("hours", [4, 24, 72])
def test_after_the_hours_that_they_chose(db, sam, remind_at, hours):
    quiet(db, sam, remind_hours=hours)
    told(db, sam)
    assert remind_at(MORNING + (hours - 1) * HOUR) == []
    assert len(remind_at(MORNING + hours * HOUR)) == 1


def test_never_if_they_chose_never(db, sam, remind_at):
    quiet(db, sam, remind_hours=0)
    told(db, sam)
    assert remind_at(MORNING + 48 * HOUR) == []


def test_not_of_what_was_seen(db, sam, remind_at):
    told(db, sam).seen_at = MORNING
    assert remind_at(MORNING + 48 * HOUR) == []


def test_not_of_what_is_long_ago(db, sam, remind_at):
    told(db, sam)
    assert remind_at(MORNING + timedelta(days=8)) == []


def test_not_of_what_is_told_later(db, sam, remind_at):
    told(db, sam).made_at = MORNING + 30 * HOUR
    assert remind_at(MORNING + 26 * HOUR) == []


def test_never_to_whom_nothing_may_be_sent(db, sam, remind_at):
    told(db, sam)
    makers.make(db, Stop, {
        "council_id": sam.council_id, "person_id": sam.id, "why": "died", "basis": "Told.",
        "asked_by_id": 1, "asked_at": MORNING, "agreed_by_id": 2, "agreed_at": MORNING,
    }, {})  # fmt: skip
    assert remind_at(MORNING + 48 * HOUR) == []


def test_of_a_message_that_was_not_read(db, sam, remind_at):
    priya = makers.make_worker(db)
    talk = makers.make_conversation(db, sam, priya)
    first, second = (makers.make_message(db, talk, from_id=priya.id) for _ in range(2))
    for message in (first, second):
        send_later(db, sam.council_id, sam.id, "message", message.ref, MORNING)
    db.flush()
    db.execute(update(Outbox).values(done_at=MORNING))
    db.add(ReadMark(id=new_id(), council_id=sam.council_id, conversation_id=talk.id,
                    person_id=sam.id, message_id=first.id, at=MORNING))  # fmt: skip
    assert remind_at(MORNING + 24 * HOUR) == [(sam.id, f"message:{second.ref}")]
    assert len(remind_at(MORNING + 30 * HOUR)) == 1


def test_a_reminder_goes_as_its_topic_was_chosen_and_not_if_it_was_seen_meanwhile(
    database, db, sam, remind_at
):
    makers.make_own_way(db, sam)
    notice = told(db, sam)
    db.execute(update(Outbox).values(done_at=MORNING))
    later = MORNING + 24 * HOUR
    remind_at(later)
    notice = db.get(Notice, notice.id)
    notice.seen_at = later
    db.commit()
    with database.committing() as handle:
        assert fan_out(handle, (Channel.EMAIL,), later, 10) == 1
    assert db.scalars(select(Delivery)).all() == []


def test_a_reminder_waits_for_the_end_of_the_quiet_hours(database, db, sam, remind_at):
    makers.make_own_way(db, sam)
    quiet(db, sam, remind_hours=4, starts=13 * 60, ends=18 * 60)
    told(db, sam)
    db.execute(update(Outbox).values(done_at=MORNING))
    remind_at(MORNING + 4 * HOUR)
    with database.committing() as handle:
        fan_out(handle, (Channel.EMAIL,), MORNING + 4 * HOUR, 10)
    db.expire_all()
    row = db.scalars(select(Outbox).where(Outbox.kind == "reminder")).one()
    assert (row.done_at, row.not_before) == (None, MORNING + 8 * HOUR)


def test_a_way_without_a_session_goes(database, db, sam):
    lives, lost = makers.make_push_way(db, sam), makers.make_push_way(db, sam, session_id=12345)
    ids = [lives.id, lost.id]
    db.commit()
    clear_away(database, MORNING)
    db.expire_all()
    assert db.scalars(select(PushWay.id)).all() == ids[:1]


def test_no_reminder_of_what_was_withdrawn(database, db, sam, remind_at):
    makers.make_own_way(db, sam)
    told(db, sam)
    db.execute(update(Outbox).values(done_at=MORNING))
    assert len(remind_at(MORNING + 24 * HOUR)) == 1
    db.execute(delete(Notice))
    db.commit()
    with database.committing() as handle:
        assert fan_out(handle, (Channel.EMAIL,), MORNING + 24 * HOUR, 10) == 1
    assert db.scalars(select(Delivery)).all() == []
