"""Waiting on you: what an adult owes, most pressing first, nothing of people they left."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from portal.core import clock
from portal.core.access import Role
from portal.owed.pages import waiting_on
from portal.people.rules import Grant, Kind
from tests import makers
from tests.databases import counting

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
    owe(db, (pair[0], makers.make_worker(db)), 1, kind="visit")
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
        ("visit", -72, "Was due Friday 20 November"),
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


# --- what somebody left behind ------------------------------------------------------------------

YESTERDAY = makers.date(2026, 11, 22)


@pytest.fixture
def left(db, pair):
    """An answer owed by Priya, whose time with Mia ended yesterday."""
    row = owe(db, pair, 5)
    db.execute(update(makers.Connection).values(ends=YESTERDAY))
    return row


def seen_by(db, adult, role=None):
    viewer = makers.make_viewer(db, adult, role)
    return [row.id for row in waiting_on(db, viewer, None, clock.now()).rows]


READS = Grant.NAME | Grant.MESSAGES


@pytest.mark.parametrize(
    ("role", "kind", "connection", "sees"),
    [
        (Role.WORKER, Kind.SOCIAL_WORKER, {}, True),
        (Role.WORKER, Kind.PERSONAL_ADVISER, {}, True),
        (Role.WORKER, Kind.OTHER, {}, False),
        (Role.IRO, Kind.IRO, {}, False),
        (Role.DUTY, Kind.OTHER, {}, True),
        (Role.MANAGER, Kind.MANAGER, {}, True),
        (Role.WORKER, Kind.SOCIAL_WORKER, {"ends": YESTERDAY}, False),
        (Role.MANAGER, Kind.MANAGER, {"starts": makers.date(2026, 11, 24)}, False),
        (Role.WORKER, Kind.SOCIAL_WORKER, {"grants": Grant.NAME}, False),
        (Role.MANAGER, Kind.MANAGER, {"grants": Grant.MESSAGES}, False),
        (Role.EDITOR, Kind.SOCIAL_WORKER, {}, False),
        (Role.ADMIN, Kind.MANAGER, {}, False),
    ],
)
def test_an_answer_left_behind_is_on_the_list_of_who_can_give_it(
    db, pair, left, role, kind, connection, sees
):
    omar = makers.make_worker(db, known_as="Omar", council_id=pair[0].council_id)
    makers.make_connection(db, pair[0], omar, kind, **{"grants": READS, **connection})
    assert seen_by(db, omar, role) == ([left.id] if sees else [])
    assert seen_by(db, pair[1]) == []


def test_it_is_theirs_alone_while_they_can_answer_and_never_there_twice(db, pair):
    mia, priya = pair
    row = owe(db, pair, 5)
    omar = makers.make_worker(db, council_id=mia.council_id)
    makers.make_connection(db, mia, omar)
    makers.make_connection(db, mia, priya, Kind.MANAGER)
    assert (seen_by(db, priya), seen_by(db, omar)) == ([row.id], [])
    # Granted the name only, Priya still sees that she owes it; Omar can give it.
    db.execute(update(makers.Connection).where(makers.Connection.with_id == priya.id)
               .values(grants=int(Grant.NAME)))  # fmt: skip
    assert (seen_by(db, priya), seen_by(db, omar)) == ([row.id], [row.id])


def test_whoever_left_the_council_left_their_answers_too(db, pair):
    row = owe(db, pair, 5)
    omar = makers.make_worker(db, council_id=pair[0].council_id)
    makers.make_connection(db, pair[0], omar)
    db.execute(update(makers.Membership).where(makers.Membership.person_id == pair[1].id)
               .values(ends=YESTERDAY))  # fmt: skip
    assert seen_by(db, omar) == [row.id]


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "visit"},
        {"kind": "promise"},
        {"done_at": clock.at_wall(makers.datetime(2026, 11, 20))},
    ],
)
def test_nothing_else_passes_on_by_itself(db, pair, left, given):
    for name, value in given.items():
        setattr(left, name, value)
    db.flush()
    omar = makers.make_worker(db, council_id=pair[0].council_id)
    makers.make_connection(db, pair[0], omar)
    assert seen_by(db, omar) == []


def test_another_councils_connection_shows_nothing(db, pair, left):
    other = makers.make_council(db)
    omar = makers.make_worker(db, council_id=other.id)
    for council in (other.id, pair[0].council_id):
        makers.make_connection(db, pair[0], omar, council_id=council, starts=makers.today())
        assert seen_by(db, omar) == []
        db.execute(delete(makers.Connection).where(makers.Connection.with_id == omar.id))


def test_pages_of_what_two_people_owe_have_no_gaps_and_two_questions_each(db, database, pair):
    mia, priya = pair
    gone = makers.make_worker(db, council_id=mia.council_id)
    wanted = []
    for n in range(120):
        young = makers.make_young(db, council_id=mia.council_id)
        makers.make_connection(db, young, priya)
        wanted.append(owe(db, (young, (priya, gone)[n % 2]), 1 + n // 7, urgent=n < 5).id)
    viewer = makers.make_viewer(db, priya)
    found, after, pages = [], None, 0
    while pages == 0 or after:
        with counting(database) as counted:
            page = waiting_on(db, viewer, after, clock.now())
        assert len(counted) == 2  # the keys, and the rows of one page
        found, after, pages = found + [row.id for row in page.rows], page.after, pages + 1
    assert (found, pages) == (wanted, 3)
