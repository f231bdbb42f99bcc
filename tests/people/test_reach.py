"""Whom an adult sees: only through a connection that covers today, and only what it grants.

What they may not see looks the same as what does not exist, at every address that names a person.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, NoResultFound

from portal.core import audit
from portal.core.access import CASE_STAFF, Role, door_of
from portal.core.audit import AuditEvent
from portal.core.audit_check import Seen, broken
from portal.house import Message, Outbox, Promise
from portal.people import pages, reach
from portal.people.rules import ALL_GRANTS, Grant, Kind, PersonKind
from portal.shares.rules import Thing
from tests import makers

MISSING = "A" * 22
REACHING = sorted(CASE_STAFF | {Role.CARER})
# Whoever oversees the council sees these of everybody, connected or not (`tests/barred`,
# `tests/stops`); others of its staff come to these doors for the lead's sake only.
OVERSEEN = {"/people/<ref>/must-not-know": "barred.must_not_know",
            "/people/<ref>/plan/taken-back": "writing.taken_back",
            "/people/<ref>/stop": "stops.stop"}  # fmt: skip
PICTURES = ("/people/<ref>/about-me/picture",)
OUTSIDE = [Role.ADVOCATE, Role.EDITOR, Role.ADMIN]


def addresses(app, under, role=None):
    """Addresses of the house that name a person (or an event) and that this role may knock at."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"ref"}
        and rule.rule.startswith(under)
        and "GET" in rule.methods
        and (role is None or role in door_of(app, rule.endpoint).audience)
    )


def body(answer):
    """The page but for its token, which tells the time."""
    return re.sub(r'value="[^"]*"', "", answer.text)


def make_adult(db, role, **given):
    kind = PersonKind.CARER if role is Role.CARER else PersonKind.STAFF
    return makers.make_person(db, kind, **given)


@pytest.fixture
def world(db):
    """(adult, one they reach, those they do not by why) for a role."""

    def build(role):
        adult = make_adult(db, role)
        kind = Kind.FOSTER_CARER if role is Role.CARER else Kind.SOCIAL_WORKER
        day = timedelta(days=1)
        today = makers.today()

        def young(**connection):
            sam = makers.make_young(db, known_as="Zebedee", council_id=adult.council_id)
            makers.make_plan(db, sam)
            makers.make_connection(db, sam, adult, kind, **{"grants": ALL_GRANTS, **connection})
            return sam

        near = young(starts=today, ends=today)
        far = {
            "ended yesterday": young(ends=today - day),
            "starts tomorrow": young(starts=today + day),
            "no grant": young(grants=0),
            "nobody's": makers.make_young(db, council_id=adult.council_id),
            "of another council": makers.make_young(db, council=makers.make_council(db)),
            "staff": make_adult(db, Role.WORKER, council_id=adult.council_id),
        }
        # A connection that strays across councils must not open a door either.
        makers.make_connection(db, far["of another council"], adult, kind, grants=ALL_GRANTS)
        # What is shown opens only for those who are reached.
        for sam in (near, *(sam for sam in far.values() if sam.kind == PersonKind.YOUNG)):
            for thing in (Thing.ABOUT_ME, Thing.WELLBEING, Thing.CHECK_INS):
                makers.make_share(db, sam, thing, adult)
        return adult, near, far

    return build


@pytest.mark.parametrize("role", REACHING)
def test_only_who_is_reached_today_is_found(client, db, world, role):
    adult, near, far = world(role)
    refs = {why: person.ref for why, person in far.items()}
    near_ref = near.ref
    client.sign_in(adult, role)
    # Of these there is none here: their own tests ask.
    found = [a for a in addresses(client.application, "/people/<ref>", role) if a not in PICTURES]
    if role is not Role.WORKER:
        found = [address for address in found if address not in OVERSEEN]
    assert found
    for address in found:
        assert client.get(address.replace("<ref>", near_ref)).status_code == 200, address
        missing = client.get(address.replace("<ref>", MISSING))
        assert missing.status_code == 404
        for why, ref in refs.items():
            answer = client.get(address.replace("<ref>", ref))
            assert answer.status_code == 404, f"{address} of one who is {why}"
            assert body(answer) == body(missing)
            assert "Zebedee" not in answer.text
    lists = [a for a in ("/people", "/waiting", "/children") if client.get(a).status_code == 200]
    for address in lists:
        assert client.get(address).text.count("Zebedee") <= 4  # the one card of who is reached


