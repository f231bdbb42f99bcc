"""The cookie: what it holds, when it is set, how it is guarded."""

from pathlib import Path

import pytest
from flask import Flask, session

from portal.core import sessions
from portal.core.settings import Settings


def build(public_url: str = "http://localhost:8000", keys: tuple[str, ...] = ("k" * 32,)) -> Flask:
    settings = Settings(
        data=Path("unused"), database_url="sqlite://", keys=keys, public_url=public_url
    )
    app = Flask("only-sessions")
    app.session_interface = sessions.ServerSessions(settings)

    @app.get("/plain")
    def plain() -> str:
        return "no form"

    @app.get("/form")
    def form() -> str:
        return str(session[sessions.CSRF])

    @app.get("/who")
    def who() -> str:
        return str(session.get(sessions.USER))

    @app.post("/in")
    def sign_in() -> str:
        sessions.begin(session, sessions.member_token(), days=30)
        return "in"

    @app.post("/out")
    def sign_out() -> str:
        sessions.end(session)
        return "out"

    return app


def cookies(response) -> list[str]:
    return response.headers.getlist("Set-Cookie")


def test_a_page_without_a_form_sets_no_cookie():
    assert cookies(build().test_client().get("/plain")) == []


def test_a_form_gets_a_visitors_cookie_that_names_nobody():
    client = build().test_client()
    (said,) = cookies(client.get("/form"))
    assert said.startswith("session=v")
    assert client.get("/who").text == "None"


def test_the_same_browser_keeps_its_token_and_another_gets_another():
    app = build()
    one, other = app.test_client(), app.test_client()
    assert one.get("/form").text == one.get("/form").text != other.get("/form").text


@pytest.mark.parametrize(
    ("url", "name", "secure"),
    [("http://localhost:8000", "session", False), ("https://p.example", "__Host-session", True)],
)
def test_the_cookie_is_guarded(url, name, secure):
    (said,) = cookies(build(url).test_client().post("/in"))
    parts = {part.strip().split("=")[0]: part.strip() for part in said.split(";")}
    assert parts[name].startswith(f"{name}=m")
    assert "HttpOnly" in parts
    assert parts["SameSite"] == "SameSite=Lax"
    assert parts["Path"] == "Path=/"
    assert parts["Max-Age"] == f"Max-Age={30 * 86_400}"
    assert ("Secure" in parts) is secure
    assert "Domain" not in parts  # __Host- allows none


def test_signing_in_changes_the_value_and_the_token():
    client = build().test_client()
    before = client.get("/form").text
    visitor = client.get_cookie("session").value
    client.post("/in")
    member = client.get_cookie("session").value
    assert member != visitor
    assert client.get("/form").text != before
    assert client.get("/who").text == sessions.hashed(member)
    assert member not in sessions.hashed(member)


def test_signing_out_takes_the_cookie_away():
    client = build().test_client()
    client.post("/in")
    client.post("/out")
    assert client.get_cookie("session") is None


@pytest.mark.parametrize("value", ["", "x" * 50, "m", "m" + "a" * 200, "v\x00" + "a" * 44])
def test_a_value_we_never_gave_is_no_session(value):
    client = build().test_client()
    client.set_cookie("session", value)
    assert client.get("/who").text == "None"


def test_values_are_long_and_never_the_same():
    made = {sessions.member_token() for _ in range(1_000)}
    assert len(made) == 1_000
    assert min(map(len, made)) >= 43


def test_the_token_hangs_on_no_key_of_the_installation():
    """A change of keys leaves forms that are open as good as they were."""
    kept = "m" + "a" * 43
    seen = set()
    for key in ("k" * 32, "another" * 8):
        app = build(keys=(key,))
        client = app.test_client()
        client.set_cookie("session", kept)
        seen.add(client.get("/form").text)
    assert len(seen) == 1
    assert kept not in seen.pop()
