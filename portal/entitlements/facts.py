"""What may be known of a person. None anywhere means that nobody has told us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from portal.clocks.category import CareHistory, CarePeriod, Category, HomeStay

# Outside these years a date is a slip, and counts as not known.
EARLIEST, LATEST = date(1930, 1, 1), date(2150, 1, 1)


class Study(StrEnum):
    """What somebody mainly does now. OTHER: a training course of another kind."""

    SCHOOL = "school"
    COLLEGE = "college"
    APPRENTICESHIP = "apprenticeship"
    HIGHER = "higher"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True)
class Had:
    """What was paid or given of something that comes once. paid: whole pounds so far. done: nothing
    more will come. None: not known."""

    item: str
    paid: int | None = None
    done: bool | None = None


@dataclass(frozen=True)
class Facts:
    """One person, as known today.

    category: the council's record, in force from category_since to category_until, both included.
    in_care: looked after today; told apart from `periods` only where those are not known.
    periods: all periods of care. responsible, residence, placement: names of councils: the one
    responsible for them, the one that bills their home, and the one in whose area the home is in
    which they were placed (None for who lives on their own).
    same_foster_carer: living with the foster carer of their 18th birthday, or with one now if under
    18. higher_years: academic years of the course. lives_at_course: a full-time course, living
    there in term. course_in_plan: the course stands in the pathway plan.
    apprenticeship_start: of the latest one, also if it is over or still to come.
    limited_work: limited capability for work. no_public_funds: papers that say so.
    came_alone: came to the country as a child without parents. trust_fund: has a Child Trust Fund.
    own_home: in, or moving to, a home of their own. had: None if nobody knows what was paid before.
    """

    born: date | None = None
    category: Category | None = None
    category_since: date | None = None
    category_until: date | None = None
    in_care: bool | None = None
    periods: tuple[CarePeriod, ...] | None = None
    home_stays: tuple[HomeStay, ...] = ()
    detained_at_16: bool | None = None
    guardianship_after_care: bool | None = None
    other_help_at_16: bool | None = None
    responsible: str | None = None
    residence: str | None = None
    placement: str | None = None
    same_foster_carer: bool | None = None
    both_want_to_stay: bool | None = None
    study: Study | None = None
    higher_years: int | None = None
    lives_at_course: bool | None = None
    course_in_plan: bool | None = None
    apprenticeship_start: date | None = None
    universal_credit: bool | None = None
    housing_benefit: bool | None = None
    single: bool | None = None
    parent: bool | None = None
    limited_work: bool | None = None
    no_public_funds: bool | None = None
    came_alone: bool | None = None
    trust_fund: bool | None = None
    own_home: bool | None = None
    private_rent: bool | None = None
    lives_alone: bool | None = None
    with_parents: bool | None = None
    had: tuple[Had, ...] | None = None

    def without_status(self) -> Facts:
        """For anybody but the young person: nothing in the answers may tell of immigration."""
        return replace(self, no_public_funds=None, came_alone=None)

    def spans(self) -> Iterator[tuple[date, date | None]]:
        """First and last day of everything that lasted: periods of care, stays at home."""
        yield from ((period.started, period.ended) for period in self.periods or ())
        yield from ((stay.started, stay.ended) for stay in self.home_stays)

    def history(self) -> CareHistory:
        studying = None if self.study is None else self.study is not Study.NONE
        return CareHistory(
            born=self.born,
            periods=self.periods,
            home_stays=self.home_stays,
            detained_at_16=self.detained_at_16,
            guardianship_after_care=self.guardianship_after_care,
            other_help_at_16=self.other_help_at_16,
            in_education=studying,
        )


NAMES = frozenset(field.name for field in fields(Facts))
# Those that are so or not, and those that are a number.
YES_OR_NO = frozenset(field.name for field in fields(Facts) if field.type == "bool | None")
NUMBERS = frozenset(field.name for field in fields(Facts) if field.type == "int | None")
DATES = ("born", "category_since", "category_until", "apprenticeship_start")


def believable(facts: Facts, today: date) -> Facts:
    """The same facts, with what cannot be taken as not known."""
    wrong = {name for name in DATES if not _is_day(getattr(facts, name))}
    if facts.born is not None and facts.born > today:
        wrong.add("born")
    if any(not _is_day(day) for day in _ends(facts.periods or ())):
        wrong.add("periods")
    if any(not _is_day(day) for day in _ends(facts.home_stays)):
        facts = replace(facts, home_stays=())
    unknown: dict[str, Any] = dict.fromkeys(wrong)
    return replace(facts, **unknown) if wrong else facts


def _ends(spans: tuple[CarePeriod, ...] | tuple[HomeStay, ...]) -> Iterator[date | None]:
    for span in spans:
        yield span.started
        yield span.ended


def _is_day(day: date | None) -> bool:
    return day is None or EARLIEST <= day <= LATEST
