"""News to a whole council of 3,000, and a process that is killed in the middle of sending."""

import os
import signal
import time

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Database, add_rows
from portal.core.ids import new_id, new_ref
from portal.house import NewsItem, NewsTo, Notice, Outbox, Person
from portal.news import actions, desk
from portal.news.rules import Audience
from tests import makers
from tests.databases import counting
from tests.news.conftest import aged

EVERYBODY = actions.Meant(
    Audience.AGES, 5, 27, None, None, "Summer party", "Come all.", "en", None, None
)


def _council_of(db, count):
    council = makers.the_council(db)
    add_rows(db, Person, [
        {"id": new_id(), "council_id": council.id, "ref": new_ref(), "kind": "young",
         "code": f"L{n:05}", "known_as": "", "first_name": "", "last_name": "", "pronouns": "",
         "born": aged(12), "language": "en", "interpreter": "", "home_authority": "",
         "category": "", "job": "", "team": "", "phone": "", "email": ""}
        for n in range(count)
    ])  # fmt: skip
    db.commit()


@pytest.fixture
def grace(db):
    made = makers.make_worker(db, known_as="Grace", account=False)
    return makers.make_viewer(db, made, Role.MANAGER)


def _drafted(db, viewer):
    ref = actions.write(db, viewer, EVERYBODY, "a-key", clock.now())
    db.commit()
    return ref, desk.draft_page(db, viewer, ref, clock.now()).drawn


def counts(db):
    db.rollback()
    return [db.scalar(select(func.count()).select_from(t)) for t in (NewsTo, Notice, Outbox)]


def test_a_council_of_three_thousand_in_one_commit(db, database, grace, record_property):
    _council_of(db, 3_000)
    ref, drawn = _drafted(db, grace)
    with counting(database) as counted:
        began = time.perf_counter()
        actions.send(db, grace, ref, drawn, "key", clock.now())
        db.commit()
        took = time.perf_counter() - began
    record_property("seconds to send to 3,000", round(took, 3))
    assert counts(db) == [3_000, 3_000, 3_000]
    assert len(counted) <= 20, "batches, not one by one"
    item = db.scalars(select(NewsItem)).one()
    began = time.perf_counter()
    actions.take_down(db, grace, ref, clock.now())
    db.commit()
    record_property("seconds to take it down", round(time.perf_counter() - began, 3))
    assert counts(db)[1] == 0
    assert db.scalar(select(func.count()).where(Outbox.done_at.is_(None))) == 0
    assert item.taken_down_at == clock.now()


@pytest.mark.parametrize("moment", ["before the commit", "after the commit"])
def test_killed_while_sending(db, database, grace, monkeypatch, moment):
    """A real process, a real SIGKILL; then the same form is sent again."""
    _council_of(db, 40)
    ref, drawn = _drafted(db, grace)
    db.commit()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            own = Database(
                database.url.render_as_string(hide_password=False),
                database.owner_url.render_as_string(hide_password=False),
            )
            with own.writer() as handle:
                actions.send(handle, grace, ref, drawn, "key", clock.now())
                handle.flush()
                if moment == "after the commit":
                    handle.commit()
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    there = 40 if moment == "after the commit" else 0
    assert counts(db) == [there, there, there]
    actions.send(db, grace, ref, drawn, "key", clock.now())
    db.commit()
    assert counts(db) == [40, 40, 40]


def test_what_fails_in_the_middle_leaves_nothing(db, grace, monkeypatch):
    _council_of(db, 5)
    ref, drawn = _drafted(db, grace)

    def broken(handle, table, rows):
        if table is NewsTo:
            raise RuntimeError("the disk is full")
        add_rows(handle, table, rows)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "add_rows", broken)
        with pytest.raises(RuntimeError):
            actions.send(db, grace, ref, drawn, "key", clock.now())
    assert counts(db) == [0, 0, 0]
    assert db.scalars(select(NewsItem)).one().sent_at is None
    actions.send(db, grace, ref, drawn, "key", clock.now())
    assert db.scalar(select(func.count()).select_from(NewsTo)) == 5
