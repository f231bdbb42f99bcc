"""The tables we know: how each is recognised, and how its rows become records."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.intake import cells, records
from portal.intake.codes import CodeSet, code_set
from portal.intake.findings import (
    CannotUse,
    KeepAndSay,
    Problem,
    Refused,
    Sink,
    columns_seen,
    looks_private,
)
from portal.intake.records import Record, TableName

# XML names that some systems keep in their CSV.
ALIASES = {"CHILDID": "CHILD", "PL": "PLACE"}

# Known columns whose cells are never looked at, not even to report a mistake in them.
NOT_LOOKED_AT = frozenset(
    {
        "HOME_POST",
        "PL_POST",
        "UPN",
        "URN",
        "CONVICTED",
        "SUBSTANCE_MISUSE",
        "INTERVENTION_RECEIVED",
        "INTERVENTION_OFFERED",
        "MC_DOB",
    }
)

LONGEST_CODE = 40


@dataclass(frozen=True)
class Column:
    """A column that is looked at.

    keep: the record's field; None when the cell is only checked. must: the table cannot be told,
    or used, without this column. codes: table and column of its code set; checked with a warning.
    end: its codes belong to the day on which something ended.
    """

    name: str
    keep: str | None
    read: cells.Reader
    must: bool = False
    codes: CodeSet | None = None
    end: bool = False


@dataclass(frozen=True)
class Shape:
    """One table. any_of: at least one of these columns must be there as well.
    record: None for a table that is known and passed over."""

    table: TableName
    columns: tuple[Column, ...]
    record: type[Record] | None = None
    any_of: frozenset[str] = frozenset()
    check: Callable[[Any, date], Iterator[Problem]] | None = None
    must: frozenset[str] = field(init=False)
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = frozenset(column.name for column in self.columns)
        object.__setattr__(self, "must", frozenset(c.name for c in self.columns if c.must))
        object.__setattr__(self, "known", names | self.any_of | NOT_LOOKED_AT)

    def fits(self, header: frozenset[str]) -> bool:
        return self.must <= header and (not self.any_of or not self.any_of.isdisjoint(header))


# How columns are written below.


def _code(
    table: str,
    name: str,
    keep: str | None,
    *,
    must: bool = False,
    end: bool = False,
    read: cells.Reader = str.strip,
) -> Column:
    return Column(name, keep, read, must, code_set(table, name), end)


def _must(name: str, keep: str, read: cells.Reader) -> Column:
    return Column(name, keep, read, True)


def _may(name: str, keep: str, read: cells.Reader) -> Column:
    return Column(name, keep, read)


_CHILD = _must("CHILD", "child", cells.key)
_DOB = _must("DOB", "born", cells.uk_day)
_CODE = _must("CODE", "child", cells.key)
_maybe_uk = cells.maybe(cells.uk_day)


# What must hold between the cells of one row.


def _error(column: str, day: date, problem: str) -> Problem:
    return Problem("error", column, f"{day:%d/%m/%Y}", problem, "Check both dates.")


def _still_to_come(column: str, day: date | None, today: date) -> Iterator[Problem]:
    if day is not None and day > today:
        yield Problem(
            "warning",
            column,
            f"{day:%d/%m/%Y}",
            "This day is still to come.",
            "Check the date. It is kept as it is.",
        )


def _already_born(row: Any, today: date, column: str = "DOB") -> Iterator[Problem]:
    if row.born > today:
        yield Problem(
            "error",
            column,
            f"{row.born:%d/%m/%Y}",
            "The date of birth is still to come.",
            "Check the date of birth.",
        )


def _born(row: Any, today: date, column: str = "DOB") -> Iterator[Problem]:
    yield from _already_born(row, today, column)
    if today.year - row.born.year > 40:
        yield Problem(
            "warning",
            column,
            f"{row.born:%d/%m/%Y}",
            "This person would be over 40.",
            "Check the year of birth.",
        )


def _not_before_birth(row: Any, column: str, day: date | None) -> Iterator[Problem]:
    if day is not None and day < row.born:
        yield _error(column, day, "This is before the child was born.")


def _in_order(column: str, first: date, last: date | None) -> Iterator[Problem]:
    if last is not None and last < first:
        yield _error(column, last, "The end comes before the start.")


def _check_episode(row: records.EpisodeRow, today: date) -> Iterator[Problem]:
    yield from _in_order("DEC", row.started, row.ended)
    yield from _still_to_come("DECOM", row.started, today)
    yield from _still_to_come("DEC", row.ended, today)
    if (row.ended is None) != (not row.reason_ended):
        yield Problem(
            "warning",
            "REC",
            row.reason_ended,
            "An end date and a reason for it come together, or not at all.",
            "Fill in the missing one, or clear the other.",
        )


def _check_review(row: records.ReviewRow, today: date) -> Iterator[Problem]:
    yield from _already_born(row, today)
    yield from _not_before_birth(row, "REVIEW", row.held)
    yield from _still_to_come("REVIEW", row.held, today)


def _check_uasc(row: records.UascRow, today: date) -> Iterator[Problem]:
    yield from _already_born(row, today)
    yield from _not_before_birth(row, "DUC", row.ceased)


def _check_missing(row: records.MissingRow, today: date) -> Iterator[Problem]:
    yield from _already_born(row, today)
    yield from _not_before_birth(row, "MIS_START", row.started)
    yield from _in_order("MIS_END", row.started, row.ended)
    yield from _still_to_come("MIS_START", row.started, today)


def _check_social_worker(row: records.SocialWorkerRow, today: date) -> Iterator[Problem]:
    yield from _already_born(row, today)
    yield from _not_before_birth(row, "SW_DECOM", row.started)
    yield from _in_order("SW_DEC", row.started, row.ended)


def _check_person(row: records.PersonRow, today: date) -> Iterator[Problem]:
    yield from _born(row, today, "BORN")


def _check_connection(row: records.ConnectionRow, today: date) -> Iterator[Problem]:
    yield from _in_order("TO", row.since, row.until)
    if bool(row.worker) == bool(row.person):
        yield Problem(
            "error",
            "WORKER",
            row.worker,
            "A connection is with one worker or one person.",
            "Fill in WORKER or PERSON, and leave the other empty.",
        )
    elif row.person == row.child:
        yield Problem(
            "error",
            "PERSON",
            row.person,
            "Nobody is connected to themselves.",
            "Write the key of the other person.",
        )


def _check_date(row: records.DateRow, today: date) -> Iterator[Problem]:
    if row.ends is not None and row.ends <= row.starts:
        yield Problem(
            "error",
            "ENDS",
            f"{row.ends:%d/%m/%Y %H:%M}",
            "It ends before it starts.",
            "Check both times.",
        )


_NEVER = cells.text(0)


def _passed_over(table: TableName, *names: str) -> Shape:
    return Shape(table, tuple(Column(name, None, _NEVER, True) for name in ("CHILD", *names)))


SHAPES: tuple[Shape, ...] = (
    Shape(
        TableName.HEADER,
        (
            _CHILD,
            _DOB,
            _code("header", "SEX", None),
            _code("header", "ETHNIC", None),
            _code("header", "MOTHER", None),
        ),
        records.HeaderRow,
        frozenset({"ETHNIC", "UPN", "MOTHER"}),
        _born,
    ),
    Shape(
        TableName.PEOPLE,
        (
            _CODE,
            _must("BORN", "born", cells.any_day),
            _may("KNOWN_AS", "known_as", cells.name),
            _may("FIRST_NAME", "first_name", cells.name),
            _may("LAST_NAME", "last_name", cells.name),
            _may("PRONOUNS", "pronouns", cells.text(40)),
            _may("LANGUAGE", "language", cells.language),
            _may("HOME_AUTHORITY", "home_authority", cells.name),
            _code("people", "CATEGORY", "category", read=cells.slug),
            _may("INTERPRETER", "interpreter", cells.text(200)),
        ),
        records.PersonRow,
        check=_check_person,
    ),
    Shape(
        TableName.WORKERS,
        (
            _must("WORKER", "worker", cells.key),
            _must("NAME", "name", cells.name),
            _code("workers", "ROLE", "role", must=True, read=cells.slug),
            _may("TEAM", "team", cells.name),
            _may("KNOWN_AS", "known_as", cells.name),
            _may("EMAIL", "email", cells.email),
            _may("PHONE", "phone", cells.phone),
        ),
        records.WorkerRow,
    ),
    Shape(
        TableName.EPISODES,
        (
            _CHILD,
            _must("DECOM", "started", cells.uk_day),
            _code("episodes", "RNE", "reason_new", must=True),
            _code("episodes", "LS", "legal_status", must=True),
            _code("episodes", "CIN", None),
            _code("episodes", "PLACE", "placement", must=True),
            _code("episodes", "PLACE_PROVIDER", "provider"),
            _must("DEC", "ended", _maybe_uk),
            _code("episodes", "REC", "reason_ended", must=True, end=True),
            _code("episodes", "REASON_PLACE_CHANGE", "reason_place_change", end=True),
        ),
        records.EpisodeRow,
        check=_check_episode,
    ),
    Shape(
        TableName.REVIEWS,
        (
            _CHILD,
            _DOB,
            _must("REVIEW", "held", cells.uk_day),
            _code("reviews", "REVIEW_CODE", "code", must=True),
        ),
        records.ReviewRow,
        check=_check_review,
    ),
    Shape(
        TableName.UASC,
        (
            _CHILD,
            _DOB,
            _must("DUC", "ceased", _maybe_uk),
            _code("uasc", "SEX", None),
        ),
        records.UascRow,
        check=_check_uasc,
    ),
    Shape(
        TableName.OC2,
        (
            _CHILD,
            _DOB,
            _must("SDQ_SCORE", "sdq_score", cells.score),
            _code("oc2", "SDQ_REASON", "sdq_reason", must=True),
            _code("oc2", "HEALTH_CHECK", "health_check", must=True),
            _code("oc2", "IMMUNISATIONS", "immunisations"),
            _code("oc2", "TEETH_CHECK", "teeth_check"),
            _code("oc2", "HEALTH_ASSESSMENT", "health_assessment"),
        ),
        records.Oc2Row,
        check=_already_born,
    ),
    Shape(
        TableName.OC3,
        (
            _CHILD,
            _DOB,
            _code("oc3", "IN_TOUCH", "in_touch", must=True),
            _code("oc3", "ACTIV", "activity", must=True),
            _code("oc3", "ACCOM", "accommodation", must=True),
        ),
        records.Oc3Row,
        check=_already_born,
    ),
    Shape(
        TableName.MISSING,
        (
            _CHILD,
            _DOB,
            _code("missing", "MISSING", "kind", must=True),
            _must("MIS_START", "started", cells.uk_day),
            _must("MIS_END", "ended", _maybe_uk),
        ),
        records.MissingRow,
        check=_check_missing,
    ),
    Shape(
        TableName.SOCIAL_WORKERS,
        (
            _CHILD,
            _DOB,
            _must("SW_ID", "worker_code", cells.key),
            _must("SW_DECOM", "started", cells.uk_day),
            _must("SW_DEC", "ended", _maybe_uk),
            _code("social_workers", "SW_REASON", "reason", end=True),
        ),
        records.SocialWorkerRow,
        check=_check_social_worker,
    ),
    Shape(
        TableName.CONNECTIONS,
        (
            _CODE,
            _code("connections", "KIND", "kind", must=True, read=cells.slug),
            _must("FROM", "since", cells.any_day),
            _may("TO", "until", cells.maybe(cells.any_day)),
            _may("WORKER", "worker", cells.maybe_key),
            _may("PERSON", "person", cells.maybe_key),
            _may("LABEL", "label", cells.name),
            _may("GRANTS", "grants", cells.grants),
        ),
        records.ConnectionRow,
        frozenset({"WORKER", "PERSON"}),
        _check_connection,
    ),
    Shape(
        TableName.DATES,
        (
            _CODE,
            _code("dates", "KIND", "kind", must=True, read=cells.slug),
            _must("STARTS", "starts", cells.wall_time),
            _may("ENDS", "ends", cells.maybe(cells.wall_time)),
            _may("WITH", "with_whom", cells.name),
            _may("WHERE", "where", cells.text(200)),
            _may("WHO_BRINGS", "who_brings", cells.name),
            _may("NOTE", "note", cells.text(1000, lines=True)),
            _code("dates", "STATE", "state", read=lambda cell: cells.slug(cell) or "coming"),
            _may("KEY", "key", cells.maybe_key),
        ),
        records.DateRow,
        check=_check_date,
    ),
    _passed_over(TableName.AD1, "DATE_INT", "DATE_MATCH"),
    _passed_over(TableName.PLACED_FOR_ADOPTION, "DATE_PLACED", "DATE_PLACED_CEASED"),
    _passed_over(TableName.PREVIOUS_PERMANENCE, "PREV_PERM", "DATE_PERM"),
    _passed_over(TableName.DEPRIVATION_OF_LIBERTY, "DOLO_START"),
)

_KNOWN_NAMES = frozenset().union(*(shape.known for shape in SHAPES))
_KNOWN_TABLES = ", ".join(shape.table.replace("_", " ") for shape in SHAPES)


def names_of(header: list[str]) -> list[str]:
    """Column names as we know them: trimmed, in capitals, aliases undone."""
    upper = [cell.strip().upper() for cell in header]
    return [ALIASES.get(name, name) for name in upper]


def recognise(header: list[str]) -> Shape:
    """The one table this header row belongs to. Raises Refused if there is none, or two."""
    names = names_of(header)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Refused(
            f"The column {columns_seen(twice[:1])} is there more than once.",
            "Keep one column of each name (CHILDID is CHILD, PL is PLACE).",
        )
    present = frozenset(names)
    fitting = [shape for shape in SHAPES if shape.fits(present)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        which = " and ".join(shape.table.replace("_", " ") for shape in fitting)
        raise Refused(f"The columns fit more than one table: {which}.", "Send one table a file.")
    raise Refused(
        f"The first row is not the header of a table we know. Columns seen: "
        f"{columns_seen(header)}. Tables known: {_KNOWN_TABLES}, plans.",
        _advice(header, present),
    )


def _advice(header: list[str], present: frozenset[str]) -> str:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        return "Separate the columns with commas: save it as CSV UTF-8 (comma separated)."
    nearest = max(SHAPES, key=lambda shape: len(shape.must & present) / len(shape.must))
    if len(nearest.must & present) * 2 > len(nearest.must):
        lacking = sorted(nearest.must - present) or sorted(nearest.any_of)
        return f"If this is {nearest.table.replace('_', ' ')}, it lacks: {', '.join(lacking)}."
    return "Put the names of the columns into the first row."


def extra_columns(shape: Shape, header: list[str]) -> list[str]:
    """Columns that this table does not have; they are read past."""
    return [
        cell
        for cell, name in zip(header, names_of(header), strict=True)
        if name and name not in shape.known
    ]


def _one_of_each(codes: CodeSet | None) -> dict[str, str] | None:
    """Codes that need no further look, each to itself: two million rows share one "V2"."""
    return {code: code for code in codes.always} if codes else None


RowReader = Callable[[list[str], int], Record | None]


def row_reader(shape: Shape, header: list[str], today: date, sink: Sink) -> RowReader:
    """A function for the rows of this file: cells and line in, record out, or None if rejected.

    Everything that depends on the header is settled here, once, so that a row costs little.
    """
    make = shape.record
    assert make is not None
    at = {name: place for place, name in enumerate(names_of(header)) if name}
    plan = [
        (at[c.name], c, c.read, c.keep, _one_of_each(c.codes))
        for c in shape.columns
        if c.name in at
    ]
    blank = {c.keep: c.read("") for c in shape.columns if c.keep and c.name not in at}
    check, file = shape.check, sink.file

    def read(row: list[str], line: int) -> Record | None:
        values: dict[str, Any] = {**blank, "file": file, "line": line}
        odd: list[Column] = []
        good = True
        for place, column, reader, keep, always in plan:
            try:
                value = reader(row[place])
            except CannotUse as wrong:
                good = False
                sink.add(
                    line, Problem("error", column.name, row[place], wrong.problem, wrong.what_to_do)
                )
                continue
            except KeepAndSay as strange:
                value = strange.kept
                sink.add(
                    line,
                    Problem(
                        "warning", column.name, row[place], strange.problem, strange.what_to_do
                    ),
                )
            if always is not None and value:
                code = always.get(value)
                if code is None:
                    odd.append(column)
                else:
                    value = code
            if keep is not None:
                values[keep] = value
        if not good:
            return None
        for column in odd:
            _check_code(column, row[at[column.name]], values, today, line, sink)
        record = make(**values)
        if check is not None:
            for problem in check(record, today):
                good = good and problem.level != "error"
                sink.add(line, problem)
        return record if good else None

    return read


def _check_code(
    column: Column, cell: str, values: dict[str, Any], today: date, line: int, sink: Sink
) -> None:
    """Warn of a code outside its set or its years; keep it, unless it looks private."""
    assert column.codes is not None
    code = column.read(cell)
    last = values.get("ended") or today
    first = last if column.end else values.get("started") or today
    problem = column.codes.problem(code, first, last)
    if problem is None:
        return
    what = "Check the code. It is kept as it is."
    if column.keep is None:
        what = "Check the code. The portal does not keep it."
    elif looks_private(code):
        values[column.keep], what = "", "Check the columns of this row. The value is not kept."
    elif len(code) > LONGEST_CODE:
        values[column.keep], what = code[:LONGEST_CODE], "Check the code. Its start is kept."
    sink.add(line, Problem("warning", column.name, cell, f"The value {problem}.", what))


def columns_of(table: TableName) -> Mapping[str, Column]:
    """The columns of a table that are looked at, by name."""
    return {c.name: c for shape in SHAPES if shape.table is table for c in shape.columns}
