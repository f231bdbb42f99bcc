"""Reads: how somebody is told, a carer's nicknames, and what could not be delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from portal.channels import policy, rules
from portal.channels.rules import Channel, Topic
from portal.channels.tables import Choice, Delivery, Nickname, OwnWay, PushWay, Quiet
from portal.core import audit, clock, marks
from portal.core.access import Device, Role, Viewer
from portal.core.db import Db
from portal.people.reach import holds, shown_name
from portal.people.rules import PLACED_WITH
from portal.people.tables import Connection, Person, SignInSession

MOST = 200


@dataclass(frozen=True)
class Own:
    """An address or number of their own. open: a code is on its way there."""

    channel: Channel
    value: str
    proved_at: datetime | None
    failed_at: datetime | None
    open: bool


@dataclass(frozen=True)
class Phone:
    """A browser that is told. code: names it in a form, for its owner only."""

    code: str
    place: str
    since: datetime
    here: bool


@dataclass(frozen=True)
class ToldPage:
    shared: bool  # the phone in their hand is not theirs alone
    carer: bool
    phones: tuple[Phone, ...]
    own: tuple[Own, ...]
    topics: tuple[Topic, ...]
    channels: tuple[Channel, ...]
    wanted: frozenset[tuple[Topic, Channel]]
    quiet: tuple[int, int]
    remind_hours: int
    names: dict[str, str]  # a carer's nicknames, by their mark

    @property
    def here(self) -> bool:
        return any(phone.here for phone in self.phones)

    @property
    def full(self) -> bool:
        return len(self.phones) >= rules.MOST_WAYS


def told_page(db: Db, viewer: Viewer, channels: tuple[Channel, ...], now: datetime) -> ToldPage:
    """Three statements; a carer's page has one more."""
    own, quiet, remind = _own(db, viewer, now)
    topics = rules.topics_for(viewer.role)
    names = {}
    if viewer.role is Role.CARER:
        called = select(Nickname.mark, Nickname.word).where(_mine(Nickname, viewer))
        names = {row.mark: row.word for row in db.execute(called)}
    return ToldPage(
        shared=viewer.device is Device.SHARED,
        carer=viewer.role is Role.CARER,
        phones=_phones(db, viewer, now),
        own=own,
        topics=topics,
        channels=channels,
        wanted=_wanted(db, viewer, topics, channels),
        quiet=quiet,
        remind_hours=remind,
        names=names,
    )


def _mine(table: type[Nickname | Choice | PushWay], viewer: Viewer):  # type: ignore[no-untyped-def]
    return and_(table.council_id == viewer.council_id, table.person_id == viewer.person_id)


def _own(db: Db, viewer: Viewer, now: datetime) -> tuple[tuple[Own, ...], tuple[int, int], int]:
    rows = db.execute(
        select(
            Quiet.starts, Quiet.ends, Quiet.remind_hours, OwnWay.kind, OwnWay.value,
            OwnWay.proved_at, OwnWay.failed_at, OwnWay.code_ends_at,
        )
        .select_from(Person)
        .outerjoin(Quiet, Quiet.person_id == Person.id)
        .outerjoin(OwnWay, OwnWay.person_id == Person.id)
        .where(Person.council_id == viewer.council_id, Person.id == viewer.person_id)
        .order_by(OwnWay.kind)
    ).all()  # fmt: skip
    own = tuple(
        Own(
            Channel(row.kind),
            row.value,
            row.proved_at,
            row.failed_at,
            row.code_ends_at is not None and row.code_ends_at > now,
        )
        for row in rows
        if row.kind is not None
    )
    first = rows[0]
    if first.starts is None:
        return own, rules.USUAL_QUIET, rules.USUAL_REMIND
    return own, (first.starts, first.ends), first.remind_hours


def _wanted(
    db: Db, viewer: Viewer, topics: tuple[Topic, ...], channels: tuple[Channel, ...]
) -> frozenset[tuple[Topic, Channel]]:
    rows = db.execute(
        select(Choice.topic, Choice.channel, Choice.wanted).where(_mine(Choice, viewer))
    )
    chosen = {(row.topic, row.channel): row.wanted for row in rows}
    return frozenset(
        (topic, channel)
        for topic in topics
        for channel in channels
        if chosen.get((topic.value, channel.value), rules.usual(topic, channel))
    )


