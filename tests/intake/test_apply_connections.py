"""Who is what to whom, with what access, and when it ends."""

from datetime import date

import pytest
from sqlalchemy import update

from portal.intake.connection_rows import GIVEN_BY_FILE
from portal.people.rules import (
    CARER_GRANTS,
    IRO_GRANTS,
    WORKER_GRANTS,
    Grant,
    PersonKind,
)
from portal.people.tables import Connection, Council
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


@pytest.mark.parametrize(("kind", "kept"), [
    ("sibling", "family"), ("family", "family"), ("friend", "friend"), ("other", "other"),
])  # fmt: skip
@pytest.mark.parametrize("grants", ["", "none", "name"])
def test_what_one_young_person_is_to_another(town: Town, kind: str, kept: str, grants: str) -> None:
    work = town.bring(TWO, {"c.csv": CONNECTIONS + f"1,,2,{kind},2024-01-01,,,{grants}\n"})
    assert town.rows(Connection, "kind", "grants") == [(kept, int(Grant.NAME))]
    assert not said(work, "error") and not said(work, "warning")


@pytest.mark.parametrize("kind", [
    "social_worker", "personal_adviser", "reviewing_officer", "iro", "foster_carer",
    "family_carer", "keyworker", "duty", "manager", "teacher", "nurse",
])  # fmt: skip
def test_a_child_is_nobodys_worker_or_carer(town: Town, kind: str) -> None:
    work = town.bring(TWO, {"c.csv": CONNECTIONS + f"1,,2,{kind},2024-01-01,,,none\n"})
    assert [(f.column, f.value) for f in said(work, "error")] == [("KIND", kind)]
    assert town.count(Connection) == 0 and work.rejected() == 1


@pytest.mark.parametrize("kind", ["sibling", "family", "friend", "other"])
@pytest.mark.parametrize("grants", ["plan", "name messages", "address none", *GIVEN_BY_FILE])
def test_a_child_is_never_shown_another_childs_record(town: Town, kind: str, grants: str) -> None:
    there = CONNECTIONS + f"1,,2,{kind},2024-01-01,,,\n"
    town.bring(TWO, {"c.csv": there})
    more = f"1,,2,{kind},2024-01-01,,,{grants}\n2,,1,{kind},2024-01-01,,,{grants}\n"
    work = town.bring({"c.csv": CONNECTIONS + more})
    wide = grants != "name"
    assert [f.column for f in said(work, "error")] == ["GRANTS"] * 2 * wide
    assert set(town.rows(Connection, "grants")) == {int(Grant.NAME)}
    assert town.count(Connection) == (1 if wide else 2)


def test_a_file_neither_gives_nor_takes_what_is_given_by_wish(town: Town) -> None:
    row = "1,W1,,social_worker,2024-01-01,,,{}\n"
    work = town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row.format("plan immigration")})
    assert [f.value for f in said(work, "warning") if "not the name" in f.problem] == [
        "immigration"
    ]
    assert town.rows(Connection, "grants") == [int(Grant.NAME | Grant.PLAN)]
    with town.database.committing() as db:
        db.execute(update(Connection).values(grants=int(Grant.NAME | Grant.IMMIGRATION)))
    town.bring({"c.csv": CONNECTIONS + row.format("plan dates")})
    kept = Grant.NAME | Grant.PLAN | Grant.DATES | Grant.IMMIGRATION
    assert town.rows(Connection, "grants") == [int(kept)]


def test_a_complete_file_that_makes_a_child_a_worker_ends_nothing(town: Town) -> None:
    town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + "1,W1,,social_worker,2024-01-01,,,\n"})
    work = town.bring({"c.csv": FULL + "1,,2,social_worker,2024-01-01,,,\n"})
    assert not work.counts() and town.rows(Connection, "ends") == [None]


