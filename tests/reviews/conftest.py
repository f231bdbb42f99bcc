"""Mia of nine, Sam who works with her, and Ruth who runs her review in nine days."""

from __future__ import annotations

from datetime import date

import pytest

from portal.core.access import Role
from portal.people.rules import Kind
from tests import makers


class Circle:
    def __init__(self, db, new_client):
        self.db, self.new_client = db, new_client
        self.mia, self.sam = makers.make_pair(
            db, known_as="Mia", born=date(makers.today().year - 10, 12, 24)
        )
        self.ruth = self.adult("Ruth", Role.IRO, Kind.IRO)
        self.review = makers.make_review(db, self.mia, self.ruth, wall=makers.at(9, 16))
        self.address = f"/reviews/{self.review.ref}"

    def adult(self, name, role, kind, **given):
        one = makers.make_worker(
            self.db, known_as=name, account=False, council_id=self.mia.council_id
        )
        makers.make_membership(self.db, one, role=role)
        makers.make_connection(self.db, self.mia, one, kind, **given)
        return one

    def phone(self, person):
        """Their own phone, signed in."""
        client = self.new_client()
        client.sign_in(person)
        return client


@pytest.fixture
def circle(db, new_client):
    return Circle(db, new_client)
