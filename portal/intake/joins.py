"""Whom the rows are about: young people and adults, joined to those the council has.

A key is enough only while nothing speaks against it. Where it might be somebody else's, every row
of that key is rejected: one person's record must never be written into another's.
"""

from __future__ import annotations

from typing import Any

from portal.intake.changes import Values
from portal.intake.records import (
    HeaderRow,
    PersonRow,
    Record,
    SocialWorkerRow,
    TableName,
    WorkerRow,
)
from portal.intake.working import ADULTS, Working
from portal.people.rules import PersonKind

CARERS = frozenset({"foster_carer", "family_carer", "keyworker"})
STAFF = frozenset(
    {
        "social_worker",
        "personal_adviser",
        "reviewing_officer",
        "supervising_social_worker",
        "duty",
        "manager",
        "editor",
        "administrator",
        "other",
    }
)
Said = dict[str, list[HeaderRow | PersonRow]]


def young_people(work: Working) -> None:
    """Add the young people of header and people, and what people says of them."""
    said: Said = {}
    for head in work.reading.of(HeaderRow):
        said.setdefault(head.child, []).append(head)
    for own in work.reading.of(PersonRow):
        said.setdefault(own.child, []).append(own)
    there = work.people.there.values()
    spelt = {_bare(row["code"]): row["code"] for row in there if row["kind"] == PersonKind.YOUNG}
    for code, rows in said.items():
        doubt = _doubt(work, work.people.there.get(code), rows, spelt.get(_bare(code), code))
        if doubt is not None:
            work.doubts[code] = doubt
            for row in rows:
                work.reject(row, *_born_cell(row), *doubt)
            continue
        for row in rows:
            _young(work, row)
    _absent(work, TableName.PEOPLE, {row.child for row in work.reading.of(PersonRow)}, "young")


def _bare(code: str) -> str:
    return code.lstrip("0").casefold()


def _born_cell(row: HeaderRow | PersonRow) -> tuple[str, str]:
    return ("BORN" if isinstance(row, PersonRow) else "DOB"), f"{row.born:%d/%m/%Y}"


def _doubt(
    work: Working, there: Values | None, rows: list[HeaderRow | PersonRow], spelt: str
) -> tuple[str, str] | None:
    """Why we cannot be sure that this key is this person; None when we are."""
    code = rows[0].child
    if there is None:
        if spelt == code:
            return None
        return (
            f"The portal knows {spelt}, which is the same but for zeros or capitals.",
            "Write the key of a child in one way everywhere.",
        )
    if there["kind"] != PersonKind.YOUNG and not work.only_kept_away(there):
        return ("This key belongs to an adult in the portal.", "Check the key.")
    days = {row.born for row in rows}
    corrected = len(rows) > 1 and len(days) == 1  # header and people say the same
    if there["born"] in (None, *days) or corrected:
        return None
    return (
        "The portal has another date of birth for this key. No row of it is taken.",
        "It may be another child's key. To correct the date, send it in header and people.",
    )


def _young(work: Working, row: HeaderRow | PersonRow) -> None:
    values: Values = {"born": row.born, "kind": PersonKind.YOUNG.value}
    fresh: Values = {"code": row.child}
    if isinstance(row, PersonRow):
        there = work.people.there.get(row.child)
        known_as = row.known_as or (there["known_as"] if there else "") or row.first_name
        said = {
            "known_as": known_as,
            "first_name": row.first_name,
            "last_name": row.last_name,
            "pronouns": row.pronouns,
            "language": row.language,
            "interpreter": row.interpreter,
            "home_authority": row.home_authority,
            "category": row.category,
        }
        values.update(_filled(said))
    _put(work, row.child, values, fresh, row)


def _filled(said: dict[str, Any]) -> Values:
    """What was said: an empty cell never takes away what the portal knows."""
    return {name: value for name, value in said.items() if value}


def _put(work: Working, code: str, values: Values, fresh: Values, row: Record) -> Values:
    person = work.people.put(code, values, row, code, fresh)
    work.codes[person["id"]] = code
    return person


def adults(work: Working) -> None:
    """Add the adults of workers, and social workers who are only in the yearly return."""
    for row in work.reading.of(WorkerRow):
        _worker(work, row)
    for episode in work.reading.of(SocialWorkerRow):
        code = episode.worker_code
        there = work.people.there.get(code)
        if (there is None or work.only_kept_away(there)) and episode.child not in work.doubts:
            values = {"kind": PersonKind.STAFF.value}
            _put(work, code, values, {"code": code, "job": "Social worker"}, episode)
    _absent(work, TableName.WORKERS, {row.worker for row in work.reading.of(WorkerRow)}, *ADULTS)


def _worker(work: Working, row: WorkerRow) -> None:
    there = work.people.there.get(row.worker)
    if "advocate" in row.role or (there and work.is_advocate(there)):
        refuse_advocate(work, row, "ROLE", row.role)
        return
    if there and there["kind"] not in ADULTS and not work.only_kept_away(there):
        work.reject(
            row,
            "WORKER",
            row.worker,
            "This key belongs to a young person or their family.",
            "Give each person a key of their own.",
        )
        return
    first, _, last = row.name.rpartition(" ")
    values = _filled(
        {
            "known_as": row.known_as or row.name,
            "first_name": first or last,
            "last_name": last if first else "",
            "job": row.role.replace("_", " ").capitalize(),
            "team": row.team,
            "email": row.email,
            "phone": row.phone,
        }
    )
    if row.role in CARERS:
        values["kind"] = PersonKind.CARER.value
    elif row.role in STAFF or work.only_kept_away(there):
        values["kind"] = PersonKind.STAFF.value
    _put(work, row.worker, values, {"kind": PersonKind.STAFF.value, "code": row.worker}, row)


def refuse_advocate(work: Working, row: Record, column: str, value: str) -> None:
    """A council must neither make an advocate nor connect one: who has one is not its to know."""
    work.reject(
        row,
        column,
        value,
        "Advocates are independent, so they never come from the council's files.",
        "Take this row out. The advocacy service gives its own people access.",
    )


def _absent(work: Working, table: TableName, there: set[str], *kinds: str) -> None:
    """Note who is in the portal and not in a file that says it is complete. Nobody is deleted."""
    if work.reading.complete_as_at(table) is None:
        return
    work.absent[table] = sorted(
        row["code"]
        for row in work.people.there.values()
        if row["kind"] in kinds and row["code"] not in there
    )
