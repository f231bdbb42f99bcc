"""Writes about complaints: by the young person, and by whoever deals with one. Each is one commit,
safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import select, update

from portal.clocks.days import load_holidays
from portal.core import audit, clock, receipts
from portal.core.access import Band, Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.core.words import language
from portal.notifications import actions as notifications
from portal.notifications.actions import send_later
from portal.owed.kept import keep_from, those_kept_from
from portal.people.pages import Subject
from portal.people.rules import Grant
from portal.promises import actions as promises
from portal.promises import areas
from portal.promises.tables import Promise
from portal.put_right.complaints import entries, policy, rules, worrying
from portal.put_right.complaints.pages import Card
from portal.put_right.complaints.policy import SOURCE
from portal.put_right.complaints.rules import Outcome, State, What, When
from portal.put_right.complaints.tables import Complaint, ComplaintAnswer, ComplaintStep
from portal.put_right.complaints.worrying import IN_COMPLAINT, IN_STEP
from portal.uploads.actions import Sent as Brought
from portal.uploads.actions import keep as keep_file
from portal.uploads.actions import kind_of, print_of
from portal.worries import actions as worries

# What is new, and for whom: `routes` gives each its words.
NEW, CHANGED, TAKEN_BACK = "complaint", "complaint_changed", "complaint_over"


class ChangedMeanwhile(Exception):
    """Something else happened to it since the page was drawn."""


class NothingGoesThere(Exception):
    """Nothing is sent to this young person any more (`people.stops`)."""


class NobodyDeals(Exception):
    """Nobody is there who could deal with it: the page says whom else they can go to."""


@dataclass(frozen=True)
class Words:
    """kept: keys of whom it is about, and who must not learn of it."""

    text: str
    wanted: str
    about: str
    happened: When
    kept: tuple[int, ...]
    brought: Brought | None = None
    from_ref: str = ""

    def mark(self) -> tuple[str, ...]:
        return (
            self.text, self.wanted, self.about, self.happened, self.from_ref,
            print_of(self.brought), *sorted(str(id) for id in self.kept),
        )  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """worry: why somebody looks at it soon, if they do."""

    ref: str
    worry: str | None


def complain(
    db: Db, viewer: Viewer, words: Words, handler_id: int, key: str, now: datetime
) -> Sent:
    """Keep it, and that it is owed an answer, by `handler_id`, whom the page has named. Sent twice
    it happens once. Raises NothingGoesThere, receipts.KeyReused; ValueError for somebody whom it is
    about."""
    if handler_id in words.kept:
        raise ValueError(handler_id)
    id, ref = new_id(), new_ref()
    content = receipts.fingerprint("complaint", *words.mark())
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return Sent(earlier, None)
    row = {
        "id": id, "council_id": viewer.council_id, "ref": ref, "person_id": viewer.person_id,
        "text": words.text, "wanted": words.wanted, "about": words.about,
        "language": language().tag, "happened": words.happened.value,
        **_brought(db, viewer, words.brought, now), "from_ref": words.from_ref,
        "handler_id": handler_id, "stage": 1, "state": State.LOOKING.value, "made_at": now,
        **_clock(1, State.LOOKING, now), "panel_on": None, "investigator": "", "independent": "",
        "over_at": None,
    }  # fmt: skip
    add_rows(db, Complaint, [row])
    keep_from(db, viewer.council_id, SOURCE, id, words.kept, now)
    entries.owe(db, row)
    send_later(db, viewer.council_id, handler_id, NEW, str(id), now)
    said = f"{words.text}\n{words.wanted}"
    return Sent(ref, _look_at(db, viewer, said, (IN_COMPLAINT, id, ref), words.kept, now))


def _brought(db: Db, viewer: Viewer, brought: Brought | None, now: datetime) -> dict[str, Any]:
    kept = None if brought is None else keep_file(db, viewer, viewer.person_id, brought, now)
    kind = "" if brought is None else kind_of(brought)
    return {
        "picture_id": kept if kind == "picture" else None,
        "voice_id": kept if kind == "voice" else None,
    }


def _clock(stage: int, state: State, now: datetime, until: date | None = None) -> dict[str, Any]:
    """The columns of a wait, or a rest, that begins now."""
    if state not in rules.WAITING:
        return {"since": now, "until_on": None, "due_on": None, "due_at": None}
    began, holidays = clock.today(now), load_holidays()
    return {
        "since": now, "until_on": until,
        "due_on": rules.due_on(stage, state, began, holidays, until),
        "due_at": rules.late_from(stage, state, began, holidays, until),
    }  # fmt: skip


def _look_at(
    db: Db,
    viewer: Viewer,
    text: str,
    source: tuple[str, int, str],
    kept: Sequence[int],
    now: datetime,
) -> str | None:
    return worries.look_at(
        db, viewer.council_id, viewer.person_id, viewer.person_id, "text", text,
        source, now, kept,
    )  # fmt: skip


# --- the young person, about one ----------------------------------------------------------------


def asks_on(db: Db, viewer: Viewer, card: Card, why: str, key: str, now: datetime) -> str | None:
    """The next stage is asked for. Why somebody looks at their words soon, if they do. Raises
    ChangedMeanwhile, receipts.KeyReused."""
    if not _first(db, viewer, card.ref, "next", why, key, now):
        return None
    stage, state = rules.after(card.stage, card.state, What.ASKED_ON, late=card.late)
    row = _moves(db, card, stage, state, now)
    step_id = _step(db, row, What.ASKED_ON, viewer.person_id, now, words=why)
    entries.owe(db, row)
    send_later(db, viewer.council_id, row["handler_id"], NEW, f"{card.id}:{stage}", now)
    kept = those_kept_from(db, SOURCE, card.id) if why else frozenset()
    return _look_at(db, viewer, why, (IN_STEP, step_id, card.ref), tuple(kept), now)


def settles(db: Db, viewer: Viewer, card: Card, key: str, now: datetime) -> None:
    """The answer settles it. Raises ChangedMeanwhile, receipts.KeyReused."""
    if _first(db, viewer, card.ref, "settled", "", key, now):
        row = _moves(db, card, *rules.after(card.stage, card.state, What.SETTLED), now, over_at=now)
        _step(db, row, What.SETTLED, viewer.person_id, now)


def withdraws(db: Db, viewer: Viewer, card: Card, why: str, key: str, now: datetime) -> str | None:
    """They take it back. Why somebody looks at their words soon, if they do: whoever takes a
    complaint back may have been made to. Raises ChangedMeanwhile, receipts.KeyReused."""
    if not _first(db, viewer, card.ref, "withdrawn", why, key, now):
        return None
    to = rules.after(card.stage, card.state, What.WITHDRAWN)
    row = _moves(db, card, *to, now, over_at=now)
    step_id = _step(db, row, What.WITHDRAWN, viewer.person_id, now, words=why)
    entries.paid(db, card.id, now)
    notifications.tell(db, viewer.council_id, card.handler_id, TAKEN_BACK, SOURCE, card.ref, now)
    kept = those_kept_from(db, SOURCE, card.id) if why else frozenset()
    return _look_at(db, viewer, why, (IN_STEP, step_id, card.ref), tuple(kept), now)


def not_them(db: Db, viewer: Viewer, card: Card, instead_id: int, key: str, now: datetime) -> None:
    """Whoever deals with it must not: somebody else does from now on, and they learn no more of it.
    Raises ChangedMeanwhile, receipts.KeyReused."""
    if not _first(db, viewer, card.ref, "not-them", str(card.handler_id), key, now):
        return
    keep_from(db, viewer.council_id, SOURCE, card.id, [card.handler_id], now)
    row = _handed(db, card, instead_id)
    worrying.hand_on(db, viewer.council_id, card.id, card.handler_id, instead_id, now)
    _step(db, row, What.HANDED, viewer.person_id, now, to_id=instead_id)
    if card.waits:
        entries.owe(db, row)
    send_later(db, viewer.council_id, instead_id, NEW, f"{card.id}:{instead_id}", now)


def _first(
    db: Db, viewer: Viewer, ref: str, what: str, words: str, key: str, now: datetime
) -> bool:
    content = receipts.fingerprint("complaint", what, ref, words)
    return receipts.first_time(db, viewer.account_id, key, content, ref, now) is None


def _handed(db: Db, card: Card, to_id: int) -> dict[str, Any]:
    """Somebody else deals with it, in the same time. Raises ChangedMeanwhile."""
    return _write(db, card, handler_id=to_id)


def _moves(
    db: Db, card: Card, stage: int, state: State, now: datetime, **also: Any
) -> dict[str, Any]:
    """One step on, if nothing else happened meanwhile. Raises ChangedMeanwhile."""
    if (stage, state) == (card.stage, card.state):
        raise ChangedMeanwhile
    over = {"over_at": None, **also}
    return _write(db, card, stage=stage, state=state.value, **_clock(stage, state, now), **over)


def _write(db: Db, card: Card, **values: Any) -> dict[str, Any]:
    done = db.execute(
        update(Complaint)
        .where(
            Complaint.id == card.id, Complaint.stage == card.stage, Complaint.state == card.state,
            Complaint.handler_id == card.handler_id,
        )
        .values(**values)
        .returning(*Complaint.__table__.c)
        .execution_options(synchronize_session=False)
    ).mappings().first()  # fmt: skip
    if done is None:
        raise ChangedMeanwhile
    return dict(done)


def _step(
    db: Db, row: dict[str, Any], what: What, by_id: int | None, now: datetime, *,
    words: str = "", day: date | None = None, to_id: int | None = None, stage: int | None = None,
) -> int:  # fmt: skip
    id = new_id()
    add_rows(db, ComplaintStep, [{
        "id": id, "council_id": row["council_id"], "complaint_id": row["id"], "what": what.value,
        "stage": stage or row["stage"], "by_id": by_id, "to_id": to_id, "day": day, "words": words,
        "at": now,
    }])  # fmt: skip
    return id


# --- whoever deals with it ----------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    """What whoever deals with it says that happened. words: as the young person reads it."""

    what: What
    words: str = ""
    day: date | None = None
    to_id: int | None = None
    investigator: str = ""
    independent: str = ""

    def mark(self) -> tuple[str, ...]:
        return (self.what, self.words, str(self.day), str(self.to_id), self.investigator,
                self.independent)  # fmt: skip


def note(db: Db, viewer: Viewer, card: Card, what: Note, key: str, now: datetime) -> None:
    """Write it down, and tell the young person. Raises ChangedMeanwhile where it cannot happen any
    more, NothingGoesThere, receipts.KeyReused."""
    if card.stopped:
        raise NothingGoesThere
    if not _first(db, viewer, card.ref, "note", "|".join(what.mark()), key, now):
        return
    row = _noted(db, card, what, now)
    _step(
        db, row, what.what, viewer.person_id, now, words=what.words, day=what.day,
        to_id=what.to_id, stage=card.stage,
    )  # fmt: skip
    if what.what in (What.HANDED, What.EXTENDED, What.HELD, What.FOUND):
        entries.owe(db, row)
    if what.what is What.HANDED and what.to_id is not None:
        send_later(db, viewer.council_id, what.to_id, NEW, f"{card.id}:{what.to_id}", now)
    _tell(db, viewer, card, now)
    audit.changed(db, viewer, card.person_id, "complaints.noted", now)


def _noted(db: Db, card: Card, what: Note, now: datetime) -> dict[str, Any]:
    if card.over:
        raise ChangedMeanwhile
    if what.what is What.HANDED:
        return _handed(db, card, cast(int, what.to_id))
    if what.what is What.EXTENDED:
        if not card.waits or card.longest is None:
            raise ChangedMeanwhile
        assert what.day is not None
        # The wait is the same: it only takes longer.
        return _write(
            db, card, until_on=what.day, due_on=what.day, due_at=rules.midnight_after(what.day)
        )
    if what.what is What.NAMED:
        return _write(db, card, investigator=what.investigator, independent=what.independent)
    if what.what is What.PANEL_SET:
        if card.state is not State.PANEL:
            raise ChangedMeanwhile
        return _write(db, card, panel_on=what.day)
    if what.what in (What.HELD, What.FOUND):
        return _moves(db, card, *rules.after(card.stage, card.state, what.what), now)
    return {"id": card.id, "council_id": _council(db, card), "stage": card.stage}


def _council(db: Db, card: Card) -> int:
    """Held until the commit, so that what is noted is noted of how it stood."""
    found = db.execute(
        select(Complaint.council_id)
        .where(Complaint.id == card.id, Complaint.state == card.state.value)
        .with_for_update()
    ).first()
    if found is None:
        raise ChangedMeanwhile
    return int(found.council_id)


@dataclass(frozen=True)
class Promised:
    """What will be done: in whose name (the key of an adult), and by which day."""

    owner_id: int
    text: str
    due: date


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    text: str
    learned: str = ""
    promised: Promised | None = None

    def mark(self) -> tuple[str, ...]:
        one = self.promised
        more = (str(one.owner_id), one.text, one.due.isoformat()) if one else ()
        return (self.outcome, self.text, self.learned, *more)


def answer(db: Db, viewer: Viewer, card: Card, what: Answer, key: str, now: datetime) -> None:
    """The answer of this stage, and the young person is told; what will be done becomes a promise
    that nobody reads who may not read the complaint. Raises ChangedMeanwhile, NothingGoesThere,
    receipts.KeyReused."""
    if card.stopped:
        raise NothingGoesThere
    if not _first(db, viewer, card.ref, "answer", "|".join(what.mark()), key, now):
        return
    row = _moves(db, card, *rules.after(card.stage, card.state, What.ANSWERED), now)
    id = new_id()
    promise_ref = _promise(db, viewer, card, what.promised, id, now) if what.promised else ""
    add_rows(db, ComplaintAnswer, [{
        "id": id, "council_id": viewer.council_id, "complaint_id": card.id, "stage": card.stage,
        "outcome": what.outcome.value, "text": what.text, "by_id": viewer.person_id, "at": now,
        "late": card.late, "promise_ref": promise_ref, "learned": what.learned,
    }])  # fmt: skip
    _step(db, row, What.ANSWERED, viewer.person_id, now)
    entries.paid(db, card.id, now)
    _tell(db, viewer, card, now)
    audit.changed(db, viewer, card.person_id, "complaints.answered", now)


def _promise(
    db: Db, viewer: Viewer, card: Card, what: Promised, answer_id: int, now: datetime
) -> str:
    young = Subject(card.person_id, "", "", "", None, "en", Grant.NAME, False, Band.ADULT)
    ref = promises.make(
        db, viewer, young, what.text, what.owner_id, what.due, areas.NOBODYS, SOURCE,
        str(answer_id), now, quietly=True,
    )  # fmt: skip
    kept = those_kept_from(db, SOURCE, card.id)
    if kept:
        made = db.scalars(
            select(Promise.id).where(Promise.council_id == viewer.council_id, Promise.ref == ref)
        ).one()
        keep_from(db, viewer.council_id, "promise", made, kept, now)
    return ref


def _tell(db: Db, viewer: Viewer, card: Card, now: datetime) -> None:
    notifications.tell(db, viewer.council_id, card.person_id, CHANGED, SOURCE, card.ref, now)


def saw(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """The young person has looked at it. Raises NoResultFound."""
    db.execute(select(Complaint.id).where(policy.reads(viewer), Complaint.ref == ref)).one()
    notifications.seen(db, viewer.council_id, viewer.person_id, SOURCE, ref, now)
