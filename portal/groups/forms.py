"""What is typed about a group, a date of it, and whether somebody comes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import ValidationError as Wrong
from wtforms.widgets import CheckboxInput

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.groups import rules
from portal.groups.labels import ABOUT, COMES, NEEDS
from portal.groups.pages import wall_now

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")


def one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def time_typed(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _line(label: str, hint: str) -> StringField:
    return StringField(label, [AtMost(rules.LONGEST_LINE)], filters=[one_line], description=hint)


class GroupForm(OnceForm):
    name = StringField(
        later("Name of the group"),
        [Needed(later("Write a name for the group.")), AtMost(rules.LONGEST_NAME)],
        filters=[one_line],
        description=later("Young people of its ages see this name before they join."),
    )
    about = RadioField(
        later("What kind of group is it?"), [Chosen(later("Choose what kind of group it is."))],
        validate_choice=False, choices=list(ABOUT.items()),
    )  # fmt: skip
    text = TextAreaField(
        later("What is it for?"),
        [Needed(later("Write what the group is for.")), AtMost(rules.LONGEST_ABOUT)],
        filters=[tidy],
        description=later("Plain words, as you would say it to somebody of nine."),
    )
    age_from = StringField(later("From this age"), [AtMost(3)], filters=[tidy])
    age_to = StringField(later("To this age"), [AtMost(3)], filters=[tidy])
    meets = _line(
        later("When does it meet?"), later("As people say it: the first Tuesday of the month at 5.")
    )
    place = _line(later("Where does it meet?"), later("Only members see this."))
    way = _line(later("How do people get there?"), later("Bus, lift, taxi. Only members see this."))
    access = _line(
        later("What is the place like?"),
        later("Steps, toilets, noise, light, a quiet room, who is at the door."),
    )
    run_by = SelectField(
        later("Who runs it?"), [Chosen(later("Choose who runs it."))], validate_choice=False,
        choices=[],
        description=later("Young people see the name before they join. Only this person sees who "
                          "is in the group, and what they need."),
    )  # fmt: skip

    def offer(self, people: Sequence[tuple[str, str]]) -> GroupForm:
        self.run_by.choices = [("", "–"), *people]
        return self

    @property
    def ages(self) -> tuple[int, int]:
        return int(self.age_from.data or 0), int(self.age_to.data or 0)

    def validate_run_by(self, field: SelectField) -> None:
        if not field.data:
            raise Wrong(_("Choose who runs it."))

    def validate_age_to(self, field: StringField) -> None:
        typed = (self.age_from.data or "", field.data or "")
        if not all(a.isascii() and a.isdigit() for a in typed) or not rules.ages_fit(*self.ages):
            raise Wrong(
                _("Type two ages from %(first)s to %(last)s, the lower one first.",
                  first=rules.YOUNGEST, last=rules.OLDEST)
            )  # fmt: skip


class MeetingForm(OnceForm):
    day = StringField(
        later("Which day?"), [AtMost(20)], filters=[tidy], description=later("Like this: 27/3/2027")
    )
    at = StringField(
        later("At what time?"), [AtMost(8)], filters=[tidy], description=later("Like this: 17:00")
    )
    place = _line(
        later("Where, if it is somewhere else this time?"), later("Only members see this.")
    )
    note = _line(
        later("What happens?"), later("One line: what you will do, what to bring, who comes.")
    )

    @property
    def wall(self) -> datetime:
        day, at = day_typed(self.day.data or ""), time_typed(self.at.data or "")
        assert day is not None and at is not None
        return datetime.combine(day, at)

    def validate_day(self, field: StringField) -> None:
        if day_typed(field.data or "") is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))

    def validate_at(self, field: StringField) -> None:
        if time_typed(field.data or "") is None:
            raise Wrong(_("Type a time, like this: 17:00."))
        if day_typed(self.day.data or "") is None:
            return
        if not rules.day_fits(self.wall, wall_now(clock.now())):
            raise Wrong(_("Choose a time that is still to come, within a year."))


class ComesForm(Form):
    says = RadioField(
        later("Do you come?"), [Chosen(later("Choose yes, maybe or no."))], validate_choice=False,
        choices=list(COMES.items()),
    )  # fmt: skip
    needs = SelectMultipleField(
        later("What do you need to come?"), validate_choice=False, choices=list(NEEDS.items()),
        option_widget=CheckboxInput(),
    )  # fmt: skip
    note = TextAreaField(
        later("Anything else you need?"), [AtMost(rules.LONGEST_NOTE)], filters=[tidy],
        description=later("You can leave this empty."),
    )  # fmt: skip

    @property
    def chosen(self) -> tuple[rules.Need, ...]:
        return rules.needs_of(",".join(self.needs.data or ()))
