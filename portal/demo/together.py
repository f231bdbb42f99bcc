"""A plan made together, as rows: own lines, what was said and answered, big questions."""

from __future__ import annotations

from datetime import datetime

from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.days import with_days
from portal.demo.rows import Row, Rows
from portal.demo.stories import Table
from portal.notifications.tables import Notice
from portal.plan.together import rules
from portal.plan.together.rules import QUESTION, State
from portal.plan.together.tables import BigQuestion, OwnLine, PlanAnswer, PlanResponse


def tell(rows: Rows, cast: Cast, story: Table, here: dict[str, int]) -> None:
    for one in story.get("question", ()):
        _question(rows, cast, story, one, here)
    for one in story.get("own_line", ()):
        _own_line(rows, cast, one, here)
    for one in story.get("said", ()):
        _said(rows, cast, story, one, here)


def _own_line(rows: Rows, cast: Cast, one: Table, here: dict[str, int]) -> None:
    """before: what it said first, and since when."""
    at, line_id = cast.moment(one["at"]), None
    if "before" in one:
        began = cast.moment(one["before"]["at"])
        line_id = _line(rows, one["area"], one["before"]["text"], began, at, None, here)
    _line(rows, one["area"], one["text"], at, None, line_id, here)


def _line(
    rows: Rows, area: str, text: str, at: datetime, ended: datetime | None, line_id: int | None,
    here: dict[str, int],
) -> int:  # fmt: skip
    id = rows.add(
        OwnLine, **here, ref=new_ref(), line_id=0, kind="care", area=area, text=text, made_at=at,
        ended_at=ended,
    )  # fmt: skip
    rows.of["own_line"][-1]["line_id"] = line_id or id
    return id


def _said(rows: Rows, cast: Cast, story: Table, one: Table, here: dict[str, int]) -> None:
    """seen: they have looked at the answer."""
    at, why = cast.moment(one["at"]), one.get("why", "")
    kind, area = (QUESTION, one["question"]) if "question" in one else ("care", one["area"])
    answer = one.get("answer")
    owes = rules.is_owed_an_answer(one["says"], why)
    state = rules.state_when_said(one["says"], why)
    id = rows.add(
        PlanResponse, **here, ref=new_ref(), kind=kind, area=area,
        seen_id=_seen(rows, kind, area, at, here), says=one["says"], why=why, made_at=at,
        answer_by=cast.answer_by(story, at) if owes else None, wait_id=0,
        state=(State.ANSWERED if answer else state).value, again_at=None, again_why="",
        again_by=None,
    )  # fmt: skip
    row = rows.of["plan_response"][-1]
    row["wait_id"] = id
    if answer:
        _answer(rows, cast, story, answer, id, f"{kind}:{area}", here, seen=one.get("seen", False))
    if "again" in one:
        again = cast.moment(one["again"]["at"])
        row.update(
            state=State.OPEN.value, again_at=again, again_why=one["again"]["why"],
            again_by=cast.answer_by(story, again),
        )  # fmt: skip


def _answer(
    rows: Rows, cast: Cast, story: Table, answer: Table, id: int, place: str,
    here: dict[str, int], *, seen: bool,
) -> None:  # fmt: skip
    at = cast.moment(answer["at"])
    rows.add(
        PlanAnswer, council_id=here["council_id"], response_id=id,
        by_id=cast.person(story, answer["by"]), text=with_days(answer["text"], cast.as_of),
        made_at=at,
    )  # fmt: skip
    rows.add(
        Notice, **here, kind="plan_answer", source_kind="plan_answer", source_ref=place, made_at=at,
        seen_at=at if seen else None,
    )  # fmt: skip


def _seen(rows: Rows, kind: str, area: str, at: datetime, here: dict[str, int]) -> int | None:
    """What they had before them then."""
    if kind == QUESTION:
        held = [
            row["id"]
            for row in rows.of["big_question"]
            if _of(row, here) and row["question"] == area and row["made_at"] <= at
        ]
        return held[-1] if held else None
    plans = {row["id"] for row in rows.of["plan"] if _of(row, here) and row["kind"] == kind}
    versions = {
        row["id"]
        for row in rows.of["plan_version"]
        if row["plan_id"] in plans and row["published_at"] <= at
    }
    parts = [
        row["id"]
        for row in rows.of["plan_part"]
        if row["version_id"] in versions and row["area"] == area
    ]
    return int(parts[-1])


def _of(row: Row, here: dict[str, int]) -> bool:
    return bool(row["person_id"] == here["person_id"])


def _question(rows: Rows, cast: Cast, story: Table, one: Table, here: dict[str, int]) -> None:
    rows.add(
        BigQuestion, **here, question=one["question"], stands=one["stands"],
        words=with_days(one["words"], cast.as_of), decides=one["decides"],
        decided_on=cast.day(one["decided"]) if "decided" in one else None,
        ask_again=cast.day(one["ask_again"]) if "ask_again" in one else None,
        by_id=cast.person(story, one["by"]), made_at=cast.moment(one["at"]), ended_at=None,
    )  # fmt: skip
