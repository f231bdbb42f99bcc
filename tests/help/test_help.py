"""Help works for everybody, signed out, in every language, and knows nobody."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from portal.core.db import Database, Db
from portal.core.languages import OFFERED
from portal.core.reading_age import reading
from portal.helplines import contacts
from portal.helplines.moments import MOMENTS
from portal.people import night
from tests import makers
from tests.client import Client
from tests.makers import make_young

PAGES = ["/help", "/help/words", *(f"/help/now/{moment.slug}" for moment in MOMENTS)]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("tag", OFFERED)
def test_it_speaks_every_language(client: Client, url: str, tag: str) -> None:
    client.set_cookie("language", tag)
    answer = client.get(url)
    assert answer.status_code == 200
    assert client.page is not None
    assert client.page.html["lang"] == tag
    assert client.page.html["dir"] == OFFERED[tag].direction


def test_every_number_is_there_and_dials(client: Client) -> None:
    text = client.get("/help").get_data(as_text=True)
    for contact in contacts.all_contacts():
        assert f'href="{contact.href}"' in text
        assert contact.number in text


@pytest.mark.parametrize("url", PAGES)
def test_it_sets_no_cookie_and_carries_no_token(client: Client, url: str) -> None:
    answer = client.get(url)
    assert "Set-Cookie" not in answer.headers
    assert "csrf" not in answer.get_data(as_text=True).lower()


@pytest.mark.parametrize("url", PAGES)
def test_it_is_the_same_for_who_is_signed_in_and_asks_no_database(
    client: Client, db: Db, url: str
) -> None:
    before = client.get(url).get_data()
    client.sign_in(make_young(db, known_as="Zebedee"))
    asked: list[str] = []
    database = client.application.extensions["database"]
    for engine in {database.reading, database.writing, database.ledger}:
        event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    answer = client.get(url)
    assert answer.get_data() == before
    assert b"Zebedee" not in answer.get_data()
    assert not asked


@pytest.mark.parametrize("url", PAGES)
def test_a_phone_asks_again_and_gets_nothing_when_nothing_changed(client: Client, url: str) -> None:
    first = client.get(url)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_its_title_tells_nobody_anything(client: Client) -> None:
    client.get("/help")
    assert client.page is not None
    assert client.page.title == "Help"


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.slug)
def test_a_hard_moment_needs_no_sign_in_and_says_nothing_in_its_title(client, moment):
    page = client.get(f"/help/now/{moment.slug}")
    assert page.status_code == 200
    assert "999" in page.text and str(moment.heading) in page.text
    assert re.search(r"<title>\s*Help\b", page.text)
    assert "no-store" not in page.headers["Cache-Control"]


def test_there_are_no_other_moments(client):
    assert client.get("/help/now/nothing").status_code == 404


def test_hard_moments_are_read_at_nine():
    for moment in MOMENTS:
        lines = [line for part in moment.parts for line in (*part.lines, *part.points)]
        found = reading(" ".join(map(str, (moment.first, *lines))))
        assert found.age <= 9, (moment.slug, found)


@pytest.mark.parametrize("url", ["/help", "/help/now/tonight", "/help/now/night"])
def test_the_councils_night_numbers_are_there_signed_out(client: Client, db: Db, url: str) -> None:
    makers.make_council(db, name="Riverbank", night_phone="01632 960 111")
    makers.make_council(db, name="Thornmere", night_phone="01632 960 222")
    makers.make_council(db, name="Silent", night_phone="")
    text = client.get(url).get_data(as_text=True)
    assert text.index("Riverbank") < text.index("Thornmere")
    assert 'href="tel:01632960111"' in text and "01632 960 222" in text
    assert "Silent" not in text


def test_a_database_that_does_not_answer_leaves_the_numbers(
    client: Client, db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    makers.make_council(db, name="Riverbank", night_phone="01632 960 111")
    assert "01632 960 111" in client.get("/help").text
    kept = client.application.extensions
    kept[night.PLACE] = (0.0, kept[night.PLACE][1])  # a minute later

    def broken(_self: object) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(Database, "asker", broken)
    answer = client.get("/help")
    assert answer.status_code == 200 and "01632 960 111" in answer.text


def test_a_changed_night_number_makes_a_new_shell(client: Client, db: Db) -> None:
    """Also phones that never open Help again get it."""
    council = makers.make_council(db, name="Riverbank", night_phone="01632 960 111")
    before = client.get("/sw.js").text
    assert client.get("/sw.js").text == before
    council.night_phone = "01632 960 333"
    with client.application.app_context():
        night.ask_again()
    assert client.get("/sw.js").text != before
