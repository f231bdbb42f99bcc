"""Some weeks of who looked: four statements, however much was noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    column,
    func,
    literal,
    not_,
    select,
    union_all,
    values,
)

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.audit import AuditEvent
from portal.core.db import Db
from portal.core.types import UtcDateTime
from portal.opened.policy import KeptBack, held_back, kept_back
from portal.people.past import FAR, Span, Tie, joined, midnight, ties, without
from portal.people.reach import shown_name
from portal.people.rules import Kind
from portal.people.tables import Person
from portal.who_looked.things import Thing, thing_of

DAYS = 28
MOST_LINES = 400
_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Looks:
    """One thing that somebody did on one day, so many times."""

    thing: Thing
    times: int
    last_at: datetime


@dataclass(frozen=True)
class Looker:
    """Somebody on one day. kind: what they were to the young person then; None: nothing that is
    known, and then role is what they worked as. name: "" if it is not known any more."""

    name: str
    kind: Kind | None
    role: Role | None
    looks: tuple[Looks, ...] = ()

    @property
    def emergency(self) -> bool:
        return self.kind is Kind.EMERGENCY


@dataclass(frozen=True)
class Day:
    """people: who looked or changed something. lists: who opened a list that the young person
    was on, each with one `Looks`. Both with the newest first."""

    day: date
    people: tuple[Looker, ...]
    lists: tuple[Looker, ...]


@dataclass(frozen=True)
class WhoLooked:
    """days: those with anything, the newest first. earlier: what to ask for to see what was
    before; None: that is all. newest: nothing later is left out. cut: the day shown has more than
    fits on a page."""

    today: date
    days: tuple[Day, ...]
    earlier: date | None
    newest: bool
    cut: bool = False


def who_looked(db: Db, viewer: Viewer, before: date | None, now: datetime) -> WhoLooked:
    """The last `DAYS` days up to the newest one on which anything was noted before the day
    `before`; of the viewer's own record."""
    today = clock.today(now)
    untold = kept_back(db, viewer.council_id, viewer.person_id, now)
    known = tuple(_told_of(ties(db, viewer.council_id, viewer.person_id), untold))
    # A minute of grace: another server's clock may be a little ahead.
    end = midnight(before) if before else now + timedelta(minutes=1)
    mine = _mine(viewer, now)
    newest, oldest = _bounds(db, mine, viewer, _on_lists(known, end), end)
    if newest is None or oldest is None:
        return WhoLooked(today, (), None, before is None)
    last = clock.today(newest)
    first = last - timedelta(days=DAYS - 1)
    end = min(end, midnight(last + timedelta(days=1)))
    question = _lines(mine, viewer, _on_lists(known, end), last, end)
    lines = db.execute(question.limit(MOST_LINES + 1)).all()
    cut = False
    if len(lines) > MOST_LINES:
        # Without the day that did not fit; one that alone does not fit is cut, and says so.
        over = lines[-1].ago
        whole = [line for line in lines if line.ago != over]
        cut = not whole
        lines = whole or lines[:MOST_LINES]
        first = last - timedelta(days=over if cut else over - 1)
    earlier = first if oldest < midnight(first) else None
    return WhoLooked(today, tuple(_days(lines, last, known)), earlier, before is None, cut)


# --- what may be told ------------------------------------------------------------------------


def _told_of(known: Iterable[Tie], untold: Sequence[KeptBack]) -> Iterable[Tie]:
    """Without the access that came from an emergency which is not told yet."""
    for tie in known:
        if tie.kind is Kind.EMERGENCY:
            spans = tie.spans
            for opening in untold:
                if opening.emergency and opening.by_id == tie.with_id:
                    spans = without(spans, (opening.since, opening.until))
            tie = replace(tie, spans=spans)
        yield tie


