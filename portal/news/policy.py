"""Whom news reaches, who may see what was sent, who reads an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Role, Viewer
from portal.core.db import Query
from portal.news.rules import Audience, To, born_by
from portal.news.tables import NewsItem, NewsMember, NewsReply, NewsTo
from portal.people.answers import signs_in
from portal.people.reach import PersonKey, barred, granting, lasting, living, reach
from portal.people.rules import PLACED_WITH, Grant, PersonKind
from portal.people.stops import stopped
from portal.people.tables import Connection, Membership, Person
from portal.worries.tables import Worry

WRITERS = frozenset({Role.EDITOR, Role.WORKER, Role.MANAGER})
KEEPERS = frozenset({Role.EDITOR, Role.MANAGER})  # of groups
ADDERS = frozenset({Role.WORKER, Role.MANAGER})  # of a young person to a group
NEEDED = Grant.NAME | Grant.MESSAGES  # to write to somebody
AT_HOME = NEEDED | Grant.ADDRESS  # to know with whom they live
WORRY = "news_reply"  # what a worry about an answer says of its source (`worries`)

_works = aliased(Connection, name="works")
_lives = aliased(Connection, name="lives")
_got = aliased(NewsTo, name="got")
_said = aliased(NewsReply, name="said")


def works_with(council_id: int, adult_id: PersonKey | int, young: PersonKey, grant: Grant,
               day: date) -> ColumnElement[bool]:  # fmt: skip
    """Whether this adult is connected with them for longer than some hours, with this grant."""
    return exists(
        select(_works.id).where(
            _works.council_id == council_id,
            _works.with_id == adult_id,
            _works.of_id == young,
            *lasting(_works, day),
            granting(_works, grant, day),
        )
    )


def lives_with(
    council_id: int, young: PersonKey, home: PersonKey | int, day: date
) -> ColumnElement[bool]:
    return exists(
        select(_lives.id).where(
            _lives.council_id == council_id,
            _lives.of_id == young,
            _lives.with_id == home,
            _lives.kind.in_(PLACED_WITH),
            *lasting(_lives, day),
            living(_lives, day),
        )
    )


def recipients(council_id: int, to: To, day: date) -> Sequence[ColumnElement[bool]]:
    """Which rows of Person this news is for on this day, whether or not they want news. Nobody who
    must not be written to, and nobody of whom its writer or who reads the answers must not know."""
    found = [
        Person.council_id == council_id,
        Person.kind == PersonKind.YOUNG,
        not_(stopped(Person.id)),
        not_(barred(Person.id, to.by_id)),
        not_(barred(Person.id, to.replies_to_id)),
    ]
    if to.own:
        grant = AT_HOME if to.audience is Audience.HOME else NEEDED
        found.append(works_with(council_id, to.by_id, Person.id, grant, day))
    return [*found, _of_audience(council_id, to, day)]


def _of_audience(council_id: int, to: To, day: date) -> ColumnElement[bool]:
    if to.audience is Audience.AGES:
        return and_(
            Person.born <= born_by(day, to.age_from), Person.born > born_by(day, to.age_to + 1)
        )
    if to.audience is Audience.GROUP and to.group_id is not None:
        return Person.id.in_(
            select(NewsMember.person_id).where(NewsMember.group_id == to.group_id, *is_member(day))
        )
    if to.audience is Audience.HOME and to.home_id is not None and to.own:
        return lives_with(council_id, Person.id, to.home_id, day)
    return false()


def is_member(day: date) -> Sequence[ColumnElement[bool]]:
    """Whether a row of NewsMember counts on this day."""
    return (
        NewsMember.starts <= day,
        or_(NewsMember.ends.is_(None), NewsMember.ends >= day),
        NewsMember.left_at.is_(None),
    )


def drafts(viewer: Viewer) -> Select[NewsItem]:
    """What the viewer has written: a draft is its writer's alone."""
    return select(NewsItem).where(
        NewsItem.council_id == viewer.council_id, NewsItem.by_id == viewer.person_id
    )


