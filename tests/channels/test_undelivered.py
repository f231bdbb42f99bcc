"""Whom we could not tell: for whoever looks after it, of their own council's people alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import AuditEvent, Delivery, OwnWay
from portal.people.rules import Kind
from tests import makers


@pytest.fixture
def noor(db, client):
    person = makers.make_worker(db, known_as="Noor", account=False)
    client.sign_in(person, Role.ADMIN)
    return person


def which(client, place=0):
    client.get("/undelivered")
    return [f for f in client.page.forms if "which" in f.hidden][place].hidden


def states(db):
    db.expire_all()
    return [row.state for row in db.scalars(select(Delivery).order_by(Delivery.id))]


def test_who_by_what_since_when_and_what_to_do(client, db, noor):
    sam = makers.make_carer(db, known_as="Kestrel")
    makers.make_own_way(db, sam, value="secret@example.org")
    for hours in (30, 5):
        makers.make_delivery(db, sam, made_at=clock.now() - timedelta(hours=hours))
    makers.make_delivery(db, sam, channel="push", error="silent")
    makers.make_delivery(db, makers.make_young(db, known_as="Heron"), state="sent")
    page = client.get("/undelivered").text
    assert "Kestrel" in page
    assert "Heron" not in page
    assert "secret@example.org" not in page
    assert "2 notices" in page
    assert "There is no such address or number." in page
    assert "How we tell you" in page
    assert "The other side did not answer in time." in page
    assert page.index("There is no such") < page.index("did not answer")
    assert client.get("/account").status_code in (200, 404)


def test_young_people_are_named_only_to_those_who_reach_them(client, db, noor, new_client):
    """Who only tries again need not know who is in care."""
    sam = makers.make_young(db, known_as="Kestrel")
    makers.make_delivery(db, sam)
    makers.make_delivery(db, makers.make_young(db, known_as="Heron"))
    page = client.get("/undelivered").text
    assert page.count("A young person") == 2
    assert "Kestrel" not in page and "Heron" not in page
    manager, grace = new_client(), makers.make_worker(db, known_as="Grace", account=False)
    makers.make_connection(db, sam, grace, Kind.MANAGER)
    manager.sign_in(grace, Role.MANAGER)
    page = manager.get("/undelivered").text
    assert "Kestrel" in page and "Heron" not in page and page.count("A young person") == 1
    assert client.post("/undelivered/again", data=which(client)).status_code == 303


def test_there_is_a_link_to_it(client, db, noor):
    assert 'href="/undelivered"' in client.get("/", follow_redirects=True).text


def test_nobody_is_waiting(client, db, noor):
    assert "Everybody was told" in client.get("/undelivered").text


def test_try_again_sends_one_and_lets_the_others_go(client, db, noor):
    sam = makers.make_young(db)
    for _ in range(3):
        makers.make_delivery(db, sam)
    makers.make_delivery(db, sam, channel="push", error="silent")
    found = which(client)
    assert client.post("/undelivered/again", data=found).status_code == 303
    assert states(db) == ["dropped", "dropped", "waiting", "dead"]
    row = db.scalars(select(Delivery).where(Delivery.state == "waiting")).one()
    assert (row.attempts, row.next_at, row.done_at) == (0, clock.now(), None)
    assert client.post("/undelivered/again", data=found).status_code == 409
    changes = db.scalars(select(AuditEvent.what).where(AuditEvent.act == "changed")).all()
    assert changes == ["channels.again"]


def test_let_go(client, db, noor):
    makers.make_delivery(db, makers.make_young(db))
    assert client.post("/undelivered/let-go", data=which(client)).status_code == 303
    assert states(db) == ["dropped"]
    assert "Everybody was told" in client.get("/undelivered").text


@pytest.mark.parametrize("code", ["", "x", "0" * 64])
def test_a_code_that_is_none(client, db, noor, code):
    makers.make_delivery(db, makers.make_young(db))
    assert (
        client.post("/undelivered/again", data={**which(client), "which": code}).status_code == 409
    )
    assert states(db) == ["dead"]


def test_of_ones_own_council(client, db, noor, new_client):
    other = makers.make_council(db)
    there = makers.make_young(db, council=other, council_id=other.id, known_as="Heron")
    makers.make_delivery(db, there)
    assert "Everybody was told" in client.get("/undelivered").text
    theirs = new_client()
    theirs.sign_in(makers.make_worker(db, council=other, council_id=other.id, account=False),
                   Role.ADMIN)  # fmt: skip
    code = which(theirs)
    mine = which_token(client)
    answer = client.post("/undelivered/again", data={"csrf_token": mine, "which": code["which"]})
    assert answer.status_code == 409
    assert states(db) == ["dead"]


def which_token(client):
    client.get("/my-app")
    return client.page.forms[-1].hidden["csrf_token"]


def test_of_nobody_whom_they_must_not_know_of(client, db, noor):
    sam = makers.make_young(db, known_as="Kestrel")
    makers.make_delivery(db, sam)
    makers.make_bar(db, sam, noor)
    assert "Everybody was told" in client.get("/undelivered").text


def test_every_look_leaves_a_note(client, db, noor):
    client.get("/undelivered")
    assert "channels.undelivered" in db.scalars(select(AuditEvent.what)).all()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.MANAGER}))
def test_others_have_no_business_here(client, db, role):
    person = makers.make_young(db) if role is Role.YOUNG else makers.make_worker(db, account=False)
    client.sign_in(person, role)
    assert client.get("/undelivered").status_code == 403


def test_their_own_page_says_that_it_failed(make_app, db):
    sam = makers.make_young(db)
    makers.make_own_way(db, sam, failed_at=clock.now())
    browser = make_app(demo=True).test_client()
    browser.handle = db
    browser.sign_in(sam)
    assert "We could not reach it" in browser.get("/told").text
    assert db.scalars(select(OwnWay)).one().failed_at
