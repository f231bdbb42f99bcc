"""Plans: published once, told of when they change; promises keep what people did with them."""

import json
from datetime import date
from typing import Any

from portal.core import clock
from portal.notifications.tables import Notice, Outbox
from portal.owed.tables import Owed
from portal.people.tables import Person
from portal.plan.tables import Plan, PlanPart, PlanVersion, Wording
from portal.promises.tables import Promise, PromiseStep
from tests.intake.bring import CONNECTIONS, PRIYA, TWO, Town, said
from tests.makers import make_membership

CONNECTED = {"c.csv": CONNECTIONS + "1,W1,,social_worker,2024-01-01,,Priya,\n"}


def part(area: str, official: str = "As it is.", **more: Any) -> dict[str, Any]:
    return {"area": area, "official": official, **more}


def plans(*versions: dict[str, Any]) -> dict[str, str]:
    usual = {"code": "1", "kind": "care", "published_on": "2025-02-03", "published_by": "W1"}
    return {"plans.jsonl": "".join(json.dumps({**usual, **v}) + "\n" for v in versions)}


def first(**more: Any) -> dict[str, Any]:
    return {"version": 1, "parts": [part("School", "Stay."), part("Health", "Dentist.")], **more}


def second(**more: Any) -> dict[str, Any]:
    return {"version": 2, "published_on": "2025-06-03",
            "parts": [part("School", "Move."), part("Health", "Dentist.")], **more}  # fmt: skip


def test_a_plan_with_its_words(town: Town) -> None:
    words = [{"band": "12-15", "language": "en", "text": "You stay.", "state": "checked"},
             {"band": "8-11", "language": "ar", "text": "تبقى", "state": "draft"}]  # fmt: skip
    town.bring(TWO, PRIYA, plans({"version": 1, "review_on": "2026-12-15", "parts": [
        part("Where I live", "Placement.", need="A home.", action="Stay.", who="Priya",
             by="2025-02-10", look_again="2026-12-15", wordings=words)]}))  # fmt: skip
    ((current,),) = [town.rows(Plan, "current_id")]
    assert town.rows(PlanVersion, "id", "number", "published_by", "review_on") == [
        (current, 1, "Priya Shah", date(2026, 12, 15))
    ]
    columns = ("area", "official", "who", "by_when", "look_again")
    assert town.rows(PlanPart, *columns) == [
        ("home", "Placement.\n\nA home.\n\nStay.", "Priya", "10 February 2025", date(2026, 12, 15))
    ]
    assert town.rows(Wording, "band", "language", "text", "state") == [
        ("teen", "en", "You stay.", "checked"), ("child", "ar", "تبقى", "draft")
    ]  # fmt: skip
    (published,) = town.rows(PlanVersion, "published_at")
    assert clock.today(published) == date(2025, 2, 3)


def test_a_part_that_stays_the_same_points_at_the_oldest(town: Town) -> None:
    town.bring(TWO, plans(first()))
    town.bring(plans(second(), {**second(), "version": 3, "published_on": "2025-09-01"}))
    rows = town.rows(PlanPart, "id", "area", "first_id")
    ids = [row[0] for row in rows]
    assert [row[2] for row in rows] == [ids[0], ids[1], ids[2], ids[1], ids[2], ids[1]]
    assert town.rows(Plan, "current_id") == [town.rows(PlanVersion, "id", number=3)[0]]


def test_what_was_published_stays(town: Town) -> None:
    town.bring(TWO, plans(first()))
    before = town.rows(PlanPart, "official", "content")
    for other in (
        first(parts=[part("School", "Go."), part("Health", "Dentist.")]),
        first(parts=[part("Health", "Dentist."), part("School", "Stay.")]),
        first(published_on="2025-02-04"),
        first(review_on="2026-02-04"),
    ):
        work = town.bring(plans(other))
        (error,) = said(work, "error")
        assert error.column == "version" and "new version" in error.what_to_do
    assert town.rows(PlanPart, "official", "content") == before


