"""The yardstick: the least a Flask app does for a page of the same size.

A cookie looked up in a server-side session, three indexed queries, a Jinja template with one
loop and escaping, the same bytes packed the same way; for a post, an insert and a commit, and a
second insert where a worker's post is audited. Same engine settings, same tables, same server.
It has no languages, no frame, no policy, no forms: what stands above it is what those cost.

Served from the staged copy: `FLOOR_PAGES` names a folder with the pages as the app drew them.
"""

from __future__ import annotations

import gzip
import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, render_template_string, request
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Index,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)
from werkzeug.wrappers import Response as AnyResponse

from portal.core import clock
from portal.core.around import COMPRESS_LEVEL
from portal.core.db import Database
from portal.core.ids import new_id, new_ref
from portal.core.sessions import hashed
from portal.house import METADATA

Queries = tuple[Any, ...]  # selects, of three columns each

app = Flask(__name__)
# As the tables' owner, where there is one: the floor has no wall between councils.
database = Database(os.environ.get("ALONGSIDE_OWNER_URL") or os.environ["DATABASE_URL"])
PAGES = Path(os.environ["FLOOR_PAGES"])
TABLES = METADATA.tables
session, membership, person = TABLES["session"], TABLES["membership"], TABLES["person"]
agenda, promise, connection = TABLES["agenda_item"], TABLES["promise"], TABLES["connection"]
talk, message, mark, owed = (
    TABLES[name] for name in ("conversation", "message", "read_mark", "owed")
)
council = TABLES["council"]

own = MetaData()
floor_message = Table(
    "floor_message", own,
    Column("id", BigInteger, primary_key=True), Column("council_id", BigInteger),
    Column("ref", String(22), unique=True), Column("from_id", BigInteger),
    Column("text", Text), Column("sent_at", DateTime(timezone=True)),
    Index("ix_floor_message_from_id", "from_id", "id"),
)  # fmt: skip
floor_audit = Table(
    "floor_audit", own,
    Column("id", BigInteger, primary_key=True), Column("about_id", BigInteger),
    Column("person_id", BigInteger), Column("what", String(64)),
    Column("at", DateTime(timezone=True)), Index("ix_floor_audit_about_id", "about_id", "id"),
)  # fmt: skip
own.create_all(database.writing)

ROW_BYTES = 40  # of a row's three values, so that the whole is about as long as the app's page
TEMPLATE = (
    "{% for row in rows %}{{ pieces[loop.index0]|safe }}{{ row[0] }} {{ row[1] }} {{ row[2] }}"
    "{% endfor %}{{ pieces[-1]|safe }}"
)


@app.get("/healthz")
def healthy() -> str:
    return "ok"


@app.get("/page/<name>")
def page(name: str) -> str | tuple[str, int]:
    with database.reading.connect() as db:
        who = _who(db)
        if who is None:
            return "", 403
        rows = [row for query in _queries(name, who) for row in db.execute(query)]
    return render_template_string(TEMPLATE, rows=rows, pieces=_pieces(name, len(rows)))


@app.post("/post/<kind>")
def post(kind: str) -> AnyResponse | tuple[str, int]:
    with database.reading.connect() as db:
        who = _who(db)
    if who is None:
        return "", 403
    now = clock.now()
    with database.writing.begin() as db:
        db.execute(
            insert(floor_message).values(
                id=new_id(), council_id=who.council_id, ref=new_ref(), from_id=who.person_id,
                text=request.form["text"], sent_at=now,
            )
        )  # fmt: skip
        if kind == "worker":
            db.execute(
                insert(floor_audit).values(
                    id=new_id(), about_id=who.person_id, person_id=who.person_id, what="sent",
                    at=now,
                )
            )  # fmt: skip
    return redirect("/page/thread", 303)


