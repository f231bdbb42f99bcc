"""Goals, steps, skills, sittings and early reviews of the stories, as rows."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast, calendar_of
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.goals.rules import State, as_promise
from portal.goals.tables import Goal, GoalChange, GoalStep, Sitting
from portal.notifications.tables import Notice
from portal.pathway.rules import ANSWER_DAYS
from portal.pathway.tables import EarlyReview, OwnWords, SkillMark
from portal.people.rules import PLACED_WITH, WORKERS
from portal.promises.tables import Promise, PromiseStep

FILE = Path(__file__).with_name("goals.toml")


@cache
def read() -> dict[str, Table]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    for key, told in read().items():
        story = cast.stories.young[key]
        here = {"council_id": cast.council(story), "person_id": cast.ids[key]}
        sittings = [_sitting(rows, cast, story, one, here) for one in told.get("sitting", ())]
        for goal in told.get("goal", ()):
            _goal(rows, cast, story, goal, here, sittings[-1] if sittings else None)
        for said in told.get("words", ()):
            rows.add(OwnWords, **here, ref=new_ref(), area=said["area"], text=said["text"],
                     made_at=cast.moment(said["on"]))  # fmt: skip
        for skill, level in told.get("skills", {}).items():
            at = cast.now - timedelta(days=40)
            rows.add(SkillMark, **here, skill=skill, level=level, marked_at=at, before="",
                     before_at=None)  # fmt: skip
        for early in told.get("early", ()):
            _early(rows, cast, story, early, here)


def _sitting(rows: Rows, cast: Cast, story: Table, one: Table, here: dict[str, int]) -> int:
    started = cast.moment(one["on"])
    ended = started + timedelta(minutes=one["minutes"])
    host = cast.person(story, one["host"])
    adult = cast.person(story, one["with"])
    sitting_id = rows.add(
        Sitting, **here, ref=new_ref(), adult_id=adult, host_id=host, started_at=started,
        ended_at=ended, told_at=ended, says=one.get("says", ""),
        says_at=cast.moment(one["answered"]) if "answered" in one else None,
    )  # fmt: skip
    if "says" not in one:
        rows.add(
            Notice, council_id=here["council_id"], kind="sitting_asks", source_kind="sitting",
            person_id=adult if host == here["person_id"] else here["person_id"],
            source_ref=str(sitting_id), made_at=ended,
        )  # fmt: skip
    return sitting_id


def _goal(
    rows: Rows, cast: Cast, story: Table, goal: Table, here: dict[str, int], sitting: int | None
) -> None:
    made = cast.moment(goal["on"])
    by = cast.person(story, goal["by"])
    together = sitting if goal.get("together") else None
    state = goal.get("state", State.OPEN.value)
    goal_id = rows.add(
        Goal, **here, ref=new_ref(), plan_kind=goal.get("kind", "pathway"), area=goal["area"],
        text=goal["text"], say=goal.get("say", ""), state=state,
        state_on=clock.today(cast.moment(goal["state_on"]) if "state_on" in goal else made),
        by_id=by, made_at=made, sitting_id=together,
    )  # fmt: skip
    for step in goal["steps"]:
        _step(rows, cast, story, goal, step, here, (goal_id, by, made, together))
    for change in goal.get("changes", ()):
        rows.add(
            GoalChange, council_id=here["council_id"], goal_id=goal_id, ref=new_ref(),
            what=change["what"], old=change["old"], new=goal["text"],
            by_id=cast.person(story, change["by"]), at=cast.moment(change["on"]),
        )  # fmt: skip


def _step(
    rows: Rows, cast: Cast, story: Table, goal: Table, step: Table, here: dict[str, int],
    of: tuple[int, int, datetime, int | None],
) -> None:  # fmt: skip
    goal_id, by, made, together = of
    who = step["who"]
    kind = next((near["kind"] for near in story["people"] if near["who"] == who), "")
    chased = kind in (*WORKERS, *PLACED_WITH)
    doer = "me" if who == "me" else "worker" if kind in WORKERS else "adult"
    # A foster carer who is a name in the story only has no place in the app.
    owner_id = cast.ids.get(who) if chased else None
    due = cast.day(step["due"]) if "due" in step else None
    state = State(step.get("state", "open"))
    on = clock.today(cast.moment(step["on"]) if "on" in step else made)
    label = "" if who == "me" or owner_id is not None else cast.name(story, who)
    ref = new_ref()
    promise_id = None
    if doer != "me" and due is not None:
        promise_id = _promise(rows, cast, here, step, state, made, (owner_id, label, due, on),
                              goal["area"], f"{ref}.{new_ref()}", by)  # fmt: skip
    rows.add(
        GoalStep, council_id=here["council_id"], ref=ref, goal_id=goal_id, text=step["text"],
        doer=doer, owner_id=owner_id, owner_label=label, due=due, state=state.value, state_on=on,
        promise_id=promise_id, by_id=by, made_at=made, sitting_id=together,
    )  # fmt: skip


def _promise(
    rows: Rows, cast: Cast, here: dict[str, int], step: Table, state: State, made: datetime,
    whose: tuple[int | None, str, date, date], area: str, key: str, by: int,
) -> int:  # fmt: skip
    owner_id, label, due, on = whose
    values: dict[str, Any] = {
        "owner_id": owner_id, "owner_label": label, "text": step["text"], "area": area,
        "source_kind": "goal_step", "source_key": key, "due": due, "made_at": made,
        "state": as_promise(state), "state_on": on,
    }  # fmt: skip
    promise_id = rows.add(Promise, **here, **values)
    if state is not State.OPEN:
        rows.add(
            PromiseStep, council_id=here["council_id"], promise_id=promise_id,
            state=as_promise(state), by_id=owner_id or by, at=cast.moment(step["on"]), note="",
        )  # fmt: skip
    return promise_id


def _early(rows: Rows, cast: Cast, story: Table, early: Table, here: dict[str, int]) -> None:
    asked = cast.moment(early["asked"])
    council = cast.stories.councils[story["council"]]
    rows.add(
        EarlyReview, **here, ref=new_ref(), why=early["why"], asked_at=asked,
        due_at=calendar_of(council).reply_by(asked, ANSWER_DAYS), says=early["says"],
        on=cast.day(early["day"]), words=early["words"], by_id=cast.person(story, early["by"]),
        answered_at=cast.moment(early["answered"]),
    )  # fmt: skip
