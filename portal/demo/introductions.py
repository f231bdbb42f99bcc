"""Cards of the adults, and how one worker came after another."""

from __future__ import annotations

from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.house import HandOver
from portal.introductions.tables import IntroCard

AGREES = "grace"


def tell(rows: Rows, cast: Cast) -> None:
    """A card for each adult who wrote one. No photos: letters stand for people who are made up."""
    for key, adult in cast.stories.adults.items():
        if card := adult.get("card"):
            rows.add(
                IntroCard, council_id=cast.councils[adult["council"]], person_id=cast.ids[key],
                does=card.get("does", ""), hello=card.get("hello", ""),
                languages=card.get("languages", ""), changed_at=cast.now,
            )  # fmt: skip
    for story in cast.stories.young.values():
        for number, over in enumerate(story.get("took_over", ())):
            _took_over(rows, cast, story, over, f"{story['key']}-{number}")


def _took_over(rows: Rows, cast: Cast, story: Table, over: Table, batch: str) -> None:
    at = cast.moment(over["on"])
    old, new = (cast.person(story, over[name]) for name in ("old", "new"))
    rows.add(
        HandOver, council_id=cast.council(story), ref=new_ref(), batch=batch,
        person_id=cast.ids[story["key"]], from_id=old, to_id=new, kind=over["kind"],
        day=clock.today(at), until=None, why="A new worker for the next years.",
        words=over["words"], note="", asked_by_id=new, asked_at=at, by_worker=True,
        agreed_by_id=cast.ids[AGREES], agreed_at=at, moved_at=at,
    )  # fmt: skip
