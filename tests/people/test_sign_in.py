"""Signing in again, and how long it lasts."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from portal.core import clock
from portal.core.access import Device, Role
from portal.core.sessions import hashed
from portal.house import Account, Membership, SignInSession, Tally
from portal.people import passphrases, sessions
from tests import makers
from tests.databases import counting

PASSPHRASE = "purple otter bus"
KEPT = passphrases.keep(PASSPHRASE)


@pytest.fixture
def mia(db):
    mia = makers.make_young(db, known_as="Mia")
    account = makers.make_account(db, username="mia-14", passphrase=KEPT)
    makers.make_membership(db, mia, account_id=account.id)
    return mia


def knock(client, username="mia-14", passphrase=PASSPHRASE, device="own"):
    typed = {"username": username, "passphrase": passphrase, "device": device}
    return client.send("/sign-in", typed)


def is_in(client):
    return client.get("/home").status_code == 200


@pytest.mark.parametrize(("device", "days"), [("shared", None), ("own", 30)])
def test_the_right_words_open_home(client, db, mia, device, days):
    answer = knock(client, username=" MIA-14 ", device=device)
    assert answer.status_code == 303
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session=m"))
    assert (f"Max-Age={days * 86_400}" in cookie) if days else ("Max-Age" not in cookie)
    assert "Hi Mia" in client.get("/", follow_redirects=True).text
    assert db.scalars(select(SignInSession.device)).one() == device


def without_what_was_typed(answer):
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_wrong_and_unknown_look_the_same(client, db, mia):
    closed = makers.make_account(db, username="closed", passphrase=KEPT, state="closed")
    makers.make_membership(db, makers.make_young(db), account_id=closed.id)
    gone = makers.make_account(db, username="gone", passphrase=KEPT)
    makers.make_membership(
        db, makers.make_young(db), account_id=gone.id, ends=makers.today() - timedelta(days=1)
    )
    keyless = makers.make_account(db, username="keyless")
    makers.make_membership(db, makers.make_young(db), account_id=keyless.id)
    pages = set()
    for username, passphrase in [("mia-14", "wrong words here"), ("nobody", PASSPHRASE),
                                 ("closed", PASSPHRASE), ("gone", PASSPHRASE),
                                 ("keyless", PASSPHRASE), ("nobody\x00", PASSPHRASE),
                                 ("m" * 500, PASSPHRASE)]:  # fmt: skip
        answer = knock(client, username, passphrase)
        assert answer.status_code == 422, username
        assert passphrase not in answer.text
        pages.add(without_what_was_typed(answer))
    assert len(pages) == 1
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_one_verification_whether_known_or_not(client, db, mia, monkeypatch):
    checked = []
    fits = passphrases.fits
    monkeypatch.setattr(passphrases, "fits", lambda *them: checked.append(them[0]) or fits(*them))
    knock(client, passphrase="wrong words here")
    knock(client, username="nobody")
    assert [kept is None for kept in checked] == [False, True]


def test_many_tries_must_wait_and_success_wipes_them(client, db, mia, now):
    form = client.get("/sign-in") and client.form("/sign-in", {"username": ""}).hidden

    def tries(number, **typed):
        data = {**form, "username": "mia-14", "passphrase": "wrong words here", "device": "own"}
        return [client.post("/sign-in", data={**data, **typed}).status_code for _ in range(number)]

    assert tries(9) == [422] * 9
    assert tries(1, passphrase=PASSPHRASE) == [303]
    assert db.scalar(select(func.count()).select_from(Tally)) == 0
    form = client.get("/sign-in") and client.form("/sign-in", {"username": ""}).hidden
    assert tries(11) == [422] * 10 + [429]
    assert tries(1, passphrase=PASSPHRASE) == [429]
    assert tries(1, username="another") == [422]
    with clock.fixed(now + timedelta(minutes=15), everywhere=True):
        assert tries(1, passphrase=PASSPHRASE) == [303]


# --- how long it lasts -------------------------------------------------------------------------

SECOND = timedelta(seconds=1)
LIVES = [
    (Role.YOUNG, Device.SHARED, Device.SHARED, timedelta(minutes=15), timedelta(hours=2)),
    (Role.CARER, Device.OWN, Device.OWN, timedelta(days=30), timedelta(days=30)),
    (Role.WORKER, Device.OWN, Device.STAFF, timedelta(minutes=30), timedelta(hours=10)),
    (Role.ADMIN, Device.SHARED, Device.STAFF, timedelta(minutes=30), timedelta(hours=10)),
]


@pytest.mark.parametrize(("role", "device", "becomes", "idle", "whole"), LIVES)
def test_lifetimes(db, now, role, device, becomes, idle, whole):
    membership = makers.make_membership(db, makers.make_young(db), role=role)
    token, _days = sessions.begin(
        db, membership.account_id, membership.council_id, role, device, "passphrase", now
    )
    db.flush()
    row = db.scalars(select(SignInSession)).one()
    assert (row.device, row.token_hash) == (becomes, hashed(token))

    def found(moment, seen=now):
        row.seen_at = seen
        db.flush()
        return sessions.find(db, hashed(token), moment) is not None

    with pytest.MonkeyPatch.context() as patch:  # outside a request the ledger takes no jobs
        patch.setattr(sessions.ledger, "when_idle", lambda job: None)
        assert found(now + min(idle, whole - SECOND))
        assert not found(now + idle + SECOND)
        assert found(now + whole - SECOND, seen=now + whole - SECOND)
        assert not found(now + whole, seen=now + whole - SECOND)


def test_a_phone_left_alone_asks_again(client, db, mia, now):
    client.sign_in(mia, device=Device.SHARED)
    for minutes, still in [(15, True), (30, True), (46, False)]:
        with clock.fixed(now + timedelta(minutes=minutes), everywhere=True):
            answer = client.get("/home")
            assert (answer.status_code == 200) is still, minutes
    assert "/sign-in" in answer.location


def test_last_seen_is_kept_once_a_minute_by_the_ledger(client, db, database, mia, now):
    client.sign_in(mia)

    def look(seconds):
        with clock.fixed(now + timedelta(seconds=seconds), everywhere=True):
            with counting(database) as counted:
                assert is_in(client)
            assert all(s.lstrip().startswith("SELECT") for s in counted.statements)
            return len(counted.ledger), db.scalars(select(SignInSession.seen_at)).one() - now

    assert look(59) == (0, timedelta(0))
    assert look(60) == (1, timedelta(seconds=60))
    assert look(100) == (0, timedelta(seconds=60))
    assert look(120) == (1, timedelta(seconds=120))


@pytest.mark.parametrize(("way", "to"), [("/sign-out", "/sign-in"), ("/leave", "https://")])
def test_a_cookie_is_dead_afterwards(client, new_client, db, mia, way, to):
    client.sign_in(mia)
    kept = client.get_cookie("session").value
    token = client.get("/home") and client.form("/home", {}, action="/leave").hidden
    gone = client.post(way, data=token)
    assert gone.status_code == 303
    assert to in gone.location
    assert gone.headers["Clear-Site-Data"] == '"cache"'
    assert client.get_cookie("session") is None
    thief = new_client()
    thief.set_cookie("session", kept)
    assert not is_in(thief)
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def left(answer):
    """Whether this answer takes a browser away and leaves it with nothing."""
    cookie = next((c for c in answer.headers.getlist("Set-Cookie")), "")
    assert answer.status_code == 303
    assert answer.location == "https://www.bbc.co.uk/weather"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    return cookie.startswith("session=;") and "Max-Age=0" in cookie


@pytest.mark.parametrize(
    "cookie", [None, "", "m" + "x" * 43, "v" + "x" * 43, "nonsense", "m" * 2000]
)
def test_quick_exit_works_whatever_the_browser_holds(client, db, cookie):
    if cookie is not None:
        client.set_cookie("session", cookie)
    assert left(client.post("/leave"))


def test_quick_exit_from_a_session_that_is_over_ends_it_too(client, db, mia, now):
    client.sign_in(mia, device=Device.SHARED)
    with clock.fixed(now + timedelta(hours=3), everywhere=True):
        assert left(client.post("/leave"))
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


@pytest.mark.parametrize("lost", ["session", "account", "person"])
def test_quick_exit_works_when_the_database_does_not(client, db, mia, lost):
    client.sign_in(mia)
    db.execute(text(f"ALTER TABLE {lost} RENAME TO lost"))
    assert left(client.post("/leave"))


def test_quick_exit_works_when_the_commit_fails(client, db, mia, monkeypatch):
    client.sign_in(mia)

    def fails(self):
        raise RuntimeError("no more room")

    monkeypatch.setattr("portal.core.db.Session.commit", fails)
    client.handle = None  # its own commits are not what is tested
    db.close()
    assert left(client.post("/leave"))


def test_a_script_is_told_whether_the_session_is_over(client, db, mia):
    """While it is not, the cookie stays: without it nobody could name the session again."""
    client.sign_in(mia)
    db.execute(text("ALTER TABLE session RENAME TO lost"))
    answer = client.post("/leave", data={"by": "script"})
    assert (answer.status_code, answer.text) == (503, "")
    assert "Set-Cookie" not in answer.headers
    db.execute(text("ALTER TABLE lost RENAME TO session"))
    answer = client.post("/leave", data={"by": "script"})
    assert (answer.status_code, answer.text) == (204, "")
    assert client.get_cookie("session") is None
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_quick_exit_works_when_the_form_cannot_be_read(client, db, mia):
    client.sign_in(mia)
    assert left(client.post("/leave", data={"by": "x" * 2_000_000}))
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}])
def test_nobody_elses_page_can_sign_me_out(client, db, mia, headers):
    client.sign_in(mia)
    assert client.post("/leave", headers=headers).status_code == 403
    assert is_in(client)


def test_a_session_can_be_ended_from_anywhere(client, db, mia):
    client.sign_in(mia)
    assert is_in(client)
    db.execute(update(Account).values(state="closed"))
    assert not is_in(client)
    db.execute(update(Account).values(state="open"))
    assert is_in(client)
    db.execute(update(Membership).values(ends=makers.today() - timedelta(days=1)))
    assert not is_in(client)


def test_signing_in_again_gives_a_new_value(client, db, mia):
    values = set()
    for _ in range(2):
        knock(client)
        values.add(client.get_cookie("session").value)
    assert len(values) == 2


def test_signing_in_over_a_session_ends_it(client, new_client, db, mia):
    """Whoever signs in on a phone takes it over: the value that was there before is dead, and
    nobody else's."""
    other, elsewhere = new_client(), new_client()
    client.sign_in(makers.make_young(db, known_as="Leo"))
    elsewhere.sign_in(mia)
    kept = client.get_cookie("session").value
    knock(client)
    assert "Hi Mia" in client.get("/home").text
    other.set_cookie("session", kept)
    assert not is_in(other)
    assert is_in(elsewhere)
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 2


def test_how_it_looks_is_kept_with_the_account(client, db, mia):
    client.sign_in(mia)
    chosen = {"language": "ar", "theme": "sea", "look": "dark", "band": "child"}
    sent = client.send("/my-app", chosen)
    assert sent.status_code in (302, 303)
    text = client.get("/home").text
    for said in ('lang="ar"', 'dir="rtl"', 'data-theme="sea"', 'data-look="dark"', 'class="child"'):
        assert said in text
