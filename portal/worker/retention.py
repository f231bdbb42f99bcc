"""What goes when its time is over, each night: exactly what the tables' own docstrings say.

None of it is anybody's record. It is what was sent, tried, drafted or signed in with, so nothing is
left in its place. A record of a person goes only when the
council's own system says so, and leaves a tombstone so that a restored copy can let it go again.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.channels.tables import Delivery
from portal.claims.rules import State as ClaimState
from portal.claims.tables import Claim
from portal.core import retention
from portal.core.db import Database
from portal.core.jobs import DAY, Heartbeat, JobRun, job
from portal.core.ledger import Tally
from portal.core.receipts import Receipt
from portal.core.retention import YEAR, Rule
from portal.groups.tables import GroupDate, GroupMember, Meeting
from portal.messages.tables import Draft
from portal.news.tables import NewsItem, NewsReply, NewsTo
from portal.notifications.tables import Notice, Outbox
from portal.opportunities.hellos.tables import Hello, HelloWish
from portal.opportunities.tables import OpportunityDate
from portal.owed.tables import Owed, OwedStep
from portal.people.stops import died
from portal.people.tables import Invite, Membership, SignInSession
from portal.plan.together.tables import SayDraft
from portal.plan.writing.tables import Typed
from portal.polls.tables import Poll, PollOption, PollQuestion, PollWords
from portal.put_right.tables import WrongDraft
from portal.say.tables import SaidDraft

BATCH = 500  # rows in one transaction: nobody waits long for the one writer of SQLite
PAUSE_SECONDS = 0.05  # between two of them, so that others get their turn
_open = aliased(Owed)

# What hangs on a row goes before it. Rooms above this one add their own (`core.retention`).
RULES = (
    Rule(Delivery, Delivery.done_at, 30 * DAY),
    Rule(Outbox, Outbox.done_at, 30 * DAY,
         when=~exists().where(Delivery.outbox_id == Outbox.id)),
    Rule(Notice, Notice.seen_at, 90 * DAY),
    Rule(Receipt, Receipt.made_at, 30 * DAY),
    Rule(Tally, Tally.ends_at, DAY),
    Rule(SignInSession, SignInSession.ends_at, 0 * DAY),
    Rule(Invite, Invite.ends_at, 30 * DAY),
    Rule(Draft, Draft.at, 30 * DAY),
    Rule(SayDraft, SayDraft.at, 30 * DAY),
    Rule(SaidDraft, SaidDraft.at, 30 * DAY),
    Rule(WrongDraft, WrongDraft.at, 30 * DAY),
    Rule(Claim, Claim.turn_at, YEAR, when=Claim.state == ClaimState.DRAFT.value),
    Rule(Typed, Typed.at, 30 * DAY),
    Rule(JobRun, JobRun.slot, 7 * DAY),
    Rule(Heartbeat, Heartbeat.at, timedelta(hours=1)),
    # The way of something that is owed still is shown, however long that takes.
    Rule(OwedStep, OwedStep.at, YEAR,
         when=~exists().where(
             _open.source_kind == OwedStep.source_kind, _open.source_id == OwedStep.source_id,
             _open.kind == OwedStep.kind, _open.since == OwedStep.since, _open.done_at.is_(None))),
    Rule(Owed, Owed.done_at, YEAR),
    Rule(NewsReply, NewsItem.sent_at, 2 * YEAR,
         by=and_(NewsTo.id == NewsReply.to_id, NewsItem.id == NewsTo.news_id)),
    Rule(NewsTo, NewsItem.sent_at, 2 * YEAR, by=NewsItem.id == NewsTo.news_id),
    Rule(NewsItem, NewsItem.sent_at, 2 * YEAR),
    Rule(GroupDate, Meeting.made_at, 2 * YEAR, by=Meeting.id == GroupDate.meeting_id),
    Rule(GroupMember, GroupMember.left_at, 2 * YEAR),
    Rule(OpportunityDate, OpportunityDate.at, YEAR),
    Rule(Hello, Hello.reminded_at, 60 * DAY, when=Hello.sent_at.is_(None)),
    # Nobody is there any more to turn it off, and a feast may tell what somebody believed.
    Rule(HelloWish, HelloWish.at, 0 * DAY,
         when=or_(died(HelloWish.person_id),
                  exists().where(Membership.person_id == HelloWish.person_id,
                                 Membership.ends < func.current_date()))),
    Rule(PollWords, Poll.closed_at, YEAR,
         by=and_(PollQuestion.id == PollWords.question_id, Poll.id == PollQuestion.poll_id)),
    # A draft of a poll.
    Rule(PollOption, Poll.made_at, 90 * DAY,
         by=and_(Poll.id == PollOption.poll_id, Poll.sent_at.is_(None))),
    Rule(PollQuestion, Poll.made_at, 90 * DAY,
         by=and_(Poll.id == PollQuestion.poll_id, Poll.sent_at.is_(None))),
    Rule(Poll, Poll.made_at, 90 * DAY, when=Poll.sent_at.is_(None)),
)  # fmt: skip


@job("retention", DAY)
def let_go(database: Database, now: datetime) -> None:
    """All that is over, of every council."""
    for rule in (*RULES, *retention.others()):
        clear(database, rule, now)


def clear(database: Database, rule: Rule, now: datetime, batch: int = BATCH) -> int:
    """Delete what is over under one rule, a batch at a time; how many rows.

    Found without holding anybody up, and asked again when it is deleted: a row may have changed.
    """
    key = cast(InstrumentedAttribute[int], rule.table.id)  # type: ignore[attr-defined]
    over = rule.over(now)
    gone, last = 0, 0
    while True:
        with database.reader() as db:
            found = select(key).where(key > last, over).order_by(key).limit(batch)
            ids = db.scalars(found).all()
        if not ids:
            return gone
        with database.committing() as db:
            done = db.execute(
                delete(rule.table).where(key.in_(ids), over),
                execution_options={"synchronize_session": False},
            )
            gone += cast(CursorResult[Any], done).rowcount
        last = ids[-1]
        time.sleep(PAUSE_SECONDS)
