"""A promise's state in words, with a name and a day."""

from __future__ import annotations

from portal.core.words import _, later, short_date
from portal.promises.pages import PromiseCard, Standing

CHIPS = {
    Standing.LATE: "late", Standing.COMING: "coming", Standing.KEPT: "kept",
    Standing.CHANGED: "wait", Standing.DROPPED: "wait",
}  # fmt: skip


_CHIP_WORDS = {
    Standing.LATE: later("Late"),
    Standing.COMING: later("Coming"),
    Standing.KEPT: later("Kept"),
    Standing.CHANGED: later("Changed"),
    Standing.DROPPED: later("Not happening"),
}


def chip(standing: Standing) -> str:
    return str(_CHIP_WORDS[standing])


def line(card: PromiseCard) -> str:
    """Sam, by 14 November. Her manager knows."""
    day = short_date(card.due if card.standing in (Standing.LATE, Standing.COMING) else card.on)
    if card.standing is Standing.LATE:
        if card.chased_by:
            return _(
                "%(who)s said by %(day)s. %(manager)s has been told.",
                who=card.who, day=day, manager=card.chased_by,
            )  # fmt: skip
        return _("%(who)s said by %(day)s. You can ask about it.", who=card.who, day=day)
    if card.standing is Standing.COMING:
        return _("%(who)s, by %(day)s", who=card.who, day=day)
    if card.note:
        return card.note
    return _("%(who)s, %(day)s", who=card.who, day=day)
