"""A way back in: as strict as the first, and it ends everything that was open before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Device, Role
from portal.house import (
    Account,
    AuditEvent,
    Invite,
    Membership,
    Notice,
    Passkey,
    SignInSession,
)
from portal.people import passphrases
from tests import makers
from tests.pages import steady

CODE, WORD = "BCDF-GHJK-2345", "blue kettle"
OLD, NEW = "purple otter bus", "seven green spoons"
KEPT = passphrases.keep(OLD)


def make_passkey(db, account_id, name=b"1"):
    columns = {"credential": name, "public_key": b"key", "added_at": clock.now()}
    return makers.make(db, Passkey, {"account_id": account_id, **columns}, {})


@pytest.fixture
def pair(db):
    sam, priya = makers.make_pair(db, known_as="Sam")
    account = makers.make_account(db, username="sam-14", passphrase=KEPT)
    makers.make_membership(db, sam, account_id=account.id)
    return sam, priya


@pytest.fixture
def sam(pair):
    return pair[0]


def account_of(db, person):
    db.commit()
    return db.scalar(select(Membership.account_id).where(Membership.person_id == person.id))


def back(client, **typed):
    data = {"code": CODE, "word": WORD, "username": "", "passphrase": NEW, "device": "own"}
    return client.send("/invite", {**data, **typed})


def is_in(client):
    return client.get("/home").status_code == 200


def signs_in(client, username, passphrase):
    data = {"username": username, "passphrase": passphrase, "device": "own"}
    return client.send("/sign-in", data).status_code == 303


def make_again(db, person, **given):
    return makers.make_invite(db, person, CODE, purpose="again", **given)


def test_it_gives_a_new_passphrase_and_tells_the_old_user_name(client, new_client, db, sam):
    make_again(db, sam)
    answer = back(client)
    assert (answer.status_code, answer.location) == (303, "/welcome-back")
    page = client.get("/welcome-back")
    assert "sam-14" in page.text
    assert is_in(client)
    assert not signs_in(new_client(), "sam-14", OLD)
    assert signs_in(new_client(), "Sam-14", NEW)
    assert db.scalar(select(func.count()).select_from(Account)) == 2  # Sam's and the worker's


def test_the_user_name_may_be_kept_or_changed(client, new_client, db, sam):
    make_again(db, sam)
    assert back(client, username=" Sam.New ").status_code == 303
    assert "sam.new" in client.get("/welcome-back").text
    assert signs_in(new_client(), "sam.new", NEW)
    assert not signs_in(new_client(), "sam-14", NEW)


@pytest.mark.parametrize("typed", ["sam-14", "SAM-14"])
def test_the_old_user_name_typed_again_is_theirs(client, db, sam, typed):
    make_again(db, sam)
    assert back(client, username=typed).status_code == 303


def test_an_account_that_never_had_a_user_name_needs_one(client, db, sam):
    db.get(Account, account_of(db, sam)).username = None
    make_again(db, sam)
    assert "Pick a user name." in back(client).text
    assert db.get(Account, account_of(db, sam)).username is None
    assert back(client, username="sam-15").status_code == 303


def test_somebody_elses_user_name_is_not(client, db, sam):
    makers.make_account(db, username="taken")
    make_again(db, sam)
    client.sign_in(sam)
    assert "Somebody has this name already" in back(client, username="taken").text
    assert is_in(client)
    assert back(client).status_code == 303


def test_every_session_and_passkey_ends_and_a_stolen_cookie_is_dead(client, new_client, db, sam):
    others = [new_client() for _ in range(3)]
    for other, device in zip(others, Device, strict=False):
        other.sign_in(sam, device=device)
        assert is_in(other)
    thief = new_client()
    thief.set_cookie("session", others[0].get_cookie("session").value)
    client.sign_in(sam)  # this very browser's own old value, too
    own = client.get_cookie("session").value
    account = account_of(db, sam)
    make_passkey(db, account)
    make_passkey(db, account, b"2")
    elsewhere = makers.make_membership(db, makers.make_young(db))
    kept = make_passkey(db, elsewhere.account_id, b"3")
    makers.make_session(db, elsewhere)
    make_again(db, sam)
    assert back(client).status_code == 303
    for browser in (*others, thief):
        assert not is_in(browser)
    assert client.get_cookie("session").value != own
    thief.set_cookie("session", own)
    assert not is_in(thief)
    assert is_in(client)
    assert db.scalars(select(Passkey.id)).all() == [kept.id]
    assert db.scalar(
        select(func.count()).where(SignInSession.account_id == account_of(db, sam))
    ) == 1  # fmt: skip


def test_every_other_open_code_ends(client, db, sam, now):
    """Of the same account in another council, too."""
    other = makers.make_young(db, council=makers.make_council(db))
    makers.make_membership(db, other, account_id=account_of(db, sam))
    theirs = makers.make_invite(db, other, "another", purpose="again")
    make_again(db, sam)
    assert back(client).status_code == 303
    assert db.get(Invite, theirs.id).cancelled_at == now


@pytest.mark.parametrize(
    "broken",
    [
        {"word": "green lantern"},
        {"used_at": clock.now()},
        {"cancelled_at": clock.now()},
        {"ends_at": clock.now() - timedelta(days=900)},
    ],
    ids=["another-word", "used", "cancelled", "expired"],
)
def test_what_is_no_good_ends_nothing(client, new_client, db, sam, broken):
    own = new_client()
    own.sign_in(sam)
    make_passkey(db, account_of(db, sam))
    make_again(db, sam, **broken)
    assert back(client).status_code == 422
    assert is_in(own)
    assert signs_in(new_client(), "sam-14", OLD)
    assert db.scalar(select(func.count()).select_from(Passkey)) == 1


@pytest.mark.parametrize("ended", ["closed", "gone", "another-role"])
def test_an_account_that_was_closed_is_not_opened_by_a_code(client, db, sam, ended):
    membership = db.scalars(select(Membership).where(Membership.person_id == sam.id)).one()
    if ended == "closed":
        db.get(Account, membership.account_id).state = "closed"
    elif ended == "gone":
        membership.ends = makers.today() - timedelta(days=1)
    else:
        membership.role = Role.WORKER.value
    make_again(db, sam)
    assert back(client).status_code == 422
    account = db.get(Account, membership.account_id)
    assert account.passphrase == KEPT
    assert db.scalars(select(Invite.used_at)).one() is None


def test_a_passphrase_like_the_old_user_name_is_refused(client, db, sam):
    make_again(db, sam)
    answer = back(client, passphrase="i am sam-14 ok")
    assert "Do not use your user name" in answer.text


def test_a_way_back_used_by_many_at_once_is_used_once(app, db, sam, patient):
    make_again(db, sam)
    db.commit()

    def use(number):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        return back(client, passphrase=f"{NEW} {number}").status_code

    with ThreadPoolExecutor(12) as pool:
        assert sorted(pool.map(use, range(12))) == [303] + [422] * 11
    assert db.scalar(
        select(func.count()).where(SignInSession.account_id == account_of(db, sam))
    ) == 1  # fmt: skip


def test_the_worker_is_told_and_it_is_in_the_audit(client, new_client, db, pair):
    sam, priya = pair
    make_again(db, sam, made_by_id=priya.id)
    back(client)
    notice = db.execute(select(Notice.person_id, Notice.kind, Notice.source_ref)).one()
    assert notice == (priya.id, "way_in_again", sam.ref)
    event = db.scalars(select(AuditEvent).where(AuditEvent.act == "changed")).one()
    assert (event.about_id, event.person_id, event.what) == (sam.id, sam.id, "invites.used_again")
    worker = new_client()
    worker.sign_in(priya)
    assert "Somebody is back in with a new code" in worker.get("/waiting").text
    told = worker.get("/ways-in")
    assert "Sam" in told.text
    assert "They are back in with a new code." in told.text
    assert f'href="/people/{sam.ref}"' in told.text


def test_a_worker_who_left_reads_no_name(client, new_client, db, pair):
    sam, priya = pair
    make_again(db, sam, made_by_id=priya.id)
    back(client)
    connection = db.scalars(select(makers.Connection)).one()
    connection.ends = makers.today() - timedelta(days=1)
    worker = new_client()
    worker.sign_in(priya)
    told = worker.get("/ways-in")
    assert "Somebody you do not work with now" in told.text
    assert "Sam" not in steady(told.text)
    assert sam.ref not in told.text
