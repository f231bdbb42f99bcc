"""Plan a move, say that it happened or is off; ask and answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import NoResultFound

from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.moves.entries import SOURCE, owed_rows
from portal.moves.rules import MOST_PHOTOS, End, Fact, Leaving, Said, is_left
from portal.moves.tables import HomePhoto, Move, MoveSaid, MoveStay
from portal.notifications.actions import tell
from portal.owed.tables import Owed
from portal.people import placements
from portal.people.rules import PLACED_WITH
from portal.people.tables import Connection, Council
from portal.uploads import actions as uploads
from portal.uploads.pictures import Picture
from portal.uploads.rules import SMALL, fits
from portal.worries import actions as worries

NEWS = "next_home"


@dataclass(frozen=True)
class Planned:
    """What is known: the day, facts by `rules.Fact`, the address."""

    day: date | None
    facts: dict[Fact, str]
    address: str

    def mark(self) -> tuple[str, ...]:
        return (str(self.day), self.address, *(self.facts.get(fact, "") for fact in Fact))


def plan(db: Db, viewer: Viewer, person_id: int, what: Planned, key: str, now: datetime) -> None:
    """Write down what is known. The stays they leave end on the day, if it is known. The young
    person is told when something is new to them. Raises KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("move", str(person_id), *what.mark())
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    one = open_move(db, viewer.council_id, person_id)
    if one is None:
        one = Move(
            id=new_id(), ref=ref, council_id=viewer.council_id, person_id=person_id, day=None,
            made_by_id=viewer.person_id, made_at=now, changed_by_id=viewer.person_id,
            changed_at=now,
        )  # fmt: skip
        db.add(one)
    for fact in Fact:
        setattr(one, fact.value, what.facts.get(fact, ""))
    one.where_to, one.day = what.address, what.day
    one.changed_by_id, one.changed_at = viewer.person_id, now
    db.flush()
    match_stays(db, one, now)
    tell(db, one.council_id, person_id, NEWS, "move", one.ref, now)
    audit.changed(db, viewer, person_id, "moves.planned", now)


def happened(db: Db, viewer: Viewer, person_id: int, day: date, now: datetime) -> None:
    """It happened on this day. Raises NoResultFound where none is planned."""
    one = _open(db, viewer, person_id)
    one.day = day
    match_stays(db, one, now)
    _end(db, viewer, one, End.HAPPENED, now)
    audit.changed(db, viewer, person_id, "moves.happened", now)


def call_off(db: Db, viewer: Viewer, person_id: int, why: str, now: datetime) -> None:
    """They do not move: every stay is as it was before. The young person reads why. Raises
    NoResultFound."""
    one = _open(db, viewer, person_id)
    one.day, one.why_off = None, why
    match_stays(db, one, now)
    _end(db, viewer, one, End.OFF, now)
    tell(db, one.council_id, person_id, NEWS, "move", one.ref, now)
    audit.changed(db, viewer, person_id, "moves.off", now)


def _end(db: Db, viewer: Viewer, one: Move, end: End, now: datetime) -> None:
    """The photos were for the time before: the home on them is somebody's own."""
    one.end, one.ended_by_id, one.ended_at = end.value, viewer.person_id, now
    db.execute(
        delete(HomePhoto)
        .where(HomePhoto.council_id == one.council_id, HomePhoto.move_id == one.id)
        .execution_options(synchronize_session=False)
    )
    db.flush()


def open_move(db: Db, council_id: int, person_id: int) -> Move | None:
    """The one that is planned, held until the commit."""
    query = select(Move).where(
        Move.council_id == council_id, Move.person_id == person_id, Move.ended_at.is_(None)
    )
    return db.scalars(query.with_for_update()).one_or_none()


def _open(db: Db, viewer: Viewer, person_id: int) -> Move:
    found = open_move(db, viewer.council_id, person_id)
    if found is None:
        raise NoResultFound
    return found


# --- photos of the next home ----------------------------------------------------------------------


class TooManyPhotos(Exception):
    """There are as many as a page may have."""


