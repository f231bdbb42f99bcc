"""Forms of this room: unlock, another passphrase, and how soon a phone locks itself."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, PasswordField, RadioField, ValidationError

from portal.core.forms import Form, Needed
from portal.core.words import later
from portal.people import rules
from portal.people.forms import PASSPHRASE_PROBLEMS


class ProofForm(Form):
    """to: a code of `core.back`."""

    passphrase = PasswordField(later("Passphrase"), [Needed(later("Type your passphrase."))])
    to = HiddenField()


class NewPassphraseForm(Form):
    """own_name: the user name, which must not stand in it. now: asked for although they were asked
    a moment ago, as whoever picked up an open phone could else take the account."""

    now = PasswordField(later("Your passphrase now"), [Needed(later("Type your passphrase."))])
    passphrase = PasswordField(
        later("New passphrase"),
        [Needed(later("Pick a passphrase."))],
        description=later("Three words that do not belong together, like a tiny odd story."),
    )

    def __init__(self, own_name: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.own_name = own_name

    def validate_passphrase(self, field: PasswordField) -> None:
        problem = rules.passphrase_problem(field.data or "", self.own_name)
        if field.data and problem:
            raise ValidationError(str(PASSPHRASE_PROBLEMS[problem]))


class RelockForm(Form):
    minutes = RadioField(
        later("My own phone locks itself after"),
        choices=[
            ("5", later("5 minutes")),
            ("15", later("15 minutes")),
            ("60", later("1 hour")),
        ],
    )
