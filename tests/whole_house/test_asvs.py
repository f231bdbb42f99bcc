"""The checklist against OWASP ASVS 5.0.0, levels 1 and 2, is whole, and what it points at is there.

What is open is listed here as well, so that nothing becomes open, or is closed, unnoticed.
"""

import ast
import tomllib
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from portal.core.access import Device
from portal.people import common, passphrases, rules
from portal.people.sessions import LIFETIMES
from portal.site import LARGEST_FORM

REPO = Path(__file__).resolve().parents[2]
DECISIONS = REPO / "deploy" / "security.md"

# The level of each requirement of a section, in order: 1.3.2 is of level 1, 1.3.12 of level 3.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333",
    "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222",
    "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23",
    "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
# How many of levels 1 and 2 each chapter has, 1 to 17.
IN_CHAPTER = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)

STATUSES = {"met", "partly", "not-applicable", "later", "operator"}
OPEN = {
    "partly": """
        2.1.3 2.3.2 2.4.1 6.2.12 6.3.3 6.5.2 7.5.2 10.5.5 11.2.2 11.5.1 14.2.4 16.2.1
    """.split(),
    "later": "1.3.4 1.3.5 1.3.11 5.4.1 5.4.2 5.4.3".split(),
}

LIST = tomllib.loads(Path(__file__).with_name("asvs.toml").read_text(encoding="utf-8"))
ENTRIES = LIST["requirement"]
BY_ID = {entry["id"]: entry for entry in ENTRIES}
each = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])


def asked() -> dict[str, int]:
    """Every requirement of levels 1 and 2, with its level, in order."""
    return {
        f"{section}.{number}": int(level)
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, 1)
        if level in "12"
    }


def test_every_requirement_is_there_once_in_order():
    assert [entry["id"] for entry in ENTRIES] == list(asked())
    assert {entry["id"]: entry["level"] for entry in ENTRIES} == asked()


def test_no_chapter_lacks_any():
    found = Counter(int(entry["id"].partition(".")[0]) for entry in ENTRIES)
    assert tuple(found[chapter] for chapter in range(1, 18)) == IN_CHAPTER
    assert sum(IN_CHAPTER) == 253


@each
def test_an_entry_is_complete(entry):
    assert set(entry) <= {"id", "level", "asks", "status", "why", "issue", "evidence"}
    assert entry["asks"].endswith(".") and 10 <= len(entry["asks"]) <= 100
    assert entry["status"] in STATUSES
    assert ("issue" in entry) == (entry["status"] == "later")
    if entry["status"] == "met":
        assert entry.get("evidence")
    else:
        assert 10 <= len(entry["why"]) <= 120 and "\n" not in entry["why"]
    if entry["status"] == "operator":
        assert "deploy/security.md" in entry["evidence"]


@cache
def defined_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@each
def test_what_it_points_at_is_there(entry):
    pointed = entry.get("evidence", [])
    assert len(pointed) == len(set(pointed))
    for where in pointed:
        path, _, name = where.partition("::")
        assert not path.startswith(("/", ".")) and ".." not in path
        assert (REPO / path).is_file(), where
        if name:
            assert name.startswith("test_") and name in defined_in(REPO / path), where


@pytest.mark.parametrize("status", sorted(OPEN))
def test_nothing_is_open_that_is_not_listed(status):
    found = [entry["id"] for entry in ENTRIES if entry["status"] == status]
    assert found == OPEN[status]


def test_most_of_what_is_met_is_shown_by_a_test():
    met = [entry for entry in ENTRIES if entry["status"] == "met"]
    tested = [entry for entry in met if any("::" in where for where in entry["evidence"])]
    # The rest asks for something to be written down, or for something not to be there.
    assert len(tested) >= 0.75 * len(met)


def test_how_it_stands(capsys):
    found = Counter(entry["status"] for entry in ENTRIES)
    level_1 = Counter(entry["status"] for entry in ENTRIES if entry["level"] == 1)
    with capsys.disabled():
        print("\nOWASP ASVS 5.0.0, levels 1 and 2 (in brackets: level 1)")
        for status in ("met", "partly", "later", "operator", "not-applicable"):
            print(f"  {status:15} {found[status]:4}  ({level_1[status]})")


# --- the figures in deploy/security.md are those of the code ------------------------------------


def in_words(span: timedelta) -> str:
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if span >= size:
            return f"{span // size} {unit}s"
    return f"{span // timedelta(minutes=1)} minutes"


@pytest.mark.parametrize(
    ("device", "row"),
    [
        (Device.SHARED, "shared phone"),
        (Device.OWN, "own phone"),
        (Device.STAFF, "council staff"),
    ],
)
def test_sessions_last_as_written(device, row):
    lines = DECISIONS.read_text(encoding="utf-8").partition("## Sessions")[2].splitlines()
    (line,) = [line for line in lines if line.startswith(f"| {row} |")]
    idle, whole = (cell.strip() for cell in line.split("|")[2:4])
    assert idle.startswith(in_words(LIFETIMES[device].idle))
    assert whole == in_words(LIFETIMES[device].whole)


def test_other_figures_are_as_written():
    text = " ".join(DECISIONS.read_text(encoding="utf-8").split())
    numbers = {10: "Ten"}
    assert f"{numbers[rules.SHORTEST_PASSPHRASE]} letters or more" in text
    assert f"up to {rules.LONGEST_PASSPHRASE}," in text
    hasher = passphrases._hasher
    said = f"argon2id with {hasher.memory_cost // 1024} MiB, {hasher.time_cost} passes"
    assert said in text and hasher.parallelism == 1
    assert f"the {len(common._list()):,} most used" in text
    assert f"{LARGEST_FORM:,} bytes" in text
    for word in ("alongside", "passphrase", "password", "username", "welcome", "council"):
        assert word in common.OUR_WORDS and word in text
