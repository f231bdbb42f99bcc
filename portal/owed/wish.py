"""What is owed about a field that a young person gives by wish (`people.rules.BY_WISH`).

It is nobody's who was not given that field: not owed by them, not passed on to them, not on their
list or in their count, whatever else of the record they read. While nobody has the field the row
stands as it was, seen by nobody, and goes on when somebody has it.

A room whose things may be about such a field says here which of its rows are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, false, not_, or_

from portal.core.access import Role
from portal.owed.tables import Owed
from portal.people.answers import NEEDED, can_open
from portal.people.reach import reach_of
from portal.people.rules import BY_WISH

Which = Callable[[type[Owed]], ColumnElement[bool]]
WITH_FIELD = NEEDED | BY_WISH
_which: list[Which] = []


def owed_by_wish(which: Which) -> Which:
    """Declare which rows of a room are: a decorator."""
    _which.append(which)
    return which


def by_wish(owed: type[Owed] = Owed) -> ColumnElement[bool]:
    """Whether a row is about such a field."""
    return or_(false(), *(which(owed) for which in _which))


def seen_by(role: Role, council_id: Any, adult_id: Any, day: Any, now: Any) -> ColumnElement[bool]:
    """Whether this adult may see that a row of Owed is there."""
    theirs = reach_of(role, council_id, adult_id, Owed.person_id, WITH_FIELD, day, now)
    return or_(not_(by_wish()), theirs)


def can_pay(person_id: Any, day: Any, owed: type[Owed] = Owed) -> ColumnElement[bool]:
    """Whether this adult can do what a row says, as far as such a field goes."""
    may = can_open(owed.council_id, person_id, owed.person_id, day, WITH_FIELD)
    return or_(not_(by_wish(owed)), may)
