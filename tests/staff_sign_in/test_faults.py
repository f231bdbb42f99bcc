"""What can go wrong on the way: each has a plain page, a code, and nobody comes in."""

import json
import logging
import time
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from portal.core.logs import ALLOWED, JsonLines
from portal.house import Account, SignInSession
from portal.staff_sign_in import services
from portal.staff_sign_in.labels import WORDS
from portal.staff_sign_in.rules import Fault
from tests import makers, servers
from tests.staff_sign_in import service as at
from tests.staff_sign_in import steps

# What the service says wrongly never reaches the database; its right ways are tested on both.
pytestmark = pytest.mark.one_engine

TELLING = ("http", "Traceback", "priya", "Exampleshire.example", "secret", "token")


def nobody_came_in(db, answer, code: str, status: int = 403) -> None:
    assert (steps.code_on(answer), answer.status_code) == (code, status)
    assert answer.headers["Cache-Control"] == "no-store"
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    assert [word for word in TELLING if word in main] == []
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0
    assert db.scalar(select(func.count()).select_from(Account)) == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"token": {"iss": "https://evil.example"}}, "S3"),
        ({"token": {"iss": None}}, "S3"),
        ({"token": {"aud": "somebody-else"}}, "S4"),
        ({"token": {"aud": ["somebody-else"], "azp": "exampleshire"}}, "S4"),
        ({"token": {"aud": None}}, "S4"),
        ({"token": {"aud": ["exampleshire", "other"], "azp": "other"}}, "S4"),
        ({"token": {"nonce": "of-another-attempt"}}, "S5"),
        ({"token": {"nonce": None}}, "S5"),
        ({"token": {"exp": 1_600_000_000}}, "S6"),
        ({"token": {"iat": 4_000_000_000}}, "S6"),
        ({"token": {"nbf": 4_000_000_000}}, "S6"),
        ({"token": {"exp": None}}, "S6"),
        ({"token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}, "S8"),
        ({"token": {"sub": None}}, "S8"),
        ({"token": {"sub": "x" * 256}}, "S8"),
        ({"token": {"sub": 7}}, "S8"),
        ({"signed": "other"}, "S7"),
        ({"signed": "unknown"}, "S7"),
        ({"signed": "none"}, "S7"),
        ({"signed": "secret"}, "S7"),
        ({"token": {"amr": None, "acr": None}}, "S11"),
        ({"thin": True, "token": {"amr": None, "acr": None}}, "S11"),
        ({"thin": True, "away": ["/me"]}, "S1"),
        ({"away": ["/token"]}, "S1"),
        ({"away": ["/jwks"]}, "S1"),
        ({"huge": ["/token"]}, "S1"),
        ({"huge": ["/jwks"]}, "S1"),
        ({"moved": {"/token": "https://evil.example/token"}}, "S1"),
        ({"moved": {"/jwks": "https://evil.example/keys"}}, "S1"),
    ],
    ids=json.dumps,
)
def test_a_token_that_is_not_right(new_browser, service, db, priya, wrong, code):
    service.says(wrong=wrong)
    status = 503 if code == "S1" else 403
    nobody_came_in(db, steps.sign_in(new_browser(), service), code, status)


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": None},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": 'https://x.example/"><b>'},
        {"jwks_uri": "file:///etc/passwd"},
        {"end_session_endpoint": ["https://x.example"]},
    ],
    ids=json.dumps,
)
def test_a_discovery_document_that_is_not_right(new_browser, service, db, changed):
    service.says(wrong={"discovery": changed})
    nobody_came_in(db, steps.begin(new_browser()), "S2")


def test_a_discovery_document_cannot_change_how_we_ask(new_browser, service, priya):
    """Whatever else it says is not handed on: not to switch TLS off, not to bring its own keys."""
    service.says(
        wrong={
            "discovery": {
                "verify": False,
                "proxies": {"http": "http://127.0.0.1:1"},
                "jwks": {"keys": []},
                "state": "x",
                "update_token": "x",
                "id_token_signing_alg_values_supported": ["none", "HS256"],
            }
        }
    )
    assert steps.sign_in(new_browser(), service).status_code == 303


