"""The yearly return of reviews, made from what is there when it is asked for."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock, receipts
from portal.core.access import Role, Viewer
from portal.core.appointments import State
from portal.core.db import Db, Query, add_rows
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell, tell_each
from portal.people.oversight import oversees
from portal.people.reach import shown_name
from portal.people.rules import PersonKind
from portal.people.tables import Account, Membership, Person
from portal.reviews.desk import policy, rules
from portal.reviews.desk.rules import Held, Return
from portal.reviews.desk.tables import ReviewReturn
from portal.reviews.tables import Review

FILE = "reviews.csv"


def whole(db: Db, council_id: int, year: int) -> Return:
    """Of a whole council, for whoever runs the server. One statement."""
    return _make(db, year, _held(council_id, year))


def reached(db: Db, viewer: Viewer, year: int, now: datetime) -> Return:
    """Of the young people whom the viewer reaches. One statement."""
    whose = policy.works_on(viewer, Person.id, now)
    return _make(db, year, _held(viewer.council_id, year, whose))


def _held(council_id: int, year: int, *which: ColumnElement[bool]) -> Query:
    first, last = rules.return_year(year)
    return (
        select(Person.code, Person.born, Review.wall, Review.code, Review.ref)
        .join(Person, Person.id == Review.person_id)
        .where(
            Review.council_id == council_id,
            Review.kind == "care",
            Review.state == State.DONE.value,
            Review.wall >= datetime.combine(first, time()),
            Review.wall < datetime.combine(last + timedelta(days=1), time()),
            Person.kind == PersonKind.YOUNG,
            *which,
        )
        .order_by(Review.wall, Review.id)
    )


def _make(db: Db, year: int, query: Query) -> Return:
    rows = db.execute(query)
    return rules.make_return(
        year, (Held(code, born, wall.date(), pn, ref) for code, born, wall, pn, ref in rows)
    )


def as_csv(found: Return) -> bytes:
    """The file, in the published form: exactly its columns, UTF-8, one line a review."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rules.COLUMNS)
    writer.writerows(rules.cells(one) for one in found.rows)
    return out.getvalue().encode()


def write(folder: Path, data: bytes) -> Path:
    """Put the file into the folder, whole or not at all, readable by its owner alone. Raises
    OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".csv")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return Path(name).replace(folder / FILE)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def note(db: Db, council_id: int, what: str, now: datetime) -> None:
    """The command was run: in the council's own chain, as of nobody who is signed in."""
    audit.append(
        db.connection(),
        audit.Note(council_id, None, 0, 0, "command", audit.LISTED, what, now),
    )


# --- the page: a manager asks, a second person agrees -------------------------------------------

GOOD_FOR = timedelta(days=7)
SHOWN = timedelta(days=60)
ASKED, AGREED, THING = "return_asked", "return_agreed", "return"
_asker = aliased(Person, name="asker")
_agreer = aliased(Person, name="agreer")


class NotYours(Exception):
    """It takes a second person."""


class ChangedMeanwhile(Exception):
    """It was agreed to, or is too old, since the page was drawn."""


@dataclass(frozen=True)
class Ask:
    """Somebody asked for the file of a year. mine: the viewer did. good_until: None before a second
    person agreed."""

    ref: str
    year: int
    by: str
    on: date
    mine: bool
    agreed_by: str
    good_until: date | None
    taken_on: date | None

    def open(self, today: date) -> bool:
        return self.good_until is not None and today <= self.good_until


@dataclass(frozen=True)
class ReturnsPage:
    """found: of the year that is shown, of those whom the viewer reaches; None for the lead."""

    year: int
    years: tuple[int, ...]
    found: Return | None
    asks: tuple[Ask, ...]
    today: date


def returns_page(db: Db, viewer: Viewer, year: int | None, now: datetime) -> ReturnsPage:
    """Two statements. Raises NoResultFound for who has no business with it; ValueError for a year
    of no meaning."""
    if not oversees(viewer):
        raise NoResultFound
    audit.listed(viewer, now)
    today = clock.today(now)
    this = rules.year_of(today)
    years = (this, this - 1, this - 2)
    shown = year if year is not None else this
    if shown not in years:
        raise ValueError(shown)
    found = reached(db, viewer, shown, now) if viewer.role is Role.MANAGER else None
    return ReturnsPage(shown, years, found, _asks(db, viewer, now), today)


