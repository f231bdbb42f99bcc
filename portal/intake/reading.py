"""Reads a folder of council files: safely, once, without raising for what they hold."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from portal.intake import checks
from portal.intake.findings import (
    FileRead,
    Finding,
    Problem,
    Refusal,
    Refused,
    Sink,
    shown,
    visible,
)
from portal.intake.one_file import FileReader
from portal.intake.opening import Limits, open_safely, os_words, why_passed_over
from portal.intake.records import (
    ChildRecord,
    ConnectionRow,
    HeaderRow,
    PersonRow,
    Record,
    TableName,
    WorkerRow,
)

DEFAULT = Limits()

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Reading:
    """What a folder says. findings, files and refused are sorted by file and line; the rows of a
    table by file and line. A row that is an error in `findings` is not in `tables`."""

    tables: Mapping[TableName, tuple[Record, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    files: tuple[FileRead, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The rows of one kind, for example `reading.of(EpisodeRow)`; empty if there are none."""
        return tuple(row for row in self.tables.get(kind.table, ()) if isinstance(row, kind))

    def complete_as_at(self, table: TableName) -> date | None:
        """The day on which this table held everything: only then may what is missing be ended.

        None unless every file of the table says so, none of its rows was rejected, and no file
        of the folder was refused (it may have held the missing rows). The earliest day counts.
        """
        days = [file.complete_as_at for file in self.files if file.table == table]
        known = [day for day in days if day is not None]
        return min(known) if known and len(known) == len(days) and not self.refused else None


def read_folder(folder: Path, today: date, limits: Limits = DEFAULT) -> Reading:
    """Everything the files of `folder` say. today: the day in Europe/London, for dates to come.

    Links, folders and files that are plainly not data are passed over with a note.
    """
    whole = _Whole(today, limits)
    try:
        names = sorted(os.listdir(folder))
    except OSError as wrong:
        return Reading(
            refused=(
                Refusal(shown(str(folder)), os_words(wrong), "Name a folder that can be read."),
            )
        )
    if len(names) > limits.files:
        return Reading(
            refused=(
                Refusal(
                    shown(str(folder)),
                    f"There are {len(names)} files in it.",
                    f"Send at most {limits.files}.",
                ),
            )
        )
    for name in names:
        whole.take(Path(folder) / name)
    return whole.reading()


def unknown_children(reading: Reading, known: Collection[str] = ()) -> tuple[Finding, ...]:
    """An error for each row about a child who is in neither the header, nor people, nor `known`
    (keys the council already has in the portal)."""
    there = {row.child for kind in (HeaderRow, PersonRow) for row in reading.of(kind)}
    there.update(known)
    found: list[Finding] = []
    for rows in reading.tables.values():
        for row in rows:
            if isinstance(row, ChildRecord) and row.child not in there:
                found.append(_unknown(row, "CHILD", row.child, "child", "the header or people"))
            elif isinstance(row, ConnectionRow) and row.person and row.person not in there:
                found.append(_unknown(row, "PERSON", row.person, "person", "the header or people"))
    return tuple(sorted(found))


def unknown_workers(reading: Reading, known: Collection[str] = ()) -> tuple[Finding, ...]:
    """An error for each connection with a worker who is in neither workers nor `known`."""
    there = {row.worker for row in reading.of(WorkerRow)}.union(known)
    return tuple(
        sorted(
            _unknown(row, "WORKER", row.worker, "worker", "workers")
            for row in reading.of(ConnectionRow)
            if row.worker and row.worker not in there
        )
    )


def without(reading: Reading, errors: Collection[Finding]) -> Reading:
    """The reading with these errors added and their rows rejected. Their files no longer count
    as complete."""
    gone = {(error.file, error.line) for error in errors}
    tables = {
        table: tuple(row for row in rows if (row.file, row.line) not in gone)
        for table, rows in reading.tables.items()
    }
    files, more = _still_complete(reading.files, {error.file for error in errors})
    findings = tuple(sorted({*reading.findings, *errors, *more}))
    return replace(reading, tables=tables, findings=findings, files=files)


def _unknown(row: ChildRecord, column: str, key: str, what: str, where: str) -> Finding:
    column = "CODE" if column == "CHILD" and row.table in _OURS else column
    return Finding(
        row.file,
        row.line,
        column,
        "error",
        shown(key),
        f"We do not know this {what}.",
        f"Send the {what} in {where}, or correct the key.",
    )


_OURS = (TableName.PEOPLE, TableName.CONNECTIONS, TableName.PLANS, TableName.DATES)


def _still_complete(
    files: Collection[FileRead], rejected: Collection[str]
) -> tuple[tuple[FileRead, ...], list[Finding]]:
    """The files, with the word "complete" taken back from those that lost a row."""
    kept, said = [], []
    for file in files:
        if file.complete_as_at is not None and file.name in rejected:
            file = replace(file, complete_as_at=None)
            said.append(
                Finding(
                    file.name,
                    0,
                    "",
                    "warning",
                    "",
                    "This file says that it is complete, but rows of it were rejected.",
                    "Nothing is ended because of this file until all its rows can be read.",
                )
            )
        kept.append(file)
    return tuple(kept), said


class _Whole:
    """The folder while it is being read."""

    def __init__(self, today: date, limits: Limits) -> None:
        self.today, self.limits = today, limits
        self.rows: checks.Rows = {}
        self.sinks: dict[str, Sink] = {}
        self.files: list[FileRead] = []
        self.refused: list[Refusal] = []
        self.rejected: set[str] = set()

    def take(self, path: Path) -> None:
        """Reads one file, or says why not."""
        name = visible(path.name)
        while name in self.sinks:  # two names that differ only in what cannot be shown
            name += "'"
        sink = self.sinks[name] = Sink(name, self.limits.findings_per_file)
        why_not = why_passed_over(path)
        if why_not:
            sink.note(why_not, "Nothing to do, unless it should have been read.")
            return
        try:
            with open_safely(path, self.limits) as raw:
                file = FileReader(raw, sink, self.today, self.limits)
                file.read()
        except Refused as why:
            self._refuse(name, why.problem, why.what_to_do)
        except OSError as wrong:
            self._refuse(name, os_words(wrong), "Check the file, then try again.")
        else:
            self.files.append(file.summary())
            if file.rejected:
                self.rejected.add(name)
            if file.shape_table is not None and file.records:
                self.rows.setdefault(file.shape_table, []).extend(file.records)

    def _refuse(self, name: str, problem: str, what_to_do: str) -> None:
        self.sinks[name] = Sink(name, self.limits.findings_per_file)
        self.refused.append(Refusal(name, problem, what_to_do))

    def _say(self, row: Record, problem: Problem) -> None:
        self.sinks[row.file].add(row.line, problem)
        if problem.level == "error":
            self.rejected.add(row.file)

    def reading(self) -> Reading:
        standing = checks.across(self.rows, self._say)
        files, more = _still_complete(self.files, self.rejected)
        findings = [finding for sink in self.sinks.values() for finding in sink.all()]
        return Reading(
            {table: tuple(rows) for table, rows in standing.items() if rows},
            tuple(sorted([*findings, *more])),
            files,
            tuple(sorted(self.refused)),
        )
