"""Many rows quickly: where their keys and references come from, and how they are written."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import itemgetter
from os import urandom
from typing import Any

from sqlalchemy import Connection as DbConnection
from sqlalchemy import Table, insert

from portal.core.db import Db
from portal.core.ids import new_id
from portal.hours.rules import Calendar
from portal.house import METADATA

Row = dict[str, Any]


class Batch:
    """Rows on their way, by table, and where their keys and references come from."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar  # of the council whose rows they are
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._refs = _refs()
        self._pens: dict[str, Pen] = {}

    def add(self, table: str, shared: Row, **own: Any) -> int:
        key = new_id()
        self.rows[table].append({"id": key, **shared, **own})
        return key

    def ref(self) -> str:
        return next(self._refs)

    def write(self, db: Db) -> None:
        for table in METADATA.sorted_tables:
            if rows := self.rows.pop(table.name, None):
                if table.name not in self._pens:
                    self._pens[table.name] = Pen(table, list(rows[0]), db.connection())
                self._pens[table.name].write(db.connection(), rows)


class Pen:
    """Writes rows of one table and one shape with the driver's own `executemany`.

    SQLAlchemy makes the statement and knows how each type is written, but handling every row
    by itself costs it three times what the database needs; here a value that many people share
    (a day, a moment) is turned into the database's form once.
    """

    def __init__(self, table: Table, columns: list[str], connection: DbConnection) -> None:
        dialect = connection.dialect
        compiled = insert(table).compile(dialect=dialect, column_keys=columns)
        self.sql = str(compiled)
        # Where the driver takes values by place, their order; else they go by name.
        self.order: list[str] | None = getattr(compiled, "positiontup", None)
        self.forms = {
            name: _remembered(form)
            for name in columns
            if (form := table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
        }

    def write(self, connection: DbConnection, rows: list[Row]) -> None:
        for name, form in self.forms.items():
            for row in rows:
                row[name] = form(row[name])
        if self.order is None:
            connection.exec_driver_sql(self.sql, rows)
        else:
            pick = itemgetter(*self.order)
            connection.exec_driver_sql(self.sql, [pick(row) for row in rows])


def _remembered(form: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[Any, Any] = {}

    def once(value: Any) -> Any:
        try:
            return known[value]
        except KeyError:
            known[value] = found = form(value)
            return found

    return once


def _refs() -> Iterator[str]:
    """References as `ids.new_ref` makes them, from one draw of random bytes for many."""
    while True:
        block = urandom(16 * 4_096)
        for at in range(0, len(block), 16):
            yield urlsafe_b64encode(block[at : at + 16])[:22].decode()
