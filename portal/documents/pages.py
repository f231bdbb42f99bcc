"""The list of documents, one of them, and what of somebody's is shown to an adult."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.exc import NoResultFound

from portal.core import audit
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, rows_of
from portal.documents import policy
from portal.documents.rules import LIST_PAGE, MOST
from portal.documents.tables import Document
from portal.people.pages import Also, Subject
from portal.people.reach import PersonKey, not_of, shown_name
from portal.people.tables import Person
from portal.shares.pages import Choice, choices
from portal.shares.policy import given
from portal.shares.rules import Thing
from portal.uploads.tables import Upload, UploadBytes

PICTURE = "picture"


@dataclass(frozen=True)
class Card:
    """One document. by: who put it in; "" where the reader did. shown: of one's own, whether
    somebody else may see it. open: the reader may see it. size: bytes."""

    ref: str
    kind: str
    title: str
    by: str
    at: datetime
    is_picture: bool
    size: int
    shown: bool
    open: bool


@dataclass(frozen=True)
class DocumentsPage:
    """cards: the newest first. bytes: of all of them."""

    cards: tuple[Card, ...]
    bytes: int


@dataclass(frozen=True)
class DocumentPage:
    card: Card
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ShownRow:
    """One document that somebody shows the reader. whose: their name."""

    ref: str
    kind: str
    title: str
    whose: str
    at: datetime
    size: int


@dataclass(frozen=True)
class ListPage:
    """more: where the next page begins, or None."""

    rows: tuple[ShownRow, ...]
    more: str | None


@dataclass(frozen=True)
class Content:
    data: bytes
    mime: str


def mine_page(db: Db, viewer: Viewer, now: datetime) -> DocumentsPage:
    """All of the young person's own: one statement."""
    shown = given(viewer.council_id, Document.person_id, Thing.DOCUMENT, now, Document.ref)
    cards = _cards(db, viewer, Document.person_id == viewer.person_id, shown, literal(True))
    return DocumentsPage(cards, sum(card.size for card in cards))


def one_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> DocumentPage:
    """One of their own, and to whom it is shown. Raises NoResultFound."""
    which = and_(Document.person_id == viewer.person_id, Document.ref == ref)
    found = _cards(db, viewer, which, literal(False), literal(True))
    if not found:
        raise NoResultFound
    return DocumentPage(found[0], choices(db, viewer, Thing.DOCUMENT, now, key=ref))


def shown_page(db: Db, viewer: Viewer, subject: Subject, now: datetime) -> tuple[Card, ...]:
    """What of somebody's is shown to this adult, and what they put in themselves: of that they see
    no more than that they did. `subject` has been asked for, which audits the look."""
    readable = policy.readable(viewer, now)
    return _cards(
        db, viewer,
        and_(
            Document.person_id == subject.id, or_(readable, Document.by_id == viewer.person_id)
        ),
        literal(False), readable,
    )  # fmt: skip


def list_page(db: Db, viewer: Viewer, before: str | None, now: datetime) -> ListPage:
    """Documents that are shown to this adult, whoever's they are; what came last first. One
    statement."""
    audit.listed(viewer, now)
    query = (
        select(
            Document.ref, Document.kind, Document.title, Document.added_at, Upload.size,
            Person.known_as, Person.code,
        )
        .join(Upload, Upload.id == Document.upload_id)
        .join(Person, Person.id == Document.person_id)
        .where(policy.readable(viewer, now), not_of(Person.id, viewer.person_id))
        .order_by(Document.id.desc())
        .limit(LIST_PAGE + 1)
    )  # fmt: skip
    if before:
        last = select(Document.id).where(
            Document.council_id == viewer.council_id, Document.ref == before
        )
        query = query.where(Document.id < last.scalar_subquery())
    found = db.execute(query).all()
    rows = tuple(
        ShownRow(
            row.ref, row.kind, row.title, shown_name(row.known_as, row.code), row.added_at, row.size
        )
        for row in found[:LIST_PAGE]
    )  # fmt: skip
    return ListPage(rows, rows[-1].ref if len(found) > LIST_PAGE else None)


def content(db: Db, viewer: Viewer, ref: str, part: str, now: datetime) -> Content:
    """What is in the document with this ref; the look is audited. part: "whole", or "small" of a
    picture. One statement. Raises NoResultFound."""
    row = db.execute(
        select(UploadBytes.data, Upload.mime, Document.person_id)
        .join(Upload, Upload.id == UploadBytes.upload_id)
        .join(Document, Document.upload_id == Upload.id)
        .where(policy.readable(viewer, now), Document.ref == ref, UploadBytes.part == part)
    ).first()
    if row is None:
        raise NoResultFound
    audit.looked_at(viewer, row.person_id, now)
    return Content(row.data, row.mime)


@dataclass(frozen=True)
class Kept:
    """How many documents somebody has, and of how many bytes."""

    many: int
    size: int


def sizes(council_id: int, person: PersonKey | int) -> ColumnElement[str]:
    """The size of each document that somebody has, for a query that is asked anyhow (`kept_in`)."""
    found = json_rows(Upload.size).join_from(
        Upload, Document, and_(Document.upload_id == Upload.id,
                               Document.council_id == Upload.council_id)
    )  # fmt: skip
    return found.where(
        Document.council_id == council_id, Document.person_id == person
    ).scalar_subquery()


def sizes_of(council_id: int) -> Also:
    """`sizes` beside what is read of a young person."""
    return lambda person: (sizes(council_id, person),)


def kept_in(found: str | None) -> Kept:
    """From what a column of `sizes` said."""
    all_of_them = [int(size) for (size,) in rows_of(found)]
    return Kept(len(all_of_them), sum(all_of_them))


def kept_by(db: Db, council_id: int, person_id: int) -> Kept:
    """One statement."""
    return kept_in(db.scalar(select(sizes(council_id, person_id))))


def _cards(
    db: Db, viewer: Viewer, which: ColumnElement[bool], shown: ColumnElement[bool],
    may_open: ColumnElement[bool],
) -> tuple[Card, ...]:  # fmt: skip
    rows = db.execute(
        select(
            Document.ref, Document.kind, Document.title, Document.by_id, Document.added_at,
            Upload.kind.label("upload_kind"), Upload.size, Person.known_as, Person.code,
            shown.label("shown"), may_open.label("open"),
        )
        .join(Upload, Upload.id == Document.upload_id)
        .join(Person, Person.id == Document.by_id)
        .where(Document.council_id == viewer.council_id, Document.gone_at.is_(None), which)
        .order_by(Document.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return tuple(
        Card(
            row.ref, row.kind, row.title,
            "" if row.by_id == viewer.person_id else shown_name(row.known_as, row.code),
            row.added_at, row.upload_kind == PICTURE, row.size, bool(row.shown), bool(row.open),
        )
        for row in rows
    )  # fmt: skip
