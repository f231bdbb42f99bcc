"""Words that tell what somebody is: over a shoulder, to a landlord, in a list of open windows. One
list for titles and addresses of pages, things to do and things to claim, and for letters. English
only: what is said in other languages is read by those who speak them."""

from __future__ import annotations

import re

# Each stands for one letter, so that what was found can be shown as it was written.
_ALIKE = str.maketrans({"\u2019": "'", "\u02bc": "'", **dict.fromkeys("-_\u2010\u2011\u2013", " ")})
_TELLING = re.compile(
    r"\bin(?:\s+the)?\s+care\b|"
    r"\b(?:left|leav\w*|from|of|was|were|after|council|local\s+authority|residential|kinship)"
    r"\s+care\b|"
    r"\bcare\s?(?:leav\w*|experienced?|system|homes?|orders?|plans?|records?|councils?)\b|"
    r"\blooked\s+after\b|\bsocial|\bfoster|\basylum|\brefugee|\bunaccompanied|\buasc\b|"
    r"\bimmigration|\badvoca|\badopt|\babuse|\bsex|\bdrug|\bguardian|\bremand|\bsafeguarding|"
    r"\bchildren'?s\s+(?:services?|homes?|trusts?)\b|\bchild\s+protection|"
    r"\bpersonal\s+advis|\bcorporate\s+parent",
    re.IGNORECASE,
)


def telling(words: str) -> str:
    """The first of them in these words, as it stands there; "" where nothing tells. A name is no
    word: of a letter that is filled in, ask without the name ("Jo Foster")."""
    found = _TELLING.search(words.translate(_ALIKE))
    return words[found.start() : found.end()] if found else ""


def tells(words: str) -> bool:
    return bool(telling(words))
