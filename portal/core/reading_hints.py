"""For which age a text is, in words to whoever writes it: a hint, never a gate."""

from __future__ import annotations

from portal.core.reading_age import Reading, reading
from portal.core.words import _, later

# Up to which age of reading the words are good for those who read them.
_GOOD_UNTIL = {"child": 9, "teen": 12, "adult": 15}
_GOOD = {
    "child": later("About age %(age)s: good for 8 to 11."),
    "teen": later("About age %(age)s: good for 12 to 15."),
    "adult": later("About age %(age)s: good for 16 and over."),
}
_HARD = {
    "child": later("About age %(age)s: hard for 8 to 11."),
    "teen": later("About age %(age)s: hard for 12 to 15."),
    "adult": later("About age %(age)s: hard for most people."),
}


def hint(band: str, found: Reading) -> str:
    """About age 9: good for 8 to 11."""
    words = _GOOD if found.age <= _GOOD_UNTIL[band] else _HARD
    return str(words[band]) % {"age": found.age}


def notes(found: Reading) -> list[str]:
    """What makes it hard, one line each: only where something does."""
    said = [_("A long sentence: “%(sentence)s”", sentence=one) for one in found.longest]
    for word, plainer in found.hard:
        if plainer:
            said.append(_("“%(word)s”: you could say “%(plainer)s”.", word=word, plainer=plainer))
        else:
            said.append(_("A hard word: “%(word)s”", word=word))
    return said


def hints(band: str, *texts: str) -> list[str]:
    """The hint, and what is behind it; one line when there is too little to tell."""
    text = "\n".join(filter(None, texts))
    found = reading(text)
    if found is None:
        return [_("There is too little English here to tell for which age it is.")] if text else []
    return [hint(band, found), *notes(found)]
