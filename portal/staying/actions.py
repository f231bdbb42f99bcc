"""Write something down, promise something for an answer, open the pages for somebody."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime

from sqlalchemy import delete

from portal.agenda.tables import AgendaItem
from portal.core import audit, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.notifications.actions import tell
from portal.people.pages import Subject
from portal.promises import actions as promises
from portal.staying import entries
from portal.staying.rules import PLAN_AREA, Topic
from portal.staying.tables import StayingEntry, StayingOpened
from portal.staying.worrying import IN_PAPERS
from portal.worries import actions as worries

NEWS, TOLD = "papers", "papers_for_worker"
SOURCE = "staying"


@dataclass(frozen=True)
class Written:
    """What stands in a form."""

    state: str = ""
    day: date | None = None
    wall: datetime | None = None
    who: str = ""
    phone: str = ""
    language: str = ""
    dialect: str = ""
    gender: str = ""
    not_near: bool = False
    where: str = ""
    text: str = ""


def write(
    db: Db, viewer: Viewer, person_id: int, topic: Topic, key: str, what: Written, once: str,
    now: datetime,
) -> str | None:  # fmt: skip
    """What holds from now on; what stood there before stays as history. The other side is told,
    neutrally. Whether it worried us, else None. Raises KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint(
        "staying", str(person_id), topic, key, *(str(part) for part in astuple(what))
    )
    if receipts.first_time(db, viewer.account_id, once, content, ref, now) is not None:
        return None
    theirs = viewer.person_id == person_id
    row = StayingEntry(
        id=new_id(), ref=ref, council_id=viewer.council_id, person_id=person_id,
        topic=topic.value, key=key or ref, by_id=viewer.person_id, theirs=theirs, made_at=now,
        **what.__dict__,
    )  # fmt: skip
    if topic is Topic.TRACING:
        row.key = ""
    db.add(row)
    db.flush()
    if topic is Topic.STEP:
        _match_agenda(db, viewer.council_id, person_id)
    if not theirs:
        tell(db, viewer.council_id, person_id, NEWS, "papers", "", now)
        audit.changed(db, viewer, person_id, "staying.written", now)
        return None
    return worries.look_at(
        db, viewer.council_id, person_id, person_id, "text", what.text,
        (IN_PAPERS, row.id, ref), now,
    )  # fmt: skip


def _match_agenda(db: Db, council_id: int, person_id: int) -> None:
    db.execute(
        delete(AgendaItem).where(
            AgendaItem.council_id == council_id, AgendaItem.person_id == person_id,
            AgendaItem.kind == entries.KIND,
        )
    )  # fmt: skip
    rows = entries.agenda_rows(db, council_id, person_id)
    add_rows(db, AgendaItem, [{"id": new_id(), **row} for row in rows])


def promise(
    db: Db, viewer: Viewer, subject: Subject, outcome: str, text: str, due: date, once: str,
    now: datetime,
) -> None:  # fmt: skip
    """The viewer will do this, for this answer: a promise as every other, in the part of the plan
    that only those who were given it read. Raises KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("staying-promise", str(subject.id), outcome, text, str(due))
    if receipts.first_time(db, viewer.account_id, once, content, ref, now) is None:
        promises.make(
            db, viewer, subject, text, viewer.person_id, due, PLAN_AREA, SOURCE,
            f"{outcome}:{ref}", now,
        )  # fmt: skip


def open_for(db: Db, viewer: Viewer, person_id: int, now: datetime) -> None:
    """These pages are theirs from now on. Again changes nothing. Nobody reads them by it."""
    put = insert_or(db, StayingOpened).values(
        id=new_id(),
        council_id=viewer.council_id,
        person_id=person_id,
        by_id=viewer.person_id,
        at=now,
    )
    db.execute(put.on_conflict_do_nothing())
    tell(db, viewer.council_id, person_id, NEWS, "papers", "", now)
    audit.changed(db, viewer, person_id, "staying.opened", now)
