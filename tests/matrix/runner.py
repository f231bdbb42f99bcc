"""Asks every cell of the matrix, and says what was answered wrong and what leaked."""

from __future__ import annotations

import gzip
import io
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask_wtf.csrf import generate_csrf
from sqlalchemy import event
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Rule

from portal.core import db as doors
from portal.core.access import Role
from portal.core.db import Database
from portal.core.logs import JsonLines
from tests.matrix.entries import ENTRIES, IN_DEMO, READS, Entry
from tests.matrix.facts import MEMBERS, YOUNG, granted
from tests.matrix.markers import NOT_SIGNED_IN, Marker
from tests.matrix.world import Actor, Thing, World

REFUSALS = frozenset({401, 403, 404, 405, 423})
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MISSING = "A" * 22
SHORTEST_REF = 20
# What is written about a request, and by whom it could be read later: never a word of a record.
NOTED = re.compile(r"\s*(?:INSERT INTO|UPDATE)\s+\"?(?:audit_event|outbox|notice|tally)\b", re.I)
# A notice says where to look, by the address of the thing, and nothing else of it.
POINTS = re.compile(r"\s*(?:INSERT INTO|UPDATE)\s+\"?notice\b", re.I)


@dataclass(frozen=True)
class Cell:
    """One question. thing: None where the address names nothing, or something that is not there.
    named: what stands in the address, so that whoever asks knows it already."""

    endpoint: str
    address: str
    method: str
    actor: Actor
    thing: Thing | None
    record: str
    named: tuple[str, ...] = ()

    def __str__(self) -> str:
        whose = f", {self.record}" if self.record else ""
        return f"{self.method} {self.endpoint} as {self.actor.name}{whose}"


