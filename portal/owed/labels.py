"""What is owed, in words for the adult who owes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.core.words import _, later, near_day, plural
from portal.owed.pages import OwedRow

ICONS = {
    "reply": "messages", "visit": "visit", "first_visit": "visit", "pa_visit": "visit",
    "review": "review", "promise": "promise", "health": "health", "school_plan": "school",
    "keep_in_touch": "phone", "worry": "warn",
}  # fmt: skip


_SOMETHING = later("Something to do")
_WHAT = {
    "worry": later("Wrote something that must not wait"),
    "reply": later("Wrote to you, waits for an answer"),
    "visit": later("Visit"),
    "first_visit": later("First visit in this home"),
    "pa_visit": later("Adviser's visit"),
    "review": later("Review"),
    "promise": later("You promised something"),
    "health": later("Health check"),
    "sdq": later("Questions about feelings"),
    "school_plan": later("School plan"),
    "pathway_assessment": later("Leaving-care needs assessment"),
    "pathway_plan": later("Pathway plan"),
    "pathway_review": later("Pathway plan review"),
    "keep_in_touch": later("Keep in touch"),
    "return_interview": later("Talk after coming back"),
    "care_plan": later("Care plan"),
    "placement_plan": later("Placement plan"),
}


def what(row: OwedRow, reader_id: int) -> str:
    """To the adult whose list it is on: their own, or one that was passed on to them."""
    if row.kind == "promise" and row.debtor_id != reader_id:
        return _("%(who)s promised something. It is late, and you were told.", who=row.debtor)
    return str(_WHAT.get(row.kind, _SOMETHING))


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


BUCKETS = (
    ("now", later("Late or urgent")),
    ("week", later("Within a week")),
    ("month", later("Within four weeks")),
    ("later", later("Later")),
)


def buckets(rows: Sequence[OwedRow], today: date) -> list[tuple[str, str, list[OwedRow]]]:
    """(bucket, its heading, its rows), without empty ones, in the order of urgency."""
    found: dict[str, list[OwedRow]] = {name: [] for name, _heading in BUCKETS}
    for row in rows:
        found[_bucket(row, today)].append(row)
    return [(name, str(heading), found[name]) for name, heading in BUCKETS if found[name]]


def _bucket(row: OwedRow, today: date) -> str:
    if row.urgent or row.late:
        return "now"
    away = (row.due_day - today).days
    return "week" if away <= 7 else "month" if away <= 28 else "later"
