"""Items, councils' offers, and pairs of councils: read once into frozen objects.

The fields of an item are described at the top of `national.toml`. Bad data is refused with its
place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from portal.entitlements.facts import DATES
from portal.entitlements.kinds import (
    BOOLEAN,
    DAY,
    DAYS,
    LIST,
    NUMBER,
    TABLE,
    TABLES,
    WORDS,
    Kind,
    WrongKind,
    refuse_others,
)
from portal.entitlements.leaves import Leaf
from portal.entitlements.leaves_frame import InForce, NotHad, Ours, Pair
from portal.entitlements.rules import AllOf, BadRule, Flags, Node, read_node

FOLDER = Path(__file__).parent
NATIONAL = FOLDER / "national.toml"
LOCAL = FOLDER / "local"
TODAY = "today"
MOST_PAIRS = 100

_OF_OFFER = {"council": WORDS, "sources": TABLE, "flag": TABLES, "pair": TABLES, "item": TABLES}
_OF_SOURCE = {"name": WORDS, "address": WORDS, "sure": WORDS}
_OF_FLAG = {"code": WORDS, "source": WORDS, "begins": DAY}
_OF_PAIR = {"from": WORDS, "to": WORDS, "scheme": WORDS, "valid_from": DAY, "valid_to": DAY}
_OF_ITEM = {
    "code": WORDS, "title": WORDS, "needs": LIST, "key": WORDS, "amount": TABLE, "once": BOOLEAN,
    "assessed": BOOLEAN, "decides": WORDS, "ask": WORDS, "bring": LIST, "how": WORDS,
    "takes_days": DAYS, "urgent": BOOLEAN, "sources": LIST, "sure": WORDS, "checked_on": DAY,
    "dated_by": WORDS, "valid_from": DAY, "valid_to": DAY, "when": TABLE, "scheme": WORDS,
}  # fmt: skip
_NEEDED = ("code", "title", "needs", "key", "decides", "ask", "how", "sources", "sure",
           "checked_on", "when")  # fmt: skip
_OF_AMOUNT = {"number": NUMBER, "kind": WORDS, "per": WORDS, "parts": TABLES}
_OF_PART = {"pounds": NUMBER, "after_days": DAYS}


class BadOffer(ValueError):
    """The data cannot be what is offered; the message names the item and what to mend."""


class Key(StrEnum):
    """Which council's rule it is."""

    NATIONAL = "national"
    RESPONSIBLE = "responsible_authority"
    RESIDENCE = "residence"
    PLACEMENT = "placement_area"


class AmountKind(StrEnum):
    EXACT = "exact"
    MINIMUM = "minimum"
    UP_TO = "up_to"
    PERCENT_OFF = "percent_off"


@dataclass(frozen=True)
class Part:
    """A part of an amount: pounds, about so many days after the start; None: no day is set."""

    pounds: int
    after_days: int | None = None


@dataclass(frozen=True)
class Amount:
    """number: whole pounds, or percent. per: "once", "year", "month", "week" or "time"."""

    number: int
    kind: AmountKind = AmountKind.EXACT
    per: str = "once"
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Source:
    key: str
    name: str
    address: str
    sure: str  # "read" or "known"


