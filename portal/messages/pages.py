"""A thread, a page of it at a time: what was said, and what became of it.

Two statements, besides those for the viewer and for whose conversation it is (`desks`), however
long the thread is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, union_all

from portal.core.access import Viewer
from portal.core.db import Db, Query, built_once
from portal.messages import bounds, rules
from portal.messages.beside import Beside, Mark, NewWorker, Talk, beside
from portal.messages.desks import Desk
from portal.messages.tables import Message
from portal.owed.pages import Step
from portal.people.tables import Person
from portal.uploads.rules import SMALL, fits
from portal.uploads.tables import Upload
from portal.worries.pages import State, state_of
from portal.worries.pages import beside as with_worries


@dataclass(frozen=True)
class Attached:
    """A picture or a voice. width, height: pixels of the small picture."""

    ref: str
    kind: str
    seconds: int
    width: int
    height: int


@dataclass(frozen=True)
class Bubble:
    """One message. before: who became the worker since the one before it. marked: what became of
    it, where it had worried us. kept: the words of one that was taken back, for staff."""

    ref: str
    mine: bool
    who: str
    kind: str
    text: str
    sent_at: datetime
    answer_by: datetime | None
    read_at: datetime | None
    read_by: str
    waits: bool  # whoever writes to the worker wrote it, and nobody has answered yet
    answered_at: datetime | None
    answered_by: str
    last_of_mine: bool  # the other side, or nobody, comes next: its state speaks for those before
    on_list: str  # on whose list it is, while it waits and nobody has read it
    mended: bool
    taken_back: bool
    can_change: bool
    attached: Attached | None
    marked: State | None
    kept: str
    before: tuple[NewWorker, ...] = ()


@dataclass(frozen=True)
class ThreadPage:
    """waiting: that one of my messages is not answered yet; on the newest page only. answer_by:
    when it will be, if a day can be said. earlier, later: where the pages beside this one begin.
    new_workers: who became the worker after all that was said. sought: the message to which a
    search led."""

    desk: Desk
    bubbles: tuple[Bubble, ...]
    earlier: str | None
    later: str | None
    newest: str | None
    newest_id: int | None
    unread: bool
    waiting: bool
    answer_by: datetime | None
    unanswered: int = 0
    asked_for_help: bool = False  # a cry for help is among what nobody has answered
    steps: tuple[Step, ...] = ()  # to whom it went on, because nobody had answered
    new_workers: tuple[NewWorker, ...] = ()
    talks: tuple[Talk, ...] = ()
    sought: str | None = None

    @property
    def worry_open(self) -> bool:
        """Whether something here worried us that nobody has seen to: what is said about it is all
        that is said of when somebody reads."""
        return any(
            b.marked is not None and _worries(b) and (b.waits or b.marked.taken_at is None)
            for b in self.bubbles
        )

    @property
    def worry_waits(self) -> bool:
        """Whether that is among what waits for an answer: no later moment is named for it."""
        return any(_worries(b) and b.waits for b in self.bubbles)


def _worries(bubble: Bubble) -> bool:
    return bubble.marked is not None and bubble.marked.done_at is None


def _answer_by(bubbles: Sequence[Bubble]) -> datetime | None:
    """When the first answer is due to what nobody has answered; a cry for help has its own time,
    whatever else was written before or after it."""
    helps = [b for b in bubbles if b.kind == rules.Tap.HELP]
    return min((b.answer_by for b in helps or bubbles if b.answer_by is not None), default=None)


# --- which page of it ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Which page of a thread: the newest, or one that begins or ends at a message, or lies around
    it. Of several the first counts."""

    before: str | None = None
    after: str | None = None
    around: str | None = None

    @property
    def way(self) -> str:
        if self.before is not None:
            return "before"
        if self.after is not None:
            return "after"
        return "newest" if self.around is None else "around"

    @property
    def edge(self) -> str:
        return self.before or self.after or self.around or ""


@dataclass(frozen=True)
class _Rows:
    """Messages of one page, oldest first, and the one on either side of them, if any. is_newest:
    whether nothing was said after them."""

    shown: Sequence[Any]
    behind: Any
    ahead: Any
    is_newest: bool = False


