"""From what is new to what is on its way: each due outbox row becomes deliveries, or waits, or ends
here, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from portal.channels import rules
from portal.channels.rules import CODE, REMINDER, URGENT, Channel, Topic
from portal.channels.tables import Choice, Delivery, Nickname, OwnWay, PushWay, Quiet
from portal.core import clock
from portal.core.access import Device, Role
from portal.core.db import Db, add_rows, dialect
from portal.core.ids import new_id, new_ref
from portal.notifications import unread
from portal.notifications.tables import Notice, Outbox
from portal.people.reach import holds
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Membership, SignInSession

# One worker at a time, so that two do not make two deliveries of what would be one. A number that
# nothing else of ours locks.
_LOCK = func.pg_try_advisory_xact_lock(7_215_306_148)


@dataclass(frozen=True)
class Who:
    """Whom something is for, as far as it decides whether and when they are told."""

    role: Role
    is_lead: bool
    quiet: tuple[int, int]


# person, channel, target, about: what makes two deliveries one.
Place = tuple[int, str, int, int | None]


@dataclass
class Facts:
    """What is known of everybody in this batch, from one question each."""

    who: dict[int, Who] = field(default_factory=dict)
    ways: dict[int, list[tuple[Channel, int]]] = field(default_factory=dict)
    choices: dict[tuple[int, str, str], bool] = field(default_factory=dict)
    nicknamed: set[tuple[int, int]] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)  # notices that are there
    read: set[tuple[str, int, str]] = field(default_factory=set)  # kind, person, source_ref
    reached: set[tuple[int, int]] = field(default_factory=set)  # the child, the adult
    codes: dict[tuple[int, str], tuple[Channel, int]] = field(default_factory=dict)
    waiting: set[Place] = field(default_factory=set)
    lately: dict[Place, datetime] = field(default_factory=dict)


def fan_out(db: Db, channels: Collection[Channel], now: datetime, limit: int) -> int:
    """How many rows were dealt with; the caller commits."""
    if dialect(db) == "postgresql" and not db.scalar(select(_LOCK)):
        return 0
    rows = db.execute(
        select(
            Outbox.id, Outbox.council_id, Outbox.person_id, Outbox.kind, Outbox.source_ref,
            Outbox.about_id,
        )
        .where(Outbox.done_at.is_(None), Outbox.not_before <= now)
        .order_by(Outbox.not_before, Outbox.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()  # fmt: skip
    if not rows:
        return 0
    facts = _gather(db, rows, now)
    done: list[int] = []
    held: list[dict[str, Any]] = []
    made: list[dict[str, Any]] = []
    for row in rows:
        until = _held(facts, row, now)
        if until is not None:
            held.append({"the_id": row.id, "until": until})
            continue
        done.append(row.id)
        made += _deliveries(facts, row, channels, now)
    add_rows(db, Delivery, made)
    db.execute(update(Outbox).where(Outbox.id.in_(done)).values(done_at=now))
    if held:
        db.connection().execute(_HOLD, held)
    return len(rows)


_HOLD = (
    update(Outbox.__table__)  # type: ignore[arg-type]
    .where(Outbox.__table__.c.id == bindparam("the_id"))
    .values(not_before=bindparam("until"))
)


def _held(facts: Facts, row: Any, now: datetime) -> datetime | None:
    who = facts.who.get(row.person_id)
    if who is None or not _still_new(facts, row):
        return None
    return rules.held_until(now, row.kind, who.role, who.is_lead, who.quiet)


def _deliveries(
    facts: Facts, row: Any, channels: Collection[Channel], now: datetime
) -> list[dict[str, Any]]:
    if row.person_id not in facts.who or not _still_new(facts, row):
        return []
    if row.kind == CODE:
        to = facts.codes.get((row.person_id, row.source_ref))
        return [_row(row, *to, None, now, now)] if to else []
    found = []
    topic = rules.topic_of(row.kind, row.source_ref)
    for channel, target in facts.ways.get(row.person_id, ()):
        if channel not in channels or not _wants(facts, row.person_id, topic, channel):
            continue
        about = row.about_id if (row.person_id, row.about_id) in facts.nicknamed else None
        if channel is not Channel.PUSH:
            about = None
        place = (row.person_id, channel.value, target, about)
        urgent = row.kind in URGENT
        if place in facts.waiting and not urgent:
            continue  # one is about to go, and says the same
        last = facts.lately.get(place)
        when = now if last is None or urgent else max(now, last + rules.GATHER[channel])
        facts.waiting.add(place)
        found.append(_row(row, channel, target, about, when, now))
    return found


def _row(
    row: Any, channel: Channel, target: int, about: int | None, when: datetime, now: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(), "council_id": row.council_id, "outbox_id": row.id,
        "person_id": row.person_id, "channel": channel.value, "target_id": target,
        "about_id": about, "sign": new_ref(), "state": "waiting", "attempts": 0, "next_at": when,
        "error": "", "made_at": now,
    }  # fmt: skip


def _wants(facts: Facts, person_id: int, topic: Topic, channel: Channel) -> bool:
    chosen = facts.choices.get((person_id, topic.value, channel.value))
    return rules.usual(topic, channel) if chosen is None else chosen


def _still_new(facts: Facts, row: Any) -> bool:
    """Neither looked at nor withdrawn meanwhile, and about nobody of whom they may not be told any
    more."""
    about = row.about_id
    if about not in (None, row.person_id) and (about, row.person_id) not in facts.reached:
        return False
    kind, ref = _what(row)
    if (kind, row.person_id, ref) in facts.read:
        return False
    return not _is_notice(ref) or int(ref) in facts.unseen


def _what(row: Any) -> tuple[str, str]:
    """The kind and source of what is told, or reminded of."""
    if row.kind == REMINDER:
        kind, _colon, ref = row.source_ref.partition(":")
        return kind, ref
    return row.kind, row.source_ref


# --- what is known -----------------------------------------------------------------------------


def _gather(db: Db, rows: Sequence[Any], now: datetime) -> Facts:
    people = {row.person_id for row in rows}
    facts = Facts(who=_who(db, people, now))
    _ways(db, facts, people, now)
    for one in db.execute(
        select(Choice.person_id, Choice.topic, Choice.channel, Choice.wanted).where(
            Choice.person_id.in_(people)
        )
    ):
        facts.choices[(one.person_id, one.topic, one.channel)] = one.wanted
    _about(db, facts, rows, now)
    _looked_at(db, facts, rows)
    _lately(db, facts, people, now)
    return facts


def _who(db: Db, people: Collection[int], now: datetime) -> dict[int, Who]:
    """Whoever has an open account here today and may be told anything at all."""
    day = clock.today(now)
    found = db.execute(
        select(
            Membership.person_id, Membership.role, Membership.is_lead, Quiet.starts, Quiet.ends
        )
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(Quiet, Quiet.person_id == Membership.person_id)
        .where(
            Membership.person_id.in_(people),
            Account.state == "open",
            Membership.starts <= day,
            or_(Membership.ends.is_(None), Membership.ends >= day),
            ~stopped(Membership.person_id),
        )
    )  # fmt: skip
    return {
        one.person_id: Who(
            Role(one.role),
            one.is_lead,
            rules.USUAL_QUIET if one.starts is None else (one.starts, one.ends),
        )
        for one in found
    }


def _ways(db: Db, facts: Facts, people: Collection[int], now: datetime) -> None:
    ways: dict[int, list[tuple[Channel, int]]] = defaultdict(list)
    pushed = db.execute(
        select(PushWay.person_id, PushWay.id)
        .join(SignInSession, SignInSession.id == PushWay.session_id)
        .where(PushWay.person_id.in_(people), *live_way(now))
        .order_by(PushWay.id)
    )
    for person_id, way in pushed:
        ways[person_id].append((Channel.PUSH, way))
    own = db.execute(
        select(
            OwnWay.person_id, OwnWay.kind, OwnWay.id, OwnWay.proved_at, OwnWay.code_seed,
            OwnWay.code_ends_at,
        ).where(OwnWay.person_id.in_(people)).order_by(OwnWay.id)
    )  # fmt: skip
    for one in own:
        channel = Channel(one.kind)
        if one.proved_at is not None:
            ways[one.person_id].append((channel, one.id))
        if one.code_seed and one.code_ends_at is not None and one.code_ends_at > now:
            facts.codes[(one.person_id, one.code_seed)] = (channel, one.id)
    facts.ways = ways


def live_way(now: datetime) -> tuple[Any, ...]:
    """Whether a push way joined with its session may be used: nobody else's phone, and not after
    the session is over."""
    return (
        PushWay.gone_at.is_(None),
        SignInSession.account_id == PushWay.account_id,
        SignInSession.ends_at > now,
        SignInSession.device != Device.SHARED.value,
    )


def _about(db: Db, facts: Facts, rows: Sequence[Any], now: datetime) -> None:
    about = {row.about_id for row in rows if row.about_id is not None}
    if not about:
        return
    people = {row.person_id for row in rows}
    held = select(Connection.of_id, Connection.with_id).where(
        Connection.of_id.in_(about),
        Connection.with_id.in_(people),
        *holds(Connection, clock.today(now), now),
    )
    facts.reached = {(of_id, with_id) for of_id, with_id in db.execute(held)}
    named = select(Nickname.person_id, Nickname.of_id).where(
        Nickname.person_id.in_(people), Nickname.of_id.in_(about)
    )
    facts.nicknamed = {(person_id, of_id) for person_id, of_id in db.execute(named)}


def _looked_at(db: Db, facts: Facts, rows: Sequence[Any]) -> None:
    notices = {int(ref) for _kind, ref in map(_what, rows) if _is_notice(ref)}
    if notices:
        unseen = select(Notice.id).where(Notice.id.in_(notices), Notice.seen_at.is_(None))
        facts.unseen = set(db.scalars(unseen))
    for kind in unread.kinds():
        those = {(row.person_id, _what(row)[1]) for row in rows if _what(row)[0] == kind}
        left = unread.still_unread(db, kind, those)
        facts.read |= {(kind, *one) for one in those - left}


def _lately(db: Db, facts: Facts, people: Collection[int], now: datetime) -> None:
    """What is about to go to these people, and what has just gone or is going."""
    since = now - max(rules.GATHER.values())
    found = db.execute(
        select(
            Delivery.person_id, Delivery.channel, Delivery.target_id, Delivery.about_id,
            Delivery.state, Delivery.claimed_until, Delivery.done_at,
        ).where(
            Delivery.person_id.in_(people),
            or_(Delivery.state == "waiting", Delivery.done_at > since),
        )
    )  # fmt: skip
    for one in found:
        place = (one.person_id, one.channel, one.target_id, one.about_id)
        if one.state == "waiting" and (one.claimed_until is None or one.claimed_until <= now):
            facts.waiting.add(place)
        elif one.state in ("waiting", "sent"):
            at = one.done_at or now
            facts.lately[place] = max(at, facts.lately.get(place, at))


def _is_notice(ref: str) -> bool:
    """Whether an outbox row points at a notice (`notifications.actions.tell`), by its key."""
    return ref.isascii() and ref.isdigit() and len(ref) < 20