def _phones(db: Db, viewer: Viewer, now: datetime) -> tuple[Phone, ...]:
    rows = db.execute(
        select(PushWay.id, PushWay.made_at, PushWay.session_id, SignInSession.place)
        .join(SignInSession, SignInSession.id == PushWay.session_id)
        .where(
            _mine(PushWay, viewer),
            PushWay.account_id == viewer.account_id,
            PushWay.gone_at.is_(None),
            SignInSession.ends_at > now,
        )
        .order_by(PushWay.session_id != viewer.session_id, PushWay.id.desc())
        .limit(MOST)
    )
    return tuple(
        Phone(
            marks.mark(*_way(viewer, row.id)),
            row.place,
            row.made_at,
            row.session_id == viewer.session_id,
        )
        for row in rows
    )


def way_of(db: Db, viewer: Viewer, code: str) -> int | None:
    """Which of the viewer's own push ways this code names."""
    mine = select(PushWay.id).where(_mine(PushWay, viewer), PushWay.account_id == viewer.account_id)
    return next((one for one in db.scalars(mine) if marks.fits(code, *_way(viewer, one))), None)


def _way(viewer: Viewer, way_id: int) -> tuple[str, int, int]:
    return ("push way", viewer.account_id, way_id)


def way_to_prove(db: Db, viewer: Viewer, now: datetime) -> OwnWay | None:
    """The address or number to which a code was sent that is still good: the newest."""
    return db.scalars(
        select(OwnWay)
        .where(
            OwnWay.council_id == viewer.council_id,
            OwnWay.person_id == viewer.person_id,
            OwnWay.code_ends_at > now,
        )
        .order_by(OwnWay.made_at.desc(), OwnWay.id.desc())
        .limit(1)
    ).first()


# --- nicknames -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Child:
    """id stays on the server; names: what a nickname must not say."""

    id: int
    name: str
    word: str
    names: tuple[str, ...]


def nicknames_page(db: Db, viewer: Viewer, now: datetime) -> tuple[Child, ...]:
    """The children placed with this carer now."""
    rows = db.execute(
        select(
            Person.id, Person.known_as, Person.code, Person.first_name, Person.last_name,
            Nickname.word,
        )
        .join(Connection, Connection.of_id == Person.id)
        .outerjoin(
            Nickname, and_(Nickname.of_id == Person.id, Nickname.person_id == viewer.person_id)
        )
        .where(
            Person.council_id == viewer.council_id,
            Connection.council_id == viewer.council_id,
            Connection.with_id == viewer.person_id,
            Connection.kind.in_(PLACED_WITH),
            *holds(Connection, clock.today(now), now),
        )
        .order_by(Person.known_as, Person.id)
        .limit(30)
    ).all()  # fmt: skip
    audit.listed(viewer, now)
    found = {}
    for row in rows:
        names = tuple(filter(None, (row.known_as, row.first_name, row.last_name, row.code)))
        name = shown_name(row.known_as, row.code)
        found[row.id] = Child(row.id, name, row.word or "", names)
    return tuple(found.values())


# --- what could not be delivered ---------------------------------------------------------------


@dataclass(frozen=True)
class Undelivered:
    """One person whom one channel does not reach. code: names the two in a form. name: "" of a
    young person whom the viewer does not reach."""

    code: str
    name: str
    channel: Channel
    since: datetime
    error: str
    times: int


def undelivered_page(db: Db, viewer: Viewer, now: datetime) -> tuple[Undelivered, ...]:
    """Those who have waited longest first."""
    rows = db.execute(
        policy.undelivered(viewer)
        .with_only_columns(
            Delivery.person_id,
            Delivery.channel,
            Person.known_as,
            Person.code,
            policy.may_be_named(viewer, now).label("named"),
            func.min(Delivery.made_at).label("since"),
            func.max(Delivery.error).label("error"),
            func.count().label("times"),
        )
        .group_by(Delivery.person_id, Delivery.channel, Person.known_as, Person.code, Person.kind)
        .order_by(func.min(Delivery.made_at), Delivery.person_id)
        .limit(MOST)
    ).all()
    audit.listed(viewer, now)
    return tuple(
        Undelivered(
            _code(viewer, row.person_id, row.channel),
            shown_name(row.known_as, row.code) if row.named else "",
            Channel(row.channel),
            row.since,
            row.error,
            row.times,
        )
        for row in rows
    )


def _code(viewer: Viewer, person_id: int, channel: str) -> str:
    return marks.mark("undelivered", viewer.council_id, person_id, channel)


def named(db: Db, viewer: Viewer, code: str) -> tuple[int, Channel] | None:
    """Whom and which channel a code of `undelivered_page` names."""
    those = policy.undelivered(viewer).with_only_columns(Delivery.person_id, Delivery.channel)
    for person_id, channel in db.execute(those.distinct()):
        if marks.fits(code, "undelivered", viewer.council_id, person_id, channel):
            return person_id, Channel(channel)
    return None
