"""What is asked before which meeting, when somebody is invited to say what they think, and which
of it says something. Plain functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.core.access import Band
from portal.core.forms import says_something
from portal.my_views.symbols import MOST, SYMBOLS
from portal.say.rules import Readers


class Occasion(StrEnum):
    """Before what; the value is kept in the table and stands in addresses."""

    CARE = "review"
    PATHWAY = "pathway"
    SCHOOL = "school"
    HEALTH = "health"
    ANY = "now"  # whenever they like


MEETINGS = frozenset(Occasion) - {Occasion.ANY}
# Kinds of `agenda` before which they are invited: what is booked before what only should be.
OCCASIONS: dict[str, Occasion] = {
    "review": Occasion.CARE,
    "early_review": Occasion.PATHWAY,
    "by_review": Occasion.CARE,
    "by_pathway_review": Occasion.PATHWAY,
    "by_school_plan": Occasion.SCHOOL,
    "by_health": Occasion.HEALTH,
}
BOOKED = tuple(kind for kind in OCCASIONS if not kind.startswith("by_"))  # those that have a day
INVITE = timedelta(days=28)
LONGEST_TEXT = 5_000
LONGEST_WISH = 500
LONGEST_NAME = 60
LONGEST_ASKED = 200
MOST_OWN = 20  # headings of a council's own


# --- headings -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """One thing that is asked. symbols: pictures to tap (`symbols`)."""

    code: str
    icon: str
    symbols: tuple[str, ...]
    occasions: frozenset[Occasion] = MEETINGS


_REVIEWS = frozenset({Occasion.CARE, Occasion.PATHWAY})
_ALL = frozenset(Occasion)
# The usual headings of the forms before a review, in their usual order.
HEADINGS: tuple[Heading, ...] = (
    Heading("feel", "smile",
            ("calm", "loved", "proud", "tired", "worried", "cross", "alone", "mixed"), _ALL),
    Heading("home", "house",
            ("room", "people", "food", "pets", "outside", "quiet", "noise", "rules", "safe"),
            _REVIEWS),
    Heading("family", "family",
            ("more", "less", "fine", "siblings", "call", "letters", "trips", "pets"), _REVIEWS),
    Heading("school", "school",
            ("teachers", "friends", "lessons", "breaks", "help", "ways", "job"),
            _REVIEWS | {Occasion.SCHOOL}),
    Heading("health", "health",
            ("sleep", "food", "body", "feelings", "doctor", "move"),
            _REVIEWS | {Occasion.HEALTH}),
    Heading("fun", "ball",
            ("sport", "music", "art", "games", "reading", "outside", "friends", "pets"),
            _REVIEWS | {Occasion.SCHOOL}),
    Heading("roots", "globe",
            ("faith", "food", "language", "festivals", "music", "hair", "family"), _REVIEWS),
    Heading("plan", "plan",
            ("home", "school", "job", "money", "family", "papers", "who"), _REVIEWS),
    Heading("well", "star",
            ("home", "school", "friends", "family", "sport", "worker", "feelings"), _ALL),
    Heading("worry", "cloud",
            ("home", "school", "family", "friends", "money", "night", "phone", "papers"), _ALL),
    Heading("change", "edit",
            ("home", "school", "family", "rules", "worker", "money", "time", "less", "more"), _ALL),
    Heading("else", "say", ("help", "worker", "who", "time"), _ALL),
)  # fmt: skip
_BUILT_IN = {heading.code: heading for heading in HEADINGS}
STEP = 10  # between two places, as they are delivered


@dataclass(frozen=True)
class Own:
    """What a council changed of a heading, or a heading of its own (`tables.ViewHeading`)."""

    code: str
    place: int
    off: bool = False
    name: str = ""
    words: Mapping[Band, str] = field(default_factory=dict)
    icon: str = ""
    occasions: frozenset[Occasion] = frozenset()


@dataclass(frozen=True)
class Asked:
    """A heading as this council asks it. name, words: the council's own, where it has some."""

    code: str
    icon: str
    symbols: tuple[str, ...]
    occasions: frozenset[Occasion]
    place: int
    off: bool
    name: str
    words: Mapping[Band, str]

    @property
    def built_in(self) -> bool:
        return self.code in _BUILT_IN


def headings(own: Iterable[Own]) -> tuple[Asked, ...]:
    """Every heading of a council, in its order, those that are off among them."""
    changed = {one.code: one for one in own}
    found = []
    for number, heading in enumerate(HEADINGS, 1):
        mine = changed.pop(heading.code, Own(heading.code, number * STEP))
        found.append(
            Asked(heading.code, heading.icon, heading.symbols, mine.occasions or heading.occasions,
                  mine.place, mine.off, mine.name, mine.words)
        )  # fmt: skip
    for mine in changed.values():
        found.append(
            Asked(mine.code, mine.icon or "say", (), mine.occasions or _ALL, mine.place, mine.off,
                  mine.name, mine.words)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.place, one.code)))


def asked_now(
    every: Sequence[Asked], occasion: Occasion, written: Iterable[str]
) -> tuple[Asked, ...]:
    """Those that are asked on this occasion, and those under which something stands: a heading
    that was turned off loses nobody's words."""
    there = set(written)
    return tuple(
        one for one in every if one.code in there or (not one.off and occasion in one.occasions)
    )


def after(codes: Sequence[str], code: str) -> str:
    """The part that comes next; "" after the last one."""
    place = codes.index(code) + 1 if code in codes else 0
    return codes[place] if place < len(codes) else ""


