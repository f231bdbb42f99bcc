"""What nobody has done goes on to the next person: a job, and what it does for one thing.

Each step is one commit: the row that says it, who has it now and when it goes on again, the notice
to the new person. A worker process that dies in the middle has done nothing; two at once do it
once, as one waits for the row or finds it moved, and a step's number can be there only once.

Nobody decides a step, so no name but the receiver's is in the audit: when somebody who could not
open the conversation is let in for it, the young person reads that among who looked, and finds
them among their people, for the days of `LET_IN`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role
from portal.core.db import Database, Db, Query, built_once, insert_or
from portal.core.ids import new_id
from portal.core.jobs import job
from portal.core.words import later
from portal.hours.pages import calendar_for
from portal.notifications.actions import tell
from portal.notifications.labels import say_news
from portal.owed import steps, ways
from portal.owed.needs import NEEDS, Needs
from portal.owed.steps import PROMISE, Candidate, Chosen, Taken, To
from portal.owed.stopped import still_due
from portal.owed.tables import ANSWERS, PRIVATE, Owed, OwedStep
from portal.owed.wish import WITH_FIELD, by_wish, can_pay
from portal.people import answers
from portal.people.reach import barred, lasting
from portal.people.rules import COVER_GRANTS, Grant, Kind
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Membership

PASSED_ON, NOBODY_READS, PROMISE_WAITS = "passed_on", "nobody_reads", "promise_waits"
LET_IN = timedelta(days=7)
# A name of its own: whether somebody can sign in is asked of memberships, too.
_member = aliased(Membership, name="member")
AT_ONCE = 500
log = logging.getLogger(__name__)

say_news(PASSED_ON, later("Something was passed on to you"), "staff.waiting", "messages")
say_news(
    NOBODY_READS,
    later(
        "A message waits, and nobody who is there can open it. "
        "Find somebody who can answer today."
    ),
    None,
    "messages",
)  # fmt: skip
say_news(
    PROMISE_WAITS,
    later(
        "A promise is late, and no manager who is there may see it. Find somebody who can ask "
        "about it."
    ),
    None,
    "promise",
)  # fmt: skip

# What a room writes down of its own when a thing of its kind goes on: in the same commit.
Passed = Callable[[Db, Owed, int, datetime], None]
_passed: dict[str, Passed] = {}


def when_passed(kind: str) -> Callable[[Passed], Passed]:
    """Declare what happens besides when something of this kind goes on to somebody (their key)."""

    def keep(do: Passed) -> Passed:
        _passed[kind] = do
        return do

    return keep


@job("pass on", timedelta(minutes=1))
def pass_on(database: Database, now: datetime) -> None:
    """Everything that is due to go on by now goes on: what waits for somebody who went on leave, to
    whoever covers; what nobody has done in time, to the next."""
    with database.reader() as db:
        waits = [row.id for row in waits_to_cover(db, now)]
    for owed_id in waits:
        _in_one_commit(database, partial(cover_one, owed_id=owed_id, now=now))
    last: tuple[datetime, int] | None = None
    while True:
        with database.reader() as db:
            found = db.execute(*_due(now, last)).all()
        for row in found:
            _in_one_commit(database, partial(pass_one, owed_id=row.id, now=now))
        if len(found) < AT_ONCE:
            return
        last = (found[-1].next_at, found[-1].id)


def _in_one_commit(database: Database, do: Callable[[Db], object]) -> None:
    """One thing that cannot go on must not keep the others from it; the next minute tries again."""
    try:
        with database.committing() as db:
            do(db)
    except Exception:
        log.exception("something owed could not go on")


def go_on(db: Db, now: datetime) -> None:
    """The same within somebody else's commit: for people who are made up."""
    for row in waits_to_cover(db, now):
        cover_one(db, row.id, now)
    for row in db.execute(*_due(now, None)).all():
        pass_one(db, row.id, now)


@job("who answers", timedelta(minutes=15))
def who_answers(database: Database, now: datetime) -> None:
    """An answer is owed by whoever answers today: a new worker, whoever covers, and the worker
    again when they are back."""
    with database.reader() as db:
        councils = db.scalars(
            select(Owed.council_id)
            .where(Owed.kind.in_((*ANSWERS, *PRIVATE)), Owed.done_at.is_(None))
            .distinct()
        ).all()
    for council_id in councils:
        _in_one_commit(database, partial(follow, council_id=council_id, now=now))


def _due(now: datetime, last: tuple[datetime, int] | None) -> tuple[Query, dict[str, Any]]:
    at, id = last or (now, 0)
    return _due_now(now, at, id, more=last is not None)


