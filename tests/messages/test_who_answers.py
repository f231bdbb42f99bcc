"""Who is named as the one who answers: only somebody who can open the conversation today, and
the same name on every page, on the list of what is owed, and after a rebuild."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from portal.core import clock
from portal.core.access import Role
from portal.demo import load
from portal.house import Account, Conversation, Membership, Message, Outbox, Owed, Person
from portal.people.answers import answers_for, everybody_who_answers
from portal.people.rules import WORKER_GRANTS, Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.makers import Connection
from tests.pages import steady

DAY = timedelta(days=1)
READS = Grant.NAME | Grant.MESSAGES
NOBODY = "Nobody is your worker just now"


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def mia(client, pair):
    client.sign_in(pair[0])
    return pair[0]


@pytest.fixture
def omar(db, pair):
    """Covers for Priya, who is away for a week; not connected with Mia yet."""
    omar = makers.make_worker(db, known_as="Omar", council_id=pair[0].council_id)
    makers.make_leave(db, pair[1], omar)
    return omar


def connect(db, mia, adult, **given):
    return makers.make_connection(db, mia, adult, Kind.OTHER, **{"grants": READS, **given})


def write(client, text="Hello?"):
    return client.send("/messages", {"text": text}, action="/messages")


def debtors(db):
    db.rollback()
    return db.scalars(select(Owed.debtor_id).where(Owed.done_at.is_(None))).all()


def named(client):
    """Who is named on home, in My say, and at the head of the thread."""
    home, say, thread = (client.get(a).text for a in ("/home", "/my-say", "/messages"))
    return [n for n in ("Priya", "Omar")
            if f"{n} sees this on work days" in home
            and f"Write to {n}" in say
            and (f"{n} answers until then" in thread or f"You and {n}" in thread)]  # fmt: skip


COVERS = {
    "can read it": {},
    "not connected": None,
    "ended yesterday": {"ends": makers.date(2026, 11, 22)},
    "starts tomorrow": {"starts": makers.date(2026, 11, 24)},
    "only the name": {"grants": Grant.NAME},
    "only messages": {"grants": Grant.MESSAGES},
}


@pytest.mark.parametrize("why", COVERS)
def test_a_cover_is_named_only_if_they_can_read_it(client, db, pair, mia, omar, why):
    if COVERS[why] is not None:
        connect(db, mia, omar, **COVERS[why])
    write(client)
    page, home = client.get("/messages").text, client.get("/home").text
    assert "Priya is away. Back on Tuesday 1 December." in page
    if why == "can read it":
        assert "Omar answers until then." in page
        assert "Omar will answer by Wednesday at 5pm." in page
        assert "Omar sees this on work days" in home
        assert debtors(db) == [omar.id]
    else:
        assert "Omar" not in steady(page) and "Omar sees" not in home
        assert "Nobody reads this until then." in page
        assert "020 7946 0101" in page
        assert "will answer by" not in page
        assert "Priya is away. Back on Tuesday 1 December." in home
        assert "sees this on work days" not in home
        assert debtors(db) == [pair[1].id]
    assert rebuild(db, mia.council_id, clock.now()) == Changes()


def test_a_cover_without_an_open_account_is_not_named(client, db, pair, mia, omar):
    connect(db, mia, omar)
    db.execute(delete(Membership).where(Membership.person_id == omar.id))
    write(client)
    assert "Omar" not in steady(client.get("/messages").text)
    assert debtors(db) == [pair[1].id]


def test_back_from_leave_it_is_the_worker_again(client, db, pair, mia, omar, now):
    connect(db, mia, omar)
    assert named(client) == ["Omar"]
    with clock.fixed(now + 8 * DAY, everywhere=True):
        assert named(client) == ["Priya"]
        assert "away until" not in client.get("/messages").text


UNABLE = ["no grant", "no name", "membership ended", "membership to come", "account closed",
          "no account", "other role"]  # fmt: skip


@pytest.mark.parametrize("why", UNABLE)
def test_a_worker_who_cannot_read_is_nobody(client, db, pair, mia, why):
    write(client, "Before")
    form = {**client.form("/messages", {"text": ""}).hidden} if client.get("/messages") else {}
    member = Membership.person_id == pair[1].id
    today = makers.today()
    change = {
        "no grant": update(Connection).values(grants=int(WORKER_GRANTS & ~Grant.MESSAGES)),
        "no name": update(Connection).values(grants=int(Grant.MESSAGES)),
        "membership ended": update(Membership).where(member).values(ends=today - DAY),
        "membership to come": update(Membership).where(member).values(starts=today + DAY),
        "account closed": update(Account)
        .where(Account.id.in_(select(Membership.account_id).where(member)))
        .values(state="closed"),
        "no account": delete(Membership).where(member),
        "other role": update(Membership).where(member).values(role=Role.EDITOR.value),
    }[why]
    db.execute(change)
    page = client.get("/messages").text
    assert NOBODY in page
    assert "020 7946 0101" in page and "020 7946 0102" in page
    assert "<textarea" not in page and "will answer" not in page
    assert "I need help" not in client.get("/home").text
    assert "Write to Priya" not in client.get("/my-say").text
    answer = client.post("/messages", data={**form, "text": "After"})
    assert answer.status_code == 422
    assert "After</textarea>" in answer.text
    assert db.scalars(select(Message.text)).all() == ["Before"]
    # What was written before stays owed, so that those who stand in are shown it.
    rebuild(db, mia.council_id, clock.now())
    db.commit()
    assert debtors(db) == [pair[1].id]


def test_another_worker_who_can_read_it_answers(client, db, pair, mia):
    db.execute(update(Connection).values(grants=int(Grant.NAME)))
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, omar, Kind.PERSONAL_ADVISER, starts=makers.LONG_AGO - DAY)
    assert named(client) == ["Omar"]
    write(client)
    assert debtors(db) == [omar.id]
    assert rebuild(db, mia.council_id, clock.now()) == Changes()


def test_of_two_workers_every_page_names_the_newest_social_worker(client, db, pair, mia):
    adviser, newer = (makers.make_worker(db, known_as=n, council_id=mia.council_id)
                      for n in ("Zoe", "Omar"))  # fmt: skip
    makers.make_connection(db, mia, adviser, Kind.PERSONAL_ADVISER, starts=makers.today())
    makers.make_connection(db, mia, newer, starts=makers.LONG_AGO + DAY)
    assert named(client) == ["Omar"]
    write(client)
    assert debtors(db) == [newer.id]
    assert rebuild(db, mia.council_id, clock.now()) == Changes()


def test_home_finds_the_worker_among_very_many_people(client, db, pair, mia):
    db.execute(update(Connection).values(starts=makers.today()))
    for _ in range(70):
        friend = makers.make_relative(db, council_id=mia.council_id)
        makers.make_connection(db, mia, friend, Kind.FRIEND)
    assert named(client) == ["Priya"]


def test_another_councils_connection_names_nobody(client, db, pair, mia):
    other = makers.make_council(db)
    db.execute(update(Connection).values(council_id=other.id))
    assert NOBODY in client.get("/messages").text
    assert named(client) == []


@pytest.mark.parametrize("begun", [True, False])
def test_an_adult_writes_to_a_young_person_who_has_no_worker(client, new_client, db, pair, begun):
    mia, grace = pair[0], makers.make_worker(db, known_as="Grace", council_id=pair[0].council_id)
    makers.make_connection(db, mia, grace, Kind.MANAGER)
    if begun:
        makers.make_conversation(db, mia, pair[1])
    db.execute(update(Connection).where(Connection.with_id == pair[1].id)
               .values(ends=makers.today() - DAY))  # fmt: skip
    client.sign_in(grace, Role.MANAGER)
    desk = f"/people/{mia.ref}/messages"
    answer = client.send(desk, {"text": "I am Grace. How are you?"}, action=desk)
    assert answer.status_code == 303
    assert db.scalars(select(Outbox.person_id)).all() == [mia.id]
    talk = db.scalars(select(Conversation)).one()
    assert talk.adult_id == (pair[1].id if begun else grace.id)
    young = new_client()
    young.sign_in(mia)
    page = young.get("/messages").text
    assert "I am Grace. How are you?" in page
    assert NOBODY in page
    assert debtors(db) == []


def test_everybody_of_the_demo_has_somebody_who_answers(db, now):
    load.load(db, clock.today(now))
    today = clock.today(now)
    for council_id in db.scalars(select(Person.council_id).distinct()).all():
        young = set(db.scalars(select(Person.id).where(Person.council_id == council_id,
                                                       Person.kind == "young")))  # fmt: skip
        rows = db.execute(everybody_who_answers(council_id, today)).all()
        assert {row.of_id for row in rows} == young
        assert not [row for row in rows if answers_for(row, today).nobody_covers]
