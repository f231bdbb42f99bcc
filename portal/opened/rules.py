"""What was opened, how it stands, and what the young person knows of it. Plain functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# So long a lead has to decide, when somebody fears that it is not safe to tell.
HELD = timedelta(hours=24)
# For so long a find may be followed by its reason.
FOUND_LASTS = timedelta(minutes=15)


class What(StrEnum):
    """What was opened: a whole record, or messages between one adult and the young person."""

    EMERGENCY = "emergency"
    MESSAGES = "messages"


class State(StrEnum):
    ASKED = "asked"  # nobody has agreed yet
    REFUSED = "refused"
    OPEN = "open"
    OVER = "over"


class Telling(StrEnum):
    """What the young person knows of it. NOTHING: nothing was opened. HELD: they are told at a
    moment to come, unless the lead decides. NOT_YET: the lead decided so."""

    NOTHING = "nothing"
    TOLD = "told"
    HELD = "held"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Times:
    """When an opening ends (None: it was never opened), whether it was refused, when the young
    person is told, and when the lead decided that they are not (None: they did not)."""

    ends_at: datetime | None
    refused: bool
    tell_at: datetime
    lead_at: datetime | None

    def state(self, now: datetime) -> State:
        if self.ends_at is None:
            return State.REFUSED if self.refused else State.ASKED
        return State.OPEN if now < self.ends_at else State.OVER

    def telling(self, now: datetime) -> Telling:
        if self.ends_at is None:
            return Telling.NOTHING
        if self.lead_at is not None:
            return Telling.NOT_YET
        return Telling.TOLD if self.tell_at <= now else Telling.HELD


def tell_at(opened_at: datetime, hold: bool) -> datetime:
    """When the young person is told, if nobody decides otherwise."""
    return opened_at + HELD if hold else opened_at
