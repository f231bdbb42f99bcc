"""Two people stop everything for a young person, and nothing reaches them by any way."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from portal.core import clock, jobs
from portal.core.access import Role
from portal.core.db import Base
from portal.house import (
    Account,
    AgendaItem,
    Council,
    Invite,
    Membership,
    Notice,
    Outbox,
    Owed,
    OwedStep,
    SignInSession,
    Stop,
)
from portal.messages import actions as messages
from portal.messages import desks as threads
from portal.notifications import actions as notifications
from portal.notifications.actions import send_later, tell
from portal.owed.passing import go_on
from portal.people import passphrases
from portal.people.rules import Grant, Kind
from portal.promises import actions as promises
from portal.rebuild import Changes, rebuild
from portal.worries import actions as worries
from tests import makers

WHY = {"why": "died", "text": "Her carer rang from the hospital this morning."}
NOTHING = Changes()


@pytest.fixture
def kim(db):
    """Kim; Priya, her social worker; Ruth, who runs her review; Jo, her manager; Noor, the lead."""
    kim, priya = makers.make_pair(db, known_as="Kim")
    ruth = makers.make_worker(db, known_as="Ruth", first_name="Ruth", account=False)
    makers.make_membership(db, ruth, role=Role.IRO)
    jo = makers.make_worker(db, known_as="Jo", first_name="Jo", account=False)
    makers.make_membership(db, jo, role=Role.MANAGER)
    makers.make_connection(db, kim, ruth, Kind.IRO)
    makers.make_connection(db, kim, jo, Kind.MANAGER)
    kim.priya, kim.ruth, kim.jo, kim.noor = priya, ruth, jo, makers.make_lead(db)
    return kim


def asked(client, kim, by=None, **more):
    client.sign_in(by or kim.priya)
    sent = client.send(f"/people/{kim.ref}/stop", {**WHY, **more})
    assert sent.status_code == 303, sent.text
    return client.handle.scalars(select(Stop).order_by(Stop.id.desc())).first()


def answered(client, kim, stop, by, says="agree", lift=""):
    client.sign_in(by)
    client.get(f"/people/{kim.ref}/stop")
    token = client.page.forms[-1].hidden["csrf_token"]
    address = f"/people/{kim.ref}/stop/{stop.ref}{lift}/answer"
    return client.post(address, data={"csrf_token": token, "says": says})


def stopped(client, kim, **more):
    stop = asked(client, kim, **more)
    assert answered(client, kim, stop, kim.jo).status_code == 303
    return stop


def count(db, table, *which):
    return db.scalar(select(func.count()).select_from(table).where(*which))


# --- by two -------------------------------------------------------------------------------------


def test_one_asks_another_agrees_and_only_then_it_holds(client, db, kim):
    stop = asked(client, kim)
    tell(db, kim.council_id, kim.id, "plan_changed", "plan_part", "x", clock.now())
    assert count(db, Outbox, Outbox.person_id == kim.id) == 1, "nothing is stopped by asking"
    page = client.get(f"/people/{kim.ref}/stop").text
    assert "Nothing is stopped yet" in page
    assert "Helen" not in page
    assert answered(client, kim, stop, kim.jo).status_code == 303
    assert "Kim has died." in client.get(f"/people/{kim.ref}/stop").text
    assert count(db, Outbox, Outbox.person_id == kim.id) == 0


def test_nobody_is_the_second_person_twice_over(client, db, kim):
    stop = asked(client, kim, by=kim.jo)
    assert answered(client, kim, stop, kim.jo).status_code == 404  # whoever asked
    assert answered(client, kim, stop, kim.priya).status_code == 404  # a worker
    assert answered(client, kim, stop, kim.noor).status_code == 303  # the lead
    assert answered(client, kim, stop, kim.noor).status_code == 303  # again changes nothing
    assert answered(client, kim, stop, kim.noor, "refuse").status_code == 409


def test_who_may_ask_and_who_learns_nothing(client, db, kim):
    omar = makers.make_worker(db, council_id=kim.council_id)
    narrow = makers.make_worker(db, council_id=kim.council_id)
    makers.make_connection(db, kim, narrow, Kind.OTHER, grants=Grant.NAME | Grant.DATES)
    barred = makers.make_worker(db, council_id=kim.council_id)
    makers.make_connection(db, kim, barred)
    makers.make_bar(db, kim, barred)
    for adult in (omar, narrow, barred, kim.ruth):
        client.sign_in(adult)
        assert client.get(f"/people/{kim.ref}/stop").status_code == 404
    client.sign_in(kim)
    assert client.get(f"/people/{kim.ref}/stop").status_code == 403
    client.sign_in(kim.noor)  # oversees, and has no business to ask
    page = client.get(f"/people/{kim.ref}/stop").text
    assert "Nothing is stopped. If something" in page
    assert count(db, Stop) == 0


def test_a_refusal_is_told_and_it_can_be_asked_again(client, db, kim):
    stop = asked(client, kim)
    assert answered(client, kim, stop, kim.jo, "refuse").status_code == 303
    assert "Jo did not agree" in client.get(f"/people/{kim.ref}/stop").text
    told = db.scalars(select(Notice.kind).where(Notice.person_id == kim.priya.id)).all()
    assert told == ["stop_answered"]
    again = asked(client, kim, text="Her carer rang once more from the hospital.")
    assert again.id != stop.id


def test_whoever_asked_can_take_it_back(client, db, kim):
    stop = asked(client, kim)
    assert answered(client, kim, stop, kim.priya, "refuse").status_code == 303
    assert "They took it back" in client.get(f"/people/{kim.ref}/stop").text
    assert answered(client, kim, stop, kim.jo).status_code == 409


def test_the_list_and_the_form_say_what_they_are(client, db, kim):
    client.sign_in(kim.jo)
    page = client.get("/stops").text
    assert "Everybody can be written to" in page and "two people stop everything" in page
    assert "If Kim has died, or must not be contacted" in client.get(f"/people/{kim.ref}/stop").text
    client.sign_in(kim.noor)  # oversees, and has no business to ask
    assert "If Kim has died" not in client.get(f"/people/{kim.ref}/stop").text


def test_there_is_one_at_a_time(client, db, kim):
    client.sign_in(kim.priya)
    client.get(f"/people/{kim.ref}/stop")
    form = client.form(f"/people/{kim.ref}/stop", WHY, None)
    asked(client, kim, by=kim.jo)
    client.sign_in(kim.priya)
    client.get("/people")
    client.get(f"/people/{kim.ref}/stop")
    token = client.page.forms[-1].hidden["csrf_token"]
    sent = client.post(f"/people/{kim.ref}/stop", data={**WHY, "key": form.hidden["key"],
                                                        "csrf_token": token})  # fmt: skip
    assert sent.status_code == 422
    assert "Somebody asked for this already" in sent.text
    assert count(db, Stop) == 1


def test_sent_twice_it_is_asked_once(client, db, kim):
    client.sign_in(kim.priya)
    client.get(f"/people/{kim.ref}/stop")
    form = client.form(f"/people/{kim.ref}/stop", WHY, None)
    for _ in range(2):
        sent = client.post(f"/people/{kim.ref}/stop", data={**form.hidden, **WHY})
        assert sent.status_code == 303
    assert count(db, Stop) == 1


@pytest.mark.parametrize("wrong", [{"why": ""}, {"why": "moved"}, {"text": "short"}, {"text": ""}])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, db, kim, wrong):
    client.sign_in(kim.priya)
    sent = client.send(f"/people/{kim.ref}/stop", {**WHY, **wrong})
    assert sent.status_code == 422
    assert count(db, Stop) == 0


def test_where_nobody_else_could_agree(client, db, kim):
    for person in (kim.jo, kim.noor):
        db.execute(update(Membership).where(Membership.person_id == person.id)
                   .values(ends=makers.today() - timedelta(days=1)))  # fmt: skip
    client.sign_in(kim.priya)
    sent = client.send(f"/people/{kim.ref}/stop", WHY)
    assert sent.status_code == 422
    assert "Nobody else here can agree" in sent.text
    assert count(db, Stop) == 0


# --- the right colleagues -----------------------------------------------------------------------


def test_colleagues_are_told_at_once_and_carers_by_a_person(client, db, kim):
    helen = makers.make_carer(db, council_id=kim.council_id, last_name="Green")
    makers.make_membership(db, helen)
    makers.make_connection(db, kim, helen, Kind.FOSTER_CARER)
    makers.make_connection(db, kim, makers.make_relative(db, known_as="Aunt Bo"), Kind.FAMILY)
    stopped(client, kim)
    told = set(db.scalars(select(Notice.person_id).where(Notice.kind == "stop_in_force")))
    assert told == {kim.priya.id, kim.ruth.id, kim.noor.id}  # Jo has just agreed
    client.sign_in(kim.priya)
    page = client.get(f"/people/{kim.ref}/stop").text
    assert "Speak with them yourself" in page
    assert "Helen Green" in page
    assert "Aunt Bo" in page
    client.sign_in(helen)
    assert "died" not in client.get("/children").text.casefold()
    for adult in (kim.ruth, kim.noor, kim.jo, kim.priya):
        client.sign_in(adult)
        assert "Kim has died." in client.get("/stops").text


def test_those_who_only_work_with_them_read_what_holds_not_what_somebody_thinks(client, db, kim):
    stop = asked(client, kim)
    client.sign_in(kim.ruth)
    assert "Kim" not in client.get("/stops").text
    client.sign_in(kim.jo)
    assert "Waits for you" in client.get("/stops").text
    answered(client, kim, stop, kim.jo)
    client.sign_in(kim.ruth)
    assert "Kim has died." in client.get("/stops").text
    omar = makers.make_worker(db, council_id=kim.council_id)
    client.sign_in(omar)
    assert "Kim" not in client.get("/stops").text
    client.sign_in(makers.make_worker(db, account=False), Role.EDITOR)
    assert client.get("/stops").status_code == 404


def test_the_words_are_gentle(client, db, kim):
    for why in ("died", "no_contact"):
        db.execute(update(Stop).values(lifted_at=clock.now()))
        makers.make_stop(db, kim, why=why)
        client.sign_in(kim.priya)
        for address in (f"/people/{kim.ref}/stop", f"/people/{kim.ref}", "/stops", "/people"):
            page = client.get(address).text.casefold()
            assert not re.search(r"deceased|\bcase\b|closed|terminat|dead\b", page), address


# --- brothers and sisters -----------------------------------------------------------------------


@pytest.fixture
def lee(db, kim):
    """Kim's brother, with whom she has family time on Saturday."""
    lee = makers.make_young(db, known_as="Lee", council_id=kim.council_id)
    makers.make_connection(db, kim, lee, Kind.FAMILY)
    makers.make_connection(db, lee, kim, Kind.FAMILY)
    makers.make_connection(db, lee, kim.priya)
    lee.time = makers.make_family_time(db, lee, with_id=kim.id, with_label="Kim")
    rebuild(db, kim.council_id, clock.now())
    return lee


