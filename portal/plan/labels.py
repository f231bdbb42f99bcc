"""Names of the parts of a plan, and what each is about, in a young person's words."""

from __future__ import annotations

from portal.core.words import _
from portal.plan.rules import Area

ICONS: dict[str, str] = {
    Area.HOME: "house", Area.PEOPLE: "people", Area.FAMILY_TIME: "family", Area.SCHOOL: "school",
    Area.EDUCATION: "school", Area.WORK: "work", Area.HEALTH: "health", Area.FEELINGS: "heart",
    Area.IDENTITY: "faith", Area.FAMILY: "family", Area.MONEY: "money", Area.SKILLS: "check",
    Area.FUN: "gift", Area.FUTURE: "sun", Area.SAFETY: "help", Area.IMMIGRATION: "travel",
    Area.LEGAL: "id",
}  # fmt: skip


def area_name(area: str) -> str:
    words: dict[str, str] = {
        Area.HOME: _("Where I live"),
        Area.PEOPLE: _("My people"),
        Area.FAMILY_TIME: _("Family time"),
        Area.SCHOOL: _("School"),
        Area.EDUCATION: _("College and learning"),
        Area.WORK: _("Work"),
        Area.HEALTH: _("My health"),
        Area.FEELINGS: _("My feelings"),
        Area.IDENTITY: _("Who I am"),
        Area.FAMILY: _("Family and friends"),
        Area.MONEY: _("Money"),
        Area.SKILLS: _("Things I am learning to do"),
        Area.FUN: _("Things I like"),
        Area.FUTURE: _("My future"),
        Area.SAFETY: _("Being safe"),
        Area.IMMIGRATION: _("My papers"),
        Area.LEGAL: _("Who decides"),
    }
    return words.get(area, _("More"))


def icon(area: str) -> str:
    return ICONS.get(area, "plan")


def plan_name(kind: str) -> str:
    return {
        "care": _("My plan"),
        "pathway": _("My pathway plan"),
        "school": _("My school plan"),
        "health": _("My health plan"),
        "wellbeing": _("My wellbeing plan"),
    }.get(kind, _("My plan"))
