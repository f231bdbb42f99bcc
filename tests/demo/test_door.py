"""The list of made-up people: who may see it, from where, and what one tap does."""

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.demo import load, stories
from portal.house import Council, SignInSession


@pytest.fixture
def visitor(demo_app, db, now):
    load.load(db, clock.today(now))
    db.commit()
    client = demo_app.test_client()
    client.handle = db
    return client


def test_everybody_is_on_the_list_with_a_word_about_them(visitor):
    page = visitor.get("/demo")
    assert page.status_code == 200
    told = stories.read()
    everyone = (*told.young.values(), *told.slim.values(), *told.adults.values())
    for person in everyone:
        assert f"Sign in as {person['known_as']}" in page.text
    assert page.text.count('action="/demo/sign-in"') == len(everyone)


def test_the_list_for_machines(visitor):
    people = visitor.get("/demo/people.json").json
    assert len(people) <= 50
    mia = next(person for person in people if person["key"] == "mia")
    assert mia == {"key": "mia", "name": "Mia", "role": "young", "age": 14, "language": "en"}
    assert {"ar", "ti"} <= {person["language"] for person in people}


@pytest.mark.parametrize("key", ["mia", "ruth", "sam", "helen", "joss", "grace", "noor"])
def test_one_tap_signs_in(visitor, db, key):
    answer = visitor.send("/demo", {"person": key}, action="/demo/sign-in")
    assert answer.status_code == 303
    assert db.scalars(select(SignInSession.strength)).all() == ["demo"]
    assert visitor.get(answer.location, follow_redirects=True).status_code == 200


def test_a_tap_needs_the_token_and_a_known_person(visitor):
    assert visitor.post("/demo/sign-in", data={"person": "mia"}).status_code >= 400
    page = visitor.get("/demo")
    assert page.status_code == 200
    answer = visitor.send("/demo", {"person": "nobody"}, action="/demo/sign-in")
    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["/demo", "/demo/people.json"])
@pytest.mark.parametrize(
    ("host", "from_where"),
    [("alongside.example", "127.0.0.1"), ("localhost", "192.0.2.7"), ("127.0.0.1.example", "::1")],
)
def test_from_anywhere_else_there_is_no_such_page(visitor, address, host, from_where):
    answer = visitor.get(
        address, headers={"Host": host}, environ_overrides={"REMOTE_ADDR": from_where}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"]
)
@pytest.mark.parametrize("value", ["127.0.0.1", ""])
def test_through_a_proxy_there_is_no_such_page(visitor, name, value):
    """One on this very computer asks from here, for whoever asked it."""
    token = visitor.get("/demo") and visitor.form("/demo", {"person": "mia"}).hidden
    for address in ("/demo", "/demo/people.json"):
        assert visitor.get(address, headers={name: value}).status_code == 404
    sent = {**token, "person": "mia"}
    assert visitor.post("/demo/sign-in", data=sent, headers={name: value}).status_code == 404


def test_where_a_proxy_is_expected_there_is_no_such_page(make_app, db, now):
    load.load(db, clock.today(now))
    db.commit()
    assert make_app(demo=True, proxies=1).test_client().get("/demo").status_code == 404


@pytest.mark.parametrize("key", ["mia\x00", "\x00", "", "m" * 5000])
def test_a_key_of_nobody(visitor, key):
    assert visitor.send("/demo", {"person": key}, action="/demo/sign-in").status_code == 404


def test_beside_a_real_council_there_is_no_such_page(visitor, db):
    db.add(Council(name="A real one", kind="real"))
    db.commit()
    assert visitor.get("/demo").status_code == 404
    assert visitor.get("/demo/people.json").status_code == 404


def test_without_the_setting_there_is_no_such_page(client, db, now):
    load.load(db, clock.today(now))
    assert client.get("/demo").status_code == 404


# --- flask demo -----------------------------------------------------------------------------


def _run(app, *words):
    return app.test_cli_runner().invoke(args=["demo", *words])


def test_the_command_fills_an_empty_house_once(app, database):
    first = _run(app)
    assert first.exit_code == 0 and "The demo council is here" in first.output
    again = _run(app)
    assert again.exit_code == 1 and "--fresh" in again.output
    assert _run(app, "--if-empty").exit_code == 0
    assert _run(app, "--fresh").exit_code == 0
    with database.reader() as db:
        assert len(db.scalars(select(Council.id)).all()) == 2


def test_the_command_adds_more_people(app):
    assert "12 more people" in _run(app, "--people", "12").output
    twice = _run(app, "--people", "12")
    assert twice.exit_code == 1 and "--seed 2" in twice.output
    assert _run(app, "--people", "12", "--seed", "2").exit_code == 0


def test_the_command_takes_a_day(app, database):
    assert _run(app, "--as-of", "2027-03-01").exit_code == 0


@pytest.mark.parametrize("words", [(), ("--fresh",), ("--people", "5")])
def test_the_command_refuses_beside_a_real_council(app, db, words):
    db.add(Council(name="A real one", kind="real"))
    db.commit()
    refused = _run(app, *words)
    assert refused.exit_code == 1 and "real council" in refused.output
    assert db.scalars(select(Council.name)).all() == ["A real one"]