@dataclass(frozen=True)
class Answer:
    """headers: all of them. noted: what was logged and written about it on the way."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    noted: bytes

    def header(self, name: str) -> str:
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")

    @property
    def sent(self) -> bytes:
        return self.body + "\n".join(f"{k}: {v}" for k, v in self.headers).encode()


@dataclass
class Result:
    """What a run found. wrong: cells with another answer than the entry says; leaks: cells with a
    marker that this actor was not granted."""

    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # columns of which a word was rightly shown

    @property
    def clean(self) -> bool:
        return not self.wrong and not self.leaks

    def __str__(self) -> str:
        said = f"{self.cells} cells, {len(self.wrong)} wrong, {len(self.leaks)} leaks"
        return "\n  ".join([said, *self.wrong[:25], *self.leaks[:25]])


# --- which cells there are ---------------------------------------------------------------------


def unmatched(app: Flask, entries: Mapping[str, Entry] = ENTRIES) -> list[str]:
    """Routes without an entry, entries without a route, and methods that differ."""
    found = []
    methods: dict[str, set[str]] = defaultdict(set)
    for rule in app.url_map.iter_rules():
        methods[rule.endpoint] |= (rule.methods or set()) - {"HEAD", "OPTIONS"}
        named = len(rule.arguments)
        if rule.endpoint in entries and bool(named) != bool(entries[rule.endpoint].thing):
            found.append(f"{rule.endpoint}: the entry and the address differ in what they name")
    for endpoint in sorted(methods.keys() - entries.keys() - set(IN_DEMO)):
        found.append(f"{endpoint} has no entry in tests/matrix/entries.py")
    for endpoint in sorted(entries.keys() - methods.keys()):
        found.append(f"{endpoint} has an entry, but there is no such route")
    for endpoint in sorted(entries.keys() & methods.keys()):
        if methods[endpoint] != set(entries[endpoint].methods.split()):
            found.append(
                f"{endpoint} answers {sorted(methods[endpoint])}, its entry says otherwise"
            )
    return found


def cells(app: Flask, world: World, actors: Iterable[Actor]) -> Iterator[Cell]:
    """Every rule × method × actor × record; the first of each kind of record that there is not,
    so that the others can be held against it."""
    first = firsts(world)
    for actor in actors:
        for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.endpoint, r.rule)):
            entry = ENTRIES.get(rule.endpoint)
            if entry is None:
                continue  # `unmatched` says so
            for place, (record, thing) in enumerate(records(world, actor, entry)):
                values = names_in(world, rule, thing)
                address = address_of(rule, values)
                answered = answered_by(app, address)
                for method in METHODS:
                    if asks(actor, entry, method, method in answered, place, first):
                        named = tuple(values.values())
                        yield Cell(rule.endpoint, address, method, actor, thing, record, named)


def asks(
    actor: Actor, entry: Entry, method: str, there: bool, place: int, first: Mapping[str, int]
) -> bool:
    """Whether this actor asks by this method for the record at this place. there: the address has
    such a method.

    What is decided before anybody looks at the record is shown by two records: that there is no
    such method (and before anybody looks at who asks: by the first two actors), which there are,
    HEAD as GET without its page (by the first of each role), and that a role may not come in.
    """
    if place > 1:
        return there and method not in ("OPTIONS", "HEAD") and comes_in(entry, actor)
    if there:
        return method not in ("OPTIONS", "HEAD") or actor.name in first
    return first.get(actor.name, 2) < 2


def comes_in(entry: Entry, actor: Actor) -> bool:
    """Whether the door lets this actor as far as the record."""
    return not entry.by or (
        not actor.is_nobody and not actor.locked
        and (actor.role in entry.by or (entry.leads and actor.lead))
    )  # fmt: skip


def firsts(world: World) -> dict[str, int]:
    """Of each role one actor, by name, and one who is nobody: the first of all."""
    found: dict[Role | None, str] = {}
    for name, actor in world.actors.items():
        found.setdefault(None if actor.is_nobody else actor.role, name)
    nobody = found.pop(None)
    return {name: place for place, name in enumerate((nobody, *found.values()))}


def few(asked: Iterable[Cell]) -> Iterator[Cell]:
    """Each route once, by the methods it has and with a record that is there; and all of another
    council."""
    taken = set()
    for cell in asked:
        other_council = cell.actor.council == "B" or cell.record.startswith("other council")
        question = (cell.endpoint, cell.method)
        usual = cell.method in ENTRIES[cell.endpoint].methods and cell.record != "missing"
        if other_council or (usual and question not in taken):
            taken.add(question)
            yield cell


def records(world: World, actor: Actor, entry: Entry) -> Iterator[tuple[str, Thing | None]]:
    if entry.thing is None:
        yield "", None
        return
    yield "missing", None
    taken = set()
    for thing in world.things[entry.thing]:
        # Of many things alike all of one's own, and the first of each other owner; besides, what
        # this actor made themselves.
        mine = thing.made_by is not None and thing.made_by == actor.key
        own = thing.ref if thing.owner == actor.key or thing.always else ""
        if (thing.owner, mine, own) not in taken and wanted(actor, thing):
            taken.add((thing.owner, mine, own))
            more = " ".join(filter(None, (thing.state, thing.made_by, thing.other)))
            said = f"{thing.kind} of {thing.owner}" + (f" ({more})" if more else "")
            yield f"{relation(actor, thing)}: {said}", thing


# Of what is nobody's record: theirs, and what the editor wrote for all of council A.
FEW = ("worker", "carer", "worker_b", "editor")


def wanted(actor: Actor, thing: Thing) -> bool:
    """Of the things of people who are nobody's record, one's own and a few others'."""
    return thing.owner in YOUNG or thing.owner in (actor.key, *FEW)


def relation(actor: Actor, thing: Thing) -> str:
    """In a word, for whoever reads what went wrong."""
    if actor.key is None:
        return "other"
    if actor.key == thing.owner:
        return "own"
    if MEMBERS[thing.owner].council != actor.council:
        return "other council"
    if thing.owner in YOUNG and granted(actor.key, thing.owner):
        return "reached"
    return "other"


def names_in(world: World, rule: Rule, thing: Thing | None) -> dict[str, str]:
    """The one name in an address is the thing's own; `ref` beside another is the person's, or that
    of the thing of which the other names a part."""
    if thing is not None and thing.part:
        return {"ref": thing.ref, "code": thing.part}
    if rule.arguments == {"ref", "language"}:
        return {"ref": thing.ref if thing else MISSING, "language": "en"}
    values = {}
    for name in sorted(rule.arguments):
        own = name != "ref" or len(rule.arguments) == 1
        if thing is None:
            values[name] = MISSING
        else:
            values[name] = thing.ref if own else world.refs[thing.owner]
    return values


def address_of(rule: Rule, values: Mapping[str, str]) -> str:
    built = rule.build(values)
    assert built is not None, rule.rule
    return built[1]


# --- what each cell should say -----------------------------------------------------------------


