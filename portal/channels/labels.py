"""Topics, channels, hours and errors in words."""

from __future__ import annotations

from datetime import time

from portal.channels.outcomes import Code
from portal.channels.rules import Channel, Topic
from portal.core.words import _, later, time_words

_TOPICS = {
    Topic.MESSAGES: later("Messages"),
    Topic.DATES: later("Visits and other dates"),
    Topic.PLAN: later("Plan and promises"),
    Topic.NEWS: later("News for many people"),
    Topic.ACCOUNT: later("Your account"),
    Topic.WORK: later("What waits on you"),
}
_CHANNELS = {
    Channel.PUSH: later("On a phone"),
    Channel.EMAIL: later("E-mail"),
    Channel.TEXT: later("Text message"),
}
_PICTURES = {Channel.PUSH: "phone", Channel.EMAIL: "send", Channel.TEXT: "messages"}
_ERRORS = {
    Code.REFUSED: (
        later("The other side does not take notices from us."),
        later("Tell whoever runs this app. Then try again."),
    ),
    Code.TOO_LARGE: (
        later("The phone's service said that the notice is too large."),
        later("Tell whoever runs this app."),
    ),
    Code.NO_SUCH: (
        later("There is no such address or number."),
        later("Ask them to look at “How we tell you” in their app."),
    ),
    Code.BUSY: (
        later("The other side was too busy, again and again."),
        later("Try again later today."),
    ),
    Code.BROKEN: (
        later("Something is broken on the other side."),
        later("Try again later today."),
    ),
    Code.SILENT: (later("The other side did not answer in time."), later("Try again.")),
    Code.NO_WAY: (
        later("There was no safe connection to the other side."),
        later("Tell whoever runs this app. Then try again."),
    ),
    Code.NOT_SET_UP: (
        later("This way of telling people is not set up here."),
        later("Tell whoever runs this app."),
    ),
}


def topic_words(topic: Topic, young: bool = False) -> str:
    if young and topic is Topic.ACCOUNT:
        return _("Your account, and who looked at your page")
    return str(_TOPICS[topic])


def channel_words(channel: Channel) -> str:
    return str(_CHANNELS[channel])


def channel_picture(channel: Channel) -> str:
    return _PICTURES[channel]


def error_words(code: str) -> str:
    found = _ERRORS.get(Code(code)) if code in set(Code) else None
    return str(found[0]) if found else _("It did not work, and we do not know why.")


def what_to_do(code: str) -> str:
    found = _ERRORS.get(Code(code)) if code in set(Code) else None
    return str(found[1]) if found else _("Try again.")


def hour_words(hour: int) -> str:
    return time_words(time(hour))


def remind_words(hours: int) -> str:
    words = {
        0: _("Never"),
        4: _("After 4 hours"),
        24: _("After a day"),
        72: _("After three days"),
    }
    return words[hours]