def add_photo(
    db: Db, viewer: Viewer, person_id: int, photo: Picture, words: str, key: str, now: datetime
) -> None:
    """A photo with what is on it; the young person is told of the first. Raises
    NoResultFound where no move is planned, TooManyPhotos, KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("move-photo", str(person_id), words, uploads.print_of(photo))
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    one = _open(db, viewer, person_id)
    there = select(func.count(HomePhoto.id)).where(
        HomePhoto.council_id == one.council_id, HomePhoto.move_id == one.id
    )
    count = db.scalar(there) or 0
    if count >= MOST_PHOTOS:
        raise TooManyPhotos
    width, height = fits(photo.width, photo.height, SMALL)
    row = {
        "id": new_id(), "council_id": one.council_id, "ref": ref, "move_id": one.id,
        "words": words, "data": photo.small, "width": width, "height": height,
        "made_by_id": viewer.person_id, "made_at": now,
    }  # fmt: skip
    add_rows(db, HomePhoto, [row])
    if not count:  # a handful of photos is one thing that is new
        tell(db, one.council_id, person_id, NEWS, "move", one.ref, now)
    audit.changed(db, viewer, person_id, "moves.photo_added", now)


def take_photo_away(db: Db, viewer: Viewer, person_id: int, ref: str, now: datetime) -> None:
    """Raises NoResultFound where it is not there any more."""
    one = db.scalars(
        select(HomePhoto.id)
        .join(Move, Move.id == HomePhoto.move_id)
        .where(HomePhoto.council_id == viewer.council_id, HomePhoto.ref == ref,
               Move.person_id == person_id)
    ).one()  # fmt: skip
    db.execute(
        delete(HomePhoto)
        .where(HomePhoto.council_id == viewer.council_id, HomePhoto.id == one)
        .execution_options(synchronize_session=False)
    )
    audit.changed(db, viewer, person_id, "moves.photo_gone", now)


# --- the stays that end with it -------------------------------------------------------------------


def match_stays(db: Db, one: Move, now: datetime) -> None:
    """The stays of the home they leave (`rules.is_left`) end on the day, the last day with them and
    the last of access together; one whose end was written by an earlier day of this move, and by
    nobody since, goes back first."""
    today = clock.today(now)
    rows = db.execute(
        select(MoveStay, Connection)
        .join(Connection, Connection.id == MoveStay.connection_id)
        .where(MoveStay.move_id == one.id)
        .with_for_update()
    ).all()
    was = Leaving(
        clock.today(one.made_at), [link.starts for _stay, link in rows],
        rows[0].MoveStay.left_on if rows else None,
    )  # fmt: skip
    matched = max((stay.id for stay, _link in rows), default=0)  # keys are in the order of time
    for stay, link in rows:
        if link.left_on == stay.left_on:  # else a file has said something else meanwhile
            placements.goes_back(link, stay.left_before, stay.ends_before)
        db.delete(stay)
    db.flush()
    if one.day is None:
        return
    grace = placements.grace_of(db, one.council_id)
    stays = db.scalars(
        select(Connection)
        .where(
            Connection.council_id == one.council_id,
            Connection.of_id == one.person_id,
            Connection.kind.in_(PLACED_WITH),
            Connection.ends_at.is_(None),
            Connection.starts < one.day,
            # One that ends earlier anyhow ends then: a move makes no stay longer.
            or_(Connection.left_on.is_(None), Connection.left_on > one.day),
            or_(Connection.ends.is_(None), Connection.ends >= one.day),
        )
        .with_for_update()
    ).all()
    for link in stays:
        if not is_left(link.starts, one.day, was, link.id < matched):
            continue
        before = (link.left_on, link.ends)
        placements.leave(link, one.day, grace, today)
        db.add(
            MoveStay(
                id=new_id(), council_id=one.council_id, move_id=one.id, connection_id=link.id,
                left_on=one.day, left_before=before[0], ends_before=before[1],
            )
        )  # fmt: skip
    db.flush()


# --- what is said about it ------------------------------------------------------------------------


def say(
    db: Db, viewer: Viewer, kind: Said, text: str, key: str, now: datetime
) -> str | None:  # fmt: skip
    """The young person asks, fears something, or wants to bring something. An answer is owed to a
    question and a worry. Whether it worried us (`worries`), else None. Raises NoResultFound where
    no move is planned; KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("move-said", kind, text)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    one = _open(db, viewer, viewer.person_id)
    row = MoveSaid(
        id=new_id(), ref=ref, council_id=viewer.council_id, move_id=one.id,
        person_id=viewer.person_id, kind=kind.value, text=text, said_at=now,
    )  # fmt: skip
    db.add(row)
    db.flush()
    owed = owed_rows(db, viewer.council_id, now, viewer.person_id, row.id)
    add_rows(db, Owed, [{"id": new_id(), **r} for r in owed])
    for each in owed:
        tell(db, viewer.council_id, each["debtor_id"], "move_question", SOURCE, ref, now)
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text,
        ("own_page", row.id, ref), now,
    )  # fmt: skip


def answer(
    db: Db, viewer: Viewer, person_id: int, ref: str, text: str, key: str, now: datetime
) -> None:
    """The answer stands beside it, and they are told. A second answer takes the place of the first.
    Raises NoResultFound, KeyReused."""
    content = receipts.fingerprint("move-answer", ref, text)
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    one = db.scalars(
        select(MoveSaid)
        .where(
            MoveSaid.council_id == viewer.council_id, MoveSaid.person_id == person_id,
            MoveSaid.ref == ref,
        )
        .with_for_update()
    ).one()  # fmt: skip
    one.answer, one.answered_by_id, one.answered_at = text, viewer.person_id, now
    db.flush()
    db.execute(
        update(Owed)
        .where(
            Owed.council_id == viewer.council_id, Owed.source_kind == SOURCE,
            Owed.source_id == one.id, Owed.done_at.is_(None),
        )
        .values(done_at=now, next_at=None)
    )  # fmt: skip
    tell(db, viewer.council_id, person_id, NEWS, "move", one.ref, now)
    audit.changed(db, viewer, person_id, "moves.answered", now)


# --- days of grace --------------------------------------------------------------------------------


def set_grace(db: Db, viewer: Viewer, days: int, now: datetime) -> None:
    """For stays whose end is written down from now on."""
    db.execute(update(Council).where(Council.id == viewer.council_id).values(grace_days=days))
    audit.changed(db, viewer, viewer.council_id, "moves.grace", now)
