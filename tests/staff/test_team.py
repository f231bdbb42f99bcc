"""A manager sees who waits how long with whom, and nothing of what was written."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.access import Role
from portal.core.ids import new_id
from portal.house import Worry
from portal.people.rules import Grant, Kind
from portal.staff.team import Hand, team_page, worker_page
from tests import makers
from tests.databases import counting

HOUR = timedelta(hours=1)


@pytest.fixture
def jo(db):
    """A manager; Priya and Omar, each with a young person whom Jo shares."""
    jo = makers.make_worker(db, known_as="Jo", account=False)
    makers.make_membership(db, jo, role=Role.MANAGER)
    jo.priya = makers.make_worker(db, known_as="Priya", last_name="Shah")
    jo.omar = makers.make_worker(db, known_as="Omar", first_name="Omar")
    jo.kim = young_of(db, jo, jo.priya, "Kim")
    jo.lee = young_of(db, jo, jo.omar, "Lee")
    return jo


def young_of(db, jo, worker, name):
    young = makers.make_young(db, known_as=name, council_id=jo.council_id)
    makers.make_connection(db, young, worker)
    makers.make_connection(db, young, jo, Kind.MANAGER)
    return young


def owe(db, debtor, young, hours, kind="reply", **more):
    now = clock.now()
    return makers.make_owed(db, debtor, young, kind=kind, due_at=now + hours * HOUR,
                            since=now - timedelta(days=3), **more)  # fmt: skip


@pytest.fixture
def by_name(app, db, jo):
    """What Jo sees of each worker, by name."""

    def look():
        with app.test_request_context("/team"):
            page = team_page(db, makers.make_viewer(db, jo), clock.now())
        return {one.name: one for one in page.workers}

    return look


def test_each_worker_with_what_waits(db, jo, by_name):
    owe(db, jo.priya, jo.kim, -2)
    owe(db, jo.priya, jo.kim, 5)
    owe(db, jo.priya, jo.kim, -2, kind="visit")
    owe(db, jo.priya, jo.kim, -2, kind="keep_in_touch")
    owe(db, jo.priya, jo.kim, -9, done_at=clock.now())
    owe(db, jo.omar, jo.lee, 5)
    worry = Worry(id=new_id(), council_id=jo.council_id, person_id=jo.kim.id, from_id=jo.kim.id)
    worry.why, worry.source_kind, worry.source_id = "help", "message", 1
    worry.raised_at = clock.now()
    db.add(worry)
    makers.make_leave(db, jo.omar, jo.priya)
    found = by_name()
    priya, omar = found["Priya Shah"], found["Omar"]
    assert (priya.waits, priya.late_answers, priya.late, priya.late_touch) == (2, 1, 1, 1)
    assert (priya.worries, priya.young, priya.hand) == (1, 1, Hand.TODAY)
    assert (omar.waits, omar.cover, omar.hand) == (1, "Priya", Hand.SOON)


def test_a_worker_away_whom_nobody_covers_needs_a_hand(db, jo, by_name):
    owe(db, jo.omar, jo.lee, 5)
    makers.make_leave(db, jo.omar)
    assert by_name()["Omar"].hand is Hand.TODAY
    assert by_name()["Priya Shah"].hand is Hand.NONE


def test_only_young_people_whom_they_share(client, db, jo, by_name):
    other = makers.make_young(db, known_as="Not Jo's", council_id=jo.council_id)
    makers.make_connection(db, other, jo.priya)
    narrow = makers.make_young(db, known_as="Only named", council_id=jo.council_id)
    makers.make_connection(db, narrow, jo.priya)
    makers.make_connection(db, narrow, jo, Kind.OTHER, grants=Grant.NAME)
    gone = young_of(db, jo, jo.priya, "Must not know")
    makers.make_bar(db, gone, jo)
    quiet = young_of(db, jo, jo.priya, "Stopped")
    makers.make_stop(db, quiet)
    for young in (other, narrow, gone, quiet):
        owe(db, jo.priya, young, -5)
    assert by_name()["Priya Shah"].waits == 0
    client.sign_in(jo)
    page = client.get(f"/team/{jo.priya.ref}").text
    assert "Kim" in page
    for name in ("Not Jo", "Only named", "Must not know", "Stopped"):
        assert name not in page


def test_names_and_days_and_no_content(client, db, jo):
    talk = makers.make_conversation(db, jo.kim, jo.priya)
    makers.make_message(db, talk, text="MARK-WORDS")
    makers.make_promise(db, jo.kim, jo.priya, text="MARK-PROMISE")
    owe(db, jo.priya, jo.kim, -50)
    owe(db, jo.priya, jo.kim, -50, kind="promise")
    client.sign_in(jo)
    team, one = client.get("/team").text, client.get(f"/team/{jo.priya.ref}").text
    for page in (team, one):
        assert "MARK" not in page
    assert "Need a hand today" in team
    assert "1 waits for an answer, since Friday" in team or "since Friday 20 November" in team
    assert "Waits for an answer" in one
    assert "Was promised something" in one
    assert "Hand over" in one


def test_who_may_look(client, db, jo):
    duty = makers.make_worker(db, known_as="Dev", account=False)
    makers.make_membership(db, duty, role=Role.DUTY)
    makers.make_connection(db, jo.kim, duty, Kind.OTHER, grants=Grant.NAME | Grant.MESSAGES)
    client.sign_in(duty)
    assert "Priya" in client.get("/team").text
    page = client.get(f"/team/{jo.priya.ref}").text
    assert "Hand over" not in page
    assert client.get(f"/team/{jo.omar.ref}").status_code == 404
    client.sign_in(jo.priya)
    assert client.get("/team").status_code == 403
    far = makers.make_worker(db, account=False)
    makers.make_membership(db, far, role=Role.MANAGER)
    client.sign_in(far)
    assert "Nobody is here yet" in client.get("/team").text
    assert client.get(f"/team/{jo.priya.ref}").status_code == 404


def test_as_many_questions_for_fifty_workers_as_for_two(client, db, database, jo):
    client.sign_in(jo)

    def asked(address):
        client.get(address)
        with counting(database) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    few = asked("/team"), asked(f"/team/{jo.priya.ref}")
    for n in range(48):
        worker = makers.make_worker(db, known_as=f"Worker {n:02}", first_name=f"W{n:02}")
        young = young_of(db, jo, worker, f"Young {n:02}")
        for hours in range(-20, 20):
            owe(db, worker, young, hours)
    many = asked("/team"), asked(f"/team/{jo.priya.ref}")
    assert few == many
    assert many[0] <= 5
    assert many[1] <= 5


def test_a_page_of_one(app, db, jo):
    owe(db, jo.priya, jo.kim, -2)
    makers.make_worry(db, jo.kim)
    makers.make_worry(db, jo.kim, done_at=clock.now())
    makers.make_worry(db, jo.lee)
    with app.test_request_context("/team/x"):
        page = worker_page(db, makers.make_viewer(db, jo), jo.priya.ref, clock.now())
    assert [row.name for row in page.owed] == ["Kim"]
    assert page.worker.worries == 1
    assert [young.name for young in page.young] == ["Kim"]
