"""Each thing has words in every language."""

import pytest

from portal.core import audit
from portal.core.access import Role
from portal.people.rules import Kind
from portal.who_looked import labels
from portal.who_looked.pages import Looker
from portal.who_looked.things import Thing, thing_of


@pytest.mark.parametrize("thing", [thing for thing in Thing if thing is not Thing.LIST])
def test_each_thing_is_said(app, thing):
    with app.test_request_context():
        assert labels.did(thing)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("role", [None, *Role])
def test_whoever_it_was_has_a_name_in_the_line(app, kind, role):
    with app.test_request_context():
        for who in (Looker("Priya", kind, role), Looker("Priya", None, role)):
            assert labels.who(who).startswith("Priya, ")


def test_no_two_roads_lead_to_a_thing_that_is_not_known():
    assert thing_of(audit.LOOKED, "nowhere.at_all") is Thing.SOME_LOOK
    assert thing_of(audit.CHANGED, "nowhere.at_all") is Thing.SOME_CHANGE
    assert thing_of(audit.LISTED, "nowhere.at_all") is Thing.LIST
    # A look is never taken for a change of the same name.
    assert thing_of(audit.LOOKED, "messages.sent") is Thing.SOME_LOOK
