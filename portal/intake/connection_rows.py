"""Who is what to whom. Every access follows from these rows, so none is guessed or widened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from datetime import timedelta

from portal.intake.cells import NOTHING_MORE
from portal.intake.changes import TableChanges, Values
from portal.intake.findings import Finding
from portal.intake.joins import refuse_advocate
from portal.intake.records import ConnectionRow, SocialWorkerRow, TableName
from portal.intake.working import Working
from portal.people.rules import DEFAULT_GRANTS, GRANT_NAMES, Grant, Kind, PersonKind
from portal.people.tables import Connection

# The file's word for it, and ours. Kinship carers are foster carers to the child who lives there;
# somebody on duty answers for the worker, and is shown as little as a manager is.
KINDS = {
    **{kind.value: kind for kind in Kind},
    "reviewing_officer": Kind.IRO,
    "family_carer": Kind.FOSTER_CARER,
    "sibling": Kind.FAMILY,
    "duty": Kind.MANAGER,
}
ONLY_THE_NAME = frozenset({"duty"})  # the name, and otherwise only what the file writes


def table_of(work: Working) -> TableChanges:
    return work.table(Connection, "connections", _key)


def _key(row: Values) -> Hashable:
    return row["of_id"], row["with_id"], row["kind"], row["starts"]


def take(work: Working, table: TableChanges) -> None:
    """The return's social workers first, then connections, which know more."""
    spoken: set[Hashable] = set()
    ended: set[Hashable] = set()
    for episode in work.reading.of(SocialWorkerRow):
        _social_worker(work, table, episode, spoken, ended)
    sure = True
    for row in work.reading.of(ConnectionRow):
        sure = _connection(work, table, row, spoken, ended) and sure
    _end_the_missing(work, table, spoken, sure)


def _social_worker(
    work: Working,
    table: TableChanges,
    row: SocialWorkerRow,
    spoken: set[Hashable],
    ended: set[Hashable],
) -> None:
    child, worker = work.child(row), work.adult(row.worker_code)
    if child is None:
        return
    if worker is None:
        work.reject(
            row,
            "SW_ID",
            row.worker_code,
            "This key belongs to a young person or their family.",
            "Check the registration number.",
        )
        return
    if work.is_advocate(worker):
        refuse_advocate(work, row, "SW_ID", row.worker_code)
        return
    key = (child["id"], worker["id"], Kind.SOCIAL_WORKER.value, row.started)
    spoken.add(key)
    values: Values = {}
    if row.ended is not None:  # a blank end never takes back an end that is known
        values["ends"] = row.ended
        ended.add(key)
    fresh = _fresh(work, key, DEFAULT_GRANTS[Kind.SOCIAL_WORKER])
    table.put(key, values, row, row.child, fresh)


def _fresh(work: Working, key: tuple[int, int, str, object], grants: Grant) -> Values:
    of_id, with_id, kind, starts = key
    return {
        "of_id": of_id,
        "with_id": with_id,
        "kind": kind,
        "starts": starts,
        "grants": int(grants),
        "granted_at": work.now,
    }


def _connection(
    work: Working,
    table: TableChanges,
    row: ConnectionRow,
    spoken: set[Hashable],
    ended: set[Hashable],
) -> bool:
    """False when we cannot be sure which connection this row was about."""
    child = work.child(row)
    if child is None:
        return False
    if "advocate" in row.kind:
        refuse_advocate(work, row, "KIND", row.kind)
        return False
    other = _other(work, row)
    if other is None:
        return False
    kind = KINDS.get(row.kind)
    if kind is None:
        work.warn(
            row,
            "KIND",
            row.kind,
            "Nobody is given access by a kind that we do not know.",
            "Put the kind right, then send the file again.",
        )
        return False
    key = (child["id"], other["id"], kind.value, row.since)
    spoken.add(key)
    there = table.there.get(key)
    values: Values = {} if row.until is None and key in ended else {"ends": row.until}
    if row.label:
        values["label"] = row.label
    usual = Grant.NAME if row.kind in ONLY_THE_NAME else DEFAULT_GRANTS.get(kind, Grant.NAME)
    if row.grants:
        usual = _grants(work, row)
        if there is not None and there["grants"] != int(usual):
            values.update(grants=int(usual), granted_at=work.now)
    table.put(key, values, row, row.child, _fresh(work, key, usual))
    return True


