"""Passkeys with a lock in software: what is good is let in, and nothing else, on both databases."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from portal.core import clock
from portal.core.access import Device, Role
from portal.core.sessions import hashed
from portal.house import Account, Notice, Outbox, Passkey, SignInSession
from portal.passkeys.rules import MOST_KEYS, PRF_SALT, transports, went_back
from portal.people import passphrases
from portal.people.rules import PersonKind
from tests import makers
from tests.databases import counting
from tests.passkeys.authenticator import UP, UV, Lock, raw, text

PASSPHRASE = "purple otter bus"
KEPT = passphrases.keep(PASSPHRASE)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mia(db):
    mia = makers.make_young(db, known_as="Mia")
    account = makers.make_account(db, username="mia-14", passphrase=KEPT, relock_minutes=15)
    makers.make_membership(db, mia, account_id=account.id)
    return mia


class Script:
    """What the page's script does, from the page at `address`."""

    def __init__(self, client, address):
        self.client = client
        page = client.get(address)
        assert page.status_code == 200
        self.hidden = {}
        for form in client.page.forms:
            self.hidden.update(form.hidden)
        self.token = self.hidden["csrf_token"]

    def post(self, address, what, **more):
        return self.client.post(address, json=what, headers={"X-CSRFToken": self.token}, **more)

    def ask(self, address="/keys/ask", **what):
        answer = self.post(address, what)
        assert answer.status_code == 200, answer.json
        return answer.json


def add(client, lock=None, name=""):
    lock = lock or Lock()
    script = Script(client, "/my-app/keys/add")
    answer = script.post("/my-app/keys/add", {
        "answer": lock.make(script.ask("/my-app/keys/ask")), "name": name,
    })  # fmt: skip
    return lock, answer


@pytest.fixture
def lock(client, db, mia):
    """Mia's key, made on a phone of her own; nobody is signed in any more."""
    client.sign_in(mia)
    found, answer = add(client)
    assert answer.status_code == 200
    client.delete_cookie("session")
    return found


def sign_in(client, lock, device="own", **more):
    script = Script(client, "/sign-in")
    said = {"purpose": "sign-in", "device": device}
    asked = script.ask(**said)
    return script.post("/keys/answer", {**said, "answer": lock.use(asked)}, **more)


def remove(client, ref):
    address = f"/my-app/keys/{ref}/remove"
    return client.send(address, {}, action=address)


def is_in(client):
    return client.get("/home").status_code == 200


def sessions(db):
    db.rollback()
    return db.scalar(select(func.count()).select_from(SignInSession))


# --- adding ------------------------------------------------------------------------------------


def test_a_key_is_added_listed_and_told(client, db, mia):
    client.sign_in(mia)
    _lock, answer = add(client, name="  My blue\u202e phone ")
    page = client.get(answer.json["to"])
    assert "Your passkey is added." in page.text
    assert "My blue phone" in page.text
    assert "Added today at 10am." in page.text
    assert "Not used yet." in page.text
    kept = db.scalars(select(Passkey)).one()
    assert (kept.transports, kept.prf, kept.name) == ("hybrid,internal", True, "My blue phone")
    assert db.scalars(select(Notice.kind)).all() == ["key_added"]
    assert db.scalar(select(func.count()).select_from(Outbox)) == 1
    assert "A passkey was added to your account" in client.get("/home").text


def test_what_a_phone_is_asked_for(client, db, mia):
    client.sign_in(mia)
    first, _answer = add(client)
    asked = Script(client, "/my-app/keys/add").ask("/my-app/keys/ask")
    account = db.scalars(select(Account)).one()
    assert asked["rp"] == {"name": "Alongside", "id": "localhost"}
    assert asked["user"] == {"id": text(account.handle.encode()), "name": "mia-14",
                             "displayName": "mia-14"}  # fmt: skip
    assert len(account.handle) == 22
    assert asked["attestation"] == "none"
    assert asked["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
    }  # fmt: skip
    assert [one["id"] for one in asked["excludeCredentials"]] == [text(first.credential)]
    assert raw(asked["extensions"]["prf"]["eval"]["first"]) == PRF_SALT
    assert "Mia" not in json.dumps(asked)


def test_the_handle_stays_the_same(client, db, mia):
    client.sign_in(mia)
    handles = set()
    for _ in range(2):
        add(client)
        handles.add(db.scalars(select(Account.handle)).one())
    assert len(handles) == 1


