"""Write a decision down, tell it, change it, decide it, drop it; and what the young person answers
without words. Each is one commit, safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from portal.core import audit, clock, receipts
from portal.core.access import Viewer
from portal.core.db import Db, add_rows
from portal.core.ids import new_id, new_ref
from portal.decisions import policy, rules
from portal.decisions.pages import Around, Card
from portal.decisions.rules import MADE, About, Heard, Origin, State, What
from portal.decisions.tables import Decision, DecisionStep
from portal.notifications import actions as notifications
from portal.people.rules import Grant
from portal.say import actions as say
from portal.say.actions import Promised
from portal.say.pages import SaidCard
from portal.say.rules import Answer

SOURCE = "decision"  # where notices say that they come from
# What is new for the young person: `routes` gives each its words.
ASKS, MADE_NOW, CHANGED = "decision_asks", "decision_made", "decision_changed"


class ChangedMeanwhile(Exception):
    """Somebody else wrote in it since the page was drawn, or it does not stand as it did."""


class NotGranted(Exception):
    """The words name what whoever writes them was not granted to read. grants: what."""

    def __init__(self, grants: Grant) -> None:
        self.grants = grants


class AnswerFirst(Exception):
    """The young person said something that waits for an answer."""


@dataclass(frozen=True)
class Words:
    """What is written; the fields are those of `tables.Decision`."""

    about: About
    state: State
    title: str
    why: str
    means: str
    language: str
    decides_id: int | None
    decides: str
    by_day: date | None
    decided_on: date | None
    origin: Origin
    origin_words: str
    not_asked: str
    carer_may: bool

    @property
    def text(self) -> str:
        """All that could name somebody."""
        return "\n".join((self.title, self.why, self.means, self.decides, self.origin_words,
                          self.not_asked))  # fmt: skip

    def columns(self) -> dict[str, Any]:
        return {
            "about": self.about.value, "state": self.state.value, "title": self.title,
            "why": self.why, "means": self.means, "language": self.language,
            "decides_id": self.decides_id, "decides": self.decides, "by_day": self.by_day,
            "decided_on": self.decided_on, "origin": self.origin.value,
            "origin_words": self.origin_words, "not_asked": self.not_asked,
            "carer_may": self.carer_may,
        }  # fmt: skip


def words_of(card: Card) -> Words:
    """As it stands."""
    return Words(
        card.about, card.state, card.title, card.why, card.means, card.language, card.decides_id,
        card.decides_as, card.by_day, card.decided_on, card.origin, card.origin_words,
        card.not_asked, card.carer_may,
    )  # fmt: skip


def write(
    db: Db, viewer: Viewer, person_id: int, grants: Grant, near: Around, words: Words, tells: bool,
    key: str, now: datetime,
) -> str:  # fmt: skip
    """A new one; its ref. tells: the young person reads it from now on. grants: of the viewer's, of
    this young person. Sent twice it happens once. Raises NotGranted, receipts.KeyReused."""
    needs = _needs(words, near, grants)
    id, ref = new_id(), new_ref()
    content = receipts.fingerprint("decision", str(person_id), repr(words), str(tells))
    earlier = receipts.first_time(db, viewer.account_id, key, content, ref, now)
    if earlier is not None:
        return earlier
    add_rows(db, Decision, [{
        "id": id, "council_id": viewer.council_id, "ref": ref, "person_id": person_id,
        **words.columns(), "needs": int(needs), "heard": Heard.NOTHING.value, "heard_at": None,
        "made_by_id": viewer.person_id, "made_at": now, "told_at": now if tells else None,
        "version": 1,
    }])  # fmt: skip
    if tells:
        _told(db, viewer, person_id, id, ref, words, 1, now)
    audit.changed(db, viewer, person_id, "decisions.written", now)
    return ref


def _told(
    db: Db, viewer: Viewer, person_id: int, id: int, ref: str, words: Words, number: int,
    now: datetime,
) -> None:  # fmt: skip
    _step(db, viewer, id, number, What.TOLD, "", words, now)
    kind = ASKS if words.state is State.THINKING else MADE_NOW
    notifications.tell(db, viewer.council_id, person_id, kind, SOURCE, ref, now)


def rewrite(
    db: Db, viewer: Viewer, card: Card, grants: Grant, near: Around, words: Words, tells: bool,
    version: int, key: str, now: datetime,
) -> None:  # fmt: skip
    """One that was not told yet: its words are others, and nothing is kept of the old. Raises
    ChangedMeanwhile, NotGranted, receipts.KeyReused."""
    needs = _needs(words, near, grants)
    if not _first(db, viewer, card, f"rewrite {tells}", words, "", key, now):
        return
    if card.told_at is not None:
        raise ChangedMeanwhile
    _put(db, card, version, {
        **words.columns(), "needs": int(needs), **({"told_at": now} if tells else {}),
    })  # fmt: skip
    if tells:
        _told(db, viewer, card.person_id, card.id, card.ref, words, version + 1, now)
    audit.changed(db, viewer, card.person_id, "decisions.written", now)


def change(
    db: Db, viewer: Viewer, card: Card, grants: Grant, near: Around, words: Words, note: str,
    version: int, key: str, now: datetime,
) -> None:  # fmt: skip
    """Other words of one that was told. What it said before is kept, and the young person is told.
    One that was decided is then decided otherwise. Raises as `rewrite`."""
    needs = _needs(words, near, grants)
    _may_say(card.about, note, near, grants)
    if not _first(db, viewer, card, "change", words, note, key, now):
        return
    what = What.CHANGED if card.state in MADE else What.WORDS
    words = replace(words, state=_after(card, what))
    _put(db, card, version, {**words.columns(), "needs": int(needs)})
    _step(db, viewer, card.id, version + 1, what, note, words, now)
    notifications.tell(db, viewer.council_id, card.person_id, CHANGED, SOURCE, card.ref, now)
    audit.changed(db, viewer, card.person_id, "decisions.changed", now)


@dataclass(frozen=True)
class Answering:
    """The answer to what the young person said, given together with the decision."""

    said: SaidCard
    turn: int
    kind: Answer
    text: str
    promise: Promised | None


def decide(
    db: Db, viewer: Viewer, card: Card, grants: Grant, near: Around, words: Words,
    waiting: tuple[SaidCard, ...], answering: Answering | None, version: int, key: str,
    now: datetime,
) -> None:  # fmt: skip
    """It is decided. waiting: what the young person said that the viewer has to answer; all of it
    is answered now. Raises as `rewrite`; AnswerFirst; what `say.actions.answer` raises."""
    needs = _needs(words, near, grants)
    left = {one.ref for one in waiting} - {answering.said.ref if answering else ""}
    if not _first(db, viewer, card, "decide", words, repr(answering), key, now):
        return
    if left:
        raise AnswerFirst
    words = replace(words, state=_after(card, What.DECIDED))
    _put(db, card, version, {**words.columns(), "needs": int(needs)})
    _step(db, viewer, card.id, version + 1, What.DECIDED, "", words, now)
    if answering is not None:
        say.answer(
            db, viewer, answering.said.ref, answering.kind, answering.text, answering.promise,
            f"{key}-answer", now, answering.turn,
        )  # fmt: skip
    notifications.tell(db, viewer.council_id, card.person_id, MADE_NOW, SOURCE, card.ref, now)
    audit.changed(db, viewer, card.person_id, "decisions.decided", now)


def drop(
    db: Db, viewer: Viewer, card: Card, grants: Grant, near: Around, note: str, version: int,
    key: str, now: datetime,
) -> None:  # fmt: skip
    """It is not going to be decided, or does not count any more. Raises ChangedMeanwhile,
    NotGranted, receipts.KeyReused."""
    words = words_of(card)
    _may_say(card.about, note, near, grants)
    if not _first(db, viewer, card, "drop", words, note, key, now):
        return
    words = replace(words, state=_after(card, What.DROPPED), decided_on=clock.today(now))
    _put(db, card, version, words.columns())
    _step(db, viewer, card.id, version + 1, What.DROPPED, note, words, now)
    notifications.tell(db, viewer.council_id, card.person_id, CHANGED, SOURCE, card.ref, now)
    audit.changed(db, viewer, card.person_id, "decisions.dropped", now)


def throw_away(db: Db, viewer: Viewer, card: Card, version: int, now: datetime) -> None:
    """A note that the young person never read is gone. Raises ChangedMeanwhile."""
    gone = cast(
        CursorResult[Any],
        db.execute(
            delete(Decision).where(
                Decision.id == card.id, Decision.told_at.is_(None), Decision.version == version
            )
        ),
    )
    if not gone.rowcount:
        raise ChangedMeanwhile
    audit.changed(db, viewer, card.person_id, "decisions.written", now)


def _needs(words: Words, near: Around, grants: Grant) -> Grant:
    return _may_say(words.about, words.text, near, grants)


def _may_say(about: About, text: str, near: Around, grants: Grant) -> Grant:
    """What somebody must be granted to read this. Raises NotGranted."""
    needs = policy.needs(about, text, near.named)
    if needs not in grants:
        raise NotGranted(needs & ~grants)
    return needs


def _first(
    db: Db, viewer: Viewer, card: Card, what: str, words: Words, note: str, key: str, now: datetime
) -> bool:
    content = receipts.fingerprint("decision", card.ref, what, repr(words), note)
    return receipts.first_time(db, viewer.account_id, key, content, card.ref, now) is None


def _after(card: Card, what: What) -> State:
    try:
        return rules.after(card.state, what)
    except rules.NotThere:
        raise ChangedMeanwhile from None


def _put(db: Db, card: Card, version: int, columns: dict[str, Any]) -> None:
    done = cast(
        CursorResult[Any],
        db.execute(
            update(Decision)
            .where(Decision.id == card.id, Decision.version == version)
            .values(**columns, version=version + 1)
            .execution_options(synchronize_session=False)
        ),
    )
    if not done.rowcount:
        raise ChangedMeanwhile


def _step(
    db: Db, viewer: Viewer, id: int, number: int, what: What, note: str, words: Words,
    now: datetime,
) -> None:  # fmt: skip
    add_rows(db, DecisionStep, [{
        "id": new_id(), "council_id": viewer.council_id, "decision_id": id, "number": number,
        "what": what.value, "note": note, "by_id": viewer.person_id, "at": now,
        "state": words.state.value, "title": words.title, "why": words.why, "means": words.means,
        "language": words.language, "by_day": words.by_day, "decided_on": words.decided_on,
    }])  # fmt: skip


# --- the young person ---------------------------------------------------------------------------


def without_words(db: Db, viewer: Viewer, ref: str, heard: Heard, now: datetime) -> None:
    """The young person does not know, or says nothing. Again it changes the day. Raises
    NoResultFound."""
    id = db.execute(
        select(Decision.id).where(Decision.ref == ref, policy.reads(viewer, now))
    ).scalar_one()
    db.execute(
        update(Decision)
        .where(Decision.id == id)
        .values(heard=heard.value, heard_at=now)
        .execution_options(synchronize_session=False)
    )
    saw(db, viewer, ref, now)


def saw(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """They have it before them."""
    notifications.seen(db, viewer.council_id, viewer.person_id, SOURCE, ref, now)
