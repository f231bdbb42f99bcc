"""Say it, read it, talk about it, answer it, and whether that answers it. Each is one commit, safe
to repeat; a room that lets something be said calls `say` in the commit of its own form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Table, delete, select, update
from sqlalchemy.engine import Connection as DbConnection

from portal.core import audit, ledger, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.core.words import language
from portal.notifications import actions as notifications
from portal.notifications.actions import send_later, send_later_each
from portal.owed.answering import answer_clock
from portal.people.stops import stopped
from portal.say import entries, policy, promised, who
from portal.say.entries import Waits
from portal.say.kinds import kind_of, reply_days
from portal.say.policy import SOURCE
from portal.say.rules import (
    LONGEST_ANSWER,
    WAITING,
    Answer,
    Found,
    Owner,
    Readers,
    State,
    after,
    may_own,
)
from portal.say.tables import Said, SaidAnswer, SaidDraft, SaidStep
from portal.say.worrying import IN_FOUND, IN_SAID
from portal.worries import actions as worries
from portal.worries import policy as who_sees_to_it

# What is new, and for whom: `routes` gives each its words.
SAID, ANSWERED, AGAIN = "said", "said_answered", "said_again"


class NobodyAnswers(Exception):
    """Nobody whom they chose can answer today: the page says whom else they can choose."""


class ChangedMeanwhile(Exception):
    """It was answered, or said again, since the page was drawn."""


class NothingGoesThere(Exception):
    """Nothing is sent to this young person any more (`people.stops`)."""


@dataclass(frozen=True)
class Words:
    """One thing to be said; the fields are those of `tables.Said`. language None: the page's."""

    kind: str
    readers: Readers
    owner: Owner
    text: str = ""
    topic: str = ""
    about_id: int | None = None
    about_ref: str = ""
    language: str | None = None
    face: int | None = None
    symbols: str = ""
    picture_id: int | None = None
    voice_id: int | None = None
    helped_by: str = ""
    called: str = ""


@dataclass(frozen=True)
class Sent:
    """refs: of what was said, in order. answer_by: told to the young person, None past the last
    known bank holiday; the latest of several. worry: why somebody looks at it soon ("help",
    "words"), if they do."""

    refs: tuple[str, ...]
    answer_by: datetime | None
    worry: str | None


@dataclass(frozen=True)
class Promised:
    """What will be done: in whose name (the key of an adult, or what somebody outside the council
    is called), and by which day. Who reads the promise follows from who reads what was said."""

    owner: int | str
    due: date


def say(
    db: Db, viewer: Viewer, words: Sequence[Words], key: str, now: datetime,
    desk: who.Desk | None = None,
) -> Sent:  # fmt: skip
    """Keep what the young person (viewer) says, that an answer is owed, by whom and by when, and
    tell whoever answers. All of `words` or nothing; sent twice it happens once (`key`). What
    worries is looked at (`worries.actions.look_at`). desk: where the page asked already. Raises
    NobodyAnswers, NothingGoesThere, receipts.KeyReused; ValueError for nothing, or an owner whom
    the readers leave out."""
    if not words or any(not may_own(one.readers, one.owner) for one in words):
        raise ValueError(words)
    refs = [new_ref() for _one in words]
    content = receipts.fingerprint("said", *(repr(one) for one in words))
    earlier = receipts.first_time(db, viewer.account_id, key, content, refs[0], now)
    if earlier is not None:
        return _sent_before(db, viewer, earlier)
    desk = desk or who.desk(db, viewer.council_id, viewer.person_id, now)
    if desk.stopped:
        raise NothingGoesThere
    turns = {owner: _turn(db, viewer, desk, owner, now) for owner in {one.owner for one in words}}
    rows, waits = [], []
    for ref, one in zip(refs, words, strict=True):
        kind_of(one.kind)  # KeyError for what no room declared
        turn = turns[one.owner]
        days = reply_days(one.kind, desk.reply_days)
        clock = answer_clock(now, days, turn.reading, desk.calendar)
        id = new_id()
        rows.append(_row(viewer, id, ref, one, clock.told, clock.due, now))
        waits.append(
            Waits(id, ref, viewer.person_id, one.owner, turn.id, now, clock.due, clock.goes_on)
        )
    add_rows(db, Said, rows)
    entries.owe(db, viewer.council_id, waits)
    firsts = {one.debtor_id: one.ref for one in reversed(waits)}
    send_later_each(db, viewer.council_id, SAID, firsts, now)
    worry = None
    for row in rows:
        found = _look_at(db, viewer, row["text"], (IN_SAID, row["id"], row["ref"]), now)
        worry = worry or found
    return Sent(tuple(refs), _latest([row["answer_by"] for row in rows]), worry)


