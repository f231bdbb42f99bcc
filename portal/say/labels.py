"""What was said and what became of it, in words: to the young person and to adults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.core.words import _, full_date, later, listed, local_day, near_day
from portal.owed.labels import steps_words
from portal.say.kinds import SaidKind, kind_of
from portal.say.pages import AnswerLine, ReadersNow, SaidCard
from portal.say.rules import Answer, Found, Owner, Readers, State

_GONE = SaidKind("", later("What you think"), {})
FACES = {
    1: later("Very sad"), 2: later("Sad"), 3: later("OK"), 4: later("Happy"),
    5: later("Very happy"),
}  # fmt: skip
FACE_ICONS = {1: "sad", 2: "sad", 3: "unsure", 4: "smile", 5: "smile"}
ANSWERS = {
    Answer.DID: later("We did this"),
    Answer.WILL: later("We will do this"),
    Answer.WHY_NOT: later("Not now, and this is why"),
}
FOUND = {Found.YES: later("Yes"), Found.PARTLY: later("Partly"), Found.NO: later("No")}
FOUND_ICONS = {Found.YES: "smile", Found.PARTLY: "unsure", Found.NO: "sad"}


def kind(card: SaidCard) -> str:
    try:
        return str(kind_of(card.kind).label)
    except KeyError:  # of a room that is not there any more
        return str(_GONE.label)


def topic(card: SaidCard) -> str:
    """Which part of it; "" where it has none that the room knows."""
    try:
        return str(kind_of(card.kind).topics.get(card.topic, card.called))
    except KeyError:
        return card.called


def heading(card: SaidCard) -> str:
    return card.about or topic(card) or kind(card)


def symbols(card: SaidCard) -> list[tuple[str, str]]:
    """(words, icon) of each picture they chose that its room knows."""
    try:
        known = kind_of(card.kind).symbols
    except KeyError:
        return []
    return [(str(known[code][0]), known[code][1]) for code in card.symbols if code in known]


def answer_kind(answer: AnswerLine) -> str:
    return str(ANSWERS[answer.kind])


def will_by(answer: AnswerLine) -> str:
    """By which day what was promised is done; its day may have been moved since."""
    if answer.promise_due is None:
        return ""
    return _("By %(day)s.", day=full_date(answer.promise_due))


# --- how it stands ------------------------------------------------------------------------------

_CHIPS = {
    State.SENT: later("Waits for an answer"),
    State.READ: later("Waits for an answer"),
    State.TALKED: later("Waits for an answer"),
    State.ANSWERED: later("Answered"),
    State.DONE: later("Answered"),
    State.ENDED: later("Answered 3 times"),
}


def chip(card: SaidCard, now: datetime) -> str:
    return _("Late") if card.late(now) else str(_CHIPS[card.state])


def chip_state(card: SaidCard, now: datetime) -> str:
    if card.late(now):
        return "late"
    if card.waits:
        return "wait"
    return "new" if card.may_find else "kept"


def waits(card: SaidCard, now: datetime) -> str:
    """Who answers by when; "" where nothing is owed."""
    if not card.waits:
        return ""
    if not card.owes:
        return _("Nobody has it yet. Somebody is being found who can answer.")
    if card.answer_by is None:
        return _("%(name)s owes you an answer.", name=card.owes)
    day = near_day(local_day(card.answer_by), local_day(now))
    if card.late(now):
        return _("%(name)s was to answer by %(day)s. It is late, and they were reminded.",
                 name=card.owes, day=day)  # fmt: skip
    return _("%(name)s will answer by %(day)s.", name=card.owes, day=day)


def waits_for(card: SaidCard, now: datetime) -> str:
    """The same, to adults."""
    if not card.waits:
        return ""
    if not card.owes or card.answer_by is None:
        return _("Waits for an answer.")
    day = near_day(local_day(card.answer_by), local_day(now))
    if card.late(now):
        return _("%(name)s was to answer by %(day)s. It is late.", name=card.owes, day=day)
    return _("%(name)s answers by %(day)s.", name=card.owes, day=day)


def line(card: SaidCard, now: datetime) -> str:
    """The state in one line, with a name and a day, for a list of the young person's."""
    if card.waits:
        last = card.steps[-1] if card.steps and card.steps[-1].at >= card.turn_at else None
        if last is None:
            return waits(card, now)
        return _("%(what)s %(waits)s", what=_did(last.what, last.name, last.at, last.where, now),
                 waits=waits(card, now))  # fmt: skip
    answer = card.answer
    if answer is None:
        return ""
    return _("%(name)s answered %(when)s.", name=answer.name, when=_when(answer.at, now))


