"""E-mail through the council's own mail server, always under TLS."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from portal.channels.outcomes import SENT, Code, Outcome, ended, tried
from portal.core import clock
from portal.core.settings import Settings

PATIENCE = 10  # seconds
PORTS = {"smtps": 465, "smtp+starttls": 587}
# Answers that are about this mailbox, and not about us.
NO_MAILBOX = frozenset({550, 551, 553, 556})


@dataclass(frozen=True)
class Letter:
    """Words that say nothing. sign: names it, so that a mail server can know it again."""

    to: str
    subject: str
    text: str
    language: str
    sign: str


def written(letter: Letter, sender: str, host: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, letter.to, letter.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{letter.sign}@{host}>" if letter.sign else make_msgid(domain=host)
    # RFC 3834: nobody's holiday notice comes back, and no list takes it up.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(letter.text)
    mail["Content-Language"] = letter.language
    return mail


class Mailer:
    """One letter, one connection: a mail server hangs up on whoever stays."""

    def __init__(self, settings: Settings) -> None:
        """Raises ValueError, in plain words, when the address of the server cannot be used."""
        if problem := problem_with(settings):
            raise ValueError(problem)
        parts = urlsplit(settings.smtp)
        self._secure_from_start = parts.scheme == "smtps"
        self._host, self._port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = settings.smtp_from
        self._domain = urlsplit(settings.public_url).hostname or "localhost"
        self._tls = ssl.create_default_context(cafile=settings.smtp_ca or None)

    def send(self, letter: Letter) -> Outcome:
        try:
            with self._open() as server:
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(written(letter, self._sender, self._domain))
        except smtplib.SMTPRecipientsRefused as refused:
            return _of_answer(next(iter(refused.recipients.values()))[0], of_mailbox=True)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
            return tried(Code.REFUSED)
        except smtplib.SMTPResponseException as answer:
            return _of_answer(answer.smtp_code)
        except TimeoutError:
            return tried(Code.SILENT)
        except smtplib.SMTPServerDisconnected as lost:
            waited = isinstance(lost.__context__, TimeoutError)
            return tried(Code.SILENT if waited else Code.NO_WAY)
        except (smtplib.SMTPException, OSError):
            return tried(Code.NO_WAY)
        except (ValueError, UnicodeError):
            return ended(Code.NO_SUCH)
        return SENT

    def _open(self) -> smtplib.SMTP:
        if self._secure_from_start:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=PATIENCE, context=self._tls)
        server = smtplib.SMTP(self._host, self._port, timeout=PATIENCE)
        try:
            server.starttls(context=self._tls)
        except BaseException:
            server.close()
            raise
        return server


def _of_answer(code: int, of_mailbox: bool = False) -> Outcome:
    if of_mailbox and code in NO_MAILBOX:
        return ended(Code.NO_SUCH)
    return tried(Code.BUSY if 400 <= code < 500 else Code.REFUSED)


def problem_with(settings: Settings) -> str | None:
    """Why e-mail cannot be sent as set, in plain words; None when it can, or is not wanted."""
    if not settings.smtp:
        return None
    try:
        parts = urlsplit(settings.smtp)
        good = parts.scheme in PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good:
        return (
            "ALONGSIDE_SMTP: write smtps://user:password@host or smtp+starttls://user:password@host"
        )
    if "@" not in settings.smtp_from:
        return "ALONGSIDE_SMTP_FROM is missing: the address that e-mails come from."
    return None
