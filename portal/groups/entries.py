"""Meetings in the agenda of those who are in a group: on their own dates, and on their carer's page
where they said so. Without a name where the name says something of their health."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import not_, select

from portal.agenda.entries import row
from portal.core.db import Db, Query
from portal.groups.rules import of_health
from portal.groups.tables import GroupDate, GroupMember, MeetGroup, Meeting
from portal.people.stops import stopped

KIND, TOLD = "group", "group_told"  # TOLD: whoever they live with may see it


def agenda_rows(
    db: Db, council_id: int, person_id: int | None = None, group_id: int | None = None
) -> list[dict[str, Any]]:
    query = _dates().where(GroupDate.council_id == council_id)
    if person_id is not None:
        query = query.where(GroupDate.person_id == person_id)
    if group_id is not None:
        query = query.where(MeetGroup.id == group_id)
    return [
        agenda_row(council_id, r.id, r.ref, r.person_id, r.name, r.about, r.wall, r.state,
                   r.tells_carer)
        for r in db.execute(query)
    ]  # fmt: skip


def _dates() -> Query:
    return (
        select(
            GroupDate.id, GroupDate.ref, GroupDate.person_id, MeetGroup.name, MeetGroup.about,
            Meeting.wall, Meeting.state, GroupMember.tells_carer,
        )
        .join(Meeting, Meeting.id == GroupDate.meeting_id)
        .join(MeetGroup, MeetGroup.id == Meeting.group_id)
        .join(
            GroupMember,
            (GroupMember.group_id == MeetGroup.id)
            & (GroupMember.person_id == GroupDate.person_id)
            & GroupMember.left_at.is_(None),
        )
        .where(not_(stopped(GroupDate.person_id)))
    )  # fmt: skip


def agenda_row(
    council_id: int, id: int, ref: str, person_id: int, name: str, about: str, wall: datetime,
    state: str, told: bool,
) -> dict[str, Any]:  # fmt: skip
    kind = TOLD if told else KIND
    found = row(council_id, kind, id, ref, person_id, "" if of_health(about) else name, wall, state)
    return {**found, "source_kind": KIND}
