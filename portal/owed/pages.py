"""Reads of what is owed: an adult's own list, and what one young person is owed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query, built_once
from portal.core.json_rows import json_rows
from portal.owed.kept import kept_from
from portal.owed.needs import NEEDS
from portal.owed.private import private
from portal.owed.steps import To
from portal.owed.stopped import still_due
from portal.owed.tables import ANSWERS, GIVEN, PRIVATE, Owed, OwedStep
from portal.owed.wish import can_pay, seen_by
from portal.people.answers import can_open
from portal.people.reach import barred, lasting, reach_of, shown_name
from portal.people.rules import WORKERS, Grant, age_on
from portal.people.tables import Connection, Leave, Person

PAGE = 50
MOST = 5_000  # on one list; nobody reads that far, or counts
_debtor = aliased(Person, name="debtor")
_told = aliased(Person, name="told_person")
LAST_MOMENT = 253_000_000_000 * 1_000_000  # microseconds; a little before the year 10,000


class OwedRow(NamedTuple):
    """One thing owed. due_at: the moment from which it is late; due_day: the last good day.

    passed_at: when it was passed on, as nobody had done it; passed_to: to whom last, passed_to_me:
    whether that is whoever reads this. came_from: who had it before the reader, if it came to
    them; came_as: by which step (`steps.To`). covers_for: whose it is, when the reader covers for
    them. asked_at: when the young person asked whether it is still coming.
    """

    id: int
    kind: str
    name: str
    age: int | None
    person_ref: str
    language: str
    since: datetime
    due_at: datetime
    late: bool
    urgent: bool
    source_ref: str
    rule: str
    source: str
    debtor_id: int
    debtor: str
    due_day: date
    passed_at: datetime | None = None
    passed_to: str = ""
    passed_to_me: bool = False
    covers_for: str = ""
    came_from: str = ""
    asked_at: datetime | None = None
    came_as: str = ""

    @property
    def only_told(self) -> bool:
        """Whether the reader was told that it is late, and does not read what it is."""
        return self.came_as == To.TOLD

    @property
    def by_carer(self) -> bool:
        """Whether a carer waits for an answer, and not the young person: `source_ref` is where."""
        return self.kind == "reply" and self.source_ref not in ("", self.person_ref)


@dataclass(frozen=True)
class OwedList:
    """sorts: how many there are of each sort (`SORTS`), in that order, without empty ones; sort:
    the one that is shown, or "" for all. count, late: of all."""

    rows: tuple[OwedRow, ...]
    count: int
    late: int
    after: str | None  # where the next page begins
    sort: str = ""
    sorts: tuple[tuple[str, int], ...] = ()


# What the list can be narrowed to, and the kinds of each; "other" is the rest.
SORTS = {
    "reply": ("reply", "plan_response", "said", "claim", *PRIVATE, "worry", "news_reply"),
    "promise": ("promise",),
    "visit": ("visit", "first_visit", "pa_visit"),
    "touch": ("keep_in_touch", "call_back", "check_in", "lost_touch"),
    "review": ("review", "pathway_review", "early_review", "dispute"),
    "other": (),
}
_SORT_OF = {kind: sort for sort, kinds in SORTS.items() for kind in kinds}


def waiting_on(
    db: Db, viewer: Viewer, after: str | None, now: datetime, sort: str = ""
) -> OwedList:
    """What the viewer owes now to young people they still reach, what is late and was passed on
    to them, and what nobody else can answer (`_left_behind`): urgent first, then by the moment it
    is due, so that the latest comes first and what is not late yet by its day. Two statements: who
    may see what is asked of the keys alone, once, and the rest is read of one page only.
    `after` is the last row of the page before. Raises ValueError for a mark or sort of no meaning.
    """
    if sort and sort not in SORTS:
        raise ValueError(sort)
    day = clock.today(now)
    query, given = _keys(viewer.council_id, viewer.person_id, day, now, role=viewer.role)
    if after is not None:
        query = query.add_columns(_beyond(after).label("beyond"))
    by_sort, all_late, wanted = dict.fromkeys(SORTS, 0), 0, []
    for id, kind, late, *beyond in db.execute(query, given):
        its_sort = _SORT_OF.get(kind, "other")
        by_sort[its_sort] += 1
        all_late += late
        if all(beyond) and sort in ("", its_sort):
            wanted.append(id)
    page = wanted[:PAGE]
    rows = db.execute(*_of_keys(viewer.person_id, day, page)).all() if page else ()
    return OwedList(
        _read(rows, now, viewer.person_id),
        sum(by_sort.values()),
        all_late,
        _mark(rows[-1]) if len(wanted) > PAGE and rows else None,
        sort,
        tuple((name, n) for name, n in by_sort.items() if n),
    )


_ORDER = (Owed.urgent.desc(), Owed.due_at, Owed.id)


@built_once
def _keys(council_id: int, adult_id: int, day: date, now: datetime, *, role: Role) -> Query:
    late = case((Owed.due_at <= now, 1), else_=0).label("late")
    query = select(Owed.id, Owed.kind, late).where(_mine(council_id, adult_id, day, now, role))
    return query.order_by(*_ORDER).limit(MOST)


@built_once
def _of_keys(adult_id: int, day: date, keys: Sequence[int]) -> Query:
    query = _query(Owed.id.in_(keys), adult_id)
    return query.add_columns(_covered(adult_id, day).label("covers_for")).order_by(*_ORDER)


def _covered(adult_id: Any, day: Any) -> ColumnElement[Any]:
    """The name of the young person's own worker, where they are away and the reader, who owes the
    answer, covers for them."""
    own, away = aliased(Person, name="own_worker"), aliased(Leave, name="their_leave")
    near = aliased(Connection, name="near_worker")
    return (
        select(func.coalesce(func.nullif(own.known_as, ""), own.code))
        .join(near, near.with_id == own.id)
        .join(away, away.person_id == own.id)
        .where(
            near.council_id == Owed.council_id,
            near.of_id == Owed.person_id,
            near.kind.in_(WORKERS),
            *lasting(near, day),
            away.cover_id == adult_id,
            away.starts <= day,
            away.ends >= day,
            away.cancelled_at.is_(None),
            Owed.debtor_id == adult_id,
            Owed.kind.in_(SORTS["reply"]),
        )
        .correlate(Owed)
        .limit(1)
        .scalar_subquery()
    )


def _mine(council_id: Any, adult_id: Any, day: Any, now: Any, role: Role) -> ColumnElement[bool]:
    """Four short ways in, each by its own index; and a row on two of them is there once."""
    one = aliased(Owed, name="one")
    own = select(one.id).where(
        one.council_id == council_id,
        one.debtor_id == adult_id,
        one.done_at.is_(None),
        or_(
            reach_of(role, council_id, adult_id, one.person_id, Grant.NAME, day, now),
            # They answered news to the person it named, whom they may not know otherwise; and what
            # is said about a worker may be given to a manager who knows neither.
            and_(one.kind.in_(GIVEN), not_(barred(one.person_id, adult_id))),
        ),
    )
    told = aliased(Owed, name="told")
    passed = select(told.id).where(
        told.council_id == council_id,
        told.passes_to_id == adult_id,
        told.done_at.is_(None),
        told.due_at <= now,
        reach_of(role, council_id, adult_id, told.person_id, Grant.NAME | Grant.PLAN, day, now),
    )
    ways = own.union(
        passed,
        _passed_on(council_id, adult_id, day, now, role),
        _left_behind(council_id, adult_id, day, now, role),
    )
    kept = kept_from(Owed.source_kind, Owed.source_id, adult_id)
    seen = seen_by(role, council_id, adult_id, day, now)
    return and_(Owed.id.in_(ways), not_(kept), still_due(), seen)


def _passed_on(council_id: int, adult_id: int, day: date, now: datetime, role: Role) -> Query:
    """What came to this adult on its way from one to the next, and was not done by anybody: it
    stays with everybody who had it."""
    on = aliased(Owed, name="on")

    def may(grant: Grant) -> ColumnElement[bool]:
        return reach_of(role, council_id, adult_id, on.person_id, Grant.NAME | grant, day, now)

    return (
        select(on.id)
        .join(OwedStep, _step_of(on))
        .where(
            OwedStep.council_id == council_id,
            OwedStep.to_id == adult_id,
            on.council_id == council_id,
            on.done_at.is_(None),
            or_(
                and_(on.kind.not_in(NEEDS), may(Grant.MESSAGES)),
                *(and_(on.kind == kind, may(needs.grants)) for kind, needs in NEEDS.items()),
                # These go on to managers, whether they work with the young person or not.
                and_(
                    on.kind.in_(("said_manager", "complaint", "poll_did")),
                    not_(barred(on.person_id, adult_id)),
                ),
            ),
        )
    )


def _step_of(owed: type[Owed], step: type[OwedStep] = OwedStep) -> ColumnElement[bool]:
    """Whether a step belongs to what still waits."""
    return and_(
        step.source_kind == owed.source_kind,
        step.source_id == owed.source_id,
        step.kind == owed.kind,
        step.since == owed.since,
    )


def _left_behind(council_id: int, adult_id: int, day: date, now: datetime, role: Role) -> Query:
    """Answers owed by somebody who cannot open the conversation any more: their time with the
    young person is over, or their account is. They are shown to the young person's worker of
    today, and to those who stand in, so that no question is on nobody's list."""
    left, near = aliased(Owed, name="left"), aliased(Connection, name="near")
    stands_in = role in (Role.DUTY, Role.MANAGER)
    theirs = select(near.of_id).where(
        near.council_id == council_id,
        near.with_id == adult_id,
        true() if stands_in else near.kind.in_(WORKERS),
        *lasting(near, day),
    )
    return select(left.id).where(
        left.council_id == council_id,
        left.person_id.in_(theirs),  # not a join: SQLite would walk all that the council owes
        left.kind.in_(ANSWERS),
        left.done_at.is_(None),
        left.debtor_id != adult_id,  # their own are there already
        reach_of(role, council_id, adult_id, left.person_id, Grant.NAME | Grant.MESSAGES, day, now),
        not_(
            and_(
                can_open(left.council_id, left.debtor_id, left.person_id, day),
                can_pay(left.debtor_id, day, left),
            )
        ),
    )


