"""Make a group, plan its dates; join, leave, say whether one comes. Each is one commit, safe to
repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from portal.agenda.tables import AgendaItem
from portal.core import receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.core.words import language
from portal.groups import entries, pages, policy, worrying
from portal.groups.rules import Comes, Need
from portal.groups.tables import GroupDate, GroupMember, MeetGroup, Meeting
from portal.notifications.actions import tell, tell_each

DATE, JOINED = "group_date", "group_joined"


class NameTaken(Exception):
    """The council has a group of this name."""


class AskFirst(Exception):
    """They cannot join by one press: whoever runs it has to be rung (`policy.apart`)."""


@dataclass(frozen=True)
class Meant:
    """A group as it was typed; the fields are those of `tables.MeetGroup`."""

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


def make(db: Db, viewer: Viewer, meant: Meant, key: str, now: datetime) -> str:
    """Returns its ref. Raises NameTaken, receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("meet-group", repr(meant))
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    put = insert_or(db, MeetGroup).values(
        id=new_id(), council_id=viewer.council_id, ref=ref, made_at=now, **asdict(meant)
    )
    if db.execute(put.on_conflict_do_nothing().returning(MeetGroup.id)).first() is None:
        raise NameTaken
    return ref


def change(db: Db, viewer: Viewer, ref: str, meant: Meant, now: datetime) -> None:
    """Raises NoResultFound, NameTaken."""
    group = pages.found(db, viewer, ref)
    same = select(MeetGroup.id).where(
        MeetGroup.council_id == viewer.council_id, MeetGroup.name == meant.name,
        MeetGroup.id != group.id,
    )  # fmt: skip
    if db.scalar(same) is not None:
        raise NameTaken
    moved = group.run_by_id != meant.run_by_id or group.place != meant.place
    for name, value in asdict(meant).items():
        setattr(group, name, value)
    db.flush()
    _match_agenda(db, viewer.council_id, group.id)
    if moved:
        _tell_members(db, viewer, group.id, now)


def close(db: Db, viewer: Viewer, ref: str, closed: bool, now: datetime) -> None:
    """Nobody joins it any more; or somebody can again. Raises NoResultFound."""
    group = pages.found(db, viewer, ref)
    if (group.closed_at is not None) != closed:
        group.closed_at = now if closed else None


# --- its dates ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class When:
    wall: datetime
    place: str
    note: str


def plan(db: Db, viewer: Viewer, ref: str, when: When, key: str, now: datetime) -> None:
    """A date for everybody in the group; they are told. Raises NoResultFound,
    receipts.KeyReused."""
    content = receipts.fingerprint("meeting", ref, repr(when))
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    group = pages.found(db, viewer, ref)
    id = new_id()
    db.execute(
        insert(Meeting).values(
            id=id, council_id=viewer.council_id, ref=new_ref(), group_id=group.id,
            made_at=now, state="coming", **asdict(when),
        )
    )  # fmt: skip
    people = db.scalars(policy.members(group.id)).all()
    _dates_for(db, viewer.council_id, [(id, person_id) for person_id in people])
    _match_agenda(db, viewer.council_id, group.id)
    _tell(db, viewer.council_id, people, now)


def change_meeting(db: Db, viewer: Viewer, ref: str, when: When, now: datetime) -> str:
    """Returns the ref of its group. Raises NoResultFound."""
    meeting, group = pages.meeting(db, viewer, ref)
    if (meeting.wall, meeting.place, meeting.note) != (when.wall, when.place, when.note):
        meeting.wall, meeting.place, meeting.note = when.wall, when.place, when.note
        db.flush()
        _match_agenda(db, viewer.council_id, group.id)
        _tell_members(db, viewer, group.id, now)
    return group.ref


def cancel(db: Db, viewer: Viewer, ref: str, now: datetime) -> str:
    """It does not happen; members see that, and are told. Again changes nothing. Returns the ref of
    its group. Raises NoResultFound."""
    meeting, group = pages.meeting(db, viewer, ref)
    if meeting.state != "cancelled":
        meeting.state = "cancelled"
        db.flush()
        _match_agenda(db, viewer.council_id, group.id)
        _tell_members(db, viewer, group.id, now)
    return group.ref


def _tell_members(db: Db, viewer: Viewer, group_id: int, now: datetime) -> None:
    _tell(db, viewer.council_id, db.scalars(policy.members(group_id)).all(), now)


def _tell(db: Db, council_id: int, people: Sequence[int], now: datetime) -> None:
    if people:
        tell_each(db, council_id, people, DATE, DATE, now)


def _dates_for(db: Db, council_id: int, whose: Sequence[tuple[int, int]]) -> None:
    if whose:
        put = insert_or(db, GroupDate).on_conflict_do_nothing()
        db.execute(put, [
            {"id": new_id(), "council_id": council_id, "ref": new_ref(), "meeting_id": meeting_id,
             "person_id": person_id, "says": "", "needs": "", "note": "", "language": "en"}
            for meeting_id, person_id in whose
        ])  # fmt: skip


