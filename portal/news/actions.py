"""Writes: a draft, the sending, what is seen, answers both ways, who wants news, groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, and_, case, delete, func, or_, select, update
from sqlalchemy.engine import Connection as DbConnection
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock, ledger, receipts
from portal.core.access import Role, Viewer
from portal.core.db import Db, add_rows, dialect, insert_or
from portal.core.ids import new_id, new_ref
from portal.news import policy, rules
from portal.news.desk import a_draft, drawn, to_of, whose
from portal.news.entries import owed_row
from portal.news.pages import Copy
from portal.news.rules import Audience
from portal.news.tables import NewsGroup, NewsItem, NewsMember, NewsOptOut, NewsReply, NewsTo
from portal.notifications import actions as notifications
from portal.notifications.actions import BATCH, send_later, tell, tell_each, withdraw
from portal.notifications.tables import Notice
from portal.owed.tables import Owed
from portal.people.stops import stopped
from portal.people.tables import Person
from portal.worries.actions import look_at

NEWS, ANSWER, REPLY, NAMED, GROUPED = (
    "news", "news_answer", "news_reply", "news_named", "news_group",
)  # fmt: skip


class ChangedMeanwhile(Exception):
    """It is not what the preview showed any more."""


class NobodyToTell(Exception):
    """It is for nobody who wants news."""


class EnoughForToday(Exception):
    """This person has sent as much as anybody may in one day."""


class NobodyReads(Exception):
    """Whoever was named cannot read what is written: the page leads to their worker."""


class NothingGoesThere(Exception):
    """Two people said that nothing is sent to this young person any more."""


class NameTaken(Exception):
    """There is a group of this name already."""


class LeftByThemselves(Exception):
    """They left this group: only they can come back."""


@dataclass(frozen=True)
class Meant:
    """What was typed. replies_to_id: None for the writer."""

    audience: Audience
    age_from: int
    age_to: int
    group_id: int | None
    home_id: int | None
    title: str
    text: str
    language: str
    until: date | None
    replies_to_id: int | None


# --- a draft -------------------------------------------------------------------------------------


def write(db: Db, viewer: Viewer, meant: Meant, key: str, now: datetime) -> str:
    """Keep a draft; returns its ref, the same when repeated. Raises receipts.KeyReused."""
    columns, ref = _columns(viewer, meant), new_ref()
    content = receipts.fingerprint("draft", *(f"{k}={v}" for k, v in sorted(columns.items())))
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    whole = {"id": new_id(), "council_id": viewer.council_id, "ref": ref, "by_id": viewer.person_id}
    add_rows(db, NewsItem, [{**whole, **columns, "made_at": now}])
    return ref


def rewrite(db: Db, viewer: Viewer, ref: str, meant: Meant, now: datetime) -> None:
    """Change a draft. Raises NoResultFound."""
    item = a_draft(db, viewer, ref)
    for name, value in _columns(viewer, meant).items():
        setattr(item, name, value)
    item.made_at = now


def throw_away(db: Db, viewer: Viewer, ref: str) -> None:
    """Raises NoResultFound."""
    db.delete(a_draft(db, viewer, ref))


def _columns(viewer: Viewer, meant: Meant) -> dict[str, Any]:
    ages = meant.audience is Audience.AGES
    at_home = meant.audience is Audience.HOME
    # Whoever knows where they live answers for what was written to a home.
    named = viewer.person_id if at_home else meant.replies_to_id or viewer.person_id
    return {
        "title": meant.title, "text": meant.text, "language": meant.language,
        "until": meant.until, "audience": meant.audience.value,
        "own": _own(viewer, meant.audience),
        "age_from": meant.age_from if ages else None, "age_to": meant.age_to if ages else None,
        "group_id": meant.group_id if meant.audience is Audience.GROUP else None,
        "home_id": meant.home_id if at_home else None,
        "replies_to_id": named,
    }  # fmt: skip


def _own(viewer: Viewer, audience: Audience) -> bool:
    """Whether it reaches only those whom the writer works with."""
    return viewer.role is Role.WORKER or audience is Audience.HOME


# --- sending -------------------------------------------------------------------------------------


def send(db: Db, viewer: Viewer, ref: str, shown: str, key: str, now: datetime) -> None:
    """Send a draft: fix who gets it, and tell each of them, all in one commit. Sent twice it
    happens once.

    Raises NoResultFound, ChangedMeanwhile, NobodyToTell, EnoughForToday, receipts.KeyReused.
    """
    content = receipts.fingerprint("news", ref, shown)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    item = db.scalars(policy.drafts(viewer).where(NewsItem.ref == ref)).one()
    if item.sent_at is not None:
        return
    # A manager who became a worker reaches fewer than when they wrote it.
    if drawn(item) != shown or item.own != _own(viewer, Audience(item.audience)):
        raise ChangedMeanwhile
    if _sent_today(db, viewer, now) >= rules.MOST_A_DAY:
        raise EnoughForToday
    mine = update(NewsItem).where(NewsItem.id == item.id, NewsItem.sent_at.is_(None))
    done = cast(CursorResult[Any], db.execute(mine.values(sent_at=now)))
    if done.rowcount == 0:  # from another page of theirs, a moment ago
        return
    people = db.scalars(
        select(Person.id)
        .outerjoin(NewsOptOut, NewsOptOut.person_id == Person.id)
        .where(
            *policy.recipients(viewer.council_id, to_of(item), clock.today(now)),
            NewsOptOut.id.is_(None),
        )
        .order_by(Person.id)
    ).all()
    if not people:
        raise NobodyToTell
    notices = tell_each(db, viewer.council_id, people, NEWS, NEWS, now)
    for start in range(0, len(people), BATCH):
        add_rows(db, NewsTo, [
            {"id": new_id(), "ref": new_ref(), "council_id": viewer.council_id,
             "news_id": item.id, "person_id": id, "notice_id": notices[id]}
            for id in people[start : start + BATCH]
        ])  # fmt: skip
    if item.replies_to_id != viewer.person_id:
        tell(db, viewer.council_id, item.replies_to_id, NAMED, NEWS, str(item.id), now)


def _sent_today(db: Db, viewer: Viewer, now: datetime) -> int:
    midnight = clock.at_wall(datetime.combine(clock.today(now), time()))
    return db.execute(
        select(func.count()).where(
            NewsItem.council_id == viewer.council_id, NewsItem.by_id == viewer.person_id,
            NewsItem.sent_at >= midnight,
        )
    ).scalar_one()  # fmt: skip


def take_down(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Nobody reads it any more, and whoever was not told yet is not. Again changes nothing.
    Raises NoResultFound."""
    item = db.scalars(select(NewsItem).where(policy.sent(viewer, now), NewsItem.ref == ref)).one()
    if not policy.may_take_down(viewer, item.by_id):
        raise NoResultFound
    if item.taken_down_at is not None:
        return
    item.taken_down_at, item.taken_down_by_id = now, viewer.person_id
    db.flush()
    quieten(db, viewer.council_id, item.id, now)


