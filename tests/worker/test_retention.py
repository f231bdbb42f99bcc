"""What goes each night, and what stays."""

import re
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import retention as kept
from portal.core.db import Base
from portal.core.jobs import DAY, JobRun
from portal.core.ledger import Tally
from portal.core.receipts import Receipt
from portal.house import (
    METADATA,
    Delivery,
    Draft,
    HelloWish,
    ImportFinding,
    ImportRun,
    Message,
    NewsItem,
    NewsReply,
    NewsTo,
    Notice,
    Outbox,
    Owed,
    OwedStep,
    SignInSession,
)
from portal.worker import retention
from portal.worker.retention import RULES, clear, let_go
from tests import makers
from tests.conftest import NOW

EVERY_RULE = (*RULES, *kept.others())
CLASSES = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
# "Kept 30 days after…", "Retention: two years", "a year after it was done"
TIMED = re.compile(r"\b(?:\d+|an?|two) (?:hours?|days?|weeks?|months?|years?)\b")
KEPT = re.compile(r"\b(?:retention|kept|deleted when)\b", re.I)
# The tables' own way: how long each is kept, in days.
SAID = {
    "claim": 365, "delivery": 30, "diary_open": 0, "draft": 30, "group_date": 730,
    "group_member": 730, "heartbeat": 1 / 24, "hello": 60, "hello_wish": 0, "home_photo": 365,
    "import_finding": 730, "import_run": 730,
    "intro_card": 365, "intro_photo": 365,
    "invite": 30, "job_run": 7, "news_item": 730, "news_reply": 730, "news_to": 730, "notice": 90,
    "opportunity_date": 365,
    "outbox": 30, "owed": 365, "owed_step": 365, "plan_typed": 30, "poll": 90,
    "poll_option": 90, "poll_question": 90, "poll_words": 365, "proof": 30, "proof_code": 30,
    "receipt": 30, "said_draft": 30, "say_draft": 30,
    "session": 0, "tally": 1, "wrong_draft": 30,
}  # fmt: skip
# Their module names a time for another of its tables only.
NOT_TIMED = {
    "choice", "nickname", "own_way", "push_way", "quiet",  # until its owner takes it away
    "kept_from",  # as the thing itself
    "letter_words",  # as long as the council
    "news_group", "news_member", "news_opt_out",  # news goes, groups and wishes stay
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(retention, "PAUSE_SECONDS", 0)


def sentences_on_keeping(name):
    table = CLASSES[name]
    words = " ".join(f"{table.__doc__}\n\n{sys.modules[table.__module__].__doc__}".split())
    return [one for one in re.split(r"(?<=\.) ", words) if KEPT.search(one)]


@pytest.mark.parametrize("name", sorted(METADATA.tables))
def test_each_table_that_says_a_time_has_its_rule(name):
    says = any(TIMED.search(one) for one in sentences_on_keeping(name))
    says = says or any(one.startswith("Deleted when") for one in sentences_on_keeping(name))
    ruled = name in {rule.table.__tablename__ for rule in EVERY_RULE}
    assert ruled == (says and name not in NOT_TIMED)


def test_each_rule_says_what_its_table_says():
    days = {rule.table.__tablename__: rule.after / DAY for rule in EVERY_RULE}
    assert days == SAID
    assert len(days) == len(EVERY_RULE)


def test_no_rule_touches_a_record():
    records = {"person", "message", "conversation", "plan", "promise", "audit_event", "contact",
               "worry", "staff_note", "stop", "opening", "visit", "review", "upload"}  # fmt: skip
    assert not records & {rule.table.__tablename__ for rule in EVERY_RULE}


def count(db, table):
    return db.scalar(select(func.count()).select_from(table))


def at(days):
    return NOW - timedelta(days=days)


@pytest.fixture
def sam(db):
    return makers.make_young(db)


def add(db, table, **columns):
    row = table(**columns)
    db.add(row)
    db.flush()
    return row


def make_outbox(db, sam, done_at, number):
    return add(db, Outbox, council_id=sam.council_id, person_id=sam.id, kind="message",
               source_ref=str(number), dedupe=f"d{number}", not_before=at(400), attempts=1,
               done_at=done_at)  # fmt: skip


def make_delivery(db, outbox, done_at):
    return add(db, Delivery, council_id=outbox.council_id, outbox_id=outbox.id,
               person_id=outbox.person_id, channel="push", target_id=1, sign="s", next_at=NOW,
               made_at=NOW, done_at=done_at)  # fmt: skip


def test_what_was_sent_goes_after_thirty_days(db, database, sam):
    old = make_outbox(db, sam, at(31), 1)
    make_delivery(db, old, at(31))
    still_going = make_outbox(db, sam, at(31), 2)
    make_delivery(db, still_going, None)
    young = make_outbox(db, sam, at(29), 3)
    waits = make_outbox(db, sam, None, 4)
    db.commit()
    let_go(database, NOW)
    assert set(db.scalars(select(Outbox.id))) == {still_going.id, young.id, waits.id}
    assert count(db, Delivery) == 1


def test_what_was_never_seen_or_done_stays(db, database, sam):
    priya = makers.make_worker(db)
    for seen in (None, at(89), at(91)):
        makers.make_notice(db, sam, seen_at=seen, made_at=at(500))
    for done in (None, at(364), at(366)):
        makers.make_owed(db, priya, sam, done_at=done, since=at(900))
    db.commit()
    let_go(database, NOW)
    assert set(db.scalars(select(Notice.seen_at))) == {None, at(89)}
    assert set(db.scalars(select(Owed.done_at))) == {None, at(364)}


def test_the_way_of_what_is_owed_still_stays(db, database, sam):
    priya = makers.make_worker(db)
    for done in (None, at(366)):
        owed = makers.make_owed(db, priya, sam, done_at=done, since=at(900))
        add(db, OwedStep, council_id=sam.council_id, person_id=sam.id, kind=owed.kind,
            source_kind=owed.source_kind, source_id=owed.source_id, since=owed.since, number=1,
            step="duty", from_id=priya.id, to_id=priya.id, due_at=at(800), at=at(800))  # fmt: skip
    db.commit()
    let_go(database, NOW)
    (left,) = db.scalars(select(OwedStep)).all()
    assert left.source_id == db.scalars(select(Owed)).one().source_id


def test_sessions_receipts_tries_and_drafts_go(db, database, sam):
    membership = makers.make_membership(db, sam)
    makers.make_session(db, membership, ends_at=NOW - timedelta(seconds=1))
    open_one = makers.make_session(db, membership, ends_at=NOW + timedelta(seconds=1))
    for days in (29, 31):
        add(db, Receipt, account_id=1, key=f"k{days}", content_hash="h", result_ref="r",
            made_at=at(days))  # fmt: skip
        add(db, Tally, name=f"t{days}", count=1, last_at=at(days), ends_at=at(days - 29.5))
        add(db, Draft, council_id=sam.council_id, person_id=sam.id, about_id=sam.id,
            writer_id=makers.make_young(db).id, text="x", at=at(days))  # fmt: skip
        add(db, JobRun, name="n", slot=at(days - 23), worker="w", started_at=at(days - 23))
        makers.make_invite(db, sam, code=f"c{days}", ends_at=at(days))
    db.commit()
    let_go(database, NOW)
    assert db.scalars(select(SignInSession.id)).all() == [open_one.id]
    assert [count(db, table) for table in (Receipt, Tally, Draft, JobRun, makers.Invite)] == [1] * 5


def test_news_and_what_hangs_on_it_go_after_two_years(db, database, sam):
    priya = makers.make_worker(db)
    for sent in (at(729), at(731), None):
        item = add(db, NewsItem, council_id=sam.council_id, title="t", by_id=priya.id,
                   audience="ages", replies_to_id=priya.id, made_at=at(800),
                   sent_at=sent)  # fmt: skip
        to = add(db, NewsTo, council_id=sam.council_id, news_id=item.id, person_id=sam.id,
                 notice_id=1)  # fmt: skip
        add(db, NewsReply, council_id=sam.council_id, to_id=to.id, person_id=sam.id,
            from_id=sam.id, made_at=at(1))  # fmt: skip
    db.commit()
    let_go(database, NOW)
    assert [count(db, table) for table in (NewsItem, NewsTo, NewsReply)] == [2, 2, 2]


def test_days_for_a_hello_go_when_nobody_can_turn_them_off(db, database):
    """A feast may tell what somebody believes."""
    here, cannot_be_told, left, dead, put_right = (makers.make_young(db) for _n in range(5))
    ends = {left: NOW.date() - 400 * DAY, here: NOW.date() + 4_000 * DAY}
    for one in (here, cannot_be_told, left, dead, put_right):
        makers.make_membership(db, one, ends=ends.get(one))
        add(db, HelloWish, council_id=one.council_id, person_id=one.id, birthday=False,
            feasts="eid_al_fitr", others=False, at=at(400))  # fmt: skip
    makers.make_stop(db, dead)
    makers.make_stop(db, cannot_be_told, why="no_contact")
    makers.make_stop(db, put_right, lifted_at=NOW)
    db.commit()
    let_go(database, NOW)
    kept = set(db.scalars(select(HelloWish.person_id)))
    assert kept == {here.id, cannot_be_told.id, put_right.id}


def test_runs_of_the_import_go_after_two_years(db, database, sam):
    for days in (729, 731):
        run = add(db, ImportRun, council_id=sam.council_id, at=at(days), added=0, changed=0,
                  ended=0, rejected=0, warned=0, files="{}")  # fmt: skip
        add(db, ImportFinding, council_id=sam.council_id, run_id=run.id, level="warning", file="f",
            line=1, column="c", value="v", problem="p", what_to_do="w")  # fmt: skip
    db.commit()
    let_go(database, NOW)
    assert [count(db, table) for table in (ImportRun, ImportFinding)] == [1, 1]


def test_in_batches_and_nobody_waits_between_them(db, database, sam):
    """Between two batches anybody can write; within one it is 500 rows at the most."""
    for number in range(7):
        make_outbox(db, sam, at(31 + number), number)
    db.commit()
    (rule,) = [one for one in RULES if one.table is Outbox]
    assert clear(database, rule, NOW, batch=3) == 7
    assert clear(database, rule, NOW, batch=3) == 0
    assert retention.BATCH == 500


def test_what_changed_meanwhile_stays(db, database, sam, monkeypatch):
    """A draft that somebody goes on with between the look and the deletion."""
    draft = add(db, Draft, council_id=sam.council_id, person_id=sam.id, about_id=sam.id,
                writer_id=sam.id, text="x", at=at(31))  # fmt: skip
    db.commit()
    (rule,) = [one for one in RULES if one.table is Draft]
    committing = database.committing

    def somebody_writes_first():
        draft.at = NOW
        db.commit()
        return committing()

    monkeypatch.setattr(database, "committing", somebody_writes_first)
    assert clear(database, rule, NOW) == 0
    assert count(db, Draft) == 1


def test_twice_changes_nothing_more_and_messages_stay(db, database, sam):
    talk = makers.make_conversation(db, sam)
    makers.make_message(db, talk, sent_at=at(5_000))
    makers.make_notice(db, sam, seen_at=at(91))
    db.commit()
    let_go(database, NOW)
    let_go(database, NOW)
    assert (count(db, Message), count(db, Notice)) == (1, 0)
