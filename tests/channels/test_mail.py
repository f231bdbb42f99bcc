"""E-mail to a real mail server on loopback, under TLS from the start and by STARTTLS."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from portal.channels import mail
from portal.channels.mail import Letter, Mailer, problem_with
from portal.channels.outcomes import Code
from portal.channels.wording import letter
from tests.conftest import settings_for
from tests.servers import free_port

LETTER = Letter("sam@example.org", "You have an update", "You have an update.", "en", "sign-1")


@dataclass
class Postbox:
    """What the server got. says: its answer to a recipient or to the letter, by name."""

    letters: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    secure: list[bool] = field(default_factory=list)
    rcpt: str = "250 OK"
    data: str = "250 OK"

    async def handle_RCPT(self, _s: Any, _session: Any, envelope: Any, to: str, _o: Any) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.rcpt

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        found = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(found)  # type: ignore[arg-type]
        self.to += envelope.rcpt_tos
        self.secure.append(session.ssl is not None)
        return self.data


class _Controller(Controller):
    """STARTTLS needs the context in the protocol, TLS from the start in the listener."""

    def __init__(self, box: Postbox, context: ssl.SSLContext, *, starttls: bool, **more: Any):
        self.context, self.starttls, self.more = context, starttls, more
        super().__init__(
            box, hostname="127.0.0.1", port=free_port(),
            ssl_context=None if starttls else context,
        )  # fmt: skip

    def factory(self) -> SMTP:
        if self.starttls:
            return SMTP(self.handler, tls_context=self.context, require_starttls=True, **self.more)
        return SMTP(self.handler, **self.more)


def _checks(_server: Any, _session: Any, _envelope: Any, _how: str, data: LoginPassword) -> Any:
    good = (data.login, data.password) == (b"app@x", b"p:w/d")
    return AuthResult(success=good, handled=False)


@pytest.fixture
def post(pems, tmp_path):
    @contextmanager
    def serving(scheme: str = "smtps", user: str = "", **more: Any) -> Iterator[Any]:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pems[1])
        box = Postbox()
        starttls = scheme == "smtp+starttls"
        controller = _Controller(box, context, starttls=starttls, **more)
        controller.start()
        settings = replace(
            settings_for("sqlite://", tmp_path), smtp_from="Notices <no-reply@portal.example>",
            smtp=f"{scheme}://{user}localhost:{controller.port}", smtp_ca=str(pems[0]),
            public_url="https://portal.example",
        )  # fmt: skip
        try:
            yield box, settings
        finally:
            controller.stop()

    return serving


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_a_letter_arrives_under_tls(post, scheme):
    with post(scheme) as (box, settings):
        assert Mailer(settings).send(LETTER).sent
    (got,) = box.letters
    assert (box.to, got["To"], got["From"]) == (
        ["sam@example.org"], "sam@example.org", "Notices <no-reply@portal.example>",
    )  # fmt: skip
    assert box.secure == ([True] if scheme == "smtp+starttls" else box.secure)
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Message-ID"] == "<sign-1@portal.example>"
    assert got.get_content_type() == "text/plain"
    assert got.get_content().strip() == "You have an update."


def test_it_says_nothing_of_anybody(post):
    with post() as (box, settings):
        Mailer(settings).send(letter("sam@example.org", "en", "s", settings.public_url, None))
    (got,) = box.letters
    assert got["Subject"] == "You have an update"
    text = got.get_content()
    assert "https://portal.example" in text
    assert text.count("http") == 1
    for never in ("care", "council", "social", "Sam", "Exampleshire", "worker"):
        assert never.lower() not in text.lower()


def test_other_alphabets_arrive_whole(post):
    with post() as (box, settings):
        said = replace(LETTER, subject="لديك تحديث", text="ሓድሽ ነገር ኣሎ", language="ti")
        assert Mailer(settings).send(said).sent
    (got,) = box.letters
    assert (got["Subject"], got.get_content().strip()) == ("لديك تحديث", "ሓድሽ ነገር ኣሎ")
    assert got["Content-Language"] == "ti"


def test_user_and_password(post):
    with post("smtp+starttls", "app%40x:p%3Aw%2Fd@", authenticator=_checks) as (box, settings):
        assert Mailer(settings).send(LETTER).sent
        wrong = replace(settings, smtp=settings.smtp.replace("p%3A", "q%3A"))
        assert Mailer(wrong).send(LETTER).code is Code.REFUSED
    assert len(box.letters) == 1


@pytest.mark.parametrize(
    ("rcpt", "data", "code", "final"),
    [
        ("550 No such mailbox", "250 OK", Code.NO_SUCH, True),
        ("553 No", "250 OK", Code.NO_SUCH, True),
        ("451 Come back", "250 OK", Code.BUSY, False),
        ("452 Full", "250 OK", Code.BUSY, False),
        ("554 Not from you", "250 OK", Code.REFUSED, False),
        ("250 OK", "451 Later", Code.BUSY, False),
        ("250 OK", "554 No", Code.REFUSED, False),
    ],
)
def test_what_is_answered(post, rcpt, data, code, final):
    with post() as (box, settings):
        box.rcpt, box.data = rcpt, data
        outcome = Mailer(settings).send(LETTER)
    assert (outcome.code, outcome.final) == (code, final)


def test_never_without_tls(post, pems, tmp_path):
    """A server that offers none, one with another name, one of an authority that nobody knows."""
    controller = Controller(Postbox(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        settings = replace(
            settings_for("sqlite://", tmp_path), smtp_from="a@b.example", smtp_ca=str(pems[0]),
            smtp=f"smtp+starttls://localhost:{controller.port}",
        )  # fmt: skip
        assert Mailer(settings).send(LETTER).code is Code.REFUSED
        assert controller.handler.letters == []
    finally:
        controller.stop()
    with post() as (box, settings):
        by_number = settings.smtp.replace("localhost", "127.0.0.2")
        for wrong in (replace(settings, smtp_ca=""), replace(settings, smtp=by_number)):
            assert Mailer(wrong).send(LETTER).code is Code.NO_WAY
        assert box.letters == []


def test_one_that_is_silent_or_not_there(tmp_path, pems, monkeypatch):
    monkeypatch.setattr(mail, "PATIENCE", 0.2)
    settings = replace(settings_for("sqlite://", tmp_path), smtp_from="a@b.example")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        for scheme in ("smtps", "smtp+starttls"):
            said = replace(settings, smtp=f"{scheme}://127.0.0.1:{listener.getsockname()[1]}")
            assert Mailer(said).send(LETTER).code is Code.SILENT
    closed = replace(settings, smtp=f"smtps://127.0.0.1:{free_port()}")
    assert Mailer(closed).send(LETTER).code is Code.NO_WAY


@pytest.mark.parametrize("to", ["a\r\nBcc: b@example.org", "a\nb@example.org"])
def test_nobody_is_smuggled_in(post, to):
    with post() as (box, settings):
        assert Mailer(settings).send(replace(LETTER, to=to)).code is Code.NO_SUCH
    assert box.letters == []


@pytest.mark.parametrize(
    ("smtp", "sender", "about"),
    [
        ("smtp://mail.example", "a@b.example", "ALONGSIDE_SMTP:"),
        ("mail.example", "a@b.example", "ALONGSIDE_SMTP:"),
        ("smtps://", "a@b.example", "ALONGSIDE_SMTP:"),
        ("smtps://mail.example:x", "a@b.example", "ALONGSIDE_SMTP:"),
        ("smtps://mail.example", "", "ALONGSIDE_SMTP_FROM"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path, smtp, sender, about):
    settings = replace(settings_for("sqlite://", tmp_path), smtp=smtp, smtp_from=sender)
    assert about in (problem_with(settings) or "")
    with pytest.raises(ValueError, match=about):
        Mailer(settings)
