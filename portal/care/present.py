"""The period of care that goes on today, from the council's episodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from portal.care.tables import CareEpisode
from portal.core.db import Db

# A new home starts the visits afresh; a new legal status alone does not.
NEW_HOME = frozenset({"S", "P", "T", "B", "U"})


@dataclass(frozen=True)
class PresentCare:
    started: date
    home_started: date
    placement: str
    legal_status: str


def episodes_of(
    db: Db, council_id: int, person_id: int | None = None
) -> dict[int, list[CareEpisode]]:
    """By young person, the earliest first; person_id: of one of them only. One statement."""
    query = select(CareEpisode).where(CareEpisode.council_id == council_id)
    if person_id is not None:
        query = query.where(CareEpisode.person_id == person_id)
    found: dict[int, list[CareEpisode]] = defaultdict(list)
    for episode in db.scalars(
        query.order_by(CareEpisode.person_id, CareEpisode.started, CareEpisode.id)
    ):
        found[episode.person_id].append(episode)
    return found


def present_care(episodes: Iterable[CareEpisode], today: date) -> PresentCare | None:
    """The unbroken run of episodes that reaches today, or None when not in care now."""
    started = home = last = None
    for episode in episodes:
        if episode.started > today:
            continue
        broken = last is None or (
            last.ended is not None and episode.started > last.ended + timedelta(days=1)
        )
        if broken:
            started = home = episode.started
        elif episode.reason_new in NEW_HOME:
            home = episode.started
        last = episode
    if last is None or started is None or home is None:
        return None
    if last.ended is not None and last.ended <= today:
        return None
    return PresentCare(started, home, last.placement, last.legal_status)
