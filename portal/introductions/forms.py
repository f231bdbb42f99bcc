"""What an adult writes on their own card."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField, ValidationError

from portal.core.forms import AtMost, OnceForm, tidy
from portal.core.words import later
from portal.uploads import labels
from portal.uploads.pictures import NoPicture, Picture, drawn_anew
from portal.uploads.rules import FORM_BYTES


class CardForm(OnceForm):
    """photo: checked and drawn anew, once the form is good; None where none was brought."""

    does = TextAreaField(
        later("What do you do for the young people you are there for?"), [AtMost(300)],
        filters=[tidy],
        description=later("Like: I come to see you, and I make sure that promises are kept."),
    )  # fmt: skip
    hello = TextAreaField(
        later("A hello, in a line or two"), [AtMost(300)], filters=[tidy],
        description=later("Something about you that is fine for everybody to know."),
    )  # fmt: skip
    languages = StringField(
        later("Languages you speak"), [AtMost(120)], filters=[tidy],
        description=later("Like: English, Arabic, a bit of Welsh."),
    )  # fmt: skip
    picture = FileField(later("A photo of you"))
    photo: Picture | None = None

    def validate_picture(self, field: FileField) -> None:
        if not field.data:
            return
        try:
            self.photo = drawn_anew(field.data.stream.read(FORM_BYTES))
        except NoPicture as refused:
            raise ValidationError(labels.no_picture(refused.why)) from refused
