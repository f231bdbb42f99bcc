"""Who is what to whom. Every access follows from these rows, so none is guessed or widened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from datetime import date, timedelta

from portal.intake.cells import NOTHING_MORE
from portal.intake.changes import TableChanges, Values
from portal.intake.findings import Finding
from portal.intake.joins import refuse_advocate
from portal.intake.records import (
    ConnectionRow,
    PersonRow,
    Record,
    SocialWorkerRow,
    TableName,
    WorkerRow,
)
from portal.intake.working import Working
from portal.people.placements import ending, is_stay
from portal.people.rules import (
    BY_WISH,
    DEFAULT_GRANTS,
    GRANT_NAMES,
    WORKERS,
    Grant,
    Kind,
    PersonKind,
    same_name,
)
from portal.people.tables import Connection

# The rows that speak of each connection, in the order in which they are taken.
Spoken = defaultdict[Hashable, list[SocialWorkerRow | ConnectionRow]]

# The file's word for it, and ours. Kinship carers are foster carers to the child who lives there;
# somebody on duty answers for the worker, and is shown as little as a manager is.
ONLY_IN_THE_PORTAL = (Kind.EMERGENCY, Kind.COVER)
KINDS = {
    # Given in the portal, never by a file: what is opened in an emergency, and who covers.
    **{kind.value: kind for kind in Kind if kind not in ONLY_IN_THE_PORTAL},
    "reviewing_officer": Kind.IRO,
    "family_carer": Kind.FOSTER_CARER,
    "sibling": Kind.FAMILY,
    "duty": Kind.MANAGER,
}
ONLY_THE_NAME = frozenset({"duty"})  # the name, and otherwise only what the file writes

# What one young person can be to another. They know each other's name; no file gives more.
BETWEEN_YOUNG = frozenset({Kind.FAMILY, Kind.FRIEND, Kind.OTHER})

ADULTS = (PersonKind.STAFF, PersonKind.CARER)

# What a file may give. What is given by wish is never given, and never taken away, by a file.
GIVEN_BY_FILE = {name: grant for name, grant in GRANT_NAMES.items() if not grant & BY_WISH}

# Without these a worker is written to and cannot read it, or cannot tell who wrote.
TO_BE_HEARD = Grant.NAME | Grant.MESSAGES


def table_of(work: Working) -> TableChanges:
    return work.table(Connection, "connections", _key)


def _key(row: Values) -> Hashable:
    return row["of_id"], row["with_id"], row["kind"], row["starts"]


def take(work: Working, table: TableChanges) -> None:
    """The return's social workers first, then connections, which know more."""
    spoken: Spoken = defaultdict(list)
    for episode in work.reading.of(SocialWorkerRow):
        _social_worker(work, table, episode, spoken)
    sure = True
    for row in work.reading.of(ConnectionRow):
        sure = _connection(work, table, row, spoken) and sure
    for key, rows in spoken.items():
        _say_what_opens_nothing(work, table.there[key], rows)
        _say_what_stays_ended(work, table.there[key], rows)
        _say_who_cannot_hear(work, table.there[key], rows[-1])
    _end_the_missing(work, table, spoken, sure)
    _say_who_may_be_kept_away(work)


