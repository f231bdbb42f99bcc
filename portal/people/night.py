"""The number of each council at night, for pages that know nobody: signed out, and on the phone.

Asked of the database once a minute for each process, and kept. A database that does not answer
leaves what was known: a number for help never waits on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.core.db import database
from portal.people.tables import Council

AGAIN = 60.0  # seconds
MOST = 400  # councils; England has fewer
PLACE = "night_numbers"


@dataclass(frozen=True)
class Night:
    """Who answers for a council when its workers are not there."""

    council: str
    phone: str

    @property
    def href(self) -> str:
        return f"tel:{self.phone.replace(' ', '')}"


def numbers() -> tuple[Night, ...]:
    """Of every council that has one, by name."""
    known: tuple[float, tuple[Night, ...]] = current_app.extensions.get(PLACE, (0.0, ()))
    if monotonic() < known[0]:
        return known[1]
    found = _asked(known[1])
    current_app.extensions[PLACE] = (monotonic() + AGAIN, found)
    return found


def ask_again() -> None:
    """A number was changed: the next page asks for it."""
    current_app.extensions.pop(PLACE, None)


def _asked(known: tuple[Night, ...]) -> tuple[Night, ...]:
    query = (
        select(Council.name, Council.night_phone)
        .where(Council.night_phone != "")
        .order_by(Council.name)
        .limit(MOST)
    )
    try:
        with database().asker() as handle:
            return tuple(Night(name, phone) for name, phone in handle.execute(query))
    except SQLAlchemyError:
        return known
