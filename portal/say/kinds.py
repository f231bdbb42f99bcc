"""What can be said: each room that lets a young person say something gives it a kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SaidKind:
    """code: kept in the table. label: `later(…)`, on lists and in notices, for the young person and
    for adults. topics: code of each part to its heading, `later(…)`, where the room has fixed ones.
    reply_days: working days until an answer is owed; None: the council's own for messages."""

    code: str
    label: str
    topics: dict[str, str]
    reply_days: int | None = None


_kinds: dict[str, SaidKind] = {}


def say_kind(
    code: str, label: str, topics: dict[str, str] | None = None, reply_days: int | None = None
) -> None:
    """Declare one, when the room is loaded; again with the same code changes nothing."""
    _kinds.setdefault(code, SaidKind(code, label, topics or {}, reply_days))


def kind_of(code: str) -> SaidKind:
    """Raises KeyError for what no room declared."""
    return _kinds[code]


def reply_days(code: str, of_council: int) -> int:
    """Working days until an answer is owed; the council's own where the kind has none, or is no
    longer declared."""
    kind = _kinds.get(code)
    return of_council if kind is None or kind.reply_days is None else kind.reply_days


def codes() -> tuple[str, ...]:
    return tuple(_kinds)