@pytest.mark.parametrize("kind", ["social_worker", "foster_carer", "keyworker", "other"])
@pytest.mark.parametrize("key", ["2", "MUM"])
def test_a_worker_is_staff_or_a_carer(town: Town, kind: str, key: str) -> None:
    council = town.bring(TWO).council_id
    with town.database.committing() as db:
        make_person(db, PersonKind.OTHER, council_id=council, code="MUM")
    rows = {"c.csv": CONNECTIONS + f"1,{key},,{kind},2024-01-01,,,\n"}
    for files in (rows, {**rows, "w.csv": WORKERS + f"{key},Ann Day,{kind}\n"}):
        work = town.bring(files)
        assert "WORKER" in {f.column for f in said(work, "error")}
        assert town.count(Connection) == 0 and not work.counts()


@pytest.mark.parametrize("role", ["social_worker", "foster_carer", "family_carer", "keyworker"])
@pytest.mark.parametrize("kind", ["foster_carer", "keyworker"])
def test_staff_and_carers_may_care(town: Town, role: str, kind: str) -> None:
    workers = {"w.csv": WORKERS + f"W1,Joan Ellis,{role}\n"}
    town.bring(TWO, workers, {"c.csv": CONNECTIONS + f"1,W1,,{kind},2024-01-01,,,\n"})
    assert town.rows(Connection, "kind", "grants") == [(kind, int(CARER_GRANTS))]


def carer(until: str, since: str = "2024-01-01") -> dict[str, str]:
    return {"c.csv": CONNECTIONS + f"1,W1,,foster_carer,{since},{until},,\n"}


@pytest.mark.parametrize("older", ["", "2026-11-23", "2027-06-30"])
def test_an_older_file_never_gives_back_what_has_ended(town: Town, older: str) -> None:
    town.bring(TWO, PRIYA, carer("2024-06-30"))
    work = town.bring(carer(older))
    assert not work.counts() and town.rows(Connection, "ends") == [date(2024, 6, 30)]
    (warning,) = said(work, "warning")
    assert {warning} == work.still_ended and warning.column == "TO"
    assert warning.problem == "This connection ended on 30/06/2024."
    assert warning.what_to_do == "Give a new FROM to begin again."


def test_a_new_first_day_begins_again(town: Town) -> None:
    town.bring(TWO, PRIYA, carer("2024-06-30"))
    work = town.bring(carer("", since="2026-11-01"))
    assert work.counts().added == 1 and not work.still_ended
    assert town.rows(Connection, "starts", "ends") == [
        (SINCE, date(2024, 6, 30)),
        (date(2026, 11, 1), None),
    ]


def test_an_end_to_come_is_moved_by_a_day_and_not_by_a_blank(town: Town) -> None:
    town.bring(TWO, PRIYA, carer("2026-12-31"))
    work = town.bring(carer(""))
    assert not work.counts() and "ends on 31/12/2026" in said(work, "warning")[0].problem
    assert len(work.still_ended) == 1
    for day in ("2027-03-31", "2026-11-23", "2026-11-30", "2026-11-01"):
        assert town.bring(carer(day)).counts().changed == 1
        assert town.rows(Connection, "ends") == [date.fromisoformat(day)]


def test_an_end_that_was_wrong_can_be_put_right_while_it_stays_over(town: Town) -> None:
    town.bring(TWO, PRIYA, carer("2024-06-30"))
    work = town.bring(carer("2024-07-31"))
    assert work.counts().changed == 1 and not work.still_ended
    assert town.rows(Connection, "ends") == [date(2024, 7, 31)]


@pytest.mark.parametrize("turn", [1, -1])
def test_an_older_and_a_newer_file_in_one_folder(town: Town, turn: int) -> None:
    one, two = (carer(until)["c.csv"] for until in ("", "2024-06-30")[::turn])
    work = town.bring(TWO, PRIYA, {"c1.csv": one, "c2.csv": two})
    assert town.rows(Connection, "ends") == [date(2024, 6, 30)]
    assert [f.file for f in work.still_ended] == ["c1.csv" if turn == 1 else "c2.csv"]


