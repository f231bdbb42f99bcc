"""The writers' reads: what they may choose, the preview, what was sent, the answers, the groups."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, literal, null, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock
from portal.core.access import Role, Viewer
from portal.core.db import Db, Query
from portal.news import pages, policy, rules
from portal.news.pages import ABOUT, Copy, News, Thread, as_news, copies, found_copy, thread_of
from portal.news.rules import Audience, To
from portal.news.tables import NewsGroup, NewsItem, NewsMember, NewsOptOut, NewsReply, NewsTo
from portal.people.answers import absent
from portal.people.pages import Subject, subject
from portal.people.reach import reach, shown_name
from portal.people.rules import Grant
from portal.people.tables import Account, Membership, Person

ANSWERS_COME = timedelta(days=7)
MOST_GROUPS = 100
MOST_HOMES = 200
MOST_COLLEAGUES = 1_000
MOST_DRAFTS = 20
MOST_MEMBERSHIPS = 50


@dataclass(frozen=True)
class Choice:
    """id, ref, name: of a group, of whom young people live with, or of a colleague."""

    id: int
    ref: str
    name: str
    job: str = ""


@dataclass(frozen=True)
class Choices:
    """What the viewer may choose on the form. colleagues: empty where the writer answers."""

    groups: tuple[Choice, ...]
    homes: tuple[Choice, ...]
    colleagues: tuple[Choice, ...]


@dataclass(frozen=True)
class Numbers:
    """How many it is for today. gets: those who would get it; waits: of them, those who do not use
    the app yet; does_not_want: who chose to get none. exact: whoever reads it knows all of them."""

    gets: int
    waits: int
    does_not_want: int
    exact: bool


@dataclass(frozen=True)
class DraftPage:
    """drawn: what it says, for sending just that. away: from which day (None: it has begun) to
    which whoever is to answer is away, soon enough that answers would wait for it."""

    ref: str
    news: News
    named: str
    numbers: Numbers
    drawn: str
    away: tuple[date | None, date] | None


@dataclass(frozen=True)
class SentRow:
    ref: str
    news: News
    made_at: datetime


@dataclass(frozen=True)
class SentList:
    drafts: tuple[SentRow, ...]
    rows: tuple[SentRow, ...]
    more: str | None


@dataclass(frozen=True)
class SentPage:
    """got, read: how many; exact as in Numbers. answers_here: whether the viewer reads any."""

    ref: str
    news: News
    named: str
    got: int
    read: int
    exact: bool
    may_take_down: bool
    answers_here: bool


@dataclass(frozen=True)
class AnswerRow:
    ref: str
    who: str
    last_at: datetime
    waits: bool
    new: bool


@dataclass(frozen=True)
class AnswersPage:
    ref: str
    title: str
    language: str
    rows: tuple[AnswerRow, ...]
    more: str | None


@dataclass(frozen=True)
class StaffThread:
    """One young person's answers, for whoever reads them. person_ref: of their page, for whoever
    reaches them, else "". may_take: whether the viewer sees worries about them."""

    copy: Copy
    news_ref: str
    who: str
    person_ref: str
    language: str
    may_take: bool
    thread: Thread


@dataclass(frozen=True)
class GroupRow:
    ref: str
    name: str
    count: int
    closed: bool


@dataclass(frozen=True)
class TheirGroup:
    """One group of a young person. left: by themselves."""

    ref: str
    name: str
    since: date
    until: date | None
    left: bool


@dataclass(frozen=True)
class TheirGroups:
    subject: Subject
    groups: tuple[TheirGroup, ...]
    others: tuple[Choice, ...]  # which they could be put into


# --- writing -------------------------------------------------------------------------------------


def choices(db: Db, viewer: Viewer, now: datetime) -> Choices:
    """At most three statements. Whom young people live with says something of them: noted as a
    list."""
    day = clock.today(now)
    groups = _open_groups(db, viewer.council_id)
    homes: tuple[Choice, ...] = ()
    if viewer.role is not Role.EDITOR:
        homes = tuple(
            Choice(row.id, row.ref, shown_name(row.known_as, row.code))
            for row in db.execute(policy.homes(viewer, day).limit(MOST_HOMES))
        )
        if homes:
            audit.listed(viewer, now)
    colleagues: tuple[Choice, ...] = ()
    if viewer.role in policy.KEEPERS:
        query = policy.colleagues(viewer.council_id, day).order_by(Person.known_as, Person.id)
        colleagues = tuple(
            Choice(row.id, row.ref, shown_name(row.known_as, row.code), row.job)
            for row in db.execute(query.limit(MOST_COLLEAGUES))
        )
    return Choices(groups, homes, colleagues)


def _open_groups(db: Db, council_id: int) -> tuple[Choice, ...]:
    rows = db.execute(
        select(NewsGroup.id, NewsGroup.ref, NewsGroup.name)
        .where(NewsGroup.council_id == council_id, NewsGroup.closed_at.is_(None))
        .order_by(NewsGroup.name)
        .limit(MOST_GROUPS)
    )
    return tuple(Choice(row.id, row.ref, row.name) for row in rows)


def a_draft(db: Db, viewer: Viewer, ref: str) -> NewsItem:
    """The viewer's own, not sent yet. Raises NoResultFound."""
    return db.scalars(
        policy.drafts(viewer).where(NewsItem.ref == ref, NewsItem.sent_at.is_(None))
    ).one()