def dated(card: SaidCard, now: datetime) -> str:
    """The same, with the day on which it was said: several lines of a list may have one name."""
    return _("You said it %(day)s. %(state)s", day=_when(card.said_at, now), state=line(card, now))


def dated_for(card: SaidCard, now: datetime) -> str:
    """The same, to adults."""
    return _("Said %(day)s. %(state)s", day=_when(card.said_at, now),
             state=waits_for(card, now) or line(card, now))  # fmt: skip


def _when(at: datetime, now: datetime) -> str:
    return near_day(local_day(at), local_day(now))


def _did(what: str, name: str, at: datetime, where: str, now: datetime) -> str:
    when = _when(at, now)
    if what == "read":
        return _("%(name)s read it %(when)s.", name=name, when=when)
    if where:
        return _("It was talked about at your review, %(when)s.", when=when)
    return _("%(name)s talked about it %(when)s.", name=name, when=when)


@dataclass(frozen=True)
class Step:
    """For parts/trail.html."""

    name: str
    text: str
    state: str


def trail(card: SaidCard, now: datetime, own: bool, name: str = "") -> list[Step]:
    """Everything that happened, in order, each with a name and a day; last what is to come. own: to
    the young person; otherwise name: theirs."""
    sent = _("You sent it") if own else _("%(name)s said it", name=name)
    found: list[tuple[datetime, int, str]] = [(card.said_at, 0, sent)]
    for step in card.steps:
        words = {
            "read": _("%(name)s read it", name=step.name),
            "talked": _talked(step.name, step.where, own),
        }
        found.append((step.at, 1, words[step.what]))
    for answer in card.answers:
        found.append((answer.at, 2, _("%(name)s answered", name=answer.name)))
        if answer.found is not None and answer.found_at is not None:
            found.append((answer.found_at, 3, _found(answer.found, own, name)))
    steps = [
        Step(words, full_date(local_day(at)), "done")
        for at, _order, words in sorted(found, key=lambda one: one[:2])
    ]
    if card.waits:
        steps += [Step(words, "", "done") for words in steps_words(card.went_on, now)]
        steps.append(Step(waits(card, now) if own else waits_for(card, now), "", "now"))
    return steps


def _talked(name: str, where: str, own: bool) -> str:
    if not where:
        return _("%(name)s talked about it", name=name)
    return _("Talked about at your review") if own else _("Talked about at the review")


def _found(what: Found, own: bool, name: str) -> str:
    if own:
        return {
            Found.YES: _("You said: this answers it"),
            Found.PARTLY: _("You said: this answers part of it"),
            Found.NO: _("You said: this does not answer it"),
        }[what]
    gaps = {"name": name}
    return {
        Found.YES: _("%(name)s says: this answers it", **gaps),
        Found.PARTLY: _("%(name)s says: this answers part of it", **gaps),
        Found.NO: _("%(name)s says: this does not answer it", **gaps),
    }[what]


# --- who reads it -------------------------------------------------------------------------------


def who_reads(readers: Readers, now_there: ReadersNow) -> str:
    """Before it is sent: really who, by name, of those who were chosen and are there."""
    names = []
    if Readers.IRO in readers and now_there.iro:
        names.append(now_there.iro)
    if Readers.WORKER in readers and now_there.worker:
        names.append(now_there.worker)
    if Readers.CARER in readers:
        names += now_there.carers
    if not names:
        return _("Nobody can read it just now.")
    if Readers.WORKER in readers:
        return _(
            "%(names)s can read this, and whoever answers when they are away: a manager, or the "
            "team on duty. If we think somebody is not safe, we tell somebody who can help.",
            names=listed(names),
        )
    return _(
        "Only %(names)s can read this. If we think somebody is not safe, we tell somebody who can "
        "help, but not what you said.",
        names=listed(names),
    )  # fmt: skip


_READ_BY = {
    Readers.IRO: later("reviewing officer"),
    Readers.WORKER: later("worker"),
    Readers.CARER: later("carers"),
    Readers.PARENTS: later("parents, who are told by the officer or the worker"),
}


def chosen(card: SaidCard) -> str:
    """To adults: whom the young person chose."""
    names = [str(words) for reader, words in _READ_BY.items() if reader in card.readers]
    if card.owner is Owner.MANAGER:
        names.insert(0, _("a manager"))
    return _("Chosen to read this: %(names)s. Nobody else does.", names=listed(names))


def helped(card: SaidCard, own: bool) -> str:
    if not card.helped_by:
        return ""
    if own:
        return _("You did this together with %(name)s.", name=card.helped_by)
    return _("Done together with %(name)s.", name=card.helped_by)