def _match_agenda(
    db: Db, council_id: int, group_id: int | None = None, person_id: int | None = None
) -> None:
    """What stands on calendars is what the group has; of a group, or of a person."""
    rows = entries.agenda_rows(db, council_id, person_id, group_id)
    which = [AgendaItem.council_id == council_id, AgendaItem.source_kind == entries.KIND]
    if person_id is not None:
        which.append(AgendaItem.person_id == person_id)
    if group_id is not None:
        theirs = select(GroupDate.id).join(Meeting, Meeting.id == GroupDate.meeting_id)
        which.append(AgendaItem.source_id.in_(theirs.where(Meeting.group_id == group_id)))
    db.execute(delete(AgendaItem).where(*which).execution_options(synchronize_session=False))
    add_rows(db, AgendaItem, [{"id": new_id(), **row} for row in rows])


# --- a young person -----------------------------------------------------------------------------


def join(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Again changes nothing. Whoever runs it is told. Raises NoResultFound, AskFirst."""
    group, ask_first = pages.seen_group(db, viewer, MeetGroup.ref == ref, now)
    if group.mine:
        return
    if ask_first:
        raise AskFirst
    put = insert_or(db, GroupMember).values(
        id=new_id(), council_id=viewer.council_id, group_id=group.id,
        person_id=viewer.person_id, tells_carer=False, joined_at=now,
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[GroupMember.group_id, GroupMember.person_id],
            set_={"left_at": None, "joined_at": now, "tells_carer": False},
        )
    )
    _its_dates(db, viewer, group, now)
    tell(db, viewer.council_id, group.run_by_id, JOINED, JOINED, ref, now)


def _its_dates(db: Db, viewer: Viewer, group: pages.Group, now: datetime) -> None:
    """What is to come is theirs, too, and on their calendar."""
    meetings = db.execute(
        select(Meeting.id, Meeting.wall, Meeting.state).where(
            Meeting.group_id == group.id, Meeting.wall >= pages.wall_now(now)
        )
    ).all()
    rows = []
    for meeting in meetings:
        id, ref = new_id(), new_ref()
        put = insert_or(db, GroupDate).values(
            id=id, council_id=viewer.council_id, ref=ref, meeting_id=meeting.id,
            person_id=viewer.person_id, says="", needs="", note="", language="en",
        )  # fmt: skip
        # Of two presses at once one finds them there.
        added = put.on_conflict_do_nothing().returning(GroupDate.id)
        if db.execute(added).first() is not None:
            rows.append(
                entries.agenda_row(
                    viewer.council_id, id, ref, viewer.person_id, group.name, group.about,
                    meeting.wall, meeting.state, False,
                )
            )  # fmt: skip
    add_rows(db, AgendaItem, [{"id": new_id(), **row} for row in rows])


def leave(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """What they said of its dates goes. Again changes nothing. Raises NoResultFound."""
    group_id = _own_group(db, viewer, ref)
    db.execute(
        update(GroupMember)
        .where(GroupMember.group_id == group_id, GroupMember.person_id == viewer.person_id)
        .values(left_at=now, tells_carer=False)
    )
    _match_agenda(db, viewer.council_id, person_id=viewer.person_id)
    meetings = select(Meeting.id).where(Meeting.group_id == group_id)
    db.execute(
        delete(GroupDate)
        .where(GroupDate.person_id == viewer.person_id, GroupDate.meeting_id.in_(meetings))
        .execution_options(synchronize_session=False)
    )


def _own_group(db: Db, viewer: Viewer, ref: str) -> int:
    """Key of a group that they are in. Raises NoResultFound."""
    return db.scalars(
        select(MeetGroup.id).where(
            MeetGroup.council_id == viewer.council_id, MeetGroup.ref == ref,
            policy.is_in(MeetGroup.id, viewer.person_id),
        )
    ).one()  # fmt: skip


def tell_carer(db: Db, viewer: Viewer, ref: str, told: bool) -> None:
    """Whether whoever they live with sees the dates. Raises NoResultFound."""
    group_id = _own_group(db, viewer, ref)
    db.execute(
        update(GroupMember)
        .where(GroupMember.group_id == group_id, GroupMember.person_id == viewer.person_id)
        .values(tells_carer=told)
    )
    _match_agenda(db, viewer.council_id, person_id=viewer.person_id)


def comes(
    db: Db, viewer: Viewer, ref: str, says: Comes, needs: Sequence[Need], note: str, now: datetime
) -> str:
    """What they say of one date: the last word counts. Returns the ref of its group. Words that
    must not wait go to their worker, too. Raises NoResultFound, say.actions.NobodyAnswers,
    NothingGoesThere."""
    row = db.execute(
        select(GroupDate.id, GroupDate.note, MeetGroup.ref)
        .join(Meeting, Meeting.id == GroupDate.meeting_id)
        .join(MeetGroup, MeetGroup.id == Meeting.group_id)
        .where(
            GroupDate.council_id == viewer.council_id, GroupDate.ref == ref,
            GroupDate.person_id == viewer.person_id, Meeting.state == "coming",
            Meeting.wall >= pages.wall_now(now),
        )
    ).one()  # fmt: skip
    values: dict[str, Any] = {
        "says": says.value, "needs": ",".join(need.value for need in needs), "note": note,
        "language": language().tag, "said_at": now,
    }  # fmt: skip
    db.execute(update(GroupDate).where(GroupDate.id == row.id).values(values))
    if note != row.note and worrying.must_not_wait(note):
        worrying.tell_their_worker(db, viewer, note, now)
    return str(row.ref)
