"""Each policy has two shapes, a query and a question; here both are held against a plain model.

Small worlds at random: two councils, three young people, four adults, connections and bars of
every sort between them, and one of everything for each young person. The model below is plain
Python over plain values. Nothing is kept: each world is undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.carers.pages import children_page
from portal.core.access import Role
from portal.family_time import policy as family_time
from portal.house import Connection, MustNotKnow, Plan, PlanPart
from portal.messages import desks as threads
from portal.messages import policy as messages
from portal.owed.pages import waiting_on
from portal.people.pages import subject
from portal.people.rules import WORKER_GRANTS, Grant, Kind, PersonKind
from portal.plan import policy as plans
from portal.plan.pages import part_page, plan_page
from portal.promises import policy as promises
from portal.reviews import policy as reviews
from portal.staff.pages import caseload_page
from portal.visits import policy as visits
from tests import makers
from tests.conftest import NOW
from tests.matrix.facts import AREAS, HELPERS, WHOLE_PLANS

G = Grant
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
YOUNG, ADULTS = 3, 4
ANSWERS = (Role.WORKER, Role.IRO, Role.DUTY, Role.MANAGER)
WORKERS = (Kind.SOCIAL_WORKER, Kind.PERSONAL_ADVISER)
PLACED_WITH = (Kind.FOSTER_CARER, Kind.KEYWORKER)
# Worlds are small already: to make them smaller, in a database, would take minutes.
CASES = settings(
    max_examples=25, deadline=None, derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """Days from today, both ends included; hours from now. council: where the row was written."""

    of: int
    to: int
    council: int
    kind: Kind
    grants: Grant
    first: int
    last: int | None
    hours: int | None


@dataclass(frozen=True)
class Bar:
    """to: an adult, or (from YOUNG down) a young person: -1 is the first."""

    of: int
    to: int
    lifted: bool


@dataclass(frozen=True)
class Debt:
    of: int
    by: int
    council: int
    kind: str
    hours: int
    told: int | None
    done: bool


@dataclass(frozen=True)
class Small:
    """A world. young: their councils. adults: (council, role, whether they still work here)."""

    young: tuple[int, ...]
    adults: tuple[tuple[int, Role, bool], ...]
    links: tuple[Link, ...]
    bars: tuple[Bar, ...]
    debts: tuple[Debt, ...]
    meets: tuple[int | None, ...]  # whom each young person's family time is with: another of them

    # --- the plain model -------------------------------------------------------------------------

    def barred(self, of: int, to: int) -> bool:
        return any(b.of == of and b.to == to and not b.lifted for b in self.bars)

    def on_day(self, link: Link) -> bool:
        return link.first <= 0 and (link.last is None or link.last >= 0)

    def holds(self, link: Link) -> bool:
        open_still = link.hours is None or link.hours > 0
        return self.on_day(link) and open_still and not self.barred(link.of, link.to)

    def lasts(self, link: Link) -> bool:
        return self.on_day(link) and link.hours is None and not self.barred(link.of, link.to)

    def between(self, of: int, adult: int, council: int) -> list[Link]:
        return [k for k in self.links if (k.of, k.to, k.council) == (of, adult, council)]

    def reached(self, adult: int, of: int, grant: Grant) -> bool:
        """One connection of the adult's own council has to grant all of it."""
        council, role, _works = self.adults[adult]
        links = self.between(of, adult, council)
        return role in HELPERS and any(self.holds(k) and grant in k.grants for k in links)

    def reached_here(self, adult: int, of: int, grant: Grant) -> bool:
        """And the record is of that council."""
        return self.young[of] == self.adults[adult][0] and self.reached(adult, of, grant)

    def granted(self, adult: int, of: int) -> Grant:
        """What all of them grant together, on a page about somebody."""
        council, role, _works = self.adults[adult]
        found = Grant(0)
        for link in self.between(of, adult, council):
            if role in HELPERS and self.holds(link) and self.young[of] == council:
                found |= link.grants
        return found if G.NAME in found else Grant(0)

    def can_open(self, adult: int, of: int, council: int) -> bool:
        _council, role, works = self.adults[adult]
        needed = G.NAME | G.MESSAGES
        links = self.between(of, adult, council)
        return works and role in ANSWERS and any(
            self.lasts(k) and needed in k.grants for k in links
        )  # fmt: skip

    def waits_on(self, adult: int, debt: Debt) -> bool:
        council, role, _works = self.adults[adult]
        if debt.done or debt.council != council:
            return False
        own = debt.by == adult and self.reached(adult, debt.of, G.NAME)
        passed = debt.told == adult and debt.hours <= 0 and self.reached(
            adult, debt.of, G.NAME | G.PLAN
        )  # fmt: skip
        stands_in = role in (Role.DUTY, Role.MANAGER)
        near = any(
            self.lasts(k) and (stands_in or k.kind in WORKERS)
            for k in self.between(debt.of, adult, council)
        )
        left_behind = (
            debt.kind == "reply"
            and near
            and self.reached(adult, debt.of, G.NAME | G.MESSAGES)
            and not self.can_open(debt.by, debt.of, debt.council)
        )
        return own or passed or left_behind


