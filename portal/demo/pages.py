"""The list of made-up people, for the page and for `people.json`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Db
from portal.core.languages import offered
from portal.core.words import _
from portal.demo import stories
from portal.people.rules import age_on
from portal.people.tables import Account, Council, Membership, Person

MOST = 50
ADULT = 18


@dataclass(frozen=True)
class DemoPerson:
    """about: who they are and what to look at; "" for those made in bulk. age: None if unknown."""

    key: str
    name: str
    role: str
    age: int | None
    language: str
    council: str
    job: str
    about: str

    @property
    def letter(self) -> str:
        return self.name[:1]

    @property
    def speaks(self) -> str:
        """The language's own name, where it is not English."""
        return "" if self.language == "en" else offered(self.language).name


@dataclass(frozen=True)
class Group:
    heading: str
    people: tuple[DemoPerson, ...]


def only_demo(db: Db) -> bool:
    """Whether there is at least one council, and every one is made up."""
    kinds = db.scalars(select(Council.kind).distinct()).all()
    return list(kinds) == ["demo"]


def everybody(db: Db, now: datetime) -> list[DemoPerson]:
    """The first MOST people who can sign in: those of the stories, then any made in bulk."""
    told = stories.read()
    everyone = {**told.adults, **told.young, **told.slim}
    about = {key: str(entry.get("about", "")) for key, entry in everyone.items()}
    rows = db.execute(
        select(
            Person.code,
            Person.known_as,
            Membership.role,
            Person.born,
            Person.language,
            Person.job,
            Council.name,
        )
        .join(Membership, Membership.person_id == Person.id)
        .join(Council, Council.id == Person.council_id)
        .where(Council.kind == "demo")
        .order_by(Person.id)
        .limit(MOST)
    )
    today = clock.today(now)
    return [
        DemoPerson(
            key=r.code,
            name=r.known_as or r.code,
            role=r.role,
            age=age_on(r.born, today) if r.born else None,
            language=r.language,
            council=r.name,
            job=r.job,
            about=about.get(r.code, ""),
        )
        for r in rows
    ]


def list_page(db: Db, now: datetime) -> tuple[Group, ...]:
    """People in groups, young people first; empty groups left out."""
    people = everybody(db, now)
    sorts = (
        (_("In care"), lambda p: p.role == Role.YOUNG and (p.age is None or p.age < ADULT)),
        (
            _("Care leavers"),
            lambda p: p.role == Role.YOUNG and p.age is not None and p.age >= ADULT,
        ),
        (_("Carers"), lambda p: p.role == Role.CARER),
        (_("Workers"), lambda p: p.role == Role.WORKER),
        (
            _("Others who help, or keep an eye on promises"),
            lambda p: p.role not in (Role.YOUNG, Role.CARER, Role.WORKER),
        ),
    )
    groups = (Group(heading, tuple(filter(fits, people))) for heading, fits in sorts)
    return tuple(group for group in groups if group.people)


def way_in(db: Db, key: str) -> tuple[int, int, Role] | None:
    """Account, council and role of the made-up person with this key."""
    row = db.execute(
        select(Account.id, Membership.council_id, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .join(Person, Person.id == Membership.person_id)
        .join(Council, Council.id == Person.council_id)
        .where(Person.code == key, Council.kind == "demo")
        .order_by(Person.id)
        .limit(1)
    ).first()
    return (row[0], row[1], Role(row[2])) if row else None
