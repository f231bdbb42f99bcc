"""Writes: a contact, a wish, an answer, codes, a search. Each is one commit, safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.exc import NoResultFound

from portal.clocks.kinds import Clock
from portal.clocks.tables import DoneOn
from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.keep_in_touch import entries, policy, rules
from portal.keep_in_touch.rules import Began, Doing, Feeling, How, Living, Step
from portal.keep_in_touch.tables import (
    CheckIn,
    Confirmed,
    Contact,
    LostTouch,
    LostTouchStep,
    Rhythm,
)
from portal.notifications.actions import seen, tell
from portal.people.allocated import allocated
from portal.people.oversight import overseers
from portal.worries import actions as worries

# What is new, and for whom: `routes` gives each its words.
ASKED, ANSWERED, WISHED, WRITTEN_DOWN = "check_in", "check_in_answered", "wish", "rhythm"
LOST, HEARD = "lost_touch", "heard_again"


class ClosedMeanwhile(Exception):
    """The check-in was answered or has closed since the page was drawn."""


class DoNotFit(Exception):
    """The codes do not go together; `misfits` says why."""

    def __init__(self, misfits: tuple[rules.Misfit, ...]) -> None:
        super().__init__(misfits)
        self.misfits = misfits


class AlreadySearching(Exception):
    """Somebody else said so first."""


@dataclass(frozen=True)
class Happened:
    """One contact, as it is told."""

    how: How
    day: date
    began: Began
    reached: bool
    note: str

    @property
    def counts(self) -> bool:
        return rules.counts(self.how, self.reached, self.began)

    def mark(self) -> tuple[str, ...]:
        return self.how, self.day.isoformat(), self.began, str(self.reached), self.note


def log(db: Db, viewer: Viewer, person_id: int, what: Happened, key: str, now: datetime) -> None:
    """Keep it; one that counts moves the day for the next, and is the call that was asked for.
    Sent twice it happens once. Raises KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("contact", str(person_id), *what.mark())
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    _add(db, viewer, person_id, what, now, ref)
    _recount(db, viewer.council_id, person_id, now)
    audit.changed(db, viewer, person_id, "keep_in_touch.logged", now)


def put_right(
    db: Db, viewer: Viewer, person_id: int, ref: str, what: Happened, key: str, now: datetime
) -> None:
    """A new row stands in for the old one, which stays and is shown no more. On the day on which
    it was written its writer changes it in place. Sent twice it happens once.

    Raises NoResultFound unless it is the viewer's to put right; KeyReused.
    """
    content = receipts.fingerprint("put-right", ref, *what.mark())
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    old = db.scalars(
        select(Contact)
        .where(
            Contact.council_id == viewer.council_id, Contact.person_id == person_id,
            Contact.ref == ref, Contact.put_right_at.is_(None),
        )
        .with_for_update()
    ).one()  # fmt: skip
    if not policy.may_put_right(viewer, old.by_id):
        raise NoResultFound
    was = old.day
    fresh = old.by_id == viewer.person_id and clock.today(old.made_at) == clock.today(now)
    if fresh and what.how is not How.NOTHING:
        old.how, old.day, old.began = what.how.value, what.day, what.began.value
        old.reached, old.note = what.reached, what.note
        db.flush()
        if what.counts:
            _done_on(db, viewer.council_id, person_id, what)
    else:
        old.put_right_at = now
        db.flush()
        _add(db, viewer, person_id, what, now, new_ref(), old.id)
    _drop_day(db, viewer.council_id, person_id, was)
    _recount(db, viewer.council_id, person_id, now)
    audit.changed(db, viewer, person_id, "keep_in_touch.put_right", now)


def _add(
    db: Db, viewer: Viewer, person_id: int, what: Happened, now: datetime, ref: str,
    corrects_id: int | None = None,
) -> None:  # fmt: skip
    db.add(
        Contact(
            id=new_id(), ref=ref, council_id=viewer.council_id, person_id=person_id,
            by_id=viewer.person_id, day=what.day, how=what.how.value, began=what.began.value,
            reached=what.reached, note=what.note, made_at=now, corrects_id=corrects_id,
        )
    )  # fmt: skip
    db.flush()
    if what.counts:
        _done_on(db, viewer.council_id, person_id, what)
        _called(db, viewer.council_id, person_id, what.day, now)


def _done_on(db: Db, council_id: int, person_id: int, what: Happened) -> None:
    _keep_day(db, council_id, person_id, what.day, what.how.value)


def _keep_day(db: Db, council_id: int, person_id: int, day: date, how: str) -> None:
    """A day that counts. One is enough, however often they spoke on it."""
    put = insert_or(db, DoneOn).values(
        id=new_id(), council_id=council_id, person_id=person_id,
        clock=Clock.KEEP_IN_TOUCH.value, day=day, how=how,
    )  # fmt: skip
    db.execute(put.on_conflict_do_nothing())


