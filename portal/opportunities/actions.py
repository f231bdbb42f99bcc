"""Write something down, take it down; put it on one's dates. Each is one commit, safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import NoResultFound

from portal.agenda.tables import AgendaItem
from portal.core import clock, receipts
from portal.core.access import Role, Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell_each
from portal.opportunities import entries, pages, policy, rules
from portal.opportunities.meant import Meant, meant_of, packed, unpacked
from portal.opportunities.rules import Did
from portal.opportunities.tables import Opportunity, OpportunityChange, OpportunityDate
from portal.people.stops import is_stopped
from portal.people.tables import Account, Membership

CHANGED, AGAIN, WAITS = "chance_changed", "chance_again", "chance_waits"


class OwnWords(Exception):
    """Whoever wrote the words does not agree on them: a second person reads them."""


def write(db: Db, viewer: Viewer, meant: Meant, key: str, now: datetime) -> str:
    """Nobody sees it before a second person agreed. Returns its ref. Raises receipts.KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("opportunity", repr(meant))
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    id = new_id()
    db.execute(
        insert(Opportunity).values(
            id=id, council_id=viewer.council_id, ref=ref, made_by_id=viewer.person_id,
            changed_at=now, changed_by_id=viewer.person_id, checked_on=clock.today(now),
            **asdict(meant),
        )
    )  # fmt: skip
    _wait(db, viewer, id, meant, now)
    return ref


def rewrite(db: Db, viewer: Viewer, ref: str, meant: Meant, now: datetime) -> bool:
    """What people see stays until a second person agreed. Where nothing is changed it was checked;
    whether somebody has to agree. Raises NoResultFound."""
    one = pages.held(db, viewer, ref)
    waiting = _set_aside(db, one.id, viewer.person_id, now)
    if one.agreed_at is not None and meant_of(one) == meant:
        _is_checked(one, now)
        _did(db, viewer, one.id, Did.CHECKED, now)
        return False
    if one.agreed_at is None:
        _put(one, meant, viewer.person_id, now)
    _wait(db, viewer, one.id, meant, now, tell=not waiting)
    return True


def agree(db: Db, viewer: Viewer, ref: str, now: datetime) -> str:
    """From now on people see these words; whoever has it on their dates is told where its day or
    place changed. The ref of what it is about. Raises OwnWords, NoResultFound."""
    change, one = pages.waiting_change(db, viewer, ref)
    if change.by_id == viewer.person_id:
        raise OwnWords
    meant, before = unpacked(change.meant), one.agreed_at
    moved = (one.wall, one.closes, one.place, one.town) != (
        meant.wall, meant.closes, meant.place, meant.town
    )  # fmt: skip
    _put(one, meant, change.by_id, now)
    change.agreed_at = one.agreed_at = now
    change.agreed_by_id = one.agreed_by_id = viewer.person_id
    _is_checked(one, now)
    _written(db, one)
    people = _match_agenda(db, one) if before is not None else ()
    if moved:
        _tell(db, one, people, now)
    return one.ref


def drop(db: Db, viewer: Viewer, ref: str, now: datetime) -> str:
    """These words are not used. The ref of what they are about. Raises NoResultFound."""
    change, one = pages.waiting_change(db, viewer, ref)
    change.dropped_at, change.dropped_by_id = now, viewer.person_id
    return one.ref


def _put(one: Opportunity, meant: Meant, by_id: int, now: datetime) -> None:
    for name, value in asdict(meant).items():
        setattr(one, name, value)
    one.changed_at, one.changed_by_id = now, by_id


def _set_aside(db: Db, opportunity_id: int, by_id: int, now: datetime) -> bool:
    """Newer words take the place of those that waited; whether there were any."""
    aside = (
        update(OpportunityChange)
        .where(OpportunityChange.opportunity_id == opportunity_id, policy.waits())
        .values(dropped_at=now, dropped_by_id=by_id)
        .returning(OpportunityChange.id)
        .execution_options(synchronize_session=False)
    )
    return bool(db.execute(aside).all())


def _wait(
    db: Db, viewer: Viewer, id: int, meant: Meant, now: datetime, *, tell: bool = True
) -> None:
    """Others who write these are told that somebody has to agree."""
    _did(db, viewer, id, Did.WORDS, now, packed(meant))
    others = _who_keep(db, viewer.council_id, clock.today(now), viewer.person_id) if tell else []
    if others:
        tell_each(db, viewer.council_id, others, WAITS, WAITS, now)


def _did(db: Db, viewer: Viewer, id: int, did: Did, now: datetime, meant: str = "") -> None:
    row = {
        "id": new_id(), "council_id": viewer.council_id, "ref": new_ref(), "opportunity_id": id,
        "did": did.value, "meant": meant, "by_id": viewer.person_id, "at": now,
    }  # fmt: skip
    add_rows(db, OpportunityChange, [row])


