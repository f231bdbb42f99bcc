"""A phone of one's own that was left for a while asks who it is; nobody learns whose it is."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.core import clock
from portal.core.access import Device, Role
from portal.core.sessions import hashed
from portal.house import Account, Message, SignInSession
from portal.people import passphrases
from tests import makers
from tests.databases import counting

PASSPHRASE = "purple otter bus"
KEPT = passphrases.keep(PASSPHRASE)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mia(db):
    mia, _priya = makers.make_pair(db, known_as="Zebedee")
    account = makers.make_account(db, username="mia-14", passphrase=KEPT, relock_minutes=15)
    makers.make_membership(db, mia, account_id=account.id)
    return mia


@pytest.fixture
def at(now):
    """The clock, so many minutes later."""
    return lambda minutes: clock.fixed(now + minutes * MINUTE, everywhere=True)


def row(db):
    db.rollback()
    return db.scalars(select(SignInSession)).one()


@pytest.mark.parametrize("chosen", [5, 15, 60])
def test_it_locks_after_as_long_as_they_chose(client, db, mia, at, chosen):
    db.execute(update(Account).values(relock_minutes=chosen))
    client.sign_in(mia)
    with at(chosen - 1):
        assert client.get("/home").status_code == 200
    with at(chosen - 1 + chosen - 1):
        assert client.get("/home").status_code == 200  # used in between
    with at(2 * chosen - 2 + chosen):
        answer = client.get("/home")
        assert answer.status_code == 302
        assert answer.location.startswith("/unlock?to=")


@pytest.mark.parametrize(
    ("role", "device"), [(Role.WORKER, Device.OWN), (Role.YOUNG, Device.SHARED)]
)
def test_other_phones_and_desks_do_not_lock_they_end(client, db, at, role, device):
    person = makers.make_young(db) if role is Role.YOUNG else makers.make_worker(db)
    client.sign_in(person, role, device=device)
    db.execute(update(Account).values(relock_minutes=5))
    with at(14):
        assert "Unlock" not in client.get("/my-app").text
    with at(14 + 31):
        assert "/sign-in" in client.get("/my-app").location


def test_made_up_people_are_not_asked(client, db, mia, at):
    client.sign_in(mia, strength="demo")
    with at(600):
        assert client.get("/home").status_code == 200


def test_looking_at_a_locked_phone_does_not_keep_it_awake(client, db, database, mia, at, now):
    client.sign_in(mia)
    with at(20), counting(database) as counted:
        client.get("/home")
        client.get("/unlock")
        client.get("/")
    assert counted.ledger == []
    assert row(db).seen_at == now


def test_a_locked_phone_shows_nobody(client, db, mia, at):
    client.sign_in(mia)
    with at(20):
        for address in ("/unlock", "/sign-in", "/help", "/language", "/invite"):
            page = client.get(address)
            assert page.status_code == 200, address
            assert "Zebedee" not in page.text, address
            assert "mia-14" not in page.text, address
            assert "data-personal" not in page.text, address
        assert client.get("/unlock").text.count("<h1>This phone locked itself</h1>") == 1
        assert client.get("/").location == "/unlock"
        assert 'href="/unlock"' in client.get("/sign-in").text


def unlock(client, address="/unlock", passphrase=PASSPHRASE):
    return client.send(address, {"passphrase": passphrase})


@pytest.mark.parametrize(
    ("wanted", "then"),
    [("/plan", "/plan"), ("/plan/a10", "/plan/a10"), ("/", "/"), ("/my-app/places",) * 2],
)
def test_unlocking_leads_on_to_the_page_that_was_wanted(client, db, mia, at, wanted, then):
    client.sign_in(mia)
    before = client.get_cookie("session").value
    with at(20):
        asked = client.get(wanted).location
        answer = unlock(client, asked)
        assert (answer.status_code, answer.location) == (303, then)
        assert client.get("/home").status_code == 200
        after = client.get_cookie("session").value
    assert after != before
    found = row(db)
    assert found.token_hash == hashed(after)
    assert found.seen_at == found.proved_at == clock.now() + 20 * MINUTE
    assert found.strength == "passphrase"


def test_the_value_before_is_dead(client, new_client, db, mia, at):
    client.sign_in(mia)
    kept = client.get_cookie("session").value
    with at(20):
        unlock(client)
        thief = new_client()
        thief.set_cookie("session", kept)
        assert "/sign-in" in thief.get("/home").location


def test_it_does_not_make_a_session_last_longer(client, db, mia, at):
    client.sign_in(mia)
    ends = row(db).ends_at
    with at(60 * 24 * 29):
        unlock(client)
        assert row(db).ends_at == ends
    with at(60 * 24 * 30):
        assert "/sign-in" in client.get("/home").location


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/plan", "WyJwbGFuLm15X3BsYW4iLHt9XQ.abc"]
)
def test_nobody_chooses_where_it_leads(client, db, mia, at, to):
    client.sign_in(mia)
    assert client.get("/unlock", query_string={"to": to}).location == "/"
    with at(20):
        client.get("/unlock")
        form = client.form("/unlock", {"passphrase": ""}).hidden
        answer = client.post("/unlock", data={**form, "passphrase": PASSPHRASE, "to": to})
        assert answer.location == "/"


def test_what_was_typed_is_given_back(client, db, mia, at):
    client.sign_in(mia)
    client.get("/messages")
    form = client.form("/messages", {"text": ""}).hidden
    with at(20):
        answer = client.post("/messages", data={**form, "text": "Can I call on Friday?"})
        assert answer.status_code == 423
        assert "Can I call on Friday?</textarea>" in answer.text
        assert "This phone locked itself" in answer.text
        assert db.scalar(select(func.count()).select_from(Message)) == 0
        (way,) = [link for link in client.page.links if link.startswith("/unlock")]
        assert unlock(client, way).location == "/messages"


@pytest.mark.parametrize("passphrase", ["wrong words here", "", "\0"])
def test_wrong_words_open_nothing(client, db, mia, at, passphrase):
    client.sign_in(mia)
    with at(20):
        answer = unlock(client, passphrase=passphrase)
        assert answer.status_code == 422
        assert "passphrase" in answer.text
        assert client.get("/home").status_code == 302


def test_many_wrong_words_must_wait_and_nobody_is_locked_out(client, db, mia, at):
    client.sign_in(mia)
    with at(20):
        asked = client.get("/plan").location
        assert [unlock(client, asked, "wrong words").status_code for _ in range(10)] == [422] * 10
        answer = unlock(client, asked)
        assert answer.status_code == 429
        assert "You can try again at 10:25am." in answer.text
        assert answer.headers["Retry-After"] == "300"
        assert 'name="passphrase"' in answer.text
    with at(25):
        assert unlock(client, asked).location == "/plan"


def test_somebody_else_can_sign_in(client, db, mia, at):
    client.sign_in(mia)
    kept = client.get_cookie("session").value
    with at(20):
        gone = client.send("/unlock", {}, action="/sign-out")
        assert gone.location == "/sign-in?done=signed-out"
        assert gone.headers["Clear-Site-Data"] == '"cache"'
        assert client.get_cookie("session") is None
        client.set_cookie("session", kept)
        assert client.get("/unlock").location == "/sign-in"
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_signing_in_over_a_locked_phone_ends_it(client, db, mia, at):
    client.sign_in(mia)
    with at(20):
        typed = {"username": "mia-14", "passphrase": PASSPHRASE, "device": "own"}
        assert client.send("/sign-in", typed).status_code == 303
        assert client.get("/home").status_code == 200
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 1


def test_without_a_passphrase_there_is_still_a_way(client, db, mia, at):
    db.execute(update(Account).values(passphrase=None))
    client.sign_in(mia)
    with at(20):
        page = client.get("/unlock")
        assert page.status_code == 200
        assert 'name="passphrase"' not in page.text
        assert 'action="/sign-out"' in page.text


def test_signed_out_from_elsewhere_while_it_was_being_unlocked(client, db, mia, at, monkeypatch):
    """Between the look and the change the session is gone: nobody comes in."""
    client.sign_in(mia)
    with at(20):
        client.get("/unlock")
        form = client.form("/unlock", {"passphrase": ""}).hidden
        monkeypatch.setattr("portal.people.entering.renew", lambda *_: None)
        answer = client.post("/unlock", data={**form, "passphrase": PASSPHRASE})
        assert answer.status_code == 401


def test_leaving_works_from_a_locked_phone(client, db, mia, at):
    client.sign_in(mia)
    with at(20):
        assert client.post("/leave").status_code == 303
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_nobody_is_led_to_sign_in(client, db):
    assert client.get("/unlock").location == "/sign-in"
    assert client.get("/confirm").location == "/sign-in?done=sign-in-first"


def test_the_language_can_be_chosen_on_a_locked_phone(client, db, mia, at):
    client.sign_in(mia)
    with at(20):
        client.send("/language", {"language": "ar"})
        assert 'lang="ar"' in client.get("/unlock").text
