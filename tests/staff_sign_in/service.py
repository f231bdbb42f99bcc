"""The council's side: the provider in `tests/provider`, started, changed and walked through."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from tests import servers
from tests.pages import Page

FOLDER = servers.REPO / "tests" / "provider"
OURS = "http://localhost:8000"  # what tests without a served app are called
SECRET = "a-secret-that-only-tests-know-0123456789"
PATIENCE_SECONDS = 5


class NoProvider(RuntimeError):
    """The tests need Node and the provider's packages; a skipped test would look like a good
    one."""


@dataclass
class Service:
    """A council's sign-in service. Its people and faults are those of one test."""

    address: str

    def says(self, **given: Any) -> dict[str, Any]:
        """people: sub → claims, amr and acr. wrong: what goes wrong (server.mjs names it)."""
        answer = requests.post(f"{self.address}/control", json=given, timeout=PATIENCE_SECONDS)
        found: dict[str, Any] = answer.json()
        return found

    def browser(self) -> requests.Session:
        """The same browser as seen from over there."""
        return requests.Session()

    def sign_in(self, there: str, person: str, browser: requests.Session | None = None) -> str:
        """Go to `there` and sign in as `person`; the address that leads back to us."""
        browser = browser or self.browser()
        at, answer = self._follow(browser, there)
        if answer is not None:
            sent = browser.post(
                at, data={"person": person}, allow_redirects=False, timeout=PATIENCE_SECONDS
            )
            at, answer = self._follow(browser, urljoin(at, sent.headers["Location"]))
        assert answer is None, f"still at {at}: {answer.text}"
        return at

    def sign_out(self, there: str, browser: requests.Session) -> None:
        """Say yes on its own page, as somebody would who signs out there."""
        at, answer = self._follow(browser, there)
        assert answer is not None
        (xsrf,) = re.findall(r'name="xsrf" value="(\w+)"', answer.text)
        action = Page(answer.text).forms[0].action
        data = {"xsrf": xsrf, "logout": "yes"}
        browser.post(
            urljoin(at, action), data=data, allow_redirects=False, timeout=PATIENCE_SECONDS
        ).raise_for_status()

    def told(self) -> list[str]:
        """The logout notices that it has sent."""
        found: list[str] = self.says()["told"]
        return found

    def _follow(self, browser: requests.Session, at: str) -> tuple[str, requests.Response | None]:
        """As far as its own redirects lead; no answer where they lead back to us."""
        while urlsplit(at).netloc == urlsplit(self.address).netloc:
            answer = browser.get(at, allow_redirects=False, timeout=PATIENCE_SECONDS)
            if not answer.is_redirect:
                return at, answer
            at = urljoin(at, answer.headers["Location"])
        return at, None


def client_of(name: str, ours: str, told: str, **more: Any) -> dict[str, Any]:
    """How our app is registered over there. told: where its logout notices go."""
    return {
        "client_id": name,
        "client_secret": SECRET,
        "redirect_uris": [f"{ours}/staff/callback"],
        "post_logout_redirect_uris": [f"{ours}/staff/signed-out"],
        "backchannel_logout_uri": told,
        "backchannel_logout_session_required": True,
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        **more,
    }


@contextmanager
def serving(clients: Sequence[dict[str, Any]], port: int) -> Iterator[Service]:
    """The provider in a process of its own, which ends with ours whatever becomes of us: it
    reads its standard input, and that ends then."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        raise NoProvider("run `npm ci --ignore-scripts` in tests/provider (`.ci/install dev` does)")
    log = servers.run_folder() / f"provider-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [node, "server.mjs"],
            cwd=FOLDER,
            env={**os.environ, "PORT": str(port), "CLIENTS": json.dumps(list(clients))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=out,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            if not process.stdout.readline().startswith(b"ready"):
                raise NoProvider(log.read_text())
            yield Service(f"http://127.0.0.1:{port}")
        finally:
            process.stdin.close()
            process.stdout.close()
            process.wait(timeout=10)


def configuration(folder: Path, text: str) -> str:
    """A configuration file; its path, as the settings name it."""
    path = folder / "staff.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def entry(service: str, council: str, client: str = "exampleshire", more: str = "") -> str:
    """One [[provider]]. more: lines that stand before its tables."""
    return f"""
[[provider]]
council = "{council}"
issuer = "{service}"
client_id = "{client}"
client_secret = "{SECRET}"
scopes = ["openid", "email", "staff"]
{more}

[provider.roles]
"Alongside workers" = "worker"
"Alongside managers" = "manager"
"Alongside officers" = "iro"

[provider.second_factor]
amr = ["mfa"]
acr = ["gold"]
"""
