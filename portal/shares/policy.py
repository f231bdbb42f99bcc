"""Whether what a young person wrote or keeps is shown to this viewer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.json_rows import json_rows
from portal.people.parted import parted_since
from portal.people.reach import REACHING, PersonKey, lasting, living
from portal.people.rules import PLACED_WITH, WORKERS
from portal.people.tables import Connection
from portal.shares.rules import Thing, To
from portal.shares.tables import Share

_share = aliased(Share, name="shown")
_shown_to = aliased(Connection, name="shown_to")


def shown(
    viewer: Viewer, person: PersonKey | int, thing: Thing, now: datetime,
    key: InstrumentedAttribute[str] | str = "",
) -> ColumnElement[bool]:  # fmt: skip
    """Whether the viewer may read it: it is their own, or it is shown to them, who are connected
    with the young person today (not for some hours only) and not barred."""
    if viewer.role is Role.YOUNG:
        return (
            literal(person == viewer.person_id)
            if isinstance(person, int)
            else (person == viewer.person_id)
        )
    if viewer.role not in REACHING:
        return false()
    return exists(
        select(_share.id)
        .join(_shown_to, _shown_to.of_id == _share.person_id)
        .where(
            _share.thing == thing, _share.key == key, _shown_to.with_id == viewer.person_id,
            *_in_force(viewer.council_id, person, now),
        )
    )  # fmt: skip


def _in_force(
    council_id: int, person: PersonKey | int, now: datetime
) -> Sequence[ColumnElement[bool]]:
    """How an open share of this young person and somebody's connection with them go together."""
    return (
        _share.council_id == council_id,
        _share.person_id == person,
        _share.ended_at.is_(None),
        _shown_to.council_id == council_id,
        *lasting(_shown_to, clock.today(now)),
        living(_shown_to, clock.today(now)),
        or_(
            and_(
                _share.to == To.ONE, _share.with_id == _shown_to.with_id,
                not_(over(_share, clock.today(now))),
            ),
            and_(_share.to == To.WORKERS, _shown_to.kind.in_(WORKERS)),
            and_(_share.to == To.CARERS, _shown_to.kind.in_(PLACED_WITH)),
        ),
    )  # fmt: skip


def over(share: type[Share], today: date) -> ColumnElement[bool]:
    """Whether a share with one person is over with their connection. It does not come back with
    another one."""
    parted = parted_since(share.person_id, share.with_id, share.given_at, today)
    return and_(share.to == To.ONE, parted)


def things_shown(viewer: Viewer, person: PersonKey, now: datetime) -> ColumnElement[str]:
    """What this young person shows an adult, as a column of a query about them: `things_in` reads
    it. Single things of many (with a key of their own) are not among these."""
    found = (
        json_rows(_share.thing)
        .join(_shown_to, _shown_to.of_id == _share.person_id)
        .where(
            _share.key == "", _shown_to.with_id == viewer.person_id,
            *_in_force(viewer.council_id, person, now),
        )
    )  # fmt: skip
    return found.correlate_except(_share, _shown_to).scalar_subquery()


def things_in(text: str | None) -> frozenset[str]:
    """The things that a column `things_shown` names."""
    return frozenset(thing for (thing,) in json.loads(text or "[]"))


def given(
    council_id: int, person: PersonKey | int, thing: Thing, now: datetime,
    key: InstrumentedAttribute[str] | str = "",
) -> ColumnElement[bool]:  # fmt: skip
    """Whether it is shown to anybody: to whoever works or lives with them, or to somebody who is
    there today."""
    there = exists(
        select(_shown_to.id).where(
            _shown_to.council_id == council_id, _shown_to.of_id == _share.person_id,
            _shown_to.with_id == _share.with_id, *lasting(_shown_to, clock.today(now)),
            living(_shown_to, clock.today(now)), not_(over(_share, clock.today(now))),
        )
    )  # fmt: skip
    return exists(
        select(_share.id).where(
            _share.council_id == council_id, _share.person_id == person, _share.thing == thing,
            _share.key == key, _share.ended_at.is_(None), or_(_share.with_id.is_(None), there),
        )
    )  # fmt: skip


def who_reads(
    council_id: int, person_id: int, thing: Thing, now: datetime, key: str = "",
    since: datetime | None = None,
) -> Select[*tuple[Any, ...]]:  # fmt: skip
    """Everybody to whom it is shown at this moment: (person, whether as a carer). since: only
    where it was shown to them at this moment or later."""
    newly = () if since is None else (_share.given_at >= since,)
    carer = func.max(case((_shown_to.kind.in_(PLACED_WITH), 1), else_=0)) == 1
    return (
        select(_shown_to.with_id, carer.label("carer"))
        .join(_share, _shown_to.of_id == _share.person_id)
        .where(
            _share.thing == thing,
            _share.key == key,
            *newly,
            *_in_force(council_id, person_id, now),
        )
        .group_by(_shown_to.with_id)
    )
