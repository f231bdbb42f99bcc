"""The matrix has a place for every route and every column, and can see what it looks for."""

import pytest
from sqlalchemy import LargeBinary, String, Text, select

from portal.house import METADATA
from tests.matrix.entries import ENTRIES, IN_DEMO
from tests.matrix.facts import ACTORS, AREAS, MEMBERS, YOUNG, Link, granted, holds, those_who_meet
from tests.matrix.markers import PLAIN, SENSITIVE
from tests.matrix.runner import METHODS, cells, unmatched

WORDS = {
    f"{table.name}.{column.name}": column
    for table in METADATA.sorted_tables
    for column in table.columns
    if isinstance(column.type, String | Text | LargeBinary)
}


def test_every_route_has_an_entry_and_every_entry_a_route(runner):
    assert unmatched(runner.app) == []


def test_a_new_route_without_an_entry_is_noticed(make_app):
    app = make_app()
    app.add_url_rule("/new", "attic.look", lambda: "")
    assert unmatched(app) == ["attic.look has no entry in tests/matrix/entries.py"]


def test_an_entry_without_a_route_is_noticed(runner):
    entries = {**ENTRIES, "attic.look": ENTRIES["people.front"]}
    assert unmatched(runner.app, entries) == ["attic.look has an entry, but there is no such route"]


def test_another_method_is_noticed(make_app):
    app = make_app()
    app.add_url_rule("/home", "home.home", app.view_functions["home.home"], methods=["DELETE"])
    (said,) = unmatched(app)
    assert said.startswith("home.home answers")


def test_there_are_enough_cells(runner):
    """Every method, everybody, and each relation that somebody can have to a record."""
    asked = list(cells(runner.app, runner.world, runner.world.actors.values()))
    assert len(asked) >= 10_000
    assert {cell.method for cell in asked} == set(METHODS)
    assert len({cell.actor.name for cell in asked}) >= 16
    assert set(ACTORS) == set(runner.world.actors)
    relations = {cell.record.partition(":")[0] for cell in asked}
    assert {"own", "reached", "other", "other council", "missing"} <= relations


# --- columns -----------------------------------------------------------------------------------


def test_every_column_with_words_is_marked_or_plain():
    """A new column says to whom it may be shown, or why it does not matter."""
    assert WORDS.keys() - SENSITIVE.keys() - PLAIN.keys() == set()
    assert (SENSITIVE.keys() | PLAIN.keys()) - WORDS.keys() == set()
    assert SENSITIVE.keys() & PLAIN.keys() == set()
    assert all(PLAIN.values())


@pytest.mark.parametrize("name", sorted(SENSITIVE))
def test_every_marked_column_holds_a_marker(runner, name):
    """For each young person; of what belongs to an account or a council, for some."""
    column = WORDS[name]
    with runner.database.reader() as db:
        values = [value for value in db.scalars(select(column)) if value]
    found = set()
    for value in values:
        raw = value if isinstance(value, bytes) else value.encode()
        found |= {marker.owner for marker in runner.world.markers.in_(raw)}
    wanted = set(YOUNG) if "person_id" in column.table.columns else set()
    assert found >= wanted or found >= {"sam", "bea"} or found >= {"worker"}, found


def test_the_birthday_is_a_marker_too(runner):
    assert "person.born" in runner.world.markers.columns


def test_a_marker_is_found_however_it_is_written(runner):
    markers = runner.world.markers
    phone = markers.one("person.phone")
    spaced = f"{phone.text[:3]} {phone.text[3:7]} {phone.text[7:]}"
    for written in (phone.text, spaced, spaced.replace(" ", "%20")):
        assert markers.in_(written.encode()) == {phone}
    word = markers.one("message.text")
    for written in (word.text, word.text.upper(), f"{word.text[:5]}\u00ad{word.text[5:]}"):
        assert markers.in_(f"<p>{written}…</p>".encode()) == {word}
    for made in {m.column: m for m in markers.raw.values()}.values():
        encoded = next(form for form, m in markers.raw.items() if m is made)
        assert made in markers.in_(b'{"id": "' + encoded + b'"}')
    born = markers.one("person.born")
    assert markers.in_(f"born {born.text}.".encode()) == {born}


# What must turn up somewhere: else the search is blind, and finds no leak for that reason.
SURELY_SHOWN = {
    "council.product", "person.ref", "person.known_as", "person.first_name", "person.phone",
    "connection.label", "connection.does", "plan_part.official", "plan_part.who", "wording.text",
    "promise.ref", "promise.text", "promise.state_note", "visit.ref", "visit.by_label",
    "visit.where", "visit.note", "family_time.with_label", "family_time.where",
    "family_time.there", "review.where", "review.run_by_label", "message.text",
}  # fmt: skip


def test_what_may_be_shown_is_seen(runner):
    """By Sam, by their worker, their carer and their reviewing officer."""
    actors = [runner.world.actors[name] for name in ("sam", "worker", "carer", "iro")]
    seen = runner.run(c for c in cells(runner.app, runner.world, actors) if c.method == "GET").seen
    assert seen >= SURELY_SHOWN


# --- the world itself --------------------------------------------------------------------------


def test_what_the_world_says_of_itself():
    assert granted("worker", "sam") and not granted("worker", "kim")
    assert granted("carer", "sam") and not granted("carer_ended", "sam")
    for nothing in ("worker_barred", "worker_soon", "worker_left", "worker_b", "duty_over",
                    "advocate", "editor", "admin", "other_worker", "lead"):  # fmt: skip
        assert not granted(nothing, "sam"), nothing
    assert granted("duty", "sam") and not granted("duty", "kim")
    assert granted("worker", "ash"), "a bar that was lifted bars nobody"
    assert "dee" not in those_who_meet("sam") and "lee" in those_who_meet("sam")
    assert "manager" not in those_who_meet("lee") and "worker" in those_who_meet("lee")
    assert not holds(Link("sam", "worker_b", "family", 1, council="B"))
    assert {MEMBERS[key].council for key in YOUNG} == {"A", "B"}
    assert len(AREAS) == 17


def test_in_demo_mode_a_real_council_sees_nothing_of_the_demo(make_app, db):
    """Its three addresses are the same "no such page" as any other."""
    from tests import makers

    makers.make_council(db, kind="real")
    db.commit()
    client = make_app(demo=True).test_client()
    paths = {"demo.people": "/demo", "demo.people_json": "/demo/people.json"}
    assert set(IN_DEMO) == {*paths, "demo.sign_in"}
    assert [client.get(path).status_code for path in paths.values()] == [404, 404]
    client.get("/sign-in")
    token = client.page.forms[-1].hidden["csrf_token"]
    sent = client.post("/demo/sign-in", data={"csrf_token": token, "person": "mia"})
    assert sent.status_code == 404
