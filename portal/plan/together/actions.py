"""Writes: own lines, what is said about a part, the answer, big questions. Each is one commit,
safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table, case, delete, func, or_, select, update
from sqlalchemy.engine import Connection as DbConnection

from portal.agenda.tables import AgendaItem
from portal.core import audit, clock, ledger, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, dialect, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications import actions as notifications
from portal.owed.answering import Clock, answer_clock
from portal.owed.tables import Owed
from portal.people.answers import answers_for, everybody_who_answers
from portal.people.pages import Subject
from portal.people.tables import Connection
from portal.plan.together import entries, rules
from portal.plan.together.pages import AGAIN, LINE, SAID, Desk, LineCard, SaidCard, ToAnswer
from portal.plan.together.rules import Question, Says, Stands, State
from portal.plan.together.tables import BigQuestion, OwnLine, PlanAnswer, PlanResponse, SayDraft
from portal.worries import actions as worries
from portal.worries import policy as who_sees_to_it

# What is new, and for whom: `routes` gives each its words.
SAID_SOMETHING, ANSWERED, QUESTION_WRITTEN = "plan_response", "plan_answer", "big_question"


class NobodyAnswers(Exception):
    """Nobody answers the young person today, and nobody stands in: the page gives the number."""


class NobodyReads(Exception):
    """It is about what is given by wish, and nobody who answers has it: nobody would read it."""


class ChangedMeanwhile(Exception):
    """It was answered, or something else was said, since the page was drawn."""


class NothingGoesThere(Exception):
    """Nothing is sent to this young person any more (`people.stops`)."""


class TooMany(Exception):
    """There are as many lines beside this part as there can be."""


# --- own lines ----------------------------------------------------------------------------------


def add_line(
    db: Db, viewer: Viewer, kind: str, area: str, text: str, key: str, now: datetime
) -> str | None:
    """Keep a line beside a part; returns why somebody looks at it soon, if they do. Sent twice it
    happens once. Raises TooMany, receipts.KeyReused."""
    content = receipts.fingerprint("own-line", kind, area, text)
    ref, id = new_ref(), new_id()
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    count = db.scalar(
        select(func.count()).where(
            OwnLine.council_id == viewer.council_id, OwnLine.person_id == viewer.person_id,
            OwnLine.kind == kind, OwnLine.area == area, OwnLine.ended_at.is_(None),
        )
    )  # fmt: skip
    if (count or 0) >= rules.MOST_LINES:
        raise TooMany
    return _keep_line(db, viewer, id, id, ref, kind, area, text, now)


def _keep_line(
    db: Db, viewer: Viewer, id: int, line_id: int, ref: str, kind: str, area: str, text: str,
    now: datetime,
) -> str | None:  # fmt: skip
    add_rows(db, OwnLine, [{
        "id": id, "council_id": viewer.council_id, "ref": ref, "line_id": line_id,
        "person_id": viewer.person_id, "kind": kind, "area": area, "text": text, "made_at": now,
        "ended_at": None,
    }])  # fmt: skip
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text, (LINE, id, ref),
        now,
    )  # fmt: skip


def change_line(
    db: Db, viewer: Viewer, line: LineCard, text: str, key: str, now: datetime
) -> str | None:
    """The line says something else from now on; what it said is kept. Sent twice it happens once.
    Raises ChangedMeanwhile, receipts.KeyReused."""
    content = receipts.fingerprint("own-line-changed", line.ref, text)
    ref = new_ref()
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    if text == line.text:
        return None
    _end_line(db, viewer, line, now)
    return _keep_line(db, viewer, new_id(), line.line_id, ref, line.kind, line.area, text, now)


def take_line_away(db: Db, viewer: Viewer, line: LineCard, now: datetime) -> None:
    """Nobody else reads it any more. Raises ChangedMeanwhile."""
    _end_line(db, viewer, line, now)


def _end_line(db: Db, viewer: Viewer, line: LineCard, now: datetime) -> None:
    done = cast(
        CursorResult[Any],
        db.execute(
            update(OwnLine)
            .where(
                OwnLine.council_id == viewer.council_id, OwnLine.person_id == viewer.person_id,
                OwnLine.ref == line.ref, OwnLine.ended_at.is_(None),
            )
            .values(ended_at=now)
            .execution_options(synchronize_session=False)
        ),
    )  # fmt: skip
    if not done.rowcount:
        raise ChangedMeanwhile


# --- what they think ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """owes: an answer is owed. worry: why somebody looks at it soon, if they do."""

    owes: bool
    worry: str | None


def say(
    db: Db, viewer: Viewer, desk: Desk, seen_id: int | None, says: Says, why: str, key: str,
    now: datetime,
) -> Said:  # fmt: skip
    """Keep what they think of a part as they saw it, and that an answer is owed. What they said
    before and nobody has answered is replaced: its wait goes on. Sent twice it happens once.

    Raises ChangedMeanwhile when the part says something else than on their page, NobodyAnswers,
    NobodyReads, receipts.KeyReused.
    """
    owes = rules.is_owed_an_answer(says, why)
    content = receipts.fingerprint("plan-response", desk.kind, desk.area, str(seen_id), says, why)
    id, ref = new_id(), new_ref()
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return Said(owes, None)
    if seen_id != desk.seen_id:
        raise ChangedMeanwhile
    if owes and desk.nobody_reads:
        raise NobodyReads
    if desk.open_id is not None:
        _replace(db, desk, now, goes_on=owes)
    wait_id = desk.wait_id if owes and desk.wait_id is not None else id
    clock_ = answer_clock(now, desk.reply_days, desk.reading, desk.calendar)
    row = {
        "id": id, "council_id": viewer.council_id, "ref": ref, "person_id": viewer.person_id,
        "kind": desk.kind, "area": desk.area, "seen_id": seen_id, "says": says.value, "why": why,
        "made_at": now, "answer_by": clock_.told if owes else None, "wait_id": wait_id,
        "state": rules.state_when_said(says, why).value, "again_why": "",
    }  # fmt: skip
    put = insert_or(db, PlanResponse).values(row).on_conflict_do_nothing()
    if db.execute(put.returning(PlanResponse.id)).first() is None:
        raise ChangedMeanwhile  # something else of theirs came in at the same moment
    if not owes:
        return Said(False, None)
    debtor_id = _who_answers(db, viewer, desk, now)
    worry = worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", why, (SAID, id, ref),
        now,
    )  # fmt: skip
    _owe(db, viewer, wait_id, ref, debtor_id, clock_, now)
    notifications.send_later(db, viewer.council_id, debtor_id, SAID_SOMETHING, ref, now)
    return Said(True, worry)


def say_again(
    db: Db, viewer: Viewer, desk: Desk, card: SaidCard, why: str, key: str, now: datetime
) -> str | None:
    """The answer did not answer it: one more is owed. Once; sent twice it happens once. Raises
    ChangedMeanwhile, NobodyAnswers, NobodyReads, receipts.KeyReused."""
    content = receipts.fingerprint("plan-again", card.ref, why)
    if receipts.first_time(db, viewer.account_id, key, content, card.ref, now) is not None:
        return None
    if desk.nobody_reads:
        raise NobodyReads
    clock_ = answer_clock(now, desk.reply_days, desk.reading, desk.calendar)
    wait_id = new_id()
    found = db.execute(
        update(PlanResponse)
        .where(
            PlanResponse.council_id == viewer.council_id,
            PlanResponse.person_id == viewer.person_id,
            PlanResponse.ref == card.ref,
            PlanResponse.state == State.ANSWERED,
            PlanResponse.again_at.is_(None),
        )
        .values(
            state=State.OPEN.value, again_at=now, again_why=why, again_by=clock_.told,
            wait_id=wait_id,
        )
        .returning(PlanResponse.id)
        .execution_options(synchronize_session=False)
    ).first()  # fmt: skip
    if found is None:
        raise ChangedMeanwhile
    debtor_id = _who_answers(db, viewer, desk, now)
    worry = worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", why,
        (AGAIN, found.id, card.ref), now,
    )  # fmt: skip
    _owe(db, viewer, wait_id, card.ref, debtor_id, clock_, now)
    notifications.send_later(db, viewer.council_id, debtor_id, SAID_SOMETHING, str(wait_id), now)
    return worry


def _replace(db: Db, desk: Desk, now: datetime, *, goes_on: bool) -> None:
    """What waits was not answered before they said something else. goes_on: that waits on in its
    place; otherwise nothing is owed any more."""
    done = cast(
        CursorResult[Any],
        db.execute(
            update(PlanResponse)
            .where(PlanResponse.id == desk.open_id, PlanResponse.state == State.OPEN)
            .values(state=State.REPLACED.value)
            .execution_options(synchronize_session=False)
        ),
    )
    if not done.rowcount:
        raise ChangedMeanwhile
    if not goes_on:
        _paid(db, desk.wait_id, now)


def _paid(db: Db, wait_id: int | None, now: datetime) -> None:
    owed = cast(Table, Owed.__table__)
    db.execute(
        update(owed)
        .where(
            owed.c.source_kind == entries.OWED, owed.c.source_id == wait_id,
            owed.c.kind == entries.OWED, owed.c.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )  # fmt: skip


def _who_answers(db: Db, viewer: Viewer, desk: Desk, now: datetime) -> int:
    if desk.answers is not None:
        return desk.answers.id
    if desk.next_reader_id is not None:
        return desk.next_reader_id
    stands_in = who_sees_to_it.sees_to_it(
        db, viewer.council_id, viewer.person_id, viewer.person_id, now
    )
    if stands_in is None:
        raise NobodyAnswers
    return stands_in


def _owe(
    db: Db, viewer: Viewer, wait_id: int, ref: str, debtor_id: int, clock_: Clock,
    now: datetime,
) -> None:  # fmt: skip
    row = entries.owed_row(
        viewer.council_id,
        wait_id,
        ref,
        viewer.person_id,
        debtor_id,
        now,
        clock_.due,
        clock_.goes_on,
    )
    db.execute(_owing(dialect(db)), {"id": new_id(), **row, "done_at": None})


@cache
def _owing(dialect: str) -> Executable:
    """One row for the whole wait, from what was said first; what is said after it can only make it
    earlier."""
    put = insert_or(dialect, Owed)
    new = put.excluded
    sooner = or_(Owed.next_at.is_(None), new.next_at < Owed.next_at)
    return put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind],
        set_={
            "debtor_id": new.debtor_id,
            "due_at": case((new.due_at < Owed.due_at, new.due_at), else_=Owed.due_at),
            "next_at": case((sooner, new.next_at), else_=Owed.next_at),
            "done_at": None,
        },
    )


# --- the answer ---------------------------------------------------------------------------------


def answer(db: Db, viewer: Viewer, said: ToAnswer, text: str, key: str, now: datetime) -> None:
    """Answer a young person; nothing is owed any more. Sent twice it happens once. Raises
    ChangedMeanwhile when it does not wait any more, NothingGoesThere, receipts.KeyReused."""
    if said.stopped:
        raise NothingGoesThere
    content = receipts.fingerprint("plan-answer", said.ref, text)
    if receipts.first_time(db, viewer.account_id, key, content, said.ref, now) is not None:
        return
    done = cast(
        CursorResult[Any],
        db.execute(
            update(PlanResponse)
            .where(PlanResponse.id == said.id, PlanResponse.state == State.OPEN)
            .values(state=State.ANSWERED.value)
            .execution_options(synchronize_session=False)
        ),
    )
    if not done.rowcount:
        raise ChangedMeanwhile
    add_rows(db, PlanAnswer, [{
        "id": new_id(), "council_id": viewer.council_id, "response_id": said.id,
        "by_id": viewer.person_id, "text": text, "made_at": now,
    }])  # fmt: skip
    _paid(db, said.wait_id, now)
    notifications.tell(
        db, viewer.council_id, said.person_id, ANSWERED, ANSWERED, f"{said.kind}:{said.area}", now
    )
    audit.changed(db, viewer, said.person_id, "plan.answered", now)


# --- big questions ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meant:
    """What is written down of a big question."""

    stands: Stands
    words: str
    decides: str
    decided_on: date | None
    ask_again: date | None

    def marks(self) -> tuple[str, ...]:
        return (self.stands, self.words, self.decides, str(self.decided_on), str(self.ask_again))


def write_down(
    db: Db, viewer: Viewer, young: Subject, question: Question, seen_id: int | None, meant: Meant,
    key: str, now: datetime,
) -> None:  # fmt: skip
    """From now on this holds; what was written before is kept. The young person is told. Sent twice
    it happens once. Raises ChangedMeanwhile when somebody else wrote meanwhile, NothingGoesThere,
    receipts.KeyReused."""
    if young.stopped_at is not None:
        raise NothingGoesThere
    content = receipts.fingerprint("big-question", young.ref, question, *meant.marks())
    if receipts.first_time(db, viewer.account_id, key, content, question.value, now) is not None:
        return
    before = db.execute(
        update(BigQuestion)
        .where(
            BigQuestion.council_id == viewer.council_id, BigQuestion.person_id == young.id,
            BigQuestion.question == question, BigQuestion.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(BigQuestion.id)
        .execution_options(synchronize_session=False)
    ).first()  # fmt: skip
    old = before.id if before else None
    id = new_id()
    put = insert_or(db, BigQuestion).values(
        id=id, council_id=viewer.council_id, person_id=young.id, question=question.value,
        stands=meant.stands.value, words=meant.words, decides=meant.decides,
        decided_on=meant.decided_on, ask_again=meant.ask_again, by_id=viewer.person_id, made_at=now,
    )  # fmt: skip
    kept = db.execute(put.on_conflict_do_nothing().returning(BigQuestion.id)).first()
    if old != seen_id or kept is None:
        raise ChangedMeanwhile
    if old is not None:
        _forget_date(db, old)
    if meant.ask_again is not None:
        _keep_date(db, viewer.council_id, id, young.id, meant.ask_again, now)
    notifications.tell(
        db, viewer.council_id, young.id, QUESTION_WRITTEN, QUESTION_WRITTEN, question.value, now
    )
    audit.changed(db, viewer, young.id, "plan.question", now)


def _forget_date(db: Db, id: int) -> None:
    for table in (Owed, AgendaItem):
        db.execute(
            delete(table)
            .where(table.source_kind == entries.ASK_AGAIN, table.source_id == id)
            .execution_options(synchronize_session=False)
        )


def _keep_date(db: Db, council_id: int, id: int, person_id: int, day: date, now: datetime) -> None:
    add_rows(
        db, AgendaItem, [{"id": new_id(), **entries.agenda_row(council_id, id, person_id, day)}]
    )
    today = clock.today(now)
    query = everybody_who_answers(council_id, today).where(Connection.of_id == person_id)
    row = db.execute(query.limit(1)).first()
    who = answers_for(row, today) if row is not None else None
    if who is not None:
        owes = entries.ask_again_row(council_id, id, person_id, who.id, now, day)
        add_rows(db, Owed, [{"id": new_id(), **owes, "done_at": None}])


def saw_answer(db: Db, viewer: Viewer, kind: str, area: str, now: datetime) -> None:
    """They have looked at what was answered here, or written down of a big question."""
    notifications.seen(db, viewer.council_id, viewer.person_id, ANSWERED, f"{kind}:{area}", now)
    if not rules.is_of_a_plan(kind):
        notifications.seen(db, viewer.council_id, viewer.person_id, QUESTION_WRITTEN, area, now)


# --- begun and not sent -------------------------------------------------------------------------


def keep_draft(db: Db, viewer: Viewer, about: str, text: str, key: str, now: datetime) -> None:
    """Keep what the viewer began to write; nothing of an empty box, nor of what was sent meanwhile
    from the same page (`key`)."""
    if receipts.known(db, viewer.account_id, key):
        return
    if not text:
        db.execute(_drafts(viewer, about))
        return
    put = insert_or(db, SayDraft).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id, about=about,
        text=text[: rules.LONGEST_WHY * 10], at=now,
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[SayDraft.person_id, SayDraft.about],
            set_={"text": put.excluded.text, "at": put.excluded.at},
        )
    )


def forget_draft(viewer: Viewer, about: str) -> None:
    """It was sent. By the ledger, once that is safe."""

    def forget(connection: DbConnection) -> None:
        connection.execute(_drafts(viewer, about))

    ledger.after_answer(forget)


def _drafts(viewer: Viewer, about: str) -> Any:
    return delete(cast(Table, SayDraft.__table__)).where(
        SayDraft.council_id == viewer.council_id,
        SayDraft.person_id == viewer.person_id,
        SayDraft.about == about,
    )
