"""The board, one thing to do, and the editors' list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from portal.core import clock
from portal.core.access import Viewer
from portal.core.db import Db, Query
from portal.opportunities import policy, rules
from portal.opportunities.meant import Meant, meant_of, unpacked
from portal.opportunities.tables import Opportunity, OpportunityChange, OpportunityDate
from portal.people.reach import shown_name
from portal.people.tables import Person

MOST = 200


@dataclass(frozen=True)
class Chance:
    """saved: it is on the reader's own dates. over: nobody can ask for it now. closed: because it
    was taken down. hidden: nobody has agreed on it yet."""

    id: int
    ref: str
    sort: str
    audience: str
    need: str
    title: str
    text: str
    who_can: str
    how: str
    bring: str
    town: str
    place: str
    web: str
    age_from: int
    age_to: int
    opens: date
    closes: date | None
    wall: datetime | None
    checked_on: date
    saved: bool
    over: bool
    closed: bool
    hidden: bool

    @property
    def has_day(self) -> bool:
        """Something that can stand among somebody's dates."""
        return self.wall is not None or self.closes is not None

    @property
    def ends(self) -> date | None:
        """The last day to ask for it, where that is not the day itself."""
        return rules.ends_before(self.closes, self.wall)


@dataclass(frozen=True)
class Wish:
    """What the reader looks for; "" for all. It stands in the address, so in the history of their
    browser, and nowhere with us."""

    sort: str = ""
    need: str = ""
    town: str = ""


@dataclass(frozen=True)
class Board:
    """sorts, towns, needs: of what there is for this reader, whatever they chose."""

    found: tuple[Chance, ...]
    sorts: tuple[str, ...]
    towns: tuple[str, ...]
    needs: tuple[str, ...]
    some: bool


def board(db: Db, viewer: Viewer, wish: Wish, now: datetime) -> Board:
    """What is open today, soonest first. One statement."""
    day = clock.today(now)
    rows = db.execute(
        _seen_by(viewer)
        .where(policy.open_on(day))
        .order_by(
            case((Opportunity.closes.is_(None), 1), else_=0), Opportunity.closes, Opportunity.id
        )
        .limit(MOST)
    )
    every = [chance_of(one, saved, day) for one, saved in rows if _fits(viewer, one, saved)]
    return Board(
        tuple(one for one in every if _matches(one, wish)),
        tuple(sort for sort in rules.Sort if any(one.sort == sort for one in every)),
        tuple(sorted({one.town for one in every if one.town}, key=str.casefold)),
        tuple(code for code in rules.NEEDS if any(one.need == code for one in every)),
        bool(every),
    )


def _matches(one: Chance, wish: Wish) -> bool:
    """What has no town is everywhere."""
    near = not wish.town or one.town in ("", wish.town)
    return near and wish.sort in ("", one.sort) and wish.need in ("", one.need)


def _seen_by(viewer: Viewer) -> Query:
    return (
        select(Opportunity, OpportunityDate.id.label("saved"))
        .select_from(Opportunity)
        .outerjoin(
            OpportunityDate,
            and_(OpportunityDate.opportunity_id == Opportunity.id,
                 OpportunityDate.person_id == viewer.person_id),
        )
        .where(policy.could_see(viewer))
    )  # fmt: skip


def _fits(viewer: Viewer, one: Opportunity, saved: int | None) -> bool:
    return saved is not None or policy.may_see(viewer, one.audience, one.age_from, one.age_to)


def chance_of(one: Opportunity, saved: int | None, day: date) -> Chance:
    over = rules.is_over(one.closed_at is not None, one.closes, one.wall, day)
    told = rules.tells_where(one.sort, one.audience, one.open_to_all)
    return Chance(
        one.id, one.ref, one.sort, one.audience, one.need, one.title, one.text, one.who_can,
        one.how, one.bring, one.town, one.place if told else "", one.web,
        one.age_from, one.age_to, one.opens, one.closes, one.wall if told else None, one.checked_on,
        saved is not None, over, one.closed_at is not None, one.agreed_at is None,
    )  # fmt: skip


def chance(db: Db, viewer: Viewer, ref: str, now: datetime) -> Chance:
    """One thing to do that the viewer sees; what is not open any more only where it is on their
    dates, or for whoever writes it. One statement. Raises NoResultFound."""
    day = clock.today(now)
    one, saved = db.execute(_seen_by(viewer).where(Opportunity.ref == ref)).one()
    found = chance_of(one, saved, day)
    hidden = (found.over or found.opens > day) and not found.saved
    keeps = viewer.role in policy.KEEPERS
    if not keeps and (hidden or not _fits(viewer, one, saved)):
        raise NoResultFound
    return found