def _mine(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Looks at, and changes of, the viewer's record that they may be told of."""
    return and_(
        AuditEvent.about_id == viewer.person_id,
        AuditEvent.council_id == viewer.council_id,
        AuditEvent.role != Role.ADVOCATE,
        not_(held_back(now)),
    )


def _on_lists(known: Iterable[Tie], end: datetime) -> CTE | None:
    """Whose lists the viewer may have been on, and when, up to `end`; None: nobody's."""
    spans: dict[int, list[Span]] = {}
    for tie in known:
        spans.setdefault(tie.with_id, []).extend(tie.spans)
    rows = [
        (who, since, until)
        for who, all_of_them in spans.items()
        for since, until in joined(without(all_of_them, (end, FAR)))
    ]
    if not rows:
        return None
    columns = (
        column("who", BigInteger), column("since", UtcDateTime), column("until", UtcDateTime),
    )  # fmt: skip
    return values(*columns, name="spans").data(rows).cte("spans")


def _of_list(viewer: Viewer, spans: CTE) -> ColumnElement[bool]:
    return and_(
        AuditEvent.about_id.is_(None),
        AuditEvent.council_id == viewer.council_id,
        AuditEvent.person_id == spans.c.who,
        AuditEvent.role != Role.ADVOCATE,
        AuditEvent.at >= spans.c.since,
        AuditEvent.at < spans.c.until,
    )


# --- the two questions -----------------------------------------------------------------------


def _bounds(
    db: Db, mine: ColumnElement[bool], viewer: Viewer, spans: CTE | None, end: datetime
) -> tuple[datetime | None, datetime | None]:
    """The newest moment before `end`, and the oldest of all."""
    found = select(AuditEvent.at).where(mine, AuditEvent.at < end)
    asked: list[Any] = [_first(found, newest=True), _first(found, newest=False)]
    if spans is not None:
        of_span = select(AuditEvent.at).where(_of_list(viewer, spans)).correlate(spans)
        asked += [
            select(func.max(_first(of_span, newest=True))).select_from(spans).scalar_subquery(),
            select(func.min(_first(of_span, newest=False))).select_from(spans).scalar_subquery(),
        ]
    moments = db.execute(select(*asked)).one()
    newest = [moment for moment in moments[::2] if moment is not None]
    oldest = [moment for moment in moments[1::2] if moment is not None]
    return max(newest, default=None), min(oldest, default=None)


def _first(found: Select[Any], *, newest: bool) -> ColumnElement[Any]:
    order = AuditEvent.at.desc() if newest else AuditEvent.at
    return found.order_by(order).limit(1).scalar_subquery()


def _lines(
    mine: ColumnElement[bool], viewer: Viewer, spans: CTE | None, last: date, end: datetime
) -> Select[Any]:
    """What was noted in the days up to `last`, added up; `ago`: how many days before it."""
    begins = [midnight(last - timedelta(days=ago)) for ago in range(DAYS)]
    ago = case(*((AuditEvent.at >= begin, days) for days, begin in enumerate(begins)), else_=DAYS)
    within = (AuditEvent.at >= begins[-1], AuditEvent.at < end)
    each = (AuditEvent.person_id, AuditEvent.role, AuditEvent.act)
    parts = [select(ago.label("ago"), *each, AuditEvent.what, AuditEvent.at).where(mine, *within)]
    if spans is not None:
        parts.append(
            select(ago.label("ago"), *each, literal("").label("what"), AuditEvent.at)
            .join(spans, _of_list(viewer, spans))
            .where(*within)
        )
    one = union_all(*parts).subquery("one")
    shape = (one.c.ago, one.c.person_id, one.c.role, one.c.act, one.c.what)
    last_at = func.max(one.c.at)
    return (
        select(
            *shape,
            func.count().label("times"),
            func.min(one.c.at).label("first_at"),
            last_at.label("last_at"),
            Person.known_as,
            Person.code,
        )
        .outerjoin(Person, Person.id == one.c.person_id)
        .group_by(*shape, Person.known_as, Person.code)
        .order_by(one.c.ago, last_at.desc(), one.c.person_id)
    )


# --- from lines to days ------------------------------------------------------------------------


@dataclass
class _Gathered:
    """One person on one day, while the lines are read."""

    name: str
    things: dict[Thing, Looks] = field(default_factory=dict)

    def add(self, thing: Thing, times: int, last_at: datetime) -> None:
        before = self.things.get(thing)
        if before is not None:
            times, last_at = times + before.times, max(last_at, before.last_at)
        self.things[thing] = Looks(thing, times, last_at)


def _days(lines: Iterable[Any], last: date, known: Sequence[Tie]) -> Iterable[Day]:
    by_day: dict[int, list[Any]] = {}
    for line in lines:
        by_day.setdefault(line.ago, []).append(line)
    for ago, found in by_day.items():
        people = _people([line for line in found if line.act != audit.LISTED], known)
        lists = _people([line for line in found if line.act == audit.LISTED], known)
        yield Day(last - timedelta(days=ago), people, lists)


def _people(lines: Iterable[Any], known: Sequence[Tie]) -> tuple[Looker, ...]:
    gathered: dict[tuple[int, Kind | None, str], _Gathered] = {}
    for line in lines:
        tie = _tie(line, known)
        name = (tie.name if tie else "") or shown_name(line.known_as or "", line.code or "")
        key = (line.person_id, tie.kind if tie else None, "" if tie else line.role)
        person = gathered.setdefault(key, _Gathered(name))
        person.add(thing_of(line.act, line.what), line.times, line.last_at)
    return tuple(
        Looker(person.name, kind, _role(role), tuple(person.things.values()))
        for (_who, kind, role), person in gathered.items()
    )


def _tie(line: Any, known: Sequence[Tie]) -> Tie | None:
    """What they were to the young person when they looked. An emergency comes first: it is to
    stand out. Whoever covers on duty is not "your worker's manager", by whatever they come in."""
    then = [
        tie
        for tie in known
        if tie.with_id == line.person_id
        and tie.touches(line.first_at, line.last_at)
        and not (tie.kind is Kind.MANAGER and line.role == Role.DUTY)
    ]
    return min(then, key=_place, default=None)


def _place(tie: Tie) -> int:
    return -1 if tie.kind is Kind.EMERGENCY else _ORDER[tie.kind]


def _role(name: str) -> Role | None:
    return Role(name) if name in set(Role) else None
