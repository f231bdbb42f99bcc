"""What is typed about goals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import RadioField, StringField, TextAreaField, ValidationError

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Needed, OnceForm, day_typed, names_somebody, tidy
from portal.core.words import _, later
from portal.goals.actions import OTHER, Wanted
from portal.goals.rules import Owner

UNKNOWN = "unknown"
AHEAD = timedelta(days=3660)


class GoalForm(OnceForm):
    text = TextAreaField(
        later("What do you want?"),
        [Needed(later("Write what you want, in a few words.")), AtMost(500)], filters=[tidy],
    )  # fmt: skip


class SayForm(OnceForm):
    say = TextAreaField(
        later("What do you say about it?"),
        [Needed(later("Write what you think about it.")), AtMost(1000)], filters=[tidy],
    )  # fmt: skip


class StateForm(OnceForm):
    state = StringField()
    why = StringField(later("Why? You can leave it out."), [AtMost(500)], filters=[tidy])


class StepForm(OnceForm):
    text = StringField(
        later("What is the step?"),
        [Needed(later("Write what has to be done, in a few words.")), AtMost(300)],
        filters=[tidy], description=later("One thing, like: ring the college about the form."),
    )  # fmt: skip
    who = RadioField(
        later("Who does it?"), [Chosen(later("Choose who does it."))], validate_choice=False
    )
    name = StringField(
        later("If it is somebody else: who?"), [AtMost(100)], filters=[tidy],
        description=later("Like: my boss, the housing office."),
    )  # fmt: skip
    day = StringField(
        later("By which day?"), [AtMost(20)], filters=[tidy],
        description=later("Leave it empty if you don't know yet."),
    )  # fmt: skip

    def offer(self, me: str, people: Sequence[tuple[str, str]]) -> None:
        """Who can be chosen: the young person, their people by ref, somebody else."""
        self.who.choices = [(Owner.ME.value, me), *people, (OTHER, _("Somebody else"))]

    @property
    def due(self) -> date | None:
        return day_typed(self.day.data or "")

    @property
    def wanted(self) -> Wanted:
        name = self.name.data if self.who.data == OTHER else ""
        return Wanted(self.text.data, self.who.data, name, self.due)

    def validate_name(self, field: StringField) -> None:
        if self.who.data == OTHER and not names_somebody(field.data or ""):
            raise ValidationError(_("Write who does it: a name, or what they are to you."))

    def validate_day(self, field: StringField) -> None:
        if not field.data:
            return
        today = clock.today(clock.now())
        if self.due is None or not today <= self.due <= today + AHEAD:
            raise ValidationError(
                _("Write a day from today on, like this: %(day)s. Or leave it empty.",
                  day=f"{today + timedelta(days=14):%d/%m/%Y}")
            )  # fmt: skip


class SitForm(OnceForm):
    who = RadioField(
        later("Who is beside you?"), [Chosen(later("Choose who is beside you."))],
        validate_choice=False,
    )  # fmt: skip


class RightForm(OnceForm):
    says = StringField()
    text = TextAreaField(
        later("What is not right?"), [AtMost(1000)], filters=[tidy],
        description=later("You can leave it out."),
    )  # fmt: skip
