"""What is typed beside a key."""

from __future__ import annotations

from wtforms import StringField

from portal.core.forms import AtMost, Form
from portal.core.words import later
from portal.passkeys.rules import LONGEST_NAME


class AddForm(Form):
    name = StringField(
        later("A name for it, if you like"),
        [AtMost(LONGEST_NAME)],
        description=later("So that you know it again. Only you see this."),
    )


class RemoveForm(Form):
    pass