@built_once
def _due_now(now: datetime, last_at: datetime, last_id: int, *, more: bool) -> Query:
    query = select(Owed.id, Owed.next_at).where(*_waits(now))
    if more:
        beyond = and_(Owed.next_at == last_at, Owed.id > last_id)
        query = query.where(or_(Owed.next_at > last_at, beyond))
    return query.order_by(Owed.next_at, Owed.id).limit(AT_ONCE)


def _waits(now: datetime) -> Sequence[ColumnElement[bool]]:
    return (Owed.next_at <= now, Owed.done_at.is_(None), still_due())


# --- a step up ----------------------------------------------------------------------------------


def pass_one(db: Db, owed_id: int, now: datetime, *, early: bool = False) -> bool:
    """One thing goes on to the next person; whether it did. The caller commits. early: now, though
    its time has not come."""
    row = db.execute(*_this_one(owed_id, now, early=early)).first()
    owed: Owed | None = row.Owed if row is not None else None
    if row is None or owed is None or owed.next_at is None:
        return False
    promise, wished = owed.kind == PROMISE, bool(row.wished)
    taken = taken_of(db, owed)
    holder_id = taken[-1].to_id if taken else owed.debtor_id
    chosen, notice = _chosen(db, owed, taken, holder_id, now, wished=wished)
    if chosen is None and wished:
        return False  # nobody has what it is about: it waits, and the young person reads so
    if chosen is None:
        log.error("something owed has nobody to go on to", extra={"council_id": owed.council_id})
        return False
    calendar = calendar_for(db, owed.council_id)
    due_at = now if early else owed.next_at
    if not _write(db, owed, chosen.to, holder_id, chosen.person_id, taken, due_at, now):
        return False
    if promise:
        step = Taken(len(taken) + 1, chosen.to, chosen.person_id, due_at, now)
        next_at = steps.next_promise(calendar, owed.due_at, [*taken, step])
    else:
        next_at = steps.after(calendar, due_at, now, owed.urgent)
    _now_with(db, owed, chosen.person_id, now, next_at)
    if chosen.let_in:
        let_in(db, owed.council_id, owed.person_id, chosen.person_id, now)
    if owed.kind in _passed:
        _passed[owed.kind](db, owed, chosen.person_id, now)
    tell(db, owed.council_id, chosen.person_id, notice, "owed", owed.source_ref, now)
    return True


def _chosen(
    db: Db, owed: Owed, taken: Sequence[Taken], holder_id: int, now: datetime, *, wished: bool
) -> tuple[Chosen | None, str]:
    """Whom it goes on to, and what they are told."""
    own_way = ways.chooses(owed.kind)
    if own_way is not None:
        found = own_way(db, owed, taken, now)
        if found is not None:
            return Chosen(found.to, found.person_id), found.notice
        return _last_resort(db, owed, taken, now), NOBODY_READS
    people = _candidates(db, owed, taken, now, wished=wished)
    if owed.kind in NEEDS:
        people = [one for one in people if one.opens]
    if wished:
        return steps.choose_by_wish(people, owed.debtor_id, holder_id), PASSED_ON
    if owed.kind == PROMISE:
        chosen, waits = steps.choose_for_promise(people, taken, owed.debtor_id), PROMISE_WAITS
    else:
        chosen, waits = steps.choose(people, taken, owed.debtor_id, holder_id), NOBODY_READS
    if chosen is not None:
        return chosen, PASSED_ON
    return _last_resort(db, owed, taken, now), waits


@built_once
def _this_one(owed_id: int, now: datetime, *, early: bool) -> Query:
    """Held until the commit. One that another worker holds is left to them."""
    waits = _waits(now)[1:] if early else _waits(now)
    which = select(Owed, by_wish().label("wished")).where(Owed.id == owed_id, *waits)
    held = which.with_for_update(of=Owed, skip_locked=True)
    # As it is now, whatever this session has read of it before.
    return held.execution_options(populate_existing=True)


def taken_of(db: Db, owed: Owed) -> list[Taken]:
    """Every step of this wait so far, in order."""
    rows = db.execute(*_taken(owed.source_kind, owed.source_id, owed.kind, owed.since))
    return [Taken(row.number, To(row.step), row.to_id, row.due_at, row.at) for row in rows]


