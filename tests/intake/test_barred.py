"""No file gets round who must not know, and no report says who that is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.house import Connection, FamilyTime, ImportFinding, MustNotKnow, Person
from portal.intake import report
from portal.people.reach import young_people
from portal.people.rules import ALL_GRANTS, Grant
from portal.people.tables import Council
from tests import makers
from tests.intake.bring import CONNECTIONS, DATES, PRIYA, SOCIAL_WORKERS, TWO, WORKERS, Town, said

SAID = "This connection is kept, but it opens nothing for now."
OPENS = "1,W1,,social_worker,2024-01-01,,,plan messages\n"


def keep_away(town: Town, one: str, other: str, **given: object) -> None:
    with town.database.committing() as db:
        people = {p.code: p for p in db.scalars(select(Person))}
        if other not in people:
            people[other] = makers.make_relative(
                db, code=other, known_as="Dean", council_id=people[one].council_id
            )
        makers.make_bar(db, people[one], people[other], **given)


def test_a_row_that_would_connect_them_opens_nothing(town: Town) -> None:
    town.bring(TWO, PRIYA)
    keep_away(town, "1", "W1")
    work = town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + OPENS})
    (found,) = said(work, "warning")
    assert (found.file, found.line, found.problem) == ("c.csv", 2, SAID)
    assert town.count(Connection) == 1
    with town.database.committing() as db:
        priya = db.scalars(select(Person).where(Person.code == "W1")).one()
        viewer = makers.make_viewer(db, priya)
        assert db.scalars(young_people(viewer, Grant.NAME, clock.now())).all() == []


def test_nor_does_the_yearly_return(town: Town) -> None:
    town.bring(TWO, PRIYA)
    keep_away(town, "1", "W1")
    rows = {"s.csv": SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,\n"}
    assert [f.problem for f in said(town.bring(TWO, PRIYA, rows), "warning")] == [SAID]


def test_nothing_is_said_of_what_is_over_or_lifted(town: Town) -> None:
    town.bring(TWO, PRIYA)
    keep_away(town, "1", "W1", lifted_at=clock.now(), lifted_by_id=1)
    assert said(town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + OPENS}), "warning") == []
    keep_away(town, "1", "W1")
    ended = "1,W1,,social_worker,2024-01-01,2024-02-01,,plan messages\n"
    assert said(town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + ended}), "warning") == []


def test_the_report_says_neither_who_nor_why(town: Town) -> None:
    """It is copied into tickets: the line of the file, and whom to ask."""
    town.bring(TWO, PRIYA)
    keep_away(town, "1", "W1", basis="MARK-BASIS")
    work = town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + OPENS})
    text = "\n".join(report.lines(work, "Sampleshire", applied=True, details=True))
    about = [line for line in text.splitlines() if SAID in line]
    assert len(about) == 1
    for word in ("W1", "Priya", "MARK-BASIS", "court", "must not", "barred", "order"):
        assert word not in about[0], word
    assert "Ask the young person's worker or their manager" in about[0]
    kept = town.rows(ImportFinding, "value", "column", "problem", "what_to_do")
    assert len(kept) == 1 and kept[0][:3] == ("", "", SAID)


@pytest.mark.parametrize("kind", ["worker", "young"])
def test_a_number_that_was_only_kept_away_is_met_by_the_file(town: Town, kind: str) -> None:
    """Somebody wrote down a number before the council's files brought it: it is the same person,
    and what was decided holds."""
    town.bring(TWO)
    other = {"worker": "W9", "young": "9"}[kind]
    keep_away(town, "1", other)
    header = TWO["header.csv"] + ("9,M,05/06/2012,WBRI,,,\n" if kind == "young" else "")
    workers = WORKERS + "W9,Dean Pask,foster_carer\n" if kind == "worker" else WORKERS
    row = "1,W9,,foster_carer,2024-01-01,,,plan\n2,W9,,foster_carer,2024-01-01,,,plan\n"
    if kind == "young":
        row = "1,,9,sibling,2024-01-01,,,\n"
    work = town.bring({"header.csv": header, "workers.csv": workers, "c.csv": CONNECTIONS + row})
    assert said(work, "error") == []
    assert [f.problem for f in said(work, "warning")] == [SAID]
    people = {code: (id, kind) for id, code, kind in town.rows(Person, "id", "code", "kind")}
    assert people[other][1] == {"worker": "carer", "young": "young"}[kind]
    assert town.rows(MustNotKnow, "other_id") == [people[other][0]]


def test_a_family_member_keeps_the_key_of_their_own(town: Town) -> None:
    """Somebody's mum is not turned into a worker because a key is the same."""
    town.bring(TWO)
    with town.database.committing() as db:
        council = db.scalars(select(Council.id)).one()
        makers.make_relative(db, code="W9", council_id=council)
    work = town.bring(TWO, {"workers.csv": WORKERS + "W9,Dean Pask,foster_carer\n"})
    assert len(said(work, "error")) == 1


def test_a_word_that_may_mean_them_is_kept_under_their_key(town: Town) -> None:
    """Time with a sister whom he must not know of any more, also when they are not connected now,
    and when the same word might mean somebody else."""
    sibling = CONNECTIONS + "1,,2,sibling,2012-06-05,2025-01-01,my sister,\n"
    town.bring(TWO, {"c.csv": sibling})
    dates = {"d.csv": DATES + "1,family_time,2026-12-05 14:00,my sister,coming,K1\n"}
    town.bring(TWO, dates)
    assert town.rows(FamilyTime, "with_id") == [None]
    keep_away(town, "2", "1")
    town.bring(TWO, dates)
    (sister,) = town.rows(Person, "id", code="2")
    assert town.rows(FamilyTime, "with_id") == [sister]


def test_no_file_opens_an_emergency_or_ends_one(town: Town) -> None:
    row = "1,W1,,emergency,2026-11-22,,,plan\n"
    work = town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row})
    assert town.count(Connection) == 0
    assert {f.value for f in said(work, "warning")} == {"emergency"}
    with town.database.committing() as db:
        people = {p.code: p for p in db.scalars(select(Person))}
        day = makers.today() - timedelta(days=1)
        makers.make_connection(
            db, people["1"], people["W1"], makers.Kind.EMERGENCY, grants=ALL_GRANTS, starts=day,
            ends=makers.today(), ends_at=clock.now() + timedelta(hours=1),
        )  # fmt: skip
    full = "#complete,connections,2026-11-23\n" + CONNECTIONS
    full += "2,W1,,social_worker,2024-01-01,,,name messages\n"
    town.bring(TWO, PRIYA, {"c.csv": full})
    assert makers.today() in town.rows(Connection, "ends", kind="emergency")


def test_a_name_that_was_kept_away_by_name_only_is_asked_about(town: Town) -> None:
    """The file brings them under a key of their own: nothing would keep that one away."""
    town.bring(TWO)
    keep_away(town, "1", "x-1")
    with town.database.committing() as db:
        db.scalars(select(Person).where(Person.code == "x-1")).one().known_as = "priya  shah"
    work = town.bring(TWO, PRIYA)
    (found,) = said(work, "warning")
    assert found.problem.startswith("The portal has somebody of this name already")
    assert "priya" not in found.problem.casefold() and "1" not in found.problem
    keep_away(town, "1", "W1")
    assert said(town.bring(TWO, PRIYA), "warning") == []
