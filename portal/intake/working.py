"""An import while it is being worked out: the rows there are, the changes, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime

from portal.core import clock
from portal.core.db import Base
from portal.intake.changes import Counts, TableChanges, Values
from portal.intake.findings import Finding, Level, shown
from portal.intake.reading import Reading
from portal.intake.records import ChildRecord, Record, TableName
from portal.intake.snapshot import Snapshot
from portal.people.rules import PersonKind
from portal.people.tables import MustNotKnow, Person

ADULTS = (PersonKind.STAFF, PersonKind.CARER)
OURS = (TableName.PEOPLE, TableName.CONNECTIONS, TableName.PLANS, TableName.DATES)
_COLUMNS = {"language": "LANGUAGE", "interpreter": "INTERPRETER", "label": "LABEL", "note": "NOTE"}


class Working:
    """doubts: children whose rows we cannot be sure of, and why. told: notices to give, as person
    and source. barred: who must not know, as young person and other. absent: people who are in no
    complete file any more, by table. still_ended: those of the warnings that speak of an end which
    a file would have taken back."""

    def __init__(self, reading: Reading, there: Snapshot, now: datetime) -> None:
        self.reading, self.there, self.now = reading, there, now
        self.today = clock.today(now)
        self.council_id = there.council_id
        self.tables: list[TableChanges] = []
        self.found: list[Finding] = []
        self.still_ended: set[Finding] = set()
        self.doubts: dict[str, tuple[str, str]] = {}
        self.told: list[tuple[int, str]] = []
        self.absent: dict[TableName, list[str]] = {}
        self.people = self.table(Person, "people", lambda row: row["code"])
        self.codes = {row["id"]: row["code"] for row in there.of(Person)}
        bars = there.of(MustNotKnow)
        self.barred = frozenset(
            (row["person_id"], row["other_id"]) for row in bars if row["lifted_at"] is None
        )
        self._kept_away = frozenset(row["other_id"] for row in bars)

    def table(
        self, table: type[Base], name: str, key: Callable[[Values], Hashable]
    ) -> TableChanges:
        """The changes of one table, written in the order in which they were asked for."""
        there = {key(row): row for row in self.there.of(table)}
        changes = TableChanges(table, name, there, self.council_id)
        self.tables.append(changes)
        return changes

    # What is wrong

    def reject(self, row: Record, column: str, value: str, problem: str, what: str) -> None:
        self._say("error", row, column, value, problem, what)

    def warn(self, row: Record, column: str, value: str, problem: str, what: str) -> None:
        self._say("warning", row, column, value, problem, what)

    def stays_ended(self, row: Record, column: str, value: str, problem: str, what: str) -> None:
        """A warning that the report lists on its own."""
        self.still_ended.add(self._say("warning", row, column, value, problem, what))

    def _say(
        self, level: Level, row: Record, column: str, value: str, problem: str, what: str
    ) -> Finding:
        found = Finding(row.file, row.line, column, level, shown(value), problem, what)
        self.found.append(found)
        return found

    # Who a row is about

    def child(self, row: ChildRecord) -> Values | None:
        """The young person this row is about; None, with the row rejected, if we are not sure."""
        column = "CODE" if row.table in OURS else "CHILD"
        doubt = self.doubts.get(row.child)
        if doubt is not None:
            self.reject(row, column, row.child, *doubt)
            return None
        person = self.young(row.child)
        if person is None:
            self.reject(
                row,
                column,
                row.child,
                "We do not know this child.",
                "Send the child in the header or people, or correct the key.",
            )
            return None
        born = getattr(row, "born", None)
        if born is not None and person["born"] is not None and born != person["born"]:
            self.reject(
                row,
                "DOB",
                f"{born:%d/%m/%Y}",
                "The portal has another date of birth for this child.",
                "Find out which is right. It may be another child's key.",
            )
            return None
        return person

    def young(self, code: str) -> Values | None:
        person = self.people.there.get(code)
        return person if person and person["kind"] == PersonKind.YOUNG else None

    def adult(self, code: str) -> Values | None:
        person = self.people.there.get(code)
        return person if person and person["kind"] in ADULTS else None

    def only_kept_away(self, person: Values | None) -> bool:
        """Somebody who stands here only so that they could be kept away, under the key that a file
        may bring one day: it is them, and they stay kept away."""
        return (
            person is not None
            and person["kind"] == PersonKind.OTHER
            and person["id"] in self._kept_away
        )

    def is_advocate(self, person: Values) -> bool:
        """Advocates are independent of the council: nothing that it sends connects them."""
        role = self.there.roles.get(person["id"], "")
        return role == "advocate" or "advocate" in person["job"].lower()

    # The end

    def finish(self) -> None:
        """Put what was found beside what the reading found."""
        for changes in self.tables:
            for row, column, longest in changes.cut:
                self.warn(
                    row,
                    _COLUMNS.get(column, column),
                    "",
                    f"This is longer than the {longest} characters that are kept.",
                    "Shorten it. Its beginning is kept.",
                )
        self.reading = replace(
            self.reading, findings=tuple(sorted({*self.reading.findings, *self.found}))
        )

    def counts(self) -> Counts:
        return sum((changes.counts() for changes in self.tables), Counts())

    def rejected(self) -> int:
        """Rows that were left out."""
        errors = [found for found in self.reading.findings if found.level == "error"]
        return len({(found.file, found.line) for found in errors})

    def warned(self) -> int:
        return sum(found.level == "warning" for found in self.reading.findings)
