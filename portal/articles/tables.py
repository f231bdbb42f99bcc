"""Pages of a council and their versions. Retention: as the council's own record, unless a table
says otherwise."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime


class Article(Keyed, Base):
    """A page that a council has, whatever it says by now. A national one is each council's own row:
    its editors may say it in other words, and nobody else's page changes. slug: its address.
    scope: `rules.Scope`. town: of a council's own page. Retention: as the council's own record."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("council_id", "slug"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    slug: Mapped[str] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(8))
    town: Mapped[str] = mapped_column(String(60), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ArticleVersion(Keyed, Base):
    """What a page says in one language. state: `rules.State`; the newest of a page and language
    that is no draft counts, and of none but a draft the words are ever changed.

    needs, ages, items, seed: codes with a space between; these, reader, quiet and private count in
    the English version only. bring: one on a line. sources: JSON, a list of `rules.Source`.
    follows_id: of another language, the English version whose words it has. publish_on: of a draft,
    the day on which it is published by itself. by_id None: it came with the portal. reminded_at:
    when editors were told that it is to be checked again. Retention: as the council's own record; a
    draft, until it is published or thrown away."""

    __tablename__ = "article_version"
    __table_args__ = (
        Index("ix_article_version_article_id_language_id", "article_id", "language", "id"),
        Index("ix_article_version_council_id_state_id", "council_id", "state", "id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"))
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    needs: Mapped[str] = mapped_column(Text, default="")
    ages: Mapped[str] = mapped_column(String(30), default="")
    reader: Mapped[str] = mapped_column(String(10))
    items: Mapped[str] = mapped_column(Text, default="")
    seed: Mapped[str] = mapped_column(Text, default="")
    quiet: Mapped[bool] = mapped_column(default=False)
    private: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(String(100))
    summary: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(Text, default="")
    decides: Mapped[str] = mapped_column(Text, default="")
    takes: Mapped[str] = mapped_column(Text, default="")
    if_no: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[str] = mapped_column(Text, default="[]")
    sure: Mapped[str] = mapped_column(String(8))
    checked_on: Mapped[date | None]
    next_check: Mapped[date | None]
    legal_draft: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(Text, default="")
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("article_version.id"))
    publish_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ArticleLink(Keyed, Base):
    """An address on the web to which pages of a council lead, and what came of trying it. Nobody
    but an operator's command ever tries. outcome: `links.Outcome`. Retention: as the council's own
    record, until no page leads there."""

    __tablename__ = "article_link"
    __table_args__ = (UniqueConstraint("council_id", "url"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    url: Mapped[str] = mapped_column(String(500))
    outcome: Mapped[str] = mapped_column(String(10))
    status: Mapped[int | None]
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
