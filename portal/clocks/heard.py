"""When a young person was last heard from, as the rooms know it that keep such things.

"In touch" has more than one home: what a worker logs (`DoneOn`), a message that the young person
wrote, a visit that took place. How to look for the newest day in the last two is said here by
`rebuild.facts`, which knows them; whoever counts from the last contact asks all of them, and knows
none. Nothing is written twice, and posting a message costs nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from portal.core.db import Db


class Find(Protocol):
    """Young people of the council (or the one of them) and the last day of each."""

    def __call__(
        self, db: Db, council_id: int, person_id: int | None
    ) -> Iterable[tuple[int, date]]: ...


_finds: dict[str, Find] = {}


def say_heard(room: str, find: Find) -> None:
    """How to find whom a room heard from; again for the same room changes nothing."""
    _finds[room] = find


def last_heard(db: Db, council_id: int, person_id: int | None = None) -> dict[int, date]:
    """The newest day on which any room heard from somebody; a statement or so a room."""
    newest: dict[int, date] = {}
    for find in _finds.values():
        for id, day in find(db, council_id, person_id):
            newest[id] = max(day, newest.get(id, day))
    return newest
