"""1,000 made-up waits over weekends, bank holidays, leave and changes of the clock, on a fake
clock: each step is taken when it is due, not late, not early, and once.

Small councils at random, each with many young people who write. A clock goes from one thing that
happens to the next: a message, an answer, somebody falls ill, the worker process looks. It looks
after every moment at which something is due by the slow count (`tests.hours.dumb`), up to a minute
and a stall of another later, and at many moments at which nothing is. What the house then holds is
held against that count, which knows nothing of the house's rules: only of closing times, of a
quarter of an hour by day and half an hour by night.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from portal.clocks.days import Holidays, load_holidays
from portal.core import clock
from portal.core.access import Role
from portal.hours.rules import Calendar
from portal.house import (
    ClosedDay,
    Connection,
    Message,
    MustNotKnow,
    Notice,
    OpenHours,
    Owed,
    OwedStep,
    Worry,
)
from portal.messages import actions, desks, rules
from portal.owed import passing, steps
from portal.people.rules import Grant, Kind
from tests import makers
from tests.hours import dumb

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AROUND = (
    date(2026, 10, 24), date(2027, 3, 26), date(2026, 12, 23), date(2027, 5, 1), date(2027, 8, 28),
    date(2026, 12, 31), date(2027, 3, 12), date(2027, 6, 16), date(2027, 12, 28),
)  # fmt: skip
LENGTH = 12  # days that a world is looked at
READS = Grant.NAME | Grant.MESSAGES


@dataclass
class Wait:
    """An answer that somebody waits for, or a worry that nobody has taken. next: when it goes on if
    nothing is done; to_cover, taken: when each step was due, as the slow count has them."""

    source_id: int
    since: datetime
    next: datetime
    urgent: bool
    to_cover: list[datetime] = field(default_factory=list)
    taken: list[datetime] = field(default_factory=list)
    ended: datetime | None = None


@dataclass
class Child:
    person: Any
    worker: Any
    viewer: Any
    waits: list[Wait] = field(default_factory=list)

    @property
    def open(self) -> list[Wait]:
        return [wait for wait in self.waits if wait.ended is None]

    @property
    def answer(self) -> Wait | None:
        return next((wait for wait in self.open if not wait.urgent), None)


class World:
    """A council of its own, and what happens there."""

    def __init__(self, database: Any, seed: int, children: int, template: Any) -> None:
        self.database, self.draw = database, random.Random(seed)
        around = self.draw.choice(AROUND) + self.draw.randrange(-2, 3) * DAY
        self.first = around - 2 * DAY
        self.start = dumb.midnight(self.first)
        self.end = self.start + LENGTH * DAY
        self.reply_days = self.draw.randrange(0, 4)
        self.week = self._week()
        self.shut = {self.first + self.draw.randrange(LENGTH) * DAY for _ in range(2)}
        self.leaves: list[tuple[Any, date, date, Any, datetime]] = []
        self.plan: list[tuple[datetime, float, str, Child | None]] = []
        self._write(children, template)
        holidays = load_holidays()
        self.known_through = holidays.known_through
        self.wall = self._wall(set())
        self.own = {}
        for worker in self.workers:
            alone = self._alone(worker.id)
            self.own[worker.id] = self._wall(alone) if alone else self.wall

    # --- who there is ----------------------------------------------------------------------------

    def _week(self) -> dict[int, tuple[int, int]]:
        kind = self.draw.randrange(4)
        if kind == 0:
            return {}  # nothing set: 9 to 5
        if kind == 1:  # somebody is there day and night, at weekends too
            return dict.fromkeys(range(7), (0, 24 * 60))
        opens, closes = self.draw.randrange(7 * 60, 11 * 60), self.draw.randrange(12 * 60, 20 * 60)
        days = range(7) if kind == 2 else self.draw.sample(range(7), 4)
        return {weekday: (opens + weekday, closes - 13 * weekday) for weekday in days}

    def _write(self, children: int, template: Any) -> None:
        with clock.fixed(self.start), self.database.committing() as db:
            council = makers.make_council(db, reply_days=self.reply_days)
            self.council_id = council.id
            for weekday, (opens, closes) in self.week.items():
                db.add(OpenHours(council_id=council.id, weekday=weekday, opens=opens,
                                 closes=closes))  # fmt: skip
            for day in self.shut:
                db.add(ClosedDay(council_id=council.id, day=day, why=""))
            self.staff = [self._staff(db, role) for role in self._roles()]
            self.workers = [one for one, role in self.staff if role is Role.WORKER]
            self.children = [self._child(db, council, template) for _ in range(children)]
            for worker in self.workers:
                self._leave(db, worker)
            for one, role in self.staff:
                if role in (Role.DUTY, Role.MANAGER) and self.draw.random() < 0.4:
                    self._leave(db, one, covered=False)

    def _roles(self) -> list[Role]:
        duty, managers = self.draw.randrange(3), self.draw.randrange(3)
        lead = [Role.EDITOR] if self.draw.random() < 0.3 else []
        return [Role.WORKER] * 3 + [Role.DUTY] * duty + [Role.MANAGER] * managers + [
            *lead, Role.ADMIN,
        ]  # fmt: skip

    def _staff(self, db: Any, role: Role) -> tuple[Any, Role]:
        one = makers.make_worker(db, council_id=self.council_id, account=False)
        makers.make_membership(db, one, role=role, is_lead=role is Role.EDITOR)
        return one, role

    def _child(self, db: Any, council: Any, template: Any) -> Child:
        young = makers.make_young(db, council=council)
        worker = self.draw.choice(self.workers)
        makers.make_connection(db, young, worker)
        for one, role in self.staff:
            if role in (Role.DUTY, Role.MANAGER) and self.draw.random() < 0.5:
                makers.make_connection(db, young, one, Kind.MANAGER)
                if self.draw.random() < 0.1:
                    makers.make_bar(db, young, one)
        viewer = replace(template, council_id=council.id, person_id=young.id, role=Role.YOUNG)
        return Child(young, worker, viewer)

    def _leave(self, db: Any, who: Any, covered: bool = True) -> None:
        """Half of them go away, for some days; most are covered by a colleague who can read."""
        if self.draw.random() < 0.4 or any(by is who for *_leave, by, _at in self.leaves):
            return  # whoever covers is there
        first = self.first + self.draw.randrange(LENGTH) * DAY
        last = first + self.draw.randrange(4) * DAY
        others = [one for one in self.workers if one is not who]
        cover = self.draw.choice(others) if covered and self.draw.random() < 0.6 else None
        if any(one is cover for one, *_more in self.leaves):
            cover = None
        if cover is not None:
            for child in self.children:
                if child.worker is who:
                    makers.make_connection(db, child.person, cover, Kind.COVER, grants=READS)
        made_at = self.start - DAY
        makers.make_leave(db, who, cover, starts=first, ends=last, made_at=made_at)
        self.leaves.append((who, first, last, cover, made_at))

    # --- the slow count --------------------------------------------------------------------------

    def _wall(self, away: set[date]) -> dumb.Wall:
        week = self.week or dict.fromkeys(range(5), (9 * 60, 17 * 60))
        shut = load_holidays().dates | self.shut
        return dumb.Wall(self.start - 2 * DAY, LENGTH + 34, week, shut, away)

    def _alone(self, worker_id: int) -> set[date]:
        found: set[date] = set()
        for who, first, last, cover, _at in self.leaves:
            if who.id == worker_id and cover is None:
                found |= dumb.days(first, last)
        return found

    def told(self, child: Child, kind: str, now: datetime, wall: dumb.Wall) -> datetime | None:
        days = {"help": 0, "call": min(1, self.reply_days)}.get(kind, self.reply_days)
        due = wall.reply_by(now, days)
        # A closing time on the last known day may be the midnight that ends it.
        last = (due - timedelta(microseconds=1)).astimezone(dumb.LONDON).date()
        return due if last <= self.known_through else None

    def in_a_hurry(self, now: datetime) -> datetime:
        """When a worry goes on first."""
        if not self.wall.is_open(now):
            return now
        return min(now + 15 * MINUTE, self.wall.closing_after(now))

    def unknown(self, kind: str, now: datetime) -> datetime:
        """Where no bank holidays are known: so many calendar days on, at closing time; who asks
        for help is owed an answer at once."""
        if kind == "help":
            return now
        week = self.week or dict.fromkeys(range(5), (9 * 60, 17 * 60))
        day = now.astimezone(dumb.LONDON).date()
        days = min(1, self.reply_days) if kind == "call" else self.reply_days
        hours = week.get(day.weekday())
        after_hours = hours is not None and now > _wall_minute(day, hours[1])
        day += (days + after_hours) * DAY
        closes = [end for _opens, end in week.values()]
        return _wall_minute(day, week[day.weekday()][1] if day.weekday() in week else min(closes))

    def after(self, wait: Wait, due: datetime) -> datetime:
        if wait.urgent:
            return due + (15 if self.wall.is_open(due) else 30) * MINUTE
        return self.wall.next_days_closing(due)

    # --- what happens ----------------------------------------------------------------------------

    def run(self) -> None:
        """From one thing to the next, until the end."""
        order = self.draw.sample(self.children, len(self.children))
        twice = self.draw.sample(self.children, len(self.children) // 4)
        for child in [*order, *twice]:
            self._plan(self._some_moment(), "write", child)
        for _ in range(20):
            self._plan(self._some_moment(), "look", None)
        now = self.start
        while self.plan:
            moment, _number, what, child = heapq.heappop(self.plan)
            self._go_to(now, moment)
            now = moment
            if what == "look":
                self.look(now)
            elif child is not None:
                {"write": self.write, "answer": self.answer, "take": self.take}[what](child, now)
        self._go_to(now, self.end)
        self.look(self.end + 3 * MINUTE)

    def _plan(self, moment: datetime, what: str, child: Child | None) -> None:
        heapq.heappush(self.plan, (moment, len(self.plan) + self.draw.random(), what, child))

    def _some_moment(self) -> datetime:
        """Whole minutes and an odd second, so that nothing falls on a moment of the worker's."""
        minutes = self.draw.randrange((LENGTH - 5) * 24 * 60)
        return self.start + minutes * MINUTE + timedelta(seconds=7)

    def _go_to(self, since: datetime, moment: datetime) -> None:
        """The worker looks after each thing that is due on the way, a little later."""
        while True:
            self._take_covers(since)
            dues = [w.next for c in self.children for w in c.open if w.next <= moment]
            dues += [at for at in self._leave_moments() if since < at <= moment]
            if not dues:
                return
            first = min(dues)
            slot = -(-(first - self.start) // MINUTE) * MINUTE + self.start
            look = slot + timedelta(seconds=self.draw.choice((0, 0, 5, 30, 59)))
            if look > moment:
                return  # it comes with the next look: never more than a minute and a stall
            self.look(look)
            since = look

    def _leave_moments(self) -> list[datetime]:
        return [dumb.midnight(first) for _w, first, _l, cover, _at in self.leaves if cover]

    def _take_covers(self, now: datetime) -> None:
        """What waited when a leave began goes on to whoever covers."""
        for who, first, last, cover, _at in self.leaves:
            began = dumb.midnight(first)
            if cover is None or not began <= now < dumb.midnight(last + DAY):
                continue
            for child in self.children:
                for wait in child.open if child.worker is who else ():
                    if wait.since < began and began not in wait.to_cover:
                        wait.to_cover.append(began)

    def look(self, now: datetime) -> None:
        """The worker process looks. By the count, everything that is due by now has gone on."""
        passing.pass_on(self.database, now)
        if self.draw.random() < 0.1:
            passing.who_answers(self.database, now)
        self._take_covers(now)
        for child in self.children:
            for wait in child.open:
                while wait.next <= now:
                    wait.taken.append(wait.next)
                    wait.next = self.after(wait, wait.next)

    def write(self, child: Child, now: datetime) -> None:
        # Nothing may be due between the last look and now: the order of the two would be chance.
        self.look(now - timedelta(seconds=1))
        kind = self.draw.choice(["text", "text", "ok", "call", "help"])
        with self.database.committing() as db:
            desk = desks.own_desk(db, child.viewer, now)
            key = f"{now}{child.person.id}"
            said = actions.send(db, child.viewer, desk, kind, "Words", key, now)
            sent = db.execute(
                select(Message.answer_by, Message.conversation_id).where(Message.ref == said.ref)
            ).one()
            worry_id = db.scalar(select(func.max(Worry.id)).where(Worry.raised_at == now))
        told = self.told(child, kind, now, self.own[child.worker.id])
        assert sent.answer_by == told, (kind, now, self.week)
        fair = self.told(child, kind, now, self.wall)
        first = min(one for one in (told or self.unknown(kind, now), fair) if one is not None)
        wait = child.answer
        if wait is None:
            child.waits.append(Wait(sent.conversation_id, now, first, urgent=False))
        else:
            wait.next = min(wait.next, first)
        if kind == "help":  # raised as a worry, which goes on by itself, whatever is answered
            assert worry_id is not None
            child.waits.append(Wait(worry_id, now, self.in_a_hurry(now), urgent=True))
            self._plan(now + self.draw.randrange(5, 3 * 60) * MINUTE, "take", child)
        self._plan(now + self.draw.randrange(60, 6 * 24 * 60) * MINUTE, "answer", child)

    def answer(self, child: Child, now: datetime) -> None:
        wait = child.answer
        if wait is None:
            return
        self.look(now - timedelta(seconds=1))
        with self.database.committing() as db:
            actions._answered(db, child.viewer, wait.source_id, now)
        wait.ended = now

    def take(self, child: Child, now: datetime) -> None:
        """Somebody says that they have it, which closes every worry of this one."""
        self.look(now - timedelta(seconds=1))
        with self.database.committing() as db:
            for wait in child.open:
                if wait.urgent:
                    db.execute(
                        update(Owed)
                        .where(Owed.source_kind == "worry", Owed.source_id == wait.source_id)
                        .values(done_at=now, next_at=None)
                    )
                    wait.ended = now

    # --- what came of it -------------------------------------------------------------------------

    def check(self) -> tuple[int, int]:
        """How many waits there were, and how many steps, all as they should be."""
        with self.database.reader() as db:
            rows = db.scalars(
                select(OwedStep)
                .where(OwedStep.council_id == self.council_id)
                .order_by(OwedStep.source_id, OwedStep.since, OwedStep.number)
            ).all()
            told = db.scalar(
                select(func.count()).where(
                    Notice.council_id == self.council_id,
                    Notice.kind.in_((passing.PASSED_ON, passing.NOBODY_READS)),
                    Notice.source_kind == "owed",
                )
            )
            self._whom(db, rows)
        found = defaultdict(list)
        for row in rows:
            found[row.source_id, row.since].append(row)
        wanted = waits = 0
        for child in self.children:
            for wait in child.waits:
                waits += 1
                there = found.pop((wait.source_id, wait.since), [])
                assert [s.number for s in there] == [*range(1, len(there) + 1)]
                due = [s.due_at for s in there if s.step != "cover"]
                assert due == wait.taken, (due, wait, self.week)
                assert [s.due_at for s in there if s.step == "cover"] == wait.to_cover, wait
                for step in there:
                    assert timedelta(0) <= step.at - step.due_at <= 2 * MINUTE, (step.at, wait)
                wanted += len(there)
        assert not found, "steps of nothing"
        assert told is not None and told >= wanted
        return waits, wanted

    def _whom(self, db: Any, rows: Any) -> None:
        """Nobody who is away, barred or owes it themselves; duty first, and everybody once before
        anybody twice."""
        roles = {one.id: role for one, role in self.staff}
        barred = {
            (row.person_id, row.other_id)
            for row in db.scalars(select(MustNotKnow).where(
                MustNotKnow.council_id == self.council_id))
        }  # fmt: skip
        let_in = {
            (row.of_id, row.with_id): (row.starts, row.ends, row.grants)
            for row in db.scalars(select(Connection).where(
                Connection.council_id == self.council_id, Connection.kind == Kind.COVER.value))
        }  # fmt: skip
        debtors = {
            (row.source_id, row.kind): row.debtor_id
            for row in db.scalars(select(Owed).where(Owed.council_id == self.council_id))
        }
        for row in rows:
            day = row.at.astimezone(dumb.LONDON).date()
            assert (row.person_id, row.to_id) not in barred
            assert not self._away(row.to_id, day)
            if row.step == "cover":
                continue
            role = roles[row.to_id]
            debtor_id = debtors[row.source_id, row.kind]
            assert row.to_id != debtor_id
            there = {
                one.id: its
                for one, its in self.staff
                if its in (Role.DUTY, Role.MANAGER)
                and one.id != debtor_id
                and (row.person_id, one.id) not in barred
                and not self._away(one.id, day)
            }
            if row.step in ("lead", "admin"):
                assert not there
                continue
            assert row.to_id in there and role in (Role.DUTY, Role.MANAGER)
            assert row.step != "duty" or role is Role.DUTY
            given = let_in.get((row.person_id, row.to_id))
            if given is not None:
                assert given[2] == Grant.NAME | Grant.MESSAGES | Grant.CONTACT

    def _away(self, person_id: int, day: date) -> bool:
        return any(
            who.id == person_id and first <= day <= last
            for who, first, last, _c, _at in self.leaves
        )


def _wall_minute(day: date, minute: int) -> datetime:
    wall = datetime(day.year, day.month, day.day) + minute * MINUTE
    return wall.replace(tzinfo=dumb.LONDON).astimezone(UTC)


def run(database: Any, worlds: int, children: int, seed: int = 0) -> tuple[int, int]:
    if database.is_sqlite:

        @event.listens_for(database.writing, "connect")
        def no_waiting(raw: Any, _entry: object) -> None:
            raw.execute("PRAGMA synchronous = OFF")

        database.writing.dispose()
    with clock.fixed(datetime(2026, 1, 5, 9, tzinfo=UTC)), database.committing() as db:
        template = makers.make_viewer(db, makers.make_young(db))
    waits = taken = 0
    for number in range(worlds):
        world = World(database, seed + number, children, template)
        world.run()
        some = world.check()
        waits, taken = waits + some[0], taken + some[1]
    return waits, taken


@pytest.mark.one_engine
def test_a_thousand_waits_go_on_when_they_are_due(database, record_property):
    waits, taken = run(database, worlds=40, children=25)
    record_property("escalation", f"{waits} waits, {taken} steps")
    assert waits >= 1_000
    assert taken >= 1_500


def test_some_of_them_on_every_database(database):
    waits, taken = run(database, worlds=3, children=8, seed=1_000)
    assert waits >= 20
    assert taken >= 20


def _a_minute_more(rule):
    return lambda *given: rule(*given) + MINUTE


BROKEN = {
    "a quarter of an hour is longer": (steps, "OPEN_MINUTES", timedelta(minutes=16)),
    "half an hour by night is shorter": (steps, "ON_CALL_MINUTES", timedelta(minutes=29)),
    "closing time is a minute later": (
        Calendar, "close_of_next_day", _a_minute_more(Calendar.close_of_next_day),
    ),
    "leave that nobody covers is waited out": (
        rules, "first_plain", lambda due_at, _fair: due_at,
    ),
    "bank holidays are forgotten": (
        Calendar, "anyhow", lambda self: replace(self, holidays=Holidays(frozenset(), date.max)),
    ),
}  # fmt: skip


@pytest.mark.one_engine
@pytest.mark.parametrize("why", BROKEN)
def test_a_broken_rule_is_noticed(database, monkeypatch, why):
    """Guards the tests above: none of these would pass."""
    where, name, instead = BROKEN[why]
    monkeypatch.setattr(where, name, instead)
    with pytest.raises(AssertionError):
        run(database, worlds=40, children=8)
