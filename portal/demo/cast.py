"""Councils, adults and young people of the stories as rows: who everybody is and can sign in as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from portal.clocks.days import age_on, birthday, load_holidays
from portal.clocks.standards import load_examples
from portal.clocks.tables import LocalStandard
from portal.core import clock
from portal.core.access import Role
from portal.demo.days import BadDay, day_of, wall_of
from portal.demo.rows import Rows
from portal.demo.stories import BadStory, Stories, Table
from portal.hours.rules import Calendar, Hours, usual_week
from portal.hours.tables import OpenHours
from portal.people.rules import DEFAULT_GRANTS, GRANT_NAMES, Grant, Ground, Kind, PersonKind
from portal.people.tables import (
    Account,
    Connection,
    Council,
    Leave,
    Membership,
    MustNotKnow,
    Person,
)

_ADULT = "known_as first_name last_name pronouns language job team phone email interpreter".split()
_YOUNG = (
    "known_as first_name last_name pronouns language interpreter category home_authority "
    "phone".split()
)


@dataclass(frozen=True)
class Cast:
    """Everybody's keys, and the moment the demo is loaded for.

    ids: person by story key; a family member of Mia's is "mia.mum". names: what is shown.
    """

    as_of: date
    now: datetime
    councils: dict[str, int]
    ids: dict[str, int]
    names: dict[str, str]
    stories: Stories

    def day(self, words: str) -> date:
        return day_of(words, self.as_of)

    def wall(self, words: str) -> datetime:
        return wall_of(words, self.as_of)

    def moment(self, words: str) -> datetime:
        """The UTC moment, which must have been: something sent or published lies behind us."""
        found = clock.at_wall(wall_of(words, self.as_of))
        if found > self.now:
            raise BadDay(f"{words!r} is still to come")
        return found

    def person(self, story: Table, who: str) -> int:
        """Somebody by key, "me", or one of the young person's own family."""
        key = story["key"] if who == "me" else who
        own = f"{story['key']}.{who}"
        if own not in self.ids and key not in self.ids:
            raise BadStory(f"{story['key']}: nobody is called {who!r}")
        return self.ids[own] if own in self.ids else self.ids[key]

    def name(self, story: Table, who: str) -> str:
        """What is shown for them: the young person's own label, else the name they are known by."""
        for near in story.get("people", ()):
            if near["who"] == who and near.get("label"):
                return str(near["label"])
        own = f"{story['key']}.{who}"
        return self.names[own if own in self.names else who]

    def council(self, story: Table) -> int:
        return self.councils[story["council"]]

    def answer_by(self, story: Table, wall: datetime) -> datetime:
        """When an answer was promised to a message sent at `wall`, by this council's own rule."""
        council = self.stories.councils[story["council"]]
        days: int = council.get("reply_days", 2)
        return calendar_of(council).reply_by(clock.at_wall(wall), days)


def calendar_of(council: Table) -> Calendar:
    """The council's calendar, as its story tells it."""
    week: list[Hours | None] = [None] * 7
    for weekday, opens, closes in council.get("hours", ()):
        week[weekday] = (opens, closes)
    usual = usual_week(council.get("closes_hour", 17))
    return Calendar(tuple(week) if any(week) else usual, load_holidays())


def gather(rows: Rows, stories: Stories, as_of: date, now: datetime) -> Cast:
    """Add councils and everybody in them, with a way to sign in for those who have one."""
    cast = Cast(as_of, now, {}, {}, {}, stories)
    for key, council in stories.councils.items():
        cast.councils[key] = _council(rows, council)
    for key, adult in stories.adults.items():
        _adult(rows, cast, key, adult)
    young = {**stories.young, **stories.slim}
    for key, story in young.items():
        _young(rows, cast, key, story)
    for story in young.values():
        _connections(rows, cast, story)
        _must_not_know(rows, cast, story)
    return cast


def _council(rows: Rows, council: Table) -> int:
    apart = ("standards", "cover", "hours")
    plain = {name: value for name, value in council.items() if name not in apart}
    council_id = rows.add(Council, kind="demo", **plain)
    for weekday, opens, closes in council.get("hours", ()):
        rows.add(OpenHours, council_id=council_id, weekday=weekday, opens=opens, closes=closes)
    examples = load_examples()
    for standard in (row for name in council.get("standards", ()) for row in examples[name]):
        rows.add(
            LocalStandard,
            council_id=council_id,
            clock=standard.clock.value,
            rule=standard.rule or "",
            number=standard.number,
            unit=standard.unit.value,
            source=standard.source,
            valid_from=standard.valid_from,
            valid_to=standard.valid_to,
        )
    return council_id


