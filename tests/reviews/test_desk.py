"""The reviewing officer's desk: what is to do, and what is done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Database, Db
from portal.house import (
    AgendaItem,
    Connection,
    DisputeStep,
    Notice,
    Owed,
    Person,
    Promise,
    PromiseStep,
    Review,
    ReviewDecision,
    ReviewPrep,
    ReviewReturn,
    ReviewStep,
)
from portal.owed import passing
from portal.people.rules import DEFAULT_GRANTS, Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.client import Client
from tests.databases import counting

TODAY = date(2026, 11, 23)


@dataclass
class Team:
    mia: Person
    priya: Person
    ruth: Person
    grace: Person


@pytest.fixture
def team(db: Db) -> Team:
    """Mia, 9, in care since the summer; her worker, reviewing officer and a manager."""
    mia = makers.make_young(db, known_as="Mia", born=date(2017, 5, 6))
    priya = makers.make_worker(db)
    ruth = makers.make_worker(db, known_as="Ruth", account=False)
    makers.make_membership(db, ruth, role=Role.IRO)
    grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    makers.make_connection(db, mia, priya)
    makers.make_connection(db, mia, ruth, Kind.IRO)
    makers.make_connection(db, mia, grace, Kind.MANAGER)
    makers.make_episode(db, mia, started=date(2026, 6, 1))
    makers.make_review(db, mia, wall=datetime(2026, 6, 22, 10), state="done", code="PN1")
    rebuild(db, mia.council_id, clock.now())
    return Team(mia, priya, ruth, grace)


def coming(db: Db, team: Team, days: int = 10, **given: Any) -> Review:
    made = makers.make_review(db, team.mia, wall=makers.at(days), **given)
    rebuild(db, team.mia.council_id, clock.now())
    return made


def the_same_afresh(db: Db, team: Team) -> None:
    """What was written in the commit of a change is what the rebuild makes of it."""
    assert rebuild(db, team.mia.council_id, clock.now()) == Changes()


def told(db: Db, person: Person) -> list[str]:
    query = select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.scalars(query))


def test_a_review_that_is_due_is_given_a_day_which_the_young_person_sees(
    client: Client, db: Db, team: Team
):
    client.sign_in(team.ruth)
    page = client.get("/reviewing")
    assert "Set the day" in page.text and "Mia, 9" in page.text
    sent = client.send(
        f"/reviewing/people/{team.mia.ref}/day",
        {"day": "2026-12-02", "hour": "15:30", "where": "At home"},
    )
    assert sent.status_code == 303
    made = db.scalars(select(Review).where(Review.state == "coming")).one()
    assert (made.wall, made.run_by_label, made.key) == (
        datetime(2026, 12, 2, 15, 30), "Ruth", "at:2026-12-02T15:30"
    )  # fmt: skip
    assert told(db, team.mia) == ["review_day"]
    the_same_afresh(db, team)
    again = client.send(f"/reviewing/people/{team.mia.ref}/day", {"day": "2026-12-02"})
    assert again.status_code == 422 and "another review of theirs on that day" in again.text
    assert "Get it ready" in client.get("/reviewing").text


def test_nobody_is_asked_if_a_review_was_held_before_its_day(client: Client, db: Db, team: Team):
    client.sign_in(team.ruth)
    asked = "Was it held?"
    assert asked not in client.get(f"/reviewing/{coming(db, team, 3).ref}").text
    assert asked in client.get(f"/reviewing/{coming(db, team, -3).ref}").text


def test_held_on_another_day_the_next_is_counted_from_it(client: Client, db: Db, team: Team):
    review = coming(db, team, -3, key="R1")
    client.sign_in(team.ruth)
    assert "Was it held?" in client.get("/reviewing").text
    url = f"/reviewing/{review.ref}"
    sent = client.send(
        url, {"day": "2026-11-21", "hour": "09:00", "came": "yes", "took": ["spoke"]},
        action=f"{url}/held",
    )  # fmt: skip
    assert sent.status_code == 303
    db.refresh(review)
    assert (review.state, review.wall, review.key) == ("done", datetime(2026, 11, 21, 9), "R1")
    assert review.moved_from == makers.at(-3)
    step = db.scalars(select(ReviewStep)).one()
    assert (step.what, step.was, step.came, step.took) == ("held", makers.at(-3), True, "spoke")
    owed = db.scalars(select(Owed).where(Owed.source_kind == "clock_review")).one()
    assert clock.today(owed.since) == date(2026, 11, 21)
    the_same_afresh(db, team)
    # The code is suggested with its reason, and set by a person.
    page = client.get(url)
    assert "This points to PN1." in page.text
    assert client.send(url, {"code": "PN0"}, action=f"{url}/code").status_code == 422
    assert client.send(url, {"code": "PN6"}, action=f"{url}/code").status_code == 303
    db.refresh(review)
    last = db.scalars(select(ReviewStep).order_by(ReviewStep.id.desc())).first()
    assert (review.code, last.code, last.suggested, last.by_id) == (
        "PN6", "PN6", "PN1", team.ruth.id
    )  # fmt: skip
    assert "Set by Ruth" in client.get(url).text
    assert "Write the letter" in client.get("/reviewing").text


def test_moved_keeps_the_earlier_day_and_why(client: Client, db: Db, team: Team):
    review = coming(db, team, 10, key="903:2026-12-03", all_day=True)
    client.sign_in(team.ruth)
    url = f"/reviewing/{review.ref}"
    assert client.send(
        url, {"day": "2026-12-09", "text_why": ""}, action=f"{url}/move"
    ).status_code == (422)
    sent = client.send(
        url, {"day": "2026-12-09", "hour": "", "text_why": "Your school trip is on the old day."},
        action=f"{url}/move",
    )  # fmt: skip
    assert sent.status_code == 303
    db.refresh(review)
    assert review.key == "903:2026-12-09" and review.wall == datetime(2026, 12, 9)
    step = db.scalars(select(ReviewStep)).one()
    assert (step.was, step.wall, step.why) == (
        makers.at(10), datetime(2026, 12, 9), "Your school trip is on the old day.",
    )  # fmt: skip
    item = db.scalars(select(AgendaItem).where(AgendaItem.source_kind == "review",
                                               AgendaItem.state == "coming")).one()  # fmt: skip
    assert item.day == date(2026, 12, 9)
    assert told(db, team.mia) == ["review_day"]
    the_same_afresh(db, team)


def test_not_held_says_why_and_the_next_is_still_due(client: Client, db: Db, team: Team):
    review = coming(db, team, -1)
    before = db.scalars(select(Owed.due_at).where(Owed.source_kind == "clock_review")).one()
    client.sign_in(team.ruth)
    url = f"/reviewing/{review.ref}"
    client.send(url, {"text_why": "Ruth was ill. It is next week."}, action=f"{url}/not-held")
    db.refresh(review)
    assert review.state == "cancelled" and told(db, team.mia) == ["review_off"]
    assert db.scalars(select(Owed.due_at).where(Owed.source_kind == "clock_review")).one() == before
    the_same_afresh(db, team)
    assert "Set the day" in client.get("/reviewing").text
    assert "Not held" in client.get(url).text


def test_an_advocate_was_offered_and_only_the_officer_reads_whether_one_is_wanted(
    client: Client, db: Db, team: Team
):
    review = coming(db, team)
    client.sign_in(team.ruth)
    url = f"/reviewing/{review.ref}"
    sent = client.send(
        url, {"day": "2026-11-20", "how": "person", "wanted": "yes"}, action=f"{url}/offered"
    )
    assert sent.status_code == 303
    prep = db.scalars(select(ReviewPrep)).one()
    assert (prep.offered_on, prep.how, prep.wanted) == (date(2026, 11, 20), "person", "yes")
    assert "They want one" in client.get(url).text
    assert "Offered in person on" in client.get("/reviewing").text
    client.sign_in(team.grace)
    assert "Offered in person on" in client.get("/reviewing").text
    page = client.get(url).text
    assert "Offered in person on" in page and "They want one" not in page


# --- decisions that are late ---------------------------------------------------------------------


@pytest.fixture
def late(db: Db, team: Team) -> Promise:
    review = makers.make_review(db, team.mia, wall=makers.at(-30), state="done", code="PN1")
    promise = makers.make_promise(
        db, team.mia, team.priya, due=TODAY - timedelta(days=4), text="Swimming lessons",
        source_kind="review_decision", source_key="1",
    )  # fmt: skip
    makers.make(db, ReviewDecision, {
        "council_id": team.mia.council_id, "review_id": review.id, "person_id": team.mia.id,
        "text": "Swimming lessons", "owner_id": team.priya.id, "due": promise.due,
        "promise_ref": promise.ref, "by_id": team.ruth.id, "made_at": clock.now(),
    }, {})  # fmt: skip
    return promise


def test_whoever_is_late_with_a_decision_is_asked_and_the_young_person_sees_who_asked(
    client: Client, db: Db, team: Team, late: Promise
):
    client.sign_in(team.ruth)
    assert "Swimming lessons" in client.get("/reviewing").text
    url = f"/reviewing/decisions/{db.scalars(select(ReviewDecision.ref)).one()}/ask"
    client.send("/reviewing", action=url)
    steps = db.scalars(select(PromiseStep).where(PromiseStep.state == "asked_for")).all()
    assert [step.by_id for step in steps] == [team.ruth.id]
    assert told(db, team.priya) == ["promise_asked"]
    assert told(db, team.mia) == ["promise_asked_for"]
    # Once a week: the button is gone, and a second click changes nothing.
    page = client.get("/reviewing").text
    assert "Asked within the last seven days" in page and url not in page
    client.sign_in(team.mia)
    assert "Ruth asked if it is still coming" in client.get("/promises").text


# --- who -----------------------------------------------------------------------------------------


def test_nobody_sees_a_young_person_whom_they_must_not_know(client: Client, db: Db, team: Team):
    review = coming(db, team)
    makers.make_bar(db, team.mia, team.grace)
    client.sign_in(team.grace)
    assert "Mia" not in client.get("/reviewing").text
    assert client.get(f"/reviewing/{review.ref}").status_code == 404
    client.sign_in(team.priya)
    assert client.get("/reviewing").status_code == 403


def test_the_desk_asks_as_little_for_many_as_for_one(
    client: Client, db: Db, database: Database, team: Team, late: Promise
):
    coming(db, team)
    client.sign_in(team.ruth)
    client.get("/reviewing")
    with counting(database) as one:
        client.get("/reviewing")
    for n in range(12):
        other = makers.make_young(db, known_as=f"Young {n}")
        makers.make_connection(db, other, team.ruth, Kind.IRO)
        makers.make_episode(db, other)
        makers.make_review(db, other, wall=makers.at(n))
    with counting(database) as many:
        client.get("/reviewing")
    assert len(many.statements) == len(one.statements) <= 5


# --- an officer disagrees ------------------------------------------------------------------------


def challenge(client: Client, team: Team, **more: str) -> str:
    """Ruth begins one; the address of its page."""
    client.sign_in(team.ruth)
    data = {
        "text_about": "Mia wants to see Leo each week. I think so, too.", "level": "informal",
        "to": team.priya.ref, "by": "2026-11-27",
    }  # fmt: skip
    sent = client.send(f"/reviewing/people/{team.mia.ref}/challenge", {**data, **more})
    assert sent.status_code == 303
    return str(sent.headers["Location"].partition("?")[0])


def test_a_challenge_goes_up_step_by_step_and_the_young_person_reads_it_in_plain_words(
    client: Client, db: Db, team: Team
):
    url = challenge(client, team)
    assert told(db, team.mia) == ["challenge"] and told(db, team.priya) == ["challenge_asked"]
    the_same_afresh(db, team)
    # The worker finds it on their list, and answers.
    client.sign_in(team.priya)
    assert "look at something again" in client.get("/waiting").text
    sent = client.send("/reviewing/asked", {"text_answer": "We have no driver on Saturdays."})
    assert sent.status_code == 303
    assert told(db, team.ruth)[-1] == "challenge_answered"
    the_same_afresh(db, team)
    # The officer goes on to the manager, and to nobody further than that but Cafcass.
    client.sign_in(team.ruth)
    assert "Answered. What now?" in client.get("/reviewing").text
    up = {"level": "manager", "to": team.grace.ref, "by": "2026-12-04"}
    too_far = client.send(url, {**up, "level": "director"}, action=f"{url}/up")
    assert too_far.status_code == 422
    assert client.send(url, up, action=f"{url}/up").status_code == 303
    assert told(db, team.grace) == ["challenge_asked"]
    done = {"outcome": "solved", "text_words": "From now on you see Leo each Saturday."}
    assert client.send(url, done, action=f"{url}/end").status_code == 303
    the_same_afresh(db, team)
    client.sign_in(team.mia)
    page = client.get("/standing-up-for-me").text
    for words in ("Ruth does not agree with this", "Ruth talked to Priya",
                  "We have no driver on Saturdays.", "Ruth asked Grace, a manager",
                  "The council changed it", "From now on you see Leo each Saturday."):  # fmt: skip
        assert words in page
    client.post("/standing-up-for-me/seen", data=client.form("/", {}, "/standing-up-for-me/seen")
                .hidden)  # fmt: skip
    unseen = select(Notice.id).where(
        Notice.person_id == team.mia.id, Notice.kind == "challenge", Notice.seen_at.is_(None)
    )
    assert db.scalars(unseen).all() == []


def test_a_late_answer_is_late_for_everybody(client: Client, db: Db, team: Team):
    url = challenge(client, team)
    with clock.fixed(clock.now() + timedelta(days=5), everywhere=True):
        client.sign_in(team.ruth)
        assert "Answer was due" in client.get("/reviewing").text
        client.sign_in(team.mia)
        assert "should have been here by" in client.get("/standing-up-for-me").text
        client.sign_in(team.grace)
        assert client.get(url).status_code == 200
        hidden = client.form("/", {}, "/leave").hidden
        assert client.post(f"{url}/end", data=hidden).status_code == 403  # it is the officer's


def test_somebody_outside_is_asked_by_name_and_the_officer_writes_down_what_they_say(
    client: Client, db: Db, team: Team
):
    url = challenge(
        client, team, level="cafcass", to="outside", outside="Ms Okafor", by="2026-12-18"
    )
    sent = client.send(url, {"text_answer": "A judge looks at it."}, action=f"{url}/answer")
    assert sent.status_code == 303
    assert "A judge looks at it." in client.get(url).text
    client.sign_in(team.mia)
    assert "They are not the council, and can ask a judge" in (
        client.get("/standing-up-for-me").text
    )


def test_nobody_answers_for_somebody_else(client: Client, db: Db, team: Team):
    url = challenge(client, team)
    omar = makers.make_worker(db, known_as="Omar")
    makers.make_connection(db, team.mia, omar)
    client.sign_in(omar)
    client.get("/reviewing/asked")
    ref = url.rpartition("/")[2]
    hidden = client.form("/", {}, "/leave").hidden
    sent = client.post(
        f"/reviewing/asked/{ref}", data={**hidden, "number": "1", "text_answer": "No."}
    )
    assert sent.status_code == 404


# --- the yearly return, by hand ------------------------------------------------------------------


def test_a_manager_takes_the_file_after_a_second_person_agreed(client: Client, db: Db, team: Team):
    noor = makers.make_lead(db)
    other = makers.make_young(db, known_as="Not hers")
    makers.make_review(db, other, wall=datetime(2026, 7, 1), state="done", code="PN2")
    makers.make_review(db, team.mia, wall=datetime(2026, 9, 1), state="done")
    client.sign_in(team.grace)
    page = client.get("/reviewing/return")
    assert "1 review of the young people you look after" in page.text
    assert "Nobody has said yet how they took part." in page.text
    assert "Mia" not in page.text and team.mia.code in page.text
    client.send("/reviewing/return", action="/reviewing/return/ask")
    assert "Take the file" not in client.get("/reviewing/return").text
    assert told(db, noor) == ["return_asked"]
    client.sign_in(noor, Role.ADMIN)
    page = client.get("/reviewing/return")
    form = next(f for f in client.page.forms if "/agree" in (f.action or ""))
    client.post(form.action, data=form.hidden)
    client.sign_in(team.grace)
    assert "Good until 30 Nov" in client.get("/reviewing/return").text
    form = next(f for f in client.page.forms if "/file" in (f.action or ""))
    sent = client.post(form.action, data=form.hidden)
    assert sent.headers["Content-Disposition"] == 'attachment; filename="reviews.csv"'
    assert sent.text.split() == [
        "CHILD,DOB,REVIEW,REVIEW_CODE", f"{team.mia.code},06/05/2017,22/06/2026,PN1"
    ]  # fmt: skip
    with clock.fixed(clock.now() + timedelta(days=9), everywhere=True):
        client.sign_in(team.grace)
        again = client.get("/reviewing/return")
        assert "Take the file" not in again.text
        hidden = client.form("/", {}, "/reviewing/return/ask").hidden
        assert client.post(form.action, data=hidden).status_code == 303


def test_nobody_agrees_to_their_own_and_a_worker_has_no_business_there(
    client: Client, db: Db, team: Team
):
    client.sign_in(team.grace)
    client.send("/reviewing/return", action="/reviewing/return/ask")
    hidden = client.form("/", {}, "/reviewing/return/ask").hidden if client.page else {}
    client.get("/reviewing/return")
    ref = db.scalars(select(ReviewReturn.ref)).one()
    client.post(f"/reviewing/return/{ref}/agree", data=hidden)
    assert db.scalars(select(ReviewReturn.agreed_at)).one() is None
    client.sign_in(team.priya)
    assert client.get("/reviewing/return").status_code == 404


def test_the_young_person_reads_the_old_day_the_new_one_and_why(client: Client, db: Db, team: Team):
    review = coming(db, team, 10)
    client.sign_in(team.ruth)
    url = f"/reviewing/{review.ref}"
    why = "Your school trip is on the old day."
    client.send(url, {"day": "2026-12-09", "hour": "10:00", "text_why": why}, action=f"{url}/move")
    client.sign_in(team.mia)
    page = client.get(f"/reviews/{review.ref}").text
    assert "Moved from Thursday 3 December, 2" in page and why in page


def test_a_post_asks_the_database_little(client: Client, db: Db, database: Database, team: Team):
    """Without the note of the audit, which is the ledger's."""
    review = coming(db, team, -3)
    client.sign_in(team.ruth)
    url = f"/reviewing/{review.ref}"
    client.get(url)
    hidden = client.form(url, {}, f"{url}/held").hidden
    days = {"day": "2026-11-21", "hour": "", "came": "yes", "took": ["spoke"], "text_why": "Ill"}
    most = {"move": 7, "held": 8, "code": 7}
    for what, budget in most.items():
        day = {"day": "2026-11-28"} if what == "move" else {}
        with counting(database) as counted:
            sent = client.post(f"{url}/{what}", data={**hidden, **days, **day, "code": "PN1"})
        assert sent.status_code == 303
        assert len(counted.statements) <= budget, (what, counted.statements)


