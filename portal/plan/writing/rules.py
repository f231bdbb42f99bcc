"""What is written of a part, how two texts are put together, which steps follow a mistake. Plain
functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.plan.rules import BANDS, Area

# How long each may be, in characters.
LONGEST = {
    "need": 4_000, "official": 20_000, "child_need": 1_000, "child": 6_000, "teen_need": 1_000,
    "teen": 6_000, "adult_need": 1_000, "adult": 6_000, "who": 200, "by_when": 100,
    "change_note": 300, "promise": 500,
}  # fmt: skip
TEXTS = tuple(LONGEST)
# Texts that are put together by standing one after the other; of the others one is kept.
PROSE = frozenset(TEXTS) - {"who", "by_when", "change_note", "promise"}
# What somebody types is kept while it is far too long, too: only then can they shorten it.
KEPT_AT_MOST = 200_000


@dataclass(frozen=True)
class Words:
    """What is in the form of one part. child, teen, adult: what will happen, in the words for each
    age; …_need: what it is for. promise: what an adult (promise_by_id) does by promise_due, kept
    as a promise when it is published. gone: the part is taken out of the plan."""

    need: str = ""
    official: str = ""
    child_need: str = ""
    child: str = ""
    teen_need: str = ""
    teen: str = ""
    adult_need: str = ""
    adult: str = ""
    who: str = ""
    by_when: str = ""
    look_again: date | None = None
    change_note: str = ""
    promise: str = ""
    promise_by_id: int | None = None
    promise_due: date | None = None
    gone: bool = False

    def text_of(self, band: str) -> str:
        return str(getattr(self, band))

    def need_of(self, band: str) -> str:
        return str(getattr(self, f"{band}_need"))

    @property
    def says_something(self) -> bool:
        """Whether a reader would find anything to read."""
        return bool(self.official or any(self.text_of(band) for band in BANDS))


NAMES = tuple(field.name for field in fields(Words))
EMPTY = Words()
# What a reader of the plan sees: the rest is about the change, or becomes a promise.
READ = tuple(
    name for name in NAMES
    if name not in ("change_note", "promise", "promise_by_id", "promise_due", "gone")
)  # fmt: skip


def words_of(row: object) -> Words:
    """From a row with a column for each."""
    return Words(**{name: getattr(row, name) for name in NAMES})


def differing(one: Words, other: Words, names: Iterable[str] = NAMES) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def said_the_same(one: Words, other: Words) -> bool:
    """Whether a reader sees no difference."""
    return one.gone == other.gone and not differing(one, other, READ)


@dataclass(frozen=True)
class Together:
    """Two texts put together. clashes: where both changed the same, and somebody has to look."""

    words: Words
    clashes: tuple[str, ...]


def together(base: Words, mine: Words, theirs: Words) -> Together:
    """What only one of the two has changed since `base` is taken from that one. Where both have,
    prose stands one after the other, theirs first, so that no sentence is lost; of anything short
    mine is put into the form, and theirs stands beside it."""
    found, clashes = {}, []
    for name in NAMES:
        old, a, b = getattr(base, name), getattr(mine, name), getattr(theirs, name)
        if a == b or b == old:
            found[name] = a
        elif a == old:
            found[name] = b
        else:
            clashes.append(name)
            found[name] = _both(b, a) if name in PROSE else a
    return Together(replace(mine, **found), tuple(clashes))


def _both(first: str, second: str) -> str:
    """Both texts, without saying twice what stands whole in the other."""
    if second in first:
        return first
    if first in second:
        return second
    return f"{first}\n\n{second}"


def copied_down(words: Words) -> Words:
    """Ages that have no words yet begin with those of the next older one; the oldest with the
    official text."""
    adult = words.adult or words.official
    teen = words.teen or adult
    adult_need = words.adult_need or words.need
    teen_need = words.teen_need or adult_need
    return replace(
        words, adult=adult, teen=teen, child=words.child or teen, adult_need=adult_need,
        teen_need=teen_need, child_need=words.child_need or teen_need,
    )  # fmt: skip


_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufffc]")
_BULLET = re.compile(r"^[ \t]*[\u2022\u00b7\u25aa\u25cf\uf0b7\u2023\u25e6o][ \t]+", re.MULTILINE)
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


def plainly(text: str) -> str:
    """What was pasted from a document, as plain text: bullets as dashes, plain spaces, no soft
    hyphens, no more than one empty line, no spaces at the ends of lines."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    text = _BULLET.sub("- ", text)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


