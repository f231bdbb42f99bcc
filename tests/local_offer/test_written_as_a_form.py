"""Conditions taken apart for a form and put together again; versions in time. Plain functions."""

import tomllib
from datetime import date

import pytest

from portal.entitlements import words
from portal.entitlements.items import LOCAL, NATIONAL, read_offer
from portal.local_offer.desk.item import conditions, rules
from portal.local_offer.desk.item.conditions import Common

ROWS = [
    row
    for path in (NATIONAL, *sorted(LOCAL.glob("*.toml")))
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["item"]
]
D = date(2027, 4, 1)
ONE = {"code": "a", "checked_on": date(2026, 1, 1)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['code']}-{row.get('valid_from', '')}")
def test_conditions_that_nobody_touched_stay_as_they_are(row):
    common, _rare = conditions.taken_apart(row["when"])
    assert conditions.changed(row["when"], common) == row["when"]


def test_common_ones_are_in_the_form_and_the_rest_is_kept():
    when = {
        "all": [
            {"age": {"from": 18, "until": 25}}, {"group": ["former_relevant"]},
            {"fact": "lives_alone"},
        ]
    }  # fmt: skip
    common, rare = conditions.taken_apart(when)
    assert common == Common(age_from=18, age_until=25, who=("former_relevant",))
    assert rare == ({"fact": "lives_alone"},)
    made = conditions.changed(when, Common(age_from=18, age_until=21, who=("former_relevant",)))
    assert made["all"][0] == {"age": {"from": 18, "until": 21}}
    assert made["all"][-1] == {"fact": "lives_alone"}


def test_one_is_enough_never_loosens_the_age_or_what_is_rare():
    common = Common(18, 25, ("in_care", "relevant"), ("college",), True, True, one_is_enough=True)
    made = conditions.put_together(common, ({"fact": "lives_alone"},))
    assert [next(iter(part)) for part in made["all"]] == ["age", "any", "fact"]
    assert conditions.taken_apart(conditions.put_together(common)) == (common, ())
    any_of_rare = {"any": [{"fact": "own_home"}, {"fact": "lives_alone"}]}
    assert conditions.taken_apart(any_of_rare) == (Common(), (any_of_rare,))


def test_the_same_thing_twice_is_no_box():
    when = {"all": [{"group": ["relevant"]}, {"group": ["eligible"]}]}
    common, rare = conditions.taken_apart(when)
    assert common.who == ("relevant",) and rare == ({"group": ["eligible"]},)


@pytest.mark.parametrize("n", range(1, 32))
def test_whatever_is_ticked_can_be_read_and_has_its_sentences(n):
    study = tuple(s for bit, s in enumerate(conditions.STUDIES) if n >> bit & 1)
    who = tuple(g for bit, g in enumerate((conditions.IN_CARE, *conditions.GROUPS)) if n >> bit & 1)
    when = conditions.put_together(Common(16, 25, who, study, True, True, n % 2 == 0))
    row = {**next(row for row in ROWS if row["code"] == "riverbank_driving"), "when": when}
    told = {"council": "A", "sources": {"offer": {"name": "x", "sure": "read"}}, "item": [row]}
    from portal.entitlements.fit import refuse_unfit

    refuse_unfit(read_offer(told))
    assert conditions.study_says(study) in words.WHY


# --- time --------------------------------------------------------------------------------------


def days(rows):
    return [(row.get("valid_from"), row.get("valid_to")) for row in rows]


def test_from_a_day_the_one_before_ends_the_day_before():
    made = rules.from_a_day([ONE], {**ONE, "title": "new"}, D)
    assert days(made) == [(None, date(2027, 3, 31)), (D, None)]


def test_what_is_planned_for_later_stays_and_ends_it():
    planned = rules.from_a_day([ONE], ONE, D)
    made = rules.from_a_day(planned, {**ONE, "title": "new"}, date(2027, 1, 1))
    assert days(made) == [
        (None, date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 3, 31)), (D, None),
    ]  # fmt: skip
    again = rules.from_a_day(made, ONE, D)
    assert len(again) == 3, "a version of the same first day takes its place"


def test_what_ended_long_ago_keeps_its_day():
    old = {**ONE, "valid_to": date(2020, 1, 1)}
    assert days(rules.from_a_day([old], ONE, D))[0] == (None, date(2020, 1, 1))


def test_nothing_is_over_before_it_begins():
    with pytest.raises(rules.OverBefore):
        rules.from_a_day([], {**ONE, "valid_to": date(2027, 3, 31)}, D)
    with pytest.raises(rules.OverBefore):
        rules.corrected([], {**ONE, "valid_from": D, "valid_to": date(2027, 3, 31)})


def test_a_correction_holds_from_the_same_day():
    rows = rules.from_a_day([ONE], ONE, D)
    made = rules.corrected(rows, {**ONE, "title": "new", "valid_from": D})
    assert [row.get("title") for row in made] == [None, "new"]
    with pytest.raises(rules.NothingToCorrect):
        rules.corrected(rows, {**ONE, "valid_from": date(2028, 1, 1)})


def test_taken_out_from_a_day():
    rows = rules.from_a_day([ONE], ONE, D)
    assert days(rules.taken_out(rows, date(2027, 2, 1))) == [(None, date(2027, 1, 31))]
    assert rules.taken_out([{**ONE, "valid_from": D}], D) == []


def test_what_is_looked_up_again():
    assert rules.to_check([ONE], date(2026, 7, 3)) and not rules.to_check([ONE], date(2026, 7, 2))
    assert not rules.to_check([{**ONE, "valid_to": date(2026, 2, 1)}], date(2027, 1, 1))
    fresh = rules.checked([ONE], D)
    assert rules.checked_on(fresh, D) == D


def test_codes_are_plain_and_nobody_elses():
    assert rules.code_of("Riverbank Council", "A bus pass!", ()) == "riverbank_a_bus_pass"
    assert rules.code_of("R C", "A pass", {"r_a_pass"}) == "r_a_pass_2"
    assert rules.code_of("", "هدية", ()) == "item"
    assert len(rules.code_of("R", "x" * 200, ())) <= 60
