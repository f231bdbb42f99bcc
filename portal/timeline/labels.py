"""What comes when, in words: ages, the words of the data file, and the sum for staff."""

from __future__ import annotations

from datetime import date

from portal.clocks.category import Category
from portal.core.words import _, full_date, later, listed, plural
from portal.timeline.pages import Explained, Period
from portal.timeline.rules import AUGUST, Dated, Stage, Verdict

_AGES = {
    "15.5": later("15 and a half"),
    "16": later("16"),
    "17.5": later("17 and a half"),
    "18": later("18"),
    "21": later("21"),
    "25": later("25"),
    AUGUST: later("Studies"),
}
_HEADINGS = {
    "15.5": later("15 and a half"),
    "16": later("Your 16th birthday"),
    "17.5": later("17 and a half"),
    "18": later("Your 18th birthday"),
    "21": later("Your 21st birthday"),
    "25": later("Your 25th birthday"),
    AUGUST: later("School and college"),
}


def age(at: str) -> str:
    return str(_AGES[at])


def heading(at: str) -> str:
    return str(_HEADINGS[at])


def anchor(at: str) -> str:
    """For a link to it on the page."""
    return f"at-{at.replace('.', '-')}"


def text(dated: Dated, band: str) -> str:
    """The words for this age of words, with every date in them."""
    gaps = {
        "day": full_date(dated.day),
        "by": full_date(dated.by) if dated.by else "",
        "until": full_date(dated.until) if dated.until else "",
        "year": school_year(dated.day),
        "amount": dated.thing.amount,
    }
    return _(dated.thing.words[band], **gaps)


def title(dated: Dated) -> str:
    return _(dated.thing.title)


def school_year(day: date) -> str:
    """2026 to 2027: the one that begins after this 31 August."""
    return _("%(first)s to %(second)s", first=day.year, second=day.year + 1)


def meaning_title(explained: Explained) -> str:
    return _(explained.meaning.title)


def meaning_text(explained: Explained, band: str) -> str:
    return _(
        explained.meaning.words[band],
        until=full_date(explained.until),
        then=full_date(explained.then) if explained.then else "",
    )


def how_far(day: date, today: date) -> str:
    """in 3 days, in 5 months, in 2 years: whole ones, counted down."""
    days = (day - today).days
    if days < 31:
        return plural("Tomorrow", "In %(num)s days", days)
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    if months < 24:
        return plural("In %(num)s month", "In %(num)s months", max(months, 1))
    return plural("In %(num)s year", "In %(num)s years", months // 12)


def proof(dated: Dated) -> str:
    """Where it says so, and when somebody last looked."""
    thing = dated.thing
    return _("Where it says so: %(cite)s. Looked up on %(day)s.",
             cite=thing.cite, day=full_date(thing.checked_on))  # fmt: skip


def proof_of(dated: Dated) -> str:
    """The same in a list of several."""
    thing = dated.thing
    return _("%(title)s: %(cite)s. Looked up on %(day)s.",
             title=title(dated), cite=thing.cite, day=full_date(thing.checked_on))  # fmt: skip


# For staff, who know the words of the law.
_CATEGORIES = {
    Category.LOOKED_AFTER_UNDER_16: later("looked after, under 16"),
    Category.LOOKED_AFTER_NOT_YET_ELIGIBLE: later("looked after, not yet eligible"),
    Category.NOT_ELIGIBLE_SHORT_BREAKS: later("short breaks only"),
    Category.ELIGIBLE: later("eligible"),
    Category.RELEVANT: later("relevant"),
    Category.FORMER_RELEVANT: later("former relevant"),
    Category.QUALIFYING: later("qualifying"),
    Category.QUALIFYING_EDUCATION_TO_25: later("qualifying, in education"),
}


def category_name(found: Category | None) -> str:
    return str(_CATEGORIES[found]) if found in _CATEGORIES else _("nothing that we know")


def verdict(found: Verdict) -> str:
    words = {
        Verdict.AGREES: _("Our sum agrees"),
        Verdict.DIFFERS: _("Please check this: our sum differs"),
        Verdict.NOT_RECORDED: _("Please check this: no category is recorded"),
        Verdict.CANNOT_TELL: _("We could not tell"),
    }
    return words[found]


def stage_title(stage: Stage) -> str:
    return _("%(what)s: %(day)s", what=heading(stage.at), day=full_date(stage.day))


def periods(found: tuple[Period, ...]) -> str:
    """Each unbroken time in care, one after another."""
    said = []
    for p in found:
        start = full_date(p.started)
        words = (
            _("%(start)s to %(end)s", start=start, end=full_date(p.ended))
            if p.ended
            else _("since %(start)s", start=start)
        )
        said.append(_("%(days)s (short breaks)", days=words) if p.short_breaks else words)
    return listed(said)


def turned(found: tuple[tuple[int, date], ...]) -> str:
    return listed([_("%(age)s on %(day)s", age=age, day=full_date(day)) for age, day in found])
