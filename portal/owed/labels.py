"""What is owed, in words for the adult who owes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from portal.core import clock
from portal.core.words import _, later, local_day, moment_words, near_day, plural
from portal.owed.pages import OwedRow, Step
from portal.owed.steps import To

ICONS = {
    "reply": "messages", "visit": "visit", "first_visit": "visit", "pa_visit": "visit",
    "review": "review", "promise": "promise", "health": "health", "school_plan": "school",
    "keep_in_touch": "phone", "call_back": "phone", "lost_touch": "search", "news_reply": "say",
    "worry": "warn", "move_question": "house", "early_review": "review", "plan_response": "say",
    "big_question": "plan", "plan_breach": "warn", "dispute": "review", "said": "say",
    "said_iro": "say", "said_manager": "say", "complaint": "review", "poll_did": "check",
    "claim": "money",
}  # fmt: skip


ANSWERS = (
    "reply", "plan_response", "said", "said_iro", "said_manager", "complaint", "news_reply",
    "move_question", "dispute", "claim",
)  # fmt: skip
_SOMETHING = later("Something to do")
_WHAT = {
    "reply": later("Wrote to you, waits for an answer"),
    "news_reply": later("Wrote to you about news, waits for an answer"),
    "plan_response": later("Said something about their plan, waits for an answer"),
    "said": later("Said what they think, waits for an answer"),
    "said_iro": later("Said something to their reviewing officer, waits for an answer"),
    "said_manager": later("Said that something is wrong, waits for an answer"),
    "complaint": later("A complaint waits for you"),
    "claim": later("Asked for something: decide it, or see that it is paid"),
    "big_question": later("A big question is asked again"),
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
    "call_back": later("Asked to be called"),
    "lost_touch": later("Finding each other again: the next step"),
    "return_interview": later("Talk after coming back"),
    "care_plan": later("Care plan"),
    "placement_plan": later("Placement plan"),
    "worry": later("Wrote something that must not wait"),
    "move_question": later("Asked about a move, waits for an answer"),
    "early_review": later("Asks for an early look at their pathway plan"),
    "plan_breach": later("A plan was taken back: the steps after it"),
    "dispute": later("A reviewing officer asks you to look at something again"),
    "poll_did": later("Questions to many are over: say what was done because of the answers"),
}


_OF_OTHERS = {
    "reply": later("Waits for an answer"),
    "promise": later("Was promised something"),
}


def what_of_others(row: OwedRow) -> str:
    """To somebody who looks at a colleague's list. Nothing of what was written or promised."""
    return str(_OF_OTHERS.get(row.kind) or _WHAT.get(row.kind, _SOMETHING))


def what(row: OwedRow, reader_id: int) -> str:
    """To the adult whose list it is on: their own, or one that was passed on to them."""
    if row.kind == "promise":
        return _promised(row, reader_id)
    if row.only_told:
        return _(
            "An answer by %(who)s, reviewing officer, is late. You are told that, not what was "
            "said.", who=row.debtor,
        )  # fmt: skip
    if row.kind == "dispute" and row.came_as == To.OFFICER:
        return _("What you asked the council about them has no answer. Take it a step up.")
    if row.by_carer:
        return _("A carer wrote about them, waits for an answer")
    if row.came_from and row.kind == "reply":
        return _("Waits for an answer")
    return str(_WHAT.get(row.kind, _SOMETHING))


def _promised(row: OwedRow, reader_id: int) -> str:
    if row.debtor_id != reader_id:
        if not row.late:
            return _("%(who)s promised something. You were asked to look at it.", who=row.debtor)
        return _("%(who)s promised something. It is late, and you were told.", who=row.debtor)
    if row.asked_at is not None:
        day = near_day(local_day(row.asked_at), clock.today(clock.now()))
        return _("You promised something. They asked if it is still coming, %(day)s.", day=day)
    return str(_WHAT["promise"])


def steps_words(steps: Sequence[Step], now: datetime) -> list[str]:
    """To the young person who waits: where their message went, and when. Of those who were asked
    again and again only the last time."""
    again = [step for step in steps if step.to in (To.AGAIN, To.TOLD, To.LEAD, To.ADMIN)]
    shown = [step for step in steps if step not in again[:-1]]
    return [step_words(step, now) for step in shown]


def step_words(step: Step, now: datetime) -> str:
    gaps = {"giver": step.from_name, "to": step.to_name, "when": moment_words(step.at, now)}
    if step.to is To.COVER:
        return _("%(giver)s is away. Sent on to %(to)s, %(when)s.", **gaps)
    if step.to in (To.LEAD, To.ADMIN):
        return _(
            "%(giver)s has not answered yet. %(to)s was told to find somebody, %(when)s.", **gaps
        )
    if step.to is To.TOLD:
        return _(
            "%(giver)s has not answered yet. %(to)s, a manager, was told that it is late, not what "
            "you said, %(when)s.", **gaps
        )  # fmt: skip
    if step.to is To.OFFICER:
        return _(
            "%(giver)s has not answered yet. Sent on to %(to)s, another reviewing officer, "
            "%(when)s.", **gaps
        )  # fmt: skip
    if step.to is To.DUTY:
        return _("%(giver)s has not answered yet. Sent on to %(to)s, duty team, %(when)s.", **gaps)
    if step.to is To.NEXT:
        return _("%(giver)s has not answered yet. Sent on to %(to)s, %(when)s.", **gaps)
    if step.from_name == step.to_name:
        return _("%(giver)s has not answered yet, and was asked again, %(when)s.", **gaps)
    return _("%(giver)s has not answered yet. Sent on to %(to)s, a manager, %(when)s.", **gaps)


def chip(row: OwedRow, today: date) -> str:
    """Needs help today. Was due Friday. Answer by Tuesday."""
    if row.kind == "plan_breach":
        return _("Do it today")
    if row.urgent:
        return _("Needs help today")
    day = near_day(row.due_day, today)
    if row.late:
        away = (today - row.due_day).days
        if away > 6:
            return plural("%(num)s day late", "%(num)s days late", away)
        return _("Was due %(day)s", day=day)
    if row.kind in ANSWERS:
        return _("Answer by %(day)s", day=day)
    return _("By %(day)s", day=day)


def chip_state(row: OwedRow) -> str:
    if row.urgent:
        return "new"
    if row.late:
        return "late"
    return "kept" if row.kind in ANSWERS else "wait"


SORTS = {
    "": later("Everything"),
    "reply": later("Messages"),
    "promise": later("Promises"),
    "visit": later("Visits"),
    "touch": later("Keeping in touch"),
    "review": later("Reviews"),
    "other": later("Other"),
}


def passed(row: OwedRow, today: date) -> str:
    """Who passed it on to the reader, or to whom it was passed on; whose it is, when they cover."""
    if row.passed_at is not None and row.passed_to:
        day = near_day(local_day(row.passed_at), today)
        if row.passed_to_me:
            giver = row.came_from or row.debtor
            return _("Passed to you from %(name)s, %(day)s", name=giver, day=day)
        if row.came_from:
            return _("Passed to you from %(giver)s, and on to %(name)s, %(day)s",
                     giver=row.came_from, name=row.passed_to, day=day)  # fmt: skip
        return _("Passed on to %(name)s, %(day)s", name=row.passed_to, day=day)
    return _("For %(name)s, who is away", name=row.covers_for) if row.covers_for else ""


BUCKETS = (
    ("help", later("Needs help today")),
    ("late", later("Late")),
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
    if row.urgent:
        return "help"
    if row.late:
        return "late"
    away = (row.due_day - today).days
    return "week" if away <= 7 else "month" if away <= 28 else "later"
