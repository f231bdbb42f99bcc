"""What is said before a review, and the letter after it, as rows.

`comer`: who comes, or whom they asked for (by = "me"); `point`: what is talked about; `alone`: the
talk alone; `letter`: what was written, with other languages in it; `decided`: each with the promise
that it became.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.core.ids import new_ref
from portal.demo import promised
from portal.demo.cast import Cast
from portal.demo.days import with_days
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.reviews.rules import ORIGINAL, TEXTS
from portal.reviews.tables import (
    AgendaPoint,
    ReviewComer,
    ReviewDecision,
    ReviewRecord,
    ReviewTalk,
)

PARTS = frozenset("comer point alone letter decided".split())


def tell(
    rows: Rows, cast: Cast, story: Table, review: Table, id: int, here: dict[str, int]
) -> None:
    about = {**here, "review_id": id}
    for one in review.get("comer", ()):
        _comer(rows, cast, story, one, about)
    for one in review.get("point", ()):
        _point(rows, cast, story, one, about)
    if "alone" in review:
        _alone(rows, cast, story, review, about)
    if "letter" in review:
        at = cast.moment(review["letter"]["at"])
        _letter(rows, cast, story, review, at, about)
        for one in review.get("decided", ()):
            _decided(rows, cast, story, review, one, about)


def _comer(rows: Rows, cast: Cast, story: Table, one: Table, about: dict[str, int]) -> None:
    by_young = one.get("by") == "me"
    at = cast.moment(one["at"])
    settled = one.get("settled")
    rows.add(
        ReviewComer, **about, ref=new_ref(), name=one["name"], does=one.get("does", ""),
        by_young=by_young, by_id=cast.person(story, one["by"]), made_at=at,
        comes=one.get("comes", "asked" if by_young else "coming"), why=one.get("why", ""),
        settled_by_id=cast.person(story, settled) if settled else None,
        settled_at=at if settled else None, wish=one.get("wish", "yes" if by_young else ""),
        wish_why=one.get("wish_why", ""), wish_at=at if by_young or "wish" in one else None,
    )  # fmt: skip


def _point(rows: Rows, cast: Cast, story: Table, one: Table, about: dict[str, int]) -> None:
    at = cast.moment(one["at"])
    rows.add(
        AgendaPoint, **about, ref=new_ref(), text=one["text"], by_young=one["by"] == "me",
        by_id=cast.person(story, one["by"]), made_at=at, heard=one.get("heard", ""),
        heard_at=at if "heard" in one else None,
    )  # fmt: skip


def _alone(rows: Rows, cast: Cast, story: Table, review: Table, about: dict[str, int]) -> None:
    one, officer = review["alone"], cast.person(story, review["run_by"])
    done = cast.day(one["done"]) if "done" in one else None
    rows.add(
        ReviewTalk, **about, wanted=one["wanted"], wanted_at=cast.moment(one["at"]),
        wall=cast.wall(one["when"]) if "when" in one else None, how=one.get("how", ""),
        with_id=officer if done or "when" in one else None, done_on=done,
        done_by_id=officer if done else None,
    )  # fmt: skip


def _letter(
    rows: Rows, cast: Cast, story: Table, review: Table, at: datetime, about: dict[str, int]
) -> None:
    one = review["letter"]
    by = {"by_id": cast.person(story, review["run_by"]), "by": cast.name(story, review["run_by"])}
    written = {ORIGINAL: one, **{tag: one[tag] for tag in one if isinstance(one[tag], dict)}}
    for language, words in written.items():
        texts: dict[str, Any] = {name: with_days(words.get(name, ""), cast.as_of) for name in TEXTS}
        rows.add(
            ReviewRecord, **about, number=1, language=language, **texts, **by, turn=1, saved_at=at,
            published_at=at,
        )  # fmt: skip


def _decided(
    rows: Rows, cast: Cast, story: Table, review: Table, one: Table, about: dict[str, int]
) -> None:
    """Its promise stands as any other of the story, and says where it came from."""
    ref, promise_ref, letter = new_ref(), new_ref(), review["letter"]
    at = cast.moment(letter["at"])
    here = {name: about[name] for name in ("council_id", "person_id")}
    promise = {name: one[name] for name in one if name not in ("why", "by")}
    promise["made"] = letter["at"]
    promised.tell(rows, cast, story, promise, here)
    made = rows.of["promise"][-1]
    made.update(ref=promise_ref, source_kind="review_decision", source_key=ref)
    rows.add(
        ReviewDecision, **about, ref=ref, text=one["text"], why=one.get("why", ""),
        owner_id=made["owner_id"], owner_label=made["owner_label"] if "owner" not in one else "",
        due=made["due"], area=one.get("area", ""), promise_ref=promise_ref,
        by_id=cast.person(story, review["run_by"]), made_at=at,
        published_at=at,
    )  # fmt: skip
