"""Reads of promises: to me, and those I made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from portal.core.db import Db, Query, built_once
from portal.core.receipts import fingerprint
from portal.people.tables import Person
from portal.promises.tables import Promise


class Standing(StrEnum):
    """How a promise stands today. Late is a coming one whose day has gone by."""

    LATE = "late"
    COMING = "coming"
    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class PromiseCard:
    """One promise. on: the day it was kept or changed. chased: the manager was told."""

    ref: str
    text: str
    who: str
    due: date
    standing: Standing
    on: date
    note: str
    area: str
    chased_by: str
    owner_id: int | None


def standing(state: str, due: date, today: date) -> Standing:
    if state == "coming":
        return Standing.LATE if due < today else Standing.COMING
    return Standing(state)


@dataclass(frozen=True)
class Promises:
    cards: tuple[PromiseCard, ...]
    count: int

    @property
    def drawn(self) -> str:
        """What is on the page, for the "seen" mark."""
        return fingerprint(*(f"{card.ref}{card.standing}" for card in self.cards))

    def of(self, *standings: Standing) -> tuple[PromiseCard, ...]:
        return tuple(card for card in self.cards if card.standing in standings)


def promises_to(
    db: Db, council_id: int, person_id: int, today: date, limit: int = 100, area: str | None = None
) -> Promises:
    """Promises to this person: late first, then coming by day, then the newest kept."""
    question = _promises_to(
        council_id, person_id, today, limit, area or "", one_area=area is not None
    )
    rows = db.execute(*question).all()
    return Promises(tuple(_card(row, today) for row in rows), rows[0].all if rows else 0)


@built_once
def _promises_to(
    council_id: int, person_id: int, today: date, limit: int, area: str, *, one_area: bool
) -> Query:
    chaser = aliased(Person)
    order = case(
        ((Promise.state == "coming") & (Promise.due < today), 0),
        (Promise.state == "coming", 1),
        else_=2,
    )
    query = (
        select(
            Promise.ref,
            Promise.text,
            Promise.owner_label,
            Person.known_as,
            Promise.due,
            Promise.owner_id,
            Promise.state,
            Promise.state_on,
            Promise.state_note,
            Promise.area,
            chaser.known_as.label("chaser"),
            func.count().over().label("all"),
        )
        .outerjoin(Person, Person.id == Promise.owner_id)
        .outerjoin(chaser, chaser.id == Promise.chased_id)
        .where(Promise.council_id == council_id, Promise.person_id == person_id)
        .order_by(
            order,
            case((Promise.state == "coming", Promise.due)),
            Promise.state_on.desc(),
            Promise.id,
        )
        .limit(limit)
    )
    return query.where(Promise.area == area) if one_area else query


def _card(row: Any, today: date) -> PromiseCard:
    return PromiseCard(
        ref=row.ref,
        text=row.text,
        who=row.owner_label or row.known_as or "",
        due=row.due,
        standing=standing(row.state, row.due, today),
        on=row.state_on,
        note=row.state_note,
        area=row.area,
        chased_by=row.chaser or "",
        owner_id=row.owner_id,
    )
