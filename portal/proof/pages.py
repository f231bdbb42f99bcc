"""Reads: my letters, one letter, my pass, those of a young person, and the words of letters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from portal.articles.telling import telling as telling_words
from portal.care.tables import CareEpisode
from portal.clocks.category import Category
from portal.clocks.rules import SHORT_BREAKS
from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.languages import ENGLISH
from portal.entitlements.kept import offers_of
from portal.people.pages import Subject
from portal.people.tables import Council, Person
from portal.proof import codes, policy
from portal.proof.elsewhere import elsewhere
from portal.proof.letters import About, Side, Texts, names_of, sides, telling
from portal.proof.rules import (
    ASK,
    LETTERS,
    Answer,
    Fit,
    Known,
    Name,
    Purpose,
    ends,
    fits,
    last_day,
)
from portal.proof.tables import LetterWords, Proof
from portal.proof.worded import InUse, texts_of, words_in_use

MOST_SHOWN = 50


@dataclass(frozen=True)
class Made:
    """A letter or a pass, of those that are shown. last_day: the last one on which it is valid.
    number_ends: the last letters of its number."""

    ref: str
    purpose: Purpose
    made_on: date
    ends_at: datetime
    last_day: date
    valid: bool
    ended_on: date | None
    ended_by: str  # "" for themselves
    number_ends: str


@dataclass(frozen=True)
class Kind:
    """One that could be made. worded: the council has agreed on its words, and they tell nothing
    that its reader has no need to know."""

    purpose: Purpose
    fit: Fit
    worded: bool

    @property
    def open(self) -> bool:
        return self.worded and self.fit.answer is Answer.YES


@dataclass(frozen=True)
class LettersPage:
    kinds: tuple[Kind, ...]
    made: tuple[Made, ...]


@dataclass(frozen=True)
class MakePage:
    """names: (which, as it would be written). preview: as it would read today, with the first."""

    kind: Kind
    names: tuple[tuple[Name, str], ...]
    preview: tuple[Side, ...]
    alone: bool  # the council's own words are there in English only


@dataclass(frozen=True)
class LetterPage:
    made: Made
    serial: str
    council: str
    sides: tuple[Side, ...]
    ends_at: datetime
    true_still: bool


@dataclass(frozen=True)
class PassPage:
    """open: the one that is valid now; serial: its number. council "": its name would tell."""

    fit: Fit
    name: str
    council: str
    open: Made | None
    serial: str


@dataclass(frozen=True)
class TheirsPage:
    subject: Subject
    made: tuple[Made, ...]


# --- what is known --------------------------------------------------------------------------------


def recorded(code: str) -> Category | None:
    """The category that the council wrote down, where it says something."""
    plain = code.strip().lower().replace(" ", "_").replace("-", "_")
    found = Category(plain) if plain in set(Category) else None
    return None if found in (Category.NONE, Category.UNKNOWN) else found


def about(
    db: Db, council_id: int, person_id: int, now: datetime, purposes: Collection[Purpose]
) -> About:
    """All that these letters of theirs may say: one statement; two where one is for another
    council's leisure centre."""
    today = clock.today(now)
    cared = exists(
        select(CareEpisode.id).where(
            CareEpisode.council_id == council_id, CareEpisode.person_id == person_id,
            CareEpisode.started <= today,
            or_(CareEpisode.ended.is_(None), CareEpisode.ended > today),
            func.upper(CareEpisode.legal_status).not_in(SHORT_BREAKS),
        )
    )  # fmt: skip
    valid = (
        select(func.count())
        .select_from(Proof)
        .where(
            Proof.council_id == council_id, Proof.person_id == person_id,
            Proof.purpose != Purpose.PASS, Proof.ended_at.is_(None), Proof.ends_at > now,
        )
        .scalar_subquery()
    )  # fmt: skip
    row = db.execute(
        select(
            Person.born, Person.category, Person.first_name, Person.last_name, Person.known_as,
            Person.home_authority, Council.name, cared.label("in_care"),
            valid.label("valid"),
        )
        .join(Council, Council.id == Person.council_id)
        .where(Person.council_id == council_id, Person.id == person_id)
    ).one()  # fmt: skip
    there = None
    if Purpose.LEISURE_ELSEWHERE in purposes:
        responsible = row.home_authority or row.name
        there = elsewhere(offers_of(db, council_id), responsible, today, in_care=bool(row.in_care))
    return About(
        Known(row.born, recorded(row.category), bool(row.in_care), there),
        names_of(row.first_name, row.last_name, row.known_as),
        row.name,
        row.valid,
    )


# --- a young person's own -------------------------------------------------------------------------


def letters_page(db: Db, viewer: Viewer, now: datetime) -> LettersPage:
    known = about(db, viewer.council_id, viewer.person_id, now, LETTERS)
    worded = words_in_use(db, viewer.council_id, viewer.language, LETTERS)
    kinds = (
        kind_of(purpose, known, worded.get(purpose), now)
        for purpose in LETTERS
        if purpose is not Purpose.LEISURE_ELSEWHERE or known.known.elsewhere
    )
    return LettersPage(tuple(kinds), made_by(db, viewer, viewer.person_id, now))


