"""The pages of groups: for a young person, and for those who run or make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, not_, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import audit, clock, few
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.groups import policy, rules
from portal.groups.rules import Comes, Need
from portal.groups.tables import GroupDate, GroupMember, MeetGroup, Meeting
from portal.people.reach import barred, shown_name
from portal.people.stops import stopped
from portal.people.tables import Person

MOST, MOST_DATES, MOST_MEMBERS = 60, 20, 300
_runs = aliased(Person, name="runs_group")
_mine = aliased(GroupMember, name="my_membership")
_me = aliased(Person, name="me_myself")


@dataclass(frozen=True)
class Group:
    """place, way: "" for whoever is not told; meets and access, too, for whoever must ask first.
    mine: the reader is in it."""

    id: int
    ref: str
    name: str
    about: str
    text: str
    age_from: int
    age_to: int
    meets: str
    place: str
    way: str
    access: str
    run_by_id: int
    run_by: str
    phone: str
    mine: bool
    closed: bool
    tells_carer: bool
    next: datetime | None

    @property
    def of_health(self) -> bool:
        return rules.of_health(self.about)


@dataclass(frozen=True)
class OneDate:
    """A meeting, and what the reader said of it. ref: of their own row; "" where they have none."""

    ref: str
    meeting_ref: str
    wall: datetime
    place: str
    note: str
    cancelled: bool
    says: Comes | None
    needs: tuple[Need, ...]
    words: str


@dataclass(frozen=True)
class GroupPage:
    """ask_first: somebody is in it who must not know of the reader, or the other way round: they
    ring whoever runs it, are told no place nor, unless they are in it, when, and not why."""

    group: Group
    dates: tuple[OneDate, ...]
    ask_first: bool


def wall_now(now: datetime) -> datetime:
    return clock.local(now).replace(tzinfo=None)


def open_groups(db: Db, viewer: Viewer, now: datetime) -> tuple[Group, ...]:
    """Those a young person can see, their own first. One statement."""
    rows = db.execute(_theirs(viewer, now).order_by(MeetGroup.name, MeetGroup.id).limit(MOST))
    day = clock.today(now)
    found = [_group(row, placed=False) for row in rows if _fits(row, day)]
    return tuple(sorted(found, key=lambda one: not one.mine))


def _theirs(viewer: Viewer, now: datetime) -> Query:
    following = (
        select(func.min(Meeting.wall))
        .where(
            Meeting.group_id == MeetGroup.id, Meeting.state == "coming",
            Meeting.wall >= wall_now(now),
        )
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(
            MeetGroup, _runs.known_as, _runs.code, _runs.phone, _me.born,
            _mine.id.label("mine"), _mine.tells_carer, following.label("following"),
            case((policy.apart(MeetGroup.id, viewer.person_id), 1), else_=0).label("apart"),
        )
        .join(_runs, _runs.id == MeetGroup.run_by_id)
        .join(_me, _me.id == viewer.person_id)
        .outerjoin(
            _mine,
            and_(_mine.group_id == MeetGroup.id, _mine.person_id == viewer.person_id,
                 _mine.left_at.is_(None)),
        )
        .where(policy.could_see(viewer))
    )  # fmt: skip


def _fits(row: Any, day: date) -> bool:
    group = row.MeetGroup
    return row.mine is not None or rules.fits(row.born, day, group.age_from, group.age_to)


def _group(row: Any, *, placed: bool) -> Group:
    one: MeetGroup = row.MeetGroup
    return Group(
        one.id, one.ref, one.name, one.about, one.text, one.age_from, one.age_to,
        "" if row.apart else one.meets, one.place if placed else "", one.way if placed else "",
        "" if row.apart else one.access, one.run_by_id,
        shown_name(row.known_as, row.code), row.phone, row.mine is not None,
        one.closed_at is not None, bool(row.tells_carer), row.following,
    )  # fmt: skip


def group_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> GroupPage:
    """One group, for a young person who sees it. Two statements. Raises NoResultFound."""
    return _page(db, viewer, MeetGroup.ref == ref, now)


def date_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> GroupPage:
    """The group of one of their dates (its ref). Two statements. Raises NoResultFound."""
    which = (
        select(Meeting.group_id)
        .join(GroupDate, GroupDate.meeting_id == Meeting.id)
        .where(GroupDate.ref == ref, GroupDate.person_id == viewer.person_id)
    )
    return _page(db, viewer, MeetGroup.id.in_(which), now)


def seen_group(db: Db, viewer: Viewer, which: Any, now: datetime) -> tuple[Group, bool]:
    """A group that the young person sees, and whether they ask first. One statement. Raises
    NoResultFound."""
    row = db.execute(_theirs(viewer, now).where(which)).one()
    if not _fits(row, clock.today(now)):
        raise NoResultFound
    told = row.mine is not None and not row.apart
    return _group(row, placed=told), bool(row.apart)


def _page(db: Db, viewer: Viewer, which: Any, now: datetime) -> GroupPage:
    group, ask_first = seen_group(db, viewer, which, now)
    told = group.mine and not ask_first
    knows_when = group.mine or not ask_first
    dates = _dates(db, viewer, group.id, told, now) if knows_when else ()
    return GroupPage(group, dates, ask_first)


def _dates(db: Db, viewer: Viewer, group_id: int, told: bool, now: datetime) -> tuple[OneDate, ...]:
    rows = db.execute(
        select(Meeting, GroupDate)
        .outerjoin(
            GroupDate,
            and_(GroupDate.meeting_id == Meeting.id, GroupDate.person_id == viewer.person_id),
        )
        .where(Meeting.group_id == group_id, Meeting.wall >= wall_now(now))
        .order_by(Meeting.wall, Meeting.id)
        .limit(MOST_DATES)
    )
    return tuple(_one_date(meeting, mine, told) for meeting, mine in rows)


def _one_date(meeting: Meeting, mine: GroupDate | None, told: bool) -> OneDate:
    return OneDate(
        mine.ref if mine else "", meeting.ref, meeting.wall, meeting.place if told else "",
        meeting.note if told else "", meeting.state == "cancelled",
        Comes(mine.says) if mine and mine.says else None,
        rules.needs_of(mine.needs) if mine else (), mine.note if mine else "",
    )  # fmt: skip


# --- those who run and make groups --------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """count: of who is in it, exactly for whoever runs it; else None below five."""

    ref: str
    name: str
    run_by: str
    mine: bool
    closed: bool
    count: int | None


@dataclass(frozen=True)
class Coming:
    """What one member says of a meeting."""

    name: str
    says: Comes | None
    needs: tuple[Need, ...]
    words: str
    language: str


@dataclass(frozen=True)
class Planned:
    ref: str
    wall: datetime
    place: str
    note: str
    cancelled: bool
    people: tuple[Coming, ...]  # for whoever runs it

    def those(self, says: str | None) -> tuple[Coming, ...]:
        return tuple(one for one in self.people if one.says == says)


@dataclass(frozen=True)
class RunPage:
    """runs: the reader runs it, and sees who is in it (`members`, names). some_apart: two of them
    must not know of each other. count: None below five, for others."""

    group: Group
    run_by_ref: str
    runs: bool
    keeps: bool
    members: tuple[str, ...]
    count: int | None
    some_apart: bool
    planned: tuple[Planned, ...]


def listed(db: Db, viewer: Viewer, now: datetime) -> tuple[Listed, ...]:
    """The groups that the viewer runs or keeps. One statement."""
    known = policy.known_members(MeetGroup.id, viewer.person_id)
    count = select(func.count()).select_from(known.subquery()).scalar_subquery()
    rows = db.execute(
        select(MeetGroup, _runs.known_as, _runs.code, count.label("members"))
        .join(_runs, _runs.id == MeetGroup.run_by_id)
        .where(policy.sees(viewer))
        .order_by(MeetGroup.closed_at.is_not(None), MeetGroup.name)
        .limit(MOST)
    )
    return tuple(_listed(row, viewer) for row in rows)


def _listed(row: Any, viewer: Viewer) -> Listed:
    group: MeetGroup = row.MeetGroup
    runs = group.run_by_id == viewer.person_id
    return Listed(
        group.ref, group.name, shown_name(row.known_as, row.code), runs,
        group.closed_at is not None, row.members if runs else few.alone(row.members),
    )  # fmt: skip


def found(db: Db, viewer: Viewer, ref: str) -> MeetGroup:
    """One that the viewer runs or keeps. Raises NoResultFound."""
    return db.scalars(select(MeetGroup).where(policy.sees(viewer), MeetGroup.ref == ref)).one()


def meeting(db: Db, viewer: Viewer, ref: str) -> tuple[Meeting, MeetGroup]:
    """A date of a group that the viewer runs or keeps. Raises NoResultFound."""
    row = db.execute(
        select(Meeting, MeetGroup)
        .join(MeetGroup, MeetGroup.id == Meeting.group_id)
        .where(Meeting.ref == ref, policy.sees(viewer))
    ).one()
    return row.Meeting, row.MeetGroup


def run_page(db: Db, viewer: Viewer, ref: str, now: datetime) -> RunPage:
    """Three statements. Raises NoResultFound."""
    row = db.execute(
        select(MeetGroup, _runs.known_as, _runs.code, _runs.phone, _runs.ref.label("run_by_ref"))
        .join(_runs, _runs.id == MeetGroup.run_by_id)
        .where(policy.sees(viewer), MeetGroup.ref == ref)
    ).one()
    one: MeetGroup = row.MeetGroup
    runs = one.run_by_id == viewer.person_id and viewer.role in policy.RUNNERS
    audit.listed(viewer, now)
    people = _members(db, viewer, one.id)
    group = Group(
        one.id, one.ref, one.name, one.about, one.text, one.age_from, one.age_to, one.meets,
        one.place, one.way, one.access, one.run_by_id, shown_name(row.known_as, row.code),
        row.phone, False,
        one.closed_at is not None, False, None,
    )  # fmt: skip
    names = {p.person_id: shown_name(p.known_as, p.code) for p in people}
    return RunPage(
        group, row.run_by_ref, runs, viewer.role in policy.KEEPERS,
        tuple(names.values()) if runs else (), len(people) if runs else few.alone(len(people)),
        runs and any(p.apart for p in people), _planned(db, one.id, names if runs else {}, now),
    )  # fmt: skip


def _members(db: Db, viewer: Viewer, group_id: int) -> Sequence[Any]:
    return db.execute(
        select(
            _mine.person_id, Person.known_as, Person.code,
            case((policy.apart(group_id, _mine.person_id, viewer), 1), else_=0).label("apart"),
        )
        .join(Person, Person.id == _mine.person_id)
        .where(
            _mine.group_id == group_id, _mine.left_at.is_(None), not_(stopped(_mine.person_id)),
            not_(barred(_mine.person_id, viewer.person_id)),
        )
        .order_by(Person.known_as, Person.id)
        .limit(MOST_MEMBERS)
    ).all()  # fmt: skip


def _planned(db: Db, group_id: int, names: dict[int, str], now: datetime) -> tuple[Planned, ...]:
    rows = db.execute(
        select(Meeting, GroupDate)
        .outerjoin(
            GroupDate,
            and_(GroupDate.meeting_id == Meeting.id,
                 or_(GroupDate.person_id.in_(list(names)), GroupDate.id.is_(None))),
        )
        .where(Meeting.group_id == group_id, Meeting.wall >= wall_now(now))
        .order_by(Meeting.wall, Meeting.id, GroupDate.id)
        .limit(MOST_DATES * MOST_MEMBERS)
    )  # fmt: skip
    found: dict[int, tuple[Meeting, list[GroupDate]]] = {}
    for meeting, theirs in rows:
        _meeting, dates = found.setdefault(meeting.id, (meeting, []))
        if theirs is not None:
            dates.append(theirs)
    return tuple(
        Planned(
            meeting.ref, meeting.wall, meeting.place, meeting.note, meeting.state == "cancelled",
            tuple(
                Coming(names[d.person_id], Comes(d.says) if d.says else None,
                       rules.needs_of(d.needs), d.note, d.language)
                for d in dates
            ),
        )
        for meeting, dates in found.values()
    )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    id: int
    ref: str
    name: str


def colleagues(db: Db, viewer: Viewer, now: datetime) -> tuple[Choice, ...]:
    rows = db.execute(policy.colleagues(viewer.council_id, clock.today(now)).limit(200))
    return tuple(
        Choice(r.id, r.ref, f"{shown_name(r.known_as, r.code)}, {r.job}" if r.job else
               shown_name(r.known_as, r.code))
        for r in rows
    )  # fmt: skip
