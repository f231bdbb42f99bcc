"""Doors: who may come in by which route, what kind of data leaves by it, how it may be kept.

Every route says so with `door(...)`; one that does not stops the application from starting.
The door decides by role and answers 403. Whether this person may see this record is the room's
question (`portal.people.reach`) and its "no" is the same 404 as "there is no such thing".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user

PROOF_LASTS = timedelta(minutes=5)
DEMO = "demo"  # the strength of the one-tap sign-in, which only a made-up council has


class Role(StrEnum):
    """What somebody is to a council. A young person in care and a care leaver share one."""

    YOUNG = "young"
    CARER = "carer"
    WORKER = "worker"  # social worker or personal adviser
    IRO = "iro"  # reviewing officer
    ADVOCATE = "advocate"  # not the council's; reaches nothing here
    DUTY = "duty"
    MANAGER = "manager"
    EDITOR = "editor"
    ADMIN = "admin"


PUBLIC: frozenset[Role] = frozenset()
EVERYBODY = frozenset(Role)
YOUNG = frozenset({Role.YOUNG})
CARERS = frozenset({Role.CARER})
CASE_STAFF = frozenset({Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER})
STAFF = CASE_STAFF | {Role.EDITOR, Role.ADMIN}
SUPPORTERS = CASE_STAFF | CARERS


class Data(StrEnum):
    """What may leave by a route: nothing personal, personal, or what no device may ever keep."""

    PUBLIC = "public"
    PERSONAL = "personal"
    NEVER = "never"


class Cache(StrEnum):
    """How an answer may be kept: in the phone's public shell, as a public page, or not at all."""

    SHELL = "shell"
    PUBLIC = "public"
    NO_STORE = "no-store"


class Records(StrEnum):
    """Whose record a page shows: nobody's, the viewer's own, one person's, or a list of them.

    A supporter's page of PERSON or LIST kind that leaves no audit note is refused by the frame.
    """

    NONE = "none"
    OWN = "own"
    PERSON = "person"
    LIST = "list"


class Device(StrEnum):
    """How the phone is used, in the words people choose at sign-in."""

    SHARED = "shared"
    OWN = "own"
    STAFF = "staff"


class Band(StrEnum):
    """Ages of words: 8-11, 12-15, 16 and over."""

    CHILD = "child"
    TEEN = "teen"
    ADULT = "adult"


def band_for(age: int | None) -> Band:
    """The words for this age; the oldest where no birth date is known."""
    if age is None or age >= 16:
        return Band.ADULT
    return Band.TEEN if age >= 12 else Band.CHILD


@dataclass(frozen=True)
class Viewer:
    """Who is asking, loaded once at the door. Never holds lists of people."""

    account_id: int
    session_id: int
    council_id: int
    person_id: int
    role: Role
    strength: str  # "passphrase", "passkey", "provider" or "demo"
    device: Device
    band: Band
    age: int | None  # in whole years, where a birth date is known
    chosen_band: str  # "" when the words go by age
    known_as: str
    language: str
    theme: str
    look: str
    product: str
    night_phone: str
    is_lead: bool  # the council's named safeguarding lead
    locked: bool  # left alone too long on their own phone: asked to show that it is them
    proved_at: datetime  # when they last did
    told_privacy: bool  # they have read who holds what about them, and why

    @property
    def is_young(self) -> bool:
        return self.role is Role.YOUNG

    def proved(self, now: datetime) -> bool:
        """Whether they showed that it is them a short while ago: for what must not be done by
        somebody who has only picked the phone up. Made-up people have nothing to show."""
        return self.strength == DEMO or now - self.proved_at <= PROOF_LASTS


@dataclass(frozen=True)
class Door:
    audience: frozenset[Role]
    data: Data
    cache: Cache
    records: Records
    same_origin_only: bool = False  # quick exit works with a stale token
    signed: bool = False  # sent by another server, which shows by a signature who it is
    largest: int = 0  # bytes that whoever has business here may send; 0: as everywhere
    microphone: bool = False  # the page may record, if the person lets it
    file: bool = False  # gives out what somebody sent us: to be kept, never to be run
    frames: bool = False  # shows pages of ours within it
    framed: bool = False  # is such a page: without a form, a script or anybody's record
    bare: bool = False  # read by whoever has nothing to do with us: an error leads nowhere either


View = TypeVar("View", bound=Callable[..., object])


def door(
    audience: frozenset[Role],
    *,
    data: Data,
    cache: Cache,
    records: Records = Records.NONE,
    same_origin_only: bool = False,
    signed: bool = False,
    largest: int = 0,
    microphone: bool = False,
    file: bool = False,
    frames: bool = False,
    framed: bool = False,
    bare: bool = False,
) -> Callable[[View], View]:
    """Declare a route. Put it below `@bp.route`."""
    if data is not Data.PUBLIC and cache is not Cache.NO_STORE:
        raise ValueError("personal data may not be cached")
    if data is Data.PUBLIC and records is not Records.NONE:
        raise ValueError("a page with somebody's record is not public")
    if framed and records is not Records.NONE:
        raise ValueError("nobody's record is shown within another page")

    def mark(view: View) -> View:
        view.__door__ = Door(  # type: ignore[attr-defined]
            audience,
            data,
            cache,
            records,
            same_origin_only,
            signed,
            largest,
            microphone,
            file,
            frames,
            framed,
            bare,
        )
        return view

    return mark


def door_of(app: Flask, endpoint: str | None) -> Door | None:
    view = app.view_functions.get(endpoint or "")
    return getattr(view, "__door__", None)


class UnmarkedRoute(RuntimeError):
    """A route without a door: a mistake in our code, so the application does not start."""


def require_doors(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if door_of(app, rule.endpoint) is None:
            raise UnmarkedRoute(f"{rule.endpoint} ({rule.rule}) declares no door")


def holder() -> Viewer | None:
    """Whose session this browser holds, locked or not: for the pages that unlock and sign out."""
    found: Viewer | None = getattr(current_user, "viewer", None)
    return found


def viewer_or_none() -> Viewer | None:
    """The person asking, or None when nobody is signed in. A locked phone is nobody's."""
    found = holder()
    return None if found is not None and found.locked else found


def viewer() -> Viewer:
    """The person asking, on a route that only signed-in people reach."""
    found = viewer_or_none()
    if found is None:
        abort(401)
    return found


def this_door() -> Door | None:
    return door_of(current_app, request.endpoint)


def let_more_in() -> None:
    """At a door that takes pictures and voices, from those who have business there: more bytes
    than elsewhere. Before anything reads what was sent."""
    mark = this_door()
    if mark is None or not mark.largest or request.method in ("GET", "HEAD", "OPTIONS"):
        return
    found = viewer_or_none()
    if found is not None and found.role in mark.audience:
        request.max_content_length = mark.largest


def knock() -> None:
    """Before each request: turn away who has no business at this door."""
    mark = this_door()
    if mark is None or not mark.audience:
        return
    found = viewer_or_none()
    if found is None:
        abort(401 if holder() is None else 423)  # 423: theirs, and locked
    if found.role not in mark.audience:
        abort(403)
