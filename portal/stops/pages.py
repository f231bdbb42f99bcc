"""Whether everything is stopped for one young person, and whom to speak with; and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from portal.agenda.tables import AgendaItem
from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.people.oversight import oversees
from portal.people.pages import Known, Subject, subject_and_people
from portal.people.reach import not_of, on_day, reach, shown_name
from portal.people.rules import NEEDED_TO_KNOW, WORKERS, Grant, Kind, PersonKind
from portal.people.stops import Why
from portal.people.tables import Connection, Person, Stop
from portal.stops import policy

MOST = 20
PAGE = 50


class State(StrEnum):
    ASKED = "asked"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    LIFTED = "lifted"


@dataclass(frozen=True)
class Stopped:
    """One stop, as it stands. asked_by_me, lift_asked_by_me: the viewer may take it back.
    may_answer, may_answer_lift: the viewer may be the second person."""

    ref: str
    why: Why
    state: State
    basis: str
    asked_by: str
    asked_at: datetime
    asked_by_me: bool
    answered_by: str
    answered_at: datetime | None
    lift_basis: str
    lift_asked_by: str
    lift_asked_at: datetime | None
    lift_asked_by_me: bool
    lifted_by: str
    lifted_at: datetime | None
    may_answer: bool
    may_answer_lift: bool


@dataclass(frozen=True)
class Sibling:
    """A brother or sister in the portal. days: of the family time that is still planned with the
    young person, and that their own page leaves out if it will not be."""

    ref: str
    name: str
    reached: bool
    days: tuple[date, ...]


@dataclass(frozen=True)
class StopPage:
    """now: what is asked for or in force, or None. before: what was refused or lifted, newest
    first. told: colleagues who read it in the app. to_ring: everybody else they should hear it
    from. Empty for whoever only oversees: their names tell of the family."""

    subject: Subject
    now: Stopped | None
    before: tuple[Stopped, ...]
    may_ask: bool
    known: bool
    told: tuple[Known, ...]
    to_ring: tuple[Known, ...]
    siblings: tuple[Sibling, ...]


@dataclass(frozen=True)
class ListedStop:
    """One young person in the list. waits_for_me: the viewer may be the second person."""

    young: str
    name: str
    why: Why
    state: State
    by: str
    at: datetime
    waits_for_me: bool


@dataclass(frozen=True)
class StopsPage:
    rows: tuple[ListedStop, ...]
    more: str | None


_asker = aliased(Person, name="asker")
_second = aliased(Person, name="second")
_lift_asker = aliased(Person, name="lift_asker")
_lifter = aliased(Person, name="lifter")
# Who reads it in the app at once; everybody else hears it from a person.
IN_THE_APP = frozenset({*WORKERS, Kind.IRO})


def stop_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> StopPage:
    """Four statements. Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now)
    rows = db.execute(
        _stops().where(Stop.council_id == viewer.council_id, Stop.person_id == who.id)
        .order_by(Stop.id.desc()).limit(MOST)
    )  # fmt: skip
    stops = [_stopped(row, viewer) for row in rows]
    open_one = next((s for s in stops if s.state in (State.ASKED, State.IN_FORCE)), None)
    known = who.may(Grant.REASONS)
    people: tuple[Known, ...] = ()
    if known and open_one is not None:
        _same, people = subject_and_people(db, viewer, ref, now)
        people = tuple(p for p in people if who.may(NEEDED_TO_KNOW.get(p.kind, Grant.NAME)))
    siblings: tuple[Sibling, ...] = ()
    if open_one is not None and who.may(Grant.FAMILY):
        siblings = _siblings(db, viewer, who.id, now)
    theirs = {one.ref for one in siblings}
    return StopPage(
        who,
        open_one,
        tuple(s for s in stops if s is not open_one),
        policy.may_ask(viewer),
        known,
        tuple(p for p in people if p.kind in IN_THE_APP),
        tuple(p for p in people if p.kind not in IN_THE_APP and p.ref not in theirs),
        siblings,
    )


def _stops() -> Query:
    return (
        select(
            Stop,
            _asker.known_as.label("asker"), _asker.code.label("asker_code"),
            _second.known_as.label("second"), _second.code.label("second_code"),
            _lift_asker.known_as.label("lift_asker"), _lift_asker.code.label("lift_asker_code"),
            _lifter.known_as.label("lifter"), _lifter.code.label("lifter_code"),
        )
        .outerjoin(_asker, _asker.id == Stop.asked_by_id)
        .outerjoin(_second, or_(_second.id == Stop.agreed_by_id, _second.id == Stop.refused_by_id))
        .outerjoin(_lift_asker, _lift_asker.id == Stop.lift_asked_by_id)
        .outerjoin(_lifter, _lifter.id == Stop.lifted_by_id)
    )  # fmt: skip


