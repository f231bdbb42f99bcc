"""Forms of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput

from portal.channels import labels, rules
from portal.channels.rules import Channel, Topic
from portal.core.forms import Chosen, Form, Needed, tidy
from portal.core.words import _, later

NONE = "none"


class ToldForm(Form):
    """Which topics by which channels, when it is quiet, and when they are reminded. The topics
    are added for each person (`told_form`)."""

    starts = SelectField(
        later("Quiet from"),
        validate_choice=False,
        validators=[Chosen(later("Choose when it gets quiet."))],
    )
    ends = SelectField(
        later("Quiet until"),
        validate_choice=False,
        validators=[Chosen(later("Choose until when it is quiet."))],
    )
    remind = RadioField(
        later("Remind me when I have not looked"),
        validate_choice=False,
        validators=[Chosen(later("Choose when we remind you."))],
    )


def told_form(
    topics: Iterable[Topic], channels: Iterable[Channel], given: Mapping[str, Any], young: bool
) -> Any:
    """given: what is chosen now, for a form that was not sent."""
    named = [(channel.value, labels.channel_words(channel)) for channel in channels]
    fields = {
        f"topic_{topic.value}": SelectMultipleField(
            labels.topic_words(topic, young),
            choices=named,
            validate_choice=False,
            option_widget=CheckboxInput(),
        )
        for topic in topics
    }
    form = type("ToldForm", (ToldForm,), fields)(data=given)
    hours = [(str(hour * 60), labels.hour_words(hour)) for hour in range(24)]
    form.starts.choices = [(NONE, _("No quiet time")), *hours]
    form.ends.choices = hours
    form.remind.choices = [(str(h), labels.remind_words(h)) for h in rules.REMIND_HOURS]
    return form


class AddForm(Form):
    kind = RadioField(
        later("How shall we tell you?"),
        validate_choice=False,
        validators=[Chosen(later("Choose e-mail or text message."))],
    )
    value = StringField(
        later("Your e-mail address or mobile number"),
        [Needed(later("Type your e-mail address or mobile number."))],
        description=later("Only one that nobody else reads."),
    )

    def __init__(self, channels: Iterable[Channel], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        own = [channel for channel in channels if channel is not Channel.PUSH]
        self.kind.choices = [(one.value, labels.channel_words(one)) for one in own]

    def validate_value(self, field: StringField) -> None:
        typed = field.data or ""
        if not typed.strip() or not self.kind.data:
            return
        if self.kind.data == Channel.EMAIL:
            field.plain = rules.tidy_email(typed)
            said = _("That is not an e-mail address. It looks like name@example.com.")
        else:
            field.plain = rules.tidy_mobile(typed)
            said = _("That is not a UK mobile number. It begins with 07 and has 11 digits.")
        if field.plain is None:
            raise ValidationError(said)


class CodeForm(Form):
    code = StringField(later("The code we sent you"), [Needed(later("Type the six digits."))])


class NicknamesForm(Form):
    """One field for each child, added in `nicknames_form`."""


def nicknames_form(children: Iterable[Any]) -> Any:
    """children: of `pages.nicknames_page`. The field of each is named by its place in the list."""
    those = list(children)
    # Nor the name of another child of theirs: it would stand on the same lock screen.
    names = tuple(name for child in those for name in child.names)
    fields = {
        f"word_{place}": StringField(
            child.name, default=child.word, filters=[lambda typed: tidy(typed)[:200]],
            validators=[_nickname(names)],
        )
        for place, child in enumerate(those)
    }  # fmt: skip
    return type("NicknamesForm", (NicknamesForm,), fields)()


def _nickname(names: tuple[str, ...]) -> Any:
    def check(_form: Form, field: StringField) -> None:
        word = field.data or ""
        if len(word) > rules.LONGEST_NICKNAME:
            raise ValidationError(
                _("Please use %(most)s letters or fewer.", most=rules.LONGEST_NICKNAME)
            )
        if rules.says_name(word, names):
            raise ValidationError(
                _("This has their real name in it. Others may read it on your phone: pick another.")
            )

    return check
