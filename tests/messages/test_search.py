"""Words are found again in one's own thread, in every script, and lead to where they stand."""

import html
import re

import pytest

from portal.core.db import Folded, like
from portal.messages.bounds import clipped
from portal.people.rules import Kind
from tests import makers
from tests.databases import counting


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def mia(client, pair):
    client.sign_in(pair[0])
    return pair[0]


@pytest.fixture
def talk(db, pair):
    return makers.make_conversation(db, *pair)


def say(db, talk, *texts, **given):
    return [makers.make_message(db, talk, text=text, **given) for text in texts]


def hits(answer):
    """The texts of the rows that were found, in order."""
    found = re.findall(r'<a class="name".*?<p><bdi[^>]*>(.*?)</bdi></p>', answer.text, re.S)
    return [html.unescape(text) for text in found]


def search(client, words, address="/messages", **more):
    return client.get(address, query_string={"q": words, **more})


ALIKE = [
    ("Kai and the trophy", "TROPHY"),
    ("Straße", "STRASSE"),
    ("STRASSE", "straße"),
    ("ΟΔΟΣ", "οδος"),
    ("οδός μου", "ΟΔΌΣ"),
    ("Ünal kommt", "ünal"),
    ("Привет, Мир", "мир"),
    ("مرحبا، متى أراك؟", "متى"),
    ("ሰላም ሳም", "ሳም"),
    ("Đi học", "đi"),
    ("Ёлка", "ёлка"),
    ("ﬁne", "FINE"),
    ("Łódź", "ŁÓDŹ"),
    ("café", "CAFE\u0301"),  # two ways to write one letter
    ("👍 yes", "👍"),
]


@pytest.mark.parametrize(("text", "sought"), ALIKE)
def test_capitals_do_not_matter_in_any_script(client, db, mia, talk, text, sought):
    say(db, talk, text, "Something else")
    assert hits(search(client, sought)) == [text]


@pytest.mark.parametrize("sign", ["%", "_", "\\", "/", "'", '"', "--", "*", "?", "[a]", "<b>"])
def test_every_sign_means_itself(client, db, mia, talk, sign):
    say(db, talk, f"before {sign} after", "before and after", "100 a b")
    assert hits(search(client, sign)) == [f"before {sign} after"]


def test_like_is_whole():
    assert like("A/b%_") == "%a//b/%/_%"
    assert str(Folded.inherit_cache) == "True"


@pytest.mark.parametrize("words", ["zebra", "\u202ezebra", "  zebra  ", "ZEBRA\n"])
def test_what_is_typed_is_tidied(client, db, mia, talk, words):
    say(db, talk, "A zebra came by")
    assert hits(search(client, words)) == ["A zebra came by"]


@pytest.mark.parametrize("words", ["", "   ", "\u200e"])
def test_nothing_sought_is_the_thread_itself(client, db, mia, talk, words):
    say(db, talk, "Hello")
    page = search(client, words)
    assert page.status_code == 200


def test_a_very_long_question(client, db, mia, talk):
    say(db, talk, "x" * 300)
    page = search(client, "x" * 5_000)
    assert page.status_code == 200
    assert 'maxlength="100"' in page.text


def test_nothing_found(client, db, mia, talk):
    say(db, talk, "Hello")
    assert "Nothing found" in search(client, "goodbye").text


def test_the_newest_come_first_and_older_ones_follow(client, db, mia, talk, pair):
    said = [f"Number {n:02} of them" for n in range(65)]
    say(db, talk, *said)
    say(db, talk, "Nothing of the sort", from_id=pair[1].id)
    found, address, steps = [], "/messages?q=NUMBER", 0
    while address:
        answer = client.get(address)
        found, steps = found + hits(answer), steps + 1
        older = re.search(r'class="btn" href="([^"]*)">Older ones', answer.text)
        address = html.unescape(older.group(1)) if older else None
    assert found == said[::-1]
    assert steps == 3


def test_each_leads_to_its_place(client, db, mia, talk):
    messages = say(db, talk, *(f"Message {n:02}" for n in range(100)))
    answer = search(client, "message 10")
    href = html.unescape(re.search(r'<a class="name" href="([^"]*)"', answer.text).group(1))
    assert href == f"/messages?around={messages[10].ref}#sought"
    page = client.get(href)
    sought = re.search(r'id="sought".*?<p dir="auto">(.*?)</p>', page.text, re.S)
    assert sought.group(1) == "Message 10"


def test_who_said_it_and_when(client, db, mia, talk, pair):
    say(db, talk, "My football")
    say(db, talk, "Your football", from_id=pair[1].id)
    page = search(client, "football").text
    assert "You, today at 10am" in page and "Priya, today at 10am" in page
    client.sign_in(pair[1])
    page = search(client, "football", f"/people/{mia.ref}/messages").text
    assert "Mia, today at 10am" in page and "Priya, today at 10am" in page


def test_nothing_of_another_conversation(client, new_client, db, mia, talk, pair):
    other = makers.make_young(db, known_as="Zed", council_id=mia.council_id)
    makers.make_connection(db, other, pair[1])
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    say(db, makers.make_conversation(db, other, pair[1]), "secret zebra")
    carers = makers.make_carers_talk(db, mia, helen, pair[1])
    say(db, carers, "helens zebra", from_id=helen.id)
    say(db, talk, "mias zebra")
    assert hits(search(client, "zebra")) == ["mias zebra"]
    client.sign_in(pair[1])
    assert hits(search(client, "zebra", f"/people/{mia.ref}/messages")) == ["mias zebra"]
    theirs = f"/people/{mia.ref}/messages/{carers.ref}"
    assert hits(search(client, "zebra", theirs)) == ["helens zebra"]
    client.sign_in(helen)
    assert hits(search(client, "zebra", f"/children/{mia.ref}/messages")) == ["helens zebra"]


@pytest.mark.parametrize("before", ["nothing", "", "A" * 3000])
def test_older_than_nothing(client, db, mia, talk, before):
    say(db, talk, "zebra")
    assert search(client, "zebra", before=before).status_code == 200


def test_staff_leave_a_trace_and_it_costs_little(client, db, database, mia, talk, pair):
    say(db, talk, *(f"zebra {n}" for n in range(60)))
    client.sign_in(pair[1])
    with counting(database) as counted:
        assert len(hits(search(client, "zebra", f"/people/{mia.ref}/messages"))) == 30
    assert len(counted) <= 3, counted.statements
    assert any("audit_event" in s.lower() for s in counted.ledger)


def test_before_anything_was_written(client, db, mia):
    assert "Nothing found" in search(client, "zebra").text


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [("Short", "short", "Short"), ("a\n b", "b", "a b"),
     ("x" * 200 + " here " + "y" * 200, "HERE", "…" + "x" * 69 + " here " + "y" * 69 + "…"),
     ("Other", "nothing", "Other")],
)  # fmt: skip
def test_the_part_that_is_shown(text, sought, found):
    assert clipped(text, sought) == found
