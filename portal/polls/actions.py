"""Write a poll, send it, answer it, close it. Each is one commit, safe to repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Table, case, delete, func, insert, or_, select, update

from portal.core import clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.core.words import language
from portal.groups import worrying
from portal.notifications.actions import tell, tell_each
from portal.owed.tables import Owed
from portal.people.tables import Person
from portal.polls import entries, pages, policy, rules
from portal.polls.rules import Kind
from portal.polls.tables import Poll, PollDone, PollOption, PollQuestion, PollWords, random_key

OPEN, RESULTS, CLOSED = "poll_open", "poll_results", "poll_closed"


class NothingAsked(Exception):
    """A poll without a question asks nobody anything."""


class NotYoursToAsk(Exception):
    """It was begun by somebody who could ask these people then, and cannot now."""


class AskedEnough(Exception):
    """There are as many questions as anybody would answer."""


class AnsweredBefore(Exception):
    """Each answers once: nobody can find an answer again to change it."""


@dataclass(frozen=True)
class Meant:
    """A poll as it was typed; the fields are those of `tables.Poll`."""

    title: str
    intro: str
    language: str
    audience: str
    age_from: int | None
    age_to: int | None
    group_id: int | None
    opens: date
    closes: date
    did_by: date


def write(db: Db, viewer: Viewer, meant: Meant, key: str, now: datetime) -> str:
    """A draft; returns its ref. Raises receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("poll", repr(meant))
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    row = {"id": new_id(), "council_id": viewer.council_id, "ref": ref, "made_at": now}
    db.execute(insert(Poll).values(by_id=viewer.person_id, **row, **asdict(meant)))
    return ref


def rewrite(db: Db, viewer: Viewer, ref: str, meant: Meant, now: datetime) -> None:
    """Raises NoResultFound."""
    poll = pages.draft(db, viewer, ref)
    for name, value in asdict(meant).items():
        setattr(poll, name, value)
    poll.made_at = now


def ask(
    db: Db, viewer: Viewer, ref: str, kind: Kind, text: str, options: Sequence[str], key: str,
    now: datetime,
) -> None:  # fmt: skip
    """One more question. Raises NoResultFound, AskedEnough, receipts.KeyReused."""
    content = receipts.fingerprint("poll-question", ref, kind, text, *options)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    poll = pages.draft(db, viewer, ref)
    there = db.execute(
        select(func.count(), func.coalesce(func.max(PollQuestion.place), 0)).where(
            PollQuestion.poll_id == poll.id
        )
    ).one()
    if there[0] >= rules.MOST_QUESTIONS:
        raise AskedEnough
    id = new_id()
    base = {"council_id": viewer.council_id, "poll_id": poll.id}
    db.execute(
        insert(PollQuestion).values(
            id=id, ref=new_ref(), place=there[1] + 1, kind=kind.value, text=text, joined=False,
            **base,
        )
    )  # fmt: skip
    if kind is Kind.FACES:
        options = [""] * rules.FACES
    add_rows(db, PollOption, [
        {"id": new_id(), "question_id": id, "place": place, "text": option, "count": 0,
         "shown": None, **base}
        for place, option in enumerate(() if kind is Kind.WORDS else options, 1)
    ])  # fmt: skip


def unask(db: Db, viewer: Viewer, ref: str) -> str:
    """One question (its ref) less; returns the ref of its poll. Raises NoResultFound when that is
    no draft of theirs."""
    row = db.execute(
        select(PollQuestion.id, Poll.ref)
        .join(Poll, Poll.id == PollQuestion.poll_id)
        .where(PollQuestion.council_id == viewer.council_id, PollQuestion.ref == ref)
    ).one()
    poll = pages.draft(db, viewer, row.ref)
    db.execute(delete(PollOption).where(PollOption.question_id == row.id))
    db.execute(delete(PollQuestion).where(PollQuestion.id == row.id))
    return poll.ref


def throw_away(db: Db, viewer: Viewer, ref: str) -> None:
    """Raises NoResultFound."""
    poll = pages.draft(db, viewer, ref)
    db.execute(delete(PollOption).where(PollOption.poll_id == poll.id))
    db.execute(delete(PollQuestion).where(PollQuestion.poll_id == poll.id))
    db.execute(delete(Poll).where(Poll.id == poll.id))


