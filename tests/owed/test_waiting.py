"""Waiting on you: what an adult owes, most pressing first, nothing of people they left."""

import html
import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.owed.pages import waiting_on
from tests import makers

HOUR = timedelta(hours=1)


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


def owe(db, pair, hours, **given):
    """Owed to Mia, due so many hours from now."""
    mia, priya = pair
    return makers.make_owed(db, priya, mia, due_at=clock.now() + hours * HOUR, **given)


def test_urgent_first_then_by_the_moment_it_is_due(db, pair):
    later, late, soon = owe(db, pair, 50), owe(db, pair, -1), owe(db, pair, 2)
    urgent = owe(db, pair, 99, urgent=True)
    owe(db, pair, -5, done_at=clock.now())
    owe(db, (pair[0], makers.make_worker(db)), 1)
    viewer = makers.make_viewer(db, pair[1])
    found = waiting_on(db, viewer, None, clock.now())
    assert [row.id for row in found.rows] == [urgent.id, late.id, soon.id, later.id]
    assert (found.count, found.late) == (4, 1)


@pytest.mark.parametrize("minutes", [0, 1])
def test_late_from_the_moment_itself(db, pair, minutes):
    owe(db, pair, minutes / 60)
    found = waiting_on(db, makers.make_viewer(db, pair[1]), None, clock.now())
    assert found.rows[0].late is (minutes == 0)


@pytest.mark.parametrize("ended", [True, False])
def test_nothing_of_somebody_they_no_longer_work_with(client, db, pair, ended):
    owe(db, pair, 5)
    if ended:
        connection = db.get(makers.Connection, db.scalar(makers.select(makers.Connection.id)))
        connection.ends = makers.today() - timedelta(days=1)
    client.sign_in(pair[1])
    assert ("Nobody is waiting" in client.get("/waiting").text) is ended


def test_pages_of_a_long_list_have_no_gaps_and_no_doubles(client, db, pair):
    mia, priya = pair
    wanted = []
    for n in range(130):
        name = f"Name {n:03}"
        wanted.append(name)
        young = makers.make_young(db, known_as=name, council_id=mia.council_id)
        makers.make_connection(db, young, priya)
        # Five share each moment, and the first six are urgent.
        owe(db, (young, priya), 1 + n // 5, urgent=n < 6)
    client.sign_in(priya)
    address, found = "/waiting", []
    while address:
        page = client.get(address).text
        assert "130 things" in page or found
        names = re.findall(r"(Name \d{3}), \d", page)
        assert 0 < len(names) <= 50
        found += names
        more = re.search(r'href="(/waiting\?after=[^"]*)"', page)
        address = html.unescape(more.group(1)) if more else None
    assert found == wanted


@pytest.mark.parametrize(
    "after",
    ["x", "1.2", "0.1.2.3", f"0.{'9' * 30}.1", f"0.1.{'9' * 30}", "0.-5.1", "9.1.1x", "%00"],
)
def test_a_page_that_begins_nowhere(client, db, after):
    client.sign_in(makers.make_worker(db))
    assert client.get(f"/waiting?after={after}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "due", "says"),
    [
        ("reply", 4, "Answer by today"),
        ("reply", 24, "Answer by tomorrow"),
        ("visit", 48, "By Wednesday"),
        ("visit", -72, "Was due Friday"),
        ("visit", -24 * 9, "9 days late"),
        ("something_new", 24, "Something to do"),
    ],
)
def test_in_words(client, db, pair, kind, due, says):
    owe(db, pair, due, kind=kind)
    client.sign_in(pair[1])
    assert says in client.get("/waiting").text


def test_due_by_the_end_of_a_day_is_that_day(client, db, pair):
    """A visit due by Wednesday is late from midnight on, and is said to be by Wednesday."""
    makers.make_owed(db, pair[1], pair[0], kind="visit",
                     due_at=clock.at_wall(makers.at(days=3, hour=0)))  # fmt: skip
    client.sign_in(pair[1])
    assert "By Wednesday" in client.get("/waiting").text
