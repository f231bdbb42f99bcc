"""Which addresses a phone keeps: worked out from the files themselves, so that versions match."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from flask import current_app, url_for

from portal.core.assets import asset
from portal.core.settings import Settings
from portal.core.words import FOLDER as TRANSLATIONS
from portal.helplines import contacts
from portal.helplines.moments import MOMENTS
from portal.people.night import Night, numbers

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "templates"

PAGES = (
    "help.help_page", "help.words_page", *(f"help.{moment.endpoint}" for moment in MOMENTS),
    "offline.offline_page",
)  # fmt: skip
FILES = ("css/site.css", "js/site.js", "icons/icon.svg")
# Forms after which nobody is signed in here.
ENDS = ("people.leave", "people.sign_out", "phones.end_all")
# Forms after which this phone may speak another language. What has not changed answers 304.
TURNS = (
    "languages.choose", "people.my_app", "people.sign_in", "invites.accept", "passkeys.answer",
    "demo.sign_in",
)  # fmt: skip


@dataclass(frozen=True)
class Shell:
    """name: changes with anything that is kept. Addresses are paths on our own host."""

    name: str
    pages: tuple[str, ...]
    files: tuple[str, ...]
    offline: str
    turns: tuple[str, ...]
    leave: str
    neutral: str
    ends: tuple[str, ...]
    signIn: str
    icon: str


def shell() -> Shell:
    files = tuple(asset(path) for path in FILES)
    settings: Settings = current_app.extensions["settings"]
    return Shell(
        name=f"shell-{_mark(files, numbers())}",
        pages=tuple(url_for(endpoint) for endpoint in PAGES),
        files=files,
        offline=url_for("offline.offline_page"),
        turns=tuple(url_for(name) for name in TURNS if name in current_app.view_functions),
        leave=url_for("people.leave"),
        neutral=settings.neutral_site,
        ends=tuple(url_for(endpoint) for endpoint in ENDS),
        signIn=url_for("people.sign_in"),
        icon=asset("icons/icon-192.png"),
    )


def worker() -> str:
    """The service worker's text, with its list filled in."""
    return _text("worker.js").replace("__SHELL__", json.dumps(shell().__dict__))


def no_worker() -> str:
    """The text of a worker that forgets what was kept and takes itself away."""
    return _text("no-worker.js")


@cache
def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _mark(files: tuple[str, ...], night: tuple[Night, ...] = ()) -> str:
    """A mark of everything that shows on the pages kept: a changed number reaches phones that
    never open Help again."""
    digest = hashlib.sha256(_text("worker.js").encode())
    digest.update("\n".join(files).encode())
    digest.update("\n".join(f"{one.council} {one.phone}" for one in night).encode())
    sources = [contacts.DATA, *HERE.parent.glob("help*/*.py"), *TRANSLATIONS.rglob("*.mo")]
    for folder in ("help", "helplines", "offline", "layout", "parts"):
        sources += (TEMPLATES / folder).glob("*.html")
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:10]
