"""What is typed: the word, an entry, which no error page gives back."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, ValidationError

from portal.core.forms import AtMost, Form, Needed, OnceForm, SealedArea, tidy
from portal.core.words import _, later
from portal.diary import rules


def _word(label: str, hint: str = "") -> PasswordField:
    return PasswordField(label, [Needed(later("Type your diary word."))], description=hint)


class _TwoWords(Form):
    def validate_word(self, field: PasswordField) -> None:
        if not rules.good_word(field.data or ""):
            raise ValidationError(
                _("Make it longer: %(least)s letters or more, not the same few again and again. "
                  "Three or four words that only you would put together are good.",
                  least=rules.SHORTEST_WORD)
            )  # fmt: skip

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.word.data:
            raise ValidationError(_("The two are not the same. Type both again."))


_HINT = later(
    "10 letters or more. A short sentence of your own is good. Not your passphrase, and nothing "
    "that others know about you."
)


class BeginForm(_TwoWords):
    word = _word(later("Your diary word"), _HINT)
    again = _word(later("Once more, the same"))
    lost = BooleanField(
        later("I know: if I forget this word, nobody can get my diary back. Not me either."),
        [Needed(later("Tick this when you have read it."))],
    )


class OpenForm(Form):
    word = _word(later("Your diary word"))


class EntryForm(OnceForm):
    """key: the ref of a new entry. word: asked for where the diary closed meanwhile."""

    entry = SealedArea(
        later("Dear diary"),
        [Needed(later("Write something first.")), AtMost(rules.LONGEST_ENTRY)],
        filters=[tidy],
    )
    word = PasswordField(later("Your diary word"))


class ChangeWordForm(_TwoWords):
    old = _word(later("The word you have now"))
    word = _word(later("A new diary word"), _HINT)
    again = _word(later("Once more, the same"))


class ThrowAwayForm(Form):
    sure = BooleanField(
        later("Yes, delete all of it. It cannot be brought back."),
        [Needed(later("Tick this if you are sure."))],
    )
