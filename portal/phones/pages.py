"""Where somebody is signed in, and how they can show that it is them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core import marks
from portal.core.access import Device, Viewer
from portal.core.db import Db
from portal.people.sessions import still_open
from portal.people.tables import Account, SignInSession

MOST = 50


@dataclass(frozen=True)
class ProvePage:
    """With what somebody can show that it is them: words, and perhaps a passkey."""

    words: bool
    keys: bool
    username: str


def prove_page(db: Db, viewer: Viewer) -> ProvePage:
    ways = select(Account.passphrase, Account.handle, Account.username)
    row = db.execute(ways.where(Account.id == viewer.account_id)).one()
    return ProvePage(row.passphrase is not None, row.handle is not None, row.username or "")


@dataclass(frozen=True)
class Place:
    """One browser. code: names it in a form, for its owner only."""

    code: str
    place: str
    device: Device
    since: datetime
    used: datetime
    here: bool


@dataclass(frozen=True)
class PlacesPage:
    places: tuple[Place, ...]
    relock_minutes: int

    @property
    def others(self) -> int:
        return sum(not place.here for place in self.places)


def places_page(db: Db, viewer: Viewer, now: datetime) -> PlacesPage:
    """This browser first, then the one used last."""
    rows = db.execute(
        select(
            SignInSession.id,
            SignInSession.place,
            SignInSession.device,
            SignInSession.started_at,
            SignInSession.seen_at,
            SignInSession.ends_at,
            Account.relock_minutes,
        )
        .join(Account, Account.id == SignInSession.account_id)
        .where(SignInSession.account_id == viewer.account_id)
        .order_by(
            SignInSession.id != viewer.session_id,
            SignInSession.seen_at.desc(),
            SignInSession.id.desc(),
        )
        .limit(MOST)
    ).all()
    places = tuple(
        Place(
            code_of(viewer, row.id),
            row.place,
            Device(row.device),
            row.started_at,
            row.seen_at,
            row.id == viewer.session_id,
        )
        for row in rows
        if still_open(Device(row.device), row.seen_at, row.ends_at, now)
    )
    return PlacesPage(places, rows[0].relock_minutes)


def code_of(viewer: Viewer, session_id: int) -> str:
    """A session's key is never shown; this stands for it, and nobody else can make it."""
    return marks.mark("place", viewer.account_id, session_id)


def session_of(db: Db, viewer: Viewer, code: str) -> int | None:
    """Which of the viewer's own sessions this code names."""
    mine = select(SignInSession.id).where(SignInSession.account_id == viewer.account_id)
    return next(
        (one for one in db.scalars(mine) if marks.fits(code, "place", viewer.account_id, one)), None
    )
