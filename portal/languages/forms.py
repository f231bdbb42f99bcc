"""Which language, and where to go back to."""

from __future__ import annotations

from wtforms import HiddenField, StringField, validators

from portal.core.forms import Form
from portal.core.languages import OFFERED
from portal.core.words import later


class LanguageForm(Form):
    """back: an endpoint's name; what is not on the list of `ways.BACK` is passed over."""

    language = StringField(
        validators=[validators.AnyOf(OFFERED, message=later("Choose a language from the list."))]
    )
    back = HiddenField()
