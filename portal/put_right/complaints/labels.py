"""Complaints in words: to the young person, and to whoever deals with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.core.words import _, day_words, later, listed, local_day, moment_words, near_day
from portal.put_right.complaints.pages import Card, OnePage, StepLine, Whom
from portal.put_right.complaints.policy import Dealer
from portal.put_right.complaints.rules import Outcome, State, What, When

HAPPENED = [
    (When.YEAR.value, later("In the last year")),
    (When.OLDER.value, later("Longer ago")),
    (When.UNSURE.value, later("I don't know")),
]
_OUTCOMES = {
    Outcome.UPHELD: later("You were right"),
    Outcome.PARTLY: later("You were right about some of it"),
    Outcome.NOT_UPHELD: later("We did not find that it was wrong"),
    Outcome.TOO_LATE: later("We did not look into it, because it was too long ago"),
}
_FOUND = {
    Outcome.UPHELD: later("They were right (upheld)"),
    Outcome.PARTLY: later("Right about some of it (partly upheld)"),
    Outcome.NOT_UPHELD: later("I did not find that it was wrong (not upheld)"),
    Outcome.TOO_LATE: later("Not looked into: it was too long ago"),
}


def whom(one: Whom) -> str:
    if one.kind == "manager":
        return _("%(name)s, a manager", name=one.name)
    if one.kind == "lead":
        return _("%(name)s, who leads on keeping people safe", name=one.name)
    return one.name


def dealer(one: Dealer) -> str:
    if one.lead:
        return _("%(name)s, who leads on keeping people safe", name=one.name)
    return _("%(name)s, a manager", name=one.name)


def outcome(found: Outcome) -> str:
    """To the young person."""
    return str(_OUTCOMES[found])


def outcomes(found: Sequence[Outcome]) -> list[tuple[str, str]]:
    """To whoever answers."""
    return [(one.value, str(_FOUND[one])) for one in found]


_ASKED = {
    What.FROZEN: later("What will not be done until this is looked into?"),
    What.UNFROZEN: later("Why does it go on now?"),
    What.EXTENDED: later("Why does it take longer?"),
    What.FOUND: later("What did the panel find?"),
    What.HANDED: later("Why does somebody else deal with it?"),
}
_DAY_ASKED = {
    What.EXTENDED: later("By which day do you answer?"),
    What.PANEL_SET: later("On which day does the panel meet?"),
    What.HELD: later("On which day did it meet?"),
}
_DOES = {
    What.TAKEN: later("I have it"),
    What.FROZEN: later("Hold off what was decided"),
    What.UNFROZEN: later("What was decided goes on"),
    What.EXTENDED: later("It takes longer"),
    What.NAMED: later("Say who looks into it"),
    What.PANEL_SET: later("Say when the panel meets"),
    What.HELD: later("The panel has met"),
    What.FOUND: later("Write down what the panel found"),
    What.HANDED: later("Give it to somebody else"),
}


def asked(what: What) -> str:
    return str(_ASKED.get(what, later("In your words")))


def day_asked(what: What) -> str:
    return str(_DAY_ASKED.get(what, later("Which day?")))


def does(what: What) -> str:
    return str(_DOES[what])


# --- before it is sent --------------------------------------------------------------------------


def who_reads(reader: Dealer) -> str:
    return _(
        "It goes to %(name)s, who reads it and deals with it. If it is late, it goes on, and you "
        "see to whom. Not your carers, not your workers, and nobody whom you tick.",
        name=dealer(reader),
    )


def answered_by(card: Card) -> str:
    """By when an answer is owed, and by whom: to the young person."""
    if card.due_on is None:
        return _("%(name)s owes you an answer.", name=card.dealt_by)
    if card.late:
        return _("%(name)s was to answer by %(day)s. It is late.", name=card.dealt_by,
                 day=day_words(card.due_on))  # fmt: skip
    return _("%(name)s answers by %(day)s.", name=card.dealt_by, day=day_words(card.due_on))


# --- how it stands ------------------------------------------------------------------------------


def chip(card: Card, now: datetime) -> str:
    """In a few words, for a list."""
    if card.state is State.WITHDRAWN:
        return _("Taken back %(when)s", when=moment_words(card.since, now))
    if card.state is State.SETTLED:
        return _("Settled %(when)s", when=moment_words(card.since, now))
    if card.state is State.ANSWERED:
        return _("Answered %(when)s", when=moment_words(card.since, now))
    if card.late:
        return _("Late")
    if card.due_on is None:
        return _("Being looked into")
    return _("By %(day)s", day=near_day(card.due_on, local_day(now)))


def chip_state(card: Card) -> str:
    if not card.waits:
        return "kept"
    return "late" if card.late else "wait"


def stage(card: Card) -> str:
    return _("Stage %(number)s of 3", number=card.stage)


_NOW = {
    (1, State.LOOKING): later("Somebody looks into it"),
    (2, State.LOOKING): later("Two people look into it, one of them not of the council"),
    (3, State.PANEL): later("Three people who are not of the council meet about it"),
    (3, State.FINDINGS): later("They say what they found"),
    (3, State.REPLY): later("The council says what it does about that"),
}


def waits_for(card: Card) -> str:
    return str(_NOW.get((card.stage, card.state), ""))


@dataclass(frozen=True)
class Line:
    """One step, as `parts/trail.html` draws it."""

    name: str
    text: str
    state: str = "done"


def trail(page: OnePage, now: datetime) -> list[Line]:
    """Everything that happened, then what comes next: to the young person, and to staff."""
    card = page.card
    lines = [
        Line(_("Sent"), _("To %(name)s, %(when)s", name=_first(page),
                          when=moment_words(card.made_at, now)))
    ]  # fmt: skip
    lines += [_line(one, now) for one in page.steps]
    if card.waits:
        by = day_words(card.due_on) if card.due_on else ""
        text = _("%(name)s, by %(day)s", name=card.dealt_by, day=by) if by else card.dealt_by
        lines.append(Line(waits_for(card), text, "now"))
    return lines


def _first(page: OnePage) -> str:
    """To whom it went at first: whoever has it, where it never moved."""
    moved = [one for one in page.steps if one.what is What.HANDED]
    return page.card.dealt_by if not moved else _("a manager")


_HAPPENED = {
    What.TAKEN: later("%(by)s has it"),
    What.EXTENDED: later("It takes longer"),
    What.HANDED: later("%(to)s deals with it now"),
    What.WENT_ON: later("It was late. %(to)s deals with it, too"),
    What.FROZEN: later("Held off while we look"),
    What.UNFROZEN: later("What was decided goes on"),
    What.NAMED: later("It is known who looks into it"),
    What.PANEL_SET: later("The panel meets on %(day)s"),
    What.HELD: later("The panel met on %(day)s"),
    What.FOUND: later("The panel said what it found"),
    What.ANSWERED: later("%(by)s answered"),
    What.ASKED_ON: later("You asked for the next stage"),
    What.SETTLED: later("You said that it is settled"),
    What.WITHDRAWN: later("You took it back"),
}
_BY_THEM = {
    What.ASKED_ON: later("They asked for the next stage"),
    What.SETTLED: later("They said that it is settled"),
    What.WITHDRAWN: later("They took it back"),
}


def _line(one: StepLine, now: datetime, own: bool = True) -> Line:
    words = _HAPPENED[one.what] if own else _BY_THEM.get(one.what, _HAPPENED[one.what])
    name = str(words) % {
        "by": one.by, "to": one.to, "day": day_words(one.day) if one.day else "",
    }  # fmt: skip
    when = moment_words(one.at, now)
    if one.what is What.EXTENDED and one.day is not None:
        when = _("%(by)s, %(when)s. Until %(day)s.", by=one.by, when=when, day=day_words(one.day))
    elif one.by and one.what not in (What.TAKEN, What.ANSWERED, *_BY_THEM):
        when = _("%(by)s, %(when)s", by=one.by, when=when)
    when = f"{when[0].upper()}{when[1:]}"
    if one.words:
        when = _("%(when)s: “%(words)s”", when=when, words=one.words)
    return Line(name, when)


def trail_for_staff(page: OnePage, now: datetime) -> list[Line]:
    lines = trail(page, now)
    own = [_line(one, now, own=False) for one in page.steps]
    return [lines[0], *own, *lines[1 + len(own) :]]


def due_for_staff(card: Card) -> str:
    if card.due_on is None:
        return _("No day is told: bank holidays are not known so far ahead.")
    if card.late:
        return _("It was due by %(day)s. Answer, and say sorry that it is late.",
                 day=day_words(card.due_on))  # fmt: skip
    return _("An answer is due by %(day)s.", day=day_words(card.due_on))


def those_who_look(card: Card) -> str:
    """Who looks into it at stage 2."""
    return listed([name for name in (card.investigator, card.independent) if name])


def ask_by(page: OnePage) -> str:
    if page.ask_by is None:
        return ""
    if page.ask_late:
        return _(
            "Normally you ask by %(day)s. That day is past. You can still ask: a person decides, "
            "and tells you why.", day=day_words(page.ask_by),
        )  # fmt: skip
    return _("You can ask until %(day)s.", day=day_words(page.ask_by))
