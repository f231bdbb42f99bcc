"""`flask worker`: do the work that nobody waits for. And what `flask check` asks of this room."""

from __future__ import annotations

import click
from flask import Flask

from portal.core import clock, health, migrate
from portal.core.commands import also_check
from portal.core.db import Database
from portal.core.settings import Settings
from portal.worker import nightly, retention
from portal.worker.nudger import Nudger
from portal.worker.rules import THREADS

JOBS = (nightly, retention)  # loaded for what they declare


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    if settings.broker:
        app.extensions["nudger"] = Nudger(settings)

    @app.cli.command("worker")
    @click.option("--once", is_flag=True, help="Do what is due now, and end.")
    @click.option("--name", help="How it is called among the workers; a few letters are added.")
    @click.option(
        "--workers", "threads", default=THREADS, show_default=True,
        type=click.IntRange(1, 64), help="How many things it does at once.",
    )  # fmt: skip
    def worker(once: bool, name: str | None, threads: int) -> None:
        """Send what waits and do the jobs that are due, until SIGTERM. Start as many as you like,
        on one machine or on several."""
        from portal.worker import process  # 8 MB that no other command and no web process needs

        database: Database = app.extensions["database"]
        if not migrate.at_head(database.reading):
            raise click.ClickException("The database is not up to date: run `migrate` first.")
        if once:
            did = process.run_once(app, name)
            click.echo(f"Done: {', '.join(dict.fromkeys(did)) or 'nothing was due'}.")
            return
        process.run(app, settings, name, threads)

    @also_check(app)
    def a_worker_is_alive(database: Database) -> list[str]:
        with database.reader() as db:
            said = health.worker(db, clock.now())["worker"]
        if said == "ok":
            return []
        return ["No worker is alive: nothing is sent or passed on. See `flask worker`."]