def draft_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> DraftPage:
    """Three statements. Raises NoResultFound."""
    day = clock.today(now)
    own = and_(
        NewsItem.council_id == viewer.council_id,
        NewsItem.by_id == viewer.person_id,
        NewsItem.sent_at.is_(None),
    )
    query = _items(viewer, day).add_columns(absent(pages.named, day).label("absent"))
    row = db.execute(query.where(own, NewsItem.ref == ref)).one()
    to = to_of(row.NewsItem)
    if row.home:
        audit.listed(viewer, now)
    return DraftPage(
        ref, as_news(row, day, row.home or ""), shown_name(row.named_known_as, row.named_code),
        numbers(db, viewer.council_id, to, day), drawn(row.NewsItem), _away(row.absent, day),
    )  # fmt: skip


def _away(absent: str | None, day: date) -> tuple[date | None, date] | None:
    """The next leave, if it has begun or begins within the days in which most answers come."""
    found = [
        (date.fromisoformat(starts), date.fromisoformat(ends))
        for _id, starts, ends in json.loads(absent or "[]")
    ]
    soon = sorted(one for one in found if one[0] <= day + ANSWERS_COME)
    if not soon:
        return None
    starts, ends = soon[0]
    return (starts if starts > day else None), ends


def to_of(item: NewsItem) -> To:
    return To(
        Audience(item.audience), item.own, item.by_id, item.replies_to_id, item.age_from or 0,
        item.age_to or 0, item.group_id, item.home_id,
    )  # fmt: skip


def drawn(item: NewsItem) -> str:
    return rules.as_drawn(item.title, item.text, item.language, item.until, to_of(item))


def numbers(db: Db, council_id: int, to: To, day: date) -> Numbers:
    wants = NewsOptOut.id.is_(None)
    has_app = exists(
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.person_id == Person.id,
            Account.state == "open",
            or_(Membership.ends.is_(None), Membership.ends >= day),
        )
    )
    one = literal(1)
    row = db.execute(
        select(
            func.count(case((wants, one))).label("gets"),
            func.count(case((and_(wants, ~has_app), one))).label("waits"),
            func.count(case((~wants, one))).label("does_not_want"),
        )
        .select_from(Person)
        .outerjoin(NewsOptOut, NewsOptOut.person_id == Person.id)
        .where(*policy.recipients(council_id, to, day))
    ).one()
    return Numbers(row.gets, row.waits, row.does_not_want, to.own)


# --- what was sent -------------------------------------------------------------------------------


def _items(viewer: Viewer, day: date) -> Query:
    """Rows for `as_news`, with the home's name for whoever may still know it."""
    home, named = aliased(Person, name="home"), pages.named
    return (
        select(
            NewsItem, *ABOUT, named.known_as.label("named_known_as"),
            named.code.label("named_code"),
            case(
                (policy.knows_home(viewer, day),
                 func.coalesce(func.nullif(home.known_as, ""), home.code)),
                else_=null(),
            ).label("home"),
        )
        .join(pages.by, pages.by.id == NewsItem.by_id)
        .join(named, named.id == NewsItem.replies_to_id)
        .outerjoin(pages.down, pages.down.id == NewsItem.taken_down_by_id)
        .outerjoin(NewsGroup, NewsGroup.id == NewsItem.group_id)
        .outerjoin(home, home.id == NewsItem.home_id)
    )  # fmt: skip


