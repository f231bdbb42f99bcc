"""The words of the page where something is put right."""

from __future__ import annotations

from portal.core.words import _
from portal.put_right.pages import Choice, Tell
from portal.say.rules import Owner


def choice(one: Choice) -> str:
    """Who could look at it, in the young person's words."""
    if one.owner is Owner.WORKER:
        return one.name or _("Whoever answers for your worker today")
    if one.owner is Owner.IRO:
        return _("%(name)s, who runs your review", name=one.name)
    return _("Somebody else at the council: %(name)s, a manager", name=one.name)


def choices(page: Tell) -> list[tuple[str, str]]:
    return [(one.owner.value, choice(one)) for one in page.choices]


def who_reads() -> str:
    return _(
        "Only whoever you choose reads it, and whoever answers when they are away or late. Not "
        "your carers, not your family. You see who has read it, and get an answer."
    )
