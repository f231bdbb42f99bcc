"""A young person gets another worker, or somebody stands in: by two, told before, nothing lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.core import clock
from portal.core.access import Role
from portal.hand_over import rules
from portal.hand_over.jobs import hand_over
from portal.house import (
    Connection,
    Conversation,
    HandOver,
    Membership,
    Message,
    Notice,
    Owed,
    Promise,
    StaffNote,
)
from portal.people.rules import WORKER_GRANTS, Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.databases import counting

WORDS = "I go to another town. Omar likes football, too."
REASON = "I leave the council at the end of November."


@pytest.fixture
def kim(db):
    """Kim; Priya, her social worker; Omar, who could be; Jo, her manager."""
    kim, priya = makers.make_pair(db, known_as="Kim")
    kim.priya = priya
    kim.omar = makers.make_worker(db, known_as="Omar", first_name="Omar")
    kim.jo = makers.make_worker(db, known_as="Jo", first_name="Jo", account=False)
    makers.make_membership(db, kim.jo, role=Role.MANAGER)
    makers.make_connection(db, kim, kim.jo, Kind.MANAGER)
    makers.make_membership(db, kim)
    kim.talk = makers.make_conversation(db, kim, priya)
    makers.make_message(db, kim.talk, sent_at=clock.now() - timedelta(days=1))
    makers.make_promise(db, kim, priya)
    rebuild(db, kim.council_id, clock.now())
    return kim


def day(days):
    return makers.today() + timedelta(days=days)


def form(kim, days=7, **more):
    return {
        "to": kim.omar.ref, "how_long": "good", "day": day(days).isoformat(), "text": REASON,
        "words": WORDS, "note": "Kim likes to be rung after school.", **more,
    }  # fmt: skip


def asked(client, kim, by=None, address=None, **more):
    """First what would happen, then the same form once more."""
    client.sign_in(by or kim.priya)
    address = address or f"/people/{kim.ref}/hand-over"
    shown = client.send(address, form(kim, **more))
    assert shown.status_code == 200, shown.text
    assert client.handle.scalar(select(func.count()).select_from(HandOver)) == 0
    again = next(f for f in client.page.forms if "seen" in f.names)
    wanted = {**again.hidden, **form(kim, **more), "says": "go"}
    return client.post(address, data=wanted)


def answered(client, one, by, says="agree", **more):
    client.sign_in(by)
    page = client.get(f"/hand-overs/{one.ref}")
    token = client.page.forms[-1].hidden["csrf_token"] if client.page.forms else ""
    assert page.status_code in (200, 404)
    if page.status_code == 404:
        return page
    return client.post(f"/hand-overs/{one.ref}/answer",
                       data={"csrf_token": token, "says": says, **more})  # fmt: skip


def the_one(db):
    return db.scalars(select(HandOver)).one()


def done(client, db, kim, **more):
    assert asked(client, kim, **more).status_code == 303
    assert answered(client, the_one(db), kim.jo).status_code == 303
    return the_one(db)


def links(db, kim):
    rows = db.scalars(select(Connection).where(Connection.of_id == kim.id,
                                               Connection.kind == "social_worker")
                      .order_by(Connection.starts))  # fmt: skip
    return {row.with_id: (row.starts, row.ends, row.grants) for row in rows}


# --- by two -------------------------------------------------------------------------------------


def test_a_worker_asks_and_a_manager_agrees(client, db, kim):
    assert asked(client, kim).status_code == 303
    one = the_one(db)
    assert links(db, kim)[kim.priya.id][1] is None, "nothing goes over by asking"
    told = db.scalars(select(Notice.person_id).where(Notice.kind == "hand_over_asked")).all()
    assert told == [kim.jo.id]
    for nobody in (kim.priya, kim.omar):
        assert answered(client, one, nobody).status_code in (403, 404)
    assert answered(client, one, kim.jo).status_code == 303
    assert answered(client, one, kim.jo).status_code == 303  # again changes nothing
    assert links(db, kim) == {
        kim.priya.id: (makers.LONG_AGO, day(6), int(WORKER_GRANTS)),
        kim.omar.id: (day(7), None, int(WORKER_GRANTS)),
    }


def test_nobody_hands_over_more_than_they_had(client, db, kim):
    """An adviser who may not know where Kim lives does not let the next one know."""
    had = Grant.NAME | Grant.MESSAGES | Grant.PLAN | Grant.REASONS
    db.execute(update(Connection).where(Connection.with_id == kim.priya.id).values(grants=int(had)))
    db.commit()
    done(client, db, kim)
    assert links(db, kim)[kim.omar.id] == (day(7), None, int(had))


def test_what_will_happen_names_the_visits(client, db, kim):
    """From the day on; what is before it the old worker still makes."""
    for days in (3, 9, 12):
        makers.make_visit(db, kim, kim.priya, wall=makers.at(days))
    rebuild(db, kim.council_id, clock.now())
    client.sign_in(kim.priya)
    shown = client.send(f"/people/{kim.ref}/hand-over", form(kim)).text
    assert (
        "Booked: visit by Priya on Wednesday 2 December and visit by Priya on Saturday 5 December"
    ) in shown
    assert "26 November" not in shown
    some = form(kim, how_long="days", until=day(10).isoformat())
    shown = client.send(f"/people/{kim.ref}/hand-over", some).text
    assert "Booked: visit by Priya on Wednesday 2 December" in shown
    assert "5 December" not in shown


def test_a_manager_plans_and_the_new_worker_takes_over(client, db, kim):
    assert asked(client, kim, by=kim.jo).status_code == 303
    one = the_one(db)
    other = makers.make_worker(db, council_id=kim.council_id, account=False)
    makers.make_membership(db, other, role=Role.MANAGER)
    for nobody in (kim.jo, other):
        assert answered(client, one, nobody).status_code in (403, 404)
    client.sign_in(kim.omar)
    assert "I take over" in client.get(f"/hand-overs/{one.ref}").text
    assert client.get(f"/people/{kim.ref}").status_code == 404, "not before they do"
    assert answered(client, one, kim.omar).status_code == 303
    assert kim.omar.id in links(db, kim)


def test_refused_and_taken_back_nothing_goes_over(client, db, kim):
    asked(client, kim)
    one = the_one(db)
    assert answered(client, one, kim.jo, "refuse").status_code == 303
    assert answered(client, one, kim.jo).status_code == 409
    assert kim.omar.id not in links(db, kim)
    client.sign_in(kim.priya)
    assert "Jo did not agree" in client.get(f"/hand-overs/{one.ref}").text


def test_whoever_asked_can_take_it_back(client, db, kim):
    asked(client, kim)
    one = the_one(db)
    assert answered(client, one, kim.priya, "refuse").status_code == 303
    assert "They took it back" in client.get(f"/hand-overs/{one.ref}").text


def test_first_what_would_happen_and_nobody_sends_another_plan_than_they_saw(client, db, kim):
    client.sign_in(kim.priya)
    shown = client.send(f"/people/{kim.ref}/hand-over", form(kim))
    assert "1 answer to give" in shown.text
    assert "1 promise to keep" in shown.text
    again = next(f for f in client.page.forms if "seen" in f.names)
    other = {**again.hidden, **form(kim), "says": "go", "words": "Other words."}
    sent = client.post(f"/people/{kim.ref}/hand-over", data=other)
    assert sent.status_code == 200
    assert "Other words." in sent.text
    assert db.scalar(select(func.count()).select_from(HandOver)) == 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"to": ""}, "Choose who takes over"),
        ({"text": "short"}, "20 letters"),
        ({"day": "2026-11-23"}, "knows first"),
        ({"day": "soon"}, "like this"),
        ({"how_long": "days"}, "Choose the last day"),
        ({"how_long": "days", "until": "2026-11-26"}, "Choose the last day"),
        ({"how_long": ""}, "Choose for how long"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, db, kim, wrong, says):
    client.sign_in(kim.priya)
    sent = client.send(f"/people/{kim.ref}/hand-over", {**form(kim), **wrong})
    assert sent.status_code == 422
    assert says in sent.text
    assert WORDS in sent.text


# --- who never comes near -----------------------------------------------------------------------


def test_somebody_who_must_not_know_is_never_offered_and_never_let_in(client, db, kim):
    makers.make_bar(db, kim, kim.omar)
    client.sign_in(kim.priya)
    page = client.get(f"/people/{kim.ref}/hand-over").text
    assert kim.omar.ref not in page
    sent = client.send(f"/people/{kim.ref}/hand-over", form(kim))
    assert sent.status_code == 422
    address = f"/team/{kim.priya.ref}/hand-over"
    client.sign_in(kim.jo)
    shown = client.send(address, form(kim, who=kim.ref))
    assert "Choose somebody else for them" in shown.text
    assert "Nobody would go over" in shown.text


def test_barred_between_the_plan_and_the_agreement(client, db, kim):
    asked(client, kim)
    makers.make_bar(db, kim, kim.omar)
    assert answered(client, the_one(db), kim.jo).status_code == 409
    assert kim.omar.id not in links(db, kim)
    client.sign_in(kim.omar)
    assert client.get(f"/hand-overs/{the_one(db).ref}").status_code == 404


@pytest.mark.parametrize("how", ["left", "stopped", "ended"])
def test_what_changed_meanwhile_stops_it(client, db, kim, how):
    asked(client, kim)
    if how == "left":
        db.execute(update(Membership).where(Membership.person_id == kim.omar.id)
                   .values(ends=day(-1)))  # fmt: skip
    elif how == "stopped":
        makers.make_stop(db, kim)
    else:
        db.execute(update(Connection).where(Connection.with_id == kim.priya.id)
                   .values(ends=day(-1)))  # fmt: skip
    assert answered(client, the_one(db), kim.jo).status_code == 409
    assert kim.omar.id not in links(db, kim)


def test_only_their_own_and_only_by_a_connection(client, db, kim):
    ruth = makers.make_worker(db, council_id=kim.council_id, account=False)
    makers.make_membership(db, ruth, role=Role.IRO)
    makers.make_connection(db, kim, ruth, Kind.IRO)
    stranger = makers.make_worker(db, council_id=kim.council_id)
    narrow = makers.make_worker(db, council_id=kim.council_id)
    makers.make_connection(db, kim, narrow, Kind.OTHER, grants=Grant.NAME | Grant.MESSAGES)
    for adult, status in ((ruth, 403), (stranger, 404), (narrow, 200)):
        client.sign_in(adult)
        page = client.get(f"/people/{kim.ref}/hand-over")
        assert page.status_code == status
        assert 'name="to"' not in page.text
    assert "Nothing to hand over" in page.text
    far = makers.make_worker(db, council_id=kim.council_id, account=False)
    makers.make_membership(db, far, role=Role.MANAGER)
    client.sign_in(far)
    assert client.get(f"/team/{kim.priya.ref}/hand-over").status_code == 404
    makers.make_stop(db, kim)
    client.sign_in(kim.priya)
    assert client.get(f"/people/{kim.ref}/hand-over").status_code == 404


# --- the young person ---------------------------------------------------------------------------


def test_they_are_told_before_with_the_words_and_can_say_what_they_think(client, db, kim):
    asked(client, kim)
    client.sign_in(kim)
    assert "Omar" not in client.get("/home").text, "not before it is agreed"
    answered(client, the_one(db), kim.jo)
    client.sign_in(kim)
    home = client.get("/home").text
    assert "Somebody new will be there for you" in home
    assert "Omar will be there for you from Monday 30 November" in home
    assert "Omar will be there for you" in client.get("/my-people").text
    page = client.get("/my-new-worker").text
    assert "Omar will be your worker from Monday 30 November. Until then it is Priya." in page
    assert WORDS in page
    assert "Priya wrote:" in page
    assert REASON not in page
    assert "rung after school" not in page
    assert 'href="/messages#newest"' in page
    # It is Priya who answers until then.
    assert "Priya" in client.get("/messages").text


def test_what_a_file_says_of_weeks_to_come_is_told_to_nobody(client, db, kim):
    makers.make_connection(db, kim, kim.omar, starts=day(7))
    client.sign_in(kim)
    assert "Omar" not in client.get("/home").text
    assert "Nobody new" in client.get("/my-new-worker").text


def test_home_asks_no_more_of_the_database_than_before(client, db, database, kim):
    client.sign_in(kim)
    client.get("/home")
    for _ in range(2):
        with counting(database) as counted:
            client.get("/home")
        assert len(counted) <= 5
        if not db.scalar(select(func.count()).select_from(HandOver)):
            done(client, db, kim)
            client.sign_in(kim)


# --- on the day ---------------------------------------------------------------------------------


def passed(db, database, days, kim):
    """The days pass, and the job runs as often as it does."""
    db.commit()
    moment = clock.now() + timedelta(days=days)
    with clock.fixed(moment, everywhere=True):
        for _ in range(2):
            hand_over(database, moment)
        db.expire_all()
        assert rebuild(db, kim.council_id, moment) == Changes()
    return moment


def debtors(db, kim):
    rows = db.execute(select(Owed.kind, Owed.debtor_id).where(Owed.person_id == kim.id,
                                                              Owed.done_at.is_(None)))  # fmt: skip
    return {row.kind: row.debtor_id for row in rows}


def test_what_is_owed_goes_over_on_the_day_and_the_history_stays(client, db, database, kim):
    done(client, db, kim)
    assert debtors(db, kim) == {"reply": kim.priya.id, "promise": kim.priya.id}
    passed(db, database, 6, kim)
    assert debtors(db, kim)["reply"] == kim.priya.id
    moment = passed(db, database, 7, kim)
    assert debtors(db, kim) == {"reply": kim.omar.id, "promise": kim.omar.id}
    assert db.scalar(select(Conversation.adult_id)) == kim.omar.id
    assert db.scalar(select(Promise.owner_label)) == "Omar"
    assert db.scalar(select(func.count()).select_from(Message)) == 1
    with clock.fixed(moment, everywhere=True):
        client.sign_in(kim.priya)
        assert client.get(f"/people/{kim.ref}/messages").status_code == 404
        client.sign_in(kim.omar)
        assert "Can I call you on Thursday?" in client.get(f"/people/{kim.ref}/messages").text
        assert "Kim" in client.get("/waiting").text


def test_a_hello_is_suggested_and_can_be_sent(client, db, database, kim):
    one = done(client, db, kim)
    client.sign_in(kim.omar)
    assert "Say hello" not in client.get(f"/hand-overs/{one.ref}").text
    moment = passed(db, database, 7, kim)
    with clock.fixed(moment, everywhere=True):
        client.sign_in(kim.omar)
        page = client.get(f"/hand-overs/{one.ref}").text
        assert "Hi Kim, I am Omar, your new worker." in page
        send = client.form(f"/hand-overs/{one.ref}", {"text": ""}, f"/people/{kim.ref}/messages")
        sent = client.post(f"/people/{kim.ref}/messages",
                           data={**send.hidden, "text": "Hi Kim, I am Omar."})  # fmt: skip
        assert sent.status_code == 303
    newest = db.scalars(select(Message).order_by(Message.id.desc())).first()
    assert (newest.text, newest.from_id) == ("Hi Kim, I am Omar.", kim.omar.id)


def test_the_note_is_for_staff_and_is_there_at_once(client, db, kim):
    done(client, db, kim)
    note = db.scalars(select(StaffNote)).one()
    assert (note.person_id, note.by_id) == (kim.id, kim.priya.id)
    assert note.text == "Kim likes to be rung after school."


def test_somebody_stands_in_for_some_days_and_it_all_comes_back(client, db, database, kim):
    until = day(3).isoformat()
    done(client, db, kim, days=0, how_long="days", until=until)
    assert links(db, kim) == {
        kim.priya.id: (makers.LONG_AGO, None, int(WORKER_GRANTS)),
        kim.omar.id: (day(0), day(3), int(WORKER_GRANTS)),
    }
    assert debtors(db, kim) == {"reply": kim.omar.id, "promise": kim.priya.id}
    client.sign_in(kim)
    assert "in place of Priya" in client.get("/my-new-worker").text
    passed(db, database, 3, kim)
    assert debtors(db, kim)["reply"] == kim.omar.id
    passed(db, database, 4, kim)
    assert debtors(db, kim) == {"reply": kim.priya.id, "promise": kim.priya.id}
    assert db.scalar(select(Conversation.adult_id)) == kim.priya.id


def test_agreed_too_late_it_begins_so_that_they_know_first(client, db, kim):
    asked(client, kim, days=1)
    later = clock.now() + timedelta(days=5)
    with clock.fixed(later, everywhere=True):
        assert answered(client, the_one(db), kim.jo).status_code == 303
    assert links(db, kim)[kim.omar.id][0] == day(6)
    assert links(db, kim)[kim.priya.id][1] == day(5)


# --- a whole caseload ---------------------------------------------------------------------------


def test_a_leaving_workers_whole_caseload(client, db, database, kim):
    refs = [kim.ref]
    for n in range(24):
        young = makers.make_young(db, known_as=f"Name {n:02}", council_id=kim.council_id)
        makers.make_connection(db, young, kim.priya)
        makers.make_connection(db, young, kim.jo, Kind.MANAGER)
        makers.make_owed(db, kim.priya, young, kind="visit")
        refs.append(young.ref)
    alone = makers.make_young(db, known_as="Not Jo's", council_id=kim.council_id)
    makers.make_connection(db, alone, kim.priya)
    address = f"/team/{kim.priya.ref}/hand-over"
    client.sign_in(kim.jo)
    assert "Not Jo" not in client.get(address).text
    with counting(database) as counted:
        shown = client.send(address, form(kim, who=refs))
    assert shown.text.count("Goes over") == 25
    assert len(counted) <= 24, "the page and the form together, however many they are"
    assert asked(client, kim, by=kim.jo, address=address, who=refs).status_code == 303
    rows = db.scalars(select(HandOver)).all()
    assert len(rows) == 25
    assert len({row.batch for row in rows}) == 1
    client.sign_in(kim.omar)
    assert client.get("/hand-overs").text.count("Waits for you") >= 25
    page = client.get(f"/hand-overs/{rows[0].ref}").text
    assert "I take over all 25" in page
    assert answered(client, rows[0], kim.omar, batch=rows[0].batch).status_code == 303
    assert db.scalar(select(func.count()).select_from(Connection).where(
        Connection.with_id == kim.omar.id, Connection.starts == day(7))) == 25  # fmt: skip


def test_sent_twice_it_is_asked_once(client, db, kim):
    client.sign_in(kim.priya)
    address = f"/people/{kim.ref}/hand-over"
    client.send(address, form(kim))
    again = next(f for f in client.page.forms if "seen" in f.names)
    for _ in range(2):
        sent = client.post(address, data={**again.hidden, **form(kim), "says": "go"})
        assert sent.status_code in (200, 303)
    assert db.scalar(select(func.count()).select_from(HandOver)) == 1


# --- rules --------------------------------------------------------------------------------------

TODAY = makers.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "stands_in", "fits"),
    [(0, False, False), (1, False, True), (60, False, True), (61, False, False), (0, True, True),
     (-1, True, False)],
)  # fmt: skip
def test_which_day_fits(days, stands_in, fits):
    assert rules.day_fits(TODAY + timedelta(days=days), TODAY, stands_in) is fits


def test_no_day_never_fits():
    assert not rules.day_fits(None, TODAY, False)
    assert not rules.until_fits(None, TODAY)
    assert rules.until_fits(TODAY, TODAY)
    assert not rules.until_fits(TODAY + timedelta(days=92), TODAY)


def test_the_pages_say_nothing_of_the_note_to_the_old_worker(client, db, kim):
    asked(client, kim, by=kim.jo)
    client.sign_in(kim.priya)
    page = client.get(f"/hand-overs/{the_one(db).ref}").text
    assert "rung after school" not in page
    assert re.search("Omar takes over from Priya", page)


def test_whoever_does_not_know_them_any_more_reads_it_for_some_weeks_only(client, db, kim):
    one = done(client, db, kim, days=2)
    address = f"/hand-overs/{one.ref}"
    client.sign_in(kim.priya)
    for later, status in ((3, 200), (29, 200), (31, 404)):
        with clock.fixed(clock.now() + timedelta(days=later), everywhere=True):
            for who in (kim.priya, kim.omar):
                client.sign_in(who)
                wanted = 200 if who is kim.omar else status
                assert client.get(address).status_code == wanted, (who.known_as, later)
                assert ("Kim" in client.get("/hand-overs").text) == (wanted == 200)


def test_whoever_does_not_take_over_reads_no_note(client, db, kim):
    asked(client, kim, by=kim.jo)
    one = the_one(db)
    client.sign_in(kim.omar)
    assert "rung after school" in client.get(f"/hand-overs/{one.ref}").text
    assert answered(client, one, kim.omar, "refuse").status_code == 303
    assert "rung after school" not in client.get(f"/hand-overs/{one.ref}").text


def test_what_was_begun_in_their_plan_goes_over_too(client, new_client, db, kim):
    """It hangs on the young person: the new worker writes on from the same draft, from day one."""
    where = f"/people/{kim.ref}/plan/write/a13"
    client.sign_in(kim.priya)
    assert client.send(where, {"text_child": "You go to Oak School."}).status_code == 303
    done(client, db, kim, days=7)
    other = new_client()
    other.sign_in(kim.omar)
    assert other.get(where).status_code == 404
    with clock.fixed(clock.now() + timedelta(days=8), everywhere=True):
        hand_over(client.application.extensions["database"], clock.now())
        other.sign_in(kim.omar)
        page = other.get(where).text
        assert "You go to Oak School." in page and "Draft by Priya" in page
        client.sign_in(kim.priya)
        assert client.get(where).status_code == 404


def test_where_none_is_planned_it_says_what_for_and_where_one_begins(client, db, kim):
    iro = makers.make_worker(db, known_as="Ruth", account=False)
    makers.make_membership(db, iro, role=Role.IRO)
    for person, role, ways in (
        (kim.priya, Role.WORKER, ["/people"]), (kim.jo, Role.MANAGER, ["/people", "/team"]),
        (iro, Role.IRO, []),
    ):  # fmt: skip
        client.sign_in(person, role)
        page = client.get("/hand-overs").text
        assert "No hand-over is planned" in page and "who has to agree" in page
        assert re.findall(r'class="btn" href="([^"]+)"', page) == ways
