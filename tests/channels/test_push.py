"""Web push against a stand-in that opens every message."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.channels import push as module
from portal.channels.outcomes import Code
from portal.channels.push import LENGTH, Browser, Pusher, Through, new_key, payload, public_key
from tests.channels import push_service
from tests.channels.push_service import Phone, drip, flood, hang, letters


def to(phone: Phone) -> Browser:
    return Browser(phone.endpoint, **phone.keys)


def send(pusher, phone, sign="s" * 22, mark=None):
    return pusher.send(to(phone), payload(sign, mark), urgent=False, alone=False)


def test_the_phone_opens_a_sign_and_nothing_else(pusher, service):
    phone = service.sign_up(1)
    assert send(pusher, phone, "sign-of-22-letters-abc").sent
    (got,) = service.got
    assert got.said == {"id": "sign-of-22-letters-abc"}
    assert (got.headers["content-encoding"], got.headers["ttl"]) == ("aes128gcm", "86400")
    assert got.claims["sub"] == "mailto:who@example.org"
    assert "cookie" not in got.headers


def test_every_message_is_as_long(pusher, service):
    phone = service.sign_up(1)
    send(pusher, phone)
    send(pusher, phone, mark="abcd1234")
    assert {len(got.message) for got in service.got} == {LENGTH}
    assert len({len(got.sealed) for got in service.got}) == 1
    assert service.got[1].said == {"id": "s" * 22, "of": "abcd1234"}


def test_connections_and_the_signature_are_kept(pusher, service):
    phones = [service.sign_up(n) for n in range(20)]
    for phone in phones:
        assert send(pusher, phone).sent
    assert service.connections == 1
    assert len({got.headers["authorization"] for got in service.got}) == 1


def test_another_service_is_signed_for_anew(pusher, service):
    others = (
        "https://updates.push.services.mozilla.com/wpush/v2/",
        "https://web.push.apple.com/",
        "https://wns2-par02p.notify.windows.com/w/",
    )
    for base in (push_service.GOOGLE, *others):
        assert send(pusher, service.sign_up(7, base)).sent
    assert len({got.claims["aud"] for got in service.got}) == 4


def test_after_an_hour_it_is_signed_anew(pusher, service, monkeypatch):
    phone = service.sign_up(1)
    send(pusher, phone)
    audience = "https://fcm.googleapis.com"
    signed, header = pusher._signed[audience]
    pusher._signed[audience] = (signed - module.KEPT, header)
    time.sleep(0)
    send(pusher, phone)
    first, second = (got.headers["authorization"] for got in service.got)
    assert first != second


@pytest.mark.parametrize(
    ("answer", "code", "final"),
    [
        (404, Code.GONE, True),
        (410, Code.GONE, True),
        (413, Code.TOO_LARGE, True),
        (400, Code.REFUSED, False),
        (403, Code.REFUSED, False),
        ((429, {"Retry_After": "120"}), Code.BUSY, False),
        ((503, {"Retry_After": "Fri, 31 Dec 2099 23:59:59 GMT"}), Code.BROKEN, False),
        (500, Code.BROKEN, False),
        ((301, {"Location": "http://127.0.0.1:9/"}), Code.REFUSED, False),
    ],
)
def test_what_is_answered(pusher, service, answer, code, final):
    service.answer(answer)
    outcome = send(pusher, service.sign_up(1))
    assert (outcome.code, outcome.final) == (code, final)
    asked = outcome.wait.total_seconds() if outcome.wait else None
    assert asked == (120 if code is Code.BUSY else None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(pusher, service, pems, status):
    with push_service.serving(pems[1]) as other:
        service.answer((status, {"Location": f"https://127.0.0.1:{other.port}/"}))
        assert not send(pusher, service.sign_up(1)).sent
        assert other.connections == 0
        assert len(service.got) == 1


def test_one_that_hangs_is_left(pusher, service, monkeypatch):
    monkeypatch.setattr(module, "READ", 0.2)
    service.answer(hang)
    began = time.monotonic()
    assert send(pusher, service.sign_up(1)).code is Code.SILENT
    assert time.monotonic() - began < 2
    assert send(pusher, service.sign_up(2)).sent  # on another connection


def test_one_that_drips_is_cut_off(pusher, service):
    service.answer(drip)
    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(send, pusher, service.sign_up(1))
        while not service.got:
            time.sleep(0.01)
        pusher.cut()
        assert going.result(timeout=5).code in (Code.NO_WAY, Code.SILENT)


def test_an_endless_answer_is_not_read(pusher, service):
    service.answer(flood)
    phone = service.sign_up(1)
    assert send(pusher, phone).sent
    assert send(pusher, phone).sent
    assert service.connections == 2  # the first one is not used again


def test_cookies_are_not_kept(pusher, service):
    service.answer((201, {"Set_Cookie": "a=b; Path=/; Secure"}))
    phone = service.sign_up(1)
    send(pusher, phone)
    send(pusher, phone)
    assert "cookie" not in service.got[1].headers


def test_nothing_is_taken_from_the_environment(pusher, service, monkeypatch, tmp_path):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none"))
    netrc = tmp_path / "netrc"
    netrc.write_text("default login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert send(pusher, service.sign_up(1)).sent
    assert service.got[0].headers["authorization"].startswith("vapid ")


def test_another_name_in_the_certificate_is_no_way(service, pems):
    from tests.channels import certificates

    folder = pems[0].parent / "other"
    folder.mkdir(exist_ok=True)
    ca, server = certificates.write(folder, ("elsewhere.example",))
    with push_service.serving(server) as other:
        pusher = Pusher(new_key(), "mailto:a@b.example", Through("127.0.0.1", other.port, str(ca)))
        assert send(pusher, Phone(1)).code is Code.NO_WAY
        assert other.got == []


def test_an_authority_that_nobody_knows_is_no_way(service):
    pusher = Pusher(new_key(), "mailto:a@b.example", Through("127.0.0.1", service.port, ""))
    assert send(pusher, Phone(1)).code is Code.NO_WAY
    assert service.got == []


@pytest.mark.parametrize(
    "keys",
    [
        {"p256dh": "none", "auth": "none"},
        {"p256dh": letters(b"\x04" + b"\x01" * 64), "auth": letters(b"a" * 16)},
        {"p256dh": "", "auth": ""},
        {"p256dh": "é" * 87, "auth": letters(b"a" * 16)},
    ],
)
def test_keys_that_are_none(pusher, service, keys):
    outcome = pusher.send(Browser(Phone(1).endpoint, **keys), payload("x", None), urgent=False,
                          alone=False)  # fmt: skip
    assert (outcome.code, outcome.final) == (Code.BAD_KEYS, True)
    assert service.connections == 0


def test_our_key(tmp_path):
    from tests.conftest import settings_for

    settings = settings_for("sqlite://", tmp_path)
    first = module.private_key(settings)
    assert module.private_key(settings) == first
    assert (tmp_path / "vapid").stat().st_mode & 0o777 == 0o600
    assert len(push_service.unletters(public_key(first))) == 65
    for bad in ("", "0", letters(b"\xff" * 32)):
        with pytest.raises(ValueError, match="VAPID"):
            public_key(bad)


def test_a_stand_in_is_on_this_computer_and_in_the_demo_only(tmp_path):
    from dataclasses import replace

    from tests.conftest import settings_for

    settings = replace(settings_for("sqlite://", tmp_path), push_through="127.0.0.1:9443")
    assert Through.of(settings) is None
    assert Through.of(replace(settings, demo=True)) == Through("127.0.0.1", 9443, "")
    for elsewhere in ("192.0.2.1:443", "push.example:443", "0.0.0.0:1"):
        with pytest.raises(ValueError, match=r"."):
            Through.of(replace(settings, demo=True, push_through=elsewhere))
