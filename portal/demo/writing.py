"""A plan that is being written, and one that was published by mistake and taken back, as rows."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Row, Rows
from portal.demo.stories import Table
from portal.notifications.tables import Notice
from portal.plan.rules import BANDS, content_hash
from portal.plan.tables import PlanPart, PlanVersion, Wording
from portal.plan.writing.rules import NAMES
from portal.plan.writing.tables import BreachStep, Draft, Save, SawIt, TakenBack, Typed
from portal.plan.writing.taking_back import TOLD_YOUNG

DATA = Path(__file__).with_name("writing.toml")
KIND = "care"


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    told = _read()
    for one in told["draft"]:
        save_id, based = _words(rows, cast, one, Save, {"ref": new_ref(), "turn": 1})
        rows.add(
            Draft, **_of(rows, cast, one), kind=KIND, area=one["area"], turn=1, open=True,
            save_id=save_id, based_on_id=based["id"] if based else None,
        )  # fmt: skip
    for one in told["typed"]:
        _words(rows, cast, one, Typed, {"turn": 0})
    for one in told["taken_back"]:
        _taken_back(rows, cast, one)


@cache
def _read() -> Table:
    with DATA.open("rb") as file:
        return tomllib.load(file)


def _of(rows: Rows, cast: Cast, one: Table) -> dict[str, int]:
    person_id = cast.ids[one["young"]]
    council_id = next(row["council_id"] for row in rows.of["plan"] if row["person_id"] == person_id)
    return {"council_id": council_id, "person_id": person_id}


def _plan(rows: Rows, cast: Cast, one: Table) -> Row:
    person_id = cast.ids[one["young"]]
    return next(
        row for row in rows.of["plan"] if row["person_id"] == person_id and row["kind"] == KIND
    )


def _parts(rows: Rows, version_id: int) -> list[Row]:
    return [row for row in rows.of["plan_part"] if row["version_id"] == version_id]


def _wordings(rows: Rows, part_id: int) -> list[Row]:
    return [row for row in rows.of["wording"] if row["part_id"] == part_id]


def _words(
    rows: Rows, cast: Cast, one: Table, table: type, more: dict[str, Any]
) -> tuple[int, Row | None]:
    """One row of what is written: as published, and over it what the story says."""
    current = _parts(rows, _plan(rows, cast, one)["current_id"])
    based = next((part for part in current if part["area"] == one["area"]), None)
    words: dict[str, Any] = dict.fromkeys(NAMES, "")
    words |= {"look_again": None, "promise_by_id": None, "promise_due": None, "gone": False}
    if based is not None:
        words |= {name: based.get(name, "") for name in ("need", "official", "who", "by_when")}
        words["look_again"] = based["look_again"]
        for said in _wordings(rows, based["id"]):
            if said["language"] == "en":
                words[said["band"]] = said["text"]
                words[f"{said['band']}_need"] = said.get("need", "")
    told = dict(one["words"])
    if "promise_by" in told:
        words["promise_by_id"] = cast.ids[told.pop("promise_by")]
        words["promise_due"] = cast.day(told.pop("promise_due"))
    by = {"by": cast.names[one["by"]]} if table is Save else {}
    key = rows.add(
        table, **_of(rows, cast, one), kind=KIND, area=one["area"], by_id=cast.ids[one["by"]],
        at=_at(cast, one["at"]), **by, **more, **(words | told),
    )  # fmt: skip
    return key, based


def _at(cast: Cast, words: str) -> datetime:
    """A moment that was; "-20 minutes" is counted from the moment the demo is loaded for."""
    if words.endswith(" minutes"):
        return cast.now + timedelta(minutes=int(words.split()[0]))
    return cast.moment(words)


def _taken_back(rows: Rows, cast: Cast, one: Table) -> None:
    here, plan = _of(rows, cast, one), _plan(rows, cast, one)
    council = {"council_id": here["council_id"]}
    versions = [row for row in rows.of["plan_version"] if row["plan_id"] == plan["id"]]
    newest = max(versions, key=lambda row: int(row["number"]))
    published, taken = cast.moment(one["published"]), cast.moment(one["taken_back"])
    by_id, by = cast.ids[one["by"]], cast.names[one["by"]]
    version_id = rows.add(
        PlanVersion, **council, plan_id=plan["id"], number=newest["number"] + 1,
        published_at=published, published_by_id=by_id, published_by=by,
        review_on=newest["review_on"], review_by=newest["review_by"], recalled_at=taken,
        recalled_by_id=by_id, recalled_why=one["reason"],
    )  # fmt: skip
    for part in _parts(rows, newest["id"]):
        _copy(rows, part, version_id, one)
    taken_id = rows.add(
        TakenBack, **here, ref=new_ref(), version_id=version_id, kind=KIND, why=one["why"],
        by_id=by_id, by=by, at=taken, published_at=published,
        owed_by_id=cast.ids[one["owed_by"]], over_at=None,
    )  # fmt: skip
    untold = {"who_id": here["person_id"], "role": "young", "what": f"{KIND}:{one['area']}"}
    rows.add(SawIt, **council, taken_back_id=taken_id, how="untold", at=published, **untold)
    rows.add(
        SawIt, **council, taken_back_id=taken_id, how="look", at=published + timedelta(minutes=20),
        who_id=by_id, role="worker", what="plan.their_plan",
    )  # fmt: skip
    for step in one["step"]:
        rows.add(
            BreachStep, **council, taken_back_id=taken_id, step=step["step"], done=True,
            note=step["note"], by_id=cast.ids[step["by"]], by=cast.names[step["by"]],
            at=cast.moment(step["at"]),
        )  # fmt: skip
    rows.add(
        Notice, **here, kind=TOLD_YOUNG, source_kind="plan_breach",
        source_ref=rows.of["plan_taken_back"][-1]["ref"], made_at=taken,
        seen_at=min(taken + timedelta(hours=3), cast.now),
    )  # fmt: skip


def _copy(rows: Rows, part: Row, version_id: int, one: Table) -> None:
    """The part as it was; the one that went wrong with the words that were not meant for them."""
    wrong = part["area"] == one["area"]
    copied = {**part, "version_id": version_id}
    copied.pop("id")
    said = [dict(row) for row in _wordings(rows, part["id"])]
    if wrong:
        said = [row | {"text": one[row["band"]]} for row in said
                if row["language"] == "en" and row["band"] in BANDS]  # fmt: skip
        copied["content"] = content_hash(
            part["area"], part["official"], part["who"], part["by_when"], part["look_again"],
            [(row["band"], row["language"], row["text"]) for row in said], part.get("need", ""),
            [(row["band"], row["language"], row.get("need", "")) for row in said],
        )  # fmt: skip
    part_id = rows.add(PlanPart, **copied)
    if wrong:
        rows.of["plan_part"][-1]["first_id"] = part_id
    for row in said:
        row.pop("id")
        rows.add(Wording, **(row | {"part_id": part_id}))
