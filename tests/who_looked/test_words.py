"""Each thing has words in every language."""

import pytest

from portal.core import audit
from portal.core.access import Role
from portal.people.rules import Kind
from portal.who_looked import labels
from portal.who_looked.pages import Looker
from portal.who_looked.things import CHANGES, LOOKS, Thing, thing_of


@pytest.mark.parametrize("thing", [thing for thing in Thing if thing is not Thing.LIST])
def test_each_thing_is_said(house, thing):
    with house.test_request_context():
        assert labels.did(thing)


@pytest.mark.parametrize("role", [None, *Role])
def test_whoever_it_was_has_a_name_in_the_line(house, role):
    with house.test_request_context():
        for kind in (None, *Kind):
            assert labels.who(Looker("Priya", kind, role)).startswith("Priya, ")


def test_nothing_on_the_page_comes_of_a_bar_alone():
    """Whoever must not know may be the one who reads it, over a shoulder."""
    known = {**LOOKS, **CHANGES}
    of_bars = {thing for code, thing in known.items() if code.startswith("barred.")}
    others = {thing for code, thing in known.items() if not code.startswith("barred.")}
    assert of_bars
    assert of_bars <= others


def test_no_two_roads_lead_to_a_thing_that_is_not_known():
    assert thing_of(audit.LOOKED, "nowhere.at_all") is Thing.SOME_LOOK
    assert thing_of(audit.CHANGED, "nowhere.at_all") is Thing.SOME_CHANGE
    assert thing_of(audit.LISTED, "nowhere.at_all") is Thing.LIST
    # A look is never taken for a change of the same name.
    assert thing_of(audit.LOOKED, "messages.sent") is Thing.SOME_LOOK
