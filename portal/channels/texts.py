"""Text messages. `TextSender` is what a provider has to be; GOV.UK Notify is one, and a folder of
files is another, for the demo.

GOV.UK Notify: https://docs.notifications.service.gov.uk/rest-api.html, read in November 2026. Its
template holds one gap, ((message)): the words are ours, in the person's language. Notify would send
a second message with the same `reference`; so before a second try it is asked whether it has one
already (a worker may have died between its answer and our note of it).
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import time
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from portal.channels.mail import Letter
from portal.channels.outcomes import SENT, Code, Outcome, ended, seconds_asked, tried
from portal.core.settings import Settings

PATIENCE = (3.0, 10.0)  # seconds, to connect and for the answer
LARGEST_ANSWER = 20_000  # bytes
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TEMPLATE = re.compile(_UUID)
_KEY = re.compile(rf"(?:.*-)?(?P<service>{_UUID})-(?P<secret>{_UUID})")


class TextSender(Protocol):
    def send(self, to: str, text: str, reference: str, again: bool) -> Outcome:
        """to: a number as +447…. reference: the same for each try of the same message. again: it
        was tried before, and may have gone."""


def token(service: str, secret: str, at: int) -> str:
    """A JSON web token by HS256, as Notify wants it: made for each request, good for 30 seconds."""
    parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": at})
    said = b".".join(_letters(json.dumps(one, separators=(",", ":")).encode()) for one in parts)
    return (said + b"." + _letters(hmac.new(secret.encode(), said, "sha256").digest())).decode()


def _letters(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


class GovNotify:
    def __init__(self, settings: Settings) -> None:
        """Raises ValueError, in plain words, when it cannot be used as set."""
        if problem := problem_with(settings):
            raise ValueError(problem)
        found = _KEY.fullmatch(settings.notify_key)
        assert found is not None
        self._service, self._secret = found["service"], found["secret"]
        self._template, self._url = settings.notify_template, settings.notify_url
        self._session = requests.Session()
        self._session.trust_env = False

    def send(self, to: str, text: str, reference: str, again: bool) -> Outcome:
        try:
            if again and self._has(reference):
                return SENT
            status, retry_after, body = self._ask("POST", "/v2/notifications/sms", {
                "phone_number": to,
                "template_id": self._template,
                "personalisation": {"message": text},
                "reference": reference,
            })  # fmt: skip
        except requests.Timeout:
            return tried(Code.SILENT)
        except (requests.RequestException, HTTPError, OSError):
            return tried(Code.NO_WAY)
        return _said(status, retry_after, body)

    def _has(self, reference: str) -> bool:
        """Whether Notify took this message before. Not knowing is no reason to be silent."""
        status, _retry_after, body = self._ask("GET", f"/v2/notifications?reference={reference}")
        return status == 200 and f'"reference":"{reference}"'.encode() in body.replace(b" ", b"")

    def _ask(
        self, method: str, path: str, said: dict[str, Any] | None = None
    ) -> tuple[int, str | None, bytes]:
        signed = token(self._service, self._secret, int(time.time()))
        with self._session.request(
            method, f"{self._url}{path}", json=said, timeout=PATIENCE,
            headers={"Authorization": f"Bearer {signed}"}, allow_redirects=False, stream=True,
        ) as answer:  # fmt: skip
            body = answer.raw.read(LARGEST_ANSWER, decode_content=True)
            return answer.status_code, answer.headers.get("Retry-After"), body


def _said(status: int, retry_after: str | None, body: bytes) -> Outcome:
    """By status and type of error; Notify says that its sentences may change."""
    if status == 201:
        return SENT
    if status == 400 and b'"ValidationError"' in body and b"phone_number" in body:
        return ended(Code.NO_SUCH)
    if status in (400, 401, 403):
        return tried(Code.REFUSED)
    if status == 429:
        return tried(Code.BUSY, seconds_asked(retry_after))
    return tried(Code.BROKEN)


class Folder:
    """Writes down what would have been sent, one file each: for the demo, on this computer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, to: str, text: str, reference: str, again: bool) -> Outcome:
        return self._keep("text", reference, {"to": to, "text": text})

    def send_letter(self, letter: Letter) -> Outcome:
        said = {"to": letter.to, "subject": letter.subject, "text": letter.text}
        return self._keep("email", letter.sign, said)

    def _keep(self, kind: str, name: str, said: dict[str, str]) -> Outcome:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / f"{kind}-{name}.json"
        file.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return SENT


def problem_with(settings: Settings) -> str | None:
    """Why text messages cannot be sent as set; None when they can, or are not wanted."""
    if not settings.notify_key:
        return None
    if not _KEY.fullmatch(settings.notify_key):
        return "ALONGSIDE_NOTIFY_KEY is not a whole key: copy it again from GOV.UK Notify."
    if not _TEMPLATE.fullmatch(settings.notify_template):
        return (
            "ALONGSIDE_NOTIFY_TEMPLATE is missing: the id of a text message template whose words "
            "are ((message))."
        )
    parts = urlsplit(settings.notify_url)
    here = settings.demo and parts.hostname in ("localhost", "127.0.0.1")
    if parts.scheme != "https" and not here:
        return "ALONGSIDE_NOTIFY_URL has to begin with https."
    return None