@built_once
def _taken(source_kind: str, source_id: int, kind: str, since: datetime) -> Query:
    return (
        select(OwedStep.number, OwedStep.step, OwedStep.to_id, OwedStep.due_at, OwedStep.at)
        .where(
            OwedStep.source_kind == source_kind,
            OwedStep.source_id == source_id,
            OwedStep.kind == kind,
            OwedStep.since == since,
        )
        .order_by(OwedStep.number)
    )


def _write(
    db: Db, owed: Owed, to: To, from_id: int, to_id: int, taken: Sequence[Taken],
    due_at: datetime, now: datetime,
) -> bool:  # fmt: skip
    """Whether the step is ours: of two at once one finds that its number is there."""
    row = {
        "id": new_id(), "council_id": owed.council_id, "person_id": owed.person_id,
        "source_kind": owed.source_kind, "source_id": owed.source_id, "kind": owed.kind,
        "since": owed.since, "number": len(taken) + 1, "step": to.value, "from_id": from_id,
        "to_id": to_id, "due_at": due_at, "at": now,
    }  # fmt: skip
    put = insert_or(db, OwedStep).values(row).on_conflict_do_nothing()
    return db.execute(put.returning(OwedStep.id)).first() is not None


def _now_with(db: Db, owed: Owed, to_id: int, now: datetime, next_at: datetime | None) -> None:
    db.execute(
        update(Owed)
        .where(Owed.id == owed.id, Owed.done_at.is_(None))
        .values(passes_to_id=to_id, passes_at=now, next_at=next_at)
    )


def _there(person_id: Any, young_id: int, day: date) -> Sequence[ColumnElement[bool]]:
    """Who can be asked today: not on leave, nobody who must not know, nobody who has died."""
    return (
        not_(barred(young_id, person_id)),
        not_(answers.away_on(person_id, day)),
        not_(stopped(person_id)),
    )


def _candidates(
    db: Db, owed: Owed, taken: Sequence[Taken], now: datetime, *, wished: bool
) -> list[Candidate]:
    day, needs = clock.today(now), NEEDS.get(owed.kind, Needs(answers.NEEDED))
    needed = WITH_FIELD if wished else needs.grants
    who = _who_could(owed.council_id, owed.person_id, day, needed=needed, wished=wished)
    asked = {step.to_id: step.number for step in taken}
    return [
        Candidate(
            row.person_id, row.role == Role.DUTY,
            row.role == Role.MANAGER if wished else row.role != Role.DUTY,
            bool(row.opens) and (wished or needs.fits(row.role)), row.load,
            asked.get(row.person_id, 0),
        )
        for row in db.execute(*who)
    ]  # fmt: skip


@built_once
def _who_could(council_id: int, young_id: int, day: date, *, needed: Grant, wished: bool) -> Query:
    """Whoever is on duty, and managers: of the council, or this young person's. wished: everybody
    who answers, as only those count to whom the young person gave what it is about."""
    boss = exists(
        select(Connection.id).where(
            Connection.council_id == council_id,
            Connection.of_id == young_id,
            Connection.with_id == _member.person_id,
            Connection.kind == Kind.MANAGER,
            *lasting(Connection, day),
        )
    )
    load = select(func.count()).where(
        Owed.council_id == council_id,
        Owed.passes_to_id == _member.person_id,
        Owed.done_at.is_(None),
    )
    young = type_coerce(young_id, BigInteger)
    roles = answers.ANSWERING if wished else answers.ROLES
    opens = answers.can_open(_member.council_id, _member.person_id, young, day, needed)
    return select(
        _member.person_id, _member.role, opens.label("opens"),
        load.correlate(_member).scalar_subquery().label("load"),
    ).where(
        _member.council_id == council_id,
        _member.role.in_(roles),
        opens if wished else or_(_member.role.in_((Role.DUTY, Role.MANAGER)), boss),
        answers.signs_in(_member.person_id, day),
        *_there(_member.person_id, young_id, day),
    )  # fmt: skip


def _last_resort(db: Db, owed: Owed, taken: Sequence[Taken], now: datetime) -> Chosen | None:
    """Nobody who reads messages is there: the safeguarding lead is told that one waits, else
    whoever gives out access. They learn no more than that."""
    day = clock.today(now)
    rows = db.execute(
        select(_member.person_id, _member.is_lead)
        .join(Account, Account.id == _member.account_id)
        .where(
            _member.council_id == owed.council_id,
            or_(_member.is_lead, _member.role == Role.ADMIN.value),
            _member.starts <= day,
            or_(_member.ends.is_(None), _member.ends >= day),
            Account.state == "open",
            *_there(_member.person_id, owed.person_id, day),
        )
    ).all()
    asked = {step.to_id: step.number for step in taken}
    best = min(
        rows,
        key=lambda row: (not row.is_lead, asked.get(row.person_id, 0), row.person_id),
        default=None,
    )
    if best is None:
        return None
    return Chosen(To.LEAD if best.is_lead else To.ADMIN, best.person_id)


