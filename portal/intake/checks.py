"""What must hold between rows: one person a key, one birth date a person, nothing twice.

The files are gone through in a fixed order (`TableName`, then name of file, then line), so that
the same folder always gives the same findings. The header is believed first about a birth date.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from portal.intake.findings import Problem
from portal.intake.records import (
    ChildRecord,
    DateRow,
    EpisodeRow,
    HeaderRow,
    PersonRow,
    PlanRow,
    Record,
    TableName,
    WorkerRow,
)

Say = Callable[[Record, Problem], None]
Rows = dict[TableName, list[Record]]


def across(rows: Rows, say: Say) -> Rows:
    """The rows that stand once they are compared with each other; says why the others fall."""
    born: dict[str, tuple[date, Record]] = {}
    spelt: dict[str, str] = {}
    standing: Rows = {}
    for table in TableName:
        if table not in rows:
            continue
        good = _once(rows[table], say)
        good = [row for row in good if _spelt_alike(row, spelt, say) and _one_birth(row, born, say)]
        good = [row for row in good if not _before_birth(row, born, say)]
        if table is TableName.EPISODES:
            _overlaps(good, say)
        standing[table] = good
    return standing


def _only(row: Record) -> tuple[str, tuple[object, ...]] | None:
    """The column and value that only one row of the table may have."""
    if isinstance(row, HeaderRow):
        return "CHILD", (row.child,)
    if isinstance(row, PersonRow):
        return "CODE", (row.child,)
    if isinstance(row, WorkerRow):
        return "WORKER", (row.worker,)
    if isinstance(row, PlanRow):
        return "version", (row.child, row.kind, row.version)
    if isinstance(row, DateRow):
        return "KEY", row.identity
    return None


def _once(rows: Iterable[Record], say: Say) -> list[Record]:
    """Drops a row that says the same again, and one that uses another's key."""
    same: dict[Record, Record] = {}
    owner: dict[tuple[object, ...], Record] = {}
    good: list[Record] = []
    for row in rows:
        first = same.setdefault(row, row)
        if first is not row:
            say(
                row,
                Problem(
                    "warning",
                    "",
                    "",
                    f"This says the same as {_place(first)}.",
                    "Nothing to do: it is taken once.",
                ),
            )
            continue
        only = _only(row)
        if only is not None:
            column, value = only
            first = owner.setdefault(value, row)
            if first is not row:
                say(
                    row,
                    Problem(
                        "error",
                        column,
                        " ".join(map(str, value)),
                        f"This key is already used in {_place(first)}, with other values.",
                        "Give each its own key, or keep the one row that is right.",
                    ),
                )
                continue
        good.append(row)
    return good


def _place(row: Record) -> str:
    return f"line {row.line} of {row.file}"


def _spelt_alike(row: Record, spelt: dict[str, str], say: Say) -> bool:
    """False for a key that differs from an earlier one only by leading zeros or capitals: one of
    the two was damaged on its way, and they may be the same child."""
    if not isinstance(row, ChildRecord):
        return True
    first = spelt.setdefault(row.child.lstrip("0").casefold(), row.child)
    if first == row.child:
        return True
    say(
        row,
        Problem(
            "error",
            "",
            row.child,
            f"This key is the same as {first} but for zeros or capitals.",
            "Write the key of a child in one way everywhere.",
        ),
    )
    return False


def _one_birth(row: Record, born: dict[str, tuple[date, Record]], say: Say) -> bool:
    day: date | None = getattr(row, "born", None)
    if day is None or not isinstance(row, ChildRecord):
        return True
    known, first = born.setdefault(row.child, (day, row))
    if known == day:
        return True
    say(
        row,
        Problem(
            "error",
            "BORN" if isinstance(row, PersonRow) else "DOB",
            f"{day:%d/%m/%Y}",
            f"This child was born on another day, says {_place(first)}.",
            "Find out which is right. It may be another child's key.",
        ),
    )
    return False


def _before_birth(row: Record, born: dict[str, tuple[date, Record]], say: Say) -> bool:
    if not isinstance(row, EpisodeRow) or row.child not in born:
        return False
    if row.started >= born[row.child][0]:
        return False
    say(
        row,
        Problem(
            "error",
            "DECOM",
            f"{row.started:%d/%m/%Y}",
            "This is before the child was born.",
            "Check both dates.",
        ),
    )
    return True


def _overlaps(rows: Iterable[Record], say: Say) -> None:
    """Warns of an episode that starts before the one before it has ended."""
    children: dict[str, list[EpisodeRow]] = defaultdict(list)
    for row in rows:
        assert isinstance(row, EpisodeRow)
        children[row.child].append(row)
    for child in children.values():
        child.sort(key=lambda row: (row.started, row.ended or date.max, row.file, row.line))
        for before, row in _pairs(child):
            if before.ended is None or before.ended > row.started:
                say(
                    row,
                    Problem(
                        "warning",
                        "DECOM",
                        f"{row.started:%d/%m/%Y}",
                        f"This starts before the one in {_place(before)} has ended.",
                        "Check both. They are kept as they are.",
                    ),
                )


def _pairs(rows: list[EpisodeRow]) -> Iterator[tuple[EpisodeRow, EpisodeRow]]:
    """Each row with the earlier one that ends last."""
    latest = rows[0]
    for row in rows[1:]:
        yield latest, row
        if latest.ended is not None and (row.ended is None or row.ended > latest.ended):
            latest = row