@pytest.mark.parametrize("role", REACHING)
def test_no_more_is_seen_than_was_granted(client, db, role):
    """With a name and nothing else: no plan, no messages, no dates, no family."""
    adult = make_adult(db, role)
    kind = Kind.FOSTER_CARER if role is Role.CARER else Kind.SOCIAL_WORKER
    sam = makers.make_young(db, council_id=adult.council_id)
    makers.make_connection(db, sam, adult, kind, grants=Grant.NAME)
    makers.make_plan(db, sam, {"home": "MARK-HOME", "fun": "MARK-FUN", "health": "MARK-HEALTH"})
    makers.make_promise(db, sam, text="MARK-PROMISE")
    makers.make_connection(db, sam, makers.make_relative(db, known_as="MARK-MUM"), Kind.FAMILY)
    makers.make_message(db, makers.make_conversation(db, sam), text="MARK-MESSAGE")
    for kind_of, label in (("visit", "MARK-VISIT"), ("family_time", "MARK-FAMILY")):
        makers.make_agenda_item(db, sam, kind=kind_of, with_label=label)
    client.sign_in(adult, role)
    for address in ("/people", "/children", "/waiting", "/people/{}", "/people/{}/plan",
                    "/people/{}/messages"):  # fmt: skip
        assert "MARK-" not in client.get(address.format(sam.ref)).text, address


PARTS = {"home": "MARK-HOME", "fun": "MARK-FUN", "health": "MARK-HEALTH", "school": "MARK-SCHOOL",
         "family_time": "MARK-FAMILY", "legal": "MARK-LEGAL"}  # fmt: skip


@pytest.mark.parametrize(
    ("grants", "seen"),
    [
        (Grant.NAME | Grant.PLAN, {"FUN"}),
        (Grant.NAME | Grant.PLAN | Grant.HEALTH, {"FUN", "HEALTH"}),
        (Grant.NAME | Grant.PLAN | Grant.ADDRESS | Grant.SCHOOL, {"FUN", "HOME", "SCHOOL"}),
        (Grant.NAME | Grant.PLAN | Grant.FAMILY | Grant.REASONS, {"FUN", "FAMILY", "LEGAL"}),
        (Grant.NAME | Grant.ADDRESS | Grant.HEALTH | Grant.SCHOOL, set()),
    ],
)
def test_each_part_of_a_plan_is_a_grant_of_its_own(client, db, grants, seen):
    helen = makers.make_carer(db)
    sam = makers.make_young(db)
    makers.make_connection(db, sam, helen, Kind.FOSTER_CARER, grants=grants)
    makers.make_plan(db, sam, PARTS)
    client.sign_in(helen)
    page = client.get(f"/people/{sam.ref}/plan").text
    assert {area for area in ("HOME", "FUN", "HEALTH", "SCHOOL", "FAMILY", "LEGAL")
            if f"MARK-{area}" in page} == seen  # fmt: skip


@pytest.mark.parametrize("role", OUTSIDE)
def test_advocates_and_editors_reach_nobody(client, db, world, role):
    adult, near, _far = world(role)
    viewer = makers.make_viewer(db, adult, role)
    now = makers.clock.now()
    for grant in Grant:
        assert db.scalars(reach.young_people(viewer, grant, now)).all() == []
    with client.application.test_request_context(), pytest.raises(NoResultFound):
        pages.subject(db, viewer, near.ref, now)
    client.sign_in(adult, role)
    for address in ["/people", "/waiting", "/children",
                    *addresses(client.application, "/people/<ref>")]:  # fmt: skip
        answer = client.get(address.replace("<ref>", near.ref))
        lets_in = (
            address in OVERSEEN and role in door_of(client.application, OVERSEEN[address]).audience
        )
        assert answer.status_code == (404 if lets_in else 403), address
        assert "Zebedee" not in answer.text


EVENTS = {
    "/visits/<ref>": makers.make_visit,
    "/family-time/<ref>": makers.make_family_time,
    "/reviews/<ref>": makers.make_review,
    "/my-app/keys/<ref>/remove": makers.make_passkey,
    "/promises/<ref>/not-done": makers.make_promise,
}


# Asked of in tests of their own; the last only leads to a page.
ELSEWHERE = (
    "/messages/", "/news/", "/cards/", "/diary/", "/goals/", "/steps/", "/sittings/",
    "/early-reviews/",
    "/documents/", "/my-documents/", "/appointments/", "/my-say/", "/reviews/", "/put-right/",
    "/said/", "/decisions/", "/with-others/", "/asked-for/", "/my-letters/", "/things-to-do/",
)  # fmt: skip


def test_a_young_person_opens_their_own_events_and_no_others(client, db):
    mine, brother = makers.make_young(db), makers.make_young(db)
    there = {address: (make(db, mine).ref, make(db, brother).ref)
             for address, make in EVENTS.items()}  # fmt: skip
    client.sign_in(mine)
    for address in addresses(client.application, "/", Role.YOUNG):
        if address not in there:  # the rooms of these ask it themselves, and the matrix does
            assert address.startswith(ELSEWHERE), address
            continue
        own, other = there[address]
        assert client.get(address.replace("<ref>", own)).status_code == 200
        missing = client.get(address.replace("<ref>", MISSING))
        answer = client.get(address.replace("<ref>", other))
        assert answer.status_code == missing.status_code == 404
        assert body(answer) == body(missing)
    assert db.scalars(select(AuditEvent)).all() == []


