"""`flask invite`: a code for one person, to be given face to face."""

from __future__ import annotations

import click
from flask import Flask
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.db import Database
from portal.core.settings import Settings
from portal.invites import actions
from portal.invites.forms import WORD_PROBLEMS
from portal.invites.rules import tidy_word, word_problem
from portal.people import passphrases
from portal.people.rules import PersonKind
from portal.people.tables import Council, Person

ROLE_OF_KIND = {PersonKind.YOUNG: Role.YOUNG, PersonKind.CARER: Role.CARER}


def register(app: Flask) -> None:
    @app.cli.command("invite")
    @click.argument("code")
    @click.option("--council", required=True, help="The council's name.")
    @click.option("--role", type=click.Choice([r.value for r in Role]), help="Needed for staff.")
    @click.option(
        "--secret",
        prompt="A word that they type themselves, and will need with the code",
        hide_input=True,
        confirmation_prompt=True,
        help="The word agreed in person; asked for when left out, which keeps it off the screen.",
    )
    def invite(code: str, council: str, role: str | None, secret: str) -> None:
        """Make an invitation for the person whom the council knows by CODE."""
        database: Database = app.extensions["database"]
        with database.reader() as looking:
            person = looking.scalar(
                select(Person)
                .join(Council, Council.id == Person.council_id)
                .where(Council.name == council, Person.code == code)
            )
        if person is None:
            raise click.ClickException(f"{council} has nobody with the code {code}.")
        found = Role(role) if role else ROLE_OF_KIND.get(PersonKind(person.kind))
        if found is None:
            raise click.ClickException("Say --role for somebody of the council's staff.")
        names = (person.known_as, person.first_name, person.last_name)
        if problem := word_problem(secret, names, person.born):
            raise click.ClickException(str(WORD_PROBLEMS[problem]))
        kept = passphrases.keep(tidy_word(secret))
        made = _make(app, database, person, found, kept)
        click.echo(f"Give this code in person, within 72 hours: {made.code}")


def _make(app: Flask, database: Database, person: Person, role: Role, kept: str) -> actions.Made:
    settings: Settings = app.extensions["settings"]
    with database.committing() as db:
        try:
            return actions.invite(
                db, person.council_id, person.id, role, kept, None, clock.now(),
                staff_too=settings.demo,
            )  # fmt: skip
        except actions.NotForStaff as refused:
            raise click.ClickException(
                "Staff get no code: they come in through the council's own sign-in service."
            ) from refused
