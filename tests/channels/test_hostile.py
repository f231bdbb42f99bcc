"""More than 200 hostile endpoints: what our own code opens to the network is watched where Python
itself opens it, and nothing goes outside the list of push services.

`socket.socket.connect` and `socket.getaddrinfo` are wrapped, not replaced: what would go to this
computer really goes there, and is noted; what would go further is noted and turned away.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import pytest

from portal.channels.outcomes import Code
from portal.channels.push import Browser, Pusher, new_key, payload
from portal.channels.rules import endpoint_host, is_outside
from portal.core.access import Device
from portal.house import PushWay
from tests import makers
from tests.channels.push_service import Phone

GOOD = "fcm.googleapis.com"
OUTSIDE = "142.250.180.10"  # an address such as a push service has; nothing is ever sent there

SCHEMES = [
    f"{scheme}{GOOD}/x"
    for scheme in ("http://", "ftp://", "ws://", "wss://", "gopher://", "dict://", "ldap://", "//",
                   "", "https:/", "https:", "https:///", "HTTPS://", " https://", "\thttps://",
                   "\x00https://", "https ://", "javascript:https://", "view-source:https://",
                   "blob:https://", "file://")
] + ["file:///etc/passwd", "data:text/plain,x", "javascript:alert(1)", "about:blank", "x" * 3000,
     f"https://{GOOD}/" + "a" * 2000]  # fmt: skip
USERS = [
    f"https://{user}@{GOOD}/x" for user in ("a", "a:b", "", ":", "%61", "127.0.0.1", "a%40b")
] + [
    f"https://{GOOD}@{there}/x"
    for there in ("127.0.0.1", "localhost", "evil.example", "[::1]", "10.0.0.1", "evil.example:443")
] + [f"https://{GOOD}%40evil.example/x", f"https://{GOOD}:443@evil.example/x",
     f"https://{GOOD}:x@127.0.0.1:443/"]  # fmt: skip
PORTS = [
    f"https://{GOOD}:{port}/x"
    for port in ("80", "22", "25", "0", "4430", "8443", "65536", "-1", "00443", "0443", "443.",
                 "443x", "", "４４３", "+443", "443:443", "1e3", "%34%34%33")
]  # fmt: skip
LOOK_ALIKES = [
    f"https://{host}/x"
    for host in (
        "fcm.googleapis.com.evil.example", "evil-fcm.googleapis.com", "evilfcm.googleapis.com",
        "x.fcm.googleapis.com", "fcm-googleapis.com", "fcm.googleapis.co", "googleapis.com",
        "storage.googleapis.com", "fcm.googleapis.com.", "fcm.googleapis.com..",
        ".fcm.googleapis.com",
        "fcm..googleapis.com", "-fcm.googleapis.com", "push.apple.com", ".push.apple.com",
        "..push.apple.com", "-.push.apple.com", "evilpush.apple.com",
        "web.push.apple.com.evil.example",
        "push.apple.com.evil.example", "web.push.apple.com.", "web_push.push.apple.com",
        "notify.windows.com", "evilnotify.windows.com", "a.notify.windows.com.evil.example",
        "a.notify.windows.co", "a-.notify.windows.com", "a..notify.windows.com",
        "updates.push.services.mozilla.com.evil.example", "evil.push.services.mozilla.com",
        "push.services.mozilla.com", "updates.push.services.mozilla.org", "localhost",
        "localhost.localdomain", "metadata.google.internal", "evil.example", "portal", "db",
        "redis",
        "a" * 64 + ".push.apple.com", "a." * 130 + "push.apple.com", "FCM.googleapis.com",
        "fcm.googleapis.com%2eevil.example", "fcm.googleapis.com%00.evil.example",
        "fcm%2egoogleapis.com", "%66cm.googleapis.com", "fcm.googleapis.com%20",
    )
]  # fmt: skip
OTHER_LETTERS = [
    f"https://{host}/x"
    for host in (
        "fсm.googleapis.com", "fcm.googleapіs.com", "ｆｃｍ.googleapis.com", "fcm。googleapis.com",
        "fcm．googleapis．com", "fcm｡googleapis.com", "fcm.googleapis.com\u200b",
        "xn--fm-ird.googleapis.com",
        "fcm.googleapis.com\u00ad", "ＦＣＭ.googleapis.com", "web.push.applе.com", "①②⑦.⓪.⓪.①",
        "fcm\u2024googleapis.com", "updates.push.services.mozillа.com", "ﬀcm.googleapis.com",
        "fcm.googleapis.com\u2215.evil.example", "fcm.googleapis.com\uff0f.evil.example",
    )
]  # fmt: skip
NUMBERS = [
    f"https://{host}/x"
    for host in (
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1",
        "017700000001", "0x7f.0x0.0x0.0x1", "127.0.0.1.", "127.000.000.001", "[::1]", "[::]",
        "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[fe80::1%25eth0]",
        "[fe80::1%eth0]", "[fc00::1]", "[fd00:ec2::254]", "0", "0.0.0.0", "10.0.0.1", "10.1",
        "172.16.0.1", "192.168.1.1", "169.254.169.254", "0xa9fea9fe", "2852039166", "100.64.0.1",
        "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "1.1.1.1", "8.8.8.8",
        OUTSIDE, "[2606:4700:4700::1111]", "127.0.0.1:443", "[::1]:443", "[v1.x]", "[", "]", "[]",
    )
]  # fmt: skip
TAILS = [
    f"https://{GOOD}{tail}"
    for tail in ("", "?x", "#x", "/x#y", "\\x", "\\@evil.example/x", "/\\evil.example", "/x y",
                 "/x\ty", "/x\ny", "/x\r\nHost: evil.example", "/x\x00", "/é", "/x\u2028", "/<x>",
                 '/"x"', "/x\r\n\r\nGET / HTTP/1.1", "/[x]", "/{x}", "/^", "/|")
]  # fmt: skip
# Names that are on the list, and stand for what is inside.
INSIDE = (
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1",
    "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:142.250.180.10",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::8efa:b40a", "64:ff9b:1::7f00:1", "2002:7f00:1::1",
    "2001::1", "2001:db8::1", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "100::1",
    "3fff::1", "5f00::1",
)  # fmt: skip
ADDRESSES = [*SCHEMES, *USERS, *PORTS, *LOOK_ALIKES, *OTHER_LETTERS, *NUMBERS, *TAILS]
ANSWERS = [
    *([inside] for inside in INSIDE),
    *([OUTSIDE, inside] for inside in INSIDE[:12]),
    *([inside, OUTSIDE] for inside in INSIDE[20:30]),
    [],
]


def test_there_are_enough():
    assert len(set(ADDRESSES)) == len(ADDRESSES)
    assert len(ADDRESSES) + len(ANSWERS) >= 200


@dataclass
class Network:
    """What was asked for: names, and connections; `heard` is what Python itself reports."""

    connected: list[Any] = field(default_factory=list)
    names: list[Any] = field(default_factory=list)
    heard: list[Any] = field(default_factory=list)
    answers: Iterator[list[str]] | None = None


_listening: list[Network] = []


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _listening:
        _listening[-1].heard.append(given[1])


sys.addaudithook(_hear)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    found = Network()
    connect = socket.socket.connect

    def watched(self: socket.socket, where: Any) -> None:
        found.connected.append(where)
        if not str(where[0]).startswith("127."):
            raise ConnectionRefusedError("nothing leaves this computer")
        connect(self, where)

    def looked_up(host: Any, port: Any, *_more: Any, **_named: Any) -> list[Any]:
        found.names.append(host)
        if found.answers is None:
            raise socket.gaierror("nobody is asked here")
        return [
            (socket.AF_INET6 if ":" in where else socket.AF_INET, socket.SOCK_STREAM, 6, "",
             (where, port))
            for where in next(found.answers)
        ]  # fmt: skip

    monkeypatch.setattr(socket.socket, "connect", watched)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    _listening.append(found)
    yield found
    _listening.remove(found)


@pytest.fixture
def pusher() -> Pusher:
    return Pusher(new_key(), "mailto:who@example.org")


def send(pusher: Pusher, endpoint: str) -> Any:
    phone = Phone(1)
    return pusher.send(
        Browser(endpoint, **phone.keys), payload("s", None), urgent=False, alone=False
    )


def test_the_watch_sees(network):
    network.answers = cycle([["127.0.0.1"]])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", 1), 1)
    assert network.connected == [("127.0.0.1", 1)]
    assert network.heard == [("127.0.0.1", 1)]


@pytest.mark.parametrize("endpoint", ADDRESSES, ids=range(len(ADDRESSES)))
def test_such_an_address_is_not_even_looked_up(network, pusher, endpoint):
    outcome = send(pusher, endpoint)
    assert (outcome.code, outcome.final) == (Code.NOT_ALLOWED, True)
    assert network.connected == network.names == network.heard == []


@pytest.mark.parametrize("answers", ANSWERS, ids=range(len(ANSWERS)))
def test_a_name_that_stands_for_something_inside_is_not_asked(network, pusher, answers):
    network.answers = cycle([answers])
    assert send(pusher, f"https://{GOOD}/x").code is Code.NOT_ALLOWED
    assert network.connected == network.heard == []


def test_a_name_that_stands_for_another_thing_the_second_time(network, pusher):
    """Looked up once for each connection; what was looked at is what is connected to."""
    network.answers = cycle([[OUTSIDE], ["127.0.0.1"]])
    assert send(pusher, f"https://{GOOD}/x").code is Code.NO_WAY  # turned away by the watch
    assert network.connected == [(OUTSIDE, 443)]
    assert network.names == [GOOD]
    assert send(pusher, f"https://{GOOD}/x").code is Code.NOT_ALLOWED
    assert network.connected == [(OUTSIDE, 443)]
    assert network.heard == []


@pytest.mark.parametrize(
    "host",
    [
        GOOD,
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "api.push.apple.com",
        "wns2-par02p.notify.windows.com",
    ],
)
def test_what_is_on_the_list_is_asked_there_and_nowhere_else(network, pusher, host):
    network.answers = cycle([[OUTSIDE]])
    for endpoint in (f"https://{host}/a/b:c-D_1?x=%2B", f"https://{host}:443/a"):
        assert endpoint_host(endpoint) == host
        send(pusher, endpoint)
    assert set(network.connected) == {(OUTSIDE, 443)}
    assert set(network.names) == {host}


def test_none_of_them_is_kept(client, db, network):
    """What a browser says is looked at when it is said, too."""
    sam = makers.make_young(db)
    client.sign_in(sam)
    client.get("/told")
    token = client.page.forms[-1].hidden["csrf_token"]
    for endpoint in ADDRESSES:
        said = {"endpoint": endpoint, "keys": Phone(1).keys}
        answer = client.post("/told/push", json=said, headers={"X-CSRFToken": token})
        assert answer.status_code == 422, endpoint
    assert db.query(PushWay).count() == 0
    assert network.connected == network.names == network.heard == []


def test_one_that_was_kept_all_the_same_is_forgotten(database, db, using, network):
    """Whatever wrote the row: it is asked for once more before anything is sent."""
    from portal.channels.sending import drain
    from portal.core import clock

    sam = makers.make_young(db)
    inside = [f"https://127.0.0.1:{n}/x" for n in range(8)]
    ways = [
        makers.make_push_way(db, sam, endpoint, **Phone(1).keys)
        for endpoint in [*ADDRESSES[30:60], *inside]
    ]
    makers.make_outbox(db, sam)
    db.commit()
    while drain(database, clock.now()):
        pass
    db.expire_all()
    assert all(way.gone_at for way in ways)
    assert network.connected == network.names == network.heard == []


def test_what_is_outside():
    assert is_outside(OUTSIDE)
    assert is_outside("2a00:1450:4009:81f::200a")
    assert not any(map(is_outside, INSIDE))
    assert not any(map(is_outside, ["", "localhost", "127.1", "0x7f.1", "1.2.3.4.", "fe80::1%lo"]))


def test_a_phone_that_others_use_is_never_told(client, db):
    client.sign_in(makers.make_young(db), device=Device.SHARED)
    page = client.get("/told")
    assert "no notices come here" in page.text
    assert 'data-enhance="push"' not in page.text
    token = client.page.forms[-1].hidden["csrf_token"]
    said = {"endpoint": Phone(1).endpoint, "keys": Phone(1).keys}
    answer = client.post("/told/push", json=said, headers={"X-CSRFToken": token})
    assert answer.status_code == 403
    assert db.query(PushWay).count() == 0