def owed_to(db: Db, viewer: Viewer, person_id: int, now: datetime) -> tuple[OwedRow, ...]:
    """What this young person is owed by anybody, soonest first; promises are shown with their
    own words elsewhere."""
    there = and_(
        Owed.council_id == viewer.council_id,
        Owed.person_id == person_id,
        Owed.kind != "promise",
        Owed.done_at.is_(None),
        known_to(viewer, now),
        still_due(),
        _seen_by(viewer, now),
    )
    rows = db.execute(_query(there, viewer.person_id).order_by(Owed.due_at, Owed.id).limit(PAGE))
    return _read(rows, now, viewer.person_id)


def owed_by(
    db: Db, viewer: Viewer, debtor_id: int, to_whom: ColumnElement[bool], now: datetime
) -> tuple[OwedRow, ...]:
    """What somebody else owes, of the young people whom the viewer may ask about (`to_whom`): the
    first of it, most pressing first. One statement."""
    there = and_(
        Owed.council_id == viewer.council_id,
        Owed.debtor_id == debtor_id,
        to_whom,
        Owed.done_at.is_(None),
        known_to(viewer, now),
        still_due(),
        _seen_by(viewer, now),
        can_pay(Owed.debtor_id, clock.today(now)),
    )
    query = _query(there, viewer.person_id).order_by(Owed.urgent.desc(), Owed.due_at, Owed.id)
    return _read(db.execute(query.limit(PAGE * 4)), now, viewer.person_id)


