"""What is typed in a message box, and what comes with it."""

from __future__ import annotations

from wtforms import HiddenField, TextAreaField, ValidationError

from portal.core.forms import AtMost, OnceForm, says_something, tidy
from portal.core.words import _, later
from portal.messages.rules import LONGEST
from portal.uploads.forms import Bringing


class MessageForm(Bringing):
    """Words, or a picture or voice, or both."""

    text = TextAreaField(later("Your message"), [AtMost(LONGEST)], filters=[tidy])

    def validate_text(self, field: TextAreaField) -> None:
        if self.brought or says_something(field.data or ""):
            return
        raise ValidationError(_("Write something first."))


class MendForm(OnceForm):
    """alone: whether the words are all there is of the message."""

    text = TextAreaField(later("Your message"), [AtMost(LONGEST)], filters=[tidy])
    alone = True

    def validate_text(self, field: TextAreaField) -> None:
        if self.alone and not says_something(field.data or ""):
            raise ValidationError(_("Write something first."))


class TapForm(OnceForm):
    kind = HiddenField()
