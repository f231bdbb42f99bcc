"""The yearly return of reviews, made from what is there when it is asked for."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from portal.core import audit
from portal.core.access import Viewer
from portal.core.appointments import State
from portal.core.db import Db
from portal.people.reach import reach
from portal.people.rules import Grant, PersonKind
from portal.people.tables import Person
from portal.reviews.desk import rules
from portal.reviews.desk.rules import Held, Return
from portal.reviews.tables import Review

FILE = "reviews.csv"
NEEDED = Grant.NAME | Grant.REVIEWS


def whole(db: Db, council_id: int, year: int) -> Return:
    """Of a whole council, for whoever runs the server. One statement."""
    return _make(db, year, _held(council_id, year))


def reached(db: Db, viewer: Viewer, year: int, now: datetime) -> Return:
    """Of the young people whom the viewer reaches. One statement."""
    return _make(
        db, year, _held(viewer.council_id, year, reach(viewer, Person.id, NEEDED, now))
    )  # fmt: skip


def _held(council_id: int, year: int, *which: ColumnElement[bool]) -> Select[Any]:
    first, last = rules.return_year(year)
    return (
        select(Person.code, Person.born, Review.wall, Review.code, Review.ref)
        .join(Person, Person.id == Review.person_id)
        .where(
            Review.council_id == council_id,
            Review.kind == "care",
            Review.state == State.DONE.value,
            Review.wall >= datetime.combine(first, time()),
            Review.wall < datetime.combine(last + timedelta(days=1), time()),
            Person.kind == PersonKind.YOUNG,
            *which,
        )
        .order_by(Review.wall, Review.id)
    )


def _make(db: Db, year: int, query: Select[Any]) -> Return:
    rows = db.execute(query)
    return rules.make_return(
        year, (Held(code, born, wall.date(), pn, ref) for code, born, wall, pn, ref in rows)
    )


def as_csv(found: Return) -> bytes:
    """The file, in the published form: exactly its columns, UTF-8, one line a review."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rules.COLUMNS)
    writer.writerows(rules.cells(one) for one in found.rows)
    return out.getvalue().encode()


def write(folder: Path, data: bytes) -> Path:
    """Put the file into the folder, whole or not at all, readable by its owner alone. Raises
    OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".csv")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return Path(name).replace(folder / FILE)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def note(db: Db, council_id: int, what: str, now: datetime) -> None:
    """The command was run: in the council's own chain, as of nobody who is signed in."""
    audit.append(
        db.connection(),
        audit.Note(council_id, None, 0, 0, "command", audit.LISTED, what, now),
    )
