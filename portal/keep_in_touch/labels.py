"""Keeping in touch in words: for the young person, and for the adult who owes the hello."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portal.core.words import _, later, near_day, plural
from portal.keep_in_touch.rules import Began, Best, Doing, Feeling, How, Living, Misfit, Step, Why

if TYPE_CHECKING:
    from portal.keep_in_touch.pages import DueRow, LostRow, WishCard

HOW: dict[How, str] = {
    How.CALL: later("Call"),
    How.TEXT: later("Text"),
    How.MESSAGE: later("E-mail or app"),
    How.VISIT: later("Visit"),
    How.VIDEO: later("Video call"),
    How.SEEN: later("Met by chance"),
    How.LETTER: later("Letter"),
    How.NEWS: later("News of them"),
}
HOW_ICONS = {
    How.CALL.value: "phone", How.TEXT.value: "messages", How.MESSAGE.value: "send",
    How.VISIT.value: "visit", How.VIDEO.value: "eye", How.SEEN.value: "walk",
    How.LETTER.value: "edit", How.NEWS.value: "people", How.NOTHING.value: "back",
}  # fmt: skip
WEEKS: dict[int, str] = {
    1: later("Every week"),
    2: later("Every 2 weeks"),
    4: later("Every 4 weeks"),
    6: later("Every 6 weeks"),
    8: later("Every 8 weeks"),
    12: later("Every 12 weeks"),
    26: later("Every half year"),
}
WANTED: dict[How, str] = {
    How.CALL: later("A call"),
    How.TEXT: later("A text"),
    How.MESSAGE: later("A message here in the app"),
    How.VISIT: later("A visit"),
    How.VIDEO: later("A video call"),
}
BEST: dict[Best, str] = {
    Best.MORNING: later("In the morning"),
    Best.AFTERNOON: later("In the afternoon"),
    Best.EVENING: later("In the evening"),
}
BEST_ICONS = {Best.MORNING.value: "sun", Best.AFTERNOON.value: "clock", Best.EVENING.value: "moon"}
FEELING: dict[Feeling, str] = {
    Feeling.GOOD: later("Good"),
    Feeling.OK: later("OK"),
    Feeling.MIXED: later("Up and down"),
    Feeling.BAD: later("Not good"),
    Feeling.SKIP: later("Rather not say"),
}
FEELING_ICONS = {
    Feeling.GOOD.value: "sun", Feeling.OK.value: "smile", Feeling.MIXED.value: "unsure",
    Feeling.BAD.value: "sad",
}  # fmt: skip
LIVING: dict[Living, str] = {
    Living.FAMILY: later("With my family"),
    Living.CARERS: later("With my carers from before"),
    Living.OWN: later("In my own place"),
    Living.LODGINGS: later("A room in someone's home"),
    Living.SUPPORTED: later("A place with staff"),
    Living.HOSTEL: later("A hostel"),
    Living.STUDENT: later("A student room"),
    Living.EMERGENCY: later("A place just for now, like a B&B"),
    Living.MOVING: later("On sofas, moving about"),
    Living.NOWHERE: later("I have no place to stay"),
    Living.HOSPITAL: later("In hospital"),
    Living.CUSTODY: later("In prison"),
    Living.ABROAD: later("In another country"),
    Living.OTHER: later("Somewhere else"),
    Living.SKIP: later("Rather not say"),
}
LIVING_ICONS = {
    Living.FAMILY.value: "family", Living.CARERS.value: "house", Living.OWN.value: "home",
    Living.LODGINGS.value: "visit", Living.SUPPORTED.value: "people",
    Living.STUDENT.value: "school",
    Living.EMERGENCY.value: "clock", Living.MOVING.value: "walk", Living.HOSPITAL.value: "health",
    Living.ABROAD.value: "globe",
}  # fmt: skip
DOING: dict[Doing, str] = {
    Doing.UNIVERSITY: later("University"),
    Doing.COLLEGE: later("School, college or a course"),
    Doing.APPRENTICE: later("An apprenticeship"),
    Doing.WORK: later("Work"),
    Doing.CHILD: later("I look after my child"),
    Doing.ILL: later("I am ill or disabled"),
    Doing.LOOKING: later("I am looking for something"),
    Doing.OTHER: later("Something else"),
    Doing.SKIP: later("Rather not say"),
}
DOING_ICONS = {
    Doing.UNIVERSITY.value: "school", Doing.COLLEGE.value: "school", Doing.APPRENTICE.value: "edit",
    Doing.WORK.value: "work", Doing.CHILD.value: "family", Doing.ILL.value: "health",
    Doing.LOOKING.value: "search",
}  # fmt: skip
STEPS: dict[Step, str] = {
    Step.CALL: later("A call"),
    Step.TEXT: later("A text or message"),
    Step.LETTER: later("A letter to the last address"),
    Step.PEOPLE: later("Asked the people they named"),
    Step.HOME: later("Asked their carer or landlord"),
    Step.COLLEGE: later("Asked college or work"),
    Step.BENEFITS: later("Asked the jobcentre, by the agreed way"),
    Step.MANAGER: later("Talked with a manager"),
    Step.POLICE: later("Asked the police to see if they are safe"),
    Step.REVIEW: later("Looked at it again together"),
}
STEP_ICONS = {
    Step.CALL: "phone", Step.TEXT: "messages", Step.LETTER: "edit", Step.PEOPLE: "people",
    Step.HOME: "house", Step.COLLEGE: "school", Step.BENEFITS: "work", Step.MANAGER: "person",
    Step.POLICE: "warn", Step.REVIEW: "review",
}  # fmt: skip

# --- codes ------------------------------------------------------------------------------------

IN_TOUCH: dict[str, str] = {
    "YES": later("YES: in touch"),
    "NO": later("NO: not in touch"),
    "REFU": later("REFU: they do not want contact"),
    "NREQ": later("NREQ: no longer needs the service"),
    "RHOM": later("RHOM: back with family for 6 months or more"),
    "DIED": later("DIED: they have died"),
}
ACTIVITY: dict[str, str] = {
    "F1": later("F1: higher education, full-time"),
    "P1": later("P1: higher education, part-time"),
    "F2": later("F2: other education, full-time"),
    "P2": later("P2: other education, part-time"),
    "F4": later("F4: apprenticeship, full-time"),
    "P4": later("P4: apprenticeship, part-time"),
    "F5": later("F5: training or work, full-time"),
    "P5": later("P5: training or work, part-time"),
    "G4": later("G4: not active, illness or disability"),
    "G5": later("G5: not active, another reason"),
    "G6": later("G6: not active, pregnancy or parenting"),
    "0": later("0: nothing to say"),
}
HOMES: dict[str, str] = {
    "B": later("with parents or relatives"),
    "C": later("residential care, NHS or other community home"),
    "D": later("semi-independent, with support"),
    "E": later("supported lodgings"),
    "G": later("gone abroad"),
    "H": later("deported"),
    "K": later("ordinary lodgings"),
    "R": later("not known"),
    "S": later("no fixed place, homeless"),
    "T": later("foyer or similar"),
    "U": later("independent living"),
    "V": later("emergency accommodation"),
    "W": later("bed and breakfast"),
    "X": later("in custody"),
    "Y": later("other"),
    "Z": later("with former foster carers"),
}
MISFITS: dict[Misfit, str] = {
    Misfit.UNKNOWN: later("Please choose all three again: one of them is not a code of this year."),
    Misfit.NEEDS_REAL: later("If you are in touch, say what they do and where they live: not 0."),
    Misfit.NEEDS_NONE: later("With DIED or RHOM the other two are 0."),
    Misfit.NOT_AT_17: later("Z is not for a 17th birthday: choose another place."),
}


class _Home:
    """A code of the home in words, read when it is drawn."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        if self.code == "0":
            return _("0: nothing to say")
        place = str(HOMES[self.code[0]])
        if self.code[1] == "1":
            return _("%(code)s: %(place)s, suitable", code=self.code, place=place)
        return _("%(code)s: %(place)s, not suitable", code=self.code, place=place)

    def __html__(self) -> str:
        return str(self)


