"""`flask rebuild`: make the agenda and what is owed afresh. Changes nothing when all is well."""

from __future__ import annotations

import click
from flask import Flask
from sqlalchemy import select

from portal.core import clock
from portal.core.db import Database
from portal.people.tables import Council
from portal.rebuild.build import rebuild_beside


def register(app: Flask) -> None:
    @app.cli.command("rebuild")
    def rebuild_all() -> None:
        """Make every council's agenda and owed rows afresh from the rooms that own the facts."""
        database: Database = app.extensions["database"]
        with database.reader() as db:
            councils = db.execute(select(Council.id, Council.name)).all()
        for council_id, name in councils:
            done = rebuild_beside(database, council_id, clock.now())
            click.echo(
                f"{name}: {done.added} added, {done.changed} changed, {done.removed} removed"
            )
