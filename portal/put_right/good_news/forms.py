"""What is typed about something good, and what is sent back."""

from __future__ import annotations

from wtforms import HiddenField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput

from portal.core.forms import AtMost, OnceForm, says_something, tidy
from portal.core.words import _, later
from portal.put_right.good_news.pages import Near
from portal.put_right.good_news.rules import LONGEST_NEWS, LONGEST_REPLY, Tap
from portal.uploads.forms import Bringing


class GoodForm(Bringing):
    """Its picture, if any; no voice is asked for here."""

    text = TextAreaField(
        later("What is good?"), [AtMost(LONGEST_NEWS)], filters=[tidy],
        description=later("Something you did, something nice, or thank you to somebody."),
    )  # fmt: skip
    to = SelectMultipleField(
        later("Who may see it?"), validate_choice=False, choices=[], option_widget=CheckboxInput()
    )

    def offer(self, near: tuple[Near, ...]) -> GoodForm:
        self.to.choices = [(one.ref, one.name) for one in near]
        return self

    @property
    def refs(self) -> tuple[str, ...]:
        offered = {ref for ref, _name in self.to.choices}
        return tuple(ref for ref in self.to.data or () if ref in offered)

    def validate_text(self, field: TextAreaField) -> None:
        if not says_something(field.data or "") and not self.brought:
            raise ValidationError(_("Write what is good, or add a picture."))

    def validate_to(self, field: SelectMultipleField) -> None:
        if not self.refs:
            raise ValidationError(_("Choose at least one person who may see it."))


class BackForm(OnceForm):
    """A tap, or a few words."""

    tap = HiddenField()
    text = TextAreaField(
        later("A few words back"), [AtMost(LONGEST_REPLY)], filters=[tidy],
        description=later("From the heart. They read it word for word."),
    )  # fmt: skip

    def validate_text(self, field: TextAreaField) -> None:
        if self.tap.data not in set(Tap) and not says_something(field.data or ""):
            raise ValidationError(_("Write a few words, or tap one of the three."))
