"""Names of the parts of a plan, and what each is about, in a young person's words."""

from __future__ import annotations

from portal.core.words import later
from portal.plan.rules import Area

ICONS: dict[str, str] = {
    Area.HOME: "house", Area.PEOPLE: "people", Area.FAMILY_TIME: "family", Area.SCHOOL: "school",
    Area.EDUCATION: "school", Area.WORK: "work", Area.HEALTH: "health", Area.FEELINGS: "heart",
    Area.IDENTITY: "faith", Area.FAMILY: "family", Area.MONEY: "money", Area.SKILLS: "check",
    Area.FUN: "gift", Area.FUTURE: "sun", Area.SAFETY: "help", Area.IMMIGRATION: "id",
    Area.LEGAL: "id",
}  # fmt: skip


_MORE = later("More")
_AREA_NAMES: dict[str, str] = {
    Area.HOME: later("Where I live"),
    Area.PEOPLE: later("My people"),
    Area.FAMILY_TIME: later("Family time"),
    Area.SCHOOL: later("School"),
    Area.EDUCATION: later("College and learning"),
    Area.WORK: later("Work"),
    Area.HEALTH: later("My health"),
    Area.FEELINGS: later("My feelings"),
    Area.IDENTITY: later("Who I am"),
    Area.FAMILY: later("Family and friends"),
    Area.MONEY: later("Money"),
    Area.SKILLS: later("Things I am learning to do"),
    Area.FUN: later("Things I like"),
    Area.FUTURE: later("My future"),
    Area.SAFETY: later("Being safe"),
    Area.IMMIGRATION: later("My papers"),
    Area.LEGAL: later("Who decides"),
}


def area_name(area: str) -> str:
    return str(_AREA_NAMES.get(area, _MORE))


def icon(area: str) -> str:
    return ICONS.get(area, "plan")


_PLAN_NAMES = {
    "care": later("My plan"),
    "pathway": later("My pathway plan"),
    "school": later("My school plan"),
    "health": later("My health plan"),
    "wellbeing": later("My wellbeing plan"),
}


def plan_name(kind: str) -> str:
    return str(_PLAN_NAMES.get(kind, _PLAN_NAMES["care"]))
