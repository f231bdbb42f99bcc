"""What can become of a decision, whether they had a say, and what its words name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.decisions import policy, rules
from portal.decisions.rules import About, Heard, NotThere, State, What
from portal.people.rules import Grant

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FAMILY = [("Mum", Grant.FAMILY), ("Shona Reid", Grant.FAMILY), ("Mr Okafor", Grant.SCHOOL)]


@pytest.mark.parametrize(
    ("state", "what", "then"),
    [
        (State.THINKING, What.WORDS, State.THINKING),
        (State.THINKING, What.DECIDED, State.DECIDED),
        (State.THINKING, What.DROPPED, State.DROPPED),
        (State.DECIDED, What.CHANGED, State.CHANGED),
        (State.CHANGED, What.CHANGED, State.CHANGED),
        (State.CHANGED, What.DROPPED, State.DROPPED),
    ],
)
def test_what_can_become_of_it(state, what, then):
    assert rules.after(state, what) is then


@pytest.mark.parametrize(
    ("state", "what"),
    [
        (State.DECIDED, What.DECIDED),
        (State.DECIDED, What.WORDS),
        (State.THINKING, What.CHANGED),
        (State.DROPPED, What.DROPPED),
        (State.DROPPED, What.DECIDED),
        (State.DECIDED, What.TOLD),
    ],
)
def test_and_what_cannot(state, what):
    with pytest.raises(NotThere):
        rules.after(state, what)


def test_it_is_late_the_day_after_its_day_and_only_while_it_is_thought_about():
    day = date(2026, 5, 4)
    assert not rules.is_late(State.THINKING, day, day)
    assert rules.is_late(State.THINKING, day, day + timedelta(days=1))
    assert not rules.is_late(State.DECIDED, day, day + timedelta(days=1))
    assert not rules.is_late(State.THINKING, None, day)


@pytest.mark.parametrize(
    ("hours", "heard", "said", "silent"),
    [
        (47, Heard.NOTHING, False, True),
        (48, Heard.NOTHING, False, False),
        (1, Heard.NOTHING, True, False),
        (1, Heard.UNKNOWN, False, False),
        (1, Heard.SKIP, False, False),
        (None, Heard.NOTHING, False, True),
    ],
)
def test_who_was_not_asked_or_had_no_time_is_told_why(hours, heard, said, silent):
    told = None if hours is None else NOW - timedelta(hours=hours)
    assert rules.had_no_say(told, heard, said, NOW) is silent


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You see Mum’s house.", ("Mum",)),
        ("MUM said so", ("Mum",)),
        ("The museum, and a mumble", ()),
        ("With Shona Reid on Monday", ("Shona Reid",)),
        ("Shona, and Mr Reid", ()),
        ("", ()),
    ],
)
def test_names_are_words_of_their_own(text, found):
    assert rules.names_in(text, [name for name, _grant in FAMILY]) == found


def test_words_need_what_they_name():
    base = policy.BASE
    assert policy.needs(About.EVERYDAY, "A haircut", FAMILY) == base
    assert policy.needs(About.EVERYDAY, "Ask mum", FAMILY) == base | Grant.FAMILY
    assert policy.needs(About.SCHOOL, "A trip", FAMILY) == base | Grant.SCHOOL
    assert policy.needs(About.OTHER, "Come to SW1A 2AA", FAMILY) == base | Grant.ADDRESS
    both = policy.needs(About.HOME, "Mum and Mr Okafor", FAMILY)
    assert both == base | Grant.ADDRESS | Grant.FAMILY | Grant.SCHOOL


def test_only_who_was_given_a_topic_writes_about_it():
    assert About.PAPERS not in policy.topics(policy.BASE | Grant.ADDRESS)
    assert policy.topics(policy.BASE | Grant.IMMIGRATION)[0] is About.PAPERS
    assert policy.topics(Grant.NAME) == ()