def moved(every: Sequence[Asked], code: str, up: bool) -> dict[str, int]:
    """New places, for the headings whose place changes when this one goes one up or down."""
    codes = [one.code for one in every]
    if code not in codes:
        return {}
    here = codes.index(code)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(codes):
        return {}
    codes[here], codes[there] = codes[there], codes[here]
    before = {one.code: one.place for one in every}
    places = {code: number * STEP for number, code in enumerate(codes, 1)}
    return {code: place for code, place in places.items() if before[code] != place}


# --- what they say of a part --------------------------------------------------------------------


class Silent(StrEnum):
    """What they did with a part about which they say nothing."""

    UNKNOWN = "unknown"  # "I don't know"
    SKIP = "skip"


class Kept(StrEnum):
    """How a part stands, before it is sent."""

    SAID = "said"
    UNKNOWN = "unknown"
    SKIP = "skip"
    OPEN = "open"


@dataclass(frozen=True)
class Said:
    """What stands under one heading. readers: None: those of the sheet; none at all: they keep it
    to themselves."""

    text: str = ""
    face: int | None = None
    symbols: tuple[str, ...] = ()
    silent: str = ""
    readers: Readers | None = None
    picture: bool = False
    voice: bool = False

    @property
    def says_something(self) -> bool:
        return bool(
            says_something(self.text) or self.face or self.symbols or self.picture or self.voice
        )

    @property
    def kept(self) -> Kept:
        if self.says_something:
            return Kept.SAID
        return Kept(self.silent) if self.silent in set(Silent) else Kept.OPEN


def known_symbols(codes: Iterable[str]) -> tuple[str, ...]:
    """Those that there are, each once, at most so many; in the order in which they came."""
    return tuple(dict.fromkeys(code for code in codes if code in SYMBOLS))[:MOST]


def known_face(number: str | None) -> int | None:
    return int(number) if number in {"1", "2", "3", "4", "5"} else None


# --- who reads it -------------------------------------------------------------------------------

ANSWERING = Readers.IRO | Readers.WORKER


def may_be_chosen(officer: bool, carers: bool) -> Readers:
    """Who can be offered as a reader: nobody who is not there. A worker always: where there is
    none today, somebody stands in."""
    found = Readers.WORKER | Readers.PARENTS
    if officer:
        found |= Readers.IRO
    if carers:
        found |= Readers.CARER
    return found


def chosen(ticked: Iterable[str], offered: Readers) -> Readers:
    """What was ticked, of what was offered."""
    found = Readers(0)
    for value in ticked:
        if value.isdecimal() and len(value) < 4 and int(value) in {int(r) for r in Readers}:
            found |= Readers(int(value))
    return found & offered


def nobody_answers(readers: Readers) -> bool:
    """Whether it was shown to somebody, and to nobody who could answer it."""
    return bool(readers) and not readers & ANSWERING


# --- wishes -------------------------------------------------------------------------------------


class TakesPart(StrEnum):
    """How they take part."""

    COME = "come"
    SOME = "some"  # for a part of it
    PHONE = "phone"
    WRITE = "write"
    SPEAKS = "speaks"  # somebody speaks for them


class Chair(StrEnum):
    """Whether they run it themselves."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class Wishes:
    """How the meeting should be. alone, interpreter: "yes", "no" or ""."""

    there: str = ""
    not_there: str = ""
    place: str = ""
    time: str = ""
    takes_part: str = ""
    speaker: str = ""
    chair: str = ""
    alone: str = ""
    interpreter: str = ""
    spoken: str = ""

    @property
    def any(self) -> bool:
        return any(says_something(str(value)) for value in vars(self).values())


# --- being invited ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coming:
    """What is in the agenda: kind, day, and the review's ref ("" for a day by which one should
    be)."""

    kind: str
    day: date
    ref: str
    wall: datetime | None = None
    with_label: str = ""


@dataclass(frozen=True)
class Invitation:
    """Before what, on which day; by: only the day by which it should be is known."""

    occasion: Occasion
    day: date
    ref: str
    by: bool


def occasion_of(kind: str, grown: bool) -> Occasion | None:
    """A review of somebody of 18 is of their pathway plan."""
    found = OCCASIONS.get(kind)
    return Occasion.PATHWAY if found is Occasion.CARE and grown else found


def invitations(coming: Iterable[Coming], today: date, grown: bool) -> tuple[Invitation, ...]:
    """One for each occasion that is near, the nearest first: what is booked, else the day by which
    it should be."""
    found: dict[Occasion, Invitation] = {}
    for item in sorted(coming, key=lambda i: (i.kind.startswith("by_"), i.day)):
        occasion = occasion_of(item.kind, grown)
        if occasion and today <= item.day <= today + INVITE:
            by = item.kind.startswith("by_")
            found.setdefault(occasion, Invitation(occasion, item.day, "" if by else item.ref, by))
    return tuple(sorted(found.values(), key=lambda one: one.day))


def booked(coming: Iterable[Coming], occasion: Occasion, today: date, grown: bool) -> Coming | None:
    """The meeting that has a day, and for which something of this occasion is: the next one."""
    there = [
        item for item in coming
        if item.ref and item.day >= today and not item.kind.startswith("by_")
        and occasion_of(item.kind, grown) is occasion
    ]  # fmt: skip
    return min(there, key=lambda item: item.day, default=None)


def was_said(sent_on: date | None, day: date) -> bool:
    """Whether what was sent on that day was for the meeting of `day`."""
    return sent_on is not None and sent_on >= day - INVITE


def notice_ref(invitation: Invitation) -> str:
    """As which a notice knows it: the day first, so that what is over is found."""
    return f"{invitation.day.isoformat()}:{invitation.occasion}"


def of_notice(ref: str) -> tuple[date, Occasion] | None:
    day, _colon, occasion = ref.partition(":")
    try:
        return date.fromisoformat(day), Occasion(occasion)
    except ValueError:
        return None
