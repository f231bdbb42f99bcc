"""A young person with a worker, a reviewing officer, a carer and a manager, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.house import Person, Said
from portal.my_views import routes as my_views
from portal.people.rules import Kind
from portal.say import actions, passing, worrying
from portal.say.actions import Words
from portal.say.rules import Owner, Readers
from tests.makers import (
    make_carer,
    make_connection,
    make_membership,
    make_pair,
    make_viewer,
    make_worker,
)

# They say how things go on, who sees to it, and what can be said.
LOADED = (passing, worrying, my_views)
BOTH = Readers.IRO | Readers.WORKER


@dataclass
class House:
    db: Db
    now: datetime
    mia: Person
    worker: Person
    officer: Person
    carer: Person
    manager: Person
    app: Flask
    keys: int = 0

    def viewer(self, person: Person, role: Role | None = None) -> Viewer:
        return make_viewer(self.db, person, role)

    @property
    def me(self) -> Viewer:
        return self.viewer(self.mia)

    def key(self) -> str:
        self.keys += 1
        return f"key{self.keys}"

    def says(
        self, text: str = "I like my room.", readers: Readers = BOTH, owner: Owner = Owner.WORKER,
        **more: Any,
    ) -> str:  # fmt: skip
        words = Words("view", readers, owner, text, topic="home", **more)
        return actions.say(self.db, self.me, [words], self.key(), self.now).refs[0]

    def row(self, ref: str) -> Said:
        self.db.expire_all()
        return self.db.query(Said).filter_by(ref=ref).one()


@pytest.fixture
def house(db, now, app):
    mia, worker = make_pair(db, known_as="Mia")
    here = {"council_id": mia.council_id}
    officer = make_worker(db, account=False, known_as="Ruth", **here)
    make_membership(db, officer, role=Role.IRO)
    make_connection(db, mia, officer, Kind.IRO, label="my Ruth")
    carer = make_carer(db, known_as="Hannah", **here)
    make_membership(db, carer, role=Role.CARER)
    make_connection(db, mia, carer, Kind.FOSTER_CARER)
    manager = make_worker(db, account=False, known_as="Grace", **here)
    make_membership(db, manager, role=Role.MANAGER)
    make_connection(db, mia, manager, Kind.MANAGER)
    return House(db, now, mia, worker, officer, carer, manager, app)
