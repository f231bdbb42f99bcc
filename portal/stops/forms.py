"""What is typed to ask that everything stops, and to lift it."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, TextAreaField

from portal.core.forms import AtMost, Chosen, Form, OnceForm, SaysWhy, tidy
from portal.core.words import later
from portal.people.stops import Why

LONGEST = 500


class AskForm(OnceForm):
    why = RadioField(
        later("What has happened?"), [Chosen(later("Choose what has happened."))],
        validate_choice=False,
        choices=[
            (Why.DIED.value, later("They have died")),
            (Why.NO_CONTACT.value, later("They must not be contacted")),
        ],
    )  # fmt: skip
    text = TextAreaField(
        later("How do you know?"),
        [SaysWhy(), AtMost(LONGEST)],
        filters=[tidy],
        description=later("Who told you, and when. Somebody else reads it before anything stops."),
    )


class LiftForm(Form):
    text = TextAreaField(
        later("Why does it end?"),
        [SaysWhy(), AtMost(LONGEST)],
        filters=[tidy],
        description=later("What was wrong or has changed, and how you know."),
    )


class AnswerForm(Form):
    """Agree or not: two buttons."""

    says = HiddenField()