def _social_worker(
    work: Working, table: TableChanges, row: SocialWorkerRow, spoken: Spoken
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
    spoken[key].append(row)
    values = _ends(work, key, table.there.get(key), row.ended)
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


def _ends(
    work: Working, key: tuple[int, int, str, object], there: Values | None, until: date | None
) -> Values:
    """What a row says of the end. A blank never takes back an end that is known, and nothing gives
    back access that has ended: a file may be older than what we know."""
    if until is None or (there is not None and _reopens(work, there, until)):
        return {}
    if there is not None and there.get("left_on") == until:
        return {}
    return _ends_with(work, key[2], until, there["ends"] if there else None)


def _ends_with(work: Working, kind: str, last: date, known: date | None) -> Values:
    """That this was the last day: of a stay, the days of grace follow."""
    if not is_stay(kind):
        return {"ends": last}
    return ending(last, work.there.grace_days, known, work.today)


def _last_day(there: Values) -> date | None:
    """The last day that is known: of a stay, the day on which they left."""
    found: date | None = there.get("left_on") or there["ends"]
    return found


def _reopens(work: Working, there: Values, until: date | None) -> bool:
    """Whether this end would bring back a connection that is over."""
    known = _last_day(there)
    return known is not None and known < work.today and (until is None or until >= work.today)


def _connection(work: Working, table: TableChanges, row: ConnectionRow, spoken: Spoken) -> bool:
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
    given = _grants(work, row) if row.grants else None
    if row.person and not _between_young(work, row, kind, given):
        return False
    key = (child["id"], other["id"], kind.value, row.since)
    spoken[key].append(row)
    there = table.there.get(key)
    values = _ends(work, key, there, row.until)
    if row.label and (there is None or there["labelled_at"] is None):
        values["label"] = row.label
    if given is not None and there is not None:
        keeps = int(given) | there["grants"] & int(BY_WISH)
        if there["grants"] != keeps:
            values.update(grants=keeps, granted_at=work.now)
    table.put(key, values, row, row.child, _fresh(work, key, _usual(row, kind, given)))
    return True


def _usual(row: ConnectionRow, kind: Kind, given: Grant | None) -> Grant:
    """What a new connection holds: what the row grants, else what its kind is usually given."""
    if given is not None:
        return given
    return Grant.NAME if row.kind in ONLY_THE_NAME else DEFAULT_GRANTS.get(kind, Grant.NAME)


def _between_young(work: Working, row: ConnectionRow, kind: Kind, given: Grant | None) -> bool:
    """False, with the row rejected, when it would make a child another child's worker or carer, or
    open one child's record to another."""
    if kind not in BETWEEN_YOUNG:
        work.reject(
            row,
            "KIND",
            row.kind,
            "PERSON is a young person, and a young person is nobody's worker or carer.",
            "Write sibling, family, friend or other; or write an adult's key in WORKER instead.",
        )
        return False
    if given is not None and given != Grant.NAME:
        work.reject(
            row,
            "GRANTS",
            " ".join(row.grants),
            "One young person is never shown another's record, only their name.",
            "Leave GRANTS empty in a row with PERSON.",
        )
        return False
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
        if word in GIVEN_BY_FILE:
            found |= GIVEN_BY_FILE[word]
        elif word != NOTHING_MORE:
            work.warn(
                row,
                "GRANTS",
                word,
                "This is not the name of a field, so it grants nothing.",
                f"The names are: {' '.join(GIVEN_BY_FILE)}.",
            )
    return found


def _say_what_opens_nothing(
    work: Working, there: Values, rows: list[SocialWorkerRow | ConnectionRow]
) -> None:
    """Warn of a connection between two of whom one must not know of the other. It is kept, and
    grants nothing. Neither who nor why is said: a report is copied into tickets, and read by more
    people than may know of a court's order."""
    over = there["ends"] is not None and there["ends"] < work.today
    if over or (there["of_id"], there["with_id"]) not in work.barred:
        return
    for row in rows:
        work.warn(
            row,
            "",
            "",
            "This connection is kept, but it opens nothing for now.",
            "Do not change it to make it work. Ask the young person's worker or their manager.",
        )


def _say_who_may_be_kept_away(work: Working) -> None:
    """Warn of somebody who is called like a person who was written down by name only, so that they
    could be kept away: it may be them, under a key of their own, and nothing keeps that away."""
    kept_from: defaultdict[int, set[int]] = defaultdict(set)
    for young_id, other_id in work.barred:
        kept_from[other_id].add(young_id)
    people = list(work.people.there.values())
    known = [p for p in people if p["id"] in kept_from and work.only_kept_away(p)]
    keyed: list[tuple[Record, str]] = [(r, r.worker) for r in work.reading.of(WorkerRow)]
    keyed += [(r, r.child) for r in work.reading.of(PersonRow)]
    for row, code in keyed:
        person = work.people.there.get(code)
        if person is None:
            continue
        names = (person["known_as"], person["first_name"], person["last_name"])
        if any(
            same_name(other["known_as"], *names)
            and other["id"] != person["id"]
            and not kept_from[other["id"]] <= kept_from[person["id"]]
            for other in known
        ):
            work.warn(
                row,
                "",
                "",
                "The portal has somebody of this name already, without a key of the council's.",
                "Ask a manager or the safeguarding lead whether it is the same person.",
            )


def _say_what_stays_ended(
    work: Working, there: Values, rows: list[SocialWorkerRow | ConnectionRow]
) -> None:
    """Warn of rows of connections that say it goes on. Returns of earlier years leave the end
    blank as a matter of course, so nothing is said of those."""
    ends = _last_day(there)
    for row in rows:
        if ends is None or not isinstance(row, ConnectionRow):
            continue
        said = f"{row.until:%d/%m/%Y}" if row.until else ""
        if _reopens(work, there, row.until):
            ended = f"This connection ended on {ends:%d/%m/%Y}."
            work.stays_ended(row, "TO", said, ended, "Give a new FROM to begin again.")
        elif row.until is None:
            work.stays_ended(
                row,
                "TO",
                said,
                f"This connection ends on {ends:%d/%m/%Y}. An empty TO does not change that.",
                "If it goes on for longer, write a later day in TO.",
            )


def _say_who_cannot_hear(
    work: Working, there: Values, row: SocialWorkerRow | ConnectionRow
) -> None:
    """Warn of a worker, now or to come, who could not read what the young person writes to them:
    a cry for help would lie unread."""
    over = there["ends"] is not None and there["ends"] < work.today
    missing = TO_BE_HEARD & ~Grant(there["grants"])
    if over or there["kind"] not in WORKERS or not missing:
        return
    names = " and ".join(name for name, grant in GRANT_NAMES.items() if grant in missing)
    own = isinstance(row, ConnectionRow)
    work.warn(
        row,
        "GRANTS" if own else "SW_ID",
        " ".join(row.grants) if isinstance(row, ConnectionRow) else row.worker_code,
        f"Without {names} this worker cannot read and answer what the young person writes.",
        f"Add {names} to GRANTS."
        if own
        else f"Send this connection in connections, with {names} among its GRANTS.",
    )


def _end_the_missing(work: Working, table: TableChanges, spoken: Spoken, sure: bool) -> None:
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
        last = _last_day(there)
        if key in spoken or there["starts"] >= day or (last is not None and last < day):
            continue
        if there["ends_at"] is not None or there["kind"] in ONLY_IN_THE_PORTAL:  # no file knows it
            continue
        if kinds.get(there["with_id"]) != PersonKind.OTHER:
            who = work.codes[there["of_id"]]
            yesterday = day - timedelta(days=1)
            table.put(key, _ends_with(work, there["kind"], yesterday, there["ends"]), rows[0], who)


class Known:
    """Whom of their people a young person's words mean, when they can mean only one."""

    def __init__(self, work: Working, connections: TableChanges) -> None:
        people = {row["id"]: row for row in work.people.there.values()}
        self._found: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        self._hidden: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        self._adults = {id for id, row in people.items() if row["kind"] in ADULTS}
        self._workers: dict[int, tuple[bool, date, int]] = {}
        for row in connections.there.values():
            if row["ends_at"] is not None:
                continue
            over = row["ends"] is not None and row["ends"] < work.today
            hidden = (row["with_id"], row["of_id"]) in work.barred
            if over and not hidden:
                continue
            if row["kind"] in WORKERS and not over and not hidden and row["starts"] <= work.today:
                newest = (row["kind"] == Kind.SOCIAL_WORKER, row["starts"], row["with_id"])
                self._workers[row["of_id"]] = max(newest, self._workers.get(row["of_id"], newest))
            other = people[row["with_id"]]
            full = f"{other['first_name']} {other['last_name']}"
            for word in (row["label"], other["known_as"], full, other["code"]):
                key = (row["of_id"], word.strip().casefold())
                if word.strip() and not over:
                    self._found[key].add(other["id"])
                if word.strip() and hidden:
                    self._hidden[key].add(other["id"])

    def worker(self, person_id: int) -> int | None:
        """Their social worker today, else their adviser."""
        found = self._workers.get(person_id)
        return found[2] if found else None

    def adult(self, person_id: int, said: str) -> int | None:
        """The adult connected with this young person today whom `said` names, by the young
        person's word, their name or key; None when it is nobody's or more than one's."""
        return _only(self._named(person_id, said) & self._adults)

    def anybody(self, person_id: int, said: str) -> int | None:
        """The same for family and friends, too: a brother may have an account of his own. A word
        that may mean somebody of whom the young person must not know means them, also long after
        they were connected: what is kept under it is not shown then."""
        hidden = self._hidden[person_id, said.strip().casefold()]
        return min(hidden) if hidden else _only(self._named(person_id, said))

    def _named(self, person_id: int, said: str) -> set[int]:
        return self._found.get((person_id, said.strip().casefold()), set())


def _only(found: set[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None
