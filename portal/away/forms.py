"""What is typed about being away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput

from portal.away.pages import Colleague
from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, OnceForm, day_typed, tidy
from portal.core.words import _, later

NOBODY = "-"
YES = "yes"


def _day(label: str, hint: str = "") -> StringField:
    return StringField(label, [AtMost(20)], filters=[tidy], description=hint)


class _DaysForm(OnceForm):
    starts = _day(later("First day away"))
    ends = _day(later("Last day away"), later("The day before they are back."))

    def __init__(self, *given: Any, **names: Any) -> None:
        today = clock.today(clock.now()).isoformat()
        super().__init__(*given, **{"starts": today, **names})

    @property
    def first(self) -> date | None:
        return day_typed(self.starts.data or "")

    @property
    def last(self) -> date | None:
        return day_typed(self.ends.data or "")


def _choices(people: Iterable[Colleague]) -> list[tuple[str, str]]:
    return [
        (one.ref, _("%(name)s, %(job)s", name=one.name, job=one.job) if one.job else one.name)
        for one in people
    ]


class AwayForm(_DaysForm):
    ends = _day(later("Last day away"), later("The day before you are back."))
    cover = RadioField(
        later("Who answers for you?"), [Chosen(later("Choose who answers for you, or nobody."))],
        validate_choice=False, choices=[],
        description=later("Only people who can open the messages of your young people are here."),
    )  # fmt: skip

    def offer(self, people: Iterable[Colleague]) -> None:
        self.cover.choices = [*_choices(people), (NOBODY, _("Nobody yet"))]


class TeamForm(_DaysForm):
    who = SelectField(
        later("Who is away?"), [Chosen(later("Choose who is away."))], validate_choice=False,
        choices=[],
    )  # fmt: skip
    cover = SelectField(
        later("Who answers for them?"), [Chosen(later("Choose who answers, or nobody."))],
        validate_choice=False, choices=[],
    )  # fmt: skip
    let_in = SelectMultipleField(
        later("Access"), validate_choice=False, option_widget=CheckboxInput(),
        choices=[(YES, later("Let them read and answer messages they cannot open yet"))],
        description=later(
            "Only on these days: the young person's name, their messages, and how to reach them."
        ),
    )  # fmt: skip

    def offer(self, people: Iterable[Colleague]) -> None:
        named = _choices(people)
        self.who.choices = [("", _("Choose")), *named]
        self.cover.choices = [("", _("Choose")), (NOBODY, _("Nobody yet")), *named]


class ShortenForm(Form):
    ends = _day(later("New last day"))

    @property
    def last(self) -> date | None:
        return day_typed(self.ends.data or "")


class YesForm(Form):
    """Nothing is typed: one button."""