def test_several_up_to_a_number(client, db, mia):
    client.sign_in(mia)
    for n in range(MOST_KEYS):
        assert add(client, name=f"Key {n}")[1].status_code == 200
    _lock, answer = add(client)
    assert (answer.status_code, answer.json["problem"]) == (
        409, "Your list is full. Remove a passkey first.",
    )  # fmt: skip
    assert "Your list is full" in client.get("/my-app/keys").text
    assert db.scalar(select(func.count()).select_from(Passkey)) == MOST_KEYS


def test_one_key_is_kept_once_whoever_says_so(client, new_client, db, mia):
    client.sign_in(mia)
    lock, _answer = add(client)
    other = new_client()
    other.sign_in(makers.make_young(db, known_as="Leo"))
    for browser in (client, other):
        _lock, answer = add(browser, lock)
        assert answer.status_code == 409
        assert "on your list already" in answer.json["problem"]
    assert db.scalar(select(func.count()).select_from(Passkey)) == 1


BENT = {
    "another site": {"origin": "https://evil.example"},
    "another port": {"origin": "http://localhost:8001"},
    "by TLS": {"origin": "https://localhost:8000"},
    "another host": {"host": "evil.example"},
    "no finger, face or code": {"flags": UP},
    "nobody there": {"flags": UV},
}


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT)
def test_a_key_made_otherwise_is_refused(client, db, mia, bent):
    client.sign_in(mia)
    _lock, answer = add(client, Lock(**bent))
    assert answer.status_code == 422
    assert answer.json == {"problem": "That did not work. Nothing was added. Try once more."}
    assert db.scalars(select(Passkey)).all() == []
    assert db.scalars(select(Notice)).all() == []


def test_a_challenge_makes_one_key(client, db, mia):
    client.sign_in(mia)
    script = Script(client, "/my-app/keys/add")
    asked = script.ask("/my-app/keys/ask")
    codes = [
        script.post("/my-app/keys/add", {"answer": Lock().make(asked)}).status_code
        for _ in range(3)
    ]
    assert codes == [200, 422, 422]
    assert db.scalar(select(func.count()).select_from(Passkey)) == 1


@pytest.mark.parametrize("address", ["/my-app/keys/ask", "/my-app/keys/add"])
@pytest.mark.parametrize(
    ("how", "says"),
    [({"device": Device.SHARED}, "Others use this phone"), ({}, "It was a while")],
    ids=["shared", "not proved"],
)
def test_a_shared_phone_and_a_phone_picked_up_add_none(client, db, mia, now, address, how, says):
    client.sign_in(mia, **how)
    script = Script(client, "/my-app")
    with clock.fixed(now + 6 * MINUTE, everywhere=True):
        answer = script.post(address, {})
    assert answer.status_code == 403
    assert says in answer.json["problem"]


def test_on_a_shared_phone_the_page_says_why(client, db, mia):
    client.sign_in(mia, device=Device.SHARED)
    page = client.get("/my-app/keys/add")
    assert "Not on this phone" in page.text
    assert "data-make" not in page.text


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.YOUNG, Role.CARER}))
def test_staff_have_none_here(client, db, role):
    client.sign_in(makers.make_person(db, PersonKind.STAFF), role)
    assert client.get("/my-app/keys").status_code == 403
    assert "/my-app/keys" not in client.get("/my-app").text


def test_the_list_asks_the_database_as_often_for_many(client, db, database, mia):
    client.sign_in(mia)
    numbers = set()
    for _ in range(3):
        makers.make_passkey(db, mia)
        db.commit()
        with counting(database) as counted:
            client.get("/my-app/keys")
        numbers.add(len(counted))
    assert numbers == {3}


# --- signing in --------------------------------------------------------------------------------


@pytest.mark.parametrize("device", ["own", "shared"])
def test_signing_in(client, db, lock, device):
    visitor = client.get("/sign-in") and client.get_cookie("session").value
    answer = sign_in(
        client, lock, device, environ_overrides={"HTTP_USER_AGENT": "Firefox/1 Windows"}
    )
    assert answer.json == {"to": "/"}
    assert "Hi Mia" in client.get("/", follow_redirects=True).text
    assert client.get_cookie("session").value != visitor
    row = db.scalars(select(SignInSession).order_by(SignInSession.id.desc())).first()
    assert (row.strength, row.device, row.place) == ("passkey", device, "Firefox on Windows")
    kept = db.scalars(select(Passkey)).one()
    assert (kept.sign_count, kept.used_at) == (1, clock.now())


