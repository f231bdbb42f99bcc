"""An answer that says what will be done becomes a promise, read by nobody who may not read what
was said."""

from __future__ import annotations

from datetime import date, datetime

from portal.core.access import Band, Viewer
from portal.core.db import Db
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.promises import actions as promises
from portal.promises import areas
from portal.say.policy import SOURCE
from portal.say.rules import Readers


def area_for(readers: Readers) -> str:
    """Where the worker reads what was said, whoever was granted the whole record reads the promise;
    otherwise only whose word it is. Never a part of the plan: carers read those."""
    return "" if Readers.WORKER in readers else areas.NOBODYS


def make(
    db: Db, viewer: Viewer, person_id: int, readers: Readers, text: str, owner: int | str,
    due: date, answer_id: int, now: datetime,
) -> str:  # fmt: skip
    """The promise's ref. The caller tells the young person, has asked whose word it can be, and
    knows that something may still go to them."""
    young = Subject(person_id, "", "", "", None, "en", Grant.NAME, False, Band.ADULT)
    return promises.make(
        db, viewer, young, text, owner, due, area_for(readers), SOURCE, str(answer_id), now,
        quietly=True,
    )  # fmt: skip
