"""Who must not know: written down, looked at again, lifted by another. Nothing is deleted."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import STAFF, Role
from portal.core.audit import AuditEvent
from portal.house import MustNotKnow, Notice, Person
from portal.people.rules import ALL_GRANTS, Grant, Kind, PersonKind
from tests import makers
from tests.databases import counting
from tests.pages import steady

WHY = "Order of the family court of 3 November: no contact, no address."
FINE = {"ground": "court_order", "text": WHY}


@pytest.fixture
def scene(db):
    """sam, his worker priya and his manager grace, and ruth, with whom he lived."""
    sam, priya = makers.make_pair(db)
    grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    makers.make_connection(db, sam, grace, Kind.MANAGER)
    ruth = makers.make_carer(db, known_as="Ruth", first_name="Ruth", last_name="Calder")
    ended = makers.today() - timedelta(days=30)
    makers.make_connection(db, sam, ruth, Kind.FOSTER_CARER, ends=ended)
    return sam, priya, grace, ruth


def address(sam):
    return f"/people/{sam.ref}/must-not-know"


def review(days=60):
    return (makers.today() + timedelta(days=days)).isoformat()


def somebody_new(client, sam, typed):
    """Sent again with a tick, which is asked for only then."""
    hidden = client.form(address(sam), {"code": ""}).hidden
    return client.post(address(sam), data={**hidden, **typed, "new": "yes"}).status_code


def bars(db):
    db.rollback()
    return db.scalars(select(MustNotKnow).order_by(MustNotKnow.id)).all()


def test_it_is_on_the_persons_page_for_who_knows_the_reasons(client, db, scene):
    sam, priya, _grace, _ruth = scene
    client.sign_in(priya)
    assert address(sam) in client.get(f"/people/{sam.ref}").text
    db.query(makers.Connection).filter_by(with_id=priya.id).one().grants = int(
        ALL_GRANTS & ~Grant.REASONS
    )
    assert address(sam) not in client.get(f"/people/{sam.ref}").text
    assert client.get(address(sam)).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.WORKER, Role.MANAGER}))
def test_for_nobody_else(client, db, scene, role):
    sam = scene[0]
    kind = {Role.YOUNG: PersonKind.YOUNG, Role.CARER: PersonKind.CARER}.get(role, PersonKind.STAFF)
    other = makers.make_person(db, kind)
    if role not in (Role.YOUNG,):
        makers.make_connection(db, sam, other, grants=ALL_GRANTS)
    client.sign_in(other, role)
    for where in (address(sam), "/must-not-know"):
        assert client.get(where).status_code == (404 if role in STAFF else 403)


@pytest.mark.parametrize("who", ["priya", "grace"])
def test_one_of_those_they_know(client, db, scene, who):
    sam, priya, grace, ruth = scene
    me = {"priya": priya, "grace": grace}[who]
    client.sign_in(me)
    sent = client.send(address(sam), {"who": ruth.ref, "review": review(), **FINE})
    assert sent.status_code == 303
    page = client.get(sent.location).text
    for said in ("Ruth Calder", "An order of a court", WHY, me.known_as, "It holds from now on"):
        assert said in page, said
    (bar,) = bars(db)
    assert (bar.person_id, bar.other_id, bar.decided_by_id) == (sam.id, ruth.id, me.id)
    assert (bar.ground, bar.basis) == ("court_order", WHY)
    (event,) = db.scalars(select(AuditEvent).where(AuditEvent.act == "changed"))
    assert (event.what, event.about_id) == ("barred.decided", sam.id)


def test_a_brother_who_only_knows_them_from_his_side_can_be_chosen(client, db, scene):
    sam, priya, _grace, _ruth = scene
    leo = makers.make_young(db, known_as="Leo")
    makers.make_connection(db, leo, sam, Kind.FAMILY)
    client.sign_in(priya)
    assert "Leo" in client.get(address(sam)).text
    sent = client.send(address(sam), {"who": leo.ref, "review": review(), **FINE})
    assert sent.status_code == 303


def test_somebody_by_the_councils_number(client, db, scene):
    sam, priya, _grace, _ruth = scene
    tyler = makers.make_young(db, known_as="Tyler", code="T-9")
    client.sign_in(priya)
    typed = {"who": "-", "code": "t-9", "name": "tyler", "review": review(), **FINE}
    assert client.send(address(sam), typed).status_code == 303
    assert [bar.other_id for bar in bars(db)] == [tyler.id]
    # A child whom nobody connected with this one stays a number here.
    page = client.get(address(sam)).text
    assert "T-9" in page and "Tyler" not in page


def test_somebody_whom_nobody_has_written_down_yet(client, db, scene):
    sam, priya, _grace, _ruth = scene
    client.sign_in(priya)
    typed = {"who": "-", "name": "Craig Pask", "review": review(), **FINE}
    assert client.send(address(sam), typed).status_code == 303
    typed = {"who": "-", "name": "Dean Pask", "code": "W-55", "review": review(), **FINE}
    assert client.send(address(sam), typed).status_code == 422
    assert somebody_new(client, sam, typed) == 303
    made = [db.get(Person, bar.other_id) for bar in bars(db)]
    assert [(p.kind, p.known_as) for p in made] == [
        ("other", "Craig Pask"), ("other", "Dean Pask"),
    ]  # fmt: skip
    assert made[1].code == "W-55" and made[0].code
    assert all(p.council_id == sam.council_id for p in made)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose who must not know."),
        ({"who": "-"}, "Type their number or their name."),
        ({"who": "-", "code": "X-0"}, "We know nobody with this number"),
        ({"who": "-", "code": "X-0", "name": "Tyler"}, "We know nobody with this number"),
        ({"who": "-", "code": "T-9"}, "We know nobody with this number"),
        ({"who": "-", "code": "T-9", "name": "Somebody"}, "We know nobody with this number"),
        ({"who": "-", "code": "T-9", "name": "Ty", "new": "yes"}, "We know nobody with this"),
        ({"who": "-", "name": "tyler"}, "We know somebody with this name."),
        ({"who": "-", "name": " ruth  CALDER "}, "We know somebody with this name."),
        ({"who": "grace"}, "Ask a manager"),
        ({"who": "ruth", "name": "Craig"}, "leave both empty"),
        ({"who": "forged"}, "Choose who must not know."),
        ({"who": "-", "code": "SAM"}, "That is the young person themselves."),
        ({"who": "-", "code": "PRIYA"}, "That is you."),
        ({"who": "ruth", "text": "no"}, "Write which order or decision"),
        ({"who": "ruth", "ground": "because"}, "Choose what it is based on."),
        ({"who": "ruth", "review": "2026-11-23"}, "Choose a day after today"),
        ({"who": "ruth", "review": "2029-01-01"}, "Choose a day after today"),
        ({"who": "ruth", "review": "soon"}, "Choose a day after today"),
    ],
)
def test_what_is_not_clear_is_asked_again(client, db, scene, typed, said):
    sam, priya, grace, ruth = scene
    makers.make_connection(db, sam, grace)
    makers.make_young(db, known_as="Tyler", code="T-9")
    sam.code, priya.code = "SAM", "PRIYA"
    client.sign_in(priya)
    client.get(address(sam))
    form = client.form(address(sam), {"code": ""}).hidden
    sent = {**form, "review": review(), **FINE, **typed}
    sent["who"] = {"ruth": ruth.ref, "grace": grace.ref}.get(sent.get("who"), sent.get("who"))
    sent = {name: value for name, value in sent.items() if value is not None}
    answer = client.post(address(sam), data=sent)
    assert answer.status_code == 422
    assert said in answer.text.replace("&#39;", "'")
    assert sent["text"] in answer.text
    assert bars(db) == []
    assert db.query(Person).filter_by(kind="other").count() == 0


def test_twice_is_once(client, db, scene):
    sam, priya, grace, ruth = scene
    client.sign_in(priya)
    client.get(address(sam))
    form = client.form(address(sam), {"code": ""}).hidden
    sent = {**form, "who": ruth.ref, "review": review(), **FINE}
    client.post(address(sam), data=sent)
    # She is on the list now and not among those to choose from: the same page sent again.
    again = client.post(address(sam), data=sent)
    assert again.status_code in (303, 422)
    client.sign_in(grace)
    typed = {"who": "-", "code": ruth.code, "review": review(), **FINE}
    assert "They are on this list already." in client.send(address(sam), typed).text
    assert len(bars(db)) == 1


def test_nobody_names_one_whom_they_must_not_know_of(client, db, scene):
    """Neither as somebody to choose, nor by number, nor on the list of another's decision."""
    sam, priya, _grace, _ruth = scene
    leo = makers.make_young(db, known_as="Leo", code="L-1")
    makers.make_connection(db, sam, leo, Kind.FAMILY)
    makers.make_bar(db, sam, leo)
    makers.make_bar(db, leo, priya)
    client.sign_in(priya)
    assert "Leo" not in steady(client.get(address(sam)).text)
    typed = {"who": "-", "code": "L-1", "review": review(), **FINE}
    answer = client.send(address(sam), typed)
    assert answer.status_code == 422 and "Leo" not in steady(answer.text)


