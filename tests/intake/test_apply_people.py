"""Who is who: nobody is guessed, blanked, mixed up with another, or connected as an advocate."""

from datetime import date

import pytest

from portal.care.tables import CareEpisode
from portal.core import clock
from portal.people.rules import PersonKind
from portal.people.tables import Connection, Person
from tests.intake.bring import (
    CONNECTIONS,
    EPISODES,
    HEADER,
    PEOPLE,
    PRIYA,
    REVIEWS,
    SOCIAL_WORKERS,
    TWO,
    WORKERS,
    Town,
    said,
)
from tests.makers import make_membership, make_person


def test_a_child_only_in_the_return_has_no_name(town: Town) -> None:
    town.bring(TWO)
    rows = town.rows(Person, "code", "kind", "known_as", "born", "language")
    assert rows[0] == ("1", "young", "", date(2010, 3, 1), "en")


def test_people_gives_names_and_an_empty_cell_takes_none_away(town: Town) -> None:
    town.bring(TWO, {"p.csv": PEOPLE + "1,2010-03-01,Sami,Osama,ar\n2,2012-06-05,,Ana,\n"})
    names = ("known_as", "first_name", "language")
    assert town.rows(Person, *names) == [("Sami", "Osama", "ar"), ("Ana", "Ana", "en")]
    assert not town.bring({"p.csv": PEOPLE + "1,2010-03-01,,,\n"}).counts()
    assert town.bring({"p.csv": PEOPLE + "1,2010-03-01,Sam,Osama,ar\n"}).counts().changed == 1
    assert town.rows(Person, *names)[0] == ("Sam", "Osama", "ar")


def test_another_birth_date_rejects_every_row_of_that_key(town: Town) -> None:
    town.bring(TWO)
    work = town.bring({
        "h.csv": HEADER + "1,F,02/03/2010,WBRI,,,\n2,M,05/06/2012,WBRI,,,\n",
        "e.csv": EPISODES + "1,01/04/2020,S,C2,U4,,\n2,01/04/2020,S,C2,U4,,\n",
    })  # fmt: skip
    assert [(f.file, f.line) for f in said(work, "error")] == [("e.csv", 2), ("h.csv", 2)]
    assert town.rows(Person, "born", code="1") == [date(2010, 3, 1)]
    assert town.count(CareEpisode) == 1


def test_a_birth_date_is_corrected_when_header_and_people_agree(town: Town) -> None:
    town.bring(TWO)
    assert said(town.bring({"p.csv": PEOPLE + "1,2010-03-02,,,\n"}), "error")
    work = town.bring({"h.csv": HEADER + "1,F,02/03/2010,WBRI,,,\n",
                       "p.csv": PEOPLE + "1,2010-03-02,,,\n"})  # fmt: skip
    assert not said(work, "error") and work.counts().changed == 1
    assert town.rows(Person, "born", code="1") == [date(2010, 3, 2)]


def test_a_review_with_another_birth_date_is_rejected(town: Town) -> None:
    town.bring(TWO)
    work = town.bring({"r.csv": REVIEWS + "1,02/03/2010,04/03/2025,PN1\n"})
    assert [f.column for f in said(work, "error")] == ["DOB"]


def test_a_key_that_differs_by_zeros_from_one_in_the_portal(town: Town) -> None:
    town.bring(TWO)
    work = town.bring({"h.csv": HEADER + "001,F,01/03/2010,WBRI,,,\n"})
    assert "The portal knows 1" in said(work, "error")[0].problem
    assert town.count(Person) == 2


def test_one_key_is_never_a_child_and_an_adult(town: Town) -> None:
    town.bring(TWO, PRIYA)
    work = town.bring({"w.csv": WORKERS + "1,Ann Lee,social_worker\n",
                       "h.csv": HEADER + "W1,F,01/03/2010,WBRI,,,\n",
                       "s.csv": SOCIAL_WORKERS + "1,01/03/2010,2,01/01/2024,\n"})  # fmt: skip
    assert [f.file for f in said(work, "error")] == ["h.csv", "s.csv", "w.csv"]
    assert not work.counts()


def test_workers_and_carers(town: Town) -> None:
    head = "WORKER,NAME,ROLE,KNOWN_AS,TEAM,EMAIL,PHONE\n"
    town.bring({"w.csv": head + "W1,Priya Shah,social_worker,Priya,East,p@council.example,\n"
                                "F1,Joan Ellis,foster_carer,,,,01632 960001\n"})  # fmt: skip
    columns = ("kind", "known_as", "first_name", "last_name", "job", "team", "email", "phone")
    assert town.rows(Person, *columns) == [
        ("staff", "Priya", "Priya", "Shah", "Social worker", "East", "p@council.example", ""),
        ("carer", "Joan Ellis", "Joan", "Ellis", "Foster carer", "", "", "01632 960001"),
    ]


def test_a_worker_who_is_only_in_the_return_is_named_later(town: Town) -> None:
    town.bring(TWO, {"s.csv": SOCIAL_WORKERS + "1,01/03/2010,W1,01/01/2024,\n"})
    assert town.rows(Person, "known_as", "kind", code="W1") == [("", "staff")]
    assert town.bring(PRIYA).counts().changed == 1
    assert town.rows(Person, "known_as", code="W1") == ["Priya Shah"]


def test_who_is_missing_from_a_complete_file_is_told_and_kept(town: Town) -> None:
    town.bring(TWO, PRIYA)
    work = town.bring({"p.csv": "#complete,people,2026-11-20\n" + PEOPLE + "1,2010-03-01,,,\n"})
    assert list(work.absent.values()) == [["2"]]
    assert town.count(Person) == 3


@pytest.mark.parametrize("files", [
    {"w.csv": WORKERS + "A1,Ruth Bell,advocate\n"},
    {"w.csv": WORKERS + "A1,Ruth Bell,independent_advocate\n"},
    {"c.csv": CONNECTIONS + "1,W1,,advocate,2024-01-01,,,\n"},
    {"c.csv": CONNECTIONS + "1,A9,,social_worker,2024-01-01,,,all\n"},
    {"s.csv": SOCIAL_WORKERS + "1,01/03/2010,A9,01/01/2024,\n"},
    {"w.csv": WORKERS + "A9,Ruth Bell,social_worker\n"},
])  # fmt: skip
def test_an_advocate_never_comes_from_a_file(town: Town, files: dict[str, str]) -> None:
    council = town.bring(TWO, PRIYA).council_id
    with clock.fixed(clock.now()), town.database.committing() as db:
        advocate = make_person(db, PersonKind.STAFF, council_id=council, code="A9")
        make_membership(db, advocate, role="advocate")
    work = town.bring(files)
    (error,) = said(work, "error")
    assert "independent" in error.problem
    assert not work.counts() and town.count(Connection) == 0