def kind_of(purpose: Purpose, known: About, in_use: InUse | None, now: datetime) -> Kind:
    fit = fits(purpose, known.known, now) if known.names else ASK
    worded = in_use is not None and not telling(purpose, known, in_use.texts.english)
    return Kind(purpose, fit, worded)


def make_page(db: Db, viewer: Viewer, purpose: Purpose, now: datetime) -> MakePage:
    known = about(db, viewer.council_id, viewer.person_id, now, [purpose])
    in_use = words_in_use(db, viewer.council_id, viewer.language, [purpose]).get(purpose)
    kind = kind_of(purpose, known, in_use, now)
    if not kind.open or in_use is None:
        return MakePage(kind, (), (), alone=False)
    first = next(iter(known.names))
    preview = sides(
        purpose, known, first, in_use.texts, viewer.language, now, ends(purpose, now, kind.fit)
    )
    alone = len(preview) == 1 and viewer.language != ENGLISH.tag
    return MakePage(kind, tuple(known.names.items()), preview, alone)


def made_by(db: Db, viewer: Viewer, person_id: int, now: datetime) -> tuple[Made, ...]:
    """What somebody made, the newest first; of passes the one that is on."""
    rows = db.execute(
        select(Proof, Person.known_as)
        .outerjoin(Person, Person.id == Proof.ended_by_id)
        .where(
            Proof.council_id == viewer.council_id,
            Proof.person_id == person_id,
            or_(Proof.purpose != Purpose.PASS, and_(Proof.ended_at.is_(None), Proof.ends_at > now)),
        )
        .order_by(Proof.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    return tuple(_made(row.Proof, row.known_as or "", now) for row in rows)


def _made(row: Proof, ended_by: str, now: datetime) -> Made:
    return Made(
        row.ref, Purpose(row.purpose), clock.today(row.made_at), row.ends_at,
        last_day(row.ends_at), row.ended_at is None and row.ends_at > now,
        clock.today(row.ended_at) if row.ended_at else None,
        ended_by if row.ended_by_id != row.person_id else "", codes.last_group(row.serial),
    )  # fmt: skip


def letter_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> LetterPage:
    """One letter of theirs, as it reads. Raises NoResultFound."""
    row = db.execute(
        select(Proof, Person.known_as)
        .outerjoin(Person, Person.id == Proof.ended_by_id)
        .where(
            Proof.council_id == viewer.council_id, Proof.person_id == viewer.person_id,
            Proof.ref == ref, Proof.purpose != Purpose.PASS,
        )
    ).one()  # fmt: skip
    letter = row.Proof
    known = about(db, viewer.council_id, viewer.person_id, now, [Purpose(letter.purpose)])
    made = _made(letter, row.known_as or "", now)
    name = Name(letter.name)
    true_still = fits_still(letter, known, now).answer is Answer.YES
    drawn: tuple[Side, ...] = ()
    if made.valid and true_still:
        texts = _texts_of(db, letter)
        true_still = not telling(made.purpose, known, texts.english)
    if made.valid and true_still:
        drawn = sides(
            made.purpose, known, name, texts, letter.language, letter.made_at,
            letter.ends_at,
        )  # fmt: skip
    return LetterPage(made, letter.serial, known.council, drawn, letter.ends_at, true_still)


def fits_still(made: Any, known: About, now: datetime) -> Fit:
    """Whether somebody could have today the letter or pass that they made, in the name that stands
    in it. made: its purpose, serial, name, name_hash."""
    purpose = Purpose(made.purpose)
    if purpose is Purpose.PASS:
        named = bool(known.names)
    else:
        name = known.names.get(Name(made.name))
        named = name is not None and codes.name_hash(made.serial, name) == made.name_hash
    return fits(purpose, known.known, now) if named else ASK


def _texts_of(db: Db, letter: Proof) -> Texts:
    rows = db.execute(
        select(LetterWords.id, LetterWords.text, LetterWords.phone).where(
            LetterWords.council_id == letter.council_id,
            LetterWords.id.in_({letter.words_id, letter.beside_id} - {None}),
        )
    )
    by_id = {row.id: row for row in rows}
    return texts_of(by_id[letter.words_id], by_id.get(letter.beside_id))


def pass_page(db: Db, viewer: Viewer, now: datetime) -> PassPage:
    known = about(db, viewer.council_id, viewer.person_id, now, [Purpose.PASS])
    row = open_pass(db, viewer, now)
    name = known.names.get(Name.USED) or known.names.get(Name.WHOLE, "")
    council = "" if telling_words(known.council) else known.council
    return PassPage(
        fits(Purpose.PASS, known.known, now), name, council,
        None if row is None else _made(row, "", now), "" if row is None else row.serial,
    )  # fmt: skip


def open_pass(db: Db, viewer: Viewer, now: datetime) -> Proof | None:
    """The pass that is valid now, if they have tapped for one."""
    found: Proof | None = db.scalars(
        policy.of(viewer, viewer.person_id)
        .where(Proof.purpose == Purpose.PASS, Proof.ended_at.is_(None), Proof.ends_at > now)
        .order_by(Proof.id.desc())
        .limit(1)
    ).first()
    return found


# --- those around them ----------------------------------------------------------------------------


def theirs_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> TheirsPage:
    subject = policy.whose(db, viewer, ref, now)
    return TheirsPage(subject, made_by(db, viewer, subject.id, now))
