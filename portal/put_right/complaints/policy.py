"""Who deals with a complaint, and who reads it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.owed.kept import kept_from
from portal.people.answers import away_on
from portal.people.oversight import oversees
from portal.people.reach import barred, shown_name
from portal.people.rules import PersonKind
from portal.people.stops import stopped
from portal.people.tables import Account, Membership, Person
from portal.put_right.complaints.rules import WAITING, What
from portal.put_right.complaints.tables import Complaint, ComplaintStep

SOURCE = "complaint"
_member = aliased(Membership, name="deals")
_person = aliased(Person, name="dealer")
_open = aliased(Complaint, name="open_one")
_step = aliased(ComplaintStep, name="had_step")


def has_business(viewer: Viewer) -> bool:
    """Whether complaints can be given to the viewer: managers, and the safeguarding lead."""
    return oversees(viewer)


def reads(viewer: Viewer) -> ColumnElement[bool]:
    """Which rows of Complaint the viewer reads: a young person's own; what they deal with or did.
    Never whoever it is kept from, nor somebody who must not know of the young person."""
    theirs = Complaint.council_id == viewer.council_id
    if viewer.role is Role.YOUNG:
        return and_(theirs, Complaint.person_id == viewer.person_id)
    if not has_business(viewer):
        return false()
    had = exists(
        select(_step.id)
        .where(_step.complaint_id == Complaint.id, _step.to_id == viewer.person_id)
        .correlate(Complaint)
    )
    return and_(
        theirs,
        or_(Complaint.handler_id == viewer.person_id, had),
        not_(kept_from(SOURCE, Complaint.id, viewer.person_id)),
        not_(barred(Complaint.person_id, viewer.person_id)),
    )


def deals(viewer: Viewer) -> ColumnElement[bool]:
    """Which of these they deal with now, and may write in: theirs, and what went on to them."""
    if viewer.role is Role.YOUNG:
        return false()
    came = exists(
        select(_step.id)
        .where(
            _step.complaint_id == Complaint.id, _step.to_id == viewer.person_id,
            _step.what == What.WENT_ON.value,
        )
        .correlate(Complaint)
    )  # fmt: skip
    return and_(reads(viewer), or_(Complaint.handler_id == viewer.person_id, came))


@dataclass(frozen=True)
class Dealer:
    """Somebody who could deal with it. name: in full, as the young person may not know them."""

    id: int
    ref: str
    name: str
    lead: bool
    away: bool


@dataclass(frozen=True)
class Chosen:
    """dealers: who could deal with it, whoever comes first first. ids: keys of whom they ticked."""

    dealers: tuple[Dealer, ...]
    ids: tuple[int, ...]

    def reader(self, named: str) -> Dealer | None:
        """Who deals with it, as it is about those: whom the page had named (`named`), if they still
        can, else whoever comes first."""
        could = [one for one in self.dealers if one.id not in self.ids]
        return next((one for one in could if one.ref == named), next(iter(could), None))


def dealers(
    db: Db, council_id: int, young_id: int, now: datetime, complaint_id: int = 0
) -> tuple[Dealer, ...]:
    """Who could deal with a complaint of this young person today, whoever comes first first: a
    manager who is there, before one who is on leave, before the safeguarding lead; of them who has
    least to deal with. One statement. complaint_id: nobody from whom this one is kept."""
    return chosen(db, council_id, young_id, (), now, complaint_id).dealers


def chosen(
    db: Db, council_id: int, young_id: int, refs: Collection[str], now: datetime,
    complaint_id: int = 0,
) -> Chosen:  # fmt: skip
    """`dealers`, and whom the young person ticked, by their refs. One statement."""
    rows = db.execute(_asked(council_id, young_id, refs, complaint_id, clock.today(now))).all()
    return Chosen(
        tuple(
            Dealer(row.id, row.ref, _full_name(row), row.role != Role.MANAGER, bool(row.away))
            for row in rows
            if row.deals
        ),
        tuple(row.id for row in rows if row.ref in refs),
    )


def _full_name(row: Any) -> str:
    whole = f"{row.first_name} {row.last_name}".strip()
    return whole or shown_name(row.known_as, row.code)


def _asked(
    council_id: int, young_id: int, refs: Collection[str], complaint_id: int, day: date
) -> Any:
    load = (
        select(func.count())
        .where(
            _open.council_id == council_id,
            _open.handler_id == _person.id,
            _open.state.in_([state.value for state in WAITING]),
        )
        .correlate(_person)
        .scalar_subquery()
    )
    may = and_(
        or_(_member.role == Role.MANAGER.value, _member.is_lead),
        *_has_a_place(day),
        not_(barred(young_id, _person.id)),
        not_(stopped(_person.id)),
        not_(kept_from(SOURCE, complaint_id, _person.id)),
    )
    away = case((away_on(_person.id, day), 1), else_=0)
    lead = case((_member.role == Role.MANAGER.value, 0), else_=1)
    return (
        select(
            _person.id,
            _person.ref,
            _person.first_name,
            _person.last_name,
            _person.known_as,
            _person.code,
            _member.role,
            away.label("away"),
            case((may, 1), else_=0).label("deals"),
        )
        .outerjoin(_member, _member.person_id == _person.id)
        .outerjoin(Account, Account.id == _member.account_id)
        .where(
            _person.council_id == council_id,
            _person.kind != PersonKind.YOUNG.value,
            or_(may, _person.ref.in_(refs)),
        )
        # Without a limit: whoever was cut off here would learn of it.
        .order_by(lead, away, load, _member.id)
    )


def _has_a_place(day: date) -> Sequence[ColumnElement[bool]]:
    return (
        _member.starts <= day,
        or_(_member.ends.is_(None), _member.ends >= day),
        Account.state == "open",
    )
