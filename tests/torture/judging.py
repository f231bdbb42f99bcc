"""What must be true when all is quiet again: plain sentences of what is not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from portal.core.db import Database
from portal.core.jobs import JobRun
from portal.house import Message, Outbox
from portal.worker.rules import DONE
from tests.torture.worker import RAN, SENT
from tests.torture.writers import Writer

SLACK_SECONDS = 0.005  # between the kill and its note


def faults(
    database: Database, folder: Path, writers: Sequence[Writer], killed: Mapping[int, float]
) -> list[str]:
    return [
        *(f"a writer broke: {one.fault}" for one in writers if one.fault),
        *of_messages(database, writers),
        *of_outbox(database, folder),
        *of_jobs(database, folder, killed),
    ]


def of_messages(database: Database, writers: Sequence[Writer]) -> list[str]:
    with database.reader() as db:
        there = Counter(db.scalars(select(Message.text)))
    found = []
    for one in writers:
        found += [f"lost: {words}" for words in one.sent if not there[words]]
        found += [f"{there[words]} times: {words}" for words in one.tried if there[words] > 1]
        found += [f"kept although refused: {words}" for words in one.refused if there[words]]
    known = {words for one in writers for words in one.tried}
    return found + [f"from nobody: {words}" for words in there if words not in known]


def of_outbox(database: Database, folder: Path) -> list[str]:
    """Each message has one row, each row has its message, and each was done at least once."""
    with database.reader() as db:
        messages = set(db.scalars(select(Message.ref)))
        rows = db.execute(
            select(Outbox.id, Outbox.source_ref, Outbox.done_at).where(Outbox.kind == "message")
        ).all()
        waits = db.scalar(select(func.count()).where(Outbox.done_at.is_(None)))
    told = Counter(row.source_ref for row in rows)
    sent = Counter(int(line.split()[0]) for line in lines(folder / SENT))
    found = [f"{told[ref]} outbox rows for {ref}" for ref in messages if told[ref] != 1]
    found += [f"an outbox row without its message: {ref}" for ref in told if ref not in messages]
    found += [f"never sent: {row.id}" for row in rows if not sent[row.id]]
    return found + ([f"{waits} rows wait still"] if waits else [])


@dataclass(frozen=True)
class Ran:
    """One time that a job was begun. ended: None when its process was killed in it."""

    slot: str
    process: int
    began: float
    ended: float | None


def of_jobs(database: Database, folder: Path, killed: Mapping[int, float]) -> list[str]:
    with database.reader() as db:
        rows = db.execute(select(JobRun.name, JobRun.slot, JobRun.ended_at, JobRun.outcome)).all()
    found = [
        f"{row.name} of {row.slot}: {row.outcome or 'not ended'}"
        for row in rows
        if row.ended_at is None or row.outcome != DONE
    ]
    runs = read_runs(lines(folder / RAN))
    for row in rows:
        slot = row.slot.isoformat()
        if not any(one.slot == slot and one.ended for one in runs[row.name]):
            found.append(f"{row.name} of {slot} never ran to its end")
    for name, times in runs.items():
        found += _overlaps(name, times, killed)
        found += _twice(name, times, killed)
    return found


def _overlaps(name: str, times: Iterable[Ran], killed: Mapping[int, float]) -> list[str]:
    found = []
    before: Ran | None = None
    for one in sorted(times, key=lambda run: run.began):
        if before is not None:
            over = before.ended if before.ended is not None else killed.get(before.process)
            if over is None or over > one.began + SLACK_SECONDS:
                found.append(f"{name} twice at the same time: {before} and {one}")
        before = one
    return found


def _twice(name: str, times: Iterable[Ran], killed: Mapping[int, float]) -> list[str]:
    """A slot is begun again only after whoever had it was killed."""
    slots: dict[str, list[Ran]] = defaultdict(list)
    for one in sorted(times, key=lambda run: run.began):
        slots[one.slot].append(one)
    return [
        f"{name} of {slot} begun again, and nobody had died"
        for slot, times in slots.items()
        for one in times[:-1]
        if one.process not in killed
    ]


def cut(folder: Path) -> tuple[int, int]:
    """How many runs of jobs, and how many rows on their way, somebody was killed in."""
    runs = read_runs(lines(folder / RAN)).values()
    sent = Counter(line.split()[0] for line in lines(folder / SENT))
    return (
        sum(one.ended is None for times in runs for one in times),
        sum(times > 1 for times in sent.values()),
    )


def read_runs(said: Iterable[str]) -> dict[str, list[Ran]]:
    began: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    found: dict[str, list[Ran]] = defaultdict(list)
    for line in said:
        what, name, slot, process, at = line.split()
        times = began[name, slot, int(process)]
        if what == "begin":
            times.append(float(at))
        else:
            found[name].append(Ran(slot, int(process), times.pop(), float(at)))
    for (name, slot, process), times in began.items():
        found[name] += [Ran(slot, process, at, None) for at in times]
    return found


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []
