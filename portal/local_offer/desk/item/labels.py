"""An item in words, for editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from portal.articles.labels import TITLES
from portal.clocks.category import Category
from portal.core.words import _, full_date, later, listed, near_moment
from portal.entitlements import words
from portal.entitlements.engine import NEEDS
from portal.entitlements.items import AmountKind, Key, Version
from portal.entitlements.leaves import Age
from portal.entitlements.one_item import Kept
from portal.entitlements.rules import AllOf, AnyOf, Node, read_node
from portal.local_offer.desk.item import conditions, rules
from portal.local_offer.desk.item.lives import MadeUp
from portal.local_offer.labels import SAID

Data = Mapping[str, Any]

NEED_TITLES = {code: TITLES[code] for code in NEEDS if code in TITLES}
NO_MONEY = ""
KINDS = {
    NO_MONEY: later("No money: a thing, or help"),
    AmountKind.EXACT.value: later("Just this much"),
    AmountKind.UP_TO.value: later("Up to this much"),
    AmountKind.MINIMUM.value: later("This much or more"),
    AmountKind.PERCENT_OFF.value: later("Per cent less to pay; 100 is nothing to pay"),
}
PER = {
    "once": later("once"),
    "year": later("a year"),
    "month": later("a month"),
    "week": later("a week"),
    "time": later("each time"),
}
KEYS = {
    Key.RESPONSIBLE.value: later("Those whom the council is responsible for, wherever they live"),
    Key.PLACEMENT.value: later("Those who live in its area, whoever is responsible for them"),
    Key.RESIDENCE.value: later("Those whose home gets its bills from it, like council tax"),
}
WHO = {
    conditions.IN_CARE: later("In care now"),
    Category.ELIGIBLE.value: later("Eligible: in care, 16 or 17"),
    Category.RELEVANT.value: later("Relevant: left care, 16 or 17"),
    Category.FORMER_RELEVANT.value: later("Former relevant: 18 or older, after care"),
    Category.QUALIFYING.value: later("Qualifying"),
    Category.QUALIFYING_EDUCATION_TO_25.value: later("Qualifying, and learning up to 25"),
}
STUDY = {code: SAID[code] for code in conditions.STUDIES}
TOGETHER = {
    "all": later("All of them have to be so"),
    "any": later("One of them is enough"),
}
SURE = {
    "read": later("I read it there"),
    "known": later("It is known, and was not read again"),
}
WHEN = {
    rules.When.NOW.value: later("From today"),
    rules.When.DAY.value: later("From a day"),
    rules.When.MEANT.value: later("It was always meant so: correct what stands"),
}
WHEN_NEW = {**WHEN, rules.When.MEANT.value: later("It has been so already: without a first day")}
OUT = {
    "day": later("From a day: until then it stays, and then it says that it is over"),
    "now": later("At once: nobody finds it any more"),
}
LIVES = {
    "14": later("14, in care, at school"),
    "17": later("17, in care, at college"),
    "19": later("19, after care, in a first home, at college"),
    "20": later("20, left care at 16, at university"),
    "23": later("23, after care, in a home of their own"),
}


def life(one: MadeUp) -> str:
    return str(LIVES[one.code])


# --- conditions ----------------------------------------------------------------------------------


def conditions_of(when: Data) -> list[str]:
    """Each condition of those that all have to be so, in words."""
    common, rare = conditions.taken_apart(when)
    return [*_common(common), *(rare_line(part) for part in rare)]


def _common(common: conditions.Common) -> list[str]:
    lines = [_age(common.age_from, common.age_until)]
    several = []
    if common.who:
        several.append(_either([str(WHO[one]) for one in (conditions.IN_CARE, *conditions.GROUPS)
                                if one in common.who]))  # fmt: skip
    if common.study:
        chosen = [str(STUDY[one]) for one in conditions.STUDIES if one in common.study]
        several.append(_either(chosen))
    if common.own_home:
        several.append(_("In a home of their own, or about to be"))
    if common.universal_credit:
        several.append(_("Gets Universal Credit"))
    if common.one_is_enough and len(several) > 1:
        several = [_("One is enough: %(these)s", these="; ".join(several))]
    return [line for line in (*lines, *several) if line]


def _either(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("One of these: %(these)s", these="; ".join(names))


def _age(start: int | None, until: int | None) -> str:
    if start and until:
        return _(
            "From age %(start)s until the day before they turn %(until)s", start=start, until=until
        )
    if start:
        return _("From age %(start)s on", start=start)
    return _("Until the day before they turn %(until)s", until=until) if until else ""


def rare_line(part: Data) -> str:
    """A condition that the form does not set, by what it says to who does not meet it."""
    return _of_node(read_node(part, _Flags(), ""))


class _Flags(dict[str, date | None]):
    """Whatever is named there: only its sentence is asked for."""

    def __missing__(self, key: str) -> date | None:
        return None


def _of_node(node: Node) -> str:
    if isinstance(node, AllOf):
        return " ".join(map(_of_node, node.parts))
    if isinstance(node, AnyOf) and not node.say:
        return _("One is enough: %(these)s", these="; ".join(map(_of_node, node.parts)))
    if isinstance(node, Age):
        return _age(node.start, node.until)
    told = words.WHY.get(node.say)
    said = (told.no or told.unknown) if told else ""
    return str(said) if said else _("A condition that is written in the file")


# --- a version, and time -------------------------------------------------------------------------


def needs(version: Version) -> str:
    return listed([str(NEED_TITLES.get(code, code)) for code in version.needs])


def holds(row: Data) -> str:
    """From when to when a version holds."""
    first, last = row.get("valid_from"), row.get("valid_to")
    if first and last:
        return _("From %(first)s to %(last)s", first=full_date(first), last=full_date(last))
    if first:
        return _("From %(first)s on", first=full_date(first))
    return _("Until %(last)s", last=full_date(last)) if last else _("Without an end")


def facts(version: Version) -> list[tuple[str, str]]:
    """What the item says, for who writes it."""
    told = [
        (_("How much"), words.amount(version.amount) if version.amount else ""),
        (_("Who decides"), str(words.DECIDES[version.decides])),
        (_("Whom to ask"), str(words.ASK[version.ask])),
        (_("What to bring"), listed([str(words.BRING[one]) for one in version.bring])),
        (_("For whom it is"), str(KEYS[version.key.value])),
        (_("What it is for"), needs(version)),
    ]
    return [(name, value) for name, value in told if value]


def draft_line(by: str, at: datetime) -> str:
    return _("A draft by %(name)s, %(moment)s", name=by, moment=near_moment(at))


def happened(one: Kept) -> str:
    """One line of the history."""
    when = near_moment(one.at)
    if one.by:
        return _("Published by %(name)s, %(moment)s", name=one.by, moment=when)
    return _("Came with the app, %(moment)s", moment=when)


def history_title(one: Kept, today: date) -> str:
    if one.item is None:
        return _("This cannot be shown any more")
    rows: Sequence[Data] = one.told["item"]
    return str(rows[rules.place_now(rows, today)]["title"])


def versions_of(one: Kept) -> tuple[Version, ...]:
    """What it said then, version by version."""
    return one.item.versions if one.item else ()


def holds_until(version: Version) -> str:
    return holds({"valid_from": version.valid_from, "valid_to": version.valid_to})
