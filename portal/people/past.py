"""What adults were to a young person, and when: for what happened on a day that is over.

What may be seen today is decided by `people.reach` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, select

from portal.core import clock
from portal.core.db import Db
from portal.people.rules import Kind, PersonKind
from portal.people.tables import Connection, MustNotKnow, Person

MOST_TIES = 400
FAR = datetime(9000, 1, 1, tzinfo=UTC)  # where no end is known
Span = tuple[datetime, datetime]  # from, and until (not included)


@dataclass(frozen=True)
class Tie:
    """Somebody with an account was this to the young person, in these spans. name: the young
    person's own word for them, or ""."""

    with_id: int
    kind: Kind
    name: str
    spans: tuple[Span, ...]

    def touches(self, first: datetime, last: datetime) -> bool:
        """Whether it held at some moment from `first` to `last`, both included."""
        return any(since <= last and first < until for since, until in self.spans)


def ties(db: Db, council_id: int, person_id: int) -> tuple[Tie, ...]:
    """Every connection there ever was with somebody who may have had an account, the newest
    first, without the times at which they must not know. One statement."""
    bar = and_(
        MustNotKnow.person_id == Connection.of_id, MustNotKnow.other_id == Connection.with_id
    )
    rows = db.execute(
        select(
            Connection.id, Connection.with_id, Connection.kind, Connection.label,
            Connection.starts, Connection.ends, Connection.ends_at, Connection.granted_at,
            MustNotKnow.decided_at, MustNotKnow.lifted_at,
        )
        .join(Person, Person.id == Connection.with_id)
        .outerjoin(MustNotKnow, bar)
        .where(
            Connection.council_id == council_id,
            Connection.of_id == person_id,
            Person.kind.in_((PersonKind.STAFF, PersonKind.CARER)),
        )
        .order_by(Connection.starts.desc(), Connection.id.desc())
        .limit(MOST_TIES)
    )  # fmt: skip
    found: dict[int, Tie] = {}
    for row in rows:
        tie = found.get(row.id) or Tie(
            row.with_id,
            Kind(row.kind),
            row.label,
            (_span(row.starts, row.ends, row.ends_at, row.granted_at),),
        )
        spans = tie.spans
        if row.decided_at is not None:
            spans = without(spans, (row.decided_at, row.lifted_at or FAR))
        found[row.id] = Tie(tie.with_id, tie.kind, tie.name, spans)
    return tuple(found.values())


def midnight(day: date) -> datetime:
    """When this day begins, in England."""
    return clock.at_wall(datetime.combine(day, time.min))


def _span(
    starts: date, ends: date | None, ends_at: datetime | None, granted_at: datetime | None
) -> Span:
    """Access by the hour begins when it is given, not with the day."""
    since = midnight(starts)
    until = midnight(ends + timedelta(days=1)) if ends else FAR
    if ends_at is not None:
        since, until = max(since, granted_at or since), min(until, ends_at)
    return since, until


def without(spans: Iterable[Span], gap: Span) -> tuple[Span, ...]:
    """What is left of `spans` outside of `gap`."""
    left = []
    for since, until in spans:
        left += [(since, min(until, gap[0])), (max(since, gap[1]), until)]
    return tuple((since, until) for since, until in left if since < until)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same moments in spans that do not overlap, in order."""
    found: list[Span] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return tuple(found)
