"""What is owed still to somebody to whom nothing is sent any more."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, not_, or_

from portal.owed.tables import Owed
from portal.people.stops import died, stopped

# Somebody may not be safe: not to write to them is no reason not to look.
STAYS = "worry"


def still_due() -> ColumnElement[bool]:
    """Whether a row of Owed is anybody's still: nothing of somebody's who has died, and of somebody
    who must not be contacted only what must not wait."""
    return or_(not_(stopped(Owed.person_id)), and_(Owed.kind == STAYS, not_(died(Owed.person_id))))
