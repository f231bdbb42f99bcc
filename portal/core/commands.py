"""Chores: migrate, words, routes, check, audit."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from portal.core import access, audit_commands, catalogues, migrate, settings, walls
from portal.core.db import Database, lacking


@click.command("routes")
@click.option("--access", "with_access", is_flag=True, help="Audience, data, cache, records.")
@with_appcontext
def routes(with_access: bool) -> None:
    """Every route, and with --access who may come in and what leaves."""
    app = current_app
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        line = f"{rule.rule:42} {methods:9} {rule.endpoint}"
        mark = access.door_of(app, rule.endpoint)
        if with_access and mark:
            audience = ",".join(sorted(mark.audience)) or "anybody"
            line += f"  [{audience}] {mark.data} {mark.cache} {mark.records}"
        click.echo(line)


Check = Callable[[Database], list[str]]


def also_check(app: Flask) -> Callable[[Check], Check]:
    """A room adds what it asks of a configuration for a real council: problems in plain words."""

    def add(check: Check) -> Check:
        app.extensions.setdefault("checks", []).append(check)
        return check

    return add


def register(app: Flask) -> None:
    @app.cli.command("migrate")
    def run_migrations() -> None:
        """Bring the database to the newest shape."""
        database: Database = app.extensions["database"]
        migrate.upgrade(database.writing)
        try:
            walls.raise_walls(database)
        except walls.NoSuchRole as missing:
            raise click.ClickException(
                f"PostgreSQL has no role {missing}, as which DATABASE_URL serves requests. Make it "
                f"first: CREATE ROLE {missing} LOGIN PASSWORD '...';"
            ) from None
        click.echo("The database is up to date.")

    @app.cli.command("check")
    def check() -> None:
        """Is this configuration fit for a real council?"""
        database: Database = app.extensions["database"]
        found = settings.problems(app.extensions["settings"])
        found += walls.weaknesses(database.sending)
        found += lacking(database.sending)
        if migrate.at_head(database.reading):
            for one in app.extensions.get("checks", []):
                found += one(database)
        else:
            found.append("The database is not up to date: run `flask --app app migrate`.")
        for problem in found:
            click.echo(problem)
        if found:
            sys.exit(1)
        click.echo("Fit for real use.")

    catalogues.register(app)
    audit_commands.register(app)
