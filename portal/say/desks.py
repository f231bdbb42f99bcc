"""The pages of what was said: what waits on an adult, all of one young person, and one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Band, Role, Viewer, band_for
from portal.core.db import Db, Query
from portal.hours import pages as hours
from portal.hours.rules import Calendar
from portal.owed.steps import To
from portal.owed.tables import Owed, OwedStep
from portal.people import answers
from portal.people import pages as people
from portal.people.pages import Subject
from portal.people.reach import barred, granting, lasting, not_of, on_day, shown_name
from portal.people.rules import WORKERS, Kind, age_on
from portal.people.stops import stopped
from portal.people.tables import Connection, Council, Person
from portal.promises.policy import NEEDED as MAY_PROMISE
from portal.say import pages, policy, who
from portal.say.pages import SaidCard, card_of, card_query
from portal.say.policy import SOURCE
from portal.say.rules import OWED_KIND, WAITING, Owner, Readers
from portal.say.tables import Said, SaidDraft
from portal.worries.pages import State as Worry
from portal.worries.pages import beside, state_of

PAGE = 30
MOST_OWNERS = 40
LAST_MOMENT = 253_000_000_000 * 1_000_000  # microseconds; a little before the year 10,000
_young = aliased(Person, name="said_young")
_held = aliased(Owed, name="said_held")
_told_step = aliased(OwedStep, name="said_told")


# --- what waits on an adult ---------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One thing on a list. mine: on the reader's own list."""

    card: SaidCard
    name: str
    age: int | None
    person_ref: str
    language: str
    mine: bool


@dataclass(frozen=True)
class Told:
    """An answer by a reviewing officer that is late: the reader was told that, and nothing else."""

    name: str
    person_ref: str
    officer: str
    phone: str
    since: datetime


@dataclass(frozen=True)
class Waiting:
    rows: tuple[Row, ...]
    after: str | None
    told: tuple[Told, ...]


def waiting_page(db: Db, viewer: Viewer, after: str | None, now: datetime) -> Waiting:
    """What waits and the viewer may answer: their own first, then by the moment it is due. Two
    statements. Raises ValueError for a mark of no meaning."""
    audit.listed(viewer, now)
    kind = case({owner.value: name for owner, name in OWED_KIND.items()}, value=Said.owner)
    mine = case(
        (
            exists(
                select(_held.id).where(
                    _held.source_kind == SOURCE, _held.source_id == Said.id, _held.kind == kind,
                    _held.done_at.is_(None),
                    or_(_held.debtor_id == viewer.person_id,
                        _held.passes_to_id == viewer.person_id),
                )
            ),
            1,
        ),
        else_=0,
    )  # fmt: skip
    query = (
        _with_young(viewer, now)
        .add_columns(mine.label("mine"))
        .where(
            Said.council_id == viewer.council_id, Said.state.in_(WAITING),
            policy.answers(viewer, now), ~stopped(Said.person_id),
        )
        .order_by(mine.desc(), Said.due_at, Said.id)
    )  # fmt: skip
    if after is not None:
        query = query.where(_beyond(after, mine))
    rows = db.execute(query.limit(PAGE + 1)).all()
    told = _told(db, viewer, now) if after is None and viewer.role is Role.MANAGER else ()
    return Waiting(
        tuple(_row(row, viewer, now) for row in rows[:PAGE]),
        _mark(rows[PAGE - 1]) if len(rows) > PAGE else None,
        told,
    )


def _with_young(viewer: Viewer, now: datetime) -> Query:
    return (
        card_query(viewer, now)
        .join(_young, _young.id == Said.person_id)
        .add_columns(
            _young.ref.label("young_ref"), _young.known_as.label("young"),
            _young.code.label("young_code"), _young.born, _young.language.label("young_language"),
        )
    )  # fmt: skip


def _row(row: Any, viewer: Viewer, now: datetime) -> Row:
    return Row(
        card_of(row, viewer), shown_name(row.young, row.young_code),
        age_on(row.born, clock.today(now)) if row.born else None, row.young_ref,
        row.young_language, bool(row.mine),
    )  # fmt: skip


def _mark(row: Any) -> str:
    return f"{row.mine}.{int(row.Said.due_at.timestamp() * 1_000_000)}.{row.Said.id}"


