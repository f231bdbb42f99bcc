"""Things to do, whose dates they are on, and hellos of the made-up councils as rows."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from functools import cache
from pathlib import Path

from portal.core.ids import new_ref
from portal.demo.cast import Cast
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.opportunities.hellos.tables import Hello, HelloGiver, HelloWish
from portal.opportunities.meant import Meant, packed
from portal.opportunities.rules import Did
from portal.opportunities.tables import Opportunity, OpportunityChange, OpportunityDate

DATA = Path(__file__).with_name("opportunities.toml")
LINES = ("who_can", "how", "bring", "town", "place", "web")


def tell(rows: Rows, cast: Cast) -> None:
    """After every story was told."""
    told = _read()
    for one in told["thing"]:
        _thing(rows, cast, one)
    for one in told["hello"]:
        _hello(rows, cast, one)
    for one in told["giver"]:
        council_id = cast.councils[one["council"]]
        rows.add(
            HelloGiver, council_id=council_id, person_id=cast.ids[one["who"]],
            by_id=cast.ids[one["by"]], at=cast.now,
        )  # fmt: skip


@cache
def _read() -> Table:
    with DATA.open("rb") as file:
        return tomllib.load(file)


def _thing(rows: Rows, cast: Cast, one: Table) -> None:
    council_id, checked = cast.councils[one["council"]], cast.day(one["checked"])
    plain = {name: one[name] for name in ("sort", "audience", "need", "title")}
    meant = Meant(
        text=one["text"].strip(), age_from=one["ages"][0], age_to=one["ages"][1],
        opens=cast.day(one["opens"]),
        closes=cast.day(one["closes"]) if "closes" in one else None,
        wall=cast.wall(one["at"]) if "at" in one else None, open_to_all=one.get("open", False),
        **plain, **{name: one.get(name, "") for name in LINES},
    )  # fmt: skip
    by_id, written = cast.ids[one["by"]], cast.moment(f"{one['checked']} 11:00")
    agreed = {"agreed_at": written, "agreed_by_id": cast.ids[one["agreed"]]}
    id = rows.add(
        Opportunity, council_id=council_id, ref=new_ref(), made_by_id=by_id, changed_by_id=by_id,
        changed_at=written, checked_on=checked, closed_at=None, **asdict(meant), **agreed,
    )  # fmt: skip
    rows.add(
        OpportunityChange, council_id=council_id, ref=new_ref(), opportunity_id=id,
        did=Did.WORDS.value, meant=packed(meant), by_id=by_id, at=written, **agreed,
    )  # fmt: skip
    for who in one.get("saved", ()):
        rows.add(
            OpportunityDate, council_id=council_id, opportunity_id=id, person_id=cast.ids[who],
            at=cast.now,
        )  # fmt: skip


def _hello(rows: Rows, cast: Cast, one: Table) -> None:
    whose = {"council_id": cast.councils["riverbank"], "person_id": cast.ids[one["who"]]}
    rows.add(
        HelloWish, birthday="birthday" in one["days"], moved=None, others=one["others"],
        own=cast.day(one["own"]) if "own" in one else None,
        feasts=" ".join(day for day in one["days"] if day != "birthday"), at=cast.now, **whose,
    )  # fmt: skip
    for sent in one.get("sent", ()):
        at = cast.moment(f"{sent['day']} 09:00")
        rows.add(
            Hello, ref=new_ref(), occasion=sent["occasion"], day=cast.day(sent["day"]),
            reminded_at=at, again_at=None, text=sent["text"], language="en",
            by_id=cast.ids[sent["by"]], sent_at=at, **whose,
        )  # fmt: skip