# --- worlds at random --------------------------------------------------------------------------

councils = st.integers(0, 1)
of, adult = st.integers(0, YOUNG - 1), st.integers(0, ADULTS - 1)
days = st.sampled_from([-2, -1, 0, 1])
hours = st.sampled_from([-1, 0, 1])
# Mostly much, so that something is reached at all.
grants = st.one_of(
    st.just(G(sum(G))),
    st.sampled_from([G.NAME, G.NAME | G.PLAN, G.NAME | G.DATES, G.NAME | G.MESSAGES, G.FAMILY]),
    st.sets(st.sampled_from(list(G))).map(lambda some: G(sum(some)) | G.NAME | G.PLAN),
)
links = st.builds(
    Link, of, adult, st.sampled_from([0, 0, 0, 1]), st.sampled_from(list(Kind)), grants,
    st.sampled_from([-9, -9, -1, 0, 1]), st.one_of(st.none(), days), st.one_of(st.none(), hours),
)  # fmt: skip
bars = st.builds(Bar, of, st.integers(-YOUNG, ADULTS - 1), st.booleans())
debts = st.builds(
    Debt, of, adult, st.sampled_from([0, 0, 0, 1]),
    st.sampled_from(["reply", "reply", "promise", "visit"]), hours,
    st.one_of(st.none(), adult), st.sampled_from([False, False, True]),
)  # fmt: skip
roles = st.sampled_from(
    [Role.WORKER, Role.WORKER, Role.MANAGER, Role.DUTY, Role.IRO, Role.CARER, Role.ADVOCATE]
)
small = st.builds(
    Small,
    st.tuples(st.just(0), st.just(0), councils),
    st.tuples(*[st.tuples(st.sampled_from([0, 0, 1]), roles, st.booleans())] * ADULTS),
    st.lists(
        links, min_size=3, max_size=9, unique_by=lambda k: (k.of, k.to, k.council, k.kind, k.first)
    ).map(tuple),
    st.lists(bars, max_size=3).map(tuple),
    st.lists(debts, min_size=2, max_size=7).map(tuple),
    st.tuples(*[st.one_of(st.none(), of)] * YOUNG),
)


class Written:
    """A small world in a database."""

    def __init__(self, db, world: Small, template):
        self.db, self.world = db, world
        today = NOW.date()
        here = [makers.make_council(db), makers.make_council(db)]
        self.young = [makers.make_young(db, council=here[c]) for c in world.young]
        self.adults = [self._adult(here[c], role, works) for c, role, works in world.adults]
        self.viewers = [
            replace(template, council_id=here[c].id, person_id=adult.id, role=role)
            for adult, (c, role, _works) in zip(self.adults, world.adults, strict=True)
        ]
        self.themselves = [
            replace(template, council_id=y.council_id, person_id=y.id, role=Role.YOUNG)
            for y in self.young
        ]
        for k in world.links:
            ends = None if k.last is None else today + k.last * DAY
            db.add(Connection(
                council_id=here[k.council].id, of_id=self.young[k.of].id,
                with_id=self.adults[k.to].id, kind=k.kind.value, starts=today + k.first * DAY,
                ends=ends, ends_at=None if k.hours is None else NOW + k.hours * HOUR,
                grants=int(k.grants),
            ))  # fmt: skip
        for bar in world.bars:
            other = self.adults[bar.to] if bar.to >= 0 else self.young[-1 - bar.to]
            db.add(MustNotKnow(
                council_id=self.young[bar.of].council_id, person_id=self.young[bar.of].id,
                other_id=other.id, ground="court_order", basis="an order", review_on=today,
                decided_by_id=1, decided_at=NOW, lifted_at=NOW if bar.lifted else None,
            ))  # fmt: skip
        self.owed = [
            makers.make_owed(
                db, self.adults[d.by], self.young[d.of], council_id=here[d.council].id,
                kind=d.kind, due_at=NOW + d.hours * HOUR, done_at=NOW if d.done else None,
                passes_to_id=None if d.told is None else self.adults[d.told].id,
            )
            for d in world.debts
        ]  # fmt: skip
        db.flush()

    def _adult(self, council, role, works):
        kind = PersonKind.CARER if role is Role.CARER else PersonKind.STAFF
        made = makers.make_person(self.db, kind, council=council)
        ends = None if works else NOW.date() - DAY
        makers.make_membership(self.db, made, role=role, ends=ends)
        return made


