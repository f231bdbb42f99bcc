"""What is typed in a message box."""

from __future__ import annotations

from wtforms import HiddenField, TextAreaField

from portal.core.forms import AtMost, Needed, OnceForm, tidy
from portal.core.words import later
from portal.messages.rules import LONGEST


class MessageForm(OnceForm):
    text = TextAreaField(
        later("Your message"),
        [Needed(later("Write something first.")), AtMost(LONGEST)],
        filters=[tidy],
    )


class TapForm(OnceForm):
    kind = HiddenField()