def checked(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """It is still so. Raises NoResultFound."""
    one = pages.found(db, viewer, ref)
    _is_checked(one, now)
    _did(db, viewer, one.id, Did.CHECKED, now)


def _is_checked(one: Opportunity, now: datetime) -> None:
    one.checked_on, one.reminded_at = clock.today(now), None


def _written(db: Db, one: Opportunity) -> None:
    """Counted by the database: of two at once, both count."""
    one.changes = Opportunity.changes + 1
    db.flush()


def take_down(db: Db, viewer: Viewer, ref: str, down: bool, now: datetime) -> None:
    """Nobody sees it any more, but on whose dates it is: they are told. Or it is there again, as it
    was agreed on. Again changes nothing. Raises NoResultFound."""
    one = pages.found(db, viewer, ref)
    if (one.closed_at is not None) == down:
        return
    one.closed_at = now if down else None
    _did(db, viewer, one.id, Did.DOWN if down else Did.UP, now)
    _written(db, one)
    _tell(db, one, _match_agenda(db, one), now)


def _tell(db: Db, one: Opportunity, people: Sequence[int], now: datetime) -> None:
    """Those on whose dates it is; nobody of what is over."""
    if people and not rules.is_over(False, one.closes, one.wall, clock.today(now)):
        tell_each(db, one.council_id, people, CHANGED, CHANGED, now, one.ref)


def _match_agenda(db: Db, one: Opportunity) -> Sequence[int]:
    """What stands on calendars is what was written. On whose dates it is."""
    saved = select(OpportunityDate.id).where(OpportunityDate.opportunity_id == one.id)
    db.execute(
        delete(AgendaItem)
        .where(
            AgendaItem.council_id == one.council_id, AgendaItem.source_kind.in_(entries.KINDS),
            AgendaItem.source_id.in_(saved),
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if one.wall is None and one.closes is None:
        whose = OpportunityDate.opportunity_id == one.id
        return db.scalars(select(OpportunityDate.person_id).where(whose)).all()
    rows = entries.agenda_rows(db, one.council_id, one.id)
    add_rows(db, AgendaItem, [{"id": new_id(), **row} for row in rows])
    return list(dict.fromkeys(row["person_id"] for row in rows))


# --- a young person -----------------------------------------------------------------------------


def put_on_dates(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Its day, and the last day to ask for it. Again changes nothing. Raises NoResultFound, also
    where it has neither or nothing is kept for them any more."""
    one = pages.chance(db, viewer, ref, now)
    if not one.has_day or one.over or is_stopped(db, viewer.person_id):
        raise NoResultFound
    id = new_id()
    put = insert_or(db, OpportunityDate).values(
        id=id, council_id=viewer.council_id, opportunity_id=one.id, person_id=viewer.person_id,
        at=now,
    )  # fmt: skip
    added = put.on_conflict_do_nothing().returning(OpportunityDate.id)
    if db.execute(added).first() is not None:
        rows = entries.rows_of(
            viewer.council_id, id, ref, viewer.person_id, one.title, one.wall, one.closes, False
        )
        add_rows(db, AgendaItem, [{"id": new_id(), **row} for row in rows])


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
            AgendaItem.source_kind.in_(entries.KINDS), AgendaItem.source_id == id,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    db.execute(
        delete(OpportunityDate)
        .where(OpportunityDate.id == id)
        .execution_options(synchronize_session=False)
    )


# --- by itself ----------------------------------------------------------------------------------


def remind(db: Db, council_id: int, now: datetime) -> None:
    """One notice to each editor, however many things nobody has made sure of for three months;
    once for each, until somebody looks at it. Killed and begun again, nobody is told twice."""
    day = clock.today(now)
    due = db.scalars(
        update(Opportunity)
        .where(
            Opportunity.council_id == council_id, Opportunity.reminded_at.is_(None),
            Opportunity.checked_on <= day - rules.CHECKED_FOR, policy.still_on(day),
            Opportunity.agreed_at.is_not(None),
        )
        .values(reminded_at=now)
        .returning(Opportunity.id)
        .execution_options(synchronize_session=False)
    ).all()  # fmt: skip
    if due:
        tell_each(db, council_id, _who_keep(db, council_id, day), AGAIN, AGAIN, now)


def _who_keep(db: Db, council_id: int, day: date, but: int | None = None) -> list[int]:
    """Its editors; its managers where it has none. Not this person."""
    rows = db.execute(
        select(Membership.person_id, Membership.role)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.council_id == council_id,
            Membership.role.in_([role.value for role in policy.KEEPERS]),
            Membership.starts <= day, or_(Membership.ends.is_(None), Membership.ends >= day),
            Account.state == "open",
        )
        .order_by(Membership.person_id)
    ).all()  # fmt: skip
    some = [row for row in rows if row.person_id != but]
    editors = [row.person_id for row in some if row.role == Role.EDITOR.value]
    return editors or [row.person_id for row in some]
