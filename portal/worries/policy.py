"""Who sees a worry, and who sees to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import CASE_STAFF, Role, Viewer
from portal.core.db import Db
from portal.owed.kept import kept_from
from portal.owed.private import owed_privately
from portal.owed.tables import Owed, OwedStep
from portal.people.answers import (
    ROLES,
    Answers,
    answers_for,
    away_on,
    can_open,
    everybody_who_answers,
)
from portal.people.oversight import oversees
from portal.people.reach import barred, not_of, reach
from portal.people.rules import BY_WISH, Grant
from portal.people.stops import stopped
from portal.people.tables import Account, Connection, Membership
from portal.worries import alone
from portal.worries.tables import Worry

SOURCE = "worry"
# Whoever was asked once does not read for ever what became of a child whom they do not know.
SEEN_AFTER = timedelta(days=7)
# Sent with a call for help, from a page that nobody else opens: who reads the messages reads it.
FEELING = "feeling"
CHECK_IN = "check_in"  # what a worry about an answer to a check-in says of its source
# The same of words beside a plan: whoever reads the young person's messages reads them here, alone,
# as not everybody of these was granted that part of the plan. Save what is given by wish: of that
# they read which kind of words it was, and ring (`words.Said.needs`).
BESIDE_PLAN = ("own_line", "plan_response", "plan_again")
# The same of goals and steps, of a promise that was not kept, of reviews.
BESIDE_GOALS = (
    "goal", "goal_step", "goal_change", "sitting", "own_words", "early_review", "promise_step",
    "agenda_point", "review_comer",
)  # fmt: skip
# What was said to somebody they chose: read where it stands, by those (`alone`).
BESIDE_SAID = ("said", "said_found")
# Written on a page of their own, which said who reads it (`alone`): those read it here. "own_page"
# is what these were called before the rooms kept them apart: of them nobody reads more.
ON_OWN_PAGES = ("own_page", "move_said", "papers", "good_news")
READ_ALONE = frozenset({FEELING, *BESIDE_PLAN, *BESIDE_GOALS})
# Such an answer says where they live, what they do and how they are: who reads it is asked for all
# of that (`keep_in_touch.policy`).
FOR_CHECK_INS = Grant.NAME | Grant.CONTACT | Grant.ADDRESS | Grant.SCHOOL | Grant.HEALTH
READ_CHECK_INS = frozenset({Role.WORKER, Role.MANAGER})
# Names of their own, so that a query which joins these too keeps the two apart.
_on_list = aliased(Owed, name="on_whose_list")
_staff = aliased(Membership, name="stands_in")
_account = aliased(Account, name="their_account")


def has_business(viewer: Viewer) -> bool:
    """Whether the viewer has worries to see at all: an editor or administrator has, only as the
    council's safeguarding lead."""
    return viewer.role in CASE_STAFF or viewer.is_lead


