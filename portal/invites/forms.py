"""Forms of giving a way in, using it, and locking others out."""

from __future__ import annotations

from wtforms import PasswordField, RadioField, StringField, ValidationError

from portal.core.access import Device
from portal.core.forms import Form, Needed, OnceForm
from portal.core.words import _, later
from portal.people import rules
from portal.people.forms import DEVICES, PASSPHRASE_PROBLEMS

WORD_PROBLEMS = {
    "short": later("Make it longer: 6 letters or more. Two words are easy to remember."),
    "long": later("That is very long. One or two words are enough."),
    "birthday": later("A birthday is in it, and others know that. Pick something else."),
    "name": later(
        "That is too near to a name that others know. Pick something that only you two would "
        "think of."
    ),
    "plain": later(
        "That is one of the first things somebody would guess. Two words that do not belong "
        "together work well."
    ),
}
NOBODY = ""


class GiveForm(OnceForm):
    """The young person, or carer, types on the giver's device."""

    word = StringField(
        later("A word only you two will know"),
        [Needed(later("A word is needed: the code works only together with it."))],
        description=later(
            "Hand this over: they type it themselves. 6 letters or more; two words that do not "
            "belong together work well. Not a birthday, not a family name, not a pet: others know "
            "those."
        ),
    )


class AcceptForm(Form):
    code = StringField(
        later("Your code"),
        [Needed(later("Type the code your worker gave you."))],
        description=later("12 letters and numbers. Your worker gave it to you in person."),
    )
    word = StringField(
        later("The word you picked"),
        [Needed(later("Type the word you picked when you got the code."))],
        description=later("You typed it yourself when you got the code."),
    )
    username = StringField(
        later("User name"),
        description=later(
            "New here? Pick one. Not your real name. If you had one before, leave this empty to "
            "keep it."
        ),
    )
    passphrase = PasswordField(
        later("Pick a passphrase"),
        [Needed(later("Pick a passphrase."))],
        description=later("Three words that do not belong together, like a tiny odd story."),
    )
    device = RadioField(later("Whose phone is this?"), choices=DEVICES, default=Device.SHARED.value)

    def validate_username(self, field: StringField) -> None:
        if (field.data or "").strip() and not rules.username_fits(field.data):
            raise ValidationError(_("Use 3 to 40 letters or numbers, with no spaces."))

    def validate_passphrase(self, field: PasswordField) -> None:
        _check(field, self.username.data or "")


class LockOutForm(Form):
    """A new passphrase, and who is told."""

    passphrase = PasswordField(
        later("Your passphrase now"), [Needed(later("Type the passphrase you use now."))]
    )
    new = PasswordField(
        later("Your new passphrase"),
        [Needed(later("Pick a new passphrase."))],
        description=later("Three words that do not belong together. Nothing like the one before."),
    )
    worker = RadioField(later("Who shall we tell?"), validate_choice=False)

    def validate_worker(self, field: RadioField) -> None:
        if field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose again who is told: your workers have changed."))

    def validate_new(self, field: PasswordField) -> None:
        if field.data and field.data == self.passphrase.data:
            raise ValidationError(_("That is the one you have now. Pick another."))
        _check(field, "")


def _check(field: PasswordField, username: str) -> None:
    problem = rules.passphrase_problem(field.data or "", username.strip())
    if field.data and problem:
        raise ValidationError(str(PASSPHRASE_PROBLEMS[problem]))
