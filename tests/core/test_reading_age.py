"""How old a reader is, of a text: known words, known texts, and texts that say nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.reading_age import OLDEST, PLAINER, YOUNGEST, grade, reading, syllables

COUNTED = {
    1: "home once played the friend through don't it's two 42 houses' strength queue",
    2: "going placement reading people because little social houses watches being table something",
    3: "family radio idea area created museum every usual together assessment's",
    4: "education usually accommodate January",
    5: "accommodation university opportunity",
}


@pytest.mark.parametrize(("count", "words"), COUNTED.items())
def test_syllables_are_those_that_are_heard(count, words):
    heard = {word: syllables(word) for word in words.split()}
    near = {word: found for word, found in heard.items() if abs(found - count) > 1}
    assert near == {}
    assert sum(found == count for found in heard.values()) >= len(heard) * 0.7, heard


def test_the_grade_is_the_formula():
    assert grade(["cat", "sat"], 1) == pytest.approx(0.39 * 2 + 11.8 - 15.59)


CHILD = (
    "You live with Hannah and Marcus. You have your own room. Priya comes to see you every two "
    "weeks. You can ring her when you like."
)
GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, "
    "conceived in Liberty, and dedicated to the proposition that all men are created equal. Now "
    "we are engaged in a great civil war, testing whether that nation, or any nation so conceived "
    "and so dedicated, can long endure."
)
OFFICE = (
    "The local authority will undertake a comprehensive assessment of the young person's "
    "emotional wellbeing in order to ensure that appropriate therapeutic provision is identified "
    "and subsequently implemented."
)


def test_known_texts():
    """The address at Gettysburg is put at grades 11 to 14 by those who count."""
    assert 6 <= reading(CHILD).age <= 10
    assert 15 <= reading(GETTYSBURG).age <= 19
    assert reading(OFFICE).age >= 20


def test_what_makes_it_hard_is_pointed_out_with_a_plainer_word():
    found = reading(OFFICE)
    assert found.longest == (OFFICE,)
    assert ("undertake", "do") in found.hard
    assert all(plainer for _word, plainer in found.hard)
    assert reading(CHILD).longest == () and reading(CHILD).hard == ()


def test_a_name_is_no_hard_word():
    found = reading("On Monday we will all go to see Alessandria Montgomery at her house.")
    assert found.hard == ()


def test_each_line_of_a_list_is_a_sentence():
    listed = "- You go to school by bus.\n- Hannah waits for you at home.\n- You eat at six."
    assert reading(listed).longest == ()
    assert reading(listed).age <= 9


@pytest.mark.parametrize(
    "text", ["", "Hello.", "…!?", "\n\n", "أنت تعيش مع هانا وماركوس في بيت كبير قرب المدرسة."]
)
def test_of_some_texts_it_says_nothing(text):
    assert reading(text) is None


def test_plainer_words_are_plainer():
    for word, plain in PLAINER.items():
        assert " " in plain or syllables(plain) <= syllables(word), word


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all(text):
    found = reading(text)
    assert found is None or YOUNGEST <= found.age <= OLDEST


def test_fifty_thousand_letters_do_not_take_long():
    assert reading("Something went wrong again " * 2000).age == OLDEST
