"""Putting two texts together, pasted text, what changed, what follows a mistake."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.plan.rules import Area
from portal.plan.writing import rules
from portal.plan.writing.forms import PartForm, field_of
from portal.plan.writing.rules import EMPTY, Change, Step, Words, together

TEXT = st.sampled_from(["", "You live here.", "You live there.", "You swim.", "أنت هنا."])
WORDS = st.builds(
    Words, child=TEXT, teen=TEXT, official=TEXT, who=st.sampled_from(["", "Priya", "Sam"]),
    look_again=st.sampled_from([None, date(2027, 5, 1)]), gone=st.booleans(),
)  # fmt: skip


def test_what_only_one_has_changed_is_taken_from_that_one():
    base = Words(child="You swim.", who="Priya")
    mine, theirs = Words(child="You swim on Mondays.", who="Priya"), Words(child="You swim.")
    assert together(base, mine, theirs) == rules.Together(Words(child="You swim on Mondays."), ())


def test_where_both_have_both_stand_in_the_box_theirs_first():
    put = together(Words(child="A."), Words(child="B.", who="Sam"), Words(child="C.", who="Dan"))
    assert put.words.child == "C.\n\nB."
    assert put.words.who == "Sam"
    assert put.clashes == ("child", "who")


@settings(max_examples=120, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_no_prose_is_ever_lost_by_putting_together(base, mine, theirs):
    put = together(base, mine, theirs)
    for name in rules.PROSE:
        old, a, b, found = (getattr(one, name) for one in (base, mine, theirs, put.words))
        for new in (a, b):
            assert new == old or new in found or name not in put.clashes
        if name in put.clashes:
            assert a in found and b in found
    assert together(base, mine, mine) == rules.Together(mine, ())
    assert together(base, mine, base).words == mine
    assert together(base, base, theirs).words == theirs


def test_empty_ages_begin_with_the_next_older_words():
    found = rules.copied_down(Words(official="Official.", teen="For teens.", need="Why."))
    assert (found.adult, found.teen, found.child) == ("Official.", "For teens.", "For teens.")
    assert found.child_need == "Why."


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("\u2022\tYou live here.\u00a0 \n\u2022\tYou swim.", "- You live here.\n- You swim."),
        ("One.\n\n\n\n\nTwo.   \n", "One.\n\nTwo."),
        ("soft\u00adhyphen \u200bzero", "softhyphen zero"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("أنت تعيش مع هانا", "أنت تعيش مع هانا"),
    ],
)
def test_what_is_pasted_becomes_plain_text(pasted, plain):
    assert rules.plainly(pasted) == plain


@pytest.mark.parametrize(
    ("after", "what"),
    [
        ({}, None),
        ({"child": "x", "who": "y"}, Change.WORDS),
        ({"child_need": "x"}, Change.NEED),
        ({"who": "y", "official": "z"}, Change.WHO),
        ({"look_again": date(2027, 1, 1)}, Change.WHEN),
        ({"official": "z"}, Change.OFFICIAL),
        ({"gone": True}, Change.GONE),
        ({"change_note": "only a note", "promise": "x"}, None),
    ],
)
def test_what_changed_for_a_reader(after, what):
    before = Words(child="You swim.")
    assert rules.change(before, Words(**{"child": "You swim.", **after})) is what


def test_a_part_that_was_not_there_is_new_and_one_that_never_was_cannot_go():
    assert rules.change(None, Words(child="x")) is Change.NEW
    assert rules.change(None, Words(gone=True)) is None


def test_every_kind_has_parts_and_keeps_those_it_has_besides():
    for kind in rules.AREAS_OF:
        found = rules.areas_of(kind, ["legal", "no such part"])
        assert "legal" in found and "no such part" not in found
        assert list(found) == sorted(found, key=list(Area).index)


def test_each_field_of_the_words_has_one_on_the_form():
    assert all(hasattr(PartForm, field_of(name)) for name in rules.NAMES)
    assert not EMPTY.says_something and Words(official="x").says_something


def test_the_law_gives_72_hours_from_when_it_is_known():
    at = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    assert rules.due(Step.ICO, at) == rules.owed_until(at) == at + timedelta(hours=72)
    assert rules.left(["manager", "ico"]) == (Step.CHANGE, Step.OFFICER, Step.PEOPLE)
    assert rules.left(step.value for step in Step) == ()
