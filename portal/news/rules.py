"""To whom news can go, how long it may be, when an answer to it is due. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.core.receipts import fingerprint
from portal.hours.rules import NO_DAY, Calendar

LONGEST_TITLE = 100
LONGEST_TEXT = 3_000
LONGEST_ANSWER = 2_000
LONGEST_NAME = 60  # of a group
LONGEST_SHOWN = timedelta(days=366)
YOUNGEST, OLDEST = 5, 27
DRAFTS_KEPT = timedelta(days=90)
MOST_A_DAY = 10  # pieces of news by one person: an account in wrong hands cannot flood phones
FEW = 5  # below it a number could be a person
PAGE = 20


class Audience(StrEnum):
    """AGES: from one age to another. GROUP: its members. HOME: who lives with one carer."""

    AGES = "ages"
    GROUP = "group"
    HOME = "home"


@dataclass(frozen=True)
class To:
    """Whom news is for. own: only those whom its writer works with. by_id, replies_to_id: who
    writes it and who reads the answers; neither reaches somebody they must not know of."""

    audience: Audience
    own: bool
    by_id: int
    replies_to_id: int
    age_from: int = 0
    age_to: int = 0
    group_id: int | None = None
    home_id: int | None = None


def born_by(day: date, age: int) -> date:
    """The latest birth date of somebody who is `age` or older on `day`. Somebody born on 29
    February is a year older on 1 March in a year without a 29th (`people.rules.age_on`)."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)


def ages_fit(age_from: int, age_to: int) -> bool:
    return YOUNGEST <= age_from <= age_to <= OLDEST


def shown_until_fits(until: date | None, today: date) -> bool:
    return until is None or today <= until <= today + LONGEST_SHOWN


def as_drawn(title: str, text: str, language: str, until: date | None, to: To) -> str:
    """What a preview showed, so that what is sent is what was looked at."""
    return fingerprint(
        "news", title, text, language, str(until), to.audience, str(to.own), str(to.replies_to_id),
        str(to.age_from), str(to.age_to), str(to.group_id), str(to.home_id),
    )  # fmt: skip


def answer_by(sent_at: datetime, reply_days: int, reading: Calendar) -> datetime | None:
    """The moment (UTC) by which an answer is promised; None past the last bank holiday that is
    known, where any day could be wrong. reading: the council's calendar, without the days on which
    whoever is named is away."""
    try:
        return reading.reply_by(sent_at, reply_days)
    except NO_DAY:
        return None


def late_from(sent_at: datetime, reply_days: int, calendar: Calendar) -> datetime:
    """The moment from which an answer is late where `answer_by` knows none: never later than the
    true one, as weekends are counted."""
    return calendar.at_the_latest(sent_at, reply_days)
