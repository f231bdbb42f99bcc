"""Write something down, take it down; put it on one's dates. Each is one commit, safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import NoResultFound

from portal.agenda.tables import AgendaItem
from portal.core import clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell_each
from portal.opportunities import entries, pages
from portal.opportunities.tables import Opportunity, OpportunityDate
from portal.people.stops import is_stopped

CHANGED = "chance_changed"


@dataclass(frozen=True)
class Meant:
    """As it was typed; the fields are those of `tables.Opportunity`."""

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


def write(db: Db, viewer: Viewer, meant: Meant, key: str, now: datetime) -> str:
    """Returns its ref. Raises receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("opportunity", repr(meant))
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    db.execute(
        insert(Opportunity).values(
            id=new_id(), council_id=viewer.council_id, ref=ref, made_by_id=viewer.person_id,
            changed_at=now, checked_on=clock.today(now), **asdict(meant),
        )
    )  # fmt: skip
    return ref


def rewrite(db: Db, viewer: Viewer, ref: str, meant: Meant, now: datetime) -> None:
    """Whoever has it on their dates is told where its day or place changed. Saved is checked.
    Raises NoResultFound."""
    one = pages.found(db, viewer, ref)
    moved = (one.wall, one.place, one.town) != (meant.wall, meant.place, meant.town)
    for name, value in asdict(meant).items():
        setattr(one, name, value)
    one.changed_at, one.checked_on = now, clock.today(now)
    db.flush()
    people = _match_agenda(db, one)
    if moved:
        _tell(db, one, people, now)


def checked(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """It is still so. Raises NoResultFound."""
    pages.found(db, viewer, ref).checked_on = clock.today(now)


def take_down(db: Db, viewer: Viewer, ref: str, down: bool, now: datetime) -> None:
    """Nobody sees it any more, but on whose dates it is: they are told. Or it is there again. Again
    changes nothing. Raises NoResultFound."""
    one = pages.found(db, viewer, ref)
    if (one.closed_at is not None) == down:
        return
    one.closed_at = now if down else None
    db.flush()
    _tell(db, one, _match_agenda(db, one), now)


def _tell(db: Db, one: Opportunity, people: Sequence[int], now: datetime) -> None:
    """Those on whose dates it is; nobody of what is over."""
    over = one.wall is not None and one.wall.date() < clock.today(now)
    if people and not over:
        tell_each(db, one.council_id, people, CHANGED, CHANGED, now, one.ref)


def _match_agenda(db: Db, one: Opportunity) -> Sequence[int]:
    """What stands on calendars is what was written. On whose dates it is."""
    saved = select(OpportunityDate.id).where(OpportunityDate.opportunity_id == one.id)
    db.execute(
        delete(AgendaItem)
        .where(
            AgendaItem.council_id == one.council_id, AgendaItem.source_kind == entries.KIND,
            AgendaItem.source_id.in_(saved),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if one.wall is None:
        whose = OpportunityDate.opportunity_id == one.id
        return db.scalars(select(OpportunityDate.person_id).where(whose)).all()
    rows = entries.agenda_rows(db, one.council_id, one.id)
    add_rows(db, AgendaItem, [{"id": new_id(), **row} for row in rows])
    return [row["person_id"] for row in rows]


# --- a young person -----------------------------------------------------------------------------


def put_on_dates(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Again changes nothing. Raises NoResultFound, also where it has no time or nothing is kept for
    them any more."""
    one = pages.chance(db, viewer, ref, now)
    if one.wall is None or one.over or is_stopped(db, viewer.person_id):
        raise NoResultFound
    id = new_id()
    put = insert_or(db, OpportunityDate).values(
        id=id, council_id=viewer.council_id, opportunity_id=one.id, person_id=viewer.person_id,
        at=now,
    )  # fmt: skip
    added = put.on_conflict_do_nothing().returning(OpportunityDate.id)
    if db.execute(added).first() is not None:
        row = entries.agenda_row(
            viewer.council_id, id, ref, viewer.person_id, one.title, one.wall, False
        )
        add_rows(db, AgendaItem, [{"id": new_id(), **row}])


def take_off_dates(db: Db, viewer: Viewer, ref: str) -> None:
    """Again changes nothing; of what they never saw, neither."""
    mine = select(OpportunityDate.id).where(
        OpportunityDate.council_id == viewer.council_id,
        OpportunityDate.person_id == viewer.person_id,
        OpportunityDate.opportunity_id.in_(
            select(Opportunity.id).where(
                Opportunity.council_id == viewer.council_id, Opportunity.ref == ref
            )
        ),
    )  # fmt: skip
    id = db.scalar(mine)
    if id is None:
        return
    db.execute(
        delete(AgendaItem)
        .where(
            AgendaItem.council_id == viewer.council_id, AgendaItem.person_id == viewer.person_id,
            AgendaItem.source_kind == entries.KIND, AgendaItem.source_id == id,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    db.execute(
        delete(OpportunityDate)
        .where(OpportunityDate.id == id)
        .execution_options(synchronize_session=False)
    )
