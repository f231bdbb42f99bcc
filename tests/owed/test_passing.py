"""What nobody has done goes on: to whom, what they and the young person see, and only once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Connection, Membership, Notice, Outbox, Owed, OwedStep, Stop
from portal.owed import passing, steps
from portal.owed.pages import waiting_on
from portal.owed.steps import Candidate, Taken, To
from portal.people.rules import Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.databases import counting

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)  # in the morning, in winter
WEDNESDAY_AT_FIVE = datetime(2026, 11, 25, 17, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


def colleague(db, pair, name, role, near=True, **given):
    """Somebody of the council; near: they can open Mia's conversation."""
    one = makers.make_worker(db, known_as=name, first_name=name, account=False,
                             council_id=pair[0].council_id)  # fmt: skip
    makers.make_membership(db, one, role=role, **given)
    if near:
        makers.make_connection(db, pair[0], one, Kind.MANAGER)
    return one


@pytest.fixture
def dele(db, pair):
    return colleague(db, pair, "Dele", Role.DUTY)


@pytest.fixture
def grace(db, pair):
    return colleague(db, pair, "Grace", Role.MANAGER)


def write(client, text="Hello?"):
    assert client.send("/messages", {"text": text}, action="/messages").status_code == 303


def look(db, database, moment):
    db.commit()
    passing.pass_on(database, moment)
    db.expire_all()


def taken(db):
    db.rollback()
    rows = db.execute(select(OwedStep.step, OwedStep.to_id, OwedStep.due_at, OwedStep.at)
                      .order_by(OwedStep.id))  # fmt: skip
    return [tuple(row) for row in rows]


def seen_by(db, adult, role, moment):
    viewer = makers.make_viewer(db, adult, role)
    db.flush()
    return [row for row in waiting_on(db, viewer, None, moment).rows if row.kind == "reply"]


def test_from_the_worker_to_duty_to_a_manager_and_again(client, db, database, pair, dele, grace):
    client.sign_in(pair[0])
    write(client)
    look(db, database, WEDNESDAY_AT_FIVE - MINUTE)
    assert taken(db) == []
    moments = [WEDNESDAY_AT_FIVE, WEDNESDAY_AT_FIVE + DAY, WEDNESDAY_AT_FIVE + 2 * DAY,
               WEDNESDAY_AT_FIVE + 5 * DAY]  # fmt: skip
    for moment in moments:
        look(db, database, moment + MINUTE)
        look(db, database, moment + 2 * MINUTE)
    assert [(step, to, due) for step, to, due, _at in taken(db)] == [
        ("duty", dele.id, moments[0]), ("manager", grace.id, moments[1]),
        ("again", grace.id, moments[2]), ("again", grace.id, moments[3]),
    ]  # fmt: skip
    owed = db.scalars(select(Owed)).one()
    assert (owed.debtor_id, owed.passes_to_id) == (pair[1].id, grace.id)
    assert owed.next_at == WEDNESDAY_AT_FIVE + 6 * DAY
    assert rebuild(db, pair[0].council_id, MONDAY) == Changes()
    told = db.scalars(select(Notice.person_id).where(Notice.kind == "passed_on")).all()
    assert sorted(told) == sorted([dele.id, grace.id, grace.id, grace.id])
    out = db.scalars(select(Outbox.person_id).where(Outbox.kind == "passed_on")).all()
    assert sorted(out) == sorted(told)