def _row(
    viewer: Viewer, id: int, ref: str, one: Words, told: datetime | None, due: datetime,
    now: datetime,
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": id, "council_id": viewer.council_id, "ref": ref, "person_id": viewer.person_id,
        "kind": one.kind, "about_id": one.about_id, "about_ref": one.about_ref,
        "topic": one.topic, "called": one.called, "text": one.text,
        "language": one.language or language().tag, "face": one.face, "symbols": one.symbols,
        "picture_id": one.picture_id, "voice_id": one.voice_id, "helped_by": one.helped_by,
        "readers": int(one.readers), "owner": one.owner.value, "state": State.SENT.value,
        "turn": 1, "said_at": now, "turn_at": now, "answer_by": told, "due_at": due,
    }  # fmt: skip


def _latest(moments: Sequence[datetime | None]) -> datetime | None:
    known = [moment for moment in moments if moment is not None]
    return max(known) if len(known) == len(moments) else None


def _sent_before(db: Db, viewer: Viewer, first: str) -> Sent:
    """What was said together with this one: the same moment of the same person."""
    at = select(Said.said_at).where(Said.council_id == viewer.council_id, Said.ref == first)
    rows = db.execute(
        select(Said.ref, Said.answer_by)
        .where(
            Said.council_id == viewer.council_id, Said.person_id == viewer.person_id,
            Said.said_at == at.scalar_subquery(),
        )
        .order_by(Said.id)
    ).all()  # fmt: skip
    return Sent(tuple(row.ref for row in rows), _latest([row.answer_by for row in rows]), None)


def _turn(db: Db, viewer: Viewer, desk: who.Desk, owner: Owner, now: datetime) -> who.Turn:
    """Whose turn it is; where nobody is their worker, whoever stands in. Raises NobodyAnswers."""
    turn = desk.turn(owner)
    if turn is None and owner is Owner.WORKER:
        stands_in = who_sees_to_it.sees_to_it(
            db, viewer.council_id, viewer.person_id, viewer.person_id, now
        )
        if stands_in is not None:
            turn = who.Turn(stands_in, "", desk.calendar)
    if turn is None:
        raise NobodyAnswers
    return turn


def _look_at(
    db: Db, viewer: Viewer, text: str, source: tuple[str, int, str], now: datetime
) -> str | None:
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text, source, now
    )


# --- what adults do with it ---------------------------------------------------------------------


def read(viewer: Viewer, said_id: int, answers: bool, now: datetime) -> None:
    """The viewer has it before them: noted once, by the ledger, as looking is a GET. answers: they
    may answer it (`policy.answers`): then it stands as read."""

    def note(connection: DbConnection) -> None:
        put = insert_or(connection, SaidStep).values(
            id=new_id(), council_id=viewer.council_id, said_id=said_id, what="read",
            by_id=viewer.person_id, where_ref="", at=now,
        )  # fmt: skip
        connection.execute(put.on_conflict_do_nothing())
        if answers:
            said = cast(Table, Said.__table__)
            connection.execute(
                update(said)
                .where(said.c.id == said_id, said.c.state == State.SENT)
                .values(state=State.READ.value)
            )

    ledger.after_answer(note)


