"""Somebody's own keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core.access import Viewer
from portal.core.db import Db
from portal.notifications.pages import NewsRow, news_for
from portal.passkeys.ceremonies import Kept
from portal.passkeys.rules import MOST_KEYS
from portal.passkeys.tables import Passkey

NEWS = ("key_added", "key_removed", "key_copied")


@dataclass(frozen=True)
class KeyCard:
    """name: "" unless its owner gave it one."""

    ref: str
    name: str
    place: str
    added: datetime
    used: datetime | None


@dataclass(frozen=True)
class KeysPage:
    keys: tuple[KeyCard, ...]
    news: tuple[NewsRow, ...]
    full: bool


_CARD = (Passkey.ref, Passkey.name, Passkey.place, Passkey.added_at, Passkey.used_at)


def keys_page(db: Db, viewer: Viewer, now: datetime) -> KeysPage:
    mine = select(*_CARD).where(Passkey.account_id == viewer.account_id).order_by(Passkey.id)
    keys = tuple(KeyCard(*row) for row in db.execute(mine.limit(MOST_KEYS)))
    news = tuple(row for row in news_for(db, viewer, now) if row.kind in NEWS)
    return KeysPage(keys, news, len(keys) >= MOST_KEYS)


def one_key(db: Db, viewer: Viewer, ref: str) -> KeyCard:
    """Raises NoResultFound when it is not theirs."""
    one = select(*_CARD).where(Passkey.account_id == viewer.account_id, Passkey.ref == ref)
    return KeyCard(*db.execute(one).one())


def kept_of(db: Db, account_id: int) -> tuple[Kept, ...]:
    mine = select(Passkey.credential, Passkey.transports).where(Passkey.account_id == account_id)
    return tuple(Kept(*row) for row in db.execute(mine.order_by(Passkey.id).limit(MOST_KEYS)))
