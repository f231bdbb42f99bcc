"""A cookie's value that somebody else has seen opens nothing any more, at any address of the house,
from the very next request on: after sign-out, quick exit, a reset, the end of one place and of all.
"""

import pytest
from sqlalchemy import select
from werkzeug.routing import IntegerConverter

from portal.core.access import Role, door_of
from portal.house import SignInSession
from portal.people import passphrases, sessions
from portal.people.rules import PersonKind
from tests import makers
from tests.client import Client

PASSPHRASE = "purple otter bus"
KEPT = passphrases.keep(PASSPHRASE)
NAME = "Zebedee"
KINDS = {Role.YOUNG: PersonKind.YOUNG, Role.CARER: PersonKind.CARER}


@pytest.fixture(params=[Role.YOUNG, Role.CARER, Role.MANAGER], ids=str)
def zebedee(request, db):
    role = request.param
    person = makers.make_person(db, KINDS.get(role, PersonKind.STAFF), known_as=NAME)
    account = makers.make_account(db, username="zebedee", passphrase=KEPT)
    makers.make_membership(db, person, account_id=account.id, role=role)
    return person


def sign_out(client, elsewhere, db):
    client.send("/my-app", {}, action="/sign-out")


def leave(client, elsewhere, db):
    client.post("/leave")


def end_one(client, elsewhere, db):
    elsewhere.get("/my-app/places")
    _here, other = [form for form in elsewhere.page.forms if "place" in form.hidden]
    elsewhere.post("/my-app/places/sign-out", data=other.hidden)


def end_others(client, elsewhere, db):
    elsewhere.send("/my-app/places", {}, action="/my-app/places/sign-out-others")


def end_all(client, elsewhere, db):
    elsewhere.send("/my-app/places", {}, action="/my-app/places/sign-out-all")


def reset(client, elsewhere, db):
    """What getting back in does, whoever starts it."""
    account_id = db.scalars(select(SignInSession.account_id).limit(1)).one()
    sessions.end_all(db, account_id)
    db.commit()


def sign_in_again(client, elsewhere, db):
    """Somebody else, in the same browser."""
    account = makers.make_account(db, username="another", passphrase=KEPT)
    makers.make_membership(db, makers.make_young(db), account_id=account.id)
    typed = {"username": "another", "passphrase": PASSPHRASE, "device": "own"}
    assert client.send("/sign-in", typed).status_code == 303


WAYS = [sign_out, leave, end_one, end_others, end_all, reset, sign_in_again]


def addresses(app, method):
    """Every address of the house for this method, and its door."""
    for rule in app.url_map.iter_rules():
        if method in rule.methods:
            values = {
                name: 1 if isinstance(converter, IntegerConverter) else "A" * 22
                for name, converter in rule._converters.items()
            }
            _host, path = rule.build(values)
            yield path, door_of(app, rule.endpoint)


@pytest.mark.one_engine
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_at_every_address(client, new_client, db, zebedee, way):
    elsewhere, thief = new_client(), new_client()
    elsewhere.sign_in(zebedee)
    client.sign_in(zebedee)
    seen = client.get_cookie("session").value
    client.get("/my-app")
    token = client.form("/my-app", {}, action="/sign-out").hidden["csrf_token"]
    way(client, elsewhere, db)
    thief.set_cookie("session", seen)
    dead = 0
    for path, mark in addresses(client.application, "GET"):
        answer = thief.get(path)
        assert NAME not in answer.text, path
        assert "data-personal" not in answer.text, path
        if mark.audience:
            assert answer.status_code == 302, f"{path}: {answer.status_code}"
            assert answer.location == "/sign-in?done=sign-in-first", path
            dead += 1
    before = everything(db)
    for path, mark in addresses(client.application, "POST"):
        if not mark.audience:
            continue
        answer = thief.post(path, data={"csrf_token": token, "text": "stolen", "kind": "ok"})
        assert answer.status_code == 401, f"{path}: {answer.status_code}"
        sent = thief.post(path, json={}, headers={"X-CSRFToken": token})
        assert sent.status_code == 401, f"{path}: {sent.status_code}"
        dead += 1
    assert dead > 30
    assert everything(db) == before


def everything(db):
    """How many rows there are of everything."""
    db.rollback()
    return {
        table.name: len(db.execute(select(table.c.id)).all())
        for table in makers.Base.metadata.sorted_tables
        if table.name != "tally"
    }


def test_the_walk_finds_what_is_open(client, db, zebedee):
    """The same walk with a living value: else the test above would pass by seeing nothing."""
    client.sign_in(zebedee)
    opened = [
        path
        for path, mark in addresses(client.application, "GET")
        if mark.audience and client.get(path).status_code == 200
    ]
    assert "/my-app" in opened and "/my-app/places" in opened


# --- a change of keys --------------------------------------------------------------------------

OLD, NEW = "an-older-key-" * 3, "a-newer-key-" * 3


@pytest.fixture
def with_keys(make_app, db):
    def build(*keys) -> Client:
        found: Client = make_app(keys=keys).test_client()
        found.handle = db
        return found

    return build


def test_a_change_of_keys_signs_nobody_out_and_keeps_open_forms_good(with_keys, db):
    mia, _priya = makers.make_pair(db)
    before = with_keys(OLD)
    before.sign_in(mia)
    before.get("/messages")
    form = before.form("/messages", {"text": ""}).hidden
    for keys, status in [((NEW, OLD), 303), ((NEW,), 400)]:
        after = with_keys(*keys)
        after.set_cookie("session", before.get_cookie("session").value)
        assert after.get("/home").status_code == 200
        sent = after.post("/messages", data={**form, "key": keys[0][:9], "text": "Hello"})
        assert sent.status_code == status
        assert after.send("/messages", {"text": "Hello"}).status_code == 303


def test_a_visitors_form_outlives_a_change_of_keys(with_keys, db):
    account = makers.make_account(db, username="mia-14", passphrase=KEPT)
    makers.make_membership(db, makers.make_young(db), account_id=account.id)
    before, after = with_keys(OLD), with_keys(NEW, OLD)
    before.get("/sign-in")
    form = before.form("/sign-in", {"username": ""}).hidden
    after.set_cookie("session", before.get_cookie("session").value)
    typed = {"username": "mia-14", "passphrase": PASSPHRASE, "device": "own"}
    assert after.post("/sign-in", data={**form, **typed}).status_code == 303


# --- behind TLS --------------------------------------------------------------------------------


def test_behind_tls_every_cookie_is_secure_and_bound_to_the_host(make_app, db):
    account = makers.make_account(db, username="mia-14", passphrase=KEPT)
    makers.make_membership(db, makers.make_young(db), account_id=account.id)
    client = make_app(public_url="https://portal.example").test_client()
    client.handle = db
    secure = {"base_url": "https://portal.example"}
    typed = {"username": "mia-14", "passphrase": PASSPHRASE, "device": "own"}
    client.get("/sign-in", **secure)
    form = client.form("/sign-in", {"username": ""}).hidden
    answer = client.post("/sign-in", data={**form, **typed}, **secure)
    assert answer.status_code == 303
    said = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in said} == {
        "__Host-session", "__Host-phone", "__Host-language",
    }  # fmt: skip
    for cookie in said:
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts, cookie
        assert not any(part.startswith("Domain") for part in parts), cookie
    assert client.get("/home", **secure).status_code == 200
