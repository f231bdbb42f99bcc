"""Whether nothing may be sent to somebody, asked of them or owed to them any more (`Stop`).

One question, asked by everything that tells, reminds, counts days or lets somebody in.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from portal.people.reach import PersonKey
from portal.people.tables import Stop

_stop = aliased(Stop, name="stopped")


def stopped(person: PersonKey | int) -> ColumnElement[bool]:
    """Whether two people said that nothing goes to this person any more, and nobody lifted it."""
    return exists(
        select(_stop.id).where(
            _stop.person_id == person, _stop.agreed_at.is_not(None), _stop.lifted_at.is_(None)
        )
    )
