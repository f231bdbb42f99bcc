"""How hard a text is to read: the Flesch-Kincaid grade, roughly the American school year.

Grade 4 to 5 is read at nine or ten. The count of syllables is a rule of thumb for English.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z’']+|\d+")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)")


def grade(text: str) -> float:
    words = _WORD.findall(text)
    sentences = max(1, len(_SENTENCE.findall(text)))
    beats = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * beats / len(words) - 15.59


def syllables(word: str) -> int:
    word = word.lower().replace("’", "").replace("'", "")
    if word.endswith("e") and not word.endswith("le"):
        word = word[:-1]
    if word.endswith("ed") and not word.endswith(("ted", "ded")):
        word = word[:-2]
    return max(1, len(re.findall(r"[aeiouy]+", word)))