def test_a_brother_does_not_read_it_from_a_screen(client, db, kim, lee):
    client.sign_in(lee)
    address = f"/family-time/{lee.time.ref}"
    before = client.get("/home").text
    assert "Kim" in client.get("/dates").text
    assert client.get(address).status_code == 200
    stop = stopped(client, kim)
    client.sign_in(lee)
    for page in ("/dates", "/home"):
        text = client.get(page).text
        assert "Time with Kim" not in text
        assert "died" not in text
    assert client.get(address).status_code == 404
    assert "Kim" in client.get("/my-people").text, "their own people stay as they were"
    assert "Kim" in before
    client.sign_in(kim.priya)
    page = client.get(f"/people/{kim.ref}/stop").text
    assert "Lee" in page
    assert "Saturday 28 November" in page
    assert "Speak with them first" in page
    # What was is still there, and all of it again if it was a mistake.
    stop.lifted_at = clock.now()
    client.sign_in(lee)
    assert client.get(address).status_code == 200


def test_time_together_stays_where_the_council_must_not_write_to_one_of_them(client, db, kim, lee):
    stopped(client, kim, why="no_contact")
    client.sign_in(lee)
    assert "Kim" in client.get("/dates").text
    assert client.get(f"/family-time/{lee.time.ref}").status_code == 200


