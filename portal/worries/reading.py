"""A text as words, however it was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache

LONGEST_WORD = 24  # letters; a longer "word" is noise, and is cut
LONGEST_SPELLED = 10
LONGEST_SIGN = 4  # letters that one sign may unfold to; what says more than that says no worry
LONGEST_TEXT = 25_000  # characters once folded

# As bare letters: what changes a letter's look, not what it says.
_SAME: dict[int, str | None] = str.maketrans({
    "ى": "ي", "ة": "ه", "ء": None, "ـ": None, "ک": "ك", "ی": "ي", "ہ": "ه",
    "'": None, "’": None, "‘": None, "ʼ": None, "`": None, "´": None, "′": None,
    "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae",
})  # fmt: skip
# Ethiopic letters that sound alike and are typed for each other: whole rows of seven or eight.
_ROWS = {0x1220: 0x1230, 0x1340: 0x1338, 0x1280: 0x1210}
_SAME.update({row + n: chr(to + n) for row, to in _ROWS.items() for n in range(8)})
# Digits and signs typed for letters, inside a word.
_FOR_LETTERS = str.maketrans("013457@$!|", "oieastasil")
_INSIDE = frozenset("@$!|*")
_ENDS = frozenset(".!?\n؟።")
_LETTER, _DIGIT = "L", "N"
# What is written onto an Arabic word: and, so, with, to, the; and signs of time in the dialects.
_BEFORE = ("و", "ف", "بال", "ال", "ب", "ل", "س", "ه", "ح")

Forms = tuple[str, ...]


@dataclass(frozen=True)
class Folded:
    """A text as words. Each place holds the forms that the word there may mean; begins, ends: the
    places at which the text or a sentence begins, and ends."""

    words: tuple[Forms, ...]
    begins: frozenset[int]
    ends: frozenset[int]


@dataclass
class Step:
    """One word on the way down. what: what has been said, when a phrase ends here."""

    then: dict[str, Step] = field(default_factory=dict)
    what: str = ""


@dataclass
class Lists:
    """What is looked for. known: every word of a phrase, for those that are spelled out."""

    fillers: frozenset[str] = frozenset()
    speak: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first_of_two: frozenset[str] = frozenset()
    known: set[str] = field(default_factory=set)
    tree: Step = field(default_factory=Step)


@cache
def _whole_phrases() -> dict[int, str]:
    """Signs that are a whole phrase, as U+FDFA is eighteen letters: a space instead, so that the
    work grows with what was typed and not with what a sign unfolds to."""
    return {
        code: " "
        for code in range(0xA0, 0x20000)
        if len(unicodedata.normalize("NFKD", chr(code))) > LONGEST_SIGN
    }


def bare(text: str) -> str:
    """Letters without case, accents, vowel signs and what cannot be seen."""
    text = text[:LONGEST_TEXT]
    if not text.isascii():
        text = text.translate(_whole_phrases())
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain)[:LONGEST_TEXT]
    kept = (c for c in plain if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return "".join(kept).translate(_SAME)


def read(text: str, lists: Lists) -> tuple[list[Forms], set[int], set[int]]:
    """Words with their forms, and where sentences begin and end."""
    raw, ends = split(bare(text), lists.known)
    words: list[Forms] = []
    new_ends: set[int] = set()
    place = 0
    while place < len(raw):
        took, word = _spelled_out(raw, place, lists)
        forms = _forms(word)
        if forms[0] not in lists.fillers:
            words.append(forms)
        place += took
        if any(end in ends for end in range(place - took + 1, place + 1)):
            new_ends.add(len(words))
    new_ends.add(len(words))
    begins = {0, *new_ends}
    return words, begins, new_ends


def split(letters: str, known: Collection[str] = ()) -> tuple[list[str], set[int]]:
    """Words, and after how many of them a sentence ends. known: the words that may be written
    with signs in them."""
    words: list[str] = []
    ends: set[int] = set()
    now: list[str] = []
    for place, c in enumerate(letters):
        if unicodedata.category(c)[0] in (_LETTER, _DIGIT) or _stands_inside(letters, place):
            # Of a stretched letter three are enough; the rest would push the word's end out.
            if len(now) < LONGEST_WORD and now[-3:] != [c] * 3:
                now.append(c)
            continue
        words += _parts("".join(now), known)
        now = []
        if c in _ENDS:
            ends.add(len(words))
    words += _parts("".join(now), known)
    return words, ends


def _parts(word: str, known: Collection[str]) -> list[str]:
    """A word with signs in it is one we know, or else several: "help!please"."""
    if not any(c in _INSIDE for c in word):
        return [word] if word else []
    if any(form in known for form in _forms(word)):
        return [word]
    return "".join(" " if c in _INSIDE else c for c in word).split()


def _stands_inside(letters: str, place: int) -> bool:
    """A sign between two letters is part of a word: k!ll, h@rm."""
    if letters[place] not in _INSIDE or not 0 < place < len(letters) - 1:
        return False
    return all(unicodedata.category(letters[n])[0] == _LETTER for n in (place - 1, place + 1))


def _spelled_out(raw: Sequence[str], place: int, lists: Lists) -> tuple[int, str]:
    """How many places the word here takes, and the word: "k m s" takes three."""
    word, letters = raw[place], ""
    for each in raw[place : place + LONGEST_SPELLED]:
        if len(set(each)) > 1 or not each.isalpha():
            break
        letters += each[0]
    for length in range(len(letters), 2, -1):
        if letters[:length] in lists.known:
            return length, letters[:length]
    return 1, word


def _forms(word: str) -> Forms:
    """What a word may mean: itself, its letters for digits, without stretched letters, without
    what is written onto an Arabic word before it."""
    found = [word]
    if any(c.isdigit() or c in _INSIDE for c in word) and any(c.isalpha() for c in word):
        found.append(word.translate(_FOR_LETTERS).replace("*", ""))
    for form in tuple(found):
        if _stretched(form):
            found += [_shorter(form, 1, 3), _shorter(form, 2, 3), _shorter(form, 1, 2)]
    for before in _BEFORE:
        found += [
            form[len(before) :]
            for form in tuple(found)
            if form.startswith(before) and len(form) > len(before) + 2
        ]
    return tuple(dict.fromkeys(found))


def _stretched(word: str) -> bool:
    return any(a == b == c for a, b, c in zip(word, word[1:], word[2:], strict=False))


def _shorter(word: str, to: int, runs_of: int) -> str:
    """Runs of at least `runs_of` like letters, cut to `to` of them."""
    kept: list[str] = []
    place = 0
    while place < len(word):
        end = place
        while end < len(word) and word[end] == word[place]:
            end += 1
        run = end - place
        kept.append(word[place] * (to if run >= runs_of else run))
        place = end
    return "".join(kept)


def meant(words: list[Forms], begins: set[int], ends: set[int], lists: Lists) -> Folded:
    """Text-speak as what is meant; places of beginnings and ends move with it."""
    found: list[Forms] = []
    moved = {0: 0}
    place = 0
    while place < len(words):
        took = 1
        instead: Sequence[str] | None = None
        if place + 1 < len(words):
            instead = _spoken(words[place], words[place + 1], lists)
            took = 2 if instead is not None else 1
        if instead is None:
            instead = next((lists.speak[f] for f in words[place] if f in lists.speak), None)
        found += [(word,) for word in instead] if instead is not None else [words[place]]
        place += took
        for step in range(took):
            moved[place - step] = len(found)
    return Folded(
        tuple(found),
        frozenset(moved[p] for p in begins),
        frozenset(moved[p] for p in ends),
    )


def _spoken(first: Forms, second: Forms, lists: Lists) -> Sequence[str] | None:
    if not any(form in lists.first_of_two for form in first):
        return None
    pairs = (f"{a} {b}" for a in first for b in second)
    return next((lists.speak[pair] for pair in pairs if pair in lists.speak), None)
