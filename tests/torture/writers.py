"""People who write to each other without a pause, and try again with the same key until they are
told that it was kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from portal.core import clock, sessions
from portal.core.access import Device, Role
from portal.core.db import Database, Db
from portal.house import Membership, Person
from portal.people.sessions import begin
from tests import makers
from tests.pages import Page

PAIRS = 3
PAUSE_SECONDS = 0.02
GIVE_UP_SECONDS = 40  # longer than any restart takes
ACKNOWLEDGED = 303
WORDS = "torture"


@dataclass
class Writer(threading.Thread):
    """One person with one page open. Words and keys are all different."""

    number: int
    port: int
    path: str
    cookie: str
    stop: threading.Event
    sent: list[str] = field(default_factory=list)  # words we were told are kept
    tried: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # words that came under a used key
    again: int = 0  # how often something was sent once more
    fault: str = ""
    ready: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return self.number

    def run(self) -> None:
        try:
            hidden = self._form()
            self.ready.set()
            count = 0
            while not self.stop.is_set():
                count += 1
                key = f"{WORDS}-{self.number}-{count}"
                words = f"{WORDS} {self.number} {count}."
                self.tried.append(words)
                if self._until_kept({**hidden, "key": key, "text": words}):
                    self.sent.append(words)
                if count % 5 == 0:
                    # The same key with other words: refused, and nothing of it stays.
                    other = f"other words {words}"
                    self.refused.append(other)
                    self._once({**hidden, "key": key, "text": other})
                time.sleep(PAUSE_SECONDS)
        except Exception as error:
            self.ready.set()
            self.fault = f"{type(error).__name__}: {error}"

    def _until_kept(self, body: dict[str, str]) -> bool:
        ends = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < ends:
            status = self._once(body)
            if status == ACKNOWLEDGED:
                return True
            if status and status < 500:
                raise AssertionError(f"{self.path} answered {status}")
            self.again += 1
            time.sleep(0.1)
        raise AssertionError(f"{self.path} did not answer")

    def _once(self, body: dict[str, str]) -> int:
        """What the server answered; 0 when the connection broke."""
        heads = {
            "Cookie": f"session={self.cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        }
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=15)) as caller:
            try:
                caller.request("POST", self.path, urlencode(body), heads)
                with caller.getresponse() as answer:
                    answer.read()
                    return answer.status
            except (OSError, HTTPException):
                return 0

    def _form(self) -> dict[str, str]:
        """What the page's own form sends besides the words. Nobody is killed meanwhile."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as caller:
            caller.request("GET", self.path, headers={"Cookie": f"session={self.cookie}"})
            with caller.getresponse() as answer:
                page = Page(answer.read().decode())
        assert answer.status == 200, f"{self.path} answered {answer.status}"
        for form in page.forms:
            if form.method == "post" and "text" in form.names and "key" in form.hidden:
                return form.hidden
        raise AssertionError(f"{self.path} has no form to write in")


def people(database: Database) -> list[tuple[str, str]]:
    """(address, cookie) of three young people and of their workers."""
    found = []
    with database.committing() as db:
        for _ in range(PAIRS):
            sam, priya = makers.make_pair(db)
            makers.make_membership(db, sam)
            found.append(("/messages", _cookie(db, sam, Role.YOUNG)))
            found.append((f"/people/{sam.ref}/messages", _cookie(db, priya, Role.WORKER)))
    return found


def _cookie(db: Db, person: Person, role: Role) -> str:
    member = db.query(Membership).filter_by(person_id=person.id).one()
    token, _days = begin(
        db, member.account_id, member.council_id, role, Device.OWN, "passphrase", clock.now()
    )
    assert sessions.hashed(token)
    return token


def begin_all(port: int, whom: Sequence[tuple[str, str]], stop: threading.Event) -> list[Writer]:
    writers = [
        Writer(number, port, path, cookie, stop) for number, (path, cookie) in enumerate(whom)
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.ready.wait(GIVE_UP_SECONDS)
    return writers
