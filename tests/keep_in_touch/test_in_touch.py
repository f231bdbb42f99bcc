"""A young person's own side: when the next hello is, how they like it; and who is due."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import Connection, Notice, Owed, Rhythm
from portal.people.rules import Kind
from portal.rebuild import rebuild
from portal.rebuild.build import Changes
from tests import makers
from tests.databases import counting
from tests.keep_in_touch.test_contacts import in_step, log, owed, where

WISH = {"weeks": "2", "how": "text", "best": "evening", "wish": "Not on Fridays"}


@pytest.fixture
def pair(db):
    jordan, dan = makers.make_leaver_and_adviser(db)
    makers.make_standard(db, jordan.council_id)
    return jordan, dan


def due(db, person):
    return clock.today(owed(db, person)[0].due_at) - timedelta(days=1)


def test_they_say_how_they_like_it_and_it_is_owed(client, new_client, db, pair, now):
    jordan, dan = pair
    staff = new_client()
    staff.sign_in(dan)
    log(staff, jordan, -1)
    client.sign_in(jordan)
    assert client.send("/in-touch/wish", WISH).status_code == 303
    assert due(db, jordan) == makers.today() + timedelta(weeks=2)
    row = owed(db, jordan)[0]
    assert (row.rule, row.source) == ("keep_in_touch.wish", "")
    assert in_step(db, jordan, now)
    mine = client.get("/in-touch").text
    assert "Every 2 weeks" in mine and "Not on Fridays" in mine
    told = db.scalars(select(Notice.kind).where(Notice.person_id == dan.id)).all()
    assert told == ["wish"]
    theirs = staff.get("/keeping-in-touch").text
    assert "Not on Fridays" in theirs and "A text" in theirs


def test_less_than_the_council_has_to_is_kept_and_said(client, new_client, db, pair, now):
    jordan, dan = pair
    staff = new_client()
    staff.sign_in(dan)
    log(staff, jordan, -1)
    client.sign_in(jordan)
    client.send("/in-touch/wish", {**WISH, "weeks": "26"})
    assert due(db, jordan) == makers.today() + timedelta(weeks=8, days=-1)
    assert "Your council has a rule to be in touch sooner, so that stays." in (
        client.get("/in-touch").text
    )
    assert "less often than the council has to" in staff.get(where(jordan)).text
    assert in_step(db, jordan, now)


def test_a_wish_is_owed_even_where_the_council_keeps_no_contacts(client, db, now):
    ash, dan = makers.make_leaver_and_adviser(db, category="qualifying")
    client.sign_in(ash)
    client.send("/in-touch/wish", WISH)
    (row,) = owed(db, ash)
    assert row.debtor_id == dan.id
    assert in_step(db, ash, now)
    client.send("/in-touch/wish", {**WISH, "weeks": "-"})
    assert owed(db, ash) == []
    assert in_step(db, ash, now)


def test_an_adult_writes_it_down_for_them_and_they_are_told(client, new_client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    assert client.send(f"/people/{jordan.ref}/rhythm", WISH).status_code == 303
    db.commit()
    (row,) = db.scalars(select(Rhythm))
    assert (row.theirs, row.by_id, row.weeks) == (False, dan.id, 2)
    theirs = new_client()
    theirs.sign_in(jordan)
    assert "How you like to be in touch was written down" in theirs.get("/home").text
    assert "Dan wrote it down on" in theirs.get("/in-touch").text


def test_somebody_in_care_has_visits_instead(client, db):
    sam, _priya = makers.make_pair(db)
    client.sign_in(sam)
    assert client.get("/in-touch").status_code == 200
    assert client.get("/in-touch/wish").status_code == 404


@pytest.mark.parametrize("wrong", [{"weeks": "3"}, {"how": "letter"}, {"wish": "x" * 301}])
def test_a_wish_that_is_none(client, db, pair, wrong):
    client.sign_in(pair[0])
    answer = client.send("/in-touch/wish", {**WISH, **wrong})
    assert answer.status_code == 422


def test_late_is_ours_to_put_right(client, db, pair, now):
    jordan, dan = pair
    makers.make(db, makers.Owed, {
        "council_id": jordan.council_id, "debtor_id": dan.id, "person_id": jordan.id,
        "kind": "keep_in_touch", "since": now - timedelta(days=60),
        "due_at": now - timedelta(days=4), "source_kind": "clock_keep_in_touch",
        "source_id": jordan.id,
    }, {})  # fmt: skip
    client.sign_in(jordan)
    text = client.get("/in-touch").text
    assert "That is ours to put right, not yours." in text
    assert "late" not in text.lower().replace("later", "").replace("template", "")


# --- who is due -----------------------------------------------------------------------------------


def row_of(db, person, debtor, since, due_by, kind="keep_in_touch"):
    now = clock.now()
    return makers.make(
        db,
        Owed,
        {
            "council_id": person.council_id, "debtor_id": debtor.id, "person_id": person.id,
            "kind": kind, "since": now + timedelta(days=since),
            "due_at": now + timedelta(days=due_by),
            "source_kind": f"clock_{kind}" if kind == "keep_in_touch" else "check_in",
            "source_id": person.id,
        },
        {},
    )  # fmt: skip


def test_the_list_is_in_the_order_of_what_is_owed(client, db, pair):
    jordan, dan = pair
    people = {
        name: makers.make_leaver(db, council_id=jordan.council_id, known_as=name)
        for name in ("Anna", "Ben", "Cleo", "Dot", "Eli")
    }
    for one in people.values():
        makers.make_connection(db, one, dan, Kind.PERSONAL_ADVISER)
    row_of(db, people["Anna"], dan, -60, -4)
    row_of(db, people["Ben"], dan, -30, 3)
    row_of(db, people["Cleo"], dan, -10, 30)
    row_of(db, people["Dot"], dan, -1, 1, "call_back")
    row_of(db, people["Eli"], dan, -150, -90)
    makers.make_lost(db, people["Eli"], dan)
    makers.make_contact(db, people["Anna"], dan, reached=False)
    client.sign_in(dan)
    text = client.get("/keeping-in-touch").text
    places = [text.index(name) for name in ("Eli", "Anna", "Dot", "Ben", "Cleo")]
    assert places == sorted(places)
    assert text.count("Eli") == 1
    assert "Was due" in text and "last Wednesday" not in text
    assert "Dan called. Not reached." in text
    assert "Asked for a call" in text


def test_two_rhythms_suggest_that_touch_is_lost(client, db, pair):
    jordan, dan = pair
    row_of(db, jordan, dan, -120, -61)
    client.sign_in(dan)
    assert "Have you lost touch?" in client.get("/keeping-in-touch").text
    assert "Have you lost touch?" in client.get(where(jordan)).text


def test_a_manager_sees_whose_it_is(client, db, pair):
    jordan, dan = pair
    grace = makers.make_worker(db, known_as="Grace", council_id=jordan.council_id, account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    makers.make_connection(db, jordan, grace, Kind.MANAGER)
    row_of(db, jordan, dan, -60, 3)
    client.sign_in(grace)
    assert "owed by Dan" in client.get("/keeping-in-touch").text


def test_ended_and_other_peoples_are_not_on_it(client, db, pair):
    jordan, dan = pair
    row_of(db, jordan, dan, -60, 3)
    makers.make_lost(db, jordan, dan)
    db.query(Connection).filter_by(with_id=dan.id).one().ends = makers.today() - timedelta(days=1)
    client.sign_in(dan)
    assert "Jordan" not in client.get("/keeping-in-touch").text


@pytest.mark.parametrize("many", [2, 200, 230])
def test_the_list_asks_as_often_for_two_hundred_as_for_two(client, db, database, pair, many):
    jordan, dan = pair
    for n in range(many):
        one = makers.make_leaver(db, council_id=jordan.council_id, known_as=f"Young {n}")
        makers.make_connection(db, one, dan, Kind.PERSONAL_ADVISER)
        row_of(db, one, dan, -60, n % 20 - 9)
        makers.make_contact(db, one, dan)
        makers.make_rhythm(db, one)
    client.sign_in(dan)
    with counting(database) as counted:
        text = client.get("/keeping-in-touch").text
    assert len(counted) <= 5
    assert text.count("Young ") >= min(many, 200)
    if many > 200:
        more = next(link for link in client.page.links if "after=" in link)
        assert client.get(more).text.count("Young ") >= many - 200


def test_a_mark_that_means_nothing(client, db, pair):
    client.sign_in(pair[1])
    for mark in ("x", "1", "1.x", "-1.2", f"{10**30}.1"):
        assert client.get(f"/keeping-in-touch?after={mark}").status_code == 404


def test_it_is_reached_from_waiting(client, db, pair):
    jordan, dan = pair
    row_of(db, jordan, dan, -60, 3)
    client.sign_in(dan)
    text = client.get("/waiting").text
    assert text.count("/keeping-in-touch") >= 2


def test_whatever_people_do_the_rebuild_changes_nothing(client, new_client, db, pair, now):
    """Calls, tries, wishes of all sorts, one after the other."""
    jordan, dan = pair
    staff = new_client()
    staff.sign_in(dan)
    client.sign_in(jordan)
    for n, (how, reached) in enumerate(
        [("call", "yes"), ("letter", "no"), ("text", "yes"), ("visit", "no"), ("seen", "yes")]
    ):
        log(staff, jordan, -50 + 9 * n, how=how, reached=reached)
        assert rebuild(db, jordan.council_id, now) == Changes(), how
        client.send("/in-touch/wish", {**WISH, "weeks": ["1", "-", "12", "4", "8"][n]})
        db.commit()
        assert rebuild(db, jordan.council_id, now) == Changes(), n
