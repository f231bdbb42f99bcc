"""A quarter in numbers: counted once when nothing is added any more, shown to managers."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, time, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import QuarterInNumbers, Said, SaidAnswer
from portal.say.themes import counting, rules
from portal.say.themes.rules import Heard, Kept, Quarter, Time
from tests.databases import counting as statements
from tests.makers import (
    make_council,
    make_episode,
    make_membership,
    make_promise,
    make_worker,
    make_young,
    the_council,
    today,
)

_numbers = count(1)


@pytest.fixture
def quarter():
    return list(rules.closed_since(today() - timedelta(days=400), today()))[-1]


def at(quarter: Quarter, days: int = 20) -> datetime:
    return clock.at_wall(datetime.combine(quarter.first + timedelta(days=days), time(12)))


def said(db, person, quarter, *, days=20, answered=3, found="", **more):
    """Something said in that quarter, due after five days, and answered after so many."""
    when = at(quarter, days)
    columns = {"kind": "view", "topic": "home", "readers": 3, "owner": "worker", "turn": 1,
               "state": "sent", "said_at": when, "turn_at": when,
               "due_at": when + timedelta(days=5), **more}  # fmt: skip
    row = Said(council_id=person.council_id, person_id=person.id, **columns)
    db.add(row)
    db.flush()
    if answered is not None:
        done = when + timedelta(days=answered)
        db.add(
            SaidAnswer(
                council_id=person.council_id, said_id=row.id, turn=1, kind="did", text="Done",
                by_id=person.id, made_at=done, found=found,
                found_at=done + timedelta(days=1) if found else None,
            )
        )  # fmt: skip
        db.flush()
    return row


def some(db, quarter, number, **more):
    for _n in range(number):
        young = make_young(db, council_id=the_council(db).id, known_as=f"Young{next(_numbers)}")
        make_episode(db, young)
        said(db, young, quarter, **more)


def kept(db):
    return db.scalars(select(QuarterInNumbers)).all()


def shown(db):
    return json.loads(kept(db)[-1].shown)


def cells(found, what):
    return {
        tuple(group): cell
        for part in found["parts"] if part["what"] == what
        for group, cell in zip(part["groups"], part["cells"], strict=True)
    }  # fmt: skip


def count_now(db, now):
    counting.count_council(db, the_council(db).id, now)
    db.flush()


def test_a_quarter_is_counted_once_and_then_stands(db, now, quarter):
    some(db, quarter, 6, found="yes")
    some(db, quarter, 7, answered=9)
    count_now(db, now)
    first = shown(db)
    assert (first["said"], first["counted"]) == (13, 13)
    assert cells(first, "time") == {("in_time",): 6, ("late",): 7}
    assert cells(first, "heard") == {("yes",): 6, ("partly", "no", "not_said"): 7}
    assert cells(first, "kind") == {}  # everybody said something of this kind
    some(db, quarter, 9)
    count_now(db, now)
    assert shown(db) == first
    assert len(kept(db)) == len({(row.year, row.number) for row in kept(db)})


def test_there_is_nothing_of_anybody_in_what_is_kept(db, now, quarter):
    some(db, quarter, 6)
    young = make_young(db, council_id=the_council(db).id, known_as="Alone")
    said(db, young, quarter, kind="view", topic="home", readers=1, owner="iro", text="Only Ruth")
    count_now(db, now)
    text = kept(db)[-1].shown
    for hidden in ("Alone", "Only Ruth", "Young", str(young.id)):
        assert hidden not in text
    assert json.loads(text)["said"] == 6  # one who spoke in private could be told apart


def test_of_what_was_asked_again_the_first_answer_counts(db, now, quarter):
    young = make_young(db, council_id=the_council(db).id)
    row = said(db, young, quarter, turn=2, answered=1, found="partly")
    row.due_at = at(quarter) - timedelta(days=99)  # the newest turn's, whatever it is
    late = make_young(db, council_id=the_council(db).id)
    said(db, late, quarter, turn=2, answered=30)
    found = counting.voices(db, the_council(db).id, quarter)
    assert [voice.time for voice in found] == [Time.IN_TIME, Time.LATE]
    assert [voice.heard for voice in found] == [Heard.PARTLY, Heard.NOT_SAID]
    assert [voice.days for voice in found] == [(1,), (30,)]


def test_what_came_after_it_closed_does_not_count(db, now, quarter):
    young = make_young(db, council_id=the_council(db).id)
    said(db, young, quarter, days=80, answered=60)
    (voice,) = counting.voices(db, the_council(db).id, quarter)
    assert (voice.time, voice.days) == (Time.LATE, ())
    assert counting.voices(db, the_council(db).id, quarter.next) == []


@pytest.mark.parametrize(
    ("due", "state", "on", "stands"),
    [
        (30, "kept", 30, Kept.KEPT),
        (30, "kept", 31, Kept.LATE),
        (30, "coming", 25, Kept.LATE),
        (30, "dropped", 26, Kept.LATE),
        (300, "coming", 25, Kept.COMING),
        (300, "kept", 299, Kept.COMING),  # after the quarter had closed
    ],
)
def test_promises_made_in_answers(db, now, quarter, due, state, on, stands):
    young = make_young(db, council_id=the_council(db).id)
    row = said(db, young, quarter)
    first = quarter.first
    promise = make_promise(
        db, young, make_worker(db, council_id=young.council_id), source_kind="said", state=state,
        due=first + timedelta(days=due), state_on=first + timedelta(days=on),
    )  # fmt: skip
    db.query(SaidAnswer).filter_by(said_id=row.id).one().promise_ref = promise.ref
    db.flush()
    (voice,) = counting.voices(db, the_council(db).id, quarter)
    assert voice.kept is stands


def test_counting_asks_as_much_of_many_as_of_one(db, now, quarter, database):
    some(db, quarter, 1)
    db.commit()
    with statements(database) as one:
        counting.voices(db, the_council(db).id, quarter)
    some(db, quarter, 30)
    db.commit()
    with statements(database) as many:
        counting.voices(db, the_council(db).id, quarter)
    assert len(one) == len(many) <= 5


def manager_of(db, council_id):
    manager = make_worker(db, account=False, council_id=council_id)
    make_membership(db, manager, role=Role.MANAGER)
    return manager


def test_a_manager_reads_it_and_takes_it_along(db, now, quarter, client):
    some(db, quarter, 6)
    some(db, quarter, 8, kind="gone", topic="x", answered=40)
    count_now(db, now)
    client.sign_in(manager_of(db, the_council(db).id))
    page = client.get("/in-numbers").text
    for words in ("14 young people said something.", "Half of the first answers came within",
                  "6 young people", "8 young people", "What you think",
                  "Something else"):  # fmt: skip
        assert words in page, words
    assert page == client.get(f"/in-numbers?quarter={quarter.code}").text or quarter.code in page
    answer = client.get(f"/in-numbers/{quarter.code}/numbers.csv")
    assert answer.headers["Content-Disposition"].endswith(f'"numbers-{quarter.code}.csv"')
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[1] == [quarter.code, "Said something", "", "14"]
    assert [row[3] for row in rows if "Every answer in time" in row] == ["6"]
    assert client.get("/in-numbers?quarter=1999-q1").status_code == 404
    assert client.get("/in-numbers/1999-q1/numbers.csv").status_code == 404


def test_before_the_first_and_with_too_few_the_page_says_so(db, now, quarter, client):
    client.sign_in(manager_of(db, the_council(db).id))
    assert "Nothing to show yet" in client.get("/in-numbers").text
    some(db, quarter, 4)
    count_now(db, now)
    page = client.get("/in-numbers").text
    assert "Too few to show" in page
    assert "4 young" not in page


def test_each_council_has_its_own(db, now, quarter, client):
    some(db, quarter, 6)
    count_now(db, now)
    other = make_council(db)
    client.sign_in(manager_of(db, other.id))
    assert "Nothing to show yet" in client.get("/in-numbers").text
    assert client.get(f"/in-numbers/{quarter.code}/numbers.csv").status_code == 404
