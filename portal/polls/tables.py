"""Polls, and answers that have no person. Retention: as the council's own record, unless a
table says otherwise."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


def random_key() -> int:
    """A key that says nothing of when its row was made, or beside which other."""
    return secrets.randbits(62)


class Unordered:
    """The key of a table whose rows must not tell in which order they came."""

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(sqlite.INTEGER(), "sqlite"), primary_key=True, default=random_key
    )


class Poll(Keyed, Base):
    """Some questions to many. audience: `rules.Audience`. opens, closes: its first and last day.
    did_by: by which day those who answered hear what was done. sent_at None: a draft. told_at: when
    they were told that it is open. closed_at: when its numbers were worked out; of: how many could
    have answered then. Retention: as the council's own record; a draft, 90 days after it was
    changed."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_council_id_closes", "council_id", "closes"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    title: Mapped[str] = mapped_column(String(100))
    intro: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    audience: Mapped[str] = mapped_column(String(8))
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("meet_group.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opens: Mapped[date]
    closes: Mapped[date]
    did_by: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    of: Mapped[int | None]


class PollQuestion(Keyed, Base):
    """kind: `rules.Kind`. joined: its five faces are shown as three. Retention: as its poll; of a
    draft, 90 days after it was changed."""

    __tablename__ = "poll_question"
    __table_args__ = (Index("ix_poll_question_poll_id", "poll_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(200))
    joined: Mapped[bool] = mapped_column(default=False)


class PollOption(Keyed, Base):
    """What can be chosen. count: how often it was, while the poll is open; then 0. shown: what may
    be shown of that (`core.few`), once it is closed. Retention: as its poll; of a draft, 90
    days after it was changed."""

    __tablename__ = "poll_option"
    __table_args__ = (Index("ix_poll_option_poll_id", "poll_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("poll_question.id"))
    place: Mapped[int]
    text: Mapped[str] = mapped_column(String(80), default="")
    count: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int | None]


class PollDone(Unordered, Base):
    """They have answered. Nothing here or elsewhere says what, or when. Retention: as the poll."""

    __tablename__ = "poll_done"
    __table_args__ = (
        UniqueConstraint("poll_id", "person_id"),
        Index("ix_poll_done_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class PollWords(Unordered, Base):
    """Free words of nobody, in the language they were written in. Kept a year after the poll
    closed."""

    __tablename__ = "poll_words"
    __table_args__ = (Index("ix_poll_words_question_id", "question_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("poll_question.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12), default="en")
