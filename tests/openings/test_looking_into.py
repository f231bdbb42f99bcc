"""An adult's messages to a child: asked by one, agreed by another, read by the two, told to the
child and never to the adult."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Message, Notice, ReadMark
from portal.opened import policy
from tests import makers
from tests.databases import counting
from tests.openings.scene import HOUR, WHY, body, later
from tests.pages import steady

SAID = "Managers are checking messages between you and an adult"


@pytest.fixture
def talk(scene, db):
    """What priya, another adult and sam wrote to each other."""
    cover = makers.make_worker(db, known_as="Omar", first_name="Omar")
    thread = makers.make_conversation(db, scene.sam, scene.priya)
    for who, text in (
        (scene.sam, "SAM-TO-OMAR-1"), (cover, "OMAR-1"), (scene.sam, "SAM-TO-OMAR-2"),
        (cover, "OMAR-2"), (scene.sam, "SAM-BETWEEN"), (scene.priya, "PRIYA-1"),
        (scene.sam, "SAM-TO-PRIYA"), (scene.sam, "SAM-AGAIN"), (scene.priya, "PRIYA-2"),
        (scene.sam, "SAM-LAST"),
    ):  # fmt: skip
        makers.make_message(db, thread, from_id=who.id, text=text)
    other = makers.make_young(db)
    makers.make_message(db, makers.make_conversation(db, other, scene.priya),
                        from_id=scene.priya.id, text="TO-ANOTHER")  # fmt: skip
    return thread


@pytest.fixture
def asked(scene, talk):
    scene.ask(scene.as_(scene.grace), scene.priya)
    return scene.opening().ref


@pytest.fixture
def agreed(scene, asked):
    scene.answer(scene.as_(scene.hana), asked, "agree")
    return asked


def everybody_reads(scene, ref, but=()):
    return {
        name: scene.as_(getattr(scene, name)).get(f"/openings/{ref}/messages").status_code
        for name in ("grace", "hana", "noor", "dele", "priya")
        if name not in but
    }


# --- asking -------------------------------------------------------------------------------------


def test_a_manager_who_reaches_the_child_asks(scene, talk):
    """Without a grant for messages: it opens what is closed."""
    grace = scene.as_(scene.grace)
    assert grace.get(f"/people/{scene.ref}/messages").status_code == 404
    answer = scene.ask(grace, scene.priya, hours="72")
    assert answer.status_code == 303
    page = grace.get(answer.location)
    assert "Nothing is open until a second person agrees" in page.text
    opening = scene.opening()
    assert (opening.kind, opening.hours, opening.ends_at) == ("messages", 72, None)
    assert set(everybody_reads(scene, opening.ref).values()) <= {404, 403}


def test_only_adults_who_wrote_can_be_chosen(scene, talk, db):
    grace = scene.as_(scene.grace)
    makers.make_message(db, talk, from_id=scene.grace.id)
    page = grace.get(f"/people/{scene.ref}/messages/look-into").text
    assert "Priya" in page and "Omar" in page and 'value="' + scene.grace.ref not in page
    for adult in (scene.hana, scene.grace, scene.sam):
        assert scene.ask(grace, adult).status_code == 422
    assert scene.opening() is None


def test_where_nobody_wrote_there_is_nothing_to_ask(scene):
    page = scene.as_(scene.grace).get(f"/people/{scene.ref}/messages/look-into").text
    assert "Nobody else has written here" in page


@pytest.mark.parametrize("hours", ["", "73", "1000"])
def test_for_72_hours_at_most(scene, talk, hours):
    assert scene.ask(scene.as_(scene.grace), scene.priya, hours=hours).status_code == 422


def test_who_may_not_ask(scene, talk, db):
    address = f"/people/{scene.ref}/messages/look-into"
    assert scene.as_(scene.hana).get(address).status_code == 404  # does not reach the child
    for person in (scene.priya, scene.dele, scene.noor, scene.sam):
        assert scene.as_(person).get(address).status_code == 403
    makers.make_bar(db, scene.sam, scene.grace)
    assert scene.as_(scene.grace).get(address).status_code == 404


def test_asked_twice_it_is_asked_once(scene, talk, db):
    grace = scene.as_(scene.grace)
    address = f"/people/{scene.ref}/messages/look-into"
    grace.get(address)
    form = grace.form(address, {"adult": ""}).hidden
    sent = {**form, "adult": scene.priya.ref, "text": WHY, "hours": "24", "hold": "no"}
    where = {grace.post(address, data=sent).location.partition("?")[0] for _ in range(2)}
    assert len(where) == 1
    assert grace.post(address, data={**sent, "hours": "48"}).status_code == 422
    assert len(db.scalars(select(type(scene.opening()))).all()) == 1


# --- agreeing -----------------------------------------------------------------------------------


def test_the_other_managers_and_the_lead_are_asked(scene, asked, db):
    told = set(db.scalars(select(Notice.person_id).where(Notice.kind == "agreement_asked")))
    assert told == {scene.hana.id, scene.noor.id}
    page = scene.as_(scene.hana).get(f"/openings/{asked}").text
    for said in ("Do you agree?", "Sam", "Priya", "Grace", WHY):
        assert said in page, said


@pytest.mark.parametrize("who", ["hana", "noor"])
def test_a_second_person_agrees_and_the_two_can_read(scene, asked, who, db):
    browser = scene.as_(getattr(scene, who))
    assert scene.answer(browser, asked, "agree").status_code == 303
    can = {name for name, code in everybody_reads(scene, asked).items() if code == 200}
    assert can == {"grace", who}
    told = set(db.scalars(select(Notice.person_id).where(Notice.kind == "agreement_answered")))
    assert told == {scene.grace.id}
    assert scene.opening().ends_at == clock.now() + 24 * HOUR


def test_never_the_one_who_asked(scene, asked):
    grace = scene.as_(scene.grace)
    assert "Do you agree?" not in grace.get(f"/openings/{asked}").text
    token = grace.page.forms[-1].hidden["csrf_token"]
    sent = {"csrf_token": token, "says": "agree"}
    assert grace.post(f"/openings/{asked}/answer", data=sent).status_code == 404
    assert scene.opening().agreed_at is None


@pytest.mark.parametrize("who", ["dele", "priya"])
def test_never_somebody_who_oversees_nothing(scene, asked, who):
    browser = scene.as_(getattr(scene, who))
    browser.get("/waiting")
    token = browser.page.forms[-1].hidden["csrf_token"]
    sent = {"csrf_token": token, "says": "agree"}
    assert browser.post(f"/openings/{asked}/answer", data=sent).status_code == 404
    assert scene.opening().agreed_at is None


def test_refused_nothing_is_opened(scene, asked, db):
    hana = scene.as_(scene.hana)
    assert scene.answer(hana, asked, "refuse").status_code == 303
    assert "Nothing was opened" in hana.get(f"/openings/{asked}").text
    assert set(everybody_reads(scene, asked).values()) <= {403, 404}
    noor = scene.as_(scene.noor)
    noor.get(f"/openings/{asked}")
    sent = {"csrf_token": noor.page.forms[-1].hidden["csrf_token"], "says": "agree"}
    assert noor.post(f"/openings/{asked}/answer", data=sent).status_code == 409
    assert hana.post(f"/openings/{asked}/answer", data={
        "csrf_token": hana.page.forms[-1].hidden["csrf_token"], "says": "refuse"
    }).status_code == 303  # fmt: skip
    assert scene.opening().ends_at is None
    # Of what was never opened there is nothing to tell.
    assert SAID not in scene.as_(scene.sam).get("/home").text
    assert shown(db, scene) == set()
    with later(24 * 60):
        assert shown(db, scene) == set()


def shown(db, scene):
    db.rollback()
    query = select(AuditEvent.what).where(
        AuditEvent.about_id == scene.sam.id, ~policy.held_back(clock.now())
    )
    return set(db.scalars(query))


# --- reading ------------------------------------------------------------------------------------


def test_only_what_these_two_wrote_to_each_other(scene, agreed):
    page = scene.as_(scene.grace).get(f"/openings/{agreed}/messages").text
    for text in ("PRIYA-1", "PRIYA-2", "SAM-BETWEEN", "SAM-TO-PRIYA", "SAM-AGAIN", "SAM-LAST"):
        assert text in page, text
    for text in ("OMAR", "SAM-TO-OMAR", "TO-ANOTHER"):
        assert text not in page, text
    assert "<textarea" not in page


def test_nothing_else_of_the_record_is_open(scene, agreed):
    grace = scene.as_(scene.grace)
    assert grace.get(f"/people/{scene.ref}/messages").status_code == 404
    assert scene.as_(scene.hana).get(f"/people/{scene.ref}").status_code == 404


def test_each_reading_is_kept_and_marks_nothing(scene, agreed, db):
    grace = scene.as_(scene.grace)
    for _ in range(2):
        grace.get(f"/openings/{agreed}/messages")
    found = db.scalars(
        select(AuditEvent).where(AuditEvent.what == "openings.messages").order_by(AuditEvent.id)
    ).all()
    assert [(e.act, e.about_id, e.person_id) for e in found] == [
        ("looked", scene.sam.id, scene.grace.id)
    ] * 2
    assert db.scalars(select(ReadMark)).all() == []


def test_until_it_ends(scene, agreed):
    with later(23.9):
        assert scene.as_(scene.grace).get(f"/openings/{agreed}/messages").status_code == 200
    with later(24):
        for person in (scene.grace, scene.hana):
            browser = scene.as_(person)
            assert browser.get(f"/openings/{agreed}/messages").status_code == 404
            assert browser.get(f"/openings/{agreed}").status_code == 200


def test_closed_early_it_is_closed(scene, agreed):
    grace = scene.as_(scene.grace)
    grace.send(f"/openings/{agreed}", {}, action=f"/openings/{agreed}/end")
    assert grace.get(f"/openings/{agreed}/messages").status_code == 404


def test_who_is_no_manager_any_more_reads_no_more(scene, agreed, db):
    for person, role in ((scene.grace, Role.WORKER), (scene.hana, Role.IRO)):
        membership = db.query(makers.Membership).filter_by(person_id=person.id).one()
        membership.role = role.value
        assert scene.as_(person).get(f"/openings/{agreed}/messages").status_code == 404
    makers.make_bar(db, scene.sam, scene.grace)


def test_a_bar_closes_it_too(scene, agreed, db):
    makers.make_bar(db, scene.sam, scene.grace)
    assert everybody_reads(scene, agreed)["grace"] == 404
    assert scene.as_(scene.grace).get(f"/openings/{agreed}").status_code == 404


@pytest.mark.parametrize("much", [1, 100])
def test_by_pages_each_message_once(scene, agreed, talk, db, database, much):
    for n in range(much):
        makers.make_message(db, talk, from_id=(scene.priya.id, scene.sam.id)[n % 2], text=f"N{n}.")
    grace = scene.as_(scene.grace)
    seen, address = [], f"/openings/{agreed}/messages"
    while address:
        with counting(database) as counted:
            page = grace.get(address).text
        assert len(counted) <= 3, counted.statements
        seen = [m for m in page.split('dir="auto">')[1:] if m.startswith("N")] + seen
        more = [link for link in grace.page.links if "before=" in link]
        address = more[0] if more else None
    assert [m.split(".")[0] for m in seen] == [f"N{n}" for n in range(much)]
    nowhere = grace.get(f"/openings/{agreed}/messages?before=nothing").text
    assert "N0" not in steady(nowhere)
    assert db.query(Message).count() == much + 11


# --- who is told --------------------------------------------------------------------------------


def test_the_child_is_told_once_it_is_agreed(scene, asked, db):
    assert SAID not in scene.as_(scene.sam).get("/home").text
    assert shown(db, scene) == set()
    scene.answer(scene.as_(scene.hana), asked, "agree")
    assert SAID in scene.as_(scene.sam).get("/home").text
    assert {"openings.asked", "openings.agreed", "openings.look_into"} <= shown(db, scene)


def test_held_back_it_is_told_a_day_after_it_was_agreed(scene, talk, db):
    scene.ask(scene.as_(scene.grace), scene.priya, hold="yes")
    ref = scene.opening().ref
    with later(10):
        hana = scene.as_(scene.hana)
        scene.answer(hana, ref, "agree")
        hana.get(f"/openings/{ref}/messages")
    with later(33.9):
        assert SAID not in scene.as_(scene.sam).get("/home").text
        assert shown(db, scene) == set()
    with later(34):
        assert SAID in scene.as_(scene.sam).get("/home").text
        assert "openings.messages" in shown(db, scene)


def test_the_lead_holds_it_back(scene, talk, db):
    scene.ask(scene.as_(scene.grace), scene.priya, hold="yes")
    ref = scene.opening().ref
    scene.answer(scene.as_(scene.hana), ref, "agree")
    review = makers.today() + timedelta(days=7)
    assert scene.decide(scene.as_(scene.noor), ref, "not-yet", review).status_code == 303
    with later(48):
        assert SAID not in scene.as_(scene.sam).get("/home").text
        assert shown(db, scene) == set()


ADDRESSES = ("/waiting", "/people", "/my-app", "/about-this", "/openings", "/emergency", "/help",
             "/people/{ref}", "/people/{ref}/plan", "/people/{ref}/messages",
             "/people/{ref}/messages/look-into", "/people/{ref}/must-not-know",
             "/openings/{opening}", "/openings/{opening}/messages")  # fmt: skip


def pages_of(scene, adult, opening):
    browser = scene.as_(adult)
    found = {}
    for address in ADDRESSES:
        answer = browser.get(address.format(ref=scene.ref, opening=opening))
        found[address] = (answer.status_code, body(answer), dict(answer.headers).keys())
    return found


@pytest.mark.one_engine
@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.DUTY, Role.IRO, Role.ADMIN])
@pytest.mark.parametrize("lead", [False, True])
def test_the_adult_learns_nothing(scene, talk, db, role, lead):
    """Every page of theirs is the same to the byte, whatever they are: before, once it is asked,
    agreed, read, told to the child, decided about, and over."""
    adult = makers.make_worker(db, known_as="Robin", account=False)
    makers.make_membership(db, adult, role=role, is_lead=lead)
    makers.make_connection(db, scene.sam, adult)
    makers.make_message(db, talk, from_id=adult.id, text="ROBIN")
    pages_of(scene, adult, "A" * 22)  # the first look at a thread leaves a read mark
    before = pages_of(scene, adult, "A" * 22)

    def nothing_changed(ref):
        assert pages_of(scene, adult, ref) == before

    scene.ask(scene.as_(scene.grace), adult, hold="yes")
    ref = scene.opening().ref
    nothing_changed(ref)
    browser = scene.as_(adult)
    browser.get("/my-app")
    token = browser.page.forms[-1].hidden["csrf_token"]
    missing = browser.post(f"/openings/{'A' * 22}/answer", data={"csrf_token": token,
                                                               "says": "agree"})  # fmt: skip
    sent = browser.post(f"/openings/{ref}/answer", data={"csrf_token": token, "says": "agree"})
    assert sent.status_code == missing.status_code == 404
    assert body(sent) == body(missing)
    hana = scene.as_(scene.hana)
    scene.answer(hana, ref, "agree")
    hana.get(f"/openings/{ref}/messages")
    nothing_changed(ref)
    scene.decide(scene.as_(scene.noor), ref, "not-yet", makers.today() + timedelta(days=3))
    nothing_changed(ref)
    scene.decide(scene.as_(scene.noor), ref, "now")
    nothing_changed(ref)
    hana.send(f"/openings/{ref}", {}, action=f"/openings/{ref}/end")
    nothing_changed(ref)
    assert db.scalars(select(Notice).where(Notice.person_id == adult.id)).all() == []


def test_the_child_sees_the_same_until_they_are_told(scene, talk, db):
    def pages():
        sam = scene.as_(scene.sam)
        return {a: body(sam.get(a)) for a in ("/home", "/messages", "/my-people", "/my-app")}

    pages()
    before = pages()
    scene.ask(scene.as_(scene.grace), scene.priya, hold="yes")
    ref = scene.opening().ref
    assert pages() == before
    hana = scene.as_(scene.hana)
    scene.answer(hana, ref, "agree")
    hana.get(f"/openings/{ref}/messages")
    assert pages() == before
