"""Where pages lead within this house: there, for everybody who reads them."""

from __future__ import annotations

import subprocess

import pytest

from portal.articles import files, loading, markdown, reading
from portal.articles.rules import Reader
from portal.core.openers import opener, say_opener
from portal.people.rules import Kind
from tests import makers
from tests.conftest import NOW


@pytest.fixture
def council_id(db):
    found = makers.the_council(db).id
    loading.load(db, found, loading.of_council(files.the_set(), "Riverbank"), NOW)
    db.commit()
    return found


def test_what_is_for_everybody_opens_signed_out(client):
    assert {client.get(path).status_code for path in markdown.PUBLIC} == {200}


def test_what_is_their_own_opens_for_a_young_person(client, db, council_id):
    client.sign_in(makers.make_leaver(db, council_id=council_id))
    got = {path: client.get(path).status_code for path in sorted(markdown.OWN)}
    assert set(got.values()) == {200}, got


def test_a_carer_is_led_to_no_door_that_refuses_them(client, db, council_id):
    client.sign_in(makers.make_carer(db, council_id=council_id))
    page = client.get("/can-get/page/places-near-you").text
    assert "/put-right/complain" not in page
    assert "As a grown-up, ask the council for its complaints page." in page
    assert "0300 061 0614" in page
    client.sign_in(makers.make_leaver(db, council_id=council_id))
    own = client.get("/can-get/page/places-near-you").text
    assert 'href="/put-right/complain"' in own and "As a grown-up" not in own


def test_a_page_for_carers_already_says_their_way(db, council_id):
    page = reading.page(db, council_id, "training-dates", "en", Reader.CARERS)
    assert page.other_way == ()


def test_the_help_page_is_a_way_for_everybody(db, council_id):
    for who in (None, Reader.YOUNG, Reader.CARERS):
        page = reading.page(db, council_id, "calm-for-grown-ups", "en", who)
        spans = [s for block in page.body for line in block.lines for s in line]
        assert [s.words for s in spans if s.href == "/help"] == ["Help page"]


def test_a_message_that_a_page_is_wrong_names_the_page(client, db, council_id):
    young = makers.make_leaver(db, council_id=council_id)
    makers.make_connection(db, young, makers.make_worker(db), Kind.PERSONAL_ADVISER)
    client.sign_in(young)
    page = client.get("/can-get/page/places-near-you").text
    assert "/messages?about=page-wrong.places-near-you#text" in page
    begun = "Something on the page “Places near you that help” is wrong: "
    assert begun in client.get("/messages?about=page-wrong.places-near-you").text
    assert "Something on the page" not in client.get("/messages?about=page-wrong.no-such").text
    assert "This page is wrong" not in client.get("/can-get/page/questions-one").text


def test_a_first_line_is_only_what_a_room_said():
    say_opener("test-plain", "Plain: ")
    say_opener("test-named", "On “%(what)s”: ", {"a": "A%s"}.get)
    assert opener("test-plain") == "Plain: "
    assert opener("test-plain.a") == opener("test-named") == opener("test-named.b") == ""
    assert opener("test-named.a") == "On “A%s”: "
    assert opener(None) == opener("<b>") == ""


def test_a_worker_finds_the_pages_for_parents_and_gives_them_on(client, db, council_id):
    """Parents have no account here."""
    client.sign_in(makers.make_worker(db, council_id=council_id))
    some = client.get("/pages-to-give").text
    for slug in ("for-parents", "solicitor-for-parents", "calm-for-grown-ups"):
        assert f"/can-get/page/{slug}" in some
    page = client.get("/can-get/page/for-parents").text
    assert "Parents have no account here." in page
    way = "/can-get/page/for-parents/page.pdf"
    assert f'href="{way}"' in page
    made = client.get(way)
    assert made.status_code == 200 and made.mimetype == "application/pdf"
    assert "page.pdf" in made.headers["Content-Disposition"]
    words = words_of(made.data)
    assert "Family Rights Group" in words and "0300 061 0614" in words
    assert client.get("/can-get/page/questions-one/page.pdf").status_code == 404


def test_paper_in_arabic_says_that_a_machine_drafted_it(client, db, council_id):
    client.sign_in(makers.make_leaver(db, council_id=council_id, language="ar"))
    made = client.get("/can-get/page/calm-cards/page.pdf")
    assert made.status_code == 200 and "Childline" in words_of(made.data)


def words_of(pdf):
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())
