"""What is typed: a piece of news, an answer, a group, who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms import ValidationError as Wrong

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Needed, OnceForm, day_typed, tidy
from portal.core.languages import OFFERED
from portal.core.words import _, later
from portal.news import rules
from portal.news.rules import Audience


def one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def _day(text: str) -> StringField:
    return StringField(
        text, [AtMost(20)], filters=[tidy],
        description=later("Leave it empty if there is no last day."),
    )  # fmt: skip


class WriteForm(OnceForm):
    """to: "ages", "group:…" or "home:…", with the ref of the group or of whom they live with."""

    to = RadioField(
        later("Who is it for?"), [Chosen(later("Choose who it is for."))], validate_choice=False,
        choices=[],
    )  # fmt: skip
    age_from = StringField(
        later("From this age"),
        [AtMost(3)],
        filters=[tidy],
        default="18",
        description=later("Only if you choose an age above."),
    )
    age_to = StringField(later("To this age"), [AtMost(3)], filters=[tidy], default="21")
    title = StringField(
        later("What is it about?"),
        [Needed(later("Write what it is about.")), AtMost(rules.LONGEST_TITLE)],
        filters=[one_line],
        description=later("A few words. They are seen in the app only."),
    )
    text = TextAreaField(
        later("Your news"),
        [Needed(later("Write your news first.")), AtMost(rules.LONGEST_TEXT)],
        filters=[tidy],
        description=later(
            "Short and plain. Where and when, what it costs, who to ask. Name no young person."
        ),
    )
    language = SelectField(
        later("Which language do you write in?"),
        [Chosen(later("Choose the language."))],
        validate_choice=False,
        choices=[(one.tag, one.name) for one in OFFERED.values()],
        description=later("It is shown in your own words, and nobody translates them."),
    )
    until = _day(later("Until which day is it shown?"))
    answers = SelectField(
        later("Who reads the answers?"), [Chosen(later("Choose who reads the answers."))],
        validate_choice=False, choices=[],
        description=later("One person. Young people see the name before they write."),
    )  # fmt: skip

    def offer(self, to: Sequence[tuple[str, str]], answers: Sequence[tuple[str, str]]) -> None:
        """What this viewer may choose. No choice of who answers: then it is the writer."""
        self.to.choices = list(to)
        if answers:
            self.answers.choices = [("", "–"), *answers]
        else:
            del self.answers

    @property
    def audience(self) -> Audience:
        return Audience(self.to.data.partition(":")[0])

    @property
    def of(self) -> str:
        """The ref of the group, or of whom they live with; "" for ages."""
        found: str = self.to.data.partition(":")[2]
        return found

    @property
    def ages(self) -> tuple[int, int]:
        return int(self.age_from.data or 0), int(self.age_to.data or 0)

    @property
    def last_day(self) -> date | None:
        return day_typed(self.until.data or "")

    def validate_answers(self, field: SelectField) -> None:
        if not field.data:
            raise Wrong(_("Choose who reads the answers."))

    def validate_age_to(self, field: StringField) -> None:
        if self.to.data != Audience.AGES.value:
            return
        typed = (self.age_from.data or "", field.data or "")
        if not all(a.isascii() and a.isdigit() for a in typed) or not rules.ages_fit(*self.ages):
            raise Wrong(
                _("Type two ages from %(first)s to %(last)s, the lower one first.",
                  first=rules.YOUNGEST, last=rules.OLDEST)
            )  # fmt: skip

    def validate_until(self, field: StringField) -> None:
        today = clock.today(clock.now())
        wrong = field.data and self.last_day is None
        if wrong or not rules.shown_until_fits(self.last_day, today):
            raise Wrong(_("Choose today or a later day, within a year, like this: 27/3/2027."))


class SendForm(OnceForm):
    """drawn: what the preview showed."""

    drawn = HiddenField()


class AnswerForm(OnceForm):
    text = TextAreaField(
        later("Your answer"),
        [Needed(later("Write something first.")), AtMost(rules.LONGEST_ANSWER)],
        filters=[tidy],
    )


class GroupForm(OnceForm):
    name = StringField(
        later("Name of the group"),
        [Needed(later("Write a name for the group.")), AtMost(rules.LONGEST_NAME)],
        filters=[one_line],
        description=later("Its members see this name. Nobody sees who else is in it."),
    )


class MemberForm(OnceForm):
    """Put a young person into a group, or take them out (`says`)."""

    group = RadioField(
        later("Which group?"), [Chosen(later("Choose a group."))], validate_choice=False, choices=[]
    )
    until = StringField(
        later("Until which day?"), [AtMost(20)], filters=[tidy],
        description=later("Leave it empty if there is no last day."),
    )  # fmt: skip

    @property
    def last_day(self) -> date | None:
        return day_typed(self.until.data or "")

    def validate_until(self, field: StringField) -> None:
        wrong = field.data and self.last_day is None
        if wrong or (self.last_day is not None and self.last_day < clock.today(clock.now())):
            raise Wrong(_("Choose today or a later day, like this: 27/3/2027."))
