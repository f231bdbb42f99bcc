"""What is typed about a problem, or about unfair treatment."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField, ValidationError

from portal.core.forms import AtMost, Chosen, says_something, tidy
from portal.core.words import _, later
from portal.put_right.kinds import UNFAIR_TOPICS
from portal.say.rules import LONGEST_TEXT, Owner, Readers
from portal.uploads.forms import Bringing

# Whom it goes to, and who reads it: whoever answers, and nobody else.
READERS = {
    Owner.WORKER: Readers.WORKER,
    Owner.IRO: Readers.IRO,
    Owner.MANAGER: Readers(0),
}


def _whose() -> RadioField:
    """Declared last by each form: what is wrong is listed as it stands on the page."""
    return RadioField(
        later("Who should look at it?"), [Chosen(later("Choose who should look at it."))],
        choices=[], validate_choice=False,
    )  # fmt: skip


class _Tell(Bringing):
    whose: RadioField

    @property
    def owner(self) -> Owner:
        return Owner(self.whose.data)


class ProblemForm(_Tell):
    text = TextAreaField(
        later("What is wrong?"), [AtMost(LONGEST_TEXT // 2)], filters=[tidy],
        description=later("In your own words, in your own language. It does not have to be neat."),
    )  # fmt: skip
    wanted = TextAreaField(
        later("What do you want instead?"), [AtMost(LONGEST_TEXT // 2 - 100)], filters=[tidy],
        description=later("You can leave this empty."),
    )  # fmt: skip
    whose = _whose()

    def validate_text(self, field: TextAreaField) -> None:
        if not says_something(field.data or "") and not self.brought:
            raise ValidationError(_("Write what is wrong, or add a picture or your voice."))

    @property
    def words(self) -> str:
        """Both, as they will be read."""
        if not self.wanted.data:
            return self.text.data or ""
        instead = _("What I want instead: %(what)s", what=self.wanted.data)
        return f"{self.text.data or ''}\n\n{instead}".strip()


class UnfairForm(_Tell):
    topic = RadioField(
        later("What was it about?"), [Chosen(later("Choose one. “Something else” is fine."))],
        choices=list(UNFAIR_TOPICS.items()), validate_choice=False,
    )  # fmt: skip
    text = TextAreaField(
        later("What happened?"),
        [AtMost(LONGEST_TEXT)],
        filters=[tidy],
        description=later("Who said or did what, and where. As much or as little as you like."),
    )
    whose = _whose()

    def validate_text(self, field: TextAreaField) -> None:
        if not says_something(field.data or "") and not self.brought:
            raise ValidationError(_("Write what happened, or add a picture or your voice."))

    @property
    def words(self) -> str:
        return self.text.data or ""
