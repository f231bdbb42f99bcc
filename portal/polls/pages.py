"""The pages of polls: those a young person can answer, one of them, and those of whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, case, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import clock, few
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.groups.policy import is_in
from portal.groups.tables import MeetGroup
from portal.notifications.tables import Notice
from portal.people.reach import shown_name
from portal.people.tables import Person
from portal.polls import policy, rules
from portal.polls.did.tables import WeDid
from portal.polls.rules import Audience, Kind, To
from portal.polls.tables import Poll, PollDone, PollOption, PollQuestion, PollWords

MOST = 60
MOST_WORDS = 500
_by = aliased(Person, name="poll_by")
_me = aliased(Person, name="poll_me")
_mine = aliased(PollDone, name="my_answer")


@dataclass(frozen=True)
class Card:
    """A poll in short. done: the reader has answered; of_group: its group's name, or ""."""

    id: int
    ref: str
    title: str
    intro: str
    language: str
    by: str
    opens: date
    closes: date
    did_by: date
    to: To
    of_group: str
    done: bool
    sent: bool
    closed: bool

    def is_open(self, day: date) -> bool:
        return self.sent and not self.closed and self.opens <= day <= self.closes


@dataclass(frozen=True)
class Option:
    id: int
    place: int
    text: str
    shown: int | None


@dataclass(frozen=True)
class Question:
    """words: the free words, for whoever may read them: (text, language)."""

    id: int
    ref: str
    kind: Kind
    text: str
    joined: bool
    options: tuple[Option, ...]
    words: tuple[tuple[str, str], ...] = ()

    @property
    def enough(self) -> bool:
        """Whether there is any number to show."""
        return any(option.shown is not None for option in self.options)


@dataclass(frozen=True)
class PollPage:
    card: Card
    questions: tuple[Question, ...]


def mine(db: Db, viewer: Viewer, now: datetime) -> tuple[Card, ...]:
    """Polls that a young person can answer, the soonest to close first; then those they answered
    whose results are there. One statement."""
    day = clock.today(now)
    found = [
        card
        for row in db.execute(_theirs(viewer, day).order_by(Poll.closes.desc()).limit(MOST))
        if (card := _for_them(row, day)) is not None
    ]
    open_ones = [card for card in found if not card.done and not card.closed]
    return (*reversed(open_ones), *(card for card in found if card.done))


def _theirs(viewer: Viewer, day: date) -> Query:
    return (
        select(
            Poll, _by.known_as, _by.code, _me.born, MeetGroup.name.label("group_name"),
            _mine.id.label("done"),
            case((policy.advised(viewer.person_id, day), 1), else_=0).label("advised"),
            case((is_in(Poll.group_id, viewer.person_id), 1), else_=0).label("in_group"),
        )
        .join(_by, _by.id == Poll.by_id)
        .join(_me, _me.id == viewer.person_id)
        .outerjoin(MeetGroup, MeetGroup.id == Poll.group_id)
        .outerjoin(_mine, and_(_mine.poll_id == Poll.id, _mine.person_id == viewer.person_id))
        .where(
            Poll.council_id == viewer.council_id, Poll.sent_at.is_not(None), Poll.opens <= day,
            or_(_mine.id.is_not(None), and_(Poll.closes >= day, Poll.closed_at.is_(None))),
        )
    )  # fmt: skip


def _for_them(row: Any, day: date) -> Card | None:
    card = _card(row)
    is_for = rules.is_for(card.to, row.born, bool(row.advised), bool(row.in_group), day)
    return card if card.done or (is_for and card.is_open(day)) else None


def _card(row: Any) -> Card:
    poll: Poll = row.Poll
    return Card(
        poll.id, poll.ref, poll.title, poll.intro, poll.language,
        shown_name(row.known_as, row.code), poll.opens, poll.closes, poll.did_by, to_of(poll),
        row.group_name or "", row.done is not None, poll.sent_at is not None,
        poll.closed_at is not None,
    )  # fmt: skip


def to_of(poll: Poll) -> To:
    return To(Audience(poll.audience), poll.age_from or 0, poll.age_to or 0, poll.group_id)


def one(db: Db, viewer: Viewer, ref: str, now: datetime, *, answers: bool = False) -> PollPage:
    """One poll, for a young person whom it is for, or who answered it. Two statements. answers:
    held until the commit, so that it does not close meanwhile. Raises NoResultFound."""
    day = clock.today(now)
    query = _theirs(viewer, day).where(Poll.ref == ref)
    row = db.execute(query.with_for_update(of=Poll) if answers else query).one()
    card = _for_them(row, day)
    if card is None:
        raise NoResultFound
    return PollPage(card, questions(db, card.id))


def questions(db: Db, poll_id: int) -> tuple[Question, ...]:
    rows = db.execute(
        select(PollQuestion, PollOption)
        .outerjoin(PollOption, PollOption.question_id == PollQuestion.id)
        .where(PollQuestion.poll_id == poll_id)
        .order_by(PollQuestion.place, PollQuestion.id, PollOption.place)
    ).all()
    return tuple(
        _question(list(group)) for _id, group in groupby(rows, lambda row: row.PollQuestion.id)
    )


