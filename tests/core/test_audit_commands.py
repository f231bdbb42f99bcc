"""`flask audit`: says that all is whole, finds what an intruder did, and knows the ends of before.

The intruder owns the tables and has taken the database's own guard away.
"""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from portal.core import audit
from portal.core.audit import AuditEvent, AuditHead, append, hash_of
from portal.core.audit_check import AT_ONCE, Seen, broken
from portal.core.db import Database
from portal.core.ids import new_id
from tests.core.test_audit import COUNCIL, SAM, note
from tests.databases import POSTGRESQL

EVENTS = AuditEvent.__table__


@pytest.fixture
def noted(database, now):
    """Five looks at one young person, two at another, three lists of the council."""
    with database.committing() as db:
        for about, number in ((SAM, 5), (SAM + 1, 2), (None, 3)):
            for minutes in range(number):
                append(db.connection(), note(now + timedelta(minutes=minutes), about=about))


@pytest.fixture
def intrude(database, noted):
    def do(*statements):
        with database.committing() as db, audit.unguarded(db):
            for statement in statements:
                db.execute(statement)

    return do


@pytest.fixture
def run(app):
    def command(*words):
        return app.test_cli_runner().invoke(args=["audit", *words])

    return command


def place(seq, chain=SAM):
    return (EVENTS.c.chain == chain) & (EVENTS.c.seq == seq)


def by_hand(database, seq, earlier, **other):
    """An event like the third, with a hash that is right for its place."""
    with database.reader() as db:
        row = dict(db.execute(select(EVENTS).where(place(3))).mappings().one())
    row |= {"id": new_id(), "seq": seq, "earlier": earlier, **other}
    return insert(EVENTS).values(row | {"hash": hash_of(row)})


def test_nothing_noted_yet_is_whole(run, database):
    said = run("verify")
    assert (said.exit_code, said.output) == (0, "0 events in 0 chains, all whole.\n")


def test_all_whole(run, noted):
    said = run("verify")
    assert (said.exit_code, said.output) == (0, "10 events in 3 chains, all whole.\n")


@pytest.mark.parametrize(
    ("done", "found"),
    [
        ([update(EVENTS).where(place(3)).values(what="help.show")], [(3, "not as it was written")]),
        ([update(EVENTS).where(place(5)).values(person_id=9)], [(5, "not as it was written")]),
        ([delete(EVENTS).where(place(1))], [(2, "after a gap")]),
        ([delete(EVENTS).where(place(3))], [(4, "after a gap")]),
        ([delete(EVENTS).where(place(5))], [(4, "the end is gone")]),
        ([delete(EVENTS).where(EVENTS.c.chain == SAM)], [(5, "the whole chain is gone")]),
        (
            [
                update(EVENTS).where(place(2)).values(seq=90),
                update(EVENTS).where(place(3)).values(seq=2),
                update(EVENTS).where(place(90)).values(seq=3),
            ],
            [(2, "not as it was written"), (3, "not as it was written")],
        ),
        (
            [update(EVENTS).where(place(3)).values(chain=SAM + 1)],
            [(4, "after a gap")],
        ),
        ([delete(AuditHead).where(AuditHead.chain == SAM)], [(5, "no longer keeps")]),
        (
            [update(AuditHead).where(AuditHead.chain == SAM).values(hash="f" * 64)],
            [(5, "not as it was written")],
        ),
    ],
    ids=[
        "edited", "edited-at-the-end", "first-deleted", "middle-deleted", "tail-deleted",
        "chain-deleted", "reordered", "moved-away", "end-deleted", "end-changed",
    ],
)  # fmt: skip
def test_what_an_intruder_did_is_found_and_said(run, intrude, done, found):
    intrude(*done)
    said = run("verify")
    assert said.exit_code == 1
    for seq, words in found:
        line = next(
            x for x in said.output.splitlines() if x.startswith(f"Chain {SAM}: event {seq}")
        )
        assert words in line
    assert "wrong" in said.output.splitlines()[-1]
    assert "all whole" not in said.output


def test_an_event_put_in_by_hand_at_the_end(run, intrude, database):
    with database.reader() as db:
        last = db.scalar(select(EVENTS.c.hash).where(place(5)))
    intrude(by_hand(database, 6, last))
    said = run("verify")
    assert said.exit_code == 1
    assert f"Chain {SAM}: event 6 was put at the end by hand." in said.output


def test_an_event_put_in_by_hand_in_a_chain_of_its_own(run, intrude, database):
    intrude(by_hand(database, 1, "", chain=5, about_id=5))
    said = run("verify")
    assert said.exit_code == 1
    assert "Chain 5: event 1" in said.output


def test_an_event_put_in_by_hand_in_the_middle(run, intrude, database):
    """In the place of one that was there; its hash is right, and the next one does not know it."""
    with database.reader() as db:
        second = db.scalar(select(EVENTS.c.hash).where(place(2)))
    intrude(delete(EVENTS).where(place(3)), by_hand(database, 3, second, what="help.show"))
    said = run("verify")
    assert said.exit_code == 1
    assert f"Chain {SAM}: event 4 was not written after the event that stands" in said.output


