"""What is owed, in words for the adult who owes it."""

from __future__ import annotations

from datetime import date

from portal.core.words import _, near_day, plural
from portal.owed.pages import OwedRow

ICONS = {
    "reply": "messages", "visit": "visit", "first_visit": "visit", "pa_visit": "visit",
    "review": "review", "promise": "promise", "health": "health", "school_plan": "school",
    "keep_in_touch": "phone",
}  # fmt: skip


def what(row: OwedRow) -> str:
    return {
        "reply": _("Wrote to you, waits for an answer"),
        "visit": _("Visit"),
        "first_visit": _("First visit in this home"),
        "pa_visit": _("Adviser's visit"),
        "review": _("Review"),
        "promise": _("You promised something"),
        "health": _("Health check"),
        "sdq": _("Questions about feelings"),
        "school_plan": _("School plan"),
        "pathway_assessment": _("Leaving-care needs assessment"),
        "pathway_plan": _("Pathway plan"),
        "pathway_review": _("Pathway plan review"),
        "keep_in_touch": _("Keep in touch"),
        "return_interview": _("Talk after coming back"),
        "care_plan": _("Care plan"),
        "placement_plan": _("Placement plan"),
    }.get(row.kind, _("Something to do"))


def chip(row: OwedRow, today: date) -> str:
    """Needs help today. Was due Friday. Answer by Tuesday."""
    day = near_day(row.due_day, today)
    if row.urgent:
        return _("Needs help today")
    if row.late:
        away = (today - row.due_day).days
        if away > 6:
            return plural("%(num)s day late", "%(num)s days late", away)
        return _("Was due %(day)s", day=day)
    if row.kind == "reply":
        return _("Answer by %(day)s", day=day)
    return _("By %(day)s", day=day)


def chip_state(row: OwedRow) -> str:
    if row.urgent:
        return "new"
    if row.late:
        return "late"
    return "kept" if row.kind == "reply" else "wait"
