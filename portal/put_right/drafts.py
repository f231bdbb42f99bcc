"""What is begun in one of this room's forms and not sent yet: all that is in it, theirs alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, select
from sqlalchemy.engine import Connection as DbConnection

from portal.core import ledger, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id
from portal.hours.pages import calendar_of, columns
from portal.hours.rules import Calendar
from portal.people.tables import Council
from portal.put_right.tables import WrongDraft

MOST = 40_000  # letters of one form; far more than any of them takes
NEVER = frozenset({"csrf_token", "key", "keep", "reads", "seconds"})


@dataclass(frozen=True)
class Begun:
    """fields: what each field of the form holds, several where several were chosen."""

    fields: Mapping[str, list[str]]
    at: datetime | None = None

    def one(self, name: str) -> str:
        found = self.fields.get(name, [])
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        return list(self.fields.get(name, []))


NOTHING = Begun({})


def begun(db: Db, viewer: Viewer, about: str) -> Begun:
    """One statement."""
    row = db.execute(
        select(WrongDraft.fields, WrongDraft.at).where(
            WrongDraft.council_id == viewer.council_id,
            WrongDraft.person_id == viewer.person_id,
            WrongDraft.about == about,
        )
    ).first()
    return Begun(json.loads(row.fields), row.at) if row else NOTHING


def begun_here(db: Db, viewer: Viewer, about: str) -> tuple[Begun, Calendar]:
    """The same, and the council's calendar. One statement."""
    theirs = (
        WrongDraft.council_id == Council.id,
        WrongDraft.person_id == viewer.person_id,
        WrongDraft.about == about,
    )
    fields, at = (
        select(column).where(*theirs).correlate(Council).scalar_subquery()
        for column in (WrongDraft.fields, WrongDraft.at)
    )
    row = db.execute(
        select(fields.label("fields"), at.label("at"), *columns()).where(
            Council.id == viewer.council_id
        )
    ).one()
    found = Begun(json.loads(row.fields), row.at) if row.fields else NOTHING
    return found, calendar_of(row)


def keep(
    db: Db, viewer: Viewer, about: str, fields: Mapping[str, list[str]], key: str, now: datetime
) -> None:
    """Keep it; nothing of an empty form, nor of what was sent from the same page (`key`)."""
    if receipts.known(db, viewer.account_id, key):
        return
    typed = {name: some for name, some in fields.items() if name not in NEVER and any(some)}
    if not typed:
        db.execute(_of(viewer, about))
        return
    whole = json.dumps(typed)
    if len(whole) > MOST:
        return
    put = insert_or(db, WrongDraft).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id, about=about,
        fields=whole, at=now,
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[WrongDraft.person_id, WrongDraft.about],
            set_={"fields": put.excluded.fields, "at": put.excluded.at},
        )
    )


def forget(viewer: Viewer, about: str) -> None:
    """It was sent. By the ledger, once that is safe."""

    def gone(connection: DbConnection) -> None:
        connection.execute(_of(viewer, about))

    ledger.after_answer(gone)


def _of(viewer: Viewer, about: str) -> Any:
    return delete(cast(Table, WrongDraft.__table__)).where(
        WrongDraft.council_id == viewer.council_id,
        WrongDraft.person_id == viewer.person_id,
        WrongDraft.about == about,
    )