def test_what_nobody_answers_by_its_day_goes_on_by_itself(
    client: Client, db: Db, database: Database, team: Team
):
    url = challenge(client, team)
    due = clock.at_wall(datetime(2026, 11, 28))
    assert db.scalars(select(Owed.next_at).where(Owed.kind == "dispute")).all() == [due]
    passing.go_on(db, due - timedelta(minutes=1))
    assert told(db, team.grace) == []
    passing.go_on(db, due)
    db.flush()
    newest = db.scalars(select(DisputeStep).order_by(DisputeStep.number.desc())).first()
    assert newest is not None
    assert (newest.number, newest.level, newest.to_id) == (2, "manager", team.grace.id)
    assert newest.due == date(2026, 12, 4)  # the fifth working day
    assert told(db, team.grace) == ["challenge_asked"]
    assert told(db, team.ruth)[-1] == "challenge_late"
    assert told(db, team.mia) == ["challenge", "challenge"]
    with clock.fixed(due, everywhere=True):
        assert rebuild(db, team.mia.council_id, due) == Changes()
        client.sign_in(team.mia)
        went = "No answer came in time, so it went on to Grace, a manager"
        assert went in client.get("/standing-up-for-me").text
        client.sign_in(team.grace)
        assert "look at something again" in client.get("/waiting").text
        client.sign_in(team.priya)
        assert "look at something again" not in client.get("/waiting").text
    # The manager does not answer either: the officer is told, again each working week.
    late = clock.at_wall(datetime(2026, 12, 5))
    for moment in (late, late, late + timedelta(days=2)):
        passing.go_on(db, moment)
    assert told(db, team.ruth).count("challenge_late") == 2
    with clock.fixed(late + timedelta(days=2), everywhere=True):
        assert rebuild(db, team.mia.council_id, clock.now()) == Changes()
        client.sign_in(team.ruth)
        page = client.get("/waiting").text
        assert "What you asked the council about them has no answer." in page
    passing.go_on(db, late + timedelta(days=8))
    assert told(db, team.ruth).count("challenge_late") == 3
    # Answered late, it goes nowhere any more.
    with clock.fixed(late + timedelta(days=8), everywhere=True):
        client.sign_in(team.grace)
        sent = client.send("/reviewing/asked", {"text_answer": "You are right."})
        assert sent.status_code == 303
        passing.go_on(db, clock.now() + timedelta(days=30))
        assert told(db, team.ruth).count("challenge_late") == 3
        unseen = select(Notice.id).where(
            Notice.person_id == team.grace.id, Notice.seen_at.is_(None)
        )
        assert db.scalars(unseen).all() == []
    assert url


