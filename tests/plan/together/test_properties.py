"""What holds whatever happened: of what changed, of versions, and of what was said."""

from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.core import clock
from portal.house import (
    Owed,
    OwnLine,
    PlanAnswer,
    PlanPart,
    PlanResponse,
    PlanVersion,
    Wording,
)
from portal.people import pages as people
from portal.plan import actions, pages
from portal.plan.together import actions as together
from portal.plan.together import pages as said
from portal.plan.together.rules import Event, Says, State, state_after
from portal.rebuild import Changes, rebuild
from tests import makers

AREAS = ("home", "school", "fun")
WORDS = st.sampled_from(["a", "b", None])  # None: the part is not in this version
VERSIONS = st.fixed_dictionaries(dict.fromkeys(AREAS, WORDS)).map(
    lambda found: {"home": "a"} | {k: v for k, v in found.items() if v is not None}
)
HISTORIES = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), VERSIONS),
        st.tuples(st.just("look"), st.sets(st.sampled_from(AREAS), min_size=1)),
        st.tuples(st.just("recall"), st.none()),
    ),
    max_size=8,
)
FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Told:
    """The second opinion: what was published, and what the young person saw of it, by words."""

    def __init__(self):
        self.standing, self.seen = [], {}

    @property
    def now(self):
        return self.standing[-1] if self.standing else {}

    def changed(self):
        if not self.seen:
            return set()
        return {
            area
            for area in set(self.seen) | set(self.now)
            if self.seen.get(area) != self.now.get(area)
        }


ALL = {"home": "a", "school": "a", "fun": "a"}


@FEW
@given(history=HISTORIES)
# All that they saw is gone: they have looked at the plan all the same.
@example(history=[("publish", ALL), ("look", {"fun"}), ("recall", None), ("look", {"fun"})])
@example(
    history=[("publish", ALL), ("look", {"fun"}), ("publish", {"home": "a"}), ("look", {"fun"})]
)
def test_what_changed_is_what_was_seen_against_what_is_published(app, db, history):
    mia = makers.make_young(db)
    me, told = makers.make_viewer(db, mia), Told()
    own = people.own(me)
    plan = makers.make_plan(db, mia, {"home": "a"})
    told.standing.append({"home": "a"})
    versions = [plan.current_id]
    for what, which in history:
        if what == "publish":
            versions.append(makers.make_version(db, plan, which).id)
            told.standing.append(which)
        elif what == "recall" and len(versions) > 1:
            db.get(PlanVersion, versions.pop()).recalled_at = clock.now()
            told.standing.pop()
            plan.current_id = versions[-1]
        elif what == "look":
            found = pages.plan_page(db, me, own, clock.now())
            there = [*found.plans[0].parts, *found.plans[0].gone]
            seen = [part for part in there if part.area in which]
            with app.test_request_context():
                actions.seen(db, me, seen, clock.now())
            for part in seen:
                told.seen[part.area] = told.now.get(part.area)
        db.flush()
        db.expire_all()
        page = pages.plan_page(db, me, own, clock.now()).plans[0]
        shown = {part.area for part in page.parts if part.new} | {one.area for one in page.gone}
        assert shown == told.changed()
        assert {part.area: part.words.text for part in page.parts} == told.now
        for part in page.parts:
            assert part.seen == (told.seen.get(part.area) == told.now[part.area])
            if part.new and told.seen.get(part.area):
                one = pages.part_page(db, me, own, "care", part.area, clock.now()).part
                assert one.taken_back or one.before is not None
                if one.before is not None:
                    assert one.before.words.text == told.seen[part.area]


@FEW
@given(history=st.lists(VERSIONS, min_size=1, max_size=8))
def test_versions_never_lose_a_text(app, db, history):
    """Every text of every version stays, and each that was said can be read page by page."""
    mia = makers.make_young(db)
    me = makers.make_viewer(db, mia)
    own = people.own(me)
    plan = makers.make_plan(db, mia, history[0])
    for version in history[1:]:
        before = db.execute(select(PlanPart.id, PlanPart.content, PlanPart.official)).all()
        makers.make_version(db, plan, version)
        kept = db.execute(select(PlanPart.id, PlanPart.content, PlanPart.official)).all()
        assert set(before) <= set(kept)
    words = db.scalars(select(func.count(Wording.id)).where(Wording.part_id.in_(
        select(PlanPart.id).join(PlanVersion).where(PlanVersion.plan_id == plan.id))))  # fmt: skip
    assert words.one() == 3 * sum(len(version) for version in history)
    for area in AREAS:
        runs = [v.get(area) for n, v in enumerate(history)
                if not n or v.get(area) != history[n - 1].get(area)]  # fmt: skip
        expected = [text for text in reversed(runs) if text is not None]
        found, edge = [], None
        while expected:
            page = pages.history_page(db, me, own, "care", area, edge)
            found += [one.words.text for one in page.versions]
            edge = page.older
            if edge is None:
                break
        assert found == expected