def let_in(db: Db, council_id: int, young_id: int, person_id: int, now: datetime) -> None:
    """Let somebody on duty read and answer one young person for some days: their name, their
    messages, how to reach them, and nothing else. They stand among the young person's people, and
    among who looked."""
    day = clock.today(now)
    give(db, council_id, young_id, person_id, (day, day + LET_IN), None, now)
    member = db.execute(
        select(Membership.account_id, Membership.role).where(
            Membership.council_id == council_id, Membership.person_id == person_id
        )
    ).one()
    audit.happened(
        db, council_id, young_id, member.account_id, person_id, member.role, "owed.let_in", now
    )


def give(
    db: Db, council_id: int, young_id: int, person_id: int, days: tuple[date, date],
    by_id: int | None, now: datetime,
) -> None:  # fmt: skip
    """Somebody may read and answer a young person's messages on these days, in a worker's place."""
    put = insert_or(db, Connection).values(
        id=new_id(), council_id=council_id, of_id=young_id, with_id=person_id,
        kind=Kind.COVER.value, label="", does="", starts=days[0], ends=days[1],
        grants=int(COVER_GRANTS), granted_by_id=by_id, granted_at=now,
    )  # fmt: skip
    new = put.excluded
    still_longer = and_(Connection.ends_at.is_(None), Connection.ends > new.ends)
    db.execute(
        put.on_conflict_do_update(
            index_elements=[
                Connection.council_id, Connection.of_id, Connection.with_id, Connection.kind,
                Connection.starts,
            ],
            set_={
                "ends": case((still_longer, Connection.ends), else_=new.ends),
                "ends_at": None, "granted_by_id": new.granted_by_id, "granted_at": now,
            },
        )
    )  # fmt: skip


# --- to whoever covers, and back ----------------------------------------------------------------


def waits_to_cover(
    db: Db, now: datetime, *, owed_id: int | None = None, leave_id: int | None = None
) -> list[Any]:
    """What waited already when its worker went on leave, and is not with whoever covers yet; or
    only this one, or those of this leave."""
    asked = _to_cover(
        clock.today(now), owed_id or 0, leave_id or 0, one=owed_id is not None,
        of_leave=leave_id is not None,
    )  # fmt: skip
    return [row for row in db.execute(*asked) if _waited(row)]


@built_once
def _to_cover(day: date, owed_id: int, leave_id: int, *, one: bool, of_leave: bool) -> Query:
    at_cover = exists(
        select(OwedStep.id).where(
            OwedStep.source_kind == Owed.source_kind,
            OwedStep.source_id == Owed.source_id,
            OwedStep.kind == Owed.kind,
            OwedStep.since == Owed.since,
            OwedStep.step == To.COVER.value,
            OwedStep.to_id == answers.leave.cover_id,
        )
    )
    query = (
        select(
            Owed.id, Owed.since, Owed.debtor_id, answers.leave.starts, answers.leave.made_at,
            answers.leave.person_id.label("worker_id"), answers.leave.cover_id,
        )
        .select_from(answers.leave)
        .join(Connection, Connection.with_id == answers.leave.person_id)
        .join(Owed, and_(Owed.council_id == Connection.council_id,
                         Owed.person_id == Connection.of_id))
        .join(answers.cover, answers.covers(day))
        .where(
            answers.leave.starts <= day,
            answers.leave.ends >= day,
            answers.leave.cancelled_at.is_(None),
            answers.is_answering(day),
            answers.comes_first(day),
            # A worry that was never the worker's is no business of whoever covers for them.
            or_(
                Owed.kind.in_(ANSWERS),
                and_(Owed.kind == "worry", Owed.debtor_id == answers.leave.person_id),
            ),
            Owed.done_at.is_(None),
            still_due(),
            not_(at_cover),
            can_pay(answers.leave.cover_id, day),
        )
    )  # fmt: skip
    if one:
        query = query.where(Owed.id == owed_id)
    return query.where(answers.leave.id == leave_id) if of_leave else query


def _waited(row: Any) -> bool:
    """Whether it was there before the leave counted; what came after it is owed by whoever covers
    from the beginning."""
    began = _began(row)
    came: datetime = row.since
    return came < began or (came == began and row.debtor_id != row.cover_id)


