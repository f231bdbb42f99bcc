"""How long rows are kept that are nobody's record: rules that the nightly job goes by.

They stand together in `portal.worker.retention`; a room that stands above it adds its own here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, true
from sqlalchemy.orm import InstrumentedAttribute

from portal.core.db import Base

YEAR = timedelta(days=365)

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


@dataclass(frozen=True)
class Rule:
    """Rows of `table` go `after` the moment in `column`; a row without that moment stays.

    by: how a row hangs on the table of `column`, when that is another one. when: what else must be
    so.
    """

    table: type[Base]
    column: Moment
    after: timedelta
    by: ColumnElement[bool] | None = None
    when: ColumnElement[bool] | None = None

    def over(self, now: datetime) -> ColumnElement[bool]:
        when = true() if self.when is None else self.when
        passed = and_(self.column.is_not(None), self.column <= now - self.after)
        if self.by is not None:
            passed = exists().where(self.by, passed)
        return and_(passed, when)


_others: list[Rule] = []


def also(*rules: Rule) -> None:
    """What hangs on a row comes before it."""
    _others.extend(rules)


def others() -> tuple[Rule, ...]:
    return tuple(_others)