# --- lifting ------------------------------------------------------------------------------------


@pytest.fixture
def bar(db, scene):
    sam, priya, _grace, ruth = scene
    return makers.make_bar(db, sam, ruth, decided_by_id=priya.id)


def test_a_manager_who_did_not_decide_it_lifts_it(client, db, scene, bar):
    sam, _priya, grace, ruth = scene
    where, ref = f"{address(sam)}/{bar.ref}", bar.ref
    client.sign_in(grace)
    short = client.send(where, {"text": "no"}, action=f"{where}/lift")
    assert short.status_code == 422 and "Write why" in short.text
    why = "The court took the order back on 20 November."
    assert client.send(where, {"text": why}, action=f"{where}/lift").status_code == 303
    page = client.get(address(sam)).text
    for said in ("Nobody is kept away now", "Lifted by Grace", "Ruth Calder"):
        assert said in page, said
    assert why in client.get(where).text
    (kept,) = bars(db)
    assert (kept.ref, kept.lifted_by_id, kept.lifted_why) == (ref, grace.id, why)
    assert kept.lifted_at is not None and kept.other_id == ruth.id
    codes = list(db.scalars(select(AuditEvent.what).where(AuditEvent.act == "changed")))
    assert codes == ["barred.lifted"]
    # And it can be decided again: a new decision beside the old one.
    sent = client.send(address(sam), {"who": ruth.ref, "review": review(), **FINE})
    assert sent.status_code == 303
    assert len(bars(db)) == 2