@pytest.fixture
def worlds(app, database, now):
    """Write each of them, have it checked, and undo it."""
    with database.committing() as db:
        template = makers.make_viewer(db, makers.make_worker(db))

    def check(world: Small, asked) -> None:
        with database.writer() as db, app.test_request_context("/"):
            asked(Written(db, world, template))
            db.rollback()

    return check


def agree(db, query, question, viewer, things, allowed):
    """The query finds just what the model allows, and so says the question."""
    right = {thing.id for thing, yes in zip(things, allowed, strict=True) if yes}
    found = set(db.scalars(query(viewer, NOW).with_only_columns(type(things[0]).id)))
    assert found & {thing.id for thing in things} == right
    said = {thing.id for thing in things if question(db, viewer, thing, NOW)}
    assert said == right


def per_viewer(written):
    """(viewer, whether they may see what needs `grant` of the young person at a place)."""
    for number, viewer in enumerate(written.viewers):
        yield viewer, lambda place, grant, n=number: written.world.reached_here(n, place, grant)
    for number, viewer in enumerate(written.themselves):
        yield viewer, lambda place, _grant, n=number: place == n


@CASES
@given(small)
def test_visits_and_reviews(worlds, world):
    def asked(w):
        some_visits = [makers.make_visit(w.db, one) for one in w.young]
        some_reviews = [makers.make_review(w.db, one) for one in w.young]
        for viewer, may in per_viewer(w):
            allowed = [may(place, G.DATES) for place in range(YOUNG)]
            agree(w.db, visits.visible, visits.may_see, viewer, some_visits, allowed)
            agree(w.db, reviews.visible, reviews.may_see, viewer, some_reviews, allowed)

    worlds(world, asked)


@CASES
@given(small)
def test_family_time(worlds, world):
    """Of nobody whom the viewer must not know of."""

    def asked(w):
        times = [
            makers.make_family_time(w.db, one, with_id=None if other is None else w.young[other].id)
            for one, other in zip(w.young, world.meets, strict=True)
        ]
        keys = [*range(ADULTS), *(-1 - place for place in range(YOUNG))]
        for key, (viewer, may) in zip(keys, per_viewer(w), strict=True):
            allowed = [
                may(place, G.FAMILY) and (other is None or not world.barred(other, key))
                for place, other in enumerate(world.meets)
            ]
            agree(w.db, family_time.visible, family_time.may_see, viewer, times, allowed)

    worlds(world, asked)


@CASES
@given(small)
def test_messages(worlds, world):
    """And the page of a thread opens for just those. A carer reads none of the young person's,
    whatever they were granted."""

    def asked(w):
        talks = [makers.make_conversation(w.db, one) for one in w.young]
        for viewer, may in per_viewer(w):
            carer = viewer.role is Role.CARER
            allowed = [not carer and may(place, G.MESSAGES) for place in range(YOUNG)]
            agree(w.db, messages.visible, messages.may_see, viewer, talks, allowed)
            if carer:
                continue
            for one, yes in zip(w.young, allowed, strict=True):
                assert (
                    opens(lambda one=one, v=viewer: threads.desk_of(w.db, v, one.ref, NOW)) is yes
                )

    worlds(world, asked)


@CASES
@given(small)
def test_messages_of_carers(worlds, world):
    """Every adult writes about every young person: those who may read it are that adult themselves,
    as a carer whom the child is with, and staff who were granted MESSAGES; never a young person."""

    def asked(w):
        talks = [makers.make_carers_talk(w.db, one, adult) for one in w.young for adult in w.adults]
        places = [(place, n) for place in range(YOUNG) for n in range(ADULTS)]
        for number, (viewer, may) in enumerate(per_viewer(w)):
            if viewer.role is Role.YOUNG:
                allowed = [False] * len(places)
            elif viewer.role is Role.CARER:
                allowed = [n == number and may(place, G.NAME) for place, n in places]
            else:
                allowed = [may(place, G.MESSAGES) for place, _n in places]
            agree(w.db, messages.visible, messages.may_see, viewer, talks, allowed)
            if viewer.role is Role.CARER:
                for place, one in enumerate(w.young):
                    found = opens(lambda o=one, v=viewer: threads.child_desk(w.db, v, o.ref, NOW))
                    assert found is may(place, G.NAME)

    worlds(world, asked)


