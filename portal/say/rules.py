"""States of what was said, who may be chosen to read it, and who answers. Plain functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag, StrEnum

LONGEST_TEXT = 5_000
LONGEST_ANSWER = 5_000
MOST_TURNS = 3  # answers to one thing; after the last, other ways are offered (`State.ENDED`)


class State(StrEnum):
    """How it stands. Always exactly one; each but ENDED and DONE has somebody whose turn it is."""

    SENT = "sent"  # nobody has opened it yet
    READ = "read"  # somebody who may answer has
    TALKED = "talked"  # it was talked about, and is not answered yet
    ANSWERED = "answered"  # the young person can say whether that answers it
    DONE = "done"  # they said yes
    ENDED = "ended"  # the last answer did not answer it; what else they can do is offered


WAITING = frozenset({State.SENT, State.READ, State.TALKED})


class Readers(IntFlag):
    """Whom the young person chose. PARENTS have no account: the reviewing officer or the worker may
    tell them. Off by default."""

    IRO = 1
    WORKER = 2  # and whoever covers for them
    CARER = 4
    PARENTS = 8


DEFAULT_READERS = Readers.IRO | Readers.WORKER


class Owner(StrEnum):
    """Who answers: the reviewing officer, the worker, or a manager (a complaint about a worker)."""

    IRO = "iro"
    WORKER = "worker"
    MANAGER = "manager"


# What is owed, by whose turn it is: kinds of their own, as each goes on to others. What an officer
# or a manager owes is on nobody's page but of those on whose list it stands (`owed.tables`).
OWED_KIND = {Owner.WORKER: "said", Owner.IRO: "said_iro", Owner.MANAGER: "said_manager"}


class Answer(StrEnum):
    """What an answer says."""

    DID = "did"
    WILL = "will"  # by when: a promise
    WHY_NOT = "why_not"


class Found(StrEnum):
    """What the young person says of an answer."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def may_own(readers: Readers, owner: Owner) -> bool:
    """Whether whoever's turn it would be may read it. What a manager owes is read by a manager,
    whoever else was chosen."""
    if owner is Owner.MANAGER:
        return True
    return (Readers.WORKER if owner is Owner.WORKER else Readers.IRO) in readers


def owner_of(readers: Readers) -> Owner:
    """Whose turn it is when something before a review is sent: the worker's, unless they may not
    read it. Raises ValueError when nobody who can answer may read it."""
    if Readers.WORKER in readers:
        return Owner.WORKER
    if Readers.IRO in readers:
        return Owner.IRO
    raise ValueError(readers)


@dataclass(frozen=True)
class Event:
    """Something that happened: "read", "talked", "answered", or a `Found`."""

    what: str


def state_after(events: Iterable[Event]) -> tuple[State, int]:
    """(state, turn) of something that was sent, from all that happened since. What cannot happen in
    a state changes nothing. What is stored is written step by step; a test holds the two
    together."""
    state, turn = State.SENT, 1
    for event in events:
        state, turn = after(state, turn, event.what)
    return state, turn


def after(state: State, turn: int, what: str) -> tuple[State, int]:
    """One step of that."""
    if what == "read" and state is State.SENT:
        return State.READ, turn
    if what == "talked" and state in {State.SENT, State.READ}:
        return State.TALKED, turn
    if what == "answered" and state in WAITING:
        return State.ANSWERED, turn
    if state is State.ANSWERED and what == Found.YES:
        return State.DONE, turn
    if state is State.ANSWERED and what in {Found.PARTLY, Found.NO}:
        return (State.SENT, turn + 1) if turn < MOST_TURNS else (State.ENDED, turn)
    return state, turn
