"""What is typed about a complaint."""

from __future__ import annotations

from datetime import date

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

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
from portal.put_right.complaints import labels, rules
from portal.put_right.complaints.pages import Card, Desk
from portal.put_right.complaints.policy import Dealer
from portal.put_right.complaints.rules import Outcome, What, When
from portal.uploads.forms import Bringing

MOST_TICKED = 500  # more than any council's page offers


class ComplainForm(Bringing):
    """reads: the ref of whoever the page said would read it."""

    text = TextAreaField(
        later("What is wrong?"), [AtMost(rules.LONGEST_TEXT)], filters=[tidy],
        description=later("In your own words, in your own language. It does not have to be neat."),
    )  # fmt: skip
    wanted = TextAreaField(
        later("What do you want instead?"),
        [AtMost(rules.LONGEST_TEXT)],
        filters=[tidy],
        description=later("You can leave this empty."),
    )
    whom = SelectMultipleField(
        later("Is it about somebody?"), validate_choice=False, choices=[],
        option_widget=CheckboxInput(),
        description=later("Whoever you tick never sees it, and does not hear of it here."),
    )  # fmt: skip
    about = StringField(
        later("Somebody or something else: who, or what?"), [AtMost(200)], filters=[tidy]
    )
    happened = RadioField(
        later("When did it happen?"),
        [Chosen(later("Choose when it happened. It can be a guess."))],
        choices=labels.HAPPENED, validate_choice=False,
    )  # fmt: skip
    reads = HiddenField()

    def offer(self, desk: Desk) -> ComplainForm:
        self.whom.choices = [(one.ref, labels.whom(one)) for one in desk.whom]
        return self

    @property
    def refs(self) -> tuple[str, ...]:
        """Whom they ticked. One who was not offered does no harm: it is kept from them."""
        return tuple((self.whom.data or ())[:MOST_TICKED])

    def validate_text(self, field: TextAreaField) -> None:
        if not says_something(field.data or "") and not self.brought:
            raise ValidationError(_("Write what is wrong, or add a picture or your voice."))

    @property
    def when(self) -> When:
        return When(self.happened.data)


class SayForm(OnceForm):
    """What the young person says of one: what it is, and why. words: for going on and taking
    back. reads: the ref of whoever the page said would read it."""

    does = HiddenField()
    reads = HiddenField()
    words = TextAreaField(later("Why?"), [AtMost(rules.LONGEST_WHY)], filters=[tidy])


# What whoever deals with it can say, in this order, and what belongs to it.
NOTES = (
    What.TAKEN, What.FROZEN, What.UNFROZEN, What.EXTENDED, What.NAMED, What.PANEL_SET, What.HELD,
    What.FOUND, What.HANDED,
)  # fmt: skip
_WORDS = frozenset({What.FROZEN, What.UNFROZEN, What.EXTENDED, What.FOUND, What.HANDED})
_DAY = frozenset({What.EXTENDED, What.PANEL_SET, What.HELD})


