"""`flask proof-key`: a key that letters and passes are signed with; and what `flask check` asks
about it."""

from __future__ import annotations

import click
from flask import Flask

from portal.core.commands import also_check
from portal.core.db import Database
from portal.core.settings import Settings
from portal.proof import codes


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]

    @app.cli.command("proof-key")
    def proof_key() -> None:
        """Make a new key for ALONGSIDE_PROOF_KEYS. Put it in front of the others: what an older
        one has signed stays good until that is taken away."""
        click.echo(codes.new_secret())

    @also_check(app)
    def signing(_database: Database) -> list[str]:
        return problems(settings)


def problems(settings: Settings) -> list[str]:
    """Why letters could not be signed and checked with these settings, in plain words."""
    if not settings.proof_keys:
        return [
            "ALONGSIDE_PROOF_KEYS is missing: all web machines have to know the same keys. "
            "`flask proof-key` makes one."
        ]
    try:
        codes.keys_of(settings)
    except ValueError:
        return ["ALONGSIDE_PROOF_KEYS holds something that is no key: see `flask proof-key`."]
    return []
