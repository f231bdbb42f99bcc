"""Imports run downhill, and nothing stands on itself.

site → intake, demo and the desks → worker → rebuild → features → shared rooms → notifications,
languages → people → core. Rooms of one floor do not import each other, except the shared rooms and
the two below them, which must only be free of cycles. A new room has to be given its floor here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PORTAL = Path(__file__).resolve().parents[2] / "portal"

FLOORS = (
    {"core"},
    {"people"},
    {"notifications", "languages"},
    {
        "clocks",
        "care",
        "promises",
        "agenda",
        "articles",
        "owed",
        "seen",
        "helplines",
        "opened",
        "hours",
        "uploads",
        "worries",
        "saved_replies",
        "staff_notes",
        "goals",
        "shares",
        "paper",
        "say",
        "introductions",
        "groups",
        "claims",
        "entitlements",
    },
    {
        "plan",
        "visits",
        "family_time",
        "reviews",
        "messages",
        "my_views",
        "help",
        "offline",
        "invites",
        "phones",
        "passkeys",
        "staff_sign_in",
        "who_looked",
        "barred",
        "privacy",
        "away",
        "keep_in_touch",
        "news",
        "channels",
        "pathway",
        "school",
        "timeline",
        "my_health",
        "staying",
        "my_pages",
        "diary",
        "documents",
        "moves",
        "decisions",
        "put_right",
        "polls",
        "local_offer",
        "proof",
        "editing",
        "opportunities",
    },
    # rebuild gathers what the features hold, for the import, the demo and `flask rebuild`; openings
    # reads messages that it may look into.
    {"rebuild", "openings"},
    # What nobody waits for: it knows every room whose work or rows it looks after.
    {"worker"},
    # stops and hand_over have what is owed made afresh for the young people whom they are about.
    {"intake", "demo", "home", "dates", "staff", "carers", "stops", "hand_over"},
)
FLOOR_OF = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
# These may know their neighbours.
NEIGHBOURLY = FLOORS[2] | FLOORS[3]
# On top of the house: each knows every room.
ROOF = {"house", "site"}


def module_of(path: Path) -> str:
    parts = ["portal", *path.relative_to(PORTAL).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "portal"


FILES = sorted(PORTAL.rglob("*.py"))
MODULES = {module_of(path): path for path in FILES}


def imported(module: str, *, at_the_top: bool = False) -> Iterator[str]:
    """Modules of ours that `module` names in an import, wherever it stands in the file; or only
    where loading the file runs it."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in _loaded(tree) if at_the_top else ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1])
            base = ".".join(filter(None, [above if node.level else "", node.module or ""]))
            names = [f"{base}.{alias.name}" for alias in node.names] + [base]
        else:
            continue
        for name in names:
            if name in MODULES and name != module:
                yield name


def _loaded(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _loaded(node)


def complaint(module: str, other: str) -> str | None:
    """Why `module` may not import `other`; None when it may."""
    here, there = room_of(module), room_of(other)
    if here in ROOF or there in (here, "portal"):
        return None
    if there in ROOF:
        # The demo council and the commands that fill the house may use the list of all tables.
        return None if there == "house" and FLOOR_OF[here] == len(FLOORS) - 1 else "the roof"
    if FLOOR_OF[there] > FLOOR_OF[here]:
        return "uphill"
    if FLOOR_OF[there] < FLOOR_OF[here] or (here in NEIGHBOURLY and there in NEIGHBOURLY):
        return None
    return "a neighbour"


def test_every_room_has_a_floor():
    rooms = {room_of(module) for module in MODULES} - ROOF - {"portal"}
    assert rooms - set(FLOOR_OF) == set()


@pytest.mark.parametrize("room", sorted({room_of(module) for module in MODULES} - ROOF))
def test_imports_run_downhill(room):
    wrong = sorted(
        f"{module} imports {other}: {why}"
        for module in MODULES
        if room_of(module) == room
        for other in imported(module)
        if room != "portal" and (why := complaint(module, other))
    )
    assert wrong == []


def test_nothing_imports_itself_round_about():
    """No cycle between files, as they are loaded. `from package import name` counts as both."""
    cycles = {tuple(sorted(found)) for found in _knots()}
    assert cycles == set()


def test_rooms_do_not_stand_on_each_other():
    """No cycle between rooms either, not even by imports inside functions."""
    below: dict[str, set[str]] = {}
    for module in MODULES:
        if room_of(module) not in ROOF:
            rooms = {room_of(other) for other in imported(module)}
            below.setdefault(room_of(module), set()).update(rooms - ROOF)
    for room, others in below.items():
        others.discard(room)
    while free := [room for room, others in below.items() if not others]:
        for room in free:
            del below[room]
        for others in below.values():
            others.difference_update(free)
    assert below == {}


@cache
def _edges() -> dict[str, tuple[str, ...]]:
    # A package is loaded before its parts anyway: that edge says nothing.
    return {
        module: tuple(
            other
            for other in dict.fromkeys(imported(module, at_the_top=True))
            if not module.startswith(f"{other}.")
        )
        for module in MODULES
    }


def _knots() -> Iterator[list[str]]:
    """Sets of files that reach each other (Tarjan's components of more than one)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in _edges()[module]:
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            knot = stack[stack.index(module) :]
            del stack[stack.index(module) :]
            if len(knot) > 1:
                found.append(knot)

    for module in MODULES:
        if module not in index:
            visit(module)
    yield from found


def test_the_walk_sees_what_it_should():
    """Guards the tests above against passing because they see nothing."""
    assert "portal.core.db" in set(imported("portal.core.audit"))
    assert "portal.core.audit" in set(imported("portal.core.ledger"))
    assert complaint("portal.core.db", "portal.people.rules") == "uphill"
    assert complaint("portal.visits.rules", "portal.plan.rules") == "a neighbour"
    assert complaint("portal.home.pages", "portal.staff.pages") == "a neighbour"
    assert complaint("portal.core.db", "portal.house") == "the roof"
    assert complaint("portal.home.pages", "portal.agenda.tables") is None
