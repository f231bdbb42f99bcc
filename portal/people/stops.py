"""Whether nothing may be sent to somebody, asked of them or owed to them any more (`Stop`).

One question, asked by everything that tells, reminds, counts days or lets somebody in.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from portal.core.db import Db
from portal.people.reach import PersonKey
from portal.people.tables import Stop

_stop = aliased(Stop, name="stopped")


class Why(StrEnum):
    DIED = "died"
    NO_CONTACT = "no_contact"


def stopped(person: PersonKey | int) -> ColumnElement[bool]:
    """Whether two people said that nothing goes to this person any more, and nobody lifted it."""
    return exists(
        select(_stop.id).where(
            _stop.person_id == person, _stop.agreed_at.is_not(None), _stop.lifted_at.is_(None)
        )
    )


def died(person: PersonKey | int) -> ColumnElement[bool]:
    """Whether it is because they have died. Their brothers and sisters are not shown a time with
    them that will not be, until a person has spoken with them."""
    return exists(
        select(_stop.id).where(
            _stop.person_id == person,
            _stop.why == Why.DIED.value,
            _stop.agreed_at.is_not(None),
            _stop.lifted_at.is_(None),
        )
    )


def is_stopped(db: Db, person_id: int) -> bool:
    """`stopped`, as a question about one person."""
    return bool(db.scalar(select(stopped(person_id))))