def quieten(db: Db, council_id: int, news_id: int, now: datetime) -> None:
    """Whoever has not seen it is not told of it any more."""
    which = select(NewsTo.notice_id).where(
        NewsTo.council_id == council_id, NewsTo.news_id == news_id
    )
    withdraw(db, council_id, which, now)


# --- a young person ------------------------------------------------------------------------------


def want(db: Db, viewer: Viewer, wanted: bool, now: datetime) -> None:
    """Get news, or none: then what they were not told yet goes, too."""
    if wanted:
        db.execute(delete(NewsOptOut).where(NewsOptOut.person_id == viewer.person_id))
        return
    row = {"id": new_id(), "council_id": viewer.council_id, "person_id": viewer.person_id}
    db.execute(insert_or(db, NewsOptOut).values(made_at=now, **row).on_conflict_do_nothing())
    which = select(NewsTo.notice_id).where(
        NewsTo.council_id == viewer.council_id, NewsTo.person_id == viewer.person_id
    )
    withdraw(db, viewer.council_id, which, now)


def see(db: Db, viewer: Viewer, ref: str, upto: str, now: datetime) -> None:
    """They have looked at this news, and at the answers up to the one with ref `upto`: what came
    after it stays new. Raises NoResultFound."""
    copy = db.execute(
        select(NewsTo.id, NewsTo.notice_id).where(
            NewsTo.council_id == viewer.council_id, NewsTo.person_id == viewer.person_id,
            NewsTo.ref == ref,
        )
    ).one()  # fmt: skip
    db.execute(
        update(NewsTo).where(NewsTo.id == copy.id, NewsTo.seen_at.is_(None)).values(seen_at=now)
    )
    db.execute(
        update(Notice)
        .where(
            Notice.council_id == viewer.council_id, Notice.id == copy.notice_id,
            Notice.seen_at.is_(None),
        )
        .values(seen_at=now)
    )  # fmt: skip
    if not upto:
        return
    edge = select(NewsReply.id).where(NewsReply.to_id == copy.id, NewsReply.ref == upto)
    _read(db, viewer, copy.id, NewsReply.id <= edge.scalar_subquery(), now)
    newer = select(NewsReply.id).where(
        NewsReply.to_id == copy.id, NewsReply.from_id != viewer.person_id,
        NewsReply.read_at.is_(None),
    )  # fmt: skip
    if db.scalar(newer.limit(1)) is None:
        notifications.seen(db, viewer.council_id, viewer.person_id, ANSWER, str(copy.id), now)


