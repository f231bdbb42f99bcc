"""To whom something is shown, for the young person's own page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import not_, select

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.pages import Known, my_people
from portal.people.reach import barred
from portal.people.rules import PLACED_WITH, WORKERS, Kind
from portal.people.tables import Person
from portal.shares.policy import over
from portal.shares.rules import Thing, To
from portal.shares.tables import Share

# Whom a page offers: those who have a place in the app and work or live with them.
OFFERED = (*WORKERS, *PLACED_WITH, Kind.IRO)


@dataclass(frozen=True)
class Choice:
    """One that can be chosen. value: "workers", "carers", or the ref of a person. on: it is shown
    to them now; since when."""

    value: str
    name: str
    kind: str
    on: bool
    since: datetime | None


def choices(
    db: Db, viewer: Viewer, thing: Thing, now: datetime, key: str = ""
) -> tuple[Choice, ...]:
    """Everybody the young person may show it to, and what holds now: two statements. The names of
    `To.WORKERS` and `To.CARERS` are left to the page ("")."""
    people = my_people(db, viewer.council_id, viewer.person_id, now)
    today = clock.today(now)
    there = [person for person in people if not person.left(today)]
    return _choices(db, viewer, thing, there, now, key)


def on(
    db: Db, viewer: Viewer, thing: Thing, people: Iterable[Known], now: datetime, key: str = ""
) -> tuple[Choice, ...]:
    """Those to whom it is shown now, where a page knows who their people are: one statement."""
    return tuple(one for one in _choices(db, viewer, thing, people, now, key) if one.on)


def _choices(
    db: Db, viewer: Viewer, thing: Thing, people: Iterable[Known], now: datetime, key: str
) -> tuple[Choice, ...]:
    since = {
        row.ref or row.to: row.given_at
        for row in db.execute(
            select(Share.to, Person.ref, Share.given_at)
            .outerjoin(Person, Person.id == Share.with_id)
            .where(
                Share.council_id == viewer.council_id, Share.person_id == viewer.person_id,
                Share.thing == thing, Share.key == key, Share.ended_at.is_(None),
                not_(over(Share, clock.today(now))),
            )
        )
    }  # fmt: skip
    known = {p.ref: p for p in people if p.kind in OFFERED}
    named = [(to.value, "", "") for to in (To.WORKERS, To.CARERS)]
    named += [(p.ref, p.name, p.kind.value) for p in known.values()]
    return tuple(
        Choice(value, name, kind, value in since, since.get(value)) for value, name, kind in named
    )


def may_be_shown(db: Db, viewer: Viewer, refs: Collection[str], now: datetime) -> list[int]:
    """The keys of the young person's people with these refs, of those to whom something can be
    shown. Two statements."""
    today = clock.today(now)
    found = [
        person.id
        for person in my_people(db, viewer.council_id, viewer.person_id, now)
        if person.ref in refs and person.kind in OFFERED and not person.left(today)
    ]
    if not found:
        return []
    known = select(Person.id).where(Person.id.in_(found), ~barred(viewer.person_id, Person.id))
    return list(db.scalars(known))
