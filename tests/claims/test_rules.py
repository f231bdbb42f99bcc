"""How something that was asked for stands, what is left, and what was typed: plain rules."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from portal.claims import offers, rules
from portal.claims.rules import DECISIONS, OVER, TO_DECIDE, TO_PAY, WAITING, State, What
from portal.entitlements.items import AmountKind, made_up, national

TODAY = date(2026, 11, 28)
VERSIONS = [
    one for offer in (national(), *made_up().values()) for item in offer.items
    for one in item.versions
]  # fmt: skip


def test_from_begun_to_paid():
    state = State.DRAFT
    for what, rest, then in (
        (What.SENT, 0, State.SENT),
        (What.LOOKED, 0, State.LOOKED),
        (What.MORE, 0, State.MORE),
        (What.ADDED, 0, State.SENT),
        (What.YES, 34_999, State.YES),
        (What.PAID, 10_000, State.YES),
        (What.PAID, 0, State.PAID),
    ):
        state = rules.after(state, what, rest=rest)
        assert state is then, what


def test_every_state_waits_for_somebody_or_is_over():
    theirs = {State.DRAFT, State.MORE}
    assert WAITING | OVER | theirs == set(State)
    assert not (WAITING & OVER or WAITING & theirs or OVER & theirs)
    assert TO_DECIDE | TO_PAY | {State.MISSING} == WAITING


@pytest.mark.parametrize(("state", "what"), list(product(State, What)))
def test_what_is_over_stays_over_and_nothing_is_decided_twice(state, what):
    then = rules.after(state, what, rest=1)
    if state in OVER and not (state is State.PAID and what is What.MISSING):
        assert then is state and not rules.may(state, what)
    if what in DECISIONS and state in TO_PAY | {State.DRAFT}:
        assert then is state
    if what is What.BACK and state in TO_PAY:
        assert then is state, "a yes is not taken back by one tap"


def test_a_yes_is_the_end_of_savings_alone():
    assert rules.after(State.LOOKED, What.YES, rest=0) is State.YES, "it has to be bought, or done"
    assert rules.after(State.LOOKED, What.YES, savings=True, rest=500) is State.PAID
    assert rules.after(State.LOOKED, What.NO, savings=True) is State.NO


@pytest.mark.parametrize(
    ("rest", "what", "then"),
    [
        (0, What.FOUND, State.PAID), (5, What.FOUND, State.YES), (5, What.AGAIN, State.YES),
        (0, What.PAID, State.MISSING), (0, What.YES, State.MISSING),
    ],
)  # fmt: skip
def test_what_has_not_come_is_found_or_owed_again(rest, what, then):
    for state in (*TO_PAY, State.PAID):
        assert rules.after(state, What.MISSING) is State.MISSING
    assert rules.after(State.MISSING, what, rest=rest) is then


@pytest.mark.parametrize(
    ("whats", "asked", "granted", "can"),
    [
        ([What.LOOKED, What.YES, What.PAID], 500, 500, False),
        ([What.YES], None, 500, False), ([What.YES], 400, 500, False),
        ([What.YES, What.PAID], 500, 499, True), ([What.PART, What.PAID], None, 100, True),
        ([What.NO], None, None, True), ([], 500, None, False),
    ],
)  # fmt: skip
def test_less_than_was_asked_for_can_be_challenged_whatever_came_after(whats, asked, granted, can):
    assert rules.can_be_challenged(whats, asked, granted) is can


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("350", 35_000), ("349.99", 34_999), ("£1,200", 120_000), ("£ 12.5", 1_250), ("0", 0),
        ("", None), ("a lot", None), ("-5", None), ("1.234", None), ("12.", None), ("1e3", None),
        ("٣٥٠", None), ("99999999999", None),
    ],
)  # fmt: skip
def test_an_amount_as_it_is_typed(typed, pence):
    assert rules.pence_typed(typed) == pence


def test_what_is_left_of_a_grant():
    items = {one.code: one for one in VERSIONS}
    home = items["setting_up_home_allowance"]
    found = rules.left_of(home, 85_000, 34_999)
    assert (found.total, found.pence, found.kind) == (300_000, 180_001, AmountKind.MINIMUM)
    assert rules.left_of(home, 300_000, 50_000).pence == 0
    assert rules.left_of(items["bursary_16_to_19"], 0, 0) is None, "it comes every year"
    assert rules.left_of(items["staying_put"], 0, 0) is None, "it is no sum of money"


def test_asked_for_here_is_what_the_council_decides_and_savings():
    here = {one.code for one in VERSIONS if rules.can_be_asked_for(one)}
    assert {"setting_up_home_allowance", "higher_education_bursary", *rules.SAVINGS} <= here
    assert {"riverbank_driving", "thornmere_bus_pass"} <= here
    assert not {"bursary_16_to_19", "one_bedroom_rate", "apprenticeship_bursary"} & here


def test_nobody_asks_for_a_place_to_sleep_with_a_form_that_takes_days():
    """What the council decides about a home and somebody may need tonight: they ring."""
    tonight = {one.code for one in VERSIONS if one.urgent}
    assert {
        "council_pays_at_16_and_17", "homeless_priority_need", "not_intentionally_homeless",
        "riverbank_crash_pad",
    } == tonight  # fmt: skip
    assert not any(rules.can_be_asked_for(one) for one in VERSIONS if one.urgent)
    at_once = {one.code for one in VERSIONS if one.takes_days is not None and one.takes_days < 3}
    assert at_once <= tonight, "what takes hours is not asked for with a clock of working days"


def test_a_child_is_not_asked_whether_they_want_a_bursary():
    items = national().items
    child = {one.code for one in offers.for_age(items, date(2017, 3, 1), TODAY)}
    grown = {one.code for one in offers.for_age(items, date(2007, 3, 1), TODAY)}
    assert not {"setting_up_home_allowance", "higher_education_bursary"} & child
    assert {"setting_up_home_allowance", "child_trust_fund"} <= grown
    assert "council_pays_at_16_and_17" not in {
        one.code for one in offers.for_age(items, date(2010, 3, 1), TODAY)
    }
    assert {"setting_up_home_allowance"} <= {
        one.code for one in offers.for_age(items, None, TODAY)
    }, "where no birthday is known nothing is ruled out"
