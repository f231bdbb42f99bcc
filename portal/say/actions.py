"""Say it, read it, talk about it, answer it, and whether that answers it. Each is one commit, safe
to repeat; a room that lets something be said calls `say` in the commit of its own form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.core.access import Viewer
from portal.core.db import Db
from portal.say.rules import Answer, Found, Owner, Readers


class NobodyAnswers(Exception):
    """Nobody whom they chose can answer today: the page says whom else they can choose."""


class ChangedMeanwhile(Exception):
    """It was answered, or said again, since the page was drawn."""


class NothingGoesThere(Exception):
    """Nothing is sent to this young person any more (`people.stops`)."""


@dataclass(frozen=True)
class Words:
    """One thing to be said; the fields are those of `tables.Said`. language None: the page's."""

    kind: str
    readers: Readers
    owner: Owner
    text: str = ""
    topic: str = ""
    about_id: int | None = None
    about_ref: str = ""
    language: str | None = None
    face: int | None = None
    symbols: str = ""
    picture_id: int | None = None
    voice_id: int | None = None
    helped_by: str = ""


@dataclass(frozen=True)
class Sent:
    """refs: of what was said, in order. answer_by: told to the young person, None past the last
    known bank holiday. worry: why somebody looks at it soon ("help", "words"), if they do."""

    refs: tuple[str, ...]
    answer_by: datetime | None
    worry: str | None


@dataclass(frozen=True)
class Promised:
    """What will be done: in whose name, by which day, and what it is about (`plan.rules` area)."""

    owner: int | str
    due: date
    area: str


def say(db: Db, viewer: Viewer, words: Sequence[Words], key: str, now: datetime) -> Sent:
    """Keep what the young person (viewer) says, that an answer is owed, by whom and by when, and
    tell whoever answers. All of `words` or nothing; sent twice it happens once (`key`). What
    worries is looked at (`worries.actions.look_at`). Raises NobodyAnswers, receipts.KeyReused."""
    raise NotImplementedError


def talked(db: Db, viewer: Viewer, refs: Sequence[str], where_ref: str, now: datetime) -> None:
    """It was talked about: at a review (its ref), or outside one (""). Those of `refs` that the
    viewer reads and may answer."""
    raise NotImplementedError


def answer(
    db: Db, viewer: Viewer, ref: str, kind: Answer, text: str, promised: Promised | None, key: str,
    now: datetime,
) -> None:  # fmt: skip
    """Answer it: with WILL, what was promised becomes a promise in the same commit. The young
    person is told. Raises NoResultFound, ChangedMeanwhile, NothingGoesThere, receipts.KeyReused."""
    raise NotImplementedError


def found(
    db: Db, viewer: Viewer, ref: str, what: Found, text: str, key: str, now: datetime
) -> str | None:
    """What the young person says of the answer. PARTLY or NO asks for one more (`rules.after`);
    returns why somebody looks at their words soon, if they do. Raises NoResultFound,
    ChangedMeanwhile, NobodyAnswers, receipts.KeyReused."""
    raise NotImplementedError
