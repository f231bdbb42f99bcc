"""What the log holds: one line of JSON for each event, in UTC, and nothing that somebody wrote."""

import json
import logging
from datetime import datetime, timedelta

import pytest

from portal.core import clock, logs
from portal.core.access import CASE_STAFF, STAFF, Role
from portal.people import passphrases
from portal.people.rules import PersonKind
from tests import makers

EVERY_FIELD = {"at", "level", "event", "error", "where", *logs.ALLOWED}


def line_of(message, *arguments, **extra):
    record = logging.getLogger("a").makeRecord(
        "a", logging.INFO, "", 1, message, arguments, None, extra=extra
    )
    return logs.JsonLines().format(record)


@pytest.fixture
def lines(caplog):
    """What was logged since the last look, as it would be written."""
    caplog.set_level(logging.INFO)

    def since():
        found = [json.loads(logs.JsonLines().format(record)) for record in caplog.records]
        caplog.clear()
        for line in found:
            assert set(line) <= EVERY_FIELD
        return found

    return since


@pytest.mark.parametrize(
    "typed",
    ["a\nb", "a\r\nb", 'a"}\n{"event": "made up', "\x1b[31m", "\u2028\u2029\x85", "\u202eabc"],
)
def test_nothing_can_begin_a_line_of_its_own(typed):
    line = line_of(typed, route=typed)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["event"] == typed


def test_only_listed_fields_are_written():
    line = json.loads(line_of("sent", route="messages.thread", path="/people/x", text="secret"))
    assert set(line) == {"at", "level", "event", "route"}


def test_what_fills_a_message_is_left_out():
    """Libraries put addresses and values of rows into theirs."""
    assert json.loads(line_of("row of %s", "Zebedee"))["event"] == "row of %s"


def test_times_are_in_utc():
    at = datetime.fromisoformat(json.loads(line_of("sent"))["at"])
    assert at.utcoffset() == timedelta(0)


def test_an_error_is_told_by_kind_and_place_only():
    try:
        raise RuntimeError("what Zebedee wrote")
    except RuntimeError as wrong:
        record = logging.makeLogRecord(
            {"msg": "broken", "exc_info": (type(wrong), wrong, wrong.__traceback__)}
        )
    line = json.loads(logs.JsonLines().format(record))
    assert line["error"] == "RuntimeError"
    assert "Zebedee" not in json.dumps(line)
    assert line["where"].startswith("test_an_error_is_told")


def test_the_log_goes_to_one_place_only():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.start(debug=False)
        assert [type(handler) for handler in root.handlers] == [logging.StreamHandler]
        assert isinstance(root.handlers[0].formatter, logs.JsonLines)
    finally:
        root.handlers[:] = before
        root.setLevel(level)


# --- what is written of sign-in and of what was refused ------------------------------------------


def test_each_way_in_is_told_good_or_not(client, db, lines):
    mia = makers.make_young(db, known_as="Mia")
    account = makers.make_account(
        db, username="mia-14", passphrase=passphrases.keep("purple otter bus")
    )
    makers.make_membership(db, mia, account_id=account.id)
    typed = {"username": "mia-14", "passphrase": "wrong words here", "device": "own"}
    client.send("/sign-in", typed)
    (line,) = lines()
    assert (line["event"], line["route"], line["status"]) == ("refused", "people.sign_in", 422)
    client.send("/sign-in", {**typed, "passphrase": "purple otter bus"})
    (line,) = lines()
    assert (line["event"], line["route"]) == ("signed in", "people.sign_in")
    assert not {"account_id", "council_id"} & set(line)


def test_what_comes_from_elsewhere_is_told(client, lines):
    client.post("/sign-in", data={"username": "mia"})
    client.get("/sign-in")
    token = client.form("/sign-in", {"username": ""}).hidden
    client.post("/sign-in", data=token, headers={"Sec-Fetch-Site": "cross-site"})
    found = [line["status"] for line in lines() if line["event"] == "refused"]
    assert found == [400, 403]


def test_a_worker_who_comes_in_is_told(make_app, db, lines, monkeypatch):
    """In the demo, where staff have passphrases; elsewhere they come by another door."""
    monkeypatch.setattr(logs, "start", lambda debug: None)  # it would take away who listens here
    client = make_app(demo=True).test_client()
    client.handle = db
    sam = makers.make_person(db, PersonKind.STAFF)
    account = makers.make_account(
        db, username="sam", passphrase=passphrases.keep("purple otter bus")
    )
    makers.make_membership(db, sam, account_id=account.id, role=Role.WORKER)
    typed = {"username": "sam", "passphrase": "purple otter bus", "device": "shared"}
    client.send("/sign-in", typed)
    (line,) = lines()
    assert (line["event"], line["account_id"]) == ("signed in", account.id)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_who_try_a_door_or_a_record_that_is_not_theirs_are_told(client, db, lines, role):
    worker = makers.make_person(db, PersonKind.STAFF)
    client.sign_in(worker, Role(role))
    client.get("/home")
    (line,) = lines()
    assert (line["event"], line["route"], line["status"]) == ("refused", "home.home", 403)
    assert line["account_id"]
    assert line["council_id"] == worker.council_id
    if role in CASE_STAFF:
        stranger = makers.make_young(db)
        client.get(f"/people/{stranger.ref}")
        (line,) = lines()
        assert (line["event"], line["status"]) == ("refused", 404)
        assert line["account_id"]
        assert stranger.ref not in json.dumps(line)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (PersonKind.YOUNG, Role.YOUNG),
        (PersonKind.CARER, Role.CARER),
        (PersonKind.STAFF, Role.ADVOCATE),
    ],
)
def test_young_people_carers_and_advocates_leave_no_trail(client, db, lines, kind, role):
    client.sign_in(makers.make_person(db, kind), role)
    client.get("/waiting")
    client.get("/my-app")
    for line in lines():
        assert not {"account_id", "council_id"} & set(line)


def test_pages_that_are_shown_leave_nothing(client, db, lines, now):
    client.sign_in(makers.make_young(db))
    for address in ("/", "/home", "/plan", "/messages", "/help", "/no-such-page"):
        client.get(address)
    assert lines() == []
    with clock.fixed(now + timedelta(days=31), everywhere=True):
        assert client.get("/home").status_code == 302
    assert lines() == []
