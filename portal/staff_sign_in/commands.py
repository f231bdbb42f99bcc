"""What `flask check` asks of this room."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from portal.core.commands import also_check
from portal.core.db import Database
from portal.people.tables import Council
from portal.staff_sign_in.providers import VARIABLE, Provider
from portal.staff_sign_in.rules import CannotSignIn
from portal.staff_sign_in.services import Service


def register(app: Flask) -> None:
    @also_check(app)
    def staff_sign_in(database: Database) -> list[str]:
        """Does each real council have a service, and each service a council; does it answer, and
        will it tell us who has left?"""
        known: dict[str, Service] = app.extensions["staff_sign_in"]
        named = {service.provider.council: service for service in known.values()}
        with database.reader() as db:
            rows = db.execute(select(Council.name, Council.kind)).all()
        councils = {row.name: row.kind for row in rows}
        found = [
            f"{name} has no [[provider]] in {VARIABLE}: its staff cannot sign in."
            for name, kind in councils.items()
            if kind == "real" and name not in named
        ]
        for name, service in named.items():
            if name not in councils:
                found.append(f"{VARIABLE} names {name}, which is no council here.")
            found += _asked(service.provider, service)
        return found


def _asked(provider: Provider, service: Service) -> list[str]:
    name = provider.council
    if provider.on_this_computer:
        return [f"The sign-in service of {name} is not asked over https."]
    try:
        tells = service.tells_who_left()
    except CannotSignIn as no:
        return [f"The sign-in service of {name} gives no good answer ({no.fault.value})."]
    if not tells and provider.recheck is None:
        return [
            f"The sign-in service of {name} does not tell us who has left (no back-channel "
            "logout): set recheck_minutes."
        ]
    return []