def sent_list(db: Db, viewer: Viewer, before: str | None, now: datetime) -> SentList:
    """Two statements."""
    day = clock.today(now)
    query = _items(viewer, day).where(policy.sent(viewer, now))
    if before:
        edge = select(NewsItem.sent_at, NewsItem.id).where(
            NewsItem.council_id == viewer.council_id, NewsItem.ref == before,
            NewsItem.sent_at.is_not(None),
        ).subquery()  # fmt: skip
        query = query.join(edge, literal(True)).where(
            or_(
                NewsItem.sent_at < edge.c.sent_at,
                and_(NewsItem.sent_at == edge.c.sent_at, NewsItem.id < edge.c.id),
            )
        )
    query = query.order_by(NewsItem.sent_at.desc(), NewsItem.id.desc()).limit(rules.PAGE + 1)
    found = db.execute(query).all()
    drafts: Sequence[Any] = ()
    if not before:
        drafts = db.execute(
            _items(viewer, day)
            .where(
                NewsItem.council_id == viewer.council_id, NewsItem.by_id == viewer.person_id,
                NewsItem.sent_at.is_(None),
            )
            .order_by(NewsItem.made_at.desc())
            .limit(MOST_DRAFTS)
        ).all()  # fmt: skip
    rows = tuple(_sent_row(row, day) for row in found[: rules.PAGE])
    if any(row.home for row in [*found, *drafts]):
        audit.listed(viewer, now)
    more = rows[-1].ref if len(found) > rules.PAGE else None
    return SentList(tuple(_sent_row(row, day) for row in drafts), rows, more)


def _sent_row(row: Any, day: date) -> SentRow:
    return SentRow(row.NewsItem.ref, as_news(row, day, row.home or ""), row.NewsItem.made_at)


def sent_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> SentPage:
    """Raises NoResultFound. Three statements."""
    day = clock.today(now)
    row = db.execute(_items(viewer, day).where(policy.sent(viewer, now), NewsItem.ref == ref)).one()
    item: NewsItem = row.NewsItem
    got, read = db.execute(
        select(func.count(), func.count(NewsTo.seen_at)).where(
            NewsTo.council_id == viewer.council_id, NewsTo.news_id == item.id
        )
    ).one()
    if row.home:
        audit.listed(viewer, now)
    return SentPage(
        ref, as_news(row, day, row.home or ""), shown_name(row.named_known_as, row.named_code),
        got, read, item.own and item.by_id == viewer.person_id,
        policy.may_take_down(viewer, item.by_id), _answers_here(db, viewer, item, now),
    )  # fmt: skip


def _answers_here(db: Db, viewer: Viewer, item: NewsItem, now: datetime) -> bool:
    if item.replies_to_id == viewer.person_id:
        return viewer.role is not Role.EDITOR
    found = (
        select(NewsTo.id)
        .join(NewsItem, NewsItem.id == NewsTo.news_id)
        .where(NewsTo.news_id == item.id, policy.reads(viewer, now), policy.has_answers())
    )
    return db.scalar(found.limit(1)) is not None


# --- the answers ---------------------------------------------------------------------------------


def answers_page(
    db: Db, viewer: Viewer, ref: str, before: str | None, now: datetime
) -> AnswersPage:
    """Who has answered, the newest copies first: for whoever is named, and of whose answers the
    viewer reads for another reason. Two statements. Raises NoResultFound."""
    audit.listed(viewer, now)
    item = db.execute(
        select(NewsItem.id, NewsItem.title, NewsItem.language, NewsItem.replies_to_id).where(
            NewsItem.council_id == viewer.council_id, NewsItem.ref == ref,
            NewsItem.sent_at.is_not(None),
        )
    ).one()  # fmt: skip
    theirs, answer = aliased(NewsReply), aliased(NewsReply)
    last = select(func.max(theirs.made_at)).where(theirs.to_id == NewsTo.id).scalar_subquery()
    last_theirs = (
        select(func.max(theirs.id))
        .where(theirs.to_id == NewsTo.id, theirs.from_id == NewsTo.person_id)
        .scalar_subquery()
    )
    last_answer = (
        select(func.max(answer.id))
        .where(answer.to_id == NewsTo.id, answer.from_id != NewsTo.person_id)
        .scalar_subquery()
    )
    new = exists(
        select(theirs.id).where(
            theirs.to_id == NewsTo.id, theirs.from_id == NewsTo.person_id, theirs.read_at.is_(None)
        )
    )
    query = (
        select(
            NewsTo.ref, Person.known_as, Person.code, last.label("last"),
            last_theirs.label("last_theirs"), last_answer.label("last_answer"), new.label("new"),
        )
        .join(NewsItem, NewsItem.id == NewsTo.news_id)
        .join(Person, Person.id == NewsTo.person_id)
        .where(NewsTo.news_id == item.id, policy.reads(viewer, now), policy.has_answers())
        .order_by(NewsTo.id.desc())
        .limit(rules.PAGE + 1)
    )  # fmt: skip
    if before:
        edge = select(NewsTo.id).where(NewsTo.news_id == item.id, NewsTo.ref == before)
        query = query.where(NewsTo.id < edge.scalar_subquery())
    found = db.execute(query).all()
    if not found and item.replies_to_id != viewer.person_id:
        raise NoResultFound
    rows = tuple(
        AnswerRow(
            row.ref, shown_name(row.known_as, row.code), row.last,
            (row.last_theirs or 0) > (row.last_answer or 0), bool(row.new),
        )
        for row in found[: rules.PAGE]
    )  # fmt: skip
    more = rows[-1].ref if len(found) > rules.PAGE else None
    return AnswersPage(ref, item.title, item.language, rows, more)