def _drop_day(db: Db, council_id: int, person_id: int, day: date) -> None:
    """A day on which nothing that counts is left of what was logged; of what the council's file
    says (no `how`) nothing is taken away."""
    rest = db.execute(
        select(Contact.how, Contact.reached, Contact.began).where(
            Contact.council_id == council_id, Contact.person_id == person_id, Contact.day == day,
            Contact.put_right_at.is_(None),
        )
    )  # fmt: skip
    if any(rules.counts(How(row.how), row.reached, Began(row.began)) for row in rest):
        return
    db.execute(
        delete(DoneOn).where(
            DoneOn.council_id == council_id, DoneOn.person_id == person_id,
            DoneOn.clock == Clock.KEEP_IN_TOUCH.value, DoneOn.day == day,
            DoneOn.how.in_([how.value for how in rules.LOGGED]),
        )
    )  # fmt: skip


def _called(db: Db, council_id: int, person_id: int, day: date, now: datetime) -> None:
    """The call that was asked for in a check-in: being in touch since then is the answer."""
    waiting = db.scalars(
        select(CheckIn).where(
            CheckIn.council_id == council_id, CheckIn.person_id == person_id, CheckIn.call_me,
            CheckIn.answered_at.is_not(None), CheckIn.called_at.is_(None),
        )
    )  # fmt: skip
    for one in waiting:
        if one.answered_at is not None and clock.today(one.answered_at) <= day:
            one.called_at = now
    db.flush()


def _recount(db: Db, council_id: int, person_id: int, now: datetime) -> None:
    """What is owed, in the same commit. The council's first contact of all begins the count for
    everybody: from then on it keeps them."""
    first = select(func.count(DoneOn.id)).where(
        DoneOn.council_id == council_id, DoneOn.clock == Clock.KEEP_IN_TOUCH.value
    )
    everybody = (db.scalar(first.limit(2)) or 0) <= 1
    entries.match(db, council_id, now, None if everybody else person_id)


# --- their wish -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    weeks: int | None
    how: str
    best: str
    wish: str