def test_adults_do_not_come_in_by_a_young_persons_door(client, db):
    sam, priya = makers.make_pair(db)
    visit = makers.make_visit(db, sam, priya)
    client.sign_in(priya)
    for address in ("/home", "/plan", "/plan/a10", "/messages", "/my-people", "/promises",
                    f"/visits/{visit.ref}"):  # fmt: skip
        assert client.get(address).status_code == 403


# --- what is kept of it -----------------------------------------------------------------------


def events(db):
    db.rollback()
    return [
        (e.act, e.about_id, e.what, e.role)
        for e in db.scalars(select(AuditEvent).order_by(AuditEvent.id))
    ]


def test_each_look_is_kept_once(client, db):
    sam, priya = makers.make_pair(db)
    about, ref = sam.id, sam.ref
    client.sign_in(priya)
    for address in (f"/people/{ref}", f"/people/{ref}/plan", f"/people/{ref}/messages"):
        assert client.get(address).status_code == 200
    assert client.get("/people").status_code == client.get("/waiting").status_code == 200
    assert client.get(f"/people/{MISSING}").status_code == 404
    assert events(db) == [
        ("looked", about, "staff.person", "worker"),
        ("looked", about, "plan.their_plan", "worker"),
        ("looked", about, "messages.their_thread", "worker"),
        ("listed", None, "staff.people", "worker"),
        ("listed", None, "staff.waiting", "worker"),
    ]
    assert list(broken(db, Seen())) == []


def test_nothing_is_kept_of_ones_own_looks(client, db):
    sam, _priya = makers.make_pair(db)
    makers.make_plan(db, sam)
    client.sign_in(sam)
    for address in ("/home", "/plan", "/plan/why", "/plan/a10", "/messages", "/my-people",
                    "/promises", "/dates", "/my-say"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert events(db) == []


@pytest.fixture
def no_audit(db):
    """Call it: from then on no event can be written."""
    return lambda: (db.execute(text("ALTER TABLE audit_event RENAME TO lost")), db.commit())


@pytest.mark.parametrize("address", ["/people/{}", "/people/{}/plan", "/people", "/children"])
def test_without_its_record_there_is_no_answer(client, db, no_audit, address):
    sam = makers.make_young(db, known_as="Zebedee")
    carer = address == "/children"
    adult = makers.make_carer(db) if carer else makers.make_worker(db)
    makers.make_connection(db, sam, adult, Kind.FOSTER_CARER if carer else Kind.SOCIAL_WORKER)
    client.sign_in(adult)
    no_audit()
    answer = client.get(address.format(sam.ref))
    assert answer.status_code == 503
    assert "Zebedee" not in answer.text


def test_a_young_person_needs_no_record(client, db, no_audit):
    client.sign_in(makers.make_young(db))
    no_audit()
    assert client.get("/home").status_code == 200


def test_a_change_that_cannot_be_recorded_does_not_happen(client, db, no_audit):
    """Nor does anything that belongs to it: no message, no row for the channels."""
    sam, priya = makers.make_pair(db)
    promise = makers.make_promise(db, sam, priya)
    makers.make_message(db, makers.make_conversation(db, sam, priya))
    client.sign_in(priya)
    client.get(f"/people/{sam.ref}/messages")
    answer = client.form("", {"text": ""}).hidden
    no_audit()
    with pytest.raises(DBAPIError):
        client.post(f"/people/{sam.ref}/messages", data={**answer, "text": "Yes"})
    with pytest.raises(DBAPIError):
        client.post(f"/promises/{promise.ref}/kept", data=answer)
    db.rollback()
    assert len(db.scalars(select(Message.id)).all()) == 1
    assert db.scalars(select(Outbox.id)).all() == []
    assert db.scalars(select(Promise.state)).one() == "coming"


def test_changes_at_the_same_moment_all_find_a_place_in_the_chain(app, db, database):
    """What one adult sends is not lost because another one writes, or looks, just then."""
    sam = makers.make_young(db)
    viewers = [makers.make_viewer(db, makers.make_worker(db)) for _ in range(4)]
    now = makers.clock.now()
    db.commit()

    def change(viewer):
        for _ in range(3):
            with app.test_request_context(), database.committing() as handle:
                audit.changed(handle, viewer, sam.id, "messages.sent", now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, viewers))
    assert [e[0] for e in events(db)] == ["changed"] * 12
    assert list(broken(db, Seen())) == []