def opens(page, *given) -> bool:
    try:
        page(*given)
    except NoResultFound:
        return False
    return True


@CASES
@given(small)
def test_promises_to_keep(worlds, world):
    def asked(w):
        made = [(n, place) for n in range(ADULTS) for place in range(YOUNG)]
        rows = [makers.make_promise(w.db, w.young[place], w.adults[n]) for n, place in made]
        for number, viewer in enumerate(w.viewers):
            # One's own; a manager's are all whose part of the plan they read: these are of none.
            manages = world.adults[number][1] is Role.MANAGER
            allowed = [
                (n == number and world.reached_here(number, place, G.PLAN))
                or (manages and world.reached_here(number, place, WORKER_GRANTS))
                for n, place in made
            ]
            agree(w.db, promises.acted_on, promises.may_act, viewer, rows, allowed)

    worlds(world, asked)


@CASES
@given(small)
def test_parts_of_plans(worlds, world):
    """What the query finds, what the question says, what the two pages show."""
    parts = [(kind, area) for kind in WHOLE_PLANS for area in ("home", "fun", "health", "legal")]

    def asked(w):
        one = w.young[0]
        for kind in WHOLE_PLANS:
            makers.make_plan(
                w.db, one, {a: f"{kind} {a}" for k, a in parts if k == kind}, kind=kind
            )
        for number, viewer in enumerate(w.viewers):
            granted = world.granted(number, 0)
            right = {
                (kind, area)
                for kind, area in parts
                if G.PLAN | WHOLE_PLANS[kind] | AREAS[area] in granted
            }
            if not granted:
                assert not opens(subject, w.db, viewer, one.ref, NOW)
                continue
            found = subject(w.db, viewer, one.ref, NOW)
            query = select(Plan.kind, PlanPart.area).where(
                Plan.current_id == PlanPart.version_id, *plans.readable(found)
            )
            assert {tuple(row) for row in w.db.execute(query)} == right
            assert {part for part in parts if plans.may_read(found, *part)} == right
            page = plan_page(w.db, viewer, found, NOW)
            assert {(p.kind, p.area) for plan in page.plans for p in plan.parts} == right
            for part in parts:
                shown = opens(part_page, w.db, viewer, found, *part, NOW)
                assert shown is (part in right)

    worlds(world, asked)


@CASES
@given(small)
def test_what_waits_on_somebody(worlds, world):
    def asked(w):
        for number, viewer in enumerate(w.viewers):
            right = {
                row.id
                for row, debt in zip(w.owed, world.debts, strict=True)
                if world.waits_on(number, debt)
            }
            found = waiting_on(w.db, viewer, None, NOW)
            assert {row.id for row in found.rows} == right
            assert found.count == len(right)

    worlds(world, asked)


@CASES
@given(small)
def test_lists_of_people(worlds, world):
    """A worker's young people, and a carer's: by a connection that holds, and that lasts."""

    def asked(w):
        for number, viewer in enumerate(w.viewers):
            council = world.adults[number][0]
            mine = [k for k in world.links if k.to == number and k.council == council]
            named = [k for k in mine if G.NAME in k.grants and world.young[k.of] == council]
            listed = {w.young[k.of].ref for k in named if world.holds(k)}
            assert {row.ref for row in caseload_page(w.db, viewer, None, NOW).rows} == listed
            placed = {w.young[k.of].ref for k in named if world.lasts(k) and k.kind in PLACED_WITH}
            assert {card.ref for card in children_page(w.db, viewer, NOW).children} == placed

    worlds(world, asked)


def test_the_worlds_are_not_all_empty():
    """Guards the tests above: something is reached, barred, over, and of another council."""
    seen = set()

    @settings(CASES, max_examples=100)
    @given(small)
    def look(world):
        for number in range(ADULTS):
            for place in range(YOUNG):
                seen.add(("reached", world.reached_here(number, place, G.NAME)))
                seen.add(("elsewhere", world.young[place] != world.adults[number][0]))
            for debt in world.debts:
                seen.add(("waits", world.waits_on(number, debt)))
        for link in world.links:
            seen.add(("holds", world.holds(link)))
            seen.add(("barred", world.barred(link.of, link.to)))

    look()
    assert seen == {
        (what, yes)
        for what in ("reached", "elsewhere", "waits", "holds", "barred")
        for yes in (True, False)
    }
