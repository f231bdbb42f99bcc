"""A push service on loopback that looks at everything: it opens the sealed message with the phone's
own key (http-ece), checks our signature, and answers as a test wants.

`python -m tests.channels.push_service SERVER.PEM` serves in a process of its own, for measuring,
and prints its port; it opens nothing then, and counts.
"""

from __future__ import annotations

import base64
import json
import ssl
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

GOOGLE = "https://fcm.googleapis.com/fcm/send/"


def letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unletters(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Phone:
    """A browser that was signed up: an endpoint, and keys whose secret half only it knows."""

    def __init__(self, number: int, base: str = GOOGLE) -> None:
        self.endpoint = f"{base}{number}"
        self.path = self.endpoint.partition("//")[2].partition("/")[2]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = number.to_bytes(16)

    @property
    def keys(self) -> dict[str, str]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": letters(point), "auth": letters(self.secret)}

    def opened(self, sealed: bytes) -> bytes:
        found: bytes = http_ece.decrypt(
            sealed, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return found


@dataclass
class Got:
    """One request: what it said, and what it was once it was opened."""

    path: str
    host: str
    headers: dict[str, str]
    sealed: bytes
    message: bytes = b""

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.message)
        return found

    @property
    def claims(self) -> dict[str, Any]:
        token = self.headers["authorization"].partition("t=")[2].partition(",")[0]
        found: dict[str, Any] = json.loads(unletters(token.split(".")[1]))
        return found


@dataclass
class Service:
    port: int = 0
    phones: dict[str, Phone] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    # For one path, or "" for all: what is answered next; 201 when nothing is left.
    answers: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    connections: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    def sign_up(self, number: int, base: str = GOOGLE) -> Phone:
        phone = Phone(number, base)
        self.phones["/" + phone.path] = phone
        return phone

    def answer(self, *answers: Any, phone: Phone | None = None) -> None:
        self.answers["/" + phone.path if phone else ""].extend(answers)

    def next_answer(self, path: str) -> Any:
        for name in (path, ""):
            with suppress(IndexError):
                return self.answers[name].popleft()
        return 201

    def look(self, got: Got) -> None:
        phone = self.phones.get(got.path)
        if phone is None:
            self.wrong.append(f"nobody is at {got.path}")
            return
        got.message = phone.opened(got.sealed)
        if not Vapid02.verify(got.headers["authorization"]):
            self.wrong.append("a signature that is not ours")
        if got.claims["aud"] != f"https://{got.host}":
            self.wrong.append(f"signed for {got.claims['aud']}")
        if not time.time() < got.claims["exp"] <= time.time() + 24 * 3600:
            self.wrong.append("a signature that holds too long, or not at all")


def _handler(service: Service, *, looks: bool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60
        disable_nagle_algorithm = True
        wbufsize = -1

        def setup(self) -> None:
            service.connections += 1
            super().setup()

        def do_POST(self) -> None:
            sealed = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not looks:
                return self._say(201)
            headers = {name.lower(): value for name, value in self.headers.items()}
            got = Got(self.path, headers.get("host", ""), headers, sealed)
            service.look(got)
            service.got.append(got)
            answer = service.next_answer(self.path)
            if callable(answer):
                return answer(self)
            status, more = answer if isinstance(answer, tuple) else (answer, {})
            return self._say(status, **more)

        def do_GET(self) -> None:
            service.wrong.append(f"was asked by GET: {self.path}")
            self._say(200)

        def _say(self, status: int, body: bytes = b"", **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return None

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        return None  # whoever hung up has their reasons


@contextmanager
def serving(server_pem: Path, *, looks: bool = True) -> Iterator[Service]:
    """On 127.0.0.1 and nowhere else, under TLS."""
    service = Service()
    server = _Server(("127.0.0.1", 0), _handler(service, looks=looks))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server_pem)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def hang(handler: Any) -> None:
    """Say nothing until the test is over."""
    handler.connection.settimeout(30)
    with suppress(OSError, ssl.SSLError):
        handler.connection.recv(1)
    handler.close_connection = True


def drip(handler: Any) -> None:
    """A first line that never ends, a letter at a time."""
    handler.wfile.write(b"HTTP/1.1 2")
    with suppress(OSError):
        for _ in range(600):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.05)
    handler.close_connection = True


def flood(handler: Any) -> None:
    """An answer that does not end."""
    handler.send_response(201)
    handler.send_header("Content-Length", str(10**9))
    handler.end_headers()
    handler.sent = 0
    with suppress(OSError):
        for _ in range(4000):
            handler.wfile.write(b"x" * 65_536)
            handler.sent += 65_536
    handler.server.flooded = handler.sent
    handler.close_connection = True


def main() -> None:
    with serving(Path(sys.argv[1]), looks=False) as service:
        print(service.port, flush=True)
        with suppress(KeyboardInterrupt):
            while sys.stdin.readline():
                print(service.connections, flush=True)


if __name__ == "__main__":
    main()
