"""`flask lead`: a real council says who its safeguarding lead is; never one person alone."""

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.core.audit_check import Seen, broken
from portal.house import Account, Membership
from tests import makers


@pytest.fixture
def run(app, db):
    def run(*arguments):
        db.commit()
        return app.test_cli_runner().invoke(args=[*arguments])

    return run


@pytest.fixture
def council(db):
    made = makers.make_council(db, name="Exampleshire")
    for code, name in (("W1", "Noor"), ("W2", "Grace"), ("W3", "Hana")):
        makers.make_worker(db, council=made, code=code, known_as=name)
    makers.make_worker(db, council=made, code="W4", known_as="Ola", account=False)
    makers.make_membership(db, makers.make_young(db, council=made, code="Y1"))
    return made


def lead(run, code, by, *more):
    return run("lead", code, "--council", "Exampleshire", "--agreed-by", by, *more)


def test_a_lead_is_named_and_ended_by_two(run, db, council):
    done = lead(run, "W1", "W2")
    assert done.output == "Safeguarding lead of Exampleshire now: Noor.\n"
    assert lead(run, "W1", "W2").exit_code == 0  # again changes nothing
    assert lead(run, "W3", "W1").output == "Safeguarding lead of Exampleshire now: Noor, Hana.\n"
    lead(run, "W3", "W2", "--end")
    done = lead(run, "W1", "W2", "--end")
    assert done.output == "Safeguarding lead of Exampleshire now: nobody.\n"
    db.rollback()
    people = {p.id: p.code for p in db.scalars(select(makers.Person))}
    kept = [(people[e.about_id], people[e.person_id], e.what) for e in db.scalars(
        select(AuditEvent).order_by(AuditEvent.id))]  # fmt: skip
    assert kept == [
        ("W1", "W2", "people.lead"),
        ("W3", "W1", "people.lead"),
        ("W3", "W2", "people.lead_ended"),
        ("W1", "W2", "people.lead_ended"),
    ]
    assert list(broken(db, Seen())) == []


@pytest.mark.parametrize(
    ("code", "by"), [("W1", "W1"), ("W1", "W9"), ("W9", "W1"), ("W4", "W1"), ("W1", "W4"),
                     ("Y1", "W1"), ("W1", "Y1")],
)  # fmt: skip
def test_one_alone_or_somebody_without_an_account_is_not_enough(run, db, council, code, by):
    done = lead(run, code, by)
    assert done.exit_code == 1 and done.output.startswith("Error: ")
    assert run("lead", "W1", "--council", "Nowhere", "--agreed-by", "W2").exit_code == 1
    db.rollback()
    assert not db.scalars(select(Membership.is_lead).where(Membership.is_lead)).all()


def test_a_closed_account_is_no_lead_but_can_be_ended(run, db, council):
    lead(run, "W1", "W2")
    noor = db.scalar(select(makers.Person).where(makers.Person.code == "W1"))
    account = db.scalar(select(Account).join(Membership).where(Membership.person_id == noor.id))
    account.state = "closed"
    assert lead(run, "W3", "W1").exit_code == 1
    assert lead(run, "W1", "W2", "--end").output.endswith("now: nobody.\n")
    assert lead(run, "W1", "W2").exit_code == 1


def test_flask_check_wants_a_lead_and_a_manager(run, db, council):
    makers.make_council(db, name="Madeupshire", kind="demo")
    said = run("check").output
    assert "Exampleshire has no safeguarding lead" in said
    assert "Exampleshire has no manager who can sign in" in said
    assert "Madeupshire has no" not in said
    lead(run, "W1", "W2")
    grace = db.scalar(select(makers.Person).where(makers.Person.code == "W2"))
    db.scalar(select(Membership).where(Membership.person_id == grace.id)).role = Role.MANAGER.value
    said = run("check").output
    assert "has no safeguarding lead" not in said and "has no manager" not in said
