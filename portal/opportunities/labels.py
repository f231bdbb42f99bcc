"""Things to do in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from portal.agenda.labels import last_day
from portal.articles.needs import slug_of
from portal.core import clock
from portal.core.words import _, day_words, later, near_day, short_date, time_words
from portal.opportunities.calendar import Entry
from portal.opportunities.meant import Meant
from portal.opportunities.pages import Chance, Change, Kept, Wish
from portal.opportunities.rules import Did, For, Sort

SORTS = {
    Sort.JOB.value: later("A job"),
    Sort.COURSE.value: later("A course"),
    Sort.MENTOR.value: later("A mentor"),
    Sort.CLUB.value: later("A club"),
    Sort.GROUP.value: later("A group"),
    Sort.EVENT.value: later("Something on one day"),
}
ICONS = {
    Sort.JOB.value: "work", Sort.COURSE.value: "school", Sort.MENTOR.value: "person",
    Sort.CLUB.value: "ball", Sort.GROUP.value: "people", Sort.EVENT.value: "calendar",
}  # fmt: skip
SORTS_ALL = {
    Sort.JOB.value: later("Jobs"),
    Sort.COURSE.value: later("Courses"),
    Sort.MENTOR.value: later("Mentors"),
    Sort.CLUB.value: later("Clubs"),
    Sort.GROUP.value: later("Groups"),
    Sort.EVENT.value: later("Events"),
}
AUDIENCES = {
    For.YOUNG.value: later("Young people"),
    For.PARENTS.value: later("Young people who are parents"),
    For.CARERS.value: later("Carers"),
}
OPEN = {
    "yes": later("Yes, anybody may come"),
    "no": later("No, only young people"),
}
_NOT_FOR_ALL = {
    For.PARENTS.value: later("For mums and dads"),
    For.CARERS.value: AUDIENCES[For.CARERS.value],
}
NEEDS = {
    "work": later("Work"),
    "college": later("School and college"),
    "fun": later("Fun and friends"),
    "money": later("Money"),
    "home": later("A home"),
    "health": later("Health"),
    "feelings": later("Feelings"),
    "baby": later("My baby"),
    "new_in_uk": later("New in the UK"),
    "leaving": later("Moving on"),
    "carers": later("For people who look after a child"),
    "parents": later("For mums and dads"),
}


def sort(code: str) -> str:
    return str(SORTS.get(code, ""))


def until(closes: date | None, today: date) -> str:
    """By when to ask for it."""
    if closes is None:
        return _("Open all year")
    return _("Ask by %(day)s", day=near_day(closes, today))


def last(one: Chance, today: date) -> str:
    """The last day to ask for it, in words; "" where that is the day itself."""
    if one.ends is not None:
        return near_day(one.ends, today)
    return "" if one.has_day else _("Open all year")


def line(one: Chance, today: date) -> str:
    """Under its title on the board."""
    if one.wall is not None and one.wall.date() >= today:
        what = when(one)
    else:
        what = until(one.closes, today)
    who = str(_NOT_FOR_ALL.get(one.audience, ""))
    return " · ".join(part for part in (who, one.town, what) if part)


def calendar_entries(one: Chance) -> Iterator[Entry]:
    """Its day, and the last day to ask for it."""
    if one.wall is not None:
        yield Entry(one.ref, one.title, one.wall)
    if one.ends is not None:
        yield Entry(f"{one.ref}-ends", last_day(one.title), one.ends)


def board_href(sort: str = "", need: str = "", town: str = "") -> str:
    """The board, narrowed. Its address stays in a browser's history, so it tells of no need that
    would say who is reading."""
    return url_for(
        "opportunities.board", sort=sort or None, need=slug_of(need) or None, town=town or None
    )


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    here: bool


def tabs(sorts: Iterable[str], wish: Wish) -> list[Tab]:
    """All of it, and each sort that there is; need and town stay as they were chosen."""

    def way(sort: str) -> str:
        return board_href(sort, wish.need, wish.town)

    shown = dict.fromkeys((*sorts, *([wish.sort] if wish.sort else ())))
    every = Tab(_("Everything"), way(""), not wish.sort)
    return [every, *(Tab(str(SORTS_ALL[s]), way(s), s == wish.sort) for s in shown)]


def when(one: Chance) -> str:
    return _at(one.wall)


def _at(wall: datetime | None) -> str:
    if wall is None:
        return ""
    return _("%(day)s at %(time)s", day=day_words(wall.date()), time=time_words(wall))


def ages(one: Chance) -> str:
    """Of what is for carers no age is said."""
    if one.audience == For.CARERS.value:
        return str(AUDIENCES[For.CARERS.value])
    return _("For people aged %(first)s to %(last)s", first=one.age_from, last=one.age_to)


_DID = {
    Did.WORDS: later("%(name)s wrote this on %(day)s"),
    Did.CHECKED: later("%(name)s checked it on %(day)s"),
    Did.DOWN: later("%(name)s took it down on %(day)s"),
    Did.UP: later("%(name)s put it back on %(day)s"),
}


def did(one: Change) -> str:
    """Who did what, and when."""
    return _DID[one.did] % {"name": one.by, "day": short_date(clock.today(one.at))}


def came_of(one: Change) -> str:
    """Whether words count, and by whom."""
    if one.agreed_at is not None:
        day = short_date(clock.today(one.agreed_at))
        return _("%(name)s agreed on %(day)s", name=one.agreed_by, day=day)
    if one.dropped_at is not None:
        day = short_date(clock.today(one.dropped_at))
        return _("Not used: %(name)s, %(day)s", name=one.dropped_by, day=day)
    return _("Waits for a second person") if one.waits else ""


def told(meant: Meant) -> list[tuple[str, str]]:
    """Everything that people would read, each with what it is called on the form."""
    ages = _("For people aged %(first)s to %(last)s", first=meant.age_from, last=meant.age_to)
    lines = [
        (_("What is it?"), sort(meant.sort)),
        (_("Who is it for?"), f"{AUDIENCES[meant.audience]} · {ages}"),
        (_("Is it open to everybody?"), OPEN["yes"] if meant.open_to_all else ""),
        (_("What does it help with?"), NEEDS.get(meant.need, "")),
        (_("Title"), meant.title),
        (_("What is it like?"), meant.text),
        (_("Who can come?"), meant.who_can),
        (_("How do people ask for it?"), meant.how),
        (_("What do people bring?"), meant.bring),
        (_("Which town?"), meant.town),
        (_("Where is it?"), meant.place),
        (_("A web page about it"), meant.web),
        (_("From which day can people ask?"), day_words(meant.opens)),
        (_("Until which day?"), day_words(meant.closes) if meant.closes else ""),
        (_("On which day is it?"), _at(meant.wall)),
    ]
    return [(name, str(value)) for name, value in lines]


def to_agree(one: Change) -> list[tuple[str, str, str]]:
    """(what it is called, what people would read, what they read now where that is not the same).
    Of a change only what is changed."""
    if one.meant is None:
        return []
    if one.was is None:
        return [(name, value, "") for name, value in told(one.meant) if value]
    pairs = zip(told(one.meant), told(one.was), strict=True)
    return [(name, will or "—", was or "—") for (name, will), (_n, was) in pairs if will != was]


def kept_line(one: Kept, today: date) -> str:
    """Under its title on the editors' list."""
    checked = _("Checked %(day)s", day=day_words(one.checked_on))
    return " · ".join(
        part for part in (sort(one.sort), one.town, until(one.closes, today), checked) if part
    )
