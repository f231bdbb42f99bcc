"""A document that is put in, its name, and who may see it."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core.forms import AtMost, Chosen, Form, OnceForm, tidy
from portal.core.words import _, later
from portal.documents.labels import choices
from portal.documents.rules import LONGEST_TITLE, Kind
from portal.uploads import labels
from portal.uploads.actions import Sent
from portal.uploads.pdfs import NoPdf, written_anew
from portal.uploads.pictures import NoPicture, drawn_anew
from portal.uploads.rules import FORM_BYTES, What, what_is


def _one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def _kind() -> SelectField:
    return SelectField(
        later("What is it?"), [Chosen(later("Choose what it is."))], validate_choice=False,
        choices=choices, default=Kind.OTHER.value,
    )  # fmt: skip


def _title() -> StringField:
    return StringField(
        later("Your name for it"), [AtMost(LONGEST_TITLE)], filters=[_one_line],
        description=later("Leave it empty if you like."),
    )  # fmt: skip


class AddForm(OnceForm):
    """sent: what was brought, made anew and ready to be kept."""

    file = FileField(
        later("Picture or PDF"),
        description=later("A photo of it is fine: up to 8 megabytes, a PDF up to 12."),
    )
    kind = _kind()
    title = _title()
    sent: Sent | None = None

    def validate_file(self, field: FileField) -> None:
        data = field.data.stream.read(FORM_BYTES) if field.data else b""
        if not data:
            raise ValidationError(_("Choose a picture or a PDF first."))
        try:
            self.sent = _made_anew(data)
        except NoPdf as refused:
            raise ValidationError(labels.no_pdf(refused.why)) from refused
        except NoPicture as refused:
            words = labels.no_pdf("kind") if refused.why == "kind" else labels.no_picture(
                refused.why
            )  # fmt: skip
            raise ValidationError(words) from refused


def _made_anew(data: bytes) -> Sent:
    return written_anew(data) if what_is(data) is What.PDF else drawn_anew(data)


class NameForm(Form):
    kind = _kind()
    title = _title()


class ShowForm(Form):
    who = SelectMultipleField(
        later("Who can see it"), validate_choice=False, choices=[],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
