"""Who reads what a young person wrote: they, and those whom they show it to at this moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, not_, select

from portal.core.access import Role, Viewer
from portal.core.db import Db
from portal.my_pages import rules
from portal.my_pages.rules import Page
from portal.my_pages.tables import Feeling, MyAnswer
from portal.shares.policy import shown
from portal.shares.rules import Thing


def readable(viewer: Viewer, page: Page, now: datetime) -> ColumnElement[bool]:
    """Which answers of a page the viewer may read: their own, or those of a page that is shown to
    them and that were not kept back."""
    kept_back = false() if viewer.role is Role.YOUNG else MyAnswer.hidden
    return and_(
        MyAnswer.council_id == viewer.council_id,
        MyAnswer.page == page,
        shown(viewer, MyAnswer.person_id, rules.THINGS[page], now),
        not_(kept_back),
    )


def may_read(db: Db, viewer: Viewer, answer: MyAnswer, now: datetime) -> bool:
    """`readable` as a question about one answer."""
    page = Page(answer.page)
    question = select(MyAnswer.id).where(readable(viewer, page, now), MyAnswer.id == answer.id)
    return db.scalar(question) is not None


def feelings_readable(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which check-ins: their own, or of somebody who shows them theirs."""
    return and_(
        Feeling.council_id == viewer.council_id,
        shown(viewer, Feeling.person_id, Thing.CHECK_INS, now),
    )
