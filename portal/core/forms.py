"""Forms: shape and error words of what is typed. Nothing typed is lost: a form with an error is
shown again with everything in it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    PasswordField,
    SelectFieldBase,
    TextAreaField,
    ValidationError,
)  # fmt: skip

from portal.core.ids import new_ref
from portal.core.words import _

# Bidirectional overrides can make a text read as another; control characters have no place.
_UNWANTED = {ord(c): None for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"}


# Names of fields in which people write sentences, of those that hold a secret, and of those in
# which one of some codes is chosen, of all forms.
_written, _secret, _chosen = {"title"}, set[str](), set[str]()


class SealedArea(TextAreaField):
    """Sentences that no error page gives back: what is sealed is not left open on a screen."""


class Form(FlaskForm):
    """Our base: CSRF by Flask-WTF, messages in the reader's language by our own words."""

    def __init_subclass__(cls, **how: Any) -> None:
        super().__init_subclass__(**how)
        for name in dir(cls):
            kind = getattr(getattr(cls, name), "field_class", object)
            if issubclass(kind, PasswordField | SealedArea):
                _secret.add(name)
            elif issubclass(kind, TextAreaField):
                _written.add(name)
            elif issubclass(kind, SelectFieldBase | HiddenField):
                _chosen.add(name)

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return None  # every message is given explicitly, in our own words


def is_written(name: str, text: str) -> bool:
    """Whether this is what somebody wrote in a field of this name: where a page cannot take what
    was sent, these words are given back. Never a secret; nor one word that may be a code, where
    another form has a choice of the same name."""
    written = name in _written or name.startswith("text_")
    may_be_code = name in _chosen and len(text.split()) < 2
    return written and name not in _secret and not may_be_code


_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


def _own_key(key: str | None) -> str:
    """The key as it was drawn; anything else would not be ours, and gets a new one."""
    return key if key and _KEY.fullmatch(key) else new_ref()


class OnceForm(Form):
    """A form whose effect must happen once, however often it is sent (`core.receipts`)."""

    key = HiddenField(default=new_ref, filters=[_own_key])


def tidy(text: str | None) -> str:
    """What was typed, in one Unicode form, without invisible overrides, trimmed."""
    if not text:
        return ""
    text = unicodedata.normalize("NFC", text).translate(_UNWANTED)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


# Letters and a symbol that show nothing at all.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def says_something(text: str) -> bool:
    """Whether there is anything to see: a letter, digit, symbol or punctuation mark. Spaces and
    invisible characters alone say nothing."""
    return any(unicodedata.category(c)[0] in "LNSP" and c not in _BLANK for c in text)


def names_somebody(text: str) -> bool:
    """Whether it can be a name: there is a letter in it, of any script. A number alone is a
    telephone's, and would be read by everybody who reads the name."""
    return any(unicodedata.category(c)[0] == "L" and c not in _BLANK for c in text)


class Needed:
    """Something must be there; says what to do, in the room's words."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not says_something(field.data)):
            raise ValidationError(str(self.message))


class Chosen(Needed):
    """One of the answers that were offered; for a field with `validate_choice=False`, whose own
    words would not be ours."""

    def __call__(self, form: Form, field: Any) -> None:
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(str(self.message))


SHORTEST_REASON = 20
_FEWEST_LETTERS = 5  # different ones: "aaaa aaaa aaaa" says nothing


def says_why(text: str) -> bool:
    """Whether a reason was written: long enough, and more than one key held down."""
    plain = " ".join(text.split())
    letters = {c for c in plain.casefold() if c.isalpha()}
    return len(plain) >= SHORTEST_REASON and len(letters) >= _FEWEST_LETTERS


class SaysWhy:
    """A reason, not just a few letters."""

    field_flags = {"required": True}

    def __init__(self, message: str = "") -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if not says_why(field.data or ""):
            raise ValidationError(
                str(self.message)
                or _("Write why, so that somebody else will understand it: 20 letters or more.")
            )


_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[/. -](?P<m>\d{1,2})[/. -](?P<y>\d{4})"),
)


def day_typed(text: str) -> date | None:
    """A day as a browser sends it (2012-03-04), or as it is written here (04/03/2012)."""
    for shape in _DAYS:
        if found := shape.fullmatch(text.strip()):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


class AtMost:
    """Not longer than this many characters; says how many there are."""

    def __init__(self, characters: int) -> None:
        self.characters = characters

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.characters:
            raise ValidationError(
                _(
                    "This is %(length)s letters long. Please keep it under %(most)s, or send it "
                    "in two parts.",
                    length=length,
                    most=self.characters,
                )
            )