def test_what_everybody_sees(client, new_client, db, database, pair, dele, grace):
    client.sign_in(pair[0])
    write(client)
    after = WEDNESDAY_AT_FIVE + DAY + HOUR
    look(db, database, WEDNESDAY_AT_FIVE)
    look(db, database, after - HOUR)
    with clock.fixed(after, everywhere=True):
        client.sign_in(pair[0])
        page = client.get("/messages").text
        assert "Priya has not answered yet. Sent on to Dele, duty team, yesterday at 5pm." in page
        assert "Dele has not answered yet. Sent on to Grace, a manager, today at 5pm." in page
        for adult, words in (
            (pair[1], "Wrote to you, waits for an answer · Passed on to Grace"),
            (dele, "Passed to you from Priya, and on to Grace, today · Waits for an answer"),
            (grace, "Passed to you from Dele, today · Waits for an answer"),
        ):
            desk = new_client()
            desk.sign_in(adult)
            assert words in desk.get("/waiting").text
        assert "Something was passed on to you" in desk.get("/waiting").text
        address = f"/people/{pair[0].ref}/messages"
        assert desk.send(address, {"text": "I am here."}, action=address).status_code == 303
        for adult in (pair[1], dele, grace):
            desk.sign_in(adult)
            assert "Nobody is waiting" in desk.get("/waiting").text
        assert "has not answered yet" not in client.get("/messages").text
    look(db, database, after + 5 * DAY)
    assert len(taken(db)) == 2
    # The next question begins a way of its own.
    with clock.fixed(after + 5 * DAY, everywhere=True):
        client.sign_in(pair[0])
        write(client, "Another")
        assert "has not answered yet" not in client.get("/messages").text
    owed = db.scalars(select(Owed)).one()
    assert (owed.passes_to_id, owed.passes_at, owed.done_at) == (None, None, None)
    assert rebuild(db, pair[0].council_id, after) == Changes()


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (MONDAY, [15, 30, 45]),  # while the council is open: every quarter of an hour
        (MONDAY + 6 * HOUR + 50 * MINUTE, [10, 40, 70]),  # ten to five: until it closes
        (MONDAY + 14 * HOUR, [0, 30, 60]),  # at midnight straight to duty
        (MONDAY - 2 * DAY, [0, 30, 60]),  # on a Saturday
        (MONDAY - HOUR - 20 * MINUTE, [0, 30, 45]),  # 8:40, and at 9:10 somebody is there
    ],
)
def test_a_cry_for_help_goes_on_in_minutes(client, db, database, pair, dele, grace, sent, due):
    with clock.fixed(sent, everywhere=True):
        client.sign_in(pair[0])
        client.send("/home", {"kind": "help"}, action="/messages/tap")
    for minute in range(due[-1] + 2):
        look(db, database, sent + minute * MINUTE)
    found = taken(db)
    assert [(row[0], (row[2] - sent) / MINUTE) for row in found] == [
        ("duty", due[0]), ("manager", due[1]), ("again", due[2]),
    ]  # fmt: skip
    assert all(row[3] - row[2] < 2 * MINUTE for row in found)


def test_after_a_long_silence_of_the_worker_process_nobody_is_passed_over(
    client, db, database, pair, dele, grace
):
    client.sign_in(pair[0])
    write(client)
    much_later = WEDNESDAY_AT_FIVE + 5 * DAY + HOUR  # Monday at six
    for _ in range(3):
        look(db, database, much_later)
    assert [row[:2] for row in taken(db)] == [("duty", dele.id)]
    owed = db.scalars(select(Owed)).one()
    assert owed.next_at == WEDNESDAY_AT_FIVE + 6 * DAY
    assert rebuild(db, pair[0].council_id, MONDAY) == Changes()


