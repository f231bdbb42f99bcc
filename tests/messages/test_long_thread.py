"""A thread of ten thousand messages opens as fast as one of fifty: as many statements, as many
bytes, by an index; page by page both ways, and no message twice or left out."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.core import clock
from portal.core.db import add_rows
from portal.core.ids import new_id, new_ref
from portal.house import Message
from portal.messages import desks, pages
from portal.messages.pages import Place
from tests import makers
from tests.databases import counting

THREAD, POST = 4, 6
WORDS = "Some words that are there, number %05d"


def fill(db, talk, authors, much):
    """Every third message is an answer; `much` of them in all."""
    begun = clock.now() - timedelta(days=200)
    rows = [
        {
            "id": new_id(), "council_id": talk.council_id, "conversation_id": talk.id,
            "ref": new_ref(), "from_id": authors[n % 3 == 2], "kind": "text", "text": WORDS % n,
            "sent_at": begun + timedelta(minutes=n * (280_000 // much)), "answer_by": None,
            "kept": "",
        }
        for n in range(much)
    ]  # fmt: skip
    add_rows(db, Message, rows)
    db.commit()
    return [row["ref"] for row in rows]


def shown(answer):
    return [html.unescape(t) for t in re.findall(r'<p dir="auto">(.*?)</p>', answer.text, re.S)]


def link(answer, words):
    found = re.search(rf'href="([^"]*)"[^>]*>{words}</a>', answer.text)
    return html.unescape(found.group(1)) if found else None


@pytest.fixture
def talks(db):
    """Two young people with the same worker: one wrote fifty messages, the other ten thousand."""
    few, priya = makers.make_pair(db, known_as="Few!")
    many = makers.make_young(db, known_as="Many", council_id=few.council_id)
    makers.make_connection(db, many, priya)
    found = {}
    for who, much in ((few, 50), (many, 10_000)):
        talk = makers.make_conversation(db, who, priya)
        found[much] = (who, talk, fill(db, talk, (who.id, priya.id), much))
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("ANALYZE message"))
        db.commit()
    return priya, found


def test_as_many_statements_and_bytes_for_many_as_for_few(client, db, database, talks):
    priya, found = talks
    asked = {}
    for much, (who, _talk, refs) in found.items():
        middle = refs[len(refs) // 2]
        for staff in (False, True):
            client.sign_in(priya if staff else who)
            base = f"/people/{who.ref}/messages" if staff else "/messages"
            if staff:
                client.get(base)  # the first look also keeps a read mark
            for place in ("", f"?before={middle}", f"?after={middle}", f"?around={middle}"):
                with counting(database) as counted:
                    answer = client.get(base + place)
                assert answer.status_code == 200
                assert len(shown(answer)) in (25, 24, 30), place
                key = (staff, place.partition("=")[0])
                asked.setdefault(key, {})[much] = (len(counted), len(answer.data))
    for key, by_size in asked.items():
        (few, few_bytes), (many, many_bytes) = by_size[50], by_size[10_000]
        assert many == few <= THREAD, key
        # Numbers of the same length, days that differ in theirs.
        assert abs(many_bytes - few_bytes) < 0.12 * few_bytes, (key, few_bytes, many_bytes)


def test_to_post_asks_as_often_for_many_as_for_few(client, db, database, talks):
    _priya, found = talks
    counts = []
    for who, _talk, _refs in found.values():
        client.sign_in(who)
        client.get("/messages")
        form = client.form("/messages", {"text": ""}, "/messages").hidden
        with counting(database) as counted:
            assert client.post("/messages", data={**form, "text": "Hello"}).status_code == 303
        counts.append(len(counted))
    assert counts[0] == counts[1] <= POST, counts


@pytest.mark.parametrize("way", ["newest", "before", "after", "around"])
@pytest.mark.parametrize("staff", [False, True])
def test_an_index_finds_the_page(db, talks, way, staff):
    """No walk through the table, and no sort of ten thousand rows."""
    _priya, found = talks
    _who, talk, refs = found[10_000]
    query, given = pages._messages(talk.id, refs[5_000], way=way, staff=staff)
    compiled = query.compile(db.get_bind(), compile_kwargs={"render_postcompile": True})
    explain = "EXPLAIN QUERY PLAN " if db.get_bind().dialect.name == "sqlite" else "EXPLAIN "
    values = {**compiled.params, **given}
    said = [
        " ".join(map(str, row))
        for row in db.connection().exec_driver_sql(
            explain + str(compiled),
            tuple(values[name] for name in compiled.positiontup)
            if compiled.positiontup
            else values,
        )
    ]
    plan = "\n".join(said)
    assert "ix_message_conversation_id_id" in plan or "pk_message" in plan, plan
    assert not re.search(r"SCAN message\b|Seq Scan on message\b", plan), plan


def test_the_page_reads_few_rows(database, db, talks):
    """The database looks at a page's worth of messages, not at ten thousand."""
    if db.get_bind().dialect.name != "postgresql":
        return
    _who, talk, refs = talks[1][10_000]
    for way in ("newest", "before", "after", "around"):
        query, given = pages._messages(talk.id, refs[5_000], way=way, staff=True)
        compiled = query.compile(db.get_bind(), compile_kwargs={"render_postcompile": True})
        rows = db.connection().exec_driver_sql(
            "EXPLAIN (ANALYZE, FORMAT JSON) " + str(compiled), {**compiled.params, **given}
        )
        plan = str(rows.scalar_one())
        assert max(map(int, re.findall(r"'Actual Rows': (\d+)", plan))) <= 70, way


