"""Whoever must not know learns nothing, by any door: their pages are the same, to the byte, as if
the young person were not there."""

import re
from datetime import timedelta

import pytest

from portal.agenda.tables import AgendaItem
from portal.core import clock
from portal.core.access import Role
from portal.people import pages as people
from portal.people import reach
from portal.people.rules import ALL_GRANTS, Grant, Kind
from portal.rebuild import rebuild
from tests import makers

MARK = "Zebedee"


def body(answer):
    return re.sub(r'value="[^"]*"', "", answer.text)


def seen(browser, addresses):
    return {a: ((answer := browser.get(a)).status_code, body(answer)) for a in addresses}


def make_record(db, young, adult):
    """All that might give a young person away to this adult."""
    plan = makers.make_plan(db, young, {"home": "Here.", "fun": "Football."})
    makers.make_version(db, plan, {"home": "Here.", "fun": "Drums."})
    makers.make_promise(db, young, adult)
    makers.make_owed(db, adult, young)
    makers.make_owed(db, adult, young, kind="visit", passes_to_id=adult.id)
    makers.make_owed(db, makers.make_worker(db, account=False), young)
    for kind in ("visit", "family_time", "review"):
        makers.make_agenda_item(db, young, kind=kind)
    talk = makers.make_conversation(db, young, adult)
    makers.make_message(db, talk)
    makers.make_message(db, talk, from_id=adult.id)
    return makers.make_visit(db, young, adult), talk


STAFF = [Role.WORKER, Role.MANAGER, Role.DUTY, Role.IRO]
KINDS = {Role.WORKER: Kind.SOCIAL_WORKER, Role.MANAGER: Kind.MANAGER, Role.DUTY: Kind.MANAGER,
         Role.IRO: Kind.IRO, Role.CARER: Kind.FOSTER_CARER}  # fmt: skip


@pytest.mark.parametrize("role", [*STAFF, Role.CARER])
def test_an_adult(client, db, role):
    """With every grant there is, and with an emergency open: as if there were nobody."""
    make = makers.make_carer if role is Role.CARER else makers.make_worker
    adult = make(db, **({} if role is Role.CARER else {"account": False}))
    makers.make_membership(db, adult, role=role)
    near = makers.make_young(db, known_as="Near")
    makers.make_connection(db, near, adult, KINDS[role], grants=ALL_GRANTS)
    young = makers.make_young(db, known_as=MARK, code="ZEB")
    missing = "A" * 22
    client.sign_in(adult)

    def everything(ref):
        return [
            *("/waiting", "/people", "/children", "/openings", "/about-this", "/my-app"),
            *(f"/people/{ref}{rest}" for rest in ("", "/plan", "/messages", "/must-not-know",
                                                  "/messages/look-into")),
            f"/people/{near.ref}",
        ]  # fmt: skip

    before = list(seen(client, everything(missing)).values())
    makers.make_bar(db, young, adult)
    make_record(db, young, adult)
    makers.make_connection(db, young, adult, KINDS[role], grants=ALL_GRANTS)
    makers.make_connection(
        db, young, adult, Kind.EMERGENCY, grants=ALL_GRANTS, starts=makers.today(),
        ends=makers.today(), ends_at=clock.now() + timedelta(hours=4),
    )  # fmt: skip
    rebuild(db, young.council_id, clock.now())
    after = list(seen(client, everything(young.ref)).values())
    assert after == before


def test_without_the_bar_they_would_have_seen_all_of_it(client, db):
    """Guards the test above against passing because there is nothing to see."""
    adult = makers.make_worker(db)
    young = makers.make_young(db, known_as=MARK)
    bar = makers.make_bar(db, young, adult)
    make_record(db, young, adult)
    makers.make_connection(db, young, adult, grants=ALL_GRANTS)
    client.sign_in(adult)
    for address in ("/waiting", "/people", f"/people/{young.ref}", f"/people/{young.ref}/plan"):
        assert MARK not in client.get(address).text
    bar.lifted_at, bar.lifted_by_id = clock.now(), 1
    for address in ("/waiting", "/people", f"/people/{young.ref}", f"/people/{young.ref}/messages"):
        assert MARK in client.get(address).text, address


def test_what_they_send_reaches_nobody(client, db):
    adult = makers.make_worker(db)
    young = makers.make_young(db, known_as=MARK)
    makers.make_connection(db, young, adult, grants=ALL_GRANTS)
    promise = makers.make_promise(db, young, adult)
    client.sign_in(adult)
    client.get(f"/people/{young.ref}/messages")
    form = client.form("", {"text": ""}).hidden
    makers.make_bar(db, young, adult)
    missing = client.post(f"/people/{'A' * 22}/messages", data={**form, "text": "Hello"})
    sent = client.post(f"/people/{young.ref}/messages", data={**form, "text": "Hello"})
    assert sent.status_code == missing.status_code == 404
    assert body(sent) == body(missing)
    kept = client.post(f"/promises/{promise.ref}/kept", data=form)
    assert kept.status_code == 404
    assert db.query(makers.Message).count() == 0


