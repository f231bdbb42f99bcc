"""On duty, in an emergency: one young person is found, not browsed; and closed again."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.core.audit_check import Seen, broken
from portal.house import Connection, Message, Notice, Opening, Owed, ReadMark
from portal.people import reach
from portal.people.rules import WORKER_GRANTS, Grant, Kind
from tests import makers
from tests.databases import counting
from tests.openings.scene import WHY, body, later
from tests.pages import steady

FULL = {"name": "samira haddad", "born": "2012-03-27"}


def events(db):
    db.rollback()
    return [(e.act, e.about_id, e.what) for e in db.scalars(select(AuditEvent))]


# --- finding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "S-0077"},
        {"number": " s-0077 "},
        FULL,
        {"name": "Sam", "born": "27/3/2012"},
        {"name": "SAM  haddad", "born": "27.03.2012"},
        {"number": "S-0077", **FULL},
    ],
)
def test_who_is_known_is_found(scene, typed):
    dele = scene.as_(scene.dele)
    found = scene.find(dele, **typed)
    assert found.status_code == 200
    for told in ("Samira", "Haddad", "S-0077", "Sam<", scene.ref):
        assert told not in found.text
    assert events(scene.db) == [("looked", scene.sam.id, "openings.find")]
    # And that is all: nothing is open yet.
    assert dele.get(f"/people/{scene.ref}").status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "S-0078"},
        {"number": "S-00"},
        {"number": "%"},
        {"name": "Sam", "born": "2012-03-28"},
        {"name": "Samira", "born": "2012-03-27"},  # a part of the name is not enough
        {"name": "Haddad", "born": "2012-03-27"},
        {"number": "S-0077", "name": "Tyler", "born": "2012-03-27"},
        {"number": "S-0077", "born": "2012-03-28"},
    ],
)
def test_who_is_not_known_is_not_found(scene, typed):
    dele = scene.as_(scene.dele)
    answer = scene.find(dele, **typed)
    assert answer.status_code == 422
    assert "could not find just one" in answer.text
    for word in typed.values():  # nothing typed is lost
        assert word in answer.text
    assert events(scene.db) == []


def test_two_who_fit_are_nobody(scene):
    makers.make_young(scene.db, known_as="Sam", born=scene.sam.born)
    dele = scene.as_(scene.dele)
    assert "could not find just one" in scene.find(dele, name="Sam", born="2012-03-27").text
    assert scene.find(dele, **FULL).status_code == 200


@pytest.mark.parametrize("typed", [{}, {"name": "Sam"}, {"born": "2012-03-27"},
                                   {"name": "Sam", "born": "27/3"}])  # fmt: skip
def test_half_of_it_is_not_enough(scene, typed):
    dele = scene.as_(scene.dele)
    dele.get("/emergency")
    hidden = dele.form("/emergency", {"number": ""}).hidden
    assert dele.post("/emergency/find", data={**hidden, **typed}).status_code == 422
    assert "Please look at this again" in dele.page.text


def test_nobody_of_another_council_and_no_adult_is_found(scene):
    other = makers.make_council(scene.db)
    makers.make_young(scene.db, council=other, code="X-1")
    dele = scene.as_(scene.dele)
    for code in ("X-1", scene.priya.code, scene.dele.code):
        assert "could not find just one" in scene.find(dele, number=code).text


def test_who_must_not_know_finds_nobody(scene):
    """The same words, to the byte, as for somebody who does not exist."""
    dele = scene.as_(scene.dele)
    nobody = body(scene.find(dele, number="S-9999"))
    makers.make_bar(scene.db, scene.sam, scene.dele)
    assert body(scene.find(dele, number="S-0077")) == nobody
    assert "could not find" in scene.find(dele, **FULL).text
    assert events(scene.db) == []


def test_a_bar_written_between_finding_and_the_reason_wins(scene):
    dele = scene.as_(scene.dele)
    scene.find(dele)
    makers.make_bar(scene.db, scene.sam, scene.dele)
    assert scene.give_reason(dele, hold="no", hours="4").status_code == 404
    assert scene.opening() is None


def test_there_are_so_many_tries(scene):
    dele = scene.as_(scene.dele)
    for n in range(10):
        assert scene.find(dele, number=f"S-{n}").status_code == 422
    answer = scene.find(dele)
    assert answer.status_code == 429
    assert "Wait an hour" in answer.text
    with later(1.1):
        assert scene.find(scene.as_(scene.dele)).status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DUTY}))
def test_only_duty_has_this_door(scene, client, role):
    kind = {Role.YOUNG: makers.make_young, Role.CARER: makers.make_carer}.get(
        role, lambda db: makers.make_worker(db, account=False)
    )
    client.sign_in(kind(scene.db), role)
    assert client.get("/emergency").status_code == 403


# --- opening ------------------------------------------------------------------------------------


def test_with_a_reason_one_record_is_open_for_some_hours(scene, db):
    other = makers.make_young(db, known_as="Zebedee")
    dele = scene.as_(scene.dele)
    answer = scene.open(dele, hours="4")
    assert answer.status_code == 303
    assert answer.location.startswith(f"/people/{scene.ref}?done=opened-in-emergency")
    page = dele.get(answer.location)
    assert "It closes by itself" in page.text
    for address in ("", "/plan", "/messages"):
        assert dele.get(f"/people/{scene.ref}{address}").status_code == 200
    assert dele.get(f"/people/{other.ref}").status_code == 404
    assert "Sam" in dele.get("/people").text and "Zebedee" not in dele.get("/people").text
    with later(3.9):
        assert scene.as_(scene.dele).get(f"/people/{scene.ref}").status_code == 200
    with later(4):
        assert scene.as_(scene.dele).get(f"/people/{scene.ref}").status_code == 404
        assert "Sam" not in steady(scene.as_(scene.dele).get("/people").text)
    opening = scene.opening()
    assert (opening.kind, opening.why, opening.hours) == ("emergency", WHY, 4)
    assert opening.ends_at == opening.asked_at + timedelta(hours=4)
    (connection,) = db.scalars(select(Connection).where(Connection.kind == Kind.EMERGENCY))
    assert connection.grants == int(WORKER_GRANTS)
    assert connection.granted_by_id == scene.dele.id and connection.ends_at == opening.ends_at
    assert ("changed", scene.sam.id, "openings.emergency") in events(db)
    assert ("looked", scene.sam.id, "staff.person") in events(db)
    assert list(broken(db, Seen())) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"text": "", "hours": "4", "hold": "no"},
        {"text": "because I say so", "hours": "4", "hold": "no"},
        {"text": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "hours": "4", "hold": "no"},
        {"text": WHY, "hours": "5", "hold": "no"},
        {"text": WHY, "hours": "", "hold": "no"},
        {"text": WHY, "hours": "4", "hold": ""},
        {"text": WHY, "hours": "4", "hold": "no", "found": "forged"},
    ],
)
def test_without_a_whole_reason_nothing_is_opened(scene, typed):
    dele = scene.as_(scene.dele)
    scene.find(dele)
    answer = scene.give_reason(dele, **typed)
    assert answer.status_code == 422
    assert "Please look at this again" in answer.text
    assert typed["text"] in answer.text
    assert scene.opening() is None
    # Nothing is lost: put right on the page that came back, it goes through.
    if "found" not in typed:
        assert scene.give_reason(dele, hold="no", hours="4").status_code == 303


def test_a_find_is_good_for_this_session_and_a_few_minutes(scene):
    first, second = scene.as_(scene.dele), scene.as_(scene.dele)
    scene.find(first)
    found = first.form("/emergency/find", {"text": "", "hours": ""}).hidden["found"]
    scene.find(second)
    stolen = scene.give_reason(second, hold="no", hours="4", found=found)
    assert stolen.status_code == 422
    assert "find them again" in stolen.text
    with later(0.3):
        assert scene.give_reason(first, hold="no", hours="4").status_code == 422
    assert scene.opening() is None


def test_sent_twice_it_happens_once(scene, db):
    dele = scene.as_(scene.dele)
    scene.find(dele)
    form = dele.form("/emergency/find", {"text": "", "hours": ""}).hidden
    sent = {**form, "text": WHY, "hours": "4", "hold": "no"}
    for _ in range(2):
        assert dele.post("/emergency/open", data=sent).status_code == 303
    assert len(db.scalars(select(Opening)).all()) == 1
    assert len(db.scalars(select(Notice).where(Notice.person_id == scene.grace.id)).all()) == 1
    other = dele.post("/emergency/open", data={**sent, "text": f"{WHY} And more."})
    assert other.status_code == 422
    assert "And more." in other.text


def test_a_second_opening_of_a_day_makes_it_last_longer(scene, db):
    dele = scene.as_(scene.dele)
    scene.open(dele, hours="1")
    first = scene.opening().ref
    scene.open(dele, hours="12")
    (connection,) = db.scalars(select(Connection).where(Connection.kind == Kind.EMERGENCY))
    assert connection.ends_at == clock.now() + timedelta(hours=12)
    dele.send(f"/openings/{first}", {}, action=f"/openings/{first}/end")
    assert dele.get(f"/people/{scene.ref}").status_code == 200  # the longer one is still open
    second = scene.opening().ref
    dele.send(f"/openings/{second}", {}, action=f"/openings/{second}/end")
    assert dele.get(f"/people/{scene.ref}").status_code == 404


def test_over_midnight(scene, db):
    dele = scene.as_(scene.dele)
    scene.open(dele, hours="24")
    with later(20):
        assert scene.as_(scene.dele).get(f"/people/{scene.ref}").status_code == 200
        again = scene.as_(scene.dele)
        scene.open(again, hours="1")  # another day: a connection of its own
        last = scene.opening().ref
        again.send(f"/openings/{last}", {}, action=f"/openings/{last}/end")
        assert again.get(f"/people/{scene.ref}").status_code == 200
    with later(24):
        assert scene.as_(scene.dele).get(f"/people/{scene.ref}").status_code == 404


def test_who_is_connected_anyway_is_on_the_list_once(scene, db):
    makers.make_connection(db, scene.sam, scene.dele, Kind.MANAGER, grants=Grant.NAME)
    makers.make_agenda_item(db, scene.sam)
    dele = scene.as_(scene.dele)
    assert dele.get("/people").text.count(scene.ref) == 1
    scene.open(dele)
    assert dele.get("/people").text.count(scene.ref) == 1
    assert "You see each other next" in dele.get("/people").text
    with later(5):
        assert scene.as_(scene.dele).get(f"/people/{scene.ref}").status_code == 200


def test_nobody_seems_to_read_what_was_only_looked_at(scene, db):
    """The young person would think that somebody is listening to them."""
    talk = makers.make_conversation(db, scene.sam, scene.priya)
    makers.make_message(db, talk)
    dele = scene.as_(scene.dele)
    scene.open(dele)
    assert dele.get(f"/people/{scene.ref}/messages").status_code == 200
    assert db.scalars(select(ReadMark)).all() == []
    assert scene.as_(scene.priya).get(f"/people/{scene.ref}/messages").status_code == 200
    assert db.scalars(select(ReadMark.person_id)).all() == [scene.priya.id]


def test_nobody_else_is_let_in(scene, db):
    scene.open(scene.as_(scene.dele))
    for person in (scene.hana, scene.noor):
        viewer = makers.make_viewer(db, person)
        found = db.scalars(reach.young_people(viewer, Grant.NAME, clock.now())).all()
        assert found == []
    sam = scene.as_(scene.sam)
    assert "Dele" not in steady(sam.get("/my-people").text)
    assert "Dele" not in scene.as_(scene.priya).get(f"/people/{scene.ref}").text


@pytest.mark.parametrize("who", ["dele", "hana", "noor"])
def test_it_is_ended_early_by_whoever_opened_it_or_oversees(scene, who):
    dele = scene.as_(scene.dele)
    scene.open(dele)
    ref = scene.opening().ref
    browser = scene.as_(getattr(scene, who))
    answer = browser.send(f"/openings/{ref}", {}, action=f"/openings/{ref}/end")
    assert answer.status_code == 303
    assert "Closed early" in browser.get(f"/openings/{ref}").text
    assert dele.get(f"/people/{scene.ref}").status_code == 404
    assert ("changed", scene.sam.id, "openings.ended") in events(scene.db)


# --- who sees that it was opened ----------------------------------------------------------------


def test_managers_and_the_lead_are_told_at_once(scene, db):
    scene.open(scene.as_(scene.dele), hold="yes")
    told = set(db.scalars(select(Notice.person_id).where(Notice.kind == "emergency_opened")))
    assert told == {scene.grace.id, scene.noor.id}  # hana is not connected with sam
    for person, first in ((scene.grace, "/waiting"), (scene.noor, "/about-this")):
        page = scene.as_(person).get(first)
        assert "Somebody on duty opened a record in an emergency" in page.text
        assert 'href="/openings"' in page.text
    listed = scene.as_(scene.grace).get("/openings").text
    for said in ("Sam", "Dele opened it", "Open until", "unless the safeguarding lead"):
        assert said in listed, said
    assert WHY not in listed
    assert WHY in scene.as_(scene.grace).get(f"/openings/{scene.opening().ref}").text


def test_where_no_manager_is_connected_all_of_them_are_told(scene, db):
    db.query(Connection).filter(Connection.with_id == scene.grace.id).delete()
    makers.make_bar(db, scene.sam, scene.hana)
    scene.open(scene.as_(scene.dele))
    told = set(db.scalars(select(Notice.person_id).where(Notice.kind == "emergency_opened")))
    assert told == {scene.grace.id, scene.noor.id}  # and never who must not know


def test_who_sees_the_list(scene, db):
    other = makers.make_worker(db, known_as="Second", account=False)
    makers.make_membership(db, other, role=Role.DUTY)
    scene.open(scene.as_(scene.dele))
    ref = scene.opening().ref
    sees = {"dele": True, "grace": True, "hana": True, "noor": True}
    for name in sees:
        browser = scene.as_(getattr(scene, name))
        assert "Sam" in browser.get("/openings").text, name
        assert browser.get(f"/openings/{ref}").status_code == 200, name
    second = scene.as_(other)
    assert "Sam" not in steady(second.get("/openings").text)
    assert second.get(f"/openings/{ref}").status_code == 404
    priya = scene.as_(scene.priya)
    assert priya.get("/openings").status_code == priya.get(f"/openings/{ref}").status_code == 404
    assert scene.as_(scene.sam).get("/openings").status_code == 403
    makers.make_bar(db, scene.sam, scene.hana)
    hana = scene.as_(scene.hana)
    assert "Sam" not in steady(hana.get("/openings").text)
    assert hana.get(f"/openings/{ref}").status_code == 404
    elsewhere = makers.make_lead(db, council=makers.make_council(db))
    assert scene.as_(elsewhere).get(f"/openings/{ref}").status_code == 404
    assert "listed" in {act for act, _about, _what in events(db)}


def test_the_list_goes_on_by_pages(scene, db):
    now = clock.now()
    for n in range(120):
        db.add(
            Opening(
                council_id=scene.sam.council_id, kind="emergency", person_id=scene.sam.id,
                asked_by_id=scene.dele.id, asked_at=now, why=f"Number {n}.", hours=1,
                ends_at=now, tell_at=now,
            )
        )  # fmt: skip
        db.flush()
    grace = scene.as_(scene.grace)
    seen, address = [], "/openings"
    while address:
        page = grace.get(address)
        assert page.status_code == 200 and "Number" not in page.text
        seen += [link for link in grace.page.links if re.fullmatch(r"/openings/[^?]+", link)]
        more = [link for link in grace.page.links if link.startswith("/openings?after=")]
        address = more[0] if more else None
    assert len(seen) == len(set(seen)) == 120
    assert grace.get("/openings?after=nothing").status_code == 200


@pytest.mark.parametrize("much", [1, 45])
def test_pages_cost_the_same_however_many(scene, db, database, much):
    dele = scene.as_(scene.dele)
    for _ in range(much):
        makers.make_connection(db, scene.sam, makers.make_relative(db), Kind.FAMILY)
    scene.open(dele)
    ref = scene.opening().ref
    now = clock.now()
    for n in range(much):
        db.add(
            Opening(
                council_id=scene.sam.council_id, kind="emergency", person_id=scene.sam.id,
                asked_by_id=scene.dele.id, asked_at=now, why=f"Number {n}.", hours=1,
                ends_at=now, tell_at=now,
            )
        )  # fmt: skip
    lead = scene.as_(scene.noor)
    budgets = {"/openings": 3, f"/openings/{ref}": 3}
    for address, most in budgets.items():
        with counting(database) as counted:
            assert lead.get(address).status_code == 200
        assert len(counted) <= most, counted.statements


def test_it_opens_when_nobody_can_be_told_and_says_so(scene, db):
    dele = scene.as_(scene.dele)
    for person in (scene.grace, scene.hana, scene.noor):
        makers.make_bar(db, scene.sam, person)
    answer = scene.open(dele)
    assert answer.status_code == 303
    page = dele.get(answer.location)
    assert page.status_code == 200
    assert "No manager could be told. Ring one now." in page.text


# --- writing ------------------------------------------------------------------------------------


def write(browser, scene):
    where = f"/people/{scene.ref}/messages"
    browser.get(where)
    form = browser.form("", {"text": ""})
    return browser.post(where, data={**form.hidden, "text": "I am on my way to you."})


def test_who_is_not_told_of_yet_only_reads(scene, db):
    makers.make_message(db, makers.make_conversation(db, scene.sam, scene.priya))
    dele = scene.as_(scene.dele)
    scene.open(dele, hold="no")
    dele.get(f"/people/{scene.ref}/messages")
    hidden = dele.form("", {"text": ""}).hidden
    scene.open(dele, hold="yes")
    page = dele.get(f"/people/{scene.ref}/messages").text
    assert "Only to read, until" in page and "<textarea" not in page
    answer = dele.post(f"/people/{scene.ref}/messages", data={**hidden, "text": "I am coming."})
    assert answer.status_code == 409 and "I am coming." in answer.text
    db.rollback()
    assert db.scalars(select(Message.from_id)).all() == [scene.sam.id]
    # Once they are told, or it is somebody who is there for longer, it is as for anybody.
    ref = scene.opening().ref
    scene.decide(scene.as_(scene.noor), ref, "now")
    assert write(dele, scene).status_code == 303


def test_what_somebody_writes_in_an_emergency_is_not_the_workers_answer(scene, db):
    sam = scene.as_(scene.sam)
    assert sam.send("/messages", {"text": "Can you call me?"}).status_code == 303
    dele = scene.as_(scene.dele)
    scene.open(dele, hold="no")
    assert write(dele, scene).status_code == 303
    db.rollback()
    assert db.scalars(select(Owed.done_at)).all() == [None]
    assert "Priya will answer by" in sam.get("/messages").text
    assert write(scene.as_(scene.priya), scene).status_code == 303
    db.rollback()
    assert db.scalars(select(Owed.done_at)).all() == [clock.now()]
    assert "Priya will answer by" not in sam.get("/messages").text