def want(db: Db, viewer: Viewer, person_id: int, what: Wanted, key: str, now: datetime) -> None:
    """How they would like it: their own word, or written down for them. The other side is told.
    Raises KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint(
        "wish", str(person_id), str(what.weeks), what.how, what.best, what.wish
    )
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    theirs = viewer.person_id == person_id
    db.add(
        Rhythm(
            id=new_id(), council_id=viewer.council_id, person_id=person_id, weeks=what.weeks,
            how=what.how, best=what.best, wish=what.wish, by_id=viewer.person_id, theirs=theirs,
            made_at=now,
        )
    )  # fmt: skip
    db.flush()
    entries.match(db, viewer.council_id, now, person_id)
    if theirs:
        _tell_worker(db, viewer.council_id, person_id, WISHED, ref, now)
    else:
        tell(db, viewer.council_id, person_id, WRITTEN_DOWN, "rhythm", ref, now)
        audit.changed(db, viewer, person_id, "keep_in_touch.wished", now)


def _tell_worker(
    db: Db, council_id: int, person_id: int, kind: str, ref: str, now: datetime
) -> None:
    workers, _iros = allocated(db, council_id, clock.today(now), person_id)
    if person_id in workers:
        tell(db, council_id, workers[person_id], kind, "keep_in_touch", ref, now)


# --- the check-in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answered:
    feeling: Feeling | None
    living: Living | None
    doing: Doing | None
    call: bool
    words: str

    def mark(self) -> tuple[str, ...]:
        codes = (self.feeling, self.living, self.doing)
        return *(code.value if code else "" for code in codes), str(self.call), self.words


def answer(db: Db, viewer: Viewer, ref: str, what: Answered, key: str, now: datetime) -> str | None:
    """Keep the answer: it is being in touch. Whether it worried us ("help" or "words"), else None.

    Raises NoResultFound for one that is not theirs, ClosedMeanwhile, KeyReused.
    """
    content = receipts.fingerprint("check-in", ref, *what.mark())
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return None
    today = clock.today(now)
    one = db.scalars(
        select(CheckIn)
        .where(
            CheckIn.council_id == viewer.council_id, CheckIn.person_id == viewer.person_id,
            CheckIn.ref == ref,
        )
        .with_for_update()
    ).one()  # fmt: skip
    if one.answered_at is not None or not one.opens <= today <= one.closes:
        raise ClosedMeanwhile
    one.answered_at, one.words, one.call_me = now, what.words, what.call
    one.feeling = what.feeling.value if what.feeling else ""
    one.living = what.living.value if what.living else ""
    one.doing = what.doing.value if what.doing else ""
    db.flush()
    _keep_day(db, viewer.council_id, viewer.person_id, today, "check_in")
    _recount(db, viewer.council_id, viewer.person_id, now)
    seen(db, viewer.council_id, viewer.person_id, "check_in", None, now)
    searching = _searching(db, viewer.council_id, viewer.person_id)
    _tell_worker(
        db, viewer.council_id, viewer.person_id, HEARD if searching else ANSWERED, ref, now
    )
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", what.words,
        ("check_in", one.id, one.ref), now,
    )  # fmt: skip


# --- the codes ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picked:
    age: int
    in_touch: str
    activity: str
    accommodation: str
    evidence: str


def confirm(db: Db, viewer: Viewer, person_id: int, what: Picked, key: str, now: datetime) -> None:
    """A new row each time: who, when, how they know. Raises DoNotFit, KeyReused."""
    wrong = rules.misfits(what.age, what.in_touch, what.activity, what.accommodation)
    if wrong:
        raise DoNotFit(wrong)
    content = receipts.fingerprint(
        "codes", str(person_id), str(what.age), what.in_touch, what.activity, what.accommodation,
        what.evidence,
    )  # fmt: skip
    if receipts.first_time(db, viewer.account_id, key, content, new_ref(), now) is not None:
        return
    beside = db.scalar(
        select(CheckIn.id)
        .where(
            CheckIn.council_id == viewer.council_id, CheckIn.person_id == person_id,
            CheckIn.answered_at.is_not(None),
        )
        .order_by(CheckIn.opens.desc())
        .limit(1)
    )  # fmt: skip
    db.add(
        Confirmed(
            id=new_id(), council_id=viewer.council_id, person_id=person_id, age=what.age,
            in_touch=what.in_touch, activity=what.activity, accommodation=what.accommodation,
            evidence=what.evidence, check_in_id=beside, by_id=viewer.person_id, made_at=now,
        )
    )  # fmt: skip
    db.flush()
    audit.changed(db, viewer, person_id, "keep_in_touch.confirmed", now)


# --- losing and finding ---------------------------------------------------------------------------


def _searching(db: Db, council_id: int, person_id: int) -> LostTouch | None:
    return db.scalars(
        select(LostTouch)
        .where(
            LostTouch.council_id == council_id, LostTouch.person_id == person_id,
            LostTouch.found_at.is_(None),
        )
        .with_for_update()
    ).first()  # fmt: skip


def begin_search(
    db: Db, viewer: Viewer, person_id: int, since: date, key: str, now: datetime
) -> None:
    """We do not know how they are: managers are told. Raises AlreadySearching, KeyReused."""
    ref = new_ref()
    content = receipts.fingerprint("lost", str(person_id), since.isoformat())
    if receipts.first_time(db, viewer.account_id, key, content, ref, now) is not None:
        return
    if _searching(db, viewer.council_id, person_id) is not None:
        raise AlreadySearching
    db.add(
        LostTouch(
            id=new_id(), ref=ref, council_id=viewer.council_id, person_id=person_id, since=since,
            by_id=viewer.person_id, made_at=now,
        )
    )  # fmt: skip
    db.flush()
    for told in overseers(db, viewer.council_id, person_id, now, (viewer.person_id,)):
        tell(db, viewer.council_id, told, LOST, "keep_in_touch", ref, now)
    entries.match(db, viewer.council_id, now, person_id)
    audit.changed(db, viewer, person_id, "keep_in_touch.search", now)


def step(
    db: Db, viewer: Viewer, person_id: int, what: Step, day: date, note: str, key: str,
    now: datetime,
) -> None:  # fmt: skip
    """One step was tried. Raises NoResultFound where nobody is searched for; KeyReused."""
    content = receipts.fingerprint("step", str(person_id), what.value, day.isoformat(), note)
    if receipts.first_time(db, viewer.account_id, key, content, new_ref(), now) is not None:
        return
    lost = _searching(db, viewer.council_id, person_id)
    if lost is None:
        raise NoResultFound
    db.add(
        LostTouchStep(
            id=new_id(), council_id=viewer.council_id, lost_id=lost.id, step=what.value, day=day,
            by_id=viewer.person_id, note=note, made_at=now,
        )
    )  # fmt: skip
    db.flush()
    entries.match(db, viewer.council_id, now, person_id)
    audit.changed(db, viewer, person_id, "keep_in_touch.search", now)


def end_search(db: Db, viewer: Viewer, person_id: int, how: str, key: str, now: datetime) -> None:
    """They are in touch again. Twice changes nothing. Raises KeyReused."""
    content = receipts.fingerprint("found", str(person_id), how)
    if receipts.first_time(db, viewer.account_id, key, content, new_ref(), now) is not None:
        return
    lost = _searching(db, viewer.council_id, person_id)
    if lost is None:
        return
    lost.found_at, lost.found_by_id, lost.how_found = now, viewer.person_id, how
    db.flush()
    entries.match(db, viewer.council_id, now, person_id)
    audit.changed(db, viewer, person_id, "keep_in_touch.found", now)