def known_to(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether this adult may know at all that it is owed (`private`, `kept`)."""
    adult_id = viewer.person_id
    had = (
        select(OwedStep.id)
        .where(_step_of(Owed), OwedStep.to_id == adult_id)
        .correlate(Owed)
        .exists()
    )
    theirs = or_(
        not_(private(viewer, now)), Owed.debtor_id == adult_id, Owed.passes_to_id == adult_id, had
    )
    return and_(theirs, not_(kept_from(Owed.source_kind, Owed.source_id, adult_id)))


def _seen_by(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    return seen_by(viewer.role, viewer.council_id, viewer.person_id, clock.today(now), now)


def _query(which: ColumnElement[bool], adult_id: Any) -> Query:
    mine, before = aliased(OwedStep, name="mine"), aliased(Person, name="had_it")
    came_from, came_as = (
        select(column)
        .join_from(before, mine, mine.from_id == before.id)
        .where(_step_of(Owed, mine), mine.to_id == adult_id, mine.from_id != adult_id)
        .order_by(mine.number.desc())
        .limit(1)
        .correlate(Owed)
        .scalar_subquery()
        for column in (_shown(before), mine.step)
    )
    return (
        select(
            Owed.id, Owed.kind, Owed.since, Owed.due_at, Owed.urgent, Owed.source_ref, Owed.rule,
            Owed.source, Person.ref, Person.known_as, Person.code, Person.born, Person.language,
            Owed.debtor_id, _debtor.known_as.label("debtor"), _debtor.code.label("debtor_code"),
            Owed.passes_at, Owed.passes_to_id, _told.known_as.label("told"),
            _told.code.label("told_code"), came_from.label("came_from"), Owed.asked_at,
            came_as.label("came_as"),
        )
        .join(Person, Person.id == Owed.person_id)
        .join(_debtor, _debtor.id == Owed.debtor_id)
        .outerjoin(_told, _told.id == Owed.passes_to_id)
        .where(which)
    )  # fmt: skip


def _shown(person: type[Person]) -> ColumnElement[str]:
    """`shown_name`, by the database."""
    return func.coalesce(func.nullif(person.known_as, ""), person.code)


def _mark(row: Any) -> str:
    return f"{int(row.urgent)}.{int(row.due_at.timestamp() * 1_000_000)}.{row.id}"


def _beyond(mark: str) -> ColumnElement[bool]:
    """Rows after this mark in the list's order. Raises ValueError for a mark of no meaning."""
    urgent, micros, id = (int(part) for part in mark.split("."))
    if not (0 <= micros < LAST_MOMENT and 0 <= id < 2**63):
        raise ValueError(mark)
    due_at = datetime.fromtimestamp(micros / 1_000_000, clock.LONDON)
    later = or_(Owed.due_at > due_at, and_(Owed.due_at == due_at, Owed.id > id))
    if urgent:
        return or_(Owed.urgent.is_(False), later)
    return and_(Owed.urgent.is_(False), later)


def _read(rows: Iterable[Any], now: datetime, reader_id: int) -> tuple[OwedRow, ...]:
    today = clock.today(now)
    return tuple(_row(row, now, today, reader_id) for row in rows)


def _row(row: Any, now: datetime, today: date, reader_id: int) -> OwedRow:
    (
        id, kind, since, due_at, urgent, source_ref, rule, source, ref, known_as, code, born,
        language, debtor_id, debtor, debtor_code, passes_at, passes_to_id, told, told_code,
        came_from, asked_at, came_as, *more,
    ) = row  # fmt: skip
    return OwedRow(
        id, kind, shown_name(known_as, code), age_on(born, today) if born else None, ref,
        language, since, due_at, due_at <= now, urgent, source_ref, rule, source, debtor_id,
        shown_name(debtor, debtor_code), _due_day(due_at), passes_at,
        shown_name(told or "", told_code or ""), passes_to_id == reader_id,
        (more[0] if more else None) or "", came_from or "", asked_at, came_as or "",
    )  # fmt: skip


def _due_day(due_at: datetime) -> date:
    """A thing due by the end of a day is late from midnight on: that day was the one before."""
    wall = clock.local(due_at)
    if wall.hour == wall.minute == 0:
        return date.fromordinal(wall.date().toordinal() - 1)
    return wall.date()


# --- the steps, as the young person sees them ----------------------------------------------------


@dataclass(frozen=True)
class Step:
    """It went on from somebody to somebody else. at: when."""

    to: To
    from_name: str
    to_name: str
    at: datetime


def steps_column(
    source_kind: str, source_id: ColumnElement[int] | InstrumentedAttribute[int] | int, kind: str
) -> ScalarSelect[str]:
    """For a query that is asked anyway: every step of what waits still, of one source."""
    giver, taker = aliased(Person, name="giver"), aliased(Person, name="taker")
    return (
        json_rows(
            OwedStep.number, OwedStep.step, _shown(giver), _shown(taker), OwedStep.at
        )
        .join_from(OwedStep, Owed, _step_of(Owed))
        .join(giver, giver.id == OwedStep.from_id)
        .join(taker, taker.id == OwedStep.to_id)
        .where(
            Owed.source_kind == source_kind,
            Owed.source_id == source_id,
            Owed.kind == kind,
            Owed.done_at.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip


def steps_of(found: str | None) -> tuple[Step, ...]:
    """The steps, in order, from what `steps_column` said."""
    return tuple(
        Step(To(to), from_name, to_name, _moment(at))
        for _number, to, from_name, to_name, at in sorted(json.loads(found or "[]"))
    )


def _moment(text: str) -> datetime:
    """As either database writes it into JSON."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
