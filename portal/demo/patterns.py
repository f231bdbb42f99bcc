"""What people made in bulk share: whole rows but for keys, references and names."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from portal.clocks.days import add_working_days, load_holidays
from portal.clocks.kinds import Clock
from portal.clocks.rules import Due
from portal.core import clock
from portal.demo import plain
from portal.demo.cast import born_on
from portal.demo.pen import Row
from portal.people.rules import Kind, PersonKind
from portal.plan.rules import content_hash

COMING, DONE, KEPT = "coming", "done", "kept"

PERSON = {
    "pronouns": "", "language": "en", "interpreter": "", "home_authority": "", "team": "",
    "phone": "", "email": "",
}  # fmt: skip


@dataclass
class Pattern:
    """What many people share: whole rows but for keys, references and names.

    dues: what the clocks say, once it is known.
    """

    person: Row
    worker: Kind
    episodes: list[Row]
    plan: Row
    version: Row
    parts: list[tuple[Row, Row]]  # a part and its wording
    visits: list[Row]
    reviews: list[Row]
    promise: Row
    done: list[Row]
    dues: list[Due] = field(default_factory=list)


def drawn(draw: random.Random, council_id: int, as_of: date, now: datetime) -> Pattern:
    age = draw.choice(plain.AGES)
    born = born_on(age, draw.randint(1, 365), as_of)
    grown = age >= 18
    eighteen = born.replace(year=born.year + 18)
    ended = eighteen if grown else None
    started = (ended or as_of) - timedelta(days=draw.randint(400, 2_500))
    category = "former_relevant" if grown else "eligible" if age >= 16 else "looked_after_under_16"
    here = {"council_id": council_id}
    plan_kind = "pathway" if age >= 16 else "care"
    published = now - timedelta(days=draw.randint(5, 90))
    return Pattern(
        person={**PERSON, **here, "kind": PersonKind.YOUNG.value, "born": born, "job": "",
                "category": category},
        worker=Kind.PERSONAL_ADVISER if grown else Kind.SOCIAL_WORKER,
        episodes=_episodes(draw, here, started, ended),
        plan={**here, "kind": plan_kind},
        version={**here, "number": 1, "published_at": published, "review_by": "", **_STANDS,
                 "review_on": as_of + timedelta(days=draw.randint(10, 120))},
        parts=_parts(draw, here, plan_kind, age, as_of),
        visits=_visits(draw, here, grown, as_of),
        reviews=_reviews(draw, here, plan_kind, as_of),
        promise=_promise(draw, here, as_of, now),
        done=_done(draw, here, age, as_of),
    )  # fmt: skip


def _episodes(draw: random.Random, here: Row, started: date, ended: date | None) -> list[Row]:
    status, place = draw.choice(plain.HOMES)
    shared = {**here, "legal_status": status, "placement": place, "provider": "PR1"}
    last = {**shared, "reason_new": "S", "started": started, "ended": ended,
            "reason_ended": "E5" if ended else "", "reason_change": ""}  # fmt: skip
    if draw.random() < 0.5:
        return [last]
    moved = started + timedelta(days=200)
    return [
        {**last, "ended": moved, "reason_ended": "X1", "reason_change": "PLACE"},
        {**last, "started": moved, "reason_new": "P"},
    ]


_STANDS = {"recalled_at": None, "recalled_by_id": None, "recalled_why": ""}


def _parts(
    draw: random.Random, here: Row, kind: str, age: int, as_of: date
) -> list[tuple[Row, Row]]:
    band = "child" if age < 12 else "teen" if age < 16 else "adult"
    look_again = as_of + timedelta(days=draw.randint(20, 120))
    found = []
    for place, (area, official, who, by_when, text) in enumerate(draw.sample(plain.PARTS[kind], 4)):
        words = (band, "en", text)
        part = {
            **here,
            "area": area,
            "place": place,
            "need": "",
            "official": official,
            "who": who,
            "by_when": by_when,
            "look_again": look_again,
            "change_note": "",
            "content": content_hash(area, official, who, by_when, look_again, [words]),
        }
        wording = {
            **here,
            "band": band,
            "language": "en",
            "need": "",
            "text": text,
            "state": "checked",
            "author": "",
        }
        found.append((part, wording))
    return found  # fmt: skip


_MEETING = {"zone": "Europe/London", "where": "", "note": "", "wall_end": None}


def _at(draw: random.Random, day: date) -> datetime:
    """After school on the first working day from `day`."""
    working = add_working_days(day, 0, load_holidays())
    return datetime.combine(working, time(draw.randint(15, 17), draw.choice((0, 30))))


def _state(wall: datetime, as_of: date) -> str:
    return DONE if wall.date() < as_of else COMING


def _visits(draw: random.Random, here: Row, grown: bool, as_of: date) -> list[Row]:
    kind = "adviser" if grown else "social_worker"
    walls = [_at(draw, as_of - timedelta(days=draw.randint(5, 45))),
             _at(draw, as_of + timedelta(days=draw.randint(1, 30)))]  # fmt: skip
    return [
        {**here, **_MEETING, "kind": kind, "wall": wall, "state": _state(wall, as_of),
         "key": f"bulk-{n}"}
        for n, wall in enumerate(walls)
    ]  # fmt: skip


def _reviews(draw: random.Random, here: Row, kind: str, as_of: date) -> list[Row]:
    last = as_of - timedelta(days=draw.randint(20, 170))
    walls = [_at(draw, last + timedelta(days=days)) for days in (-175, 0, 176)]
    return [
        {**here, **_MEETING, "kind": kind, "all_day": False, "code": "", "wall": wall,
         "state": _state(wall, as_of), "key": f"bulk-{n}"}
        for n, wall in enumerate(walls)
    ]  # fmt: skip


def _promise(draw: random.Random, here: Row, as_of: date, now: datetime) -> Row:
    area, text = draw.choice(plain.PROMISES)
    due = as_of + timedelta(days=draw.randint(-25, 60))
    kept = due < as_of and draw.random() < 0.8
    made = now - timedelta(days=draw.randint(30, 60))
    return {**here, "text": text, "area": area, "due": due, "made_at": made,
            "state": KEPT if kept else COMING, "state_on": clock.today(made), "state_note": "",
            "source_kind": "", "source_key": "", "instead": "", "changes": 0,
            "reopens": 0}  # fmt: skip


def _done(draw: random.Random, here: Row, age: int, as_of: date) -> list[Row]:
    """What the clocks ask for besides visits and reviews, done not long ago."""
    clocks: tuple[Clock, ...] = (Clock.HEALTH, Clock.SDQ, Clock.SCHOOL_PLAN)
    if age >= 18:
        clocks = (Clock.PATHWAY_ASSESSMENT, Clock.PATHWAY_PLAN, Clock.KEEP_IN_TOUCH)
    elif age >= 16:
        clocks = (Clock.HEALTH, Clock.SCHOOL_PLAN, Clock.PATHWAY_ASSESSMENT, Clock.PATHWAY_PLAN)
    return [
        {**here, "clock": found.value, "how": "",
         "day": as_of - timedelta(days=draw.randint(5, 110))}
        for found in clocks
    ]  # fmt: skip
