"""What the part of a plan that a promise came from says of a young person.

The room of plans tells its parts here when it is loaded. A part that nobody told of is read by
nobody but whoever promised.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.people.rules import BY_WISH, WORKER_GRANTS, Grant

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


def open_with(grants: Grant) -> tuple[str, ...]:
    """Areas that somebody who was granted this may read; "", of no part, needs every grant."""
    own = tuple(area for area, grant in _needs.items() if Grant.PLAN | grant in grants)
    return (*own, "") if WORKER_GRANTS in grants else own