def visible(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Which worries the viewer sees: of young people whose messages they read; on whose list it
    is or was, and who has it, until some days after it was closed; and those who oversee, all of
    the council. Never of somebody whom they must not know of, nor what is kept from them. What was
    written is in the conversation, for those who read that."""
    if not has_business(viewer):
        return false()
    asked = or_(
        exists(
            select(_on_list.id).where(
                _on_list.source_kind == SOURCE,
                _on_list.source_id == Worry.id,
                _on_list.debtor_id == viewer.person_id,
            )
        ),
        exists(
            select(OwedStep.id).where(
                OwedStep.source_kind == SOURCE,
                OwedStep.source_id == Worry.id,
                OwedStep.to_id == viewer.person_id,
            )
        ),
    )
    return and_(
        Worry.council_id == viewer.council_id,
        not_of(Worry.person_id, viewer.person_id),
        not_(kept_from(SOURCE, Worry.id, viewer.person_id)),
        or_(
            reads(viewer, now),
            and_(
                or_(asked, Worry.taken_by_id == viewer.person_id),
                or_(Worry.done_at.is_(None), Worry.done_at > now - SEEN_AFTER),
            ),
            Worry.council_id == viewer.council_id if oversees(viewer) else false(),
        ),
    )


@owed_privately
def others_words(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Of a worry about what only some read, nobody else finds that it waits, either."""
    one = select(Worry.id).where(
        Worry.id == Owed.source_id,
        Worry.source_kind.in_(tuple(alone.kinds())),
        not_(reads(viewer, now)),
    )
    return and_(Owed.kind == SOURCE, exists(one.correlate(Owed)))


def reads(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer reads the messages of whom the worry is about; of what only some read
    (`alone`), whether they are one of these."""
    messages = reach(viewer, Worry.person_id, Grant.NAME | Grant.MESSAGES, now)
    some = alone.kinds()
    return or_(
        and_(Worry.source_kind.not_in(tuple(some)), messages),
        *(and_(Worry.source_kind == kind, one.reads(viewer, now)) for kind, one in some.items()),
    )


def reads_by_wish(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether they read, besides, what the young person gives by wish."""
    return reach(viewer, Worry.person_id, Grant.NAME | Grant.MESSAGES | BY_WISH, now)


def reads_check_ins(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether the viewer reads what they answered in a check-in: that stands in no conversation."""
    if viewer.role not in READ_CHECK_INS:
        return false()
    return and_(
        reach(viewer, Worry.person_id, FOR_CHECK_INS, now),
        # Not whoever is there for some hours only.
        can_open(viewer.council_id, viewer.person_id, Worry.person_id, clock.today(now)),  # type: ignore[arg-type]
    )


# --- who sees to it -----------------------------------------------------------------------------


def whose(
    db: Db, council_id: int, person_id: int, from_id: int, source: tuple[str, int], now: datetime,
    without: Collection[int] = (),
) -> int | None:  # fmt: skip
    """`sees_to_it` of what was written there: (kind, key). What only some read goes to them;
    where none of them is there, to whoever stands in, who rings; to a worker only where nobody
    else is. without: whom it is kept from."""
    some = alone.kinds().get(source[0])
    found = some.sees_to_it(db, council_id, source[1], now) if some is not None else alone.USUAL
    if isinstance(found, alone.Usual):
        return sees_to_it(db, council_id, person_id, from_id, now, without)
    if found is not None and found not in without:
        return found
    over = _stand_ins(council_id, person_id, {from_id, *without}, now, over=True)
    stands_in = db.execute(over).scalar()
    if stands_in is not None:
        return int(stands_in)
    return sees_to_it(db, council_id, person_id, from_id, now, without)


def sees_to_it(
    db: Db, council_id: int, person_id: int, from_id: int, now: datetime,
    without: Collection[int] = (),
) -> int | None:  # fmt: skip
    """Key of the adult on whose list a worry about this young person belongs now: who answers
    them today; else who stands in. None where the council has nobody at all. Two statements at
    most. from_id: who wrote; nobody is told of their own words. without: whom it is kept from."""
    never = {from_id, *without}
    answers = _answers(db, council_id, person_id, now)
    if answers is not None and not answers.nobody_covers and answers.id not in never:
        return answers.id
    stands_in = db.execute(_stand_ins(council_id, person_id, never, now)).scalar()
    if stands_in is not None:
        return int(stands_in)
    return answers.worker_id if answers is not None and answers.worker_id not in never else None


def _answers(db: Db, council_id: int, person_id: int, now: datetime) -> Answers | None:
    day = clock.today(now)
    query = everybody_who_answers(council_id, day).where(Connection.of_id == person_id)
    row = db.execute(query.limit(1)).first()
    return answers_for(row, day) if row is not None else None


def _stand_ins(
    council_id: int, person_id: int, never: Collection[int], now: datetime, *, over: bool = False
) -> Select[Any]:
    """over: none of those who work with the young person, only those over them. never: whoever is
    not told of it. Who is there comes before who is away. Of these: whoever is on duty and can open
    the conversation, a manager who can, anybody else who can; then the council's safeguarding lead,
    a manager, whoever is on duty, who cannot read it, and ring."""
    day = clock.today(now)
    opens = can_open(council_id, _staff.person_id, person_id, day)  # type: ignore[arg-type]
    place = case(
        (and_(opens, _staff.role == Role.DUTY), 0),
        (and_(opens, _staff.role == Role.MANAGER), 1),
        (opens, 2),
        (_staff.is_lead, 3),
        (_staff.role == Role.MANAGER, 4),
        else_=5,
    )
    others = or_(_staff.is_lead, _staff.role.in_((Role.MANAGER, Role.DUTY)))
    return (
        select(_staff.person_id)
        .join(_account, _account.id == _staff.account_id)
        .where(
            _staff.council_id == council_id,
            _staff.person_id.not_in(never),
            _staff.starts <= day,
            or_(_staff.ends.is_(None), _staff.ends >= day),
            _account.state == "open",
            others if over else or_(and_(_staff.role.in_(ROLES), opens), others),
            not_(barred(person_id, _staff.person_id)),
            not_(stopped(_staff.person_id)),
        )
        .order_by(case((away_on(_staff.person_id, day), 1), else_=0), place, _staff.id)
        .limit(1)
    )
