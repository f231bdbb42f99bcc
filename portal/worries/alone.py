"""Words that not everybody reads who reads the young person's messages: the room that keeps them
says who does, and who sees to it when they worry us.

Whoever does not read them, and is asked all the same as nobody else is there, is told to ring:
never what was written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from portal.core.access import Viewer
from portal.core.db import Db

Reads = Callable[[Viewer, datetime], ColumnElement[bool]]
# Of a council's thing with this key: on whose list it belongs; USUAL for whoever answers them.
SeesToIt = Callable[[Db, int, int, datetime], "int | Usual | None"]


class Usual:
    """As with everything else: whoever answers the young person, else whoever stands in."""


USUAL = Usual()


@dataclass(frozen=True)
class Alone:
    reads: Reads
    sees_to_it: SeesToIt


_alone: dict[str, Alone] = {}


def read_by_some(source_kind: str, reads: Reads, sees_to_it: SeesToIt) -> None:
    """Declare it, when the room is loaded. reads: of a row of Worry of this kind, whether the
    viewer reads what was written."""
    _alone[source_kind] = Alone(reads, sees_to_it)


def kinds() -> dict[str, Alone]:
    return _alone
