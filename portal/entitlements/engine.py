"""The answers: what each item says to one person on one day.

Plain values in, frozen values out: no clock, no database, no words. Nothing that may stand in
`Facts` makes it raise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from portal.clocks.days import age_on, birthday
from portal.entitlements.facts import Facts, believable
from portal.entitlements.items import TODAY, Amount, AmountKind, Item, Offer, Source, Version
from portal.entitlements.items import national as national_offer
from portal.entitlements.leaves import Age, AgeAt, Case
from portal.entitlements.rules import Found, Teller, against, turns, weigh
from portal.entitlements.truth import Form, Truth

DAY = timedelta(days=1)
CHECK_AFTER = timedelta(days=183)  # six months: what nobody looked up for longer is not known
# Facts that only the young person may be told the answer from.
STATUS = frozenset({"no_public_funds", "came_alone"})
# What somebody can change: "no" then means "when you …".
CIRCUMSTANCES = frozenset(
    {"study", "higher_years", "lives_at_course", "course_in_plan", "apprenticeship_start",
     "universal_credit", "housing_benefit", "own_home", "private_rent", "both_want_to_stay"}
)  # fmt: skip
# The needs, in the order in which they are shown. What is not here comes last.
NEEDS = ("money", "home", "work", "college", "health", "feelings", "family", "papers", "baby",
         "law", "new_in_uk", "in_care", "leaving", "fun", "carers", "parents")  # fmt: skip


class Says(StrEnum):
    YES = "yes"
    PROBABLY = "probably"
    ASK = "ask"
    NOT_NOW = "not_now"
    NO = "no"


ORDER = {says: place for place, says in enumerate(Says)}
BY_TRUTH = {Truth.YES: Says.YES, Truth.LIKELY: Says.PROBABLY, Truth.UNKNOWN: Says.ASK}


@dataclass(frozen=True)
class Why:
    """The one condition that decides. say and form name its sentence in `words`; reads: the facts
    it looks at; day: the one that it names; age: whose birthday that is, if it is one."""

    say: str
    form: Form
    reads: frozenset[str]
    source: Source
    day: date | None = None
    age: int | None = None
    council: str = ""

    @property
    def private(self) -> bool:
        """It tells of immigration: for the young person alone."""
        return bool(self.reads & STATUS)


@dataclass(frozen=True)
class DueOn:
    """A part of an amount; about: the day it comes, near enough; None: not known."""

    pounds: int
    about: date | None


@dataclass(frozen=True)
class Answer:
    """One item, for one person, on one day.

    from_when: the day from which, of "not now", and then: what will be said on it, all else equal;
    None otherwise. until: the first day on which it
    is over, all else equal; until_age: whose birthday that is, if it is one. left: pounds still to
    come of something that comes once; None if nothing is known of it. could_change: "no" because
    of how they live or what they do now.
    """

    code: str
    title: str
    council: str
    key: str
    needs: tuple[str, ...]
    says: Says
    why: Why
    from_when: date | None
    then: Says | None
    until: date | None
    until_age: int | None
    amount: Amount | None
    left: int | None
    parts: tuple[DueOn, ...]
    bring: tuple[str, ...]
    ask: str
    decides: str
    how: str
    takes_days: int | None
    urgent: bool
    sources: tuple[Source, ...]
    sure: str
    checked_on: date
    could_change: bool

    @property
    def next_check(self) -> date:
        """By when somebody looks it up again."""
        return self.checked_on + CHECK_AFTER

    @property
    def elsewhere(self) -> bool:
        """Another council's: of no use to this person, whatever else is so."""
        return self.says is Says.NO and self.why.say.startswith("ours_")


@dataclass(frozen=True)
class NeedGroup:
    """What there is for one need, yes first. An item may stand under several needs."""

    need: str
    answers: tuple[Answer, ...]


def answers(facts: Facts, offers: Iterable[Offer], today: date) -> tuple[Answer, ...]:
    """Every national item and every item of `offers`: by the first need, in it yes first.

    offers: of the councils that have to do with this person. today: in England.
    """
    life = Life(facts, today)
    found = [answer(item, life) for offer in _all(offers) for item in offer.items]
    return tuple(sorted(found, key=lambda one: (_place(one.needs[0]), ORDER[one.says])))


def one_answer(code: str, facts: Facts, offers: Iterable[Offer], today: date) -> Answer | None:
    """The answer about one item; None if neither the law nor one of `offers` has it."""
    life = Life(facts, today)
    every = (item for offer in _all(offers) for item in offer.items)
    return next((answer(item, life) for item in every if item.code == code), None)


def by_need(found: Iterable[Answer]) -> tuple[NeedGroup, ...]:
    """The answers under every need that they meet; needs in their order, in each yes first."""
    shelves: dict[str, list[Answer]] = {}
    for one in found:
        for need in one.needs:
            shelves.setdefault(need, []).append(one)
    return tuple(
        NeedGroup(need, tuple(sorted(shelves[need], key=lambda one: ORDER[one.says])))
        for need in sorted(shelves, key=lambda need: (_place(need), need))
    )


def _all(offers: Iterable[Offer]) -> Iterator[Offer]:
    yield national_offer()
    yield from {offer.council: offer for offer in offers if offer.council}.values()


def _place(need: str) -> int:
    return NEEDS.index(need) if need in NEEDS else len(NEEDS)


class Life:
    """What is known of one person, on today and on other days, all else equal."""

    def __init__(self, facts: Facts, today: date) -> None:
        self.facts = believable(facts, today)
        self.today = today
        self._cases: dict[date, Case] = {}
        self._birthdays: dict[int, date] = {}

    def on(self, day: date) -> Case:
        if day not in self._cases:
            self._cases[day] = Case(self.facts, day, self._birthdays)
        return self._cases[day]

    @cached_property
    def now(self) -> Case:
        return self.on(self.today)


