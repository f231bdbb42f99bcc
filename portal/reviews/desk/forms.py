"""What is typed at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.reviews.desk import labels, rules
from portal.reviews.desk.actions import Asked, Happened, When
from portal.reviews.desk.pages import Colleague
from portal.reviews.desk.rules import Level, Outcome, Took

FURTHEST = 366  # days: a review further off is a slip
_READ = later("They read this, word for word. Write it to them.")
OUTSIDE = "outside"


def time_typed(text: str) -> time | None:
    try:
        found = time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        return None
    return found if found.tzinfo is None else None


class _At(Form):
    """A day, and the hour where it is known."""

    day = StringField(
        later("Which day?"), [Needed(later("Choose a day.")), AtMost(20)], filters=[tidy]
    )
    hour = StringField(
        later("What time? (you can leave it out)"), [AtMost(20)], filters=[tidy]
    )  # fmt: skip

    def validate_hour(self, field: StringField) -> None:
        if field.data and time_typed(field.data) is None:
            raise ValidationError(_("Write a time like this: 14:30."))

    @property
    def when(self) -> When:
        day = day_typed(self.day.data or "")
        assert day is not None
        return When(day, time_typed(self.hour.data) if self.hour.data else None)


def _to_come(field: StringField) -> None:
    day, today = day_typed(field.data or ""), clock.today(clock.now())
    if field.data and (day is None or not 0 <= (day - today).days <= FURTHEST):
        raise ValidationError(
            _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
        )


class PlanForm(OnceForm, _At):
    where = StringField(later("Where? (you can leave it out)"), [AtMost(200)], filters=[tidy])

    def validate_day(self, field: StringField) -> None:
        _to_come(field)


class MoveForm(OnceForm, _At):
    day = StringField(
        later("The new day"), [Needed(later("Choose a day.")), AtMost(20)], filters=[tidy],
        id="day-move",
    )  # fmt: skip
    hour = StringField(
        later("What time? (you can leave it out)"), [AtMost(20)], filters=[tidy], id="hour-move"
    )
    why = TextAreaField(
        later("Why?"),
        [Needed(later("Write why, so that they understand it.")), AtMost(rules.LONGEST_WHY)],
        filters=[tidy], description=_READ, id="why-move",
        name="text_why",
    )  # fmt: skip

    def validate_day(self, field: StringField) -> None:
        _to_come(field)


class NotHeldForm(OnceForm):
    why = TextAreaField(
        later("Why not?"),
        [Needed(later("Write why, so that they understand it.")), AtMost(rules.LONGEST_WHY)],
        filters=[tidy], description=_READ, id="why-not",
        name="text_why",
    )  # fmt: skip


class HeldForm(OnceForm, _At):
    came = RadioField(
        later("Were they there?"),
        [Chosen(later("Choose one."))],
        choices=[
            ("yes", later("Yes, in the room or by phone")),
            ("no", later("No")),
        ],
        validate_choice=False,
    )
    took = SelectMultipleField(
        later("How did they take part?"),
        choices=[(one.value, labels.TOOK[one]) for one in Took],
        validate_choice=False,
        option_widget=CheckboxInput(),
        description=later("Tap all that are so. Nothing, if there was nothing."),
    )

    def validate_day(self, field: StringField) -> None:
        day, today = day_typed(field.data or ""), clock.today(clock.now())
        if field.data and (day is None or not 0 <= (today - day).days <= FURTHEST):
            raise ValidationError(
                _("Choose a day up to today, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )

    @property
    def happened(self) -> Happened:
        known = {one.value for one in Took}
        took = frozenset(Took(code) for code in self.took.data or () if code in known)
        return Happened(self.when, self.came.data == "yes", took)


class CodeForm(OnceForm):
    code = SelectField(
        later("How they took part, for the yearly return"),
        [Chosen(later("Choose a code."))],
        validate_choice=False,
    )

    def offering(self, codes: Iterable[str]) -> CodeForm:
        self.code.choices = [("", _("Choose")), *((one, labels.code(one)) for one in codes)]
        return self

    def validate_code(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose a code."))


class OfferedForm(OnceForm):
    day = StringField(
        later("When?"), [Needed(later("Choose a day.")), AtMost(20)], filters=[tidy],
        id="day-offered",
    )  # fmt: skip
    how = RadioField(
        later("How?"), [Chosen(later("Choose one."))], choices=list(labels.HOW.items()),
        validate_choice=False,
    )  # fmt: skip
    wanted = RadioField(
        later("Do they want one?"), [Chosen(later("Choose one."))],
        choices=[("yes", later("Yes")), ("no", later("No")), ("", later("Not said yet"))],
        default="", validate_choice=False,
    )  # fmt: skip

    def validate_day(self, field: StringField) -> None:
        day, today = day_typed(field.data or ""), clock.today(clock.now())
        if field.data and (day is None or not 0 <= (today - day).days <= FURTHEST):
            raise ValidationError(
                _("Choose a day up to today, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )

    @property
    def on(self) -> date:
        found = day_typed(self.day.data or "")
        assert found is not None
        return found


# --- an officer disagrees -----------------------------------------------------------------------


class AskForm(OnceForm):
    """Whom the officer asks next, and by when they answer."""

    level = SelectField(
        later("Who is asked?"), [Chosen(later("Choose who is asked."))], validate_choice=False
    )
    to = SelectField(
        later("Their name"), [Chosen(later("Choose who it is."))], validate_choice=False,
        description=later("Who works with them here is told at once, and can answer here."),
    )  # fmt: skip
    outside = StringField(
        later("If it is somebody else: their name"), [AtMost(100)], filters=[tidy]
    )  # fmt: skip
    by = StringField(
        later("By which day do they answer?"), [Needed(later("Choose a day.")), AtMost(20)],
        filters=[tidy],
    )  # fmt: skip

    def offering(self, levels: Iterable[Level], able: Iterable[Colleague]) -> AskForm:
        self._able = {one.ref: one for one in able}
        self.level.choices = [("", _("Choose")), *((one.value, labels.level(one))
                                                  for one in levels)]  # fmt: skip
        self.to.choices = [
            ("", _("Choose")), *((one.ref, labels.colleague(one)) for one in self._able.values()),
            (OUTSIDE, _("Somebody else")),
        ]  # fmt: skip
        return self

    def validate_level(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose who is asked."))

    def validate_to(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose who it is."))

    def validate_outside(self, field: StringField) -> None:
        if self.to.data == OUTSIDE and not field.data:
            raise ValidationError(_("Write their name."))

    def validate_by(self, field: StringField) -> None:
        today = clock.today(clock.now())
        if field.data and not rules.good_answer_day(day_typed(field.data), today):
            raise ValidationError(
                _(
                    "Choose a day from today on, and within three months, like this: %(day)s.",
                    day=f"{today:%d/%m/%Y}",
                )
            )

    @property
    def asked(self) -> Asked:
        day = day_typed(self.by.data or "")
        assert day is not None
        one = self._able.get(self.to.data or "")
        name = one.name if one else self.outside.data or ""
        return Asked(Level(self.level.data), one.id if one else None, name, day)


class ChallengeForm(AskForm):
    about = TextAreaField(
        later("What do you not agree with?"),
        [Needed(later("Write what it is.")), AtMost(rules.LONGEST_TEXT)],
        filters=[tidy],
        description=later(
            "The young person reads this. Write it in plain words, and write nothing that is not "
            "safe for them to have on their phone."
        ),
        name="text_about",
    )


class AnswerForm(OnceForm):
    answer = TextAreaField(
        later("The answer"),
        [Needed(later("Write the answer first.")), AtMost(rules.LONGEST_TEXT)],
        filters=[tidy],
        description=later("The young person reads this, too. Write it in plain words."),
        name="text_answer",
    )


class EndForm(OnceForm):
    outcome = RadioField(
        later("How did it end?"), [Chosen(later("Choose one."))],
        choices=[(one.value, labels.OUTCOME[one]) for one in Outcome], validate_choice=False,
    )  # fmt: skip
    words = TextAreaField(
        later("What happens now?"),
        [Needed(later("Write what happens now.")), AtMost(rules.LONGEST_TEXT)],
        filters=[tidy],
        description=_READ,
        name="text_words",
    )