DEEDS = st.lists(
    st.sampled_from(["agree", "agree with words", "talk", "disagree", "answer", "again"]),
    max_size=9,
)


@FEW
@given(deeds=DEEDS)
def test_what_was_said_is_in_exactly_one_state_with_an_owner_while_it_is_open(app, db, deeds):
    mia, priya = makers.make_young(db), makers.make_worker(db)
    makers.make_connection(db, mia, priya)
    makers.make_plan(db, mia)
    me, worker = makers.make_viewer(db, mia), makers.make_viewer(db, priya)
    own, moment, happened, texts = people.own(me), clock.now(), [], []
    rebuild(db, mia.council_id, moment)
    for number, deed in enumerate(deeds):
        moment += timedelta(minutes=7)
        with app.test_request_context():
            _do(db, deed, number, me, worker, own, mia, moment, happened, texts)
        db.flush()
        db.expire_all()
        _check(db, mia, happened, texts)
    assert rebuild(db, mia.council_id, moment) == Changes()


def _do(db, deed, number, me, worker, own, mia, moment, happened, texts):
    desk = said.desk(db, me, "care", "home", "say:care:home", moment)
    talk = said.beside(db, me, own, "care", ("home",), moment).get("home", said.NOTHING)
    key = f"key-{mia.id}-{number}"
    if deed == "answer":
        if talk.now and talk.now.open:
            found = said.to_answer(db, worker, mia.ref, talk.now.ref, moment)
            together.answer(db, worker, found, f"answer {number}", key, moment)
            happened.append(Event("answered"))
            texts.append(f"answer {number}")
    elif deed == "again":
        if talk.now and talk.now.may_ask_again:
            together.say_again(db, me, desk, talk.now, f"again {number}", key, moment)
            happened.append(Event("again"))
            texts.append(f"again {number}")
    else:
        says = Says.AGREE if deed.startswith("agree") else Says(deed)
        why = "" if deed == "agree" else f"why {number}"
        for _ in range(2):  # sent twice it happens once
            together.say(db, me, desk, desk.seen_id, says, why, key, moment)
        happened.append(Event("said", owes=deed != "agree"))
        texts.append(why)


def _check(db, mia, happened, texts):
    rows = db.scalars(
        select(PlanResponse).where(PlanResponse.person_id == mia.id).order_by(PlanResponse.id)
    ).all()
    now = [row for row in rows if row.state != State.REPLACED]
    assert all(row.state in set(State) for row in rows)
    assert (State(now[-1].state) if now else None) is state_after(happened)
    open_ones = [row for row in rows if row.state == State.OPEN]
    owed = db.scalars(
        select(Owed).where(
            Owed.person_id == mia.id, Owed.kind == "plan_response", Owed.done_at.is_(None)
        )
    ).all()
    assert [row.wait_id for row in open_ones] == [one.source_id for one in owed]
    assert all(one.debtor_id for one in owed) and len(open_ones) <= 1
    for row in rows:
        answered = select(PlanAnswer.id).where(PlanAnswer.response_id == row.id)
        if row.state == State.ANSWERED:
            assert db.scalars(answered).first() is not None
    kept = [row.why for row in rows] + [row.again_why for row in rows]
    kept += db.scalars(select(PlanAnswer.text)).all()
    assert set(filter(None, texts)) <= set(kept)


@FEW
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(["add", "change", "away"]), st.integers(0, 5)), max_size=9
    )
)
def test_own_lines_never_lose_a_text(app, db, deeds):
    mia = makers.make_young(db)
    makers.make_plan(db, mia)
    me, shown, ever, moment = makers.make_viewer(db, mia), {}, [], clock.now()
    for number, (deed, which) in enumerate(deeds):
        moment += timedelta(minutes=1)
        text = f"text {number}"
        lines = said.lines_page(db, me, "care", "home", moment).lines
        key = f"{mia.id}-{number}"
        with app.test_request_context():
            if deed == "add":
                together.add_line(db, me, "care", "home", text, key, moment)
                ever.append(text)
            elif lines:
                line = lines[which % len(lines)]
                if deed == "change":
                    together.change_line(db, me, line, text, key, moment)
                    ever.append(text)
                else:
                    together.take_line_away(db, me, line, moment)
        db.flush()
        db.expire_all()
        page = said.lines_page(db, me, "care", "home", moment)
        told = [line.text for line in page.lines] + [line.text for line in page.former]
        assert sorted(told) == sorted(ever)

        shown = {line.line_id for line in page.lines}
        assert len(shown) == len(page.lines)
    rows = select(func.count(OwnLine.id)).where(OwnLine.person_id == mia.id)
    assert db.scalars(rows).one() == len(ever)
