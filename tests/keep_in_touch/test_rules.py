"""What counts, when the next hello is due, when a check-in opens, which codes go together."""

import calendar
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clocks.category import Category
from portal.clocks.days import Holidays, birthday, load_holidays
from portal.clocks.kinds import Clock, Unit
from portal.clocks.rules import CareFacts, Case, keep_in_touch
from portal.clocks.standards import Standard
from portal.clocks.statute import load_statute
from portal.hours.rules import Calendar, usual_week
from portal.keep_in_touch import labels, rules
from portal.keep_in_touch.rules import Began, Doing, How, Living, Misfit, Why

USUAL = Calendar(usual_week(17), load_holidays())

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
US, THEM = Began.US, Began.THEM


# --- what counts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "reached", "began", "does"),
    [
        (How.CALL, True, US, True),
        (How.CALL, False, US, False),  # nobody picked up
        (How.CALL, False, THEM, False),  # a call from them that we missed: we owe one back
        (How.VISIT, True, US, True),
        (How.VISIT, False, US, False),  # nobody at home
        (How.VIDEO, True, US, True),
        (How.SEEN, True, US, True),
        (How.SEEN, False, US, False),  # across the street
        (How.TEXT, False, US, False),  # sent, and no answer
        (How.TEXT, True, US, True),
        (How.TEXT, True, THEM, True),
        (How.MESSAGE, False, THEM, True),  # their words came, whatever we did
        (How.LETTER, False, US, False),
        (How.LETTER, True, US, True),
        (How.LETTER, True, THEM, True),
        (How.NEWS, True, US, False),  # somebody else said so
        (How.NEWS, True, THEM, False),
        (How.NOTHING, True, US, False),
    ],
)
def test_what_counts(how, reached, began, does):
    assert rules.counts(how, reached, began) is does


def test_every_way_has_a_rule_and_words():
    assert set(rules.COUNTS) == set(How)
    for how in How:
        for began in Began:
            for reached in (True, False):
                assert "Dan" in labels.said(how, began, reached, "Dan")
                assert "Dan" in labels.of_them(how, began, reached, "Dan")


@pytest.mark.parametrize(("away", "may"), [(0, True), (-60, True), (-61, False), (1, False)])
def test_how_far_back_it_may_be_written_down(away, may):
    assert rules.may_be_logged(TODAY + away * DAY, TODAY) is may


def test_no_day_is_no_day():
    assert rules.may_be_logged(None, TODAY) is False


# --- what they asked for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "weeks", "since"),
    [
        ([], None, None),
        ([(4, 1)], 4, 1),
        ([(4, 1), (4, 9)], 4, 1),  # only the time of day was changed
        ([(2, 1), (4, 9)], 4, 1),  # less than before: at least that much was asked all along
        ([(8, 1), (4, 9)], 4, 9),
        ([(2, 1), (8, 5), (4, 9)], 4, 9),
        ([(4, 1), (None, 5)], None, None),
        ([(4, 1), (None, 5), (4, 9)], 4, 9),
    ],
)
def test_since_when_they_ask_for_at_least_that_much(rows, weeks, since):
    found = rules.asked([(w, TODAY + d * DAY) for w, d in rows])
    assert found == rules.Wish(weeks, None if since is None else TODAY + since * DAY)


# --- when the next one is due: against an evaluator that goes day by day -------------------------


