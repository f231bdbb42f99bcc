"""Which words a reader gets, and what is new to them: plain functions."""

from datetime import date

import pytest

from portal.plan.rules import Words, choose_words, content_hash, other_bands, what_changed

OFFICIAL = "Placement stable."


def words(*those):
    """ "teen:ar" is a checked Arabic wording for teens; "teen:ar?" one that nobody checked."""
    return [
        Words(band, tag.rstrip("?"), f"{band} {tag.rstrip('?')}",
              "draft" if tag.endswith("?") else "checked")
        for band, tag in (one.split(":") for one in those)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("there", "band", "language", "text", "official", "draft"),
    [
        ("child:en teen:en adult:en", "teen", "en", "teen en", False, False),
        ("child:en adult:en", "teen", "en", "adult en", False, False),  # the nearest older
        ("teen:en adult:en", "child", "en", "teen en", False, False),
        ("child:en teen:en", "adult", "en", "teen en", False, False),  # else the nearest younger
        ("child:en", "adult", "en", "child en", False, False),
        ("teen:en teen:ar", "teen", "ar", "teen ar", False, False),  # one's own language first
        ("teen:en adult:ar", "teen", "ar", "adult ar", False, False),
        ("teen:en child:ar?", "teen", "ar", "child ar", False, True),
        ("teen:en", "teen", "ar", "teen en", False, False),
        ("teen:en teen:ar", "teen", "ti", "teen en", False, False),
        ("teen:ar", "teen", "en", OFFICIAL, True, False),  # another's language is no help
        ("", "teen", "en", OFFICIAL, True, False),
    ],
)
def test_the_nearest_words_are_chosen(there, band, language, text, official, draft):
    chosen = choose_words(words(*there.split()), band, language, OFFICIAL)
    assert (chosen.text, chosen.official, chosen.draft) == (text, official, draft)
    assert chosen.language == ("en" if official else text.split()[1])


def test_an_empty_wording_is_passed_over():
    assert choose_words([Words("teen", "en", "", "checked")], "teen", "en", OFFICIAL).official


def test_what_it_is_for_is_chosen_by_itself():
    both = [Words("child", "en", "You swim.", "checked", "Water is good for you."),
            Words("teen", "en", "You swim on Mondays.", "checked")]  # fmt: skip
    chosen = choose_words(both, "teen", "en", OFFICIAL, "To exercise.")
    assert (chosen.text, chosen.need) == ("You swim on Mondays.", "Water is good for you.")
    assert not chosen.need_official
    alone = choose_words([], "teen", "ar", OFFICIAL, "To exercise.")
    assert (alone.need, alone.need_official, alone.need_language) == ("To exercise.", True, "en")


def test_simpler_and_more_words():
    assert [other_bands(band) for band in ("child", "teen", "adult")] == [
        (None, "teen"), ("child", "adult"), ("teen", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seen", "published", "changed"),
    [
        ({}, {"home": "a"}, set()),  # the very first look calls nothing new
        ({"home": "a"}, {"home": "a"}, set()),
        ({"home": "a"}, {"home": "b"}, {"home"}),
        ({"home": "a"}, {"home": "a", "fun": "b"}, {"fun"}),  # a part added since
        ({"home": "a", "fun": "b"}, {"home": "a"}, {"fun"}),  # one that is gone
        ({"home": "a", "fun": None}, {"home": "a"}, set()),  # and they saw that
        ({"home": "a", "fun": None}, {"home": "a", "fun": "b"}, {"fun"}),  # it came back
    ],
)
def test_what_is_new(seen, published, changed):
    assert what_changed(seen, published) == changed


def test_content_changes_with_anything_a_reader_sees():
    plain = ["home", "official", "Priya", "in May", date(2026, 5, 1)]
    said = [("child", "en", "You live here."), ("teen", "en", "You live here, now.")]
    first = content_hash(*plain, said)
    assert content_hash(*plain, said[::-1]) == first
    changed = [[*plain[:n], None if n == 4 else "other", *plain[n + 1 :]] for n in range(5)]
    hashes = {content_hash(*them, said) for them in changed}
    hashes.add(content_hash(*plain, said[:1]))
    hashes.add(content_hash("home", "officialPriya", "", "in May", date(2026, 5, 1), said))
    hashes.add(content_hash(*plain, said, need="to feel at home"))
    hashes.add(content_hash(*plain, said, needs=[("child", "en", "to feel at home")]))
    assert len(hashes) == 9
    assert first not in hashes


def test_a_part_without_a_need_has_the_hash_it_had_before_there_were_any():
    plain = ["home", "official", "Priya", "in May", date(2026, 5, 1)]
    said = [("child", "en", "You live here.")]
    assert content_hash(*plain, said) == content_hash(
        *plain, said, need="", needs=[("child", "en", "")]
    )
