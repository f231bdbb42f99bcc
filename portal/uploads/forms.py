"""A picture or a voice beside what is typed."""

from __future__ import annotations

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, ValidationError

from portal.core.forms import OnceForm
from portal.core.words import later
from portal.uploads import labels
from portal.uploads.actions import Sent
from portal.uploads.pictures import NoPicture, drawn_anew
from portal.uploads.rules import FORM_BYTES, VOICE_SECONDS
from portal.uploads.voices import NoVoice, heard


class Bringing(OnceForm):
    """sent: what was brought, checked and ready to be kept; None for nothing, or nothing good."""

    picture = FileField(later("Picture"))
    voice = FileField(later("Your voice"))
    seconds = HiddenField()
    sent: Sent | None = None

    @property
    def brought(self) -> bool:
        """Whether there was a file at all, good or not."""
        return bool(self.picture.data or self.voice.data)

    def validate_picture(self, field: FileField) -> None:
        if not field.data:
            return
        try:
            self.sent = drawn_anew(bytes_of(field.data))
        except NoPicture as refused:
            raise ValidationError(labels.no_picture(refused.why)) from refused

    def validate_voice(self, field: FileField) -> None:
        if not field.data:
            return
        if self.picture.data:
            raise ValidationError(labels.one_at_a_time())
        try:
            self.sent = heard(bytes_of(field.data), seconds_of(self.seconds.data))
        except NoVoice as refused:
            raise ValidationError(labels.no_voice(refused.why)) from refused


def bytes_of(file: FileStorage) -> bytes:
    return file.stream.read(FORM_BYTES)


def seconds_of(said: str | None) -> int:
    number = said if said and said.isascii() and said.isdigit() and len(said) < 5 else ""
    return int(number or VOICE_SECONDS)
