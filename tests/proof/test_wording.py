"""The words of letters: only what the reader needs."""

import pytest

from portal.proof import labels
from portal.proof.letters import names_of
from portal.proof.rules import LETTERS, NEUTRAL, Name, Purpose
from portal.proof.wording import MAY_SAY, Gap, Problem, filled, gaps_in, problem

P = Purpose


@pytest.mark.parametrize("purpose", LETTERS)
def test_our_own_words_pass_our_own_rule(purpose):
    for phone in (True, False):
        assert problem(purpose, labels.standard(purpose, phone=phone), phone=phone) is None


@pytest.mark.parametrize("purpose", NEUTRAL - {P.PASS})
def test_a_landlord_and_a_till_are_never_told_of_care(purpose):
    assert Gap.SUPPORT not in MAY_SAY[purpose]
    assert Gap.TURNS_25 not in MAY_SAY[purpose]
    for words in (
        "{name} was in care.", "{name} is a care leaver.", "{name}, a Care-Leaver",
        "{name} left care", "{name} is in the care of {council}",
        "{name} lives with a foster carer", "ask {name}'s social worker", "{name} was looked after",
        "{name} is a refugee", "{name} came unaccompanied", "from our Children’s Services: {name}",
        "{name} of Thornmere Children's Trust",
        "{name}: immigration", "{name} has a personal adviser",
    ):  # fmt: skip
        found = problem(purpose, words)
        assert found is not None, words
        assert found[0] is Problem.TELLS, words


def test_honest_words_are_left_alone():
    for words in ("{name} takes care of plants.", "Please handle with care, {name}.",
                  "{name} can use day care rooms"):  # fmt: skip
        assert problem(P.LANDLORD, words) is None, words


@pytest.mark.parametrize(
    ("purpose", "text", "found"),
    [
        (P.LANDLORD, "{name} {support}", (Problem.UNKNOWN_GAP, "support")),
        (P.LEISURE, "{name} {turns_25}", (Problem.UNKNOWN_GAP, "turns_25")),
        (P.COLLEGE, "{name} {support} {phone}", (Problem.UNKNOWN_GAP, "phone")),
        (P.LEISURE, "{address} {name}", (Problem.UNKNOWN_GAP, "address")),
        (P.LEISURE, "{name.__class__}", (Problem.UNKNOWN_GAP, "name.__class__")),
        (P.LANDLORD, "{name} {phone}", (Problem.NO_PHONE, "")),
        (P.LEISURE, "Somebody", (Problem.LACKS_GAP, "name")),
        (P.COLLEGE, "{name}", (Problem.LACKS_GAP, "support")),
        (P.LEISURE, "{name} {", (Problem.STRAY, "")),
        (P.LEISURE, "{name}" + "x" * 1200, (Problem.TOO_LONG, "")),
        (P.LEISURE, "{name}" + "\n\na" * 8, (Problem.MANY, "")),
    ],
)
def test_what_cannot_stand_there(purpose, text, found):
    assert problem(purpose, text) == found


def test_a_name_with_braces_is_a_name():
    said = {Gap.NAME: "{council} %s", Gap.COUNCIL: "X"}
    assert filled("{name} of {council}.\n\n  Two\nlines ", said) == (
        "{council} %s of X.",
        "Two lines",
    )


def test_every_gap_has_words():
    assert set(labels.GAPS) == set(Gap)
    ours = [labels.standard(purpose, phone=True) for purpose in LETTERS]
    assert {gap for words in ours for gap in gaps_in(words)} == set(Gap)


@pytest.mark.parametrize(
    ("first", "last", "used", "names"),
    [
        ("Amber", "Hill", "Amber", {Name.WHOLE: "Amber Hill"}),
        ("Margaret", "Hill", "Mags", {Name.WHOLE: "Margaret Hill", Name.USED: "Mags Hill"}),
        ("Margaret", "Hill", "Mags Hill", {Name.WHOLE: "Margaret Hill", Name.USED: "Mags Hill"}),
        ("", "", "Mags", {Name.USED: "Mags"}),
        ("Margaret", "", "", {}),
        (" ", " ", " ", {}),
    ],
)
def test_the_names_that_can_be_chosen(first, last, used, names):
    assert names_of(first, last, used) == names