def _rows(found: Sequence[Any], place: Place) -> _Rows:
    rows = sorted(found, key=lambda row: row.id)
    if place.way == "newest":
        behind = rows[0] if len(rows) > rules.PAGE else None
        return _Rows(rows[-rules.PAGE :], behind, None, is_newest=True)
    if place.way == "before":  # the last one is where the page after this one begins
        behind = rows[0] if len(rows) > rules.PAGE + 1 else None
        return _Rows(rows[-rules.PAGE - 1 : -1], behind, rows[-1] if rows else None)
    if place.way == "after":  # the first one is where the page before this one ends
        ahead = rows[-1] if len(rows) > rules.PAGE + 1 else None
        behind = rows[0] if rows else None
        return _Rows(rows[1 : rules.PAGE + 1], behind, ahead, is_newest=ahead is None)
    middle = next((row.id for row in rows if row.ref == place.edge), 0)
    older, newer = _parted(rows, middle)
    ahead = newer[-1] if len(newer) > bounds.AROUND else None
    return _Rows(
        [*older[-bounds.AROUND :], *newer[: bounds.AROUND]],
        older[0] if len(older) > bounds.AROUND else None,
        ahead,
        is_newest=ahead is None,
    )


def _parted(rows: Sequence[Any], middle: int) -> tuple[list[Any], list[Any]]:
    return [r for r in rows if r.id <= middle], [r for r in rows if r.id > middle]


def thread_page(
    db: Db, viewer: Viewer, desk: Desk, now: datetime, place: Place | None = None
) -> ThreadPage:
    """The newest page of the thread, or another (`Place`)."""
    place = place or Place()
    writes = viewer.person_id == desk.writer_id
    if desk.conversation_id is None and writes:
        return ThreadPage(desk, (), None, None, None, None, False, False, None)
    about = beside(db, viewer.council_id, desk, now, staff=not writes)
    if desk.conversation_id is None:
        return ThreadPage(desk, (), None, None, None, None, False, False, None, talks=about.talks)
    question = _messages(desk.conversation_id, place.edge, way=place.way, staff=not writes)
    rows = _rows(db.execute(*question).all(), place)
    bubbles = _bubbles(rows, viewer, desk, about, now)
    open_ones = [b for b in bubbles if b.waits] if rows.is_newest else []
    mine = next((m.upto for m in about.marks if m.person_id == viewer.person_id), 0)
    last = rows.shown[-1] if rows.shown and rows.is_newest else None
    return ThreadPage(
        desk,
        bubbles,
        rows.shown[0].ref if rows.shown and rows.behind is not None else None,
        rows.shown[-1].ref if rows.shown and not rows.is_newest else None,
        last.ref if last else None,
        last.id if last else None,
        last is not None
        and any(_by_other(row, desk, writes) and row.id > mine for row in rows.shown),
        bool(open_ones),
        _answer_by(open_ones),
        len(open_ones),
        any(b.kind == rules.Tap.HELP for b in open_ones),
        about.steps if open_ones else (),
        _since(about.workers, last, None) if last is not None else (),
        about.talks,
        place.edge if place.way == "around" else None,
    )


def _by_other(row: Any, desk: Desk, writes: bool) -> bool:
    return bool((row.from_id == desk.writer_id) != writes)


# --- what each of them says ---------------------------------------------------------------------


def _bubbles(
    rows: _Rows, viewer: Viewer, desk: Desk, about: Beside, now: datetime
) -> tuple[Bubble, ...]:
    found = []
    whole = [*rows.shown, *([] if rows.ahead is None else [rows.ahead])]
    for place, row in enumerate(rows.shown):
        later = whole[place + 1 :]
        by_writer = row.from_id == desk.writer_id
        answer = _first_of(later, desk, by_writer=not by_writer) if by_writer else None
        # Somebody who is there for some hours may write; the worker owes the answer all the same.
        owed = about.since is not None and row.sent_at >= about.since
        open_still = owed or (rows.is_newest and answer is None)
        waits = by_writer and row.taken_back_at is None and open_still
        before = _since(about.workers, rows.shown[place - 1] if place else rows.behind, row)
        found.append(_bubble(row, later, answer, waits, owed, before, viewer, desk, about, now))
    return tuple(found)


def _first_of(rows: Sequence[Any], desk: Desk, *, by_writer: bool) -> Any:
    there = (r for r in rows if (r.from_id == desk.writer_id) == by_writer)
    return next((r for r in there if r.taken_back_at is None), None)


