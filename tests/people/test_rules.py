"""Passphrases, user names and ages: plain functions."""

from datetime import date

import pytest

from portal.core.access import Band, band_for
from portal.people import passphrases
from portal.people.rules import age_on, passphrase_problem, username_fits


@pytest.mark.parametrize(
    ("text", "username", "problem"),
    [
        ("purple otter bus", "mia", None),
        ("0123456789", "", "common"),
        ("أرنب قمر شباك", "", None),
        ("x", "", "short"),
        ("purpleott", "", "short"),
        ("purple otter" * 17, "", "long"),
        ("my name is Mia ok", "mia", "same"),
        ("my name is Mia ok", " MIA ", "same"),
        ("aaaaaaaaaaaa", "", "plain"),
        ("abababababab", "", "plain"),
    ],
)
def test_a_good_passphrase_is_long_and_not_plain(text, username, problem):
    assert passphrase_problem(text, username) == problem


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("mia", True),
        ("Mia-14", True),
        (" mia_c.2 ", True),
        ("ሚያሚያ", True),
        ("mi", False),
        ("m" * 41, False),
        ("mia c", False),
        ("mia@home", False),
    ],
)
def test_a_user_name_has_letters_and_no_spaces(name, fits):
    assert username_fits(name) is fits


def test_a_passphrase_is_kept_as_argon2_and_fits_only_itself():
    kept = passphrases.keep("purple otter bus")
    assert kept.startswith("$argon2id$")
    assert passphrases.fits(kept, "purple otter bus")
    assert not passphrases.fits(kept, "purple otter bus ")
    assert not passphrases.fits(None, "there is nobody with this name")
    assert not passphrases.fits("", "there is nobody with this name")
    assert not passphrases.fits("not a hash", "purple otter bus")


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2012, 11, 23), date(2026, 11, 22), 13),
        (date(2012, 11, 23), date(2026, 11, 23), 14),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_age_in_whole_years(born, day, age):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("age", "band"),
    [(7, Band.CHILD), (11, Band.CHILD), (12, Band.TEEN), (15, Band.TEEN), (16, Band.ADULT),
     (22, Band.ADULT), (None, Band.ADULT)],
)  # fmt: skip
def test_words_go_by_age(age, band):
    assert band_for(age) is band
