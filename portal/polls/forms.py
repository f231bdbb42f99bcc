"""What is typed when a poll is written, and what is chosen when it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import ValidationError as Wrong
from wtforms.widgets import CheckboxInput

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.languages import OFFERED
from portal.core.words import _, later
from portal.polls import rules
from portal.polls.labels import AUDIENCES, FACES, KINDS
from portal.polls.pages import Choice, Question
from portal.polls.rules import Audience, Kind
from portal.polls.tables import Poll


def one_line(text: str | None) -> str:
    return " ".join(tidy(text).split())


def _day(label: str, hint: str = "") -> StringField:
    return StringField(label, [AtMost(20)], filters=[tidy], description=hint)


class PollForm(OnceForm):
    title = StringField(
        later("What is it about?"),
        [Needed(later("Write what it is about.")), AtMost(rules.LONGEST_TITLE)],
        filters=[one_line], description=later("A few words. They are seen in the app only."),
    )  # fmt: skip
    intro = TextAreaField(
        later("Why do you ask?"),
        [Needed(later("Write why you ask.")), AtMost(rules.LONGEST_INTRO)],
        filters=[tidy],
        description=later("What can change because of the answers, and what cannot."),
    )
    language = SelectField(
        later("Which language do you write in?"), [Chosen(later("Choose the language."))],
        validate_choice=False, choices=[(one.tag, one.name) for one in OFFERED.values()],
        default="en",
    )  # fmt: skip
    to = RadioField(
        later("Who is it for?"), [Chosen(later("Choose who it is for."))], validate_choice=False,
        choices=[],
    )  # fmt: skip
    age_from = StringField(
        later("From this age"), [AtMost(3)], filters=[tidy], default="8",
        description=later("Only if you choose an age above."),
    )  # fmt: skip
    age_to = StringField(later("To this age"), [AtMost(3)], filters=[tidy], default="11")
    opens = _day(later("Its first day"), later("Like this: 27/3/2027"))
    closes = _day(later("Its last day"), later("Nobody sees a number before it is over."))
    did_by = _day(
        later("By which day do you say what you did because of it?"),
        later("They see this day before they answer. If it passes, a manager is told."),
    )

    def offer(self, groups: Sequence[Choice], everybody: bool) -> PollForm:
        """everybody: this viewer may ask others than their groups."""
        wide = list(AUDIENCES.items()) if everybody else []
        self.to.choices = wide + [
            (f"group:{one.ref}", _("The group %(name)s", name=one.name)) for one in groups
        ]
        return self

    @property
    def audience(self) -> Audience:
        return Audience(self.to.data.partition(":")[0])

    @property
    def of(self) -> str:
        """The ref of the group, or ""."""
        return str(self.to.data.partition(":")[2])

    @property
    def ages(self) -> tuple[int | None, int | None]:
        if self.audience is not Audience.AGES:
            return None, None
        return int(self.age_from.data), int(self.age_to.data)

    def day(self, name: str) -> date:
        found = day_typed(self[name].data or "")
        assert found is not None
        return found

    def as_it_is(self, poll: Poll, groups: Sequence[Choice]) -> None:
        for name in ("title", "intro", "language"):
            self[name].data = getattr(poll, name)
        for name in ("opens", "closes", "did_by"):
            self[name].data = getattr(poll, name).isoformat()
        if poll.audience == Audience.AGES:
            self.age_from.data, self.age_to.data = str(poll.age_from), str(poll.age_to)
        ref = next((one.ref for one in groups if one.id == poll.group_id), "")
        self.to.data = f"group:{ref}" if poll.audience == Audience.GROUP else poll.audience

    def validate_age_to(self, field: StringField) -> None:
        if self.to.data != Audience.AGES.value:
            return
        typed = (self.age_from.data or "", field.data or "")
        whole = all(a.isascii() and a.isdigit() for a in typed)
        if not whole or not rules.ages_fit(int(typed[0]), int(typed[1])):
            raise Wrong(
                _("Type two ages from %(first)s to %(last)s, the lower one first.",
                  first=rules.YOUNGEST, last=rules.OLDEST)
            )  # fmt: skip

    def validate_opens(self, field: StringField) -> None:
        self._is_day(field)

    def validate_closes(self, field: StringField) -> None:
        self._is_day(field)
        opens, closes = day_typed(self.opens.data or ""), day_typed(field.data or "")
        today = clock.today(clock.now())
        if opens and closes and not rules.days_fit(opens, closes, today):
            raise Wrong(_("It begins today or later, and is open for three months at most."))

    def validate_did_by(self, field: StringField) -> None:
        self._is_day(field)
        closes, did_by = day_typed(self.closes.data or ""), day_typed(field.data or "")
        if closes and did_by and not rules.did_fits(closes, did_by):
            raise Wrong(_("Choose a day after its last day, within 60 days."))

    @staticmethod
    def _is_day(field: StringField) -> None:
        if day_typed(field.data or "") is None:
            raise Wrong(_("Type a day, like this: 27/3/2027."))


class QuestionForm(OnceForm):
    kind = RadioField(
        later("How is it answered?"), [Chosen(later("Choose how it is answered."))],
        validate_choice=False, choices=list(KINDS.items()),
    )  # fmt: skip
    text = StringField(
        later("The question"),
        [Needed(later("Write the question.")), AtMost(rules.LONGEST_QUESTION)],
        filters=[one_line],
    )
    options = TextAreaField(
        later("What can be chosen"), filters=[tidy],
        description=later("One on each line. Only for “choose one” and “choose several”."),
    )  # fmt: skip

    @property
    def lines(self) -> tuple[str, ...]:
        chosen = self.kind.data in (Kind.ONE, Kind.SEVERAL)
        return rules.options_of(self.options.data or "") if chosen else ()

    def validate_options(self, field: TextAreaField) -> None:
        if self.kind.data not in (Kind.ONE, Kind.SEVERAL):
            return
        if not 2 <= len(self.lines) <= rules.MOST_OPTIONS:
            raise Wrong(
                _("Write two to %(most)s answers, one on each line.", most=rules.MOST_OPTIONS)
            )
        if any(len(line) > rules.LONGEST_OPTION for line in self.lines):
            raise Wrong(_("Keep each answer under %(most)s letters.", most=rules.LONGEST_OPTION))


def answer_form(questions: Sequence[Question]) -> Any:
    """A form with a field for each question of one poll, in order: `q1`, `q2`…"""
    fields: dict[str, Any] = {}
    for number, one in enumerate(questions, 1):
        fields[f"q{number}"] = _answer(one)
    return type("AnswerForm", (Form,), fields)()


def _answer(one: Question) -> Any:
    if one.kind is Kind.WORDS:
        return TextAreaField(one.text, [AtMost(rules.LONGEST_WORDS)], filters=[tidy])
    choices = [
        (str(option.id), str(FACES[option.place]) if one.kind is Kind.FACES else option.text)
        for option in one.options
    ]
    if one.kind is Kind.SEVERAL:
        return SelectMultipleField(
            one.text, validate_choice=False, choices=choices, option_widget=CheckboxInput(),
            description=_("You can choose several."),
        )  # fmt: skip
    # "Skip" is there to take back what was chosen.
    return RadioField(
        one.text, validate_choice=False, choices=[*choices, ("", _("Skip this"))], default=""
    )


def chosen(form: Any, questions: Sequence[Question]) -> tuple[list[int], dict[int, str]]:
    """Keys of the options that were chosen, of those that were offered; words by question."""
    options: list[int] = []
    words: dict[int, str] = {}
    for number, one in enumerate(questions, 1):
        data = form[f"q{number}"].data
        if one.kind is Kind.WORDS:
            if data:
                words[one.id] = data
            continue
        given = set(data or ()) if one.kind is Kind.SEVERAL else {data}
        options += [option.id for option in one.options if str(option.id) in given]
    return options, words
