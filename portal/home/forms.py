"""What a young person types on their first pages."""

from __future__ import annotations

from wtforms import StringField

from portal.core.forms import AtMost, OnceForm, tidy
from portal.core.words import later
from portal.people.own_words import LONGEST


class WordForm(OnceForm):
    word = StringField(
        later("Your own word for them"), [AtMost(LONGEST)], filters=[tidy],
        description=later("Only you see it. Leave it empty for their name."),
    )  # fmt: skip
