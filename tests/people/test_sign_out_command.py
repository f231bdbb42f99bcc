"""`flask sign-out`, for a bad day."""

import pytest

from tests import makers


@pytest.fixture
def run(app, db):
    def run(*arguments):
        db.commit()
        return app.test_cli_runner().invoke(args=["sign-out", *arguments])

    return run


def test_one_person_or_everybody_is_signed_out(run, new_client, db):
    council = makers.make_council(db, name="Exampleshire")
    browsers = {}
    for code in ("Y1", "Y2"):
        browsers[code] = new_client()
        browsers[code].sign_in(makers.make_young(db, council=council, code=code))
    elsewhere = new_client()
    elsewhere.sign_in(makers.make_young(db, council=makers.make_council(db), code="Y1"))

    def still_in():
        return [code for code, one in browsers.items() if one.get("/home").status_code == 200]

    assert run("--council", "Exampleshire", "Y1").output == "1 signed out.\n"
    assert still_in() == ["Y2"]
    assert run("--council", "Exampleshire", "--everybody").output == "1 signed out.\n"
    assert still_in() == []
    assert elsewhere.get("/home").status_code == 200


@pytest.mark.parametrize(
    "arguments",
    [
        ("--council", "Nowhere", "Y1"),
        ("--council", "Exampleshire"),
        ("--council", "Exampleshire", "--everybody", "Y1"),
    ],
)
def test_what_it_cannot_do_it_says(run, db, arguments):
    makers.make_council(db, name="Exampleshire")
    found = run(*arguments)
    assert found.exit_code == 1
    assert found.output.startswith("Error: ")
