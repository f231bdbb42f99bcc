"""`flask sign-out`: end sessions from outside, when something has gone wrong."""

from __future__ import annotations

import click
from flask import Flask
from sqlalchemy import CursorResult, delete, select

from portal.core.db import Database
from portal.people.tables import Council, Membership, Person, SignInSession


def register(app: Flask) -> None:
    @app.cli.command("sign-out")
    @click.option("--council", required=True, help="The council's name.")
    @click.argument("codes", nargs=-1)
    @click.option("--everybody", is_flag=True, help="Instead of CODES: the whole council.")
    def sign_out(council: str, codes: tuple[str, ...], everybody: bool) -> None:
        """End every session of the people whom the council knows by CODES. They may sign in again;
        whoever must not is invited afresh, or their membership ends."""
        if bool(codes) == everybody:
            raise click.ClickException("Name whom to sign out, by their codes, or --everybody.")
        database: Database = app.extensions["database"]
        with database.committing() as db:
            council_id = db.scalar(select(Council.id).where(Council.name == council))
            if council_id is None:
                raise click.ClickException(f"There is no council called {council}.")
            which = SignInSession.council_id == council_id
            if not everybody:
                theirs = (
                    select(Membership.account_id)
                    .join(Person, Person.id == Membership.person_id)
                    .where(Person.council_id == council_id, Person.code.in_(codes))
                )
                which = SignInSession.account_id.in_(theirs)
            done = db.execute(delete(SignInSession).where(which))
            assert isinstance(done, CursorResult)
        click.echo(f"{done.rowcount} signed out.")