def test_a_service_that_hangs_is_not_waited_for(new_browser, service, db, monkeypatch):
    monkeypatch.setattr(services, "PATIENCE", 0.3)
    service.says(wrong={"hang": ["/.well-known/openid-configuration"]})
    began = time.monotonic()
    nobody_came_in(db, steps.begin(new_browser()), "S1", 503)
    assert time.monotonic() - began < 5


def test_a_service_that_hangs_at_the_last_step(new_browser, service, db, priya, monkeypatch):
    monkeypatch.setattr(services, "PATIENCE", 0.3)
    service.says(wrong={"hang": ["/token"]})
    nobody_came_in(db, steps.sign_in(new_browser(), service), "S1", 503)


def test_a_service_that_is_down(new_browser, db):
    port = servers.free_port()
    text = at.entry(f"http://127.0.0.1:{port}", makers.the_council(db).name)
    client = new_browser(text)
    nobody_came_in(db, steps.begin(client), "S1", 503)
    with at.serving([at.client_of("exampleshire", at.OURS, "http://127.0.0.1/told")], port):
        # For some seconds nobody else is made to wait for it.
        nobody_came_in(db, steps.begin(client), "S1", 503)
        again = new_browser(text + "\n")  # an app that has not asked yet
        assert steps.begin(again).status_code == 200


def test_what_answers_is_no_sign_in_service(new_browser, service, db):
    service.says(wrong={"moved": {"/.well-known/openid-configuration": "/jwks"}})
    nobody_came_in(db, steps.begin(new_browser()), "S1", 503)


def test_the_client_was_set_up_wrong(new_browser, service, db, priya):
    text = at.entry(service.address, makers.the_council(db).name).replace(at.SECRET, "another")
    nobody_came_in(db, steps.sign_in(new_browser(text), service), "S2")


def test_the_service_says_no(new_browser, service, db):
    answer = steps.sign_in(new_browser(), service, person="somebody who stops half way")
    nobody_came_in(db, answer, "S10")
    assert "The secret words of the provider" not in answer.text


def test_the_service_says_no_to_nobody(new_browser, service, db):
    """A link that somebody was sent shows nothing of its own."""
    client = new_browser()
    answer = client.get("/staff/callback?error=x&state=y&error_description=Call+0900")
    nobody_came_in(db, answer, "S9", 400)
    assert "0900" not in answer.text


def test_a_way_back_that_says_nothing_leads_to_the_beginning(new_browser):
    answer = new_browser().get("/staff/callback")
    assert (answer.status_code, answer.location) == (302, "/staff")


def test_new_keys_are_fetched_when_they_are_met(new_browser, service, db, priya, monkeypatch):
    """An app that knew the keys of yesterday; and nobody makes us ask all the time."""
    client = new_browser()
    steps.sign_in(client, service)
    service.says(forget=True)
    service.says(wrong={"signed": "unknown"})
    assert steps.code_on(steps.sign_in(client, service)) == "S7"
    assert "/jwks" not in service.says()["asked"]
    monkeypatch.setattr(services, "KEYS_AGAIN_AFTER", 0.0)
    assert steps.code_on(steps.sign_in(client, service)) == "S7"
    assert service.says()["asked"].count("/jwks") == 1


@dataclass
class Kept(logging.Handler):
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    __hash__ = logging.Handler.__hash__


def test_the_log_says_the_code_and_nothing_about_anybody(new_browser, service, db, priya):
    kept, root = Kept(), logging.getLogger()
    client = new_browser(debug=True)
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    try:
        steps.sign_in(client, service)
        service.says(wrong={"token": {"aud": "somebody-else"}})
        address = service.sign_in(steps.there(steps.begin(client)), "priya")
        steps.back(client, address)
        steps.go_on(client)
    finally:
        root.removeHandler(kept)
        root.setLevel(before)
    lines = [json.loads(line) for line in kept.lines]
    said = {"route": "staff_sign_in.come_in", "code": "S4"}.items()
    assert [line for line in lines if said <= line.items()]
    for line in lines:
        assert set(line) <= {"at", "level", "event", "error", "where", *ALLOWED}
    text = "\n".join(kept.lines)
    code = address.partition("code=")[2].partition("&")[0]
    for secret in (code, "priya", "Exampleshire", service.address, at.SECRET, "verifier"):
        assert secret not in text


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words_and_a_next_step(fault):
    said = WORDS[fault]
    assert str(said.heading) and str(said.text) and str(said.next_step)
    assert said.status >= 400