def test_a_return_never_gives_back_what_has_ended(town: Town) -> None:
    row = SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,"
    town.bring(TWO, {"s.csv": row + "01/02/2024\n"})
    for later in ("", "23/11/2026", "01/02/2027"):
        assert not town.bring({"s.csv": row + later + "\n"}).counts()


HEARD = ["", "messages", "plan messages", "name messages"]
UNHEARD = ["none", "plan family", "name"]


@pytest.mark.parametrize("kind", ["social_worker", "personal_adviser"])
@pytest.mark.parametrize("grants", [*HEARD, *UNHEARD])
def test_a_worker_who_cannot_read_messages_is_warned_of(town: Town, kind: str, grants: str) -> None:
    row = f"1,W1,,{kind},2024-01-01,,,{grants}\n"
    work = town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row})
    found = [(f.column, f.what_to_do) for f in said(work, "warning")]
    assert found == ([] if grants in HEARD else [("GRANTS", "Add messages to GRANTS.")])
    assert town.count(Connection) == 1 and not work.rejected()


@pytest.mark.parametrize("row", [
    "1,W1,,social_worker,2024-01-01,2026-11-22,,plan\n",
    "1,W1,,reviewing_officer,2024-01-01,,,plan\n",
    "1,W1,,foster_carer,2024-01-01,,,plan\n",
])  # fmt: skip
def test_whom_nobody_writes_to_is_not_warned_of(town: Town, row: str) -> None:
    assert not said(town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row}), "warning")


def test_grants_that_are_kept_are_looked_at_too(town: Town) -> None:
    row = "1,W1,,social_worker,2024-01-01,2026-11-23,,{}\n"
    town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row.format("plan")})
    with town.database.committing() as db:  # from before a name was always given
        db.execute(update(Connection).values(grants=0))
    (blank,) = said(town.bring({"c.csv": CONNECTIONS + row.format("")}), "warning")
    assert blank.what_to_do == "Add name and messages to GRANTS."
    returned = {"s.csv": SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,\n"}
    (only_returned,) = said(town.bring(returned), "warning")
    assert (only_returned.column, only_returned.value) == ("SW_ID", "W1")
    assert "name and messages" in only_returned.what_to_do
    heard = town.bring(returned, {"c.csv": CONNECTIONS + row.format("messages")})
    assert not said(heard, "warning")


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
    back = town.bring({"c.csv": FULL + both})  # it goes on after all, says an old file or a new one
    assert not back.counts() and back.still_ended
    anew = "2,W1,,social_worker,2026-11-21,,,\n"
    assert town.bring({"c.csv": FULL + one + anew}).counts().added == 1
    assert town.rows(Connection, "ends") == [None, date(2026, 11, 19), None, None]


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


def test_a_stay_that_ends_has_the_councils_days_of_grace(town: Town) -> None:
    row = "1,W1,,foster_carer,2024-01-01,{},,\n"
    town.bring(TWO, PRIYA, {"c.csv": CONNECTIONS + row.format("")})
    with town.database.committing() as db:
        db.execute(update(Council).values(grace_days=3))
    town.bring({"c.csv": CONNECTIONS + row.format("2026-12-10")})
    assert town.rows(Connection, "left_on", "ends") == [(date(2026, 12, 10), date(2026, 12, 13))]
    town.bring({"c.csv": CONNECTIONS + row.format("")})  # what is known stays known
    assert town.rows(Connection, "left_on") == [date(2026, 12, 10)]
    town.bring({"c.csv": CONNECTIONS + row.format("2026-11-01")})
    assert town.rows(Connection, "left_on", "ends") == [(date(2026, 11, 1), date(2026, 11, 4))]
    with town.database.committing() as db:
        db.execute(update(Council).values(grace_days=28))
    again = town.bring({"c.csv": CONNECTIONS + row.format("2026-11-01")})
    assert not again.counts()  # more grace, said later, gives nothing back
    town.bring({"c.csv": CONNECTIONS + row.format("2026-12-20")})
    assert town.rows(Connection, "left_on", "ends") == [(date(2026, 11, 1), date(2026, 11, 4))]