def test_no_sibling_of_whom_the_viewer_must_not_know(client, db, kim, lee):
    makers.make_bar(db, lee, kim.priya)
    stopped(client, kim)
    client.sign_in(kim.priya)
    assert "Lee" not in client.get(f"/people/{kim.ref}/stop").text


# --- the account is sealed ----------------------------------------------------------------------


@pytest.mark.parametrize("why", ["died", "no_contact"])
def test_the_account_is_sealed_and_says_nothing_of_it(client, db, kim, why):
    membership = makers.make_membership(db, kim)
    account = db.get(Account, membership.account_id)
    account.username, account.passphrase = "kim-boat", passphrases.keep("three random words")
    makers.make_invite(db, kim, made_by_id=kim.priya.id)
    client.sign_in(kim)
    mine = client.get_cookie("session").value
    stopped(client, kim, why=why)
    assert count(db, SignInSession, SignInSession.account_id == membership.account_id) == 0
    assert db.scalars(select(Invite.cancelled_at)).one() is not None
    client.set_cookie("session", mine, domain="localhost")
    assert client.get("/home").status_code in (302, 303, 401)

    def tried(username, passphrase):
        client.delete_cookie("session")
        sent = client.send("/sign-in", {"username": username, "passphrase": passphrase,
                                        "device": "own"})  # fmt: skip
        assert sent.status_code == 422
        return re.sub(r'name="csrf_token"[^>]*>|kim-boat|kim-goat', "", sent.text)

    right, wrong, nobody = (
        tried("kim-boat", "three random words"),
        tried("kim-boat", "three other words"),
        tried("kim-goat", "three random words"),
    )
    assert right == wrong == nobody
    assert client.get("/help").status_code == 200


