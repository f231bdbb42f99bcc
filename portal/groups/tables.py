"""Groups, their dates, and who is in. Retention: as the council's own record,
unless a table says otherwise."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Keyed
from portal.core.ids import new_ref
from portal.core.types import UtcDateTime, WallDateTime


class MeetGroup(Keyed, Base):
    """A group that meets. about: `rules.About`; text: what it is for, in plain words; meets: when,
    as people say it. place, way, access: where, how to get there, what the place is like: told to
    members. run_by_id: the adult who runs it, and sees who is in it. Retention: as the council's
    own record; closed_at: nobody joins any more."""

    __tablename__ = "meet_group"
    __table_args__ = (UniqueConstraint("council_id", "name"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    age_from: Mapped[int]
    age_to: Mapped[int]
    meets: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    way: Mapped[str] = mapped_column(String(300), default="")
    access: Mapped[str] = mapped_column(String(300), default="")
    run_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Meeting(Keyed, Base):
    """One date of a group. place: where, if it is not where the group meets. state: "coming" or
    "cancelled". Retention: as the council's own record."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_group_id_wall", "group_id", "wall"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    group_id: Mapped[int] = mapped_column(ForeignKey("meet_group.id"))
    wall: Mapped[datetime] = mapped_column(WallDateTime)
    place: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(12), default="coming")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GroupMember(Keyed, Base):
    """Who is in a group, by their own press. tells_carer: whoever they live with sees the dates.
    Kept two years after they left."""

    __tablename__ = "group_member"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id"),
        Index("ix_group_member_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("meet_group.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    tells_carer: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GroupDate(Keyed, Base):
    """One meeting for one member. says: `rules.Comes`, or "" until they said; needs: `rules.Need`,
    by commas; note: what else they need, in their words. Deleted when they leave; kept two years
    after the meeting was made."""

    __tablename__ = "group_date"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_group_date_council_id_person_id", "council_id", "person_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    ref: Mapped[str] = mapped_column(String(22), unique=True, default=new_ref)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    says: Mapped[str] = mapped_column(String(8), default="")
    needs: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
