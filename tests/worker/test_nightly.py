"""What became due stands on the lists in the morning; and nobody who writes meanwhile loses it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.house import AgendaItem, Message, Owed
from portal.rebuild import build, rebuild, rebuild_beside
from portal.worker.nightly import what_is_due
from tests import databases, makers
from tests.conftest import NOW
from tests.databases import POSTGRESQL


def lists(db):
    owed = db.execute(select(Owed.person_id, Owed.kind, Owed.due_at)).all()
    agenda = db.execute(select(AgendaItem.person_id, AgendaItem.kind, AgendaItem.day)).all()
    db.commit()  # so that others may write
    return sorted(map(tuple, owed)), sorted(map(tuple, agenda))


def test_each_council_is_brought_up_to_the_day(db, database):
    for council in (makers.make_council(db), makers.make_council(db)):
        sam = makers.make_young(db, council=council)
        makers.make_connection(db, sam, makers.make_worker(db, council=council))
        makers.make_episode(db, sam, started=makers.today() - timedelta(days=400))
        makers.make_visit(db, sam, state="done", wall=makers.at(-20))
        rebuild(db, council.id, NOW)
    db.commit()
    before = lists(db)
    db.execute(delete(Owed))
    db.execute(delete(AgendaItem))
    db.commit()
    what_is_due(database, NOW)
    assert lists(db) == before
    assert all(before)
    what_is_due(database, NOW)
    assert lists(db) == before


def test_a_council_that_cannot_be_done_leaves_those_before_it(db, database, monkeypatch):
    first, second = makers.make_council(db), makers.make_council(db)
    db.commit()
    did = []

    def one(_db, council_id, _now):
        if council_id == second.id:
            raise LookupError
        did.append(council_id)

    monkeypatch.setattr(build, "rebuild", one)
    with pytest.raises(LookupError):
        what_is_due(database, NOW)
    assert did == [first.id]


def pytest_generate_tests(metafunc):
    """SQLite has one writer: nobody writes meanwhile."""
    if "postgres" in metafunc.fixturenames:
        only_sqlite = metafunc.config.getoption("only_sqlite")
        metafunc.parametrize("postgres", [] if only_sqlite else [POSTGRESQL], indirect=True)


@pytest.fixture
def postgres(request, tmp_path, now):
    with databases.fresh(request.param) as found:
        yield found


def test_a_message_sent_meanwhile_is_owed_still(postgres, monkeypatch):
    """It is committed after the rebuild has read the messages, and before it reads what is owed."""
    with postgres.committing() as db:
        sam, priya = makers.make_pair(db)
        talk = makers.make_conversation(db, sam, priya)
        council_id, ids = sam.council_id, (sam.id, priya.id, talk.id)
    read_messages = build.messages.owed_rows

    def then_somebody_writes(db, council, now):
        found = read_messages(db, council, now)
        with postgres.committing() as other:
            row = {"council_id": council_id, "conversation_id": ids[2], "from_id": ids[0]}
            other.add(Message(**row, text="Are you there?", sent_at=NOW))
            other.add(Owed(council_id=council_id, debtor_id=ids[1], person_id=ids[0], kind="reply",
                           since=NOW, due_at=NOW, source_kind="conversation",
                           source_id=ids[2]))  # fmt: skip
        return found

    monkeypatch.setattr(build.messages, "owed_rows", then_somebody_writes)
    rebuild_beside(postgres, council_id, NOW)
    with postgres.reader() as db:
        (owed,) = db.scalars(select(Owed)).all()
        assert owed.done_at is None


def test_an_answer_given_meanwhile_stays_given(postgres, monkeypatch):
    """Both change one row: the rebuild begins again, with what is true by then."""
    with postgres.committing() as db:
        sam, priya = makers.make_pair(db)
        talk = makers.make_conversation(db, sam, priya)
        makers.make_message(db, talk)
        rebuild(db, sam.council_id, NOW)
        owed = db.scalars(select(Owed).where(Owed.kind == "reply")).one()
        owed.urgent = True  # so that the rebuild has something to change
        council_id, talk_id, sam_id, priya_id = sam.council_id, talk.id, sam.id, priya.id
    read_messages, times = build.messages.owed_rows, []

    def then_somebody_answers(db, council, now):
        found = read_messages(db, council, now)
        times.append(now)
        if len(times) == 1:
            with postgres.committing() as other:
                other.add(Message(council_id=council, conversation_id=talk_id, from_id=priya_id,
                                  text="Yes", sent_at=NOW))  # fmt: skip
                answered = other.scalars(select(Owed).where(Owed.source_id == talk_id)).one()
                answered.done_at = NOW
        return found

    monkeypatch.setattr(build.messages, "owed_rows", then_somebody_answers)
    rebuild_beside(postgres, council_id, NOW)
    assert len(times) == 2
    with postgres.reader() as db:
        owed = db.scalars(select(Owed).where(Owed.source_id == talk_id)).one()
        assert (owed.done_at, owed.person_id) == (NOW, sam_id)
