"""Queue something new, in the same commit as the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import Insert

from portal.core.db import Db, dialect, insert_or
from portal.core.ids import new_id
from portal.notifications.tables import Notice, Outbox


@cache
def _queue(dialect: str) -> Insert:
    return insert_or(dialect, Outbox).on_conflict_do_nothing()


def send_later(
    db: Db, council_id: int, person_id: int, kind: str, source_ref: str, now: datetime,
    about_id: int | None = None,
) -> None:  # fmt: skip
    """One outbox row; a second call for the same thing adds nothing.

    about_id: the young person, where a carer is told: it is sent only while a connection between
    the two still holds, and then says which child by the carer's own nickname for them."""
    row = {
        "id": new_id(),
        "council_id": council_id,
        "person_id": person_id,
        "kind": kind,
        "source_ref": source_ref,
        "about_id": about_id,
        "dedupe": f"{kind}:{source_ref}:{person_id}",
        "not_before": now,
        "attempts": 0,
    }
    db.execute(_queue(dialect(db)), row)


def tell(
    db: Db, council_id: int, person_id: int, kind: str, source_kind: str, source_ref: str,
    now: datetime, about_id: int | None = None,
) -> None:  # fmt: skip
    """A notice in the app, and the outbox row for the channels, which points at the notice: the
    same thing may change again, and is then told again.

    now: from when on it is told. A moment to come holds it back until then (`take_back`)."""
    notice_id = new_id()
    db.add(
        Notice(
            id=notice_id,
            council_id=council_id,
            person_id=person_id,
            kind=kind,
            source_kind=source_kind,
            source_ref=source_ref,
            made_at=now,
        )
    )
    send_later(db, council_id, person_id, kind, str(notice_id), now, about_id)


def take_back(
    db: Db, council_id: int, kind: str, source_kind: str, source_ref: str, now: datetime
) -> None:
    """Notices of this kind about this thing that nobody was shown yet, and what the channels would
    have said of them: gone. One that was shown stays."""
    still = db.scalars(
        select(Notice.id).where(
            Notice.council_id == council_id,
            Notice.kind == kind,
            Notice.source_kind == source_kind,
            Notice.source_ref == source_ref,
            Notice.made_at > now,
        )
    ).all()
    if still:
        refs = [str(id) for id in still]
        db.execute(
            delete(Outbox).where(
                Outbox.council_id == council_id, Outbox.kind == kind, Outbox.source_ref.in_(refs)
            )
        )
        db.execute(delete(Notice).where(Notice.id.in_(still)))


def kinds_seen(
    db: Db, council_id: int, person_id: int, kinds: Sequence[str], now: datetime
) -> None:
    """The person has read their notices of these kinds."""
    db.execute(
        update(Notice)
        .where(
            Notice.council_id == council_id,
            Notice.person_id == person_id,
            Notice.kind.in_(kinds),
            Notice.seen_at.is_(None),
            Notice.made_at <= now,
        )
        .values(seen_at=now)
    )


def seen(
    db: Db,
    council_id: int,
    person_id: int,
    source_kind: str,
    source_ref: str | None,
    now: datetime,
) -> None:
    """The person has looked at the thing itself (None: at all things of this kind): its notices
    are done with."""
    which = [] if source_ref is None else [Notice.source_ref == source_ref]
    db.execute(
        update(Notice)
        .where(
            Notice.council_id == council_id,
            Notice.person_id == person_id,
            Notice.source_kind == source_kind,
            Notice.seen_at.is_(None),
            Notice.made_at <= now,
            *which,
        )
        .values(seen_at=now)
    )
