"""Together on one phone: what is marked, when it is over, and what the other one says."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.house import GoalChange, GoalStep, Notice, Sitting
from portal.people.rules import Kind
from tests import makers
from tests.goals.test_goals import add_goal, add_step, one


@pytest.fixture
def pair(db):
    return makers.make_leaver_and_adviser(db)


def sit(client, dan):
    return client.send("/together", {"who": dan.ref})


def news(db, person):
    db.expire_all()
    now = clock.now()
    rows = db.scalars(select(Notice).where(Notice.person_id == person.id, Notice.seen_at.is_(None)))
    return sorted(row.kind for row in rows if row.made_at <= now)


def test_what_is_changed_together_says_so_and_the_other_one_answers(client, new_client, db, pair):
    jordan, dan = pair
    client.sign_in(jordan)
    assert sit(client, dan).status_code == 303
    goal = add_goal(client, db)
    add_step(client, goal)
    step, sitting = one(db, GoalStep), one(db, Sitting)
    assert (goal.sitting_id, step.sitting_id) == (sitting.id, sitting.id)
    page = client.get(f"/goals/{goal.ref}").text
    assert "Together with Dan" in page and "We are done" in page
    assert news(db, dan) == [], "not before it is over"
    end = f"/sittings/{sitting.ref}/end"
    over = client.send(f"/goals/{goal.ref}", action=end, follow_redirects=True)
    assert "Get my own flat" in over.text
    assert news(db, dan) == ["sitting_asks"]
    staff = new_client()
    staff.sign_in(dan)
    assert "Is it right?" in staff.get("/sittings").text
    there = f"/sittings/{sitting.ref}"
    assert staff.send(there, {"says": "yes"}, action=there).status_code == 303
    assert news(db, dan) == [] and news(db, jordan) == ["sitting_right"]
    assert "Dan said on 23 November: that is right." in client.get(there).text


def test_no_opens_it_again(client, new_client, db, pair):
    jordan, dan = pair
    staff = new_client()
    staff.sign_in(dan)
    staff.send(f"/people/{jordan.ref}/together", action=f"/people/{jordan.ref}/together")
    staff.send(f"/people/{jordan.ref}/pathway/goals", {"text": "Move to Leeds", "area": "10"})
    sitting = one(db, Sitting)
    staff.send(f"/sittings/{sitting.ref}", action=f"/sittings/{sitting.ref}/end")
    client.sign_in(jordan)
    assert news(db, jordan) == ["sitting_asks"]
    there = f"/sittings/{sitting.ref}"
    client.send(there, {"text": "I said Bradford.", "says": "no"}, action=there)
    assert news(db, dan) == ["sitting_not_right"]
    page = staff.get(there).text
    assert "that is not what we said" in page and "I said Bradford." in page
    assert "It is open again" in page
    assert "“That is not what we said”" in client.get("/pathway/history").text


def test_it_is_over_after_two_hours_and_then_asks(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(jordan)
    sit(client, dan)
    goal = add_goal(client, db)
    with clock.fixed(now + timedelta(hours=2, minutes=1), everywhere=True):
        assert news(db, dan) == ["sitting_asks"]
        client.send(f"/goals/{goal.ref}/words", {"text": "Another thing"})
        assert one(db, GoalChange).sitting_id is None


def test_nothing_changed_asks_nobody(client, db, pair):
    jordan, dan = pair
    client.sign_in(jordan)
    sit(client, dan)
    sitting = one(db, Sitting)
    client.send("/together", action=f"/sittings/{sitting.ref}/end")
    assert news(db, dan) == []
    assert "talking counts" in client.get(f"/sittings/{sitting.ref}").text


def test_only_one_of_their_workers_can_be_beside_them(client, new_client, db, pair):
    jordan, dan = pair
    carer = makers.make_carer(db)
    makers.make_connection(db, jordan, carer, Kind.FOSTER_CARER)
    client.sign_in(jordan)
    assert carer.ref not in client.get("/together").text
    form = client.form("/together", {"who": ""})
    assert client.post("/together", data={**form.hidden, "who": carer.ref}).status_code == 422
    sit(client, dan)
    sitting = one(db, Sitting)
    other = makers.make_worker(db)
    makers.make_connection(db, jordan, other)
    stranger = new_client()
    stranger.sign_in(other)
    assert stranger.get(f"/sittings/{sitting.ref}").status_code == 404


def test_the_only_worker_is_chosen_already(client, db, pair):
    jordan, dan = pair
    client.sign_in(jordan)
    chosen = re.compile(f' checked[^>]*value="{dan.ref}"')
    assert chosen.search(client.get("/together").text)
    makers.make_connection(db, jordan, makers.make_worker(db, known_as="Omar"))
    assert " checked " not in client.get("/together").text, "of two, nobody is chosen for them"
