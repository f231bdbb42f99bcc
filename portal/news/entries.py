"""What somebody is owed who has answered news: one row for each young person's thread."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.db import Db
from portal.hours import pages as hours
from portal.news import policy, rules
from portal.news.tables import NewsItem, NewsReply, NewsTo
from portal.people.answers import answers_for, everybody_who_answers
from portal.people.tables import Council
from portal.worries.tables import Worry


def owed_rows(db: Db, council_id: int, now: datetime) -> list[dict[str, Any]]:
    """Owed by whoever is named on the news; where that person cannot read it any more, by whoever
    answers the young person today, and if nobody does, it stays where it was."""
    answer = aliased(NewsReply)
    last_answer = (
        select(func.max(answer.id))
        .where(answer.to_id == NewsTo.id, answer.from_id != NewsTo.person_id)
        .correlate(NewsTo)
        .scalar_subquery()
    )
    day = clock.today(now)
    rows = db.execute(
        select(
            NewsTo.id, NewsTo.ref, NewsTo.person_id, NewsItem.replies_to_id, NewsReply.made_at,
            NewsReply.answer_by, Worry.id.label("worry_id"), Council.reply_days,
            *hours.columns(),
            policy.named_reads(NewsTo.person_id, NewsItem.replies_to_id, day).label("reads"),
        )
        .join(NewsItem, NewsItem.id == NewsTo.news_id)
        .join(Council, Council.id == NewsTo.council_id)
        .join(
            NewsReply,
            and_(
                NewsReply.to_id == NewsTo.id,
                NewsReply.from_id == NewsTo.person_id,
                NewsReply.id > func.coalesce(last_answer, 0),
            ),
        )
        .outerjoin(
            Worry, and_(Worry.source_kind == policy.WORRY, Worry.source_id == NewsReply.id)
        )
        .where(NewsTo.council_id == council_id)
        .order_by(NewsTo.id, NewsReply.id)
    ).all()  # fmt: skip
    workers: dict[int, int] = {}
    if not all(row.reads for row in rows):
        for row in db.execute(everybody_who_answers(council_id, day)):
            if (found := answers_for(row, day)) is not None:
                workers.setdefault(row.of_id, found.id)
    return [
        _waiting(council_id, list(group), workers) for _id, group in groupby(rows, lambda r: r.id)
    ]


def _waiting(council_id: int, said: list[Any], workers: dict[int, int]) -> dict[str, Any]:
    """The row of one thread, from what nobody has answered, oldest first."""
    first = said[0]
    debtor_id = first.replies_to_id
    if not first.reads:
        debtor_id = workers.get(first.person_id, debtor_id)
    due = min(
        r.answer_by or rules.late_from(r.made_at, r.reply_days, hours.calendar_of(r)) for r in said
    )
    return owed_row(
        council_id, first.id, first.ref, first.person_id, debtor_id, first.made_at, due,
        any(r.worry_id is not None for r in said),
    )  # fmt: skip


def owed_row(
    council_id: int, id: int, ref: str, person_id: int, debtor_id: int, since: datetime,
    due_at: datetime, urgent: bool,
) -> dict[str, Any]:  # fmt: skip
    return {
        "council_id": council_id,
        "debtor_id": debtor_id,
        "person_id": person_id,
        "kind": "news_reply",
        "since": since,
        "due_at": due_at,
        "urgent": urgent,
        "rule": "",
        "source": "",
        "source_kind": "news_to",
        "source_id": id,
        "source_ref": ref,
        "passes_to_id": None,
        "passes_at": None,
    }
