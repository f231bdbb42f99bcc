"""Visits, family time and reviews: found again by their key, never doubled, never undone."""

from datetime import date, datetime

from sqlalchemy import update

from portal.agenda.tables import AgendaItem
from portal.family_time.tables import FamilyTime
from portal.people.tables import Person
from portal.reviews.tables import Review
from portal.visits.tables import Visit
from tests.intake.bring import CONNECTIONS, DATES, HEADER, PRIYA, REVIEWS, TWO, Town, said

CONNECTED = {"c.csv": CONNECTIONS + "1,W1,,social_worker,2024-01-01,,my Priya,\n"}


def dates(*rows: str) -> dict[str, str]:
    return {"d.csv": DATES + "".join(row + "\n" for row in rows)}


def test_three_kinds_of_dates(town: Town) -> None:
    town.bring(TWO, PRIYA, CONNECTED, dates(
        "1,visit,2026-12-08 16:30,my priya,,V1",
        "1,family_time,2026-12-05 14:00,Nan,coming,F1",
        "1,review,2026-12-15 10:00,Ruth,,R1",
    ))  # fmt: skip
    (priya,) = town.rows(Person, "id", code="W1")
    visit = ("wall", "by_label", "by_id", "kind", "state", "key")
    assert town.rows(Visit, *visit) == [
        (datetime(2026, 12, 8, 16, 30), "my priya", priya, "social_worker", "coming", "V1")
    ]
    assert town.rows(FamilyTime, "with_label", "how") == [("Nan", "together")]
    assert town.rows(Review, "run_by_label", "kind", "all_day") == [("Ruth", "care", False)]
    shown = town.rows(AgendaItem, "source_kind", state="coming")
    assert {"visit", "family_time", "review"} <= set(shown)


def test_a_date_that_moves_is_changed_and_not_added(town: Town) -> None:
    town.bring(TWO, dates("1,visit,2026-12-08 16:30,Priya,,V1"))
    assert town.bring(dates("1,visit,2026-12-09 16:30,Priya,,V1")).counts().changed == 1
    assert town.rows(Visit, "wall") == [datetime(2026, 12, 9, 16, 30)]


def test_without_a_key_person_kind_and_start_are_the_key(town: Town) -> None:
    town.bring(TWO, dates("1,visit,2026-12-08 16:30,Priya,,", "2,visit,2026-12-08 16:30,Priya,,"))
    work = town.bring(dates("1,visit,2026-12-08 16:30,Ann,,"))
    assert work.counts().changed == 1 and town.count(Visit) == 2


def test_coming_never_undoes_held_or_called_off(town: Town) -> None:
    town.bring(TWO, dates("1,visit,2026-11-08 16:30,Priya,cancelled,V1"))
    assert not town.bring(dates("1,visit,2026-11-08 16:30,Priya,,V1")).counts()
    town.bring(dates("1,visit,2026-12-08 16:30,Priya,,V1"))  # a new day: it is on again
    assert town.rows(Visit, "state") == ["coming"]


def test_a_key_stays_with_its_person_and_kind(town: Town) -> None:
    town.bring(TWO, dates("1,visit,2026-12-08 16:30,Priya,,V1"))
    for row in ("2,visit,2026-12-08 16:30,Priya,,V1", "1,review,2026-12-08 16:30,Priya,,V1"):
        work = town.bring(dates(row))
        assert [f.column for f in said(work, "error")] == ["KEY"]
        assert not work.counts()


def test_an_unknown_kind_or_state_is_shown_to_nobody(town: Town) -> None:
    work = town.bring(TWO, dates(
        "1,picnic,2026-12-08 16:30,Nan,,",
        "1,visit,2026-12-08 09:00,,maybe,",
    ))  # fmt: skip
    assert town.count(Visit) + town.count(FamilyTime) + town.count(Review) == 0
    assert not said(work, "error")
    assert {f.value for f in said(work, "warning")} == {"picnic", "maybe"}


def test_a_review_known_from_both_is_one_review(town: Town) -> None:
    returned = {"r.csv": REVIEWS + "1,01/03/2010,04/03/2025,PN1\n"}
    hour = dates("1,review,2025-03-04 10:00,Ruth,,R1")
    town.bring(TWO, returned)
    (before,) = town.rows(Review, "id")
    town.bring(hour)
    town.bring(hour, returned)
    columns = ("id", "key", "wall", "all_day", "code", "state")
    assert town.rows(Review, *columns) == [
        (before, "R1", datetime(2025, 3, 4, 10), False, "PN1", "done")
    ]


def test_both_in_one_folder_too(town: Town) -> None:
    town.bring(TWO, dates("1,review,2025-03-04 10:00,Ruth,,R1"),
               {"r.csv": REVIEWS + "1,01/03/2010,04/03/2025,PN1\n"})  # fmt: skip
    assert town.rows(Review, "key", "code", "state") == [("R1", "PN1", "done")]


