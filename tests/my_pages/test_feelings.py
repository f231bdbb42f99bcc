"""The check-in: one tap, a call for help that is raised, a picture only for whom they choose."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.house import Feeling, Notice, Owed, Worry
from portal.my_pages import rules
from portal.my_pages.rules import Mood, Told
from portal.shares.rules import Thing
from tests import makers
from tests.databases import counting


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


def tap(client, mood, address="/home"):
    return client.send(address, {"mood": mood}, action="/how-i-am/tap")


def test_one_tap_on_home_and_nobody_else_learns_of_it(client, db, pair):
    mia, priya = pair
    client.sign_in(mia)
    assert tap(client, "good").status_code == 303
    assert "You said: Good" in client.get("/how-i-am").text
    row = db.scalars(select(Feeling)).one()
    assert (row.mood, row.words, row.help) == ("good", "", False)
    assert db.scalars(select(Notice)).all() == []
    client.sign_in(priya)
    assert client.get(f"/people/{mia.ref}/how-they-are").status_code == 404


def test_a_second_tap_soon_after_changes_the_first_and_keeps_the_words(client, db, pair):
    mia, _priya = pair
    client.sign_in(mia)
    client.send("/how-i-am", {"mood": "ok", "text": "Maths was long."})
    tap(client, "bad")
    row = db.scalars(select(Feeling)).one()
    assert (row.mood, row.words) == ("bad", "Maths was long.")
    assert "tel:999" in client.get("/how-i-am").text
    with clock.fixed(clock.now() + timedelta(hours=1), everywhere=True):
        tap(client, "good")
    assert len(db.scalars(select(Feeling)).all()) == 2


def test_words_alone_are_read_by_nobody_and_raise_nothing(client, db, pair):
    mia, _priya = pair
    client.sign_in(mia)
    client.send("/how-i-am", {"mood": "bad", "text": "I want to kill myself"})
    assert db.scalars(select(Worry)).all() == []


def test_i_want_help_is_raised_and_the_worker_reads_the_words(client, db, pair):
    mia, priya = pair
    client.sign_in(mia)
    said = "Can somebody come?"
    went = client.send("/how-i-am", {"mood": "bad", "text": said, "help": "yes"})
    assert "done=help-sent" in went.headers["Location"]
    worry = db.scalars(select(Worry)).one()
    assert (worry.why, worry.source_kind) == ("help", "feeling")
    owed = db.scalars(select(Owed)).one()
    assert (owed.debtor_id, owed.urgent) == (priya.id, True)
    assert [n.person_id for n in db.scalars(select(Notice))] == [priya.id]
    assert "We marked this so that somebody looks soon." in client.get("/how-i-am").text
    client.sign_in(priya)
    page = client.get(f"/worries/{worry.ref}").text
    assert said in page
    assert f"/people/{mia.ref}/messages" in page
    # What was sent stays as it was sent.
    client.sign_in(mia)
    client.send("/how-i-am", {"mood": "ok", "text": "Better."})
    assert len(db.scalars(select(Feeling)).all()) == 2


def test_sent_twice_it_is_there_once(client, db, pair):
    mia, _priya = pair
    client.sign_in(mia)
    client.get("/how-i-am")
    form = client.form("/how-i-am", {"mood": ""}).hidden
    for _ in range(2):
        client.post("/how-i-am", data={**form, "mood": "bad", "text": "", "help": "yes"})
    assert len(db.scalars(select(Feeling)).all()) == 1
    assert len(db.scalars(select(Worry)).all()) == 1


def test_there_is_a_light_limit_and_none_for_help(client, db, pair, now):
    mia, _priya = pair
    for n in range(rules.MOST_A_DAY):
        make_feeling(db, mia, at=now - timedelta(minutes=11 + n))
    client.sign_in(mia)
    went = tap(client, "good")
    assert "told-enough" in went.headers["Location"]
    assert len(db.scalars(select(Feeling)).all()) == rules.MOST_A_DAY
    client.send("/how-i-am", {"mood": "bad", "text": "", "help": "yes"})
    assert len(db.scalars(select(Worry)).all()) == 1


def test_whom_they_choose_sees_the_days_and_never_the_words(client, db, pair, now):
    mia, priya = pair
    make_feeling(db, mia, mood="low", words="Nobody reads this.", at=now - timedelta(days=1))
    makers.make_share(db, mia, Thing.CHECK_INS, priya)
    client.sign_in(priya)
    page = client.get(f"/people/{mia.ref}/how-they-are")
    assert page.status_code == 200
    assert "Not good: 1 time" in page.text
    assert "Nobody reads this." not in page.text
    client.sign_in(mia)
    assert "Nobody reads this." in client.get("/how-i-am/weeks").text


def test_weeks_begin_on_mondays_and_count_what_was_told():
    today = date(2026, 11, 25)  # a Wednesday
    told = [Told(date(2026, 11, 23), Mood.GOOD), Told(date(2026, 11, 25), Mood.GOOD),
            Told(date(2026, 11, 22), Mood.BAD), Told(date(2026, 9, 1), Mood.BAD)]  # fmt: skip
    found = rules.weeks(told, today)
    assert (found[-1].first, len(found)) == (date(2026, 11, 23), rules.WEEKS)
    assert found[-1].counted == ((Mood.GOOD, 2),)
    assert found[-2].counted == ((Mood.BAD, 1),)
    assert sum(len(week.counted) for week in found) == 2
    marks = rules.dots(told, today)
    assert len(marks) == 3
    assert all(0 < mark.x < 354 and 0 < mark.y < 104 for mark in marks)


@pytest.mark.parametrize("much", [1, 300])
def test_few_statements(client, db, database, pair, now, much):
    mia, priya = pair
    for n in range(much):
        make_feeling(db, mia, at=now - timedelta(hours=1 + n))
    makers.make_share(db, mia, Thing.CHECK_INS, priya)
    client.sign_in(mia)
    for address in ("/home", "/how-i-am", "/how-i-am/weeks", "/how-i-am/who"):
        with counting(database) as counted:
            assert client.get(address).status_code == 200
        assert len(counted) <= 5, address
    client.get("/home")
    form = client.form("/home", {"mood": ""}, "/how-i-am/tap").hidden
    with counting(database) as counted:
        client.post("/how-i-am/tap", data={**form, "mood": "ok"})
    assert len(counted) <= 6
    client.sign_in(priya)
    with counting(database) as counted:
        assert client.get(f"/people/{mia.ref}/how-they-are").status_code == 200
    assert len(counted) <= 5


def make_feeling(db, person, **more):
    columns = {"council_id": person.council_id, "person_id": person.id, "mood": "ok",
               "at": clock.now()}  # fmt: skip
    return makers.make(db, Feeling, columns, more)
