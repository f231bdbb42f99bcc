"""The demo council, through the eyes of everybody in it: each link of each page, no link to a door
that is closed to them, and no word of anybody's record that this person was not granted."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from heapq import heappop, heappush
from itertools import count
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.core import clock
from portal.core.access import Role, door_of
from portal.core.settings import Settings
from portal.demo.load import load
from portal.house import Person
from portal.site import create_app
from tests import databases
from tests.databases import SQLITE
from tests.matrix.demo import values
from tests.matrix.facts import NOW, TODAY

MOST_PAGES = 120  # of one person
LINKS = re.compile(r'href="([^"#?]+)(\?[^"#]*)?')
NOT_PAGES = ("/static/", "/sw.js", "/app.webmanifest")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The app in demo mode on its council, and all that is sensitive there."""
    folder = tmp_path_factory.mktemp("demo")
    with clock.fixed(NOW, everywhere=True), databases.fresh(SQLITE) as database:
        with database.committing() as db:
            load(db, TODAY)
        settings = Settings(
            data=folder, database_url=str(database.url), keys=("a-key-for-tests-" * 3,), demo=True
        )
        app = create_app(settings, database)
        app.test_client_class = FlaskClient
        with database.reader() as db:
            found = values(db)
            ids = dict(db.execute(select(Person.code, Person.id)).all())
        # What is said to everybody, signed in or not, is nobody's.
        for _path, page in crawl(browser(app)):
            found.forget({value.text for _at, value in found.in_(page)})
        yield app, found, ids


def browser(app):
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def sign_in(client, key):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/demo").text).group(1)
    sent = client.post("/demo/sign-in", data={"person": key, "csrf_token": token})
    assert sent.status_code == 303, key


def crawl(client):
    """(path, page) of every page that can be reached by links: of each route the first, the nearest
    before the others, so that no long list of alike ones keeps the rest from being seen. The list
    of made-up people is left out: in a real council it is not there."""
    order, known, got, met = count(), {"/"}, 0, Counter()
    waiting = [(0, next(order), "/")]
    while waiting and got < MOST_PAGES:
        path = heappop(waiting)[2]
        answer = client.get(path, headers={"Accept-Encoding": "identity"})
        got += 1
        if 300 <= answer.status_code < 400:
            links = [(answer.headers["Location"], "")]
        else:
            assert answer.status_code == 200, path
            if not answer.mimetype.startswith("text/"):
                continue  # what somebody keeps here; its own tests open it
            yield path, answer.text
            links = LINKS.findall(answer.text)
        for there, query in links:
            where = urlsplit(urljoin(path, there + query.replace("&amp;", "&")))
            next_path = where.path + (f"?{where.query}" if where.query else "")
            ours = where.netloc in ("", "localhost") and where.scheme in ("", "http")
            if ours and next_path not in known and not next_path.startswith((*NOT_PAGES, "/demo")):
                known.add(next_path)
                route = endpoint(client.application, where.path)
                heappush(waiting, (met[route], next(order), next_path))
                met[route] += 1


@cache
def endpoint(app, path):
    """Of an address of ours; None for one that is no page."""
    try:
        return app.url_map.bind("localhost").match(path)[0]
    except RequestRedirect as on:
        return endpoint(app, urlsplit(on.new_url).path)
    except HTTPException:
        return None


def closed(app, page, role):
    """The links of a page whose door says "not you": whoever follows one reads a refusal."""
    found = []
    for there, _query in LINKS.findall(page):
        where = urlsplit(there)
        if where.netloc not in ("", "localhost") or where.scheme not in ("", "http"):
            continue
        if not where.path.startswith("/") or where.path.startswith(NOT_PAGES):
            continue
        name = endpoint(app, where.path)
        audience = door_of(app, name).audience if name else None
        if name is None or (audience and role not in audience):
            found.append(there)
    return found


def test_nobody_is_shown_what_they_were_not_granted_or_led_to_a_closed_door(demo):
    app, found, ids = demo
    people = browser(app).get("/demo/people.json").json
    leaks, refused, pages, shown = [], [], Counter(), Counter()
    for person in people:
        client = browser(app)
        sign_in(client, person["key"])
        me = ids[person["key"]]
        for path, page in crawl(client):
            pages[person["key"]] += 1
            refused += [
                f"{person['key']} at {path}: {there}"
                for there in closed(app, page, Role(person["role"]))
            ]
            wrong, fine = found.leaks(page, me)
            shown.update(value.what for value in fine)
            leaks += [f"{person['key']} at {path}: {v.what} {v.text!r}" for v in wrong]
    assert not leaks, "\n".join(leaks)
    assert not refused, "\n".join(refused)
    assert len(people) > 20
    assert min(pages.values()) >= 3, pages
    # The search is not blind: these are shown to those who may see them.
    for what in (
        "message", "promise", "label", "family time: where", "plan home", "plan health",
        "asked for", "what became of it",
    ):  # fmt: skip
        assert shown[what], what


def test_there_is_much_to_be_found(demo):
    _app, found, _ids = demo
    assert len(found.found) > 500
    assert {value.owner for value in found.found.values() if value.what == "message"}
