"""How long, how often: plain rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta

ASK_EVERY = timedelta(days=7)
MOST_CHANGES = 1  # of its day, before a manager is told of the next
MOST_REOPENS = 2  # before a manager is told of the next, which is the last
AGAIN_IN = timedelta(days=7)  # for what was not done after all
LATEST = timedelta(days=5 * 366)
STATES = ("coming", "kept", "changed", "dropped")
COMING = "coming"


def may_ask(state: str, asked_at: datetime | None, now: datetime) -> bool:
    """Whether the young person may ask now if it is still coming: once a week."""
    return state == COMING and (asked_at is None or now - asked_at >= ASK_EVERY)


def may_reopen(state: str, reopens: int) -> bool:
    """Whether they may say that it was not done. After the third time they write a message."""
    return state == "kept" and reopens <= MOST_REOPENS


def tells_manager_of_change(changes: int) -> bool:
    """changes: with this one."""
    return changes > MOST_CHANGES


def tells_manager_of_reopening(reopens: int) -> bool:
    """reopens: with this one."""
    return reopens > MOST_REOPENS


def due_again(due: date, today: date) -> date:
    """By when something that was not done is to be done: its own day, if that is still to come."""
    return max(due, today + AGAIN_IN)


def good_day(day: date | None, today: date) -> bool:
    """Whether something can be promised for this day."""
    return day is not None and today <= day <= today + LATEST