def talked(db: Db, viewer: Viewer, refs: Sequence[str], where_ref: str, now: datetime) -> None:
    """It was talked about: at a review (its ref), or outside one (""). Those of `refs` that the
    viewer reads and may answer, and that wait."""
    found = db.execute(
        select(Said.id, Said.person_id).where(
            Said.ref.in_(refs), policy.reads(viewer, now), policy.answers(viewer, now),
            Said.state.in_(WAITING), ~stopped(Said.person_id),
        )
    ).all()  # fmt: skip
    if not found:
        return
    put = insert_or(db, SaidStep).on_conflict_do_nothing()
    db.execute(put, [
        {"id": new_id(), "council_id": viewer.council_id, "said_id": row.id, "what": "talked",
         "by_id": viewer.person_id, "where_ref": where_ref, "at": now}
        for row in found
    ])  # fmt: skip
    db.execute(
        update(Said)
        .where(Said.id.in_([row.id for row in found]), Said.state.in_((State.SENT, State.READ)))
        .values(state=State.TALKED.value)
        .execution_options(synchronize_session=False)
    )
    for person_id in {row.person_id for row in found}:
        audit.changed(db, viewer, person_id, "say.talked", now)


def answer(
    db: Db, viewer: Viewer, ref: str, kind: Answer, text: str, promise: Promised | None, key: str,
    now: datetime, turn: int | None = None,
) -> None:  # fmt: skip
    """Answer it: with WILL, what was promised becomes a promise in the same commit. The young
    person is told. turn: which one the page showed, None where that cannot have changed. Raises
    NoResultFound, ChangedMeanwhile, NothingGoesThere, receipts.KeyReused; ValueError for WILL
    without a promise, or a promise without WILL."""
    if (promise is not None) != (kind is Answer.WILL):
        raise ValueError(kind)
    due = [str(promise.owner), promise.due.isoformat()] if promise else []
    content = receipts.fingerprint("said-answer", ref, kind, text, *due)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    said = db.execute(
        select(Said.id, Said.person_id, Said.owner, Said.turn, Said.state, Said.readers,
               stopped(Said.person_id).label("stopped"))
        .where(Said.ref == ref, policy.reads(viewer, now), policy.answers(viewer, now))
    ).one()  # fmt: skip
    if said.stopped:
        raise NothingGoesThere
    if turn not in (None, said.turn):
        raise ChangedMeanwhile
    id = new_id()
    _moves(db, said.id, State(said.state), said.turn, "answered")
    promise_ref = ""
    if promise is not None:
        promise_ref = promised.make(
            db, viewer, said.person_id, Readers(said.readers), text, promise.owner, promise.due,
            id, now,
        )  # fmt: skip
    add_rows(db, SaidAnswer, [{
        "id": id, "council_id": viewer.council_id, "said_id": said.id, "turn": said.turn,
        "kind": kind.value, "text": text, "by_id": viewer.person_id, "made_at": now,
        "promise_ref": promise_ref, "found": "", "found_text": "", "found_at": None,
    }])  # fmt: skip
    entries.paid(db, said.id, said.owner, now)
    notifications.tell(db, viewer.council_id, said.person_id, ANSWERED, SOURCE, ref, now)
    audit.changed(db, viewer, said.person_id, "say.answered", now)


def _moves(db: Db, id: int, state: State, turn: int, what: str, **also: Any) -> None:
    """One step, if nothing else happened meanwhile. Raises ChangedMeanwhile."""
    to, to_turn = after(state, turn, what)
    if (to, to_turn) == (state, turn):
        raise ChangedMeanwhile
    done = cast(
        CursorResult[Any],
        db.execute(
            update(Said)
            .where(Said.id == id, Said.state == state, Said.turn == turn)
            .values(state=to.value, turn=to_turn, **also)
            .execution_options(synchronize_session=False)
        ),
    )
    if not done.rowcount:
        raise ChangedMeanwhile


# --- what the young person says of an answer ----------------------------------------------------


