"""`flask audit verify | heads`: whether what was noted is still as it was noted.

verify: every event of every chain. heads: where each chain ends, one a line, to be kept where
nobody who can change the database can change it. verify --against FILE: those of an earlier day
are all still in their chains.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

import click
from flask import Flask
from flask.cli import with_appcontext

from portal.core import audit_check
from portal.core.audit_check import Broken, End, Seen
from portal.core.db import database

LARGEST_KEY = 2**63 - 1
_LINE = re.compile(r"(\d{1,19}) (\d{1,10}) ([0-9a-f]{64})")

group = click.Group("audit", help="Who looked and who changed: is it still as it was noted?")


def register(app: Flask) -> None:
    app.cli.add_command(group)


@group.command("heads")
@with_appcontext
def heads() -> None:
    """Where each chain ends: its number, how many events, and the hash of the last one."""
    with database().reader() as db:
        for end in audit_check.ends(db):
            click.echo(f"{end.chain} {end.seq} {end.hash}")


@group.command("verify")
@click.option(
    "--against", type=click.File(encoding="utf-8"), help="What `audit heads` said earlier."
)
@with_appcontext
def verify(against: TextIO | None) -> None:
    """Look at every event. Says what is broken and ends with 1, or that all is whole."""
    seen, kept = Seen(), Seen()
    try:
        with database().reader() as db:
            wrong = _said(audit_check.broken(db, seen))
            if against is not None:
                wrong += _said(audit_check.lost(db, _read(against, kept)))
    except audit_check.OnlyOneCouncil:
        raise click.ClickException(
            "This database role sees one council at a time, so it cannot look at everything. Set "
            "ALONGSIDE_OWNER_URL to the tables' owner."
        ) from None
    if against is not None and not kept.chains:
        raise click.ClickException(f"{against.name} holds no ends of chains.")
    looked = f"{_many(seen.events, 'event')} in {_many(seen.chains, 'chain')}"
    if wrong:
        click.echo(f"{looked}: {_many(wrong, 'thing')} wrong.")
        sys.exit(1)
    click.echo(f"{looked}, all whole.")
    if against is not None:
        click.echo(f"All {_many(kept.chains, 'end')} that were kept are still there.")


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _said(found: Iterable[Broken]) -> int:
    """Say each as it is found; how many there were."""
    number = 0
    for one in found:
        number += 1
        click.echo(f"Chain {one.chain}: event {one.seq} {one.why.value}")
    return number


def _read(file: TextIO, kept: Seen) -> Iterator[End]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None or int(found[1]) > LARGEST_KEY:
            raise click.ClickException(
                f"{file.name}, line {number}: this is not a line of `audit heads`."
            )
        kept.chains += 1
        yield End(int(found[1]), int(found[2]), found[3])
