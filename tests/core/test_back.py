"""Where somebody is led back to: a page of ours for them, or the first screen."""

from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest

from portal.core import back, marks
from tests import makers

FRONT = "/"


@pytest.fixture
def viewer(app, db):
    found = makers.make_viewer(db, makers.make_young(db))
    db.commit()
    return found


@pytest.fixture
def browser(app, viewer):
    with app.test_request_context("/unlock"):
        yield


def test_a_page_of_theirs(browser, viewer):
    assert back.address(back.code("plan.my_plan"), viewer) == "/plan"
    assert back.address(back.code("plan.part", {"code": "a10"}), viewer) == "/plan/a10"


def coded(text):
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_nobody_else_can_make_one(browser, viewer):
    good = back.code("plan.my_plan")
    what, _dot, mark = good.partition(".")
    other = coded('["dates.dates",{}]')
    forged = [f"{other}.{mark}", f"{what}.{mark[:-1]}", f"{good}0", f"{what}.", f"{what}.é", what]
    elsewhere = ["/plan", "//evil.example", "https://evil.example"]
    for said in (None, "", ".", "\0", "x" * 10_000, f"é.{mark}", *forged, *elsewhere):
        assert back.address(said, viewer) == FRONT, said


@pytest.mark.parametrize(
    "endpoint", ["staff.waiting", "people.sign_in", "help.help_page", "no.such", "people.leave"]
)
def test_only_a_page_whose_door_names_them(browser, viewer, endpoint):
    """Even under our own mark."""
    assert back.address(back.code(endpoint), viewer) == FRONT


def test_a_page_that_moved_leads_to_the_first_screen(browser, viewer):
    assert back.address(back.code("plan.part", {"old": "name"}), viewer) == FRONT


def test_another_browsers_code_is_no_good(app, viewer):
    with app.test_request_context("/unlock"):
        code = back.code("plan.my_plan")
    with app.test_request_context("/unlock"):
        assert back.address(code, viewer) == FRONT


def test_marks_outlive_a_change_of_keys(app, monkeypatch):
    with app.test_request_context("/"):
        settings = app.extensions["settings"]
        old = marks.mark("test", "a", 1)
        for keys, good in [(("new" * 20, *settings.keys), True), (("new" * 20,), False)]:
            changed = replace(settings, keys=keys)
            monkeypatch.setitem(app.extensions, "settings", changed)
            assert marks.fits(old, "test", "a", 1) is good
            assert marks.mark("test", "a", 1) != old


def test_marks_keep_their_parts_apart(app):
    with app.test_request_context("/"):
        assert marks.mark("a", "bc") != marks.mark("ab", "c") != marks.mark("a", "b", "c")
        assert not marks.fits("", "a", "bc")