def expected(app: Flask, world: World, cell: Cell) -> frozenset[int]:
    """The statuses that are right for a cell, from its entry alone."""
    endpoint, thing = cell.endpoint, cell.thing
    if cell.method not in answered_by(app, cell.address):
        return frozenset({405})
    if (found := answered_by(app, cell.address)[cell.method]) != endpoint:
        # Another route has this address for this method, and the word in it names nothing there.
        endpoint, thing = found, None
    entry, actor = ENTRIES[endpoint], cell.actor
    if entry.by:
        if actor.locked:
            return frozenset({302} if cell.method in READS else {423})
        if actor.is_nobody:
            return frozenset({302} if cell.method in READS else {401})
        if actor.role not in entry.by and not (entry.leads and actor.lead):
            return frozenset({403})
    if cell.method == "OPTIONS":
        return entry.answers(cell.method, actor)
    if entry.room is not None and not entry.room(actor):
        return frozenset({404})
    if entry.thing is not None and (thing is None or not entry.who(world, actor, thing)):
        return frozenset({404})
    return entry.answers(cell.method, actor)


def answered_by(app: Flask, address: str) -> dict[str, str]:
    """Which route answers each method at an address."""
    known: dict[str, dict[str, str]] = app.extensions.setdefault("matrix_answers", {})
    if address not in known:
        adapter = app.url_map.bind("localhost")
        known[address] = {}
        for method in METHODS:
            try:
                known[address][method] = adapter.match(address, method)[0]
            except MethodNotAllowed:
                continue
    return known[address]


def fault(cell: Cell, right: frozenset[int], answer: Answer) -> str | None:
    """What is wrong with an answer; None when nothing is."""
    if answer.status not in right:
        return f"answered {answer.status}, not {' or '.join(map(str, sorted(right)))}"
    if cell.method == "HEAD" and answer.body:
        return "answered a HEAD with a page"
    if right == {302} and cell.actor.is_nobody:
        where = urlsplit(answer.header("Location")).path
        if where != ("/unlock" if cell.actor.locked else "/sign-in"):
            return f"was sent to {where}"
    return None


# --- asking ------------------------------------------------------------------------------------


class Runner:
    """The app on a world, asked as plainly as a server would: a dictionary in, bytes out.

    Nothing that a cell does is kept, so that each stands for itself; what the frame's ledger
    writes stays. Every byte that goes out is searched, and so is what is logged and noted.
    """

    def __init__(self, app: Flask, database: Database, world: World) -> None:
        self.app, self.database, self.world = app, database, world
        self._addresses = count(1)
        self._noted: list[str] = []
        self._tokens: dict[str, str] = {}
        self._cookie = app.session_interface.name  # type: ignore[attr-defined]

    @contextmanager
    def ready(self) -> Iterator[Runner]:
        """The app lent out on this world, with ears on its logs and on what it notes."""
        before = self.app.extensions["database"], self.app.testing
        self.app.extensions["database"], self.app.testing = self.database, False
        ear = _Ear(self._noted)
        logging.getLogger().addHandler(ear)
        engines = {self.database.sending, self.database.ledger, self.database.writing}
        for engine in engines:
            event.listen(engine, "before_cursor_execute", self._note)
        settle = doors.settle
        doors.settle = lambda keep: settle(keep=False)
        try:
            yield self
        finally:
            doors.settle = settle
            for engine in engines:
                event.remove(engine, "before_cursor_execute", self._note)
            logging.getLogger().removeHandler(ear)
            self.app.extensions["database"], self.app.testing = before

    def _note(self, _c: object, _cursor: object, statement: str, given: object, *_: object) -> None:
        if NOTED.match(statement):
            said = repr(given)
            if POINTS.match(statement):
                for marker in self.world.markers.in_(said.encode()):
                    if marker.column.endswith(".ref"):
                        said = said.replace(marker.text, "")
            self._noted.append(said)

    def ask(self, cell: Cell, **headers: str) -> Answer:
        self._noted.clear()
        said: dict[str, Any] = {}

        def start(status: str, fields: list[tuple[str, str]], _error: object = None) -> Any:
            said["status"], said["headers"] = int(status.split()[0]), tuple(fields)
            return lambda _data: None

        answer = self.app.wsgi_app(self._request(cell, headers), start)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        fields = dict(said["headers"])
        if fields.get("Content-Encoding") == "gzip" and body:
            body = gzip.decompress(body)
        noted = "\n".join(self._noted).encode()
        return Answer(said["status"], said["headers"], body, noted)

    def _request(self, cell: Cell, headers: Mapping[str, str]) -> dict[str, Any]:
        n = next(self._addresses)
        body, kind = b"", ""
        if cell.method not in READS:
            body = urlencode(self._form(cell)).encode()
            kind = "application/x-www-form-urlencoded"
        path, _, query = cell.address.partition("?")
        return {
            "REQUEST_METHOD": cell.method, "PATH_INFO": path, "QUERY_STRING": query,
            "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost",
            # From a new address each time: nobody has tried too often.
            "REMOTE_ADDR": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}",
            "HTTP_COOKIE": f"{self._cookie}={cell.actor.cookie}",
            "HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT_ENCODING": "gzip",
            "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
            "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
            **headers,
        }  # fmt: skip

    def _form(self, cell: Cell) -> dict[str, str]:
        endpoint = answered_by(self.app, cell.address).get(cell.method, cell.endpoint)
        entry = ENTRIES.get(endpoint)
        sends = entry.sends if entry else {}
        given = sends(self.world, cell.actor, cell.thing) if callable(sends) else sends
        return {"csrf_token": self.token(cell.actor), **given}

    def token(self, actor: Actor) -> str:
        """A token as good as one from a page that this browser was just shown."""
        if actor.name not in self._tokens:
            cookie = {"Cookie": f"{self._cookie}={actor.cookie}"}
            with self.app.test_request_context("/", headers=cookie):
                self._tokens[actor.name] = str(generate_csrf())
        return self._tokens[actor.name]

    def still_signed_in(self, actor: Actor) -> bool:
        """Whether asking left this actor as they were: nothing of it may be kept."""
        cell = Cell("people.my_app", "/my-app", "GET", actor, None, "")
        return self.ask(cell).status in expected(self.app, self.world, cell)

    # --- all of them -------------------------------------------------------------------------

    def run(
        self, asked: Iterable[Cell], check: Callable[..., str | None] = fault, *,
        until_noticed: bool = False,
    ) -> Result:  # fmt: skip
        """until_noticed: stop at the first that is wrong or leaks."""
        result = Result()
        refused: dict[tuple[str, str, str], tuple[Cell, bytes]] = {}
        for cell in asked:
            result.cells += 1
            right = expected(self.app, self.world, cell)
            answer = self.ask(cell)
            if wrong := check(cell, right, answer):
                result.wrong.append(f"{cell}: {wrong}")
            elif right <= REFUSALS:
                first, bytes_ = refused.setdefault(
                    (cell.actor.name, cell.endpoint, cell.method), (cell, plain(cell, answer))
                )
                if plain(cell, answer) != bytes_:
                    result.wrong.append(f"{cell}: told apart from {first}")
            self._search(cell, answer, result)
            if until_noticed and not result.clean:
                break
        return result

    def _search(self, cell: Cell, answer: Answer, result: Result) -> None:
        for marker in self.world.markers.in_(answer.sent):
            if not may_be_sent(cell, marker):
                result.leaks.append(f"{cell}: shows {marker}")
            else:
                result.seen.add(marker.column)
        for marker in self.world.markers.in_(answer.noted):
            result.leaks.append(f"{cell}: {marker} was logged or noted")


