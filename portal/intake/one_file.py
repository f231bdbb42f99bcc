"""Reads the rows of one file into records."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, Protocol

from portal.intake import cells, plans, shapes
from portal.intake.findings import CannotUse, FileRead, Problem, Refused, Sink, columns_seen
from portal.intake.opening import Limits, looked_through, stamp
from portal.intake.records import Record, TableName


def _changed() -> Refused:
    return Refused("This file changed while it was being read.", "Send it again.")


class _Rows(Protocol):
    """What `csv.reader` gives: rows, and how many lines they took."""

    @property
    def line_num(self) -> int: ...
    def __iter__(self) -> Iterator[list[str]]: ...


class FileReader:
    """One file while it is being read."""

    def __init__(self, raw: BinaryIO, sink: Sink, today: date, limits: Limits) -> None:
        self.raw, self.sink, self.today, self.limits = raw, sink, today, limits
        self.records: list[Record] = []
        self.rows = self.rejected = self.blank = self.before = 0
        self.at = 1  # the line on which the row being read begins
        self.sha256 = ""
        self.table = ""
        self.complete: date | None = None
        self.shape_table: TableName | None = None

    def summary(self) -> FileRead:
        return FileRead(self.sink.file, self.table, self.rows, self.sha256, self.complete)

    def read(self) -> None:
        """Fills `records`. Raises Refused."""
        before = stamp(self.raw)
        self.sha256 = looked_through(self.raw, self.limits)
        text = io.TextIOWrapper(self.raw, encoding="utf-8-sig", newline="")
        lines = _lines(text, self.limits.line_chars)
        try:
            self._lines(lines)
        except csv.Error as wrong:
            raise self._broken_quotes(wrong) from None
        except UnicodeDecodeError:
            raise _changed() from None
        finally:
            text.detach()
        if stamp(self.raw) != before:
            raise _changed()
        if self.blank:
            self.sink.note(f"{self.blank} empty rows were passed over.", "Nothing to do.")
        if self.complete is not None and not self.records:
            self.complete = None
            self.sink.add(
                0,
                Problem(
                    "warning",
                    "",
                    "",
                    "This file says that it is complete, but it has no rows that can be used.",
                    "Nothing is ended because of this file.",
                ),
            )

    def _lines(self, lines: Iterator[str]) -> None:
        first = self._next(lines)
        said: tuple[str, date] | None = None
        if first.startswith("#"):
            said = _preamble(first, self.today)
            first = self._next(lines)
        if first.lstrip().startswith("{"):
            self._plans(first, lines)
        else:
            self._csv(first, lines)
        if said is not None and said[0] != self.table:
            raise Refused(
                f"The first line speaks of {said[0]}, but the columns are those of {self.table}.",
                "Write the table's own name into the first line.",
            )
        self.complete = said[1] if said else None

    def _next(self, lines: Iterator[str]) -> str:
        """The next line that is not blank."""
        for line in lines:
            self.before += 1
            if line.strip(" \t\r\n,"):
                return line
        raise Refused("This file is empty.", "Export it again, with the names of its columns.")

    def _broken_quotes(self, wrong: csv.Error) -> Refused:
        if "field limit" in str(wrong):
            return Refused(
                f"Near line {self.at} a cell has no end, or is longer than "
                f"{self.limits.cell_chars:,} characters.",
                "Look for a quotation mark that is opened and not closed.",
            )
        return Refused(
            f"A quotation mark near line {self.at} is not closed, or stands inside a "
            "cell without being doubled.",
            'Close it, or write "" for a quotation mark inside a cell.',
        )

    def _csv(self, first: str, lines: Iterator[str]) -> None:
        reader = csv.reader(_with(first, lines), strict=True)
        skipped = self.before - 1
        self.at = self.before
        header = next(reader)
        if len(header) > self.limits.columns:
            raise Refused(f"It has {len(header)} columns.", "Send only the table's own columns.")
        shape = shapes.recognise(header)
        self.table, self.shape_table = shape.table.value, shape.table
        if shape.record is None:
            self.sink.note(
                f"Known as {shape.table.replace('_', ' ')}, and not used here.",
                "Nothing to do: no row of it was read.",
            )
            return
        extra = shapes.extra_columns(shape, header)
        if extra:
            self.sink.note(
                f"Columns that this table does not have were passed over: {columns_seen(extra)}.",
                "Nothing to do.",
            )
        read = shapes.row_reader(shape, header, self.today, self.sink)
        self._csv_rows(reader, skipped, len(header), read)

    def _csv_rows(self, reader: _Rows, skipped: int, width: int, read: shapes.RowReader) -> None:
        """skipped: lines of the file before the first line that `reader` saw."""
        most, longest, keep = self.limits.rows, self.limits.cell_chars, self.records.append
        self.at = skipped + reader.line_num + 1
        for row in reader:
            line, self.at = self.at, skipped + reader.line_num + 1
            if not any(row):
                self.blank += 1
                continue
            self.rows += 1
            if self.rows > most:
                raise Refused(f"It has more than {most:,} rows.", "Send it in smaller parts.")
            if max(map(len, row)) > longest:
                raise Refused(
                    f"A cell on line {line} is longer than {longest:,} characters.",
                    "Look for a quotation mark that is not closed, or shorten it.",
                )
            if len(row) != width:
                self.rejected += 1
                self.sink.add(line, _wrong_width(len(row), width))
                continue
            record = read(row, line)
            if record is None:
                self.rejected += 1
            else:
                keep(record)

    def _plans(self, first: str, lines: Iterator[str]) -> None:
        plans.recognise(first)
        self.table, self.shape_table = TableName.PLANS.value, TableName.PLANS
        read = plans.PlanReader(self.today, self.sink).read
        for line, text in enumerate(_with(first, lines), start=self.before):
            if not text.strip():
                continue
            self.rows += 1
            if self.rows > self.limits.rows:
                raise Refused(
                    f"It has more than {self.limits.rows:,} lines.", "Send it in smaller parts."
                )
            record = read(text, line)
            if record is None:
                self.rejected += 1
            else:
                self.records.append(record)


def _with(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _lines(text: io.TextIOWrapper, most: int) -> Iterator[str]:
    """Physical lines with their ends, none longer than `most` characters."""
    number = 0
    while line := text.readline(most + 1):
        number += 1
        if len(line) > most:
            raise Refused(
                f"Line {number} is longer than {most:,} characters.",
                "Check that each row has a line of its own.",
            )
        yield line


def _wrong_width(found: int, width: int) -> Problem:
    what = (
        "Put quotation marks round a cell that has a comma in it."
        if found > width
        else "Give each column a cell, empty if need be."
    )
    return Problem("error", "", "", f"This row has {found} cells, the header has {width}.", what)


def _preamble(line: str, today: date) -> tuple[str, date]:
    """`#complete,<table>,<day>`: the table and the day on which the file holds everything."""
    form = "Write for example: #complete,connections,2026-11-01"
    words = [word.strip() for word in line.rstrip("\r\n").rstrip(", ").split(",")]
    if len(words) != 3 or words[0].lower() != "#complete":
        raise Refused("The first line begins with # but is not one that we know.", form)
    if words[1].lower() not in {table.value for table in TableName}:
        raise Refused("The first line speaks of a table that we do not know.", form)
    try:
        day = cells.any_day(words[2])
    except CannotUse:
        raise Refused("The first line has a date that cannot be read.", form) from None
    if day > today:
        raise Refused(
            "The first line says that the file is complete on a day still to come.",
            "Write the day on which it was exported.",
        )
    return words[1].lower(), day