def test_an_account_that_another_council_shares_goes_on_there(client, new_client, db, kim):
    """What one council stops is not the other's to know; their account opens no door here."""
    membership = makers.make_membership(db, kim)
    account = db.get(Account, membership.account_id)
    account.username, account.passphrase = "kim-boat", passphrases.keep("three random words")
    other = makers.make_council(db)
    there = makers.make_young(db, known_as="Kim", council=other)
    makers.make_membership(db, there, account_id=account.id)
    db.commit()
    client.sign_in(kim)
    here, elsewhere = client.get_cookie("session").value, new_client()
    elsewhere.sign_in(there)
    stop = stopped(client, kim, why="no_contact")
    assert elsewhere.get("/home").status_code == 200, "the other council's session goes on"
    client.set_cookie("session", here, domain="localhost")
    assert client.get("/home").status_code in (302, 303, 401)
    phone = new_client()
    secret = {"username": "kim-boat", "passphrase": "three random words", "device": "own"}
    assert phone.send("/sign-in", secret).status_code == 303
    held = select(SignInSession.council_id).where(SignInSession.account_id == account.id)
    assert set(db.scalars(held)) == {other.id}

    client.sign_in(kim.priya)
    lift = {"text": "The order of the court ended on Friday."}
    address = f"/people/{kim.ref}/stop/{stop.ref}/lift"
    assert client.send(f"/people/{kim.ref}/stop", lift, action=address).status_code == 303
    assert answered(client, kim, stop, kim.jo, lift="/lift").status_code == 303
    client.sign_in(kim)
    assert client.get("/home").status_code == 200


def test_no_code_opens_it_and_none_is_given(client, db, kim):
    stopped(client, kim)
    client.sign_in(kim.priya)
    assert client.get(f"/people/{kim.ref}/way-in").status_code == 404
    makers.make_invite(db, kim, code="late-boat-43", made_by_id=None)
    client.delete_cookie("session")
    client.get("/welcome")
    from portal.invites import actions as invites

    assert invites.look_up(db, "late-boat-43", clock.now(), staff_too=True) is None


def test_a_session_that_came_in_another_way_opens_nothing(client, db, kim):
    stopped(client, kim)
    db.execute(update(Account).values(state="open"))
    client.sign_in(kim)
    assert client.get("/home").status_code in (302, 303, 401)


