"""`flask invite`: a code for one person, to be given face to face."""

from __future__ import annotations

import click
from flask import Flask
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Database
from portal.people import actions
from portal.people.rules import PersonKind
from portal.people.tables import Council, Person

ROLE_OF_KIND = {PersonKind.YOUNG: Role.YOUNG, PersonKind.CARER: Role.CARER}


def register(app: Flask) -> None:
    @app.cli.command("invite")
    @click.argument("code")
    @click.option("--council", required=True, help="The council's name.")
    @click.option("--role", type=click.Choice([r.value for r in Role]), help="Needed for staff.")
    def invite(code: str, council: str, role: str | None) -> None:
        """Make an invitation for the person whom the council knows by CODE."""
        database: Database = app.extensions["database"]
        with database.committing() as db:
            person = db.scalar(
                select(Person)
                .join(Council, Council.id == Person.council_id)
                .where(Council.name == council, Person.code == code)
            )
            if person is None:
                raise click.ClickException(f"{council} has nobody with the code {code}.")
            found = Role(role) if role else ROLE_OF_KIND.get(PersonKind(person.kind))
            if found is None:
                raise click.ClickException("Say --role for somebody of the council's staff.")
            made = actions.invite(db, person, found, None, clock.now())
        click.echo(f"Give this code in person, within 72 hours: {made}")
