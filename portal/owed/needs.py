"""What somebody must have been granted to be asked for a thing that nobody did in time.

Most of what goes on is in the messages, and where nobody who is there can open those somebody is
let in. These kinds are not: what they say was granted by itself, and to be late is no reason to
show it to one more person.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.core.access import Role
from portal.owed.steps import PROMISE
from portal.people.rules import Grant

MOVE_QUESTION = "move_question"


@dataclass(frozen=True)
class Needs:
    """roles: of those who can do it; empty: of everybody who is asked."""

    grants: Grant
    roles: frozenset[Role] = frozenset()

    def fits(self, role: str) -> bool:
        return not self.roles or role in self.roles


NEEDS = {
    PROMISE: Needs(Grant.NAME | Grant.PLAN),
    # Where they will live, and who answers there: no worker on duty is given either.
    MOVE_QUESTION: Needs(Grant.NAME | Grant.ADDRESS, frozenset({Role.WORKER, Role.MANAGER})),
}
