"""What we know of one young person, from the council's record and from what they told us.

Only what holds today counts: last year's return says nothing of this week, and is not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from portal.care.rules import HomeKind, home_kind
from portal.care.tables import ArrivedAlone, CareEpisode
from portal.clocks.category import CarePeriod, Category
from portal.clocks.days import age_on, birthday
from portal.clocks.rules import SHORT_BREAKS
from portal.core.db import Db
from portal.core.json_rows import json_rows
from portal.entitlements.asked import BY_CODE, filled
from portal.entitlements.facts import Facts, Had
from portal.entitlements.tables import OwnFact
from portal.people.rules import Kind
from portal.people.tables import Connection, Council, Person

ADULT = 18
_CATEGORIES = frozenset(Category)


def facts_of(
    db: Db, council_id: int, person_id: int, today: date, *, own: bool,
    had: Mapping[str, int] | None = None,
) -> Facts:  # fmt: skip
    """One statement. own: with what they told us themselves: for their own pages alone.
    had: pounds paid so far, by code of the item; None where nobody counts them.

    For anybody but the young person, ask the engine with `Facts.without_status()`.
    """
    facts, answers = known_of(db, council_id, person_id, today, had)
    return filled(facts, answers) if own else facts


def known_of(
    db: Db, council_id: int, person_id: int, today: date, had: Mapping[str, int] | None = None
) -> tuple[Facts, dict[str, str]]:
    """What the record has, and what they told us themselves by code of the question: in one
    statement."""
    row = db.execute(_known(council_id, person_id)).one()
    own = {code: value for code, value in json.loads(row.own or "[]") if code in BY_CODE}
    return _from_record(row, today, had), own


def own_answers(db: Db, council_id: int, person_id: int) -> dict[str, str]:
    """What they told us, by code of the question."""
    query = select(OwnFact.code, OwnFact.value).where(
        OwnFact.council_id == council_id, OwnFact.person_id == person_id
    )
    return {code: value for code, value in db.execute(query) if code in BY_CODE}


def _known(council_id: int, person_id: int) -> Any:
    carer = aliased(Connection, name="foster_carer")
    here = (Person.council_id == council_id, Person.id == person_id)
    return (
        select(
            Person.born,
            Person.category,
            Person.home_authority,
            Council.name.label("council"),
            select(ArrivedAlone.id).where(ArrivedAlone.person_id == Person.id)
            .scalar_subquery().label("alone"),
            exists(select(ArrivedAlone.id).where(ArrivedAlone.council_id == council_id))
            .label("alone_kept"),
            json_rows(CareEpisode.started, CareEpisode.ended, CareEpisode.legal_status,
                      CareEpisode.placement)
            .where(CareEpisode.council_id == council_id, CareEpisode.person_id == Person.id)
            .scalar_subquery().label("episodes"),
            json_rows(carer.starts, carer.ends, carer.left_on)
            .where(carer.council_id == council_id, carer.of_id == Person.id,
                   carer.kind == Kind.FOSTER_CARER)
            .scalar_subquery().label("carers"),
            json_rows(OwnFact.code, OwnFact.value)
            .where(OwnFact.council_id == council_id, OwnFact.person_id == Person.id)
            .scalar_subquery().label("own"),
        )
        .join(Council, Council.id == Person.council_id)
        .where(*here)
    )  # fmt: skip


def _from_record(row: Any, today: date, had: Mapping[str, int] | None) -> Facts:
    episodes = sorted(json.loads(row.episodes or "[]"))
    periods = tuple(
        CarePeriod(_day(started), _day_or_none(ended), status.strip().upper() in SHORT_BREAKS)
        for started, ended, status, _placement in episodes
    )
    return Facts(
        born=row.born,
        category=Category(row.category) if row.category in _CATEGORIES else None,
        periods=periods or None,
        responsible=row.home_authority or row.council,
        same_foster_carer=_same_carer(row.born, json.loads(row.carers or "[]"), today),
        own_home=True if _lives_in_their_own(episodes, today) else None,
        came_alone=_came_alone(row),
        had=None if had is None else tuple(Had(code, paid) for code, paid in sorted(had.items())),
    )


def _came_alone(row: Any) -> bool | None:
    """No, of whom nothing is written in a council that writes it down; not known in one that does
    not, or has not yet."""
    return True if row.alone else False if row.alone_kept else None


def _lives_in_their_own(episodes: Iterable[Sequence[Any]], today: date) -> bool:
    """By the last period of care, if it goes on today; after care nobody tells us."""
    return any(
        _day(started) <= today and (ended is None or _day(ended) > today)
        and home_kind(placement) is HomeKind.OWN
        for started, ended, _status, placement in episodes
    )  # fmt: skip


def _same_carer(born: date | None, carers: Iterable[Sequence[Any]], today: date) -> bool | None:
    """Whether the foster carer they live with today is the one of their 18th birthday; under 18,
    whether they live with one. None where no carer is known today: they may have moved."""
    stays = ((_day(starts), _day_or_none(left_on or ends)) for starts, ends, left_on in carers)
    here = [first for first, last in stays if first <= today and (last is None or last >= today)]
    if born is None or not here:
        return None
    return age_on(born, today) < ADULT or any(since < birthday(born, ADULT) for since in here)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return _day(text) if text else None