def test_a_care_leaver_is_seen_by_an_adviser(town: Town) -> None:
    rows = dates("5,visit,2026-12-08 16:30,Jo,,", "5,review,2026-12-09 10:00,Jo,,")
    town.bring({"h.csv": HEADER + "5,F,01/03/2007,WBRI,,,\n"}, rows)
    assert town.rows(Visit, "kind") == ["adviser"]
    assert town.rows(Review, "kind", "wall") == [("pathway", datetime(2026, 12, 9, 10))]
    assert town.rows(Person, "born") == [date(2007, 3, 1)]


def test_two_adults_of_one_name_are_not_guessed_between(town: Town) -> None:
    workers = {"w.csv": "WORKER,NAME,ROLE\nW1,Jo Ray,social_worker\nW2,Jo Ray,other\n"}
    both = {"c.csv": CONNECTIONS + "1,W1,,social_worker,2024-01-01,,,\n1,W2,,other,2024-01-01,,,\n"}
    town.bring(TWO, workers, both, dates("1,visit,2026-12-08 16:30,Jo Ray,,"))
    assert town.rows(Visit, "by_id", "by_label") == [(None, "Jo Ray")]


# --- what was done at the reviewing officer's desk stands --------------------------------------


def at_the_desk(town: Town, **columns: object) -> None:
    with town.database.committing() as db:
        db.execute(update(Review).values(**columns))


def test_a_review_that_was_moved_here_stays_where_it_is_until_the_file_has_another_time(
    town: Town,
) -> None:
    file = dates("1,review,2026-12-15 10:00,Ruth,,R1")
    town.bring(TWO, file)
    old, new = datetime(2026, 12, 15, 10), datetime(2026, 12, 17, 15)
    at_the_desk(town, wall=new, moved_from=old)
    assert not town.bring(file).counts()
    town.bring(dates("1,review,2026-12-18 11:00,Ruth,,R1"))
    assert town.rows(Review, "wall") == [datetime(2026, 12, 18, 11)]


def test_a_review_that_was_moved_and_held_here_is_not_coming_again(town: Town) -> None:
    file = dates("1,review,2026-11-15 10:00,Ruth,,R1")
    town.bring(TWO, file)
    at_the_desk(
        town, wall=datetime(2026, 11, 17, 15), moved_from=datetime(2026, 11, 15, 10), state="done"
    )
    assert not town.bring(file).counts()


def test_the_file_learns_of_a_new_time_without_a_key_and_it_is_the_same_review(town: Town) -> None:
    town.bring(TWO, dates("1,review,2026-12-15 10:00,Ruth,,"))
    at_the_desk(town, wall=datetime(2026, 12, 17, 15), moved_from=datetime(2026, 12, 15, 10))
    town.bring(dates("1,review,2026-12-17 15:00,Ruth,,"))
    assert town.rows(Review, "key", "wall") == [("at:2026-12-17T15:00", datetime(2026, 12, 17, 15))]


def test_a_review_that_was_planned_here_is_the_one_that_the_file_brings_with_a_key(
    town: Town,
) -> None:
    town.bring(TWO, dates("1,review,2026-12-15 10:00,Ruth,,"))
    town.bring(dates("1,review,2026-12-15 10:00,Ruth,,R1"))
    assert town.rows(Review, "key") == ["R1"]


def test_a_return_does_not_give_its_code_to_a_pathway_review_beside(town: Town) -> None:
    town.bring(TWO, {"r.csv": REVIEWS + "1,01/03/2010,15/06/2026,PN1\n"})
    town.bring(dates("1,review,2026-06-15 10:00,Ruth,cancelled,R1"))
    at_the_desk_kind = {"kind": "pathway", "state": "coming"}
    with town.database.committing() as db:
        db.execute(update(Review).where(Review.key == "R1").values(**at_the_desk_kind))
    assert not town.bring({"r.csv": REVIEWS + "1,01/03/2010,15/06/2026,PN1\n"}).counts()


def test_a_return_speaks_of_the_review_that_was_held(town: Town) -> None:
    day = "1,01/03/2010,15/06/2026,"
    town.bring(TWO, {"r.csv": REVIEWS + day + "PN2\n"})
    town.bring(dates("1,review,2026-06-15 10:00,Ruth,cancelled,R1"))
    with town.database.committing() as db:
        db.execute(update(Review).where(Review.key == "R1").values(state="done", code="PN1"))
        db.execute(update(Review).where(Review.key != "R1").values(state="coming", code=""))
    assert not town.bring({"r.csv": REVIEWS + day + "PN1\n"}).counts()
