"""Forms of sign-in, and how the app looks to me."""

from __future__ import annotations

from wtforms import PasswordField, RadioField, StringField, SubmitField

from portal.core.access import Device
from portal.core.forms import Form, Needed
from portal.core.languages import OFFERED
from portal.core.words import later

DEVICES = [
    (Device.SHARED.value, later("Other people use this phone")),
    (Device.OWN.value, later("Only I use this phone")),
]

PASSPHRASE_PROBLEMS = {
    "short": later(
        "Make it longer: 10 letters or more. Three words that do not belong together work well."
    ),
    "long": later("That is very long. Use up to 200 letters."),
    "same": later("Do not use your user name in it. Pick three other words."),
    "plain": later("That is too easy to guess. Pick three words that do not belong together."),
    "common": later("Too many people use this one. Pick three words that do not belong together."),
}


class SignInForm(Form):
    username = StringField(later("User name"), [Needed(later("Type your user name."))])
    passphrase = PasswordField(later("Passphrase"), [Needed(later("Type your passphrase."))])
    device = RadioField(later("Whose phone is this?"), choices=DEVICES, default=Device.SHARED.value)


class LookForm(Form):
    """How the app looks and speaks to me."""

    language = RadioField(
        later("Language"), choices=[(tag, found.name) for tag, found in OFFERED.items()]
    )
    theme = RadioField(
        later("Colour"),
        choices=[
            ("leaf", later("Leaf")),
            ("sea", later("Sea")),
            ("plum", later("Plum")),
            ("clay", later("Clay")),
            ("moss", later("Moss")),
        ],
    )
    look = RadioField(
        later("Light or dark"),
        choices=[
            ("auto", later("Like my phone")),
            ("light", later("Light")),
            ("dark", later("Dark")),
        ],
    )
    band = RadioField(
        later("Words"),
        choices=[
            ("", later("For my age")),
            ("child", later("Short and easy")),
            ("teen", later("In between")),
            ("adult", later("Grown-up")),
        ],
    )
    save = SubmitField(later("Save"))
