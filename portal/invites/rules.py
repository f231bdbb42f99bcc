"""Codes, and words that two people agree on. Plain functions."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

INVITE_LASTS = timedelta(hours=72)
# Wrong words before a code is over.
MOST_TRIES = 5

# No vowels (no words by chance), nothing that looks like something else.
CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12

SHORTEST_WORD = 6
LONGEST_WORD = 100
# So many letters must be left when names and numbers are taken away.
FEWEST_LETTERS = 4
FEWEST_KINDS = 4
SHORTEST_NAME = 3


class Purpose(StrEnum):
    """For somebody without an account, or for somebody who has one and cannot get in."""

    FIRST = "first"
    AGAIN = "again"


def new_code() -> str:
    """A code as it is shown: three groups of four, 57 random bits."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(code[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def code_hash(code: str) -> str:
    """How an invitation's code is kept. Case, spaces and dashes do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(b"invite:" + plain.encode()).hexdigest()


def tidy_word(text: str) -> str:
    """How an agreed word is compared: letters and numbers only, in one case, so that nobody is
    kept out by a space or a capital."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LMN")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
# What somebody who guesses tries first.
_PLAIN = frozenset(
    "password passphrase secret secretword letmein welcome iloveyou football sunshine princess "
    "pokemon minecraft roblox fortnite liverpool arsenal chelsea mancity manchester alongside "
    "computer whatever superman spiderman batman unicorn butterfly chocolate monkey dragon "
    "codeword mysecret myword mycode nothing family mother father brother sister".split()
)


def word_problem(text: str, names: Iterable[str], born: date | None) -> str | None:
    """A code for what is wrong with an agreed word: "short", "long", "birthday", "name", "plain";
    None when it is good. names: of the person and those near them, and their user name."""
    word = tidy_word(text)
    if len(text) > LONGEST_WORD:
        return "long"
    if len(word) < SHORTEST_WORD:
        return "short"
    if born is not None and _says_birthday(word, born):
        return "birthday"
    rest = _without(word, names)
    if rest != word and _letters(rest) < FEWEST_LETTERS:
        return "name"
    return "plain" if _is_plain(word) else None


def _letters(word: str) -> int:
    return sum(c.isalpha() for c in word)


def _without(word: str, names: Iterable[str]) -> str:
    """The longest first: what is left of "samuel" is not "uel" because somebody is called Sam."""
    parts = {tidy_word(part) for name in names for part in (name, *re.split(r"[\W_]+", name))}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= SHORTEST_NAME:
            word = word.replace(part, "")
    return word


def _is_plain(word: str) -> bool:
    letters = "".join(c for c in word if not c.isnumeric())
    return (
        _letters(word) < FEWEST_LETTERS
        or len(set(word)) < FEWEST_KINDS
        or letters in _PLAIN
        or any(letters in row or letters in row[::-1] for row in _ROWS)
    )


def _says_birthday(word: str, born: date) -> bool:
    digits = "".join(str(unicodedata.decimal(c)) for c in word if c.isdecimal())
    day, month, year = f"{born.day:02}", f"{born.month:02}", f"{born.year}"
    spelt = [f"{a}{b}{y}" for a, b in ((day, month), (month, day)) for y in (year, year[2:])]
    spelt += [f"{year}{month}{day}", f"{born.day}{born.month}{year}", day + month]
    if any(one in digits for one in spelt):
        return True
    return _MONTHS[born.month - 1] in word and str(born.day) in digits


_NO_WORDS = frozenset({"and", "the"})
_SHORTEST_PART = 3
COMMON_WORDS = 2
COMMON_LETTERS = 8


def too_like(new: str, old: str) -> bool:
    """Whether a new passphrase is so near to the old one that whoever knows that one would soon
    guess it: two words of it again, or many letters in a row."""
    if len(_parts(new) & _parts(old)) >= COMMON_WORDS:
        return True
    plain, before = tidy_word(new), tidy_word(old)
    pieces = (plain[i : i + COMMON_LETTERS] for i in range(len(plain) - COMMON_LETTERS + 1))
    return any(piece in before for piece in pieces)


def _parts(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    parts = set(re.split(r"[\W_]+", plain)) - _NO_WORDS
    return {part for part in parts if len(part) >= _SHORTEST_PART}
