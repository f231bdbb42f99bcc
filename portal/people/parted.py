"""Whether an adult and a young person have parted since a moment: said here alone.

What is given to one person by name ends for good when their connection ends. One that begins later
brings nothing back: a council writes it down as a new connection, and to know that somebody was
trusted once is no reason to trust them now. A worker who becomes the adviser on the next day has
not parted from anybody.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, exists, func, not_, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from portal.people.tables import Connection, MustNotKnow

Column = ColumnElement[Any] | InstrumentedAttribute[Any]

_over = aliased(Connection, name="over")
_goes_on = aliased(Connection, name="goes_on")
_kept_away = aliased(MustNotKnow, name="kept_away")


class _NextDay(FunctionElement[date]):
    """The day after a day."""

    type = Date()
    inherit_cache = True
    name = "next_day"


class _DayOf(FunctionElement[date]):
    """The day of a moment, UTC's. In the first hour of a summer's day it is the day before: what
    ended on that is followed by whatever holds today."""

    type = Date()
    inherit_cache = True
    name = "day_of"


@compiles(_NextDay, "sqlite")
def _next_on_sqlite(element: _NextDay, compiler: SQLCompiler, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)}, '+1 day')"


@compiles(_NextDay, "postgresql")
def _next_on_postgresql(element: _NextDay, compiler: SQLCompiler, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)} + 1)"


@compiles(_DayOf, "sqlite")
def _day_on_sqlite(element: _DayOf, compiler: SQLCompiler, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)})"


@compiles(_DayOf, "postgresql")
def _day_on_postgresql(element: _DayOf, compiler: SQLCompiler, **more: Any) -> str:
    return f"CAST(timezone('UTC', {compiler.process(element.clauses, **more)}) AS DATE)"


def parted_since(
    person: Column | int, other: Column | int, since: Column, today: date
) -> ColumnElement[bool]:
    """Whether some day between the moment `since` and today found these two without a connection
    that is no emergency's, or `other` was kept away from then on, though that is lifted. A stay
    ends with the day on which they left, not with the days of grace."""
    last = _last_day(_over)
    gap = exists(
        select(_over.id).where(
            _over.of_id == person, _over.with_id == other, _over.ends_at.is_(None),
            last >= _DayOf(since), last < today, _over.starts <= last,
            not_(
                exists(
                    select(_goes_on.id).where(
                        _goes_on.of_id == _over.of_id, _goes_on.with_id == _over.with_id,
                        _goes_on.ends_at.is_(None), _goes_on.starts <= _NextDay(last),
                        or_(_last_day(_goes_on).is_(None), _last_day(_goes_on) > last),
                    )
                )
            ),
        )
    )  # fmt: skip
    barred_since = exists(
        select(_kept_away.id).where(
            _kept_away.person_id == person, _kept_away.other_id == other,
            _kept_away.decided_at >= since,
        )
    )  # fmt: skip
    return or_(gap, barred_since)


def _last_day(link: type[Connection]) -> ColumnElement[Any]:
    return func.coalesce(link.left_on, link.ends)
