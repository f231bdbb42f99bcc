"""Stages, states and clocks of a complaint: plain functions.

Days are working days of the law: no Saturday, Sunday, Christmas Day, Boxing Day, Good Friday or
bank holiday (reg. 2(1), read). Days on which the council is closed besides do not make its time
longer, so the clocks go by `clocks.days`, not by the council's own hours. The day something came is
not counted. Past the last bank holiday that is known no day is told: a wrong one is worse than
none.

Sources, SI 2006/1738: reg. 19(4), the panel meets within 30 working days (read); its report within
5, the reply within 15 (standards.esd.org.uk, duty 3565, read); the other figures are as the
regulations and the 2006 guidance are known to say: stage 1 in 10, or 20 where it is complex or an
advocate is being found (reg. 14); the next stage asked for within 20 (reg. 15, 18); stage 2 in 25,
at most 65 (reg. 17); normally within a year of the event, and later where that is reasonable
(reg. 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.clocks.days import BeyondKnownHolidays, Holidays, add_working_days
from portal.core import clock

LONGEST_TEXT = 5_000
LONGEST_ANSWER = 10_000
LONGEST_WHY = 1_000
STAGES = 3
ASK_DAYS = 20
SHORTLY = timedelta(days=1)  # a step on from one manager to the next where no day is known


class State(StrEnum):
    """How a stage stands. Whose turn it is: the council's in the first four."""

    LOOKING = "looking"  # stages 1 and 2: somebody looks into it
    PANEL = "panel"  # stage 3: the panel has to meet
    FINDINGS = "findings"  # it met, and has to say what it found
    REPLY = "reply"  # the council has to reply to that
    ANSWERED = "answered"  # the young person can say whether that settles it, or go on
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


WAITING = frozenset({State.LOOKING, State.PANEL, State.FINDINGS, State.REPLY})
OVER = frozenset({State.SETTLED, State.WITHDRAWN})


class When(StrEnum):
    """When it happened, as the young person says."""

    YEAR = "year"  # within a year
    OLDER = "older"
    UNSURE = "unsure"


class Outcome(StrEnum):
    """What an answer says of the complaint. TOO_LATE: it was not looked into, because it is long
    ago; only where they said so themselves."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    TOO_LATE = "too_late"


class What(StrEnum):
    """What happened to a complaint; each is a step with a name and a day."""

    TAKEN = "taken"  # whoever deals with it has it
    EXTENDED = "extended"  # it takes longer, until `day`, and why
    HANDED = "handed"  # to somebody else, who deals with it from now on
    WENT_ON = "went_on"  # it was late, and somebody else deals with it now
    FROZEN = "frozen"  # what was decided is not done until this is looked into
    UNFROZEN = "unfrozen"
    NAMED = "named"  # who looks into it at stage 2
    PANEL_SET = "panel_set"  # the panel meets on `day`
    HELD = "held"
    FOUND = "found"  # what the panel found
    ANSWERED = "answered"
    ASKED_ON = "asked_on"  # the young person asked for the next stage
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Limit:
    """Working days: normally, and at most when it is said why."""

    days: int
    most: int


LIMITS: dict[tuple[int, State], Limit] = {
    (1, State.LOOKING): Limit(10, 20),
    (2, State.LOOKING): Limit(25, 65),
    (3, State.PANEL): Limit(30, 30),
    (3, State.FINDINGS): Limit(5, 5),
    (3, State.REPLY): Limit(15, 15),
}


def after(stage: int, state: State, what: What, *, late: bool = False) -> tuple[int, State]:
    """(stage, state) after something happened; the same where it cannot happen. late: the council
    has not answered by its day, so that the next stage can be asked for without an answer."""
    if what is What.WITHDRAWN and state not in OVER:
        return stage, State.WITHDRAWN
    if what is What.ANSWERED and state in (State.LOOKING, State.REPLY):
        return stage, State.ANSWERED
    if what is What.HELD and state is State.PANEL:
        return stage, State.FINDINGS
    if what is What.FOUND and state is State.FINDINGS:
        return stage, State.REPLY
    if what is What.SETTLED and state is State.ANSWERED:
        return stage, State.SETTLED
    if what is What.ASKED_ON and may_ask_on(stage, state, late=late):
        return (2, State.LOOKING) if stage == 1 else (3, State.PANEL)
    return stage, state


def may_ask_on(stage: int, state: State, *, late: bool) -> bool:
    """Whether there is a next stage to ask for: after an answer, also after they said that it
    settles it; and without one that is late."""
    if stage >= STAGES:
        return False
    return state in (State.ANSWERED, State.SETTLED) or (state is State.LOOKING and late)


def due_on(
    stage: int, state: State, began: date, holidays: Holidays, until: date | None = None
) -> date | None:
    """The last good day. began: when this wait began. until: the longer day that was told. None
    where none is known, or nobody's clock runs."""
    limit = LIMITS.get((stage, state))
    if limit is None:
        return None
    if until is not None:
        return until
    return _working_days(began, limit.days, holidays)


def longest(stage: int, state: State, began: date, holidays: Holidays) -> date | None:
    """The last day that may be told when it takes longer; None where it may not."""
    limit = LIMITS.get((stage, state))
    if limit is None or limit.most <= limit.days:
        return None
    return _working_days(began, limit.most, holidays)


def ask_by(answered: date, holidays: Holidays) -> date | None:
    """Until when the next stage is normally asked for."""
    return _working_days(answered, ASK_DAYS, holidays)


def _working_days(day: date, number: int, holidays: Holidays) -> date | None:
    try:
        return add_working_days(day, number, holidays)
    except BeyondKnownHolidays:
        return None


def late_from(
    stage: int, state: State, began: date, holidays: Holidays, until: date | None = None
) -> datetime:
    """The moment from which it is late: the midnight after the last good day. Where that is not
    known, one that may come too soon and never too late: no day after the list is a holiday."""
    day = due_on(stage, state, began, holidays, until)
    if day is None:
        anyhow = Holidays(holidays.dates, date.max, date.min)
        day = due_on(stage, state, began, anyhow, until)
    assert day is not None, (stage, state)
    return midnight_after(day)


def midnight_after(day: date) -> datetime:
    return clock.at_wall(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def extends_to(day: date | None, today: date, due: date | None, most: date | None) -> bool:
    """Whether a longer day may be told: later than the one that holds, and not past the most."""
    if day is None or most is None:
        return False
    return day > max(today, due or today) and day <= most


def outcomes(stage: int, when: When) -> tuple[Outcome, ...]:
    """What an answer may say. TOO_LATE only at first, of what they said is long ago."""
    if stage == 1 and when is When.OLDER:
        return tuple(Outcome)
    return (Outcome.UPHELD, Outcome.PARTLY, Outcome.NOT_UPHELD)
