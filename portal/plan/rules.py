"""Rules of a plan: what a part is, what counts as changed, which words a reader gets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

BANDS = ("child", "teen", "adult")  # youngest first


class Area(StrEnum):
    """Parts of a plan, in the order they are read. The value is kept in the table."""

    HOME = "home"
    PEOPLE = "people"
    FAMILY_TIME = "family_time"
    SCHOOL = "school"
    EDUCATION = "education"
    WORK = "work"
    HEALTH = "health"
    FEELINGS = "feelings"
    IDENTITY = "identity"
    FAMILY = "family"
    MONEY = "money"
    SKILLS = "skills"
    FUN = "fun"
    FUTURE = "future"
    SAFETY = "safety"
    IMMIGRATION = "immigration"
    LEGAL = "legal"


# Parts that say nothing about themselves on a list: others may look over a shoulder.
QUIET = frozenset(
    {Area.HEALTH, Area.FEELINGS, Area.SAFETY, Area.IMMIGRATION, Area.LEGAL, Area.FAMILY_TIME}
)

# What stands in an address, and so in a phone's history: it must say nothing. Never reused.
KIND_CODES = {"care": "a", "pathway": "b", "school": "c", "health": "d", "wellbeing": "e"}
AREA_CODES = {
    Area.HOME: "10", Area.PEOPLE: "11", Area.FAMILY_TIME: "12", Area.SCHOOL: "13",
    Area.EDUCATION: "14", Area.WORK: "15", Area.HEALTH: "16", Area.FEELINGS: "17",
    Area.IDENTITY: "18", Area.FAMILY: "19", Area.MONEY: "20", Area.SKILLS: "21", Area.FUN: "22",
    Area.FUTURE: "23", Area.SAFETY: "24", Area.IMMIGRATION: "25", Area.LEGAL: "26",
}  # fmt: skip
_PARTS = {
    kind_code + area_code: (kind, area.value)
    for kind, kind_code in KIND_CODES.items()
    for area, area_code in AREA_CODES.items()
}


def part_code(kind: str, area: str) -> str:
    """How a part is named in an address. Raises KeyError for a kind or area that is not ours."""
    return KIND_CODES[kind] + AREA_CODES[Area(area)]


def part_of(code: str) -> tuple[str, str] | None:
    """(kind, area) of a code from an address; None when there is no such part."""
    return _PARTS.get(code)


def changed_part(key: str) -> tuple[str, str] | None:
    """(code, area) of a part as a notice names it ("care:school"); None for one that is not
    ours any more."""
    kind, _, area = key.partition(":")
    return (part_code(kind, area), area) if (kind, area) in _PARTS.values() else None


@dataclass(frozen=True)
class Words:
    """The words of a part for one band and language."""

    band: str
    language: str
    text: str
    state: str


@dataclass(frozen=True)
class Chosen:
    """What a reader gets. `official`: no wording fits, so it is the council's own text, and the
    page says so. `draft`: nobody has checked this wording."""

    text: str
    language: str
    official: bool
    draft: bool


def content_hash(
    area: str,
    official: str,
    who: str,
    by_when: str,
    look_again: date | None,
    wordings: Iterable[tuple[str, str, str]],
    need: str = "",
    needs: Iterable[tuple[str, str, str]] = (),
) -> str:
    """A hash of all that a reader of a part can see; wordings are (band, language, text), needs
    (band, language, what it is for).

    Order of the wordings does not matter. Two parts with the same hash say the same. A part
    without any need has the hash that it had before parts could have one.
    """
    digest = hashlib.sha256()
    plain = [area, official, who, by_when, look_again.isoformat() if look_again else ""]
    for words in sorted(wordings):
        plain.extend(words)
    told = sorted(words for words in needs if words[2])
    if need or told:
        plain.extend(("\0need", need))
        for words in told:
            plain.extend(words)
    for piece in plain:
        raw = piece.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def choose_words(wordings: Sequence[Words], band: str, language: str, official: str) -> Chosen:
    """The reader's own language first: own band, else the nearest older, else the nearest
    younger; then English in the same order; else the official text."""
    for tag in dict.fromkeys((language, "en")):
        for wanted in _nearest(band):
            for words in wordings:
                if words.language == tag and words.band == wanted and words.text:
                    return Chosen(words.text, tag, official=False, draft=words.state != "checked")
    return Chosen(official, "en", official=True, draft=False)


def _nearest(band: str) -> tuple[str, ...]:
    at = BANDS.index(band)
    return BANDS[at:] + tuple(reversed(BANDS[:at]))


def is_new(first_id: int, seen: int | None, ever_looked: bool) -> bool:
    """Whether a part is new to this reader. `first_id`: the oldest part with this content.
    `seen`: the mark kept for this area. On the very first look nothing is called new."""
    if not ever_looked:
        return False
    return seen is None or seen < first_id
