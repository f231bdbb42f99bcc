"""Passphrases that many people use are refused kindly, and only those."""

import pytest

from portal.people import common
from portal.people.common import too_common
from portal.people.rules import SHORTEST_PASSPHRASE, passphrase_problem
from tests.pages import Page


def test_the_list_is_whole():
    """More than the three thousand most used ones that are long enough for us."""
    text = common.LIST.read_text(encoding="ascii")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(common._list()) == len(lines) == len(set(lines)) == 10_000
    assert lines == sorted(lines)
    assert "public domain" in text and "Source:" in text
    assert "=" not in text  # digests, none of the words


@pytest.mark.parametrize(
    "text",
    [
        "qwertyuiop", "QwertyUiop", "qwerty uiop", "1234567890", "password123", "basketball",
        "manchester", "1q2w3e4r5t",
        # our own words
        "alongside1", "Alongside 2026!", "password passphrase", "my password is 1", "care leaver 1",
        "social worker", "the council 12", "welcome welcome",
    ],
)  # fmt: skip
def test_what_many_use_is_refused(text):
    assert len(text) >= SHORTEST_PASSPHRASE
    assert too_common(text)
    assert passphrase_problem(text, "") == "common"


@pytest.mark.parametrize(
    "text",
    [
        "purple otter bus", "an odd tiny story", "alongside otters", "careful purple bus",
        "my worker eats soup", "the thing 999", "أرنب قمر شباك", "ሰማያዊ ድመት ጸሐይ",
        "🦦🐢🚌🌧️🧦🥕🪁🎈🧩🪺",
    ],
)  # fmt: skip
def test_words_of_ones_own_are_good(text):
    assert passphrase_problem(text, "") is None


def test_the_page_says_what_to_do_and_keeps_the_rest(client):
    typed = {"code": "BCDF-GHJK-2345", "username": "otter", "passphrase": "qwertyuiop"}
    answer = client.send("/invite", {**typed, "device": "own"})
    assert answer.status_code == 422
    assert "Too many people use this one." in answer.text
    assert "qwertyuiop" not in answer.text
    assert isinstance(client.page, Page) and 'value="otter"' in answer.text
