"""Losing touch has its own steps; finding each other again asks nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import LostTouch, LostTouchStep, Notice, Stop
from portal.keep_in_touch import entries
from portal.keep_in_touch import jobs as work
from portal.people.rules import Kind
from portal.rebuild import rebuild
from tests import makers
from tests.databases import counting
from tests.keep_in_touch.test_contacts import in_step, owed


@pytest.fixture
def scene(db):
    jordan, dan = makers.make_leaver_and_adviser(db)
    grace = makers.make_worker(db, known_as="Grace", council_id=jordan.council_id, account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    makers.make_connection(db, jordan, grace, Kind.MANAGER)
    return jordan, dan, grace


def where(person):
    return f"/people/{person.ref}/lost"


def begin(client, person, away=-90):
    day = (makers.today() + timedelta(days=away)).isoformat()
    return client.send(where(person), {"day": day}, action=f"{where(person)}/begin")


def take(client, person, step="call", text="No answer.", **typed):
    typed = {"step": step, "day": makers.today().isoformat(), "text": text, **typed}
    return client.send(where(person), typed, action=f"{where(person)}/step")


def found(client, person, text="They called."):
    return client.send(where(person), {"found": text}, action=f"{where(person)}/found")


def searches(db):
    db.commit()
    return db.scalars(select(LostTouch).order_by(LostTouch.id)).all()


def test_it_is_begun_tried_and_ended(client, new_client, db, scene, now):
    jordan, dan, grace = scene
    client.sign_in(dan)
    assert begin(client, jordan).status_code == 303
    told = db.scalars(select(Notice.person_id).where(Notice.kind == "lost_touch")).all()
    assert told == [grace.id]
    (row,) = owed(db, jordan, "lost_touch")
    assert clock.today(row.due_at) == makers.today() + timedelta(days=8)
    assert in_step(db, jordan, now)
    boss = new_client()
    boss.sign_in(grace)
    assert "We do not know how they are" in boss.get("/keeping-in-touch").text
    assert take(client, jordan).status_code == 303
    assert take(client, jordan, "letter", "Sent to the last address.").status_code == 303
    text = client.get(where(jordan)).text
    assert text.index("No answer.") < text.index("Sent to the last address.")
    assert in_step(db, jordan, now)
    assert found(client, jordan).status_code == 303
    (one,) = searches(db)
    assert (one.found_by_id, one.how_found) == (dan.id, "They called.")
    assert owed(db, jordan, "lost_touch") == []
    assert in_step(db, jordan, now)
    assert "We do not know how they are" not in boss.get("/keeping-in-touch").text
    assert "They called." in client.get(where(jordan)).text


def test_a_step_moves_the_day_to_look_again(client, db, scene, now):
    jordan, dan, _grace = scene
    makers.make_lost(db, jordan, dan)
    rebuild(db, jordan.council_id, now)
    db.commit()
    assert clock.today(owed(db, jordan, "lost_touch")[0].due_at) == makers.today() + timedelta(1)
    client.sign_in(dan)
    take(client, jordan, "review", "Talked with Grace.")
    assert clock.today(owed(db, jordan, "lost_touch")[0].due_at) == makers.today() + timedelta(8)


def test_two_at_once_begin_one(client, new_client, db, scene):
    jordan, dan, grace = scene
    client.sign_in(dan)
    client.get(where(jordan))
    hidden = client.form(where(jordan), {"day": ""}, f"{where(jordan)}/begin").hidden
    boss = new_client()
    boss.sign_in(grace)
    begin(boss, jordan)
    sent = client.post(f"{where(jordan)}/begin", data={**hidden, "day": makers.today().isoformat()})
    assert sent.status_code == 303
    assert len(searches(db)) == 1


def test_each_is_safe_to_send_twice(client, db, scene):
    jordan, dan, _grace = scene
    client.sign_in(dan)
    for path, typed in (
        ("begin", {"day": makers.today().isoformat()}),
        ("step", {"step": "text", "day": makers.today().isoformat(), "text": "Sent."}),
        ("found", {"found": "They wrote."}),
    ):
        client.get(where(jordan))
        hidden = client.form(where(jordan), typed, f"{where(jordan)}/{path}").hidden
        for _ in range(2):
            sent = client.post(f"{where(jordan)}/{path}", data={**hidden, **typed})
            assert sent.status_code == 303
    assert len(searches(db)) == 1
    assert len(db.scalars(select(LostTouchStep)).all()) == 1


@pytest.mark.parametrize(
    ("path", "typed"),
    [("begin", {"day": "2999-01-01"}), ("step", {"step": "", "text": "Words I typed"}),
     ("found", {"found": ""})],
)  # fmt: skip
def test_what_does_not_fit_is_asked_again(client, db, scene, path, typed):
    jordan, dan, _grace = scene
    if path != "begin":
        makers.make_lost(db, jordan, dan)
    client.sign_in(dan)
    sent = client.send(where(jordan), typed, action=f"{where(jordan)}/{path}")
    assert sent.status_code == 422
    assert typed.get("text", "") in sent.text


def test_no_step_where_nobody_is_searched_for(client, db, scene):
    jordan, dan, _grace = scene
    one = makers.make_lost(db, jordan, dan)
    client.sign_in(dan)
    client.get(where(jordan))
    hidden = client.form(where(jordan), {"step": ""}, f"{where(jordan)}/step").hidden
    one.found_at = clock.now()
    typed = {"step": "call", "day": makers.today().isoformat()}
    assert client.post(f"{where(jordan)}/step", data={**hidden, **typed}).status_code == 404


def test_a_word_from_them_is_told_once_and_a_person_ends_it(client, database, db, scene, now):
    """Somebody else may hold the phone."""
    jordan, dan, _grace = scene
    makers.make_lost(db, jordan, dan)
    makers.make_standard(db, jordan.council_id)
    makers.make_rhythm(db, jordan, made_at=now - timedelta(days=120))
    talk = makers.make_conversation(db, jordan, dan)
    makers.make_message(db, talk, text="hi its me", sent_at=now - timedelta(days=1))
    db.commit()
    for _ in range(2):
        work.count_again(database, now)
    db.commit()
    told = db.scalars(select(Notice.kind).where(Notice.person_id == dan.id)).all()
    assert told == ["heard_again"]
    assert searches(db)[0].found_at is None
    client.sign_in(dan)
    text = client.get(where(jordan)).text
    assert "Jordan was in touch on" in text
    assert "If it was them, end the search below." in text


def test_the_job_moves_the_day_on_and_then_writes_nothing(database, db, scene, now):
    jordan, dan, _grace = scene
    makers.make_rhythm(db, jordan, made_at=now - timedelta(days=30))
    rebuild(db, jordan.council_id, now)
    db.commit()
    before = owed(db, jordan)[0].due_at
    talk = makers.make_conversation(db, jordan, dan)
    makers.make_message(db, talk, sent_at=now - timedelta(days=2))
    db.commit()
    work.count_again(database, now)
    after = owed(db, jordan)[0].due_at
    assert after > before
    assert entries.stale(db, jordan.council_id, now) == []
    rebuild(db, jordan.council_id, now)
    assert owed(db, jordan)[0].due_at == after


def test_nothing_is_owed_to_somebody_who_must_not_be_contacted(database, db, scene, now):
    jordan, dan, _grace = scene
    makers.make_rhythm(db, jordan)
    makers.make_lost(db, jordan, dan)
    db.commit()
    work.count_again(database, now)
    assert len(owed(db, jordan)) == 1
    makers.make(db, Stop, {
        "council_id": jordan.council_id, "person_id": jordan.id, "why": "no_contact",
        "basis": "Known.", "asked_by_id": dan.id, "asked_at": now, "agreed_by_id": dan.id,
        "agreed_at": now,
    }, {})  # fmt: skip
    db.commit()
    work.count_again(database, now)
    assert owed(db, jordan) == []
    assert owed(db, jordan, "lost_touch") == []


def test_they_read_nothing_of_the_search(client, db, scene):
    jordan, dan, _grace = scene
    lost = makers.make_lost(db, jordan, dan)
    makers.make(db, LostTouchStep, {
        "council_id": jordan.council_id, "lost_id": lost.id, "step": "police",
        "day": makers.today(), "by_id": dan.id, "note": "Asked at the station.",
        "made_at": clock.now(),
    }, {})  # fmt: skip
    client.sign_in(jordan)
    for page in ("/home", "/in-touch", "/check-in"):
        assert "station" not in client.get(page).text
    assert client.get(where(jordan)).status_code == 403


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_asks_as_often_for_many_steps(client, db, database, scene, many):
    jordan, dan, _grace = scene
    lost = makers.make_lost(db, jordan, dan)
    for _ in range(many):
        makers.make(db, LostTouchStep, {
            "council_id": jordan.council_id, "lost_id": lost.id, "step": "call",
            "day": makers.today(), "by_id": dan.id, "made_at": clock.now(),
        }, {})  # fmt: skip
    client.sign_in(dan)
    with counting(database) as counted:
        assert client.get(where(jordan)).status_code == 200
    assert len(counted) <= 5
