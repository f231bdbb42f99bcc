"""Topics, quiet hours, tries, addresses and nicknames, as plain functions."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.channels import codes, labels, rules
from portal.channels.outcomes import Code, seconds_asked
from portal.channels.rules import TOPICS, Channel, Topic, quiet_until, topic_of
from portal.core.access import Role
from portal.notifications.labels import kinds

PORTAL = Path(__file__).resolve().parents[2] / "portal"


def test_every_kind_of_notice_has_a_topic(house):
    """Those that have words in the app, and every one that is named where something is told."""
    assert set(kinds()) - set(TOPICS) == set()
    assert written_kinds() - set(TOPICS) - {rules.REMINDER, rules.CODE} == set()


def written_kinds() -> set[str]:
    """The kind in each call of tell() and send_later(), where it is a word or a constant of the
    same file."""
    found = set()
    for file in PORTAL.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {
            target.id: value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target, value in _pairs(node)
            if isinstance(target, ast.Name) and isinstance(value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or len(node.args) < 4:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else (
                node.func.id if isinstance(node.func, ast.Name) else ""
            )  # fmt: skip
            kind = node.args[3]
            if called in ("tell", "send_later"):
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    found.add(kind.value)
                elif isinstance(kind, ast.Name) and isinstance(names.get(kind.id), str):
                    found.add(names[kind.id])
    return found


def _pairs(node: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    """A = "x", and A, B = "x", "y"."""
    (target,) = node.targets[:1]
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        return list(zip(target.elts, node.value.elts, strict=False))
    return [(target, node.value)]


def test_the_search_sees_kinds():
    assert {
        "message",
        "news_reply",
        "promise_kept",
        "plan_changed",
        "passphrase_changed",
    } <= written_kinds()


def test_a_reminder_is_about_what_it_reminds_of():
    assert topic_of("reminder", rules.reminder_ref("plan_changed", "77")) is Topic.PLAN
    assert topic_of("reminder", rules.reminder_ref("message", "a:b")) is Topic.MESSAGES
    assert topic_of("never heard of") is Topic.ACCOUNT


@pytest.mark.parametrize("role", Role)
def test_everybody_can_choose_by_topic(role):
    topics = rules.topics_for(role)
    assert Topic.ACCOUNT in topics
    assert len(set(topics)) == len(topics)


def test_everything_has_words():
    for topic in Topic:
        assert labels.topic_words(topic)
    for channel in Channel:
        assert labels.channel_words(channel)
    for code in set(Code) - {Code.GONE, Code.NOT_ALLOWED, Code.BAD_KEYS}:
        assert labels.error_words(code) != labels.error_words("?")
        assert labels.what_to_do(code)
    for hours in rules.REMIND_HOURS:
        assert labels.remind_words(hours)


# --- quiet hours -----------------------------------------------------------------------------


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NIGHT = (21 * 60, 8 * 60)


@pytest.mark.parametrize(
    ("now", "hours", "until"),
    [
        ("2026-11-23T20:59:59", NIGHT, None),
        ("2026-11-23T21:00:00", NIGHT, "2026-11-24T08:00:00"),
        ("2026-11-24T00:00:00", NIGHT, "2026-11-24T08:00:00"),
        ("2026-11-24T07:59:59", NIGHT, "2026-11-24T08:00:00"),
        ("2026-11-24T08:00:00", NIGHT, None),
        ("2026-11-24T12:30:00", (12 * 60, 14 * 60), "2026-11-24T14:00:00"),
        ("2026-11-24T12:30:00", (0, 0), None),
        ("2026-11-24T12:30:00", (720, 720), None),
        # summer time: 21:00 on the wall is 20:00
        ("2026-07-01T20:00:00", NIGHT, "2026-07-02T07:00:00"),
        ("2026-07-01T19:59:00", NIGHT, None),
        # the night in which the clocks go forward, and the one in which they go back
        ("2026-03-28T22:00:00", NIGHT, "2026-03-29T07:00:00"),
        ("2026-10-24T22:00:00", NIGHT, "2026-10-25T08:00:00"),
        # until half past one, in the hour that is left out
        ("2026-03-29T00:30:00", (0, 90), "2026-03-29T01:30:00"),
    ],
)
def test_quiet_hours(now, hours, until):
    assert quiet_until(at(now), *hours) == (at(until) if until else None)


def test_it_is_always_over_at_some_time_to_come():
    """Every half hour of a year, with many sorts of hours."""
    for hours in (NIGHT, (0, 90), (90, 60), (23 * 60, 60), (60, 120), (1439, 1)):
        now = at("2026-01-01T00:00:00")
        for _ in range(2 * 24 * 366):
            until = quiet_until(now, *hours)
            if until is not None:
                assert now < until <= now + timedelta(hours=25), (now, hours)
            now += timedelta(minutes=30)


# --- tries ---------------------------------------------------------------------------------


def test_tries_are_further_and_further_apart_and_come_to_an_end():
    waits = [rules.next_try(n, 0, None) for n in range(1, 6)]
    assert waits == [timedelta(minutes=m) for m in (1, 5, 30, 120, 360)]
    assert rules.next_try(6, 0, None) is None
    assert rules.next_try(1, 1, None) == timedelta(seconds=72)
    assert rules.next_try(1, 0, timedelta(minutes=9)) == timedelta(minutes=9)
    assert rules.next_try(1, 0, timedelta(days=9)) == rules.LONGEST_WAIT


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), (" 5 ", 5), ("0", 0), ("999999999", 86_400), ("-1", None), ("٣", None),
     ("1.5", None), ("Fri, 31 Dec 2099 23:59:59 GMT", None), ("", None), (None, None)],
)  # fmt: skip
def test_how_long_they_want_to_be_left_alone(said, seconds):
    found = seconds_asked(said)
    assert (found.total_seconds() if found is not None else None) == seconds


# --- addresses, numbers, codes ----------------------------------------------------------------


@pytest.mark.parametrize("good", ["a@b.example", " sam.o'neill+x@mail.example.org ", "A@B.CO"])
def test_an_email_address(good):
    assert rules.tidy_email(good) == good.strip()


@pytest.mark.parametrize(
    "bad",
    ["", "a", "a@b", "@b.example", "a@", "a b@c.example", "a@b.example\nBcc: x@y.example",
     "a@b..example", ".a@b.example", "a@-b.example", "a@b.example.", "<a@b.example>",
     "a,b@c.example", "ä@b.example", "a@bücher.example", "a" * 200 + "@b.example",
     "a\x00@b.example"],
)  # fmt: skip
def test_no_email_address(bad):
    assert rules.tidy_email(bad) is None


@pytest.mark.parametrize(
    "good",
    ["07700900123", "07700 900 123", "+447700900123", "0044 7700 900123", "+44 (0)7700-900123",
     "447700900123"],
)  # fmt: skip
def test_a_mobile_number(good):
    assert rules.tidy_mobile(good) == "+447700900123"


@pytest.mark.parametrize(
    "bad", ["", "0770090012", "077009001234", "02079460123", "+33612345678", "0900 000 0000",
            "07000900123", "0770090012a", "٠٧٧٠٠٩٠٠١٢٣", "999"],
)  # fmt: skip
def test_no_mobile_number(bad):
    assert rules.tidy_mobile(bad) is None


def test_a_code_is_six_digits_that_only_we_know():
    seen = {codes.code_of("a key", f"seed {n}") for n in range(200)}
    assert len(seen) > 190
    assert all(len(code) == 6 and code.isdigit() for code in seen)
    code = codes.code_of("new", "seed")
    assert codes.fits(["newer", "new"], "seed", f" {code[:3]} {code[3:]} ")
    assert not codes.fits(["new"], "another", code)
    assert not codes.fits(["other"], "seed", code)
    for wrong in ("", code[:5], code + "0", "٠" * 6):
        assert not codes.fits(["new"], "seed", wrong)


@pytest.mark.parametrize(
    ("word", "names", "says"),
    [
        ("Sam", ["Sam"], True), ("sammy", ["Sam"], True), ("S.a.m", ["Sam"], True),
        ("SÁM", ["Sam"], True), ("my Samuel", ["Samuel Jones"], True),
        ("Jones", ["Sam Jones"], True),
        ("Walrus", ["Al"], False), ("Al", ["Al"], True), ("our Al", ["Al"], True),
        ("Otter", ["Sam"], False), ("", ["Sam"], False), ("Otter", ["", " "], False),
        ("سارة", ["سارة"], True), ("blue", ["Bluebell"], False), ("Anne-Marie", ["Marie"], True),
    ],
)  # fmt: skip
def test_a_nickname_has_no_real_name_in_it(word, names, says):
    assert rules.says_name(word, names) is says
