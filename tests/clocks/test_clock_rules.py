"""Every clock at its edges, councils' stricter standards, and what must hold for any facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clocks.days import BeyondKnownHolidays, Holidays, load_holidays
from portal.clocks.kinds import Clock, Unit
from portal.clocks.rules import CareFacts, next_dues
from portal.clocks.standards import Standard, load_examples
from portal.clocks.statute import UnknownRule, load_statute

LAW, KNOWN = load_statute(), load_holidays()
BEXLEY = load_examples()["bexley-like"]
KEEP = load_examples()["keep-in-touch"]
MONDAY = date(2026, 3, 2)  # the boring first day of care, and of the placement
BORN = date(2014, 5, 20)  # eleven then


def d(text):
    return date.fromisoformat(text)


def ds(*texts):
    return tuple(d(text) for text in texts)


def facts(**changes):
    boring = CareFacts(
        born=BORN,
        care_started=MONDAY,
        placement_started=MONDAY,
        placement_type="U6",
        legal_status="V2",
    )
    return replace(boring, **changes)


def leaver(**changes):
    """Nineteen, former relevant."""
    return CareFacts(born=d("2007-06-15"), category="former_relevant", **changes)


def due(clock, person, today="2026-11-23", standards=()):
    found = [x for x in next_dues(person, d(today), standards, KNOWN, LAW) if x.clock == clock]
    assert len(found) < 2
    return found[0] if found else None


def says(clock, person, today="2026-11-23", standards=()):
    """(rule, day) of what is due, as text, or None."""
    found = due(clock, person, today, standards)
    return found and (found.rule, str(found.due_by))


# --- visits ---


def test_the_first_visit_is_due_a_week_after_each_placement_begins():
    first = due(Clock.FIRST_VISIT, facts())
    assert (first.rule, first.trigger, str(first.due_by)) == (
        "first_visit.placement",
        MONDAY,
        "2026-03-09",
    )
    assert (first.done_on, first.local, first.source) == (
        None,
        False,
        "SI 2010/959, reg. 28(2)(a)",
    )
    assert due(Clock.VISIT, facts()) is None
    moved = facts(placement_started=d("2026-09-01"), visits=ds("2026-08-31"))
    assert says(Clock.FIRST_VISIT, moved) == ("first_visit.placement", "2026-09-08")


def test_a_visit_on_the_day_of_the_move_counts():
    assert due(Clock.FIRST_VISIT, facts(visits=(MONDAY,))) is None
    assert says(Clock.VISIT, facts(visits=(MONDAY,))) == ("visit.first_year", "2026-04-13")


def test_a_new_legal_status_alone_changes_nothing():
    seen = facts(visits=ds("2026-03-05"))
    assert says(Clock.VISIT, seen) == says(Clock.VISIT, replace(seen, legal_status="C2"))


@pytest.mark.parametrize(
    ("last", "long_term", "expected"),
    [
        ("2027-03-01", True, ("visit.first_year", "2027-04-12")),
        ("2027-03-02", True, ("visit.later_long_term", "2027-06-02")),
        ("2027-03-03", True, ("visit.later_long_term", "2027-06-03")),
        ("2027-03-01", False, ("visit.first_year", "2027-04-12")),
        ("2027-03-02", False, ("visit.later", "2027-04-13")),
    ],
)
def test_after_a_year_a_lasting_home_is_visited_every_three_months(last, long_term, expected):
    person = facts(visits=ds("2026-03-03", last), long_term_placement=long_term)
    assert says(Clock.VISIT, person, "2027-03-10") == expected


@pytest.mark.parametrize(
    ("changes", "before", "afterwards"),
    [
        (
            {"legal_status": "E1", "parent_unassessed": True},
            ("visit.unassessed_parent_before_review", "2026-03-13"),
            ("visit.unassessed_parent", "2026-04-17"),
        ),
        (
            {"legal_status": "C1"},
            ("visit.interim_before_review", "2026-03-13"),
            ("visit.interim", "2026-04-03"),
        ),
        (
            {"legal_status": "C1", "parent_unassessed": True},
            ("visit.interim_before_review", "2026-03-13"),
            ("visit.interim", "2026-04-03"),
        ),
        (
            {"legal_status": "V2", "placement_type": "U3", "approved_for_a_time": True},
            ("visit.interim_before_review", "2026-03-13"),
            ("visit.interim", "2026-04-03"),
        ),
        (
            {"legal_status": "C2"},
            ("visit.care_order_parent", "2026-04-17"),
            ("visit.care_order_parent", "2026-04-17"),
        ),
        (
            {"legal_status": "V2"},
            ("visit.first_year", "2026-04-17"),
            ("visit.first_year", "2026-04-17"),
        ),
    ],
)
def test_visits_to_a_child_at_home_or_with_a_carer_approved_for_a_time(changes, before, afterwards):
    person = facts(visits=ds("2026-03-06"), **({"placement_type": "P1"} | changes))
    assert says(Clock.VISIT, person) == before
    assert says(Clock.VISIT, replace(person, reviews=ds("2026-03-20"))) == afterwards


def test_a_review_before_the_move_does_not_end_the_weekly_visits():
    person = facts(
        placement_type="P1",
        legal_status="C1",
        placement_started=d("2026-09-07"),
        reviews=ds("2026-03-20"),
        visits=ds("2026-09-10"),
    )
    assert says(Clock.VISIT, person) == ("visit.interim_before_review", "2026-09-17")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (None, "2026-03-09"),
        ("2025-01-01", "2026-03-09"),
        ("2026-06-01", "2026-06-08"),
    ],
)
def test_a_full_care_order_at_home_starts_the_week_from_the_order(order, expected):
    person = facts(placement_type="P1", legal_status="C2", order_made=order and d(order))
    assert says(Clock.FIRST_VISIT, person) == ("first_visit.care_order_parent", expected)


def test_a_visit_in_the_future_is_not_done():
    assert says(Clock.FIRST_VISIT, facts(visits=ds("2026-12-01")))[1] == "2026-03-09"


def test_short_breaks_have_no_visit_day_in_law():
    person = facts(legal_status="V4")
    assert due(Clock.FIRST_VISIT, person) is None and due(Clock.VISIT, person) is None
    assert says(Clock.VISIT, person, standards=BEXLEY) == ("visit.short_breaks", "2026-04-02")


# --- reviews ---


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((), ("review.first", "2026-03-30")),
        (("2026-03-30",), ("review.second", "2026-06-30")),
        (("2026-03-30", "2026-06-30"), ("review.later", "2026-12-30")),
        (("2026-03-30", "2026-06-30", "2026-08-31"), ("review.later", "2027-02-28")),
        (("2025-03-30",), ("review.first", "2026-03-30")),
    ],
)
def test_reviews(held, expected):
    assert says(Clock.REVIEW, facts(reviews=ds(*held))) == expected


def test_the_first_review_leaves_out_bank_holidays():
    person = facts(care_started=d("2026-12-14"), placement_started=d("2026-12-14"))
    assert says(Clock.REVIEW, person, "2026-12-20") == ("review.first", "2027-01-14")


def test_reviews_of_short_breaks():
    person = facts(legal_status="V3")
    assert says(Clock.REVIEW, person) == ("review.short_breaks_first", "2026-06-02")
    held = replace(person, reviews=ds("2026-06-01"))
    assert says(Clock.REVIEW, held) == ("review.short_breaks", "2026-12-01")


# --- health, questionnaire, school, plans ---


@pytest.mark.parametrize(
    ("born", "done", "expected"),
    [
        ("2014-05-20", (), ("health.first", "2026-03-30")),
        ("2014-05-20", ("2026-03-20",), ("health.five_and_over", "2027-03-20")),
        ("2021-06-01", ("2026-05-31",), ("health.under_five", "2026-11-30")),
        ("2021-06-01", ("2026-06-01",), ("health.five_and_over", "2027-06-01")),
        ("2021-06-01", ("2026-03-20", "2026-06-02"), ("health.five_and_over", "2027-06-02")),
    ],
)
def test_health(born, done, expected):
    assert says(Clock.HEALTH, facts(born=d(born), health_assessments=ds(*done))) == expected


@pytest.mark.parametrize(
    ("born", "done", "expected"),
    [
        ("2014-05-20", (), ("sdq.yearly", "2027-03-02")),
        ("2014-05-20", ("2026-10-01",), ("sdq.yearly", "2027-10-01")),
        ("2022-11-23", (), ("sdq.yearly", "2027-11-23")),
        ("2022-11-24", (), None),
        ("2009-11-24", (), None),
        ("2010-03-02", (), None),
        ("2010-03-03", (), ("sdq.yearly", "2027-03-02")),
    ],
)
def test_the_questionnaire_is_for_ages_four_to_sixteen(born, done, expected):
    assert says(Clock.SDQ, facts(born=d(born), sdqs=ds(*done))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("school_plan.start", "2026-03-16")),
        ({"school_plan_started": d("2026-03-10")}, ("school_plan.first", "2026-03-30")),
        ({"school_plan_reviews": ds("2026-03-27")}, ("school_plan.termly", "2026-07-27")),
        ({"born": d("2023-11-24")}, None),
        ({"born": d("2023-11-23")}, ("school_plan.start", "2026-12-07")),
    ],
)
def test_the_school_plan(changes, expected):
    assert says(Clock.SCHOOL_PLAN, facts(**changes)) == expected


def test_care_and_placement_plans():
    person = facts(placement_started=d("2026-04-01"))
    assert says(Clock.CARE_PLAN, person) == ("care_plan.first", "2026-03-16")
    assert says(Clock.PLACEMENT_PLAN, person) == ("placement_plan.first", "2026-04-10")
    made = replace(person, care_plan_made=MONDAY, placement_plan_made=MONDAY)
    assert due(Clock.CARE_PLAN, made) is None and due(Clock.PLACEMENT_PLAN, made) is None


def test_short_breaks_leave_out_health_school_questionnaire_and_placement_plan():
    clocks = {x.clock for x in next_dues(facts(legal_status="V3"), MONDAY, (), KNOWN, LAW)}
    assert clocks == {Clock.REVIEW, Clock.CARE_PLAN}


def test_care_clocks_stop_on_the_18th_birthday_and_out_of_care():
    person = facts(born=d("2008-11-23"))
    assert next_dues(person, d("2026-11-22"), (), KNOWN, LAW)
    assert not next_dues(person, d("2026-11-23"), (), KNOWN, LAW)
    assert not next_dues(facts(care_started=None), d("2026-11-23"), (), KNOWN, LAW)
    assert not next_dues(facts(), MONDAY - timedelta(days=1), (), KNOWN, LAW)


# --- leaving care ---


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"category": "eligible", "care_started": d("2020-01-01")},
            ("pathway_assessment.eligible", "2026-11-15"),
        ),
        (
            {"category": "eligible", "category_since": d("2026-10-31")},
            ("pathway_assessment.eligible", "2027-01-31"),
        ),
        ({"category": "eligible"}, ("pathway_assessment.eligible", "2026-11-15")),
        (
            {"category": "relevant", "category_since": d("2026-11-01"), "care_started": None},
            ("pathway_assessment.relevant", "2027-02-01"),
        ),
        ({"category": "eligible", "pathway_assessment_done": d("2026-10-01")}, None),
        ({"category": "relevant", "pathway_plan_made": d("2026-10-01")}, None),
        ({"category": "qualifying"}, None),
        ({"category": None}, None),
    ],
)
def test_the_pathway_assessment(changes, expected):
    person = facts(born=d("2010-08-15"), **changes)
    assert says(Clock.PATHWAY_ASSESSMENT, person) == expected


def test_the_assessment_waits_for_the_16th_birthday():
    person = facts(born=d("2010-11-24"), category="eligible")
    assert due(Clock.PATHWAY_ASSESSMENT, person, "2026-11-23") is None
    assert says(Clock.PATHWAY_ASSESSMENT, person, "2026-11-24")[1] == "2027-02-24"


def test_a_pathway_plan_has_a_day_only_from_a_local_standard():
    person = facts(category="eligible", pathway_assessment_done=d("2026-10-01"))
    ours = Standard(Clock.PATHWAY_PLAN, None, 20, Unit.WORKING_DAYS, "Ours", MONDAY)
    assert due(Clock.PATHWAY_PLAN, person) is None
    found = due(Clock.PATHWAY_PLAN, person, standards=[ours])
    assert (str(found.due_by), found.local, found.source) == ("2026-10-29", True, "Ours")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"pathway_plan_made": d("2026-03-31")}, ("pathway_review.regular", "2026-09-30")),
        (
            {"pathway_plan_made": d("2026-03-31"), "pathway_reviews": ds("2026-09-10")},
            ("pathway_review.regular", "2027-03-10"),
        ),
        (
            {
                "pathway_plan_made": d("2026-09-10"),
                "council_accommodation_started": d("2026-11-02"),
            },
            ("pathway_review.after_move", "2026-11-30"),
        ),
        (
            {
                "pathway_plan_made": d("2026-09-10"),
                "council_accommodation_started": d("2026-11-02"),
                "pathway_reviews": ds("2026-11-20"),
            },
            ("pathway_review.regular", "2027-05-20"),
        ),
    ],
)
def test_pathway_reviews(changes, expected):
    assert says(Clock.PATHWAY_REVIEW, leaver(**changes)) == expected


@pytest.mark.parametrize(
    ("seen", "reviews", "expected"),
    [
        ((), (), ("pa_visit.first", "2026-08-10")),
        (("2026-08-10",), (), ("pa_visit.before_review", "2026-08-31")),
        (("2026-08-10",), ("2026-08-25",), ("pa_visit.later", "2026-10-10")),
        (("2026-08-31",), (), ("pa_visit.later", "2026-10-31")),
        (("2026-08-10", "2026-08-28"), (), ("pa_visit.later", "2026-10-28")),
        (("2026-08-02",), (), ("pa_visit.first", "2026-08-10")),
    ],
)
def test_the_advisers_visits_to_a_home_the_council_provides(seen, reviews, expected):
    person = leaver(
        council_accommodation_started=d("2026-08-03"),
        pa_visits=ds(*seen),
        pathway_reviews=ds(*reviews),
    )
    assert says(Clock.PA_VISIT, person) == expected
    assert due(Clock.PA_VISIT, replace(person, council_accommodation_started=None)) is None


@pytest.mark.parametrize(
    ("born", "contacts", "expected"),
    [
        ("2007-06-15", ("2026-10-01",), ("keep_in_touch.18_to_20", "2026-11-26")),
        ("2007-06-15", (), ("keep_in_touch.18_to_20", "2025-08-10")),
        ("2005-11-24", ("2026-10-01",), ("keep_in_touch.18_to_20", "2026-11-26")),
        ("2005-11-23", ("2026-10-01",), ("keep_in_touch.21_and_over", "2027-01-01")),
        ("2001-11-23", ("2026-10-01",), None),
        ("2008-11-24", ("2026-10-01",), None),
    ],
)
def test_keeping_in_touch_has_a_day_only_from_a_local_standard(born, contacts, expected):
    person = replace(leaver(contacts=ds(*contacts)), born=d(born))
    assert due(Clock.KEEP_IN_TOUCH, person) is None
    assert says(Clock.KEEP_IN_TOUCH, person, standards=KEEP) == expected
    assert due(Clock.KEEP_IN_TOUCH, replace(person, category=None), standards=KEEP) is None


@pytest.mark.parametrize(
    ("returns", "offered", "expected"),
    [
        ((), (), None),
        (("2026-11-20",), (), "2026-11-23"),
        (("2026-11-20",), ("2026-11-20",), None),
        (("2026-11-20",), ("2026-11-19",), "2026-11-23"),
        (("2026-11-20", "2026-11-10"), (), "2026-11-13"),
        (("2026-11-20", "2026-11-10"), ("2026-11-12",), "2026-11-23"),
        (("2026-11-24",), (), None),
    ],
)
def test_a_talk_is_offered_within_72_hours_of_coming_back(returns, offered, expected):
    person = facts(missing_returns=ds(*returns), return_interviews=ds(*offered))
    found = due(Clock.RETURN_INTERVIEW, person)
    assert (found and str(found.due_by)) == expected


# --- local standards ---


def test_bexley_like_first_review_is_the_earlier_of_a_month_and_twenty_working_days():
    by_law = due(Clock.REVIEW, facts(), standards=BEXLEY)
    assert (str(by_law.due_by), by_law.local) == ("2026-03-30", False)
    december = facts(care_started=d("2026-12-14"), placement_started=d("2026-12-14"))
    by_council = due(Clock.REVIEW, december, "2026-12-20", BEXLEY)
    assert (str(by_council.due_by), by_council.local) == ("2027-01-14", False)
    easter = facts(care_started=d("2027-03-15"), placement_started=d("2027-03-15"))
    assert says(Clock.REVIEW, easter, "2027-03-20", BEXLEY) == ("review.first", "2027-04-14")
    february = facts(care_started=d("2027-02-01"), placement_started=d("2027-02-01"))
    assert says(Clock.REVIEW, february, "2027-02-02", BEXLEY)[1] == "2027-03-01"


def test_a_month_can_be_shorter_than_twenty_working_days():
    christmas = facts(care_started=d("2024-12-16"), placement_started=d("2024-12-16"))
    assert says(Clock.REVIEW, christmas, "2024-12-20")[1] == "2025-01-16"
    good = facts(care_started=d("2026-12-04"), placement_started=d("2026-12-04"))
    found = due(Clock.REVIEW, good, "2026-12-20", BEXLEY)
    assert (str(found.due_by), found.local) == ("2027-01-04", True)
    assert says(Clock.REVIEW, good, "2026-12-20")[1] == "2027-01-06"


@pytest.mark.parametrize("long_term", [True, False])
@pytest.mark.parametrize("last", ["2026-03-31", "2027-05-31"])
def test_bexley_like_visits_are_monthly_whatever_the_law_allows(long_term, last):
    person = facts(visits=ds(last), long_term_placement=long_term)
    found = due(Clock.VISIT, person, "2027-06-01", BEXLEY)
    assert found.local and str(found.due_by)[5:] in ("04-30", "06-30")
    assert found.source.startswith("Made-up council")


def test_bexley_like_week_one_is_the_laws_own_week():
    found = due(Clock.FIRST_VISIT, facts(), standards=BEXLEY)
    assert (str(found.due_by), found.local) == ("2026-03-09", False)


def test_a_rhythm_shorter_than_the_first_week_counts_from_the_start():
    """Otherwise a visit made on the first day would bring the next day forward."""
    daily = Standard(Clock.VISIT, None, 2, Unit.DAYS, "Every other day", MONDAY)
    found = due(Clock.FIRST_VISIT, facts(), standards=[daily])
    assert (str(found.due_by), found.local) == ("2026-03-04", True)
    assert says(Clock.VISIT, facts(visits=(MONDAY,)), standards=[daily])[1] == "2026-03-04"


def test_a_looser_standard_is_passed_over():
    loose = Standard(Clock.REVIEW, None, 12, Unit.MONTHS, "Loose", MONDAY)
    assert due(Clock.REVIEW, facts(), standards=[loose]) == due(Clock.REVIEW, facts())


def test_of_two_standards_the_stricter_decides():
    pair = [Standard(Clock.VISIT, None, n, Unit.WEEKS, f"{n} weeks", MONDAY) for n in (4, 2, 3)]
    found = due(Clock.VISIT, facts(visits=(MONDAY,)), standards=pair)
    assert (str(found.due_by), found.source) == ("2026-03-16", "2 weeks")


def test_a_standard_counts_only_on_the_days_it_is_in_force():
    ours = Standard(Clock.VISIT, None, 2, Unit.WEEKS, "Ours", d("2026-11-22"), d("2026-11-23"))
    person = facts(visits=(MONDAY,))
    on = [due(Clock.VISIT, person, f"2026-11-{n}", [ours]).local for n in (21, 22, 23, 24)]
    assert on == [False, True, True, False]


def test_a_standard_for_a_rule_that_is_not_there_is_refused():
    lost = Standard(Clock.VISIT, "visit.weekly", 1, Unit.WEEKS, "Lost", MONDAY)
    with pytest.raises(UnknownRule, match=r"visit\.weekly"):
        next_dues(facts(), MONDAY, [lost], KNOWN, LAW)


# --- all together ---


def test_dues_come_earliest_first_and_late_ones_stay():
    dues = next_dues(facts(), d("2026-11-23"), (), KNOWN, LAW)
    assert [x.due_by for x in dues] == sorted(x.due_by for x in dues)
    assert {x.clock for x in dues} >= {Clock.FIRST_VISIT, Clock.REVIEW, Clock.HEALTH}


def test_not_recorded_is_not_the_same_as_not_done():
    person = facts(not_recorded=frozenset({Clock.HEALTH, Clock.CARE_PLAN}))
    clocks = {x.clock for x in next_dues(person, MONDAY, (), KNOWN, LAW)}
    assert Clock.REVIEW in clocks and not clocks & {Clock.HEALTH, Clock.CARE_PLAN}


def test_a_day_that_needs_unknown_bank_holidays_is_not_said():
    with pytest.raises(BeyondKnownHolidays):
        next_dues(facts(), d("2026-11-23"), (), Holidays(frozenset(), d("2026-03-10")), LAW)


DONE = (
    "visits",
    "reviews",
    "health_assessments",
    "sdqs",
    "school_plan_reviews",
    "pathway_reviews",
    "pa_visits",
    "contacts",
    "return_interviews",
)
PAST = st.dates(date(2024, 1, 1), date(2026, 11, 23))
MAYBE = st.none() | PAST
PEOPLE = st.builds(
    CareFacts,
    born=st.dates(date(2003, 1, 1), date(2024, 1, 1)),
    care_started=MAYBE | PAST | PAST,
    placement_started=MAYBE | PAST | PAST,
    placement_type=st.sampled_from([None, "P1", "U4", "U3", "K2"]),
    legal_status=st.sampled_from([None, "C1", "C2", "V2", "V4", "E1"]),
    long_term_placement=st.booleans(),
    order_made=MAYBE,
    parent_unassessed=st.booleans(),
    approved_for_a_time=st.booleans(),
    category=st.sampled_from([None, "eligible", "relevant", "former_relevant", "qualifying"]),
    category_since=MAYBE,
    pathway_assessment_done=MAYBE,
    pathway_plan_made=MAYBE,
    council_accommodation_started=MAYBE,
    school_plan_started=MAYBE,
    missing_returns=st.lists(PAST, max_size=3).map(tuple),
    **{name: st.lists(PAST, max_size=3).map(tuple) for name in DONE},
)
STANDARDS = st.builds(
    Standard,
    clock=st.sampled_from(Clock),
    rule=st.none(),
    number=st.integers(1, 60),
    unit=st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS]),
    source=st.just("Ours"),
    valid_from=st.just(date(2020, 1, 1)),
)
LATE_TODAY = date(2026, 11, 23)
FAR = Holidays(KNOWN.dates, date(2100, 1, 1))


def by_clock(person, standards=()):
    return {x.clock: x for x in next_dues(person, LATE_TODAY, standards, FAR, LAW)}


def any_rule(standard):
    """The standard, and the same one for each single rule of its clock."""
    keys = [rule.key for rule in LAW.rules if rule.clock == standard.clock]
    return [standard, *(replace(standard, rule=key) for key in keys)]


@given(PEOPLE, st.lists(STANDARDS.flatmap(lambda s: st.sampled_from(any_rule(s))), max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_local_standard_never_makes_a_day_later(person, standards):
    without, with_them = by_clock(person), by_clock(person, standards)
    assert set(without) <= set(with_them)
    for clock, before in without.items():
        now = with_them[clock]
        assert now.due_by <= before.due_by
        assert now.local or now.due_by == before.due_by


@given(PEOPLE, st.sampled_from(DONE), PAST, st.lists(STANDARDS, max_size=2))
@settings(max_examples=100, deadline=None)
def test_one_more_thing_done_never_makes_its_next_day_earlier(person, kind, day, standards):
    more = replace(person, **{kind: (*getattr(person, kind), day)})
    before, now = by_clock(person, standards), by_clock(more, standards)
    clocks = {
        "visits": (Clock.FIRST_VISIT, Clock.VISIT),
        "reviews": (Clock.REVIEW,),
        "health_assessments": (Clock.HEALTH,),
        "sdqs": (Clock.SDQ,),
        "school_plan_reviews": (Clock.SCHOOL_PLAN,),
        "pathway_reviews": (Clock.PATHWAY_REVIEW, Clock.PA_VISIT),
        "pa_visits": (Clock.PA_VISIT,),
        "contacts": (Clock.KEEP_IN_TOUCH,),
        "return_interviews": (Clock.RETURN_INTERVIEW,),
    }[kind]
    days = [
        min((x.due_by for x in dues.values() if x.clock in clocks), default=date.max)
        for dues in (before, now)
    ]
    if kind != "pathway_reviews":
        assert days[0] <= days[1]
    else:
        for clock in clocks:
            if clock in before and clock in now:
                assert before[clock].due_by <= now[clock].due_by


@given(PEOPLE)
@settings(max_examples=100, deadline=None)
def test_every_due_can_be_explained(person):
    for clock, found in by_clock(person).items():
        rule = LAW.rule(found.rule, LATE_TODAY)
        assert found.due_by > found.trigger and found.source == rule.cite
        assert rule.clock == clock and found.done_on is None and not found.local


@given(PEOPLE, st.dates(date(2024, 6, 1), date(2027, 6, 1)))
@settings(max_examples=100, deadline=None)
def test_no_working_day_count_passes_the_known_holidays_silently(person, known_through):
    near = Holidays(KNOWN.dates, known_through, KNOWN.known_from)
    counted = {Unit.WORKING_DAYS, Unit.SCHOOL_DAYS}
    try:
        dues = next_dues(person, LATE_TODAY, (), near, LAW)
    except BeyondKnownHolidays:
        return
    for found in dues:
        if LAW.rule(found.rule, LATE_TODAY).unit in counted:
            assert found.due_by <= known_through
