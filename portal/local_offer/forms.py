"""A search, and one question that may be answered for oneself."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField

from portal.core.forms import AtMost, Chosen, Form, Needed, tidy
from portal.core.words import later
from portal.local_offer.rules import LONGEST_SEARCH


class SearchForm(Form):
    words = StringField(
        later("What are you looking for?"),
        [Needed(later("Write a word or two first, for example: bus.")), AtMost(LONGEST_SEARCH)],
        filters=[lambda text: " ".join(tidy(text).split())],
    )  # fmt: skip


class QuestionForm(Form):
    """The question is the legend; what can be answered comes from the room."""

    answer = RadioField(
        "", [Chosen(later("Choose one. “I don’t know” is fine."))], validate_choice=False,
        choices=[],
    )  # fmt: skip


class OfferForm(Form):
    """offer: a whole offer, as in the file that is taken along."""

    offer = TextAreaField(
        later("The whole offer, as a file"),
        [Needed(later("Paste the offer first. The one that holds now can be copied below."))],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )  # fmt: skip
