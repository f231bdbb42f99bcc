"""Cells of a file that a spreadsheet opens."""

from __future__ import annotations

_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def plain(cell: str) -> str:
    """A cell that no spreadsheet runs: one that begins like a formula is given an apostrophe, which
    makes it a word. No valid key, date or code begins so, and these are left as they are."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) else cell