# A locked phone is asked for one of its owner's own keys, by what names the key to the phone.
FOR_UNLOCKING = ("passkey.credential",)


# A list of those who answered leads to each one's answers.
LEADS_ON = ("news_to.ref",)


def may_be_sent(cell: Cell, marker: Marker) -> bool:
    """To whom it may be shown; on a page about one young person, nothing of another's record."""
    if any(marker.text == name[: len(marker.text)] for name in cell.named):
        return True  # they named it themselves
    holder = cell.actor.key or (cell.actor.holds if marker.column in FOR_UNLOCKING else None)
    if (holder or NOT_SIGNED_IN) not in marker.shown_to:
        return False
    # A page about an adult (their leave, their young people) is a list.
    alone = cell.thing is not None and cell.thing.owner in YOUNG
    about = cell.thing.owner if cell.thing is not None and alone else marker.owner
    others_record = marker.owner in YOUNG and marker.owner not in (about, cell.actor.key)
    return not others_record or marker.column.startswith(("person.", "council.", *LEADS_ON))


# New each time: a form's token; and where somebody is led on to, which names what was asked for.
_NEW = re.compile(rb'name="csrf_token" value="[^"]*"|[?&;]to=[\w.-]+|name="to" value="[^"]*"')


def plain(cell: Cell, answer: Answer) -> bytes:
    """An answer without what is new each time, and without the name that was asked for."""
    fields = sorted(f"{k}: {v}" for k, v in answer.headers if k != "Content-Length")
    whole = _NEW.sub(b"new", answer.body) + "\n".join(fields).encode()
    for asked_for in cell.named:
        if len(asked_for) >= SHORTEST_REF:  # the code of a part may be in anything
            whole = whole.replace(asked_for.encode(), b"ref")
    return whole


class _Ear(logging.Handler):
    """Hears each line just as it would be written."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
