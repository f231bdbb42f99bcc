"""Who is there in a council when something is opened, and how they do it in the app."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from portal.core import clock
from portal.core.access import Role
from portal.house import Opening, Person
from portal.people.rules import Grant, Kind
from tests import makers
from tests.client import Client

WHY = "A neighbour called: he is at her door, and nobody answers."
BORN = date(2012, 3, 27)
HOUR = timedelta(hours=1)


@dataclass
class Scene:
    """sam: a young person whom dele, on duty, does not reach. grace manages; hana manages too, and
    is not connected; noor is the lead."""

    db: Any
    sam: Person
    priya: Person
    dele: Person
    grace: Person
    hana: Person
    noor: Person
    new_client: Any

    def __post_init__(self) -> None:
        self.ref = self.sam.ref

    def as_(self, person: Person) -> Client:
        """A browser of their own, signed in."""
        browser: Client = self.new_client()
        browser.sign_in(person)
        return browser

    def find(self, browser: Client, **typed: str) -> Any:
        typed = typed or {"number": self.sam.code}
        return browser.send("/emergency", typed)

    def open(self, browser: Client, hold: str = "no", hours: str = "4", **more: str) -> Any:
        assert self.find(browser).status_code == 200
        return self.give_reason(browser, hold=hold, hours=hours, **more)

    def give_reason(self, browser: Client, **typed: str) -> Any:
        """On the page that a find drew."""
        form = browser.form("/emergency/find", {"text": "", "hours": ""})
        return browser.post("/emergency/open", data={**form.hidden, "text": WHY, **typed})

    def ask(self, browser: Client, adult: Person, hold: str = "no", hours: str = "24") -> Any:
        return browser.send(
            f"/people/{self.ref}/messages/look-into",
            {"adult": adult.ref, "text": WHY, "hours": hours, "hold": hold},
        )

    def answer(self, browser: Client, ref: str, says: str) -> Any:
        where = f"/openings/{ref}"
        return browser.send(where, {"says": says}, action=f"{where}/answer")

    def decide(self, browser: Client, ref: str, says: str, review: date | None = None) -> Any:
        where = f"/openings/{ref}"
        typed = {"says": says, "text": "He reads her phone. We see her alone on Friday first."}
        if review is not None:
            typed["review"] = review.isoformat()
        return browser.send(where, typed, action=f"{where}/telling")

    def opening(self) -> Opening:
        self.db.rollback()
        return self.db.query(Opening).order_by(Opening.id.desc()).first()


@pytest.fixture
def scene(db: Any, new_client: Any) -> Scene:
    sam, priya = makers.make_pair(
        db, known_as="Sam", first_name="Samira", last_name="Haddad", born=BORN, code="S-0077"
    )
    dele = makers.make_worker(db, known_as="Dele", account=False)
    makers.make_membership(db, dele, role=Role.DUTY)
    grace, hana = (
        makers.make_worker(db, known_as=name, job="Team manager", account=False)
        for name in ("Grace", "Hana")
    )
    for manager in (grace, hana):
        makers.make_membership(db, manager, role=Role.MANAGER)
    makers.make_connection(db, sam, grace, Kind.MANAGER, grants=Grant.NAME)
    noor = makers.make_lead(db)
    return Scene(db, sam, priya, dele, grace, hana, noor, new_client)


def later(hours: float) -> Any:
    """The clock, so many hours on."""
    return clock.fixed(clock.now() + timedelta(hours=hours), everywhere=True)


def body(answer: Any) -> str:
    """The page but for what is new each time it is drawn: tokens and keys."""
    return re.sub(r'value="[^"]*"', "", answer.text)
