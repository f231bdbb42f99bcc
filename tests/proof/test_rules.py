"""Who can have which letter, and for how long."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.clocks.category import Category
from portal.core import clock
from portal.proof.rules import (
    LETTERS,
    PASS_LASTS,
    PICTURE_LASTS,
    Answer,
    Elsewhere,
    Known,
    Purpose,
    Support,
    ends,
    fits,
    last_day,
    picture_until,
    start_of,
)

P, C = Purpose, Category
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 28)
AT_17, AT_18, AT_24 = date(2008, 11, 29), date(2008, 11, 28), date(2001, 11, 29)
AT_25 = date(2001, 11, 28)
YES, ASK, LATER = Answer.YES, Answer.ASK, Answer.LATER


@pytest.mark.parametrize(
    ("purpose", "born", "category", "in_care", "answer"),
    [
        # In care: everything for which one is old enough, but what only care leavers have.
        (P.PASS, AT_17, C.ELIGIBLE, True, YES),
        (P.LEISURE, AT_17, C.ELIGIBLE, True, YES),
        (P.LEISURE, date(2017, 1, 1), None, True, YES),
        (P.COLLEGE, AT_17, None, True, YES),
        (P.LANDLORD, AT_17, C.ELIGIBLE, True, LATER),  # the day before 18
        (P.COUNCIL_TAX, AT_17, C.ELIGIBLE, True, LATER),
        # After care.
        (P.LANDLORD, AT_18, C.FORMER_RELEVANT, False, YES),  # on the day of 18
        (P.COUNCIL_TAX, AT_18, C.FORMER_RELEVANT, False, YES),
        (P.COUNCIL_TAX, AT_24, C.FORMER_RELEVANT, False, YES),  # the day before 25
        (P.COUNCIL_TAX, AT_25, C.FORMER_RELEVANT, False, ASK),
        (P.LEISURE, AT_25, C.FORMER_RELEVANT, False, ASK),
        (P.COLLEGE, AT_24, C.QUALIFYING_EDUCATION_TO_25, False, YES),
        (P.COLLEGE, AT_17, C.RELEVANT, False, YES),
        # The record is old: the council says what they are now.
        (P.COUNCIL_TAX, AT_18, C.ELIGIBLE, False, ASK),
        (P.COUNCIL_TAX, AT_18, C.ELIGIBLE, True, ASK),
        (P.LEISURE, AT_18, C.ELIGIBLE, False, ASK),
        # Nothing is known: never a no.
        *((one, None, None, False, ASK) for one in P),
        (P.LANDLORD, None, C.FORMER_RELEVANT, False, ASK),
        (P.COUNCIL_TAX, None, C.FORMER_RELEVANT, False, ASK),
        (P.COLLEGE, None, C.FORMER_RELEVANT, False, YES),
        (P.COLLEGE, AT_18, C.NONE, False, ASK),
    ],
)  # fmt: skip
def test_who_can_have_it(purpose, born, category, in_care, answer):
    fit = fits(purpose, Known(born, category, in_care), NOW)
    assert fit.answer is answer
    if answer is LATER:
        assert fit.from_day is not None
        assert fit.from_day > TODAY
        later = clock.at_wall(datetime.combine(fit.from_day, datetime.min.time()))
        known = Known(born, C.FORMER_RELEVANT, in_care=False)
        assert fits(purpose, known, later).answer is YES


@pytest.mark.parametrize(
    ("elsewhere", "answer", "until"),
    [
        (None, ASK, None),
        (Elsewhere(TODAY), YES, date(2026, 11, 29)),
        (Elsewhere(date(2026, 11, 27)), ASK, None),  # it ended yesterday
        (Elsewhere(None), YES, date(2026, 11, 29)),  # the 25th birthday is tomorrow
        (Elsewhere(date(2027, 8, 31)), YES, date(2026, 11, 29)),
    ],
)
def test_another_councils_leisure_centre_ends_with_the_agreement(elsewhere, answer, until):
    known = Known(AT_24, C.FORMER_RELEVANT, in_care=False, elsewhere=elsewhere)
    fit = fits(P.LEISURE_ELSEWHERE, known, NOW)
    assert (fit.answer, fit.until) == (answer, until and start_of(until))
    assert fits(P.LEISURE, known, NOW).answer is YES


def test_what_the_council_is_to_them():
    assert Known(AT_24, C.FORMER_RELEVANT, in_care=False).support is Support.LEAVER
    assert Known(AT_17, C.ELIGIBLE, in_care=True).support is Support.IN_CARE
    assert Known(AT_18, C.ELIGIBLE, in_care=False).support is None


@pytest.mark.parametrize("purpose", LETTERS)
def test_a_letter_is_valid_for_ninety_days_at_most_and_to_the_end_of_one(purpose):
    known = Known(date(2004, 5, 3), C.FORMER_RELEVANT, in_care=False, elsewhere=Elsewhere())
    end = ends(purpose, NOW, fits(purpose, known, NOW))
    assert timedelta(days=89) <= end - NOW <= timedelta(days=90)
    assert clock.local(end).time() == datetime.min.time()
    assert last_day(end) == TODAY + timedelta(days=89)


def test_it_ends_before_what_it_says_does():
    known = Known(date(2001, 12, 10), C.FORMER_RELEVANT, in_care=False)
    end = ends(P.COUNCIL_TAX, NOW, fits(P.COUNCIL_TAX, known, NOW))
    assert last_day(end) == date(2026, 12, 9)
    assert ends(P.PASS, NOW, fits(P.PASS, known, NOW)) == NOW + PASS_LASTS


def test_somebody_born_on_the_last_of_february():
    known = Known(date(2004, 2, 29), C.FORMER_RELEVANT, in_care=False)
    now = datetime(2029, 2, 1, 12, 0, tzinfo=UTC)
    end = ends(P.COUNCIL_TAX, now, fits(P.COUNCIL_TAX, known, now))
    # 25 on 1 March, as the law counts.
    assert last_day(end) == date(2029, 2, 28)


def test_a_picture_is_good_for_minutes_and_never_longer_than_the_pass():
    assert picture_until(NOW, NOW + PASS_LASTS) == NOW + PICTURE_LASTS
    assert picture_until(NOW, NOW + timedelta(minutes=3)) == NOW + timedelta(minutes=3)
    assert PASS_LASTS <= timedelta(hours=24)
