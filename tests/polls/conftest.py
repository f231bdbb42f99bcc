"""A council with young people, a worker who runs a group, a manager, an editor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from portal.core import clock
from portal.core.access import Role
from portal.house import MeetGroup, Person, Poll
from portal.people.rules import Kind
from tests import makers
from tests.client import Client

GROUP = {
    "name": "Saturday club", "about": "disabled", "text": "We cook and play.", "age_from": "8",
    "age_to": "18", "meets": "Every Saturday", "place": "The garden room", "way": "Bus 4",
    "access": "No steps",
}  # fmt: skip


def aged(years: int) -> date:
    return date(makers.today().year - years, 1, 15)


@dataclass
class Scene:
    """priya works with mia (14) and noa (9), who live with helen; omar with zed (20). grace
    manages, ed edits."""

    db: Any
    database: Any
    mia: Person
    noa: Person
    zed: Person
    priya: Person
    omar: Person
    grace: Person
    ed: Person
    helen: Person
    new_client: Any

    def as_(self, person: Person) -> Client:
        browser: Client = self.new_client()
        browser.sign_in(person)
        return browser

    def all_of(self, table: Any) -> list[Any]:
        self.db.rollback()
        self.db.expire_all()
        return self.db.query(table).order_by(table.id).all()

    def group(self, **given: str) -> MeetGroup:
        typed = {**GROUP, "run_by": self.priya.ref, **given}
        answer = self.as_(self.ed).send("/groups/new", typed)
        assert answer.status_code == 303, answer.text
        return self.all_of(MeetGroup)[-1]

    def meeting(self, group: MeetGroup, days: int = 7, note: str = "Games") -> str:
        day = (makers.today() + timedelta(days=days)).isoformat()
        where = f"/groups/{group.ref}"
        typed = {"day": day, "at": "17:00", "place": "", "note": note}
        answer = self.as_(self.priya).send(where, typed)
        assert answer.status_code == 303, answer.text
        return day

    def joins(self, person: Person, group: MeetGroup) -> Client:
        browser = self.as_(person)
        where = f"/with-others/groups/{group.ref}"
        assert browser.send(where, action=f"{where}/join").status_code == 303
        return browser

    def poll(self, questions: list[dict[str, str]], by: Person | None = None, **given: str) -> Poll:
        """Written, and sent today; the row."""
        browser, today = self.as_(by or self.ed), makers.today()
        typed = {
            "title": "Your reviews", "intro": "We can change the room.", "to": "all",
            "opens": today.isoformat(), "closes": (today + timedelta(days=7)).isoformat(),
            "did_by": (today + timedelta(days=20)).isoformat(), **given,
        }  # fmt: skip
        answer = browser.send("/polls/new", typed)
        assert answer.status_code == 303, answer.text
        poll = self.all_of(Poll)[-1]
        where = f"/polls/{poll.ref}"
        for one in questions:
            answer = browser.send(where, {"options": "", **one}, action=where)
            assert answer.status_code == 303, answer.text
        assert browser.send(where, action=f"{where}/send").status_code == 303
        return self.all_of(Poll)[-1]

    def later(self, days: int) -> Any:
        """The clock, so many days on."""
        return clock.fixed(clock.now() + timedelta(days=days), everywhere=True)


@pytest.fixture
def scene(db, database, new_client) -> Scene:
    mia = makers.make_young(db, known_as="Mia", born=aged(14))
    noa = makers.make_young(db, known_as="Noa", born=aged(9))
    zed = makers.make_young(db, known_as="Zed", born=aged(20))
    priya = makers.make_worker(db, known_as="Priya", phone="01632 960123")
    omar = makers.make_worker(db, known_as="Omar")
    grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    ed = makers.make_worker(db, known_as="Edwina", account=False)
    makers.make_membership(db, ed, role=Role.EDITOR)
    helen = makers.make_carer(db, known_as="Helen")
    makers.make_membership(db, helen, role=Role.CARER)
    for young in (mia, noa):
        makers.make_connection(db, young, priya)
        makers.make_connection(db, young, helen, Kind.FOSTER_CARER)
    makers.make_connection(db, zed, omar)
    for one in (mia, noa, zed):
        makers.make_membership(db, one)
    return Scene(db, database, mia, noa, zed, priya, omar, grace, ed, helen, new_client)
