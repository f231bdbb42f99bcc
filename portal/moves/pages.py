"""Reads: the next home as the young person sees it, and as staff fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.json_rows import json_rows, rows_of
from portal.moves import policy, rules
from portal.moves.entries import ANSWERED, KIND, SOURCE
from portal.moves.rules import End, Fact, Said
from portal.moves.tables import HomePhoto, Move, MoveSaid, MoveStay
from portal.owed.pages import Step, steps_column, steps_of
from portal.people.answers import Answers
from portal.people.pages import Subject, my_people_and_who_answers
from portal.people.reach import barred, shown_name
from portal.people.rules import PLACED_WITH
from portal.people.tables import Connection, Council, Person

MOST_SAID = 100
MOST_STAYS = 20


@dataclass(frozen=True)
class SaidCard:
    """owed: an answer is, still. steps: to whom the question went on, as nobody had answered."""

    ref: str
    kind: Said
    text: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    owed: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Photo:
    """words: what is on it. width, height: pixels."""

    ref: str
    words: str
    width: int
    height: int


@dataclass(frozen=True)
class Before:
    """With whom they lived until this move. last: the last day, on which they still see what they
    saw. until: the last day on which whoever it is may write to the worker."""

    name: str
    last: date
    until: date


@dataclass(frozen=True)
class NextHome:
    """facts: those that somebody wrote down. end: it is over; happened or off, and why. left: with
    whom they lived until it."""

    ref: str
    day: date | None
    facts: tuple[tuple[Fact, str], ...]
    missing: tuple[Fact, ...]
    address: str
    changed_by: str
    changed_at: datetime
    end: End | None
    why_off: str
    photos: tuple[Photo, ...]
    left: tuple[Before, ...]

    @property
    def nothing_yet(self) -> bool:
        return not self.facts and not self.address and not self.photos

    def arriving(self, today: date) -> bool:
        moved = self.end is End.HAPPENED and self.day is not None
        return moved and rules.arriving(self.day or today, today)

    def value(self, fact: Fact) -> str:
        return dict(self.facts).get(fact, "")


@dataclass(frozen=True)
class Stay:
    """With whom they live, or lived until a day that has been written down."""

    name: str
    left_on: date | None
    until: date | None
    over: bool


@dataclass(frozen=True)
class MyPage:
    """home: the next one; None where no move is planned. before: the last one that is over."""

    today: date
    home: NextHome | None
    before: NextHome | None
    said: tuple[SaidCard, ...]
    answers: Answers | None

    @property
    def moved(self) -> bool:
        """Whether they moved lately, and what comes now is said."""
        return self.before is not None and self.before.arriving(self.today)


@dataclass(frozen=True)
class TheirPage:
    subject: Subject
    today: date
    home: NextHome | None
    before: NextHome | None
    said: tuple[SaidCard, ...]
    stays: tuple[Stay, ...]
    grace_days: int
    may_write: bool

    @property
    def moved(self) -> bool:
        return self.before is not None and self.before.arriving(self.today)


_changer = aliased(Person, name="changer")
_answerer = aliased(Person, name="answerer")
_host = aliased(Person, name="lived_with")


def my_page(db: Db, viewer: Viewer, now: datetime) -> MyPage:
    """Three statements besides the one for the viewer."""
    home, before = _homes(db, viewer.council_id, viewer.person_id)
    said = _said(db, viewer.council_id, viewer.person_id)
    who = my_people_and_who_answers(db, viewer.council_id, viewer.person_id, now)
    return MyPage(clock.today(now), home, before, said, who.answers)


def their_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> TheirPage:
    """Five statements. Raises NoResultFound."""
    who = policy.whose(db, viewer, ref, now)
    today = clock.today(now)
    home, before = _homes(db, viewer.council_id, who.id)
    return TheirPage(
        who, today, home, before, _said(db, viewer.council_id, who.id),
        *_stays(db, viewer, who.id, today), policy.may_write(viewer, who),
    )  # fmt: skip


def _homes(db: Db, council_id: int, person_id: int) -> tuple[NextHome | None, NextHome | None]:
    """The move that is planned, and the newest that is over: one statement."""
    rows = db.execute(
        select(
            Move, _changer.known_as, _changer.code, _photos().label("photos"), _left().label("left")
        )
        .join(_changer, _changer.id == Move.changed_by_id)
        .where(Move.council_id == council_id, Move.person_id == person_id)
        .order_by(Move.id.desc())
        .limit(2)
    ).all()
    homes = [_home(row) for row in rows]
    if homes and homes[0].end is None:
        return homes[0], homes[1] if len(homes) > 1 else None
    return None, homes[0] if homes else None


def _home(row: Any) -> NextHome:
    move: Move = row.Move
    facts = {fact: getattr(move, fact.value) for fact in Fact}
    return NextHome(
        move.ref, move.day, tuple((fact, text) for fact, text in facts.items() if text),
        tuple(fact for fact, text in facts.items() if not text), move.where_to,
        shown_name(row.known_as, row.code), move.changed_at,
        End(move.end) if move.end else None, move.why_off,
        tuple(Photo(*rest) for _id, *rest in sorted(rows_of(row.photos))),
        tuple(
            Before(
                label or shown_name(known_as, code), date.fromisoformat(last),
                date.fromisoformat(ends or last),
            )
            for label, known_as, code, last, ends in sorted(rows_of(row.left), key=lambda r: r[:4])
        ),
    )  # fmt: skip


def _photos() -> ScalarSelect[str]:
    """Of a move, in the order in which they were put in: key, ref, words, size."""
    found = json_rows(
        HomePhoto.id, HomePhoto.ref, HomePhoto.words, HomePhoto.width, HomePhoto.height
    ).where(HomePhoto.council_id == Move.council_id, HomePhoto.move_id == Move.id)
    return found.correlate(Move).scalar_subquery()


def _left() -> ScalarSelect[str]:
    """Of a move: whom it leaves, in the young person's own word or by name, and until when
    something is left to them."""
    found = (
        json_rows(
            Connection.label, _host.known_as, _host.code, MoveStay.left_on, Connection.ends
        )
        .join_from(MoveStay, Connection, Connection.id == MoveStay.connection_id)
        .join(_host, _host.id == Connection.with_id)
        .where(
            MoveStay.council_id == Move.council_id, MoveStay.move_id == Move.id,
            Connection.left_on == MoveStay.left_on,
            ~barred(Connection.of_id, Connection.with_id),
        )
    )  # fmt: skip
    return found.correlate(Move).scalar_subquery()


def photo(db: Db, viewer: Viewer, person_id: int, ref: str) -> bytes:
    """A photo of the home to which this person moves next. Raises NoResultFound."""
    return db.scalars(
        select(HomePhoto.data)
        .join(Move, Move.id == HomePhoto.move_id)
        .where(
            HomePhoto.council_id == viewer.council_id, HomePhoto.ref == ref,
            Move.person_id == person_id, Move.ended_at.is_(None),
        )
    ).one()  # fmt: skip


def _said(db: Db, council_id: int, person_id: int) -> tuple[SaidCard, ...]:
    """What was said of the newest move, newest first, and to whom it went on: one statement."""
    newest = (
        select(Move.id)
        .where(Move.council_id == council_id, Move.person_id == person_id)
        .order_by(Move.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.execute(
        select(
            MoveSaid,
            _answerer.known_as,
            _answerer.code,
            steps_column(SOURCE, MoveSaid.id, KIND).label("steps"),
        )
        .outerjoin(_answerer, _answerer.id == MoveSaid.answered_by_id)
        .where(MoveSaid.council_id == council_id, MoveSaid.move_id == newest)
        .order_by(MoveSaid.id.desc())
        .limit(MOST_SAID)
    )
    return tuple(_card(row) for row in rows)


def _card(row: Any) -> SaidCard:
    said: MoveSaid = row.MoveSaid
    return SaidCard(
        said.ref, Said(said.kind), said.text, said.said_at, said.answer,
        shown_name(row.known_as or "", row.code or ""), said.answered_at,
        said.kind in ANSWERED and said.answered_at is None, steps_of(row.steps),
    )  # fmt: skip


def _stays(db: Db, viewer: Viewer, person_id: int, today: date) -> tuple[tuple[Stay, ...], int]:
    """With whom they live, and whom they left and who still sees something; and the council's days
    of grace: one statement."""
    grace = select(Council.grace_days).where(Council.id == viewer.council_id).scalar_subquery()
    rows = db.execute(
        select(
            Person.known_as,
            Person.code,
            Connection.left_on,
            Connection.ends,
            grace.label("grace"),
        )
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == person_id,
            Connection.kind.in_(PLACED_WITH),
            Connection.ends_at.is_(None),
            or_(Connection.ends.is_(None), Connection.ends >= today),
            ~barred(Connection.of_id, Connection.with_id),
            ~barred(Connection.with_id, viewer.person_id),
        )
        .order_by(Connection.starts, Connection.id)
        .limit(MOST_STAYS)
    ).all()
    stays = tuple(
        Stay(
            shown_name(row.known_as, row.code), row.left_on, row.ends,
            row.left_on is not None and row.left_on < today,
        )
        for row in rows
    )  # fmt: skip
    return stays, rows[0].grace if rows else 0


@dataclass(frozen=True)
class Left:
    """Somebody with whom the young person lived until not long ago."""

    name: str
    until: date


def lately_left(db: Db, viewer: Viewer, today: date, since: date) -> Sequence[Left]:
    """For the young person's own page of people: whom they left since a day. One statement."""
    rows = db.execute(
        select(Person.known_as, Person.code, Connection.label, Connection.left_on)
        .join(Connection, Connection.with_id == Person.id)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == viewer.person_id,
            and_(Connection.left_on.is_not(None), Connection.left_on < today),
            Connection.left_on >= since,
        )
        .order_by(Connection.left_on.desc())
        .limit(10)
    )
    return [Left(r.label or shown_name(r.known_as, r.code), r.left_on) for r in rows]
