"""A pathway plan in words."""

from __future__ import annotations

from datetime import date, datetime

from portal.core.words import _, day_words, later, local_day, moment_words, plural, short_date
from portal.pathway.forms import LEVELS
from portal.pathway.pages import AreaLine, Early, Head
from portal.pathway.rules import Level, Says, Skill, skill
from portal.people.pages import Subject

LEVEL_CHIPS = {Level.CAN: "kept", Level.LEARNING: "coming", Level.HELP: "new",
               Level.NOT_ME: "wait"}  # fmt: skip
_OF_THEM = {
    Level.CAN: later("Can do it"),
    Level.LEARNING: later("Is learning"),
    Level.HELP: later("Wants help"),
    Level.NOT_ME: later("Not for them"),
}


def level(found: Level, own: bool) -> str:
    return str(LEVELS[found] if own else _OF_THEM[found])


def skill_words(found: Skill) -> str:
    return str(found.words)


def skill_of_goal(key: str) -> str:
    """The skill a goal came from, in the reader's own language; "" where it came from none."""
    found = skill(key)
    return str(found.words) if found else ""


def area_line(line: AreaLine, subject: Subject, quiet: frozenset[str]) -> str:
    """Under an area's name on the list: what is next; of a quiet area only how many goals."""
    if line.open and line.area not in quiet:
        first = next(goal for goal in line.goals if goal.state.value == "open")
        return first.text if line.open == 1 else plural(
            "%(num)s goal", "%(num)s goals", line.open
        )  # fmt: skip
    if line.open:
        return plural("%(num)s goal", "%(num)s goals", line.open)
    if line.goals:
        return _("All goals here are done.")
    return _("Read what the plan says.") if line.in_plan else _("Nothing here yet.")


def review_lines(head: Head, review_on: date | None, review_by: str) -> list[str]:
    """When the plan is looked at again, from what is arranged, written and required."""
    lines = []
    if head.review is not None:
        lines.append(_("The next review is arranged for %(day)s.", day=day_words(head.review)))
    elif review_on is not None and review_by:
        lines.append(
            _("It is looked at again on %(day)s with %(who)s.", day=day_words(review_on),
              who=review_by)
        )  # fmt: skip
    elif review_on is not None:
        lines.append(_("It is looked at again on %(day)s.", day=day_words(review_on)))
    if head.by is not None:
        lines.append(
            _("By law it is looked at again every six months: by %(day)s.", day=day_words(head.by))
        )
    return lines


def early_line(early: Early, own: bool, now: datetime) -> str:
    """How an early review that was asked for stands: with a name and a day."""
    asked = short_date(early.asked)
    if early.says is Says.DAY and early.on and early.answered:
        gaps = {"who": early.by, "on": short_date(early.answered), "day": day_words(early.on)}
        return _("Asked for on %(asked)s. %(who)s said on %(on)s: we look at it on %(day)s.",
                 asked=asked, **gaps)  # fmt: skip
    if early.says is Says.NOT_NOW and early.answered:
        return _("Asked for on %(asked)s. %(who)s said on %(on)s: not now.", asked=asked,
                 who=early.by, on=short_date(early.answered))  # fmt: skip
    due = short_date(local_day(early.due))
    if early.passed_to and early.passed_at:
        return _(
            "Asked for on %(asked)s. Nobody has answered yet. Sent on to %(who)s, %(when)s.",
            asked=asked, who=early.passed_to, when=moment_words(early.passed_at, now),
        )  # fmt: skip
    if early.from_whom:
        return _("Asked for on %(asked)s. %(who)s answers by %(day)s.", asked=asked,
                 who=early.from_whom, day=due)  # fmt: skip
    return _("Asked for on %(asked)s. Somebody answers by %(day)s.", asked=asked, day=due)


def early_chip(early: Early, now: datetime) -> tuple[str, str]:
    if early.says is Says.DAY:
        return _("Yes"), "kept"
    if early.says is Says.NOT_NOW:
        return _("Not now"), "wait"
    return (_("Late"), "late") if early.due <= now else (_("Waits for an answer"), "coming")
