"""Rules of a plan: what a part is, what counts as changed, which words a reader gets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
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
    """The words of a part for one band and language. need: what it is for."""

    band: str
    language: str
    text: str
    state: str
    need: str = ""


@dataclass(frozen=True)
class Chosen:
    """What a reader gets. `official`: no wording fits, so it is the council's own text, and the
    page says so. `draft`: nobody has checked this wording. need: what the part is for, "" where
    nobody wrote that down; need_language, need_official: the same of these words."""

    text: str
    language: str
    official: bool
    draft: bool
    need: str = ""
    need_language: str = "en"
    need_official: bool = False


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


def choose_words(
    wordings: Sequence[Words], band: str, language: str, official: str, need: str = ""
) -> Chosen:
    """The reader's own language first: own band, else the nearest older, else the nearest
    younger; then English in the same order; else the official text. Of the need the same. need:
    the council's own."""
    best = _in_turn(wordings, band, language)
    told = next((words for words in best if words.text), None)
    why = next((words for words in best if words.need), None)
    return Chosen(
        told.text if told else official,
        told.language if told else "en",
        official=told is None,
        draft=told is not None and told.state != "checked",
        need=why.need if why else need,
        need_language=why.language if why else "en",
        need_official=why is None and bool(need),
    )


def _in_turn(wordings: Sequence[Words], band: str, language: str) -> list[Words]:
    """Wordings of the reader's language and of English, the one that suits them best first."""
    tags, bands = list(dict.fromkeys((language, "en"))), _nearest(band)
    some = [words for words in wordings if words.language in tags]
    return sorted(some, key=lambda one: (tags.index(one.language), bands.index(one.band)))


def _nearest(band: str) -> tuple[str, ...]:
    at = BANDS.index(band)
    return BANDS[at:] + tuple(reversed(BANDS[:at]))


def other_bands(band: str) -> tuple[str | None, str | None]:
    """The bands with simpler words and with more words than this one, where there are any."""
    at = BANDS.index(band)
    return (BANDS[at - 1] if at else None, BANDS[at + 1] if at + 1 < len(BANDS) else None)


def what_changed(seen: Mapping[str, str | None], published: Mapping[str, str]) -> frozenset[str]:
    """Areas of a plan whose content is not what the reader saw last; those that are gone, too.

    seen: area → the content they saw, None where they saw that it was not there; empty when they
    have never looked: on the very first look nothing is called new. published: as it is now.
    """
    if not seen:
        return frozenset()
    areas = seen.keys() | published.keys()
    return frozenset(area for area in areas if seen.get(area) != published.get(area))
