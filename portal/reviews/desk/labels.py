"""Words of the desk, and of what the young person reads about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.core.words import (
    _,
    day_words,
    later,
    local_day,
    near_day,
    plural,
    short_date,
    time_words,
)
from portal.people import labels as people
from portal.reviews.desk import rules
from portal.reviews.desk.pages import AskedLine, Card, Colleague, Dispute, Prep, StepLine, Talk
from portal.reviews.desk.rules import Level, Outcome, Reason, Stage, Took, Trouble, Wrong

# In the command's one language, as all that it says.
_PLAIN = {
    Wrong.NO_CODE: "has no participation code yet. Set it at the reviewing officer's desk.",
    Wrong.UNKNOWN_CODE: "has a code that is none of PN0 to PN7. Set it at the desk.",
    Wrong.FOUR_OR_OVER: "has PN0, and the child was 4 or over on that day (rule 440).",
    Wrong.UNDER_FOUR: "has a code for 4 and over, and the child was under 4 (rule 441).",
    Wrong.NO_BIRTH_DATE: "has no date of birth. Send the child's in the header.",
    Wrong.BEFORE_BIRTH: "is before the child's date of birth. Find out which is right.",
    Wrong.TWO_ON_ONE_DAY: "stands there twice with different codes. Keep the one that is right.",
    Wrong.BAD_KEY: "has a key that no return can have. Correct the key in your own system.",
}


def trouble_line(trouble: Trouble) -> str:
    """On a terminal: nobody is named but by the child's key."""
    return f"{rules.shown_key(trouble.child)}, {trouble.day:%d/%m/%Y}: {_PLAIN[trouble.wrong]}"


_ON_PAGE = {
    Wrong.NO_CODE: later("Nobody has said yet how they took part."),
    Wrong.UNKNOWN_CODE: later("The code is none of PN0 to PN7."),
    Wrong.FOUR_OR_OVER: later("PN0 is for children under 4, and they were older (rule 440)."),
    Wrong.UNDER_FOUR: later("They were under 4 on that day: only PN0 fits (rule 441)."),
    Wrong.NO_BIRTH_DATE: later("We do not know their date of birth."),
    Wrong.BEFORE_BIRTH: later("It is before their date of birth."),
    Wrong.TWO_ON_ONE_DAY: later("It stands there twice, with different codes."),
    Wrong.BAD_KEY: later("Their key has characters that a return cannot have."),
}


def wrong(trouble: Trouble) -> str:
    return str(_ON_PAGE[trouble.wrong])


# --- codes --------------------------------------------------------------------------------------

TOOK = {
    Took.SPOKE: later("Spoke for themselves"),
    Took.ADVOCATE: later("An advocate spoke for them"),
    Took.WITHOUT_WORDS: later("Without words: signs, pictures, symbols"),
    Took.BRIEFED: later("Asked an advocate or you to say it for them"),
    Took.SENT: later("Sent it another way: form, letter, recording, text"),
}
_CODES = {
    "PN0": later("PN0: under 4 on the day"),
    "PN1": later("PN1: came and spoke for themselves"),
    "PN2": later("PN2: came, and an advocate spoke for them"),
    "PN3": later("PN3: came, and told without words"),
    "PN4": later("PN4: came, said nothing and asked nobody to"),
    "PN5": later("PN5: did not come, and asked somebody to speak for them"),
    "PN6": later("PN6: did not come, and sent what they think"),
    "PN7": later("PN7: did not come, and sent nothing"),
}
_REASONS = {
    Reason.UNDER_FOUR: later("They were under 4 on that day."),
    Reason.SPOKE: later("They were there and spoke for themselves."),
    Reason.ADVOCATE: later("They were there and somebody spoke for them."),
    Reason.WITHOUT_WORDS: later("They were there and told it without words."),
    Reason.SILENT: later(
        "They were there. Nothing came from them that you can read, and nobody spoke for them."
    ),
    Reason.SILENT_BUT_SENT: later(
        "They were there and said nothing. What they think came before. If it was shown at the "
        "review in pictures or symbols, PN3 may be right."
    ),
    Reason.BRIEFED: later("They were not there, and asked somebody to speak for them."),
    Reason.SENT: later("They were not there, and sent what they think."),
    Reason.APP: later("They were not there, and sent what they think in the app."),
    Reason.APP_MAYBE: later(
        "They were not there. They sent what they think in the app since the review before. Look "
        "if it was for this one."
    ),
    Reason.NOTHING: later("They were not there, and nothing came from them that you can read."),
}


