"""My say: what is true today, in few questions to the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.core.access import Role
from portal.core.db import Db
from portal.core.languages import OFFERED
from portal.my_views.pages import ComingReview, my_say_page
from tests.client import Client
from tests.conftest import NOW
from tests.makers import (
    at,
    make_agenda_item,
    make_connection,
    make_pair,
    make_viewer,
    make_worker,
    make_young,
)

STATEMENTS = 3  # besides the viewer


@pytest.mark.parametrize("tag", OFFERED)
@pytest.mark.parametrize("band", ["child", "teen", "adult"])
def test_it_speaks_to_everyone(client: Client, db: Db, tag: str, band: str) -> None:
    years = {"child": 9, "teen": 14, "adult": 19}[band]
    sam = make_young(db, born=NOW.date().replace(year=NOW.year - years))
    client.sign_in(sam)
    client.send("/language", {"language": tag})
    answer = client.get("/my-say")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.page is not None
    assert client.page.html["lang"] == tag


def test_the_next_review_and_who_runs_it(db: Db) -> None:
    sam, _worker = make_pair(db)
    for days, state in ((-20, "done"), (3, "cancelled"), (40, "coming"), (12, "coming")):
        make_agenda_item(db, sam, kind="review", with_label="Helen", wall=at(days), state=state)
    make_agenda_item(db, sam, kind="visit", wall=at())
    make_agenda_item(db, make_young(db), kind="review", wall=at())
    db.flush()
    page = my_say_page(db, make_viewer(db, sam), NOW)
    assert page.review is not None
    assert replace(page.review, ref="") == ComingReview("", at(12).date(), at(12), "Helen")


def test_no_review_yet_and_no_worker_yet_is_said_kindly(client: Client, db: Db) -> None:
    client.sign_in(make_young(db))
    text = client.get("/my-say").get_data(as_text=True)
    assert "No day for your review yet" in text
    assert "Write to your worker" in text
    assert "None" not in text


def test_the_worker_of_today_is_named(db: Db) -> None:
    sam = make_young(db)
    today = NOW.date()
    gone, here = make_worker(db, known_as="Gone"), make_worker(db, known_as="Priya")
    yesterday = today - timedelta(days=1)
    make_connection(db, sam, gone, starts=today - timedelta(days=90), ends=yesterday)
    make_connection(db, sam, here, starts=today, ends=None)
    db.flush()
    assert my_say_page(db, make_viewer(db, sam), NOW).worker == "Priya"


def test_nothing_is_pretended(client: Client, db: Db) -> None:
    """Advocates are reached by phone: there is no form a council could read. What is wrong has a
    room of its own."""
    client.sign_in(make_young(db))
    text = client.get("/my-say").get_data(as_text=True)
    assert 'href="/put-right"' in text
    assert 'href="tel:08088005792"' in text
    assert "<textarea" not in text
    assert client.page is not None
    assert {form.action for form in client.page.forms if form.method == "post"} <= {"/leave"}


def test_only_young_people_come_in(client: Client, db: Db) -> None:
    assert client.get("/my-say").status_code == 302
    client.sign_in(make_worker(db), Role.WORKER)
    assert client.get("/my-say").status_code == 403


def test_it_asks_the_database_little(client: Client, db: Db) -> None:
    sam, _worker = make_pair(db)
    make_agenda_item(db, sam, kind="review")
    client.sign_in(sam)
    client.get("/my-say")
    asked: list[str] = []
    event.listen(
        client.application.extensions["database"].reading, "before_cursor_execute",
        lambda *said: asked.append(said[2]),
    )  # fmt: skip
    client.get("/my-say")
    assert len([said for said in asked if not said.startswith("SET")]) <= STATEMENTS + 1, asked