def _began(row: Any) -> datetime:
    """When a leave began to count: with its first day, or when it was written down later."""
    written: datetime = row.made_at
    return max(clock.at_wall(datetime.combine(row.starts, time())), written)


def cover_one(db: Db, owed_id: int, now: datetime) -> bool:
    """One thing that waited goes on to whoever covers; whether it did. They have the time that the
    worker had: when it goes on after them stays as it was."""
    which = select(Owed).where(Owed.id == owed_id, Owed.done_at.is_(None))
    owed = db.scalars(which.with_for_update(of=Owed, skip_locked=True)).first()
    row = next(iter(waits_to_cover(db, now, owed_id=owed_id)), None)
    if owed is None or row is None:
        return False
    due_at, taken = _began(row), taken_of(db, owed)
    if not _write(db, owed, To.COVER, row.worker_id, row.cover_id, taken, due_at, now):
        return False
    _now_with(db, owed, row.cover_id, now, owed.next_at)
    if owed.kind in ANSWERS:
        db.execute(update(Owed).where(Owed.id == owed.id).values(debtor_id=row.cover_id))
    tell(db, owed.council_id, row.cover_id, PASSED_ON, "owed", owed.source_ref, now)
    return True


def follow(db: Db, council_id: int, now: datetime, worker_id: int | None = None) -> None:
    """Every open answer of a council is owed by whoever answers today; where nobody can it stays
    with whoever had it. worker_id: only theirs."""
    day = clock.today(now)
    found: dict[int, Any] = {}
    for row in db.execute(answers.everybody_who_answers(council_id, day)):
        found.setdefault(row.of_id, answers.answers_for(row, day))
    rows = db.execute(
        select(Owed.id, Owed.person_id, Owed.debtor_id, Owed.source_ref).where(
            Owed.council_id == council_id,
            Owed.kind.in_(ANSWERS),
            Owed.done_at.is_(None),
            still_due(),
            not_(by_wish()),
        )
    ).all()
    for row in rows:
        who = found.get(row.person_id)
        if who is not None and worker_id in (None, who.worker_id):
            _moves_to(db, council_id, row, who.id, now)
    _follow_wishes(db, council_id, now)
    ways.follow_all(db, council_id, now)


def follow_wish(db: Db, council_id: int, person_id: int, now: datetime) -> None:
    """What somebody may read of one young person was given or taken back: what is owed about it is
    owed by whoever has it from now on. One statement where nothing is."""
    _follow_wishes(db, council_id, now, Owed.person_id == person_id)


def _follow_wishes(db: Db, council_id: int, now: datetime, *which: ColumnElement[bool]) -> None:
    """Where nobody has it, it stays as it is: nobody sees it, and it is not lost."""
    rows = db.execute(
        select(Owed.id, Owed.person_id, Owed.debtor_id, Owed.source_ref).where(
            Owed.council_id == council_id, Owed.kind.in_(ANSWERS), Owed.done_at.is_(None),
            still_due(), by_wish(), *which,
        )
    ).all()  # fmt: skip
    if not rows:
        return
    who = who_has_field(db, council_id, {row.person_id for row in rows}, clock.today(now))
    for row in rows:
        _moves_to(db, council_id, row, who.get(row.person_id), now)


def who_has_field(db: Db, council_id: int, young: Set[int], day: date) -> Mapping[int, int]:
    """Young person and who answers them about what they give by wish, as far as anybody can."""
    found: dict[int, int] = {}
    everybody = answers.everybody_who_answers(council_id, day, WITH_FIELD)
    for row in db.execute(everybody.where(Connection.of_id.in_(sorted(young)))):
        one = answers.answers_for(row, day)
        if one is not None:
            found.setdefault(row.of_id, one.id)
    for young_id in young - found.keys():
        other = db.scalar(answers.next_who_can(council_id, young_id, day, WITH_FIELD))
        if other is not None:
            found[young_id] = other
    return found


def _moves_to(db: Db, council_id: int, row: Any, to_id: int | None, now: datetime) -> None:
    if to_id is None or to_id == row.debtor_id:
        return
    moved = db.execute(
        update(Owed)
        .where(Owed.id == row.id, Owed.debtor_id == row.debtor_id, Owed.done_at.is_(None))
        .values(debtor_id=to_id)
        .returning(Owed.id)
    )
    if moved.first() is not None:
        tell(db, council_id, to_id, PASSED_ON, "owed", row.source_ref, now)
