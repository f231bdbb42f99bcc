"""What is typed about a promise."""

from __future__ import annotations

from datetime import date

from wtforms import SelectField, StringField, TextAreaField, ValidationError

from portal.core import clock
from portal.core.forms import (
    AtMost,
    Chosen,
    Form,
    Needed,
    OnceForm,
    day_typed,
    names_somebody,
    tidy,
)
from portal.core.words import _, later
from portal.promises import rules

OUTSIDE = "outside"
_NOTE = later("They read this, word for word. Write it to them.")


class _ByADay(Form):
    @property
    def on(self) -> date:
        found = day_typed(self.day.data or "")
        assert found is not None
        return found

    def validate_day(self, field: StringField) -> None:
        today = clock.today(clock.now())
        if not rules.good_day(day_typed(field.data or ""), today):
            raise ValidationError(
                _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )


class MakeForm(OnceForm, _ByADay):
    """whose and about hold what the page offers (`offering`)."""

    text = StringField(
        later("What will be done?"),
        [Needed(later("Write what will be done.")), AtMost(300)], filters=[tidy],
        description=later("They read this. Begin with the doing: “Ask the school about the trip”."),
    )  # fmt: skip
    day = StringField(later("By which day?"), [AtMost(20)], filters=[tidy])
    whose = SelectField(
        later("Who does it?"), [Chosen(later("Choose who does it."))], validate_choice=False
    )
    outside = StringField(
        later("If it is somebody outside: who?"), [AtMost(100)], filters=[tidy],
        description=later("Like: the school. You look after it for them."),
    )  # fmt: skip
    about = SelectField(
        later("What is it about?"), [Chosen(later("Choose what it is about."))],
        validate_choice=False,
    )  # fmt: skip

    def offering(self, whose: list[tuple[str, str]], about: list[tuple[str, str]]) -> MakeForm:
        self.whose.choices, self.about.choices = whose, about
        return self

    def validate_outside(self, field: StringField) -> None:
        if self.whose.data == OUTSIDE and not names_somebody(field.data or ""):
            raise ValidationError(_("Write who does it, like: the school."))


class KeptForm(OnceForm):
    note = StringField(
        later("What was done? (you can leave it out)"),
        [AtMost(500)],
        filters=[tidy],
        id="note-kept",
    )


class ChangeForm(OnceForm, _ByADay):
    day = StringField(later("The new day"), [AtMost(20)], filters=[tidy])
    note = TextAreaField(
        later("Why?"), [Needed(later("Write why, so that they understand it.")), AtMost(500)],
        filters=[tidy], description=_NOTE, id="note-change",
    )  # fmt: skip


class DropForm(OnceForm):
    note = TextAreaField(
        later("Why will it not happen?"),
        [Needed(later("Write why, so that they understand it.")), AtMost(500)],
        filters=[tidy], description=_NOTE, id="note-drop",
    )  # fmt: skip
    instead = TextAreaField(
        later("What happens instead?"),
        [Needed(later("Write what happens instead, or what they can do.")), AtMost(500)],
        filters=[tidy],
    )  # fmt: skip


class HandOnForm(OnceForm):
    whose = SelectField(
        later("Who does it from now on?"), [Chosen(later("Choose who does it."))],
        validate_choice=False, id="whose-hand",
    )  # fmt: skip
    note = StringField(
        later("Anything to add? (you can leave it out)"), [AtMost(500)], filters=[tidy],
        description=_NOTE, id="note-hand",
    )  # fmt: skip

    def offering(self, whose: list[tuple[str, str]]) -> HandOnForm:
        self.whose.choices = whose
        return self


class NotDoneForm(OnceForm):
    text = TextAreaField(
        later("What is missing?"), [AtMost(1000)], filters=[tidy],
        description=later("You can leave it out."),
    )  # fmt: skip
