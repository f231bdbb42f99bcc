"""What a young person types about a review."""

from __future__ import annotations

from typing import TypeVar

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField, widgets

from portal.core.forms import AtMost, Chosen, Form, Needed, OnceForm, tidy
from portal.core.words import later
from portal.reviews import rules
from portal.reviews.pages import Draft

AnyForm = TypeVar("AnyForm", bound=OnceForm)


def line(text: str | None) -> str:
    return " ".join(tidy(text).split())


class PointForm(OnceForm):
    text = TextAreaField(
        later("What do you want to talk about?"),
        [Needed(later("Write what you want to talk about.")), AtMost(rules.LONGEST_POINT)],
        filters=[tidy], id="point-text",
    )  # fmt: skip


class AskForForm(OnceForm):
    name = StringField(
        later("Who?"), [Needed(later("Write who you want there.")), AtMost(100)], filters=[line],
        id="ask-name",
        name="text_name",
    )  # fmt: skip
    why = StringField(
        later("Anything to say about it?"), [AtMost(rules.LONGEST_LINE)], filters=[line],
        description=later("You can leave it out."), id="ask-why",
        name="text_why",
    )  # fmt: skip


class WishForm(OnceForm):
    wish = RadioField(
        later("Do you want them there?"), [Chosen(later("Choose yes or no."))],
        choices=[("yes", later("Yes, I want them there")), ("no", later("I would rather not"))],
        validate_choice=False,
    )  # fmt: skip
    why = StringField(
        later("Anything to say about it?"), [AtMost(rules.LONGEST_LINE)], filters=[line],
        description=later("You can leave it out."), id="wish-why",
        name="text_why",
    )  # fmt: skip


class TalkForm(OnceForm):
    wanted = RadioField(
        later("Would you like that?"), [Chosen(later("Choose one of the three."))],
        choices=[("yes", later("Yes, please")), ("no", later("No, thank you")),
                 ("later", later("Ask me later"))],
        validate_choice=False,
    )  # fmt: skip
    text = TextAreaField(
        later("Anything to say before? When is good?"), [AtMost(rules.LONGEST_POINT)],
        filters=[tidy], description=later("You can leave it out."), id="talk-text",
    )  # fmt: skip


class SayForm(OnceForm):
    """To their reviewing officer, or that they do not agree. who: whom else it is for."""

    text = TextAreaField(
        later("Your words"), [Needed(later("Write what you want to say.")), AtMost(5_000)],
        filters=[tidy],
    )  # fmt: skip


class NotAgreedForm(SayForm):
    who = RadioField(
        later("Who may read this?"), [Chosen(later("Choose who may read this."))],
        choices=[], validate_choice=False,
    )  # fmt: skip


# What of a form is kept before it is sent: one line each, the last as it is.
_KEPT: dict[type[OnceForm], tuple[str, ...]] = {
    PointForm: ("text",), AskForForm: ("name", "why"), WishForm: ("wish", "why"),
    TalkForm: ("wanted", "text"),
}  # fmt: skip


def typed_in(form: OnceForm) -> str:
    """What is in a form, as it is kept; "" for an empty one."""
    found = [tidy(form[name].data)[: rules.LONGEST_POINT] for name in _KEPT[type(form)]]
    return "\n".join(found) if any(found) else ""


def begun_in(form: AnyForm, draft: Draft | None) -> AnyForm:
    """The form with what was kept of it."""
    if draft is not None:
        names = _KEPT[type(form)]
        for name, text in zip(names, draft.text.split("\n", len(names) - 1), strict=False):
            if text:
                form[name].data = text
    return form


class ShowForm(Form):
    who = SelectMultipleField(
        later("Who can read this letter?"), choices=[], validate_choice=False,
        option_widget=widgets.CheckboxInput(), widget=widgets.ListWidget(prefix_label=False),
    )  # fmt: skip