def _read(db: Db, viewer: Viewer, to_id: int, which: Any, now: datetime) -> None:
    db.execute(
        update(NewsReply)
        .where(
            NewsReply.to_id == to_id, NewsReply.from_id != viewer.person_id,
            NewsReply.read_at.is_(None), which,
        )
        .values(read_at=now, read_by_id=viewer.person_id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip


def answer(db: Db, viewer: Viewer, copy: Copy, text: str, key: str, now: datetime) -> str:
    """Keep what a young person writes to the one who is named, and that an answer is owed; returns
    its ref, the same when repeated. Raises NobodyReads, receipts.KeyReused."""
    if not copy.reads:
        raise NobodyReads
    ref = new_ref()
    content = receipts.fingerprint("news-answer", copy.ref, text)
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    told = rules.answer_by(now, copy.reply_days, copy.reading(clock.today(now)))
    row = _said(viewer, copy, ref, text, now)
    add_rows(db, NewsReply, [{**row, "answer_by": told}])
    # It is read under the address of the whole thread.
    source = (policy.WORRY, cast(int, row["id"]), copy.ref)
    worry = look_at(db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text,
                    source, now)  # fmt: skip
    due = told or rules.late_from(now, copy.reply_days, copy.calendar)
    owes = owed_row(viewer.council_id, copy.id, copy.ref, copy.person_id, copy.named_id, now, due,
                    worry is not None)  # fmt: skip
    db.execute(_owing(dialect(db)), {"id": new_id(), **owes, "done_at": None})
    send_later(db, viewer.council_id, copy.named_id, REPLY, ref, now)
    return ref


def _said(viewer: Viewer, copy: Copy, ref: str, text: str, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(), "council_id": viewer.council_id, "ref": ref, "to_id": copy.id,
        "person_id": copy.person_id, "from_id": viewer.person_id, "text": text, "made_at": now,
    }  # fmt: skip


@cache
def _owing(dialect: str) -> Executable:
    """One row for the whole wait: from the first that nobody has answered; a later one can only
    make it more urgent or earlier."""
    put = insert_or(dialect, Owed)
    new = put.excluded
    closed = Owed.done_at.is_not(None)
    return put.on_conflict_do_update(
        index_elements=[Owed.source_kind, Owed.source_id, Owed.kind],
        set_={
            "debtor_id": new.debtor_id,
            "since": case((closed, new.since), else_=Owed.since),
            "due_at": case((or_(closed, new.due_at < Owed.due_at), new.due_at),
                           else_=Owed.due_at),
            "urgent": or_(new.urgent, and_(Owed.urgent, Owed.done_at.is_(None))),
            "done_at": None,
        },
    )  # fmt: skip


# --- whoever reads the answers -------------------------------------------------------------------


def say_back(db: Db, viewer: Viewer, copy: Copy, text: str, key: str, now: datetime) -> str:
    """Answer a young person; returns its ref, the same when repeated. Raises NothingGoesThere,
    receipts.KeyReused."""
    if copy.stopped:
        raise NothingGoesThere
    ref = new_ref()
    content = receipts.fingerprint("news-said-back", copy.ref, text)
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    add_rows(db, NewsReply, [{**_said(viewer, copy, ref, text, now), "answer_by": None}])
    owed = cast(Table, Owed.__table__)
    db.execute(
        update(owed)
        .where(
            owed.c.council_id == viewer.council_id,
            owed.c.source_kind == "news_to",
            owed.c.source_id == copy.id,
            owed.c.kind == REPLY,
            owed.c.done_at.is_(None),
        )
        .values(done_at=now)
    )
    tell(db, viewer.council_id, copy.person_id, ANSWER, ANSWER, str(copy.id), now)
    audit.changed(db, viewer, copy.person_id, "news.answered", now)
    return ref


def read_by_staff(viewer: Viewer, copy: Copy, upto_id: int, now: datetime) -> None:
    """An adult's read mark: written by the ledger, since opening the page is a GET."""

    def mark(connection: DbConnection) -> None:
        connection.execute(
            update(cast(Table, NewsReply.__table__))
            .where(
                NewsReply.to_id == copy.id,
                NewsReply.from_id == copy.person_id,
                NewsReply.id <= upto_id,
                NewsReply.read_at.is_(None),
            )
            .values(read_at=now, read_by_id=viewer.person_id)
        )

    ledger.after_answer(mark)


# --- groups --------------------------------------------------------------------------------------


def make_group(db: Db, viewer: Viewer, name: str, key: str, now: datetime) -> None:
    """Raises NameTaken, receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("group", name)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    row = {"id": new_id(), "council_id": viewer.council_id, "ref": ref, "name": name}
    put = insert_or(db, NewsGroup).values(row).on_conflict_do_nothing()
    if db.execute(put.returning(NewsGroup.id)).first() is None:
        raise NameTaken


def close_group(db: Db, viewer: Viewer, ref: str, closed: bool, now: datetime) -> None:
    """Nobody writes to it any more; or somebody does again. Raises NoResultFound."""
    group = db.scalars(
        select(NewsGroup).where(NewsGroup.council_id == viewer.council_id, NewsGroup.ref == ref)
    ).one()
    if (group.closed_at is not None) != closed:
        group.closed_at = now if closed else None


def put_in(
    db: Db, viewer: Viewer, ref: str, group_ref: str, until: date | None, now: datetime
) -> None:
    """Put a young person into a group, from today on; they are told. Again changes only the last
    day. Raises NoResultFound, LeftByThemselves, NothingGoesThere."""
    young, day = whose(db, viewer, ref, now), clock.today(now)
    group = db.scalars(
        select(NewsGroup).where(
            NewsGroup.council_id == viewer.council_id, NewsGroup.ref == group_ref,
            NewsGroup.closed_at.is_(None),
        )
    ).one()  # fmt: skip
    if db.scalar(select(stopped(young.id))):
        raise NothingGoesThere
    there = db.scalars(
        select(NewsMember)
        .where(
            NewsMember.group_id == group.id, NewsMember.person_id == young.id,
            or_(NewsMember.ends.is_(None), NewsMember.ends >= day),
        )
        .order_by(NewsMember.left_at.is_(None), NewsMember.id)
    ).first()  # fmt: skip
    if there is not None:
        if there.left_at is not None:
            raise LeftByThemselves
        there.ends = until
        return
    row = {
        "id": new_id(), "council_id": viewer.council_id, "group_id": group.id,
        "person_id": young.id, "starts": day, "ends": until, "added_by_id": viewer.person_id,
    }  # fmt: skip
    put = insert_or(db, NewsMember).values(row)
    db.execute(
        put.on_conflict_do_update(
            index_elements=[NewsMember.group_id, NewsMember.person_id, NewsMember.starts],
            set_={"ends": put.excluded.ends, "added_by_id": put.excluded.added_by_id},
        )
    )
    tell(db, viewer.council_id, young.id, GROUPED, GROUPED, str(group.id), now)
    audit.changed(db, viewer, young.id, "news.grouped", now)


def take_out(db: Db, viewer: Viewer, ref: str, group_ref: str, now: datetime) -> None:
    """Again changes nothing. Raises NoResultFound."""
    young, day = whose(db, viewer, ref, now), clock.today(now)
    done = cast(
        CursorResult[Any],
        db.execute(_membership(viewer, young.id, group_ref, day).values(
            ends=day - timedelta(days=1)
        )),
    )  # fmt: skip
    if done.rowcount:
        audit.changed(db, viewer, young.id, "news.grouped", now)


def leave(db: Db, viewer: Viewer, group_ref: str, leaves: bool, now: datetime) -> None:
    """A young person leaves a group, or comes back. Again changes nothing. Raises NoResultFound
    when it is no group of theirs."""
    change = _membership(viewer, viewer.person_id, group_ref, clock.today(now))
    done = cast(CursorResult[Any], db.execute(change.values(left_at=now if leaves else None)))
    if not done.rowcount:
        raise NoResultFound


def _membership(viewer: Viewer, young_id: int, group_ref: str, day: date) -> Any:
    """A young person's rows in a group, whose last day has not come."""
    group = select(NewsGroup.id).where(
        NewsGroup.council_id == viewer.council_id, NewsGroup.ref == group_ref
    )
    return (
        update(NewsMember)
        .where(
            NewsMember.council_id == viewer.council_id,
            NewsMember.person_id == young_id,
            NewsMember.group_id.in_(group),
            or_(NewsMember.ends.is_(None), NewsMember.ends >= day),
        )
        .execution_options(synchronize_session=False)
    )