def test_where_nobody_can_read_it_somebody_on_duty_is_let_in(
    client, db, database, pair, new_client
):
    dele = colleague(db, pair, "Dele", Role.DUTY, near=False)
    colleague(db, pair, "Grace", Role.MANAGER, near=False)
    client.sign_in(pair[0])
    write(client)
    look(db, database, WEDNESDAY_AT_FIVE)
    assert [row[:2] for row in taken(db)] == [("duty", dele.id)]
    given = db.scalars(select(Connection).where(Connection.kind == Kind.COVER.value)).one()
    assert (given.with_id, given.of_id, given.ends_at) == (dele.id, pair[0].id, None)
    assert given.grants == Grant.NAME | Grant.MESSAGES | Grant.CONTACT
    assert (given.starts, given.ends) == (
        datetime(2026, 11, 25).date(),
        datetime(2026, 12, 2).date(),
    )
    event = db.scalars(select(AuditEvent).where(AuditEvent.what == "owed.let_in")).one()
    assert (event.about_id, event.person_id, event.role) == (pair[0].id, dele.id, "duty")
    with clock.fixed(WEDNESDAY_AT_FIVE + MINUTE, everywhere=True):
        client.sign_in(pair[0])
        assert "answers you when your worker cannot" in client.get("/my-people").text
        assert "Was let in to your messages" in client.get("/who-looked").text
        desk = new_client()
        desk.sign_in(dele)
        assert "Hello?" in desk.get(f"/people/{pair[0].ref}/messages").text
        assert "Plan" not in desk.get(f"/people/{pair[0].ref}").text.split("<main")[1]
    with clock.fixed(WEDNESDAY_AT_FIVE + 8 * DAY, everywhere=True):
        desk.sign_in(dele)
        assert desk.get(f"/people/{pair[0].ref}/messages").status_code == 404


def test_a_manager_is_let_in_when_duty_alone_could_read_and_did_not_answer(
    client, db, database, pair, dele
):
    grace = colleague(db, pair, "Grace", Role.MANAGER, near=False)
    client.sign_in(pair[0])
    write(client)
    for day in range(2):
        look(db, database, WEDNESDAY_AT_FIVE + day * DAY)
    assert [row[:2] for row in taken(db)] == [("duty", dele.id), ("manager", grace.id)]


def gone(db, one, why):
    member = Membership.person_id == one.id
    if why == "on leave":
        makers.make_leave(db, one, starts=makers.today(), ends=makers.today() + 20 * DAY)
    elif why == "left":
        db.execute(update(Membership).where(member).values(ends=makers.today()))
    elif why == "account closed":
        account = select(Membership.account_id).where(member).scalar_subquery()
        db.execute(
            update(makers.Account).where(makers.Account.id == account).values(state="closed")
        )
    elif why == "must not know":
        pass
    elif why == "has died":
        stop(db, one)


def stop(db, one):
    now = clock.now()
    db.add(Stop(council_id=one.council_id, person_id=one.id, why="died", basis="Told by the team",
                asked_by_id=1, asked_at=now, agreed_by_id=2, agreed_at=now))  # fmt: skip
    db.flush()


@pytest.mark.parametrize("why", ["on leave", "left", "account closed", "must not know", "has died"])
def test_whoever_is_not_there_is_never_asked(client, db, database, pair, dele, grace, why):
    gone(db, dele, why)
    if why == "must not know":
        makers.make_bar(db, pair[0], dele)
    client.sign_in(pair[0])
    write(client)
    for day in range(3):
        look(db, database, WEDNESDAY_AT_FIVE + day * DAY)
    assert {row[1] for row in taken(db)} == {grace.id}


def test_nobody_is_left_so_the_lead_is_told_and_else_whoever_gives_access(client, db, database,
                                                                          pair):  # fmt: skip
    noor = makers.make_lead(db, council_id=pair[0].council_id)
    admin = colleague(db, pair, "Ann", Role.ADMIN, near=False)
    client.sign_in(pair[0])
    write(client)
    look(db, database, WEDNESDAY_AT_FIVE)
    gone(db, noor, "left")
    look(db, database, WEDNESDAY_AT_FIVE + DAY)
    assert [row[:2] for row in taken(db)] == [("lead", noor.id), ("admin", admin.id)]
    kinds = db.scalars(select(Notice.kind).where(Notice.person_id.in_((noor.id, admin.id)))).all()
    assert kinds == ["nobody_reads", "nobody_reads"]
    assert not db.scalars(
        select(Connection).where(Connection.with_id.in_((noor.id, admin.id)))
    ).all()
    # Somebody is back: they are asked before either.
    grace = colleague(db, pair, "Grace", Role.MANAGER)
    look(db, database, WEDNESDAY_AT_FIVE + 2 * DAY)
    assert taken(db)[-1][:2] == ("manager", grace.id)


