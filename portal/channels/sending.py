"""The outbox is drained: what is new becomes deliveries (`fan_out`), and those are sent.

Sending is at least once. A delivery is claimed for some minutes in a short transaction; it is sent
with no transaction open; what became of it is written in another. Whoever dies in between leaves a
claim that runs out.
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.orm import aliased

from portal.channels import codes, rules, senders, wording
from portal.channels.fan_out import fan_out, live_way
from portal.channels.outcomes import Code, Outcome, tried
from portal.channels.push import Browser, payload
from portal.channels.rules import CODE, URGENT, Channel
from portal.channels.senders import Senders
from portal.channels.tables import Delivery, Nickname, OwnWay, PushWay, Quiet
from portal.core.access import Role
from portal.core.db import Database, Db
from portal.core.jobs import pump
from portal.notifications.tables import Outbox
from portal.people.stops import stopped
from portal.people.tables import Account, Membership, Person, SignInSession

BATCH = 40
LEASE = timedelta(minutes=2)  # longer than a batch can take
BATCH_SECONDS = 45.0  # after that whatever still hangs is cut off
PATIENCE_WITH_ONE = 3  # times that a service may be silent before others do not wait for it
LOG = logging.getLogger(__name__)


@pump("notices")
def drain(database: Database, now: datetime, *, limit: int = 200) -> int:
    """Move on whatever is due, at most so much of each step; how much that was."""
    using = senders.of(database)
    with database.committing() as db:
        moved = fan_out(db, using.channels if using else (), now, limit)
    if using is None:
        return moved
    round_ = Round(database, using, now)
    for _ in range(0, limit, BATCH):
        sent = round_.one_batch()
        moved += sent
        if sent < BATCH:
            break
    return moved


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery, with all that is needed to send it. stale: it is not wanted any more.
    later: they are in their quiet hours until then."""

    id: int
    channel: Channel
    target_id: int
    sign: str
    attempts: int
    urgent: bool
    stale: bool
    later: datetime | None
    browser: Browser | None
    mark: str | None
    value: str
    language: str
    code_seed: str | None


@dataclass
class Round:
    """One call of `drain`."""

    database: Database
    using: Senders
    now: datetime
    silent: Counter[str] = field(default_factory=Counter)

    def one_batch(self) -> int:
        with self.database.committing() as db:
            claimed = _claim(db, self.now, BATCH)
        if not claimed:
            return 0
        with self.database.reader() as db:
            parcels = _parcels(db, claimed, self.now)
        going: dict[Future[Outcome], Parcel] = {
            self.using.pool.submit(self._try, one): one
            for one in parcels
            if not one.stale and one.later is None
        }
        finished, hanging = wait(going, BATCH_SECONDS)
        if hanging and self.using.push is not None:
            self.using.push.cut()
            more, hanging = wait(hanging, 5.0)
            finished |= more
        outcomes = [(going[one], one.result()) for one in finished]
        outcomes += [(going[one], tried(Code.SILENT)) for one in hanging]
        with self.database.committing() as db:
            _write(db, outcomes, [one for one in parcels if one not in going.values()], self.now)
        return len(claimed)

    def _try(self, one: Parcel) -> Outcome:
        try:
            return self._send(one)
        except Exception as wrong:  # a fault of ours must not keep the rest from going
            LOG.error("not sent: %s", type(wrong).__name__)
            return tried(Code.BROKEN)

    def _send(self, one: Parcel) -> Outcome:
        if one.channel is Channel.PUSH:
            return self._push(one)
        settings = self.using.settings
        code = codes.code_of(settings.keys[0], one.code_seed) if one.code_seed else None
        if one.channel is Channel.EMAIL:
            send = self.using.letters
            if send is None:
                return tried(Code.NOT_SET_UP)
            return send(
                wording.letter(one.value, one.language, one.sign, settings.public_url, code)
            )
        texts = self.using.texts
        if texts is None:
            return tried(Code.NOT_SET_UP)
        said = wording.short(one.language, settings.public_url, code)
        return texts.send(one.value, said, one.sign, again=one.attempts > 1)

    def _push(self, one: Parcel) -> Outcome:
        if self.using.push is None or one.browser is None:
            return tried(Code.NOT_SET_UP)
        host = rules.endpoint_host(one.browser.endpoint) or ""
        if self.silent[host] >= PATIENCE_WITH_ONE:
            return tried(Code.SILENT)
        outcome = self.using.push.send(
            one.browser, payload(one.sign, one.mark), urgent=one.urgent, alone=one.mark is not None
        )
        if outcome.code is Code.SILENT:
            self.silent[host] += 1
        return outcome


# --- claim ---------------------------------------------------------------------------------


