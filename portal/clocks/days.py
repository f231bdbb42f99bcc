"""Calendar arithmetic on plain dates: working days, calendar months, birthdays.

All dates are calendar days in Europe/London, and the day something runs from is never
counted: one week from Monday 2nd is Monday 9th. Working days need a list of bank holidays,
and outside the years of that list there is no answer: `BeyondKnownHolidays` says so,
because a wrong date is worse than none.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from portal.clocks.kinds import Unit

DATA = Path(__file__).with_name("bank_holidays.toml")
SATURDAY = 5
HOURS_IN_A_DAY = 24


class BeyondKnownHolidays(ValueError):
    """A count left the years whose bank holidays we know."""


class BadHolidays(ValueError):
    """The list of bank holidays does not make sense; the message says where."""


@dataclass(frozen=True)
class Holidays:
    """Bank holidays in England and Wales, and the years for which the list is whole.

    known_from, known_through: first and last day on which a date *not* in `dates` is
    known to be no bank holiday. Both days are included.
    """

    dates: frozenset[date]
    known_through: date
    known_from: date = date.min

    def covers(self, day: date) -> bool:
        return self.known_from <= day <= self.known_through


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Not a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England.

    Raises BeyondKnownHolidays outside the years of the list, weekends included, so that
    no caller learns to rely on luck.

    Source: "working day" in the Care Planning, Placement and Case Review (England)
    Regulations 2010, reg. 2(1); known, not read again. Christmas Day and Good Friday are
    in the list, except a Christmas Day at a weekend, which is no working day anyway.
    """
    if not holidays.covers(day):
        raise BeyondKnownHolidays(
            f"Bank holidays are known from {holidays.known_from} to {holidays.known_through}; "
            f"{day} is outside."
        )
    return day.weekday() < SATURDAY and day not in holidays.dates


def add_working_days(day: date, n: int, holidays: Holidays) -> date:
    """The n-th working day after `day`; for n = 0, `day` or the first working day after it.

    `day` itself is never counted, whether or not it is a working day. A later `day` or a
    larger n never gives an earlier answer. Raises ValueError for n below 0, and
    BeyondKnownHolidays if the count begins or ends outside the list.
    """
    if n < 0:
        raise ValueError(f"Working days are counted forwards; {n} is below 0.")
    working = is_working_day(day, holidays)
    while n or not working:
        day += timedelta(days=1)
        working = is_working_day(day, holidays)
        if working and n:
            n -= 1
    return day


def add_months(day: date, n: int) -> date:
    """The same day n calendar months later, or the last day of a month too short for it.

    31 January plus one month is 28 or 29 February. n may be below 0.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - timedelta(days=1)).day


def birthday(born: date, age: int) -> date:
    """The day on which someone reaches `age`, from its first moment.

    Someone born on 29 February reaches it on 1 March where there is no 29th.

    Source: Family Law Reform Act 1969, s. 9(1): an age is attained at the commencement of
    the anniversary of the birth (known; the same words read in the Northern Ireland Act of
    that year, s. 5). The Act is silent on 29 February. 1 March is the usual reading in
    England, because a whole year has not passed on 28 February, but we read no judgment that
    settles it: where one day decides a right, staff should ask their lawyers.
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Whole years of age on `day`, by the rule of `birthday`; below 0 before birth."""
    years = day.year - born.year
    return years if day >= birthday(born, years) else years - 1


def after(day: date, number: int, unit: Unit, holidays: Holidays) -> date:
    """The last day of an interval that runs from `day`.

    School days are counted as working days: we hold no term dates, and every school day is
    a working day, so the answer is never later than the true one. Hours must make whole
    days (we know on which day someone came back, not at what hour): the answer is the day on
    which the last hour falls.
    """
    match unit:
        case Unit.WORKING_DAYS | Unit.SCHOOL_DAYS:
            return add_working_days(day, number, holidays)
        case Unit.MONTHS:
            return add_months(day, number)
        case Unit.WEEKS:
            return day + timedelta(weeks=number)
        case Unit.DAYS:
            return day + timedelta(days=number)
        case Unit.HOURS:
            return day + timedelta(days=number // HOURS_IN_A_DAY)


@cache
def load_holidays() -> Holidays:
    """The bank holidays that come with the portal (see the data file for how sure)."""
    return read_holidays(tomllib.loads(DATA.read_text(encoding="utf-8")))


@cache
def titled_holidays() -> tuple[tuple[date, str], ...]:
    """Each bank holiday with its name in English, in order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["holidays"]
    return tuple(sorted((row["date"], row["title"]) for row in rows))


def read_holidays(data: Mapping[str, Any]) -> Holidays:
    """Holidays from parsed TOML. Raises BadHolidays for a missing key, a date twice, a date
    at a weekend (a sign that a substitute day was forgotten) or one outside the known years."""
    try:
        rows = [(row["date"], row["title"]) for row in data["holidays"]]
        known_from, known_through = data["known_from"], data["known_through"]
    except KeyError as missing:
        raise BadHolidays(f"The list of bank holidays has no {missing}.") from None
    seen: set[date] = set()
    for day, title in rows:
        if day in seen:
            raise BadHolidays(f"{title}, {day}: this day is listed twice.")
        if day.weekday() >= SATURDAY:
            raise BadHolidays(f"{title}, {day}: at a weekend; list the substitute day.")
        if not known_from <= day <= known_through:
            raise BadHolidays(f"{title}, {day}: outside the years the list is whole for.")
        seen.add(day)
    return Holidays(frozenset(seen), known_through, known_from)
