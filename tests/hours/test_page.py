"""The page of the council's hours, and what goes by it: what young people are told, and read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.hours.pages import calendar_for
from portal.house import ClosedDay, Message, OpenHours
from portal.people.rules import Grant, Kind
from tests import makers
from tests.databases import counting

DAY = timedelta(days=1)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def manager(client, db, pair):
    grace = makers.make_worker(db, known_as="Grace", council_id=pair[0].council_id)
    client.sign_in(grace, Role.MANAGER)
    return grace


def form(**days):
    found = {f"{end}_{n}": "" for n in range(7) for end in ("opens", "closes")}
    for name, (opens, closes) in days.items():
        found[f"opens_{name[1:]}"], found[f"closes_{name[1:]}"] = opens, closes
    return found


def told(client, db):
    assert client.send("/messages", {"text": "Hi"}, action="/messages").status_code == 303
    db.expire_all()
    return db.scalars(select(Message.answer_by).order_by(Message.id.desc())).first()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR, Role.MANAGER])
def test_hours_are_set_and_shown(client, db, pair, role):
    one = makers.make_worker(db, council_id=pair[0].council_id)
    client.sign_in(one, role)
    page = client.get("/hours").text
    assert "Nobody has set these yet" in page
    assert 'value="09:00"' in page and 'value="17:00"' in page
    assert "Christmas Day" in page and "Bank holidays are known until" in page
    sent = client.send("/hours", form(d0=("8:30", "18.00"), d5=("10:00", "00:00")), action="/hours")
    assert sent.status_code == 303
    rows = db.execute(select(OpenHours.weekday, OpenHours.opens, OpenHours.closes))
    assert sorted(map(tuple, rows)) == [(0, 510, 1080), (5, 600, 1440)]
    page = client.get("/hours").text
    assert "Nobody has set these yet" not in page
    assert 'value="08:30"' in page and 'value="00:00"' in page
    event = db.scalars(select(AuditEvent).where(AuditEvent.what == "hours.changed")).one()
    assert event.about_id == pair[0].council_id


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"d0": ("9", "17:00")}, "Monday: Type a time like this: 9:00."),
        ({"d0": ("", "17:00")}, "Monday: Type a time like this: 9:00."),
        ({"d2": ("17:00", "9:00")}, "Wednesday: Choose a later time here"),
        ({"d2": ("17:00", "17:00")}, "Wednesday: Choose a later time here"),
        ({"d6": ("25:00", "26:00")}, "Sunday: Type a time like this: 9:00."),
        ({}, "On at least one day somebody has to read."),
    ],
)
def test_what_cannot_be_stays_on_the_page(client, db, pair, manager, days, says):
    answer = client.send("/hours", form(**days), action="/hours")
    assert answer.status_code == 422
    assert says in answer.text
    assert db.scalars(select(OpenHours.id)).all() == []


def test_days_on_which_the_council_is_closed(client, db, pair, manager):
    for why in ("Training", "A training day"):
        sent = client.send("/hours", {"day": "25/11/2026", "why": why}, action="/hours/closed")
        assert sent.status_code == 303
    assert [(c.day, c.why) for c in db.scalars(select(ClosedDay))] == [
        (date(2026, 11, 25), "A training day")
    ]
    assert "A training day" in client.get("/hours").text
    sent = client.send("/hours", {"day": "2026-11-25"}, action="/hours/open")
    assert sent.status_code == 303
    db.expire_all()
    assert db.scalars(select(ClosedDay.id)).all() == []


@pytest.mark.parametrize("day", ["", "soon", "22/11/2026", "1/1/2090"])
def test_a_day_that_cannot_be_closed(client, db, pair, manager, day):
    client.get("/hours")
    hidden = client.form("/hours", {"day": "", "why": ""}, action="/hours/closed").hidden
    answer = client.post("/hours/closed", data={**hidden, "day": day, "why": ""})
    assert answer.status_code == 422
    assert "Choose a day from today on" in answer.text


@pytest.mark.parametrize("role", [Role.WORKER, Role.IRO, Role.DUTY, Role.ADVOCATE])
def test_others_do_not_set_them(client, db, pair, role):
    one = makers.make_worker(db, council_id=pair[0].council_id)
    client.sign_in(one, role)
    assert client.get("/hours").status_code == 403


def test_another_councils_hours_change_nothing_here(client, db, pair):
    other = makers.make_council(db)
    db.add(OpenHours(council_id=other.id, weekday=0, opens=0, closes=60))
    db.add(ClosedDay(council_id=other.id, day=date(2026, 11, 25)))
    db.flush()
    client.sign_in(pair[0])
    assert told(client, db) == at(25, 17)
    assert calendar_for(db, other.id).closed == {date(2026, 11, 25)}


# --- what goes by them ---------------------------------------------------------------------------


def test_what_is_told_goes_by_the_hours_and_what_was_told_stays(client, new_client, db, pair):
    client.sign_in(pair[0])
    assert told(client, db) == at(25, 17)
    grace = makers.make_worker(db, council_id=pair[0].council_id)
    desk = new_client()
    desk.sign_in(grace, Role.MANAGER)
    desk.send("/hours", form(d0=("9:00", "17:00"), d2=("9:00", "12:30")), action="/hours")
    desk.send("/hours", {"day": "30/11/2026", "why": ""}, action="/hours/closed")
    # Two working days after this Monday: Wednesday, and as Monday is closed, the next Wednesday.
    assert told(client, db) == datetime(2026, 12, 2, 12, 30, tzinfo=UTC)
    assert db.scalars(select(Message.answer_by).order_by(Message.id)).first() == at(25, 17)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (at(23, 10), None),
        (at(23, 8, 59), "Nobody reads this until today at 9am."),
        (at(23, 17), "Nobody reads this until tomorrow at 9am."),
        (at(20, 18), "Nobody reads this until Monday at 9am."),
        (datetime(2026, 12, 24, 18, tzinfo=UTC), "Nobody reads this until Tuesday at 9am."),
        (datetime(2027, 12, 31, 18, tzinfo=UTC), None),  # no bank holiday of 2028 is known
    ],
)
def test_the_box_says_when_somebody_will_next_look(client, db, pair, now, says):
    with clock.fixed(now, everywhere=True):
        client.sign_in(pair[0])
        page = client.get("/messages").text
    assert (says in page) if says else "Nobody reads this until" not in page


def test_when_we_read_is_said_from_the_councils_hours(client, new_client, db, pair, manager):
    """A council that is open on Saturdays does not say that nobody reads at weekends."""
    young = new_client()
    young.sign_in(pair[0])
    assert "read what you write on Monday to Friday from 9am to 5pm." in young.get("/messages").text
    week = {f"d{n}": ("9:00", "17:00") for n in range(4)}
    sent = client.send(
        "/hours", form(**week, d4=("9:00", "16:00"), d5=("10:00", "14:30")), action="/hours"
    )
    assert sent.status_code == 303
    page = young.get("/messages").text
    assert (
        "We read what you write on Monday to Thursday from 9am to 5pm, Friday from 9am to 4pm "
        "and Saturday from 10am to 2:30pm. Nobody reads it at other times or on bank holidays."
    ) in page
    assert "at weekends" not in page


@pytest.mark.parametrize(
    ("leaves", "back"),
    [
        ([(0, 4)], "Monday 30 November"),  # until Friday
        ([(0, 4), (7, 9)], "Thursday 3 December"),  # and away again from Monday on
        ([(0, 32)], "Tuesday 29 December"),  # over Christmas Day and its substitute
        ([(0, 1)], "Wednesday 25 November"),
    ],
)
def test_the_day_they_are_back_is_said_and_not_the_last_of_their_leave(
    client, db, database, pair, leaves, back
):
    for first, last in leaves:
        makers.make_leave(
            db, pair[1], starts=makers.today() + first * DAY, ends=makers.today() + last * DAY
        )
    client.sign_in(pair[0])
    for page in ("/messages", "/home"):
        with counting(database) as counted:
            text = client.get(page).text
        assert f"Priya is away. Back on {back}." in text
        assert len(counted) <= (5 if page == "/home" else 4), counted.statements


READS = Grant.NAME | Grant.MESSAGES


def leave(db, who, cover, first, last, **given):
    return makers.make_leave(
        db, who, cover, starts=makers.today() + first * DAY, ends=makers.today() + last * DAY,
        **given,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "due"),
    [
        ("no leave", at(25, 17)),
        ("tomorrow, nobody covers", at(26, 17)),
        ("tomorrow, covered", at(25, 17)),
        ("tomorrow, covered from then on only", at(25, 17)),
        ("two days, covered on the first only", at(26, 17)),
        ("tomorrow, whoever covers is away too", at(26, 17)),
        ("tomorrow, whoever covers has left", at(26, 17)),
        ("tomorrow, whoever covers must not know", at(26, 17)),
        ("tomorrow, called off", at(25, 17)),
        ("today, nobody covers", at(26, 17)),
        ("over since yesterday", at(25, 17)),
        ("to the end of the week", datetime(2026, 12, 1, 17, tzinfo=UTC)),
        ("somebody else's", at(25, 17)),
    ],
)
def test_days_of_leave_that_nobody_covers_are_no_working_days(client, db, pair, case, due):
    mia, priya = pair
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    near = {"grants": READS}
    if case == "tomorrow, covered from then on only":
        near["starts"] = makers.today() + DAY
    if case == "two days, covered on the first only":
        near["ends"] = makers.today() + DAY
    makers.make_connection(db, mia, omar, Kind.COVER, **near)
    if case in ("tomorrow, nobody covers",):
        leave(db, priya, None, 1, 1)
    elif case == "two days, covered on the first only":
        leave(db, priya, omar, 1, 2)
    elif case == "today, nobody covers":
        leave(db, priya, None, 0, 0)
    elif case == "over since yesterday":
        leave(db, priya, None, -3, -1)
    elif case == "to the end of the week":
        leave(db, priya, None, 1, 4)
    elif case == "tomorrow, called off":
        leave(db, priya, None, 1, 1, cancelled_at=clock.now())
    elif case == "somebody else's":
        leave(db, omar, None, 1, 1)
    elif case != "no leave":
        leave(db, priya, omar, 1, 1)
    if case == "tomorrow, whoever covers is away too":
        leave(db, omar, None, 0, 1)
    elif case == "tomorrow, whoever covers has left":
        db.scalars(
            select(makers.Membership).where(makers.Membership.person_id == omar.id)
        ).one().ends = makers.today()
    elif case == "tomorrow, whoever covers must not know":
        makers.make_bar(db, mia, omar)
    client.sign_in(mia)
    assert told(client, db) == due


def test_whoever_covers_and_is_away_too_is_not_named(client, db, pair):
    mia, priya = pair
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, omar, Kind.OTHER, grants=READS)
    leave(db, priya, omar, -1, 1)
    leave(db, omar, None, 0, 0)
    client.sign_in(mia)
    page = client.get("/messages").text
    assert "Omar answers" not in page
    assert "Nobody reads this until then." in page
    assert "Nobody reads this until tomorrow at 9am." in page


def test_a_calendar_with_much_in_it_costs_no_statement_more(client, db, database, pair):
    mia, priya = pair
    for n in range(60):
        db.add(ClosedDay(council_id=mia.council_id, day=makers.today() + (90 + n) * DAY))
        leave(db, priya, None, 200 + 2 * n, 200 + 2 * n)
    for weekday in range(7):
        db.add(OpenHours(council_id=mia.council_id, weekday=weekday, opens=480, closes=1200))
    client.sign_in(mia)
    client.get("/messages")
    with counting(database) as counted:
        client.get("/messages")
    assert len(counted) <= 4
