"""What there is to get, to ask for, to show and to do: how often each page and post asks the
database. A page asks five times at most, a post eight times; the audit's own ledger stands apart.

Each route is asked once by somebody whom it lets in, with what makes a post succeed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from portal.entitlements.items import LOCAL
from tests.databases import counting
from tests.local_offer.typed import TYPED
from tests.matrix.entries import ENTRIES, WENT_ON
from tests.matrix.facts import NOW
from tests.matrix.runner import Cell, Runner, cells, expected

ROOMS = ("claims", "editing", "hellos", "local_offer", "offer_desk", "offer_item",
         "opportunities", "proof")  # fmt: skip
ACTORS = ("ash", "sam", "worker", "manager", "adviser", "editor", "admin", "carer", "visitor")
ASKS = {"text": "A few words.", "key": "count"}
# What is sent, where the matrix sends what is given back with its faults.
SENDS = {
    "claims.new": {"wish": "A cooker.", "key": "count"},
    "claims.note": {"what": "decide", "decision": "yes", "amount": "20", "words": "Yes.",
                    "key": "count"},
    "opportunities.ask": ASKS,
    "opportunities.mentor": ASKS,
    "editing.write": {"title": "A bus pass", "seen": NOW.isoformat()},
    "offer_item.begin": TYPED,
    "offer_item.change": {**TYPED, "seen": NOW.isoformat()},
    "offer_item.rewrite": {**TYPED, "seen": NOW.isoformat()},
    "offer_item.draft": {"when": "now"},
    "offer_desk.bring": {"offer": (LOCAL / "riverbank.toml").read_text(encoding="utf-8"),
                        "keep": "1"},
}  # fmt: skip
# These only look, and are posts so that nothing of it stands in an address; or are only a form.
LOOKS = {"local_offer.near", "local_offer.search", "proof.check_number"}
ALSO = {*SENDS, "proof.check_number"}
PAGE, POST = 5, 8
# A decision is a step, begins the next wait of somebody who is asked for afresh, and is told. What
# is taken down is noted, changed on calendars, and told. Links are in pages, offers, things to do.
MORE = {"claims.note": 9, "opportunities.down": 9, "editing.links": 8}


def let_in(runner: Runner) -> Iterator[Cell]:
    """Of each route and method the first cell that succeeds, by whom it is for."""
    taken = set()
    for name in ACTORS:
        for cell in cells(runner.app, runner.world, [runner.world.actors[name]]):
            room, question = cell.endpoint.partition(".")[0], (cell.endpoint, cell.method)
            if room not in ROOMS or cell.method not in ("GET", "POST") or question in taken:
                continue
            right = expected(runner.app, runner.world, cell)
            if min(right) < 400 or (question[0] in ALSO and min(right) == 422):
                taken.add(question)
                yield cell


@pytest.fixture
def asked(runner: Runner) -> list[tuple[Cell, int, int]]:
    entries = {name: replace(ENTRIES[name], sends=sent) for name, sent in SENDS.items()}
    found = []
    with patch.dict(ENTRIES, entries):
        for cell in let_in(runner):
            runner.ask(cell)  # what is kept in the process is kept now
            with counting(runner.database) as counted:
                answer = runner.ask(cell)
            found.append((cell, answer.status, len(counted.statements)))
    return found


def test_each_page_asks_little_of_the_database(asked):
    many, refused = [], []
    for cell, status, count in asked:
        if cell.method == "POST" and cell.endpoint not in LOOKS:
            refused += [f"{cell}: {status}"] if status not in WENT_ON | {204} else []
            most = MORE.get(cell.endpoint, POST)
        else:
            most = MORE.get(cell.endpoint, PAGE)
        many += [f"{cell}: {count}"] if count > most else []
    assert not many, "\n".join(many)
    assert not refused, "\n".join(refused)


def test_no_route_of_theirs_is_forgotten(runner, asked):
    methods = {
        (rule.endpoint, method)
        for rule in runner.app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint.partition(".")[0] in ROOMS
    }
    left_out = methods - {(cell.endpoint, cell.method) for cell, _status, _count in asked}
    assert left_out == {("editing.files", "POST"), ("proof.check", "GET")}
