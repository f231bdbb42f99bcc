"""Which words worry. Plain functions.

How words are found. A text is folded: one case, no accents, no Arabic vowel signs or stretched
letters, no apostrophes; words that somebody stretched ("heeelp"), spelled out ("k m s") or wrote
with digits ("k1ll") are read as the word, text-speak ("wanna", "2") as what is meant. Then each
place in it is walked down one tree of all phrases. No regular expression looks at what people
wrote, so no text can make it slow: the work grows with the length of the text, and each step is
bounded by the longest phrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from portal.worries.lists import ORDINARY, Group, lists
from portal.worries.reading import Folded, Step, meant, read

LONGEST_DONE = 1000
__all__ = ["LONGEST_DONE", "Group", "Why", "fold", "found_in"]


class Why(StrEnum):
    """What raised it: they asked for help today, or wrote words that worry."""

    HELP = "help"
    WORDS = "words"


def fold(text: str) -> Folded:
    """The words of a text, as the phrases are compared with them."""
    return meant(*read(text, lists()), lists())


def found_in(text: str) -> Group | None:
    """The most pressing kind of worrying words in a text; None when there are none."""
    if not text:
        return None
    folded = fold(text)
    found: list[tuple[int, int, str]] = []
    for place in range(len(folded.words)):
        found += _from(folded, place, lists().tree)
    calm: dict[int, int] = {}
    for start, end, what in found:
        if what == ORDINARY:
            calm[start] = max(end, calm.get(start, 0))
    # How far an ordinary phrase reaches that has begun by here.
    reach, reaches = 0, []
    for place in range(len(folded.words) + 1):
        reach = max(reach, calm.get(place, 0))
        reaches.append(reach)
    groups = {
        Group(what) for start, end, what in found if what != ORDINARY and end > reaches[start]
    }
    return next((group for group in Group if group in groups), None)


def _from(folded: Folded, place: int, tree: Step) -> Iterator[tuple[int, int, str]]:
    """Every phrase that begins at this place: (first word, after the last word, what)."""
    open_ones = [(place, tree)]
    if place in folded.begins and "^" in tree.then:
        open_ones.append((place, tree.then["^"]))
    while open_ones:
        at, step = open_ones.pop()
        if step.what:
            yield place, at, step.what
        at_end = step.then.get("$")
        if at_end is not None and at in folded.ends and at > place:
            yield place, at, at_end.what
        if at < len(folded.words):
            open_ones += [
                (at + 1, step.then[form]) for form in folded.words[at] if form in step.then
            ]
