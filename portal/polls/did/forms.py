"""What is typed about what was done."""

from __future__ import annotations

from datetime import date

from wtforms import SelectField, StringField, TextAreaField
from wtforms import ValidationError as Wrong

from portal.core import clock
from portal.core.access import Band
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.languages import OFFERED
from portal.core.words import _, later
from portal.polls.did.pages import Source

LONGEST = 1_000
BANDS = (
    ("", later("Every age")), (Band.CHILD.value, later("8 to 11")),
    (Band.TEEN.value, later("12 to 15")), (Band.ADULT.value, later("16 and older")),
)  # fmt: skip


def _words(label: str, hint: str, needed: str) -> TextAreaField:
    return TextAreaField(label, [Needed(needed), AtMost(LONGEST)], filters=[tidy], description=hint)


def _said() -> TextAreaField:
    return _words(
        later("You said"), later("What young people said. Name nobody, and nobody's story."),
        later("Write what young people said."),
    )  # fmt: skip


def _did() -> TextAreaField:
    return _words(
        later("We did"), later("What was done. If it was not, say why, and what comes next."),
        later("Write what was done."),
    )  # fmt: skip


def _language() -> SelectField:
    return SelectField(
        later("Which language do you write in?"), [Chosen(later("Choose the language."))],
        validate_choice=False, choices=[(one.tag, one.name) for one in OFFERED.values()],
        default="en",
    )  # fmt: skip


class DidForm(OnceForm):
    said = _said()
    did = _did()
    on_day = StringField(
        later("On which day was it done?"), [AtMost(20)], filters=[tidy],
        description=later("Like this: 27/3/2027"),
    )  # fmt: skip
    language = _language()
    source = SelectField(
        later("Where did they say it?"), [Chosen(later("Choose where they said it."))],
        validate_choice=False, choices=[], default="other",
    )  # fmt: skip

    def offer(self, sources: tuple[Source, ...]) -> DidForm:
        self.source.choices = [
            ("other", _("Somewhere else")),
            *((one.code, one.name) for one in sources),
        ]
        return self

    @property
    def day(self) -> date:
        found = day_typed(self.on_day.data or "")
        assert found is not None
        return found

    def validate_on_day(self, field: StringField) -> None:
        found = day_typed(field.data or "")
        if found is None or found > clock.today(clock.now()):
            raise Wrong(_("Type today or an earlier day, like this: 27/3/2026."))


class AgainForm(Form):
    band = SelectField(
        later("For which age?"), [Chosen(later("Choose an age."))], validate_choice=False,
        choices=list(BANDS),
    )  # fmt: skip
    language = _language()
    said = _said()
    did = _did()
