"""Work out what a folder would change in a council, and do it: all of it, or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from portal.core.db import Db, add_rows
from portal.core.ids import new_id
from portal.intake import care_rows, connection_rows, date_rows, joins, plan_rows
from portal.intake.changes import CHUNK
from portal.intake.reading import Reading, unknown_children, unknown_workers, without
from portal.intake.records import SocialWorkerRow
from portal.intake.snapshot import Snapshot, take
from portal.intake.tables import ImportFinding, ImportRun
from portal.intake.working import ADULTS, Working
from portal.notifications import actions as notifications
from portal.people.rules import PersonKind
from portal.people.tables import Council, Person
from portal.rebuild import rebuild


@dataclass(frozen=True)
class Target:
    """The council that the files are for. new: it is made by this import."""

    id: int
    name: str
    new: bool = False
    kind: str = "real"


def councils(db: Db) -> list[Target]:
    rows = db.execute(select(Council.id, Council.name, Council.kind).order_by(Council.name))
    return [Target(row.id, row.name, False, row.kind) for row in rows]


def new_council(name: str, others: list[Target]) -> Target:
    """A council that is still to be made: a made-up one where made-up ones are, because made-up
    and real people never stand in one installation."""
    kind = "demo" if any(other.kind == "demo" for other in others) else "real"
    return Target(new_id(), name, True, kind)


def work_out(db: Db, target: Target, reading: Reading, now: datetime) -> Working:
    """What the reading would change. Writes nothing; one query a table."""
    there = Snapshot(target.id) if target.new else take(db, target.id, reading)
    work = Working(_known(reading, there), there, now)
    joins.young_people(work)
    joins.adults(work)
    care_rows.take(work)
    connections = connection_rows.table_of(work)
    connection_rows.take(work, connections)
    known = connection_rows.Known(work, connections)
    date_rows.take(work, known)
    plan_rows.take(work, known)
    work.finish()
    return work


def _known(reading: Reading, there: Snapshot) -> Reading:
    """Without the rows about children and workers whom nobody knows."""
    people = there.of(Person)
    young = {row["code"] for row in people if row["kind"] == PersonKind.YOUNG}
    adults = {row["code"] for row in people if row["kind"] in ADULTS}
    adults.update(row.worker_code for row in reading.of(SocialWorkerRow))
    errors = {*unknown_children(reading, young), *unknown_workers(reading, adults)}
    return without(reading, errors) if errors else reading


def apply(db: Db, target: Target, reading: Reading, now: datetime) -> Working:
    """Work out the changes and write them. The caller commits (`rebuild.beside`: people go on
    writing meanwhile); until then nothing is kept."""
    if target.new:
        db.add(Council(id=target.id, name=target.name, kind=target.kind))
        db.flush()
    else:
        # Two imports into one council go one after the other. Written, and not only locked: the
        # second began before the first was kept, and has to begin again with what is there by then.
        db.execute(update(Council).where(Council.id == target.id).values(name=Council.name))
    work = work_out(db, target, reading, now)
    if not work.counts():
        return work
    for changes in work.tables:
        changes.write(db)
    for person_id, part in work.told:
        notifications.tell(db, target.id, person_id, "plan_changed", "plan_part", part, now)
    _record(db, work)
    rebuild(db, target.id, now)
    db.flush()
    return work


def _record(db: Db, work: Working) -> None:
    """That the import ran, and everything that it could not take as it was."""
    counts = work.counts()
    run = ImportRun(
        id=new_id(),
        council_id=work.council_id,
        at=work.now,
        added=counts.added,
        changed=counts.changed,
        ended=counts.ended,
        rejected=work.rejected(),
        warned=work.warned(),
        files=json.dumps([{"name": f.name, "sha256": f.sha256} for f in work.reading.files]),
    )
    db.add(run)
    db.flush()
    rows = [
        _finding(run, found.level, found.file, found.line, found.column, found.value,
                 found.problem, found.what_to_do)
        for found in work.reading.findings
        if found.level != "note"
    ]  # fmt: skip
    rows += [
        _finding(run, "refused", file.file, 0, "", "", file.problem, file.what_to_do)
        for file in work.reading.refused
    ]
    for start in range(0, len(rows), CHUNK):
        add_rows(db, ImportFinding, rows[start : start + CHUNK])


def _finding(
    run: ImportRun, level: str, file: str, line: int, column: str, value: str, problem: str,
    what_to_do: str,
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": new_id(),
        "council_id": run.council_id,
        "run_id": run.id,
        "level": level,
        "file": file[:200],
        "line": line,
        "column": column[:60],
        "value": value[:80],
        "problem": problem[:200],
        "what_to_do": what_to_do[:300],
    }
