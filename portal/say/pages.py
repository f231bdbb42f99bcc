"""How what was said is drawn: a card for each, with a name and a day on every state."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.pages import Subject
from portal.say.rules import Answer, Found, Readers, State


@dataclass(frozen=True)
class StepLine:
    """name: of who did it, in the young person's word on their pages. where: a review's ref."""

    what: str
    name: str
    at: datetime
    where: str


@dataclass(frozen=True)
class AnswerLine:
    """promise_ref: what will be done, by when. found: "" until they said whether it answers it."""

    turn: int
    kind: Answer
    text: str
    name: str
    at: datetime
    promise_ref: str
    found: Found | None
    found_text: str
    found_at: datetime | None


@dataclass(frozen=True)
class SaidCard:
    """owes: the name of whose turn it is now, "" when it is nobody's. may_find, may_answer: what
    this viewer can do."""

    ref: str
    kind: str
    about_ref: str
    topic: str
    text: str
    language: str
    face: int | None
    symbols: tuple[str, ...]
    picture_ref: str
    voice_ref: str
    helped_by: str
    readers: Readers
    state: State
    turn: int
    said_at: datetime
    owes: str
    answer_by: datetime | None
    due_at: datetime
    steps: tuple[StepLine, ...]
    answers: tuple[AnswerLine, ...]
    may_find: bool
    may_answer: bool


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
    about_ids: Collection[int] | None = None, before: str = "",
) -> tuple[SaidCard, ...]:  # fmt: skip
    """What this viewer reads of what they said, newest first, at most 50; `before`: older than the
    one with this ref. Two statements."""
    raise NotImplementedError


def readers_now(db: Db, viewer: Viewer, now: datetime) -> ReadersNow:
    """For the young person's own form. One statement."""
    raise NotImplementedError


def received(
    db: Db, viewer: Viewer, kind: str, about_ids: Collection[int], now: datetime
) -> dict[int, Count]:
    """By the room's own row: what the viewer reads of it. One statement."""
    raise NotImplementedError