@pytest.mark.parametrize("who", ["priya", "grace"])
def test_not_by_a_worker_and_not_by_who_decided(client, db, scene, bar, who):
    sam, priya, grace, _ruth = scene
    if who == "grace":
        bar.decided_by_id = grace.id
    where = f"{address(sam)}/{bar.ref}"
    client.sign_in({"priya": priya, "grace": grace}[who])
    page = client.get(where).text
    assert "another one than wrote it down" in page
    token = client.page.forms[-1].hidden["csrf_token"]
    sent = {"csrf_token": token, "text": "I have thought better of it since then."}
    assert client.post(f"{where}/lift", data=sent).status_code == 404
    assert bars(db)[0].lifted_at is None


def test_looked_at_again_it_stays(client, db, scene, bar):
    sam, priya, _grace, _ruth = scene
    bar.review_on = makers.today()
    where = f"{address(sam)}/{bar.ref}"
    client.sign_in(priya)
    assert "Look at this again" in client.get(address(sam)).text
    bad = client.send(where, {"review": "2026-01-01"}, action=f"{where}/keep")
    assert bad.status_code == 422
    assert client.send(where, {"review": review(200)}, action=f"{where}/keep").status_code == 303
    assert "Look at this again" not in client.get(address(sam)).text
    codes = list(db.scalars(select(AuditEvent.what).where(AuditEvent.act == "changed")))
    assert codes == ["barred.kept"]