def _asks(db: Db, viewer: Viewer, now: datetime) -> tuple[Ask, ...]:
    rows = db.execute(
        select(
            ReviewReturn, _asker.known_as, _asker.code, _agreer.known_as.label("agreer"),
            _agreer.code.label("agreer_code"),
        )
        .join(_asker, _asker.id == ReviewReturn.asked_by_id)
        .outerjoin(_agreer, _agreer.id == ReviewReturn.agreed_by_id)
        .where(
            ReviewReturn.council_id == viewer.council_id, ReviewReturn.asked_at >= now - SHOWN
        )
        .order_by(ReviewReturn.id.desc())
        .limit(20)
    )  # fmt: skip
    return tuple(
        Ask(
            ask.ref, ask.year, shown_name(known_as, code), clock.today(ask.asked_at),
            ask.asked_by_id == viewer.person_id, shown_name(agreer or "", agreer_code or ""),
            clock.today(ask.agreed_at + GOOD_FOR) if ask.agreed_at else None,
            clock.today(ask.taken_at) if ask.taken_at else None,
        )
        for ask, known_as, code, agreer, agreer_code in rows
    )  # fmt: skip


def ask(db: Db, viewer: Viewer, year: int, key: str, now: datetime) -> None:
    """A manager would like the file; others who oversee are told. Raises NoResultFound, KeyReused,
    ValueError."""
    if viewer.role is not Role.MANAGER:
        raise NoResultFound
    rules.return_year(year)
    ref = new_ref()
    mark = receipts.fingerprint("return", str(year))
    if receipts.first_time(db, viewer.account_id, key, mark, ref, now) is not None:
        return
    add_rows(db, ReviewReturn, [{
        "id": new_id(), "ref": ref, "council_id": viewer.council_id, "year": year,
        "asked_by_id": viewer.person_id, "asked_at": now, "agreed_by_id": None, "agreed_at": None,
        "taken_at": None,
    }])  # fmt: skip
    others = [id for id in _who_oversees(db, viewer.council_id, now) if id != viewer.person_id]
    tell_each(db, viewer.council_id, others, ASKED, THING, now, ref)


def _who_oversees(db: Db, council_id: int, now: datetime) -> Sequence[int]:
    today = clock.today(now)
    return db.scalars(
        select(Membership.person_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.council_id == council_id,
            or_(Membership.role == Role.MANAGER.value, Membership.is_lead),
            Membership.starts <= today,
            or_(Membership.ends.is_(None), Membership.ends >= today),
            Account.state == "open",
        )
    ).all()


def _one(db: Db, viewer: Viewer, ref: str) -> ReviewReturn:
    if not oversees(viewer):
        raise NoResultFound
    return db.scalars(
        select(ReviewReturn)
        .where(ReviewReturn.council_id == viewer.council_id, ReviewReturn.ref == ref)
        .with_for_update()
    ).one()


def agree(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """The second person. Raises NoResultFound, NotYours, ChangedMeanwhile."""
    one = _one(db, viewer, ref)
    if one.asked_by_id == viewer.person_id:
        raise NotYours
    if one.agreed_by_id == viewer.person_id:
        return
    if one.agreed_at is not None or now - one.asked_at > SHOWN:
        raise ChangedMeanwhile
    one.agreed_by_id, one.agreed_at = viewer.person_id, now
    db.flush()
    tell(db, viewer.council_id, one.asked_by_id, AGREED, THING, ref, now)


def take(db: Db, viewer: Viewer, ref: str, now: datetime) -> bytes:
    """The file, for whoever asked for it. Raises NoResultFound, ChangedMeanwhile."""
    one = _one(db, viewer, ref)
    if one.asked_by_id != viewer.person_id:
        raise NoResultFound
    if one.agreed_at is None or clock.today(now) > clock.today(one.agreed_at + GOOD_FOR):
        raise ChangedMeanwhile
    one.taken_at = now
    db.flush()
    audit.listed(viewer, now)
    return as_csv(reached(db, viewer, one.year, now))
