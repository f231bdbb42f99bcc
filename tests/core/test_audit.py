"""The chain of who looked and who changed: whole when left alone, broken when touched."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask, g
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.core import audit, ledger
from portal.core.audit import AuditEvent, AuditHead, Note, append
from portal.core.audit_check import Seen, broken
from portal.core.db import attach

SAM, COUNCIL, PRIYA = 11, 7, 22


def note(now, about=SAM, act=audit.LOOKED, what="plan.show"):
    return Note(COUNCIL, about, 33, PRIYA, "worker", act, what, now)


def broken_links(db):
    """(chain, number) of everything that is wrong."""
    return [(one.chain, one.seq) for one in broken(db, Seen())]


@pytest.fixture
def chain(db, now):
    """Five looks at one young person, and two at another, in the hands of an intruder: somebody
    who owns the tables and has taken the database's own guard away."""
    for minutes in range(5):
        append(db.connection(), note(now + timedelta(minutes=minutes)))
    for minutes in range(2):
        append(db.connection(), note(now + timedelta(minutes=minutes), about=SAM + 1))
    with audit.unguarded(db):
        yield db


def seqs(db, chain_id=SAM):
    asked = select(AuditEvent.seq).where(AuditEvent.chain == chain_id).order_by(AuditEvent.seq)
    return db.scalars(asked).all()


def test_a_chain_left_alone_is_whole(chain):
    assert seqs(chain) == [1, 2, 3, 4, 5]
    assert seqs(chain, SAM + 1) == [1, 2]
    assert broken_links(chain) == []


def test_each_event_names_the_hash_before_it(chain):
    rows = chain.execute(
        select(AuditEvent.hash, AuditEvent.earlier)
        .where(AuditEvent.chain == SAM)
        .order_by(AuditEvent.seq)
    ).all()
    assert rows[0].earlier == ""
    assert [row.earlier for row in rows[1:]] == [row.hash for row in rows[:-1]]


@pytest.mark.parametrize(
    "change",
    [
        {"what": "help.show"},
        {"person_id": 99},
        {"account_id": 99},
        {"act": "listed"},
        {"role": "iro"},
        {"council_id": 8},
        {"about_id": 12},
    ],
)
def test_a_changed_event_is_found(chain, change):
    chain.execute(
        update(AuditEvent).where(AuditEvent.chain == SAM, AuditEvent.seq == 3).values(change)
    )
    assert (SAM, 3) in broken_links(chain)


def test_a_moved_moment_is_found(chain, now):
    third = (AuditEvent.chain == SAM) & (AuditEvent.seq == 3)
    chain.execute(update(AuditEvent).where(third).values(at=now - timedelta(days=1)))
    assert (SAM, 3) in broken_links(chain)


@pytest.mark.parametrize("seq", [1, 3])
def test_a_deleted_event_is_found(chain, seq):
    chain.execute(delete(AuditEvent).where(AuditEvent.chain == SAM, AuditEvent.seq == seq))
    assert (SAM, seq + 1) in broken_links(chain)


@pytest.mark.parametrize("from_seq", [1, 4, 5])
def test_an_end_that_was_cut_off_is_found(chain, from_seq):
    chain.execute(delete(AuditEvent).where(AuditEvent.chain == SAM, AuditEvent.seq >= from_seq))
    assert {broken for broken, _seq in broken_links(chain)} == {SAM}


def test_a_chain_without_its_head_is_found(chain):
    chain.execute(delete(AuditHead).where(AuditHead.chain == SAM))
    assert broken_links(chain) == [(SAM, 5)]


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEvent).values(what="help.show"),
        delete(AuditEvent),
        text("DELETE FROM audit_event"),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_noted(db, now, change):
    append(db.connection(), note(now))
    with pytest.raises(DBAPIError, match="only added to"):
        db.execute(change)


def test_two_events_in_each_others_place_are_found(chain):
    for before, after in ((2, 90), (3, 2), (90, 3)):
        place = (AuditEvent.chain == SAM) & (AuditEvent.seq == before)
        chain.execute(update(AuditEvent).where(place).values(seq=after))
    broken = broken_links(chain)
    assert (SAM, 2) in broken
    assert (SAM, 3) in broken


def test_an_event_moved_to_another_chain_is_found(chain):
    last = (AuditEvent.chain == SAM) & (AuditEvent.seq == 5)
    chain.execute(update(AuditEvent).where(last).values(chain=SAM + 1, seq=3))
    assert (SAM + 1, 3) in broken_links(chain)


def test_a_list_is_an_event_of_the_council(db, now):
    append(db.connection(), note(now, about=None, act=audit.LISTED))
    assert db.execute(select(AuditEvent.chain, AuditEvent.about_id)).one() == (COUNCIL, None)


def test_looks_at_the_same_time_stay_one_chain(database, now, monkeypatch):
    """Through the ledger, as requests do it: each waits for its place, so that nobody loses a
    race and has to try again."""
    monkeypatch.setattr(audit, "TRIES", 1)
    app = Flask("only-the-ledger")
    attach(app, database)
    looks, at_once = 4, 3
    start = Barrier(at_once)

    def look(who: int) -> None:
        start.wait()
        for number in range(looks):
            with app.test_request_context():
                g.audit_notes = [note(now, what=f"look.{who}.{number}")]
                ledger.write(database)

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(look, range(at_once)))
    with database.reader() as handle:
        assert seqs(handle) == list(range(1, looks * at_once + 1))
        assert handle.scalar(select(func.count()).select_from(AuditEvent)) == looks * at_once
        assert broken_links(handle) == []


def test_a_change_and_its_note_are_undone_together(database, now):
    with database.writer() as handle:
        append(handle.connection(), note(now, act=audit.CHANGED))
        handle.rollback()
    with database.reader() as handle:
        assert seqs(handle) == []
