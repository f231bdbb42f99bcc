"""What somebody has not looked at yet, where it is no notice that knows.

A room that queues an outbox row without a notice (a message has its own read mark) says here how
it is told whether the person has seen it meanwhile. Reminders ask.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from portal.core.db import Db

Told = tuple[int, str]  # whom, and the source_ref of the outbox row
Unread = Callable[[Db, Collection[Told]], set[Told]]

_asked: dict[str, Unread] = {}


def unread(kind: str) -> Callable[[Unread], Unread]:
    """Put `@unread("message")` above a function that gives back those not looked at yet."""

    def keep(ask: Unread) -> Unread:
        _asked[kind] = ask
        return ask

    return keep


def kinds() -> tuple[str, ...]:
    return tuple(_asked)


def still_unread(db: Db, kind: str, those: Collection[Told]) -> set[Told]:
    return _asked[kind](db, those) if those else set()
