"""Ask for something, send what is needed, take it back; look at it, decide it, note what was paid.
Each is one commit, safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Table, delete, select, update
from sqlalchemy.engine import Connection as DbConnection

from portal.claims import entries, policy, rules
from portal.claims.entries import Waits
from portal.claims.pages import Card
from portal.claims.policy import SOURCE
from portal.claims.rules import SAVINGS, How, State, What
from portal.claims.tables import Claim, ClaimDays, ClaimPaper, ClaimStep
from portal.claims.worrying import IN_CLAIM, IN_STEP
from portal.core import audit, ledger, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.core.words import language
from portal.notifications import actions as notifications
from portal.notifications.actions import send_later
from portal.owed.answering import Clock, answer_clock
from portal.say import who
from portal.say.rules import Owner
from portal.shares import actions as shares
from portal.shares.rules import Thing, To
from portal.worries import actions as worries
from portal.worries import policy as who_sees_to_it

# What is new, and for whom: `routes` gives each its words.
NEW, CHANGED, GONE = "claim", "claim_changed", "claim_missing"


class NobodyDecides(Exception):
    """Nobody is there today who could decide it: the page says whom to ring."""


class ChangedMeanwhile(Exception):
    """Something else happened to it since the page was drawn."""


class NothingGoesThere(Exception):
    """Nothing is sent to this young person any more (`people.stops`)."""


class TooMuch(Exception):
    """More would be paid than was decided, or taken back than was paid."""


@dataclass(frozen=True)
class Words:
    """wish: what they want it for. asked: pence, None where they leave it open. papers: refs of
    their own kept documents."""

    wish: str
    asked: int | None = None
    papers: tuple[str, ...] = ()

    def mark(self) -> tuple[str, ...]:
        return (self.wish, str(self.asked), *self.papers)


@dataclass(frozen=True)
class Sent:
    """worry: why somebody looks at it soon, if they do."""

    ref: str
    worry: str | None


# --- the young person ---------------------------------------------------------------------------


def keep_draft(
    db: Db, viewer: Viewer, item: str, wish: str, asked: int | None, key: str, now: datetime
) -> None:
    """Keep what is begun; nothing of an empty form, nor of what was sent from the same page."""
    if receipts.known(db, viewer.account_id, key):
        return
    if not wish and asked is None:
        db.execute(delete(Claim).where(*_draft(viewer, item)))
        return
    new = {"wish": wish, "asked": asked, "language": language().tag, "turn_at": now}
    if not _changed(db, update(Claim).where(*_draft(viewer, item)).values(**new)):
        add_rows(db, Claim, [_row(viewer, new_id(), new_ref(), item, State.DRAFT, now) | new])


def forget_draft(viewer: Viewer, item: str) -> None:
    """It was sent. By the ledger, once that is safe."""

    def gone(connection: DbConnection) -> None:
        connection.execute(delete(cast(Table, Claim.__table__)).where(*_draft(viewer, item)))

    ledger.after_answer(gone)


def _draft(viewer: Viewer, item: str) -> Any:
    return (
        Claim.council_id == viewer.council_id, Claim.person_id == viewer.person_id,
        Claim.item == item, Claim.state == State.DRAFT.value,
    )  # fmt: skip


def _row(
    viewer: Viewer, id: int, ref: str, item: str, state: State, now: datetime
) -> dict[str, Any]:
    return {
        "id": id, "council_id": viewer.council_id, "ref": ref, "person_id": viewer.person_id,
        "item": item, "wish": "", "language": language().tag, "asked": None,
        "state": state.value, "granted": None, "paid": 0, "made_at": now, "sent_at": None,
        "turn_at": now, "answer_by": None, "due_at": None,
    }  # fmt: skip


def send(db: Db, viewer: Viewer, item: str, words: Words, key: str, now: datetime) -> Sent:
    """Ask for it: from now on somebody owes a decision. Sent twice it happens once. Papers are
    shown to those who work with the young person. Raises NobodyDecides, NothingGoesThere,
    receipts.KeyReused."""
    id, ref = new_id(), new_ref()
    content = receipts.fingerprint("claim", item, *words.mark())
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return Sent(earlier, None)
    turn = _turn(db, viewer.council_id, viewer.person_id, State.SENT, now)
    row = _row(viewer, id, ref, item, State.SENT, now) | {
        "wish": words.wish, "asked": words.asked, "sent_at": now, **turn.columns(now),
    }  # fmt: skip
    add_rows(db, Claim, [row])
    entries.owe(db, viewer.council_id, turn.waits(id, ref, viewer.person_id, now))
    send_later(db, viewer.council_id, turn.id, NEW, str(id), now)
    _show(db, viewer, id, words.papers, now)
    return Sent(ref, _look_at(db, viewer, words.wish, (IN_CLAIM, id, ref), now))


def add_more(db: Db, viewer: Viewer, card: Card, words: Words, key: str, now: datetime) -> Sent:
    """What was needed, from the young person. Raises ChangedMeanwhile, NobodyDecides,
    NothingGoesThere, receipts.KeyReused."""
    if not _first(db, viewer, card.ref, "add", words.mark(), key, now):
        return Sent(card.ref, None)
    to = _goes_to(card, What.ADDED)
    turn = _turn(db, viewer.council_id, card.person_id, to, now)
    _moves(db, card, state=to.value, **turn.columns(now))
    id = _step(db, viewer, card.id, What.ADDED, now, words=words.wish)
    entries.owe(db, viewer.council_id, turn.waits(card.id, card.ref, card.person_id, now))
    send_later(db, viewer.council_id, turn.id, NEW, f"{card.id}:{id}", now)
    _show(db, viewer, card.id, words.papers, now)
    return Sent(card.ref, _look_at(db, viewer, words.wish, (IN_STEP, id, card.ref), now))


def not_come(db: Db, viewer: Viewer, card: Card, words: str, key: str, now: datetime) -> Sent:
    """What was noted as paid has not come: from now on somebody owes where it is. Raises
    ChangedMeanwhile, NobodyDecides, NothingGoesThere, receipts.KeyReused."""
    if not _first(db, viewer, card.ref, "missing", (words,), key, now):
        return Sent(card.ref, None)
    if not card.says_it_came:
        raise ChangedMeanwhile
    to = _goes_to(card, What.MISSING)
    turn = _turn(db, viewer.council_id, card.person_id, to, now)
    _moves(db, card, state=to.value, **turn.columns(now))
    id = _step(db, viewer, card.id, What.MISSING, now, words=words)
    entries.owe(db, viewer.council_id, turn.waits(card.id, card.ref, card.person_id, now))
    send_later(db, viewer.council_id, turn.id, GONE, f"{card.id}:{id}", now)
    return Sent(card.ref, _look_at(db, viewer, words, (IN_STEP, id, card.ref), now))


def take_back(db: Db, viewer: Viewer, card: Card, key: str, now: datetime) -> None:
    """They do not ask for it any more; once is enough. Raises ChangedMeanwhile,
    receipts.KeyReused."""
    if card.state is State.BACK or not _first(db, viewer, card.ref, "back", (), key, now):
        return
    _moves(db, card, state=_goes_to(card, What.BACK).value, **_rests(now))
    _step(db, viewer, card.id, What.BACK, now)
    entries.paid(db, card.id, now)


def saw(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """The young person has looked at what was sent. Raises NoResultFound."""
    sent = (policy.reads(viewer, now), Claim.ref == ref, Claim.state != State.DRAFT.value)
    db.execute(select(Claim.id).where(*sent)).one()
    notifications.seen(db, viewer.council_id, viewer.person_id, SOURCE, ref, now)


def _show(db: Db, viewer: Viewer, claim_id: int, papers: tuple[str, ...], now: datetime) -> None:
    """The papers go with it, and those who work with the young person can open them."""
    if not papers:
        return
    put = insert_or(db, ClaimPaper).on_conflict_do_nothing()
    db.execute(put, [
        {"id": new_id(), "council_id": viewer.council_id, "claim_id": claim_id,
         "document_ref": ref, "at": now}
        for ref in papers
    ])  # fmt: skip
    shares.also_show(db, viewer, Thing.DOCUMENT, To.WORKERS, papers, now)


# --- whoever decides ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    """What whoever decides says. words: as the young person reads it. pence: decided, or paid."""

    what: What
    words: str = ""
    pence: int | None = None
    day: date | None = None
    how: How | None = None

    def mark(self) -> tuple[str, ...]:
        return (self.what, self.words, str(self.pence), str(self.day), self.how or "")


def note(db: Db, viewer: Viewer, card: Card, what: Note, key: str, now: datetime) -> None:
    """Write it down, tell the young person, and start the next clock, or stop it. Raises
    ChangedMeanwhile where it cannot happen any more, TooMuch, NothingGoesThere, NobodyDecides,
    receipts.KeyReused."""
    if card.stopped:
        raise NothingGoesThere
    if not _first(db, viewer, card.ref, "note", what.mark(), key, now):
        return
    state, also = _after(card, what)
    if state in rules.WAITING and what.what in rules.DECISIONS | rules.ANSWERS:
        turn = _turn(db, viewer.council_id, card.person_id, state, now)
        _moves(db, card, state=state.value, **also, **turn.columns(now))
        entries.owe(db, viewer.council_id, turn.waits(card.id, card.ref, card.person_id, now))
    elif state in rules.WAITING:
        # The same wait: it was looked at, or a part of it was paid.
        _moves(db, card, state=state.value, **also)
    else:
        _moves(db, card, state=state.value, **also, **_rests(now))
        entries.paid(db, card.id, now)
    _step(
        db, viewer, card.id, what.what, now, words=what.words, pence=what.pence, day=what.day,
        how=what.how.value if what.how else "",
    )  # fmt: skip
    notifications.tell(db, viewer.council_id, card.person_id, CHANGED, SOURCE, card.ref, now)
    audit.changed(db, viewer, card.person_id, "claims.noted", now)


def _after(card: Card, what: Note) -> tuple[State, dict[str, Any]]:
    """How it stands then, and what else changes. Raises ChangedMeanwhile, TooMuch."""
    if not rules.may(card.state, what.what):
        raise ChangedMeanwhile
    pence = what.pence or 0
    if what.what is What.AGAIN:
        if pence > card.paid:
            raise TooMuch
        return rules.after(card.state, what.what), {"paid": card.paid - pence}
    if what.what is What.FOUND:
        return rules.after(card.state, what.what, rest=card.to_pay), {}
    if what.what is What.PAID:
        paid = card.paid + pence
        rest = (card.granted or 0) - paid
        if rest < 0:
            raise TooMuch
        return rules.after(card.state, what.what, rest=rest), {"paid": paid}
    to = rules.after(card.state, what.what, savings=card.item in SAVINGS)
    return to, {"granted": what.pence} if what.what in rules.DECISIONS else {}


def set_days(db: Db, viewer: Viewer, decide: int, pay: int, now: datetime) -> None:
    """In how many working days the council decides and pays, from now on: what was told stays."""
    add_rows(db, ClaimDays, [{
        "id": new_id(), "council_id": viewer.council_id, "decide": decide, "pay": pay,
        "by_id": viewer.person_id, "at": now,
    }])  # fmt: skip


# --- what they have in common -------------------------------------------------------------------


@dataclass(frozen=True)
class _Turn:
    """Whose turn it is from now on, and until when."""

    id: int
    clock: Clock

    def columns(self, now: datetime) -> dict[str, Any]:
        return {"turn_at": now, "answer_by": self.clock.told, "due_at": self.clock.due}

    def waits(self, id: int, ref: str, person_id: int, now: datetime) -> Waits:
        return Waits(id, ref, person_id, self.id, now, self.clock.due, self.clock.goes_on)


def _turn(db: Db, council_id: int, person_id: int, state: State, now: datetime) -> _Turn:
    """Whoever answers the young person; where nobody does, whoever stands in."""
    desk = entries.desk(db, council_id, person_id, now)
    days = entries.days_in(desk).of(state)
    if desk.stopped:
        raise NothingGoesThere
    turn = desk.turn(Owner.WORKER)
    if turn is None:
        stands_in = who_sees_to_it.sees_to_it(db, council_id, person_id, person_id, now)
        if stands_in is None:
            raise NobodyDecides
        turn = who.Turn(stands_in, "", desk.calendar)
    return _Turn(turn.id, answer_clock(now, days, turn.reading, desk.calendar))


def _rests(now: datetime) -> dict[str, Any]:
    return {"turn_at": now, "answer_by": None, "due_at": None}


def _goes_to(card: Card, what: What) -> State:
    if not rules.may(card.state, what):
        raise ChangedMeanwhile
    return rules.after(card.state, what, rest=1)


def _moves(db: Db, card: Card, **values: Any) -> None:
    """One step on, if nothing else happened meanwhile: two payments at once are not one."""
    same = (Claim.id == card.id, Claim.state == card.state.value, Claim.paid == card.paid)
    if not _changed(db, update(Claim).where(*same).values(**values)):
        raise ChangedMeanwhile


def _changed(db: Db, what: Any) -> bool:
    done = db.execute(what.execution_options(synchronize_session=False))
    return bool(cast(CursorResult[Any], done).rowcount)


def _first(
    db: Db, viewer: Viewer, ref: str, what: str, mark: tuple[str, ...], key: str, now: datetime
) -> bool:
    content = receipts.fingerprint("claim", what, ref, *mark)
    return receipts.first_time(db, viewer.account_id, key, content, ref, now) is None


def _step(
    db: Db, viewer: Viewer, claim_id: int, what: What, now: datetime, *, words: str = "",
    pence: int | None = None, day: date | None = None, how: str = "",
) -> int:  # fmt: skip
    id = new_id()
    add_rows(db, ClaimStep, [{
        "id": id, "council_id": viewer.council_id, "claim_id": claim_id, "what": what.value,
        "by_id": viewer.person_id, "words": words, "pence": pence, "day": day, "how": how,
        "at": now,
    }])  # fmt: skip
    return id


def _look_at(
    db: Db, viewer: Viewer, text: str, source: tuple[str, int, str], now: datetime
) -> str | None:
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text, source, now
    )
