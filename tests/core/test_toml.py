"""TOML from somebody else: read as always, and refused before it can cost much."""

import tomllib
from pathlib import Path

import pytest

from portal.core.toml import MOST_DOTS, MOST_OPEN, BadToml, read_toml

PORTAL = Path(__file__).resolve().parents[2] / "portal"


@pytest.mark.parametrize("path", sorted(PORTAL.rglob("*.toml")), ids=lambda path: path.stem)
def test_what_we_write_ourselves_is_read_as_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert read_toml(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        ".".join("a" * 30_000) + " = 1",
        "[" + ".".join("a" * 30_000) + "]",
        "x = { " + ".".join("a" * 3_000) + " = 1 }",
        '"#" = 1\n' + ".".join(["'a'"] * (MOST_DOTS + 2)) + " = 1",
        "x = " + "[" * 20_000,
        "x = " + "{a = " * 20_000,
        "x = " + "[" * (MOST_OPEN + 1) + "]" * (MOST_OPEN + 1),
        "x = " + "1" * 5_000,
        'x = """' + '\\"""' * 20_000,
        "'''" * 20_001,
        '"\\"' * 20_001,
    ],
)
def test_a_small_file_that_would_take_everything_is_refused(text):
    with pytest.raises(BadToml):
        read_toml(text)


@pytest.mark.parametrize(
    "text",
    [
        'x = "' + "a." * 5_000 + '"  # ' + "b." * 5_000 + "[" * 100,
        "x = '''\n" + "a." * 5_000 + " = " + "[" * 100 + "'''''\ny = 1",
        'x = """\n\\"""' + "a." * 5_000 + " = " + "{" * 100 + '"""""\ny = ""',
        "x = " + "[" * MOST_OPEN + "]" * MOST_OPEN,
        ".".join("a" * (MOST_DOTS + 1)) + " = 1.5",
        "[[a]]\nb = [{ c = '' }]\n" * 200,
    ],
)
def test_what_stands_in_quotes_and_what_is_closed_counts_for_nothing(text):
    assert read_toml(text) == tomllib.loads(text)


def test_one_that_is_too_deep_all_the_same_is_refused(monkeypatch):
    def deep(_text):
        raise RecursionError

    monkeypatch.setattr(tomllib, "loads", deep)
    with pytest.raises(BadToml):
        read_toml("x = 1")
