"""Who finds whom in an emergency, who sees what was opened, and who decides about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select

from portal.core.access import Role, Viewer
from portal.opened.rules import What
from portal.opened.tables import Opening
from portal.people.oversight import oversees
from portal.people.reach import not_of
from portal.people.rules import PersonKind
from portal.people.tables import Person


def findable(viewer: Viewer) -> Select[Person]:
    """Young people whom somebody on duty may look for: all of the council, but for those whom
    they must not know of."""
    return select(Person).where(
        Person.council_id == viewer.council_id,
        Person.kind == PersonKind.YOUNG,
        not_of(Person.id, viewer.person_id) if viewer.role is Role.DUTY else false(),
    )


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Which openings the viewer sees: managers and the lead those of the whole council, anybody
    else their own. Never one that is about the viewer, or about somebody whom they must not know
    of."""
    whose = or_(Opening.asked_by_id == viewer.person_id, _overseen(viewer))
    return and_(
        Opening.council_id == viewer.council_id,
        or_(Opening.adult_id.is_(None), Opening.adult_id != viewer.person_id),
        not_of(Opening.person_id, viewer.person_id),
        whose,
    )


def _overseen(viewer: Viewer) -> ColumnElement[bool]:
    return Opening.council_id == viewer.council_id if oversees(viewer) else false()


def readable(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Openings whose messages the viewer may read at this moment: one of the two who agreed on
    it, while they oversee and until it ends."""
    return and_(
        visible(viewer),
        _overseen(viewer),
        Opening.kind == What.MESSAGES,
        Opening.agreed_at.is_not(None),
        not_(Opening.refused),
        Opening.ends_at > now,
        or_(Opening.asked_by_id == viewer.person_id, Opening.agreed_by_id == viewer.person_id),
    )


def may_answer(viewer: Viewer, asked_by_id: int, adult_id: int | None) -> bool:
    """Whether the viewer may be the second person who agrees or refuses."""
    return oversees(viewer) and viewer.person_id not in (asked_by_id, adult_id)


def may_decide(viewer: Viewer, asked_by_id: int, adult_id: int | None) -> bool:
    """Whether the viewer decides if the young person is told: the lead, and not about themselves
    or what they asked for."""
    return viewer.is_lead and viewer.person_id not in (asked_by_id, adult_id)


def may_end(viewer: Viewer, asked_by_id: int) -> bool:
    return viewer.person_id == asked_by_id or oversees(viewer)