def test_a_decision_is_found_only_with_its_own_young_person(client, db, scene, bar):
    sam, priya, _grace, _ruth = scene
    other = makers.make_young(db)
    makers.make_connection(db, other, priya)
    client.sign_in(priya)
    assert client.get(f"{address(sam)}/{bar.ref}").status_code == 200
    assert client.get(f"{address(other)}/{bar.ref}").status_code == 404


@pytest.mark.parametrize("much", [1, 40])
def test_it_costs_the_same_however_many(client, db, database, scene, much):
    sam, priya, _grace, _ruth = scene
    for _ in range(much):
        makers.make_bar(db, sam, makers.make_relative(db))
        makers.make_connection(db, sam, makers.make_relative(db), Kind.FAMILY)
    client.sign_in(priya)
    with counting(database) as counted:
        client.get(address(sam))
    assert len(counted) <= 4, counted.statements


# --- nobody is shut out without a word ----------------------------------------------------------


def told(db, person):
    db.rollback()
    where = (Notice.person_id == person.id, Notice.kind == "barred_decided")
    return db.query(Notice).filter(*where).count()


def test_whoever_oversees_is_told_and_nobody_who_must_not_know(client, db, scene):
    sam, priya, grace, ruth = scene
    noor = makers.make_lead(db)
    kept_away = makers.make_lead(db, known_as="Kim")
    makers.make_bar(db, sam, kept_away)
    client.sign_in(priya)
    sent = client.send(address(sam), {"who": ruth.ref, "review": review(), **FINE})
    assert sent.status_code == 303
    assert [told(db, one) for one in (grace, noor, kept_away, priya, ruth)] == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.IRO, Role.DUTY, "lead"])
def test_a_worker_cannot_shut_out_whoever_watches(client, db, scene, role):
    sam, priya, grace, _ruth = scene
    other = makers.make_worker(db, known_as="Other", account=False)
    makers.make_membership(
        db, other, role=Role.WORKER if role == "lead" else role, is_lead=role == "lead"
    )
    makers.make_connection(db, sam, other, Kind.OTHER)
    client.sign_in(priya)
    typed = {"who": other.ref, "review": review(), **FINE}
    answer = client.send(address(sam), typed)
    assert answer.status_code == 422 and "Ask a manager" in answer.text
    by_number = {**typed, "who": "-", "code": other.code, "name": "Other"}
    assert "Ask a manager" in client.send(address(sam), by_number).text
    assert bars(db) == []
    # Another who could lift it has to be left, besides the manager who decides it.
    client.sign_in(grace)
    answer = client.send(address(sam), typed)
    assert answer.status_code == 422 and "Nobody else would be left" in answer.text
    makers.make_lead(db)
    db.commit()
    assert client.send(address(sam), typed).status_code == 303


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_whoever_oversees_sees_and_lifts_what_they_are_not_connected_with(client, db, scene, who):
    sam, priya, grace, ruth = scene
    bar = makers.make_bar(db, sam, ruth, decided_by_id=priya.id)
    # Her own worker shut the only manager out before there was this rule.
    makers.make_bar(db, sam, grace, decided_by_id=priya.id)
    noor = makers.make_lead(db)
    far = makers.make_worker(db, known_as="Far", account=False)
    makers.make_membership(db, far, role=Role.MANAGER)
    client.sign_in({"lead": noor, "manager": far}[who])
    found = client.get("/must-not-know").text
    assert address(sam) in found and "Ruth" not in found
    page = client.get(address(sam)).text
    assert "Ruth Calder" in page and page.count(f"{address(sam)}/") == 2
    where = f"{address(sam)}/{bar.ref}"
    why = "The court took the order back on 20 November."
    assert client.send(where, {"text": why}, action=f"{where}/lift").status_code == 303
    # They see nothing else of Sam, nor those whom Sam knows.
    assert client.get(f"/people/{sam.ref}").status_code in (403, 404)
    assert priya.ref not in page
    client.sign_in(grace)
    assert client.get(address(sam)).status_code == 404
    assert address(sam) not in client.get("/must-not-know").text


