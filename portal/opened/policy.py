"""What a young person is not told of yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, not_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from portal.core.audit import AuditEvent
from portal.core.db import Db
from portal.core.types import UtcDateTime
from portal.opened.rules import FOUND_LASTS, What, passed_by
from portal.opened.tables import Opening


def told(now: datetime) -> ColumnElement[bool]:
    """Whether the young person knows of an opening. The same as `rules.Times.telling`, as a
    question to the database."""
    return _told(now, passed_by(now))


def _told(now: datetime, passed: date) -> ColumnElement[bool]:
    """passed: see `rules.passed_by`."""
    in_time = and_(Opening.lead_at.is_(None), Opening.tell_at <= now)
    review = and_(Opening.review_on.is_not(None), Opening.review_on <= passed)
    forgotten = and_(Opening.lead_at.is_not(None), review)
    return and_(Opening.ends_at.is_not(None), or_(in_time, forgotten))


def quiet_until(
    council_id: int, adult_id: int, person_id: ColumnElement[int], now: datetime, passed: date
) -> ScalarSelect[datetime | None]:
    """Until when this adult has the record open in an emergency that its young person is not told
    of yet: whatever they wrote would tell it. NULL: they do not. passed: `rules.passed_by`."""
    return (
        select(func.max(Opening.ends_at, type_=UtcDateTime))
        .where(
            Opening.council_id == council_id,
            Opening.person_id == person_id,
            Opening.asked_by_id == adult_id,
            Opening.kind == What.EMERGENCY,
            Opening.ends_at > now,
            not_(_told(now, passed)),
        )
        .scalar_subquery()
    )


@dataclass(frozen=True)
class KeptBack:
    """An opening that is not told yet. until: when it closed or will close, or, of one that was
    never opened, the last thing that was done about it."""

    by_id: int
    emergency: bool
    since: datetime
    until: datetime


def kept_back(db: Db, council_id: int, person_id: int, now: datetime) -> tuple[KeptBack, ...]:
    """Every opening about this young person that they are not told of. One statement."""
    until = func.coalesce(Opening.ends_at, Opening.agreed_at, Opening.asked_at)
    rows = db.execute(
        select(Opening.asked_by_id, Opening.kind, Opening.asked_at, until.label("until"))
        .where(Opening.council_id == council_id, Opening.person_id == person_id, not_(told(now)))
        .order_by(Opening.asked_at)
    )
    return tuple(
        KeptBack(row.asked_by_id, row.kind == What.EMERGENCY, row.asked_at, row.until)
        for row in rows
    )


def held_back(now: datetime) -> ColumnElement[bool]:
    """Whether an `AuditEvent` would tell the young person of an opening before it is told. Of one
    that nobody agreed to, they are told nothing at all."""
    about_it = AuditEvent.what.startswith("openings.", autoescape=True)
    by_whoever_asked = AuditEvent.person_id == Opening.asked_by_id
    while_open = and_(by_whoever_asked, AuditEvent.at <= Opening.ends_at)
    in_an_emergency = and_(Opening.kind == What.EMERGENCY, while_open)
    not_told_yet = and_(
        Opening.ends_at.is_not(None),
        not_(told(now)),
        AuditEvent.at >= Opening.asked_at,
        or_(about_it, in_an_emergency),
    )
    never_opened = and_(
        Opening.ends_at.is_(None),
        about_it,
        or_(AuditEvent.at == Opening.asked_at, AuditEvent.at == Opening.agreed_at),
    )
    return or_(_some(or_(not_told_yet, never_opened)), _looked_for(now), _thought_about(now))


def _looked_for(now: datetime) -> ColumnElement[bool]:
    """A look for somebody is held back with the opening that came of it; and until it can be said
    whether one comes of it."""
    # Not any later one: that would take back a line that was told long ago.
    soon = Opening.asked_at <= _AsLongAsAFind(AuditEvent.at)
    came_of_it = and_(_came_of_it, soon, Opening.kind == What.EMERGENCY)
    still_may = and_(AuditEvent.at > now - FOUND_LASTS, not_(_some(and_(came_of_it, told(now)))))
    held = or_(still_may, _some(and_(came_of_it, not_(told(now)))))
    return and_(AuditEvent.what == "openings.find", held)


def _thought_about(now: datetime) -> ColumnElement[bool]:
    """The page on which a manager asks to look into messages: told only with what came of it."""
    came_of_it = and_(_came_of_it, Opening.kind == What.MESSAGES, told(now))
    return and_(AuditEvent.what == "openings.look_into", not_(_some(came_of_it)))


class _AsLongAsAFind(FunctionElement[datetime]):
    """The last moment at which an opening may come of a find made at this one; a minute of grace.
    Each database adds to a moment in its own way."""

    inherit_cache = True
    type = UtcDateTime()


_LASTS = int((FOUND_LASTS + timedelta(minutes=1)).total_seconds())


@compiles(_AsLongAsAFind, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} + interval '{_LASTS} seconds')"


@compiles(_AsLongAsAFind, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"strftime('%Y-%m-%d %H:%M:%f000', {moment}, '+{_LASTS} seconds')"


_came_of_it = and_(Opening.asked_by_id == AuditEvent.person_id, Opening.asked_at >= AuditEvent.at)


def _some(such: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such an opening of the person whom the event is about."""
    return exists(
        select(Opening.id).where(
            Opening.council_id == AuditEvent.council_id,
            Opening.person_id == AuditEvent.about_id,
            such,
        )
    )
