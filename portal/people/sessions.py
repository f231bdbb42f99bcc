"""Signed-in browsers: how long they last, how one is found, begun and ended.

Lifetimes follow what is at stake on each kind of device: a shared phone is handed on after
minutes, a person's own phone is not asked every morning, a council desk ends with the day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_login import UserMixin
from sqlalchemy import ColumnElement, delete, not_, or_, select, update
from sqlalchemy.engine import Connection as DbConnection

from portal.core import clock, ledger, sessions
from portal.core.access import DEMO, Band, Device, Role, Viewer, band_for
from portal.core.db import Db, Query, built_once, enter_by_session
from portal.core.ids import new_id
from portal.people.rules import age_on
from portal.people.stops import stopped
from portal.people.tables import Account, Council, Membership, Person, SignInSession

TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Lifetime:
    idle: timedelta
    whole: timedelta
    cookie_days: int | None


LIFETIMES = {
    Device.SHARED: Lifetime(timedelta(minutes=15), timedelta(hours=2), None),
    Device.OWN: Lifetime(timedelta(days=30), timedelta(days=30), 30),
    Device.STAFF: Lifetime(timedelta(minutes=30), timedelta(hours=10), None),
}


class SignedIn(UserMixin):  # type: ignore[misc]
    """The viewer, in the shape Flask-Login wants."""

    def __init__(self, viewer: Viewer, token_hash: str) -> None:
        self.viewer = viewer
        self.id = token_hash


def find(db: Db, token_hash: str, now: datetime) -> SignedIn | None:
    """Who holds this session: one query. None when it has ended or lain too long."""
    day = clock.today(now)
    enter_by_session(db, token_hash)
    row = db.execute(*_held(token_hash, day)).first()
    if row is None:
        return None
    device, idle = Device(row.device), now - row.seen_at
    if not still_open(device, row.seen_at, row.ends_at, now):
        return None
    # Made-up people have nothing to unlock with.
    asked = device is Device.OWN and row.strength != DEMO
    locked = asked and idle >= timedelta(minutes=row.relock_minutes)
    if idle >= TOUCH_EVERY and not locked:
        session_id = row.id
        ledger.when_idle(lambda connection: _touch(connection, session_id, now))
    viewer = Viewer(
        account_id=row.account_id,
        session_id=row.id,
        council_id=row.council_id,
        person_id=row.person_id,
        role=Role(row.role),
        strength=row.strength,
        device=device,
        band=_band(row.band, row.born, day),
        age=age_on(row.born, day) if row.born else None,
        chosen_band=row.band,
        known_as=row.known_as,
        language=row.chosen_language or row.language,
        theme=row.theme,
        look=row.look,
        product=row.product,
        night_phone=row.night_phone,
        is_lead=row.is_lead,
        locked=locked,
        proved_at=row.proved_at or row.started_at,
        told_privacy=row.told_privacy_at is not None,
    )
    return SignedIn(viewer, token_hash)


def still_open(device: Device, seen_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether such a session opens anything at this moment (a locked one does, once unlocked)."""
    return now < ends_at and now - seen_at <= LIFETIMES[device].idle


@built_once
def _held(token_hash: str, day: date) -> Query:
    return (
        select(
            SignInSession.id,
            SignInSession.device,
            SignInSession.strength,
            SignInSession.seen_at,
            SignInSession.ends_at,
            SignInSession.proved_at,
            SignInSession.started_at,
            Account.id.label("account_id"),
            Account.language.label("chosen_language"),
            Account.theme,
            Account.look,
            Account.band,
            Account.relock_minutes,
            Account.told_privacy_at,
            Membership.role,
            Membership.is_lead,
            Membership.person_id,
            Membership.council_id,
            Person.known_as,
            Person.born,
            Person.language,
            Council.product,
            Council.night_phone,
        )
        .join(Account, Account.id == SignInSession.account_id)
        .join(
            Membership,
            (Membership.account_id == Account.id)
            & (Membership.council_id == SignInSession.council_id),
        )
        .join(Person, Person.id == Membership.person_id)
        .join(Council, Council.id == Membership.council_id)
        .where(
            SignInSession.token_hash == token_hash,
            Account.state == "open",
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            # Their account is sealed then; and nothing that came to it in another way opens it.
            not_(stopped(Membership.person_id)),
        )
    )


def begin(
    db: Db,
    account_id: int,
    council_id: int,
    role: Role,
    device: Device,
    strength: str,
    now: datetime,
    place: str = "",
    provider_sid: str | None = None,
    at_most: timedelta | None = None,
) -> tuple[str, int | None]:
    """A new session row; returns the cookie's value and how many days the browser keeps it.

    Staff always get the staff lifetime, whatever they chose. place: `core.browsers.words_for`.
    at_most: ends after this long, where it would last longer.
    """
    if role not in (Role.YOUNG, Role.CARER):
        device = Device.STAFF
    life = LIFETIMES[device]
    token = sessions.member_token()
    db.add(
        SignInSession(
            id=new_id(),
            token_hash=sessions.hashed(token),
            account_id=account_id,
            council_id=council_id,
            device=device.value,
            strength=strength,
            place=place,
            provider_sid=provider_sid,
            proved_at=now,
            started_at=now,
            seen_at=now,
            ends_at=now + min(life.whole, at_most or life.whole),
        )
    )
    return token, life.cookie_days


def renew(db: Db, token: str, strength: str, now: datetime) -> tuple[str, int | None] | None:
    """The session of this cookie's value under a new one; the value before is dead. How long it
    lasts stays as it was. None when it has ended meanwhile.

    For whoever has just shown that it is them, or whose passphrase or rights have changed.
    """
    fresh = sessions.member_token()
    kept = db.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == sessions.hashed(token))
        .values(token_hash=sessions.hashed(fresh), strength=strength, proved_at=now, seen_at=now)
        .returning(SignInSession.device)
    ).first()
    return (fresh, LIFETIMES[Device(kept.device)].cookie_days) if kept else None


Ended = Callable[[Db, Collection[tuple[int, int]]], None]
_told: list[Ended] = []


def when_ended(told: Ended) -> Ended:
    """A room that keeps something for a session takes it away in the commit in which the session
    ends. It is given pairs of the session's key and its council's."""
    if told not in _told:
        _told.append(told)
    return told


def end_where(db: Db, *which: ColumnElement[bool]) -> int:
    """End these sessions: the one place where any ends before its time. How many there were."""
    rows = db.execute(
        delete(SignInSession).where(*which).returning(SignInSession.id, SignInSession.council_id)
    ).all()
    gone = [(row.id, row.council_id) for row in rows]
    if gone:
        for told in _told:
            told(db, gone)
    return len(gone)


def end(db: Db, session_id: int) -> None:
    end_where(db, SignInSession.id == session_id)


def end_all(db: Db, account_id: int, but: int | None = None) -> None:
    """End every session of an account, or all but one: nothing that was open stays open."""
    others = [] if but is None else [SignInSession.id != but]
    end_where(db, SignInSession.account_id == account_id, *others)


def end_by_cookie(db: Db, token: str) -> None:
    """End the session of this cookie's value, whoever's it is, still good or long over. A
    visitor's value names none."""
    end_where(db, SignInSession.token_hash == sessions.hashed(token))


def _touch(connection: DbConnection, session_id: int, now: datetime) -> None:
    connection.execute(
        update(SignInSession).where(SignInSession.id == session_id).values(seen_at=now)
    )


def _band(chosen: str, born: date | None, day: date) -> Band:
    return Band(chosen) if chosen else band_for(age_on(born, day) if born else None)
