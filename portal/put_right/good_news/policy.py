"""To whom good news can go, and who sees it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from portal.core.access import Role, Viewer
from portal.people.reach import reach
from portal.people.rules import PLACED_WITH, WORKERS, Grant, Kind
from portal.people.tables import Account, Membership, Person
from portal.put_right.good_news.tables import GoodNews, GoodNewsTo

# Of their people, who can be chosen: those with an account who help them or live with them.
KINDS = frozenset({*WORKERS, *PLACED_WITH, Kind.IRO, Kind.COVER})


def signs_in(person_id: object) -> ColumnElement[bool]:
    """Whether they have an account that is open: somebody who could never see it is not offered."""
    return exists(
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.person_id == person_id, Account.state == "open")
        .correlate(Person)
    )


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which rows of GoodNews, joined to GoodNewsTo, the viewer sees: a young person's own; what
    went to them, while they are connected with the young person and it was not taken back."""
    theirs = GoodNews.council_id == viewer.council_id
    if viewer.role is Role.YOUNG:
        return and_(theirs, GoodNews.person_id == viewer.person_id)
    return and_(
        theirs,
        GoodNewsTo.to_id == viewer.person_id,
        GoodNews.taken_back_at.is_(None),
        reach(viewer, GoodNews.person_id, Grant.NAME, now),
    )
