"""Forms of this room: unlock, and how soon a phone locks itself."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, RadioField

from portal.core.forms import Form, Needed
from portal.core.words import later


class ProofForm(Form):
    """to: a code of `core.back`."""

    passphrase = PasswordField(later("Passphrase"), [Needed(later("Type your passphrase."))])
    to = HiddenField()


class RelockForm(Form):
    minutes = RadioField(
        later("My own phone locks itself after"),
        choices=[
            ("5", later("5 minutes")),
            ("15", later("15 minutes")),
            ("60", later("1 hour")),
        ],
    )
