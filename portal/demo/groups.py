"""Groups, polls, what was done, and the promise of the made-up councils as rows."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.groups.tables import GroupDate, GroupMember, MeetGroup, Meeting
from portal.polls import rules
from portal.polls.did.tables import WeDid, WeDidWords
from portal.polls.pledge.rules import IsTrue, quarter_of
from portal.polls.pledge.tables import PledgeBefore, PledgeCount, PledgeEvidence, PledgePoint
from portal.polls.rules import FACES, Kind
from portal.polls.tables import Poll, PollDone, PollOption, PollQuestion, PollWords, random_key

DATA = Path(__file__).with_name("groups.toml")
COULD_SAY = 19  # young people of the council who use the app


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    told = _read()
    groups = {one["key"]: _group(rows, cast, one) for one in told["group"]}
    for one in told["poll"]:
        _poll(rows, cast, one)
    for one in reversed(told["did"]):  # the newest stands first in the file, and on the page
        _did(rows, cast, one, groups)
    for place, one in enumerate(told["point"], 1):
        _point(rows, cast, one, place)


@cache
def _read() -> Table:
    with DATA.open("rb") as file:
        return tomllib.load(file)


def _group(rows: Rows, cast: Cast, one: Table) -> int:
    council_id, made_at = cast.councils[one["council"]], cast.moment(one["made"])
    plain = ("name", "about", "meets", "place", "way", "access")
    group_id = rows.add(
        MeetGroup, council_id=council_id, ref=new_ref(), text=one["text"].strip(),
        age_from=one["ages"][0], age_to=one["ages"][1], run_by_id=cast.ids[one["run_by"]],
        made_at=made_at, closed_at=None, **{name: one[name] for name in plain},
    )  # fmt: skip
    for who in one["members"]:
        rows.add(
            GroupMember, council_id=council_id, group_id=group_id, person_id=cast.ids[who],
            tells_carer=who == "amber", joined_at=made_at + timedelta(days=2), left_at=None,
        )  # fmt: skip
    for meeting in one.get("meeting", ()):
        _meeting(rows, cast, one, meeting, group_id)
    return group_id


def _meeting(rows: Rows, cast: Cast, group: Table, one: Table, group_id: int) -> None:
    council_id = cast.councils[group["council"]]
    id = rows.add(
        Meeting, council_id=council_id, ref=new_ref(), group_id=group_id,
        wall=cast.wall(one["at"]), place="", note=one["note"], state="coming",
        made_at=cast.now - timedelta(days=14),
    )  # fmt: skip
    said = {says["who"]: says for says in one.get("says", ())}
    for who in group["members"]:
        says = said.get(who, {})
        rows.add(
            GroupDate, council_id=council_id, ref=new_ref(), meeting_id=id,
            person_id=cast.ids[who], says=says.get("says", ""),
            needs=",".join(says.get("needs", ())), note=says.get("note", ""), language="en",
            said_at=cast.now - timedelta(days=3) if says else None,
        )  # fmt: skip


def _poll(rows: Rows, cast: Cast, one: Table) -> None:
    council_id, sent_at = cast.councils[one["council"]], cast.moment(one["sent"])
    closed = cast.moment(one["closed"]) if "closed" in one else None
    ages = one.get("ages", [None, None])
    poll_id = rows.add(
        Poll, council_id=council_id, ref=new_ref(), title=one["title"], intro=one["intro"],
        language="en", audience=one["audience"], age_from=ages[0], age_to=ages[1], group_id=None,
        by_id=cast.ids[one["by"]], opens=cast.day(one["opens"]), closes=cast.day(one["closes"]),
        did_by=cast.day(one["did_by"]), made_at=sent_at, sent_at=sent_at, told_at=sent_at,
        closed_at=closed, of=one.get("of"),
    )  # fmt: skip
    for place, question in enumerate(one["question"], 1):
        _question(rows, council_id, poll_id, place, question, one.get("of"))
    for who in one["done"]:
        _random(
            rows, PollDone, council_id=council_id, poll_id=poll_id, person_id=cast.ids[who]
        )  # fmt: skip


def _question(
    rows: Rows, council_id: int, poll_id: int, place: int, one: Table, of: int | None
) -> None:
    """of: of how many, once it is closed: then what is shown is worked out, as by the job."""
    kind, counts = Kind(one["kind"]), one["counts"]
    found = rules.shown(kind, counts, of) if of is not None and counts else None
    question_id = rows.add(
        PollQuestion, council_id=council_id, ref=new_ref(), poll_id=poll_id, place=place,
        kind=kind.value, text=one["text"], joined=bool(found and found.joined),
    )  # fmt: skip
    options = [""] * FACES if kind is Kind.FACES else one.get("options", [])
    for at, option in enumerate(options):
        rows.add(
            PollOption, council_id=council_id, poll_id=poll_id, question_id=question_id,
            place=at + 1, text=option, count=0 if found else counts[at],
            shown=found.cells[at] if found else None,
        )  # fmt: skip
    for words in one.get("words", ()):
        _random(
            rows, PollWords, council_id=council_id, question_id=question_id, text=words,
            language="en",
        )  # fmt: skip


def _random(rows: Rows, table: type, **values: object) -> None:
    rows.of[table.__tablename__].append({"id": random_key(), **values})  # type: ignore[attr-defined]


def _did(rows: Rows, cast: Cast, one: Table, groups: dict[str, int]) -> None:
    council_id, group = cast.councils[one["council"]], one.get("group", "")
    id = rows.add(
        WeDid, council_id=council_id, ref=new_ref(), said=one["said"], did=one["did"],
        on_day=cast.day(one["on_day"]), by_id=cast.ids[one["by"]],
        source="group" if group else "other", poll_id=None,
        group_id=groups[group] if group else None, language="en",
        made_at=cast.moment(one["made"]), taken_down_at=None,
    )  # fmt: skip
    for words in one.get("words", ()):
        rows.add(
            WeDidWords, council_id=council_id, we_did_id=id, band=words["band"],
            language=words["language"], said=words["said"], did=words["did"],
            by_id=cast.ids[words["by"]], at=cast.moment(one["made"]),
        )  # fmt: skip


def _point(rows: Rows, cast: Cast, one: Table, place: int) -> None:
    council_id, made_at = cast.councils[one["council"]], cast.moment(one["made"])
    by_id = cast.ids[one["by"]]
    changed_at = cast.moment(one["changed"]) if "changed" in one else made_at
    point_id = rows.add(
        PledgePoint, council_id=council_id, ref=new_ref(), place=place, text=one["text"],
        state=one["state"], by_id=by_id, made_at=made_at, changed_at=changed_at, gone_at=None,
    )  # fmt: skip
    if "before" in one:
        rows.add(
            PledgeBefore, council_id=council_id, point_id=point_id, text=one["before"],
            state="going", by_id=by_id, until=changed_at,
        )  # fmt: skip
    for evidence in one.get("evidence", ()):
        rows.add(
            PledgeEvidence, council_id=council_id, point_id=point_id, text=evidence["text"],
            on_day=cast.day(evidence["on_day"]), by_id=cast.ids[evidence["by"]],
            made_at=cast.now - timedelta(days=7),
        )  # fmt: skip
    cells = rules.shown(Kind.ONE, one["said"], COULD_SAY).cells
    for answer, cell in zip(IsTrue, cells, strict=True):
        rows.add(
            PledgeCount, council_id=council_id, point_id=point_id,
            quarter=quarter_of(_last_quarter(cast.as_of)), answer=answer.value, count=0,
            shown=cell, closed=True,
        )  # fmt: skip


def _last_quarter(day: date) -> date:
    """A day in the quarter before the one of `day`."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first - timedelta(days=1)
