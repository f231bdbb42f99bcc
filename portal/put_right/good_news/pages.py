"""Reads: to whom it can go, a young person's own good news, and what was shared with somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, moment, rows_of
from portal.people.reach import lasting, shown_name
from portal.people.tables import Connection, Person
from portal.put_right.good_news import policy
from portal.put_right.good_news.rules import MOST_TO
from portal.put_right.good_news.tables import GoodNews, GoodNewsTo
from portal.uploads.tables import Upload, UploadBytes

PAGE = 30
_to, _picture = aliased(Person, name="news_for"), aliased(Upload, name="news_picture")


@dataclass(frozen=True)
class Near:
    """Somebody it can go to, in the young person's word for them."""

    id: int
    ref: str
    name: str


@dataclass(frozen=True)
class Back:
    """To whom it went, and what came back: a tap, or words; "" for nothing yet."""

    name: str
    tap: str
    reply: str
    at: datetime | None


@dataclass(frozen=True)
class Own:
    ref: str
    text: str
    language: str
    picture: str
    made_at: datetime
    taken_back_at: datetime | None
    to: tuple[Back, ...]


@dataclass(frozen=True)
class Shared:
    """What was shared with the viewer, and what they sent back."""

    ref: str
    young: str
    young_ref: str
    text: str
    language: str
    picture: str
    made_at: datetime
    tap: str
    reply: str
    back_at: datetime | None


def near(db: Db, viewer: Viewer, now: datetime) -> tuple[Near, ...]:
    """Who can be chosen, those who came first first. One statement."""
    rows = db.execute(
        select(Person.id, Person.ref, Person.known_as, Person.code, Connection.label)
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == viewer.person_id,
            Connection.kind.in_([kind.value for kind in policy.KINDS]),
            *lasting(Connection, clock.today(now)),
            policy.signs_in(Person.id),
        )
        .order_by(Connection.starts, Connection.id)
        .limit(MOST_TO)
    )
    found: dict[int, Near] = {}
    for row in rows:
        name = row.label or shown_name(row.known_as, row.code)
        found.setdefault(row.id, Near(row.id, row.ref, name))
    return tuple(found.values())


def mine(db: Db, viewer: Viewer, now: datetime, before: str = "") -> tuple[Own, ...]:
    """A young person's own, the newest first. One statement."""
    plain = func.coalesce(func.nullif(_to.known_as, ""), _to.code)
    back = (
        json_rows(GoodNewsTo.id, plain, GoodNewsTo.tap, GoodNewsTo.reply, GoodNewsTo.back_at)
        .join_from(GoodNewsTo, _to, _to.id == GoodNewsTo.to_id)
        .where(GoodNewsTo.news_id == GoodNews.id)
        .correlate(GoodNews)
        .scalar_subquery()
    )
    query = (
        select(GoodNews, _picture.ref.label("picture"), back.label("back"))
        .outerjoin(_picture, _picture.id == GoodNews.picture_id)
        .where(policy.reads(viewer, now))
        .order_by(GoodNews.id.desc())
        .limit(PAGE)
    )
    if before:
        edge = select(GoodNews.id).where(GoodNews.person_id == viewer.person_id,
                                         GoodNews.ref == before)  # fmt: skip
        query = query.where(GoodNews.id < edge.scalar_subquery())
    return tuple(_own(row) for row in db.execute(query))


def _own(row: Any) -> Own:
    one: GoodNews = row.GoodNews
    return Own(
        one.ref, one.text, one.language, row.picture or "", one.made_at, one.taken_back_at,
        tuple(
            Back(name, tap, reply, moment(at))
            for _id, name, tap, reply, at in sorted(rows_of(row.back))
        ),
    )  # fmt: skip


def shared(db: Db, viewer: Viewer, now: datetime, before: str = "") -> tuple[Shared, ...]:
    """What was shared with the viewer, the newest first. One statement."""
    audit.listed(viewer, now)
    query = (
        select(GoodNews, GoodNewsTo, Person.known_as, Person.code, Person.ref.label("young_ref"),
               _picture.ref.label("picture"))
        .join(GoodNewsTo, GoodNewsTo.news_id == GoodNews.id)
        .join(Person, Person.id == GoodNews.person_id)
        .outerjoin(_picture, _picture.id == GoodNews.picture_id)
        .where(policy.reads(viewer, now))
        .order_by(GoodNews.id.desc())
        .limit(PAGE)
    )  # fmt: skip
    if before:
        edge = select(GoodNews.id).where(GoodNews.council_id == viewer.council_id,
                                         GoodNews.ref == before)  # fmt: skip
        query = query.where(GoodNews.id < edge.scalar_subquery())
    return tuple(
        Shared(
            row.GoodNews.ref, shown_name(row.known_as, row.code), row.young_ref,
            row.GoodNews.text, row.GoodNews.language, row.picture or "", row.GoodNews.made_at,
            row.GoodNewsTo.tap, row.GoodNewsTo.reply, row.GoodNewsTo.back_at,
        )
        for row in db.execute(query)
    )  # fmt: skip


def picture(db: Db, viewer: Viewer, ref: str, part: str, now: datetime) -> tuple[bytes, str]:
    """(bytes, mime) of a picture that the viewer sees. Raises NoResultFound."""
    query = (
        select(UploadBytes.data, Upload.mime, GoodNews.person_id)
        .join(Upload, Upload.id == UploadBytes.upload_id)
        .join(GoodNews, GoodNews.picture_id == Upload.id)
        .where(policy.reads(viewer, now), Upload.ref == ref, UploadBytes.part == part)
    )
    if not viewer.is_young:
        query = query.join(GoodNewsTo, GoodNewsTo.news_id == GoodNews.id)
    row = db.execute(query).first()
    if row is None:
        raise NoResultFound
    audit.looked_at(viewer, row.person_id, now)
    return row.data, row.mime