# --- nothing goes to them, by any way -----------------------------------------------------------


@pytest.fixture
def busy(db, kim):
    """Kim with one of everything that could make the house write to her."""
    kim.born = makers.today().replace(year=makers.today().year - 19)  # her birthday is today
    kim.category = "former_relevant"
    makers.make_episode(db, kim)
    conversation = makers.make_conversation(db, kim, kim.priya)
    makers.make_message(db, conversation, sent_at=clock.now() - timedelta(days=30))
    makers.make_promise(db, kim, kim.priya, due=makers.today() - timedelta(days=5))
    makers.make_visit(db, kim, kim.priya)
    makers.make_review(db, kim, kim.ruth)
    makers.make_family_time(db, kim)
    makers.make_membership(db, kim)
    tell(db, kim.council_id, kim.id, "plan_changed", "plan_part", "a", clock.now())
    tell(db, kim.council_id, kim.id, "looked_in_emergency", "opening", "b",
         clock.now() + timedelta(days=2))  # fmt: skip
    rebuild(db, kim.council_id, clock.now())
    assert count(db, Owed, Owed.person_id == kim.id) >= 2
    assert count(db, AgendaItem, AgendaItem.person_id == kim.id) >= 3
    return kim


def test_all_that_was_on_its_way_owed_or_coming_is_gone_in_one_commit(client, db, busy):
    stopped(client, busy)
    assert count(db, Outbox, Outbox.person_id == busy.id, Outbox.done_at.is_(None)) == 0
    assert count(db, Notice, Notice.person_id == busy.id, Notice.made_at > clock.now()) == 0
    assert count(db, Owed, Owed.person_id == busy.id, Owed.done_at.is_(None)) == 0
    assert count(db, AgendaItem, AgendaItem.person_id == busy.id) == 0
    assert rebuild(db, busy.council_id, clock.now()) == NOTHING
    for adult in (busy.priya, busy.jo):
        client.sign_in(adult)
        assert "Kim" not in client.get("/waiting").text
        page = client.get(f"/people/{busy.ref}").text
        assert "Kim has died." in page
        assert "Nothing is booked" not in page
    client.sign_in(busy.priya)
    assert "Nothing is sent to them any more" in client.get("/people").text


@pytest.mark.parametrize("why", ["died", "no_contact"])
def test_what_a_carer_waits_for_is_answered_all_the_same(client, db, busy, why):
    """It is owed to the carer, and not to the young person it is about."""
    helen = makers.make_carer(db, council_id=busy.council_id)
    makers.make_connection(db, busy, helen, Kind.FOSTER_CARER)
    talk = makers.make_carers_talk(db, busy, helen, busy.priya)
    makers.make_message(db, talk, from_id=helen.id, sent_at=clock.now())
    rebuild(db, busy.council_id, clock.now())
    of_the_carer = (Owed.source_ref == talk.ref, Owed.done_at.is_(None))
    assert count(db, Owed, *of_the_carer) == 1
    stopped(client, busy, why=why)
    assert count(db, Owed, *of_the_carer) == 1
    assert count(db, Owed, Owed.person_id == busy.id, Owed.done_at.is_(None)) == 1
    assert rebuild(db, busy.council_id, clock.now()) == NOTHING
    client.sign_in(busy.priya)
    theirs = f"/people/{busy.ref}/messages/{talk.ref}"
    assert f'href="{theirs}#newest"' in client.get("/waiting").text
    go_on(db, clock.now() + timedelta(days=9))
    assert count(db, OwedStep, OwedStep.kind == "reply") == 1, "and goes on, if nobody does"
    assert client.send(theirs, {"text": "I will ring you."}, action=theirs).status_code == 303
    assert count(db, Owed, *of_the_carer) == 0


