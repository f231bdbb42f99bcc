"""Whoever is closed out is out at the next request, in every browser they hold."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import Account, Membership
from portal.people.rules import PersonKind
from tests import makers


def membership_of(db, person):
    return db.scalars(select(Membership).where(Membership.person_id == person.id)).one()


def close_account(db, person):
    db.get(Account, membership_of(db, person).account_id).state = "closed"


def end_yesterday(db, person):
    membership_of(db, person).ends = makers.today() - timedelta(days=1)


def begin_tomorrow(db, person):
    membership_of(db, person).starts = makers.today() + timedelta(days=1)


@pytest.mark.parametrize("shut", [close_account, end_yesterday, begin_tomorrow])
@pytest.mark.parametrize(
    ("kind", "role", "address"),
    [(PersonKind.YOUNG, Role.YOUNG, "/home"), (PersonKind.STAFF, Role.WORKER, "/waiting")],
)
def test_every_session_ends_with_the_account(client, new_client, db, shut, kind, role, address):
    person, other = makers.make_person(db, kind), new_client()
    client.sign_in(person, role)
    other.sign_in(person, role)
    assert client.get(address).status_code == other.get(address).status_code == 200
    shut(db, person)
    for browser in (client, other):
        assert browser.get(address).status_code == 302
        assert browser.post("/my-app").status_code in (400, 401)


def test_a_membership_that_ends_today_ends_with_the_day(client, db, now):
    person = makers.make_person(db, PersonKind.STAFF)
    client.sign_in(person, Role.WORKER)
    membership_of(db, person).ends = makers.today()
    assert client.get("/waiting").status_code == 200
    with clock.fixed(now + timedelta(days=1), everywhere=True):
        client.sign_in(person, Role.WORKER)
        assert client.get("/waiting").status_code == 302


def test_who_has_two_councils_loses_only_the_one(client, db):
    """The session belongs to one council; another's membership neither keeps nor ends it."""
    here, there = makers.make_person(db, PersonKind.STAFF), makers.make_person(
        db, PersonKind.STAFF, council=makers.make_council(db, name="Elsewhere")
    )  # fmt: skip
    client.sign_in(here, Role.WORKER)
    account_id = membership_of(db, here).account_id
    makers.make_membership(db, there, account_id=account_id, role=Role.WORKER)
    end_yesterday(db, there)
    assert client.get("/waiting").status_code == 200
    end_yesterday(db, here)
    membership_of(db, there).ends = None
    assert client.get("/waiting").status_code == 302
