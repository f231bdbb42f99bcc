"""A child with a worker, a reviewing officer, a carer and a manager, and decisions about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.decisions import actions, pages
from portal.decisions.actions import Words
from portal.decisions.rules import About, Origin, State
from portal.house import Decision, Person
from portal.people.rules import ALL_GRANTS, Kind
from portal.say import actions as say
from portal.say.rules import Owner, Readers
from tests.makers import (
    make_carer,
    make_connection,
    make_membership,
    make_pair,
    make_relative,
    make_viewer,
    make_worker,
)

PLAIN = Words(
    About.EVERYDAY, State.THINKING, "A sleepover", "You asked to stay at a friend's.",
    "If it is a yes, you take your bag on Friday.", "en", None, "a judge", None, None,
    Origin.ASKED, "", "", carer_may=False,
)  # fmt: skip
TYPED = {
    "about": "everyday", "title": "A sleepover", "why": "You asked to stay at a friend's.",
    "means": "If it is a yes, you take your bag on Friday.", "state": "thinking", "whose": "-",
    "whose_name": "a judge", "origin": "asked",
}  # fmt: skip


@dataclass
class House:
    db: Db
    now: datetime
    tyler: Person
    worker: Person
    officer: Person
    carer: Person
    manager: Person
    keys: int = 0

    def viewer(self, person: Person, role: Role | None = None) -> Viewer:
        return make_viewer(self.db, person, role)

    def key(self) -> str:
        self.keys += 1
        return f"key{self.keys}"

    def near(self) -> pages.Around:
        return pages.around(self.db, self.viewer(self.worker), self.tyler.id, self.now)

    def decision(self, *, tells: bool = True, days_ago: int = 5, **more: Any) -> str:
        """The ref of a new one, told some days ago."""
        words, at = replace(PLAIN, **more), self.now - timedelta(days=days_ago)
        ref = actions.write(
            self.db, self.viewer(self.worker), self.tyler.id, ALL_GRANTS, self.near(), words, tells,
            self.key(), at,
        )  # fmt: skip
        self.db.flush()
        return ref

    def row(self, ref: str) -> Decision:
        self.db.expire_all()
        return self.db.query(Decision).filter_by(ref=ref).one()

    def says(self, ref: str, text: str = "I want to go.", readers: Readers = Readers.WORKER) -> str:
        row = self.row(ref)
        owner = Owner.WORKER if Readers.WORKER in readers else Owner.IRO
        words = say.Words(pages.KIND, readers, owner, text, "before", row.id, ref)
        return say.say(self.db, self.viewer(self.tyler), [words], self.key(), self.now).refs[0]


@pytest.fixture
def house(db, now, app):
    tyler, worker = make_pair(db, known_as="Tyler")
    here = {"council_id": tyler.council_id}
    officer = make_worker(db, account=False, known_as="Ruth", **here)
    make_membership(db, officer, role=Role.IRO)
    make_connection(db, tyler, officer, Kind.IRO, label="my Ruth")
    carer = make_carer(db, known_as="Hannah", **here)
    make_membership(db, carer, role=Role.CARER)
    make_connection(db, tyler, carer, Kind.FOSTER_CARER)
    manager = make_worker(db, account=False, known_as="Grace", **here)
    make_membership(db, manager, role=Role.MANAGER)
    make_connection(db, tyler, manager, Kind.MANAGER)
    mum = make_relative(db, known_as="Shona", **here)
    make_connection(db, tyler, mum, Kind.FAMILY, label="Mum")
    return House(db, now, tyler, worker, officer, carer, manager)
