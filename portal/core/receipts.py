"""Receipts: what was sent twice happens once.

A form carries a key made when it was drawn. The first time, the key is kept in the same commit
as the effect; the second time, the first answer is given again. The same key with other content
is refused, because then something was lost.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache

from sqlalchemy import BigInteger, Executable, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Db, Keyed, dialect, insert_or
from portal.core.ids import new_id
from portal.core.types import UtcDateTime


class Receipt(Keyed, Base):
    """One thing an account sent, once. Kept 30 days, then deleted by the nightly job."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    account_id: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    result_ref: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KeyReused(Exception):
    """The same key came with other content."""


def fingerprint(*parts: str) -> str:
    """A hash of the content, each part kept apart from the next."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


@cache
def _keep(dialect: str) -> Executable:
    put = insert_or(dialect, Receipt).on_conflict_do_nothing()
    return put.returning(put.table.c.id)


def first_time(
    db: Db, account_id: int, key: str, content: str, result_ref: str, now: datetime
) -> str | None:
    """Keep the receipt and return None; or return the earlier result if this came before.

    Raises KeyReused when the key was used for something else.
    """
    row = {
        "id": new_id(),
        "account_id": account_id,
        "key": key,
        "content_hash": content,
        "result_ref": result_ref,
        "made_at": now,
    }
    if db.execute(_keep(dialect(db)), row).first() is not None:
        return None
    earlier = db.execute(
        select(Receipt.content_hash, Receipt.result_ref).where(
            Receipt.account_id == account_id, Receipt.key == key
        )
    ).one()
    if earlier.content_hash != content:
        raise KeyReused
    return str(earlier.result_ref)


def known(db: Db, account_id: int, key: str) -> bool:
    """Whether this key was used already."""
    kept = select(Receipt.id).where(Receipt.account_id == account_id, Receipt.key == key)
    return db.execute(kept).first() is not None
