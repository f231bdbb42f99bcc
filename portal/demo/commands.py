"""`flask demo`: made-up people, never beside real ones."""

from __future__ import annotations

import time
from datetime import datetime

import click
from flask import Flask
from flask.cli import with_appcontext

from portal.core import clock
from portal.core.db import database
from portal.demo import bulk, load


@click.command("demo")
@click.option(
    "--people",
    default=0,
    type=click.IntRange(0, 1_000_000),
    help="Add so many plainer young people to the first demo council.",
)
@click.option("--seed", default=1, type=int, help="The same seed makes the same people.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that all days are relative to (today).",
)
@click.option("--if-empty", is_flag=True, help="Do nothing if there is a council already.")
@click.option("--fresh", is_flag=True, help="Take the old demo out first.")
@with_appcontext
def demo(people: int, seed: int, as_of: datetime | None, if_empty: bool, fresh: bool) -> None:
    """Load the demo council: sixteen made-up young people and the adults around them."""
    day = as_of.date() if as_of else clock.today(clock.now())
    try:
        with database().committing() as db:
            if if_empty and load.has_councils(db):
                click.echo("There is a council already. Nothing to do.")
                return
            if fresh:
                load.clear(db)
            if fresh or not (people and load.has_councils(db)):
                load.load(db, day)
                click.echo(f"The demo council is here, as of {day:%d %B %Y}.")
            if people:
                started = time.perf_counter()
                bulk.add(db, people, seed, day)
                took = time.perf_counter() - started
                click.echo(f"{people} more people in {took:.1f} s ({people / took:,.0f} a second).")
    except load.RealCouncil:
        raise click.ClickException(
            "There is a real council in this database. Made-up people never stand beside real "
            "ones: use another database (DATABASE_URL or ALONGSIDE_DATA)."
        ) from None
    except bulk.SameSeed:
        raise click.ClickException(
            f"The people of seed {seed} are here already. Choose another: --seed {seed + 1}"
        ) from None
    except load.AlreadyThere:
        raise click.ClickException(
            "A demo council is here already. To start it afresh: flask --app app demo --fresh"
        ) from None


def register(app: Flask) -> None:
    app.cli.add_command(demo)
