"""What is typed about keeping in touch."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.keep_in_touch import labels, rules
from portal.keep_in_touch.rules import Began, Best, Call, Doing, Feeling, How, Living, Step

LEFT = "-"  # left to the council, or no matter which
YES, NO = "yes", "no"


def _radio(label: str, choices: list[tuple[str, str]], needed: str = "", **more: Any) -> RadioField:
    checks = [Chosen(needed)] if needed else [_among(choices)]
    return RadioField(label, checks, choices=choices, validate_choice=False, **more)


def _among(choices: list[tuple[str, str]]) -> Any:
    """Nothing, or one of those that were offered."""

    def check(_form: Form, field: RadioField) -> None:
        if field.data and field.data not in {value for value, _label in choices}:
            raise ValidationError(_("Please choose one of these again."))

    return check


class _Dated(Form):
    @property
    def on(self) -> date | None:
        return day_typed(self.day.data or "")

    def validate_day(self, field: StringField) -> None:
        today = clock.today(clock.now())
        if not rules.may_be_logged(self.on, today):
            raise ValidationError(
                _("Choose a day up to today, and not more than 60 days ago, like this: %(day)s.",
                  day=f"{today:%d/%m/%Y}")
            )  # fmt: skip


class ContactForm(OnceForm, _Dated):
    how = _radio(
        later("How?"), [(how.value, labels.HOW[how]) for how in rules.LOGGED],
        later("Choose how it was."),
    )  # fmt: skip
    day = StringField(later("On which day?"), [AtMost(20)], filters=[tidy])
    began = _radio(
        later("Who began?"),
        [(Began.US.value, later("We did")), (Began.THEM.value, later("They did"))],
        later("Choose who began."), default=Began.US.value,
    )  # fmt: skip
    reached = _radio(
        later("Were you in touch?"),
        [
            (YES, later("Yes: we spoke, or they answered")),
            (NO, later("No: it was a try")),
        ],
        later("Choose whether you were in touch."),
    )
    note = TextAreaField(
        later("What was it about?"), [AtMost(1000)], filters=[tidy],
        description=later("They read this, word for word. Write it to them. You can leave it out."),
    )  # fmt: skip

    def validate_reached(self, field: RadioField) -> None:
        wrote_first = self.began.data == Began.THEM.value and self.how.data in _WORDS
        if wrote_first and field.data == NO:
            raise ValidationError(_("If they wrote to you, you were in touch: choose “Yes”."))


_WORDS = {how.value for how, needs in rules.COUNTS.items() if needs is rules.Needs.WORDS}


class PutRightForm(ContactForm):
    """The same, and that it did not happen at all."""

    how = _radio(
        later("How?"),
        [
            *((how.value, labels.HOW[how]) for how in rules.LOGGED),
            (How.NOTHING.value, later("It did not happen")),
        ],
        later("Choose how it was."),
    )


class WishForm(OnceForm):
    weeks = _radio(
        later("How often would you like a hello?"),
        [
            *((str(weeks), labels.WEEKS[weeks]) for weeks in rules.WEEKS),
            (LEFT, later("As it is")),
        ],
        later("Choose how often."),
    )
    how = _radio(
        later("How do you like it best?"),
        [
            *((how.value, labels.WANTED[how]) for how in rules.WANTED),
            (LEFT, later("Any way is fine")),
        ],
        later("Choose how."),
    )
    best = _radio(
        later("When?"),
        [
            *((best.value, labels.BEST[best]) for best in Best),
            (LEFT, later("Any time")),
        ],
        later("Choose when."),
    )
    wish = StringField(
        later("Anything else they should know?"), [AtMost(300)], filters=[tidy],
        description=later("Like: not on Fridays, text before you call. You can leave it out."),
    )  # fmt: skip


class CheckInForm(OnceForm):
    """All of it may be left out: a hello alone is an answer."""

    feeling = _radio(
        later("How are you these days?"), [(f.value, labels.FEELING[f]) for f in Feeling]
    )
    living = _radio(
        later("Where do you live just now?"), [(one.value, labels.LIVING[one]) for one in Living]
    )
    doing = _radio(later("What do you do most?"), [(one.value, labels.DOING[one]) for one in Doing])
    call = _radio(
        later("Shall somebody call you?"),
        [(Call.YES.value, later("Yes please")), (Call.NO.value, later("No need"))],
    )
    text = TextAreaField(
        later("Anything you want to say?"), [AtMost(2000)], filters=[tidy],
        description=later("You can leave it out."),
    )  # fmt: skip


class CodesForm(OnceForm):
    in_touch = SelectField(
        later("In touch"), [Chosen(later("Choose whether you are in touch."))],
        choices=[
            ("", later("Choose")),
            *((code, labels.IN_TOUCH[code]) for code in rules.IN_TOUCH),
        ],
        validate_choice=False,
    )  # fmt: skip
    activity = SelectField(
        later("What they do"), [Chosen(later("Choose what they do."))],
        choices=[
            ("", later("Choose")),
            *((code, labels.ACTIVITY[code]) for code in (*rules.ACTIVITY, rules.NONE)),
        ],
        validate_choice=False,
    )  # fmt: skip
    accommodation = SelectField(
        later("Where they live"), [Chosen(later("Choose where they live."))],
        choices=[
            ("", later("Choose")),
            *((code, labels.home(code)) for code in (*rules.ACCOMMODATION, rules.NONE)),
        ],
        validate_choice=False,
    )  # fmt: skip
    evidence = StringField(
        later("How do you know?"),
        [Needed(later("Write how you know, like: we spoke on 3 November.")), AtMost(300)],
        filters=[tidy], description=later("Like: their check-in, a call on 3 November, a visit."),
    )  # fmt: skip
    misfit = ""  # why they do not go together

    def validate_in_touch(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose whether you are in touch."))

    def validate_activity(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose what they do."))

    def validate_accommodation(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose where they live."))


class LostForm(OnceForm, _Dated):
    day = StringField(
        later("Since when do you not know how they are?"), [AtMost(20)], filters=[tidy]
    )

    def validate_day(self, field: StringField) -> None:
        if self.on is None or self.on > clock.today(clock.now()):
            raise ValidationError(_("Choose a day up to today, like this: 27/3/2026."))


class StepForm(OnceForm, _Dated):
    step = _radio(
        later("What was tried?"), [(step.value, labels.STEPS[step]) for step in Step],
        later("Choose what was tried."),
    )  # fmt: skip
    day = StringField(later("On which day?"), [AtMost(20)], filters=[tidy])
    text = StringField(
        later("What came of it?"), [AtMost(500)], filters=[tidy],
        description=later("Facts only. They may read it one day."),
    )  # fmt: skip


class FoundForm(OnceForm):
    found = StringField(
        later("How are you in touch again?"),
        [Needed(later("Write how you are in touch again.")), AtMost(300)], filters=[tidy],
        description=later("Like: they called on Tuesday."),
    )  # fmt: skip
