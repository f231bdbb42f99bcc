"""Numbers in words."""

from __future__ import annotations

from portal.core.words import _, later, month_words
from portal.say.kinds import kind_of
from portal.say.themes.rules import Age, Heard, Home, Kept, Part, Quarter, Time, What

HEADINGS = {
    What.KIND: later("What they said something about"),
    What.HEADING: later("Headings"),
    What.TIME: later("Whether they were answered in time"),
    What.HEARD: later("What they said of the answer: does this answer you?"),
    What.KEPT: later("What was promised in an answer"),
    What.AGE: later("How old they were"),
    What.HOME: later("Where they lived"),
}
_WORDS: dict[What, dict[str, str]] = {
    What.TIME: {
        Time.IN_TIME: later("Every answer in time"),
        Time.LATE: later("An answer was late, or still waits"),
    },
    What.HEARD: {
        Heard.YES: later("Yes"), Heard.PARTLY: later("Partly"), Heard.NO: later("No"),
        Heard.NOT_SAID: later("Not said"),
    },
    What.KEPT: {
        Kept.KEPT: later("Kept in time"), Kept.LATE: later("Late, or not kept"),
        Kept.COMING: later("Still to come"), Kept.NONE: later("Nothing promised"),
    },
    What.AGE: {
        Age.CHILD: later("Under 12"), Age.TEEN: later("12 to 15"), Age.NEARLY: later("16 and 17"),
        Age.ADULT: later("18 and over, or not known"),
    },
    What.HOME: {
        Home.FOSTER: later("With foster carers or adopters"),
        Home.FAMILY: later("With family or friends"),
        Home.RESIDENTIAL: later("Children’s home"),
        Home.OWN: later("Supported, or a place of their own"),
        Home.OTHER: later("Another kind of home"),
        Home.LEFT: later("Not in care any more"),
    },
}  # fmt: skip


def quarter(found: Quarter) -> str:
    """January 2026 to March 2026."""
    return _("%(first)s to %(last)s", first=month_words(found.first), last=month_words(found.last))


def heading(part: Part) -> str:
    if part.what is What.HEADING:
        return _("Headings: %(kind)s", kind=_kind(part.of))
    return str(HEADINGS[part.what])


def group(part: Part, codes: tuple[str, ...]) -> str:
    """One, or those that were joined."""
    return " · ".join(_name(part, code) for code in codes)


def _name(part: Part, code: str) -> str:
    if part.what is What.KIND:
        return _kind(code)
    if part.what is What.HEADING:
        return _topic(part.of, code)
    return str(_WORDS[part.what][code])


def _kind(code: str) -> str:
    try:
        return str(kind_of(code).label)
    except KeyError:  # of a room that is not there any more
        return _("Something else")


def _topic(kind: str, code: str) -> str:
    try:
        return str(kind_of(kind).topics.get(code, "")) or _("Another heading")
    except KeyError:
        return _("Another heading")
