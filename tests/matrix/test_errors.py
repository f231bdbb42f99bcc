"""When something breaks, the page and the log say that it did, and nothing of anybody."""

from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from unittest.mock import patch

import pytest
from sqlalchemy.exc import OperationalError

from portal.core import audit, logs
from portal.core.access import YOUNG, Records, door_of
from tests.matrix.entries import ENTRIES, FORM_AGAIN, SEEN, WENT_ON
from tests.matrix.runner import cells, expected

# One of each sort, who would otherwise be let in.
PAGES = SEEN | WENT_ON | FORM_AGAIN
ACTORS = ("visitor", "sam", "carer", "worker", "manager", "advocate")


def let_in(runner, methods=("GET", "POST")):
    """What these actors are let in to: pages on which something could be told."""
    actors = [runner.world.actors[name] for name in ACTORS]
    for cell in cells(runner.app, runner.world, actors):
        if cell.method in methods and cell.method in ENTRIES[cell.endpoint].methods:
            right = expected(runner.app, runner.world, cell)
            shown = right <= PAGES
            if shown and right == ENTRIES[cell.endpoint].answers(cell.method, cell.actor):
                yield cell


@contextmanager
def views_break(app, word):
    """Each view does all its work, and then breaks with somebody's word in its complaint."""

    def broken(view):
        @wraps(view)
        def breaks(*given, **names):
            app.make_response(view(*given, **names)).close()
            raise RuntimeError(f"could not show {word}")

        return breaks

    with patch.dict(app.view_functions, {k: broken(v) for k, v in app.view_functions.items()}):
        yield


def searched(runner, cell, answer):
    return {
        marker
        for marker in runner.world.markers.in_(answer.sent + answer.noted)
        if marker.column != "council.product" and marker.text != cell_ref(cell)
    }


def cell_ref(cell):
    return cell.thing.ref[:12] if cell.thing else ""


def test_a_page_that_breaks_tells_nothing(runner):
    word = runner.world.markers.one("message.text").text
    asked = list(let_in(runner))
    with views_break(runner.app, word):
        for cell in asked:
            answer = runner.ask(cell)
            assert answer.status == 500, cell
            assert b"Something broke" in answer.body, cell
            assert b"RuntimeError" in answer.noted, cell
            assert searched(runner, cell, answer) == set(), cell
    assert len(asked) > 40


def test_a_page_without_its_note_in_the_audit_tells_nothing(runner):
    """The note cannot be written, and the database's complaint has somebody's word in it. Nothing
    is noted of what young people read of their own."""
    word = runner.world.markers.one("wording.text").text

    def full(*_):
        raise OperationalError(f"INSERT {word}", {"text": word}, Exception(f"disk full: {word}"))

    asked = [
        cell
        for cell in let_in(runner, ("GET",))
        if door_of(runner.app, cell.endpoint).records in (Records.PERSON, Records.LIST)
        and cell.actor.role not in YOUNG
    ]
    with patch.object(audit, "append", full):
        for cell in asked:
            answer = runner.ask(cell)
            assert answer.status == 503, cell
            assert b"pause for a moment" in answer.body, cell
            assert b"OperationalError" in answer.noted, cell
            assert searched(runner, cell, answer) == set(), cell
    assert {cell.endpoint for cell in asked} >= {"staff.person", "carers.children"}


def test_a_log_that_wrote_the_complaint_would_be_heard(runner):
    """Guards the two above: their ears are open."""
    word = runner.world.markers.one("message.text").text
    plainly = logs.JsonLines.format
    cell = next(cell for cell in let_in(runner) if cell.endpoint == "home.home")

    def talkative(self, record):
        return f"{plainly(self, record)} {record.exc_info}"

    with views_break(runner.app, word), patch.object(logs.JsonLines, "format", talkative):
        answer = runner.ask(cell)
    assert {marker.text for marker in runner.world.markers.in_(answer.noted)} == {word}


def test_what_was_typed_is_given_back_to_whoever_typed_it(runner):
    """And is on no other page, and in no log."""
    cell = next(c for c in let_in(runner, ("POST",)) if c.endpoint == "messages.thread")
    with views_break(runner.app, "nothing"):
        answer = runner.ask(cell)
    assert answer.status == 500
    assert b"A few words." in answer.body
    assert b"A few words." not in answer.noted


@pytest.mark.parametrize("name", ["sam", "worker"])
def test_packed_and_plain_say_the_same(runner, name):
    """What is searched is what arrives: unpacked it is the page that is sent without packing."""
    actor = runner.world.actors[name]
    for cell in cells(runner.app, runner.world, [actor]):
        if cell.method == "GET" and cell.endpoint in ("home.home", "staff.person", "staff.waiting"):
            packed, plain = runner.ask(cell), runner.ask(cell, HTTP_ACCEPT_ENCODING="")
            assert plain.header("Content-Encoding") == ""
            assert len(packed.body) == len(plain.body), cell


def test_a_word_in_a_query_opens_nothing(runner):
    """Older messages are asked for by the name of one: another's is as good as one of nobody."""
    for name, endpoint in (("sam", "messages.thread"), ("worker", "messages.their_thread")):
        theirs = (c for c in let_in(runner, ("GET",)) if c.endpoint == endpoint)
        cell = next(c for c in theirs if c.actor.name == name)
        for thing in runner.world.things["message"]:
            if thing.owner != "sam":
                answer = runner.ask(replace(cell, address=f"{cell.address}?before={thing.ref}"))
                owners = {marker.owner for marker in runner.world.markers.in_(answer.sent)}
                assert answer.status == 200
                assert not owners & {"kim", "lee", "dee", "ash", "bea"}, cell
