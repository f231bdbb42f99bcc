"""A young person's reads: the list, one piece of news with their own answers below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db, Query, built_once
from portal.hours import pages as hours
from portal.hours.rules import Calendar
from portal.news import policy, rules
from portal.news.rules import Audience
from portal.news.tables import NewsGroup, NewsItem, NewsMember, NewsOptOut, NewsReply, NewsTo
from portal.people.answers import absent, is_away, leave
from portal.people.reach import shown_name
from portal.people.stops import stopped
from portal.people.tables import Council, Person
from portal.worries.pages import State, beside, state_of

ANSWERS_PAGE = 30


@dataclass(frozen=True)
class For:
    """Whom it was for, as the reader may know it. name: of the group, or of the home; "" where
    that is not told. own: those whom `by` works with."""

    audience: Audience
    own: bool
    age_from: int
    age_to: int
    name: str
    by: str


@dataclass(frozen=True)
class News:
    """One piece of news as a young person sees it. down_by, down_at: who took it down, when. over:
    its last day has passed. Of either the words are not shown any more."""

    title: str
    text: str
    language: str
    by: str
    sent_at: datetime | None
    until: date | None
    to: For
    down_by: str = ""
    down_at: datetime | None = None
    over: bool = False

    @property
    def shown(self) -> bool:
        return self.down_at is None and not self.over


@dataclass(frozen=True)
class Row:
    ref: str
    title: str
    language: str
    by: str
    sent_at: datetime
    new: bool
    answered: bool  # an answer that they have not seen
    down: bool
    over: bool


@dataclass(frozen=True)
class Membership:
    """A group they are in, or have left by themselves and may come back to."""

    ref: str
    name: str
    left: bool


@dataclass(frozen=True)
class ListPage:
    rows: tuple[Row, ...]
    more: str | None
    wanted: bool
    groups: tuple[Membership, ...]


@dataclass(frozen=True)
class Bubble:
    """mine: written by the reader's own side."""

    ref: str
    mine: bool
    who: str
    text: str
    made_at: datetime
    answer_by: datetime | None
    read_at: datetime | None
    read_by: str
    waits: bool  # nobody has answered it yet
    last_of_mine: bool
    marked: State | None  # it sounded like danger: what became of that


@dataclass(frozen=True)
class Thread:
    """new: an answer that the young person has not seen. unread_id: the newest of what they wrote
    that no adult has read."""

    bubbles: tuple[Bubble, ...]
    earlier: str | None
    new: bool
    unread_id: int | None

    @property
    def newest(self) -> str:
        return self.bubbles[-1].ref if self.bubbles else ""

    @property
    def answer_by(self) -> datetime | None:
        return min((b.answer_by for b in self.bubbles if b.waits and b.answer_by), default=None)

    @property
    def waiting(self) -> bool:
        return any(b.waits for b in self.bubbles)

    @property
    def worry_waits(self) -> bool:
        """Whether something that sounded like danger waits for an answer, and nobody has seen to
        it: no later moment is named for it."""
        return any(b.waits and b.marked and b.marked.done_at is None for b in self.bubbles)

    @property
    def marked(self) -> State | None:
        """Of the newest that sounded like danger."""
        return next((b.marked for b in reversed(self.bubbles) if b.marked), None)


@dataclass(frozen=True)
class Copy:
    """A young person's own copy of news, and who reads what they answer. reads: whether that
    person still can. away_until: the last day of a leave of theirs that is running; back_on:
    the day on which they are there again."""

    id: int
    ref: str
    person_id: int
    news_id: int
    notice_id: int
    seen_at: datetime | None
    news: News
    named_id: int
    named: str
    reads: bool
    away_until: date | None
    back_on: date | None
    reply_days: int
    calendar: Calendar
    stopped: bool  # nothing goes to them any more

    def reading(self, today: date) -> Calendar:
        """When whoever is named reads: not while they are away, as nobody does in their place."""
        if self.away_until is None:
            return self.calendar
        return self.calendar.without([(today, self.away_until)])


@dataclass(frozen=True)
class NewsPage:
    copy: Copy
    thread: Thread
    unread: bool


by = aliased(Person, name="by")
named = aliased(Person, name="named")
down = aliased(Person, name="down")
_mine = aliased(NewsReply, name="mine_said")


def list_page(db: Db, viewer: Viewer, before: str | None, now: datetime) -> ListPage:
    """Two statements. News that is over or taken down is listed only where they have written an
    answer to it."""
    day = clock.today(now)
    question = _list(viewer.council_id, viewer.person_id, day, before or "", beyond=bool(before))
    found = db.execute(*question).all()
    rows = tuple(_row(row, day) for row in found[: rules.PAGE])
    wanted, groups = _own(db, viewer, day)
    return ListPage(rows, rows[-1].ref if len(found) > rules.PAGE else None, wanted, groups)


