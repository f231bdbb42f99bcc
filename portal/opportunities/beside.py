"""Things to do beside pages on the same need, about the same town, or with the words that somebody
looks for (`articles.beside`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import ScalarSelect, func, select

from portal.articles.beside import Beside, Look, Thing
from portal.articles.search import Index, Words
from portal.core.access import Viewer
from portal.core.db import Db
from portal.core.words import _, language
from portal.opportunities import labels, policy, rules
from portal.opportunities.pages import MOST, Chance, chance_of
from portal.opportunities.tables import Opportunity

FEW = 5  # beside pages; the board has all of them


class Kept:
    """What a council has that is not taken down, whoever may see it on which day. Soonest first."""

    def __init__(self, chances: Iterable[Chance]) -> None:
        self.chances = tuple(chances)
        self._indexes: dict[str, Index] = {}

    def with_words(self, text: str) -> tuple[Chance, ...]:
        """By its own words, and by what it is in the reader's language. The best first."""
        spoken = language().tag
        if spoken not in self._indexes:
            self._indexes[spoken] = Index({one.ref: _words(one) for one in self.chances})
        by_ref = {one.ref: one for one in self.chances}
        return tuple(by_ref[ref] for ref in self._indexes[spoken].find(text))


def _words(one: Chance) -> Words:
    near = (labels.SORTS[one.sort], labels.SORTS_ALL[one.sort], labels.NEEDS.get(one.need, ""))
    facts = f"{one.who_can} {one.how} {one.bring} {one.town}"
    return Words(one.title, " ".join(map(str, near)), facts, one.text)


class ThingsToDo:
    def stamp(self, council_id: int) -> ScalarSelect[Any]:
        """Rows are only ever added, and each change of one is counted."""
        return (
            select(func.coalesce(func.sum(Opportunity.changes), 0))
            .where(Opportunity.council_id == council_id)
            .scalar_subquery()
        )

    def read(self, db: Db, council_id: int) -> Kept:
        rows = db.scalars(
            select(Opportunity)
            .where(
                Opportunity.council_id == council_id,
                Opportunity.closed_at.is_(None),
                Opportunity.agreed_at.is_not(None),
            )
            .order_by(Opportunity.closes.is_(None), Opportunity.closes, Opportunity.id.desc())
            .limit(MOST)
        )
        return Kept(chance_of(one, None, one.opens) for one in rows)

    def shown(self, kept: Kept, viewer: Viewer, look: Look, today: date) -> Beside | None:
        if viewer.role not in policy.READERS:
            return None
        found = [one for one in _like(kept, look) if _open_to(viewer, one, today)]
        things = tuple(
            Thing(
                one.title, url_for("opportunities.one", ref=one.ref), labels.line(one, today),
                labels.ICONS[one.sort],
            )
            for one in found[:FEW]
        )  # fmt: skip
        all_href = labels.board_href(need=look.need, town=look.town)
        return Beside(_("Things to do"), things, all_href, _("All of them"))


def _like(kept: Kept, look: Look) -> Iterable[Chance]:
    """In a town also what is everywhere, after what is there."""
    found = kept.with_words(look.words) if look.words else kept.chances
    if look.need:
        found = tuple(one for one in found if one.need == look.need)
    if look.town:
        found = tuple(one for one in found if one.town in ("", look.town))
        found = tuple(sorted(found, key=lambda one: one.town == ""))
    return found


def _open_to(viewer: Viewer, one: Chance, today: date) -> bool:
    """As `pages.board`, without a question to the database."""
    over = rules.is_over(False, one.closes, one.wall, today)
    seen = policy.may_see(viewer, one.audience, one.age_from, one.age_to)
    return one.opens <= today and not over and seen