def test_with_nobody_at_all_it_waits_for_somebody_and_says_so(client, db, database, pair, caplog):
    client.sign_in(pair[0])
    write(client)
    for minute in range(3):
        look(db, database, WEDNESDAY_AT_FIVE + minute * MINUTE)
    assert taken(db) == []
    assert "something owed has nobody to go on to" in caplog.text
    dele = colleague(db, pair, "Dele", Role.DUTY)
    look(db, database, WEDNESDAY_AT_FIVE + 3 * MINUTE)
    assert [row[1] for row in taken(db)] == [dele.id]


def test_nothing_of_somebody_who_has_died_goes_on(client, db, database, pair, dele):
    client.sign_in(pair[0])
    write(client)
    stop(db, pair[0])
    look(db, database, WEDNESDAY_AT_FIVE + DAY)
    assert taken(db) == []


def test_whoever_has_least_is_asked_first(client, db, database, pair, dele):
    other = colleague(db, pair, "Dot", Role.DUTY)
    for _ in range(2):
        makers.make_owed(db, pair[1], pair[0], passes_to_id=dele.id)
    client.sign_in(pair[0])
    write(client)
    look(db, database, WEDNESDAY_AT_FIVE)
    assert [row[1] for row in taken(db)] == [other.id]


def test_killed_in_the_middle_nothing_was_done(
    client, db, database, pair, dele, grace, monkeypatch
):
    client.sign_in(pair[0])
    write(client)

    class Killed(BaseException):
        pass

    def dies(*_given):
        raise Killed

    monkeypatch.setattr(passing, "tell", dies)
    db.commit()
    with pytest.raises(Killed):
        passing.pass_on(database, WEDNESDAY_AT_FIVE)
    assert taken(db) == []
    assert db.scalars(select(Owed.passes_to_id)).one() is None
    monkeypatch.undo()
    look(db, database, WEDNESDAY_AT_FIVE + MINUTE)
    assert [row[0] for row in taken(db)] == ["duty"]


def test_one_thing_that_cannot_go_on_keeps_no_other(client, db, database, pair, dele, monkeypatch):
    client.sign_in(pair[0])
    write(client)
    for _ in range(3):
        young = makers.make_young(db, council_id=pair[0].council_id)
        makers.make_owed(db, pair[1], young, due_at=MONDAY, next_at=MONDAY, since=MONDAY - DAY)
    bad = db.scalars(select(Owed.id).order_by(Owed.next_at, Owed.id)).first()
    choose = steps.choose

    def fails_once(people, taken, debtor_id, holder_id):
        if failing:
            failing.pop()
            raise RuntimeError("broken")
        return choose(people, taken, debtor_id, holder_id)

    failing = [bad]
    monkeypatch.setattr(steps, "choose", fails_once)
    look(db, database, WEDNESDAY_AT_FIVE)
    assert len(taken(db)) == 3
    look(db, database, WEDNESDAY_AT_FIVE + MINUTE)
    assert len(taken(db)) == 4


def test_two_workers_at_once_do_it_once(client, db, database, pair, dele, grace):
    for number in range(8):
        young = makers.make_young(db, council_id=pair[0].council_id, known_as=f"Y{number}")
        makers.make_connection(db, young, pair[1])
        makers.make_connection(db, young, dele, Kind.MANAGER)
        makers.make_owed(db, pair[1], young, next_at=MONDAY - MINUTE, since=MONDAY - DAY)
    db.commit()
    started = threading.Barrier(3)

    def work():
        started.wait()
        passing.pass_on(database, MONDAY)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    found = taken(db)
    assert len(found) == 8
    assert {row[0] for row in found} == {"duty"}
    assert len(db.scalars(select(Notice.id).where(Notice.kind == "passed_on")).all()) == 8


def test_another_councils_staff_are_never_asked(client, db, database, pair):
    other = makers.make_council(db)
    for role in (Role.DUTY, Role.MANAGER, Role.ADMIN):
        one = makers.make_worker(db, council_id=other.id, account=False)
        makers.make_membership(db, one, role=role)
        makers.make_connection(db, pair[0], one, Kind.MANAGER, council_id=other.id)
    client.sign_in(pair[0])
    write(client)
    look(db, database, WEDNESDAY_AT_FIVE)
    assert taken(db) == []