@pytest.mark.parametrize(("why", "left"), [("died", 0), ("no_contact", 1)])
def test_what_must_not_wait_goes_on_unless_they_have_died(client, db, busy, why, left):
    """To write to nobody is no reason not to look for them."""
    worries.look_at(
        db, busy.council_id, busy.id, busy.id, "text", "I am not safe", ("message", 41, "x"),
        clock.now(),
    )  # fmt: skip
    db.commit()
    stopped(client, busy, why=why)
    assert count(db, Owed, Owed.kind == "worry", Owed.done_at.is_(None)) == left
    assert rebuild(db, busy.council_id, clock.now()) == NOTHING
    client.sign_in(busy.priya)
    assert ("something that must not wait" in client.get("/waiting").text) is bool(left)
    go_on(db, clock.now() + timedelta(hours=1))
    assert count(db, OwedStep, OwedStep.kind == "worry") == left


def test_rows_that_somebody_writes_all_the_same_are_shown_to_nobody(client, db, busy):
    stopped(client, busy)
    makers.make_owed(db, busy.priya, busy, due_at=clock.now() - timedelta(days=9))
    makers.make_agenda_item(db, busy)
    client.sign_in(busy.priya)
    assert "Kim" not in client.get("/waiting").text
    assert "You see each other next" not in client.get("/people").text
    assert rebuild(db, busy.council_id, clock.now()).removed == 2


def test_nothing_is_sent_by_any_action_or_job(client, db, database, busy):
    """Every way there is into the outbox, once the stop is in force, for three weeks."""
    stopped(client, busy)
    start, council = clock.now(), db.get(Council, busy.council_id)
    viewer = makers.make_viewer(db, busy.priya)
    desk = threads_desk(db, viewer, busy)
    with pytest.raises(messages.NothingGoes):
        messages.send(db, viewer, desk, "text", "Happy birthday", "k1", clock.now())
    tell(db, busy.council_id, busy.id, "plan_changed", "plan_part", "x", clock.now())
    send_later(db, busy.council_id, busy.id, "message", "y", clock.now())
    if hasattr(notifications, "tell_each"):
        notifications.tell_each(db, busy.council_id, [busy.id], "news", "news", clock.now())
    promise = db.scalars(select(makers.Promise)).one()
    promises.keep(db, makers.make_viewer(db, busy.priya), promise.ref, "Done", clock.now())
    rebuild(db, council.id, clock.now())
    db.commit()
    for hours in range(0, 24 * 21, 8):
        moment = start + timedelta(hours=hours)
        with clock.fixed(moment, everywhere=True):
            for job in jobs.jobs():
                job.work(database, moment)
    db.expire_all()
    assert count(db, Outbox, Outbox.person_id == busy.id, Outbox.done_at.is_(None)) == 0
    assert count(db, Notice, Notice.person_id == busy.id, Notice.made_at > start) == 0
    assert count(db, Owed, Owed.person_id == busy.id, Owed.done_at.is_(None)) == 0
    assert count(db, Notice, Notice.source_kind == "conversation") == 0


def threads_desk(db, viewer, young):
    """The worker's side of the thread, outside of a request."""
    day, now = makers.today(), clock.now()
    question = threads._their_desk(
        viewer.council_id, viewer.person_id, young.ref, day, now, now.date(), role=viewer.role
    )
    return threads._found(db.execute(*question).first(), day)


def test_a_worker_is_told_kindly_that_it_was_not_sent(client, db, busy):
    client.sign_in(busy.priya)
    client.get(f"/people/{busy.ref}/messages")
    form = client.form(f"/people/{busy.ref}/messages", {"text": "x"}, None)
    stopped(client, busy)
    client.sign_in(busy.priya)
    client.get("/people")
    page = client.get(f"/people/{busy.ref}/messages")
    assert "Nothing is sent to Kim any more" in page.text
    assert "<textarea" not in page.text
    client.get(f"/people/{busy.ref}/stop")
    token = client.page.forms[-1].hidden["csrf_token"]
    sent = client.post(f"/people/{busy.ref}/messages", data={
        **form.hidden, "csrf_token": token, "text": "Are you all right?"})  # fmt: skip
    assert sent.status_code == 422
    assert "Your words were not sent" in sent.text
    assert "Are you all right?" in sent.text


# --- lifted by two ------------------------------------------------------------------------------