def found(
    db: Db, viewer: Viewer, ref: str, what: Found, text: str, key: str, now: datetime,
    turn: int | None = None,
) -> str | None:  # fmt: skip
    """What the young person says of the answer. turn: which one their page showed, as of `answer`.
    PARTLY or NO asks for one more (`rules.after`), also where nobody could answer today: then it is
    on the list of whoever had it, and goes on. Returns why somebody looks at their words soon, if
    they do. Raises NoResultFound, ChangedMeanwhile, NothingGoesThere, receipts.KeyReused."""
    content = receipts.fingerprint("said-found", ref, what, text)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    row = db.execute(
        select(Said.id, Said.person_id, Said.kind, Said.owner, Said.turn, Said.state,
               SaidAnswer.id.label("answer_id"), SaidAnswer.by_id)
        .outerjoin(SaidAnswer, (SaidAnswer.said_id == Said.id) & (SaidAnswer.turn == Said.turn))
        .where(Said.ref == ref, Said.person_id == viewer.person_id,
               Said.council_id == viewer.council_id)
    ).one()  # fmt: skip
    if turn not in (None, row.turn):
        raise ChangedMeanwhile
    if after(State(row.state), row.turn, what)[0] is State.SENT:
        _asks_again(db, viewer, ref, row, what, now)
    else:
        _moves(db, row.id, State(row.state), row.turn, what)
    db.execute(
        update(SaidAnswer)
        .where(SaidAnswer.id == row.answer_id)
        .values(found=what.value, found_text=text, found_at=now)
        .execution_options(synchronize_session=False)
    )
    notifications.seen(db, viewer.council_id, viewer.person_id, SOURCE, ref, now)
    return _look_at(db, viewer, text, (IN_FOUND, row.answer_id, ref), now)


def _asks_again(db: Db, viewer: Viewer, ref: str, row: Any, what: Found, now: datetime) -> None:
    desk = who.desk(db, viewer.council_id, viewer.person_id, now)
    if desk.stopped:
        raise NothingGoesThere
    owner = Owner(row.owner)
    try:
        turn = _turn(db, viewer, desk, owner, now)
    except NobodyAnswers:
        turn = who.Turn(row.by_id, "", desk.calendar)
    days = reply_days(row.kind, desk.reply_days)
    clock = answer_clock(now, days, turn.reading, desk.calendar)
    _moves(
        db, row.id, State(row.state), row.turn, what,
        turn_at=now, answer_by=clock.told, due_at=clock.due,
    )  # fmt: skip
    waits = Waits(row.id, ref, viewer.person_id, owner, turn.id, now, clock.due, clock.goes_on)
    entries.owe(db, viewer.council_id, [waits])
    send_later(db, viewer.council_id, turn.id, AGAIN, f"{ref}:{row.turn + 1}", now)


def saw(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """They have looked at what was answered."""
    notifications.seen(db, viewer.council_id, viewer.person_id, SOURCE, ref, now)


# --- begun and not sent -------------------------------------------------------------------------


def keep_draft(db: Db, viewer: Viewer, ref: str, text: str, key: str, now: datetime) -> None:
    """Keep what the viewer began to write about what was said; nothing of an empty box, nor of what
    was sent meanwhile from the same page (`key`)."""
    if receipts.known(db, viewer.account_id, key):
        return
    if not text:
        db.execute(_drafts(viewer, ref))
        return
    put = insert_or(db, SaidDraft).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id, about_ref=ref,
        text=text[: LONGEST_ANSWER * 2], at=now,
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[SaidDraft.person_id, SaidDraft.about_ref],
            set_={"text": put.excluded.text, "at": put.excluded.at},
        )
    )


def forget_draft(viewer: Viewer, ref: str) -> None:
    """It was sent. By the ledger, once that is safe."""

    def forget(connection: DbConnection) -> None:
        connection.execute(_drafts(viewer, ref))

    ledger.after_answer(forget)


def _drafts(viewer: Viewer, ref: str) -> Any:
    return delete(cast(Table, SaidDraft.__table__)).where(
        SaidDraft.council_id == viewer.council_id,
        SaidDraft.person_id == viewer.person_id,
        SaidDraft.about_ref == ref,
    )
