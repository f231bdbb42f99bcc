"""Everything comes in, once, as the dry run said; the yearly return keeps its raw codes."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from portal.care.tables import (
    ArrivedAlone,
    CareEpisode,
    HealthReturn,
    LeavingReturn,
    MissingEpisode,
)
from portal.core import clock
from portal.core.db import Database
from portal.intake.apply import apply
from portal.intake.reading import read_folder
from portal.intake.tables import ImportFinding, ImportRun
from portal.people.tables import Connection, Person
from portal.plan.tables import Plan
from portal.rebuild import Changes, rebuild
from portal.reviews.tables import Review
from portal.visits.tables import Visit
from tests import databases
from tests.conftest import NOW
from tests.databases import SQLITE, counting
from tests.intake.bring import EPISODES, HEADER, REVIEWS, TWO, Town, said
from tests.intake.files import make, write


def test_a_whole_folder_comes_in_once(town: Town) -> None:
    write(make(20), town.folder)
    work = town.take(read_folder(town.folder, clock.today(NOW)))
    assert not said(work, "error")
    assert town.count(Plan) == town.count(Visit) == 20
    assert len(town.rows(Person, "id", kind="young")) == 20
    ((added, rejected, files),) = town.rows(ImportRun, "added", "rejected", "files")
    assert (added, rejected) == (work.counts().added, 0) and "plans.jsonl" in files
    before = town.everything()
    town.take(read_folder(town.folder, clock.today(NOW)))
    assert town.everything() == before  # not even a row about the run


def test_agenda_and_owed_are_made_in_the_same_commit(town: Town) -> None:
    write(make(10), town.folder)
    work = town.take(read_folder(town.folder, clock.today(NOW)))
    with town.database.committing() as db:
        assert rebuild(db, work.council_id, NOW) == Changes()


@settings(max_examples=10, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 10_000))
def test_a_dry_run_promises_just_what_an_import_does(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever two folders hold, broken rows too: `Town.take` compares, and looks a second time."""
    home, dice = tmp_path_factory.mktemp("town"), random.Random(seed)
    with databases.fresh(SQLITE) as database, clock.fixed(NOW, everywhere=True):
        town = Town(database, home / "in")
        for days_ago in (400, 0):
            made = make(6, seed=seed, today=NOW.date() - timedelta(days=days_ago))
            for row in (row for rows in made.rows.values() for row in rows):
                if dice.random() < 0.1:
                    wrong = ["", "x", row[0], "01/02/2019", "W9"]
                    row[dice.randrange(len(row))] = dice.choice(wrong)
            town.read({})
            write(made, town.folder)
            town.take(read_folder(town.folder, clock.today(NOW)))


def test_raw_codes_are_kept_and_warned_of(town: Town) -> None:
    work = town.bring(TWO, {"e.csv": EPISODES + "1,01/04/2020,S,Q9,U4,,\n"})
    assert town.rows(CareEpisode, "legal_status", "placement") == [("Q9", "U4")]
    (warning,) = said(work, "warning")
    assert (warning.column, warning.value) == ("LS", "Q9")
    kept = town.rows(ImportFinding, "level", "file", "line", "column", "value")
    assert kept == [("warning", "e.csv", 2, "LS", "Q9")]


def test_an_episode_ends_and_an_older_year_does_not_open_it_again(town: Town) -> None:
    going_on = {"2024.csv": EPISODES + "1,01/04/2020,S,C2,U4,,\n"}
    ended = {"2025.csv": EPISODES + "1,01/04/2020,S,C2,U4,07/08/2024,E4A\n"}
    town.bring(TWO, going_on)
    assert town.bring(ended).counts().ended == 1
    assert town.rows(CareEpisode, "ended", "reason_ended") == [(date(2024, 8, 7), "E4A")]
    assert not town.bring(going_on).counts()
    assert not town.bring(going_on, ended).counts()


