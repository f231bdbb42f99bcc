"""Web push: a sealed message to a browser's push service, and to nobody else.

What a service is asked is fixed; where it stands is what a browser said, so an attacker may have.
Hence `Outside`: it asks hosts on our list only, looks at every address that the name stands for,
connects to one of those and no other, speaks TLS under the host's name, follows no redirect, takes
nothing from the environment (proxies, .netrc, other authorities), keeps no cookies, waits for
seconds and reads a few kilobytes.

Connections are kept from one message to the next, and so is our own signature (VAPID), for an
hour: both cost more than the sealing.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from http_ece import ECEException
from py_vapid import Vapid02, VapidException
from pywebpush import WebPusher, WebPushException
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.poolmanager import PoolManager

from portal.channels.outcomes import SENT, Code, Outcome, ended, seconds_asked, tried
from portal.channels.rules import endpoint_host, is_outside
from portal.core.settings import Settings, made_once

CONNECT, READ = 3.0, 5.0  # seconds
LARGEST_ANSWER = 4096  # bytes
LENGTH = 128  # bytes of every message before it is sealed
KEPT = timedelta(hours=1)  # a signature is used for so long, and holds for longer
HOLDS = timedelta(hours=13)
STAYS = 24 * 3600  # seconds for which a push service keeps a message for a phone that is off
PORT = 443


class NotAllowed(Exception):
    """An address that is never asked, or a name that stands for something inside."""


@dataclass(frozen=True)
class Through:
    """A stand-in on this computer for all push services: demo and tests."""

    host: str
    port: int
    ca: str

    @classmethod
    def of(cls, settings: Settings) -> Through | None:
        """Only in demo mode, and only on loopback. Raises ValueError where it is anywhere else."""
        if not (settings.demo and settings.push_through):
            return None
        host, _colon, port = settings.push_through.rpartition(":")
        if not ip_address(host.strip("[]")).is_loopback:
            raise ValueError("ALONGSIDE_PUSH_THROUGH has to name this computer: 127.0.0.1:port")
        return cls(host.strip("[]"), int(port), settings.push_ca)


def look_up(host: str) -> list[tuple[int, str]]:
    """(family, address) of a push service; every one of them is outside.

    Raises NotAllowed if any is not: an honest service has no such address."""
    found = {
        (int(family), str(where[0]))
        for family, _kind, _proto, _name, where in socket.getaddrinfo(
            host, PORT, type=socket.SOCK_STREAM
        )
    }
    if not found or not all(is_outside(where) for _family, where in found):
        raise NotAllowed(host)
    # The old Internet first: some networks promise the new one and do not have it.
    return sorted(found)


class Outside(requests.Session):
    """A browser for push services only. One for each thread that sends."""

    def __init__(self, through: Through | None = None) -> None:
        super().__init__()
        self.trust_env = False
        self.adapters.clear()  # nothing but https
        self.mount("https://", _Careful(through))
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        if through is not None and through.ca:
            self.verify = through.ca

    def send(self, request: PreparedRequest, **more: Any) -> Response:
        if endpoint_host(request.url or "") is None:
            raise NotAllowed("endpoint")
        return super().send(
            request, **{**more, "allow_redirects": False, "stream": True, "proxies": {}}
        )

    def cut(self) -> None:
        """End whatever is still going on, from another thread."""
        adapter = self.adapters["https://"]
        assert isinstance(adapter, _Careful)
        for one in list(adapter.open):
            with suppress(OSError, AttributeError):  # it has just come to an end by itself
                one.twin.shutdown(socket.SHUT_RDWR)


class _Careful(HTTPAdapter):
    def __init__(self, through: Through | None) -> None:
        self.through = through
        self.open: WeakSet[Any] = WeakSet()
        super().__init__(pool_connections=8, pool_maxsize=2, max_retries=0)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **more: Any
    ) -> None:
        careful = self

        class Connection(HTTPSConnection):
            # The same connection by another handle, as TLS takes the first one for itself.
            twin: socket.socket | None = None

            def _new_conn(self) -> socket.socket:
                sock = careful.connect(self)
                self.twin = sock.dup()
                careful.open.add(self)
                return sock

            def close(self) -> None:
                super().close()
                if self.twin is not None:
                    self.twin.close()
                careful.open.discard(self)

        class Pool(HTTPSConnectionPool):
            ConnectionCls = Connection

        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **more)
        self.poolmanager.pool_classes_by_scheme = {"https": Pool}

    def connect(self, asked: HTTPSConnection) -> socket.socket:
        """The one place that opens a socket."""
        if endpoint_host(f"https://{asked.host}/") is None or asked.port != PORT:
            raise NotAllowed(asked.host)
        if self.through is not None:
            six = ":" in self.through.host
            family = int(socket.AF_INET6 if six else socket.AF_INET)
            places, port = [(family, self.through.host)], self.through.port
        else:
            places, port = look_up(asked.host), PORT
        ends, wrong = time.monotonic() + CONNECT, OSError()
        for kind, where in places[:4]:
            sock = socket.socket(kind, socket.SOCK_STREAM)
            try:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.settimeout(max(ends - time.monotonic(), 0.05))
                sock.connect((where, port))
            except OSError as failed:
                sock.close()
                wrong = failed
                continue
            return sock
        if isinstance(wrong, TimeoutError):
            raise ConnectTimeoutError(asked, "no answer") from wrong
        raise NewConnectionError(asked, "no connection") from wrong

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        """Reads what was answered to its end or to our limit: the status is all we want."""
        answer = super().build_response(req, resp)
        try:
            if len(resp.read(LARGEST_ANSWER + 1, decode_content=False)) > LARGEST_ANSWER:
                resp.close()
            else:
                resp.release_conn()
        except (HTTPError, OSError):
            resp.close()
        answer._content, answer._content_consumed = b"", True
        return answer

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        raise NotAllowed("proxy")


# --- our own key -------------------------------------------------------------------------------


def private_key(settings: Settings) -> str:
    """What push services know us by: as set, else in a file of the data folder, made once."""
    return settings.vapid_key or made_once(settings.data / "vapid", new_key)


def new_key() -> str:
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return urlsafe_b64encode(number.to_bytes(32)).decode().rstrip("=")


def public_key(private: str) -> str:
    """As browsers want it (`applicationServerKey`). Raises ValueError if it is no key."""
    point = _vapid(private).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def _vapid(private: str) -> Any:
    try:
        number = urlsafe_b64decode(private + "=" * (-len(private) % 4))
        return Vapid02(ec.derive_private_key(int.from_bytes(number), ec.SECP256R1()))
    except ValueError as wrong:
        raise ValueError("ALONGSIDE_VAPID_KEY is no P-256 key in base64url") from wrong


# --- sending ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Browser:
    """Where a push message goes, as the browser said it."""

    endpoint: str
    p256dh: str
    auth: str


def payload(sign: str, mark: str | None) -> bytes:
    """All that a message holds, always as long."""
    said = {"id": sign} | ({"of": mark} if mark else {})
    return json.dumps(said, separators=(",", ":")).encode().ljust(LENGTH)


class Pusher:
    """Sends push messages, from any number of threads."""

    def __init__(self, private: str, contact: str, through: Through | None = None) -> None:
        self._vapid, self._contact, self._through = _vapid(private), contact, through
        self._signed: dict[str, tuple[datetime, Mapping[str, str]]] = {}
        self._mine = threading.local()
        self._sessions: WeakSet[Outside] = WeakSet()

    def send(self, to: Browser, message: bytes, *, urgent: bool, alone: bool) -> Outcome:
        """alone: it does not stand for another message that still waits for the phone."""
        if endpoint_host(to.endpoint) is None:
            return ended(Code.NOT_ALLOWED)
        headers = {
            **self._signature(to.endpoint),
            "Content-Type": "application/octet-stream",
            "Urgency": "high" if urgent else "normal",
        }
        if not alone:
            headers["Topic"] = "update"
        keys = {"p256dh": to.p256dh, "auth": to.auth}
        try:
            pusher = WebPusher({"endpoint": to.endpoint, "keys": keys}, self._session())
            answer = pusher.send(message, headers, ttl=STAYS, timeout=(CONNECT, READ))
        except NotAllowed:
            return ended(Code.NOT_ALLOWED)
        except requests.Timeout:
            return tried(Code.SILENT)
        except (requests.RequestException, OSError):
            return tried(Code.NO_WAY)
        except VapidException:  # no good `ALONGSIDE_CONTACT`
            return tried(Code.REFUSED)
        except (WebPushException, ECEException, ValueError, LookupError, TypeError):
            return ended(Code.BAD_KEYS)
        return _said(answer)

    def cut(self) -> None:
        for session in list(self._sessions):
            session.cut()

    def _session(self) -> Outside:
        kept: Outside | None = getattr(self._mine, "session", None)
        if kept is None:
            kept = self._mine.session = Outside(self._through)
            self._sessions.add(kept)
        return kept

    def _signature(self, endpoint: str) -> Mapping[str, str]:
        """Signed once for each push service and hour. By the real clock: they look at theirs."""
        parts = urlsplit(endpoint)
        audience = f"{parts.scheme}://{parts.netloc}"
        now = datetime.now(UTC)
        kept = self._signed.get(audience)
        if kept is None or not kept[0] <= now < kept[0] + KEPT:
            claims = {
                "aud": audience,
                "sub": self._contact,
                "exp": int((now + HOLDS).timestamp()),
            }
            kept = self._signed[audience] = (now, self._vapid.sign(claims))
        return kept[1]


def _said(answer: Response) -> Outcome:
    status = answer.status_code
    if 200 <= status < 300:
        return SENT
    if status in (404, 410):
        return ended(Code.GONE)
    if status == 413:
        return ended(Code.TOO_LARGE)
    if status == 429:
        return tried(Code.BUSY, seconds_asked(answer.headers.get("Retry-After")))
    if status >= 500:
        return tried(Code.BROKEN, seconds_asked(answer.headers.get("Retry-After")))
    return tried(Code.REFUSED)  # perhaps our key is being changed
