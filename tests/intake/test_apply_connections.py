"""Who is what to whom, with what access, and when it ends."""

from datetime import date

import pytest

from portal.people.rules import CARER_GRANTS, IRO_GRANTS, WORKER_GRANTS, Grant, PersonKind
from portal.people.tables import Connection
from tests.intake.bring import CONNECTIONS, PRIYA, SOCIAL_WORKERS, TWO, WORKERS, Town, said
from tests.makers import make_person

ROW = ("kind", "starts", "ends", "grants", "label")
FULL = "#complete,connections,2026-11-20\n" + CONNECTIONS
SINCE = date(2024, 1, 1)


def test_social_workers_of_the_return(town: Town) -> None:
    rows = SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,\n2,05/06/2012,W1,01/01/2023,31/12/2023\n"
    town.bring(TWO, {"s.csv": rows})
    assert town.rows(Connection, *ROW) == [
        ("social_worker", SINCE, None, int(WORKER_GRANTS), ""),
        ("social_worker", date(2023, 1, 1), date(2023, 12, 31), int(WORKER_GRANTS), ""),
    ]
    ended = {"s.csv": SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,01/02/2024\n"}
    assert town.bring(ended).counts().ended == 1
    older = {"s.csv": SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,\n"}
    assert not town.bring(older).counts()


def test_connections_say_more_of_the_same_one(town: Town) -> None:
    town.bring(TWO, PRIYA, {
        "s.csv": SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,\n",
        "c.csv": CONNECTIONS + "1,W1,,social_worker,2024-01-01,,my Priya,plan family\n",
    })  # fmt: skip
    grants = int(Grant.NAME | Grant.PLAN | Grant.FAMILY)
    assert town.rows(Connection, *ROW) == [("social_worker", SINCE, None, grants, "my Priya")]


@pytest.mark.parametrize(("kind", "kept", "grants"), [
    ("reviewing_officer", "iro", IRO_GRANTS),
    ("foster_carer", "foster_carer", CARER_GRANTS),
    ("family_carer", "foster_carer", CARER_GRANTS),
    ("teacher", "teacher", Grant.NAME),
    ("duty", "manager", Grant.NAME),
    ("other", "other", Grant.NAME),
])  # fmt: skip
def test_what_a_kind_is_usually_given(town: Town, kind: str, kept: str, grants: Grant) -> None:
    town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + f"1,W1,,{kind},2024-01-01,,,\n"})
    assert town.rows(Connection, "kind", "grants") == [(kept, int(grants))]


@pytest.mark.parametrize("written", ["none", "plann", "Plan;Family", "all", "PLAN"])
def test_a_slip_of_the_pen_never_widens_access(town: Town, written: str) -> None:
    row = f"1,W1,,social_worker,2024-01-01,,,{written}\n"
    town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row})
    assert town.rows(Connection, "grants") == [int(Grant.NAME)]


def test_an_unknown_kind_gives_nobody_anything(town: Town) -> None:
    row = "1,W1,,social_wroker,2024-01-01,,,plan\n"
    work = town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row})
    assert town.count(Connection) == 0 and work.rejected() == 0
    assert {f.value for f in said(work, "warning")} == {"social_wroker"}


def test_brothers_and_sisters(town: Town) -> None:
    town.bring(TWO, {"c.csv": CONNECTIONS + "1,,2,sibling,2012-06-05,,my brother,\n"})
    assert town.rows(Connection, "kind", "label") == [("family", "my brother")]


def test_unknown_people_at_the_other_end(town: Town) -> None:
    rows = "1,W7,,social_worker,2024-01-01,,,\n1,,7,sibling,2024-01-01,,,\n"
    work = town.bring(TWO, {"c.csv": CONNECTIONS + rows})
    assert [(f.column, f.value) for f in said(work, "error")] == [("WORKER", "W7"), ("PERSON", "7")]


def test_what_is_missing_ends_only_when_the_file_is_complete(town: Town) -> None:
    both = "1,W1,,social_worker,2024-01-01,,,\n2,W1,,social_worker,2024-01-01,,,\n"
    one = "1,W1,,social_worker,2024-01-01,,,\n"
    council = town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + both}).council_id
    with town.database.committing() as db:  # a relative is in no file of the council's
        mum = make_person(db, PersonKind.OTHER, council_id=council)
        of_id = town.rows(Connection, "of_id")[1]
        db.add(Connection(council_id=council, of_id=of_id, with_id=mum.id, kind="family",
                          starts=SINCE))  # fmt: skip
    assert not town.bring({"c.csv": CONNECTIONS + one}).counts()
    work = town.bring({"c.csv": FULL + one})
    assert work.counts().ended == 1
    assert town.rows(Connection, "ends") == [None, date(2026, 11, 19), None]
    assert town.bring({"c.csv": FULL + both}).counts().changed == 1  # it goes on after all
    assert town.rows(Connection, "ends") == [None, None, None]


@pytest.mark.parametrize("bad", [
    "2,W1,,social_wroker,2024-01-01,,,\n",
    "2,W8,,social_worker,2024-01-01,,,\n",
    "2,W1,,advocate,2024-01-01,,,\n",
    "2,W1,,social_worker,2024-13-01,,,\n",
])  # fmt: skip
def test_a_complete_file_with_a_bad_row_ends_nothing(town: Town, bad: str) -> None:
    both = "1,W1,,social_worker,2024-01-01,,,\n2,W1,,social_worker,2024-01-01,,,\n"
    town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + both})
    work = town.bring({"c.csv": FULL + "1,W1,,social_worker,2024-01-01,,,\n" + bad})
    assert not work.counts()
    assert any("complete" in f.problem for f in said(work, "warning"))


def test_what_began_after_the_file_was_complete_stays(town: Town) -> None:
    late = "1,W1,,social_worker,2024-01-01,,,\n2,W1,,social_worker,2026-11-21,,,\n"
    town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + late})
    assert not town.bring({"c.csv": FULL + "1,W1,,social_worker,2024-01-01,,,\n"}).counts()


def test_a_label_that_is_too_long_keeps_its_beginning(town: Town) -> None:
    row = f"1,W1,,social_worker,2024-01-01,,{'a' * 90},\n"
    work = town.bring(TWO, PRIYA, {"w2.csv": WORKERS + "W2,Bo Li,other\n", "c.csv":
                      CONNECTIONS + row})  # fmt: skip
    assert town.rows(Connection, "label") == ["a" * 60]
    assert [f.column for f in said(work, "warning")] == ["LABEL"]
