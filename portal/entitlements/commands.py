"""`flask offers load FILE --council NAME`: let a council's offer hold, after it was read whole."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from portal.core import clock
from portal.core.db import database
from portal.core.toml import BadToml, read_toml
from portal.entitlements.items import BadOffer, read_offer
from portal.entitlements.kept import keep_offer
from portal.people.tables import Council

offers = AppGroup("offers", help="What a council offers besides the law.")


@offers.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--council", required=True, help="Whose young people read it.")
@click.option("--apply", is_flag=True, help="Keep it. Without it, the file is only read.")
def load(file: Path, council: str, apply: bool) -> None:
    """Read an offer from FILE (as in portal/entitlements/local) and, with --apply, let it hold from
    now on. What is the same stays; what the file no longer names is gone."""
    try:
        data = read_toml(file.read_text(encoding="utf-8"))
        found = read_offer(data)
        if not apply:
            click.echo(f"{found.council}: {len(found.items)} things, all of them can be read.")
            click.echo("Nothing is kept yet: add --apply.")
            return
        with database().committing() as db:
            council_id = db.scalar(select(Council.id).where(Council.name == council))
            if council_id is None:
                raise click.ClickException(f"There is no council called {council} here.")
            new, gone = keep_offer(db, council_id, data, None, clock.now())
    except BadToml as wrong:
        raise click.ClickException(f"This is not a TOML file: {wrong}") from wrong
    except BadOffer as wrong:
        raise click.ClickException(f"{wrong} Nothing is changed.") from wrong
    click.echo(f"{found.council}: {new} things kept anew, {gone} gone or replaced.")


def register(app: Flask) -> None:
    app.cli.add_command(offers)