@built_once
def _list(council_id: int, person_id: int, day: date, before: str, *, beyond: bool) -> Query:
    mine = exists(select(_mine.id).where(_mine.to_id == NewsTo.id))
    answered = exists(
        select(_mine.id).where(
            _mine.to_id == NewsTo.id, _mine.from_id != person_id, _mine.read_at.is_(None)
        )
    )
    current = and_(
        NewsItem.taken_down_at.is_(None), or_(NewsItem.until.is_(None), NewsItem.until >= day)
    )
    query = (
        select(
            NewsTo.ref, NewsTo.seen_at, NewsItem.title, NewsItem.language, NewsItem.sent_at,
            NewsItem.until, NewsItem.taken_down_at, by.known_as, by.code,
            answered.label("answered"),
        )
        .join(NewsItem, NewsItem.id == NewsTo.news_id)
        .join(by, by.id == NewsItem.by_id)
        .where(
            NewsTo.council_id == council_id, NewsTo.person_id == person_id, or_(current, mine)
        )
        .order_by(NewsTo.id.desc())
        .limit(rules.PAGE + 1)
    )  # fmt: skip
    if not beyond:
        return query
    edge = select(NewsTo.id).where(NewsTo.person_id == person_id, NewsTo.ref == before)
    return query.where(NewsTo.id < edge.scalar_subquery())


def _row(row: Any, day: date) -> Row:
    return Row(
        row.ref, row.title, row.language, shown_name(row.known_as, row.code), row.sent_at,
        row.seen_at is None, bool(row.answered), row.taken_down_at is not None,
        row.until is not None and row.until < day,
    )  # fmt: skip


def _own(db: Db, viewer: Viewer, day: date) -> tuple[bool, tuple[Membership, ...]]:
    """Whether they want news, and their groups."""
    found = db.execute(*_wants_and_groups(viewer.council_id, viewer.person_id, day)).all()
    groups = tuple(
        Membership(row.ref, row.name, row.left_at is not None) for row in found if row.ref
    )
    return not any(row.out for row in found), groups


@built_once
def _wants_and_groups(council_id: int, person_id: int, day: date) -> Query:
    return (
        select(NewsGroup.ref, NewsGroup.name, NewsMember.left_at, NewsOptOut.id.label("out"))
        .select_from(Person)
        .outerjoin(NewsOptOut, NewsOptOut.person_id == Person.id)
        .outerjoin(
            NewsMember,
            and_(
                NewsMember.council_id == council_id,
                NewsMember.person_id == Person.id,
                NewsMember.starts <= day,
                or_(NewsMember.ends.is_(None), NewsMember.ends >= day),
            ),
        )
        .outerjoin(
            NewsGroup, and_(NewsGroup.id == NewsMember.group_id, NewsGroup.closed_at.is_(None))
        )
        .where(Person.id == person_id)
        .order_by(NewsGroup.name)
    )


# --- one piece of news -------------------------------------------------------------------------


def news_page(db: Db, viewer: Viewer, ref: str, before: str | None, now: datetime) -> NewsPage:
    """Their own copy. Raises NoResultFound. Two statements."""
    copy = own_copy(db, viewer, ref, now)
    thread = thread_of(db, viewer, copy, before)
    return NewsPage(copy, thread, copy.seen_at is None or thread.new)


def own_copy(db: Db, viewer: Viewer, ref: str, now: datetime) -> Copy:
    """Raises NoResultFound."""
    day = clock.today(now)
    return found_copy(db.execute(*_one(viewer.council_id, viewer.person_id, ref, day)).first(), day)


@built_once
def _one(council_id: int, person_id: int, ref: str, day: date) -> Query:
    return copies(day).where(
        NewsTo.council_id == council_id, NewsTo.person_id == person_id, NewsTo.ref == ref
    )


def copies(day: date) -> Query:
    """Rows for `found_copy`; whoever asks says which."""
    return (
        select(
            NewsTo.id, NewsTo.ref, NewsTo.person_id, NewsTo.news_id, NewsTo.notice_id,
            NewsTo.seen_at, *ABOUT,
            named.id.label("named_id"), named.known_as.label("named_known_as"),
            named.code.label("named_code"),
            policy.named_reads(NewsTo.person_id, NewsItem.replies_to_id, day).label("reads"),
            leave.ends.label("away_until"), absent(named, day),
            Council.reply_days, *hours.columns(),
            stopped(NewsTo.person_id).label("stopped"),
        )
        .join(NewsItem, NewsItem.id == NewsTo.news_id)
        .join(named, named.id == NewsItem.replies_to_id)
        .join(Council, Council.id == NewsTo.council_id)
        .join(by, by.id == NewsItem.by_id)
        .outerjoin(down, down.id == NewsItem.taken_down_by_id)
        .outerjoin(NewsGroup, NewsGroup.id == NewsItem.group_id)
        .outerjoin(leave, is_away(named, day))
    )  # fmt: skip


