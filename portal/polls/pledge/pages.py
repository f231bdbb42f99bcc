"""The promise: for a young person, who can say whether it is true for them; and for its keepers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.reach import shown_name
from portal.people.tables import Person
from portal.polls.pledge.rules import IsTrue, State, quarter_of
from portal.polls.pledge.tables import (
    PledgeBefore,
    PledgeCount,
    PledgeDone,
    PledgeEvidence,
    PledgePoint,
)

MOST_POINTS, MOST_EVIDENCE = 30, 300
_by = aliased(Person, name="pledge_by")
_done = aliased(PledgeDone, name="pledge_mine")


@dataclass(frozen=True)
class Evidence:
    text: str
    on_day: date
    by: str


@dataclass(frozen=True)
class Before:
    text: str
    state: State
    until: datetime


@dataclass(frozen=True)
class Point:
    """said: of the last quarter that is over, what may be shown; quarter: which, or ""."""

    id: int
    ref: str
    place: int
    text: str
    state: State
    by: str
    changed_at: datetime
    evidence: tuple[Evidence, ...] = ()
    before: tuple[Before, ...] = ()
    quarter: str = ""
    said: dict[IsTrue, int | None] = field(default_factory=dict)

    @property
    def enough(self) -> bool:
        return any(count is not None for count in self.said.values())


@dataclass(frozen=True)
class PledgePage:
    points: tuple[Point, ...]
    quarter: str
    answered: bool


def page(db: Db, viewer: Viewer, now: datetime, *, whole: bool = True) -> PledgePage:
    """Four statements; one for the points alone."""
    quarter = quarter_of(clock.today(now))
    rows = db.execute(
        select(PledgePoint, _by.known_as, _by.code, _done.id.label("done"))
        .join(_by, _by.id == PledgePoint.by_id)
        .outerjoin(_done, and_(_done.person_id == viewer.person_id, _done.quarter == quarter))
        .where(PledgePoint.council_id == viewer.council_id, PledgePoint.gone_at.is_(None))
        .order_by(PledgePoint.place, PledgePoint.id)
        .limit(MOST_POINTS)
    ).all()
    ids = [row.PledgePoint.id for row in rows] if whole else []
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    before: dict[int, list[Before]] = defaultdict(list)
    said: dict[int, tuple[str, dict[IsTrue, int | None]]] = {}
    if ids:
        evidence, before, said = _evidence(db, ids), _before(db, ids), _said(db, ids)
    return PledgePage(
        tuple(
            Point(
                one.id, one.ref, one.place, one.text, State(one.state),
                shown_name(row.known_as, row.code), one.changed_at,
                tuple(evidence[one.id]), tuple(before[one.id]), *said.get(one.id, ("", {})),
            )
            for row in rows
            for one in (row.PledgePoint,)
        ),
        quarter,
        any(row.done is not None for row in rows),
    )  # fmt: skip


def _evidence(db: Db, ids: Sequence[int]) -> dict[int, list[Evidence]]:
    rows = db.execute(
        select(PledgeEvidence, _by.known_as, _by.code)
        .join(_by, _by.id == PledgeEvidence.by_id)
        .where(PledgeEvidence.point_id.in_(ids))
        .order_by(PledgeEvidence.on_day.desc(), PledgeEvidence.id.desc())
        .limit(MOST_EVIDENCE)
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for one, known_as, code in rows:
        found[one.point_id].append(Evidence(one.text, one.on_day, shown_name(known_as, code)))
    return found


def _before(db: Db, ids: Sequence[int]) -> dict[int, list[Before]]:
    rows = db.scalars(
        select(PledgeBefore)
        .where(PledgeBefore.point_id.in_(ids))
        .order_by(PledgeBefore.until.desc())
        .limit(MOST_EVIDENCE)
    )
    found: dict[int, list[Before]] = defaultdict(list)
    for one in rows:
        found[one.point_id].append(Before(one.text, State(one.state), one.until))
    return found


def _said(db: Db, ids: Sequence[int]) -> dict[int, tuple[str, dict[IsTrue, int | None]]]:
    """Of each point the newest quarter that is over."""
    rows = db.execute(
        select(PledgeCount.point_id, PledgeCount.quarter, PledgeCount.answer, PledgeCount.shown)
        .where(PledgeCount.point_id.in_(ids), PledgeCount.closed.is_(True))
        .order_by(PledgeCount.quarter)
    )
    found: dict[int, tuple[str, dict[IsTrue, int | None]]] = {}
    for point_id, quarter, answer, shown in rows:
        known, counts = found.get(point_id, ("", {}))
        counts = counts if known == quarter else {}
        found[point_id] = quarter, {**counts, IsTrue(answer): shown}
    return {
        id: (quarter, {answer: counts.get(answer) for answer in IsTrue})
        for id, (quarter, counts) in found.items()
    }


def found(db: Db, viewer: Viewer, ref: str) -> PledgePoint:
    """One of the council's, for a keeper. Raises NoResultFound."""
    return db.scalars(
        select(PledgePoint).where(
            PledgePoint.council_id == viewer.council_id, PledgePoint.ref == ref,
            PledgePoint.gone_at.is_(None),
        )
    ).one()  # fmt: skip
