"""What is typed into a part, on publishing, and after a mistake. Names that begin with text_ are
given back on an error page, too (`core.around`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, SaysWhy, day_typed, tidy
from portal.core.words import _, later
from portal.plan.writing import labels, rules
from portal.plan.writing.promised import Adult
from portal.plan.writing.rules import LONGEST, NAMES, TEXTS, Step, Why, Words

NOBODY = ""
FARTHEST_YEARS = 10


def _pasted(text: str | None) -> str:
    return rules.plainly(tidy(text))


def _area(name: str, hint: str = "") -> TextAreaField:
    return TextAreaField(
        labels.FIELDS[name], [AtMost(LONGEST[name])], filters=[_pasted], description=hint
    )


def _line(name: str, hint: str = "") -> StringField:
    return StringField(
        labels.FIELDS[name], [AtMost(LONGEST[name])],
        filters=[lambda text: " ".join(tidy(text).split())], description=hint,
    )  # fmt: skip


def _day(name: str, hint: str = "") -> StringField:
    return StringField(labels.FIELDS[name], [AtMost(40), _IsDay()], filters=[tidy],
                       description=hint)  # fmt: skip


class _IsDay:
    """Nothing, or a day that is near enough to be meant."""

    def __call__(self, _form: Form, field: StringField) -> None:
        if not field.data:
            return
        day = day_typed(field.data)
        if day is None or not 2000 <= day.year <= 2100:
            raise ValidationError(
                _("Write the day like this: 27/3/2026. Or leave it out.")
            )  # fmt: skip


class PartForm(Form):
    turn = HiddenField(default="0")
    against = HiddenField(default="")  # `pages.BothPage.against`, where two texts were on screen
    text_child_need = _area("child_need", later("Why this matters to them."))
    text_child = _area("child", later("Short sentences, to them: “You see Mum on Saturdays.”"))
    text_teen_need = _area("teen_need")
    text_teen = _area("teen")
    text_adult_need = _area("adult_need")
    text_adult = _area("adult")
    text_who = _line("who", later("A name they know."))
    text_by_when = _line("by_when", later("In words, like: by the end of term."))
    look_again = _day("look_again", later("The day on which this part is looked at next."))
    text_change_note = _line(
        "change_note",
        later("What they read first. Leave it out, and we say what changed in plain words."),
    )
    text_promise = _line("promise", later("Something one adult will do. They see if it is kept."))
    promise_by = SelectField(labels.FIELDS["promise_by_id"], choices=[], validate_choice=False)
    promise_due = _day("promise_due")
    text_need = _area("need")
    text_official = _area("official", later("For the file. They can open it, one tap away."))
    gone = BooleanField(labels.FIELDS["gone"])

    adults: Mapping[str, Adult] = {}

    def offer(self, adults: Iterable[Adult]) -> None:
        """Who may be named for a promise: before anything is read from the form."""
        self.adults = {one.ref: one for one in adults}
        self.promise_by.choices = [
            (NOBODY, _("Nobody yet")), *((ref, one.name) for ref, one in self.adults.items())
        ]  # fmt: skip

    def validate_promise_by(self, field: SelectField) -> None:
        if field.data and field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_("Choose somebody from this list again."))

    @property
    def began_at(self) -> int:
        """The turn on which they began; none of ours is -1."""
        try:
            return min(int(self.turn.data or 0), 2**31 - 1)
        except ValueError:
            return -1

    @property
    def merged_with(self) -> int | None:
        """What was published when they put two texts together; None where it was another's draft,
        and -1 for what is none of ours."""
        typed = self.against.data or ""
        if not typed:
            return None
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 20 else -1

    @property
    def words(self) -> Words:
        typed = {name: self[f"text_{name}"].data or "" for name in TEXTS}
        by = self.adults.get(self.promise_by.data or "")
        return Words(
            **typed, look_again=_day_of(self.look_again), promise_due=_day_of(self.promise_due),
            promise_by_id=by.id if by else None,
            gone=bool(self.gone.data),
        )  # fmt: skip


def _day_of(field: StringField) -> date | None:
    return day_typed(field.data or "")


def filled(
    words: Words, turn: int, adults: Iterable[Adult], against: str = ""
) -> dict[str, object]:
    """What `PartForm` is drawn with."""
    found: dict[str, object] = {f"text_{name}": getattr(words, name) for name in TEXTS}
    for name in ("look_again", "promise_due"):
        day = getattr(words, name)
        found[name] = day.isoformat() if day else ""
    refs = {one.id: one.ref for one in adults}
    found["promise_by"] = refs.get(words.promise_by_id or 0, NOBODY)
    return {**found, "gone": words.gone, "turn": str(turn), "against": against}


def field_of(name: str) -> str:
    """The form's field for one of `rules.NAMES`."""
    if name == "promise_by_id":
        return "promise_by"
    return f"text_{name}" if name in TEXTS else name


assert all(hasattr(PartForm, field_of(name)) for name in NAMES)


class PublishForm(OnceForm):
    drawn = HiddenField()
    review_on = StringField(
        later("All of this is looked at again on"), [AtMost(40), _IsDay()], filters=[tidy],
        description=later("Leave it out if there is no day yet."),
    )  # fmt: skip
    review_by = StringField(
        later("With whom"), [AtMost(100)], filters=[lambda text: " ".join(tidy(text).split())],
        description=later("Like: Ruth, your reviewing officer."),
    )  # fmt: skip

    @property
    def on(self) -> date | None:
        return day_typed(self.review_on.data or "")


class TakeBackForm(OnceForm):
    number = HiddenField()
    why = RadioField(
        later("What is wrong with it?"), [Chosen(later("Choose what is wrong with it."))],
        choices=[(why.value, labels.WHY[why]) for why in Why], validate_choice=False,
    )  # fmt: skip
    text_reason = TextAreaField(
        later("What happened?"), [SaysWhy(), AtMost(2000)], filters=[tidy],
        description=later(
            "Facts only: what was published, and how you noticed. Do not copy what must not be "
            "read."
        ),
    )  # fmt: skip


class StepForm(OnceForm):
    step = RadioField(
        later("Which step?"), [Chosen(later("Choose the step."))],
        choices=[(step.value, labels.STEPS[step]) for step in Step], validate_choice=False,
    )  # fmt: skip
    done = RadioField(
        later("Is it done?"), [Chosen(later("Choose whether it was done."))],
        choices=[("yes", later("It is done")), ("no", later("It is not needed"))],
        validate_choice=False,
    )  # fmt: skip
    text_note = StringField(
        later("How, or why not?"),
        [Needed(later("Write how it was done, or why it is not needed.")), AtMost(1000)],
        filters=[tidy], description=later("Like: rang Dr Shah at 10:20, reference 4471."),
    )  # fmt: skip