def test_the_list_of_the_council_goes_on(client, db, scene):
    sam = scene[0]
    for _ in range(51):
        makers.make_bar(db, sam, makers.make_relative(db))
    client.sign_in(makers.make_lead(db))
    first = client.get("/must-not-know").text
    (more,) = re.findall(r"/must-not-know\?after=[\w-]+", first)
    assert first.count(address(sam)) == 50
    assert client.get(more).text.count(address(sam)) == 1


def test_an_emergency_and_a_later_role_decide_nothing(client, db):
    sam = makers.make_young(db)
    dutch = makers.make_worker(db)
    makers.make_connection(
        db, sam, dutch, Kind.EMERGENCY, grants=ALL_GRANTS, starts=makers.today(),
        ends=makers.today(), ends_at=clock.now() + timedelta(hours=4),
    )  # fmt: skip
    client.sign_in(dutch)
    assert client.get(f"/people/{sam.ref}").status_code == 200
    assert client.get(address(sam)).status_code == 404
    membership = db.query(makers.Membership).filter_by(person_id=dutch.id).one()
    membership.role = Role.MANAGER.value
    db.commit()
    assert client.get(f"/people/{sam.ref}/messages/look-into").status_code == 404


def test_a_name_that_is_known_can_still_be_somebody_elses(client, db, scene):
    sam, priya, _grace, _ruth = scene
    client.sign_in(priya)
    typed = {"who": "-", "name": "Ruth Calder", "review": review(), **FINE}
    page = client.send(address(sam), typed).text
    assert "It is somebody whom the council does not know yet" in page
    assert somebody_new(client, sam, typed) == 303
    (bar,) = bars(db)
    assert db.get(Person, bar.other_id).kind == "other"


def test_a_number_gives_no_name_away(client, db, scene):
    """Whether there is no such number or another name: the same answer, to the byte."""
    sam, priya, _grace, _ruth = scene
    makers.make_young(db, known_as="Tyler", code="T-9")
    client.sign_in(priya)
    answers = set()
    for code in ("T-9", "T-8"):
        typed = {"who": "-", "code": code, "name": "Ty", "review": review(), **FINE}
        text = client.send(address(sam), typed).text
        answers.add(re.sub(r'(value|key)="[^"]*"', "", text))
    assert len(answers) == 1 and "Tyler" not in answers.pop()


def test_no_code_that_they_gave_opens_anything_more(client, db, scene):
    sam, priya, grace, ruth = scene
    other = makers.make_worker(db, known_as="Other")
    makers.make_connection(db, sam, other)
    theirs = makers.make_invite(db, sam, "sunny-boat-43", made_by_id=other.id)
    hers = makers.make_invite(db, sam, made_by_id=priya.id)
    carers = makers.make_invite(db, ruth, "sunny-boat-44", made_by_id=priya.id)
    client.sign_in(grace)
    for one in (other, ruth):
        typed = {"who": one.ref, "review": review(), **FINE}
        assert client.send(address(sam), typed).status_code == 303
    db.rollback()
    for invite in (theirs, hers, carers):
        db.refresh(invite)
    assert theirs.cancelled_at is not None and carers.cancelled_at is not None
    assert hers.cancelled_at is None


def test_family_time_with_them_is_not_forgotten(client, db, scene):
    sam, priya, _grace, ruth = scene
    makers.make_bar(db, sam, ruth)
    client.sign_in(priya)
    assert "still planned" not in client.get(address(sam)).text
    makers.make_agenda_item(db, sam, kind="family_time", with_id=ruth.id)
    assert "Family time with Ruth Calder is still planned for" in client.get(address(sam)).text
