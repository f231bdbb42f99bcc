"""Codes, and words that two people agree on: plain functions."""

from datetime import date

import pytest

from portal.core.scan import QUIET, picture_of
from portal.invites.rules import (
    CODE_LETTERS,
    code_hash,
    new_code,
    tidy_word,
    too_like,
    word_problem,
)

BORN = date(2012, 5, 4)
NAMES = ("Sam", "Samuel", "Carter", "sam-14", "my Leo", "Nana Rose", "")


def test_how_a_code_is_typed_does_not_matter():
    assert code_hash("bcdf-ghjk-2345") == code_hash("BCDF GHJK 2345") == code_hash("bcdfghjk2345")
    assert code_hash("BCDF-GHJK-2345") != code_hash("BCDF-GHJK-2346")


def test_a_code_has_no_letters_that_look_alike_or_make_words():
    assert not set("AEIOU01L") & set(CODE_LETTERS)
    made = {new_code() for _ in range(200)}
    assert len(made) == 200
    for code in made:
        assert [len(part) for part in code.split("-")] == [4, 4, 4]
        assert set(code) <= {*CODE_LETTERS, "-"}


@pytest.mark.parametrize("typed", ["Blue Kettle", " blue-kettle ", "BLUEKETTLE", "blue  kettle!"])
def test_how_a_word_is_typed_does_not_matter(typed):
    assert tidy_word(typed) == tidy_word("blue kettle")


def test_words_of_every_script_are_kept_apart():
    assert tidy_word("أرنب أزرق") != tidy_word("أرنب أحمر")
    assert tidy_word("ሰማያዊ ድመት") == tidy_word("ሰማያዊድመት")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("blue kettle", None),
        ("samurai dog", None),  # a name is in it, and enough besides
        ("roses on mars", None),
        ("أرنب أزرق", None),
        ("ሰማያዊ ድመት", None),
        ("kettle", None),
        ("", "short"),
        ("cat", "short"),
        ("a b c d", "short"),
        ("!!!!!!!!", "short"),
        ("blue kettle " * 9, "long"),
        ("Samuel", "name"),
        ("sam carter", "name"),
        ("S.A.M.U.E.L", "name"),
        ("carter99", "name"),
        ("Sam-14", "short"),
        ("sam-14-sam", "name"),
        ("nana rose", "name"),
        ("my leo 22", "name"),
        ("04052012", "birthday"),
        ("4.5.2012!", "birthday"),
        ("rocket 0405", "birthday"),
        ("2012-05-04", "birthday"),
        ("rocket 040512", "birthday"),
        ("rocket 050412", "birthday"),
        ("4 May rocket", "birthday"),
        ("٠٤٠٥٢٠١٢", "birthday"),
        ("482915", "plain"),
        ("password", "plain"),
        ("Password1", "plain"),
        ("qwerty12", "plain"),
        ("ytrewq", "plain"),
        ("abcdefg", "plain"),
        ("aaaaaaa", "plain"),
        ("ababab", "plain"),
    ],
)
def test_a_word_is_only_theirs(text, problem):
    assert word_problem(text, NAMES, BORN) == problem


@pytest.mark.parametrize(
    ("new", "like"),
    [
        ("purple otter car", True),
        ("Otter, purple moon", True),
        ("purpleotterbus2", True),
        ("one purple moon", False),  # one word may come again
        ("seven green spoons", False),
        ("the cat and dog", False),
        ("purplemoon", False),
    ],
)
def test_a_new_passphrase_is_not_nearly_the_old_one(new, like):
    assert too_like(new, "purple otter bus") == like
    assert too_like(new, "the purple otter and bus") == like


def test_somebody_without_a_birthday_or_name():
    assert word_problem("blue kettle", (), None) is None


def test_the_picture_holds_the_address_it_was_given():
    """Drawn again from its path, it is the same code, with a quiet edge."""
    import re

    import segno

    address = "https://app.example.org/invite#BCDF-GHJK-2345"
    picture = picture_of(address)
    code = segno.make(address, error="m", micro=False)
    assert picture.size == len(code.matrix) + 2 * QUIET
    drawn = [[0] * len(code.matrix) for _ in code.matrix]
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", picture.path):
        for step in range(int(length)):
            drawn[int(y) - QUIET][int(x) - QUIET + step] = 1
    assert drawn == [list(row) for row in code.matrix]
