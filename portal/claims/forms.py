"""What is typed to ask for something, and to decide it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput

from portal.claims import labels, rules
from portal.claims.pages import Card
from portal.claims.papers import Paper
from portal.claims.rules import How, What
from portal.core import clock
from portal.core.forms import AtMost, Chosen, OnceForm, day_typed, says_something, tidy
from portal.core.words import _, later


def _amount(text: str | None) -> int | None:
    """Pence; None for an empty box. Raises ValidationError."""
    if not text:
        return None
    pence = rules.pence_typed(text)
    if pence is None or pence == 0:
        raise ValidationError(_("Write the amount in pounds, like 350 or 349.99."))
    if pence > rules.MOST_PENCE:
        raise ValidationError(_("That is more than we can take here. Check the amount."))
    return pence


def _typed(pence: int) -> str:
    return f"{pence / 100:.2f}".removesuffix(".00") if pence else ""


class Asking(OnceForm):
    """wish: what it is for, or what was needed."""

    wish: TextAreaField
    papers = SelectMultipleField(
        later("Papers that go with it"), validate_choice=False, choices=[],
        option_widget=CheckboxInput(),
        description=later(
            "From your documents. Your workers can open what you tick, until you stop that there."
        ),
    )  # fmt: skip

    def offer(self, papers: Sequence[Paper]) -> None:
        self.papers.choices = [(one.ref, one.name) for one in papers]

    @property
    def refs(self) -> tuple[str, ...]:
        """Papers they ticked, of those that were offered."""
        offered = {ref for ref, _name in self.papers.choices or ()}
        chosen = [ref for ref in self.papers.data or () if ref in offered]
        return tuple(dict.fromkeys(chosen))[: rules.MOST_PAPERS]


class AskForm(Asking):
    about_savings = False
    wish = TextAreaField(
        later("What do you need it for?"), [AtMost(rules.LONGEST_WISH)], filters=[tidy],
        description=later("A few words are enough. In your own language, if you like."),
    )  # fmt: skip
    asked = StringField(
        later("How much do you ask for, in pounds?"), [AtMost(20)], filters=[tidy],
        description=later("You can leave this empty."),
    )  # fmt: skip

    def of(self, code: str) -> None:
        """Savings are one's own already: one asks where they are, not for what one needs them."""
        self.about_savings = code in rules.SAVINGS
        if self.about_savings:
            self.wish.label.text = _("What would you like to ask or say?")

    def validate_wish(self, field: TextAreaField) -> None:
        if says_something(field.data or ""):
            return
        if self.about_savings:
            raise ValidationError(
                _("Write a few words: what you would like, or what you want to know.")
            )
        raise ValidationError(_("Write what you need it for. A few words are enough."))

    def validate_asked(self, field: StringField) -> None:
        _amount(field.data)

    @property
    def pence(self) -> int | None:
        try:
            return _amount(self.asked.data)
        except ValidationError:
            return None


class AddForm(Asking):
    """does: "add", "back", or "missing": that something has not come."""

    does = HiddenField()
    wish = TextAreaField(later("What was asked for"), [AtMost(rules.LONGEST_WISH)], filters=[tidy])

    def of(self, card: Card) -> None:
        if card.says_it_came:
            self.wish.label.text = _("What has not come?")
            self.wish.description = _("You can leave this empty.")

    def validate_wish(self, field: TextAreaField) -> None:
        if self.does.data == "add" and not says_something(field.data or "") and not self.refs:
            raise ValidationError(_("Write something, or tick a paper."))