def _beyond(mark: str, mine: ColumnElement[int]) -> ColumnElement[bool]:
    own, micros, id = (int(part) for part in mark.split("."))
    if not (own in (0, 1) and 0 <= micros < LAST_MOMENT and 0 <= id < 2**63):
        raise ValueError(mark)
    due_at = datetime.fromtimestamp(micros / 1_000_000, clock.LONDON)
    later = or_(Said.due_at > due_at, and_(Said.due_at == due_at, Said.id > id))
    return or_(mine < own, and_(mine == own, later))


def _told(db: Db, viewer: Viewer, now: datetime) -> tuple[Told, ...]:
    """Answers by officers of which this manager was told that they are late: whose, and whom to
    ring; never what was said."""
    officer = aliased(Person, name="late_officer")
    rows = db.execute(
        select(
            _young.ref, _young.known_as, _young.code, officer.known_as.label("officer"),
            officer.code.label("officer_code"), officer.phone, Owed.due_at,
        )
        .join_from(Owed, _told_step, and_(
            _told_step.source_kind == Owed.source_kind, _told_step.source_id == Owed.source_id,
            _told_step.kind == Owed.kind, _told_step.since == Owed.since,
        ))
        .join(_young, _young.id == Owed.person_id)
        .join(officer, officer.id == Owed.debtor_id)
        .where(
            Owed.council_id == viewer.council_id, Owed.kind == OWED_KIND[Owner.IRO],
            Owed.done_at.is_(None), _told_step.step == To.TOLD.value,
            _told_step.to_id == viewer.person_id, ~stopped(Owed.person_id),
            ~barred(Owed.person_id, viewer.person_id),
        )
        .distinct()
        .order_by(Owed.due_at)
        .limit(PAGE)
    )  # fmt: skip
    return tuple(
        Told(shown_name(row.known_as, row.code), row.ref,
             shown_name(row.officer, row.officer_code), row.phone, row.due_at)
        for row in rows
    )  # fmt: skip


# --- all of one young person --------------------------------------------------------------------


@dataclass(frozen=True)
class Theirs:
    subject: Subject
    cards: tuple[SaidCard, ...]
    after: str | None


def theirs_page(db: Db, viewer: Viewer, ref: str, after: str, now: datetime) -> Theirs:
    """What the viewer reads of what one young person said, newest first. Two statements. Raises
    NoResultFound unless they reach them."""
    subject = people.subject(db, viewer, ref, now)
    return Theirs(subject, *_page_of(db, viewer, subject, after, now))


def _page_of(
    db: Db, viewer: Viewer, subject: Subject, after: str, now: datetime
) -> tuple[tuple[SaidCard, ...], str | None]:
    found = pages.cards(db, viewer, subject, now, before=after, most=PAGE + 1)
    more = found[PAGE - 1].ref if len(found) > PAGE else None
    return pages.with_names(db, viewer, found[:PAGE], now), more


@dataclass(frozen=True)
class Mine:
    cards: tuple[SaidCard, ...]
    after: str | None


def mine_page(db: Db, viewer: Viewer, after: str, now: datetime) -> Mine:
    """Everything that the young person said, newest first: one statement."""
    return Mine(*_page_of(db, viewer, people.own(viewer), after, now))


# --- one thing ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Owns:
    """Somebody whose word it can be. kind: what they are to the young person."""

    id: int
    ref: str
    name: str
    kind: Kind


@dataclass(frozen=True)
class Draft:
    text: str
    at: datetime


@dataclass(frozen=True)
class One:
    """One thing, for an adult who reads it. owners: who can promise something, where the viewer may
    answer. band: the ages of words that the young person reads. reaches: the viewer has a page of
    them. stays: the viewer is here for more than some hours, and is named as a reader."""

    card: SaidCard
    person_id: int
    person_ref: str
    name: str
    language: str
    band: Band
    stopped: bool
    reaches: bool
    owners: tuple[Owns, ...]
    draft: Draft | None
    stays: bool

    @property
    def may_answer(self) -> bool:
        return self.card.may_answer and not self.stopped


