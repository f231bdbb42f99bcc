"""Writes: an answer, a picture, to whom it is shown, how somebody is. Each safe to repeat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, exists, func, not_, select, update
from sqlalchemy.engine import Connection as DbConnection
from sqlalchemy.orm import aliased

from portal.core import clock, ledger, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows, insert_or
from portal.core.ids import new_id, new_ref
from portal.my_pages import rules
from portal.my_pages.pages import NOTICE
from portal.my_pages.rules import PICTURE, Mood, Page
from portal.my_pages.tables import Feeling, MyAnswer, MyAnswerBefore
from portal.notifications.actions import tell_each
from portal.notifications.tables import Notice
from portal.people.tables import Person
from portal.shares import actions as shares
from portal.shares.policy import who_reads
from portal.shares.rules import Thing
from portal.uploads import actions as uploads
from portal.uploads.pictures import Picture
from portal.worries import actions as worries
from portal.worries.rules import Why

SOURCE = "feeling"
_unseen = aliased(Notice, name="unseen")


class Enough(Exception):
    """So many check-ins today already."""


def write(
    db: Db, viewer: Viewer, page: Page, code: str, text: str, hidden: bool, now: datetime,
    picture: Picture | None = None,
) -> bool:  # fmt: skip
    """What stands under a question from now on; what stood there is kept for them. Whether anything
    changed. Whoever is shown the page is told that there is something new in it."""
    old = _there(db, viewer, page, code)
    upload_id = None
    if picture is not None:
        upload_id = uploads.keep(db, viewer, viewer.person_id, picture, now)
    if old is None:
        if not text and picture is None and not hidden:
            return False
        put = insert_or(db, MyAnswer).values(
            id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id,
            page=page.value, code=code, text=text, language=viewer.language, hidden=hidden,
            upload_id=upload_id, changed_at=now,
        )  # fmt: skip
        put = put.on_conflict_do_nothing()
        if db.execute(put.returning(MyAnswer.id)).first() is None:
            # Sent twice at once: the other one is there by now, and is kept.
            return write(db, viewer, page, code, text, hidden, now, picture)
    elif (old.text, old.hidden) == (text, hidden) and picture is None:
        return False
    else:
        _change(db, viewer, old, text, hidden, upload_id, now)
    if not hidden and (text or picture is not None):
        _tell(db, viewer, rules.THINGS[page], now)
    return True


def _there(db: Db, viewer: Viewer, page: Page, code: str) -> MyAnswer | None:
    """The row of this question, held until the commit: of two that are sent at once the second
    finds what the first wrote, and keeps it."""
    return db.scalars(
        select(MyAnswer)
        .where(
            MyAnswer.council_id == viewer.council_id, MyAnswer.person_id == viewer.person_id,
            MyAnswer.page == page, MyAnswer.code == code,
        )
        .with_for_update()
    ).one_or_none()  # fmt: skip


def _change(
    db: Db, viewer: Viewer, old: MyAnswer, text: str, hidden: bool, upload_id: int | None,
    now: datetime,
) -> None:  # fmt: skip
    values: dict[str, object] = {"hidden": hidden}
    if text != old.text:
        values |= {"text": text, "language": viewer.language, "changed_at": now}
        if old.text:
            add_rows(db, MyAnswerBefore, [
                {"id": new_id(), "council_id": viewer.council_id, "person_id": viewer.person_id,
                 "page": old.page, "code": old.code, "text": old.text, "language": old.language,
                 "changed_at": old.changed_at}
            ])  # fmt: skip
    gone = old.upload_id
    if upload_id is not None:
        values["upload_id"] = upload_id
    db.execute(update(MyAnswer).where(MyAnswer.id == old.id).values(**values))
    if upload_id is not None and gone is not None:
        uploads.take_away(db, viewer.council_id, gone)


def take_picture_away(db: Db, viewer: Viewer, now: datetime) -> None:
    """It and every byte of it; again changes nothing. What they wrote about it is kept for them."""
    old = _there(db, viewer, Page.ABOUT, PICTURE)
    if old is None or old.upload_id is None:
        return
    gone = old.upload_id
    _change(db, viewer, old, "", old.hidden, None, now)
    db.execute(update(MyAnswer).where(MyAnswer.id == old.id).values(upload_id=None))
    uploads.take_away(db, viewer.council_id, gone)


# --- to whom it is shown ------------------------------------------------------------------------


def show(db: Db, viewer: Viewer, thing: Thing, wanted: Collection[str], now: datetime) -> None:
    """From now on exactly these read it. Whoever did not before is told that there is something."""
    readers = who_reads(viewer.council_id, viewer.person_id, thing, now)
    before = {row.with_id for row in db.execute(readers)}
    shares.show_to(db, viewer, thing, wanted, now)
    _tell(db, viewer, thing, now, but=before)


def _tell(db: Db, viewer: Viewer, thing: Thing, now: datetime, but: Collection[int] = ()) -> None:
    """Whoever is shown it, and was not told since they last looked. Three statements at most."""
    readers = who_reads(viewer.council_id, viewer.person_id, thing, now).subquery()
    ref = select(Person.ref).where(Person.id == viewer.person_id).scalar_subquery()
    told = exists(
        select(_unseen.id).where(
            _unseen.council_id == viewer.council_id, _unseen.person_id == readers.c.with_id,
            _unseen.kind == NOTICE, _unseen.source_ref == ref, _unseen.seen_at.is_(None),
        )
    )  # fmt: skip
    rows = db.execute(
        select(readers.c.with_id, readers.c.carer, ref.label("ref")).where(not_(told))
    ).all()
    new = [row for row in rows if row.with_id not in but]
    if new:
        about = {row.with_id: viewer.person_id for row in new if row.carer}
        ids = [row.with_id for row in new]
        tell_each(db, viewer.council_id, ids, NOTICE, "person", now, new[0].ref, about)


def looked(viewer: Viewer, person_id: int, now: datetime) -> None:
    """An adult has looked at what this young person shows them: by the ledger, as it is a GET."""

    ref = select(Person.ref).where(Person.id == person_id).scalar_subquery()

    def mark(connection: DbConnection) -> None:
        connection.execute(
            update(cast(Table, Notice.__table__))
            .where(
                Notice.council_id == viewer.council_id, Notice.person_id == viewer.person_id,
                Notice.kind == NOTICE, Notice.source_ref == ref, Notice.seen_at.is_(None),
            )
            .values(seen_at=now)
        )  # fmt: skip

    ledger.after_answer(mark)


# --- how I am -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Says:
    """words: None where the form had no box for them (a tap on Home): what stands there stays."""

    mood: Mood
    words: str | None
    help: bool


def say(db: Db, viewer: Viewer, what: Says, key: str, now: datetime) -> str | None:
    """Keep how they are; a second tap soon after changes the first. With `help` it is sent: raised
    in the same commit, and somebody is told. Whether it was ("help", else None).

    Raises Enough, receipts.KeyReused.
    """
    content = receipts.fingerprint("feeling", what.mood, what.words or "", str(what.help))
    earlier = receipts.first_time(db, viewer.account_id, key, content, new_ref(), now)
    if earlier is not None:
        return Why.HELP.value if what.help else None
    start = clock.at_wall(datetime.combine(clock.today(now), datetime.min.time()))
    today = (
        select(func.count(Feeling.id))
        .where(Feeling.person_id == viewer.person_id, Feeling.at >= start)
        .scalar_subquery()
    )
    last = db.execute(
        select(Feeling.id, Feeling.ref, Feeling.at, Feeling.words, Feeling.help,
               today.label("today"))
        .where(Feeling.council_id == viewer.council_id, Feeling.person_id == viewer.person_id)
        .order_by(Feeling.at.desc(), Feeling.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if last is not None and rules.changes_the_last(last.at, last.help, now):
        words = last.words if what.words is None else what.words
        id, ref = last.id, last.ref
        db.execute(
            update(Feeling)
            .where(Feeling.id == id)
            .values(mood=what.mood.value, words=words, help=what.help)
        )
    else:
        if last is not None and last.today >= rules.MOST_A_DAY and not what.help:
            raise Enough
        id, ref, words = new_id(), new_ref(), what.words or ""
        add_rows(db, Feeling, [
            {"id": id, "ref": ref, "council_id": viewer.council_id,
             "person_id": viewer.person_id, "at": now, "mood": what.mood.value, "words": words,
             "help": what.help}
        ])  # fmt: skip
    if not what.help:
        return None
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, Why.HELP.value, words,
        (SOURCE, id, ref), now,
    )  # fmt: skip
