"""What an import would do, or did, in plain lines for whoever runs it.

Never anybody's name, address or words: a report is copied into tickets. Keys and codes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portal.intake.changes import Counts, TableChanges
from portal.intake.findings import Finding
from portal.intake.records import TableName
from portal.intake.working import Working

_GONE = {TableName.PEOPLE: "young people", TableName.WORKERS: "adults"}
_VERBS = {
    False: {"add": "would add", "change": "would change", "end": "would end"},
    True: {"add": "added", "change": "changed", "end": "ended"},
}


def lines(work: Working, council: str, *, applied: bool, details: bool) -> Iterator[str]:
    """The whole report. applied: it has been done, and is told in the past tense."""
    reading = work.reading
    yield f"{len(reading.files)} files read for {council}."
    for file in reading.files:
        full = f", complete on {file.complete_as_at:%d/%m/%Y}" if file.complete_as_at else ""
        yield f"  {file.name}: {file.table.replace('_', ' ')}, {file.rows} rows{full}"
    yield from _refused(work)
    yield ""
    if work.counts():
        yield from _table(work.tables, applied)
    else:
        yield "Nothing to change."
    if details:
        yield from _details(work.tables, applied)
    yield from _gone(work, details)
    yield from _found(_of(work, "error"), "Rejected rows")
    yield from _found(sorted(work.still_ended), "Connections that a file does not begin again")
    yield from _found(_of(work, "warning"), "Warnings")
    yield from _found(_of(work, "note"), "Notes")
    if work.counts() and not applied:
        yield ""
        yield "This was a dry run: nothing has been changed. Add --apply to do it."


def _refused(work: Working) -> Iterator[str]:
    refused = work.reading.refused
    if refused:
        yield ""
        yield f"Files that were not read ({len(refused)}):"
        for file in refused:
            yield f"  {file.file}: {file.problem} {file.what_to_do}"


def _table(tables: Iterable[TableChanges], applied: bool) -> Iterator[str]:
    heads = ("added", "changed", "ended") if applied else ("to add", "to change", "to end")
    yield f"{'':20}" + "".join(f"{head:>11}" for head in heads)
    whole = Counts()
    for changes in tables:
        counts = changes.counts()
        whole += counts
        if counts:
            yield _counted(changes.name, counts)
    yield _counted("all", whole)


def _counted(name: str, counts: Counts) -> str:
    numbers = (counts.added, counts.changed, counts.ended)
    return f"{name:20}" + "".join(f"{number:>11,}" for number in numbers)


def _details(tables: Iterable[TableChanges], applied: bool) -> Iterator[str]:
    yield ""
    for changes in tables:
        for line in changes.lines():
            what = f" ({line.what})" if line.what else ""
            yield f"  {_VERBS[applied][line.verb]} {line.name}: {line.who}{what}"


def _gone(work: Working, details: bool) -> Iterator[str]:
    for table, codes in work.absent.items():
        if codes:
            yield ""
            yield (
                f"{len(codes)} {_GONE[table]} in the portal are no longer in the file. "
                "Nobody is deleted because of that."
            )
            if details:
                yield from (f"  no longer in the file: {code}" for code in codes)


def _of(work: Working, level: str) -> list[Finding]:
    """The findings of this level, without those that have a list of their own."""
    found = (finding for finding in work.reading.findings if finding.level == level)
    return [finding for finding in found if finding not in work.still_ended]


def _found(found: list[Finding], heading: str) -> Iterator[str]:
    if found:
        yield ""
        yield f"{heading} ({len(found)}):"
        yield from map(_finding, found)


def _finding(found: Finding) -> str:
    where = [found.file]
    if found.line:
        where.append(f"line {found.line}")
    if found.column:
        where.append(found.column)
    value = f' "{found.value}"' if found.value else ""
    return f"  {', '.join(where)}{value}: {found.problem} {found.what_to_do}"