def one_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> One:
    """Two statements; the look is audited. Raises NoResultFound unless the viewer reads it."""
    near = aliased(Connection, name="said_near")
    reaches = exists(
        select(near.id).where(
            near.council_id == viewer.council_id,
            near.of_id == Said.person_id,
            near.with_id == viewer.person_id,
            *on_day(near, clock.today(now)),
        )
    )
    query = (
        _with_young(viewer, now)
        .add_columns(
            case((policy.stays(viewer, now), 1), else_=0).label("stays"),
            case((stopped(Said.person_id), 1), else_=0).label("is_stopped"),
            case((reaches, 1), else_=0).label("reaches"),
            SaidDraft.text.label("draft"), SaidDraft.at.label("draft_at"),
        )
        .outerjoin(
            SaidDraft,
            and_(SaidDraft.about_ref == Said.ref, SaidDraft.person_id == viewer.person_id),
        )
        .where(Said.ref == ref)
    )  # fmt: skip
    row = db.execute(query).one()
    said: Said = row.Said
    audit.looked_at(viewer, said.person_id, now)
    card = card_of(row, viewer)
    age = age_on(row.born, clock.today(now)) if row.born else None
    can_promise = bool(card.may_answer and not row.is_stopped)
    return One(
        card, said.person_id, row.young_ref, shown_name(row.young, row.young_code),
        row.young_language, band_for(age), bool(row.is_stopped), bool(row.reaches),
        _owners(db, viewer, said, now) if can_promise else (),
        Draft(row.draft, row.draft_at) if row.draft else None,
        bool(row.stays),
    )  # fmt: skip


def _owners(db: Db, viewer: Viewer, said: Said, now: datetime) -> tuple[Owns, ...]:
    """Whose word it can be: of those who read what was said and may read the plan, the viewer
    first."""
    day, readers = clock.today(now), Readers(said.readers)
    link = aliased(Connection, name="said_owns")
    ways = [link.with_id == viewer.person_id]
    if Readers.WORKER in readers:
        kinds = [kind.value for kind in (*WORKERS, Kind.MANAGER)]
        ways.append(and_(link.kind.in_(kinds), granting(link, policy.FOR_WORKER, day)))
    if Readers.IRO in readers:
        ways.append(and_(link.kind.in_(policy.OFFICER), granting(link, policy.FOR_IRO, day)))
    rows = db.execute(
        select(Person.id, Person.ref, Person.known_as, Person.code, link.kind)
        .join(link, link.with_id == Person.id)
        .where(
            link.council_id == viewer.council_id, link.of_id == said.person_id,
            *lasting(link, day), granting(link, MAY_PROMISE, day), or_(*ways),
            answers.signs_in(Person.id, day), ~stopped(Person.id),
            not_of(Person.id, viewer.person_id),
        )
        .order_by(Person.id != viewer.person_id, link.starts, link.id)
        .limit(MOST_OWNERS)
    )  # fmt: skip
    found: dict[int, Owns] = {}
    for row in rows:
        name = shown_name(row.known_as, row.code)
        found.setdefault(row.id, Owns(row.id, row.ref, name, Kind(row.kind)))
    return tuple(found.values())


@dataclass(frozen=True)
class OwnOne:
    """One thing, for the young person. officer: name and number of their reviewing officer, for
    what else they can do. worry: what became of it, where it worried us."""

    card: SaidCard
    calendar: Calendar
    officer: str
    officer_phone: str
    duty_phone: str
    worry: Worry | None
    draft: Draft | None


def own_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> OwnOne:
    """One statement. Raises NoResultFound."""
    day = clock.today(now)
    officer = aliased(Person, name="own_officer")
    link = aliased(Connection, name="own_officer_link")
    first = (
        select(link.id)
        .where(link.council_id == viewer.council_id, link.of_id == viewer.person_id,
               *who.is_officer(day, link))
        .order_by(link.starts.desc(), link.id.desc())
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip
    query = beside(card_query(viewer, now), Said.id, SOURCE)
    row = db.execute(
        query.join(Council, Council.id == Said.council_id)
        .outerjoin(link, link.id == first)
        .outerjoin(officer, officer.id == link.with_id)
        .outerjoin(
            SaidDraft,
            and_(SaidDraft.about_ref == Said.ref, SaidDraft.person_id == viewer.person_id),
        )
        .add_columns(
            link.label.label("officer_label"), officer.known_as.label("officer"),
            officer.code.label("officer_code"), officer.phone.label("officer_phone"),
            Council.duty_phone, SaidDraft.text.label("draft"), SaidDraft.at.label("draft_at"),
            *hours.columns(),
        )
        .where(Said.ref == ref)
    ).one()  # fmt: skip
    return OwnOne(
        card_of(row, viewer), hours.calendar_of(row),
        row.officer_label or shown_name(row.officer or "", row.officer_code or ""),
        row.officer_phone or "", row.duty_phone, state_of(row),
        Draft(row.draft, row.draft_at) if row.draft else None,
    )  # fmt: skip