def home(code: str) -> str:
    return _Home(code)  # type: ignore[return-value]


def code_words(kind: str, code: str) -> str:
    """A code as it may also come in the council's file: one that we do not know is shown alone."""
    if kind == "accommodation":
        known = code == "0" or (len(code) == 2 and code[0] in HOMES and code[1] in "12")
        return str(home(code)) if known else code
    return str({"in_touch": IN_TOUCH, "activity": ACTIVITY}[kind].get(code, code))


def may_be(homes: str, doing: tuple[str, ...]) -> list[str]:
    """What an answer may mean, for whoever decides."""
    lines = []
    if homes:
        places = [f"{letter}: {HOMES[letter]}" for letter in homes]
        lines.append(
            _("Where they live may be %(codes)s. You say whether it is suitable.",
              codes=" / ".join(places))
        )  # fmt: skip
    if doing:
        lines.append(
            _("What they do may be %(codes)s.", codes=" / ".join(str(ACTIVITY[d]) for d in doing))
        )
    return lines


# --- one contact ------------------------------------------------------------------------------

# To the young person: who did what, and what came of it. US and THEM, reached or not.
_SAID: dict[How, tuple[str, str, str, str]] = {
    How.CALL: (
        later("%(name)s called you. You talked."),
        later("%(name)s tried to call you."),
        later("You called %(name)s. You talked."),
        later("You called %(name)s, who was not there. They owe you a call."),
    ),
    How.TEXT: (
        later("%(name)s sent you a text. You answered."),
        later("%(name)s sent you a text."),
        later("You sent %(name)s a text."),
        later("You sent %(name)s a text."),
    ),
    How.MESSAGE: (
        later("%(name)s sent you a message. You answered."),
        later("%(name)s sent you a message."),
        later("You sent %(name)s a message."),
        later("You sent %(name)s a message."),
    ),
    How.VISIT: (
        later("%(name)s came to see you. You met."),
        later("%(name)s came to see you. You did not meet."),
        later("You came to see %(name)s. You met."),
        later("You came to see %(name)s, who was not there. They owe you a hello."),
    ),
    How.VIDEO: (
        later("%(name)s called you by video. You talked."),
        later("%(name)s tried to call you by video."),
        later("You called %(name)s by video. You talked."),
        later("You called %(name)s by video, who was not there. They owe you a call."),
    ),
    How.SEEN: (
        later("You and %(name)s met by chance, and talked."),
        later("%(name)s saw you by chance. You did not talk."),
        later("You and %(name)s met by chance, and talked."),
        later("%(name)s saw you by chance. You did not talk."),
    ),
    How.LETTER: (
        later("%(name)s wrote you a letter. You answered."),
        later("%(name)s wrote you a letter."),
        later("You wrote %(name)s a letter."),
        later("You wrote %(name)s a letter."),
    ),
    How.NEWS: (
        later("Somebody told %(name)s how you are."),
        later("Somebody told %(name)s how you are."),
        later("You had somebody tell %(name)s how you are."),
        later("You had somebody tell %(name)s how you are."),
    ),
    How.NOTHING: (
        later("%(name)s had written something here that did not happen."),
        later("%(name)s had written something here that did not happen."),
        later("%(name)s had written something here that did not happen."),
        later("%(name)s had written something here that did not happen."),
    ),
}
_OF_THEM: dict[How, tuple[str, str, str, str]] = {
    How.CALL: (
        later("%(name)s called. They spoke."),
        later("%(name)s called. Not reached."),
        later("They called %(name)s. They spoke."),
        later("They called %(name)s. Missed."),
    ),
    How.TEXT: (
        later("%(name)s sent a text. They answered."),
        later("%(name)s sent a text. No answer."),
        later("They sent %(name)s a text."),
        later("They sent %(name)s a text."),
    ),
    How.MESSAGE: (
        later("%(name)s sent a message. They answered."),
        later("%(name)s sent a message. No answer."),
        later("They sent %(name)s a message."),
        later("They sent %(name)s a message."),
    ),
    How.VISIT: (
        later("%(name)s visited. They met."),
        later("%(name)s visited. They did not meet."),
        later("They came to see %(name)s. They met."),
        later("They came to see %(name)s. Missed."),
    ),
    How.VIDEO: (
        later("%(name)s called by video. They spoke."),
        later("%(name)s called by video. Not reached."),
        later("They called %(name)s by video. They spoke."),
        later("They called %(name)s by video. Missed."),
    ),
    How.SEEN: (
        later("They and %(name)s met by chance, and spoke."),
        later("%(name)s saw them by chance. They did not speak."),
        later("They and %(name)s met by chance, and spoke."),
        later("%(name)s saw them by chance. They did not speak."),
    ),
    How.LETTER: (
        later("%(name)s wrote a letter. They answered."),
        later("%(name)s wrote a letter. No answer."),
        later("They wrote %(name)s a letter."),
        later("They wrote %(name)s a letter."),
    ),
    How.NEWS: (
        later("%(name)s heard how they are."),
        later("%(name)s heard how they are."),
        later("They had somebody tell %(name)s how they are."),
        later("They had somebody tell %(name)s how they are."),
    ),
    How.NOTHING: (
        later("%(name)s: it did not happen."),
        later("%(name)s: it did not happen."),
        later("%(name)s: it did not happen."),
        later("%(name)s: it did not happen."),
    ),
}


