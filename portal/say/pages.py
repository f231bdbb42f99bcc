"""How what was said is drawn: a card for each, with a name and a day on every state."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, tuple_
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.core.json_rows import json_rows, moment, rows_of
from portal.owed.pages import Step, steps_column, steps_of
from portal.owed.steps import To
from portal.owed.tables import Owed
from portal.people.pages import Subject
from portal.people.tables import Connection, Person
from portal.promises.tables import Promise
from portal.say import policy, who
from portal.say.kinds import abouts
from portal.say.policy import SOURCE
from portal.say.rules import OWED_KIND, WAITING, Answer, Found, Owner, Readers, State
from portal.say.tables import Said, SaidAnswer, SaidStep
from portal.uploads.tables import Upload

MOST = 50
_debtor = aliased(Person, name="said_debtor")
_by = aliased(Person, name="said_by")
_link = aliased(Connection, name="said_by_link")
_picture = aliased(Upload, name="said_picture")
_voice = aliased(Upload, name="said_voice")
_edge = aliased(Said, name="said_edge")
# Who was only told that it is late answers nothing.
_ONLY_TOLD = (To.TOLD, To.LEAD, To.ADMIN)


@dataclass(frozen=True)
class StepLine:
    """name: of who did it, in the young person's word on their pages. where: a review's ref."""

    what: str
    name: str
    at: datetime
    where: str


@dataclass(frozen=True)
class AnswerLine:
    """promise_ref: what will be done; promise_due, by which day, as it stands now. found: None
    until they said whether it answers it."""

    turn: int
    kind: Answer
    text: str
    name: str
    at: datetime
    promise_ref: str
    promise_due: date | None
    promise_state: str
    found: Found | None
    found_text: str
    found_at: datetime | None


@dataclass(frozen=True)
class SaidCard:
    """owes: the name of whose turn it is now, "" when it is nobody's. went_on: to whom it went, as
    nobody answered in time. may_find, may_answer: what this viewer can do."""

    id: int
    ref: str
    kind: str
    about_id: int | None
    about_ref: str
    topic: str
    called: str
    text: str
    language: str
    face: int | None
    symbols: tuple[str, ...]
    picture_ref: str
    voice_ref: str
    voice_seconds: int | None
    helped_by: str
    readers: Readers
    owner: Owner
    state: State
    turn: int
    said_at: datetime
    turn_at: datetime
    owes: str
    answer_by: datetime | None
    due_at: datetime
    went_on: tuple[Step, ...]
    steps: tuple[StepLine, ...]
    answers: tuple[AnswerLine, ...]
    may_find: bool
    may_answer: bool
    about: str = ""  # the name of what it is about, on a list (`with_names`)

    @property
    def waits(self) -> bool:
        return self.state in WAITING

    @property
    def answer(self) -> AnswerLine | None:
        """The newest, of this turn or one before."""
        return self.answers[-1] if self.answers else None

    def late(self, now: datetime) -> bool:
        return self.waits and self.due_at <= now


@dataclass(frozen=True)
class ReadersNow:
    """Who would read it if it was sent now, in the young person's words: "" and () for nobody. For
    the line "who will see this", and so that nobody is offered who is not there."""

    iro: str
    worker: str
    carers: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """Of what was said about one thing: how many wait for an answer, and all."""

    waiting: int
    all: int


def cards(
    db: Db, viewer: Viewer, subject: Subject, now: datetime, *, kind: str | None = None,
    about_ids: Collection[int] | None = None, before: str = "", most: int = MOST,
) -> tuple[SaidCard, ...]:  # fmt: skip
    """What this viewer reads of what they said, newest first, at most `most`; `before`: older than
    the one with this ref. One statement."""
    query = card_query(viewer, now).where(Said.person_id == subject.id)
    if kind is not None:
        query = query.where(Said.kind == kind)
    if about_ids is not None:
        query = query.where(Said.about_id.in_(about_ids))
    if before:
        edge = select(_edge.said_at, _edge.id).where(
            _edge.council_id == viewer.council_id, _edge.ref == before)  # fmt: skip
        query = query.where(tuple_(Said.said_at, Said.id) < edge.scalar_subquery())
    rows = db.execute(query.order_by(Said.said_at.desc(), Said.id.desc()).limit(most))
    return tuple(card_of(row, viewer) for row in rows)


def with_names(
    db: Db, viewer: Viewer, found: Sequence[SaidCard], now: datetime
) -> tuple[SaidCard, ...]:
    """With the name of what each is about, where its room has one: a statement, if any has."""
    names = abouts(db, viewer, [(card.kind, card.about_id) for card in found], now)
    return tuple(
        replace(card, about=names[card.kind, card.about_id].title)
        if (card.kind, card.about_id) in names
        else card
        for card in found
    )


def card_query(viewer: Viewer, now: datetime) -> Query:
    """Rows for `card_of`, of what this viewer reads: to be narrowed and put in order."""
    kind = case({owner.value: name for owner, name in OWED_KIND.items()}, value=Said.owner)
    owed = and_(
        Owed.source_kind == SOURCE, Owed.source_id == Said.id, Owed.kind == kind,
        Owed.done_at.is_(None), Said.state.in_(WAITING),
    )  # fmt: skip
    steps = (
        json_rows(SaidStep.id, SaidStep.what, _name(viewer), SaidStep.at, SaidStep.where_ref)
        .join_from(SaidStep, _by, _by.id == SaidStep.by_id)
        .where(SaidStep.said_id == Said.id)
        .correlate(Said)
    )
    answers = (
        json_rows(
            SaidAnswer.turn, SaidAnswer.kind, SaidAnswer.text, _name(viewer), SaidAnswer.made_at,
            SaidAnswer.promise_ref, Promise.due, func.coalesce(Promise.state, ""),
            SaidAnswer.found, SaidAnswer.found_text, SaidAnswer.found_at,
        )
        .join_from(SaidAnswer, _by, _by.id == SaidAnswer.by_id)
        .outerjoin(
            Promise,
            and_(Promise.council_id == SaidAnswer.council_id, Promise.ref == SaidAnswer.promise_ref,
                 SaidAnswer.promise_ref != ""),
        )
        .where(SaidAnswer.said_id == Said.id)
        .correlate(Said)
    )  # fmt: skip
    return (
        select(
            Said, _picture.ref.label("picture_ref"), _voice.ref.label("voice_ref"),
            _voice.seconds.label("voice_seconds"), shown_to(_debtor, viewer).label("debtor"),
            steps_column(SOURCE, Said.id, kind).label("went_on"),  # type: ignore[arg-type]
            steps.scalar_subquery().label("steps"), answers.scalar_subquery().label("answers"),
            case((policy.answers(viewer, now), 1), else_=0).label("may_answer"),
        )
        .select_from(Said)
        .outerjoin(_picture, _picture.id == Said.picture_id)
        .outerjoin(_voice, _voice.id == Said.voice_id)
        .outerjoin(Owed, owed)
        .outerjoin(_debtor, _debtor.id == Owed.debtor_id)
        .where(policy.reads(viewer, now))
    )  # fmt: skip


def _name(viewer: Viewer) -> ColumnElement[str]:
    return shown_to(_by, viewer)


def shown_to(adult: type[Person], viewer: Viewer) -> ColumnElement[str]:
    """An adult's name: the young person's own word for them on their pages, where they have one."""
    plain = func.coalesce(func.nullif(adult.known_as, ""), adult.code)
    if not viewer.is_young:
        return plain
    own = (
        select(_link.label)
        .where(
            _link.council_id == viewer.council_id, _link.of_id == viewer.person_id,
            _link.with_id == adult.id, _link.label != "",
        )
        .order_by(_link.starts.desc(), _link.id.desc())
        .limit(1)
        .correlate(adult)
        .scalar_subquery()
    )  # fmt: skip
    return func.coalesce(own, plain)


def card_of(row: Any, viewer: Viewer) -> SaidCard:
    said: Said = row.Said
    state, went_on = State(said.state), steps_of(_as_text(row.went_on))
    has_it = [step.to_name for step in went_on if step.to not in _ONLY_TOLD]
    return SaidCard(
        said.id, said.ref, said.kind, said.about_id, said.about_ref, said.topic, said.called,
        said.text, said.language, said.face, tuple(filter(None, said.symbols.split(","))),
        row.picture_ref or "", row.voice_ref or "", row.voice_seconds, said.helped_by,
        Readers(said.readers), Owner(said.owner), state, said.turn, said.said_at, said.turn_at,
        has_it[-1] if has_it else row.debtor or "", said.answer_by, said.due_at, went_on,
        tuple(
            StepLine(what, name, _at(at), where)
            for _id, what, name, at, where in sorted(rows_of(row.steps))
        ),
        tuple(_answer(*one) for one in sorted(rows_of(row.answers), key=lambda one: one[0])),
        viewer.person_id == said.person_id and state is State.ANSWERED,
        bool(row.may_answer) and state in WAITING,
    )  # fmt: skip


def _answer(
    turn: int, kind: str, text: str, name: str, at: str, promise_ref: str, due: str | None,
    promise_state: str, found: str, found_text: str, found_at: str | None,
) -> AnswerLine:  # fmt: skip
    return AnswerLine(
        turn, Answer(kind), text, name, _at(at), promise_ref,
        date.fromisoformat(due) if due else None, promise_state, Found(found) if found else None,
        found_text, moment(found_at),
    )  # fmt: skip


def _as_text(found: Any) -> str | None:
    """SQLite puts JSON into JSON as it is; PostgreSQL puts in its text."""
    return found if found is None or isinstance(found, str) else json.dumps(found)


def _at(text: str) -> datetime:
    found = moment(text)
    assert found is not None
    return found


def readers_now(db: Db, viewer: Viewer, now: datetime) -> ReadersNow:
    """For the young person's own form. One statement."""
    return readers_of(who.desk(db, viewer.council_id, viewer.person_id, now))


