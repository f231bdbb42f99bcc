"""`flask sign-out`: end sessions from outside, when something has gone wrong. `flask lead`: who is
the council's safeguarding lead. And what `flask check` asks of this room."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from sqlalchemy import ColumnElement, and_, or_, select, true

from portal.core import audit, clock
from portal.core.access import Role
from portal.core.commands import also_check
from portal.core.db import Database, Db
from portal.people import sessions
from portal.people.reach import shown_name
from portal.people.rules import PersonKind
from portal.people.tables import Account, Council, Membership, Person, SignInSession


def register(app: Flask) -> None:
    _sign_out(app)
    _lead(app)

    @also_check(app)
    def somebody_is_told(database: Database) -> list[str]:
        """Does each real council have a safeguarding lead, and a manager, who can sign in?"""
        found = []
        with database.reader() as db:
            real = select(Council.id, Council.name).where(Council.kind == "real")
            for council_id, name in db.execute(real.order_by(Council.name)).all():
                if not _leads(db, council_id):
                    found.append(
                        f"{name} has no safeguarding lead who can sign in: see `flask lead`."
                    )
                if not _staff(db, council_id, _can_sign_in(), _is(Role.MANAGER)):
                    found.append(
                        f"{name} has no manager who can sign in: in an emergency nobody is told."
                    )
        return found


def _sign_out(app: Flask) -> None:
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
            council_id = _council(db, council)
            which = SignInSession.council_id == council_id
            if not everybody:
                theirs = (
                    select(Membership.account_id)
                    .join(Person, Person.id == Membership.person_id)
                    .where(Person.council_id == council_id, Person.code.in_(codes))
                )
                which = SignInSession.account_id.in_(theirs)
            done = sessions.end_where(db, which)
        click.echo(f"{done} signed out.")


def _lead(app: Flask) -> None:
    @app.cli.command("lead")
    @click.option("--council", required=True, help="The council's name.")
    @click.option(
        "--agreed-by", required=True, help="The code of a second member of staff, who agreed."
    )
    @click.option("--end", is_flag=True, help="They are the safeguarding lead no longer.")
    @click.argument("code")
    def lead(council: str, agreed_by: str, end: bool, code: str) -> None:
        """Make the member of staff whom the council knows by CODE its safeguarding lead. Who
        agreed is kept in the audit."""
        database: Database = app.extensions["database"]
        with database.committing() as db:
            council_id = _council(db, council)
            second = _member(db, council_id, agreed_by, _can_sign_in())
            # Whoever has gone already can still be ended.
            one = _member(db, council_id, code, true() if end else _can_sign_in())
            if one.person_id == second.person_id:
                raise click.ClickException("Somebody else has to agree: name a second person.")
            if one.is_lead is end:
                one.is_lead = not end
                what = "people.lead_ended" if end else "people.lead"
                note = audit.Note(
                    council_id, one.person_id, second.account_id, second.person_id, second.role,
                    audit.CHANGED, what, clock.now(),
                )  # fmt: skip
                audit.append(db.connection(), note)
                db.flush()
            names = [shown_name(row.known_as, row.code) for row in _leads(db, council_id)]
        click.echo(f"Safeguarding lead of {council} now: {', '.join(names) or 'nobody'}.")


def _council(db: Db, name: str) -> int:
    found = db.scalar(select(Council.id).where(Council.name == name))
    if found is None:
        raise click.ClickException(f"There is no council called {name}.")
    return found


def _member(db: Db, council_id: int, code: str, which: ColumnElement[bool]) -> Membership:
    found = _staff(db, council_id, Person.code == code, which)
    if len(found) != 1:
        raise click.ClickException(f"No member of staff with the code {code} can sign in.")
    membership: Membership = found[0].Membership
    return membership


def _leads(db: Db, council_id: int) -> list[Any]:
    return _staff(db, council_id, _can_sign_in(), Membership.is_lead.is_(True))


def _is(role: Role) -> ColumnElement[bool]:
    return Membership.role == role.value


def _can_sign_in() -> ColumnElement[bool]:
    day = clock.today(clock.now())
    return and_(
        Account.state == "open",
        Membership.starts <= day,
        or_(Membership.ends.is_(None), Membership.ends >= day),
    )


def _staff(db: Db, council_id: int, *which: ColumnElement[bool]) -> list[Any]:
    rows = db.execute(
        select(Membership, Person.known_as, Person.code)
        .join(Person, Person.id == Membership.person_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.council_id == council_id,
            Person.council_id == council_id,
            Person.kind == PersonKind.STAFF,
            *which,
        )
        .order_by(Membership.id)
    )
    return list(rows)