def test_a_plain_answer_leaves_a_worry_open(client, new_client, db, database, pair, dele, grace):
    """What somebody worried about is a row of its own, and goes on until it is taken there."""
    client.sign_in(pair[0])
    write(client)
    worry = makers.make_owed(db, pair[1], pair[0], kind="worry", urgent=True, source_kind="worry",
                             since=MONDAY, due_at=MONDAY, next_at=MONDAY + 15 * MINUTE)  # fmt: skip
    desk, address = new_client(), f"/people/{pair[0].ref}/messages"
    desk.sign_in(pair[1])
    desk.send(address, {"text": "Hello"}, action=address)
    db.expire_all()
    assert {o.kind: o.done_at is None for o in db.scalars(select(Owed))} == {
        "reply": False, "worry": True,
    }  # fmt: skip
    for minute in (15, 30, 45):
        look(db, database, MONDAY + minute * MINUTE)
    assert [row[0] for row in taken(db)] == ["duty", "manager", "again"]
    db.get(Owed, worry.id).done_at = MONDAY + 50 * MINUTE
    look(db, database, MONDAY + 90 * MINUTE)
    assert len(taken(db)) == 3


def test_the_thread_and_a_message_cost_no_statement_more(client, db, database, pair, dele, grace):
    client.sign_in(pair[0])
    write(client)
    for day in range(2):
        look(db, database, WEDNESDAY_AT_FIVE + day * DAY)
    makers.make_leave(db, pair[1], dele, starts=makers.today(), ends=makers.today() + 9 * DAY)
    client.get("/messages")
    with counting(database) as counted:
        client.get("/messages")
    assert len(counted) <= 4
    form = client.form("/messages", {"text": ""}, action="/messages").hidden
    with counting(database) as counted:
        assert client.post("/messages", data={**form, "text": "Hi"}).status_code == 303
    assert len(counted) <= 6, counted.statements


# --- what waits when somebody goes on leave ------------------------------------------------------


def test_what_waited_goes_on_to_whoever_covers_and_keeps_its_time(client, db, database, pair, dele):
    omar = makers.make_worker(db, known_as="Omar", council_id=pair[0].council_id)
    makers.make_connection(db, pair[0], omar, Kind.COVER)
    client.sign_in(pair[0])
    write(client)
    tomorrow = makers.today() + DAY
    makers.make_leave(db, pair[1], omar, starts=tomorrow, ends=tomorrow + 7 * DAY)
    look(db, database, MONDAY + HOUR)
    assert taken(db) == []
    midnight = MONDAY.replace(hour=0) + DAY
    look(db, database, midnight + MINUTE)
    look(db, database, midnight + 2 * MINUTE)
    assert taken(db) == [("cover", omar.id, midnight, midnight + MINUTE)]
    owed = db.scalars(select(Owed)).one()
    assert (owed.debtor_id, owed.passes_to_id, owed.next_at) == (
        omar.id,
        omar.id,
        WEDNESDAY_AT_FIVE,
    )
    with clock.fixed(midnight + 9 * HOUR, everywhere=True):
        client.sign_in(pair[0])
        page = client.get("/messages").text
        assert "Priya is away. Sent on to Omar, today at 12:01am." in page
        assert rebuild(db, pair[0].council_id, midnight + HOUR) == Changes()
        db.commit()
        write(client, "Written while Omar covers")
    look(db, database, WEDNESDAY_AT_FIVE)
    assert [row[:2] for row in taken(db)] == [("cover", omar.id), ("duty", dele.id)]
    assert rebuild(db, pair[0].council_id, WEDNESDAY_AT_FIVE) == Changes()


