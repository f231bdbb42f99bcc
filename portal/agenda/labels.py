"""A coming thing, in words: to the young person themselves, and to an adult."""

from __future__ import annotations

from datetime import date

from portal.agenda.pages import Item
from portal.core.words import _, later, near_day, short_date, time_words

ENDPOINTS = {
    "visit": "visits.visit",
    "family_time": "family_time.family_time",
    "review": "reviews.review",
    "appointment": "staying.appointment",
    "early_review": "pathway.early",
    "chance": "opportunities.one",
    "chance_ends": "opportunities.one",
    "group": "groups.date",
    "group_told": "groups.date",
}
# "group_told": whoever they live with may see it.
GROUPS = ("group", "group_told")
ICONS = {
    "visit": "visit", "family_time": "family", "review": "review", "by_health": "health",
    "by_school_plan": "school", "by_review": "review", "by_pathway_review": "plan",
    "early_review": "review", "by_big_question": "plan", "chance": "star", "chance_ends": "clock",
    "group": "people", "group_told": "people",
}  # fmt: skip
PICTURES = {"visit": "visit", "family_time": "family_time", "review": "review",
            "by_health": "health", "by_school_plan": "school"}  # fmt: skip


def title(item: Item) -> str:
    """Family time with Mum. Sam visits you. Your review."""
    who = item.with_label
    if item.kind == "visit":
        return _("%(who)s visits you", who=who) if who else _("A visit")
    if item.kind == "family_time":
        return _("Family time with %(who)s", who=who) if who else _("Family time")
    if item.kind == "review":
        return _("Your review")
    if item.kind == "appointment":
        return _("An appointment")
    if item.kind == "early_review":
        return _("A look at your pathway plan")
    if item.kind in GROUPS:
        return who or _("A meeting")
    if item.kind == "chance":
        return who
    if item.kind == "chance_ends":
        return last_day(who)
    return by_title(item.kind)


def last_day(what: str) -> str:
    """Of something that can be asked for until then."""
    return _("Last day to ask: %(what)s", what=what)


_SOMETHING = later("Something to do")
_BY = {
    "by_visit": later("Your next visit"),
    "by_first_visit": later("Your first visit"),
    "by_review": later("Your next review"),
    "by_health": later("Your next health check"),
    "by_school_plan": later("Your school plan"),
    "by_pathway_review": later("A look at your pathway plan"),
    "by_pa_visit": later("A visit from your adviser"),
    "by_big_question": later("The next talk about a big question"),
}


def by_title(kind: str) -> str:
    """What should be by a day, said without blame."""
    return str(_BY.get(kind, _SOMETHING))


_BY_FOR_OTHERS = {
    "by_visit": later("Next visit"),
    "by_first_visit": later("First visit"),
    "by_review": later("Next review"),
    "by_health": later("Health check"),
    "by_school_plan": later("School plan"),
    "by_pathway_review": later("Pathway plan review"),
    "by_pa_visit": later("Adviser's visit"),
    "by_big_question": later("A talk about their plan"),
}


def title_of_other(item: Item) -> str:
    """The same for an adult who looks after them."""
    who = item.with_label
    if item.kind == "visit":
        return _("Visit by %(who)s", who=who) if who else _("Visit")
    if item.kind == "family_time":
        return _("Family time with %(who)s", who=who) if who else _("Family time")
    if item.kind == "review":
        return _("Review")
    if item.kind == "appointment":
        return _("Appointment")
    if item.kind == "early_review":
        return _("An early look at the pathway plan")
    if item.kind in GROUPS:
        return who or _("A meeting")
    return str(_BY_FOR_OTHERS.get(item.kind, _SOMETHING))


def when(item: Item, today: date) -> str:
    """Saturday at 2pm. By 6 November."""
    if item.by:
        return _("by %(day)s", day=short_date(item.day))
    day = near_day(item.day, today)
    if item.wall is None:
        return day
    return _("%(day)s at %(time)s", day=day, time=time_words(item.wall.time()))


def with_when(item: Item, today: date) -> str:
    """The whole thing in one line: Family time with Mum, Saturday at 2pm."""
    if item.by:
        return should_be(item)
    return _("%(what)s, %(when)s", what=title(item), when=when(item, today))


def should_be(item: Item) -> str:
    """Your next visit should be by 6 November."""
    return _("%(what)s should be by %(day)s", what=title(item), day=short_date(item.day))


def icon(kind: str) -> str:
    return ICONS.get(kind, "calendar")


def picture(kind: str) -> str:
    return PICTURES.get(kind, "other")
