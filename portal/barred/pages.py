"""Who must not know of one young person, now and before; and who could be named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.agenda.tables import AgendaItem
from portal.barred import policy
from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.people.oversight import oversees
from portal.people.pages import Subject
from portal.people.reach import barred, not_of, shown_name
from portal.people.rules import Grant, Ground, Kind, PersonKind
from portal.people.tables import Connection, MustNotKnow, Person

MOST_BARS = 100
MOST_KNOWN = 60
PAGE = 50


@dataclass(frozen=True)
class Bar:
    """One decision. due: it is time to look at it again. lifted_…: "" and None while it holds.
    meets_on: the next family time with them, which nobody has called off, in the list."""

    ref: str
    who: str
    ground: Ground
    basis: str
    decided_by: str
    decided_at: datetime
    review_on: date
    due: bool
    lifted_by: str
    lifted_at: datetime | None
    lifted_why: str
    may_lift: bool
    meets_on: date | None


@dataclass(frozen=True)
class Nameable:
    """Somebody who has ever been connected with them. kind: what they were last."""

    ref: str
    name: str
    kind: Kind


@dataclass(frozen=True)
class MustNotKnowPage:
    subject: Subject
    holding: tuple[Bar, ...]
    lifted: tuple[Bar, ...]
    known: tuple[Nameable, ...]

    @property
    def known_by(self) -> bool:
        """Whether the viewer is one of the young person's own, or only oversees the council."""
        return self.subject.may(Grant.REASONS)


@dataclass(frozen=True)
class Held:
    """One decision in the list of a whole council: about whom, not against whom."""

    ref: str
    young: str
    name: str
    decided_by: str
    decided_at: datetime
    review_on: date
    due: bool
    lifted_at: None = None


@dataclass(frozen=True)
class EverywherePage:
    """more: the ref after which the next page begins."""

    held: tuple[Held, ...]
    more: str | None


@dataclass(frozen=True)
class BarPage:
    subject: Subject
    bar: Bar


_young = aliased(Person, name="young")
_other = aliased(Person, name="other")
_decider = aliased(Person, name="decider")
_lifter = aliased(Person, name="lifter")


def must_not_know_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> MustNotKnowPage:
    """Three statements. Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now)
    query = _bars(viewer, who.id).add_columns(_next_time(who.id, clock.today(now)))
    rows = db.execute(query.order_by(MustNotKnow.id.desc()).limit(MOST_BARS)).all()
    family = who.may(Grant.FAMILY)
    bars = [_bar(row, viewer, now, family=family) for row in rows]
    return MustNotKnowPage(
        who,
        tuple(bar for bar in bars if bar.lifted_at is None),
        tuple(bar for bar in bars if bar.lifted_at is not None),
        # Whom they know is not for those who only oversee: their names tell of the family.
        _known(db, viewer, who.id) if who.may(Grant.REASONS) else (),
    )


def everywhere_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> EverywherePage:
    """What holds in the whole council, newest first. One statement. Raises NoResultFound for
    whoever does not oversee it."""
    if not oversees(viewer):
        raise NoResultFound
    audit.listed(viewer, now)
    which = policy.everywhere(viewer)
    query = (
        select(MustNotKnow, _young.ref.label("young_ref"), _young.known_as.label("young_name"),
               _young.code.label("young_code"), _decider.known_as, _decider.code)
        .join(_young, _young.id == MustNotKnow.person_id)
        .outerjoin(_decider, _decider.id == MustNotKnow.decided_by_id)
        .where(which, MustNotKnow.lifted_at.is_(None))
    )  # fmt: skip
    if after is not None:
        edge = select(MustNotKnow.id).where(which, MustNotKnow.ref == after)
        query = query.where(MustNotKnow.id < edge.scalar_subquery())
    rows = db.execute(query.order_by(MustNotKnow.id.desc()).limit(PAGE + 1)).all()
    more = rows[PAGE - 1].MustNotKnow.ref if len(rows) > PAGE else None
    return EverywherePage(tuple(_held(row, now) for row in rows[:PAGE]), more)


def _held(row: Any, now: datetime) -> Held:
    found: MustNotKnow = row.MustNotKnow
    return Held(
        found.ref, row.young_ref, shown_name(row.young_name, row.young_code),
        shown_name(row.known_as or "", row.code or ""), found.decided_at, found.review_on,
        found.review_on <= clock.today(now),
    )  # fmt: skip


def bar_page(db: Db, viewer: Viewer, ref: str, bar: str, now: datetime) -> BarPage:
    """Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now)
    row = db.execute(_bars(viewer, who.id).where(MustNotKnow.ref == bar)).one()
    return BarPage(who, _bar(row, viewer, now))


