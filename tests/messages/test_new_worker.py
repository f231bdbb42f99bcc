"""When one worker follows another, the thread says so at its place in time, and keeps the words
of the one before, with their name."""

import re
from datetime import timedelta

import pytest

from portal.house import Connection
from portal.people.rules import Grant, Kind
from tests import makers
from tests.pages import steady

DAY = timedelta(days=1)


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def mia(client, pair):
    client.sign_in(pair[0])
    return pair[0]


@pytest.fixture
def talk(db, pair, now):
    """Priya and Mia wrote in each of the last twenty days."""
    talk = makers.make_conversation(db, *pair)
    for n in range(20):
        makers.make_message(
            db, talk, text=f"Day {n:02}", from_id=pair[n % 2].id, sent_at=now - (20 - n) * DAY
        )
    return talk


def follow(db, pair, days_ago, name="Omar", **given):
    """Another worker since so many days; the one before ends the day before."""
    mia, priya = pair
    before = db.query(Connection).filter_by(of_id=mia.id, with_id=priya.id).one()
    before.ends = makers.today() - (days_ago + 1) * DAY
    other = makers.make_worker(db, known_as=name, council_id=mia.council_id)
    columns = {"starts": makers.today() - days_ago * DAY, "label": "", **given}
    makers.make_connection(db, mia, other, columns.pop("kind", Kind.SOCIAL_WORKER), **columns)
    return other


def lines(answer):
    """What stands in the thread, in order: words of bubbles, and lines that speak of a worker."""
    found = re.findall(
        r'<p dir="auto">(.*?)</p>|<li class="line"><bdi[^>]*>(.*?)</bdi>', answer.text, re.S
    )
    return [bubble or line for bubble, line in found if bubble or "worker" in line]


def test_it_stands_where_it_happened(client, db, pair, mia, talk):
    follow(db, pair, 5)
    found = lines(client.get("/messages"))
    place = found.index("Omar is your new worker since 18 November.")
    # Day 15 was five days ago, at ten; that day began with Omar.
    assert (found[place - 1], found[place + 1]) == ("Day 14", "Day 15")
    page = client.get("/messages").text
    assert "<b>Priya</b>" in page, "the words of the one before stay, with their name"
    assert "You and Omar" in page


def test_to_others_it_says_the_same_without_you(client, new_client, db, pair, mia, talk):
    omar = follow(db, pair, 5, label="my Omar")
    assert "my Omar is your new worker" in client.get("/messages").text
    desk = new_client()
    desk.sign_in(omar)
    page = desk.get(f"/people/{mia.ref}/messages").text
    assert "Omar became the worker on 18 November." in page
    assert "my Omar" not in page


def test_one_who_came_and_went(client, db, pair, mia, talk):
    omar = follow(db, pair, 12)
    follow_up = db.query(Connection).filter_by(with_id=omar.id).one()
    follow_up.ends = makers.today() - 4 * DAY
    zoe = makers.make_worker(db, known_as="Zoe", council_id=mia.council_id)
    makers.make_connection(db, mia, zoe, starts=makers.today() - 3 * DAY, label="")
    found = [line for line in lines(client.get("/messages")) if "worker" in line]
    assert found == ["Omar became your worker on 11 November.",
                     "Zoe is your new worker since 20 November."]  # fmt: skip


def test_since_today_it_stands_at_the_end(client, db, pair, mia, talk):
    follow(db, pair, 0)
    assert lines(client.get("/messages"))[-1] == "Omar is your new worker since 23 November."


def test_the_first_of_all_is_no_news(client, db, pair, mia, talk):
    assert not [line for line in lines(client.get("/messages")) if "worker" in line]


def test_before_anything_was_written_it_is_no_news_either(client, db, pair, mia, talk):
    follow(db, pair, 300)
    assert not [line for line in lines(client.get("/messages")) if "worker" in line]


def test_one_who_starts_tomorrow_is_not_named_yet(client, db, pair, mia, talk):
    follow(db, pair, -1)
    assert "Omar" not in steady(client.get("/messages").text)


@pytest.mark.parametrize("who", ["young", "worker"])
def test_whoever_must_not_know_is_never_named(client, new_client, db, pair, mia, talk, who):
    omar = follow(db, pair, 5)
    makers.make_bar(db, mia, omar)
    grace = makers.make_worker(db, known_as="Grace", council_id=mia.council_id)
    makers.make_connection(db, mia, grace, Kind.MANAGER)
    client.sign_in(mia if who == "young" else grace)
    address = "/messages" if who == "young" else f"/people/{mia.ref}/messages"
    assert "Omar" not in steady(client.get(address).text)


def test_no_other_kind_of_person_is_introduced(client, db, pair, mia, talk):
    makers.make_connection(
        db, mia, makers.make_worker(db, known_as="Ivo", council_id=mia.council_id), Kind.IRO,
        starts=makers.today() - 3 * DAY,
    )  # fmt: skip
    makers.make_connection(
        db, mia, makers.make_carer(db, known_as="Hal", council_id=mia.council_id),
        Kind.FOSTER_CARER, starts=makers.today() - 3 * DAY,
    )  # fmt: skip
    duty = makers.make_worker(db, known_as="Dot", council_id=mia.council_id)
    makers.make_connection(
        db, mia, duty, Kind.SOCIAL_WORKER, starts=makers.today() - 3 * DAY, grants=Grant.NAME,
        ends_at=makers.clock.now() + DAY,
    )  # fmt: skip
    page = steady(client.get("/messages").text)
    for name in ("Ivo", "Hal", "Dot"):
        assert name not in page


@pytest.mark.parametrize("days_ago", [1, 2, 7, 15, 29, 30, 31, 45, 59, 60, 61, 80])
def test_on_whatever_page_it_is_said_once(client, db, pair, mia, now, days_ago):
    talk = makers.make_conversation(db, *pair)
    for n in range(90):
        makers.make_message(db, talk, text=f"Day {n:02}", sent_at=now - (90 - n) * DAY)
    follow(db, pair, days_ago)
    said, address = 0, "/messages"
    while address:
        answer = client.get(address)
        found = lines(answer)
        said += sum("new worker" in line for line in found)
        if any("new worker" in line for line in found):
            place = next(n for n, line in enumerate(found) if "new worker" in line)
            if place + 1 < len(found):
                assert found[place + 1] == f"Day {90 - days_ago:02}"
        earlier = re.search(r'href="([^"]*before=[^"]*)"', answer.text)
        address = earlier.group(1) if earlier else None
    assert said == 1
