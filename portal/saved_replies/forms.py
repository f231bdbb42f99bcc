"""What is typed to keep a reply."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError

from portal.core.forms import AtMost, Chosen, Needed, OnceForm, tidy
from portal.core.words import _, later
from portal.saved_replies import rules

MINE, EVERYBODYS = "mine", "everybody"


class NoOtherGaps:
    """Only our own gaps; says which is none of them."""

    def __call__(self, form: Any, field: Any) -> None:
        unknown = rules.unknown_gaps(field.data or "")
        if unknown:
            raise ValidationError(
                _(
                    "%(gap)s cannot be filled. Only {name}, {me}, {day} and {phone} can.",
                    gap=unknown[0],
                )
            )


def _words(label: str, *more: Any, hint: str = "") -> TextAreaField:
    return TextAreaField(
        label, [*more, AtMost(rules.LONGEST), NoOtherGaps()], filters=[tidy], description=hint
    )


class ReplyForm(OnceForm):
    do = HiddenField()
    title = StringField(
        later("A name for it"),
        [Needed(later("Give it a name, so that it is found again.")), AtMost(rules.LONGEST_TITLE)],
        filters=[tidy],
        description=later("Only staff see the name."),
    )
    adult = _words(
        later("Words for 16 and over"),
        Needed(later("Write these words: they are used where an age has none of its own.")),
        hint=later(
            "Filled in before it is sent: {name} is the young person, {me} is you, {day} the next "
            "working day, {phone} your number."
        ),
    )
    teen = _words(later("Words for 12 to 15"), hint=later("Empty: the words for 16 and over."))
    child = _words(later("Words for 8 to 11"), hint=later("Empty: the words for 12 to 15."))
    whose = RadioField(
        later("Who uses it?"), [Chosen(later("Choose who uses it."))], validate_choice=False,
        choices=[(MINE, later("Only me")), (EVERYBODYS, later("Everybody at the council"))],
        default=MINE,
    )  # fmt: skip