def sent(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which sent news the viewer sees: what they wrote or answer for; an editor and a manager all
    that went to the council by age or group. Of what a worker wrote to their own young people, a
    manager sees what went to somebody whom they reach too, and nothing that went to anybody whom
    they must not know of."""
    mine = or_(NewsItem.by_id == viewer.person_id, NewsItem.replies_to_id == viewer.person_id)
    others: ColumnElement[bool] = false()
    if viewer.role is Role.EDITOR:
        others = not_(NewsItem.own)
    elif viewer.role is Role.MANAGER:
        others = or_(not_(NewsItem.own), _near(viewer, now))
    return and_(
        NewsItem.council_id == viewer.council_id, NewsItem.sent_at.is_not(None), or_(mine, others)
    )


def _near(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    day = clock.today(now)

    def got_by(which: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists(select(_got.id).where(_got.news_id == NewsItem.id, which))

    def reached(grant: Grant) -> ColumnElement[bool]:
        return got_by(works_with(viewer.council_id, viewer.person_id, _got.person_id, grant, day))

    return and_(
        or_(
            and_(NewsItem.audience != Audience.HOME, reached(NEEDED)),
            and_(NewsItem.audience == Audience.HOME, reached(AT_HOME)),
        ),
        not_(got_by(barred(_got.person_id, viewer.person_id))),
    )


def may_take_down(viewer: Viewer, by_id: int) -> bool:
    """Of what `sent` shows them: whoever wrote it, an editor, a manager."""
    return viewer.person_id == by_id or viewer.role in KEEPERS


def knows_home(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """Whether the viewer may still be told which home a row of NewsItem went to."""
    # One level deep, so that both connections are held against the row outside.
    return exists(
        select(_lives.id)
        .join(_works, _works.of_id == _lives.of_id)
        .where(
            _lives.council_id == viewer.council_id,
            _lives.with_id == NewsItem.home_id,
            _lives.kind.in_(PLACED_WITH),
            *lasting(_lives, day),
            living(_lives, day),
            _works.council_id == viewer.council_id,
            _works.with_id == viewer.person_id,
            *lasting(_works, day),
            granting(_works, AT_HOME, day),
        )
    )


def homes(viewer: Viewer, day: date) -> Query:
    """The carers and keyworkers of young people of whom the viewer may know where they live."""
    return (
        select(Person.id, Person.ref, Person.known_as, Person.code)
        .where(
            Person.council_id == viewer.council_id,
            Person.id.in_(
                select(_lives.with_id)
                .join(_works, _works.of_id == _lives.of_id)
                .where(
                    _lives.council_id == viewer.council_id,
                    _lives.kind.in_(PLACED_WITH),
                    *lasting(_lives, day),
                    living(_lives, day),
                    _works.council_id == viewer.council_id,
                    _works.with_id == viewer.person_id,
                    *lasting(_works, day),
                    granting(_works, AT_HOME, day),
                )
            ),
        )
        .order_by(Person.known_as, Person.id)
    )


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whose answers the viewer reads, of rows of NewsTo joined to NewsItem: where they are the one
    named; and where that person cannot read them any more, or an answer worried us, those of
    whomever the viewer may read messages of."""
    day = clock.today(now)
    worried = exists(
        select(Worry.id)
        .join(_said, and_(Worry.source_kind == WORRY, Worry.source_id == _said.id))
        .where(_said.to_id == NewsTo.id)
    )
    return and_(
        NewsTo.council_id == viewer.council_id,
        not_(barred(NewsTo.person_id, viewer.person_id)),
        or_(
            NewsItem.replies_to_id == viewer.person_id,
            and_(
                reach(viewer, NewsTo.person_id, NEEDED, now),
                or_(not_(named_reads(NewsTo.person_id, NewsItem.replies_to_id, day)), worried),
            ),
        ),
    )


def named_reads(young: PersonKey, named: PersonKey, day: date) -> ColumnElement[bool]:
    """Whether the person named works here still, and may know of them."""
    return and_(signs_in(named, day), not_(barred(young, named)))


def has_answers() -> ColumnElement[bool]:
    """Whether a row of NewsTo has any answer."""
    return exists(select(_said.id).where(_said.to_id == NewsTo.id))


def colleagues(council_id: int, day: date) -> Query:
    """Who can be named to read answers: workers and managers who sign in here today."""
    works_here = exists(
        select(Membership.id).where(
            Membership.person_id == Person.id, Membership.role.in_([*ADDERS])
        )
    )
    return select(Person.id, Person.ref, Person.known_as, Person.code, Person.job).where(
        Person.council_id == council_id,
        Person.kind == PersonKind.STAFF,
        works_here,
        signs_in(Person.id, day),
    )
