"""Reads of cards: one's own, those of a young person's people, and the photo on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, not_, select

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.introductions import policy
from portal.introductions.tables import IntroCard, IntroPhoto
from portal.people import answers
from portal.people.reach import shown_name
from portal.people.tables import Person

_photo = exists(select(IntroPhoto.id).where(IntroPhoto.card_id == IntroCard.id))


@dataclass(frozen=True)
class Mine:
    ref: str
    name: str
    does: str
    hello: str
    languages: str
    photo: bool


@dataclass(frozen=True)
class Beside:
    """What stands beside somebody's name. away_until: the last day of a leave of theirs; stands_in:
    who reads and answers meanwhile, if anybody can."""

    does: str
    hello: str
    languages: str
    photo: bool
    away_until: date | None
    stands_in: str


def mine(db: Db, viewer: Viewer) -> Mine:
    """One statement."""
    row = db.execute(
        select(Person.ref, Person.known_as, Person.code, IntroCard.does, IntroCard.hello,
               IntroCard.languages, _photo.label("photo"))
        .select_from(Person)
        .outerjoin(IntroCard, IntroCard.person_id == Person.id)
        .where(Person.id == viewer.person_id)
    ).one()  # fmt: skip
    return Mine(
        row.ref, shown_name(row.known_as, row.code), row.does or "", row.hello or "",
        row.languages or "", bool(row.photo),
    )  # fmt: skip


def beside(db: Db, viewer: Viewer, person_ids: Sequence[int], now: datetime) -> dict[int, Beside]:
    """The cards of these people, as this young person may see them, and who of them is away, by
    their keys. One statement."""
    if not person_ids:
        return {}
    day = clock.today(now)
    cover = answers.cover
    could = and_(
        cover.id == answers.leave.cover_id,
        answers.can_open(viewer.council_id, cover.id, viewer.person_id, day),  # type: ignore[arg-type]
        not_(answers.away_on(cover.id, day)),
    )
    rows = db.execute(
        select(
            Person.id, IntroCard.does, IntroCard.hello, IntroCard.languages,
            _photo.label("photo"), answers.leave.ends, cover.known_as, cover.code,
        )
        .select_from(Person)
        .outerjoin(
            IntroCard, and_(IntroCard.person_id == Person.id, policy.visible(viewer, now))
        )
        .outerjoin(answers.leave, answers.is_away(Person, day))
        .outerjoin(cover, could)
        .where(Person.council_id == viewer.council_id, Person.id.in_(person_ids))
    )  # fmt: skip
    return {
        id: Beside(
            does or "", hello or "", languages or "", bool(photo), ends,
            shown_name(known_as or "", code or ""),
        )
        for id, does, hello, languages, photo, ends, known_as, code in rows
    }  # fmt: skip


def photo(db: Db, viewer: Viewer, ref: str, now: datetime) -> bytes:
    """The photo on the card of the adult with this ref. One statement. Raises NoResultFound."""
    found: bytes = db.scalars(
        select(IntroPhoto.data)
        .join(IntroCard, IntroCard.id == IntroPhoto.card_id)
        .join(Person, Person.id == IntroCard.person_id)
        .where(
            Person.council_id == viewer.council_id,
            Person.ref == ref,
            policy.visible(viewer, now),
        )
    ).one()
    return found
