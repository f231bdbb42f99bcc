"""Questions and their answers, and what a list says of a thing, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from flask import url_for

from portal.articles.needs import needs, slug_of
from portal.articles.search import Words
from portal.core.words import _, full_date, later, plural
from portal.entitlements import words
from portal.entitlements.asked import DONT_KNOW, ELSEWHERE, NO, WHERE, YES, Question, day_of
from portal.entitlements.engine import Answer, Says
from portal.entitlements.facts import Study
from portal.local_offer.rules import PAIR, letter_for, mark_of

if TYPE_CHECKING:
    from portal.local_offer.pages import ThingPage

__all__ = ["mark_of", "slug_of"]

ASKED = {
    "q1": later("In the area of which council do you live?"),
    "q2": later("What do you mainly do?"),
    "q3": later("Do you live in a home of your own, or are you about to?"),
    "q4": later("Do you live alone?"),
    "q5": later("Do you get one of these?"),
    "q6": later("Do you claim on your own, without a partner?"),
    "q7": later("Do you have a child of your own?"),
    "q8": later("Do you rent from a private landlord?"),
    "q9": later("Do you have a Child Trust Fund?"),
    "q10": later("How long is your university course in all?"),
    "q11": later("Is it full-time, and do you live there in term?"),
    "q12": later("Is the course in your pathway plan?"),
    "q13": later("Do you and your foster carer both want you to stay on?"),
    "q14": later("Do you live with a parent again?"),
    "q15": later("When did your apprenticeship begin, or when will it?"),
}
SAID = {
    YES: later("Yes"),
    NO: later("No"),
    DONT_KNOW: later("I don’t know"),
    ELSEWHERE: later("Somewhere else"),
    "uc": later("Universal Credit"),
    "hb": later("Housing Benefit"),
    "both": later("Both of them"),
    "1": later("Under two years"),
    "2": later("Two years or more"),
    Study.SCHOOL: later("School"),
    Study.COLLEGE: later("College"),
    Study.APPRENTICESHIP: later("An apprenticeship"),
    Study.HIGHER: later("University, or another course of higher education"),
    Study.OTHER: later("A training course"),
    Study.NONE: later("None of these"),
}
NONE_OF_BOTH = later("No, neither")

CHIPS = {
    Says.YES: "new",
    Says.PROBABLY: "coming",
    Says.ASK: "wait",
    Says.NOT_NOW: "wait",
    Says.NO: "kept",
}
SHORT = {
    Says.YES: later("Yes"),
    Says.PROBABLY: later("Probably"),
    Says.ASK: later("Ask"),
    Says.NOT_NOW: later("Not yet"),
    Says.NO: later("Not this one"),
}


def need_title(code: str) -> str:
    return next((_(need.title) for need in needs() if need.code == code), code)


def need_line(code: str) -> str:
    return next((_(need.line) for need in needs() if need.code == code), "")


def amount(answer: Answer) -> str:
    return words.amount(answer.amount) if answer.amount else ""


def facts(page: ThingPage) -> list[tuple[str, str]]:
    """What stands beside it: how much, for whom, who decides, whom to ask, how long it takes."""
    answer = page.answer
    told = [
        (_("How much"), amount(answer)),
        (_("Who"), page.who),
        (_("Who decides"), words.decides(answer)),
        (_("Whom to ask"), words.ask(answer)),
        (_("How long it takes"), takes(page)),
    ]
    return [(name, value) for name, value in told if value]


def takes(page: ThingPage) -> str:
    """Where it is asked for here, the council's own clock says it."""
    if not page.asked_here:
        return words.takes(page.answer)
    return plural(
        "Asked for here, you get an answer within %(num)s working day",
        "Asked for here, you get an answer within %(num)s working days",
        page.decide_days,
    )


class Brought(NamedTuple):
    """One thing to bring. letter: the name of the letter that can be made here; note: who else
    makes it."""

    what: str
    letter: str
    note: str


def bring(answer: Answer) -> list[Brought]:
    found = []
    for code, what in zip(answer.bring, words.bring(answer), strict=True):
        letter = letter_for(answer, code)
        by_worker = _("Your worker or adviser writes it. Ask them for it.") if letter == "" else ""
        found.append(Brought(what, letter or "", by_worker))
    return found


def checked(page: ThingPage) -> str:
    """When somebody looked it up, and when they do again."""
    day = full_date(page.answer.checked_on)
    if page.answer.next_check < page.today:
        return _(
            "Checked on %(day)s. It should have been checked again by now, so ask first.", day=day
        )
    next_day = full_date(page.answer.next_check)
    return _("Checked on %(day)s. Checked again by %(next)s.", day=day, next=next_day)


def searched(answer: Answer) -> Words:
    """What a search looks through, by how much it counts."""
    near = " ".join(map(need_title, answer.needs))
    told = (words.how(answer), words.ask(answer), words.decides(answer), *words.bring(answer))
    return Words(words.title(answer), near, " ".join(told), words.why(answer.why))


BIRTHDAY = {
    18: later("Your 18th birthday: %(day)s"),
    21: later("Your 21st birthday: %(day)s"),
    25: later("Your 25th birthday: %(day)s"),
}


def birthday(age: int, day: date) -> str:
    return str(BIRTHDAY[age]) % {"day": full_date(day)}


def page_at(slug: str) -> str:
    return url_for("local_offer.read", slug=slug)


def asked(question: Question) -> str:
    return str(ASKED[question.code])


def said(question: Question, value: str) -> str:
    """An answer in words; the name of a council is itself."""
    if question.is_day and (day := day_of(value)):
        return full_date(day)
    if question.code == "q5" and value == NO:
        return str(NONE_OF_BOTH)
    return str(SAID.get(value, value))


def offered(question: Question, councils: tuple[str, ...]) -> list[tuple[str, str]]:
    """What can be chosen, "I don't know" last."""
    values = (*councils, ELSEWHERE) if question is WHERE else question.values
    return [(value, said(question, value)) for value in (*values, DONT_KNOW)]


def short(answer: Answer) -> str:
    return str(SHORT[answer.says])


def chip(answer: Answer) -> str:
    return CHIPS[answer.says]


def line(answer: Answer) -> str:
    """Under the title in a list: why, and of which council it is."""
    why = words.why(answer.why)
    if not answer.council or answer.council in why:
        return why
    return _("%(council)s: %(why)s", council=answer.council, why=why)


def there_is(count: int) -> str:
    return plural("%(num)s thing for you", "%(num)s things for you", count)


# Who says whose rule it is.
WHOSE = {
    "national": later("The same everywhere in England."),
    "responsible_authority": later(
        "The rule of the council that is responsible for you, wherever you live."
    ),
    "residence": later("The rule of the council where you live and get bills from."),
    "placement_area": later("The rule of the area where you live."),
    PAIR: later("Your council and the council where you live have agreed on it."),
}


def whose(rule: str) -> str:
    """rule: see `rules.whose_rule`."""
    return str(WHOSE[rule]) if rule else ""
