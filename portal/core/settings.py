"""Settings: read once from the environment, frozen, and checked for real use by `flask check`."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

KEY_BYTES = 32


@dataclass(frozen=True)
class Settings:
    """What an installation may choose.

    keys: secrets that sign tokens, newest first; an older one is still accepted, so a key can be
    changed without signing anybody out.
    proxies: how many trusted proxies stand in front (0 means that nobody's word is taken for
    the client's address or scheme).
    """

    data: Path
    database_url: str
    keys: tuple[str, ...]
    demo: bool = False
    debug: bool = False
    public_url: str = "http://localhost:8000"
    neutral_site: str = "https://www.bbc.co.uk/weather"
    proxies: int = 0
    compress: bool = True
    owner_url: str = ""  # as the tables' owner, for commands; "" where one role does both
    staff_sign_in: str = ""  # the file that names the councils' own sign-in services
    broker: str = ""  # Redis or PostgreSQL between web and workers; "": each worker looks by itself
    no_worker: bool = False  # the service worker's kill switch: phones forget what they kept
    # How people are told outside the app (`portal.channels`).
    vapid_key: str = ""  # what push services know us by, as 32 bytes in base64url; "" is in a file
    # What letters and passes are signed with (`portal.proof.codes`), newest first; () is in a file.
    proof_keys: tuple[str, ...] = ()
    contact: str = ""  # whom a push service writes to, as mailto:…
    smtp: str = ""  # smtps://user:password@host, or smtp+starttls://…
    smtp_from: str = ""
    smtp_ca: str = ""  # a file with the mail server's own authority, where it has one
    notify_key: str = ""  # GOV.UK Notify
    notify_template: str = ""  # a text message template with one gap, ((message))
    notify_url: str = "https://api.notifications.service.gov.uk"
    push_through: str = ""  # host:port on this computer that stands in for every push service
    push_ca: str = ""  # the authority of that stand-in

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS: decides the cookie's name and its Secure mark."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).netloc


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Makes the data folder and a key on first use.

    Raises ValueError with the variable's name when a value cannot be used.
    """
    env = os.environ if env is None else env
    data = Path(env.get("ALONGSIDE_DATA", "data")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    port = _whole(env, "PORT", 8000)
    return Settings(
        data=data,
        database_url=env.get("DATABASE_URL", f"sqlite:///{data / 'alongside.sqlite'}"),
        keys=_keys(env, data),
        demo=_yes(env, "ALONGSIDE_DEMO"),
        debug=_yes(env, "ALONGSIDE_DEBUG"),
        public_url=env.get("ALONGSIDE_URL", f"http://localhost:{port}").rstrip("/"),
        neutral_site=env.get("ALONGSIDE_LEAVE_TO", Settings.neutral_site),
        proxies=_whole(env, "ALONGSIDE_PROXIES", 0),
        compress=not _yes(env, "ALONGSIDE_NO_COMPRESS"),
        owner_url=env.get("ALONGSIDE_OWNER_URL", ""),
        staff_sign_in=env.get("ALONGSIDE_STAFF_SIGN_IN", ""),
        broker=_broker(env),
        no_worker=_yes(env, "ALONGSIDE_NO_WORKER"),
        vapid_key=env.get("ALONGSIDE_VAPID_KEY", ""),
        proof_keys=tuple(env.get("ALONGSIDE_PROOF_KEYS", "").split()),
        contact=env.get("ALONGSIDE_CONTACT", ""),
        smtp=env.get("ALONGSIDE_SMTP", ""),
        smtp_from=env.get("ALONGSIDE_SMTP_FROM", ""),
        smtp_ca=env.get("ALONGSIDE_SMTP_CA", ""),
        notify_key=env.get("ALONGSIDE_NOTIFY_KEY", ""),
        notify_template=env.get("ALONGSIDE_NOTIFY_TEMPLATE", ""),
        notify_url=env.get("ALONGSIDE_NOTIFY_URL", Settings.notify_url).rstrip("/"),
        push_through=env.get("ALONGSIDE_PUSH_THROUGH", ""),
        push_ca=env.get("ALONGSIDE_PUSH_CA", ""),
    )


def problems(settings: Settings) -> list[str]:
    """Why this configuration is not fit for a real council; empty when it is."""
    found = []
    if settings.demo:
        found.append("ALONGSIDE_DEMO is on: anybody could sign in as anybody. Turn it off.")
    if settings.debug:
        found.append("ALONGSIDE_DEBUG is on: errors would show the inside. Turn it off.")
    if not settings.secure:
        found.append("ALONGSIDE_URL does not begin with https: cookies could be read on the way.")
    if settings.database_url.startswith("sqlite"):
        found.append("DATABASE_URL names SQLite: use PostgreSQL for a real council.")
    elif not settings.owner_url:
        found.append(
            "ALONGSIDE_OWNER_URL is missing: commands need the tables' owner, so that requests can "
            "come as a role behind the wall between councils."
        )
    if not settings.staff_sign_in:
        found.append(
            "ALONGSIDE_STAFF_SIGN_IN is missing: staff sign in at their council's own service, and "
            "this file names it."
        )
    if any(len(key) < KEY_BYTES for key in settings.keys):
        found.append("ALONGSIDE_KEYS holds a key shorter than 32 characters: make a longer one.")
    if urlsplit(settings.neutral_site).scheme != "https":
        found.append("ALONGSIDE_LEAVE_TO must be an https address.")
    found += _of_database("DATABASE_URL", settings.database_url)
    found += _of_database("ALONGSIDE_OWNER_URL", settings.owner_url)
    found += _of_broker(settings)
    return found


CHECKED = frozenset({"verify-ca", "verify-full"})
HERE = ("localhost", "127.0.0.1", "::1")
EASY_TO_GUESS = frozenset({"", "postgres", "password", "alongside", "admin", "secret", "changeme"})


def _of_database(name: str, text: str) -> list[str]:
    """Whether the way to PostgreSQL can be listened to, or its password guessed."""
    if not text.startswith("postgresql"):
        return []
    url = make_url(text)
    host = str(url.host or url.query.get("host", ""))
    if not host or host.startswith("/"):
        return []  # a socket of this machine
    found = []
    if host not in HERE and str(url.query.get("sslmode")) not in CHECKED:
        found.append(f"{name}: add ?sslmode=verify-full, or others could listen or answer instead.")
    if url.password is not None and url.password.lower() in {*EASY_TO_GUESS, url.username}:
        found.append(f"{name} holds a password that is easy to guess: make a long random one.")
    return found


REDIS, POSTGRESQL = ("redis://", "rediss://"), ("postgresql://", "postgresql+psycopg://")


def _broker(env: Mapping[str, str]) -> str:
    value = env.get("ALONGSIDE_BROKER", "").strip()
    if value and not value.startswith(REDIS + POSTGRESQL):
        raise ValueError("ALONGSIDE_BROKER: write redis://…, rediss://… or postgresql://…")
    return value


def _of_broker(settings: Settings) -> list[str]:
    """It holds names of jobs only; but whoever may write there could keep the workers busy."""
    name, broker = "ALONGSIDE_BROKER", settings.broker
    if broker.startswith("redis://") and urlsplit(broker).hostname not in HERE:
        return [f"{name}: write rediss://, or others could listen or answer instead."]
    if not broker.startswith(POSTGRESQL):
        return []
    queue, ours = make_url(broker), make_url(settings.database_url)
    if (queue.host, queue.port, queue.database) == (ours.host, ours.port, ours.database):
        return [f"{name}: give the queue a database of its own, apart from DATABASE_URL."]
    return _of_database(name, broker)


def _keys(env: Mapping[str, str], data: Path) -> tuple[str, ...]:
    given = tuple(env.get("ALONGSIDE_KEYS", "").split())
    if given:
        return given
    return (made_once(data / "key", lambda: secrets.token_urlsafe(KEY_BYTES)),)


def made_once(kept: Path, make: Callable[[], str]) -> str:
    """The secret in this file, which only its owner reads; made on first use."""
    if not kept.exists():
        # Written aside, then linked: of two processes that start at once one wins, and neither
        # ever reads half a key.
        aside = kept.with_name(f".{kept.name}-{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(make())
        with suppress(FileExistsError):
            os.link(aside, kept)
        aside.unlink()
    return kept.read_text().strip()


def _yes(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value in ("", "0", "no", "false", "off"):
        return False
    if value in ("1", "yes", "true", "on"):
        return True
    raise ValueError(f"{name}: write 1 or 0, not {value!r}")


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit():
        raise ValueError(f"{name}: write a whole number, not {value!r}")
    return int(value)
