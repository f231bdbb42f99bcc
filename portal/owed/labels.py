"""What is owed, in words for the adult who owes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from portal.core.words import _, later, moment_words, near_day, plural
from portal.owed.pages import OwedRow, Step
from portal.owed.steps import To

ICONS = {
    "reply": "messages", "visit": "visit", "first_visit": "visit", "pa_visit": "visit",
    "review": "review", "promise": "promise", "health": "health", "school_plan": "school",
    "keep_in_touch": "phone", "worry": "heart",
}  # fmt: skip


_SOMETHING = later("Something to do")
_WHAT = {
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
    "worry": later("Wrote something that must not wait"),
}


def what(row: OwedRow, reader_id: int) -> str:
    """To the adult whose list it is on: their own, or one that was passed on to them."""
    if row.kind == "promise" and row.debtor_id != reader_id:
        return _("%(who)s promised something. It is late, and you were told.", who=row.debtor)
    what = str(_WHAT.get(row.kind, _SOMETHING))
    if row.came_from:
        return f"{passed(row)} · {_('Waits for an answer') if row.kind == 'reply' else what}"
    return f"{what} · {passed(row)}" if row.gone_to else what


def passed(row: OwedRow) -> str:
    """From whom it came, or to whom it went on; "" if it did neither."""
    if row.came_from and row.gone_to:
        return _("Passed to you from %(giver)s, and on to %(to)s",
                 giver=row.came_from, to=row.gone_to)  # fmt: skip
    if row.came_from:
        return _("Passed to you from %(giver)s", giver=row.came_from)
    return _("Passed on to %(to)s", to=row.gone_to) if row.gone_to else ""


def steps_words(steps: Sequence[Step], now: datetime) -> list[str]:
    """To the young person who waits: where their message went, and when. Of those who were asked
    again and again only the last time."""
    again = [step for step in steps if step.to in (To.AGAIN, To.LEAD, To.ADMIN)]
    shown = [step for step in steps if step not in again] + again[-1:]
    return [step_words(step, now) for step in shown]


def step_words(step: Step, now: datetime) -> str:
    gaps = {"giver": step.from_name, "to": step.to_name, "when": moment_words(step.at, now)}
    if step.to is To.COVER:
        return _("%(giver)s is away. Sent on to %(to)s, %(when)s.", **gaps)
    if step.to in (To.LEAD, To.ADMIN):
        return _(
            "%(giver)s has not answered yet. %(to)s was told to find somebody, %(when)s.", **gaps
        )
    if step.to is To.DUTY:
        return _("%(giver)s has not answered yet. Sent on to %(to)s, duty team, %(when)s.", **gaps)
    if step.from_name == step.to_name:
        return _("%(giver)s has not answered yet, and was asked again, %(when)s.", **gaps)
    return _("%(giver)s has not answered yet. Sent on to %(to)s, a manager, %(when)s.", **gaps)


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