def _bubble(
    row: Any, later: Sequence[Any], answer: Any, waits: bool, owed: bool,
    before: tuple[NewWorker, ...], viewer: Viewer, desk: Desk, about: Beside, now: datetime,
) -> Bubble:  # fmt: skip
    """For whoever writes to the worker "mine" is what they wrote; for staff, what any of them
    did."""
    by_writer = row.from_id == desk.writer_id
    mine = by_writer == (viewer.person_id == desk.writer_id)
    back = row.taken_back_at is not None
    read = _read(row, desk, about.marks) if mine else None
    next_is_mine = bool(later) and (later[0].from_id == desk.writer_id) == by_writer
    return Bubble(
        ref=row.ref,
        mine=mine,
        who=desk.name_of(row.from_id, row.known_as, row.code),
        kind=row.kind,
        text=row.text,
        sent_at=row.sent_at,
        answer_by=row.answer_by,
        read_at=read.at if read else None,
        read_by=read.name if read else "",
        waits=waits,
        answered_at=answer.sent_at if answer else None,
        answered_by=desk.name_of(answer.from_id, answer.known_as, answer.code) if answer else "",
        last_of_mine=mine and not next_is_mine,
        on_list=about.on_list if waits and owed else "",
        mended=row.edited_at is not None,
        taken_back=back,
        can_change=row.from_id == viewer.person_id
        and not back
        and bounds.still_changes(row.sent_at, now),
        attached=None if back or row.upload_ref is None else _attached(row),
        marked=state_of(row),
        kept=row.kept if back else "",
        before=before,
    )


def _attached(row: Any) -> Attached:
    width, height = fits(row.width or 1, row.height or 1, SMALL)
    return Attached(row.upload_ref, row.upload_kind, row.seconds or 0, width, height)


def _read(row: Any, desk: Desk, marks: Sequence[Mark]) -> Mark | None:
    """Who read it: the other side only, and the first of them."""
    by_writer = row.from_id == desk.writer_id
    reads = (m for m in marks if m.upto >= row.id and (m.person_id == desk.writer_id) != by_writer)
    return min(reads, key=lambda m: m.at, default=None)


def _since(workers: Sequence[NewWorker], earlier: Any, row: Any) -> tuple[NewWorker, ...]:
    """Who became the worker between two messages; nobody before the first of all, or after one
    that others follow."""
    if earlier is None:
        return ()
    return tuple(
        one
        for one in workers
        if earlier.sent_at < one.from_then and (row is None or one.from_then <= row.sent_at)
    )


# --- the question -------------------------------------------------------------------------------


@built_once
def _messages(conversation_id: int, edge: str, *, way: str, staff: bool) -> Query:
    """One message more than is shown on each side on which there may be others."""
    this = Message.conversation_id == conversation_id
    query = said(staff).where(this)
    old, new = Message.id.desc(), Message.id.asc()
    if way == "newest":
        return query.order_by(old).limit(rules.PAGE + 1)
    at = select(Message.id).where(this, Message.ref == edge).scalar_subquery()
    if way == "before":
        return query.where(Message.id <= at).order_by(old).limit(rules.PAGE + 2)
    if way == "after":
        return query.where(Message.id >= at).order_by(new).limit(rules.PAGE + 2)
    older = query.where(Message.id <= at).order_by(old).limit(bounds.AROUND + 1)
    newer = query.where(Message.id > at).order_by(new).limit(bounds.AROUND + 1)
    both = union_all(select(older.subquery("older")), select(newer.subquery("newer")))
    return select(both.subquery())


def said(staff: bool) -> Query:
    """Messages, who wrote them, what came with them, and whether they had worried us. staff: with
    the words of those that were taken back."""
    query: Query = (
        select(
            Message.id, Message.ref, Message.from_id, Message.kind, Message.text, Message.sent_at,
            Message.answer_by, Message.edited_at, Message.taken_back_at,
            (Message.kept if staff else literal("")).label("kept"),
            Person.known_as, Person.code,
            Upload.ref.label("upload_ref"), Upload.kind.label("upload_kind"),
            Upload.seconds, Upload.width, Upload.height,
        )
        .join(Person, Person.id == Message.from_id)
        .outerjoin(Upload, Upload.id == Message.upload_id)
    )  # fmt: skip
    return with_worries(query, Message.id, bounds.SOURCE)
