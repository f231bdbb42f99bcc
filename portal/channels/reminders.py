"""What somebody has not looked at for some hours is told once more, once; and what is over goes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, cast, delete, exists, func, literal, select
from sqlalchemy.orm import aliased

from portal.channels.rules import REMIND_HOURS, REMIND_WITHIN, REMINDER, USUAL_REMIND, reminder_ref
from portal.channels.tables import PushWay, Quiet
from portal.core.db import Database, Db
from portal.core.jobs import job
from portal.notifications import unread
from portal.notifications.actions import send_later
from portal.notifications.tables import Notice, Outbox
from portal.people.stops import stopped
from portal.people.tables import SignInSession

MOST = 500  # in one go; the rest a few minutes later
_reminder = aliased(Outbox, name="reminder")


@job("reminders", timedelta(minutes=5))
def remind(database: Database, now: datetime) -> None:
    """One more outbox row for each notice not seen after the hours that its owner chose. Quiet
    hours, channels and stops are asked again when it is sent."""
    for hours in REMIND_HOURS:
        if hours:
            with database.committing() as db:
                _notices(db, hours, now)
            for kind in unread.kinds():
                with database.committing() as db:
                    _others(db, kind, hours, now)


def _notices(db: Db, hours: int, now: datetime) -> None:
    dedupe = (
        literal(f"{REMINDER}:") + Notice.kind + ":" + cast(Notice.id, String)
        + ":" + cast(Notice.person_id, String)
    )  # fmt: skip
    rows = db.execute(
        select(Notice.id, Notice.council_id, Notice.person_id, Notice.kind)
        .outerjoin(Quiet, Quiet.person_id == Notice.person_id)
        .where(
            Notice.seen_at.is_(None),
            Notice.made_at <= now - timedelta(hours=hours),
            Notice.made_at > now - REMIND_WITHIN,
            func.coalesce(Quiet.remind_hours, USUAL_REMIND) == hours,
            ~stopped(Notice.person_id),
            ~exists(select(_reminder.id).where(_reminder.dedupe == dedupe)),
        )
        .order_by(Notice.made_at)
        .limit(MOST)
    ).all()
    for row in rows:
        about = db.scalar(
            select(Outbox.about_id).where(Outbox.dedupe == f"{row.kind}:{row.id}:{row.person_id}")
        )
        ref = reminder_ref(row.kind, str(row.id))
        send_later(db, row.council_id, row.person_id, REMINDER, ref, now, about)


def _others(db: Db, kind: str, hours: int, now: datetime) -> None:
    """The same for what has no notice: the room says what is not read yet."""
    dedupe = (
        literal(f"{REMINDER}:{kind}:") + Outbox.source_ref + ":" + cast(Outbox.person_id, String)
    )
    rows = db.execute(
        select(Outbox.council_id, Outbox.person_id, Outbox.source_ref, Outbox.about_id)
        .outerjoin(Quiet, Quiet.person_id == Outbox.person_id)
        .where(
            Outbox.kind == kind,
            Outbox.done_at.is_not(None),
            Outbox.not_before <= now - timedelta(hours=hours),
            Outbox.not_before > now - REMIND_WITHIN,
            func.coalesce(Quiet.remind_hours, USUAL_REMIND) == hours,
            ~stopped(Outbox.person_id),
            ~exists(select(_reminder.id).where(_reminder.dedupe == dedupe)),
        )
        .order_by(Outbox.not_before)
    ).all()
    left = unread.still_unread(db, kind, {(row.person_id, row.source_ref) for row in rows})
    for row in [one for one in rows if (one.person_id, one.source_ref) in left][:MOST]:
        ref = reminder_ref(kind, row.source_ref)
        send_later(db, row.council_id, row.person_id, REMINDER, ref, now, row.about_id)


@job("push ways", timedelta(days=1))
def clear_away(database: Database, now: datetime) -> None:
    """Push ways whose session is not there any more."""
    with database.committing() as db:
        held = exists(
            select(SignInSession.id).where(
                SignInSession.id == PushWay.session_id, SignInSession.ends_at > now
            )
        )
        db.execute(delete(PushWay).where(~held))