def test_back_from_leave_it_is_the_workers_again_and_stays_with_who_had_it(client, db, database,
                                                                           pair):  # fmt: skip
    omar = makers.make_worker(db, known_as="Omar", council_id=pair[0].council_id)
    makers.make_connection(db, pair[0], omar, Kind.OTHER, grants=Grant.NAME | Grant.MESSAGES)
    client.sign_in(pair[0])
    write(client)
    tomorrow = makers.today() + DAY
    makers.make_leave(db, pair[1], omar, starts=tomorrow, ends=tomorrow)
    look(db, database, MONDAY + DAY)
    back = MONDAY + 2 * DAY
    passing.who_answers(database, back)
    db.expire_all()
    assert db.scalars(select(Owed.debtor_id)).one() == pair[1].id
    assert rebuild(db, pair[0].council_id, back) == Changes()
    assert len(seen_by(db, pair[1], Role.WORKER, back)) == 1
    assert len(seen_by(db, omar, Role.WORKER, back)) == 1


def test_a_new_worker_has_it_without_an_import(client, db, database, pair):
    client.sign_in(pair[0])
    write(client)
    omar = makers.make_worker(db, known_as="Omar", council_id=pair[0].council_id)
    makers.make_connection(db, pair[0], omar, starts=makers.today())
    db.commit()
    passing.who_answers(database, MONDAY + HOUR)
    db.expire_all()
    assert db.scalars(select(Owed.debtor_id)).one() == omar.id
    assert db.scalars(select(Notice.person_id)).all() == [omar.id]


# --- whom, as a plain rule -----------------------------------------------------------------------


def who(id, *, duty=False, manager=False, opens=True, load=0, asked=0):
    return Candidate(id, duty, manager, opens, load, asked)


def step(number, to, to_id):
    return Taken(number, to, to_id, MONDAY, MONDAY)


DUTY, MANAGER = To.DUTY, To.MANAGER
FIRST = [step(1, DUTY, 7)]
SECOND = [step(1, DUTY, 7), step(2, MANAGER, 8)]


@pytest.mark.parametrize(
    ("people", "taken", "holder", "chosen"),
    [
        ([], [], 1, None),
        ([who(7, duty=True), who(8, manager=True)], [], 1, (DUTY, 7, False)),
        ([who(7, duty=True, load=2), who(9, duty=True, load=1)], [], 1, (DUTY, 9, False)),
        ([who(8, manager=True), who(7, duty=True, opens=False)], [], 1, (MANAGER, 8, False)),
        ([who(8, manager=True, opens=False), who(7, duty=True, opens=False)], [], 1,
         (DUTY, 7, True)),
        ([who(8, manager=True, opens=False)], [], 1, (MANAGER, 8, True)),
        ([who(1, manager=True), who(8, manager=True, opens=False)], [], 1, (MANAGER, 8, True)),
        ([who(7, duty=True, asked=1), who(8, manager=True)], FIRST, 7, (MANAGER, 8, False)),
        ([who(7, duty=True, asked=1), who(8, manager=True, opens=False)], FIRST, 7,
         (MANAGER, 8, True)),
        ([who(7, duty=True, asked=1), who(9, duty=True)], FIRST, 7, (DUTY, 9, False)),
        ([who(7, duty=True, asked=1)], FIRST, 7, (To.AGAIN, 7, False)),
        ([who(7, duty=True, asked=1), who(8, manager=True, asked=2), who(9, manager=True)],
         SECOND, 8, (To.AGAIN, 9, False)),
        ([who(7, duty=True, asked=1), who(8, manager=True, asked=2)], SECOND, 8,
         (To.AGAIN, 8, False)),
        ([who(8, manager=True, asked=2), who(9, manager=True, opens=False)], SECOND, 8,
         (To.AGAIN, 8, False)),
        ([who(9, manager=True, opens=False)], SECOND, 8, (To.AGAIN, 9, True)),
    ],
)  # fmt: skip
def test_who_is_next(people, taken, holder, chosen):
    found = steps.choose(people, taken, debtor_id=1, holder_id=holder)
    assert (found and (found.to, found.person_id, found.let_in)) == chosen
