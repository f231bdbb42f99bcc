"""What is typed to close a worry."""

from __future__ import annotations

from wtforms import TextAreaField

from portal.core.forms import AtMost, Form, Needed, tidy
from portal.core.words import later
from portal.worries.rules import LONGEST_DONE


class TakeForm(Form):
    """One button."""


class DoneForm(Form):
    text = TextAreaField(
        later("What was done"),
        [
            Needed(later("Write what was done: whom you spoke with, and what is safe now.")),
            AtMost(LONGEST_DONE),
        ],
        filters=[tidy],
        description=later("Whom you spoke with, what you agreed, who else knows."),
    )
