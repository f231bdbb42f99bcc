"""What a measurement hands over, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | float | int | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Part:
    """One table. what: how it was measured and what to compare it with; rows share their keys."""

    name: str
    what: str
    rows: list[Row]


def show(part: Part) -> None:
    print(f"\n{part.name}\n  {part.what}")
    if not part.rows:
        return
    heads = list(part.rows[0])
    lines = [heads, *([_said(row.get(head)) for head in heads] for row in part.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    numbers = [all(not isinstance(row.get(head), str) for row in part.rows) for head in heads]
    for line in lines:
        cells = (
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, numbers, strict=True)
        )
        print("  " + "  ".join(cells).rstrip(), flush=True)


def _said(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:.2f}" if cell < 10 else f"{cell:,.1f}" if cell < 1_000 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) else cell
