"""Text messages: a server shaped like GOV.UK Notify that checks our token; the demo's folder."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from portal.channels import texts
from portal.channels.outcomes import Code
from portal.channels.texts import Folder, GovNotify, problem_with
from tests.conftest import settings_for

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
KEY = f"our-live-key-{SERVICE}-{SECRET}"


def error(kind: str, message: str) -> dict[str, Any]:
    return {"errors": [{"error": kind, "message": message}]}


NUMBER = error("ValidationError", "phone_number Not a UK mobile number")


@dataclass
class Notify:
    port: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def check(self, header: str) -> bool:
        """As Notify does: HS256, our service, and a clock that is right within 30 seconds."""
        scheme, _space, token = header.partition(" ")
        found = jwt.decode(token, OctKey.import_key(SECRET), algorithms=["HS256"])
        at = found.claims["iat"]
        return (
            scheme == "Bearer"
            and found.header == {"typ": "JWT", "alg": "HS256"}
            and found.claims == {"iss": SERVICE, "iat": at}
            and abs(time.time() - at) <= 30
        )


@contextmanager
def serving() -> Iterator[Notify]:
    notify = Notify()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if not self._let_in():
                return
            assert self.path == "/v2/notifications/sms"
            assert self.headers["Content-Type"] == "application/json"
            if notify.answers:
                status, body, headers = notify.answers.pop(0)
                if status >= 1000:  # taken, and then silent
                    notify.sent.append(json.loads(raw))
                    time.sleep(0.5)
                    self.close_connection = True
                else:
                    self._say(status, body, headers)
                return
            notify.sent.append(json.loads(raw))
            self._say(201, {"id": "x", "reference": notify.sent[-1]["reference"]}, {})

        def do_GET(self) -> None:
            if not self._let_in():
                return
            notify.asked.append(self.path)
            wanted = parse_qs(urlsplit(self.path).query)["reference"][0]
            found = [one for one in notify.sent if one["reference"] == wanted]
            self._say(200, {"notifications": found}, {})

        def _let_in(self) -> bool:
            with suppress(Exception):
                if notify.check(self.headers.get("Authorization", "")):
                    return True
            self._say(403, error("AuthError", "Invalid token: API key not found"), {})
            return False

        def _say(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(raw))}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    notify.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield notify
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def notify() -> Iterator[Notify]:
    with serving() as found:
        yield found


@pytest.fixture
def settings(notify, tmp_path):
    return replace(
        settings_for("sqlite://", tmp_path), demo=True, notify_key=KEY, notify_template=TEMPLATE,
        notify_url=f"http://127.0.0.1:{notify.port}",
    )  # fmt: skip


@pytest.fixture
def sender(settings):
    found = GovNotify(settings)
    yield found
    found._session.close()


def test_a_text_goes(sender, notify):
    assert sender.send("+447700900123", "You have an update: x", "sign-1", again=False).sent
    assert notify.sent == [
        {
            "phone_number": "+447700900123",
            "template_id": TEMPLATE,
            "personalisation": {"message": "You have an update: x"},
            "reference": "sign-1",
        }
    ]


@pytest.mark.parametrize(
    ("status", "body", "headers", "code", "final"),
    [
        (400, NUMBER, {}, Code.NO_SUCH, True),
        (400, error("ValidationError", "template_id is not a valid UUID"), {}, Code.REFUSED, False),
        (400, error("BadRequestError", "Missing personalisation"), {}, Code.REFUSED, False),
        (403, error("AuthError", "API key not found"), {}, Code.REFUSED, False),
        (429, error("RateLimitError", "Too fast"), {"Retry-After": "60"}, Code.BUSY, False),
        (429, error("TooManyRequestsError", "Exceeded send limits"), {}, Code.BUSY, False),
        (500, error("Exception", "Internal server error"), {}, Code.BROKEN, False),
        (302, {}, {"Location": "http://127.0.0.1:9/"}, Code.BROKEN, False),
    ],
)  # fmt: skip
def test_what_is_answered(sender, notify, status, body, headers, code, final):
    notify.answers.append((status, body, headers))
    outcome = sender.send("+447700900123", "x", "sign-1", again=False)
    assert (outcome.code, outcome.final) == (code, final)
    assert (outcome.wait is not None) == ("Retry-After" in headers)
    assert notify.sent == []


def test_another_secret_is_turned_away(settings, notify):
    other = replace(settings, notify_key=KEY.replace("f122b0", "f122b1"))
    assert GovNotify(other).send("+447700900123", "x", "s", again=False).code is Code.REFUSED
    assert notify.sent == []


def test_an_uncertain_one_is_not_sent_twice(sender, notify, monkeypatch):
    """It was taken, and the answer never came: the second try asks first."""
    monkeypatch.setattr(texts, "PATIENCE", (0.2, 0.2))
    notify.answers.append((1000, {}, {}))
    assert sender.send("+447700900123", "x", "sign-1", again=False).code is Code.SILENT
    assert sender.send("+447700900123", "x", "sign-1", again=True).sent
    assert len(notify.sent) == 1
    assert notify.asked == ["/v2/notifications?reference=sign-1"]
    assert sender.send("+447700900123", "x", "sign-2", again=True).sent
    assert len(notify.sent) == 2


def test_nobody_there(settings):
    gone = replace(settings, notify_url="http://127.0.0.1:9")
    assert GovNotify(gone).send("+447700900123", "x", "s", again=False).code is Code.NO_WAY


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"notify_key": "short"}, "ALONGSIDE_NOTIFY_KEY"),
        ({"notify_template": ""}, "ALONGSIDE_NOTIFY_TEMPLATE"),
        ({"notify_url": "http://notify.example"}, "ALONGSIDE_NOTIFY_URL"),
        ({"demo": False}, "ALONGSIDE_NOTIFY_URL"),
    ],
)
def test_what_cannot_be_used_is_said(settings, change, about):
    wrong = replace(settings, **change)
    assert about in (problem_with(wrong) or "")
    with pytest.raises(ValueError, match=about):
        GovNotify(wrong)


def test_the_folder_of_the_demo(tmp_path):
    folder = Folder(tmp_path / "sent")
    assert folder.send("+447700900123", "You have an update", "sign-1", again=False).sent
    (file,) = (tmp_path / "sent").iterdir()
    assert json.loads(file.read_text()) == {"to": "+447700900123", "text": "You have an update"}
    assert file.parent.stat().st_mode & 0o777 == 0o700
