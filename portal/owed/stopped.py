"""What is owed still to somebody to whom nothing is sent any more."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import aliased

from portal.owed.tables import Owed
from portal.people.stops import died, stopped
from portal.people.tables import Person

# Somebody may not be safe: not to write to them is no reason not to look.
STAYS = "worry"
REPLY = "reply"
_whose = aliased(Person, name="whose_record")


def to_others() -> ColumnElement[bool]:
    """Whether a row of Owed is owed to somebody else than the young person in whose record it is:
    a carer wrote, and waits for an answer (`owed.pages.OwedRow.by_carer`)."""
    theirs = select(_whose.ref).where(_whose.id == Owed.person_id).scalar_subquery()
    return and_(Owed.kind == REPLY, Owed.source_ref != "", Owed.source_ref != theirs)


def still_due() -> ColumnElement[bool]:
    """Whether a row of Owed is anybody's still: nothing that is owed to somebody who has died, and
    to somebody who must not be contacted only what must not wait. What is owed to others is."""
    return or_(
        not_(stopped(Owed.person_id)),
        and_(Owed.kind == STAYS, not_(died(Owed.person_id))),
        to_others(),
    )