class NoteForm(OnceForm):
    """One of these at a time; which fields it needs follows from what it is."""

    what = HiddenField()
    words = TextAreaField(later("In your words"), [AtMost(rules.LONGEST_ANSWER)], filters=[tidy])
    day = StringField(later("Which day?"), [AtMost(20)], filters=[tidy])
    to = SelectField(later("Who deals with it from now on?"), validate_choice=False, choices=[])
    investigator = StringField(later("Who looks into it"), [AtMost(100)], filters=[tidy])
    independent = StringField(
        later("The independent person"), [AtMost(100)], filters=[tidy],
        description=later("Not of the council, nor married to somebody who is."),
    )  # fmt: skip

    def of(self, what: What, card: Card, others: tuple[Dealer, ...]) -> NoteForm:
        """The same form, for one thing on a page with several."""
        self.what.data, self.card = what.value, card
        self.words.label.text = labels.asked(what)
        self.day.label.text = labels.day_asked(what)
        self.to.choices = [("", _("Choose somebody")), *((one.ref, one.name) for one in others)]
        for field in self:
            field.id = f"{field.name}-{what.value}"
        return self

    @property
    def which(self) -> What | None:
        return What(self.what.data) if self.what.data in set(NOTES) else None

    @property
    def on(self) -> date | None:
        return day_typed(self.day.data or "") if self.which in _DAY else None

    def validate_words(self, field: TextAreaField) -> None:
        if self.which in _WORDS:
            SaysWhy(later("Write it to them, so that they understand it: 20 letters or more."))(
                self, field
            )

    def validate_investigator(self, field: StringField) -> None:
        if self.which is What.NAMED and not says_something(field.data or ""):
            raise ValidationError(_("Write the name of whoever looks into it."))

    def validate_independent(self, field: StringField) -> None:
        if self.which is What.NAMED and not says_something(field.data or ""):
            raise ValidationError(_("Write the name of the independent person."))

    def validate_to(self, field: SelectField) -> None:
        chosen = {ref for ref, _name in field.choices if ref}
        if self.which is What.HANDED and field.data not in chosen:
            raise ValidationError(_("Choose somebody."))

    def validate_day(self, field: StringField) -> None:
        what, today = self.which, clock.today(clock.now())
        if what is What.EXTENDED and not rules.extends_to(
            self.on, today, self.card.due_on, self.card.longest
        ):
            most = self.card.longest
            raise ValidationError(
                _("Choose a later day, not after %(day)s.", day=f"{most:%d/%m/%Y}")
                if most else _("It cannot take any longer.")
            )  # fmt: skip
        if what is What.PANEL_SET and (self.on is None or self.on < today):
            raise ValidationError(
                _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )
        if what is What.HELD and (self.on is None or self.on > today):
            raise ValidationError(
                _("Choose a day up to today, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )

    @property
    def said(self) -> str:
        return (self.words.data or "") if self.which in _WORDS else ""


class AnswerForm(OnceForm):
    outcome = RadioField(
        later("What did you find?"), [Chosen(later("Choose what you found."))],
        validate_choice=False,
    )  # fmt: skip
    text = TextAreaField(
        later("Your answer to them"),
        [Needed(later("Write your answer first.")), AtMost(rules.LONGEST_ANSWER)], filters=[tidy],
        description=later("Say sorry where something went wrong. Short sentences, no blame."),
    )  # fmt: skip
    promise = StringField(
        later("What will be done?"), [AtMost(300)], filters=[tidy],
        description=later("It becomes a promise to them. Leave it empty where nothing will be."),
    )  # fmt: skip
    whose = SelectField(later("Who does it?"), validate_choice=False, choices=[])
    day = StringField(later("By which day?"), [AtMost(20)], filters=[tidy])
    learned = TextAreaField(
        later("What does the council learn from it?"), [AtMost(1_000)], filters=[tidy],
        description=later("For the register, without any name. They do not see it here."),
    )  # fmt: skip

    def of(self, card: Card, owners: list[tuple[str, str]]) -> AnswerForm:
        self.outcome.choices = labels.outcomes(rules.outcomes(card.stage, card.happened))
        self.whose.choices = [("", _("Choose somebody")), *owners]
        for field in self:
            field.id = f"{field.name}-answer"
        return self

    @property
    def found(self) -> Outcome:
        return Outcome(self.outcome.data)

    @property
    def due(self) -> date | None:
        return day_typed(self.day.data or "")

    def validate_whose(self, field: SelectField) -> None:
        chosen = {ref for ref, _name in field.choices if ref}
        if self.promise.data and field.data not in chosen:
            raise ValidationError(_("Choose who does it."))

    def validate_day(self, field: StringField) -> None:
        today = clock.today(clock.now())
        if self.promise.data and (self.due is None or self.due < today):
            raise ValidationError(
                _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )
