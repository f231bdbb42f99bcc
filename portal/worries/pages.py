"""Reads of worries: beside the messages of a thread, on a desk, in a list, one by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.opened.policy import quiet_until
from portal.opened.rules import passed_by
from portal.owed.tables import Owed
from portal.people.answers import can_open
from portal.people.reach import shown_name
from portal.people.tables import Person
from portal.worries import policy
from portal.worries.rules import Why
from portal.worries.tables import Worry
from portal.worries.words import NOTHING, words_of

PAGE = 50
MOST_OPEN = 100
ON_DESK = 12

_beside = aliased(Worry, name="worry_beside")
_takes = aliased(Person, name="worry_taker")
_young = aliased(Person, name="worry_young")
_writer = aliased(Person, name="worry_writer")
_debtor = aliased(Person, name="worry_debtor")
_closer = aliased(Person, name="worry_closer")


# --- in a thread --------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """What became of one message that worried us. taken_by: "" until somebody has it."""

    ref: str
    why: Why
    raised_at: datetime
    taken_by: str
    taken_at: datetime | None
    done_at: datetime | None


def beside(
    query: Query, message_id: InstrumentedAttribute[int], source_kind: str = "message"
) -> Query:
    """The query of a thread's messages, with what `state_of` reads of each row: no statement more.
    The join finds at most one row for each message, by a unique index."""
    return (
        query.outerjoin(
            _beside,
            and_(_beside.source_kind == source_kind, _beside.source_id == message_id),
        )
        .outerjoin(_takes, _takes.id == _beside.taken_by_id)
        .add_columns(
            _beside.ref.label("worry_ref"),
            _beside.why.label("worry_why"),
            _beside.raised_at.label("worry_raised_at"),
            _beside.taken_at.label("worry_taken_at"),
            _beside.done_at.label("worry_done_at"),
            _takes.known_as.label("worry_taker"),
            _takes.code.label("worry_taker_code"),
        )
    )


def state_of(row: Any) -> State | None:
    """From a row of a query with `beside`; None for a message that worried nobody."""
    if row.worry_ref is None:
        return None
    return State(
        row.worry_ref,
        Why(row.worry_why),
        row.worry_raised_at,
        shown_name(row.worry_taker or "", row.worry_taker_code or ""),
        row.worry_taken_at,
        row.worry_done_at,
    )


# --- for staff ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """One worry. writer: who wrote, where that was a carer, else "". found: which kind of words,
    or "". with_whom: on whose list it is while nobody has it. done: only on the page of one."""

    ref: str
    young: str
    young_ref: str
    writer: str
    why: Why
    found: str
    raised_at: datetime
    with_whom: str
    taken_by: str
    taken_at: datetime | None
    mine: bool
    source_kind: str
    source_ref: str
    done_at: datetime | None
    done_by: str = ""
    done: str = ""


@dataclass(frozen=True)
class WorriesPage:
    """waiting: nobody has these yet, the oldest first. taken: somebody has, and has not said what
    was done. over: closed, the newest first; more: where the next page of these begins."""

    waiting: tuple[Card, ...]
    taken: tuple[Card, ...]
    over: tuple[Card, ...]
    more: str | None


@dataclass(frozen=True)
class WorryPage:
    """may_read: the viewer reads what was written, wherever that stands. only_reads: they are
    here in an emergency that the young person is not told of, and do nothing that would show."""

    card: Card
    may_read: bool
    only_reads: bool
    words: str = ""  # what was written, for whoever cannot open where it stands, and must act on it
    withheld: bool = False  # it is about what the young person has not let them see


def worries_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> WorriesPage:
    """Two statements. Raises NoResultFound for others who have no business here."""
    if not policy.has_business(viewer):
        raise NoResultFound
    audit.listed(viewer, now)
    open_ones = []
    if after is None:
        query = _cards(and_(policy.visible(viewer, now), Worry.done_at.is_(None)))
        taken = case((Worry.taken_at.is_(None), 0), else_=1)
        query = query.order_by(taken, Worry.raised_at, Worry.id).limit(MOST_OPEN)
        open_ones = [_card(row, viewer) for row in db.execute(query)]
    over = and_(policy.visible(viewer, now), Worry.done_at.is_not(None))
    query = _cards(over)
    if after is not None:
        edge = select(Worry.id).where(policy.visible(viewer, now), Worry.ref == after)
        query = query.where(Worry.id < edge.scalar_subquery())
    rows = db.execute(query.order_by(Worry.id.desc()).limit(PAGE + 1)).all()
    return WorriesPage(
        tuple(card for card in open_ones if card.taken_at is None),
        tuple(card for card in open_ones if card.taken_at is not None),
        tuple(_card(row, viewer) for row in rows[:PAGE]),
        rows[PAGE - 1].Worry.ref if len(rows) > PAGE else None,
    )


def on_desk(db: Db, viewer: Viewer, now: datetime) -> tuple[Card, ...]:
    """For the top of a desk: what nobody has yet of all that the viewer sees, and what they have
    themselves and have not closed. One statement."""
    mine = and_(Worry.taken_by_id == viewer.person_id, Worry.done_at.is_(None))
    query = _cards(and_(policy.visible(viewer, now), or_(Worry.taken_at.is_(None), mine)))
    return tuple(
        _card(row, viewer)
        for row in db.execute(query.order_by(Worry.raised_at, Worry.id).limit(ON_DESK))
    )


def worry_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> WorryPage:
    """One statement, two where words stand on a page of their own (`words`); the look is audited.
    Raises NoResultFound when there is none for them."""
    quiet = quiet_until(viewer.council_id, viewer.person_id, Worry.person_id, now, passed_by(now))  # type: ignore[arg-type]
    stays = can_open(viewer.council_id, viewer.person_id, Worry.person_id, clock.today(now))  # type: ignore[arg-type]
    query = _cards(and_(policy.visible(viewer, now), Worry.ref == ref)).add_columns(
        policy.reads(viewer, now).label("reads"),
        policy.reads_check_ins(viewer, now).label("reads_check_ins"),
        policy.reads_by_wish(viewer, now).label("reads_by_wish"),
        quiet.label("quiet"),
        stays.label("stays"),
    )
    row = db.execute(query).first()
    if row is None:
        raise NoResultFound
    audit.looked_at(viewer, row.Worry.person_id, now)
    card = _card(row, viewer, whole=True)
    in_check_in = card.source_kind == policy.CHECK_IN
    reads = bool(row.reads_check_ins if in_check_in else row.reads)
    alone = row.reads and ((in_check_in and not reads) or card.source_kind in policy.READ_ALONE)
    said, only_reads = NOTHING, row.quiet is not None and not row.stays
    if alone:
        said = words_of(db, viewer.council_id, card.source_kind, row.Worry.source_id)
    withheld = bool(said.needs) and not row.reads_by_wish
    return WorryPage(card, reads, only_reads, "" if withheld else said.text, withheld)


def _cards(which: ColumnElement[bool]) -> Query:
    return (
        select(
            Worry,
            _young.ref.label("young_ref"), _young.known_as.label("young"),
            _young.code.label("young_code"),
            _writer.known_as.label("writer"), _writer.code.label("writer_code"),
            _debtor.known_as.label("debtor"), _debtor.code.label("debtor_code"),
            _takes.known_as.label("taker"), _takes.code.label("taker_code"),
            _closer.known_as.label("closer"), _closer.code.label("closer_code"),
        )
        .join(_young, _young.id == Worry.person_id)
        .join(_writer, _writer.id == Worry.from_id)
        .outerjoin(
            Owed,
            and_(
                Owed.source_kind == policy.SOURCE,
                Owed.source_id == Worry.id,
                Owed.kind == policy.SOURCE,
                Owed.done_at.is_(None),
            ),
        )
        .outerjoin(_debtor, _debtor.id == func.coalesce(Owed.passes_to_id, Owed.debtor_id))
        .outerjoin(_takes, _takes.id == Worry.taken_by_id)
        .outerjoin(_closer, _closer.id == Worry.done_by_id)
        .where(which)
    )  # fmt: skip


def _card(row: Any, viewer: Viewer, whole: bool = False) -> Card:
    worry: Worry = row.Worry
    by_carer = worry.from_id != worry.person_id
    return Card(
        ref=worry.ref,
        young=shown_name(row.young, row.young_code),
        young_ref=row.young_ref,
        writer=shown_name(row.writer, row.writer_code) if by_carer else "",
        why=Why(worry.why),
        found=worry.found,
        raised_at=worry.raised_at,
        with_whom=shown_name(row.debtor or "", row.debtor_code or ""),
        taken_by=shown_name(row.taker or "", row.taker_code or ""),
        taken_at=worry.taken_at,
        mine=worry.taken_by_id == viewer.person_id,
        source_kind=worry.source_kind,
        source_ref=worry.source_ref,
        done_at=worry.done_at,
        done_by=shown_name(row.closer or "", row.closer_code or ""),
        done=worry.done if whole else "",
    )
