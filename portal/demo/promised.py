"""Promises of one young person as rows, with all that became of each."""

from __future__ import annotations

from portal.core import clock
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.promises.tables import Promise, PromiseStep


def tell(rows: Rows, cast: Cast, story: Table, promise: Table, here: dict[str, int]) -> None:
    """`step`: what happened to it before it came to where it stands, in order: another day
    ("changed", with the day that it was), to another adult ("passed", from and to), the young
    person's questions ("asked") and that it was not done ("reopened")."""
    made = cast.moment(promise["made"])
    state = promise.get("state", "coming")
    steps = promise.get("step", ())
    waits = [cast.moment(step["on"]) for step in steps if step["what"] not in ("asked", "kept")]
    asked = [cast.moment(step["on"]) for step in steps if step["what"] == "asked"]
    at = cast.moment(promise["on"]) if "on" in promise else (waits[-1] if waits else made)
    owner = promise.get("owner")
    said = [step["note"] for step in steps if step.get("note")]
    promise_id = rows.add(
        Promise,
        **here,
        owner_id=cast.person(story, owner) if owner else None,
        owner_label=promise.get("owner_label") or cast.name(story, promise["owner"]),
        keeper_id=cast.person(story, promise["keeper"]) if "keeper" in promise else None,
        text=promise["text"],
        area=promise.get("area", ""),
        due=cast.day(promise["due"]),
        made_at=made,
        state=state,
        state_on=clock.today(at),
        state_note=promise.get("note", said[-1] if said else ""),
        instead=promise.get("instead", ""),
        waits_since=waits[-1] if waits else None,
        changes=sum(step["what"] == "changed" for step in steps),
        reopens=sum(step["what"] == "reopened" for step in steps),
        asked_at=asked[-1] if asked and (not waits or asked[-1] > waits[-1]) else None,
    )
    days = [step["was"] for step in steps if "was" in step] + [promise["due"]]
    council_id, number = here["council_id"], 0
    for step in steps:
        moved = "was" in step
        number += moved
        rows.add(
            PromiseStep,
            council_id=council_id,
            promise_id=promise_id,
            state=step["what"],
            at=cast.moment(step["on"]),
            by_id=cast.person(story, step.get("by") or owner or "me"),
            note=step.get("note", ""),
            was_due=cast.day(step["was"]) if moved else None,
            due=cast.day(days[number]) if moved else None,
            from_id=cast.person(story, step["from"]) if "from" in step else None,
            to_id=cast.person(story, step["to"]) if "to" in step else None,
        )
    if state != "coming":
        rows.add(
            PromiseStep,
            council_id=council_id,
            promise_id=promise_id,
            state=state,
            at=at,
            by_id=cast.person(story, promise.get("by") or owner or "me"),
            note=promise.get("note", ""),
            instead=promise.get("instead", ""),
        )
