"""What young people of the demo wrote about themselves, as rows: pages, shares, check-ins, and a
diary that opens with the word in the file."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.diary import rules as diary_rules
from portal.diary import sealing
from portal.diary.actions import random_id
from portal.diary.pages import place_of
from portal.diary.tables import Diary, DiaryEntry
from portal.my_pages.rules import Mood, Page
from portal.my_pages.tables import Feeling, MyAnswer, MyAnswerBefore
from portal.shares.rules import To
from portal.shares.tables import Share

DATA = Path(__file__).with_name("own_pages.toml")
MOODS = tuple(Mood)


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    for key, told in _read().items():
        story = cast.stories.young[key]
        here = {"council_id": cast.council(story), "person_id": cast.ids[key]}
        written = cast.now - timedelta(days=12)
        for page in Page:
            _page(rows, cast, page, told, story.get("language", "en"),
                  here, written)  # fmt: skip
        for thing, whom in told.get("show", {}).items():
            for one in whom:
                group = one in set(To)
                rows.add(
                    Share, **here, thing=thing, key="", to=one if group else To.ONE.value,
                    with_id=None if group else cast.person(story, one),
                    given_at=written + timedelta(hours=1),
                )  # fmt: skip
        _moods(rows, cast, told.get("moods", {}).get("days", ""), here)
        if "diary" in told:
            _diary(rows, cast, told["diary"], here)


@cache
def _read() -> Table:
    with DATA.open("rb") as file:
        return tomllib.load(file)


def _page(
    rows: Rows, cast: Cast, page: Page, told: Table, language: str, here: dict[str, int],
    written: datetime,
) -> None:  # fmt: skip
    own: dict[str, Any] = {**here, "page": page.value, "language": language}
    hidden = told.get("hidden", {})
    for code, text in told.get(page.value, {}).items():
        rows.add(MyAnswer, **own, code=code, text=text, hidden=hidden.get(code, False),
                 upload_id=None, changed_at=written)  # fmt: skip
    for one in told.get("before", ()) if page is Page.ABOUT else ():
        on = clock.at_wall(datetime.combine(cast.day(one["on"]), time(18)))
        rows.add(MyAnswerBefore, **own, code=one["code"], text=one["text"], changed_at=on)


def _moods(rows: Rows, cast: Cast, days: str, here: dict[str, int]) -> None:
    """From 1, great, to 5, bad: the newest first, some days apart, over eight weeks."""
    counted = days.split()
    for number, step in enumerate(counted):
        day = cast.as_of - timedelta(days=1 + number * 54 // max(1, len(counted)))
        at = clock.at_wall(datetime.combine(day, time(16, 20 + number % 30)))
        rows.add(Feeling, **here, ref=new_ref(), at=at, mood=MOODS[int(step) - 1].value,
                 words="", help=False)  # fmt: skip


def _diary(rows: Rows, cast: Cast, told: Table, here: dict[str, int]) -> None:
    making = sealing.new_making()
    key, id, council = sealing.key_from(told["word"], making), random_id(), here["council_id"]
    rows.of[Diary.__tablename__].append(
        {"id": id, **here, "salt": making.salt, "rounds": making.rounds,
         "memory_kib": making.memory_kib, "lanes": making.lanes,
         "proof": sealing.proof(key, f"diary:{id}")}
    )  # fmt: skip
    for number, entry in enumerate(told["entry"], start=1):
        at, ref = cast.moment(entry["on"]), new_ref()
        said = json.dumps({"at": at.isoformat(), "text": entry["text"]}, ensure_ascii=False)
        rows.of[DiaryEntry.__tablename__].append(
            {"id": random_id(), "council_id": council, "diary_id": id, "ref": ref,
             "number": number,
             "sealed": sealing.seal(key, diary_rules.fill(said.encode()), place_of(id, ref))}
        )  # fmt: skip