# What `as_news` reads of a row, besides whether its last day has passed.
ABOUT = (
    NewsItem.title, NewsItem.text, NewsItem.language, NewsItem.sent_at, NewsItem.until,
    NewsItem.audience, NewsItem.own, NewsItem.age_from, NewsItem.age_to,
    NewsItem.taken_down_at, by.known_as.label("by_known_as"), by.code.label("by_code"),
    down.known_as.label("down_known_as"), down.code.label("down_code"),
    NewsGroup.name.label("group_name"),
)  # fmt: skip


def found_copy(row: Any, day: date) -> Copy:
    """From the first row of `copies` (of two leaves at once, either). Raises NoResultFound."""
    if row is None:
        raise NoResultFound
    calendar = hours.calendar_of(row)
    back = hours.back_on(row, calendar, row.away_until) if row.away_until else None
    return Copy(
        row.id, row.ref, row.person_id, row.news_id, row.notice_id, row.seen_at,
        as_news(row, day), row.named_id, shown_name(row.named_known_as, row.named_code),
        bool(row.reads), row.away_until, back, row.reply_days, calendar,
        bool(row.stopped),
    )  # fmt: skip


def as_news(row: Any, day: date, home: str = "") -> News:
    """From a row with ABOUT. home: the name of the home, for whoever may know it."""
    writer = shown_name(row.by_known_as, row.by_code)
    to = For(
        Audience(row.audience), row.own, row.age_from or 0, row.age_to or 0,
        home or row.group_name or "", writer,
    )  # fmt: skip
    return News(
        row.title, row.text, row.language, writer, row.sent_at, row.until, to,
        shown_name(row.down_known_as or "", row.down_code or ""), row.taken_down_at,
        row.until is not None and row.until < day,
    )  # fmt: skip


# --- what was said about it ----------------------------------------------------------------------


def thread_of(db: Db, viewer: Viewer, copy: Copy, before: str | None) -> Thread:
    """The newest answers, or those before the one with ref `before`."""
    found = db.execute(*_thread(copy.id, copy.person_id, before or "", beyond=bool(before))).all()
    shown = list(reversed(found[:ANSWERS_PAGE]))
    bubbles = tuple(
        _bubble(row, shown[place + 1 :], viewer, copy.person_id) for place, row in enumerate(shown)
    )
    unread = [row for row in shown if row.read_at is None]
    return Thread(
        bubbles,
        shown[0].ref if len(found) > ANSWERS_PAGE else None,
        any(row.from_id != copy.person_id for row in unread),
        max((row.id for row in unread if row.from_id == copy.person_id), default=None),
    )


@built_once
def _thread(to_id: int, young_id: int, before: str, *, beyond: bool) -> Query:
    writer, reader = aliased(Person), aliased(Person)
    answer = aliased(NewsReply)
    last_answer = (
        select(func.max(answer.id))
        .where(answer.to_id == to_id, answer.from_id != young_id)
        .scalar_subquery()
    )
    query = (
        select(
            NewsReply.id, NewsReply.ref, NewsReply.from_id, NewsReply.text, NewsReply.made_at,
            NewsReply.answer_by, NewsReply.read_at, writer.known_as, writer.code,
            reader.known_as.label("reader"), reader.code.label("reader_code"),
            last_answer.label("last_answer"),
        )
        .join(writer, writer.id == NewsReply.from_id)
        .outerjoin(reader, reader.id == NewsReply.read_by_id)
        .where(NewsReply.to_id == to_id)
        .order_by(NewsReply.id.desc())
        .limit(ANSWERS_PAGE + 1)
    )  # fmt: skip
    query = beside(query, NewsReply.id, policy.WORRY)
    if not beyond:
        return query
    edge = select(NewsReply.id).where(NewsReply.to_id == to_id, NewsReply.ref == before)
    return query.where(NewsReply.id < edge.scalar_subquery())


def _bubble(row: Any, later: Sequence[Any], viewer: Viewer, young_id: int) -> Bubble:
    """For the young person "mine" is what they wrote; for adults, what any adult wrote."""
    by_young = row.from_id == young_id
    next_is_mine = bool(later) and (later[0].from_id == young_id) == by_young
    mine = by_young if viewer.is_young else not by_young
    return Bubble(
        row.ref, mine, shown_name(row.known_as, row.code), row.text, row.made_at, row.answer_by,
        row.read_at if mine else None,
        shown_name(row.reader or "", row.reader_code or "") if mine else "",
        by_young and row.id > (row.last_answer or 0),
        mine and not next_is_mine, state_of(row),
    )  # fmt: skip