def months_on(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def expected(born, category, log, number, unit, kept, wishes, today):
    """The last good day for the next contact, or None: told as somebody with a calendar would,
    from what was written down, without asking the code it checks."""
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    days = set()
    for how, reached, began, day in log:
        if how in ("call", "visit", "video", "seen"):
            good = reached
        elif how in ("text", "message", "letter"):
            good = reached or began == "them"
        else:
            good = False
        if good and day <= today:
            days.add(day)
    candidates = []
    has_duty = (category == "relevant" and 16 <= age <= 17) or (
        category == "former_relevant" and 18 <= age <= 24
    )
    if has_duty and number:
        begins = born.replace(year=born.year + (16 if category == "relevant" else 18))
        running, day = None, begins
        while day <= today:
            if day in days:
                running = day
            day += DAY
        if running is None:
            running = max(begins, kept)
        end = running + number * 7 * DAY if unit == "weeks" else months_on(running, number)
        candidates.append(end)
    if wishes and wishes[-1][0] and category != "none" and 16 <= age <= 24:
        weeks = wishes[-1][0]
        since = None
        for asked_for, on in wishes:
            if asked_for and asked_for <= weeks:
                since = on if since is None else since
            else:
                since = None
        newest = max([since, *(d for d in days if d >= since)])
        candidates.append(newest + weeks * 7 * DAY)
    return min(candidates, default=None)


away = st.integers(-900, 20)
contacts = st.lists(
    st.tuples(st.sampled_from([h.value for h in How]), st.booleans(),
              st.sampled_from(["us", "them"]), away),
    max_size=8,
)  # fmt: skip
wishes = st.lists(
    st.tuples(st.one_of(st.none(), st.sampled_from(rules.WEEKS)), st.integers(-300, 0)), max_size=4
)


@settings(max_examples=1_000, deadline=None)
@given(
    st.integers(15 * 366, 27 * 366),
    st.sampled_from(["relevant", "former_relevant", "qualifying", "none"]),
    contacts,
    st.sampled_from([(None, "weeks"), (8, "weeks"), (4, "weeks"), (3, "months"), (1, "months")]),
    st.integers(-700, 0),
    wishes,
)
def test_the_due_day_is_what_a_calendar_says(age_days, category, log, standard, kept, wanted):
    born = TODAY - age_days * DAY
    if (born.month, born.day) == (2, 29):
        born += DAY
    log = [(how, reached, began, TODAY + d * DAY) for how, reached, began, d in log]
    wanted = sorted(((w, TODAY + d * DAY) for w, d in wanted), key=lambda row: row[1])
    number, unit = standard
    kept_on = TODAY + kept * DAY
    counted = tuple(
        day for how, reached, began, day in log
        if rules.counts(How(how), reached, Began(began)) and day <= TODAY
    )  # fmt: skip
    wish = rules.asked(wanted)
    facts = CareFacts(
        born=born, category=category, contacts=counted, contacts_kept_since=kept_on,
        wish_weeks=wish.weeks, wished_on=wish.since,
    )  # fmt: skip
    ours = (
        (Standard(Clock.KEEP_IN_TOUCH, None, number, Unit(unit), "Ours", date(2001, 10, 1)),)
        if number
        else ()
    )
    holidays: Holidays = load_holidays()
    due = keep_in_touch(Case(facts, TODAY, ours, holidays, load_statute()))
    told = expected(born, category, log, number, unit, kept_on, wanted, TODAY)
    assert (due.due_by if due else None) == told


def test_the_standard_stays_when_they_ask_for_less():
    contact = TODAY - 10 * DAY
    ours = (Standard(Clock.KEEP_IN_TOUCH, None, 8, Unit.WEEKS, "Ours", date(2001, 10, 1)),)

    def due(weeks):
        facts = CareFacts(
            born=date(2006, 5, 1), category="former_relevant", contacts=(contact,),
            wish_weeks=weeks, wished_on=TODAY - 100 * DAY,
        )  # fmt: skip
        return keep_in_touch(Case(facts, TODAY, ours, load_holidays(), load_statute()))

    assert (due(12).due_by, due(12).source) == (contact + timedelta(weeks=8), "Ours")
    assert (due(8).due_by, due(8).source) == (contact + timedelta(weeks=8), "Ours")
    assert (due(2).due_by, due(2).source) == (contact + timedelta(weeks=2), "")
    assert rules.less_often(12, contact, due(12).due_by)
    assert not rules.less_often(2, contact, due(2).due_by)
    assert not rules.less_often(None, contact, due(2).due_by)


@pytest.mark.parametrize(("late", "lost"), [(0, False), (56, False), (57, True)])
def test_two_rhythms_without_a_word(late, lost):
    due = TODAY - late * DAY
    assert rules.seems_lost(due - timedelta(weeks=8), due, TODAY) is lost


def test_a_search_is_looked_at_again_each_week():
    assert rules.look_again(TODAY, []) == TODAY + 7 * DAY
    assert rules.look_again(TODAY, [TODAY + 3 * DAY, TODAY + DAY]) == TODAY + 10 * DAY


# --- the check-in -----------------------------------------------------------------------------


def test_when_it_opens():
    born = date(2007, 12, 25)
    first, last = rules.window(born, 19)
    assert (first, last) == (date(2026, 9, 25), date(2027, 1, 25))
    hello, again = rules.check_ins(born, 19)
    assert (hello.first, hello.last) == (date(2026, 12, 11), date(2027, 1, 10))
    assert (again.first, again.last) == (date(2027, 1, 11), date(2027, 1, 25))
    assert rules.opens_on(born, date(2026, 12, 10), asks=False) is None
    assert rules.opens_on(born, date(2026, 12, 11), asks=False) == hello
    assert rules.opens_on(born, date(2026, 12, 25), asks=False) == hello
    assert rules.opens_on(born, date(2027, 1, 10), asks=False) == hello
    assert rules.opens_on(born, date(2027, 1, 11), asks=False) == again
    assert rules.opens_on(born, date(2027, 1, 25), asks=False) == again
    assert rules.opens_on(born, date(2027, 1, 26), asks=False) is None


@pytest.mark.parametrize(
    ("age", "asks", "opens"),
    [(16, True, False), (17, False, True), (21, False, True), (22, False, False), (22, True, True),
     (25, True, True), (26, True, False)],
)  # fmt: skip
def test_at_which_birthdays(age, asks, opens):
    born = date(2026 - age, 11, 30)
    assert (rules.opens_on(born, TODAY, asks) is not None) is opens


@settings(max_examples=300, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2009, 12, 31)), st.integers(17, 25))
def test_both_lie_within_what_counts_and_do_not_overlap(born, age):
    first, last = rules.window(born, age)
    hello, again = rules.check_ins(born, age)
    assert first <= hello.first <= birthday(born, age) <= hello.last < again.first <= again.last
    assert again.last == last
    assert hello.last + DAY == again.first
    assert {hello.why, again.why} == set(Why)
    assert rules.age_of_return(born, hello.first) == age


