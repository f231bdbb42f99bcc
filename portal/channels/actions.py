"""Writes: ways to be told, what by which, nicknames; and what could not be delivered."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import Update, delete, func, or_, select, update

from portal.channels import codes, policy, rules
from portal.channels.rules import CODE, MOST_WAYS, Channel, Topic
from portal.channels.tables import Choice, Delivery, Nickname, OwnWay, PushWay, Quiet
from portal.core import audit, db, ledger
from portal.core.access import Device, Viewer
from portal.core.db import Database, Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import send_later, tell
from portal.people.sessions import when_ended
from portal.people.tables import SignInSession

DAY = timedelta(days=1)


class NotHere(Exception):
    """A phone that others use."""


class NotGood(Exception):
    """An endpoint that is never asked, or keys that are none."""


class Full(Exception):
    """As many as there may be."""


class TooMany(Exception):
    """So many codes were sent or tried already."""


# --- phones --------------------------------------------------------------------------------


def add_push(db: Db, viewer: Viewer, endpoint: str, p256dh: str, auth: str, now: datetime) -> None:
    """This browser is told from here on. Whoever was told on it before is not any more.

    Raises NotHere, NotGood, Full.
    """
    if viewer.device is Device.SHARED:
        raise NotHere
    if rules.endpoint_host(endpoint) is None or not _good_keys(p256dh, auth):
        raise NotGood
    hashed = hashlib.sha256(endpoint.encode()).hexdigest()
    same = or_(PushWay.endpoint_hash == hashed, PushWay.session_id == viewer.session_id)
    db.execute(delete(PushWay).where(PushWay.council_id == viewer.council_id, same))
    if _ways(db, viewer, now) >= MOST_WAYS:
        raise Full
    db.add(
        PushWay(
            id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id,
            account_id=viewer.account_id, session_id=viewer.session_id, endpoint=endpoint,
            endpoint_hash=hashed, p256dh=p256dh, auth=auth, made_at=now,
        )
    )  # fmt: skip


def _ways(db: Db, viewer: Viewer, now: datetime) -> int:
    alive = (
        select(func.count())
        .select_from(PushWay)
        .join(SignInSession, SignInSession.id == PushWay.session_id)
        .where(
            PushWay.council_id == viewer.council_id,
            PushWay.account_id == viewer.account_id,
            SignInSession.ends_at > now,
        )
    )
    return db.scalar(alive) or 0


def _good_keys(p256dh: str, auth: str) -> bool:
    """A point on the curve, and 16 bytes."""
    try:
        point, secret = _raw(p256dh), _raw(auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return len(point) == 65 and len(secret) == 16


def _raw(text: str) -> bytes:
    if len(text) > 100 or not text.isascii():
        raise ValueError
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)


def stop_push(db: Db, viewer: Viewer, way_id: int) -> None:
    db.execute(
        delete(PushWay).where(
            PushWay.id == way_id,
            PushWay.council_id == viewer.council_id,
            PushWay.account_id == viewer.account_id,
        )
    )


@when_ended
def forget_ways(handle: Db, ended: Collection[tuple[int, int]]) -> None:
    """A browser that is signed out is told nothing more. Signing out knows no council yet."""
    for council_id in sorted({council_id for _session, council_id in ended}):
        those = {session_id for session_id, of in ended if of == council_id}
        with db.among(handle, council_id):
            handle.execute(
                delete(PushWay).where(
                    PushWay.council_id == council_id, PushWay.session_id.in_(those)
                )
            )


# --- what, by which, when ---------------------------------------------------------------------


def choose(
    db: Db,
    viewer: Viewer,
    chosen: Mapping[tuple[Topic, Channel], bool],
    quiet: tuple[int, int],
    remind_hours: int,
) -> None:
    for (topic, channel), wanted in chosen.items():
        put = insert_or(db, Choice).values(
            id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id,
            topic=topic.value, channel=channel.value, wanted=wanted,
        )  # fmt: skip
        db.execute(
            put.on_conflict_do_update(
                index_elements=[Choice.person_id, Choice.topic, Choice.channel],
                set_={"wanted": put.excluded.wanted},
            )
        )
    row = {"starts": quiet[0], "ends": quiet[1], "remind_hours": remind_hours}
    put = insert_or(db, Quiet).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id, **row
    )
    db.execute(put.on_conflict_do_update(index_elements=[Quiet.person_id], set_=row))


# --- one's own address or number ---------------------------------------------------------------


def may_send_code(database: Database, viewer: Viewer, value: str, now: datetime) -> None:
    """Counted by account and by where it goes, so that nobody can be pestered with codes. Raises
    TooMany."""
    counted = ledger.count_each(
        database, [f"own way of {viewer.account_id}", f"own way to {value}"], DAY, now
    )
    if any(one.count > rules.CODES_A_DAY for one in counted.values()):
        raise TooMany


def add_own(db: Db, viewer: Viewer, channel: Channel, value: str, now: datetime) -> None:
    """In the place of one there was before; a code is on its way there."""
    seed = new_ref()
    row = {
        "value": value, "code_seed": seed, "code_ends_at": now + rules.CODE_LASTS,
        "proved_at": None, "failed_at": None, "made_at": now,
    }  # fmt: skip
    put = insert_or(db, OwnWay).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id,
        kind=channel.value, **row,
    )  # fmt: skip
    db.execute(put.on_conflict_do_update(index_elements=[OwnWay.person_id, OwnWay.kind], set_=row))
    send_later(db, viewer.council_id, viewer.person_id, CODE, seed, now)


def may_try_code(database: Database, way: OwnWay, now: datetime) -> None:
    """Raises TooMany after five tries of the same code."""
    tried = ledger.count(database, f"own way code {way.code_seed}", rules.CODE_LASTS, now)
    if tried > rules.MOST_TRIES:
        raise TooMany


def prove(
    db: Db, viewer: Viewer, way: OwnWay, typed: str, keys: tuple[str, ...], now: datetime
) -> bool:
    """Whether that was the code; from then on it is used."""
    if not codes.fits(keys, way.code_seed, typed):
        return False
    db.execute(
        update(OwnWay)
        .where(OwnWay.id == way.id, OwnWay.person_id == viewer.person_id)
        .values(proved_at=now, code_seed="", code_ends_at=None)
    )
    tell(
        db, viewer.council_id, viewer.person_id, "own_way_added", "own_way", way.kind, now
    )  # fmt: skip
    return True


def take_away(db: Db, viewer: Viewer, channel: Channel) -> None:
    db.execute(
        delete(OwnWay).where(
            OwnWay.council_id == viewer.council_id,
            OwnWay.person_id == viewer.person_id,
            OwnWay.kind == channel.value,
        )
    )


# --- nicknames -----------------------------------------------------------------------------


def call(db: Db, viewer: Viewer, words: Mapping[int, str]) -> None:
    """words: a child's key, and the nickname; "" for none. The mark is new with each word."""
    mine = Nickname.person_id == viewer.person_id
    known = {row.of_id: row.word for row in db.scalars(select(Nickname).where(mine))}
    for of_id, word in words.items():
        if known.get(of_id, "") == word:
            continue
        db.execute(delete(Nickname).where(mine, Nickname.of_id == of_id))
        if word:
            db.add(
                Nickname(
                    id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id,
                    of_id=of_id, word=word, mark=new_ref()[:8],
                )
            )  # fmt: skip


# --- what could not be delivered ---------------------------------------------------------------


def again(db: Db, viewer: Viewer, person_id: int, channel: Channel, now: datetime) -> None:
    """The newest is sent again; one is enough, as the words are the same."""
    ids = _dead(db, viewer, person_id, channel)
    if ids:
        newest = max(ids)
        db.execute(_set([one for one in ids if one != newest], state="dropped"))
        db.execute(_set([newest], state="waiting", attempts=0, next_at=now, done_at=None))
        audit.changed(db, viewer, person_id, "channels.again", now)


def let_go(db: Db, viewer: Viewer, person_id: int, channel: Channel, now: datetime) -> None:
    ids = _dead(db, viewer, person_id, channel)
    if ids:
        db.execute(_set(ids, state="dropped"))
        audit.changed(db, viewer, person_id, "channels.let_go", now)


def _dead(db: Db, viewer: Viewer, person_id: int, channel: Channel) -> Sequence[int]:
    those = policy.undelivered(viewer).where(
        Delivery.person_id == person_id, Delivery.channel == channel.value
    )
    return db.scalars(those.with_only_columns(Delivery.id)).all()


def _set(ids: Collection[int], **values: object) -> Update:
    return (
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
