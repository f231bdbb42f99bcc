"""A care leaver in touch, as rows: contacts, a wish, check-ins, a search that is over."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from portal.clocks.days import birthday
from portal.clocks.kinds import Clock
from portal.clocks.tables import DoneOn
from portal.core import clock
from portal.core.ids import new_ref
from portal.demo.cast import Cast, born_on
from portal.demo.rows import Rows
from portal.demo.stories import Table
from portal.keep_in_touch import rules
from portal.keep_in_touch.rules import Began, How, Why
from portal.keep_in_touch.tables import CheckIn, Contact, LostTouch, LostTouchStep, Rhythm
from portal.notifications.tables import Notice


def tell(rows: Rows, cast: Cast, story: Table, here: dict[str, int]) -> None:
    for one in story.get("contact", ()):
        _contact(rows, cast, story, one, here)
    for one in story.get("wish", ()):
        by = one.get("by", "me")
        plain = {name: one[name] for name in ("weeks", "how", "best", "wish") if name in one}
        rows.add(
            Rhythm, **here, **{"how": "", "best": "", "wish": "", "weeks": None, **plain},
            by_id=cast.person(story, by), theirs=by == "me", made_at=cast.moment(one["on"]),
        )  # fmt: skip
    for one in story.get("check_in", ()):
        _check_in(rows, cast, story, one, here)
    for one in story.get("lost", ()):
        _lost(rows, cast, story, one, here)


def _contact(rows: Rows, cast: Cast, story: Table, one: Table, here: dict[str, int]) -> None:
    day, how, began = cast.day(one["on"]), How(one["how"]), Began(one.get("began", "us"))
    reached = one.get("reached", True)
    written = clock.at_wall(datetime.combine(day, time(17)))
    rows.add(
        Contact, **here, ref=new_ref(), by_id=cast.person(story, one["by"]), day=day,
        how=how.value, began=began.value, reached=reached, note=one.get("note", ""),
        made_at=min(written, cast.now),
    )  # fmt: skip
    theirs = [r for r in rows.of["done_on"] if r["person_id"] == here["person_id"]]
    kept = {r["day"] for r in theirs if r["clock"] == Clock.KEEP_IN_TOUCH.value}
    if rules.counts(how, reached, began) and day not in kept:
        rows.add(DoneOn, **here, clock=Clock.KEEP_IN_TOUCH.value, day=day, how=how.value)


def _check_in(rows: Rows, cast: Cast, story: Table, one: Table, here: dict[str, int]) -> None:
    """For the birthday that comes, or `last` for the one that was; opened as the worker would."""
    born = born_on(story["age"], story["birthday_in"], cast.as_of)
    age = story["age"] if one.get("last") else story["age"] + 1
    hello, again = rules.check_ins(born, age)
    opens = again if one.get("why") == Why.RETURN.value else hello
    ref = new_ref()
    answered = birthday(born, age) + timedelta(days=one["answered"]) if "answered" in one else None
    said = {name: one.get(name, "") for name in ("feeling", "living", "doing", "words")}
    call_me = one.get("call_me", False)
    at = clock.at_wall(datetime.combine(answered, time(18, 20))) if answered else None
    rows.add(
        CheckIn, **here, ref=ref, why=opens.why.value, opens=opens.first, closes=opens.last,
        answered_at=at, call_me=call_me, called_at=at if call_me else None, **said,
    )  # fmt: skip
    if answered is None:
        rows.add(
            Notice, **here, kind="check_in", source_kind="check_in", source_ref=ref,
            made_at=clock.at_wall(datetime.combine(opens.first, time(10))),
        )  # fmt: skip


def _lost(rows: Rows, cast: Cast, story: Table, one: Table, here: dict[str, int]) -> None:
    by = cast.person(story, one["by"])
    lost_id = rows.add(
        LostTouch, **here, ref=new_ref(), since=cast.day(one["since"]), by_id=by,
        made_at=cast.moment(one["begun"]), found_at=cast.moment(one["found"]), found_by_id=by,
        how_found=one["how"],
    )  # fmt: skip
    for taken in one["step"]:
        day = cast.day(taken["on"])
        rows.add(
            LostTouchStep, council_id=here["council_id"], lost_id=lost_id, step=taken["step"],
            day=day, by_id=by, note=taken["note"],
            made_at=clock.at_wall(datetime.combine(day, time(16))),
        )  # fmt: skip
