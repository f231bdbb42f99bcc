"""What was opened, in words: what it is, how it stands, whether the young person knows."""

from __future__ import annotations

from datetime import datetime

from portal.core.words import _, day_words, moment_words
from portal.opened.rules import State, Telling, What
from portal.openings.pages import Card, OpeningPage

ICONS = {What.EMERGENCY: "warn", What.MESSAGES: "messages"}
CHIPS = {
    State.ASKED: "wait", State.REFUSED: "kept", State.OPEN: "new", State.OVER: "kept",
    State.LAPSED: "kept",
}  # fmt: skip


def title(card: Card) -> str:
    if card.what is What.MESSAGES:
        return _("%(name)s: messages with %(adult)s", name=card.whom, adult=card.adult)
    return card.whom


def chip(card: Card, now: datetime) -> str:
    if card.due:
        return _("You decide")
    if card.passed:
        return _("It is time to look at a decision again")
    if card.state is State.ASKED:
        return _("Waits for a second person")
    if card.state is State.REFUSED:
        return _("Refused")
    if card.state is State.OPEN and card.ends_at is not None:
        return _("Open until %(when)s", when=moment_words(card.ends_at, now))
    return _("Closed")


def chip_state(card: Card) -> str:
    return "late" if card.due or card.passed else CHIPS[card.state]


def who_and_when(card: Card, now: datetime) -> str:
    when = moment_words(card.asked_at, now)
    if card.what is What.MESSAGES:
        return _("%(name)s asked %(when)s", name=card.by, when=when)
    return _("%(name)s opened it %(when)s", name=card.by, when=when)


def telling(card: Card, now: datetime) -> str:
    """Whether the young person knows, and if not, why not and until when."""
    if card.telling is Telling.TOLD:
        return _("%(name)s was told %(when)s.", name=card.whom,
                 when=moment_words(card.tell_at, now))  # fmt: skip
    if card.telling is Telling.HELD:
        return _("%(name)s is told %(when)s, unless the safeguarding lead decides otherwise.",
                 name=card.whom, when=moment_words(card.tell_at, now))  # fmt: skip
    if card.telling is Telling.NOT_YET and card.review_on is not None:
        return _("%(name)s is not told yet. The safeguarding lead looks at this again on %(day)s.",
                 name=card.whom, day=day_words(card.review_on))  # fmt: skip
    if card.state is State.ASKED:
        return _("%(name)s is not told unless somebody agrees.", name=card.whom)
    return _("Nothing was opened, so there is nothing to tell %(name)s.", name=card.whom)


def ends(page: OpeningPage, now: datetime) -> str:
    at = page.card.ends_at
    assert at is not None
    when = moment_words(at, now)
    if page.card.state is State.OPEN:
        return _("Open until %(when)s", when=when)
    return _("Closed early, %(when)s", when=when) if page.ended_early else _(
        "Closed by itself, %(when)s", when=when
    )  # fmt: skip
