"""What can be said: each room that lets a young person say something gives it a kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.core.access import Viewer
from portal.core.db import Db


@dataclass(frozen=True)
class About:
    """What was said is about: its name, and the way there."""

    title: str
    href: str


# By the room's own keys (`Said.about_id`), of what this viewer reads of that; one statement.
AboutOf = Callable[[Db, Viewer, Collection[int], datetime], Mapping[int, About]]


@dataclass(frozen=True)
class SaidKind:
    """code: kept in the table. label: `later(…)`, on lists and in notices, for the young person and
    for adults. topics: code of each part to its heading, `later(…)`, where the room has fixed ones.
    reply_days: working days until an answer is owed; None: the council's own for messages.
    symbols: code of each picture that can be chosen to its words, `later(…)`, and its icon.
    about: says what it is about, where that is a thing of the room's own."""

    code: str
    label: str
    topics: dict[str, str]
    reply_days: int | None = None
    symbols: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    about: AboutOf | None = None


_kinds: dict[str, SaidKind] = {}


def say_kind(
    code: str, label: str, topics: dict[str, str] | None = None, reply_days: int | None = None,
    symbols: Mapping[str, tuple[str, str]] | None = None, about: AboutOf | None = None,
) -> None:  # fmt: skip
    """Declare one, when the room is loaded; again with the same code changes nothing."""
    _kinds.setdefault(code, SaidKind(code, label, topics or {}, reply_days, symbols or {}, about))


def kind_of(code: str) -> SaidKind:
    """Raises KeyError for what no room declared."""
    return _kinds[code]


def reply_days(code: str, of_council: int) -> int:
    """Working days until an answer is owed; the council's own where the kind has none, or is no
    longer declared."""
    kind = _kinds.get(code)
    return of_council if kind is None or kind.reply_days is None else kind.reply_days


def abouts(
    db: Db, viewer: Viewer, of: Iterable[tuple[str, int | None]], now: datetime
) -> Mapping[tuple[str, int | None], About]:
    """The same as `about` for many, each as (kind, about_id): one statement for each kind whose
    room says it, none for the others."""
    found: dict[tuple[str, int | None], About] = {}
    ids: dict[str, list[int]] = {}
    for code, id in of:
        if id is not None:
            ids.setdefault(code, []).append(id)
    for code, some in ids.items():
        kind = _kinds.get(code)
        if kind is not None and kind.about is not None:
            there = kind.about(db, viewer, some, now)
            found |= {(code, id): one for id, one in there.items()}
    return found


def about(db: Db, viewer: Viewer, code: str, about_id: int | None, now: datetime) -> About | None:
    """What one thing that was said is about; None where its room says nothing of that, or this
    viewer does not read it."""
    return abouts(db, viewer, [(code, about_id)], now).get((code, about_id))
