"""Plain rows on their way into the database: gathered table by table, written in bulk."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import insert

from portal.core.db import Db
from portal.core.ids import new_id
from portal.house import METADATA

Row = dict[str, Any]


class Rows:
    """Rows by table. `add` gives each its key at once, so that others can point at it."""

    def __init__(self) -> None:
        self.of: defaultdict[str, list[Row]] = defaultdict(list)

    def add(self, table: type, **values: Any) -> int:
        """Keep one row; its key, which is larger than that of every row added before it."""
        key = new_id()
        self.of[table.__tablename__].append({"id": key, **values})  # type: ignore[attr-defined]
        return key

    def write(self, db: Db) -> None:
        """Write everything, tables that others point at first. No commit."""
        for table in METADATA.sorted_tables:
            for shape in _by_shape(self.of.get(table.name, [])):
                db.execute(insert(table), shape)


def _by_shape(rows: list[Row]) -> list[list[Row]]:
    """Rows with the same columns together: one statement takes only one shape."""
    shapes: defaultdict[frozenset[str], list[Row]] = defaultdict(list)
    for row in rows:
        shapes[frozenset(row)].append(row)
    return list(shapes.values())
