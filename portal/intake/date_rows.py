"""Visits, family time and reviews: coming ones with their hour, and those of the yearly return."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import datetime, time

from portal.core.appointments import State
from portal.family_time.tables import FamilyTime
from portal.intake.changes import TableChanges, Values
from portal.intake.connection_rows import Known
from portal.intake.records import DateRow, ReviewRow
from portal.intake.working import Working
from portal.people.rules import age_on
from portal.reviews.tables import Review
from portal.visits.tables import Visit

# Keys that the import makes itself. A council's own key cannot hold a colon.
FROM_RETURN, WITHOUT_KEY = "903:", "at:"
Time = tuple[int, datetime]  # whose, and when
GROWN_UP = 18  # a care leaver: seen by an adviser, reviewed for the pathway plan


def take(work: Working, known: Known) -> None:
    tables = {
        "visit": _table(work, Visit, "visits"),
        "family_time": _table(work, FamilyTime, "family time"),
        "review": _table(work, Review, "reviews"),
    }
    owners = {
        row["key"]: (kind, row["person_id"])
        for kind, table in tables.items()
        for row in table.there.values()
        if row["key"] and ":" not in row["key"]
    }
    by_time = {
        (row["person_id"], row["wall"]): key
        for key, row in tables["review"].there.items()
        if row["key"].startswith(WITHOUT_KEY) and row["state"] != State.CANCELLED
    }
    for row in work.reading.of(DateRow):
        _date(work, tables, owners, by_time, known, row)
    _returned(work, tables["review"])


def _table(work: Working, table: type[Visit | FamilyTime | Review], name: str) -> TableChanges:
    return work.table(table, name, lambda row: (row["person_id"], row["key"]))


def _date(
    work: Working,
    tables: dict[str, TableChanges],
    owners: dict[str, tuple[str, int]],
    by_time: Mapping[Time, Hashable],
    known: Known,
    row: DateRow,
) -> None:
    person = work.child(row)
    if person is None:
        return
    if row.kind not in tables or row.state not in set(State):
        column, value = ("KIND", row.kind) if row.kind not in tables else ("STATE", row.state)
        work.warn(
            row,
            column,
            value,
            "This date is shown to nobody, because we do not know this value.",
            "Put it right, then send the file again.",
        )
        return
    if row.key and owners.setdefault(row.key, (row.kind, person["id"])) != (row.kind, person["id"]):
        work.reject(
            row,
            "KEY",
            row.key,
            "This key belongs to another kind of date, or to another young person.",
            "Give each date a key of its own.",
        )
        return
    key = (person["id"], row.key or f"{WITHOUT_KEY}{row.starts:%Y-%m-%dT%H:%M}")
    table = tables[row.kind]
    if row.kind == "review" and row.state != State.CANCELLED:
        _known_otherwise(table, key, row.starts, by_time)
    values = _values(row, person, known)
    there = table.there.get(key)
    moved = there is not None and there.get("moved_from") == row.starts
    if moved:
        # Its reviewing officer gave it another time here: the file still says the one before.
        del values["wall"], values["wall_end"]
        values.pop("all_day", None)
    if there is not None and row.state == State.COMING and (moved or there["wall"] == row.starts):
        del values["state"]  # the file's usual word never takes back that it was held or called off
    fresh = {"person_id": person["id"], "key": key[1], "state": row.state}
    table.put(key, values, row, row.child, fresh)


def _known_otherwise(
    table: TableChanges, key: tuple[int, str], starts: datetime, by_time: Mapping[Time, Hashable]
) -> None:
    """A review that we knew without the council's key: from the yearly return by its day alone, or
    from its reviewing officer's desk by its time."""
    if key in table.there:
        return
    returned = (key[0], f"{FROM_RETURN}{starts:%Y-%m-%d}")
    for same in (by_time.get((key[0], starts)), returned):
        if same is not None and same in table.there:
            table.rekey(same, key)
            return


def _values(row: DateRow, person: Values, known: Known) -> Values:
    values: Values = {
        "wall": row.starts,
        "wall_end": row.ends,
        "state": row.state,
        "where": row.where,
        "note": row.note,
    }
    adult = known.adult(person["id"], row.with_whom)
    grown_up = person["born"] is not None and age_on(person["born"], row.starts.date()) >= GROWN_UP
    if row.kind == "family_time":
        values.update(with_label=row.with_whom, brings=row.who_brings)
        return {**values, "with_id": known.anybody(person["id"], row.with_whom)}
    if row.kind == "visit":
        values.update(by_label=row.with_whom, kind="adviser" if grown_up else "social_worker")
        return {**values, "by_id": adult} if adult else values
    values.update(run_by_label=row.with_whom, kind="pathway" if grown_up else "care")
    values.update(all_day=False, key=row.key or f"{WITHOUT_KEY}{row.starts:%Y-%m-%dT%H:%M}")
    return {**values, "run_by_id": adult} if adult else values


def _returned(work: Working, table: TableChanges) -> None:
    """Reviews of the yearly return: a day and a code, no hour. One that we know already on that day
    is the same review (`_same_day`), and only learns its code."""
    known = _same_day(table)
    for row in work.reading.of(ReviewRow):
        person = work.child(row)
        if person is None:
            continue
        state = State.DONE.value if row.held <= work.today else State.COMING.value
        own = (person["id"], f"{FROM_RETURN}{row.held:%Y-%m-%d}")
        same = known.get((person["id"], row.held), own)
        values = {"code": row.code, "state": state}
        if same != own and state != State.DONE:
            del values["state"]
        fresh = {
            "person_id": person["id"],
            "key": own[1],
            "kind": "care",
            "wall": datetime.combine(row.held, time()),
            "all_day": True,
        }
        table.put(same, values, row, row.child, fresh)


def _same_day(table: TableChanges) -> dict[object, Hashable]:
    """By young person and day, the review that a return speaks of; none that was called off. One of
    a pathway plan only where there is no other; one that was held before one that was not; one with
    its hour before one known by its day alone."""

    def order(item: tuple[Hashable, Values]) -> tuple[bool, bool, bool]:
        row = item[1]
        return (
            row["kind"] != "care",
            row["state"] != State.DONE,
            row["key"].startswith(FROM_RETURN),
        )

    found: dict[object, Hashable] = {}
    for key, row in sorted(table.there.items(), key=order):
        if row["state"] != State.CANCELLED:
            found.setdefault((row["person_id"], row["wall"].date()), key)
    return found
