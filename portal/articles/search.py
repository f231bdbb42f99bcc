"""Finding pages by words, in this process: about a hundred pages for each council and language.

No database extension: what a word is differs by script, and both databases must find the same. A
word of a page is found by how it begins, without capitals and accents; "jobs" finds "job". Arabic
without its vowel signs, with one form of each letter, and with or without "the", "and", "to" stuck
to it. Tigrinya by its consonants, because endings change the last vowel; letters that sound alike
are one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

MOST_WORDS, LONGEST = 8, 120  # of what is looked for
TITLE, NEAR, FACTS, BODY = 12, 6, 3, 1  # how much a word counts by where it stands

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"['’ʼ`´ـ]")  # within a word; the last one stretches Arabic letters
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ی": "ي"})
_STUCK = re.compile(r"^(?:[وفبك]?ال|لل|[وفبلك](?=\w{4}))(?=\w{2})")
# Rows of eight: a consonant and its vowels.
_ETHIOPIC = range(0x1200, 0x1358)
_SOUND_ALIKE = {0x1210: 0x1200, 0x1280: 0x1200, 0x1220: 0x1230, 0x12D0: 0x12A0, 0x1340: 0x1338}
_TIGRINYA_BEFORE = frozenset("ነበዘከለመአየ")  # a consonant that is stuck before a word
_SMALL = frozenset(
    "a an and are at be can do does for from have how i if in is it me my of on or our the to what "
    "when where who will with you your".split()
) | frozenset(  # as `tidy` leaves them
    "من في علي الي عن ان انا لي هل كيف ما ماذا متي اين هذا هذه مع او لا اريد احصل احتاج".split()
)


@dataclass(frozen=True)
class Words:
    """What a page says, by how much it counts."""

    title: str
    near: str  # summary and needs
    facts: str
    body: str


def tidy(text: str) -> str:
    plain = unicodedata.normalize("NFKD", _BETWEEN.sub("", text))
    marks = (c for c in plain if unicodedata.category(c) != "Mn")
    return "".join(marks).casefold().translate(_ARABIC)


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """A tidy word as it may be looked for."""
    if ord(word[0]) in _ETHIOPIC:
        bare = "".join(map(_consonant, word))
        return frozenset({bare, bare[1:]} if len(bare) > 2 and bare[0] in _TIGRINYA_BEFORE
                         else {bare})  # fmt: skip
    if "\u0600" <= word[0] <= "\u06ff":
        return frozenset({word, _STUCK.sub("", word)})
    return frozenset({word, _stem(word)})


def _consonant(letter: str) -> str:
    code = ord(letter)
    if code not in _ETHIOPIC:
        return letter
    row = code & ~7
    return chr(_SOUND_ALIKE.get(row, row))


def _stem(word: str) -> str:
    """Without the commonest English endings. Only ever besides the word itself."""
    if not word.isascii():
        return word
    if len(word) > 5 and word.endswith("ing"):
        return _single(word[:-3])
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("ed"):
        return _single(word[:-2])
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _single(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls" else word


def looked_for(text: str) -> tuple[frozenset[str], ...]:
    """Each word that was typed, as the forms it may have. Small ones count only by themselves."""
    words = list(dict.fromkeys(_WORD.findall(tidy(text[:LONGEST]))))
    weighty = [word for word in words if word not in _SMALL]
    return tuple(forms(word) for word in (weighty or words)[:MOST_WORDS])


class Index:
    """Words of some pages by slug. Made once for a version of the shelf, then only asked."""

    def __init__(self, pages: Mapping[str, Words]) -> None:
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for slug, words in pages.items():
            for text, weight in (
                (words.title, TITLE), (words.near, NEAR), (words.facts, FACTS), (words.body, BODY),
            ):  # fmt: skip
                for word in set(_WORD.findall(tidy(text))):
                    for form in forms(word):
                        found[form][slug] = max(weight, found[form].get(slug, 0))
        self._of = dict(found)
        self._sorted = sorted(self._of)

    def find(self, text: str) -> tuple[str, ...]:
        """Slugs, the best first: those with every word; if there is none, those with any."""
        asked = looked_for(text)
        scores: defaultdict[str, list[int]] = defaultdict(list)
        for each in asked:
            for slug, weight in self._with(each).items():
                scores[slug].append(weight)
        best = {slug: sum(found) for slug, found in scores.items() if len(found) == len(asked)}
        chosen = best or {slug: sum(found) for slug, found in scores.items()}
        return tuple(sorted(chosen, key=lambda slug: (-chosen[slug], slug)))

    def _with(self, asked: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for form in asked:
            at = bisect_left(self._sorted, form)
            while at < len(self._sorted) and self._sorted[at].startswith(form):
                whole = self._sorted[at] == form  # a whole word counts double
                for slug, weight in self._of[self._sorted[at]].items():
                    found[slug] = max(found.get(slug, 0), weight * 2 if whole else weight)
                at += 1
        return found
