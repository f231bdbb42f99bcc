"""What stands round an item's own conditions: whose it is, when it holds, whether it has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from portal.entitlements.facts import Facts
from portal.entitlements.leaves import Case, Leaf
from portal.entitlements.standing import DAY
from portal.entitlements.truth import NO, UNKNOWN, YES, Form, Reading, Truth, early, late


@dataclass(frozen=True)
class InForce(Leaf):
    """From a day to a day, both included."""

    first: date | None
    last: date | None

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.EARLY, Form.LATE})

    def read(self, case: Case) -> Reading:
        if self.first is not None and case.day < self.first:
            return early(self.first)
        if self.last is not None and case.day > self.last:
            return late(self.last)
        return YES

    def turns(self, case: Case) -> Iterator[date]:
        if self.first is not None:
            yield self.first
        if self.last is not None:
            yield self.last + DAY


@dataclass(frozen=True)
class NotHad(Leaf):
    """Something that comes once, and has not all come yet. pounds: all of it; `more`: or more."""

    item: str
    pounds: int | None
    more: bool
    facts_read = frozenset({"had"})

    def read(self, case: Case) -> Reading:
        if case.facts.had is None:
            return UNKNOWN
        mine = [had for had in case.facts.had if had.item == self.item]
        if not mine:
            return YES
        if any(had.done for had in mine):
            return NO
        if self.pounds is None or any(had.paid is None for had in mine):
            return UNKNOWN
        paid = sum(had.paid or 0 for had in mine)
        if paid < self.pounds:
            return YES
        return UNKNOWN if self.more else NO


@dataclass(frozen=True)
class Pair:
    """Young people for whom `home` is responsible, and who live in the area of `area`, may use the
    scheme of `area`. It says nothing about the other way."""

    home: str
    area: str
    scheme: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Ours(Leaf):
    """This council's: by one of the three keys, or by a pair for whom another is responsible."""

    council: str
    key: str
    pairs: tuple[Pair, ...] = field(default=())

    @property
    def reads(self) -> frozenset[str]:
        by_key = {"responsible_authority": {"responsible"}, "residence": {"residence"},
                  "placement_area": {"placement", "residence"}}[self.key]  # fmt: skip
        more = {"responsible", "placement", "residence"} if self.pairs else set()
        return frozenset(by_key | more)

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.UNKNOWN, Form.NO})

    def read(self, case: Case) -> Reading:
        own = self._own(case.facts)
        if own == self.council:
            return YES
        found = self._by_a_pair(case)
        if found.truth is Truth.YES:
            return found
        if own is None:
            return UNKNOWN
        # Their own council is known: what is asked is where they live.
        return replace(found, say="pair") if found.truth is Truth.UNKNOWN else found

    def turns(self, case: Case) -> Iterator[date]:
        for pair in self.pairs:
            yield pair.valid_from
            if pair.valid_to is not None:
                yield pair.valid_to + DAY

    def _own(self, facts: Facts) -> str | None:
        if self.key == "responsible_authority":
            return facts.responsible
        return facts.residence if self.key == "residence" else _lives_in(facts)

    def _by_a_pair(self, case: Case) -> Reading:
        best = NO
        for pair in self.pairs:
            found = self._pair(pair, case)
            if (found.truth, found.form is Form.EARLY) > (best.truth, best.form is Form.EARLY):
                best = found
        return best

    @staticmethod
    def _pair(pair: Pair, case: Case) -> Reading:
        home, area = case.facts.responsible, _lives_in(case.facts)
        if (home is not None and home != pair.home) or (area is not None and area != pair.area):
            return NO
        if pair.valid_to is not None and case.day > pair.valid_to:
            return NO
        if home is None or area is None:
            return UNKNOWN
        if case.day < pair.valid_from:
            return early(pair.valid_from, "pair")
        return Reading(Truth.YES, Form.YES, say="pair")


def _lives_in(facts: Facts) -> str | None:
    """The council of the area: where they are placed, else where they live."""
    return facts.placement if facts.placement is not None else facts.residence
