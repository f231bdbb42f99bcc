"""What is typed about the promise, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms import ValidationError as Wrong

from portal.core import clock
from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, day_typed, tidy
from portal.core.words import _, later
from portal.polls.pledge import rules
from portal.polls.pledge.labels import IS_TRUE, STATES
from portal.polls.pledge.pages import Point
from portal.polls.pledge.rules import IsTrue


class PointForm(OnceForm):
    text = TextAreaField(
        later("What the council promises"),
        [Needed(later("Write what is promised.")), AtMost(rules.LONGEST_POINT)], filters=[tidy],
        description=later("One promise, in plain words. It begins with “We”."),
    )  # fmt: skip
    state = RadioField(
        later("How does it stand?"), [Chosen(later("Choose how it stands."))],
        validate_choice=False, choices=list(STATES.items()),
    )  # fmt: skip


class EvidenceForm(OnceForm):
    text = TextAreaField(
        later("What did the council do for it?"),
        [Needed(later("Write what was done.")), AtMost(rules.LONGEST_EVIDENCE)], filters=[tidy],
        description=later("Something that really happened. Name no young person."),
    )  # fmt: skip
    on_day = StringField(
        later("On which day?"), [AtMost(20)], filters=[tidy],
        description=later("Like this: 27/3/2027"),
    )  # fmt: skip

    @property
    def day(self) -> date:
        found = day_typed(self.on_day.data or "")
        assert found is not None
        return found

    def validate_on_day(self, field: StringField) -> None:
        found = day_typed(field.data or "")
        if found is None or found > clock.today(clock.now()):
            raise Wrong(_("Type today or an earlier day, like this: 27/3/2026."))


def say_form(points: Sequence[Point]) -> Any:
    """A form with a field for each point, in order: `p1`, `p2`…"""
    choices = [*IS_TRUE.items(), ("", later("Skip this"))]
    fields: dict[str, Any] = {
        f"p{number}": RadioField(
            later("Is it true for you?"), validate_choice=False, choices=choices, default=""
        )
        for number, _point in enumerate(points, 1)
    }
    return type("SayForm", (Form,), fields)()


def said(form: Any, points: Sequence[Point]) -> dict[str, IsTrue]:
    """By the ref of each point what was chosen; not those that were skipped."""
    known = {answer.value for answer in IsTrue}
    given = {point.ref: form[f"p{number}"].data for number, point in enumerate(points, 1)}
    return {ref: IsTrue(data) for ref, data in given.items() if data in known}