def code(code: str) -> str:
    return str(_CODES.get(code, code))


def reason(found: Reason) -> str:
    return str(_REASONS[found])


HOW = {
    "phone": later("By phone"),
    "person": later("In person"),
    "letter": later("By letter"),
}
_OFFERED = {
    "phone": later("Offered by phone on %(day)s, by %(name)s"),
    "person": later("Offered in person on %(day)s, by %(name)s"),
    "letter": later("Offered by letter on %(day)s, by %(name)s"),
}
_WANTED = {
    "yes": later("They want one"),
    "no": later("They do not want one"),
    "": later("They have not said yet"),
}


def offered(prep: Prep | None) -> str:
    if prep is None:
        return _("Not offered yet")
    return str(_OFFERED[prep.how]) % {"day": short_date(prep.on), "name": prep.by}


def wanted(prep: Prep) -> str:
    return str(_WANTED[prep.wanted])


_TALK = {
    "yes": later("They want to talk alone"),
    "no": later("They do not want to talk alone"),
    "later": later("They will say later if they want to talk alone"),
    "": later("Not answered yet"),
}


def talk(found: Talk | None, officer: bool = True) -> str:
    if not officer:
        if found is not None and found.done_on is not None:
            return _("They talked alone on %(day)s.", day=short_date(found.done_on))
        return _("Whether they want one is between them and their reviewing officer.")
    if found is None:
        return _("Not offered yet")
    if found.done_on is not None:
        return _("You talked alone on %(day)s", day=short_date(found.done_on))
    return str(_TALK[found.wanted or ""])


def views(card: Card) -> str:
    if card.views:
        return _("Their views are here")
    if card.before is not None:
        return _("They sent something on %(day)s. Look if it is for this.",
                 day=short_date(card.before))  # fmt: skip
    return _("No views yet that you can read")


# --- cards --------------------------------------------------------------------------------------

_ACTS = {
    Stage.SET_DAY: later("Set the day"),
    Stage.WAS_IT_HELD: later("Was it held?"),
    Stage.CODE: later("Say how they took part"),
    Stage.LETTER: later("Write the letter"),
    Stage.READY: later("Get it ready"),
}


def act(card: Card) -> str:
    return str(_ACTS[card.stage])


def chip(card: Card, today: date) -> tuple[str, str]:
    """Words, and the state of the chip."""
    if card.stage is Stage.SET_DAY and card.due is not None:
        day = near_day(card.due, today)
        if card.due < today:
            return plural("%(num)s day late", "%(num)s days late", (today - card.due).days), "late"
        return _("Due by %(day)s", day=day), "wait"
    assert card.day is not None
    day = near_day(card.day, today)
    if card.stage is Stage.READY:
        away = (card.day - today).days
        if away == 0:
            return _("Today"), "new"
        return plural("In %(num)s day", "In %(num)s days", away), "coming"
    if card.stage is Stage.WAS_IT_HELD:
        return _("Was on %(day)s", day=day), "late"
    if card.stage is Stage.CODE:
        return _("No code yet"), "late"
    return _("No letter yet"), "wait"


def when(card: Card) -> str:
    """Tuesday 4 August, 15:00."""
    if card.day is None:
        return _("No day yet")
    if card.at is None:
        return day_words(card.day)
    return _("%(day)s, %(time)s", day=day_words(card.day), time=time_words(card.at))


@dataclass(frozen=True)
class Line:
    """As `parts/trail.html` draws it."""

    name: str
    text: str
    state: str = "done"


def _at(wall: datetime | None) -> str:
    if wall is None:
        return ""
    if wall.hour == wall.minute == 0:
        return day_words(wall.date())
    return _("%(day)s, %(time)s", day=day_words(wall.date()), time=time_words(wall))


