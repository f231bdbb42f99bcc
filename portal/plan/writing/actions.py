"""Saves of a draft, what is typed, and what is put together."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, select, true, update

from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.people.pages import Subject
from portal.plan.tables import Plan, PlanPart
from portal.plan.writing.rules import KEPT_AT_MOST, TEXTS, Words, words_of
from portal.plan.writing.tables import Draft, Save, Typed


def save(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], words: Words, turn: int,
    now: datetime, *, merged_with: int | None = None,
) -> bool:  # fmt: skip
    """Save the draft of a part, which the viewer began to change at this turn. False: somebody else
    saved or published meanwhile; what was sent is kept beside, to be put together with theirs. The
    same sent twice is one save.

    merged_with: it was put together with this publication (0: with none), which was on the viewer's
    screen, and stands on it from here on; False where another stands by now.
    """
    made = _row(viewer, subject, part, words, now)
    save_id: int = made["id"]
    if not _take_turn(db, viewer, subject, part, turn, save_id, merged_with):
        if _is_there(db, viewer, subject, part, words):
            forget(db, viewer, subject, part)
            return True
        db.add(Save(**made, turn=turn, aside=True))
        keep_typed(db, viewer, subject, part, words, turn, now)
        return False
    db.add(Save(**made, turn=turn + 1))
    db.flush()
    forget(db, viewer, subject, part)
    return True


def _row(
    viewer: Viewer, subject: Subject, part: tuple[str, str], words: Words, now: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(), "ref": new_ref(), "council_id": viewer.council_id,
        "person_id": subject.id, "kind": part[0], "area": part[1], "by_id": viewer.person_id,
        "by": viewer.known_as, "at": now, **asdict(words),
    }  # fmt: skip


def _take_turn(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], turn: int, save_id: int,
    merged_with: int | None,
) -> bool:  # fmt: skip
    """Whether the draft was still at this turn, and is at the next one now: of two who save at the
    same moment, one finds that it is not."""
    kind, area = part
    published, published_as = (
        select(what)
        .join_from(PlanPart, Plan, Plan.current_id == PlanPart.version_id)
        .where(
            Plan.council_id == viewer.council_id, Plan.person_id == subject.id, Plan.kind == kind,
            PlanPart.area == area,
        )
        .scalar_subquery()
        for what in (PlanPart.id, func.coalesce(PlanPart.first_id, PlanPart.id))
    )  # fmt: skip
    if not turn:
        put = insert_or(db, Draft).values(
            id=new_id(), council_id=viewer.council_id, person_id=subject.id, kind=kind, area=area,
            turn=1, open=True, save_id=save_id, based_on_id=published,
        )  # fmt: skip
        first = put.on_conflict_do_nothing().returning(Draft.id)
        return db.execute(first).first() is not None
    still: ColumnElement[bool] = true()
    if merged_with is not None:
        still = func.coalesce(published_as, 0) == merged_with
    stays = case((Draft.open, Draft.based_on_id), else_=published)
    moved = db.execute(
        update(Draft)
        .where(*_this(Draft, viewer, subject, part), Draft.turn == turn, still)
        .values(
            turn=Draft.turn + 1, open=True, save_id=save_id,
            based_on_id=stays if merged_with is None else published,
        )
        .returning(Draft.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return moved.first() is not None


def _this(table: Any, viewer: Viewer, subject: Subject, part: tuple[str, str]) -> tuple[Any, ...]:
    return (
        table.council_id == viewer.council_id,
        table.person_id == subject.id,
        table.kind == part[0],
        table.area == part[1],
    )


def _is_there(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], words: Words
) -> bool:
    """Whether the draft stands at this very text, saved by the viewer a moment ago."""
    newest = db.scalars(
        select(Save)
        .join(Draft, Draft.save_id == Save.id)
        .where(*_this(Draft, viewer, subject, part), Draft.open, Save.by_id == viewer.person_id)
    ).first()
    return newest is not None and words_of(newest) == words


def keep_typed(
    db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str], words: Words, turn: int,
    now: datetime,
) -> None:  # fmt: skip
    """Keep what the viewer has typed and not saved, for them alone."""
    typed = asdict(words) | {name: getattr(words, name)[:KEPT_AT_MOST] for name in TEXTS}
    put = insert_or(db, Typed).values(
        id=new_id(), council_id=viewer.council_id, person_id=subject.id, kind=part[0],
        area=part[1], by_id=viewer.person_id, turn=turn, at=now, **typed,
    )  # fmt: skip
    db.execute(
        put.on_conflict_do_update(
            index_elements=[Typed.by_id, Typed.person_id, Typed.kind, Typed.area],
            set_={name: put.excluded[name] for name in (*typed, "turn", "at")},
        )
    )


def forget(db: Db, viewer: Viewer, subject: Subject, part: tuple[str, str]) -> None:
    """What they typed is saved, or they do not want it any more."""
    db.execute(
        delete(Typed).where(*_this(Typed, viewer, subject, part), Typed.by_id == viewer.person_id)
    )
