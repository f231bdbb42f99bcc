"""A search, and one question that may be answered for oneself."""

from __future__ import annotations

from wtforms import Field, RadioField, StringField, SubmitField, TextAreaField, ValidationError

from portal.core.forms import AtMost, Chosen, Form, Needed, day_typed, tidy
from portal.core.words import _, later
from portal.entitlements.asked import DONT_KNOW, day_of
from portal.local_offer.rules import LONGEST_OFFER, LONGEST_SEARCH


class SearchForm(Form):
    words = StringField(
        later("What are you looking for?"),
        [Needed(later("Write a word or two first, for example: bus.")), AtMost(LONGEST_SEARCH)],
        filters=[lambda text: " ".join(tidy(text).split())],
    )  # fmt: skip


def is_a_day(form: Form, field: Field) -> None:
    typed = day_typed(field.data or "")
    if not form.unknown.data and (typed is None or day_of(typed.isoformat()) is None):
        raise ValidationError(
            _("Write the day like this: 27/3/2027. Or choose “I don’t know”: that is fine.")
        )


class QuestionForm(Form):
    """The question is the legend; what can be answered comes from the room."""

    answer = RadioField(
        "", [Chosen(later("Choose one. “I don’t know” is fine."))], validate_choice=False,
        choices=[],
    )  # fmt: skip

    @property
    def value(self) -> str:
        """As it is kept."""
        return self.answer.data or ""


class DayForm(Form):
    """The same for a question whose answer is a day. The second button says that they do not know
    it."""

    answer = StringField(
        "", [is_a_day], filters=[tidy],
        description=later("Day, month, year, for example: 27/3/2027. About is enough."),
    )  # fmt: skip
    unknown = SubmitField(later("I don’t know"))

    @property
    def value(self) -> str:
        """As it is kept."""
        day = day_typed(self.answer.data or "")
        return DONT_KNOW if self.unknown.data or day is None else day.isoformat()


class OfferForm(Form):
    """offer: a whole offer, as in the file that is taken along."""

    offer = TextAreaField(
        later("The whole offer, as a file"),
        [
            Needed(later("Paste the offer first. The one that holds now can be copied below.")),
            AtMost(LONGEST_OFFER),
        ],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )  # fmt: skip