@app.after_request
def pack(response: Response) -> Response:
    if "gzip" in request.headers.get("Accept-Encoding", "") and response.status_code == 200:
        response.set_data(gzip.compress(response.get_data(), COMPRESS_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _who(db: Connection) -> Any:
    """One row: whose session this is."""
    return db.execute(
        select(membership.c.person_id, session.c.council_id, session.c.ends_at)
        .join(membership, membership.c.account_id == session.c.account_id)
        .where(session.c.token_hash == hashed(request.cookies.get("session", "")))
    ).first()


def _queries(name: str, who: Any) -> Queries:
    """Three queries on the same indexes as the app's page, each with three columns to show."""
    return {"home": _home, "thread": _thread, "people": _people, "waiting": _waiting}[name](
        who.council_id, who.person_id
    )


def _home(council_id: int, me: int) -> Queries:
    today = clock.today(clock.now())
    return (
        select(agenda.c.with_label, agenda.c.day, agenda.c.kind)
        .where(
            agenda.c.council_id == council_id, agenda.c.person_id == me, agenda.c.day >= today,
            agenda.c.day <= today + timedelta(days=120),
        )
        .order_by(agenda.c.day).limit(60),
        select(promise.c.owner_label, promise.c.due, promise.c.state)
        .where(promise.c.council_id == council_id, promise.c.person_id == me)
        .order_by(promise.c.due).limit(30),
        select(person.c.known_as, connection.c.starts, connection.c.kind)
        .join(person, person.c.id == connection.c.with_id)
        .where(connection.c.council_id == council_id, connection.c.of_id == me).limit(60),
    )  # fmt: skip


def _thread(council_id: int, me: int) -> Queries:
    mine = (
        select(talk.c.id)
        .where(talk.c.council_id == council_id, talk.c.person_id == me)
        .scalar_subquery()
    )
    return (
        select(talk.c.ref, talk.c.begun_at, talk.c.kind)
        .where(talk.c.council_id == council_id, talk.c.person_id == me),
        select(person.c.known_as, message.c.sent_at, message.c.kind)
        .join(person, person.c.id == message.c.from_id)
        .where(message.c.conversation_id == mine)
        .order_by(message.c.id.desc()).limit(31),
        select(mark.c.person_id, mark.c.at, mark.c.message_id).where(
            mark.c.conversation_id == mine
        ),
    )  # fmt: skip


def _people(council_id: int, me: int) -> Queries:
    return (
        select(person.c.known_as, connection.c.starts, connection.c.kind)
        .join(person, person.c.id == connection.c.of_id)
        .where(connection.c.council_id == council_id, connection.c.with_id == me)
        .order_by(person.c.known_as).limit(201),
        select(council.c.name, council.c.product, council.c.kind).where(council.c.id == council_id),
        select(func.count(), func.min(owed.c.due_at), func.max(owed.c.due_at)).where(
            owed.c.council_id == council_id, owed.c.debtor_id == me, owed.c.done_at.is_(None)
        ),
    )  # fmt: skip


def _waiting(council_id: int, me: int) -> Queries:
    mine = (owed.c.council_id == council_id, owed.c.debtor_id == me, owed.c.done_at.is_(None))
    return (
        select(person.c.known_as, owed.c.due_at, owed.c.kind)
        .join(person, person.c.id == owed.c.person_id)
        .where(*mine).order_by(owed.c.due_at).limit(51),
        select(council.c.name, council.c.product, council.c.kind).where(council.c.id == council_id),
        select(func.count(), func.min(owed.c.due_at), func.max(owed.c.due_at)).where(*mine),
    )  # fmt: skip


@cache
def _pieces(name: str, rows: int) -> list[str]:
    """The app's own page, cut so that each row stands between two pieces of it."""
    whole = (PAGES / f"{name}.html").read_text()
    whole = whole[: max(0, len(whole) - ROW_BYTES * rows)]
    step = len(whole) // (rows + 1) + 1
    return [whole[at : at + step] for at in range(0, step * (rows + 1), step)]