@pytest.mark.parametrize("who", ["young", "worker"])
def test_there_and_back_each_message_once(client, db, who):
    mia, priya = makers.make_pair(db)
    talk = makers.make_conversation(db, mia, priya)
    fill(db, talk, (mia.id, priya.id), 107)
    client.sign_in(mia if who == "young" else priya)
    address = "/messages" if who == "young" else f"/people/{mia.ref}/messages"
    said = [WORDS % n for n in range(107)]
    found, first = [], None
    while address:
        answer = client.get(address)
        found = shown(answer) + found
        first, address = address, link(answer, "Earlier messages")
    assert found == said
    back, address = [], first
    while address:
        answer = client.get(address)
        back += shown(answer)
        address = link(answer, "Later messages")
    assert back == said
    assert "To the newest" not in answer.text


@pytest.mark.parametrize("place", [0, 3, 14, 15, 50, 90, 104, 106])
def test_around_a_message(client, db, place):
    mia, priya = makers.make_pair(db)
    talk = makers.make_conversation(db, mia, priya)
    refs = fill(db, talk, (mia.id, priya.id), 107)
    client.sign_in(mia)
    answer = client.get(f"/messages?around={refs[place]}#sought")
    page = shown(answer)
    first, last = max(0, place - 14), min(106, place + 15)
    assert page == [WORDS % n for n in range(first, last + 1)]
    sought = re.search(r'id="sought".*?<p dir="auto">(.*?)</p>', answer.text, re.S)
    assert sought.group(1) == WORDS % place
    assert bool(link(answer, "Earlier messages")) == (first > 0)
    assert bool(link(answer, "Later messages")) == (last < 106)


@pytest.mark.parametrize("way", ["before", "after", "around"])
@pytest.mark.parametrize("ref", ["nothing", "", "%00", "A" * 5000, "another's"])
def test_a_place_that_is_none(client, db, way, ref):
    mia, priya = makers.make_pair(db)
    makers.make_message(db, makers.make_conversation(db, mia, priya), text="Mine")
    other = makers.make_young(db, council_id=mia.council_id)
    their = makers.make_message(db, makers.make_conversation(db, other), text="Theirs")
    client.sign_in(mia)
    named = their.ref if ref == "another's" else ref
    answer = client.get(f"/messages?{way}={named}")
    assert answer.status_code in (200, 404)
    assert "Theirs" not in answer.text


def test_an_older_page_marks_nothing_and_waits_for_nothing(client, db, now):
    mia, priya = makers.make_pair(db)
    talk = makers.make_conversation(db, mia, priya)
    refs = [makers.make_message(db, talk, from_id=priya.id).ref for _ in range(70)]
    client.sign_in(mia)
    assert "I have read this" in client.get("/messages").text
    for place in (f"?before={refs[-1]}", f"?around={refs[10]}", f"?after={refs[0]}"):
        assert "I have read this" not in client.get("/messages" + place).text, place
    viewer = makers.make_viewer(db, mia)
    desk = desks.own_desk(db, viewer, now)
    page = pages.thread_page(db, viewer, desk, now, Place(after=refs[60]))
    assert page.unread and page.newest == refs[-1]