def _bars(viewer: Viewer, young_id: int) -> Query:
    # A young person whom nobody connected with this one is shown by number only.
    near = exists(
        select(Connection.id).where(
            Connection.council_id == viewer.council_id, _joined(young_id, _other.id)
        )
    )
    return (
        select(
            MustNotKnow,
            _other.kind.label("kind"), _other.known_as, _other.first_name, _other.last_name,
            _other.code, near.label("near"),
            _decider.known_as.label("decider_name"), _decider.code.label("decider_code"),
            _lifter.known_as.label("lifter_name"), _lifter.code.label("lifter_code"),
        )
        .join(_other, _other.id == MustNotKnow.other_id)
        .outerjoin(_decider, _decider.id == MustNotKnow.decided_by_id)
        .outerjoin(_lifter, _lifter.id == MustNotKnow.lifted_by_id)
        .where(policy.visible(viewer, young_id))
    )  # fmt: skip


def _next_time(young_id: int, day: date) -> ColumnElement[Any]:
    """The next family time with whom a row of MustNotKnow keeps away."""
    coming = select(func.min(AgendaItem.day)).where(
        AgendaItem.person_id == young_id,
        AgendaItem.kind == "family_time",
        AgendaItem.with_id == MustNotKnow.other_id,
        AgendaItem.state == "coming",
        AgendaItem.day >= day,
    )
    return coming.correlate(MustNotKnow).scalar_subquery().label("meets_on")


def _bar(row: Any, viewer: Viewer, now: datetime, *, family: bool = False) -> Bar:
    found: MustNotKnow = row.MustNotKnow
    by_number = row.kind == PersonKind.YOUNG and not row.near
    return Bar(
        ref=found.ref,
        who=row.code if by_number else _full_name(row),
        ground=Ground(found.ground),
        basis=found.basis,
        decided_by=shown_name(row.decider_name or "", row.decider_code or ""),
        decided_at=found.decided_at,
        review_on=found.review_on,
        due=found.lifted_at is None and found.review_on <= clock.today(now),
        lifted_by=shown_name(row.lifter_name or "", row.lifter_code or ""),
        lifted_at=found.lifted_at,
        lifted_why=found.lifted_why,
        may_lift=found.lifted_at is None and policy.may_lift(viewer, found.decided_by_id),
        meets_on=row.meets_on if family and found.lifted_at is None else None,
    )


def _full_name(row: Any) -> str:
    full = f"{row.first_name} {row.last_name}".strip()
    return full or shown_name(row.known_as, row.code)


def _known(db: Db, viewer: Viewer, young_id: int) -> tuple[Nameable, ...]:
    """Everybody ever connected with them, in either direction, whom nothing keeps away yet."""
    rows = db.execute(
        select(Person.ref, Person.known_as, Person.first_name, Person.last_name, Person.code,
               Connection.kind)
        .join(Connection, _joined(young_id, Person.id))
        .where(
            Connection.council_id == viewer.council_id,
            Person.id != viewer.person_id,
            not_(barred(young_id, Person.id)),
            not_of(Person.id, viewer.person_id),
        )
        .order_by(Connection.starts.desc(), Connection.id.desc())
        .limit(MOST_KNOWN * 3)
    )  # fmt: skip
    found: dict[str, Nameable] = {}
    for row in rows:
        found.setdefault(row.ref, Nameable(row.ref, _full_name(row), Kind(row.kind)))
    return tuple(sorted(found.values(), key=lambda one: one.name.casefold()))[:MOST_KNOWN]


def _joined(young_id: int, person_id: Any) -> Any:
    return or_(
        and_(Connection.of_id == young_id, Connection.with_id == person_id),
        and_(Connection.with_id == young_id, Connection.of_id == person_id),
    )
