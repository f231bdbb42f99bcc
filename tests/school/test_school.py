"""A school plan: targets, a say on each, who helps, when it is looked at next."""

import pytest
from sqlalchemy import select

from portal.house import Goal, GoalChange
from portal.people.rules import Grant, Kind
from tests import makers
from tests.goals.test_goals import one


@pytest.fixture
def pair(db):
    mia = makers.make_young(db, known_as="Mia")
    sam = makers.make_worker(db, known_as="Priya", council_id=mia.council_id)
    makers.make_connection(db, mia, sam)
    return mia, sam


def test_a_target_and_what_they_say_about_it(client, new_client, db, pair):
    mia, worker = pair
    staff = new_client()
    staff.sign_in(worker)
    where = f"/people/{mia.ref}/school-plan"
    typed = {"text": "Read one book a month"}
    assert staff.send(where, typed, action=f"{where}/targets").status_code == 303
    target = one(db, Goal)
    assert (target.plan_kind, target.area) == ("school", "school")
    client.sign_in(mia)
    assert "Read one book a month" in client.get("/school-plan").text
    there = f"/goals/{target.ref}"
    client.send(there, {"say": "Only if I choose the book."}, action=f"{there}/say")
    db.expire_all()
    assert one(db, Goal).say == "Only if I choose the book."
    assert "What Mia says about it" not in client.get(there).text
    assert "Only if I choose the book." in staff.get(there).text
    client.send(there, {"say": "Comics count."}, action=f"{there}/say")
    olds = db.scalars(select(GoalChange.old).order_by(GoalChange.id)).all()
    assert olds == ["", "Only if I choose the book."]


def test_who_helps_at_school(client, db, pair):
    mia, _worker = pair
    teacher = makers.make_relative(db, known_as="Ms Bell", job="Designated teacher")
    makers.make_connection(db, mia, teacher, Kind.TEACHER, label="Ms Bell")
    client.sign_in(mia)
    assert "Ms Bell" in client.get("/school-plan").text


def test_without_school_it_is_not_there(new_client, db, pair):
    mia, _worker = pair
    other = makers.make_worker(db)
    makers.make_connection(db, mia, other, grants=Grant.NAME | Grant.PLAN)
    staff = new_client()
    staff.sign_in(other)
    assert staff.get(f"/people/{mia.ref}/school-plan").status_code == 404
