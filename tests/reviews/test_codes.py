"""Which participation code what happened points to, and which fit an age."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.cells import plain
from portal.reviews.desk import rules
from portal.reviews.desk.rules import Level, Reason, Sent, Took, suggest

HAPPENED = (
    (3, True, {Took.SPOKE}, Sent.NO, "PN0", Reason.UNDER_FOUR),
    (9, True, {Took.SPOKE}, Sent.NO, "PN1", Reason.SPOKE),
    (9, True, {Took.SPOKE, Took.ADVOCATE}, Sent.FOR_IT, "PN1", Reason.SPOKE),
    (9, True, {Took.ADVOCATE}, Sent.FOR_IT, "PN2", Reason.ADVOCATE),
    (9, True, {Took.BRIEFED}, Sent.NO, "PN2", Reason.ADVOCATE),
    (4, True, {Took.WITHOUT_WORDS}, Sent.NO, "PN3", Reason.WITHOUT_WORDS),
    (9, True, set(), Sent.NO, "PN4", Reason.SILENT),
    (9, True, set(), Sent.FOR_IT, "PN4", Reason.SILENT_BUT_SENT),
    (9, False, {Took.BRIEFED}, Sent.FOR_IT, "PN5", Reason.BRIEFED),
    (9, False, {Took.ADVOCATE}, Sent.NO, "PN5", Reason.BRIEFED),
    (9, False, {Took.SENT}, Sent.NO, "PN6", Reason.SENT),
    (9, False, set(), Sent.FOR_IT, "PN6", Reason.APP),
    (9, False, set(), Sent.MAYBE, "PN6", Reason.APP_MAYBE),
    (9, True, set(), Sent.MAYBE, "PN4", Reason.SILENT),
    (9, False, set(), Sent.NO, "PN7", Reason.NOTHING),
)


@pytest.mark.parametrize(("age", "came", "took", "app", "code", "why"), HAPPENED)
def test_what_happened_points_to_a_code(age, came, took, app, code, why):
    assert suggest(age, came, took, app) == rules.Suggested(code, why)


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 8000), st.booleans(),
    st.sets(st.sampled_from(Took)), st.sampled_from(Sent),
)  # fmt: skip
def test_what_is_suggested_always_fits_the_age(born, days, came, took, app):
    held = date.fromordinal(born.toordinal() + days)
    found = suggest(rules.age_on(born, held), came, took, app)
    assert rules.code_fits(found.code, born, held)
    if found.code != "PN0":
        assert (found.code in {"PN1", "PN2", "PN3", "PN4"}) == came


def test_the_fourth_birthday_is_the_first_day_of_the_others():
    born, birthday = date(2020, 2, 29), date(2024, 2, 29)
    eve = date(2024, 2, 28)
    assert rules.code_fits("PN0", born, eve) and not rules.code_fits("PN0", born, birthday)
    assert rules.code_fits("PN1", born, birthday) and not rules.code_fits("PN1", born, eve)
    assert not rules.code_fits("PN8", born, birthday) and not rules.code_fits("", None, eve)


def test_a_dispute_only_goes_up_and_past_nobody_but_to_cafcass():
    assert rules.next_levels(None) == (Level.INFORMAL, Level.MANAGER, Level.CAFCASS)
    assert rules.next_levels(Level.INFORMAL) == (Level.MANAGER, Level.CAFCASS)
    assert rules.next_levels(Level.HEAD) == (Level.DIRECTOR, Level.CAFCASS)
    assert rules.next_levels(Level.DIRECTOR) == (Level.CAFCASS,)
    assert rules.next_levels(Level.CAFCASS) == ()


def test_the_steps_before_cafcass_take_twenty_working_days_at_most():
    before = [days for level, days in rules.ANSWER_DAYS.items() if level is not Level.CAFCASS]
    assert sum(before) == 20


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@x", "\t=1", " =1", "\uff1d1"])
def test_a_formula_becomes_a_word(cell):
    assert plain(cell) == f"'{cell}"


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_/-]{0,39}", fullmatch=True))
def test_a_valid_key_is_written_as_it_is(key):
    assert plain(key) == key
