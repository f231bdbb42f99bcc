"""The stories: whole, readable, dignified; and on a database, true to themselves."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from portal.clocks.category import CareHistory, CarePeriod, category
from portal.clocks.days import is_working_day, load_holidays
from portal.clocks.kinds import Clock
from portal.core import clock
from portal.demo import load, stories
from portal.demo.days import day_of
from portal.house import (
    METADATA,
    AgendaItem,
    CareEpisode,
    Connection,
    Council,
    LocalStandard,
    Membership,
    Notice,
    Owed,
    Person,
    Plan,
    PlanPart,
    PlanVersion,
    Promise,
    PromiseStep,
    Seen,
    Wording,
)
from portal.plan.rules import BANDS
from portal.rebuild import rebuild
from portal.timeline.rules import SAID
from tests.demo.reading import grade

TOLD = stories.read()
YOUNG = list(TOLD.young.values())
DAYS = [
    date(2026, 11, 23),  # a Monday
    date(2026, 11, 28),
    date(2026, 12, 27),  # a Sunday between bank holidays
    date(2027, 3, 28),  # the clocks go forward
    date(2027, 4, 2),
    date(2027, 5, 12),
]


@pytest.fixture
def told(db, now):
    load.load(db, now.date())
    db.flush()
    return db


def _parts():
    return [(story["key"], plan, part) for story in YOUNG for plan in story["plan"]
            for part in plan["part"]]  # fmt: skip


def _texts(band):
    return [
        pytest.param(text, id=f"{key}-{part['area']}-{n}")
        for key, _, part in _parts()
        for n, text in enumerate([part[band], part.get("before", {}).get(band)])
        if text
    ]


@pytest.mark.parametrize("text", _texts("child"))
def test_the_words_for_children_are_short(text):
    assert grade(text) <= 5, f"{grade(text):.1f}: {text}"


@pytest.mark.parametrize("text", _texts("teen"))
def test_the_words_for_teenagers_are_plain(text):
    assert grade(text) <= 7.5, f"{grade(text):.1f}: {text}"


def test_on_the_whole_the_words_grow_with_the_reader():
    child, teen, adult = (
        sum(grade(part[band]) for _, _, part in _parts()) / len(_parts()) for band in BANDS
    )
    assert child < teen < adult
    assert child < 2.5
    assert teen < 5


JARGON = "LAC|CAMHS|placement|sibling|contact with|PEP|NEET|absconded|challenging behaviour"


@pytest.mark.parametrize("band", BANDS)
def test_no_jargon_in_words_for_young_people(band):
    import re

    found = [(k, p["area"], p[band]) for k, _, p in _parts() if re.search(JARGON, p[band])]
    assert not found


def test_everybody_that_was_asked_for_is_there():
    ages = {story["key"]: story["age"] for story in YOUNG}
    riverbank = [s for s in YOUNG if s["council"] == "riverbank"]
    assert 12 <= len(riverbank) <= 14
    assert sum(s["council"] == "thornmere" for s in YOUNG) == 3
    assert {9, 11, 14, 16, 17, 18, 19, 22} <= set(ages.values())
    assert {s["language"] for s in YOUNG if s.get("alone")} == {"ar", "ti"}
    codes = {(c["status"], c["place"]) for s in YOUNG for c in s["care"] if "to" not in c}
    assert ("C2", "P1") in codes and ("J1", "R5") in codes and ("C1", "U3") in codes
    roles = Counter(a["role"] for a in TOLD.adults.values() if a["council"] == "riverbank")
    assert roles == {"worker": 4, "carer": 4, "iro": 1, "advocate": 1, "duty": 1, "manager": 1,
                     "admin": 1, "editor": 1}  # fmt: skip
    homes = Counter(
        near["who"] for s in YOUNG for near in s["people"] if near["kind"] == "foster_carer"
    )
    assert homes["ruth"] == 2


def test_the_brothers_live_in_different_homes_and_know_each_other():
    homes = {}
    for key, other in (("mason", "tyler"), ("tyler", "mason")):
        near = TOLD.young[key]["people"]
        assert any(p["who"] == other and p["kind"] == "family" for p in near)
        homes[key] = next(p["who"] for p in near if p["kind"] == "foster_carer")
    assert homes["mason"] != homes["tyler"]


@pytest.mark.parametrize("story", YOUNG, ids=lambda s: s["key"])
def test_a_story_is_whole(story):
    (plan,) = story["plan"]
    assert len(plan["version"]) == 2
    assert 5 <= len(plan["part"]) <= 12
    assert any("changed" in part for part in plan["part"])
    for part in plan["part"]:
        assert all(part[band].strip() for band in BANDS), part["area"]
        assert ("before" in part or part.get("added", False)) == ("changed" in part)
    assert story["pronouns"] and story["about"] and story["category"]
    assert all(near["does"] and near["label"] for near in story["people"])
    kinds = {near["kind"] for near in story["people"]}
    assert kinds & {"social_worker", "personal_adviser"} and "family" in kinds
    assert any(p.get("state") == "kept" and p["note"] for p in story["promise"])
    assert story["talk"] and story["visit"] and story["review"]
    assert any(not v["at"].startswith(("last", "-")) for v in story["visit"])


@pytest.mark.parametrize("as_of", [*DAYS, date(2026, 11, 24), date(2026, 12, 21)], ids=str)
def test_workers_visit_and_review_on_working_days(as_of):
    free = [
        (story["key"], entry["at"])
        for story in YOUNG
        for entry in (*story["visit"], *story["review"])
        if not entry["at"].startswith("-")
        and not is_working_day(day_of(entry["at"], as_of), load_holidays())
    ]
    assert not free


@pytest.mark.parametrize("story", YOUNG, ids=lambda s: s["key"])
def test_what_is_by_phone_is_called_a_call(story):
    """A call among the dates is a call in the plan, beside who does what by when."""
    if not any(time.get("how") == "call" for time in story.get("family_time", ())):
        return
    (plan,) = story["plan"]
    said = [p["by_when"] for p in plan["part"] if p["area"] in ("family_time", "family")]
    assert any("call" in words for words in said)


def test_a_carer_without_more_said_has_the_narrow_grants():
    told = {
        key: next(p for p in TOLD.young[key]["people"] if p["kind"] == "foster_carer")
        for key in ("tyler", "mason")
    }
    assert "grants" not in told["tyler"] and "family" in told["mason"]["grants"]


def test_telephone_numbers_are_from_the_ranges_for_drama():
    numbers = [p.get("phone", "") for p in TOLD.adults.values()]
    numbers += [c[n] for c in TOLD.councils.values() for n in ("duty_phone", "night_phone")]
    numbers += [f.get("phone", "") for s in YOUNG for f in s.get("family", ())]
    assert all(n == "" or n.startswith(("01632 960", "07700 900")) for n in numbers)


def test_nobody_is_connected_to_the_advocate():
    assert not [s["key"] for s in YOUNG for near in s["people"] if near["who"] == "joss"]


# --- on a database --------------------------------------------------------------------------


def test_every_story_loads_and_nothing_points_nowhere(told):
    assert told.scalar(select(func.count()).select_from(Council)) == 2
    assert told.scalars(select(Council.kind).distinct()).all() == ["demo"]
    for table in METADATA.sorted_tables:
        for key in (k for column in table.columns for k in column.foreign_keys):
            here, there = key.parent, key.column
            lost = (
                select(func.count()).select_from(table)
                .where(here.is_not(None), here.not_in(select(there)))
            )  # fmt: skip
            assert told.scalar(lost) == 0, f"{table.name}.{here.name}"


def test_everybody_of_ours_can_be_signed_in_and_family_cannot(told):
    with_a_way = set(told.scalars(select(Membership.person_id)))
    people = told.execute(select(Person.id, Person.kind)).all()
    assert all((kind != "other") == (id in with_a_way) for id, kind in people)


def test_ages_are_as_told(told, now):
    from portal.people.rules import age_on

    born = dict(told.execute(select(Person.code, Person.born)).all())
    assert all(age_on(born[s["key"]], now.date()) == s["age"] for s in YOUNG)


def test_a_plan_shows_its_newest_version_and_what_changed(told):
    for plan in told.scalars(select(Plan)):
        version = told.get(PlanVersion, plan.current_id)
        assert version.number == 2 and version.plan_id == plan.id
        parts = told.scalars(select(PlanPart).where(PlanPart.version_id == version.id)).all()
        marks = dict(
            told.execute(
                select(Seen.thing_key, Seen.mark).where(Seen.person_id == plan.person_id)
            ).all()
        )  # fmt: skip
        new = {p.area for p in parts if marks.get(f"{plan.kind}:{p.area}", 0) < p.first_id}
        noted = {p.area for p in parts if p.change_note}
        told_of = set(
            told.scalars(
                select(Notice.source_ref).where(
                    Notice.person_id == plan.person_id, Notice.kind == "plan_changed"
                )
            )
        )
        assert new == noted and told_of == {f"{plan.kind}:{area}" for area in new}
        assert new and len(new) < len(parts)


def test_words_in_another_language_are_drafts(told):
    states = told.execute(select(Wording.language, Wording.state).distinct()).all()
    assert set(states) == {("en", "checked"), ("ar", "draft"), ("ti", "draft")}


def test_promises_are_kept_coming_and_late(told, now):
    promises = told.scalars(select(Promise)).all()
    late = [p for p in promises if p.state == "coming" and p.due < now.date()]
    kept = [p for p in promises if p.state == "kept"]
    assert len(kept) > len(late) > 2
    assert any(p.chased_at and p.chased_id for p in late)
    steps = set(told.scalars(select(PromiseStep.promise_id)))
    assert all(p.id in steps for p in kept)


def test_one_worker_has_left_somebody_without_an_answer(told, now):
    replies = told.scalars(select(Owed).where(Owed.kind == "reply")).all()
    assert {r.due_at < now for r in replies} == {True, False}


def test_the_second_council_keeps_the_stricter_standard(told):
    thornmere = told.scalar(select(Council.id).where(Council.name.like("Thornmere%")))
    clocks = set(
        told.scalars(select(LocalStandard.clock).where(LocalStandard.council_id == thornmere))
    )
    assert {Clock.FIRST_VISIT, Clock.VISIT, Clock.REVIEW} <= {Clock(c) for c in clocks}


def test_nobody_at_one_council_is_connected_to_the_other(told):
    councils = dict(told.execute(select(Person.id, Person.council_id)).all())
    for link in told.scalars(select(Connection)):
        assert councils[link.of_id] == councils[link.with_id] == link.council_id


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_demo_is_alive_on_any_day(database, as_of):
    """What is late is late because a story says so, never because of the day it is told on."""
    noon = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC)
    with clock.fixed(noon), database.writer() as db:
        load.load(db, as_of)
        late = select(Person.code, Owed.kind, Owed.due_at).join(
            Person, Person.id == Owed.person_id
        ).where(Owed.due_at < noon, Owed.kind.not_in(("promise", "reply", "claim")))  # fmt: skip
        assert db.execute(late).all() == []
        coming = dict(
            db.execute(
                select(AgendaItem.person_id, func.count())
                .where(AgendaItem.day >= as_of, AgendaItem.wall.is_not(None))
                .group_by(AgendaItem.person_id)
            ).all()
        )  # fmt: skip
        young = db.scalars(select(Person.id).where(Person.kind == "young")).all()
        assert all(coming.get(id, 0) >= 2 for id in young)
        for council_id in db.scalars(select(Council.id)).all():
            again = rebuild(db, council_id, noon)
            assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_each_recorded_category_is_the_one_the_facts_point_to(told, now):
    people = told.scalars(select(Person).where(Person.kind == "young")).all()
    for person in people:
        episodes = told.scalars(select(CareEpisode).where(CareEpisode.person_id == person.id))
        history = CareHistory(
            born=person.born,
            periods=tuple(
                CarePeriod(e.started, e.ended, short_breaks=e.legal_status == "V3")
                for e in episodes
            ),
            in_education=person.code == "sol",
        )
        # Of one nobody wrote it down, which is what there is to see.
        recorded = person.category or ("eligible" if person.code == "remi" else "")
        assert category(history, now.date()) == recorded, person.code
    assert {p.category for p in people} == {"", *SAID}