@dataclass(frozen=True)
class Version:
    """An item as it stands from `valid_from` to `valid_to`, both included; None: no bound known."""

    code: str
    title: str
    needs: tuple[str, ...]
    key: Key
    council: str  # "" for national
    amount: Amount | None
    once: bool
    assessed: bool
    decides: str
    ask: str
    bring: tuple[str, ...]
    how: str
    takes_days: int | None
    urgent: bool
    sources: tuple[Source, ...]
    sure: str
    checked_on: date
    dated_by: str
    valid_from: date | None
    valid_to: date | None
    when: Node

    def holds(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Item:
    """AllOf versions of one code, of one council or national, in order of time."""

    code: str
    council: str
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Offer:
    """What a council offers, or the law ("")."""

    council: str
    items: tuple[Item, ...]


@cache
def national() -> Offer:
    """The items that hold in all of England."""
    return read_offer(tomllib.loads(NATIONAL.read_text(encoding="utf-8")))


@cache
def made_up() -> Mapping[str, Offer]:
    """The offers of the demo's two councils, which do not exist, by the name of the council."""
    read = (
        tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(LOCAL.glob("*.toml"))
    )
    offers = [read_offer(data) for data in read]
    return {offer.council: offer for offer in offers}


def read_offer(data: Mapping[str, Any]) -> Offer:
    """Parsed TOML as an offer. Raises BadOffer."""
    _refuse("the offer", data, _OF_OFFER)
    council: str = data.get("council", "")
    sources = {key: _source(key, row) for key, row in data.get("sources", {}).items()}
    flags: Flags = dict(_flag(row) for row in data.get("flag", ()))
    pairs = tuple(_pair(row, council) for row in data.get("pair", ()))
    if len(pairs) > MOST_PAIRS:
        raise BadOffer(f"At most {MOST_PAIRS} pairs.")
    found: dict[str, list[Version]] = {}
    for row in data.get("item", ()):
        version = _version(row, council, sources, flags, pairs)
        found.setdefault(version.code, []).append(version)
    return Offer(council, tuple(_item(versions) for versions in found.values()))


def _item(versions: list[Version]) -> Item:
    first = versions[0]
    for one, other in combinations(versions, 2):
        if one.dated_by != other.dated_by or (one.key, one.once) != (other.key, other.once):
            raise BadOffer(f"{first.code}: its versions are of different kinds.")
        if _overlap(one, other):
            raise BadOffer(f"{first.code}: two versions hold on one day.")
    ordered = sorted(versions, key=lambda one: one.valid_from or date.min)
    return Item(first.code, first.council, tuple(ordered))


def _overlap(one: Version, other: Version) -> bool:
    first, second = sorted((one, other), key=lambda version: version.valid_from or date.min)
    return first.valid_to is None or (second.valid_from or date.min) <= first.valid_to


def _refuse(name: str, row: Any, kinds: Mapping[str, Kind], *needed: str) -> None:
    """Raises BadOffer, which names the place."""
    try:
        refuse_others(row, kinds, *needed)
    except WrongKind as wrong:
        raise BadOffer(f"{name}: {wrong}") from None


def _flag(row: Mapping[str, Any]) -> tuple[str, date | None]:
    _refuse("a flag", row, _OF_FLAG, "code")
    return row["code"], row.get("begins")


def _source(key: str, row: Any) -> Source:
    _refuse(key, row, _OF_SOURCE, "name")
    if row.get("sure") not in ("read", "known"):
        raise BadOffer(f"{key}: a source is read or known.")
    return Source(key, row["name"], row.get("address", ""), row["sure"])


def _pair(row: Mapping[str, Any], council: str) -> Pair:
    _refuse("a pair", row, _OF_PAIR, "from", "to", "scheme", "valid_from")
    pair = Pair(row["from"], council, row["scheme"], row["valid_from"], row.get("valid_to"))
    if row.get("to") != council or pair.home == council:
        raise BadOffer(f"{pair.scheme}: a pair is from another council to {council}.")
    if pair.valid_to is not None and pair.valid_to < pair.valid_from:
        raise BadOffer(f"{pair.scheme}: the pair ends before it begins.")
    return pair


def _version(
    row: Mapping[str, Any],
    council: str,
    sources: Mapping[str, Source],
    flags: Flags,
    pairs: tuple[Pair, ...],
) -> Version:
    name = row.get("code", "an item without a code")
    _refuse(name, row, _OF_ITEM, *_NEEDED)
    if not row["sources"]:
        raise BadOffer(f"{name}: it has a source.")
    try:
        key = Key(row["key"])
        if (key is Key.NATIONAL) is bool(council):
            raise BadOffer(f"{name}: {key} does not fit {council or 'a national item'}.")
        version = Version(
            code=name,
            title=row["title"],
            needs=tuple(row["needs"]),
            key=key,
            council=council,
            amount=_amount(row["amount"]) if "amount" in row else None,
            once=row.get("once", False),
            assessed=row.get("assessed", False),
            decides=row["decides"],
            ask=row["ask"],
            bring=tuple(row.get("bring", ())),
            how=row["how"],
            takes_days=row.get("takes_days"),
            urgent=row.get("urgent", False),
            sources=tuple(sources[cited] for cited in row["sources"]),
            sure=row["sure"],
            checked_on=row["checked_on"],
            dated_by=row.get("dated_by", TODAY),
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
            when=read_node(row["when"], flags, row["sources"][0]),
        )
    except KeyError as missing:
        raise BadOffer(f"{name}: {missing} is missing, or not known.") from None
    except (BadRule, ValueError) as wrong:
        raise BadOffer(f"{name}: {wrong}") from None
    if version.dated_by not in {TODAY, *DATES}:
        raise BadOffer(f"{name}: {version.dated_by} is not a day that we know.")
    scheme = row.get("scheme", "")
    theirs = tuple(pair for pair in pairs if scheme and pair.scheme == scheme)
    return replace(version, when=AllOf(tuple(_framed(version, theirs))))


def _framed(version: Version, pairs: tuple[Pair, ...]) -> Iterable[Node]:
    """The item's own conditions, between whose it is and when, and whether it has come already."""
    source = version.sources[0].key
    if version.council:
        say = f"ours_{version.key.value}"
        yield Ours(version.council, version.key.value, pairs, say=say, source=source)
    yield from version.when.parts if isinstance(version.when, AllOf) else (version.when,)
    if version.dated_by == TODAY and (version.valid_from or version.valid_to):
        yield InForce(version.valid_from, version.valid_to, say="in_force", source=source)
    if version.once:
        yield _not_had(version, source)


def _not_had(version: Version, source: str) -> Leaf:
    amount = version.amount
    pounds = amount.number if amount and amount.kind is not AmountKind.PERCENT_OFF else None
    more = amount is not None and amount.kind is AmountKind.MINIMUM
    return NotHad(version.code, pounds, more, say="not_had", source=source)


def _amount(row: Mapping[str, Any]) -> Amount:
    refuse_others(row, _OF_AMOUNT, "number")
    for part in row.get("parts", ()):
        refuse_others(part, _OF_PART, "pounds")
    parts = tuple(Part(part["pounds"], part.get("after_days")) for part in row.get("parts", ()))
    kind = AmountKind(row.get("kind", "exact"))
    amount = Amount(row["number"], kind, row.get("per", "once"), parts)
    if parts and sum(part.pounds for part in parts) != amount.number:
        raise BadRule("the parts do not make the amount.")
    return amount
