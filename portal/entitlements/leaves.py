"""The kinds of condition. Each reads one thing of one person on one day, and knows the days on
which what it reads may change by itself.

say: the key of its sentences in `words`. reads: the facts it looks at. source: a key of the
sources of its item. An age is reached at the beginning of the birthday; "until" an age ends with
the day before it (`portal.clocks.days.birthday`, also for 29 February).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar

from portal.clocks.category import ADULT
from portal.clocks.days import birthday
from portal.entitlements.facts import Facts, Study
from portal.entitlements.standing import DAY, Standing, standing
from portal.entitlements.standing import turns as standing_turns
from portal.entitlements.truth import (
    LIKELY,
    NO,
    UNKNOWN,
    YES,
    Form,
    Reading,
    Truth,
    early,
    late,
    told,
)


@dataclass(frozen=True)
class Case:
    """One person on one day. birthdays: worked out once, and shared by the days of one person."""

    facts: Facts
    day: date
    birthdays: dict[int, date] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.facts, self.day)

    @cached_property
    def standing_turns(self) -> frozenset[date]:
        return frozenset(standing_turns(self.facts))

    def birthday(self, age: int) -> date | None:
        if self.facts.born is None:
            return None
        if age not in self.birthdays:
            self.birthdays[age] = birthday(self.facts.born, age)
        return self.birthdays[age]

    @cached_property
    def adult(self) -> bool | None:
        eighteen = self.birthday(ADULT)
        return None if eighteen is None else self.day >= eighteen

    @cached_property
    def in_care(self) -> bool | None:
        """Looked after on the day; nobody is from their 18th birthday on."""
        if self.adult:
            return False
        if self.facts.periods is None:
            return self.facts.in_care
        if self.facts.in_care is not None:
            return self.facts.in_care
        open_ones = (p for p in self.facts.periods if p.ended is None or self.day < p.ended)
        return any(p.started <= self.day for p in open_ones)


@dataclass(frozen=True)
class Leaf:
    """One condition."""

    _: KW_ONLY
    say: str = ""
    source: str = ""
    facts_read: ClassVar[frozenset[str]] = frozenset()

    @property
    def reads(self) -> frozenset[str]:
        return self.facts_read

    @property
    def forms(self) -> frozenset[Form]:
        """The sentences that it may need."""
        return frozenset({Form.YES, Form.UNKNOWN, Form.NO})

    def read(self, case: Case) -> Reading:
        raise NotImplementedError

    def turns(self, case: Case) -> Iterator[date]:
        """The days on which the reading may become another, all else equal."""
        yield from ()


@dataclass(frozen=True)
class Age(Leaf):
    """From a birthday on, until another one."""

    start: int = 0
    until: int | None = None
    facts_read = frozenset({"born"})

    @property
    def forms(self) -> frozenset[Form]:
        ends = {Form.LATE} if self.until else set()
        begins = {Form.EARLY} if self.start else set()
        return frozenset({Form.YES, Form.UNKNOWN, *begins, *ends})

    def read(self, case: Case) -> Reading:
        begins = case.birthday(self.start)
        if begins is None:
            return UNKNOWN
        ends = case.birthday(self.until) if self.until else None
        if case.day < begins:
            return early(begins)
        if ends is not None and case.day >= ends:
            return late(ends)
        return Reading(Truth.YES, Form.YES, ends)

    def turns(self, case: Case) -> Iterator[date]:
        for age in (self.start, self.until):
            day = None if age is None else case.birthday(age)
            if day is not None:
                yield day


@dataclass(frozen=True)
class August(Leaf):
    """Under an age on the 31 August before the school year, which begins on 1 September."""

    under: int
    facts_read = frozenset({"born"})

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.UNKNOWN, Form.LATE})

    def read(self, case: Case) -> Reading:
        reaches = case.birthday(self.under)
        if reaches is None:
            return UNKNOWN
        begins = case.day.year if case.day.month >= 9 else case.day.year - 1
        if reaches > date(begins, 8, 31):
            return Reading(Truth.YES, Form.YES, self._over(reaches) - DAY)
        return late(self._over(reaches) - DAY)

    def turns(self, case: Case) -> Iterator[date]:
        reaches = case.birthday(self.under)
        if reaches is not None:
            yield self._over(reaches)

    @staticmethod
    def _over(reaches: date) -> date:
        """The 1 September that begins the first school year that does not count."""
        first = date(reaches.year, 9, 1)
        return first if reaches < first else date(reaches.year + 1, 9, 1)


@dataclass(frozen=True)
class AgeAt(Leaf):
    """Under an age on the day that a fact names."""

    under: int
    at: str

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"born", self.at})

    def read(self, case: Case) -> Reading:
        started: date | None = getattr(case.facts, self.at)
        reaches = case.birthday(self.under)
        if started is None or reaches is None:
            return UNKNOWN
        found = YES if started < reaches else NO
        return Reading(found.truth, found.form, reaches)


@dataclass(frozen=True)
class IsSo(Leaf):
    """A fact that is true or false."""

    name: str

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({self.name})

    def read(self, case: Case) -> Reading:
        return told(getattr(case.facts, self.name))


@dataclass(frozen=True)
class AtLeast(Leaf):
    """A number that is known to be this or more."""

    name: str
    number: int

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({self.name})

    def read(self, case: Case) -> Reading:
        found: int | None = getattr(case.facts, self.name)
        return told(None if found is None else found >= self.number)


@dataclass(frozen=True)
class Doing(Leaf):
    """At school, at college, on a higher course …"""

    studies: frozenset[Study]
    facts_read = frozenset({"study"})

    def read(self, case: Case) -> Reading:
        study = case.facts.study
        return told(None if study is None else study in self.studies)


@dataclass(frozen=True)
class Apprenticeship(Leaf):
    """An apprenticeship was begun, whether or not it goes on."""

    facts_read = frozenset({"study", "apprenticeship_start"})

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.UNKNOWN, Form.NO, Form.EARLY})

    def read(self, case: Case) -> Reading:
        start = case.facts.apprenticeship_start
        if start is not None:
            return YES if start <= case.day else early(start)
        study = case.facts.study
        return told(None if study is None else study is Study.APPRENTICESHIP)

    def turns(self, case: Case) -> Iterator[date]:
        if case.facts.apprenticeship_start is not None:
            yield case.facts.apprenticeship_start


@dataclass(frozen=True)
class TrustFund(Leaf):
    """Has a Child Trust Fund (`has`), or has none and so is due a Junior ISA. One was opened for
    who was born in the country from the first to the last of these days.

    Where nobody knows, only being born outside the years of the fund, or coming to the country
    alone, says that there is none. A birth in those years alone says nothing.
    """

    has: bool
    born_from: date
    born_to: date
    facts_read = frozenset({"trust_fund", "born", "came_alone"})

    def read(self, case: Case) -> Reading:
        found = self._found(case.facts)
        return told(None if found is None else found is self.has)

    def _found(self, facts: Facts) -> bool | None:
        if facts.trust_fund is not None:
            return facts.trust_fund
        if facts.born is None:
            return None
        in_those_years = self.born_from <= facts.born <= self.born_to
        return None if in_those_years and not facts.came_alone else False


PAPERS = frozenset({"no_public_funds", "came_alone", "universal_credit", "housing_benefit"})


def gets_benefit(facts: Facts) -> bool:
    """One that counts as public funds: whoever gets it was asked for their papers then."""
    return bool(facts.universal_credit or facts.housing_benefit)


def papers_may_say(facts: Facts) -> bool:
    """Whether something known is a sign that papers say no public funds. What nobody has told us is
    none: most people have no such papers."""
    if facts.no_public_funds is not None:
        return facts.no_public_funds
    return bool(facts.came_alone) and not gets_benefit(facts)


@dataclass(frozen=True)
class PublicFunds(Leaf):
    """Allowed public funds. Who gets a benefit is; of who did not come alone it is likely. Papers
    are spoken of only where there is a sign of them."""

    facts_read = PAPERS

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.LIKELY, Form.UNKNOWN, Form.NO})

    def read(self, case: Case) -> Reading:
        facts = case.facts
        if facts.no_public_funds is not None:
            return told(not facts.no_public_funds)
        if gets_benefit(facts):
            return YES
        if papers_may_say(facts):
            return UNKNOWN
        if facts.came_alone is False:
            return LIKELY
        return Reading(Truth.UNKNOWN, Form.UNKNOWN, say="public_funds_no_sign")


@dataclass(frozen=True)
class Papers(Leaf):
    """Nothing that is known says that papers may stand in the way. Where something does, somebody
    has to look: it is never a no. Who gets a benefit has been looked at."""

    facts_read = PAPERS

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.UNKNOWN})

    def read(self, case: Case) -> Reading:
        facts = case.facts
        return YES if gets_benefit(facts) or not papers_may_say(facts) else UNKNOWN


@dataclass(frozen=True)
class Benefit(Leaf):
    """Gets Universal Credit or Housing Benefit. Nobody is led to claim one whose papers may say no
    public funds: a claim can harm their leave to stay, so they are told to ask first. Who came
    alone may be allowed it, and is asked and not refused."""

    facts_read = PAPERS

    def read(self, case: Case) -> Reading:
        facts = case.facts
        if gets_benefit(facts):
            return YES
        neither = facts.universal_credit is False and facts.housing_benefit is False
        if papers_may_say(facts):
            found = NO if neither and facts.no_public_funds else UNKNOWN
            return Reading(found.truth, found.form, say="papers_claim")
        no_papers = facts.no_public_funds is False or facts.came_alone is False
        return NO if neither and no_papers else UNKNOWN


@dataclass(frozen=True)
class Except(Leaf):
    """None of these is so; somebody should look where one is."""

    names: tuple[str, ...]

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(self.names)

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.YES, Form.LIKELY, Form.UNKNOWN})

    def read(self, case: Case) -> Reading:
        found = [getattr(case.facts, name) for name in self.names]
        if any(found):
            return UNKNOWN
        return LIKELY if None in found else YES


@dataclass(frozen=True)
class Begun(Leaf):
    """A law has begun. begins None: it is made, and nobody has said from when."""

    begins: date | None = None

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.UNKNOWN} if self.begins is None else {Form.YES, Form.EARLY})

    def read(self, case: Case) -> Reading:
        if self.begins is None:
            return UNKNOWN
        return YES if self.begins <= case.day else early(self.begins)

    def turns(self, case: Case) -> Iterator[date]:
        if self.begins is not None:
            yield self.begins


@dataclass(frozen=True)
class Decided(Leaf):
    """Nobody can say before somebody has looked."""

    @property
    def forms(self) -> frozenset[Form]:
        return frozenset({Form.UNKNOWN})

    def read(self, case: Case) -> Reading:
        return UNKNOWN
