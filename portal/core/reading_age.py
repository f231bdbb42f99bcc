"""About how old somebody is who reads an English text with ease, and what makes it hard.

The grade is Flesch and Kincaid's (1975), over syllables that are counted here: hyphenation cuts a
word into pieces, and in each piece the groups of vowels are counted. age = grade + 5, as a child in
England is about five years older than the grade at school. It says nothing about what a text means,
and nothing about a text of a few words: it is a hint for whoever writes, never a gate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pyphen

YEARS_BEFORE_FIRST_GRADE = 5
YOUNGEST, OLDEST = 5, 25
FEWEST_WORDS = 8  # fewer say nothing about how hard a text is
MOST_READ = 20_000  # characters; the rest would not change the grade
LONG_SENTENCE = 15  # words
MANY_SYLLABLES = 4
SHOWN = 3  # sentences; twice as many words

# Words that people who write plans use, and what a child says.
PLAINER = {
    "accommodation": "home", "additional": "more", "adviser": "worker", "anticipate": "expect",
    "appropriate": "right", "approximately": "about", "assessment": "finding out what you need",
    "assist": "help", "attachment": "feeling close", "attend": "go to", "behaviours": "what you do",
    "caregiver": "the person who looks after you", "commence": "start", "concerning": "worrying",
    "contact": "family time", "demonstrate": "show", "discontinue": "stop", "ensure": "make sure",
    "facilitate": "help with", "following": "after", "identified": "found",
    "implement": "do", "implemented": "done", "intervention": "help", "maintain": "keep",
    "monitor": "keep an eye on", "obtain": "get", "outcome": "what happens",
    "participate": "join in",
    "placement": "home", "prior": "before", "professionals": "people who work with you",
    "provide": "give", "provision": "help", "regarding": "about", "require": "need",
    "requires": "needs", "respite": "a short break", "siblings": "brothers and sisters",
    "statutory": "by law", "subsequently": "after that", "sufficient": "enough",
    "terminate": "end", "therapeutic": "healing", "transition": "change", "undertake": "do",
    "utilise": "use",
}  # fmt: skip

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_VOWELS = re.compile(r"[aeiouyàâäáèéêëìíîïòóôöùúûü]+")
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d+[.)])\s+", re.MULTILINE)


@dataclass(frozen=True)
class Reading:
    """age: in years. longest: the sentences that are too long, the longest first. hard: words of
    many syllables, or of offices; each with a plainer one, or ""."""

    age: int
    words: int
    longest: tuple[str, ...]
    hard: tuple[tuple[str, str], ...]


def reading(text: str) -> Reading | None:
    """None for a text that is too short to tell, or not in our letters."""
    text = _BULLET.sub("", text[:MOST_READ])
    sentences = [found for each in _SENTENCE.findall(text) if (found := each.strip())]
    split = [(sentence, _WORD.findall(sentence)) for sentence in sentences]
    split = [(sentence, words) for sentence, words in split if words]
    every = [word for _sentence, words in split for word in words]
    if len(every) < FEWEST_WORDS or not _is_ours(text):
        return None
    age = round(grade(every, len(split)) + YEARS_BEFORE_FIRST_GRADE)
    long = sorted((s for s in split if len(s[1]) > LONG_SENTENCE), key=lambda s: -len(s[1]))
    return Reading(
        min(max(age, YOUNGEST), OLDEST),
        len(every),
        tuple(sentence for sentence, _words in long[:SHOWN]),
        _hard(split),
    )


def grade(words: list[str], sentences: int) -> float:
    """Flesch-Kincaid: Kincaid, Fishburne, Rogers and Chissom, Navy Research Branch Report 8-75."""
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def syllables(word: str) -> int:
    """How many are heard; 1 at least. A number counts as one."""
    plain = word.lower()
    if plain[0].isdigit():
        return 1
    parts = re.split(r"['’-]", plain)
    return max(1, sum(_heard(parts[0] if len(parts) == 1 else part) for part in parts if part))


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


def _heard(part: str) -> int:
    if len(part) <= 2:  # the end of "it's", of "don't"
        return len(_VOWELS.findall(part))
    pieces = _hyphens().inserted(part).split("-")
    return sum(_in_piece(piece, last=at == len(pieces) - 1) for at, piece in enumerate(pieces))


def _in_piece(piece: str, *, last: bool) -> int:
    """The groups of vowels in it, without an e at its end that nobody hears ("place", "played"),
    and with the two of "social" and "being"."""
    found = len(_VOWELS.findall(piece))
    ends_le = len(piece) > 2 and piece.endswith("le") and piece[-3] not in "aeiouy"
    silent = piece.endswith("e") and len(piece) > 2 and piece[-2] not in "aeiouy" and not ends_le
    if last and re.search(r"[^aeiouytd]ed$", piece):
        silent = True
    if last and re.search(r"[^aeiouyscxzhg]es$", piece):
        silent = True
    if re.search(r"(?<![ctsgx])i[ao](?!us)|[aeu]ing$|[^q]ua|uie|eum|(?:id|ar)ea$", piece):
        found += 1
    return max(found - (silent and found > 1), 1 if _VOWELS.search(piece) else 0)


def _hard(split: list[tuple[str, list[str]]]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for _sentence, words in split:
        for at, word in enumerate(words):
            plain = word.lower()
            named = word[0].isupper() and at > 0  # a name, of somebody or somewhere
            if plain in PLAINER or (syllables(word) >= MANY_SYLLABLES and not named):
                found.setdefault(plain, PLAINER.get(plain, ""))
    # Those first for which there is a plainer word.
    order = sorted(found.items(), key=lambda one: not one[1])
    return tuple(order[: SHOWN * 2])


def _is_ours(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    return bool(letters) and latin >= len(letters) * 0.8
