"""How often a page asks the database: within its budget, and as often for many as for one.

The request's handle is counted, the session's own question included; the frame's ledger apart.
"""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.demo import bulk, load
from portal.house import Owed, Person
from portal.people.rules import ALL_GRANTS, Kind
from portal.plan.rules import part_code
from tests import makers
from tests.databases import counting

YOUNG = {
    "/home": 5, "/plan": 5, "/plan/{part}": 5, "/plan/why": 5, "/dates": 5, "/messages": 4,
    "/my-people": 5, "/promises": 5, "/my-say": 5, "/my-app": 5, "/visits/{visit}": 5,
    "/who-looked": 5,
    "/what-comes-when": 5, "/my-checks": 5,
}  # fmt: skip
STAFF = {"/waiting": 5, "/people": 5, "/people/{ref}": 5, "/people/{ref}/plan": 5,
         "/people/{ref}/messages": 4,
         "/people/{ref}/what-comes-when": 5, "/people/{ref}/checks": 5}  # fmt: skip
CARER = {"/children": 5, "/people/{ref}/plan": 5}
LEDGER_YOUNG, LEDGER_OTHERS, POST = 1, 3, 6
# A cry for help is raised in the same commit: the worry, who sees to it, until when, that they owe
# it, and what they are told.
RAISED = 6
LATER = timedelta(minutes=5)  # the session is due its "last seen" too


def make_life(db, young, worker, much):
    """Everything that a page may show, once or many times over."""
    areas = ["home", "fun", "health", "school", "money"][: 5 if much > 1 else 1]
    plan = makers.make_plan(db, young, dict.fromkeys(areas, "Words."))
    visit = makers.make_visit(db, young, worker)
    for n in range(much):
        makers.make_promise(db, young, worker, area="home")
        makers.make_agenda_item(db, young, wall=makers.at(n % 60))
        makers.make_notice(db, young)
        makers.make_owed(db, worker, young, kind="visit")
        makers.make_connection(db, young, makers.make_relative(db, council_id=young.council_id),
                               Kind.FAMILY)  # fmt: skip
        makers.make_episode(db, young, started=makers.LONG_AGO + timedelta(days=n))
    talk = makers.make_conversation(db, young, worker)
    for n in range(much * 3):
        makers.make_message(db, talk, from_id=(young.id, worker.id)[n % 2])
    return {"ref": young.ref, "visit": visit.ref, "part": part_code(plan.kind, "home")}


def counts(client, database, addresses, given):
    """address → (statements, the ledger's), each asked when the session is due its touch."""
    found = {}
    for n, address in enumerate(addresses, start=1):
        with clock.fixed(clock.now() + n * LATER, everywhere=True), counting(database) as counted:
            assert client.get(address.format(**given)).status_code == 200, address
        wrote = [s for s in counted.statements if not re.match(r"\s*(SELECT|WITH)", s)]
        assert wrote == [], f"{address} writes on GET"
        found[address] = (len(counted), len(counted.ledger))
    return found


def within(found, budgets, ledger):
    over = {a: c for a, c in found.items() if c[0] > budgets[a] or c[1] > ledger}
    assert over == {}, f"(statements, ledger) over {ledger=} or {budgets}"


@pytest.mark.parametrize("much", [1, 40])
def test_a_young_persons_pages(client, db, database, much):
    mia, priya = makers.make_pair(db)
    given = make_life(db, mia, priya, much)
    client.sign_in(mia)
    within(counts(client, database, YOUNG, given), YOUNG, LEDGER_YOUNG)


@pytest.mark.parametrize("much", [1, 40])
def test_a_workers_pages(client, db, database, much):
    mia, priya = makers.make_pair(db)
    for _ in range(1 if much == 1 else 200):
        one = makers.make_young(db, council_id=mia.council_id)
        makers.make_connection(db, one, priya)
        makers.make_owed(db, priya, one)
    given = make_life(db, mia, priya, much)
    client.sign_in(priya)
    client.get(f"/people/{mia.ref}/messages")  # the first look also keeps a read mark: see below
    within(counts(client, database, STAFF, given), STAFF, LEDGER_OTHERS)


