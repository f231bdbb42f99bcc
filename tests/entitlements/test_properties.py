"""What holds for anybody: a second evaluator agrees, a "not now" has its day, what is not known
never gives "no", and nothing that may stand in the facts makes the engine raise."""

from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.clocks.category import CarePeriod, Category, HomeStay
from portal.clocks.days import birthday
from portal.entitlements.engine import STATUS, Life, Says, answer, answers
from portal.entitlements.facts import Facts, Had, Study
from portal.entitlements.items import made_up, national
from portal.entitlements.truth import Form
from tests.entitlements import brute
from tests.entitlements.crowd import FLAGS, HAD, crowd, somebody

TODAY = date(2026, 11, 28)
DAY = timedelta(days=1)
OFFERS = tuple(made_up().values())
ITEMS = {item.code: item for offer in (national(), *OFFERS) for item in offer.items}
GOOD = {Says.YES, Says.PROBABLY, Says.ASK}


def asked(facts, today=TODAY):
    return answers(facts, OFFERS, today)


def test_a_second_evaluator_agrees_on_2000_people():
    """Each of them about every fourth item, by turns, as the second one takes its time."""
    codes = list(ITEMS)
    for place, facts in enumerate(crowd(2_000, TODAY)):
        life = Life(facts, TODAY)
        for code in codes[place % 4 :: 4]:
            found = answer(ITEMS[code], life).says
            flat = Says.NO if found is Says.NOT_NOW else found
            assert flat == brute.says(code, facts, TODAY), (code, facts)


def test_a_second_evaluator_finds_the_same_days():
    """Not now: a no until the very eve of the day. No: on no day to come. Until: as said."""
    for facts in crowd(60, TODAY, seed=11):
        for one in asked(facts):
            if one.from_when is not None:
                assert brute.truth(one.code, facts, one.from_when) > 0
                assert brute.truth(one.code, facts, one.from_when - DAY) == 0
            if one.until is not None:
                assert brute.truth(one.code, facts, one.until) == 0
                assert brute.truth(one.code, facts, one.until - DAY) > 0
            if one.says is Says.NO:
                later = {day for day in days_to_try(facts) if brute.truth(one.code, facts, day)}
                assert later == set(), (one.code, facts)


def days_to_try(facts):
    """Days to come on which something might begin."""
    yield from (date(year, 9, 1) for year in range(2027, 2052))
    if facts.born is not None:
        turns = (birthday(facts.born, age) for age in range(14, 27))
        yield from (day for day in turns if day > TODAY)
    yield from (TODAY + days * DAY for days in (1, 30, 91, 366, 800))


# --- by chance, and shrunk to the shortest case ------------------------------------------------

people = st.integers(0, 2**32).map(lambda seed: somebody(Random(seed), TODAY))
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(people)
@quick
def test_every_not_now_has_a_day_on_which_it_is_not_a_no(facts):
    for one in asked(facts):
        assert (one.says is Says.NOT_NOW) == (one.from_when is not None)
        if one.from_when is not None and one.from_when.year < 2150:
            assert one.from_when > TODAY
            assert one.why.form is Form.EARLY and one.why.day == one.from_when
            then = answer(ITEMS[one.code], Life(facts, one.from_when)).says
            assert then in GOOD and then is one.then


NAMES = [field.name for field in fields(Facts) if field.name != "home_stays"]


@given(people, people, st.sampled_from(NAMES))
@quick
def test_a_fact_more_never_turns_yes_into_no_without_a_leaf_that_reads_it(facts, other, name):
    before = {one.code: one for one in asked(replace(facts, **{name: None}))}
    for one in asked(replace(facts, **{name: getattr(other, name)})):
        if before[one.code].says is Says.YES and one.says in (Says.NO, Says.NOT_NOW):
            assert name in one.why.reads, one


def test_nobody_without_a_home_reads_no_or_not_yet():
    item = ITEMS["homeless_priority_need"]
    said = {answer(item, Life(facts, TODAY)).says for facts in crowd(500, TODAY, seed=3)}
    assert said == {Says.YES, Says.ASK}


# Where these are not known, something else that is known stands in for them: a birthday for the
# fund, a residence for the area, what they do now for an apprenticeship, dates for a record.
STOOD_IN_FOR = {"category", "category_since", "category_until", "placement", "in_care",
                "trust_fund", "apprenticeship_start"}  # fmt: skip


@given(people, people)
@quick
def test_what_is_not_known_never_gives_no(facts, other):
    """Whoever is told no is told it whatever the unknown facts turn out to be."""
    unknown = {name for name in NAMES if getattr(facts, name) is None} - STOOD_IN_FOR
    full = replace(facts, **{name: getattr(other, name) for name in unknown})
    then = {one.code: one for one in asked(full)}
    for one in asked(facts):
        if one.says is Says.NO:
            assert then[one.code].says in (Says.NO, Says.NOT_NOW), one


@given(people)
@quick
def test_for_anybody_else_the_answers_do_not_tell_of_immigration(facts):
    hidden = asked(facts.without_status())
    other = replace(facts, no_public_funds=not facts.no_public_funds, came_alone=None)
    assert asked(other.without_status()) == hidden
    assert {"no_public_funds", "came_alone"} == STATUS


any_day = st.dates()
any_fact = st.none() | st.booleans()
anybody = st.builds(
    Facts,
    born=st.none() | any_day,
    category=st.none() | st.sampled_from(Category),
    category_since=st.none() | any_day,
    category_until=st.none() | any_day,
    periods=st.none()
    | st.lists(st.builds(CarePeriod, any_day, st.none() | any_day, st.booleans()), max_size=3).map(
        tuple
    ),
    home_stays=st.lists(st.builds(HomeStay, any_day, st.none() | any_day), max_size=2).map(tuple),
    responsible=st.none() | st.text(max_size=3),
    residence=st.none() | st.text(max_size=3),
    placement=st.none() | st.text(max_size=3),
    study=st.none() | st.sampled_from(Study),
    higher_years=st.none() | st.integers(),
    apprenticeship_start=st.none() | any_day,
    had=st.none()
    | st.lists(
        st.builds(Had, st.sampled_from(HAD), st.none() | st.integers(), any_fact), max_size=3
    ).map(tuple),
    **dict.fromkeys(FLAGS, any_fact),
)


@given(anybody, st.dates(date(2011, 4, 1), date(2060, 1, 1)))
@settings(quick, max_examples=100)
def test_nothing_in_the_facts_makes_it_raise(facts, today):
    found = asked(facts, today)
    assert {one.code for one in found} == set(ITEMS)
