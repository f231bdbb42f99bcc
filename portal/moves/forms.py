"""What is typed about a move."""

from __future__ import annotations

from datetime import date

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, SaysWhy, day_typed, tidy
from portal.core.words import _, later
from portal.moves import labels, rules
from portal.moves.rules import Fact, Said
from portal.people.placements import MOST_GRACE
from portal.uploads import labels as upload_words
from portal.uploads.pictures import NoPicture, Picture, drawn_anew
from portal.uploads.rules import FORM_BYTES


class PlanForm(OnceForm):
    """Facts that nobody knows yet are left empty."""

    day = StringField(
        later("On which day do they move?"), [AtMost(20)], filters=[tidy],
        description=later("Leave it empty while nobody knows. Like this: 27/3/2027."),
    )  # fmt: skip
    address = StringField(
        later("The address"), [AtMost(rules.LONGEST_ADDRESS)], filters=[tidy],
        description=later("Only they, and staff who may know where they live, see it."),
    )  # fmt: skip

    def validate_day(self, field: StringField) -> None:
        found = day_typed(field.data or "")
        if field.data and (found is None or not rules.day_fits(found, clock.today(clock.now()))):
            raise ValidationError(_("Choose a day like this: 27/3/2027, within the next year."))

    @property
    def on(self) -> date | None:
        return day_typed(self.day.data or "")

    @property
    def facts(self) -> dict[Fact, str]:
        return {fact: self[fact.value].data or "" for fact in Fact}

    def fact_fields(self) -> list[object]:
        return [self[fact.value] for fact in Fact]


for _fact in Fact:
    setattr(
        PlanForm, _fact.value,
        TextAreaField(
            labels.ASKED[_fact], [AtMost(rules.LONGEST_FACT)], filters=[tidy],
            description=labels.HINTS[_fact],
        ),
    )  # fmt: skip


class PhotoForm(OnceForm):
    """photo: checked and drawn anew, once the form is good."""

    picture = FileField(
        later("A photo of the next home"),
        description=later("A room, the garden, an animal. No people, house number or street."),
    )  # fmt: skip
    on_it = StringField(
        later("What is on it?"),
        [Needed(later("Write in a few words what is on it.")), AtMost(rules.LONGEST_PHOTO)],
        filters=[tidy],
        description=later("Like: your room. It is read aloud to whoever cannot see the photo."),
    )  # fmt: skip
    allowed = BooleanField(later("Whoever lives there said yes to this photo"))
    photo: Picture | None = None

    def validate_allowed(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_("Ask whoever lives there first. It is their home, too."))

    def validate_picture(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(_("Choose a photo first."))
        try:
            self.photo = drawn_anew(field.data.stream.read(FORM_BYTES))
        except NoPicture as refused:
            raise ValidationError(upload_words.no_picture(refused.why)) from refused


class HappenedForm(Form):
    moved_on = StringField(
        later("On which day did they move?"), [AtMost(20)], filters=[tidy],
        description=later("From the next day on, whoever they lived with sees nothing new."),
    )  # fmt: skip

    def validate_moved_on(self, field: StringField) -> None:
        today = clock.today(clock.now())
        if self.on is None or self.on > today or not rules.day_fits(self.on, today):
            raise ValidationError(_("Choose a day up to today, like this: 27/3/2027."))

    @property
    def on(self) -> date | None:
        return day_typed(self.moved_on.data or "")


class OffForm(Form):
    why = TextAreaField(
        later("Why do they not move?"), [SaysWhy(), AtMost(rules.LONGEST_WHY)], filters=[tidy],
        description=later("They read this. Write it to them."),
    )  # fmt: skip


class SayForm(OnceForm):
    kind = RadioField(
        later("What is it?"), [Chosen(later("Choose what it is."))], validate_choice=False,
        choices=[(said.value, labels.SAID[said]) for said in Said],
    )  # fmt: skip
    text = TextAreaField(
        later("In your words"),
        [Needed(later("Write a word or two.")), AtMost(rules.LONGEST_SAID)], filters=[tidy],
    )  # fmt: skip


class AnswerForm(OnceForm):
    answer = TextAreaField(
        later("Your answer"), [Needed(later("Write an answer.")), AtMost(rules.LONGEST_SAID)],
        filters=[tidy],
    )  # fmt: skip


class GraceForm(Form):
    days = IntegerField(
        later("Days of grace"),
        description=later("0 to 28. With 0 it ends at midnight after the last day."),
    )  # fmt: skip

    def validate_days(self, field: IntegerField) -> None:
        if field.data is None or not 0 <= field.data <= MOST_GRACE:
            field.errors = []
            raise ValidationError(_("Write a number of days from 0 to %(most)s.", most=MOST_GRACE))