def readers_of(desk: who.Desk) -> ReadersNow:
    return ReadersNow(
        desk.officers[0].name if desk.officers else "",
        desk.answers.name if desk.answers else "",
        desk.carers,
    )


def received(
    db: Db, viewer: Viewer, kind: str, about_ids: Collection[int], now: datetime
) -> dict[int, Count]:
    """By the room's own row: what the viewer reads of it. One statement."""
    waiting = func.sum(case((Said.state.in_(WAITING), 1), else_=0))
    rows = db.execute(
        select(Said.about_id, waiting, func.count())
        .where(Said.kind == kind, Said.about_id.in_(about_ids), policy.reads(viewer, now))
        .group_by(Said.about_id)
    )
    return {about_id: Count(int(waits), n) for about_id, waits, n in rows}


@dataclass(frozen=True)
class Received:
    """Of what somebody said about one thing: the ref that it was about, "" where it was about none
    by name; on how many sheets; the newest day."""

    about_ref: str
    sheets: int
    newest: date


def received_from(
    db: Db, viewer: Viewer, kind: str, person_ids: Collection[int], now: datetime
) -> dict[int, tuple[Received, ...]]:
    """By young person, what the viewer reads of this kind. One statement."""
    rows = db.execute(
        select(
            Said.person_id, Said.about_ref, func.count(Said.about_id.distinct()).label("n"),
            func.max(Said.said_at, type_=Said.said_at.type).label("newest"),
        )
        .where(Said.kind == kind, Said.person_id.in_(person_ids), policy.reads(viewer, now))
        .group_by(Said.person_id, Said.about_ref)
    )  # fmt: skip
    found: dict[int, tuple[Received, ...]] = {}
    for person_id, about_ref, n, newest in rows:
        one = Received(about_ref, n, clock.today(newest))
        found[person_id] = (*found.get(person_id, ()), one)
    return found
