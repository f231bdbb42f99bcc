"""Home and my people: what is next, what is new, who is there."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.people.rules import Kind
from tests import makers

DAY = timedelta(days=1)


@pytest.fixture
def mia(client, db):
    mia = makers.make_young(db, known_as="Mia")
    client.sign_in(mia)
    return mia


def test_an_empty_home_is_friendly(client, mia):
    page = client.get("/home").text
    assert "Nothing is booked yet" in page
    assert "I need help today" not in page  # nobody would read it
    assert "How are you today?" in page  # that is for themselves
    assert "tel:02079460102" in page  # their council at night is there, whoever answers by day


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "today at 2pm"),
        ({"kind": "family_time", "with_label": "Mum", "days": 5},
         "Family time with Mum, Saturday at 2pm"),
        ({"kind": "review", "days": 1}, "Your review, tomorrow at 2pm"),
        ({"days": 5}, "In 5 days"),
    ],
)  # fmt: skip
def test_what_is_next(client, db, mia, given, says):
    columns = {"days": 0, **given}
    makers.make_agenda_item(db, mia, wall=makers.at(columns.pop("days")), **columns)
    makers.make_agenda_item(db, mia, wall=makers.at(20), with_label="MARK-LATER")
    makers.make_agenda_item(db, mia, wall=makers.at(0, hour=8), with_label="MARK-OVER")
    makers.make_agenda_item(db, mia, wall=makers.at(0), state="cancelled", with_label="MARK-OFF")
    lead = client.get("/home").text.split('aria-label="Next for you"')[1].split("<ol")[0]
    assert says in lead
    assert "MARK-" not in lead.split("</a>")[0]


def test_a_visit_that_should_be_booked(client, db, mia):
    def should_be(days):
        makers.make_agenda_item(db, mia, kind="by_visit", wall=None, with_label="",
                                day=makers.today() + days * DAY)  # fmt: skip

    should_be(10)
    assert "Your next visit should be by 3 December" in client.get("/home").text
    assert "3 December" in client.get("/dates").text
    makers.make_agenda_item(db, mia, wall=makers.at(9))
    assert "should be by" not in client.get("/home").text


def test_what_waits_for_me(client, db, mia):
    makers.make_notice(db, mia, kind="plan_changed", source_ref="care:school")
    makers.make_notice(db, mia, kind="plan_changed", source_ref="care:fun", seen_at=clock.now())
    makers.make_notice(db, makers.make_young(db), kind="plan_changed", source_ref="care:health")
    priya = makers.make_worker(db)
    makers.make_message(db, makers.make_conversation(db, mia, priya), from_id=priya.id)
    page = client.get("/home").text
    assert "Your plan changed: School" in page
    assert "You have a new message" in page
    assert "Your plan changed: Things I like" not in page
    assert "Your plan changed: My health" not in page
    assert "Something new</span>" in page  # the dot at Messages


def test_my_people_now_with_my_words_for_them(client, db, mia):
    def known(kind, label, **given):
        person = makers.make_person(db, makers.PersonKind.OTHER, known_as=f"{label} by name",
                                    phone=f"0{len(label)}55")  # fmt: skip
        makers.make_connection(db, mia, person, kind, label=label, **given)

    known(Kind.FAMILY, "Mummy", does="You see her on Saturdays.")
    known(Kind.SOCIAL_WORKER, "my Sam")
    known(Kind.FRIEND, "Old friend", ends=makers.today() - DAY)
    known(Kind.TEACHER, "Next teacher", starts=makers.today() + DAY)
    known(Kind.MANAGER, "Boss")
    page = client.get("/my-people").text
    assert "You see her on Saturdays." in page
    assert page.index("my Sam") < page.index("Mummy")
    assert "0655" in page  # the worker's number, and nobody's of the family
    assert "0555" not in page
    for gone in ("Old friend", "Next teacher", "Boss"):
        assert gone not in page
    assert "my Sam" in client.get("/home").text
