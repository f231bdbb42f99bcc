"""Looking after a review, in words."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core.reading_hints import hints
from portal.core.words import later
from portal.people.pages import Subject
from portal.reviews.rules import ORIGINAL, PARTS, Letter

_MISSING = {
    "nothing": later("Nothing new is written yet: no letter, and nothing that was decided."),
    "words": later("A letter has no words yet. Write at least one part of it."),
    "original": later("Write it in English first. Another language stands beside that."),
    "translated": later("Write who put it into the other language."),
    "put_right": later("Write what was put right. They read that first."),
    "heard": later("They wanted to talk about something. Write what was said about it."),
    "late": later("Something that was decided has a day that is over. Give it another."),
    "owner": later("Somebody who was to do something does not work with them any more. Choose who "
                   "does it now."),
}  # fmt: skip


def missing(codes: Iterable[str]) -> list[str]:
    """What is in the way of publishing, and what to do."""
    return [str(_MISSING[code]) for code in codes]


def letter_hints(letter: Letter, language: str, subject: Subject) -> list[str]:
    """For which age the whole letter is, beside that of who reads it."""
    if language != ORIGINAL:
        return []
    return hints(subject.band.value, *(getattr(letter, part) for part in PARTS))