def _question(rows: Sequence[Any]) -> Question:
    one: PollQuestion = rows[0].PollQuestion
    options = tuple(
        Option(option.id, option.place, option.text, option.shown)
        for row in rows
        if (option := row.PollOption) is not None
    )
    return Question(one.id, one.ref, Kind(one.kind), one.text, one.joined, options)


def unread(db: Db, viewer: Viewer, kinds: Sequence[str]) -> bool:
    """Whether there is a notice of these kinds that they have not seen."""
    found = select(Notice.id).where(
        Notice.council_id == viewer.council_id, Notice.person_id == viewer.person_id,
        Notice.kind.in_(kinds), Notice.seen_at.is_(None),
    )  # fmt: skip
    return db.scalar(found.limit(1)) is not None


# --- whoever asks -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One on the list of whoever asks. did: somebody wrote what was done because of it."""

    card: Card
    mine: bool
    did: bool


@dataclass(frozen=True)
class AskedPage:
    """may_write: the reader may say what was done."""

    card: Card
    questions: tuple[Question, ...]
    mine: bool
    may_write: bool
    did_ref: str


def asked(db: Db, viewer: Viewer, now: datetime) -> tuple[Asked, ...]:
    """One statement."""
    rows = db.execute(_asked(viewer).order_by(Poll.made_at.desc(), Poll.id.desc()).limit(MOST))
    return tuple(
        Asked(_card(row), row.Poll.by_id == viewer.person_id, row.did_ref is not None)
        for row in rows
    )  # fmt: skip


def _asked(viewer: Viewer) -> Query:
    did = (
        select(WeDid.ref)
        .where(WeDid.poll_id == Poll.id, WeDid.taken_down_at.is_(None))
        .order_by(WeDid.id)
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Poll, _by.known_as, _by.code, MeetGroup.name.label("group_name"),
            did.label("did_ref"), case((policy.may_write_of(viewer), 1), else_=0).label("writes"),
            case((policy.reads_words_of(viewer), 1), else_=0).label("reads_words"),
            _mine.id.label("done"),
        )
        .join(_by, _by.id == Poll.by_id)
        .outerjoin(MeetGroup, MeetGroup.id == Poll.group_id)
        # Whoever asks has answered none of them.
        .outerjoin(_mine, and_(_mine.poll_id == Poll.id, _mine.person_id == viewer.person_id))
        .where(policy.asks(viewer))
    )  # fmt: skip


def asked_page(db: Db, viewer: Viewer, ref: str) -> AskedPage:
    """Two statements, three once it is closed. Raises NoResultFound."""
    row = db.execute(_asked(viewer).where(Poll.ref == ref)).one()
    card, found = _card(row), questions(db, row.Poll.id)
    if card.closed and row.reads_words:
        found = _with_words(db, found)
    return AskedPage(
        card, found, row.Poll.by_id == viewer.person_id, bool(row.writes), row.did_ref or ""
    )


def _with_words(db: Db, found: tuple[Question, ...]) -> tuple[Question, ...]:
    """Only where enough people wrote something."""
    ids = [one.id for one in found if one.kind is Kind.WORDS]
    if not ids:
        return found
    rows = db.execute(
        select(PollWords.question_id, PollWords.text, PollWords.language)
        .where(PollWords.question_id.in_(ids))
        .order_by(PollWords.id)
        .limit(MOST_WORDS)
    ).all()
    words = {id: tuple((r.text, r.language) for r in rows if r.question_id == id) for id in ids}
    return tuple(
        Question(q.id, q.ref, q.kind, q.text, q.joined, q.options, words[q.id])
        if few.enough(len(words.get(q.id, ())))
        else q
        for q in found
    )


def draft(db: Db, viewer: Viewer, ref: str) -> Poll:
    """The viewer's own, not sent yet. Raises NoResultFound."""
    return db.scalars(
        select(Poll).where(
            Poll.council_id == viewer.council_id, Poll.by_id == viewer.person_id, Poll.ref == ref,
            Poll.sent_at.is_(None),
        )
    ).one()  # fmt: skip


@dataclass(frozen=True)
class Choice:
    id: int
    ref: str
    name: str


def groups(db: Db, viewer: Viewer) -> tuple[Choice, ...]:
    """The groups whom the viewer may ask. One statement."""
    rows = db.execute(
        select(MeetGroup.id, MeetGroup.ref, MeetGroup.name)
        .where(policy.groups_of(viewer))
        .order_by(MeetGroup.name)
        .limit(MOST)
    )
    return tuple(Choice(row.id, row.ref, row.name) for row in rows)


def may_ask(db: Db, viewer: Viewer, to: To) -> bool:
    """Whether the viewer may ask these people now. At most one statement."""
    if to.audience is not Audience.GROUP:
        return viewer.role in policy.KEEPERS
    query = select(MeetGroup.id).where(policy.groups_of(viewer), MeetGroup.id == to.group_id)
    return db.scalar(query) is not None
