"""Who must not know, in words."""

from __future__ import annotations

from portal.barred.pages import Bar, Held
from portal.core.words import _, day_words, later, local_day
from portal.people.rules import Ground

GROUNDS = {
    Ground.COURT_ORDER: later("An order of a court"),
    Ground.SAFEGUARDING: later("A decision to keep them safe"),
}


def ground(bar: Bar) -> str:
    return str(GROUNDS[bar.ground])


def decided(bar: Bar | Held) -> str:
    return _("%(name)s wrote it down on %(day)s", name=bar.decided_by,
             day=day_words(local_day(bar.decided_at)))  # fmt: skip


def chip(bar: Bar | Held) -> str:
    if bar.lifted_at is not None:
        return _("Lifted by %(name)s on %(day)s", name=bar.lifted_by,
                 day=day_words(local_day(bar.lifted_at)))  # fmt: skip
    if bar.due:
        return _("Look at this again")
    return _("Look again on %(day)s", day=day_words(bar.review_on))


def chip_state(bar: Bar | Held) -> str:
    return "late" if bar.due else "kept"
