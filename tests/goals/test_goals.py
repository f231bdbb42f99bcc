"""Goals and steps as they are written, by the young person and by their worker."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.house import (
    Goal,
    GoalChange,
    GoalStep,
    Notice,
    OpenHours,
    Owed,
    Promise,
    PromiseStep,
    Worry,
)
from portal.people.rules import Grant, Kind, PersonKind
from portal.rebuild import rebuild
from portal.rebuild.build import Changes
from tests import makers
from tests.databases import counting

HOME = "/pathway/areas/10"
GOAL = {"text": "Get my own flat"}


@pytest.fixture
def pair(db):
    return makers.make_leaver_and_adviser(db)


def one(db, table):
    return db.scalars(select(table).order_by(table.id.desc()).limit(1)).one()


def in_step(db, person, now):
    return rebuild(db, person.council_id, now) == Changes()


def add_goal(client, db, text="Get my own flat", where=HOME):
    made = client.send(where, {"text": text}, action=f"{where}/goals")
    assert made.status_code == 303, made.text
    return one(db, Goal)


def add_step(client, goal, **typed):
    data = {"text": "Ring the housing office", "who": "me", "name": "", "day": "", **typed}
    url = f"/goals/{goal.ref}"
    return client.send(url, data, action=f"{url}/steps")


def in_days(days):
    return (makers.today() + timedelta(days=days)).isoformat()


def test_a_goal_with_steps_of_their_own(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    assert (goal.person_id, goal.area, goal.by_id) == (jordan.id, "home", jordan.id)
    assert add_step(client, goal).status_code == 303
    assert add_step(client, goal, text="Look at areas", day=in_days(9)).status_code == 303
    page = client.get(f"/goals/{goal.ref}").text
    assert "You, no day yet" in page and "You, by 2 December" in page
    assert "0 of 2 steps done" in page
    assert db.scalars(select(Promise)).all() == []
    overview = client.get("/pathway").text
    assert "Ring the housing office" in overview and "Get my own flat" in overview
    told = db.scalars(select(Notice).where(Notice.person_id == dan.id)).all()
    assert [(row.kind, row.made_at - now) for row in told] == [
        ("goals_by_them", timedelta(minutes=30))
    ]
    assert in_step(db, jordan, now)


@pytest.mark.parametrize("name", ["", "07700 900123", "+44 (0)20-7946", "٠٧٧٠٠", "☎ 12"])
def test_a_telephone_number_is_nobodys_name(client, db, pair, name):
    jordan, _dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    answer = add_step(client, goal, who="other", name=name)
    assert answer.status_code == 422
    assert "Write who does it: a name, or what they are to you." in answer.text
    assert name in answer.text, "nothing typed is lost"
    assert add_step(client, goal, who="other", name="أمي").status_code == 303


@pytest.mark.parametrize("place", ["goal", "words", "step", "area", "early"])
def test_when_somebody_reads_is_said_by_the_councils_own_hours(client, db, pair, place):
    jordan, _dan = pair
    for weekday in range(7):
        db.add(OpenHours(council_id=jordan.council_id, weekday=weekday, opens=480, closes=1200))
    db.flush()
    client.sign_in(jordan)
    goal = add_goal(client, db)
    add_step(client, goal)
    path = {
        "goal": f"/goals/{goal.ref}", "words": f"/goals/{goal.ref}/words",
        "step": f"/steps/{one(db, GoalStep).ref}", "area": HOME, "early": "/pathway/early-review",
    }[place]  # fmt: skip
    page = client.get(path)
    assert page.status_code == 200, path
    assert "We read what you write on Monday to Sunday from 8am to 8pm." in page.text
    assert "If you write that you are not safe" in page.text
    assert "at weekends" not in page.text


def test_an_adults_step_is_a_promise_and_is_owed(client, new_client, db, pair, now):
    jordan, dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    add_step(client, goal, text="Find the form", who=dan.ref, day=in_days(7))
    step, promise = one(db, GoalStep), one(db, Promise)
    assert (step.doer, step.owner_id, step.promise_id) == ("worker", dan.id, promise.id)
    assert (promise.owner_id, promise.source_kind, promise.area) == (dan.id, "goal_step", "home")
    assert promise.source_key.startswith(step.ref)
    owed = db.scalars(select(Owed).where(Owed.kind == "promise")).one()
    assert (owed.debtor_id, owed.source_id) == (dan.id, promise.id)
    assert in_step(db, jordan, now)
    assert "Find the form" in client.get("/promises").text
    staff = new_client()
    staff.sign_in(dan)
    staff.send(f"/people/{jordan.ref}", action=f"/promises/{promise.ref}/kept")
    db.expire_all()
    page = client.get(f"/goals/{goal.ref}").text
    assert "1 of 1 step done" in page, "kept as a promise, done as a step"


def test_another_day_moves_the_promise_and_the_old_one_is_in_the_history(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    add_step(client, goal, who=dan.ref, day=in_days(7))
    step = one(db, GoalStep)
    wanted = {"text": "Ring the office", "who": dan.ref, "name": "", "day": in_days(20)}
    url = f"/steps/{step.ref}"
    assert client.send(url, wanted, action=url).status_code == 303
    promise = one(db, Promise)
    assert (promise.due.isoformat(), promise.text) == (in_days(20), "Ring the office")
    owed = db.scalars(select(Owed).where(Owed.kind == "promise")).one()
    assert clock.today(owed.due_at).isoformat() == in_days(21)
    assert in_step(db, jordan, now)
    changes = db.scalars(select(GoalChange).order_by(GoalChange.id)).all()
    assert [(c.what, c.old, c.new) for c in changes] == [
        ("step_text", "Ring the housing office", "Ring the office"),
        ("step_due", in_days(7), in_days(20)),
    ]
    history = client.get("/pathway/history").text
    assert history.count("Ring the housing office") == 2, "as it was added, and before"
    gone = client.send(url, {**wanted, "day": ""}, action=url)
    assert gone.status_code == 422 and "it cannot be left out" in gone.text
    mine = client.send(url, {**wanted, "who": "me", "day": ""}, action=url)
    assert mine.status_code == 303
    assert one(db, Promise).state == "dropped" and one(db, GoalStep).promise_id is None
    assert in_step(db, jordan, now)


def test_done_and_open_again(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    add_step(client, goal, who=dan.ref, day=in_days(7))
    step = one(db, GoalStep)
    state = f"/steps/{step.ref}/state"
    client.send(f"/steps/{step.ref}", {"state": "done"}, action=state)
    assert one(db, Promise).state == "kept"
    assert db.scalars(select(Owed.done_at).where(Owed.kind == "promise")).one() is not None
    assert in_step(db, jordan, now)
    client.send(f"/steps/{step.ref}", {"state": "open"}, action=state)
    assert one(db, Promise).state == "coming" and in_step(db, jordan, now)
    steps = db.scalars(select(PromiseStep.state).order_by(PromiseStep.id)).all()
    assert steps == ["kept", "coming"]
    url = f"/goals/{goal.ref}"
    client.send(url, {"state": "dropped", "why": "I changed my mind"}, action=f"{url}/state")
    page = client.get(url).text
    assert "Not happening" in page and "I changed my mind" in page


def test_old_words_are_kept_and_can_be_put_back(client, db, pair):
    jordan, _dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    client.send(f"/goals/{goal.ref}/words", {"text": "Get a flat near Ange"})
    change = one(db, GoalChange)
    assert (change.old, change.new) == ("Get my own flat", "Get a flat near Ange")
    back = f"/goals/changes/{change.ref}/back"
    assert client.send(f"/goals/{goal.ref}", action=back).status_code == 303
    db.expire_all()
    assert one(db, Goal).text == "Get my own flat"
    assert [c.old for c in db.scalars(select(GoalChange).order_by(GoalChange.id))] == [
        "Get my own flat", "Get a flat near Ange"
    ]  # fmt: skip
    page = client.get("/pathway/history").text
    assert "Get a flat near Ange" in page and "You changed the words of a goal." in page


def test_their_worker_writes_too_and_the_young_person_is_told_once(client, new_client, db, pair):
    jordan, dan = pair
    staff = new_client()
    staff.sign_in(dan)
    url = f"/people/{jordan.ref}/pathway/goals"
    assert staff.send(url, {"text": "Save for a deposit", "area": "20"}).status_code == 303
    goal = one(db, Goal)
    assert (goal.area, goal.by_id) == ("money", dan.id)
    add_step(staff, goal, text="Open an account", who="me")
    add_step(staff, goal, text="Bring the form", who=dan.ref, day=in_days(3))
    told = db.scalars(select(Notice.kind).where(Notice.person_id == jordan.id)).all()
    assert told == ["goals_pathway"], "once, not for each keystroke"
    client.sign_in(jordan)
    page = client.get(f"/goals/{goal.ref}").text
    assert "Dan wrote this, 23 November" in page and "Dan, by 26 November" in page


@pytest.mark.parametrize(("kind", "grants"), [
    (Kind.IRO, None),
    (Kind.FOSTER_CARER, None),
    (Kind.MANAGER, None),
])  # fmt: skip
def test_who_only_reads_changes_nothing(client, new_client, db, pair, kind, grants):
    jordan, _dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    carer = kind is Kind.FOSTER_CARER
    other = makers.make_carer(db) if carer else makers.make_worker(db, account=False)
    makers.make_connection(db, jordan, other, kind, grants=Grant.NAME | Grant.PLAN | Grant.ADDRESS)
    reads = new_client()
    reads.sign_in(other)
    page = reads.get(f"/goals/{goal.ref}")
    assert page.status_code == 200 and "Add a step" not in page.text
    sent = reads.post(f"/goals/{goal.ref}/state", data={
        "csrf_token": reads.page.forms[0].hidden["csrf_token"], "state": "done", "key": "k"
    })  # fmt: skip
    assert sent.status_code == (403 if carer else 404)


def test_without_the_grant_of_its_area_it_is_not_there(client, new_client, db, pair):
    jordan, _dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    other = makers.make_worker(db)
    makers.make_connection(db, jordan, other, grants=Grant.NAME | Grant.PLAN)
    reads = new_client()
    reads.sign_in(other)
    assert reads.get(f"/goals/{goal.ref}").status_code == 404
    page = reads.get(f"/people/{jordan.ref}/pathway")
    assert page.status_code == 200 and goal.text not in page.text


def test_sent_twice_it_is_there_once(client, db, pair):
    jordan, _dan = pair
    client.sign_in(jordan)
    client.get(HOME)
    form = client.form(HOME, GOAL, f"{HOME}/goals")
    for _again in range(2):
        client.post(f"{HOME}/goals", data={**form.hidden, **GOAL})
    assert len(db.scalars(select(Goal)).all()) == 1


def test_words_that_must_not_wait(client, db, pair):
    jordan, _dan = pair
    client.sign_in(jordan)
    add_goal(client, db, "I want to die")
    assert one(db, Worry).source_kind == "goal"


def test_statements(client, db, database, pair):
    jordan, dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    for number in range(12):
        add_step(client, goal, text=f"Step {number}", who=dan.ref, day=in_days(number + 1))
    for url, most in (("/pathway", 5), (HOME, 5), (f"/goals/{goal.ref}", 6)):
        with counting(database) as counted:
            assert client.get(url).status_code == 200
        assert len(counted.statements) <= most, (url, counted.statements)
    client.get(f"/goals/{goal.ref}")
    typed = {"text": "One more", "who": dan.ref, "name": "", "day": in_days(4)}
    form = client.form(f"/goals/{goal.ref}", typed, f"/goals/{goal.ref}/steps")
    with counting(database) as counted:
        client.post(f"/goals/{goal.ref}/steps", data={**form.hidden, **typed})
    assert len(counted.statements) <= 8, counted.statements


def test_a_step_says_at_its_top_who_does_it_by_when_and_how_it_stands(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    add_step(client, goal, who=dan.ref, day=in_days(9))
    page = client.get(f"/steps/{one(db, GoalStep).ref}").text
    head = page[page.index("<h1") : page.index("How is it going?")]
    assert "Dan, by 2 December" in head and "Coming" in head
    add_step(client, goal, text="Ask for longer")
    page = client.get(f"/steps/{one(db, GoalStep).ref}").text
    assert "You, no day yet" in page[: page.index("How is it going?")]


def test_to_add_a_step_is_opened_by_who_wants_to_and_by_what_is_wrong(client, db, pair):
    jordan, _dan = pair
    client.sign_in(jordan)
    goal = add_goal(client, db)
    assert "<details><summary>Add a step" in client.get(f"/goals/{goal.ref}").text
    wrong = add_step(client, goal, text="", who="other", name="The housing office")
    assert wrong.status_code == 422 and "The housing office" in wrong.text
    assert "<details open><summary>Add a step" in wrong.text


def test_a_step_is_given_only_to_whoever_may_read_what_it_is_about(client, db, pair):
    """helen lives with Jordan and reads the plan, and not where he lives: this goal is about his
    home. His teacher has no place here, and is asked by his worker."""
    jordan, _dan = pair
    helen = makers.make_carer(db, known_as="Helen", council_id=jordan.council_id)
    makers.make_membership(db, helen)
    link = makers.make_connection(
        db, jordan, helen, Kind.FOSTER_CARER, grants=Grant.NAME | Grant.PLAN
    )
    teacher = makers.make_person(db, PersonKind.OTHER, known_as="Tom", council_id=jordan.council_id)
    makers.make_connection(db, jordan, teacher, Kind.TEACHER, grants=Grant.NAME)
    client.sign_in(jordan)
    goal = add_goal(client, db)
    page = client.get(f"/goals/{goal.ref}").text
    assert f'value="{helen.ref}"' not in page and f'value="{teacher.ref}"' in page
    sent = add_step(client, goal, who=helen.ref, day=in_days(9))
    assert sent.status_code == 422 and "Ring the housing office" in sent.text
    assert db.scalars(select(Promise.id)).all() == []
    link.grants |= int(Grant.ADDRESS)
    db.flush()
    assert f'value="{helen.ref}"' in client.get(f"/goals/{goal.ref}").text
    assert add_step(client, goal, who=helen.ref, day=in_days(9)).status_code == 303
    assert one(db, Promise).owner_id == helen.id
    step = one(db, GoalStep)
    link.grants = int(Grant.NAME | Grant.PLAN)
    db.flush()
    assert f'value="{helen.ref}"' not in client.get(f"/steps/{step.ref}").text
