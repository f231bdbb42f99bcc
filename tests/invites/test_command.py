"""`flask invite`: for whoever runs the server, when nobody can give a way in face to face yet."""

import pytest
from sqlalchemy import func, select

from portal.core.access import Role
from portal.house import Invite
from portal.people import passphrases
from tests import makers

WORD = "blue kettle"


@pytest.fixture
def sam(db):
    sam = makers.make_young(db, known_as="Sam", code="Y1")
    makers.make_worker(db, code="W1", account=False)
    makers.the_council(db).name = "Exampleshire"
    db.commit()
    return sam


def run(app, *words, typed=None):
    arguments = ["invite", *words]
    if "--council" not in words:
        arguments += ["--council", "Exampleshire"]
    return app.test_cli_runner().invoke(args=arguments, input=typed)


def made(db):
    db.rollback()
    return db.scalar(select(func.count()).select_from(Invite))


def test_it_makes_a_code_with_the_word(app, client, db, sam):
    done = run(app, "Y1", "--secret", WORD)
    assert done.exit_code == 0, done.output
    code = done.output.strip().rpartition(" ")[2]
    data = {"code": code, "word": WORD, "username": "sam-14", "passphrase": "purple otter bus"}
    assert client.send("/invite", {**data, "device": "own"}).status_code == 303


def test_it_asks_for_the_word_and_does_not_show_it(app, db, sam):
    done = run(app, "Y1", typed=f"{WORD}\n{WORD}\n")
    assert done.exit_code == 0, done.output
    assert WORD not in done.output
    assert passphrases.fits(db.scalars(select(Invite.secret)).one(), "bluekettle")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("Y1", "--secret", "cat"), "Make it longer"),
        (("Y1", "--secret", "sam sam sam"), "too near to a name"),
        (("nobody", "--secret", WORD), "nobody with the code nobody"),
        (("Y1", "--secret", WORD, "--council", "Elsewhere"), "Elsewhere has nobody"),
        (("W1", "--secret", WORD), "Say --role"),
        (("W1", "--secret", WORD, "--role", "worker"), "own sign-in service"),
        (("Y1", "--secret", WORD, "--role", "admin"), "own sign-in service"),
    ],
)
def test_it_says_what_is_wrong_and_makes_nothing(app, db, sam, words, says):
    done = run(app, *words)
    assert done.exit_code != 0
    assert says in done.output
    assert made(db) == 0


def test_in_the_demo_it_makes_one_for_staff_too_and_only_there_it_is_good(
    make_app, client, db, sam
):
    demo = make_app(demo=True)
    done = run(demo, "W1", "--secret", WORD, "--role", "worker")
    assert done.exit_code == 0, done.output
    code = done.output.strip().rpartition(" ")[2]
    data = {"code": code, "word": WORD, "username": "priya", "passphrase": "purple otter bus"}
    data["device"] = "own"
    answer = client.send("/invite", data)
    assert answer.status_code == 422
    assert "do not fit" in answer.text
    browser = demo.test_client()
    browser.handle = db
    assert browser.send("/invite", data).status_code == 303
    assert browser.get("/", follow_redirects=True).request.path == "/waiting"
    assert db.scalars(select(Invite.role)).one() == Role.WORKER