def test_lifted_by_two_all_is_there_again_and_nothing_is_sent_afterwards(client, db, busy):
    owed = set(db.execute(select(Owed.kind, Owed.due_at, Owed.debtor_id)).all())
    coming = set(db.execute(select(AgendaItem.kind, AgendaItem.day)).all())
    stop = stopped(client, busy, why="no_contact")
    tell(db, busy.council_id, busy.id, "plan_changed", "plan_part", "meanwhile", clock.now())
    client.sign_in(busy.priya)
    text = {"text": "The order of the court ended on Friday."}
    address = f"/people/{busy.ref}/stop/{stop.ref}/lift"
    sent = client.send(f"/people/{busy.ref}/stop", text, action=address)
    assert sent.status_code == 303
    assert answered(client, busy, stop, busy.priya, lift="/lift").status_code == 404
    assert answered(client, busy, stop, busy.jo, "refuse", lift="/lift").status_code == 303
    assert stop.lifted_at is None
    client.sign_in(busy.priya)
    assert client.send(f"/people/{busy.ref}/stop", text, action=address).status_code == 303
    assert answered(client, busy, stop, busy.jo, lift="/lift").status_code == 303
    db.expire_all()
    assert set(db.execute(select(Owed.kind, Owed.due_at, Owed.debtor_id)).all()) == owed
    assert set(db.execute(select(AgendaItem.kind, AgendaItem.day)).all()) == coming
    assert rebuild(db, busy.council_id, clock.now()) == NOTHING
    assert count(db, Outbox, Outbox.person_id == busy.id) == 0
    client.sign_in(busy)
    assert client.get("/home").status_code == 200
    told = set(db.scalars(select(Notice.person_id).where(Notice.kind == "stop_lifted")))
    assert told == {busy.priya.id, busy.ruth.id, busy.noor.id}


# --- whoever writes, asks -----------------------------------------------------------------------

PORTAL = Path(__file__).resolve().parents[2] / "portal"
# Made-up people, of whom none has died.
MADE_UP = {"demo"}
# For what somebody writes who is signed in, which nobody can be for whom all is stopped; or for
# what a carer writes, which `messages.actions.send` has refused before (`test_nothing_is_sent_…`).
# Of a promise `promises.actions.make` asks, of what is said `say.actions`; that a plan was taken
# back is told to a manager; what an officer asks of the council goes to adults alone, and what is
# owed for questions to many is about nobody.
AFTER_THE_QUESTION = {
    "worries/actions.py", "moves/actions.py", "pathway/actions.py", "promises/entries.py",
    "plan/writing/taking_back.py", "say/entries.py",
    "reviews/desk/due.py", "reviews/desk/passing.py", "polls/actions.py",
}  # fmt: skip


def writers_of(table: str):
    """Files in which rows of a table are made: its class called, or named in an insert."""
    for path in sorted(PORTAL.rglob("*.py")):
        if not re.search(rf"\.tables import [^)]*\b{table}\b", path.read_text(encoding="utf-8")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(
                node.func, "attr", "")  # fmt: skip
            named = {a.id for a in node.args if isinstance(a, ast.Name)}
            if name == table or (name in PUTS and table in named):
                yield path
                break


PUTS = {"insert", "insert_or", "add_rows", "_add", "_match", "_to_whom_it_may_go"}


@pytest.mark.parametrize("table", ["Outbox", "Notice", "Owed"])
def test_whoever_writes_to_somebody_asks_whether_it_may_go(table):
    """A new place that writes one of these either goes through `notifications.actions` or asks
    `people.stops` itself."""
    found = {p for p in writers_of(table) if p.parent.name not in MADE_UP}
    if table in ("Outbox", "Notice"):
        assert {p.relative_to(PORTAL).as_posix() for p in found} == {"notifications/actions.py"}
    silent = [
        p.relative_to(PORTAL).as_posix()
        for p in found
        if "stopped" not in p.read_text(encoding="utf-8")
    ]
    assert set(silent) <= AFTER_THE_QUESTION
    assert found, "the search is blind"


def test_the_tables_are_still_called_so():
    assert all(issubclass(one, Base) for one in (Outbox, Notice, Owed))
