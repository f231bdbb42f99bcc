"""Papers and steps in plain words, in the reader's language. What the law says is a draft until a
person who knows it has checked it; the page says so beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core.words import _, day_words, later, time_words
from portal.people.rules import Grant
from portal.staying import rules
from portal.staying.pages import Entry
from portal.staying.rules import Has, Helper, Mine, Outcome, State, Step, Topic, Tracing

STEP_NAMES = {
    Step.WELFARE: later("First talk: are you well?"),
    Step.SCREENING: later("Giving your name and fingerprints"),
    Step.STATEMENT: later("Your story on paper"),
    Step.INTERVIEW: later("The big interview"),
    Step.DECISION: later("The answer"),
    Step.APPEAL: later("Asking somebody else to look again"),
    Step.AGE: later("Meetings about how old you are"),
    Step.TRAVEL: later("A document to travel with"),
    Step.RENEWAL: later("Asking to stay longer"),
}
# What is done in it: a talk, a letter, an answer. The bus is for travelling.
STEP_ICONS = {
    Step.WELFARE: "heart", Step.SCREENING: "id", Step.STATEMENT: "edit", Step.INTERVIEW: "say",
    Step.DECISION: "letter", Step.APPEAL: "review", Step.AGE: "people", Step.TRAVEL: "travel",
    Step.RENEWAL: "clock",
}  # fmt: skip
STEP_WORDS = {
    Step.WELFARE: later(
        "Somebody from the Home Office asks how you are, how you came and who your family is. "
        "It is not about why you left. An adult who is there for you sits beside you."
    ),
    Step.SCREENING: later(
        "They write down who you are and take a photo and fingerprints. You can ask for an "
        "interpreter you understand. If something is written down wrong, say so, or tell your "
        "solicitor soon."
    ),
    Step.STATEMENT: later(
        "You and your solicitor write down why you cannot go back. Take as many meetings as you "
        "need. Before you sign, it is read back to you in your own language."
    ),
    Step.INTERVIEW: later(
        "You are asked about your life and why you left. Your solicitor, an adult who is there for "
        "you and an interpreter come with you. You can ask for a break at any time, and say that "
        "you do not understand, or do not remember."
    ),
    Step.DECISION: later(
        "A letter with the answer goes to your solicitor. A person explains it to you, with an "
        "interpreter. Nobody tells you by this app."
    ),
    Step.APPEAL: later(
        "If the answer is no, a judge can look again. There are only a few days to ask for it, so "
        "your solicitor has to know at once."
    ),
    Step.AGE: later(
        "Two social workers meet you and ask about your life, because somebody was not sure how "
        "old you are. You may have an adult with you and an interpreter. If you do not agree "
        "with what they say, your solicitor can challenge it."
    ),
    Step.TRAVEL: later(
        "A document with which you can travel, if you are allowed to stay. Do not ask the country "
        "you came from for a passport before you have asked your solicitor."
    ),
    Step.RENEWAL: later(
        "Some answers end on a day. If you ask for longer before that day, you keep what you have "
        "while you wait. Your solicitor has to send it in time."
    ),
}
RULES = {
    "five_years": later(
        "For answers before 2 March 2026: a yes was usually for 5 years at first."
    ),
    "thirty_months": later(
        "For answers from 2 March 2026: for adults a yes is usually for 30 months at first."
    ),
    "child_five_years": later(
        "If you are under 18 and on your own when the answer comes, or turned 18 while you waited, "
        "a yes is usually for 5 years."
    ),
}  # fmt: skip
STATES = {
    State.NOT_YET: later("Not yet"),
    State.BOOKED: later("There is a day"),
    State.WAITING: later("Waiting"),
    State.DONE: later("Done"),
    State.NOT_MINE: later("Not for me"),
}
STATE_CHIPS = {State.BOOKED: "new", State.WAITING: "wait", State.DONE: "kept"}
HAS = {Has.HAVE: later("I have it"), Has.NEED: later("I need it"), Has.ASKED: later("Asked for")}
HELPERS = {
    Helper.SOLICITOR: later("My solicitor"), Helper.INTERPRETER: later("My interpreter"),
}  # fmt: skip
HELPER_WORDS = {
    Helper.SOLICITOR: later(
        "A solicitor is on your side, knows the law, and costs you nothing. What you tell them "
        "stays with them."
    ),
    Helper.INTERPRETER: later(
        "You can ask for somebody who speaks your own dialect, for a woman or a man, and for "
        "somebody who is not from your town. An interpreter may not tell others what you say."
    ),
}
GENDERS = {"any": later("I do not mind"), "woman": later("A woman"), "man": later("A man")}
OUTCOMES = {
    Outcome.GRANTED: later("If the answer is yes"),
    Outcome.WAITING: later("While we wait"),
    Outcome.REFUSED: later("If the answer is no"),
}
OUTCOME_WORDS = {
    Outcome.GRANTED: later("What we do then: papers, home, college or work, money, seeing family."),
    Outcome.WAITING: later(
        "What we do meanwhile, so that life does not wait: home, college, money."
    ),
    Outcome.REFUSED: later(
        "What we do then: call the solicitor on the same day, ask somebody else to look again, and "
        "where you live and who is with you meanwhile. You are not left alone with it."
    ),
}
TRACING = {
    Tracing.YES: later("Yes, please look"),
    Tracing.NO: later("No"),
    Tracing.NOT_NOW: later("Not now"),
    Tracing.ASK_LATER: later("Ask me later"),
}
TRACING_ICONS = {"yes": "search", "no": "lock", "not_now": "clock", "ask_later": "unsure"}
MINE = {
    Mine.FAITH: later("My faith"),
    Mine.FOOD: later("Food I like and do not eat"),
    Mine.LANGUAGE: later("How I speak"),
    Mine.PEOPLE: later("People I travelled with"),
}
MINE_WORDS = {
    Mine.FAITH: later("What it means to you, and what you need for it. Or nothing at all."),
    Mine.FOOD: later("What you cook, what you miss, what you do not eat and why."),
    Mine.LANGUAGE: later("The languages and dialects you speak, read and would like to keep."),
    Mine.PEOPLE: later("Who they are to you. Nobody is contacted without you."),
}
ICONS = {
    "paper": "id", "helper": "person", "outcome": "plan", "tracing": "search",
    "faith": "faith", "food": "gift", "language": "globe", "people": "people",
    "solicitor": "work", "interpreter": "say", "granted": "sun", "waiting": "clock",
    "refused": "heart",
}  # fmt: skip
FIELDS = {
    Grant.PLAN: later("plan"),
    Grant.DATES: later("dates"),
    Grant.FAMILY: later("family time"),
    Grant.MESSAGES: later("messages"),
    Grant.HEALTH: later("health"),
    Grant.SCHOOL: later("school"),
    Grant.ADDRESS: later("address"),
    Grant.CONTACT: later("how to reach you"),
    Grant.REASONS: later("why you are in care"),
    Grant.REVIEWS: later("reviews"),
    Grant.IMMIGRATION: later("papers and steps"),
}
FIELDS_OF_THEM = {
    Grant.CONTACT: later("how to reach them"),
    Grant.REASONS: later("why they are in care"),
}


_STATES_OF: dict[Topic, Mapping[Any, str]] = {
    Topic.STEP: STATES, Topic.PAPER: HAS, Topic.TRACING: TRACING,
}  # fmt: skip


def heading(topic: Topic, key: str) -> str:
    """What a page about one thing is called, in its own heading; never in its title."""
    if topic is Topic.STEP:
        return str(STEP_NAMES[Step(key)])
    if topic is Topic.HELPER:
        return str(HELPERS[Helper(key)])
    if topic is Topic.OUTCOME:
        return str(OUTCOMES[Outcome(key)])
    if topic is Topic.MINE:
        return str(MINE[Mine(key)])
    return _("Looking for family") if topic is Topic.TRACING else _("A paper")


def explained(topic: Topic, key: str) -> str:
    if topic is Topic.STEP:
        return str(STEP_WORDS[Step(key)])
    if topic is Topic.HELPER:
        return str(HELPER_WORDS[Helper(key)])
    if topic is Topic.OUTCOME:
        return str(OUTCOME_WORDS[Outcome(key)])
    if topic is Topic.MINE:
        return str(MINE_WORDS[Mine(key)])
    if topic is Topic.TRACING:
        return _(
            "The British Red Cross can look for your family, if you want that and only then. It "
            "costs nothing. You can change your mind at any time. Nobody there is told where you "
            "are unless you say so."
        )
    return _("A letter, a card, a certificate: where it is, or who has to get it for you.")


def law(key: str, day: date) -> list[str]:
    """The dated rules of a step, as they hold on a day."""
    return [str(RULES[rule.key]) for rule in rules.rules_on(Step(key), day)]


def source(key: str) -> str:
    found = rules.sources()[Step(key)]
    if not found.read:
        return _("From: %(source)s.", source=found.source)
    return _("From: %(source)s. Read on %(day)s.", source=found.source,
             day=day_words(found.checked_on))  # fmt: skip


def state(entry: Entry | None) -> str:
    if entry is None or not entry.state:
        return ""
    words: Mapping[Any, str] = _STATES_OF.get(entry.topic, {})
    return next((str(said) for code, said in words.items() if code == entry.state), "")


def chip(entry: Entry | None) -> str:
    if entry is None or entry.topic is not Topic.STEP:
        return "kept"
    return STATE_CHIPS.get(State(entry.state), "kept") if entry.state else "kept"


def when(entry: Entry | None) -> str:
    if entry is None or entry.day is None:
        return ""
    if entry.wall is None:
        return day_words(entry.day)
    return _("%(day)s at %(time)s", day=day_words(entry.day), time=time_words(entry.wall.time()))


def fields(grants: Grant, *, own: bool = True) -> list[str]:
    """What an adult sees. own: said to the young person, not to staff about them."""
    words = FIELDS if own else {**FIELDS, **FIELDS_OF_THEM}
    return [str(said) for grant, said in words.items() if grant in grants]