def test_without_a_word_about_the_phone_it_is_a_shared_one(client, db, lock):
    script = Script(client, "/sign-in")
    said = {"purpose": "sign-in"}
    script.post("/keys/answer", {**said, "answer": lock.use(script.ask(**said))})
    assert (
        db.scalars(select(SignInSession.device).order_by(SignInSession.id.desc())).first()
        == "shared"
    )


def test_the_sign_in_page_asks_for_nobody_in_particular(client, db, lock):
    asked = Script(client, "/sign-in").ask(purpose="sign-in")
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"


def refused(answer, db, before):
    assert answer.status_code == 422, answer.text
    assert answer.json == {"problem": "That did not work. Try again, or use your passphrase."}
    assert sessions(db) == before
    kept = db.scalars(select(Passkey)).first()
    assert kept is None or kept.used_at is None


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT)
def test_a_key_used_otherwise_opens_nothing(client, db, lock, bent):
    before = sessions(db)
    refused(sign_in(client, replace(lock, **bent)), db, before)
    assert not is_in(client)


def test_a_key_nobody_knows(client, db, lock):
    refused(sign_in(client, Lock(handle=lock.handle)), db, sessions(db))


def test_a_copy_of_its_name_without_its_secret(client, db, lock):
    refused(sign_in(client, Lock(credential=lock.credential, handle=lock.handle)), db, sessions(db))
    assert db.scalars(select(Notice.kind)).all() == ["key_added"]


@pytest.mark.parametrize("handle", [b"", b"somebody-else", b"\xff\xff"])
def test_a_key_that_says_it_is_somebody_elses(client, db, lock, handle):
    refused(sign_in(client, replace(lock, handle=handle)), db, sessions(db))


def test_an_answer_is_good_once(client, new_client, db, lock):
    script = Script(client, "/sign-in")
    said = {"purpose": "sign-in", "device": "own"}
    answer = {**said, "answer": lock.use(script.ask(**said))}
    assert script.post("/keys/answer", answer).status_code == 200
    client.delete_cookie("session")
    thief = new_client()
    again = Script(thief, "/sign-in").post("/keys/answer", answer)
    assert again.status_code == 422
    assert not is_in(thief)


def test_a_wrong_answer_uses_the_challenge_up_too(client, db, lock):
    script = Script(client, "/sign-in")
    said = {"purpose": "sign-in", "device": "own"}
    asked = script.ask(**said)
    wrong = replace(lock, flags=UP).use(asked)
    assert script.post("/keys/answer", {**said, "answer": wrong}).status_code == 422
    assert script.post("/keys/answer", {**said, "answer": lock.use(asked)}).status_code == 422


def test_a_challenge_is_for_one_browser_one_purpose_and_some_minutes(
    client, new_client, db, lock, now
):
    said = {"purpose": "sign-in", "device": "own"}
    script, other = Script(client, "/sign-in"), Script(new_client(), "/sign-in")
    before = sessions(db)
    refused(
        other.post("/keys/answer", {**said, "answer": lock.use(script.ask(**said))}), db, before
    )
    asked = script.ask(**said)
    with clock.fixed(now + 5 * MINUTE, everywhere=True):
        refused(script.post("/keys/answer", {**said, "answer": lock.use(asked)}), db, before)
    *most, last = raw(asked["challenge"])
    for bent in ("", "A" * 75, text(bytes([*most, last ^ 1])), text(b"x" * 56)):
        answer = lock.use({"challenge": bent})
        refused(script.post("/keys/answer", {**said, "answer": answer}), db, before)


def test_a_challenge_to_sign_in_unlocks_nothing(client, db, mia, lock, now):
    client.sign_in(mia)
    with clock.fixed(now + 20 * MINUTE, everywhere=True):
        script = Script(client, "/unlock")
        asked = script.ask(purpose="sign-in")
        answer = script.post("/keys/answer", {"purpose": "prove", "answer": lock.use(asked)})
        assert answer.status_code == 422
        assert not is_in(client)


def test_a_count_that_goes_back_is_refused_and_its_owner_told(client, db, lock):
    """Two phones with the same key: the one that is behind is not let in, whichever it is."""
    copy = replace(lock)
    assert sign_in(client, lock).status_code == 200
    assert sign_in(client, lock).status_code == 200
    client.delete_cookie("session")
    before = sessions(db)
    answer = sign_in(client, copy)
    assert answer.status_code == 422
    assert sessions(db) == before
    assert not is_in(client)
    assert db.scalars(select(Notice.kind).order_by(Notice.id)).all() == ["key_added", "key_copied"]
    assert db.scalars(select(Passkey.sign_count)).one() == 2
    assert sign_in(client, lock).status_code == 200
    assert "One of your passkeys may have been copied" in client.get("/home").text


