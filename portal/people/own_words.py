"""A young person's own word for somebody: "my Sam"."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db
from portal.people.reach import not_of, on_day
from portal.people.rules import Kind
from portal.people.tables import Connection, Person

LONGEST = 60


def call_them(db: Db, viewer: Viewer, ref: str, word: str, now: datetime) -> None:
    """From now on this is what the viewer reads for the person with this ref; "": their own name.
    Only the viewer reads it. One statement. Raises NoResultFound unless they are on their list."""
    who = select(Person.id).where(
        Person.council_id == viewer.council_id, Person.ref == ref,
        not_of(Person.id, viewer.person_id),
    )  # fmt: skip
    changed = db.execute(
        update(Connection)
        .where(
            Connection.council_id == viewer.council_id,
            Connection.of_id == viewer.person_id,
            Connection.with_id.in_(who),
            Connection.ends_at.is_(None),
            Connection.kind != Kind.MANAGER,
            *on_day(Connection, clock.today(now)),
        )
        .values(label=word, labelled_at=now)
        .returning(Connection.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not changed:
        raise NoResultFound
