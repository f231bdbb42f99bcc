"""What is typed on one's own pages."""

from __future__ import annotations

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput

from portal.core.forms import AtMost, Chosen, Form, OnceForm, tidy
from portal.core.words import _, later
from portal.my_pages import labels, rules
from portal.my_pages.rules import Mood
from portal.uploads import labels as upload_words
from portal.uploads.pictures import NoPicture, Picture, drawn_anew
from portal.uploads.rules import FORM_BYTES

SHOWN, MINE = "page", "me"
_WHERE = [(SHOWN, later("On my page")), (MINE, later("Only for me"))]


def _where() -> RadioField:
    return RadioField(
        later("Where does it go?"), [Chosen(later("Choose one of the two."))],
        validate_choice=False, choices=_WHERE, default=SHOWN,
    )  # fmt: skip


class AnswerForm(Form):
    text = TextAreaField(
        later("Your words"), [AtMost(rules.LONGEST_ANSWER)], filters=[tidy],
        description=later("In your own words, in any language. You can leave it empty."),
    )  # fmt: skip
    where = _where()

    @property
    def hidden(self) -> bool:
        return bool(self.where.data == MINE)


class PictureForm(Form):
    """sent: the picture, checked and drawn anew; None where none came, or no good one."""

    picture = FileField(later("Choose a picture"))
    text = StringField(
        later("What is on it?"), [AtMost(rules.LONGEST_PICTURE_WORDS)],
        filters=[lambda text: " ".join(tidy(text).split())],
        description=later("A few words, for somebody who cannot see it."),
    )  # fmt: skip
    where = _where()
    sent: Picture | None = None

    @property
    def hidden(self) -> bool:
        return bool(self.where.data == MINE)

    def validate_picture(self, field: FileField) -> None:
        file: FileStorage | None = field.data
        if not file:
            return
        try:
            self.sent = drawn_anew(file.stream.read(FORM_BYTES))
        except NoPicture as refused:
            raise ValidationError(upload_words.no_picture(refused.why)) from refused


class ShowForm(Form):
    """to: exactly those who are ticked are shown it."""

    to = SelectMultipleField(
        later("Who may see it?"), validate_choice=False, choices=[], option_widget=CheckboxInput()
    )


class FeelingForm(OnceForm):
    mood = RadioField(
        later("How are you?"), [Chosen(later("Tap how you are first."))], validate_choice=False,
        choices=list(labels.MOODS.items()),
    )  # fmt: skip
    text = TextAreaField(
        later("A few words, if you like"), [AtMost(rules.LONGEST_WORDS)], filters=[tidy]
    )

    @property
    def feeling(self) -> Mood:
        return Mood(self.mood.data)


class TapForm(OnceForm):
    """One tap on Home: no box for words."""

    mood = StringField()

    def validate_mood(self, field: StringField) -> None:
        if field.data not in set(Mood):
            raise ValidationError(_("Tap how you are first."))
