"""The codes we know, and the years in which they were valid. The lists are in `codes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class CodeSet:
    """The codes of one column.

    always: those without a first or last day; a cell among them needs no further look.
    """

    values: frozenset[str]
    since: Mapping[str, date] = field(default_factory=dict)
    until: Mapping[str, date] = field(default_factory=dict)
    always: frozenset[str] = frozenset()

    def problem(self, code: str, first: date, last: date) -> str | None:
        """Why `code` does not fit something that ran from `first` to `last`; None if it does.

        A code fits when it was valid on at least one of those days: a home that was recorded
        before a code came in is coded anew in the next return.
        """
        if code not in self.values:
            near = code.upper() if code.upper() in self.values else ""
            return "is not one of the codes we know" + (f" (is it {near}?)" if near else "")
        since, until = self.since.get(code), self.until.get(code)
        if since and last < since:
            return f"was not in use before {since:%d/%m/%Y}"
        if until and first > until:
            return f"has not been in use since {until:%d/%m/%Y}"
        return None


@cache
def code_sets() -> Mapping[tuple[str, str], CodeSet]:
    """Every code set, by table and column."""
    tables = tomllib.loads(Path(__file__).with_name("codes.toml").read_text(encoding="utf-8"))
    return {
        (table, column): _code_set(entry)
        for table, columns in tables.items()
        for column, entry in columns.items()
    }


def _code_set(entry: Mapping[str, object]) -> CodeSet:
    values, since, until = entry["values"], entry.get("since", {}), entry.get("until", {})
    assert isinstance(values, list) and isinstance(since, dict) and isinstance(until, dict)
    every = frozenset(values)
    return CodeSet(every, since, until, every - since.keys() - until.keys())


def code_set(table: str, column: str) -> CodeSet:
    """The set for one column. Raises KeyError if there is none: that is a mistake in the code."""
    return code_sets()[table, column]