def _other(work: Working, row: ConnectionRow) -> Values | None:
    """The person at the other end; None, with the row rejected, when there is nobody to trust."""
    if row.person:
        if row.person not in work.doubts:
            found = work.young(row.person)
            if found is not None:
                return found
        _nobody(work, row, "PERSON", row.person, "person", "the header or people")
        return None
    adult = work.adult(row.worker)
    if adult is None:
        _nobody(work, row, "WORKER", row.worker, "worker", "workers")
        return None
    if work.is_advocate(adult):
        refuse_advocate(work, row, "WORKER", row.worker)
        return None
    return adult


def _nobody(
    work: Working, row: ConnectionRow, column: str, key: str, what: str, where: str
) -> None:
    work.reject(
        row,
        column,
        key,
        f"We do not know this {what}.",
        f"Send the {what} in {where}, or correct the key.",
    )


def _grants(work: Working, row: ConnectionRow) -> Grant:
    found = Grant.NAME
    for word in row.grants:
        if word in GRANT_NAMES:
            found |= GRANT_NAMES[word]
        elif word != NOTHING_MORE:
            work.warn(
                row,
                "GRANTS",
                word,
                "This is not the name of a field, so it grants nothing.",
                f"The names are: {' '.join(GRANT_NAMES)}.",
            )
    return found


def _end_the_missing(work: Working, table: TableChanges, spoken: set[Hashable], sure: bool) -> None:
    """End what a complete file leaves out, on the day before it was complete.

    Only with people whom a council has a key for: a young person's family and friends stand in no
    such file, and stay.
    """
    day = work.reading.complete_as_at(TableName.CONNECTIONS)
    if day is None:
        return
    if not sure:
        for file in sorted({row.file for row in work.reading.of(ConnectionRow)}):
            work.found.append(
                Finding(
                    file,
                    0,
                    "",
                    "warning",
                    "",
                    "This file says that it is complete, but some of its rows cannot be used.",
                    "Nothing is ended because of this file until all its rows can be read.",
                )
            )
        return
    rows = work.reading.of(ConnectionRow)
    kinds = {row["id"]: row["kind"] for row in work.people.there.values()}
    for key, there in list(table.there.items()):
        last = there["ends"]
        if key in spoken or there["starts"] >= day or (last is not None and last < day):
            continue
        if kinds.get(there["with_id"]) != PersonKind.OTHER:
            who = work.codes[there["of_id"]]
            table.put(key, {"ends": day - timedelta(days=1)}, rows[0], who)


class Known:
    """Which connected adult somebody's words mean, when they can mean only one."""

    def __init__(self, work: Working, connections: TableChanges) -> None:
        people = {row["id"]: row for row in work.people.there.values()}
        self._found: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        for row in connections.there.values():
            if row["ends"] is not None and row["ends"] < work.today:
                continue
            other = people[row["with_id"]]
            if other["kind"] not in (PersonKind.STAFF, PersonKind.CARER):
                continue
            full = f"{other['first_name']} {other['last_name']}"
            for word in (row["label"], other["known_as"], full, other["code"]):
                if word.strip():
                    self._found[row["of_id"], word.strip().casefold()].add(other["id"])

    def adult(self, person_id: int, said: str) -> int | None:
        """The adult connected with this young person today whom `said` names, by the young
        person's word, their name or key; None when it is nobody's or more than one's."""
        found = self._found.get((person_id, said.strip().casefold()), set())
        return next(iter(found)) if len(found) == 1 else None