class NoteForm(OnceForm):
    """What whoever decides says: only the fields of `what` are drawn and read."""

    what = HiddenField()
    decision = RadioField(later("Your decision"), choices=[], validate_choice=False)
    amount = StringField(later("How much, in pounds?"), [AtMost(20)], filters=[tidy])
    words = TextAreaField(later("What do you need?"), [AtMost(rules.LONGEST_WHY)], filters=[tidy])
    day = StringField(later("On which day?"), filters=[tidy])
    how = RadioField(later("How?"), choices=[], validate_choice=False)

    def of(self, what: str, card: Card) -> NoteForm:
        self.card = card
        self.what.data = what
        self.decision.choices = list(labels.decisions(card, what))
        self.how.choices = labels.hows(card)
        if what == "decide":
            self.words.label.text = _("Why? They read this.")
            self.words.description = _(
                "Plain words. If it is no, or a part: what was missing, and what else there is."
            )
            if card.savings:
                self.words.label.text = _("What did you find, and how do they get to it?")
                self.words.description = _("They read this.")
            if not self._in_pounds():
                self.amount.description = _("Leave it empty where nothing is paid to them.")
        elif what == What.MORE:
            self.words.description = _("Say exactly what, and how they get it. They read this.")
        elif what == What.PAID and not self.amount.data:
            self.amount.data = _typed(card.to_pay)
        elif what == "missing":
            self.words.label.text = _("Where is it, or why was it not paid? They read this.")
            self.decision.label.text = _("What did you find out?")
            self.amount.label.text = _("If it was not paid: how much, in pounds?")
            self.amount.data = self.amount.data or _typed(card.paid)
        for field in self:
            field.id = f"{field.name}-{what}"
        return self

    @property
    def which(self) -> What | None:
        """What happened, once it is valid; None for what cannot be said."""
        if self.what.data == "decide":
            return What(self.decision.data) if self.decision.data in rules.DECISIONS else None
        if self.what.data == "missing":
            return What(self.decision.data) if self.decision.data in rules.ANSWERS else None
        known = (What.LOOKED, What.MORE, What.PAID)
        return next((one for one in known if one.value == self.what.data), None)

    def validate_decision(self, field: RadioField) -> None:
        if self.what.data == "decide":
            Chosen(_("Choose yes, a part, or no."))(self, field)
        elif self.what.data == "missing":
            Chosen(_("Choose what you found out."))(self, field)

    def validate_amount(self, field: StringField) -> None:
        if self._says_how_much() and _amount(field.data) is None and self._in_pounds():
            raise ValidationError(_("Write the amount in pounds, like 350 or 349.99."))

    def _says_how_much(self) -> bool:
        """Whether the amount is read at all."""
        if self.which in (What.PAID, What.AGAIN):
            return not self.card.thing
        return self.which in (What.YES, What.PART) and not self.card.savings

    def _in_pounds(self) -> bool:
        """Whether there has to be one: of money, and where they asked for an amount."""
        if self.card.savings:
            return False
        return not self.card.thing

    def validate_words(self, field: TextAreaField) -> None:
        if self.what.data == What.MORE and not says_something(field.data or ""):
            raise ValidationError(_("Write what you need from them."))
        if self.what.data == "missing" and not says_something(field.data or ""):
            raise ValidationError(_("Write what you found out, in plain words. They read it."))
        if self._why_has_to_be_said() and not says_something(field.data or ""):
            raise ValidationError(_("Write why, in plain words. They read it."))

    def _why_has_to_be_said(self) -> bool:
        """Of a no, or a part; and of what was found, or not, where it is."""
        if self.what.data != "decide":
            return False
        return self.which is not What.YES or self.card.savings

    def validate_day(self, field: StringField) -> None:
        if self.what.data != What.PAID:
            return
        day = day_typed(field.data or "")
        if day is None:
            raise ValidationError(
                _("Choose the day on which they got it.") if self.card.thing
                else _("Choose the day on which it was paid.")
            )  # fmt: skip
        if day > clock.today(clock.now()):
            raise ValidationError(
                _("This day is still to come. Note it when they have it.") if self.card.thing
                else _("This day is still to come. Note it when it is paid.")
            )  # fmt: skip

    def validate_how(self, field: RadioField) -> None:
        if self.what.data == What.PAID:
            said = _("Choose how they got it.") if self.card.thing else _("Choose how it was paid.")
            Chosen(said)(self, field)

    @property
    def pence(self) -> int | None:
        return _amount(self.amount.data) if self._says_how_much() else None

    @property
    def on(self) -> date | None:
        return day_typed(self.day.data or "") if self.which is What.PAID else None

    @property
    def by(self) -> How | None:
        return How(self.how.data) if self.which is What.PAID else None


class DaysForm(OnceForm):
    decide = IntegerField(later("Working days to decide"))
    pay = IntegerField(later("Working days to pay, after a yes"))

    def _in_bounds(self, field: IntegerField) -> None:
        if field.data is None or not 1 <= field.data <= rules.MOST_DAYS:
            field.errors = []
            raise ValidationError(_("Write a number from 1 to %(most)s.", most=rules.MOST_DAYS))

    def validate_decide(self, field: IntegerField) -> None:
        self._in_bounds(field)

    def validate_pay(self, field: IntegerField) -> None:
        self._in_bounds(field)