def titles(db: Db, viewer: Viewer, ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """(ref, title) by key, of the viewer's council."""
    rows = db.execute(
        select(Opportunity.id, Opportunity.ref, Opportunity.title).where(
            policy.of_council(viewer), Opportunity.id.in_(list(ids))
        )
    )
    return {row.id: (row.ref, row.title) for row in rows}


# --- those who write them -----------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """One line of the editors' list. again: nobody has made sure of it for three months. waits:
    somebody has to agree on words; new: nobody has agreed on any yet."""

    ref: str
    title: str
    sort: str
    audience: str
    town: str
    opens: date
    closes: date | None
    checked_on: date
    closed: bool
    over: bool
    again: bool
    waits: bool
    new: bool


def addresses(db: Db, council_id: int) -> Iterator[tuple[str, str]]:
    """Where those on the board lead on the web, each with its title."""
    rows = db.execute(
        select(Opportunity.web, Opportunity.title).where(
            Opportunity.council_id == council_id, Opportunity.closed_at.is_(None),
            Opportunity.agreed_at.is_not(None), Opportunity.web != "",
        )
    )  # fmt: skip
    yield from ((row.web, row.title) for row in rows)


def kept(db: Db, viewer: Viewer, now: datetime) -> tuple[Kept, ...]:
    """Everything of the council; what waits for a second person first, then what has to be looked
    at again. One statement."""
    day = clock.today(now)
    waits = exists().where(OpportunityChange.opportunity_id == Opportunity.id, policy.waits())
    rows = db.execute(
        select(Opportunity, waits.label("waits"))
        .where(policy.of_council(viewer))
        .order_by(
            case((waits, 0), else_=1),
            case((policy.still_on(day), 0), else_=1),
            Opportunity.checked_on, Opportunity.id,
        )
        .limit(MOST)
    )  # fmt: skip
    return tuple(_kept(one, bool(waiting), day) for one, waiting in rows)


def _kept(one: Opportunity, waits: bool, day: date) -> Kept:
    closed = one.closed_at is not None
    over = rules.is_over(closed, one.closes, one.wall, day)
    return Kept(
        one.ref, one.title, one.sort, one.audience, one.town, one.opens, one.closes,
        one.checked_on, closed, over, not over and rules.look_again(one.checked_on, day), waits,
        one.agreed_at is None,
    )  # fmt: skip


def found(db: Db, viewer: Viewer, ref: str) -> Opportunity:
    """For whoever writes it. Raises NoResultFound."""
    return db.scalars(_of_ref(viewer, ref)).one()


def held(db: Db, viewer: Viewer, ref: str) -> Opportunity:
    """The same, for one of them at a time."""
    return db.scalars(_of_ref(viewer, ref).with_for_update()).one()


def _of_ref(viewer: Viewer, ref: str) -> Select[Opportunity]:
    return select(Opportunity).where(policy.of_council(viewer), Opportunity.ref == ref)


def waiting_change(
    db: Db, viewer: Viewer, ref: str
) -> tuple[OpportunityChange, Opportunity]:  # fmt: skip
    """Words on which nobody has agreed yet, for one person at a time. Raises NoResultFound."""
    row = db.execute(
        select(OpportunityChange, Opportunity)
        .join(Opportunity, Opportunity.id == OpportunityChange.opportunity_id)
        .where(policy.of_council(viewer), policy.waits(), OpportunityChange.ref == ref)
        .with_for_update()
    ).one()
    return row.OpportunityChange, row.Opportunity


def to_change(db: Db, viewer: Viewer, ref: str) -> Meant:
    """What stands in the form: the words that wait, or else those that people see. One statement.
    Raises NoResultFound."""
    rows = db.execute(
        select(Opportunity, OpportunityChange.meant)
        .outerjoin(
            OpportunityChange,
            and_(OpportunityChange.opportunity_id == Opportunity.id, policy.waits()),
        )
        .where(policy.of_council(viewer), Opportunity.ref == ref)
        .order_by(OpportunityChange.id.desc())
    ).all()  # fmt: skip
    if not rows:
        raise NoResultFound
    one, waiting = rows[0]
    return unpacked(waiting) if waiting else meant_of(one)


@dataclass(frozen=True)
class Change:
    """One thing that was done. by, agreed_by, dropped_by: names; "" for nobody. own: the viewer did
    it. meant: its words; was: what people see now, of words that wait (waits)."""

    ref: str
    did: rules.Did
    by: str
    own: bool
    at: datetime
    agreed_by: str
    agreed_at: datetime | None
    dropped_by: str
    dropped_at: datetime | None
    waits: bool
    meant: Meant | None
    was: Meant | None


def changes(db: Db, viewer: Viewer, ref: str) -> tuple[Change, ...]:
    """What was done to one, the newest first, for those who write these. One statement."""
    c, by, agreed, dropped = OpportunityChange, aliased(Person), aliased(Person), aliased(Person)
    rows = db.execute(
        select(
            c, Opportunity, by.known_as, by.code, agreed.known_as.label("agreed_as"),
            agreed.code.label("agreed_code"), dropped.known_as.label("dropped_as"),
            dropped.code.label("dropped_code"),
        )
        .join(Opportunity, Opportunity.id == c.opportunity_id)
        .join(by, by.id == c.by_id)
        .outerjoin(agreed, agreed.id == c.agreed_by_id)
        .outerjoin(dropped, dropped.id == c.dropped_by_id)
        .where(policy.of_council(viewer), Opportunity.ref == ref)
        .order_by(c.at.desc(), c.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return tuple(_change(row, viewer) for row in rows)


def _change(row: Any, viewer: Viewer) -> Change:
    one: OpportunityChange = row.OpportunityChange
    waits = one.did == rules.Did.WORDS and one.agreed_at is None and one.dropped_at is None
    seen = row.Opportunity.agreed_at is not None
    return Change(
        one.ref, rules.Did(one.did), shown_name(row.known_as, row.code),
        one.by_id == viewer.person_id, one.at,
        shown_name(row.agreed_as, row.agreed_code) if one.agreed_by_id else "", one.agreed_at,
        shown_name(row.dropped_as, row.dropped_code) if one.dropped_by_id else "", one.dropped_at,
        waits, unpacked(one.meant) if one.meant else None,
        meant_of(row.Opportunity) if waits and seen else None,
    )  # fmt: skip