def send(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """It opens on its first day; whom it is for is told then, or now if that is today. Raises
    NoResultFound, NotYoursToAsk, NothingAsked."""
    poll = pages.draft(db, viewer, ref)
    if not pages.may_ask(db, viewer, pages.to_of(poll)):
        raise NotYoursToAsk
    asked = select(PollQuestion.id).where(PollQuestion.poll_id == poll.id)
    if db.scalar(asked.limit(1)) is None:
        raise NothingAsked
    poll.sent_at = now
    db.flush()
    if poll.opens <= clock.today(now):
        open_one(db, poll.id, now)


def open_one(db: Db, poll_id: int, now: datetime) -> None:
    """Tell everybody whom it is for, once."""
    poll = db.scalars(_held(poll_id)).one()
    if poll.told_at is not None:
        return
    poll.told_at = now
    day = clock.today(now)
    who = policy.could_answer(poll.council_id, pages.to_of(poll), day)
    people = db.scalars(select(Person.id).where(*who).order_by(Person.id)).all()
    tell_each(db, poll.council_id, people, OPEN, OPEN, now)


def _held(poll_id: int) -> Any:
    return (
        select(Poll)
        .where(Poll.id == poll_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


# --- answering ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answers:
    """chosen: keys of options. words: what was written, by the key of its question."""

    chosen: Sequence[int]
    words: Mapping[int, str]


def answer(db: Db, viewer: Viewer, page: pages.PollPage, given: Answers, now: datetime) -> bool:
    """Count what was chosen, keep words without their writer, and that this person has answered:
    nothing joins the two. Words that must not wait go to their worker instead, with their name;
    whether some did. page: read for the answer (`pages.one`). Raises AnsweredBefore,
    say.actions.NobodyAnswers, NothingGoesThere."""
    card = page.card
    put = insert_or(db, PollDone).values(
        id=random_key(), council_id=viewer.council_id, poll_id=card.id, person_id=viewer.person_id
    )
    first = put.on_conflict_do_nothing().returning(PollDone.id)
    if card.done or card.closed or db.execute(first).first() is None:
        raise AnsweredBefore
    _count(db, card.id, given.chosen)
    pressing = [text for text in given.words.values() if worrying.must_not_wait(text)]
    for text in pressing:
        worrying.tell_their_worker(db, viewer, text, now)
    add_rows(db, PollWords, [
        {"id": random_key(), "council_id": viewer.council_id, "question_id": question_id,
         "text": text, "language": language().tag}
        for question_id, text in given.words.items()
        if text not in pressing
    ])  # fmt: skip
    return bool(pressing)


def _count(db: Db, poll_id: int, chosen: Sequence[int]) -> None:
    """Every number of the poll is written, whichever grew: the database keeps with each row which
    commit wrote it last, and that would say what the last person chose."""
    option = cast(Table, PollOption.__table__)
    grew = case((option.c.id.in_(list(chosen)), 1), else_=0)
    counted = update(option).where(option.c.poll_id == poll_id)
    db.execute(counted.values(count=option.c.count + grew))


# --- closing ------------------------------------------------------------------------------------


def close_one(db: Db, poll_id: int, now: datetime) -> None:
    """Work out what is shown, let the numbers behind it go, mix the words; whoever answered is
    told, and whoever asked owes what was done because of it. Once."""
    poll: Poll = db.scalars(_held(poll_id)).one()
    if poll.closed_at is not None:
        return
    poll.closed_at = now
    poll.of = _of(db, poll, now)
    db.flush()
    for question_id, kind, counts in _counts(db, poll.id):
        found = rules.shown(kind, [count for _id, count in counts], poll.of)
        db.execute(
            update(PollQuestion)
            .where(PollQuestion.id == question_id)
            .values(joined=found.joined)
        )  # fmt: skip
        for (id, _n), cell in zip(counts, found.cells, strict=True):
            db.execute(update(PollOption).where(PollOption.id == id).values(count=0, shown=cell))
    _mix(db, poll.id)
    people = db.scalars(select(PollDone.person_id).where(PollDone.poll_id == poll.id)).all()
    tell_each(db, poll.council_id, sorted(people), RESULTS, RESULTS, now)
    row = entries.owed_row(poll.council_id, poll.id, poll.ref, poll.by_id, now, poll.did_by)
    put = insert_or(db, Owed).values(id=new_id(), **row).on_conflict_do_nothing()
    db.execute(put)
    tell(db, poll.council_id, poll.by_id, CLOSED, CLOSED, poll.ref, now)


def _of(db: Db, poll: Poll, now: datetime) -> int:
    """How many could have answered: whom it is for today, and whoever did."""
    who = policy.could_answer(poll.council_id, pages.to_of(poll), clock.today(now))
    did = Person.id.in_(select(PollDone.person_id).where(PollDone.poll_id == poll.id))
    could = Person.id.in_(select(Person.id).where(*who))
    return db.execute(select(func.count()).select_from(Person).where(or_(could, did))).scalar_one()


def _counts(db: Db, poll_id: int) -> list[tuple[int, Kind, list[tuple[int, int]]]]:
    rows = db.execute(
        select(PollQuestion.id, PollQuestion.kind, PollOption.id, PollOption.count)
        .join(PollOption, PollOption.question_id == PollQuestion.id)
        .where(PollQuestion.poll_id == poll_id)
        .order_by(PollQuestion.id, PollOption.place)
    )
    found: dict[int, tuple[int, Kind, list[tuple[int, int]]]] = {}
    for question_id, kind, option_id, count in rows:
        found.setdefault(question_id, (question_id, Kind(kind), []))[2].append((option_id, count))
    return list(found.values())


def _mix(db: Db, poll_id: int) -> None:
    """Write the words again under new keys, in an order of chance, all in one commit: where and
    when a row was written says nothing of who was here then."""
    ids = select(PollQuestion.id).where(PollQuestion.poll_id == poll_id)
    rows = db.execute(
        select(PollWords.council_id, PollWords.question_id, PollWords.text, PollWords.language)
        .where(PollWords.question_id.in_(ids))
    ).all()  # fmt: skip
    db.execute(
        delete(PollWords)
        .where(PollWords.question_id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    again = [{"id": random_key(), **row._asdict()} for row in rows]
    add_rows(db, PollWords, sorted(again, key=lambda row: row["id"]))


def done_because(db: Db, poll_id: int, now: datetime) -> None:
    """Somebody said what was done because of it: that is owed no more; whoever answered is told."""
    owed = cast(Table, Owed.__table__)
    paid = cast(
        CursorResult[Any],
        db.execute(
            update(owed)
            .where(
                owed.c.source_kind == entries.SOURCE, owed.c.source_id == poll_id,
                owed.c.done_at.is_(None),
            )
            .values(done_at=now, next_at=None)
        ),
    )  # fmt: skip
    if paid.rowcount:
        row = db.execute(select(Poll.council_id).where(Poll.id == poll_id)).one()
        people = db.scalars(select(PollDone.person_id).where(PollDone.poll_id == poll_id)).all()
        tell_each(db, row.council_id, sorted(people), "we_did", "we_did", now)