@pytest.mark.parametrize(
    ("before", "after", "back"),
    [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)],
)
def test_when_a_count_went_back(before, after, back):
    assert went_back(before, after) is back


def test_a_key_that_does_not_count_works_again_and_again(client, db, mia):
    client.sign_in(mia)
    lock, _answer = add(client)
    for _ in range(2):
        lock.count = -1
        assert sign_in(client, lock).status_code == 200
    assert db.scalars(select(Passkey.sign_count)).one() == 0


@pytest.mark.parametrize("wrong", ["closed", "ended", "staff"])
def test_an_account_that_may_not_sign_in(client, db, lock, wrong):
    if wrong == "closed":
        db.execute(update(Account).values(state="closed"))
    elif wrong == "ended":
        db.execute(update(makers.Membership).values(ends=makers.today() - timedelta(days=1)))
    else:
        db.execute(update(makers.Membership).values(role=Role.WORKER.value))
    refused(sign_in(client, lock), db, sessions(db))


def test_a_removed_key_opens_nothing(client, db, mia, lock):
    client.sign_in(mia)
    ref = db.scalars(select(Passkey.ref)).one()
    answer = remove(client, ref)
    assert answer.location.startswith("/my-app/keys?done=key-removed")
    assert "The passkey is removed." in client.get(answer.location).text
    assert db.scalars(select(Notice.kind).order_by(Notice.id)).all() == ["key_added", "key_removed"]
    client.delete_cookie("session")
    refused(sign_in(client, lock), db, sessions(db))


def test_many_wrong_answers_must_wait(client, db, lock):
    script = Script(client, "/sign-in")
    codes = [script.post("/keys/answer", {"purpose": "sign-in"}).status_code for _ in range(101)]
    assert codes == [422] * 100 + [429]
    answer = script.post("/keys/answer", {"purpose": "sign-in"})
    assert answer.json["problem"] == "That was many tries. You can try again at 10:05am."
    assert answer.headers["Retry-After"] == "300"
    assert sign_in(client, lock).status_code == 200  # a right one is never refused


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "signature",
                             "authenticatorData", "userHandle", "attestationObject"]),
            inner, max_size=6)
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(said=NONSENSE, field=st.sampled_from(["clientDataJSON", "authenticatorData", "signature",
                                             "userHandle"]))  # fmt: skip
def test_nothing_that_comes_in_breaks_it(client, db, mia, said, field):
    client.sign_in(mia)
    script = Script(client, "/my-app/keys/add")
    asked = script.ask(purpose="sign-in")
    bent = Lock().use(asked)
    bent["response"][field] = said
    for answer in (said, bent):
        for address in ("/my-app/keys/add", "/keys/answer"):
            for purpose in ("sign-in", "prove"):
                sent = script.post(address, {"purpose": purpose, "answer": answer})
                assert sent.status_code in (422, 429), sent.text
    sent = script.post("/keys/answer", said)
    assert sent.status_code in (400, 422, 429)


def test_transports_are_from_a_list():
    assert transports(["usb", "nfc", "<b>", 3, None]) == "nfc,usb"
    assert transports("usb") == transports(None) == ""


# --- unlock and confirm ------------------------------------------------------------------------


def prove(client, lock, address):
    asked_at = client.get(address).location or address
    script = Script(client, asked_at)
    said = {"purpose": "prove", "to": script.hidden["to"]}
    return script.post("/keys/answer", {**said, "answer": lock.use(script.ask(purpose="prove"))})


def test_unlocking_leads_on(client, new_client, db, mia, lock, now):
    client.sign_in(mia)
    before = client.get_cookie("session").value
    with clock.fixed(now + 20 * MINUTE, everywhere=True):
        assert 'data-enhance="passkey"' in client.get("/unlock").text
        assert prove(client, lock, "/plan").json == {"to": "/plan"}
        assert is_in(client)
        after = client.get_cookie("session").value
        row = db.scalars(
            select(SignInSession).where(SignInSession.token_hash == hashed(after))
        ).one()
        assert (row.strength, row.proved_at, row.seen_at) == ("passkey", clock.now(), clock.now())
        thief = new_client()
        thief.set_cookie("session", before)
        assert not is_in(thief)


def test_confirming_leads_back(client, db, mia, lock, now):
    client.sign_in(mia)
    db.execute(update(Account).values(relock_minutes=60))
    with clock.fixed(now + 20 * MINUTE, everywhere=True):
        assert prove(client, lock, "/my-app/keys/add").json == {"to": "/my-app/keys/add"}
        assert client.get("/my-app/keys/add").status_code == 200


