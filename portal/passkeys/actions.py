"""Writes: a key added, taken away, used."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import db as house
from portal.core import ledger
from portal.core.access import CARERS, DEMO, YOUNG, Role, Viewer
from portal.core.db import Db
from portal.core.ids import new_ref
from portal.notifications.actions import tell
from portal.passkeys import ceremonies, rules
from portal.passkeys.ceremonies import Made, NotGood
from portal.passkeys.rules import MOST_KEYS, Purpose
from portal.passkeys.tables import Passkey
from portal.people.actions import Known, kept_passphrase, may_sign_in
from portal.people.tables import Account, Membership

KEY_ROLES = YOUNG | CARERS  # staff sign in at their council's own service


class KnownAlready(Exception):
    """This very key is kept already."""


class Full(Exception):
    """As many keys as one account may have."""


class OnlyWayIn(Exception):
    """Without this key its owner could not get in again."""


def handle_of(db: Db, account_id: int) -> tuple[str, str]:
    """What the phone calls this account (random, made at first use), and its user name."""
    db.execute(
        update(Account)
        .where(Account.id == account_id, Account.handle.is_(None))
        .values(handle=new_ref())
    )
    row = db.execute(select(Account.handle, Account.username).where(Account.id == account_id)).one()
    return row.handle, row.username or ""


def add(db: Db, viewer: Viewer, made: Made, name: str, place: str, now: datetime) -> None:
    """Raises KnownAlready, Full."""
    db.execute(select(Account.id).where(Account.id == viewer.account_id).with_for_update())
    mine = select(func.count()).where(Passkey.account_id == viewer.account_id)
    if db.execute(mine).scalar_one() >= MOST_KEYS:
        raise Full
    key = Passkey(
        account_id=viewer.account_id,
        ref=new_ref(),
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        transports=made.transports,
        name=name,
        place=place,
        prf=made.prf,
        added_at=now,
    )
    db.add(key)
    try:
        db.flush()
    except IntegrityError as there:
        raise KnownAlready from there
    tell(db, viewer.council_id, viewer.person_id, "key_added", "passkey", key.ref, now)


def remove(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Raises NoResultFound (shown as 404) if it is not theirs, OnlyWayIn."""
    # Two at once would each believe that the other stays.
    db.execute(select(Account.id).where(Account.id == viewer.account_id).with_for_update())
    mine = Passkey.account_id == viewer.account_id
    key_id = db.execute(select(Passkey.id).where(mine, Passkey.ref == ref)).scalar_one()
    if viewer.strength != DEMO and kept_passphrase(db, viewer.account_id) is None:
        others = select(func.count()).where(mine, Passkey.id != key_id)
        if not db.execute(others).scalar_one():
            raise OnlyWayIn
    db.execute(delete(Passkey).where(Passkey.id == key_id))
    tell(db, viewer.council_id, viewer.person_id, "key_removed", "passkey", ref, now)


@dataclass(frozen=True)
class Shown:
    """A key that has just been used rightly, and whose it is."""

    key_id: int
    before: int
    count: int
    known: Known


def check(db: Db, said: object, purpose: Purpose, owner: Viewer | None, now: datetime) -> Shown:
    """Whose key this is, if its answer is good. owner: whose it must be, where that is known.

    Writes only in the ledger: what is to be kept of it is `use`. Raises NotGood.
    """
    named = ceremonies.used(said)
    challenge = ceremonies.spend(said, purpose, now)
    row = db.execute(
        may_sign_in(now)
        .join(Passkey, Passkey.account_id == Account.id)
        .add_columns(
            Account.handle,
            Membership.person_id,
            Passkey.id.label("key_id"),
            Passkey.ref,
            Passkey.public_key,
            Passkey.sign_count,
        )
        .where(
            Passkey.credential == named.credential,
            Membership.role.in_(KEY_ROLES),
            *([Membership.council_id == owner.council_id] if owner else []),
        )
        .order_by(Membership.id)
        .limit(1)
    ).first()
    if row is None or (owner is not None and row.id != owner.account_id):
        raise NotGood
    # At sign-in the phone itself has to say whose key it is; elsewhere it may leave that out.
    if row.handle != named.handle and (named.handle or owner is None):
        raise NotGood
    count = ceremonies.count_of(said, challenge, row.public_key)
    if rules.went_back(row.sign_count, count):
        _note_copy(row.council_id, row.person_id, row.ref, now)
        raise NotGood
    known = Known(row.id, row.council_id, Role(row.role), row.passphrase)
    return Shown(row.key_id, row.sign_count, count, known)


def use(db: Db, shown: Shown, now: datetime) -> None:
    """Keep the key's count and when it was used. Raises NotGood if somebody else was quicker."""
    done = db.execute(
        update(Passkey)
        .where(Passkey.id == shown.key_id, Passkey.sign_count == shown.before)
        .values(sign_count=shown.count, used_at=now)
        .returning(Passkey.id)
    ).first()
    if done is None:
        raise NotGood


def _note_copy(council_id: int, person_id: int, ref: str, now: datetime) -> None:
    """Somebody may have a copy of this key: its owner is told, though the request is refused."""
    logging.getLogger(__name__).warning("passkey count went back", extra={"council_id": council_id})
    house.enter(council_id)

    def note(connection: Connection) -> None:
        with Session(connection) as db:
            tell(db, council_id, person_id, "key_copied", "passkey", ref, now)
            db.flush()

    ledger.after_answer(note)