def test_both_years_in_one_folder_give_the_ended_one(town: Town) -> None:
    town.bring(TWO, {"a.csv": EPISODES + "1,01/04/2020,S,C2,U4,07/08/2024,E4A\n",
                     "b.csv": EPISODES + "1,01/04/2020,S,C2,U4,,\n"})  # fmt: skip
    assert town.rows(CareEpisode, "ended") == [date(2024, 8, 7)]


def test_reviews_of_the_return_are_days_without_an_hour(town: Town) -> None:
    town.bring(TWO, {"r.csv": REVIEWS + "1,01/03/2010,04/03/2025,PN1\n1,01/03/2010,04/03/2027,\n"})
    rows = town.rows(Review, "key", "all_day", "state", "code", "kind")
    assert rows == [("903:2025-03-04", True, "done", "PN1", "care"),
                    ("903:2027-03-04", True, "coming", "", "care")]  # fmt: skip


def test_the_other_tables_of_the_return(town: Town) -> None:
    town.bring(TWO, {
        "u.csv": "CHILD,SEX,DOB,DUC\n1,F,01/03/2010,01/03/2028\n",
        "o.csv": "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK\n1,01/03/2010,14,,1,1\n",
        "l.csv": "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n2,05/06/2012,YES,F2,B1\n",
        "m.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n2,05/06/2012,M,01/02/2025,\n",
    })  # fmt: skip
    assert town.rows(ArrivedAlone, "ceased") == [date(2028, 3, 1)]
    assert town.rows(HealthReturn, "sdq_score", "health_check") == [(14, "1")]
    leaving = town.rows(LeavingReturn, "in_touch", "activity", "accommodation")
    assert leaving == [("YES", "F2", "B1")]
    assert town.rows(MissingEpisode, "kind", "ended") == [("M", None)]
    back = {"m.csv": "CHILD,DOB,MISSING,MIS_START,MIS_END\n2,05/06/2012,M,01/02/2025,03/02/2025\n"}
    assert town.bring(back).counts().ended == 1


def test_a_row_about_nobody_is_rejected_and_the_rest_comes_in(town: Town) -> None:
    work = town.bring(TWO, {"e.csv": EPISODES + "1,01/04/2020,S,C2,U4,,\n9,01/04/2020,S,C2,U4,,\n"})
    (error,) = said(work, "error")
    assert (error.file, error.line, error.value) == ("e.csv", 3, "9")
    assert town.count(CareEpisode) == 1 and work.rejected() == 1
    assert town.rows(ImportFinding, "level", "value") == [("error", "9")]


def test_a_child_known_from_an_earlier_import_needs_no_header(town: Town) -> None:
    town.bring(TWO)
    assert not said(town.bring({"e.csv": EPISODES + "1,01/04/2020,S,C2,U4,,\n"}), "error")


def test_the_same_number_of_statements_for_few_and_many(
    database: Database, now: object, tmp_path: Path
) -> None:
    asked = []
    for children, council in ((3, "A"), (40, "B")):
        folder = tmp_path / council
        write(make(children, seed=children), folder)
        town = Town(database, folder)
        reading = read_folder(folder, clock.today(NOW))
        target = town.target()
        with counting(database) as counted, database.committing() as db:
            apply(db, type(target)(target.id, council, True), reading, NOW)
        asked.append(len(counted))
    assert asked[1] - asked[0] < 12  # a bulk insert may take a statement more, never one a row


def test_councils_do_not_see_each_other(town: Town) -> None:
    town.bring(TWO)
    reading = town.read({"e.csv": EPISODES + "1,01/04/2020,S,C2,U4,,\n", "h.csv": HEADER
                         + "1,F,09/09/2011,WBRI,,,\n"})  # fmt: skip
    target = town.target()
    with town.database.committing() as db:
        work = apply(db, type(target)(77, "Otherham", True), reading, NOW)
    assert not said(work, "error")
    assert sorted(town.rows(Person, "born", code="1")) == [date(2010, 3, 1), date(2011, 9, 9)]
    assert town.count(Connection) == 0
