"""What was opened, how it stands, and what the young person knows of it. Plain functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.core import clock

# So long a lead has to decide, when somebody fears that it is not safe to tell.
HELD = timedelta(hours=24)
# So long after the day on which the lead meant to look at it again, they are told all the same:
# nobody keeps it from them by doing nothing.
PASSED = timedelta(days=14)
MORNING = time(7)
# So long a second person has to answer whoever asks to look into messages.
ASKED_LASTS = timedelta(days=14)
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
    LAPSED = "lapsed"  # nobody answered in time


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
    person is told, when the lead decided that they are not (None: they did not), the day on which
    the lead looks at that again, and when it was asked for."""

    ends_at: datetime | None
    refused: bool
    tell_at: datetime
    lead_at: datetime | None
    review_on: date | None = None
    asked_at: datetime | None = None

    def state(self, now: datetime) -> State:
        if self.ends_at is None:
            lapsed = self.asked_at is not None and self.asked_at + ASKED_LASTS <= now
            return State.REFUSED if self.refused else State.LAPSED if lapsed else State.ASKED
        return State.OPEN if now < self.ends_at else State.OVER

    def telling(self, now: datetime) -> Telling:
        if self.ends_at is None:
            return Telling.NOTHING
        if self.lead_at is not None:
            passed = self.review_on is not None and self.review_on <= passed_by(now)
            return Telling.TOLD if passed else Telling.NOT_YET
        return Telling.TOLD if self.tell_at <= now else Telling.HELD

    @property
    def told_at(self) -> datetime:
        """When they are told, or were."""
        waits = self.lead_at is not None and self.review_on is not None
        return told_after(self.review_on) if waits and self.review_on else self.tell_at


def told_after(review_on: date) -> datetime:
    """When they are told, if the lead does not look at it again on this day or after."""
    return clock.at_wall(datetime.combine(review_on + PASSED, MORNING))


def passed_by(now: datetime) -> date:
    """The last day of review that has passed for so long that they are told."""
    wall = clock.local(now)
    today = wall.date() if wall.time() >= MORNING else wall.date() - timedelta(days=1)
    return today - PASSED


def tell_at(opened_at: datetime, hold: bool) -> datetime:
    """When the young person is told, if nobody decides otherwise."""
    return opened_at + HELD if hold else opened_at
