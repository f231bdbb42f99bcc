"""How the kinds of things go on that have ways of their own: a room says whom something late goes
to next, and whose it is when the people around a young person change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.core.db import Db
from portal.owed.steps import Taken, To
from portal.owed.tables import Owed


@dataclass(frozen=True)
class Next:
    """Whom it goes on to. notice: what they are told."""

    to: To
    person_id: int
    notice: str


# None: nobody is there; then the safeguarding lead is told, as of everything else.
Choose = Callable[[Db, Owed, Sequence[Taken], datetime], Next | None]
Follow = Callable[[Db, int, datetime], None]
_choose: dict[str, Choose] = {}
_follow: list[Follow] = []


def goes_on_to(kind: str) -> Callable[[Choose], Choose]:
    """Declare whom something of this kind goes on to."""

    def keep(do: Choose) -> Choose:
        _choose[kind] = do
        return do

    return keep


def follows(do: Follow) -> Follow:
    """Declare what is owed by somebody else when the people around a young person change: of a
    whole council."""
    if do not in _follow:
        _follow.append(do)
    return do


def chooses(kind: str) -> Choose | None:
    return _choose.get(kind)


def follow_all(db: Db, council_id: int, now: datetime) -> None:
    for do in _follow:
        do(db, council_id, now)