def test_somebody_elses_key_unlocks_nothing(client, new_client, db, mia, lock, now):
    other = new_client()
    other.sign_in(makers.make_young(db, known_as="Leo"))
    leos, _answer = add(other)
    client.sign_in(mia)
    with clock.fixed(now + 20 * MINUTE, everywhere=True):
        answer = prove(client, leos, "/plan")
        assert answer.status_code == 422
        assert not is_in(client)


def test_only_ones_own_keys_are_asked_for(client, db, mia, lock):
    makers.make_passkey(db, makers.make_young(db))
    client.sign_in(mia)
    asked = Script(client, "/my-app").ask(purpose="prove")
    assert [one["id"] for one in asked["allowCredentials"]] == [text(lock.credential)]
    assert asked["allowCredentials"][0]["transports"] == ["hybrid", "internal"]


def test_without_a_key_or_a_session_the_passphrase_is_named(client, db, mia):
    script = Script(client, "/sign-in")
    for what in ({"purpose": "prove"}, {}, {"purpose": "make"}):
        answer = script.post("/keys/ask", what)
        assert (answer.status_code, "passphrase" in answer.json["problem"]) == (409, True)
    assert script.post("/keys/answer", {"purpose": "prove"}).status_code == 401
    client.sign_in(mia)
    answer = Script(client, "/my-app").post("/keys/ask", {"purpose": "prove"})
    assert answer.status_code == 409


def test_where_it_leads_is_nobodys_choice(client, db, mia, lock, now):
    client.sign_in(mia)
    with clock.fixed(now + 20 * MINUTE, everywhere=True):
        script = Script(client, "/unlock")
        for to in ("https://evil.example", "/plan", 7, None, {}):
            said = {"purpose": "prove", "to": to}
            answer = script.post("/keys/answer", {**said, "answer": lock.use(script.ask(**said))})
            assert answer.json == {"to": "/"}
            script = Script(client, "/my-app")  # the browser has another value now


# --- removing ----------------------------------------------------------------------------------


def test_removing_asks_who_it_is(client, db, mia, now):
    client.sign_in(mia)
    key = makers.make_passkey(db, mia)
    address = f"/my-app/keys/{key.ref}/remove"
    form = client.get(address) and client.form(address, {}, action=address).hidden
    with clock.fixed(now + 6 * MINUTE, everywhere=True):
        assert client.get(address).location.startswith("/confirm")
        assert client.post(address, data=form).location.startswith("/confirm")
        assert (
            client.send(client.get(address).location, {"passphrase": PASSPHRASE}).location
            == address
        )
    db.rollback()
    assert db.get(Passkey, key.id) is not None


def test_nobody_removes_anybody_elses(client, db, mia):
    client.sign_in(mia)
    theirs = makers.make_passkey(db, makers.make_young(db))
    form = client.get("/my-app") and client.form("/my-app", {}, action="/sign-out").hidden
    assert client.post(f"/my-app/keys/{theirs.ref}/remove", data=form).status_code == 404
    assert db.get(Passkey, theirs.id) is not None


def test_removing_every_key_leaves_the_passphrase(client, db, mia, lock):
    client.sign_in(mia)
    ref = db.scalars(select(Passkey.ref)).one()
    remove(client, ref)
    client.delete_cookie("session")
    typed = {"username": "mia-14", "passphrase": PASSPHRASE, "device": "own"}
    assert client.send("/sign-in", typed).status_code == 303
    assert is_in(client)


def test_the_only_way_in_is_not_removed(client, db, mia):
    db.execute(update(Account).values(passphrase=None))
    one, two = makers.make_passkey(db, mia), makers.make_passkey(db, mia)
    client.sign_in(mia, strength="passkey")
    assert remove(client, one.ref).status_code == 303
    answer = remove(client, two.ref)
    assert answer.status_code == 409
    assert "your only way in" in answer.text
    assert db.scalars(select(Passkey.id)).all() == [two.id]


def test_news_is_seen_by_a_button_not_by_looking(client, db, mia, lock):
    """Whoever added a key and looks at the list must not be able to hide it by that alone."""
    client.sign_in(mia)
    client.get("/my-app/keys")
    assert "Was it not you?" in client.get("/my-app/keys").text
    client.send("/my-app/keys", {}, action="/news/seen")
    assert "Was it not you?" not in client.get("/my-app/keys").text
