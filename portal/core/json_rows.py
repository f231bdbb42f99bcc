"""A few rows of another table in one column of a query, as text: what a page needs besides, without
a question of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Rows(FunctionElement[str]):
    """Every row's values as one list of lists, in JSON."""

    type = Text()
    inherit_cache = True
    name = "json_rows"


@compiles(_Rows, "sqlite")
def _on_sqlite(element: _Rows, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **more)}))"


@compiles(_Rows, "postgresql")
def _on_postgresql(element: _Rows, compiler: SQLCompiler, **more: Any) -> str:
    return f"CAST(json_agg(json_build_array({compiler.process(element.clauses, **more)})) AS TEXT)"


def json_rows(*columns: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[tuple[str]]:
    """A SELECT of one text, to be narrowed and made a scalar: `[[…], […]]`, a list for each row, in
    no order; NULL or `[]` where there is none. A day is text that `date.fromisoformat` reads."""
    return select(_Rows(*columns))


def rows_of(found: str | None) -> Iterable[list[Any]]:
    """The rows of a column made by `json_rows`."""
    return json.loads(found or "[]") or ()


def moment(text: str | None) -> datetime | None:
    """A moment (UTC) as either database writes it into JSON."""
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
