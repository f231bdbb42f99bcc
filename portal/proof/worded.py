"""The words of letters: those that are agreed on, from which one is made; and each version and
draft, as editors see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.articles.telling import telling as telling_words
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.languages import ENGLISH
from portal.people.tables import Council, Person
from portal.proof.letters import Texts, Words
from portal.proof.rules import LETTERS, Purpose
from portal.proof.tables import LetterWords
from portal.proof.wording import digits


@dataclass(frozen=True)
class InUse:
    """The agreed words that a new letter is made from. beside: the council's own in the other
    language, unless the English ones are newer."""

    english: Any
    beside: Any

    @property
    def texts(self) -> Texts:
        return texts_of(self.english, self.beside)


def texts_of(english: Any, beside: Any) -> Texts:
    """Of rows of words. Where the council uses ours, so does the other side, with its number."""
    first = Words(english.text, english.phone)
    if beside is not None:
        return Texts(first, Words(beside.text, beside.phone))
    return Texts(first, None if english.text else first)


def words_in_use(
    db: Db, council_id: int, language: str, purposes: Collection[Purpose]
) -> dict[Purpose, InUse]:
    """One statement."""
    rows = db.execute(
        select(
            LetterWords.id, LetterWords.purpose, LetterWords.language, LetterWords.text,
            LetterWords.phone, LetterWords.agreed_at,
        )
        .where(
            LetterWords.council_id == council_id, LetterWords.purpose.in_([*purposes]),
            LetterWords.language.in_({ENGLISH.tag, language}), LetterWords.agreed_at.is_not(None),
        )
        .order_by(LetterWords.agreed_at, LetterWords.id)
    )  # fmt: skip
    newest = {(row.purpose, row.language): row for row in rows}
    found = {}
    for purpose in purposes:
        english = newest.get((purpose, ENGLISH.tag))
        beside = newest.get((purpose, language)) if language != ENGLISH.tag else None
        if english is not None:
            fresh = beside is not None and beside.agreed_at >= english.agreed_at
            found[purpose] = InUse(english, beside if fresh else None)
    return found


# --- as editors see them --------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    ref: str
    text: str
    phone: str
    by: str
    by_id: int
    made_at: datetime
    agreed_by: str
    agreed_at: datetime | None


@dataclass(frozen=True)
class WordsCard:
    """One kind of letter in one language. draft: waits for somebody to agree."""

    purpose: Purpose
    language: str
    now: Version | None
    draft: Version | None


@dataclass(frozen=True)
class WordsPage:
    """telling: what the council's own name says of those it writes for, so that nobody can make a
    letter whose reader has no need to know; "" as a rule."""

    cards: tuple[WordsCard, ...]
    telling: str


def words_page(db: Db, viewer: Viewer) -> WordsPage:
    name = db.scalar(select(Council.name).where(Council.id == viewer.council_id))
    return WordsPage(words_cards(db, viewer), telling_words(name or ""))


def words_cards(db: Db, viewer: Viewer) -> tuple[WordsCard, ...]:
    """Each kind of letter in English, and in each language that the council has written."""
    rows = _versions(db, viewer, LETTERS)
    tags = sorted({row.LetterWords.language for row in rows} - {ENGLISH.tag})
    found = [_card(purpose, ENGLISH.tag, rows) for purpose in LETTERS]
    found += [_card(purpose, tag, rows) for tag in tags for purpose in LETTERS]
    return tuple(card for card in found if card.language == ENGLISH.tag or card.now or card.draft)


def words_card(db: Db, viewer: Viewer, purpose: Purpose, language: str) -> WordsCard:
    return _card(purpose, language, _versions(db, viewer, [purpose]))


def _versions(db: Db, viewer: Viewer, purposes: Collection[Purpose]) -> list[Any]:
    by, agreed = aliased(Person), aliased(Person)
    return list(
        db.execute(
            select(LetterWords, by.known_as.label("by"), agreed.known_as.label("agreed_by"))
            .join(by, by.id == LetterWords.by_id)
            .outerjoin(agreed, agreed.id == LetterWords.agreed_by_id)
            .where(
                LetterWords.council_id == viewer.council_id, LetterWords.purpose.in_([*purposes]),
                LetterWords.dropped_at.is_(None),
            )
            .order_by(LetterWords.id.desc())
            .limit(200)
        )
    )  # fmt: skip


def _card(purpose: Purpose, language: str, rows: list[Any]) -> WordsCard:
    mine = [
        row for row in rows
        if row.LetterWords.purpose == purpose and row.LetterWords.language == language
    ]  # fmt: skip
    versions = [
        Version(
            row.LetterWords.ref, row.LetterWords.text, row.LetterWords.phone, row.by,
            row.LetterWords.by_id, row.LetterWords.made_at, row.agreed_by or "",
            row.LetterWords.agreed_at,
        )
        for row in mine
    ]  # fmt: skip
    # The one that was agreed on last is used; the newest draft may be older.
    agreed = [one for one in versions if one.agreed_at is not None]
    agreed.sort(key=lambda one: one.agreed_at or one.made_at, reverse=True)
    draft = next((one for one in versions if one.agreed_at is None), None)
    return WordsCard(purpose, language, agreed[0] if agreed else None, draft)


def numbers_that_tell(db: Db, viewer: Viewer) -> frozenset[str]:
    """The council's own numbers, in digits: whoever calls one hears whose council's team it is."""
    row = db.execute(
        select(Council.duty_phone, Council.night_phone).where(Council.id == viewer.council_id)
    ).one()
    return frozenset(filter(None, map(digits, row)))


def draft_of(db: Db, viewer: Viewer, ref: str) -> LetterWords:
    """Words that wait for somebody to agree. Raises NoResultFound."""
    found = db.scalars(
        select(LetterWords).where(
            LetterWords.council_id == viewer.council_id, LetterWords.ref == ref,
            LetterWords.agreed_at.is_(None), LetterWords.dropped_at.is_(None),
        )
    ).first()  # fmt: skip
    if found is None:
        raise NoResultFound
    return found
