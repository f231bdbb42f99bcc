"""News of the made-up council as rows: a group, who got what, and what they answered."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.news.tables import NewsGroup, NewsItem, NewsMember, NewsReply, NewsTo
from portal.notifications.tables import Notice

DATA = Path(__file__).with_name("news.toml")


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    told = _read()
    groups = {group["name"]: _group(rows, cast, group) for group in told["group"]}
    members = {group["name"]: group["members"] for group in told["group"]}
    for one in told["news"]:
        _news(rows, cast, one, groups, members)


@cache
def _read() -> Table:
    with DATA.open("rb") as file:
        return tomllib.load(file)


def _group(rows: Rows, cast: Cast, group: Table) -> int:
    council_id = cast.councils[group["council"]]
    group_id = rows.add(NewsGroup, council_id=council_id, name=group["name"])
    for member in group["members"]:
        rows.add(
            NewsMember, council_id=council_id, group_id=group_id, person_id=cast.ids[member],
            starts=cast.day(group["since"]), added_by_id=cast.ids[group["added_by"]],
        )  # fmt: skip
    return group_id


def _news(
    rows: Rows, cast: Cast, one: Table, groups: dict[str, int], members: dict[str, list[str]]
) -> None:
    council_id, sent_at = cast.councils[one["council"]], cast.moment(one["sent"])
    group: str = one.get("group", "")
    ages = one.get("ages", [None, None])
    news_id = rows.add(
        NewsItem, council_id=council_id, title=one["title"], text=one["text"].strip(),
        language="en", by_id=cast.ids[one["by"]], replies_to_id=cast.ids[one["answers"]],
        audience="group" if group else "ages", own=False, age_from=ages[0], age_to=ages[1],
        group_id=groups[group] if group else None,
        until=cast.day(one["until"]) if "until" in one else None,
        made_at=sent_at - timedelta(minutes=20), sent_at=sent_at,
    )  # fmt: skip
    got = members[group] if group else _aged(cast, one["council"], *ages)
    copies: dict[str, int] = {}
    for who in got:
        seen = who in one["seen"]
        seen_at = min(sent_at + timedelta(hours=3), cast.now) if seen else None
        notice_id = rows.add(
            Notice, council_id=council_id, person_id=cast.ids[who], kind="news",
            source_kind="news", source_ref="", made_at=sent_at, seen_at=seen_at,
        )  # fmt: skip
        copies[who] = rows.add(
            NewsTo, council_id=council_id, news_id=news_id, person_id=cast.ids[who],
            notice_id=notice_id, ref=new_ref(), seen_at=seen_at,
        )  # fmt: skip
    for said in sorted(one.get("reply", ()), key=lambda said: cast.moment(said["at"])):
        _reply(rows, cast, said, copies, council_id)


def _aged(cast: Cast, council: str, first: int, last: int) -> list[str]:
    return [
        key
        for key, story in cast.stories.young.items()
        if story["council"] == council and first <= story["age"] <= last
    ]


def _reply(rows: Rows, cast: Cast, said: Table, copies: dict[str, int], council_id: int) -> None:
    """to: whom an adult answers; a young person answers the adult."""
    at = cast.moment(said["at"])
    whose: str = said.get("to") or said["from"]
    story = cast.stories.young[whose]
    by_young = whose == said["from"]
    told: datetime | None = cast.answer_by(story, cast.wall(said["at"])) if by_young else None
    rows.add(
        NewsReply, council_id=council_id, to_id=copies[whose],
        person_id=cast.ids[whose], from_id=cast.ids[said["from"]], text=said["text"], made_at=at,
        answer_by=told, read_at=min(at + timedelta(minutes=45), cast.now),
        read_by_id=cast.ids["priya"] if by_young else cast.ids[whose],
    )  # fmt: skip