@pytest.mark.parametrize(
    ("today", "age"),
    [(date(2026, 9, 24), 18), (date(2026, 9, 25), 19), (date(2026, 12, 25), 19),
     (date(2027, 1, 26), 19)],
)  # fmt: skip
def test_for_which_birthday_the_codes_are(today, age):
    assert rules.age_of_return(date(2007, 12, 25), today) == age


def test_a_call_is_owed_by_the_next_working_day():
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    assert rules.call_by(friday, 2, USUAL) == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert rules.call_by(friday, 0, USUAL) == datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    beyond = datetime.combine(load_holidays().known_through, time(12), tzinfo=UTC)
    assert rules.call_by(beyond, 2, USUAL) == beyond.replace(hour=17) + DAY


# --- codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "codes", "wrong"),
    [
        (19, ("YES", "F5", "U1"), ()),
        (19, ("YES", "0", "U1"), (Misfit.NEEDS_REAL,)),
        (19, ("YES", "F5", "0"), (Misfit.NEEDS_REAL,)),
        (19, ("DIED", "0", "0"), ()),
        (19, ("DIED", "F5", "0"), (Misfit.NEEDS_NONE,)),
        (19, ("RHOM", "0", "B1"), (Misfit.NEEDS_NONE,)),
        (19, ("RHOM", "0", "0"), ()),
        (19, ("NO", "0", "0"), ()),
        (19, ("NO", "F5", "R2"), ()),
        (19, ("REFU", "G5", "U1"), ()),
        (19, ("NREQ", "F2", "Z1"), ()),
        (17, ("YES", "F2", "Z1"), (Misfit.NOT_AT_17,)),
        (18, ("YES", "F2", "Z1"), ()),
        (19, ("YES", "F5", "S1"), (Misfit.UNKNOWN,)),
        (19, ("YES", "F5", "X1"), (Misfit.UNKNOWN,)),
        (19, ("YES", "F5", "S2"), ()),
        (19, ("YES", "G5", "X2"), ()),
        (19, ("YES", "F3", "U1"), (Misfit.UNKNOWN,)),
        (19, ("", "F5", "U1"), (Misfit.UNKNOWN,)),
        (19, ("YES", "F5", ""), (Misfit.UNKNOWN,)),
    ],
)
def test_which_codes_go_together(age, codes, wrong):
    assert rules.misfits(age, *codes) == wrong


def test_every_code_has_words():
    assert set(labels.IN_TOUCH) == set(rules.IN_TOUCH)
    assert set(labels.ACTIVITY) == {*rules.ACTIVITY, rules.NONE}
    assert set(labels.HOMES) == set(rules.HOMES)
    assert len(rules.ACCOMMODATION) == 30
    assert {labels.code_words("accommodation", code)[:2] for code in rules.ACCOMMODATION} == set(
        rules.ACCOMMODATION
    )
    assert labels.code_words("accommodation", "XX9") == "XX9"


def test_an_answer_suggests_and_never_says_whether_it_is_suitable():
    assert set(rules.MAY_LIVE) == set(Living) - {Living.SKIP}
    assert set(rules.MAY_DO) == set(Doing) - {Doing.SKIP}
    for homes in rules.MAY_LIVE.values():
        assert set(homes) <= set(rules.HOMES)
    for codes in rules.MAY_DO.values():
        assert set(codes) <= set(rules.ACTIVITY)
    assert rules.may_live("skip") == rules.may_live("") == rules.may_live("nonsense") == ""
    assert rules.may_do("skip") == rules.may_do("") == ()
    assert len(labels.may_be("S", ("G5",))) == 2


def test_who_is_asked():
    assert Category.ELIGIBLE not in rules.CHECKED_IN
    assert Category.FORMER_RELEVANT in rules.CHECKED_IN