def line(step: StepLine) -> Line:
    """What was done, who did it and when."""
    by = _("%(name)s, %(day)s", name=step.by, day=short_date(local_day(step.at)))
    more = f"{by}. {step.why}" if step.why else by
    if step.what == "planned":
        return Line(_("Day set: %(when)s", when=_at(step.wall)), more)
    if step.what == "moved":
        return Line(_("Moved from %(old)s to %(new)s", old=_at(step.was), new=_at(step.wall)), more)
    if step.what == "held":
        return Line(_("Held: %(when)s", when=_at(step.wall)), more)
    if step.what == "not_held":
        return Line(_("Not held: %(when)s", when=_at(step.was)), more)
    return Line(code(step.code), more)


def lines(steps: Iterable[StepLine]) -> list[Line]:
    return [line(step) for step in steps]


def story(steps: Iterable[StepLine]) -> list[Line]:
    """What happened to their review, for the young person: the hours in plain words."""
    return [line(step) for step in steps if step.what in ("moved", "not_held")]


# --- an officer disagrees -----------------------------------------------------------------------

_LEVELS = {
    Level.INFORMAL: later("The worker, or their team, in a talk"),
    Level.MANAGER: later("Their manager"),
    Level.HEAD: later("The head of service"),
    Level.DIRECTOR: later("The director of children’s services"),
    Level.CAFCASS: later("Cafcass"),
}
# To the young person, who need not know the ladder.
_TO_THEM = {
    Level.INFORMAL: later("%(officer)s talked to %(name)s"),
    Level.MANAGER: later("%(officer)s asked %(name)s, a manager"),
    Level.HEAD: later("%(officer)s asked %(name)s, who leads the managers"),
    Level.DIRECTOR: later("%(officer)s asked %(name)s, who leads all of this for the council"),
    Level.CAFCASS: later(
        "%(officer)s asked %(name)s at Cafcass. They are not the council, and can ask a judge"
    ),
}
OUTCOME = {
    Outcome.SOLVED: later("The council changed it"),
    Outcome.PARTLY: later("The council changed a part of it"),
    Outcome.STOPPED: later("It stays as it is"),
}


def level(found: Level) -> str:
    return str(_LEVELS[found])


def colleague(one: Colleague) -> str:
    return _("%(name)s, %(role)s", name=one.name, role=people.to_them(one.kind))


def outcome(found: Outcome) -> str:
    return str(OUTCOME[found])


def dispute_chip(answered: bool, due: date, today: date) -> tuple[str, str]:
    if answered:
        return _("Answered. What now?"), "new"
    day = near_day(due, today)
    if due < today:
        return _("Answer was due %(day)s", day=day), "late"
    return _("Answer by %(day)s", day=day), "wait"


def asked_steps(dispute: Dispute, today: date, own: bool) -> list[Line]:
    """The way of a dispute. own: the young person reads it."""
    lines = []
    for step in dispute.steps:
        gaps = {"officer": dispute.officer, "name": step.to}
        name = str(_TO_THEM[step.level]) % gaps if own else f"{level(step.level)}: {step.to}"
        if step.by_itself:
            name = _("No answer came in time, so it went on to %(name)s, a manager", name=step.to)
        now = step is dispute.last and dispute.outcome is None and step.answered_on is None
        lines.append(Line(name, _answer(step, today), "now" if now else "done"))
    if dispute.outcome is not None and dispute.ended_on is not None:
        ended = _("%(day)s. %(words)s", day=short_date(dispute.ended_on), words=dispute.ended_words)
        lines.append(Line(outcome(dispute.outcome), ended))
    return lines


def _answer(step: AskedLine, today: date) -> str:
    asked = _("Asked on %(day)s.", day=short_date(step.on))
    if step.answered_on is not None:
        said = _("Answer, %(day)s: %(answer)s", day=short_date(step.answered_on),
                 answer=step.answer)  # fmt: skip
        return f"{asked} {said}"
    if step.late(today):
        return f"{asked} " + _("The answer should have been here by %(day)s.",
                               day=short_date(step.due))  # fmt: skip
    return f"{asked} " + _("The answer comes by %(day)s.", day=short_date(step.due))