def test_the_first_look_at_a_new_message(client, db, database):
    mia, priya = makers.make_pair(db)
    given = make_life(db, mia, priya, 1)
    client.sign_in(priya)
    within(counts(client, database, ["/people/{ref}/messages"], given), STAFF, LEDGER_OTHERS)


@pytest.mark.parametrize("much", [1, 6])
def test_a_carers_pages(client, db, database, much):
    helen = makers.make_carer(db)
    for _ in range(much):
        mia, _priya = makers.make_pair(db, council_id=helen.council_id)
        makers.make_connection(db, mia, helen, Kind.FOSTER_CARER, grants=ALL_GRANTS)
        makers.make_agenda_item(db, mia)
    makers.make_plan(db, mia)
    client.sign_in(helen)
    found = counts(client, database, CARER, {"ref": mia.ref})
    within(found, CARER, LEDGER_OTHERS)


def post(client, database, address, path, data):
    """How many statements the one POST takes, from the page's own form."""
    client.get(address)
    form = client.form(address, data, action=path).hidden
    with clock.fixed(clock.now() + LATER, everywhere=True), counting(database) as counted:
        assert client.post(path, data={**form, **data}).status_code == 303
    return len(counted), counted.statements


@pytest.mark.parametrize("much", [1, 40])
def test_a_message_is_sent_in_few_statements(client, db, database, much):
    mia, priya = makers.make_pair(db)
    make_life(db, mia, priya, much)
    client.sign_in(mia)
    for address, path, data, budget in [
        ("/messages", "/messages", {"text": "Hello"}, POST),
        ("/home", "/messages/tap", {"kind": "ok"}, POST),
        ("/home", "/messages/tap", {"kind": "help"}, POST + RAISED),
    ]:
        number, statements = post(client, database, address, path, data)
        assert number <= budget, statements


def test_the_first_message_of_all_begins_the_thread(client, db, database):
    """One more than any other: the thread itself is made, once in a life."""
    mia, _priya = makers.make_pair(db)
    client.sign_in(mia)
    number, statements = post(client, database, "/messages", "/messages", {"text": "Hello"})
    assert number <= POST + 1, statements


def test_an_answer(client, db, database):
    mia, priya = makers.make_pair(db)
    make_life(db, mia, priya, 1)
    client.sign_in(priya)
    path = f"/people/{mia.ref}/messages"
    number, statements = post(client, database, path, path, {"text": "Hello"})
    assert number <= POST, statements


@pytest.mark.parametrize("people", [50, 2_000])
def test_the_same_in_a_small_council_and_a_large_one(client, db, database, people):
    load.load(db, makers.today())
    bulk.add(db, people, 1, makers.today())
    busiest = select(Owed.debtor_id).group_by(Owed.debtor_id).order_by(func.count().desc()).limit(1)
    worker = db.get(Person, db.scalars(busiest.where(Owed.kind == "visit")).one())
    young = db.scalars(select(Person).where(Person.code == "b1-1")).one()
    mine = db.scalars(
        select(Person.ref)
        .join(makers.Connection, makers.Connection.of_id == Person.id)
        .where(makers.Connection.with_id == worker.id)
        .limit(1)
    ).one()
    mia = db.scalars(select(Person).where(Person.code == "mia")).one()
    visits = select(makers.Visit.ref).where(makers.Visit.person_id == mia.id)
    part = {"part": part_code("care", "home"), "visit": db.scalars(visits.limit(1)).one()}
    client.sign_in(mia)
    within(counts(client, database, YOUNG, part), YOUNG, LEDGER_YOUNG)
    client.sign_in(young)
    some = [a for a in YOUNG if "{" not in a]
    within(counts(client, database, some, {}), YOUNG, LEDGER_YOUNG)
    client.sign_in(worker)
    within(counts(client, database, STAFF, {"ref": mine}), STAFF, LEDGER_OTHERS)
