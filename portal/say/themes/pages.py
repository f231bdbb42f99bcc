"""Reads: the quarters that were counted, and one of them; and the same as a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core.access import Viewer
from portal.core.cells import plain
from portal.core.db import Db
from portal.core.words import _
from portal.say.themes import labels
from portal.say.themes.rules import Part, Quarter, Shown, What
from portal.say.themes.tables import QuarterInNumbers

MOST = 20


@dataclass(frozen=True)
class Page:
    """quarters: all that were counted, the newest first. quarter, shown: None before the first."""

    quarters: tuple[Quarter, ...]
    quarter: Quarter | None
    shown: Shown | None


def page(db: Db, viewer: Viewer, code: str) -> Page:
    """code: of the quarter; "" for the newest. One statement. Raises NoResultFound for one that
    was not counted."""
    rows = db.execute(
        select(QuarterInNumbers.year, QuarterInNumbers.number, QuarterInNumbers.shown)
        .where(QuarterInNumbers.council_id == viewer.council_id)
        .order_by(QuarterInNumbers.year.desc(), QuarterInNumbers.number.desc())
        .limit(MOST)
    ).all()
    found = {Quarter(row.year, row.number): row.shown for row in rows}
    if not found and not code:
        return Page((), None, None)
    chosen = next((one for one in found if code in ("", one.code)), None)
    if chosen is None:
        raise NoResultFound
    return Page(tuple(found), chosen, shown_of(json.loads(found[chosen])))


def shown_of(kept: dict[str, Any]) -> Shown:
    parts = tuple(
        Part(What(part["what"]), part["of"], tuple(tuple(group) for group in part["groups"]),
             tuple(part["cells"]))
        for part in kept["parts"]
    )  # fmt: skip
    return Shown(kept["said"], kept["counted"], kept["days"], parts)


def as_csv(quarter: Quarter, shown: Shown) -> bytes:
    """What stands on the page, no more; a number that is left out is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("Quarter"), _("What"), _("Which"), _("Young people")])
    rows: list[tuple[str, str, int | None]] = [
        (_("Said something"), "", shown.said),
        (_("Counted below"), "", shown.counted),
        (_("Days until the first answer, for half of them"), "", shown.days),
    ]
    for part in shown.parts:
        for codes, cell in zip(part.groups, part.cells, strict=True):
            rows.append((labels.heading(part), labels.group(part, codes), cell))
    for what, which, cell in rows:
        writer.writerow([quarter.code, plain(what), plain(which), "" if cell is None else cell])
    return out.getvalue().encode("utf-8-sig")