# --- which parts a plan has -----------------------------------------------------------------------

AREAS_OF: Mapping[str, tuple[Area, ...]] = {
    "care": (
        Area.HOME, Area.PEOPLE, Area.FAMILY_TIME, Area.SCHOOL, Area.HEALTH, Area.FEELINGS,
        Area.IDENTITY, Area.FUN, Area.FUTURE, Area.SAFETY, Area.LEGAL,
    ),
    # SI 2010/2571 reg. 6 and schedule 1; immigration for those who came alone.
    "pathway": (
        Area.HOME, Area.EDUCATION, Area.WORK, Area.HEALTH, Area.FEELINGS, Area.IDENTITY,
        Area.FAMILY, Area.MONEY, Area.SKILLS, Area.FUTURE, Area.SAFETY, Area.IMMIGRATION,
    ),
    "school": (Area.SCHOOL, Area.EDUCATION, Area.SKILLS, Area.FUN, Area.IDENTITY, Area.FUTURE),
    "health": (Area.HEALTH, Area.FEELINGS, Area.FUN, Area.IDENTITY),
    "wellbeing": (Area.FEELINGS, Area.PEOPLE, Area.FUN, Area.IDENTITY, Area.SAFETY),
}  # fmt: skip
PLACES = {area.value: place for place, area in enumerate(Area)}


def areas_of(kind: str, there: Iterable[str] = ()) -> tuple[str, ...]:
    """The parts that a plan of this kind has or may get, in the order in which they are read."""
    found = {area.value for area in AREAS_OF[kind]} | {a for a in there if a in PLACES}
    return tuple(sorted(found, key=PLACES.__getitem__))


# --- what changed, for whoever reads ------------------------------------------------------------


class Change(StrEnum):
    """What a change is, if the worker has no better words for it: the first that fits."""

    NEW = "new"
    GONE = "gone"
    WORDS = "words"
    NEED = "need"
    WHO = "who"
    WHEN = "when"
    OFFICIAL = "official"


_SHOWS = (
    (Change.WORDS, BANDS),
    (Change.NEED, ("need", *(f"{band}_need" for band in BANDS))),
    (Change.WHO, ("who",)),
    (Change.WHEN, ("by_when", "look_again")),
    (Change.OFFICIAL, ("official",)),
)


def change(before: Words | None, after: Words) -> Change | None:
    """None when a reader sees no difference."""
    if after.gone:
        return Change.GONE if before is not None else None
    if before is None:
        return Change.NEW
    changed = set(differing(before, after, READ))
    return next((what for what, names in _SHOWS if changed & set(names)), None)


# --- what follows a mistake ---------------------------------------------------------------------


class Why(StrEnum):
    OTHER_CHILD = "other_child"
    MUST_NOT = "must_not"


class Step(StrEnum):
    """In the order in which they are done."""

    MANAGER = "manager"
    CHANGE = "change"  # what is not safe any more: an address, a school, a number
    OFFICER = "officer"  # the council's data protection officer
    ICO = "ico"
    PEOPLE = "people"


# From the moment at which somebody knew of it. UK GDPR art. 33(1): where feasible not later than 72
# hours; art. 34(1): without undue delay. The others: the same working day is the council's own aim.
WITHIN = {
    Step.MANAGER: timedelta(hours=1),
    Step.CHANGE: timedelta(hours=4),
    Step.OFFICER: timedelta(hours=24),
    Step.ICO: timedelta(hours=72),
    Step.PEOPLE: timedelta(hours=72),
}
SOURCES = {Step.ICO: "UK GDPR art. 33", Step.PEOPLE: "UK GDPR art. 34"}


def due(step: Step, known_at: datetime) -> datetime:
    return known_at + WITHIN[step]


def owed_until(known_at: datetime) -> datetime:
    """When all of it is late: with the decision that the law gives 72 hours for."""
    return known_at + WITHIN[Step.ICO]


def left(done: Iterable[str]) -> tuple[Step, ...]:
    there = set(done)
    return tuple(step for step in Step if step.value not in there)