def test_a_challenge_asks_the_database_little(
    client: Client, db: Db, database: Database, team: Team
):
    client.sign_in(team.ruth)
    address = f"/reviewing/people/{team.mia.ref}/challenge"
    about = {"text_about": "Home", "level": "informal", "to": team.priya.ref, "by": "2026-11-27"}
    client.get(address)
    hidden = client.form(address, {"text_about": ""}).hidden
    with counting(database) as counted:
        sent = client.post(address, data={**hidden, **about})
    assert sent.status_code == 303
    assert len(counted.statements) <= 8, "\n".join(counted.statements)
    url = str(sent.headers["Location"]).partition("?")[0]
    client.get(url)
    up = {"level": "manager", "to": team.grace.ref, "by": "2026-12-04", "number": "1"}
    hidden = client.form(url, {}, f"{url}/up").hidden
    for what, data in (("up", up), ("answer", {"number": "2", "text_answer": "No"}),
                       ("end", {"outcome": "solved", "text_words": "It is well"})):  # fmt: skip
        with counting(database) as counted:
            sent = client.post(f"{url}/{what}", data={**hidden, **data})
        assert sent.status_code == 303
        assert len(counted.statements) <= 8, (what, "\n".join(counted.statements))


def test_the_place_is_for_those_who_were_granted_it(client: Client, db: Db, team: Team):
    review = coming(db, team, where="12 Beech Road")
    url = f"/reviewing/{review.ref}"
    client.sign_in(team.ruth)
    grants = DEFAULT_GRANTS[Kind.IRO]
    link = db.scalars(select(Connection).where(Connection.with_id == team.ruth.id)).one()
    for has in (True, False):
        link.grants = int(grants | Grant.ADDRESS if has else grants & ~Grant.ADDRESS)
        db.flush()
        assert ("12 Beech Road" in client.get(url).text) is has
