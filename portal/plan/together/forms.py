"""What is typed beside a plan, and its answers."""

from __future__ import annotations

from datetime import date

from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError

from portal.core import clock
from portal.core.access import Band
from portal.core.forms import AtMost, Chosen, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.plan.together import labels, rules


class SayForm(OnceForm):
    """seen: the key of what was on the page when they said it, as a mark."""

    says = RadioField(
        later("What do you think?"), [Chosen(later("Choose one of the four first."))],
        validate_choice=False,
    )  # fmt: skip
    text = TextAreaField(later("Why?"), [AtMost(rules.LONGEST_WHY)], filters=[tidy])
    seen = HiddenField()

    def offer(self, kind: str, band: Band) -> None:
        self.says.choices = labels.choices(band)
        self.says.label.text = labels.asks(band)
        self.text.label.text = labels.why(kind, band)

    @property
    def seen_id(self) -> int | None:
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 20 else None


class AgainForm(OnceForm):
    text = TextAreaField(
        later("What is missing?"),
        [Needed(later("Write what is missing, so that they can answer it.")),
         AtMost(rules.LONGEST_WHY)],
        filters=[tidy],
    )  # fmt: skip


class LineForm(OnceForm):
    text = TextAreaField(
        later("In my own words"),
        [Needed(later("Write something first.")), AtMost(rules.LONGEST_LINE)],
        filters=[tidy],
    )


class AnswerForm(OnceForm):
    text = TextAreaField(
        later("Your answer"),
        [Needed(later("Write your answer first.")), AtMost(rules.LONGEST_ANSWER)],
        filters=[tidy],
    )


class QuestionForm(OnceForm):
    stands = RadioField(
        later("What is the answer?"), [Chosen(later("Choose an answer."))],
        choices=labels.STANDS, validate_choice=False,
    )  # fmt: skip
    text = TextAreaField(
        later("What was decided, and why"),
        [Needed(later("Write what was decided and why, to them.")),
         AtMost(rules.LONGEST_WORDS)],
        filters=[tidy],
        description=later("They read these words. Short sentences, no blame."),
    )  # fmt: skip
    decides = StringField(
        later("Who decides"),
        [Needed(later("Write who decides: a name, or who they are.")), AtMost(200)],
        filters=[tidy],
        description=later("Say “the council, with your mum”, or a name."),
    )
    decided = StringField(
        later("Decided on which day?"), [AtMost(20)], filters=[tidy],
        description=later("Leave it empty where nothing is decided yet."),
    )  # fmt: skip
    again = StringField(
        later("Asked again by which day?"), [AtMost(20)], filters=[tidy],
        description=later("It stands in their dates, and on your list."),
    )  # fmt: skip
    seen = HiddenField()

    @property
    def seen_id(self) -> int | None:
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 20 else None

    @property
    def decided_on(self) -> date | None:
        return day_typed(self.decided.data or "")

    @property
    def ask_again(self) -> date | None:
        return day_typed(self.again.data or "")

    def validate_decided(self, field: StringField) -> None:
        today = clock.today(clock.now())
        found = self.decided_on
        if field.data and (found is None or found > today):
            raise ValidationError(
                _("Choose a day up to today, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )

    def validate_again(self, field: StringField) -> None:
        today = clock.today(clock.now())
        typed_wrong = bool(field.data) and self.ask_again is None
        if typed_wrong or not rules.ask_again_fits(self.ask_again, today):
            raise ValidationError(
                _("Choose a day from tomorrow on, within a year, like this: %(day)s.",
                  day=f"{today:%d/%m/%Y}")
            )  # fmt: skip
        if self.stands.data != rules.Stands.YES and self.ask_again is None:
            raise ValidationError(
                _("It is not settled, so say by when it is asked again, like this: %(day)s.",
                  day=f"{today:%d/%m/%Y}")
            )  # fmt: skip