def _place(began: Began, reached: bool) -> int:
    return (0 if began is Began.US else 2) + (not reached)


def said(how: How, began: Began, reached: bool, name: str) -> str:
    """To the young person: Priya called you. You talked."""
    return str(_SAID[how][_place(began, reached)]) % {"name": name}


def of_them(how: How, began: Began, reached: bool, name: str) -> str:
    """To staff: Priya called. They spoke."""
    return str(_OF_THEM[how][_place(began, reached)]) % {"name": name}


def steps_words(step: str) -> str:
    return str(STEPS[Step(step)])


def step_icon(step: str) -> str:
    return STEP_ICONS[Step(step)]


# --- rhythm -----------------------------------------------------------------------------------


def wish_words(wish: WishCard) -> str:
    """Every 4 weeks · A call · In the evening."""
    parts = [
        str(WEEKS[wish.weeks]) if wish.weeks in WEEKS else "",
        str(WANTED[How(wish.how)]) if wish.how else "",
        str(BEST[Best(wish.best)]) if wish.best else "",
    ]
    return " · ".join(part for part in parts if part)


def due_chip(row: DueRow, today: date) -> str:
    if row.calls:
        day = near_day(row.due, today)
        return _("Asked for a call: was due %(day)s", day=day) if row.late else _(
            "Asked for a call: by %(day)s", day=day
        )  # fmt: skip
    if row.late:
        away = (today - row.due).days
        if away > 6:
            return plural("%(num)s day late", "%(num)s days late", away)
        return _("Was due %(day)s", day=near_day(row.due, today))
    return _("By %(day)s", day=near_day(row.due, today))


def lost_chip(row: LostRow, today: date) -> str:
    if row.again < today:
        return _("Look again: was due %(day)s", day=near_day(row.again, today))
    return _("Look again by %(day)s", day=near_day(row.again, today))


CHECK_IN_WHY = {
    Why.BIRTHDAY.value: later("Opened around their birthday"),
    Why.RETURN.value: later("Opened again, as there was no answer"),
}
