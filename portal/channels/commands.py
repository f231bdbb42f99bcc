"""`flask push-key`: a key that push services know this installation by; and what `flask check` asks
about the ways to tell people."""

from __future__ import annotations

import re

import click
from flask import Flask

from portal.channels import mail, push, reminders, senders, sending, texts
from portal.channels.senders import Senders
from portal.core.commands import also_check
from portal.core.db import Database
from portal.core.settings import Settings

JOBS = (reminders, sending)  # loaded for what they declare
_CONTACT = re.compile(r"mailto:[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    senders.equip(app.extensions["database"], Senders(settings))

    @app.cli.command("push-key")
    def push_key() -> None:
        """Make a new key for ALONGSIDE_VAPID_KEY. Every phone has to be signed up anew after a
        change."""
        click.echo(push.new_key())

    @also_check(app)
    def ways_to_tell(_database: Database) -> list[str]:
        return problems(settings)


def problems(settings: Settings) -> list[str]:
    """Why people could not be told with these settings, in plain words."""
    found = []
    if settings.push_through:
        found.append(
            "ALONGSIDE_PUSH_THROUGH is set: notices to phones would go to a stand-in on this "
            "computer. Take it away."
        )
    if not settings.vapid_key:
        found.append(
            "ALONGSIDE_VAPID_KEY is missing: web machines and workers have to know the same key. "
            "`flask push-key` makes one."
        )
    else:
        try:
            push.public_key(settings.vapid_key)
        except ValueError:
            found.append("ALONGSIDE_VAPID_KEY is no key: make one with `flask push-key`.")
    if not _CONTACT.fullmatch(settings.contact):
        found.append(
            "ALONGSIDE_CONTACT is missing: an address at which push services can write to you, as "
            "mailto:name@example.org."
        )
    found += filter(None, (mail.problem_with(settings), texts.problem_with(settings)))
    return found
