"""What somebody who has only picked the phone up must not do: fresh proof, five minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.core import clock
from portal.core.access import Device, Role
from portal.core.sessions import hashed
from portal.house import Account, Notice, SignInSession
from portal.people import passphrases
from tests import makers

PASSPHRASE = "purple otter bus"
KEPT = passphrases.keep(PASSPHRASE)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mia(db):
    mia = makers.make_young(db, known_as="Mia")
    account = makers.make_account(db, username="mia-14", passphrase=KEPT)
    makers.make_membership(db, mia, account_id=account.id)
    return mia


@pytest.fixture
def later(now):
    with clock.fixed(now + 6 * MINUTE, everywhere=True):
        yield now + 6 * MINUTE


def places(db):
    db.rollback()
    return db.scalar(select(func.count()).select_from(SignInSession))


def test_within_five_minutes_nobody_is_asked(client, db, mia, now):
    client.sign_in(mia)
    makers.make_session(db, makers.make_membership(db, makers.make_young(db)))
    with clock.fixed(now + 5 * MINUTE, everywhere=True):
        answer = client.send("/my-app/places", {}, action="/my-app/places/sign-out-all")
        assert answer.location == "/sign-in?done=signed-out"
        assert places(db) == 1


def test_after_that_they_are_asked_and_led_back(client, db, mia, later):
    client.sign_in(mia)
    db.execute(update(SignInSession).values(proved_at=later - 6 * MINUTE))
    before = client.get_cookie("session").value
    asked = client.send("/my-app/places", {}, action="/my-app/places/sign-out-all")
    assert asked.status_code == 303
    assert asked.location.startswith("/confirm?to=")
    assert places(db) == 1
    wrong = client.send(asked.location, {"passphrase": "wrong words here"})
    assert wrong.status_code == 422
    answer = client.send(asked.location, {"passphrase": PASSPHRASE})
    assert (answer.status_code, answer.location) == (303, "/my-app/places")
    after = client.get_cookie("session").value
    assert after != before
    assert db.scalars(select(SignInSession.token_hash)).one() == hashed(after)
    done = client.send("/my-app/places", {}, action="/my-app/places/sign-out-all")
    assert done.location == "/sign-in?done=signed-out"
    assert places(db) == 0


def asks(client, address, **more):
    return client.get(address, **more).headers.get("Location", "").startswith("/confirm")


ASKED = ["/my-app/keys/add", "/my-app/passphrase"]


@pytest.mark.parametrize("address", ASKED)
def test_pages_that_ask(client, db, mia, later, address):
    client.sign_in(mia)
    assert client.get(address).status_code == 200
    db.execute(update(SignInSession).values(proved_at=later - 6 * MINUTE))
    assert asks(client, address)
    to = client.get(address).location
    assert client.send(to, {"passphrase": PASSPHRASE}).location == address


def test_made_up_people_are_taken_at_their_word(client, db, mia, later):
    client.sign_in(mia, strength="demo")
    db.execute(update(SignInSession).values(proved_at=later - timedelta(days=1)))
    assert client.get("/my-app/keys/add").status_code == 200
    assert client.get("/confirm").location == "/"


def test_who_has_nothing_to_show_signs_in_again(client, db, later):
    """Staff, who sign in at their council's own service."""
    client.sign_in(makers.make_worker(db), Role.WORKER, strength="provider")
    db.execute(update(SignInSession).values(proved_at=later - 6 * MINUTE))
    asked = client.send("/my-app/places", {}, action="/my-app/places/sign-out-all").location
    page = client.get(asked)
    assert 'name="passphrase"' not in page.text
    assert 'action="/sign-out"' in page.text


def test_many_wrong_words_must_wait(client, db, mia, later):
    client.sign_in(mia)
    db.execute(update(SignInSession).values(proved_at=later - 6 * MINUTE))
    to = client.get("/my-app/keys/add").location
    codes = [client.send(to, {"passphrase": "wrong words"}).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


# --- another passphrase ------------------------------------------------------------------------


def test_another_passphrase_ends_everything_else(client, new_client, db, mia, now):
    other = new_client()
    other.sign_in(mia)
    client.sign_in(mia)
    before = client.get_cookie("session").value
    answer = client.send(
        "/my-app/passphrase", {"now": PASSPHRASE, "passphrase": "seven quiet lamps"}
    )
    assert answer.location.startswith("/my-app/places?done=passphrase-changed")
    assert "You have a new passphrase" in client.get(answer.location).text
    assert client.get_cookie("session").value != before
    assert "/sign-in" in other.get("/home").location
    thief = new_client()
    thief.set_cookie("session", before)
    assert "/sign-in" in thief.get("/home").location
    kept = db.scalars(select(Account.passphrase)).one()
    assert passphrases.fits(kept, "seven quiet lamps")
    assert not passphrases.fits(kept, PASSPHRASE)
    assert db.scalars(select(Notice.kind)).all() == ["passphrase_changed"]
    assert "Your passphrase was changed" in client.get("/home").text


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Pick a passphrase"), ("short", "Make it longer"), ("mia-14 mia-14", "user name")],
)
def test_a_weak_one_is_refused_kindly(client, db, mia, typed, says):
    client.sign_in(mia)
    answer = client.send("/my-app/passphrase", {"now": PASSPHRASE, "passphrase": typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert db.scalars(select(Account.passphrase)).one() == KEPT


def test_whoever_picked_the_phone_up_cannot_take_the_account(client, db, mia):
    """Not even in the minutes in which nobody is asked again; and not by trying."""
    client.sign_in(mia)
    typed = {"now": "wrong words here", "passphrase": "seven quiet lamps"}
    answers = [client.send("/my-app/passphrase", typed) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "This is not the right passphrase" in answers[0].text
    assert db.scalars(select(Account.passphrase)).one() == KEPT


def test_the_phone_stays_known_after_it(client, db, mia):
    typed = {"username": "mia-14", "passphrase": PASSPHRASE, "device": Device.OWN.value}
    client.send("/sign-in", typed)
    before = client.get_cookie("phone").value
    client.send("/my-app/passphrase", {"now": PASSPHRASE, "passphrase": "seven quiet lamps"})
    assert client.get_cookie("phone").value != before


def test_who_has_none_changes_none(client, db, mia):
    db.execute(update(Account).values(passphrase=None))
    client.sign_in(mia, strength="demo")
    page = client.get("/my-app/passphrase")
    assert 'name="passphrase"' not in page.text
    form = client.form("/my-app/passphrase", {}, action="/leave").hidden
    client.post("/my-app/passphrase", data={**form, "passphrase": "seven quiet lamps"})
    assert db.scalars(select(Account.passphrase)).one() is None