def test_a_chain_written_anew_after_the_change(run, intrude, database, tmp_path):
    """Every hash right, the end too: only ends that were kept elsewhere show it."""
    kept = tmp_path / "ends.txt"
    kept.write_text(run("heads").output)
    with database.reader() as db:
        asked = select(EVENTS).where(EVENTS.c.chain == SAM).order_by(EVENTS.c.seq)
        rows = [dict(row) for row in db.execute(asked).mappings()]
    earlier, changes = "", []
    for row in rows:
        row |= {"what": "help.show", "earlier": earlier}
        row["hash"] = earlier = hash_of(row)
        changes.append(update(EVENTS).where(place(row["seq"])).values(row))
    intrude(*changes, update(AuditHead).where(AuditHead.chain == SAM).values(hash=earlier))
    assert run("verify").exit_code == 0
    said = run("verify", "--against", str(kept))
    assert said.exit_code == 1
    assert f"Chain {SAM}: event 5 is in the list that was kept" in said.output


def test_a_chain_taken_away_with_its_end(run, intrude, tmp_path):
    kept = tmp_path / "ends.txt"
    kept.write_text(run("heads").output)
    intrude(
        delete(EVENTS).where(EVENTS.c.chain == SAM), delete(AuditHead).where(AuditHead.chain == SAM)
    )
    assert run("verify").exit_code == 0
    said = run("verify", "--against", str(kept))
    assert said.exit_code == 1
    assert f"Chain {SAM}: event 5 is in the list that was kept" in said.output
    assert f"Chain {SAM + 1}" not in said.output


def test_the_ends_of_each_chain(run, noted, database):
    with database.reader() as db:
        rows = db.execute(select(AuditHead.chain, AuditHead.seq, AuditHead.hash)).all()
    lines = run("heads").output.splitlines()
    assert lines == [f"{chain} {seq} {hashed}" for chain, seq, hashed in sorted(rows)]
    assert [line.split()[:2] for line in lines] == [
        [str(COUNCIL), "3"],
        [str(SAM), "5"],
        [str(SAM + 1), "2"],
    ]


def test_what_was_noted_since_is_no_fault(run, noted, database, now, tmp_path):
    kept = tmp_path / "ends.txt"
    kept.write_text(run("heads").output + "\n")
    with database.committing() as db:
        append(db.connection(), note(now), note(now, about=SAM + 2))
    said = run("verify", "--against", str(kept))
    assert said.exit_code == 0
    assert said.output == (
        "12 events in 4 chains, all whole.\nAll 3 ends that were kept are still there.\n"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "holds no ends"),
        ("\n\n", "holds no ends"),
        ("11 5\n", "line 1"),
        (f"11 5 {'A' * 64}\n", "line 1"),
        (f"{'9' * 19} 5 {'a' * 64}\n", "line 1"),
    ],
)
def test_a_list_that_proves_nothing_is_refused(run, noted, tmp_path, text, complaint):
    kept = tmp_path / "ends.txt"
    kept.write_text(text)
    said = run("verify", "--against", str(kept))
    assert said.exit_code == 1
    assert complaint in said.output


def test_more_ends_than_are_asked_for_at_once(run, database, now, tmp_path):
    kept = tmp_path / "ends.txt"
    with database.committing() as db:
        append(db.connection(), *(note(now, about=SAM + n) for n in range(AT_ONCE + 5)))
    kept.write_text(run("heads").output + f"99999999 1 {'a' * 64}\n")
    said = run("verify", "--against", str(kept))
    assert said.exit_code == 1
    assert [line for line in said.output.splitlines() if line.startswith("Chain")] == [
        "Chain 99999999: event 1 is in the list that was kept, and is not in the chain, or not as "
        "it was."
    ]


def test_events_stream_past(database, noted, monkeypatch):
    """A few at a time, however many there are: nothing gathers them first."""
    monkeypatch.setattr("portal.core.audit_check.AT_ONCE", 2)
    seen = Seen()
    with database.committing() as db, audit.unguarded(db):
        db.execute(update(EVENTS).where(place(1)).values(what="help.show"))
        found = broken(db, seen)
        next(found)
        assert seen.events < 10
        assert list(found) == []
        assert (seen.events, seen.chains) == (10, 3)


def test_a_role_behind_the_wall_does_not_say_that_all_is_whole(run, app, noted, engine_name):
    if engine_name != POSTGRESQL:
        return  # there is no wall on SQLite, and whoever reads the file sees everything
    database = app.extensions["database"]
    behind = Database(database.url.render_as_string(hide_password=False))
    app.extensions["database"] = behind
    try:
        said = run("verify")
    finally:
        app.extensions["database"] = database
        behind.dispose()
    assert said.exit_code == 1
    assert "ALONGSIDE_OWNER_URL" in said.output
