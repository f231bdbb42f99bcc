"""What the part of a plan that a promise came from says of a young person.

The room of plans tells its parts here when it is loaded. A part that nobody told of is read by
nobody but whoever promised.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from portal.people.reach import granting
from portal.people.rules import BY_WISH, WORKER_GRANTS, Grant
from portal.people.tables import Connection

_needs: dict[str, Grant] = {}
# Of what not everybody of the record was told: no part has this name, so whoever promised reads it,
# and nobody else by what they were granted.
NOBODYS = "nobodys"


def say_needs(needs: Mapping[str, Grant]) -> None:
    """Which grant each area needs besides PLAN."""
    _needs.update(needs)


def by_grant() -> dict[Grant, tuple[str, ...]]:
    """Areas by all that somebody must be granted to read them."""
    found: dict[Grant, list[str]] = {}
    for area, grant in _needs.items():
        found.setdefault(Grant.PLAN | grant, []).append(area)
    return {grant: tuple(areas) for grant, areas in found.items()}


def by_wish() -> frozenset[str]:
    """Areas of which nobody reads a word to whom the young person did not give it: not even whoever
    took a promise over."""
    return frozenset(area for area, grant in _needs.items() if grant & BY_WISH)


def wished(area: str) -> Grant:
    """The field that is given by wish which an area needs, if it does."""
    return _needs.get(area, Grant(0)) & BY_WISH


def to_own(area: str) -> Grant:
    """What an adult is granted whose promise about this area can be: who keeps it reads it, and
    nobody is made to owe what they may not know of. One of no part needs no more than the plan."""
    return Grant.NAME | Grant.PLAN | _needs.get(area, Grant.PLAN)


def owned_by(link: type[Connection], area: ColumnElement[str], day: date) -> ColumnElement[bool]:
    """`to_own` as a question about a row of Connection, for the area in a column."""
    ways = [
        and_(area.in_(names), granting(link, Grant.NAME | grant, day))
        for grant, names in by_grant().items()
    ]
    others = and_(area.not_in(list(_needs)), granting(link, Grant.NAME | Grant.PLAN, day))
    return or_(others, *ways)


def open_with(grants: Grant) -> tuple[str, ...]:
    """Areas that somebody who was granted this may read; "", of no part, needs every grant."""
    own = tuple(area for area, grant in _needs.items() if Grant.PLAN | grant in grants)
    return (*own, "") if WORKER_GRANTS in grants else own
