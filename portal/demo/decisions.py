"""Decisions in the stories: what is thought about now, and what was decided; and older ones of many
young people, so that a quarter can be shown in numbers."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from portal.core import clock
from portal.core.ids import new_ref
from portal.decisions import labels, policy
from portal.decisions.pages import KIND
from portal.decisions.rules import About, State, What
from portal.decisions.tables import Decision, DecisionStep
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.say.rules import DEFAULT_READERS, Owner
from portal.say.rules import State as SaidState
from portal.say.tables import Said, SaidAnswer, SaidStep
from portal.say.themes.rules import Quarter, closed_since

TOLD = Path(__file__).with_name("decisions.toml")


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    with TOLD.open("rb") as file:
        told = tomllib.load(file)
    for one in told["decision"]:
        _decision(rows, cast, one, cast.as_of)
    quarter = list(closed_since(cast.as_of - timedelta(days=300), cast.as_of))[-1]
    for place, one in enumerate(told["older"]):
        _older(rows, cast, one, quarter, place)


def _at(cast: Cast, day: date, hour: int = 15) -> datetime:
    return min(clock.at_wall(datetime.combine(day, time(hour))), cast.now)


def _older(rows: Rows, cast: Cast, one: dict[str, Any], quarter: Quarter, place: int) -> None:
    """Something small that was decided in the quarter, with what they said before it."""
    _decision(rows, cast, one, quarter.first + timedelta(days=25 + place))


def _decision(rows: Rows, cast: Cast, one: dict[str, Any], to_day: date) -> None:
    """told, decided, said, answered: days before `to_day`."""
    story = cast.stories.young[one["young"]]
    here, writer = {"council_id": cast.council(story)}, cast.ids[one["by"]]
    about, made_on = About(one["about"]), one.get("decided")
    told_at = _at(cast, to_day - timedelta(days=one["told"]))
    words = {
        "title": one["title"], "why": one["why"], "means": one["means"], "language": "en",
        "by_day": to_day + timedelta(days=one["by_day"]) if "by_day" in one else None,
    }  # fmt: skip
    decided_on = None if made_on is None else to_day - timedelta(days=made_on)
    state = State(one.get("state", "thinking" if made_on is None else "decided"))
    ref, names = new_ref(), "decides" in one
    id = rows.add(
        Decision, **here, ref=ref, person_id=cast.ids[one["young"]], about=about.value,
        state=state.value, **words, decides_id=None if names else writer,
        decides=one.get("decides", ""), decided_on=decided_on, origin=one["origin"],
        origin_words=one.get("origin_words", ""), not_asked=one.get("not_asked", ""),
        needs=int(policy.needs(about, one["why"] + one["means"], ())),
        carer_may=one.get("carer_may", False), heard=one.get("heard", ""),
        heard_at=told_at + timedelta(hours=5) if "heard" in one else None, made_by_id=writer,
        made_at=told_at, told_at=told_at, version=1 + len(one.get("then", ())),
    )  # fmt: skip

    def step(number: int, what: What, days: int, note: str = "", **other: Any) -> None:
        rows.add(
            DecisionStep, **here, decision_id=id, number=number, what=what.value, note=note,
            by_id=writer, at=_at(cast, to_day - timedelta(days=days), 16),
            **{**words, "state": state.value, "decided_on": decided_on, **other},
        )  # fmt: skip

    first = one.get("first", {})
    asked = State.DECIDED if one.get("not_asked") else State.THINKING
    step(1, What.TOLD, one["told"], state=asked.value, **first)
    for number, then in enumerate(one.get("then", ()), 2):
        step(number, What(then["what"]), then["days"], then.get("note", ""),
             **(then.get("words", {})))  # fmt: skip
    for said in one.get("said", ()):
        _said(rows, cast, one, said, id, ref, to_day)


def _said(
    rows: Rows, cast: Cast, one: dict[str, Any], said: dict[str, Any], id: int, ref: str,
    to_day: date,
) -> None:  # fmt: skip
    here = {"council_id": cast.council(cast.stories.young[one["young"]])}
    at = _at(cast, to_day - timedelta(days=said["days"]), 17)
    due = at + timedelta(days=4)
    answer = said.get("answer")
    found = said.get("found", "")
    again = found in ("partly", "no")  # then there is a second answer
    state = SaidState.SENT if answer is None else SaidState.ANSWERED
    said_id = rows.add(
        Said, **here, ref=new_ref(), person_id=cast.ids[one["young"]], kind=KIND, about_id=id,
        about_ref=ref, topic=labels.topic(State(said.get("when", "thinking"))),
        text=said.get("text", ""), language="en", face=said.get("face"), symbols="",
        picture_id=None, voice_id=None, helped_by=said.get("helped_by", ""),
        readers=int(DEFAULT_READERS), owner=Owner.WORKER.value,
        state=(SaidState.DONE if found == "yes" else state).value, turn=2 if again else 1,
        said_at=at, turn_at=at,
        answer_by=due, due_at=due,
    )  # fmt: skip
    if answer is None:
        return
    answered = _at(cast, to_day - timedelta(days=answer["days"]), 11)
    by = cast.ids[answer.get("by", one["by"])]
    rows.add(SaidStep, **here, said_id=said_id, what="read", by_id=by, where_ref="",
             at=answered - timedelta(hours=2))  # fmt: skip
    found_at = min(answered + timedelta(days=1), cast.now)

    def answers(turn: int, text: str, made_at: datetime, **more: Any) -> None:
        rows.add(
            SaidAnswer, **here, said_id=said_id, turn=turn, kind=answer["kind"], text=text,
            by_id=by, made_at=made_at, promise_ref="",
            **{"found": "", "found_text": "", "found_at": None, **more},
        )  # fmt: skip

    told = {"found": found, "found_text": said.get("found_text", ""), "found_at": found_at}
    answers(1, answer["text"], answered, **(told if found else {}))
    if again:
        answers(2, answer["again"], min(found_at + timedelta(days=1), cast.now))
