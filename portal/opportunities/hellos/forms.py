"""For which days, from whom; and a hello."""

from __future__ import annotations

from datetime import date

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import ValidationError as Wrong
from wtforms.widgets import CheckboxInput

from portal.articles.reaching import says_how_to_reach
from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, day_typed, tidy
from portal.core.words import _, later
from portal.opportunities.hellos import rules
from portal.opportunities.hellos.feasts import feasts
from portal.opportunities.hellos.labels import FEASTS, OCCASIONS, WHO
from portal.opportunities.hellos.rules import Days, Occasion


class DaysForm(Form):
    days = SelectMultipleField(
        later("On which days?"), validate_choice=False, choices=list(OCCASIONS.items()),
        option_widget=CheckboxInput(),
    )  # fmt: skip
    feasts = SelectMultipleField(
        later("Which of these are yours?"), validate_choice=False, choices=[],
        option_widget=CheckboxInput(),
        description=later("Where it says “about”, the day goes by the moon, and may be one "
                          "earlier or later."),
    )  # fmt: skip
    own = StringField(
        later("Another day each year"), [AtMost(20)], filters=[tidy],
        description=later("A day that matters to you, or one that is hard. Like this: 27/3/2027. "
                          "You can leave this empty."),
    )  # fmt: skip
    moved = StringField(
        later("My first day in my own home"), [AtMost(20)], filters=[tidy],
        description=later("Then a hello comes each week for six weeks. You can leave this empty."),
    )  # fmt: skip
    who = RadioField(
        later("From whom?"), [Chosen(later("Choose from whom."))], validate_choice=False,
        choices=list(WHO.items()),
        description=later("Somebody else sees your first name and the day, and if it is a feast or "
                          "your birthday. Nothing more. Your worker can read what they write."),
    )  # fmt: skip

    def validate_own(self, field: StringField) -> None:
        if field.data and day_typed(field.data) is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))

    def validate_moved(self, field: StringField) -> None:
        if not field.data:
            return
        day = day_typed(field.data)
        if day is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))
        if not rules.good_move(day, clock.today(clock.now())):
            raise Wrong(_("Choose a day within the last six weeks, or one to come."))

    def validate_days(self, field: SelectMultipleField) -> None:
        """Of a day that cannot be read its own box says so."""
        if not (self.chosen.any or self.own.data or self.moved.data):
            raise Wrong(_("Choose at least one day, or turn it off."))

    @property
    def chosen(self) -> Days:
        days, theirs = set(self.days.data or ()), set(self.feasts.data or ())
        own: date | None = day_typed(self.own.data or "")
        moved: date | None = day_typed(self.moved.data or "")
        return Days(
            Occasion.BIRTHDAY.value in days, frozenset((days | theirs) & set(feasts())), own, moved,
        )  # fmt: skip

    def show(self, days: Days, group: bool) -> None:
        born = [Occasion.BIRTHDAY.value] if days.birthday else []
        self.days.data = [*born, *sorted(days.feasts & set(OCCASIONS))]
        self.feasts.data = sorted(days.feasts & set(FEASTS))
        self.own.data = f"{days.own:%d/%m/%Y}" if days.own else ""
        self.moved.data = f"{days.moved:%d/%m/%Y}" if days.moved else ""
        self.who.data = "group" if group else "worker"


class HelloForm(Form):
    text = TextAreaField(
        later("Your hello"),
        [Needed(later("Write a few words of your own.")), AtMost(rules.LONGEST)],
        filters=[tidy],
        description=later("Short and from you. No number, address or link: they write to their "
                          "worker."),
    )  # fmt: skip

    def validate_text(self, field: TextAreaField) -> None:
        if says_how_to_reach(field.data or ""):
            raise Wrong(_("Take out the number, address or link. A hello has none."))


class NameForm(Form):
    person = SelectField(
        later("Who else writes hellos?"), [Chosen(later("Choose a colleague."))],
        validate_choice=False, choices=[],
    )  # fmt: skip
