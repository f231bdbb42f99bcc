"""Conditions about care: the leaving-care group, being in care, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.clocks.category import ADULT, Category
from portal.clocks.days import add_months
from portal.entitlements.leaves import Case, Leaf
from portal.entitlements.standing import DAY, FULL_HELP, reached, recorded, runs
from portal.entitlements.truth import LIKELY, NO, UNKNOWN, YES, Form, Reading, early, told

CARE = frozenset({"in_care", "periods", "born"})
GROUP = frozenset(
    {"category", "category_since", "category_until", "born", "periods", "home_stays", "study",
     "detained_at_16", "guardianship_after_care", "other_help_at_16"}
)  # fmt: skip


@dataclass(frozen=True)
class InGroup(Leaf):
    """In one of these leaving-care groups."""

    groups: frozenset[Category]
    facts_read = GROUP

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.LIKELY, Form.UNKNOWN, Form.NO})

    def read(self, case: Case) -> Reading:
        found = case.standing
        if found.category in self.groups:
            return YES if found.sure else LIKELY
        return UNKNOWN if found.may_be(self.groups) else NO

    def turns(self, case: Case) -> Iterator[date]:
        yield from case.standing_turns


@dataclass(frozen=True)
class InCare(Leaf):
    """Looked after on the day."""

    facts_read = CARE

    def read(self, case: Case) -> Reading:
        return told(case.in_care)

    def turns(self, case: Case) -> Iterator[date]:
        eighteen = case.birthday(ADULT)
        if eighteen is not None:
            yield eighteen
        for period in case.facts.periods or ():
            yield period.started
            if period.ended is not None:
                yield period.ended


@dataclass(frozen=True)
class InCareAt18(Leaf):
    """In care until the 18th birthday; before it, in care now."""

    facts_read = CARE

    def read(self, case: Case) -> Reading:
        eighteen = case.birthday(ADULT)
        if eighteen is None:
            return UNKNOWN
        if not case.adult:
            return told(case.in_care)
        if case.facts.periods is None:
            return UNKNOWN
        eve = eighteen - DAY
        were = (first <= eve and (last is None or last >= eve) for first, last in self._runs(case))
        return YES if any(were) else NO

    @staticmethod
    def _runs(case: Case) -> list[tuple[date, date | None]]:
        return runs(case.facts.periods or ())

    def turns(self, case: Case) -> Iterator[date]:
        yield from InCare().turns(case)


@dataclass(frozen=True)
class CareDays(Leaf):
    """So many days in care from one birthday to another, short breaks left out.

    A record of eligible, relevant or former relevant says 13 weeks since 14, and some care at 16
    or 17, by itself.
    """

    days: int
    start: int
    until: int
    facts_read = GROUP | {"in_care"}

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.UNKNOWN, Form.NO, Form.EARLY})

    def read(self, case: Case) -> Reading:
        if recorded(case.facts, case.day) in FULL_HELP:
            return YES
        if case.facts.periods is None or case.facts.born is None:
            return UNKNOWN
        day = self._reached(case)
        if day is None:
            return NO
        return YES if day <= case.day else early(day)

    def turns(self, case: Case) -> Iterator[date]:
        yield from case.standing_turns
        day = self._reached(case)
        if day is not None:
            yield day

    def _reached(self, case: Case) -> date | None:
        first, end = case.birthday(self.start), case.birthday(self.until)
        if first is None or end is None:
            return None
        return reached(case.facts.periods, first, end, self.days)


@dataclass(frozen=True)
class WithoutBreak(Leaf):
    """In care for so many months without a break, at any time."""

    months: int
    facts_read = CARE

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.UNKNOWN, Form.NO, Form.EARLY})

    def read(self, case: Case) -> Reading:
        if case.facts.periods is None:
            return UNKNOWN
        full = min(self._full(case), default=None)
        if full is None:
            return NO
        return YES if full <= case.day else early(full)

    def turns(self, case: Case) -> Iterator[date]:
        yield from self._full(case)

    def _full(self, case: Case) -> Iterator[date]:
        eighteen = case.birthday(ADULT)
        for first, last in runs(case.facts.periods or ()):
            full = add_months(first, self.months)
            if (last is None or full <= last + DAY) and (eighteen is None or full <= eighteen):
                yield full