def answer(item: Item, life: Life) -> Answer:
    """What `item` says to this person today."""
    found = _weigh(item, life, life.today)
    if found.truth is Truth.NO:
        return _not_now_or_no(item, life)
    version = _version(item, life, life.today)
    says, why = _says(found.truth, version), _why(found, version, life)
    if found.truth is Truth.YES and says is Says.PROBABLY:
        why = Why("assessed", Form.LIKELY, frozenset(), version.sources[0], council=version.council)
    return _answer(version, life, says, why, until=_first(item, life, no=True))


def _says(truth: Truth, version: Version) -> Says:
    """What is not a no: yes, but no more than probably where somebody has to decide."""
    return Says.PROBABLY if truth is Truth.YES and version.assessed else BY_TRUTH[truth]


def _weigh(item: Item, life: Life, day: date) -> Found:
    return weigh(_version(item, life, day).when, life.on(day))


def _version(item: Item, life: Life, day: date) -> Version:
    """The version for what is asked about on `day`; outside all of them the nearest, which then
    says itself that it does not hold."""
    if len(item.versions) == 1:
        return item.versions[0]
    dated_by = item.versions[0].dated_by
    at = day if dated_by == TODAY else getattr(life.facts, dated_by) or day
    for version in item.versions:
        if version.holds(at):
            return version
    later = (one for one in item.versions if one.valid_from is not None and one.valid_from > at)
    return next(later, item.versions[-1])


def _turns(item: Item, life: Life) -> list[date]:
    """Days after today on which the answer may become another, in order."""
    found: set[date] = set()
    for version in item.versions:
        found.update(turns(version.when, life.now))
        found.update(day for day in (version.valid_from,) if day is not None)
        found.update(day + DAY for day in (version.valid_to,) if day is not None)
    return sorted(day for day in found if day > life.today)


def _first(item: Item, life: Life, *, no: bool) -> date | None:
    """The first day after today on which the answer is a no; or, without `no`, is not one."""
    for day in _turns(item, life):
        if (_weigh(item, life, day).truth is Truth.NO) is no:
            return day
    return None


def _not_now_or_no(item: Item, life: Life) -> Answer:
    day = _first(item, life, no=False)
    if day is None:
        version = _version(item, life, life.today)
        why = _why(_lasting(item, life), version, life)
        return _answer(version, life, Says.NO, why, could_change=bool(why.reads & CIRCUMSTANCES))
    # The last condition to come true is the one that is waited for.
    eve = day - DAY
    why = _why(_weigh(item, life, eve), _version(item, life, eve), life)
    why = replace(why, form=Form.EARLY, day=day, age=_age_of(life.facts.born, day))
    version, truth = _version(item, life, day), _weigh(item, life, day).truth
    return _answer(version, life, Says.NOT_NOW, why, (day, _says(truth, version)))


def _lasting(item: Item, life: Life) -> Found:
    """The first condition that says no today and on every day to come; else the first today."""
    found = list(against(_version(item, life, life.today).when, life.now))
    staying = list(found)
    if len(found) > 1:
        for day in _turns(item, life):
            then = {id(one.teller) for one in against(_version(item, life, day).when, life.on(day))}
            staying = [one for one in staying if id(one.teller) in then]
    return (staying or found)[0]


def _why(found: Found, version: Version, life: Life) -> Why:
    teller: Teller = found.teller
    source = next((one for one in version.sources if one.key == teller.source), version.sources[0])
    day = found.reading.day
    age = _age_of(life.facts.born, day) if isinstance(teller, Age | AgeAt) else None
    return Why(found.say, found.reading.form, teller.reads, source, day, age, version.council)


def _answer(
    version: Version,
    life: Life,
    says: Says,
    why: Why,
    later: tuple[date, Says] | None = None,
    until: date | None = None,
    could_change: bool = False,
) -> Answer:
    return Answer(
        code=version.code,
        title=version.title,
        council=version.council,
        key=version.key.value,
        needs=version.needs,
        says=says,
        why=why,
        from_when=later[0] if later else None,
        then=later[1] if later else None,
        until=until,
        until_age=_age_of(life.facts.born, until),
        amount=version.amount,
        left=_left(version, life.facts),
        parts=_parts(version, life.facts),
        bring=version.bring,
        ask=version.ask,
        decides=version.decides,
        how=version.how,
        takes_days=version.takes_days,
        urgent=version.urgent,
        sources=version.sources,
        sure=version.sure,
        checked_on=version.checked_on,
        could_change=could_change,
    )


def _age_of(born: date | None, day: date | None) -> int | None:
    if born is None or day is None:
        return None
    age = age_on(born, day)
    return age if birthday(born, age) == day else None


def _left(version: Version, facts: Facts) -> int | None:
    amount = version.amount
    mine = [had for had in facts.had or () if had.item == version.code]
    if not version.once or amount is None or amount.kind is AmountKind.PERCENT_OFF or not mine:
        return None
    if any(had.done for had in mine):
        return 0
    if any(had.paid is None for had in mine):
        return None
    return max(amount.number - sum(had.paid or 0 for had in mine), 0)


def _parts(version: Version, facts: Facts) -> tuple[DueOn, ...]:
    if version.amount is None:
        return ()
    start = None if version.dated_by == TODAY else getattr(facts, version.dated_by)
    return tuple(
        DueOn(part.pounds, start + part.after_days * DAY if start and part.after_days else None)
        for part in version.amount.parts
    )
