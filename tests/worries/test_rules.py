"""Which words worry, and which do not; the same in any dress; never slow, whatever is written."""

import time
import tomllib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.worries import lists, reading, rules
from portal.worries.rules import Group, found_in
from tests.worries.sentences import ORDINARY, WORRYING


@pytest.mark.parametrize(("text", "why"), ORDINARY, ids=[text for text, _why in ORDINARY])
def test_ordinary_words_do_not_raise(text, why):
    assert found_in(text) is None, why


@pytest.mark.parametrize(("text", "group"), WORRYING, ids=[text for text, _group in WORRYING])
def test_worrying_words_raise(text, group):
    assert found_in(text) == group


def test_we_decided_enough_of_them():
    assert len(ORDINARY) >= 70 and len(WORRYING) >= 80
    assert all(why for _text, why in ORDINARY)
    assert {group for _text, group in WORRYING} == set(Group)


def test_among_other_words_and_beside_ordinary_ones():
    assert found_in("Hi Priya. School was ok. " * 40 + "He hits me.") == "violence"
    assert found_in("He beats me at FIFA and he beats me when he drinks") == "violence"
    assert found_in("please help me with my form. I am not safe.") == "unsafe"


def test_the_most_pressing_is_said():
    assert found_in("I have nowhere to sleep and I want to die") == "self_harm"


# --- in any dress ------------------------------------------------------------------------------

MARKS = {"en": "\u0301\u0308\u0323", "ar": "\u064b\u064e\u064f\u0650\u0651\u0652\u0640"}
SPACES = " \t\n\u00a0\u2003\u3000"
# The machine may be busy: how long one example takes says nothing.
calm = settings(deadline=None)
texts = st.sampled_from([pair[0] for pair in WORRYING])


@given(texts, st.data())
@calm
def test_case_does_not_matter(text, data):
    cases = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    dressed = "".join(c.upper() if up else c for c, up in zip(text, cases, strict=True))
    assert found_in(dressed) == found_in(text)


@given(texts, st.data())
@calm
def test_spacing_does_not_matter(text, data):
    spaces = st.text(SPACES, min_size=1, max_size=4)
    dressed = "".join(data.draw(spaces) if c == " " else c for c in text)
    assert found_in(data.draw(spaces) + dressed + data.draw(spaces)) == found_in(text)


@given(texts, st.data())
@calm
def test_accents_and_vowel_signs_do_not_matter(text, data):
    marks = MARKS["ar"] if any("\u0600" <= c <= "\u06ff" for c in text) else MARKS["en"]
    adorned = st.text(marks, max_size=2)
    dressed = "".join(c + data.draw(adorned) if c.isalpha() else c for c in text)
    assert found_in(dressed) == found_in(text)
    assert found_in(unicodedata.normalize("NFD", dressed)) == found_in(text)


@given(texts, st.integers(3, 9), st.data())
@calm
def test_stretched_letters_do_not_matter(text, times, data):
    places = [n for n, c in enumerate(text) if c.isalpha() and c.isascii()
              and text[n - 1 : n] != c and text[n + 1 : n + 2] != c]  # fmt: skip
    if places:
        at = data.draw(st.sampled_from(places))
        assert found_in(text[:at] + text[at] * times + text[at + 1 :]) == found_in(text)


def test_a_word_stretched_over_a_whole_message_is_read_to_its_end():
    assert found_in("h" + "e" * 4000 + "lp") == "unsafe"
    assert found_in("\ufdfa" * 4900 + " I want to die") == "self_harm"


@given(texts)
@calm
def test_apostrophes_do_not_matter(text):
    for sign in ("", "’", "‘", "`", "ʼ"):
        assert found_in(text.replace("'", sign)) == found_in(text)


@given(st.sampled_from([pair[0] for pair in ORDINARY]), st.data())
@calm
def test_ordinary_words_stay_ordinary_in_any_dress(text, data):
    gap = data.draw(st.text(" \t\u00a0", min_size=1, max_size=3))
    assert found_in(text.upper().replace(" ", gap)) is None


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_is_read(text):
    assert found_in(text) in (None, *Group)
    folded = rules.fold(text)
    assert all(0 <= place <= len(folded.words) for place in folded.begins | folded.ends)


# --- never slow -----------------------------------------------------------------------------------

HOSTILE = (
    "a ", "kill ", "i want to ", "aaaa ", "\ufdfa", "e\u0301", "k!", "he beat me at ",
    "want to die ", "it hit me that ", "2", "x", "k m s ", "not safe not ", "وو ", "\u0301",
    "please help me please ",
    "make me to sell to carry ", "^ $ ? / ", "\U0001f600", "'", "h.e.l.p ", "ﬃ", "İ", "ሠ ",
    "gonna wanna cant ", "\n", "!.?", "jump in front of in front of ",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_is_slow(part):
    """The processor's own time, so that a busy machine does not matter: 5,000 characters take some
    20 ms, and so do the worst we could think of."""
    text = (part * 5000)[:5000]
    found_in("warm")
    began = time.process_time()
    found_in(text)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("sign", ["\ufdfa", "\ufdfb", "㈞", "㌀", "⑽", "ﷲ", "ﬃ"])
def test_one_sign_costs_no_more_than_a_few_letters(sign):
    """Counted, not timed: the work grows with what was typed, and not with what a sign unfolds to,
    which is eighteen letters in four words for the first of these."""
    letters = reading.bare(sign * 5000)
    assert len(letters) <= reading.LONGEST_SIGN * 5000
    assert len(rules.fold(sign * 5000).words) <= 5000
    assert found_in(f"{sign} I want to die {sign}") == "self_harm"


def test_twice_the_text_is_not_four_times_the_work():
    def took(length):
        text = ("it hit me that i want to die and he beat me at fifa " * 400)[:length]
        runs = []
        for _run in range(3):
            began = time.process_time()
            found_in(text)
            runs.append(time.process_time() - began)
        return min(runs)

    found_in("warm")
    assert took(10_000) < 8 * took(2_500)


# --- the lists themselves -------------------------------------------------------------------------


def data():
    with lists.DATA.open("rb") as file:
        return tomllib.load(file)


def test_each_group_says_why_and_has_words_in_each_language():
    for group in data()["group"]:
        assert len(group["reason"]) > 60
        assert all(group[language] for language in lists.LANGUAGES)


def test_words_that_nobody_checked_say_so():
    assert set(data()["draft"]) == {"ar", "ti"}


def test_lists_that_cannot_be_read_are_refused():
    good = data()
    with pytest.raises(lists.BadWords, match="say why"):
        lists.read_lists({**good, "group": [{**g, "reason": " "} for g in good["group"]]})
    with pytest.raises(lists.BadWords, match="groups"):
        lists.read_lists({**good, "group": good["group"][1:]})
    with pytest.raises(lists.BadWords, match="says nothing"):
        lists.read_lists({**good, "ordinary": [{"why": "none", "en": ["really"]}]})


def test_no_phrase_is_so_short_that_it_is_everywhere():
    """One word of one or two letters would raise on anything."""
    tree = lists.read_lists(data()).tree
    assert [word for word, step in tree.then.items() if step.what and len(word) < 3] == []
