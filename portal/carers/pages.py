"""The children placed with a carer today, what is coming for each, and who to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from portal.agenda.pages import Item, coming
from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.messages.tables import Conversation, Message, ReadMark
from portal.notifications.pages import NewsRow, news_for
from portal.pathway import policy as pathway
from portal.pathway.rules import offered
from portal.people.reach import granted, granting, lasting, shown_name
from portal.people.rules import PLACED_WITH, WORKERS, Grant, age_on
from portal.people.tables import Connection, Person
from portal.shares.policy import things_in, things_shown

CHILDS = ("visit", "review", "family_time", "group_told")


@dataclass(frozen=True)
class ChildCard:
    ref: str
    name: str
    coming: tuple[Item, ...]
    has_plan: bool
    grants: Grant
    has_new: bool  # a message that they have not read
    worker: str
    worker_phone: str
    shown: frozenset[str]  # what they show the carer of what is theirs, and have
    left_on: date | None = None  # in the days of grace: the last day on which they lived here
    until: date | None = None  # then: the last day on which the carer can write


@dataclass(frozen=True)
class ChildrenPage:
    today: date
    news: tuple[NewsRow, ...]
    children: tuple[ChildCard, ...]


def children_page(db: Db, viewer: Viewer, now: datetime) -> ChildrenPage:
    """Four statements, however many children."""
    today = clock.today(now)
    rows = db.execute(
        select(
            Person.id, Person.ref, Person.known_as, Person.code,
            granted(Connection, today).label("grants"), Connection.left_on, Connection.ends,
            _has_new(viewer).label("has_new"),
            things_shown(viewer, Person.id, now).label("shown"), Person.born,
            pathway.begun(viewer.council_id, Person.id).label("begun"),
        )
        .join(Connection, Connection.of_id == Person.id)
        .where(
            Person.council_id == viewer.council_id,
            Connection.council_id == viewer.council_id,
            Connection.with_id == viewer.person_id,
            Connection.kind.in_(PLACED_WITH),
            *lasting(Connection, today),
            granting(Connection, Grant.NAME),
        )
        .order_by(Person.known_as, Person.id)
        .limit(30)
    ).all()  # fmt: skip
    for row in rows:
        audit.looked_at(viewer, row.id, now)
    if not rows:
        audit.listed(viewer, now)
    grants = {row.id: Grant(row.grants) for row in rows}
    items = coming(db, viewer, list(grants), CHILDS, today, 60, 200)
    workers = _workers(db, viewer, list(grants), today)
    return ChildrenPage(
        today,
        news_for(db, viewer, now),
        tuple(
            ChildCard(
                row.ref,
                shown_name(row.known_as, row.code),
                tuple(i for i in items if i.person_id == row.id and _may(grants[row.id], i))[:4],
                Grant.PLAN in grants[row.id],
                grants[row.id],
                row.has_new,
                *workers.get(row.id, ("", "")),
                things_in(row.shown) | _pathway(row, today),
                *((row.left_on, row.ends) if _left(row, today) else (None, None)),
            )
            for row in rows
        ),
    )


def _pathway(row: Any, today: date) -> frozenset[str]:
    return offered(age_on(row.born, today) if row.born else None, begun=row.begun)


def _left(row: Any, today: date) -> bool:
    return row.left_on is not None and row.left_on < today


def _has_new(viewer: Viewer) -> ColumnElement[bool]:
    """Whether somebody wrote to this carer, about this child, what they have not read yet."""
    return exists(
        select(Message.id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(
            ReadMark,
            and_(
                ReadMark.conversation_id == Conversation.id,
                ReadMark.person_id == viewer.person_id,
            ),
        )
        .where(
            Conversation.person_id == Person.id,
            Conversation.writer_id == viewer.person_id,
            Message.from_id != viewer.person_id,
            Message.taken_back_at.is_(None),
            Message.id > func.coalesce(ReadMark.message_id, 0),
        )
    )


def _may(grants: Grant, item: Item) -> bool:
    return (Grant.FAMILY if item.kind == "family_time" else Grant.DATES) in grants


def _workers(
    db: Db, viewer: Viewer, child_ids: list[int], today: date
) -> dict[int, tuple[str, str]]:
    """Each child's worker: first name and work number."""
    adult = aliased(Person)
    rows = db.execute(
        select(Connection.of_id, adult.known_as, adult.code, adult.phone)
        .join(adult, adult.id == Connection.with_id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id.in_(child_ids),
            Connection.kind.in_(WORKERS),
            *lasting(Connection, today),
        )
        .order_by(Connection.starts)
    )
    return {r.of_id: (shown_name(r.known_as, r.code), r.phone) for r in rows}