def test_a_worker_who_must_not_know_does_not_answer(client, db):
    """The young person is not told that somebody reads who cannot."""
    sam, priya = makers.make_pair(db)
    cover = makers.make_worker(db, known_as="Cover")
    makers.make_connection(db, sam, cover, Kind.MANAGER, grants=ALL_GRANTS)
    client.sign_in(sam)
    assert "Priya" in client.get("/messages").text
    makers.make_leave(db, priya, cover)
    assert "Cover" in client.get("/messages").text
    makers.make_bar(db, sam, cover)
    assert "Cover" not in client.get("/messages").text
    makers.make_bar(db, sam, priya)
    assert "Priya" not in client.get("/messages").text
    # She stays among Sam's people: nobody goes from there without a word. There is no number of
    # hers to ring, and nothing to write to her with.
    page = client.get("/my-people").text
    assert "Priya" in page and priya.phone not in page and "Write to" not in page


# --- brothers and sisters -----------------------------------------------------------------------


YOUNG_PAGES = ("/home", "/my-people", "/dates", "/messages", "/my-say", "/plan", "/promises")


def test_a_brother_who_must_not_know(client, db):
    leo = makers.make_young(db, known_as="Leo")
    mia = makers.make_young(db, known_as=MARK)
    client.sign_in(leo)
    before = seen(client, YOUNG_PAGES)
    makers.make_connection(db, leo, mia, Kind.FAMILY, label=f"{MARK}, my sister")
    time = makers.make_family_time(db, leo, with_id=mia.id, with_label=f"{MARK}, my sister")
    rebuild(db, leo.council_id, clock.now())
    assert MARK in client.get("/my-people").text
    assert MARK in client.get("/home").text
    assert client.get(f"/family-time/{time.ref}").status_code == 200
    makers.make_bar(db, mia, leo)
    assert seen(client, YOUNG_PAGES) == before
    missing = client.get(f"/family-time/{'A' * 22}")
    gone = client.get(f"/family-time/{time.ref}")
    assert gone.status_code == missing.status_code == 404
    assert body(gone) == body(missing)


def test_nor_does_anybody_elses_page_tell_the_one_who_must_not_know(client, db):
    """An adult with both children in view: of the sister nothing, on the brother's page either."""
    carer = makers.make_carer(db)
    makers.make_membership(db, carer)
    priya = makers.make_worker(db)
    leo = makers.make_young(db, known_as="Leo")
    mia = makers.make_young(db, known_as=MARK)
    for adult, kind in ((carer, Kind.FOSTER_CARER), (priya, Kind.SOCIAL_WORKER)):
        makers.make_connection(db, leo, adult, kind, grants=ALL_GRANTS)
        makers.make_bar(db, mia, adult)
    makers.make_connection(db, leo, mia, Kind.FAMILY, label=MARK)
    makers.make_family_time(db, leo, with_id=mia.id, with_label=MARK)
    rebuild(db, leo.council_id, clock.now())
    for adult in (carer, priya):
        client.sign_in(adult)
        for address in ("/children", "/people", f"/people/{leo.ref}", f"/people/{leo.ref}/plan"):
            assert MARK not in client.get(address).text, (adult.known_as, address)


def test_the_agenda_learns_with_whom_it_is(db, now):
    """A row made before anybody knew who is meant is put right, or a bar would not reach it."""
    leo, mia = makers.make_young(db), makers.make_young(db)
    time = makers.make_family_time(db, leo, with_label=MARK)
    rebuild(db, leo.council_id, now)
    assert db.query(AgendaItem.with_id).filter_by(source_id=time.id).scalar() is None
    time.with_id = mia.id
    rebuild(db, leo.council_id, now)
    assert db.query(AgendaItem.with_id).filter_by(source_id=time.id).scalar() == mia.id


# --- one rule, in every shape ---------------------------------------------------------------------


def test_as_a_question_and_as_a_query(db, app, now):
    adult = makers.make_worker(db)
    young = makers.make_young(db)
    makers.make_connection(db, young, adult, grants=ALL_GRANTS)
    viewer = makers.make_viewer(db, adult)
    assert db.scalars(reach.young_people(viewer, Grant.NAME, now)).all() == [young]
    bar = makers.make_bar(db, young, adult)
    for grant in Grant:
        assert db.scalars(reach.young_people(viewer, grant, now)).all() == []
    with app.test_request_context(), pytest.raises(people.NoResultFound):
        people.subject(db, viewer, young.ref, now)
    # Whoever must not know does not go from the young person's own list.
    assert [known.id for known in people.my_people(db, young.council_id, young.id, now)] == [
        adult.id
    ]
    bar.lifted_at, bar.lifted_by_id = now, 1
    db.flush()
    assert db.scalars(reach.young_people(viewer, Grant.NAME, now)).all() == [young]


def test_a_review_day_that_went_by_lifts_nothing(client, db):
    adult = makers.make_worker(db)
    young = makers.make_young(db, known_as=MARK)
    makers.make_connection(db, young, adult)
    makers.make_bar(db, young, adult, review_on=makers.today() - timedelta(days=400))
    client.sign_in(adult)
    assert client.get(f"/people/{young.ref}").status_code == 404
