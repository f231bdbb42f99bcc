"""A code as a picture that phones read."""

from __future__ import annotations

from dataclasses import dataclass

import segno

QUIET = 4  # modules of plain edge that a reader needs


@dataclass(frozen=True)
class Picture:
    """size: modules on a side, its quiet edge included. path: each dark run, for an SVG path that
    is drawn with a line one module wide."""

    size: int
    path: str


def picture_of(address: str) -> Picture:
    """Its colours come from the page: dark on light in every look, as readers need them."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    runs = [
        f"M{QUIET + start} {QUIET + y}.5h{length}"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    return Picture(len(rows) + 2 * QUIET, "".join(runs))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where each dark run begins, and how long it is."""
    found, start = [], None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append((start, x - start))
            start = None
    return found
