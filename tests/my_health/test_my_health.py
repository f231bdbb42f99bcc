"""My checks: days, what is written down, whom to tell; the number only for whoever was given it."""

from datetime import date, timedelta

import pytest

from portal.care.tables import HealthReturn
from portal.clocks.tables import DoneOn
from portal.core.access import Role
from portal.my_health import labels, rules
from portal.my_health.rules import NoScore, Said
from portal.people.rules import Grant, Kind
from portal.rebuild import rebuild
from tests import makers
from tests.databases import counting
from tests.demo.reading import grade

DAY = timedelta(days=1)


def returned(db, young, **given):
    columns = {"sdq_score": 17, "teeth_check": "1", "immunisations": "0", "health_assessment": "1"}
    db.add(HealthReturn(council_id=young.council_id, person_id=young.id, **{**columns, **given}))


def done(db, young, clock, day):
    db.add(DoneOn(council_id=young.council_id, person_id=young.id, clock=clock, day=day))


@pytest.fixture
def pair(db, now):
    young, priya = makers.make_pair(db)
    makers.make_episode(db, young, started=makers.today() - 700 * DAY)
    return young, priya


def test_dates_what_is_recorded_and_whom_to_tell(client, db, database, pair, now):
    young, _priya = pair
    done(db, young, "health", date(2026, 3, 10))
    done(db, young, "sdq", date(2026, 4, 1))
    returned(db, young)
    rebuild(db, young.council_id, now)
    client.sign_in(young)
    with counting(database) as counted:
        page = client.get("/my-checks").text
    assert len(counted.statements) <= 5
    assert "10 March 2026" in page and "Should be by 10 March 2027. Priya sees to it." in page
    assert "Should be by 1 April 2027" in page
    assert "saw a dentist in the last year" in page
    assert "injections are still to come" in page
    assert "17 of 40" in page and "says nothing about who you are" in page
    for code in ("check-time", "check-who", "check-no", "check-history"):
        assert f"/messages?about={code}#text" in page


def test_late_is_the_adults_doing(client, db, pair, now):
    young, _priya = pair
    done(db, young, "health", makers.today() - 400 * DAY)
    rebuild(db, young.council_id, now)
    client.sign_in(young)
    page = client.get("/my-checks").text
    assert "Priya owes you this" in page
    assert "overdue" not in page.lower()


def test_nothing_recorded_is_said(client, db, pair):
    client.sign_in(pair[0])
    page = client.get("/my-checks").text
    assert "We do not know of one" in page and "We cannot tell the day" in page
    assert "Nothing is written down about the dentist" in page
    assert "list that your council writes" not in page


def test_a_child_reads_no_number(client, db):
    mia = makers.make_young(db, born=date(2017, 5, 3))
    makers.make_episode(db, mia)
    returned(db, mia)
    client.sign_in(mia)
    assert "17" not in client.get("/my-checks").text.split("<main")[1].split("</main>")[0]


def test_somebody_who_left_care(client, db):
    jordan = makers.make_young(db, born=date(2006, 5, 3))
    client.sign_in(jordan)
    page = client.get("/my-checks").text
    assert "your own doctor looks after you" in page and "as a letter to keep" in page


@pytest.mark.parametrize(
    ("code", "words"),
    [("check-time", "another day or time"), ("check-who", "choose who comes"),
     ("check-no", "I do not want it"), ("check-history", "health history")],
)  # fmt: skip
def test_each_begins_a_message_that_is_owed(client, db, pair, code, words):
    client.sign_in(pair[0])
    assert words in client.get(f"/messages?about={code}").text


def test_the_number_needs_health(client, db, pair):
    young, priya = pair
    returned(db, young)
    helen = makers.make_carer(db)
    link = makers.make_connection(db, young, helen, Kind.FOSTER_CARER)
    address = f"/people/{young.ref}/checks"
    client.sign_in(helen, Role.CARER)
    assert client.get(address).status_code == 404
    link.grants = int(Grant.NAME | Grant.HEALTH)
    db.add(link)
    assert "17 of 40" in client.get(address).text
    client.sign_in(priya, Role.WORKER)
    assert "It is no verdict" in client.get(address).text


@pytest.mark.parametrize("code", NoScore)
def test_why_there_is_no_number(client, db, pair, code):
    young, priya = pair
    returned(db, young, sdq_score=None, sdq_reason=code.value)
    client.sign_in(priya, Role.WORKER)
    page = client.get(f"/people/{young.ref}/checks").text
    assert labels.why_none(code) in page and code.value in page


@pytest.mark.parametrize(
    ("code", "said"),
    [("1", Said.YES), ("0", Said.NO), ("", Said.NOTHING), ("9", Said.UNKNOWN)],
)
def test_codes_are_never_guessed(code, said):
    assert rules.said(code) is said
    assert labels.teeth(said) and labels.injections(said) and labels.yes_no(said)


def test_scores_out_of_range_are_no_scores():
    assert [rules.in_range(n) for n in (None, -1, 0, 40, 41)] == [False, False, True, True, False]
    assert rules.no_score("SDQ9") is None


@pytest.mark.parametrize("words", [labels.check, labels.questions, labels.score])
def test_words_for_children_are_plain(words):
    assert grade(words("child")) <= 6
    assert grade(words("teen")) <= 9
