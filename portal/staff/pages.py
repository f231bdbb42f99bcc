"""The desk's reads. A list of two hundred costs what a list of two does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from portal.agenda.pages import Item, coming
from portal.agenda.tables import AgendaItem
from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query, built_once
from portal.notifications.pages import NewsRow, news_for
from portal.opened.rules import What
from portal.opened.tables import Opening
from portal.owed.pages import OwedList, OwedRow, owed_to, waiting_on
from portal.pathway import policy as pathway
from portal.pathway.rules import offered
from portal.people.pages import Known, Subject, subject_and_people
from portal.people.reach import granted, granting, holds, shown_name
from portal.people.rules import (
    NEEDED_TO_KNOW,
    Grant,
    PersonKind,
    age_on,
)
from portal.people.stops import Why, stopped
from portal.people.tables import Connection, Person
from portal.promises.pages import Promises, for_reader, promises_to
from portal.shares.policy import things_in, things_shown

CASELOAD_PAGE = 200


@dataclass(frozen=True)
class WaitingPage:
    owed: OwedList
    news: tuple[NewsRow, ...]
    today: date


class CaseRow(NamedTuple):
    """One young person on the list. next_day: their next appointment, if the viewer may know.
    stopped: nothing goes to them any more."""

    ref: str
    name: str
    age: int | None
    kind: str
    language: str
    next_day: date | None
    stopped: bool


@dataclass(frozen=True)
class CaseloadPage:
    rows: tuple[CaseRow, ...]
    more: str | None


@dataclass(frozen=True)
class Emergency:
    ref: str
    ends_at: datetime


@dataclass(frozen=True)
class Stopped:
    """Nothing goes to them any more; since when."""

    why: Why
    since: datetime


@dataclass(frozen=True)
class PersonPage:
    """emergency: what the viewer opened in an emergency, by which alone they may be here."""

    subject: Subject
    today: date
    owed: tuple[OwedRow, ...]
    coming: tuple[Item, ...]
    people: tuple[Known, ...]
    promises: Promises
    emergency: Emergency | None
    stopped: Stopped | None
    shown: frozenset[str]  # what they show the viewer of what is theirs, and have


def waiting_page(
    db: Db, viewer: Viewer, after: str | None, now: datetime, sort: str = ""
) -> WaitingPage:
    """Three statements. Raises ValueError as `waiting_on`."""
    audit.listed(viewer, now)
    return WaitingPage(
        waiting_on(db, viewer, after, now, sort), news_for(db, viewer, now), clock.today(now)
    )


def caseload_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> CaseloadPage:
    """Everyone the viewer is connected with today, by name. One statement."""
    audit.listed(viewer, now)
    day = clock.today(now)
    name, _, ref = (after or "").rpartition("~")
    question = _caseload(
        viewer.council_id, viewer.person_id, day, now, name, ref, beyond=bool(after)
    )
    found = db.execute(*question).all()
    rows = _cases(found[:CASELOAD_PAGE], day)
    last = rows[-1] if len(found) > CASELOAD_PAGE else None
    return CaseloadPage(rows, f"{last.name}~{last.ref}" if last else None)


def _cases(found: Sequence[Any], day: date) -> tuple[CaseRow, ...]:
    """Somebody may be two things to one young person, say on duty and, for some hours, in an
    emergency: they are there once, with all that was granted."""
    cases: dict[str, CaseRow] = {}
    for ref, known_as, code, born, language, kind, grants, next_day, stopped_now in found:
        told = next_day if grants & Grant.DATES.value and not stopped_now else None
        there = cases.get(ref)
        if there is None:
            cases[ref] = CaseRow(
                ref, shown_name(known_as, code), age_on(born, day) if born else None, kind,
                language, told, stopped_now,
            )  # fmt: skip
        elif there.next_day is None:
            cases[ref] = there._replace(next_day=told)
    return tuple(cases.values())


@built_once
def _caseload(
    council_id: int,
    worker_id: int,
    day: date,
    now: datetime,
    after_name: str,
    after_ref: str,
    *,
    beyond: bool,
) -> Query:
    next_day = (
        select(func.min(AgendaItem.day))
        .where(
            AgendaItem.council_id == council_id,
            AgendaItem.person_id == Person.id,
            AgendaItem.day >= day,
            AgendaItem.state == "coming",
            AgendaItem.kind.in_(("visit", "review")),
        )
        .scalar_subquery()
    )
    name = func.coalesce(func.nullif(Person.known_as, ""), Person.code)
    query = (
        select(
            Person.ref, Person.known_as, Person.code, Person.born, Person.language,
            Connection.kind, granted(Connection, day).label("grants"), next_day.label("next_day"),
            stopped(Person.id).label("stopped"),
        )
        .join(Connection, Connection.of_id == Person.id)
        .where(
            Person.council_id == council_id,
            Person.kind == PersonKind.YOUNG,
            Connection.council_id == council_id,
            Connection.with_id == worker_id,
            *holds(Connection, day, now),
            granting(Connection, Grant.NAME),
        )
        .order_by(name, Person.ref)
        .limit(CASELOAD_PAGE + 1)
    )  # fmt: skip
    if not beyond:
        return query
    return query.where(or_(name > after_name, and_(name == after_name, Person.ref > after_ref)))


def person_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> PersonPage:
    """Raises NoResultFound when the viewer does not reach this person today."""
    who, people = subject_and_people(
        db, viewer, ref, now,
        lambda person: (
            things_shown(viewer, person, now), pathway.begun(viewer.council_id, person),
        ),
    )  # fmt: skip
    shown, begun = who.also
    today = clock.today(now)
    kinds = [
        *(("visit", "review") if who.may(Grant.DATES) else ()),
        *(("early_review",) if who.may(Grant.DATES | Grant.PLAN) else ()),
        *(("family_time",) if who.may(Grant.FAMILY) else ()),
    ]
    return PersonPage(
        who,
        today,
        tuple(row for row in owed_to(db, viewer, who.id, now) if who.may(NEEDED[row.kind])),
        coming(db, viewer, [who.id], kinds, today, 90, limit=12) if kinds else (),
        _people_for(who, people),
        for_reader(who, viewer, promises_to(db, viewer.council_id, who.id, today, limit=60)),
        _emergency(db, viewer, who.id, now) if viewer.role is Role.DUTY else None,
        Stopped(Why(who.stopped_why), who.stopped_at) if who.stopped_at else None,
        things_in(shown) | offered(who.age, begun=begun),
    )


def _emergency(db: Db, viewer: Viewer, person_id: int, now: datetime) -> Emergency | None:
    row = db.execute(
        select(Opening.ref, Opening.ends_at)
        .where(
            Opening.council_id == viewer.council_id,
            Opening.person_id == person_id,
            Opening.asked_by_id == viewer.person_id,
            Opening.kind == What.EMERGENCY,
            Opening.ends_at > now,
        )
        .order_by(Opening.ends_at.desc())
        .limit(1)
    ).first()
    return Emergency(row.ref, row.ends_at) if row and row.ends_at else None


# What a thing that is owed says of a young person, beyond that it is owed.
NEEDED = defaultdict(
    lambda: Grant.PLAN,
    {
        "reply": Grant.MESSAGES,
        "worry": Grant.MESSAGES,
        "news_reply": Grant.MESSAGES,
        "said": Grant.MESSAGES,
        "said_iro": Grant.NAME,
        "said_manager": Grant.NAME,
        "complaint": Grant.NAME,
        "claim": Grant.MESSAGES,
        "visit": Grant.DATES,
        "first_visit": Grant.DATES,
        "pa_visit": Grant.DATES,
        "review": Grant.DATES,
        "health": Grant.HEALTH,
        "sdq": Grant.HEALTH,
        "school_plan": Grant.SCHOOL,
        "return_interview": Grant.REASONS,
        "call_back": Grant.CONTACT,
        "lost_touch": Grant.CONTACT,
        "move_question": Grant.ADDRESS,
    },
)


def _people_for(who: Subject, people: tuple[Known, ...]) -> tuple[Known, ...]:
    return tuple(p for p in people if who.may(NEEDED_TO_KNOW.get(p.kind, Grant.NAME)))