def staff_thread(
    db: Db, viewer: Viewer, ref: str, before: str | None, now: datetime
) -> StaffThread:
    """One young person's answers; the look is audited. Two statements. Raises NoResultFound."""
    copy, row = _staff_copy(db, viewer, ref, now)
    return StaffThread(
        copy, row.news_ref, shown_name(row.known_as, row.code),
        row.person_ref if row.reached else "", row.reader_language, bool(row.may_take),
        thread_of(db, viewer, copy, before),
    )  # fmt: skip


def staff_copy(db: Db, viewer: Viewer, ref: str, now: datetime) -> Copy:
    """Whose answers they are, for whoever reads them; the look is audited. Raises NoResultFound."""
    return _staff_copy(db, viewer, ref, now)[0]


def _staff_copy(db: Db, viewer: Viewer, ref: str, now: datetime) -> tuple[Copy, Any]:
    day = clock.today(now)
    reached = policy.works_with(
        viewer.council_id, viewer.person_id, NewsTo.person_id, Grant.NAME, day
    )
    row = db.execute(
        copies(day)
        .join(Person, Person.id == NewsTo.person_id)
        .add_columns(
            NewsItem.ref.label("news_ref"), Person.ref.label("person_ref"), Person.known_as,
            Person.code, Person.language.label("reader_language"), reached.label("reached"),
            reach(viewer, NewsTo.person_id, policy.NEEDED, now).label("may_take"),
        )
        .where(NewsTo.ref == ref, policy.reads(viewer, now), policy.has_answers())
    ).first()  # fmt: skip
    copy = found_copy(row, day)
    audit.looked_at(viewer, copy.person_id, now)
    return copy, row


# --- groups --------------------------------------------------------------------------------------


def groups(db: Db, viewer: Viewer, now: datetime) -> tuple[GroupRow, ...]:
    """How many are in each; never who. One statement."""
    day = clock.today(now)
    count = (
        select(func.count(NewsMember.person_id.distinct()))
        .where(NewsMember.group_id == NewsGroup.id, *policy.is_member(day))
        .scalar_subquery()
    )
    rows = db.execute(
        select(NewsGroup.ref, NewsGroup.name, NewsGroup.closed_at, count.label("members"))
        .where(NewsGroup.council_id == viewer.council_id)
        .order_by(NewsGroup.closed_at.is_not(None), NewsGroup.name)
        .limit(MOST_GROUPS)
    )
    return tuple(GroupRow(r.ref, r.name, r.members, r.closed_at is not None) for r in rows)


def whose(db: Db, viewer: Viewer, ref: str, now: datetime) -> Subject:
    """The young person, for whoever may write to them, and not only for some hours; the look is
    audited. Raises NoResultFound."""
    found = subject(db, viewer, ref, now, by_the_hour=False)
    if not found.may(policy.NEEDED):
        raise NoResultFound
    return found


def their_groups(db: Db, viewer: Viewer, ref: str, now: datetime) -> TheirGroups:
    """Three statements. Raises NoResultFound."""
    found, day = whose(db, viewer, ref, now), clock.today(now)
    rows = db.execute(
        select(
            NewsGroup.ref, NewsGroup.name, NewsMember.starts, NewsMember.ends, NewsMember.left_at
        )
        .join(NewsGroup, NewsGroup.id == NewsMember.group_id)
        .where(
            NewsMember.council_id == viewer.council_id,
            NewsMember.person_id == found.id,
            NewsGroup.closed_at.is_(None),
            or_(NewsMember.ends.is_(None), NewsMember.ends >= day),
        )
        .order_by(NewsGroup.name)
        .limit(MOST_MEMBERSHIPS)
    )
    theirs = tuple(TheirGroup(r.ref, r.name, r.starts, r.ends, r.left_at is not None) for r in rows)
    taken = {one.ref for one in theirs}
    others = tuple(g for g in _open_groups(db, viewer.council_id) if g.ref not in taken)
    return TheirGroups(found, theirs, others)
