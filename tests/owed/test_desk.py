"""The desk's list: who passed a thing on, for whom one covers, narrowed by sort, by keyboard."""

import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.access import Role
from portal.people.rules import Kind
from tests import makers
from tests.databases import counting

HOUR = timedelta(hours=1)


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


def owe(db, debtor, young, hours, kind="reply", **given):
    return makers.make_owed(
        db, debtor, young, kind=kind, due_at=clock.now() + hours * HOUR, **given
    )


def headings(page):
    return re.findall(r'<h2 class="head">([^<]*)</h2>|<summary>([^<]*)</summary>', page)


def test_help_first_then_the_latest_then_by_the_day(client, db, pair):
    mia, priya = pair
    for hours, given in ((90, {}), (-2, {}), (-200, {}), (50, {"urgent": True}), (4, {})):
        owe(db, priya, mia, hours, **given)
    client.sign_in(priya)
    page = client.get("/waiting").text
    assert [a or b for a, b in headings(page)] == ["Needs help today", "Late", "Within a week"]
    chips = re.findall(r'<span class="chip [a-z]+">([^<]*)</span>', page)
    assert chips[:2] == ["Needs help today", "8 days late"]


def test_it_says_who_passed_it_on_and_to_whom(client, db, pair):
    mia, priya = pair
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, omar, Kind.PERSONAL_ADVISER)
    owe(db, priya, mia, -30, passes_to_id=omar.id, passes_at=clock.now() - timedelta(days=3))
    client.sign_in(omar)
    assert "Passed to you from Priya, Friday 20 November" in client.get("/waiting").text
    client.sign_in(priya)
    assert "Passed on to Omar, Friday 20 November" in client.get("/waiting").text


def test_a_cover_sees_for_whom(client, db, pair):
    mia, priya = pair
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, omar, Kind.OTHER, grants=31)
    owe(db, omar, mia, 5)
    client.sign_in(omar)
    assert "who is away" not in client.get("/waiting").text
    leave = makers.make_leave(db, priya, omar)
    assert "For Priya, who is away" in client.get("/waiting").text
    leave.cancelled_at = clock.now()
    assert "who is away" not in client.get("/waiting").text


def test_narrowed_by_sort_it_keeps_its_place_and_its_numbers(client, db, pair):
    mia, priya = pair
    for n, kind in enumerate(["reply"] * 60 + ["visit"] * 3 + ["promise", "health"]):
        owe(db, priya, mia, n, kind=kind)
    client.sign_in(priya)
    page = client.get("/waiting").text
    for said in ("Everything (65)", "Messages (60)", "Visits (3)", "Promises (1)", "Other (1)"):
        assert said in page
    assert 'href="/waiting?kind=visit#list"' in page
    narrowed = client.get("/waiting?kind=visit").text
    assert narrowed.count('aria-hidden="true">M</span>') == 3  # a row begins with their letter
    assert "Everything (65)" in narrowed
    assert 'aria-current="page">Visits (3)' in narrowed
    replies = client.get("/waiting?kind=reply").text
    assert re.search(r'href="/waiting\?after=[^"]*kind=reply|kind=reply[^"]*after=', replies)
    assert client.get("/waiting?kind=other").text.count('class="name"') >= 1
    assert "Nothing of this sort" in client.get("/waiting?kind=touch").text
    assert client.get("/waiting?kind=nonsense").status_code == 404


def test_a_short_list_needs_no_narrowing(client, db, pair):
    mia, priya = pair
    owe(db, priya, mia, 1)
    owe(db, priya, mia, 1, kind="visit")
    client.sign_in(priya)
    assert "Everything (" not in client.get("/waiting").text


def test_a_skip_to_the_list_and_a_heading_for_each_group(client, db, pair):
    mia, priya = pair
    owe(db, priya, mia, 1)
    client.sign_in(priya)
    page = client.get("/waiting").text
    assert 'href="#list"' in page
    assert 'id="list"' in page
    db.execute(makers.Owed.__table__.delete())
    assert 'href="#list"' not in client.get("/waiting").text


def test_a_caseload_of_two_hundred_in_few_questions(client, db, database, pair):
    _mia, priya = pair
    for n in range(200):
        young = makers.make_young(db, known_as=f"Name {n:03}", council_id=priya.council_id)
        makers.make_connection(db, young, priya)
        owe(db, priya, young, n - 50, kind=("reply", "visit")[n % 2])
    client.sign_in(priya, Role.WORKER)
    for address in ("/waiting", "/waiting?kind=reply", "/people"):
        client.get(address)
        with counting(database) as counted:
            client.get(address)
        assert len(counted) <= 5, address
