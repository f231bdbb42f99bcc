"""What is typed by those who look after a review. Names that begin with text_ are given back on an
error page, too (`core.around`)."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from wtforms import HiddenField, RadioField, StringField, TextAreaField, ValidationError

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.promises.forms import MakeForm
from portal.reviews import labels, rules
from portal.reviews.forms import line
from portal.reviews.rules import PARTS, Comes, Letter, Wish

LONGEST = 200


class PointForm(OnceForm):
    text_point = StringField(
        later("What is to be talked about?"),
        [Needed(later("Write what is to be talked about.")), AtMost(rules.LONGEST_LINE)],
        filters=[line], description=later("They read this. Write it to them."),
    )  # fmt: skip


class HeardForm(Form):
    text_heard = TextAreaField(
        later("What was said about it"),
        [Needed(later("Write what was said about it, or why it was not talked about.")),
         AtMost(rules.LONGEST_POINT)],
        filters=[tidy], description=later("They read this. Write it to them."),
    )  # fmt: skip


class ComerForm(OnceForm):
    text_name = StringField(
        later("Who comes?"), [Needed(later("Write who comes.")), AtMost(100)], filters=[line],
        description=later("The name they use, like: Ms Pike."),
    )  # fmt: skip
    text_does = StringField(
        later("Who is that to them?"), [AtMost(100)], filters=[line],
        description=later("Like: your teacher."),
    )  # fmt: skip
    comes = RadioField(
        later("How it stands"), [Chosen(later("Choose how it stands."))],
        choices=[(Comes.COMING.value, later("They come")),
                 (Comes.ASKED.value, later("They were asked"))],
        default=Comes.COMING.value, validate_choice=False,
    )  # fmt: skip


class SettleForm(Form):
    comes = RadioField(
        later("Do they come?"), [Chosen(later("Choose whether they come."))],
        choices=[(Comes.COMING.value, later("They come")),
                 (Comes.NOT.value, later("They do not come"))],
        validate_choice=False,
    )  # fmt: skip
    text_why = StringField(
        later("Why?"), [AtMost(rules.LONGEST_LINE)], filters=[line],
        description=later("They read this. Needed when it is not as they wished."),
    )  # fmt: skip
    against = ""  # what the young person wished

    def validate_text_why(self, field: StringField) -> None:
        as_wished = {"": "", Wish.YES: Comes.COMING, Wish.NO: Comes.NOT}[self.against]
        if as_wished and self.comes.data != as_wished and not field.data:
            raise ValidationError(_("Write why it is not as they wished, so that they know."))


_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def _moment(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip())
    return time(int(found[1]), int(found[2])) if found else None


class DayForm(OnceForm):
    """When the talk alone is to be."""

    day = StringField(later("On which day?"), [AtMost(20)], filters=[tidy], id="talk-day")
    at = StringField(later("At what time?"), [AtMost(8)], filters=[tidy], id="talk-at")
    text_how = StringField(
        later("How and where?"), [Needed(later("Write how and where you talk.")), AtMost(LONGEST)],
        filters=[line], description=later("Like: at school, or on the phone. They read this."),
    )  # fmt: skip

    @property
    def wall(self) -> datetime:
        day, at = day_typed(self.day.data or ""), _moment(self.at.data or "")
        assert day is not None and at is not None
        return datetime.combine(day, at)

    def validate_day(self, field: StringField) -> None:
        day, today = day_typed(field.data or ""), clock.today(clock.now())
        if day is None or not today <= day:
            raise ValidationError(
                _("Choose a day from today on, like this: %(day)s.", day=f"{today:%d/%m/%Y}")
            )

    def validate_at(self, field: StringField) -> None:
        if _moment(field.data or "") is None:
            raise ValidationError(_("Write the time like this: 16:30."))


class DoneForm(Form):
    day = StringField(later("On which day did you talk?"), [AtMost(20)], filters=[tidy],
                      id="done-day")  # fmt: skip

    @property
    def on(self) -> date:
        found = day_typed(self.day.data or "")
        assert found is not None
        return found

    def validate_day(self, field: StringField) -> None:
        day, today = day_typed(field.data or ""), clock.today(clock.now())
        if day is None or day > today or day.year < today.year - 2:
            raise ValidationError(
                _("Write the day like this: %(day)s. It cannot be a day to come.",
                  day=f"{today:%d/%m/%Y}")
            )  # fmt: skip


def _part(part: str, hint: str = "") -> TextAreaField:
    return TextAreaField(
        labels.HEADINGS[part], [AtMost(rules.LONGEST_PART)], filters=[tidy], description=hint
    )


class LetterForm(Form):
    turn = HiddenField(default="0")
    text_greeting = StringField(
        later("How it begins"), [AtMost(LONGEST)], filters=[line],
        description=later("Like: Dear Mia,"),
    )  # fmt: skip
    text_well = _part("well")
    text_hard = _part("hard")
    text_talked = _part("talked", later("Say what they said, in their words where you can."))
    text_ahead = _part("ahead", later("What was decided stands under the letter, one by one."))
    text_decided = TextAreaField(
        later("What was decided, in this language"), [AtMost(rules.LONGEST_PART)], filters=[tidy],
        description=later("One thing a line: what, who, and by when."),
    )  # fmt: skip
    text_signed = StringField(
        later("How it ends"), [AtMost(LONGEST)], filters=[line],
        description=later("Like: With best wishes, Helen"),
    )  # fmt: skip
    text_put_right = StringField(
        later("What was put right?"), [AtMost(rules.LONGEST_LINE)], filters=[line],
        description=later("They read this first. The letter before stays to be read."),
    )  # fmt: skip
    text_translated_by = StringField(
        later("Who put it into this language?"), [AtMost(100)], filters=[line],
        description=later("A person, with their name. Not a machine."),
    )  # fmt: skip

    @property
    def began_at(self) -> int:
        """The turn on which they began; none of ours is -1."""
        try:
            return max(-1, min(int(self.turn.data or 0), 2**31 - 1))
        except ValueError:
            return -1

    @property
    def letter(self) -> Letter:
        return Letter(**{name: self[f"text_{name}"].data or "" for name in rules.TEXTS})


def filled(letter: Letter, turn: int) -> dict[str, str]:
    """What `LetterForm` is drawn with."""
    return {f"text_{name}": getattr(letter, name) for name in rules.TEXTS} | {"turn": str(turn)}


assert all(hasattr(LetterForm, f"text_{name}") for name in (*PARTS, *rules.TEXTS))


class PublishForm(OnceForm):
    drawn = HiddenField()


class DecisionForm(MakeForm):
    """A promise to be, with the reason."""

    text = StringField(
        later("What was decided?"),
        [Needed(later("Write what was decided.")), AtMost(300)], filters=[tidy],
        description=later("They read this. Say what will be done: “Sam asks the school”."),
    )  # fmt: skip
    text_why = TextAreaField(
        later("Why?"), [AtMost(500)], filters=[tidy],
        description=later("They read this, too. You can leave it out."),
    )  # fmt: skip
