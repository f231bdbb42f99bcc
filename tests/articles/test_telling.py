"""One list of words that tell, for titles, addresses and letters."""

import pytest

from portal.articles.telling import telling, tells


@pytest.mark.parametrize(
    "words",
    ["In care", "in-care-money", "Leaving care", "left care", "was in the care of a council",
     "Cooking for care leavers", "Care-experienced football", "a Care-Leaver", "care_leavers",
     "Football for looked-after children", "Foster carers' evening", "Sofia was fostered",
     "Coffee with your social worker", "Asylum drop-in", "A group for refugees", "My advocate",
     "came unaccompanied", "immigration", "from our Children’s Services", "a children's home",
     "Riverbank Children's Trust", "child protection", "has a personal adviser", "Free after care",
     "Care council", "A job in a care home kitchen", "UASC football", "Adoption", "sexual health",
     "Signs of abuse", "remand", "guardian", "drugs", "safeguarding", "a corporate parent",
     "local-authority care", "care plan", "kinship care"],
)  # fmt: skip
def test_it_tells(words):
    assert tells(words)


@pytest.mark.parametrize(
    "words",
    ["Money for your first home", "Take care of your teeth", "Handle with care", "Car care",
     "day care rooms", "Cook a meal", "health care", "Essex and Sussex", "carefully", "childcare",
     "My child's school", "Half a day at sea",
     "Your Child Trust Fund is yours at 18"],
)  # fmt: skip
def test_it_tells_nothing(words):
    assert not tells(words)


def test_what_was_found_stands_as_it_was_written():
    assert telling("{name} is a Care-Leaver.") == "Care-Leaver"
    assert telling("{name} lives here.") == ""