def _person(
    rows: Rows, cast: Cast, council_id: int, key: str, kind: PersonKind, **values: Any
) -> int:
    person_id = rows.add(Person, council_id=council_id, kind=kind.value, code=key, **values)
    cast.ids[key], cast.names[key] = person_id, values["known_as"]
    return person_id


def _adult(rows: Rows, cast: Cast, key: str, adult: Table) -> None:
    kind = PersonKind.CARER if adult["role"] == Role.CARER else PersonKind.STAFF
    values = {name: adult[name] for name in _ADULT if name in adult}
    council_id = cast.councils[adult["council"]]
    person_id = _person(rows, cast, council_id, key, kind, **values)
    if "away_until" in adult:
        rows.add(
            Leave,
            council_id=council_id,
            person_id=person_id,
            cover_id=cast.ids[adult["cover"]],
            starts=cast.day(adult["away_from"]),
            ends=cast.day(adult["away_until"]),
            made_by_id=person_id,
            made_at=clock.at_wall(datetime.combine(cast.as_of - timedelta(days=10), time(9))),
        )
    lead = adult.get("lead", False)
    _way_in(rows, cast, council_id, person_id, Role(adult["role"]), "", lead=lead)


def _young(rows: Rows, cast: Cast, key: str, story: Table) -> None:
    values = {name: story[name] for name in _YOUNG if name in story}
    council_id = cast.council(story)
    born = born_on(story["age"], story["birthday_in"], cast.as_of)
    person_id = _person(rows, cast, council_id, key, PersonKind.YOUNG, born=born, **values)
    _way_in(
        rows,
        cast,
        council_id,
        person_id,
        Role.YOUNG,
        story.get("band", ""),
        first_time=story.get("first_time", False),
    )
    for member in story.get("family", ()):
        plain = {name: value for name, value in member.items() if name != "key"}
        _person(rows, cast, council_id, f"{key}.{member['key']}", PersonKind.OTHER, **plain)


def born_on(age: int, birthday_in: int, as_of: date) -> date:
    """The birth date of somebody of `age` on `as_of` whose next birthday is so many days away.

    birthday_in: 1 to 365. A birthday that would fall on 29 February is told as the 28th.
    """
    turns = as_of + timedelta(days=birthday_in)
    if (turns.month, turns.day) == (2, 29):
        turns -= timedelta(days=1)
    born = turns.replace(year=turns.year - age - 1)
    assert age_on(born, as_of) == age and birthday(born, age + 1) > as_of
    return born


def _way_in(
    rows: Rows,
    cast: Cast,
    council_id: int,
    person_id: int,
    role: Role,
    band: str,
    *,
    lead: bool = False,
    first_time: bool = False,
) -> None:
    """An account without user name or passphrase: demo people sign in by one tap only."""
    account_id = rows.add(
        Account, made_at=cast.now, band=band, told_privacy_at=None if first_time else cast.now
    )
    rows.add(
        Membership,
        account_id=account_id,
        council_id=council_id,
        person_id=person_id,
        role=role.value,
        is_lead=lead,
        starts=cast.as_of - timedelta(days=30),
    )


def _connections(rows: Rows, cast: Cast, story: Table) -> None:
    for near in [*story["people"], *_cover(cast, story)]:
        kind = Kind(near["kind"])
        given = near.get("grants")
        grants = (
            DEFAULT_GRANTS.get(kind, Grant.NAME)
            if given is None
            else reduce(or_, (GRANT_NAMES[name] for name in given))
        )
        rows.add(
            Connection,
            council_id=cast.council(story),
            of_id=cast.ids[story["key"]],
            with_id=cast.person(story, near["who"]),
            kind=kind.value,
            label=near.get("label", ""),
            does=near.get("does", ""),
            starts=cast.day(near["from"]),
            ends=cast.day(near["to"]) if "to" in near else None,
            grants=int(grants),
            granted_at=cast.now,
        )


def _must_not_know(rows: Rows, cast: Cast, story: Table) -> None:
    for bar in story.get("must_not_know", ()):
        rows.add(
            MustNotKnow,
            council_id=cast.council(story),
            person_id=cast.ids[story["key"]],
            other_id=cast.person(story, bar["who"]),
            ground=Ground(bar["ground"]).value,
            basis=bar["basis"],
            review_on=cast.day(bar["review"]),
            decided_by_id=cast.ids[bar["by"]],
            decided_at=cast.moment(bar["on"]),
        )


def _cover(cast: Cast, story: Table) -> list[Table]:
    """Who stands behind every worker of the council: a manager, the duty worker."""
    cover: list[Table] = cast.stories.councils[story["council"]].get("cover", [])
    return cover
