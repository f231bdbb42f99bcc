"""What an import would do to one table: worked out in memory, counted, then written.

A dry run and an import work out the same changes; only the import writes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import String, insert, update

from portal.core.db import Base, Db
from portal.core.ids import new_id
from portal.intake.records import Record

Values = dict[str, Any]
CHUNK = 5_000  # rows handed to the database at once: bounds memory, and costs no speed
_ENDS = ("ended", "ends")


class Line(NamedTuple):
    """One change, to be listed. verb: "add", "change" or "end". who: the council's key."""

    verb: str
    name: str
    who: str
    what: str


@dataclass(frozen=True)
class Counts:
    added: int = 0
    changed: int = 0
    ended: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.added + other.added, self.changed + other.changed, self.ended + other.ended
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.ended)


class TableChanges:
    """One table of one council: the rows that are there, by key, and what becomes of them.

    name: what its rows are called in a report. cut: where words were longer than their column.
    """

    def __init__(
        self, table: type[Base], name: str, there: Mapping[Hashable, Values], council_id: int
    ) -> None:
        self.table, self.name, self.council_id = table, name, council_id
        self.there: dict[Hashable, Values] = dict(there)
        self.cut: list[tuple[Record, str, int]] = []
        self._added: dict[int, Values] = {}
        self._before: dict[int, Values] = {}
        self._after: dict[int, Values] = {}
        self._who: dict[int, str] = {}
        self._longest = {
            column.name: column.type.length
            for column in table.__table__.columns
            if isinstance(column.type, String) and column.type.length
        }
        self._blank, self._made = _defaults(table)

    def put(
        self,
        key: Hashable,
        values: Mapping[str, Any],
        row: Record,
        who: str,
        fresh: Mapping[str, Any] | None = None,
    ) -> Values:
        """The row with this key, now holding `values`; added if it was not there, then with
        `fresh` as well. Gives the row."""
        values = self._fit(values, row)
        old = self.there.get(key)
        if old is None:
            return self._add(key, {**self._fit(fresh or {}, row), **values}, who)
        new = {name: value for name, value in values.items() if old[name] != value}
        if new:
            self._change(old, new, who)
        return old

    def rekey(self, old: Hashable, new: Hashable) -> None:
        """The row is known by another key from now on."""
        self.there[new] = self.there.pop(old)

    def _add(self, key: Hashable, values: Values, who: str) -> Values:
        row = {**self._blank, **{name: make(None) for name, make in self._made.items()}}
        row.update(values, id=new_id(), council_id=self.council_id)
        self._added[row["id"]] = self.there[key] = row
        self._who[row["id"]] = who
        return row

    def _change(self, old: Values, new: Values, who: str) -> None:
        if old["id"] not in self._added:
            self._before.setdefault(old["id"], dict(old))
            self._after[old["id"]] = old
            self._who[old["id"]] = who
        old.update(new)

    def _fit(self, values: Mapping[str, Any], row: Record) -> Values:
        fitted = dict(values)
        for name, value in values.items():
            longest = self._longest.get(name)
            if longest and value and len(value) > longest:
                fitted[name] = value[:longest].rstrip()
                self.cut.append((row, name, longest))
        return fitted

    def is_new(self, row: Values) -> bool:
        return row["id"] in self._added

    def _changed(self) -> Iterator[tuple[int, Values]]:
        """Keys and new values of rows that end up different from what is in the database."""
        for id, before in self._before.items():
            after = self._after[id]
            new = {name: after[name] for name in before if after[name] != before[name]}
            if new:
                yield id, new

    def _verb(self, id: int, new: Values) -> str:
        before = self._before[id]
        ended = any(name in new and before[name] is None for name in _ENDS)
        return "end" if ended else "change"

    def counts(self) -> Counts:
        verbs = [self._verb(id, new) for id, new in self._changed()]
        return Counts(len(self._added), verbs.count("change"), verbs.count("end"))

    def lines(self) -> Iterator[Line]:
        """Every change, in words without anybody's words: which columns, never what they hold."""
        for id, row in self._added.items():
            yield Line("add", self.name, self._who[id], _day_of(row))
        for id, new in self._changed():
            what = ", ".join(sorted(name.replace("_", " ") for name in new))
            yield Line(self._verb(id, new), self.name, self._who[id], what)

    def write(self, db: Db) -> None:
        """Write what was worked out. No commit."""
        # Through the plain table: by the mapped class, each change of which columns are empty
        # from one row to the next would begin another statement.
        adding: Any = insert(self.table.__table__)  # type: ignore[arg-type]
        for chunk in _chunks(self._added.values()):
            db.execute(adding, chunk)
        shapes: defaultdict[frozenset[str], list[Values]] = defaultdict(list)
        for id, new in self._changed():
            shapes[frozenset(new)].append({"id": id, **new})
        for same in shapes.values():
            for chunk in _chunks(same):
                db.execute(update(self.table), chunk)


def _chunks(rows: Iterable[Values]) -> Iterator[list[Values]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _day_of(row: Values) -> str:
    """The day that tells one row of a person from another, where there is one."""
    for name in ("started", "starts", "wall", "due"):
        if row.get(name) is not None:
            return f"{row[name]:%d/%m/%Y}"
    return f"version {row['number']}" if "number" in row else ""


def _defaults(table: type[Base]) -> tuple[Values, dict[str, Any]]:
    """What a column holds when nothing is said: plain values, and those made for each row."""
    blank: Values = {}
    made: dict[str, Any] = {}
    for column in table.__table__.columns:
        default: Any = column.default
        if default is None:
            blank[column.name] = None
        elif default.is_callable:
            made[column.name] = default.arg
        else:
            blank[column.name] = default.arg
    del made["id"]  # `_add` makes it, in the order of the rows
    return blank, made