def test_a_wording_can_be_checked_later_and_not_unchecked(town: Town) -> None:
    def worded(state: str) -> dict[str, str]:
        words = [{"band": "16+", "language": "ti", "text": "…", "state": state}]
        return plans(first(parts=[part("School", wordings=words)]))

    town.bring(TWO, worded("draft"))
    assert town.bring(worded("checked")).counts().changed == 1
    assert not town.bring(worded("draft")).counts()


def test_who_has_an_account_is_told_which_parts_changed(town: Town) -> None:
    council = town.bring(TWO, plans(first())).council_id
    assert town.count(Notice) == 0
    with town.database.committing() as db:
        person = db.query(Person).filter_by(council_id=council, code="1").one()
        make_membership(db, person)
    town.bring(plans(first(), second()))
    rows = town.rows(Notice, "person_id", "kind", "source_kind", "source_ref")
    assert rows == [(person.id, "plan_changed", "plan_part", "care:school")]
    assert town.rows(Outbox, "source_ref") == [str(id) for id in town.rows(Notice, "id")]


def test_unknown_areas_and_kinds_are_shown_to_nobody(town: Town) -> None:
    work = town.bring(TWO, plans(first(parts=[part("Horses")]), first(kind="holiday")))
    assert "horses" in town.rows(PlanPart, "area")
    assert town.rows(Plan, "kind", "current_id")[1] == ("holiday", None)
    assert {"Horses", "holiday"} <= {f.value for f in said(work, "warning")}
    assert not said(work, "error")


def test_two_parts_of_one_area_reject_the_version(town: Town) -> None:
    work = town.bring(TWO, plans(first(parts=[part("Home"), part("Where I live")])))
    assert [f.column for f in said(work, "error")] == ["parts[1].area"]
    assert town.count(Plan) == 0


def promised(state: str = "open", by: str | None = "2025-03-01", version: int = 1,
             text: str = "Book the taxi.") -> dict[str, Any]:  # fmt: skip
    line = {"key": "P1", "text": text, "who": "Priya", "by": by, "state": state}
    return {"version": version, "published_on": f"2025-0{version}-03",
            "parts": [part("School", f"Version {version}.", promises=[line])]}  # fmt: skip


def test_a_promise_is_owed_by_whom_the_words_name(town: Town) -> None:
    town.bring(TWO, PRIYA, CONNECTED, plans(promised()))
    (priya,) = town.rows(Person, "id", code="W1")
    columns = ("owner_id", "owner_label", "text", "area", "due", "state", "state_on", "source_key")
    assert town.rows(Promise, *columns) == [
        (priya, "Priya", "Book the taxi.", "school", date(2025, 3, 1), "coming", date(2025, 1, 3),
         "care:P1")
    ]  # fmt: skip
    assert "promise" in town.rows(Owed, "kind")


def test_a_promise_kept_in_the_file_is_kept_here(town: Town) -> None:
    town.bring(TWO, plans(promised()))
    assert town.bring(plans(promised("kept"))).counts().changed == 1
    assert town.rows(Promise, "state", "state_on") == [("kept", date(2026, 11, 23))]


def test_an_older_folder_changes_no_promise(town: Town) -> None:
    town.bring(TWO, plans(promised(), promised("kept", version=2)))
    assert town.count(Promise) == 1
    assert not town.bring(plans(promised(text="Walk."))).counts()
    assert town.rows(Promise, "state", "text") == [("kept", "Book the taxi.")]


def test_what_somebody_did_with_a_promise_here_stands(town: Town) -> None:
    council = town.bring(TWO, PRIYA, plans(promised())).council_id
    with town.database.committing() as db:
        promise = db.query(Promise).one()
        promise.state, promise.state_on = "kept", date(2026, 11, 20)
        priya = town.rows(Person, "id", code="W1")[0]
        db.add(PromiseStep(council_id=council, promise_id=promise.id, state="kept", by_id=priya,
                           at=clock.now()))  # fmt: skip
    assert not town.bring(plans(promised())).counts()


def test_a_promise_without_any_day_is_left_out_with_a_word(town: Town) -> None:
    work = town.bring(TWO, plans(promised(by=None)))
    assert town.count(Promise) == 0 and town.count(PlanPart) == 1
    assert any("without a day" in f.problem for f in said(work, "warning"))
