"""What is typed about staying here."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, SaysWhy, day_typed, tidy
from portal.core.words import _, later
from portal.staying import labels, rules
from portal.staying.actions import Written
from portal.staying.rules import Gender, State, Topic, Tracing


def _radio(label: Any, options: dict[Any, Any], missing: Any) -> RadioField:
    return RadioField(
        label, [Chosen(missing)], validate_choice=False,
        choices=[(code.value, words) for code, words in options.items()],
    )  # fmt: skip


class ThingForm(OnceForm):
    """What every one of them has: words."""

    text = TextAreaField(later("In your words"), [AtMost(rules.LONGEST_TEXT)], filters=[tidy])

    @property
    def written(self) -> Written:
        return Written(text=self.text.data or "")


class MineForm(ThingForm):
    pass


class StepForm(ThingForm):
    state = _radio(later("Where is it?"), labels.STATES, later("Choose where it is."))
    day = StringField(
        later("On which day?"), [AtMost(20)], filters=[tidy],
        description=later("If there is one. Like this: 27/3/2027."),
    )  # fmt: skip
    hour = StringField(
        later("At what time?"), [AtMost(5)], filters=[tidy],
        description=later("Like this: 14:30."),
    )  # fmt: skip
    where = StringField(
        later("Where are the letters about it?"), [AtMost(rules.LONGEST_LINE)], filters=[tidy]
    )  # fmt: skip
    text = TextAreaField(
        later("Anything to know about it"), [AtMost(rules.LONGEST_TEXT)], filters=[tidy]
    )  # fmt: skip

    def validate_day(self, field: StringField) -> None:
        if field.data and self.on is None:
            raise ValidationError(_("Write a day like this: 27/3/2027."))
        if self.state.data == State.BOOKED.value and not field.data:
            raise ValidationError(_("Write on which day it is."))

    def validate_hour(self, field: StringField) -> None:
        if field.data and self.at is None:
            raise ValidationError(_("Write a time like this: 14:30."))

    @property
    def on(self) -> date | None:
        return day_typed(self.day.data or "")

    @property
    def at(self) -> time | None:
        try:
            found = time.fromisoformat((self.hour.data or "").strip().zfill(5))
        except ValueError:
            return None
        return found if found.tzinfo is None else None  # "0101Z" is a time in ISO 8601

    @property
    def written(self) -> Written:
        wall = (
            datetime.combine(self.on, self.at) if self.on and self.hour.data and self.at else None
        )
        return Written(
            state=self.state.data, day=self.on, wall=wall, where=self.where.data or "",
            text=self.text.data or "",
        )  # fmt: skip


class PaperForm(ThingForm):
    who = StringField(
        later("What is it?"),
        [Needed(later("Write what it is, like: my card, or a letter.")), AtMost(100)],
        filters=[tidy],
    )  # fmt: skip
    state = _radio(later("Do you have it?"), labels.HAS, later("Choose whether you have it."))
    where = StringField(
        later("Where is it, or who gets it?"), [AtMost(rules.LONGEST_LINE)], filters=[tidy]
    )  # fmt: skip
    text = TextAreaField(
        later("Anything to know about it"), [AtMost(rules.LONGEST_TEXT)], filters=[tidy]
    )  # fmt: skip

    @property
    def written(self) -> Written:
        return Written(
            who=self.who.data, state=self.state.data, where=self.where.data or "",
            text=self.text.data or "",
        )  # fmt: skip


class HelperForm(ThingForm):
    who = StringField(later("Name"), [AtMost(rules.LONGEST_NAME)], filters=[tidy])
    phone = StringField(later("Phone"), [AtMost(30)], filters=[tidy])
    language = StringField(later("Language"), [AtMost(60)], filters=[tidy])
    dialect = StringField(later("Dialect"), [AtMost(60)], filters=[tidy])
    gender = _radio(
        later("Would you rather have…"), {g: labels.GENDERS[g.value] for g in Gender},
        later("Choose one."),
    )  # fmt: skip
    not_near = BooleanField(later("Not somebody from my town"))
    text = TextAreaField(
        later("Anything to know about it"), [AtMost(rules.LONGEST_TEXT)], filters=[tidy]
    )  # fmt: skip

    @property
    def written(self) -> Written:
        return Written(
            who=self.who.data or "", phone=self.phone.data or "",
            language=self.language.data or "", dialect=self.dialect.data or "",
            gender=self.gender.data, not_near=bool(self.not_near.data), text=self.text.data or "",
        )  # fmt: skip


class OutcomeForm(ThingForm):
    who = StringField(later("Who does it"), [AtMost(rules.LONGEST_NAME)], filters=[tidy])
    text = TextAreaField(
        later("What we do"),
        [Needed(later("Write what you do then.")), AtMost(rules.LONGEST_TEXT)], filters=[tidy],
    )  # fmt: skip

    @property
    def written(self) -> Written:
        return Written(who=self.who.data or "", text=self.text.data)


class TracingForm(ThingForm):
    state = _radio(
        later("Shall somebody look for your family?"), labels.TRACING, later("Choose one.")
    )
    text = TextAreaField(
        later("Anything you want to say about it"), [AtMost(rules.LONGEST_TEXT)], filters=[tidy]
    )  # fmt: skip

    @property
    def written(self) -> Written:
        return Written(state=Tracing(self.state.data).value, text=self.text.data or "")


FORMS: dict[Topic, type[ThingForm]] = {
    Topic.STEP: StepForm, Topic.PAPER: PaperForm, Topic.HELPER: HelperForm,
    Topic.OUTCOME: OutcomeForm, Topic.TRACING: TracingForm, Topic.MINE: MineForm,
}  # fmt: skip
assert set(FORMS) == set(Topic)


class PromiseForm(OnceForm):
    promise = TextAreaField(
        later("What do you promise?"),
        [Needed(later("Write what you will do.")), AtMost(500)], filters=[tidy],
    )  # fmt: skip
    due = StringField(later("By which day?"), [AtMost(20)], filters=[tidy])

    def validate_due(self, field: StringField) -> None:
        if self.on is None or self.on < clock.today(clock.now()):
            raise ValidationError(_("Write a day from today on, like this: 27/3/2027."))

    @property
    def on(self) -> date | None:
        return day_typed(self.due.data or "")


class GiveForm(Form):
    also_after = BooleanField(later("Also whoever comes after them"))


class BackForm(Form):
    """One button."""


class ReasonForm(Form):
    adult = HiddenField()
    why = TextAreaField(
        later("Why do they need it?"), [SaysWhy(), AtMost(rules.LONGEST_WHY)], filters=[tidy],
        description=later("The young person reads this, with your name."),
    )  # fmt: skip