def _claim(db: Db, now: datetime, most: int) -> Sequence[int]:
    """The next deliveries, ours alone until the lease is over."""
    due = (
        select(Delivery.id)
        .where(
            Delivery.state == "waiting",
            Delivery.next_at <= now,
            or_(Delivery.claimed_until.is_(None), Delivery.claimed_until <= now),
        )
        .order_by(Delivery.next_at, Delivery.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = (
        update(Delivery)
        .where(Delivery.id.in_(select(due.c.id)))
        .values(claimed_until=now + LEASE, attempts=Delivery.attempts + 1)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return db.scalars(taken).all()


_about = aliased(Nickname)


def _parcels(db: Db, claimed: Sequence[int], now: datetime) -> list[Parcel]:
    rows = db.execute(
        select(
            Delivery.id, Delivery.channel, Delivery.target_id, Delivery.sign, Delivery.attempts,
            Outbox.kind, Outbox.source_ref, PushWay.endpoint, PushWay.p256dh, PushWay.auth,
            and_(*live_way(now)).label("live"), OwnWay.value, OwnWay.proved_at, OwnWay.code_seed,
            OwnWay.code_ends_at, _about.mark, Account.language.label("chosen"), Person.language,
            Membership.role, Membership.is_lead, Quiet.starts, Quiet.ends,
            stopped(Delivery.person_id).label("stopped"),
        )
        .join(Outbox, Outbox.id == Delivery.outbox_id)
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Membership, Membership.person_id == Delivery.person_id)
        .outerjoin(Account, Account.id == Membership.account_id)
        .outerjoin(Quiet, Quiet.person_id == Delivery.person_id)
        .outerjoin(
            PushWay, and_(Delivery.channel == Channel.PUSH.value, PushWay.id == Delivery.target_id)
        )
        .outerjoin(SignInSession, SignInSession.id == PushWay.session_id)
        .outerjoin(
            OwnWay, and_(Delivery.channel == OwnWay.kind, OwnWay.id == Delivery.target_id)
        )
        .outerjoin(
            _about,
            and_(_about.person_id == Delivery.person_id, _about.of_id == Delivery.about_id),
        )
        .where(Delivery.id.in_(claimed))
        .order_by(Delivery.next_at, Delivery.id)
    )  # fmt: skip
    return [_parcel(row, now) for row in rows]


def _parcel(row: Any, now: datetime) -> Parcel:
    channel, is_code = Channel(row.channel), row.kind == CODE
    if row.stopped or row.role is None:
        there = False
    elif channel is Channel.PUSH:
        there = bool(row.live)
    elif is_code:
        open_still = row.code_ends_at is not None and row.code_ends_at > now
        there = open_still and row.code_seed == row.source_ref
    else:
        there = row.proved_at is not None
    quiet = rules.USUAL_QUIET if row.starts is None else (row.starts, row.ends)
    return Parcel(
        id=row.id,
        channel=channel,
        target_id=row.target_id,
        sign=row.sign,
        attempts=row.attempts,
        urgent=row.kind in URGENT,
        stale=not there,
        later=rules.held_until(now, row.kind, Role(row.role), row.is_lead, quiet)
        if there
        else None,
        browser=Browser(row.endpoint, row.p256dh, row.auth) if row.endpoint else None,
        mark=row.mark,
        value=row.value or "",
        language=row.chosen or row.language,
        code_seed=row.code_seed if is_code else None,
    )


# --- what became of it -----------------------------------------------------------------------

_DELIVERIES: Any = Delivery.__table__
_RESULT = (
    update(_DELIVERIES)
    .where(_DELIVERIES.c.id == bindparam("the_id"), _DELIVERIES.c.state == "waiting")
    .values(
        state=bindparam("the_state"),
        error=bindparam("the_error"),
        next_at=bindparam("the_next"),
        done_at=bindparam("the_end"),
        attempts=bindparam("the_attempts"),
        claimed_until=None,
    )
)
# A browser that can never be told by this way again.
_LOST = frozenset({Code.GONE, Code.NOT_ALLOWED, Code.BAD_KEYS})


def _write(
    db: Db, outcomes: list[tuple[Parcel, Outcome]], left: list[Parcel], now: datetime
) -> None:
    rows = [_result(one, outcome, now) for one, outcome in outcomes]
    rows += [_put_off(one, now) for one in left]
    db.connection().execute(_RESULT, rows)
    pushed = [(one, outcome) for one, outcome in outcomes if one.channel is Channel.PUSH]
    _mark(db, PushWay, "worked_at", [one for one, outcome in pushed if outcome.sent], now)
    _mark(db, PushWay, "gone_at", [one for one, outcome in pushed if outcome.code in _LOST], now)
    own = [(one, outcome) for one, outcome in outcomes if one.channel is not Channel.PUSH]
    dead = {row["the_id"] for row in rows if row["the_state"] == "dead"}
    _mark(db, OwnWay, "failed_at", [one for one, _ in own if one.id in dead], now)
    _mark(db, OwnWay, "failed_at", [one for one, outcome in own if outcome.sent], None)


def _result(one: Parcel, outcome: Outcome, now: datetime) -> dict[str, Any]:
    state, next_at = "sent", now
    if not outcome.sent:
        again = (
            None
            if outcome.final
            else rules.next_try(one.attempts, secrets.randbelow(1000) / 1000, outcome.wait)
        )
        lost = one.channel is Channel.PUSH and outcome.code in _LOST
        state = "waiting" if again else "dropped" if lost else "dead"
        next_at = now + again if again else now
    return {
        "the_id": one.id, "the_state": state, "the_error": outcome.code or "",
        "the_next": next_at, "the_end": None if state == "waiting" else now,
        "the_attempts": one.attempts,
    }  # fmt: skip


def _put_off(one: Parcel, now: datetime) -> dict[str, Any]:
    """Not wanted any more, or in somebody's quiet hours: that was no try."""
    return {
        "the_id": one.id, "the_state": "dropped" if one.stale else "waiting", "the_error": "",
        "the_next": one.later or now, "the_end": now if one.stale else None,
        "the_attempts": one.attempts - 1,
    }  # fmt: skip


def _mark(db: Db, table: Any, column: str, those: list[Parcel], at: datetime | None) -> None:
    if those:
        which = table.id.in_({one.target_id for one in those})
        if at is None:
            which &= getattr(table, column).is_not(None)
        db.execute(
            update(table)
            .where(which)
            .values({column: at})
            .execution_options(synchronize_session=False)
        )