def _state(stop: Stop) -> State:
    if stop.lifted_at is not None:
        return State.LIFTED
    if stop.refused_at is not None:
        return State.REFUSED
    return State.IN_FORCE if stop.agreed_at is not None else State.ASKED


def _stopped(row: Any, viewer: Viewer) -> Stopped:
    stop: Stop = row.Stop
    state = _state(stop)
    lifting = state is State.IN_FORCE and stop.lift_asked_by_id is not None
    return Stopped(
        ref=stop.ref,
        why=Why(stop.why),
        state=state,
        basis=stop.basis,
        asked_by=shown_name(row.asker or "", row.asker_code or ""),
        asked_at=stop.asked_at,
        asked_by_me=stop.asked_by_id == viewer.person_id,
        answered_by=shown_name(row.second or "", row.second_code or ""),
        answered_at=stop.agreed_at or stop.refused_at,
        lift_basis=stop.lift_basis,
        lift_asked_by=shown_name(row.lift_asker or "", row.lift_asker_code or ""),
        lift_asked_at=stop.lift_asked_at,
        lift_asked_by_me=stop.lift_asked_by_id == viewer.person_id,
        lifted_by=shown_name(row.lifter or "", row.lifter_code or ""),
        lifted_at=stop.lifted_at,
        may_answer=state is State.ASKED and policy.may_answer(viewer, stop.asked_by_id),
        may_answer_lift=lifting and policy.may_answer(viewer, stop.lift_asked_by_id),
    )


def _siblings(db: Db, viewer: Viewer, young_id: int, now: datetime) -> tuple[Sibling, ...]:
    """Young people who are family to them, or who are to meet them; nobody of whom the viewer must
    not know. One statement."""
    day = clock.today(now)
    family = select(Connection.with_id).where(
        Connection.council_id == viewer.council_id,
        Connection.of_id == young_id,
        Connection.kind == Kind.FAMILY.value,
        *on_day(Connection, day),
    )
    coming = and_(
        AgendaItem.person_id == Person.id,
        AgendaItem.with_id == young_id,
        AgendaItem.kind == "family_time",
        AgendaItem.state == "coming",
        AgendaItem.day >= day,
    )
    rows = db.execute(
        select(
            Person.ref, Person.known_as, Person.code, AgendaItem.day,
            reach(viewer, Person.id, Grant.NAME, now).label("reached"),
        )
        .outerjoin(AgendaItem, coming)
        .where(
            Person.council_id == viewer.council_id,
            Person.kind == PersonKind.YOUNG,
            Person.id != young_id,
            or_(Person.id.in_(family), AgendaItem.id.is_not(None)),
            not_of(Person.id, viewer.person_id),
        )
        .order_by(Person.known_as, Person.id, AgendaItem.day)
        .limit(100)
    )  # fmt: skip
    found: dict[str, Sibling] = {}
    for row in rows:
        days = (*found[row.ref].days, row.day) if row.ref in found else (row.day,)
        found[row.ref] = Sibling(
            row.ref, shown_name(row.known_as, row.code), row.reached,
            tuple(one for one in days if one is not None),
        )  # fmt: skip
    return tuple(found.values())


def stops_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> StopsPage:
    """What is asked for or in force, of those whom the viewer knows or oversees; the newest first.
    One statement."""
    audit.listed(viewer, now)
    young = aliased(Person, name="young")
    which = policy.listed(viewer, now)
    query = (
        _stops()
        .add_columns(young.ref.label("young_ref"), young.known_as.label("young_name"),
                     young.code.label("young_code"))
        .join(young, young.id == Stop.person_id)
        .where(which, Stop.refused_at.is_(None), Stop.lifted_at.is_(None))
    )  # fmt: skip
    if not oversees(viewer):
        # Whoever only works with them is told what holds, not what somebody thinks.
        query = query.where(or_(Stop.agreed_at.is_not(None), Stop.asked_by_id == viewer.person_id))
    if after is not None:
        edge = select(Stop.id).where(which, Stop.ref == after)
        query = query.where(Stop.id < edge.scalar_subquery())
    rows = db.execute(query.order_by(Stop.id.desc()).limit(PAGE + 1)).all()
    more = rows[PAGE - 1].Stop.ref if len(rows) > PAGE else None
    return StopsPage(tuple(_listed(row, viewer) for row in rows[:PAGE]), more)


def _listed(row: Any, viewer: Viewer) -> ListedStop:
    one = _stopped(row, viewer)
    in_force = one.state is State.IN_FORCE
    return ListedStop(
        row.young_ref, shown_name(row.young_name, row.young_code), one.why, one.state,
        one.answered_by if in_force else one.asked_by,
        one.answered_at if in_force and one.answered_at else one.asked_at,
        one.may_answer or one.may_answer_lift,
    )  # fmt: skip
