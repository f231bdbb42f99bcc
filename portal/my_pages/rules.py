"""Which pages there are, what each asks at which age, how somebody is in five steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.core.access import Band
from portal.shares.rules import Thing

LONGEST_ANSWER = 2_000
LONGEST_PICTURE_WORDS = 200


class Page(StrEnum):
    """The value is kept in the table."""

    ABOUT = "about"
    HELPS = "helps"


THINGS = {Page.ABOUT: Thing.ABOUT_ME, Page.HELPS: Thing.WELLBEING}
EVERY_AGE = frozenset(Band)


@dataclass(frozen=True)
class Question:
    """code: how it is kept and what stands in the address: it says nothing of what is asked."""

    code: str
    icon: str
    bands: frozenset[Band] = EVERY_AGE


NOT_YET_GROWN = frozenset({Band.CHILD, Band.TEEN})
QUESTIONS: dict[Page, tuple[Question, ...]] = {
    Page.ABOUT: (
        Question("a1", "id"),  # called, and pronouns
        Question("a2", "sun"),  # a good day
        Question("a3", "heart"),  # what helps when I am upset
        Question("a4", "warn"),  # what not to do
        Question("a5", "star"),  # what I love
        Question("a6", "gift"),  # what I am good at
        Question("a7", "food"),  # food
        Question("a8", "faith"),  # faith and festivals
        Question("a9", "people"),  # people and animals who matter
        Question("a10", "moon", NOT_YET_GROWN),  # sleep and bedtime
        Question("a11", "say"),  # what I want you to know
    ),
    Page.HELPS: (
        Question("w1", "eye"),  # how you can tell
        Question("w2", "heart"),  # what helps me
        Question("w3", "person"),  # what I can do myself
        Question("w4", "people"),  # who I go to
        Question("w5", "warn"),  # what you should not do
        Question("w6", "house"),  # my safe place
        Question("w7", "phone"),  # numbers I can call
    ),
}
PICTURE = "a0"  # kept like an answer, its words say what is on it


def question(page: Page, code: str) -> Question | None:
    return next((q for q in QUESTIONS[page] if q.code == code), None)


def asked(page: Page, band: Band, answered: Iterable[str]) -> tuple[Question, ...]:
    """What is asked of this age, and what was answered at another: growing up loses nothing."""
    there = set(answered)
    return tuple(q for q in QUESTIONS[page] if band in q.bands or q.code in there)


def after(page: Page, band: Band, code: str) -> str:
    """The next question's code; "" after the last one."""
    codes = [q.code for q in QUESTIONS[page] if band in q.bands or q.code == code]
    place = codes.index(code) + 1
    return codes[place] if place < len(codes) else ""


# --- how I am -----------------------------------------------------------------------------------


class Mood(StrEnum):
    """Best first."""

    GREAT = "great"
    GOOD = "good"
    OK = "ok"
    LOW = "low"
    BAD = "bad"


HEIGHT = {mood: 5 - place for place, mood in enumerate(Mood)}
HARD = frozenset({Mood.LOW, Mood.BAD})
LONGEST_WORDS = 300
SAME = timedelta(minutes=10)  # a second tap within it changes the first
MOST_A_DAY = 20
WEEKS = 8


@dataclass(frozen=True)
class Told:
    """One check-in: on which day (in England), and how they were."""

    day: date
    mood: Mood


@dataclass(frozen=True)
class Week:
    """first: a Monday. counted: how often each, best first; none where nothing was told."""

    first: date
    counted: tuple[tuple[Mood, int], ...]


def first_day(today: date) -> date:
    """The Monday that begins the picture."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def weeks(told: Sequence[Told], today: date) -> tuple[Week, ...]:
    """The last weeks, oldest first, this one last."""
    first = first_day(today)
    found = []
    for number in range(WEEKS):
        monday = first + timedelta(weeks=number)
        days = Counter(t.mood for t in told if monday <= t.day < monday + timedelta(weeks=1))
        found.append(Week(monday, tuple((mood, days[mood]) for mood in Mood if days[mood])))
    return tuple(found)


@dataclass(frozen=True)
class Dot:
    """Where a check-in stands in the picture, in its own units."""

    x: int
    y: int
    hard: bool


ACROSS, DOWN, EDGE = 6, 20, 12  # units of a day, of a step, and around


def dots(told: Sequence[Told], today: date) -> tuple[Dot, ...]:
    """One for each day and height: several taps alike are one."""
    first = first_day(today)
    places = {(t.day, t.mood) for t in told if t.day >= first}
    return tuple(
        Dot(EDGE + (day - first).days * ACROSS, EDGE + (5 - HEIGHT[mood]) * DOWN, mood in HARD)
        for day, mood in sorted(places)
    )


def changes_the_last(last_at: datetime | None, asked_for_help: bool, now: datetime) -> bool:
    """Whether a tap changes the one before: nobody taps twice to say two things. What help was
    asked with stays as it was sent."""
    return last_at is not None and not asked_for_help and now - last_at < SAME
