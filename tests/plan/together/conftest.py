"""A young person with a plan, their worker, reviewing officer, carer and a manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.house import Owed, Person, Plan, PlanPart
from portal.people.rules import Grant, Kind
from tests import makers
from tests.client import Client


@dataclass
class Scene:
    """priya is mia's worker, helen her carer (without SCHOOL), rob her reviewing officer, grace a
    manager near her. omar is a worker who is not hers."""

    db: Any
    mia: Person
    priya: Person
    helen: Person
    rob: Person
    grace: Person
    omar: Person
    plan: Plan
    new_client: Any

    def as_(self, person: Person, role: Role | None = None) -> Client:
        browser: Client = self.new_client()
        browser.sign_in(person, role)
        return browser

    def part(self, area: str) -> PlanPart:
        return self.db.scalars(
            select(PlanPart).where(
                PlanPart.version_id == self.plan.current_id, PlanPart.area == area
            )
        ).one()

    def owed(self) -> list[Owed]:
        return list(
            self.db.scalars(select(Owed).where(Owed.kind == "plan_response").order_by(Owed.id))
        )


@pytest.fixture
def scene(db, new_client):
    mia = makers.make_young(db, known_as="Mia")
    priya = makers.make_worker(db, known_as="Priya")
    helen = makers.make_carer(db, known_as="Helen")
    makers.make_membership(db, helen)
    rob = makers.make_worker(db, known_as="Rob", account=False)
    makers.make_membership(db, rob, role=Role.IRO)
    grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    omar = makers.make_worker(db, known_as="Omar")
    makers.make_connection(db, mia, priya)
    makers.make_connection(
        db, mia, helen, Kind.FOSTER_CARER,
        grants=Grant.NAME | Grant.PLAN | Grant.FAMILY | Grant.ADDRESS,
    )  # fmt: skip
    makers.make_connection(db, mia, rob, Kind.IRO)
    makers.make_connection(db, mia, grace, Kind.MANAGER)
    words = {"home": "You live with Helen.", "family_time": "You see Mum on Saturdays.",
             "school": "Maths on Tuesdays."}  # fmt: skip
    plan = makers.make_plan(db, mia, words)
    return Scene(db, mia, priya, helen, rob, grace, omar, plan, new_client)
