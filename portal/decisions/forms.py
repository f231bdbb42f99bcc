"""What is typed about a decision, and what a young person says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core import clock
from portal.core.forms import (
    AtMost,
    Chosen,
    Needed,
    OnceForm,
    SaysWhy,
    day_typed,
    says_something,
    tidy,
)
from portal.core.words import _, later
from portal.decisions import labels, rules
from portal.decisions.pages import Adult
from portal.decisions.rules import About, Heard, Origin, State
from portal.promises.rules import good_day
from portal.say.labels import ANSWERS, FACES
from portal.say.rules import LONGEST_ANSWER, LONGEST_TEXT, Answer, Readers

SOMEBODY_ELSE = "-"
LONG_AGO = date(2000, 1, 1)
_LIKE_THIS = later("Like this: 27/3/2027.")


class _Versioned(OnceForm):
    """version: of the words that were on the page."""

    version = HiddenField()

    @property
    def of(self) -> int:
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


class _Worded(_Versioned):
    """What it says, and who decides."""

    title = StringField(
        later("In a few words: what is it about?"),
        [Needed(later("Write in a few words what it is about.")), AtMost(rules.LONGEST_TITLE)],
        filters=[tidy],
        description=later("As they would say it: “A sleepover at my friend’s”."),
    )  # fmt: skip
    why = TextAreaField(
        later("Why?"), [Needed(later("Write why, to them.")), AtMost(rules.LONGEST_WORDS)],
        filters=[tidy], description=later("The real reason, kindly. Short sentences."),
    )  # fmt: skip
    means = TextAreaField(
        later("What does it mean for them?"),
        [Needed(later("Write what it means for them.")), AtMost(rules.LONGEST_WORDS)],
        filters=[tidy], description=later("What changes, what stays, and what happens next."),
    )  # fmt: skip
    whose = SelectField(later("Who decides?"), validate_choice=False)
    whose_name = StringField(
        later("If it is somebody else: who?"), [AtMost(rules.LONGEST_NAME)], filters=[tidy],
        description=later("Like: a judge, the head of the school."),
    )  # fmt: skip
    carer_may = BooleanField(
        later("Carers may read it"),
        description=later(
            "Only those they live with, and only where they were given what it tells of. Parents "
            "never read it here."
        ),
    )  # fmt: skip

    def offer(self, deciders: Sequence[Adult]) -> None:
        self.whose.choices = [
            *((one.ref, one.name) for one in deciders),
            (SOMEBODY_ELSE, _("Somebody else")),
        ]

    def validate_whose_name(self, field: StringField) -> None:
        known = {ref for ref, _name in self.whose.choices if ref != SOMEBODY_ELSE}
        if self.whose.data not in known and not says_something(field.data or ""):
            raise ValidationError(_("Choose who decides, or write who it is."))


def _day_field(label: str, hint: str = "") -> StringField:
    return StringField(label, [AtMost(20)], filters=[tidy], description=hint or _LIKE_THIS)


def _coming(text: str) -> date | None:
    """A day from today on. Raises ValidationError for anything else but nothing."""
    if not text:
        return None
    found, today = day_typed(text), clock.today(clock.now())
    if not good_day(found, today):
        raise ValidationError(
            _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
        )
    return found


def _past(text: str) -> date:
    """A day until today. Raises ValidationError for anything else."""
    found, today = day_typed(text), clock.today(clock.now())
    if found is None or not LONG_AGO <= found <= today:
        raise ValidationError(
            _("Write the day on which it was decided, until today, like this: %(day)s.",
              day=f"{today:%d/%m/%Y}")
        )  # fmt: skip
    return found


class WriteForm(_Worded):
    """A new one, or one that was not told yet."""

    about = RadioField(
        later("What is it about?"), [Chosen(later("Choose what it is about."))],
        validate_choice=False,
    )  # fmt: skip
    state = RadioField(
        later("How does it stand?"), [Chosen(later("Choose how it stands."))],
        choices=[(state.value, words) for state, words in labels.STATES.items()],
        validate_choice=False, default=State.THINKING.value,
    )  # fmt: skip
    by_day = _day_field(later("If it is decided later: by which day?"))
    decided_on = _day_field(later("If it is decided already: on which day?"))
    not_asked = TextAreaField(
        later("If it is decided already: why were they not asked before?"),
        [AtMost(rules.LONGEST_WORDS)], filters=[tidy],
        description=later("They read this. A decision without them needs a reason."),
    )  # fmt: skip
    origin = SelectField(
        later("Where did it come from?"), validate_choice=False,
        choices=[(origin.value, words) for origin, words in labels.ORIGINS.items()],
    )  # fmt: skip
    origin_words = StringField(
        later("More about that, if it helps"), [AtMost(rules.LONGEST_LINE)], filters=[tidy]
    )
    language = RadioField(
        later("In which language did you write it?"), validate_choice=False, default="en"
    )

    def offer_all(
        self, topics: Sequence[About], deciders: Sequence[Adult], languages: list[tuple[str, str]]
    ) -> None:
        self.offer(deciders)
        self.about.choices = labels.about_choices(topics)
        self.language.choices = languages

    def validate_by_day(self, field: StringField) -> None:
        if self.state.data == State.THINKING:
            _coming(field.data or "")

    def validate_decided_on(self, field: StringField) -> None:
        if self.state.data == State.DECIDED:
            _past(field.data or "")

    def validate_not_asked(self, field: TextAreaField) -> None:
        if self.state.data == State.DECIDED:
            SaysWhy(_("Write why they were not asked, to them: 20 letters or more."))(self, field)

    def validate_origin(self, field: SelectField) -> None:
        if field.data not in set(Origin):
            raise ValidationError(_("Choose where it came from."))

    @property
    def day(self) -> date | None:
        return day_typed(self.by_day.data or "") if self.state.data == State.THINKING else None

    @property
    def on(self) -> date | None:
        return day_typed(self.decided_on.data or "") if self.state.data == State.DECIDED else None


class ChangeForm(_Worded):
    """Other words of one that was told; note: what changed and why, to them."""

    by_day = _day_field(later("By which day is it decided?"))
    decided_on = _day_field(later("On which day was that decided?"))
    note = TextAreaField(
        later("What changed, and why?"),
        [Needed(later("Write what changed, and why, to them.")), AtMost(rules.LONGEST_WORDS)],
        filters=[tidy], description=later("They read this. What it said before stays readable."),
    )  # fmt: skip
    made = False

    def validate_by_day(self, field: StringField) -> None:
        if not self.made:
            _coming(field.data or "")

    def validate_decided_on(self, field: StringField) -> None:
        if self.made:
            _past(field.data or "")

    @property
    def day(self) -> date | None:
        return None if self.made else day_typed(self.by_day.data or "")

    @property
    def on(self) -> date | None:
        return day_typed(self.decided_on.data or "") if self.made else None


class DecideForm(_Worded):
    """It is decided; and, where they said something that waits, its answer."""

    decided_on = _day_field(later("On which day was it decided?"))
    not_asked = TextAreaField(
        later("Why were they not asked, or not for longer?"),
        [AtMost(rules.LONGEST_WORDS)],
        filters=[tidy],
        description=later("They read this. A decision without them needs a reason."),
    )  # fmt: skip
    turn = HiddenField()
    kind = RadioField(later("What is your answer?"), validate_choice=False)
    answer = TextAreaField(
        later("Your answer, to them"), [AtMost(LONGEST_ANSWER)], filters=[tidy],
        description=later(
            "Say what you did, what you will do, or why not. Short sentences, no blame."
        ),
    )  # fmt: skip
    day = StringField(
        later("If you will do it: by which day?"), [AtMost(20)], filters=[tidy],
        description=later("It becomes a promise with this day."),
    )  # fmt: skip
    promises = SelectField(later("Who does it?"), validate_choice=False)
    answers, silent = False, False

    def ask(self, answers: bool, silent: bool, owners: Sequence[tuple[str, str]]) -> None:
        """answers: something waits for an answer; silent: they had no say (`rules.had_no_say`);
        owners: ref and name of whoever can promise."""
        self.answers, self.silent = answers, silent
        kinds = [kind for kind in Answer if owners or kind is not Answer.WILL]
        self.kind.choices = [(kind.value, ANSWERS[kind]) for kind in kinds]
        self.promises.choices = list(owners)

    @property
    def of_turn(self) -> int:
        typed = self.turn.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0

    def validate_decided_on(self, field: StringField) -> None:
        _past(field.data or "")

    def validate_not_asked(self, field: TextAreaField) -> None:
        if self.silent:
            SaysWhy(_("Write why they were not asked, to them: 20 letters or more."))(self, field)

    def validate_kind(self, field: RadioField) -> None:
        if self.answers:
            Chosen(_("Choose one of these first."))(self, field)

    def validate_answer(self, field: TextAreaField) -> None:
        if self.answers:
            Needed(_("Write your answer first."))(self, field)

    def validate_day(self, field: StringField) -> None:
        today = clock.today(clock.now())
        if self.answers and self.kind.data == Answer.WILL and not good_day(self.due, today):
            raise ValidationError(
                _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )

    def validate_promises(self, field: SelectField) -> None:
        if not self.answers or self.kind.data != Answer.WILL:
            return
        if field.data not in {ref for ref, _name in field.choices}:
            raise ValidationError(_("Choose who does it."))

    @property
    def due(self) -> date | None:
        return day_typed(self.day.data or "")

    @property
    def on(self) -> date | None:
        return day_typed(self.decided_on.data or "")


class DropForm(_Versioned):
    note = TextAreaField(
        later("Why?"), [Needed(later("Write why, to them.")), AtMost(rules.LONGEST_WORDS)],
        filters=[tidy], description=later("They read this, with your name and the day."),
    )  # fmt: skip


class SayForm(OnceForm):
    """do: "unknown", "skip", or what is said."""

    face = RadioField(later("How is it for you? Tap a face."), validate_choice=False,
                      choices=[(str(n), words) for n, words in FACES.items()])  # fmt: skip
    text = TextAreaField(later("In your words"), [AtMost(LONGEST_TEXT)], filters=[tidy])
    readers = SelectMultipleField(
        later("Who may read what you say?"), validate_choice=False, choices=[],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
    do = HiddenField()

    def offer(self, readers: list[tuple[str, str]]) -> None:
        self.readers.choices = readers

    @property
    def without_words(self) -> Heard:
        return Heard(self.do.data) if self.do.data in set(Heard) else Heard.NOTHING

    @property
    def chosen(self) -> Readers:
        offered = {value for value, _label in self.readers.choices}
        return Readers(sum(int(value) for value in set(self.readers.data or ()) & offered))

    @property
    def feels(self) -> int | None:
        return int(self.face.data) if self.face.data in {str(n) for n in FACES} else None

    def validate_text(self, field: TextAreaField) -> None:
        if self.feels is None and not says_something(field.data or ""):
            raise ValidationError(_("Tap a face, or write a few words."))

    def validate_readers(self, field: SelectMultipleField) -> None:
        if not self.chosen & (Readers.IRO | Readers.WORKER):
            raise ValidationError(
                _("Choose somebody who can answer: your worker, or who runs your review.")
            )


def day_box(day: date | None) -> str:
    """As it stands in a box."""
    return f"{day:%d/%m/%Y}" if day else ""
