"""Turn it on or off, name who writes, write one; and remind. Each is one commit, safe to repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from sqlalchemy import delete, not_, select, update

from portal.core import audit, clock
from portal.core.access import Viewer
from portal.core.db import Db, insert_or
from portal.core.ids import new_id, new_ref
from portal.core.words import language
from portal.notifications.actions import take_back, tell, tell_some
from portal.opportunities.hellos import pages, policy, rules
from portal.opportunities.hellos.rules import Days
from portal.opportunities.hellos.tables import Hello, HelloGiver, HelloWish
from portal.people.answers import (
    FIRST,
    answers_for,
    columns,
    everybody_who_answers,
    signs_in,
    with_who_answers,
    worker,
)  # fmt: skip
from portal.people.rules import PersonKind
from portal.people.stops import stopped
from portal.people.tables import MustNotKnow, Person

CAME, DUE, READ = "hello", "hello_due", "hello_to_read"
MORNING = time(9)


# --- a young person -----------------------------------------------------------------------------


def turn_on(db: Db, viewer: Viewer, days: Days, group: bool, now: datetime) -> None:
    """For these days, from these people; the last word counts. Nobody is told before a day is
    near."""
    values = {
        "birthday": days.birthday, "feasts": " ".join(sorted(days.feasts)), "own": days.own,
        "moved": days.moved, "others": group,
    }  # fmt: skip
    put = insert_or(db, HelloWish).values(
        id=new_id(), council_id=viewer.council_id, person_id=viewer.person_id, at=now, **values
    )
    db.execute(
        put.on_conflict_do_update(
            index_elements=[HelloWish.council_id, HelloWish.person_id], set_=values
        )
    )
    born = db.scalar(
        select(Person.born).where(
            Person.council_id == viewer.council_id, Person.id == viewer.person_id
        )
    )
    day = clock.today(now)
    stay = set(rules.days_between(days, born, day - rules.AFTER, day + rules.BEFORE))
    _forget(db, viewer, stay)


def turn_off(db: Db, viewer: Viewer) -> None:
    """Nobody is reminded any more; what was written stays theirs. Again changes nothing."""
    db.execute(
        delete(HelloWish)
        .where(
            HelloWish.council_id == viewer.council_id, HelloWish.person_id == viewer.person_id
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    _forget(db, viewer, set())


def _forget(db: Db, viewer: Viewer, stay: set[tuple[str, date]]) -> None:
    """Of what is not written, all but these."""
    rows = db.execute(
        select(Hello.id, Hello.occasion, Hello.day).where(
            Hello.council_id == viewer.council_id, Hello.person_id == viewer.person_id,
            Hello.sent_at.is_(None),
        )
    )  # fmt: skip
    gone = [row.id for row in rows if (row.occasion, row.day) not in stay]
    if gone:
        db.execute(
            delete(Hello)
            .where(Hello.id.in_(gone), Hello.sent_at.is_(None))
            .execution_options(synchronize_session=False)
        )


# --- those who write ----------------------------------------------------------------------------


def write(db: Db, viewer: Viewer, ref: str, text: str, now: datetime) -> bool:
    """Somebody wrote it: it is read from its day on. Where that is not whoever answers the young
    person today, they are asked to read it before. False where somebody else just wrote one. Raises
    NoResultFound."""
    row = db.execute(
        select(Hello.id, Hello.person_id, Hello.day, Hello.sent_at).where(
            policy.could_write(viewer, now),
            Hello.ref == ref,
            Hello.day >= clock.today(now) - rules.AFTER,
        )
    ).one()
    first = (
        update(Hello)
        .where(Hello.id == row.id, Hello.sent_at.is_(None))
        .values(text=text, language=language().tag, by_id=viewer.person_id, sent_at=now)
        .returning(Hello.id)
        .execution_options(synchronize_session=False)
    )
    if row.sent_at is not None or db.execute(first).first() is None:
        return False
    from_then = max(now, clock.at_wall(datetime.combine(row.day, MORNING)))
    tell(db, viewer.council_id, row.person_id, CAME, CAME, ref, from_then)
    _to_be_read(db, viewer, row.person_id, ref, now)
    audit.changed(db, viewer, row.person_id, "hellos.written", now)
    return True


def _to_be_read(db: Db, viewer: Viewer, person_id: int, ref: str, now: datetime) -> None:
    day = clock.today(now)
    them = select(*columns(worker)).select_from(Person).where(Person.id == person_id)
    asked = with_who_answers(them, viewer.council_id, person_id, day)
    row = db.execute(asked.order_by(*FIRST).limit(1)).one()
    answers = answers_for(row, day)
    if answers is not None and answers.id != viewer.person_id:
        tell(db, viewer.council_id, answers.id, READ, READ, ref, now)


def hold(db: Db, viewer: Viewer, ref: str, now: datetime) -> None:
    """Whoever answers the young person keeps back what somebody else wrote: the young person is
    not told of it and does not read it, from now on. Its words stay, for whoever asks about it
    later. Again changes nothing. Raises NoResultFound."""
    row = db.execute(
        select(Hello.id, Hello.person_id).where(
            policy.written_by_others(viewer, now), Hello.ref == ref
        )
    ).one()
    first = (
        update(Hello)
        .where(Hello.id == row.id, Hello.held_at.is_(None))
        .values(held_at=now, held_by_id=viewer.person_id)
        .returning(Hello.id)
        .execution_options(synchronize_session=False)
    )
    if db.execute(first).first() is not None:
        take_back(db, viewer.council_id, CAME, CAME, ref, now)
        audit.changed(db, viewer, row.person_id, "hellos.held", now)


def name(db: Db, viewer: Viewer, person_id: int, now: datetime) -> None:
    """A colleague writes hellos, too, from now on. Again changes nothing."""
    put = insert_or(db, HelloGiver).values(
        id=new_id(), council_id=viewer.council_id, person_id=person_id, by_id=viewer.person_id,
        at=now,
    )  # fmt: skip
    db.execute(put.on_conflict_do_nothing())


def unname(db: Db, viewer: Viewer, ref: str) -> None:
    """Again changes nothing. Raises NoResultFound for whoever is no staff of this council."""
    person_id = db.scalars(
        select(Person.id).where(
            Person.council_id == viewer.council_id, Person.kind == PersonKind.STAFF,
            Person.ref == ref,
        )
    ).one()  # fmt: skip
    db.execute(
        delete(HelloGiver)
        .where(HelloGiver.council_id == viewer.council_id, HelloGiver.person_id == person_id)
        .execution_options(synchronize_session=False)
    )


# --- by itself ----------------------------------------------------------------------------------


def remind(db: Db, council_id: int, now: datetime) -> None:
    """Whoever could write what is near is reminded, once when it comes near and once on the day.
    Killed and begun again, nobody is reminded twice."""
    day = clock.today(now)
    near = [
        (wish, days)
        for wish, born in _wishes(db, council_id)
        if (days := tuple(rules.days_between(pages.days_of(wish), born, day, day + rules.BEFORE)))
    ]
    if not near:
        return
    workers = _workers(db, council_id, now)
    givers = _givers(db, council_id, now)
    apart = _must_not_know(db, council_id, givers)
    for wish, days in near:
        writers = [workers[wish.person_id]] if wish.person_id in workers else []
        if wish.others:
            writers += [one for one in givers if (wish.person_id, one) not in apart]
        for occasion, on in days:
            _remind_of(db, wish, occasion, on, dict.fromkeys(writers, DUE), now)


def _remind_of(
    db: Db, wish: HelloWish, occasion: str, on: date, writers: Mapping[int, str],
    now: datetime,
) -> None:  # fmt: skip
    ref, today = new_ref(), on == clock.today(now)
    put = insert_or(db, Hello).values(
        id=new_id(), council_id=wish.council_id, ref=ref, person_id=wish.person_id,
        occasion=occasion, day=on, reminded_at=now, again_at=now if today else None,
        text="", language="en",
    )  # fmt: skip
    added = db.execute(put.on_conflict_do_nothing().returning(Hello.id)).first() is not None
    if (added or (today and _again(db, wish, occasion, now))) and writers:
        tell_some(db, wish.council_id, writers, DUE, ref, now)


def _again(db: Db, wish: HelloWish, occasion: str, now: datetime) -> bool:
    """On the day itself, where nobody wrote yet: whether this is the first time."""
    put = (
        update(Hello)
        .where(
            Hello.person_id == wish.person_id, Hello.occasion == occasion,
            Hello.day == clock.today(now), Hello.sent_at.is_(None), Hello.again_at.is_(None),
        )
        .values(again_at=now)
        .returning(Hello.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return db.execute(put).first() is not None


def _wishes(db: Db, council_id: int) -> Sequence[tuple[HelloWish, date | None]]:
    rows = db.execute(
        select(HelloWish, Person.born)
        .join(Person, Person.id == HelloWish.person_id)
        .where(HelloWish.council_id == council_id, not_(stopped(HelloWish.person_id)))
        .order_by(HelloWish.id)
    )
    return [(wish, born) for wish, born in rows]


def _workers(db: Db, council_id: int, now: datetime) -> Mapping[int, int]:
    """Who answers each young person today."""
    day = clock.today(now)
    found: dict[int, int] = {}
    for row in db.execute(everybody_who_answers(council_id, day)):
        answers = answers_for(row, day)
        if answers is not None:
            found.setdefault(row.of_id, answers.id)
    return found


def _givers(db: Db, council_id: int, now: datetime) -> Sequence[int]:
    return db.scalars(
        select(HelloGiver.person_id)
        .where(
            HelloGiver.council_id == council_id,
            signs_in(HelloGiver.person_id, clock.today(now)),
        )
        .order_by(HelloGiver.id)
    ).all()


def _must_not_know(db: Db, council_id: int, givers: Sequence[int]) -> frozenset[tuple[int, int]]:
    """(young person, whoever must not know of them), of these colleagues."""
    rows = db.execute(
        select(MustNotKnow.person_id, MustNotKnow.other_id).where(
            MustNotKnow.council_id == council_id, MustNotKnow.other_id.in_(givers),
            MustNotKnow.lifted_at.is_(None),
        )
    )  # fmt: skip
    return frozenset((row.person_id, row.other_id) for row in rows)
