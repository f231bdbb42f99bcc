"""What is typed about a pathway plan."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Needed, OnceForm, day_typed, says_something, tidy
from portal.core.words import _, later
from portal.goals.forms import GoalForm
from portal.pathway.rules import Level, Says, Skill

LEVELS = {
    Level.CAN: later("I can"),
    Level.LEARNING: later("I am learning"),
    Level.HELP: later("I want help"),
    Level.NOT_ME: later("Not for me"),
}


class OwnWordsForm(OnceForm):
    words = TextAreaField(
        later("What do you want to say about this?"),
        [Needed(later("Write a few words.")), AtMost(2000)], filters=[tidy],
    )  # fmt: skip


class AreaGoalForm(GoalForm):
    """A goal from the page of the whole plan: in which area it belongs."""

    area = SelectField(
        later("Where does it belong?"), [Chosen(later("Choose where it belongs."))],
        validate_choice=False,
    )  # fmt: skip


class AskForm(OnceForm):
    text = TextAreaField(
        later("Why now?"), [AtMost(1000)], filters=[tidy],
        description=later("You need no reason. You can leave this empty."),
    )  # fmt: skip


class AnswerForm(OnceForm):
    says = RadioField(
        later("Your answer"), [Chosen(later("Choose a day, or say why not now."))],
        choices=[
            (Says.DAY.value, later("Yes: we look at it on a day")),
            (Says.NOT_NOW.value, later("Not now, and I say why")),
        ],
        validate_choice=False,
    )  # fmt: skip
    day = StringField(later("On which day?"), [AtMost(20)], filters=[tidy])
    text = TextAreaField(
        later("What do you say to them?"), [AtMost(1000)], filters=[tidy],
        description=later("They read this, word for word. With “not now” it is needed."),
    )  # fmt: skip

    @property
    def on(self) -> date | None:
        return day_typed(self.day.data or "") if self.says.data == Says.DAY.value else None

    def validate_day(self, field: StringField) -> None:
        if self.says.data != Says.DAY.value:
            return
        today = clock.today(clock.now())
        if self.on is None or not today <= self.on <= today + timedelta(days=190):
            raise ValidationError(
                _("Write a day within the next six months, like this: %(day)s.",
                  day=f"{today + timedelta(days=14):%d/%m/%Y}")
            )  # fmt: skip

    def validate_text(self, field: TextAreaField) -> None:
        if self.says.data == Says.NOT_NOW.value and not says_something(field.data or ""):
            raise ValidationError(_("Write why not now: they have a right to a reason."))


def skills_form(skills: tuple[tuple[Skill, Level | None], ...], words: dict[str, str]) -> OnceForm:
    """A form with a question for each skill of a checklist; each may be left out."""
    fields = {
        skill.key: RadioField(
            words[skill.key], choices=[(level.value, LEVELS[level]) for level in Level],
            validate_choice=False, default=level.value if level else None,
        )
        for skill, level in skills
    }  # fmt: skip
    made: OnceForm = type("SkillsForm", (OnceForm,), fields)()
    return made


def marked(form: OnceForm, keys: list[str]) -> dict[str, Level]:
    """What was chosen; what is not ours is left out."""
    known = set(Level)
    chosen = {key: form[key].data for key in keys}
    return {key: Level(value) for key, value in chosen.items() if value in known}
