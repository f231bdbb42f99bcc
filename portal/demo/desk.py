"""What was done at the reviewing officer's desk, as rows.

`prep`: an advocate was offered; `held`: how it went; `moved`: from which time, and why.
`challenge`: what their officer does not agree with; `step`: whom they asked, and what was answered.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.reviews.desk.tables import DisputeStep, ReviewDispute, ReviewPrep, ReviewStep

_STEP = {
    "was": None, "wall": None, "why": "", "came": None, "took": "", "code": "", "suggested": "",
}  # fmt: skip


def tell(
    rows: Rows, cast: Cast, story: Table, review: Table, id: int, wall: datetime,
    here: dict[str, int],
) -> None:  # fmt: skip
    officer = cast.person(story, review["run_by"])
    about = {**here, "review_id": id, "by_id": officer}
    if "prep" in review:
        prep, day = review["prep"], cast.day(review["prep"]["on"])
        rows.add(
            ReviewPrep, **about, offered_on=day, how=prep["how"], wanted=prep.get("wanted", ""),
            at=clock.at_wall(datetime.combine(day, datetime.min.time()) + timedelta(hours=12)),
        )  # fmt: skip
    if "moved" in review:
        moved = review["moved"]
        done = {"what": "moved", "was": cast.wall(moved["from"]), "wall": wall, "why": moved["why"]}
        rows.add(ReviewStep, **about, **{**_STEP, **done}, at=cast.moment(moved["on"]))
    if "held" in review:
        how = review["held"]
        took = ",".join(sorted(how.get("took", ())))
        done = {"what": "held", "was": wall, "wall": wall, "came": how["came"], "took": took}
        rows.add(
            ReviewStep, **about, **{**_STEP, **done},
            at=clock.at_wall(wall + timedelta(hours=2)),
        )  # fmt: skip


def challenges(rows: Rows, cast: Cast, story: Table, here: dict[str, int]) -> None:
    for one in story.get("challenge", ()):
        steps = one["step"]
        id = rows.add(
            ReviewDispute, **here, ref=new_ref(), about=one["about"],
            by_id=cast.person(story, one["by"]), begun_at=cast.moment(steps[0]["at"]), outcome="",
            ended_words="", ended_at=None,
        )  # fmt: skip
        for number, step in enumerate(steps, start=1):
            to, answered = cast.person(story, step["to"]), "answer" in step
            rows.add(
                DisputeStep, **here, dispute_id=id, number=number, level=step["level"], to_id=to,
                to_label=cast.name(story, step["to"]), due=cast.day(step["due"]),
                at=cast.moment(step["at"]), answer=step.get("answer", ""),
                answered_by_id=to if answered else None,
                answered_at=cast.moment(step["answered"]) if answered else None,
            )  # fmt: skip
