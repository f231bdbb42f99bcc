"""What is wrong with a file, said so that the person who sent it can put it right."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Level = Literal["error", "warning", "note"]
SHOWN = 60
HIDDEN = "(hidden: looks like a postcode or a pupil number)"

# A cell that slipped one column to the side must not carry a postcode or a pupil number into a
# report or the database. Shapes: UK postcode; UPN (one letter, eleven digits, digit or letter).
_PRIVATE = re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}|[A-Za-z]\d{11}[\dA-Za-z]")
_COLUMN_LIKE = re.compile(r"[^\W\d]([^\W\d]|[ _-]){0,39}")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to tell about one place in one file.

    error: the row is rejected. warning: the row is kept. note: nothing is wrong.
    line: physical line, the first line of the file is 1; 0 speaks of the whole file.
    column: as the header names it; empty when it is about the whole row.
    value: what the cell held, safe to print; empty where it must not be repeated.
    """

    file: str
    line: int
    column: str
    level: Level
    value: str
    problem: str
    what_to_do: str


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A whole file that was not read."""

    file: str
    problem: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read, or known and passed over.

    table: a `records.TableName` value. rows: data rows seen, rejected ones too.
    complete_as_at: the day on which the file says that it holds everything, if it says so and
    none of its rows was rejected.
    """

    name: str
    table: str
    rows: int
    sha256: str
    complete_as_at: date | None


class Problem(NamedTuple):
    """A finding before it knows its file and line."""

    level: Level
    column: str
    value: str
    problem: str
    what_to_do: str


class CannotUse(Exception):
    """The cell makes the row unusable. where, value: for cells that have no column."""

    def __init__(self, problem: str, what_to_do: str, where: str = "", value: str = "") -> None:
        super().__init__(problem)
        self.problem, self.what_to_do = problem, what_to_do
        self.where, self.value = where, value


class KeepAndSay(Exception):
    """The cell is odd; `kept` is what the record will hold."""

    def __init__(self, kept: object, problem: str, what_to_do: str) -> None:
        super().__init__(problem)
        self.kept, self.problem, self.what_to_do = kept, problem, what_to_do


class Refused(Exception):
    """The whole file cannot be used."""

    def __init__(self, problem: str, what_to_do: str) -> None:
        super().__init__(problem)
        self.problem, self.what_to_do = problem, what_to_do


def looks_private(value: str) -> bool:
    """Whether the value has the shape of a postcode or a unique pupil number."""
    return _PRIVATE.fullmatch(value.strip()) is not None


def shown(value: str) -> str:
    """The value as it may be printed: at most 60 characters, nothing invisible, no postcode."""
    if looks_private(value):
        return HIDDEN
    short = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    return visible(short)[:SHOWN]


def visible(text: str) -> str:
    """The text with control characters, odd spaces and the like written out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char == " " or unicodedata.category(char)[0] not in "CZ":
        return char
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char, f"\\u{ord(char):04x}")


def columns_seen(header: Iterable[str]) -> str:
    """A header row for a message. A file without one starts with data about a child, so a cell
    that does not look like a column's name is not repeated."""
    named = [cell.strip() for cell in header]
    listed = [shown(cell) if _COLUMN_LIKE.fullmatch(cell) else "…" for cell in named[:40]]
    return ", ".join(listed) + (" and more" if len(named) > 40 else "")


class Sink:
    """Collects the findings of one file. Past `limit` of a level it only counts, so that memory
    is bounded and a flood of warnings never hides an error."""

    def __init__(self, file: str, limit: int) -> None:
        self.file, self.limit, self.left_out = file, limit, 0
        self.found: list[Finding] = []
        self.count: dict[Level, int] = {"error": 0, "warning": 0, "note": 0}

    def add(self, line: int, problem: Problem) -> None:
        level, column, value, text, what = problem
        self.count[level] += 1
        if self.count[level] > self.limit:
            self.left_out += 1
            return
        self.found.append(Finding(self.file, line, column, level, shown(value), text, what))

    def note(self, problem: str, what_to_do: str) -> None:
        self.add(0, Problem("note", "", "", problem, what_to_do))

    def all(self) -> list[Finding]:
        """Everything collected, with a last line that says how many were left out."""
        if not self.left_out:
            return self.found
        more = f"{self.left_out} more findings are not listed."
        return [
            *self.found,
            Finding(
                self.file, 0, "", "warning", "", more, "Put right those listed, then try again."
            ),
        ]
