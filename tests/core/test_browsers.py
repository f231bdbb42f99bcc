"""A few coarse words for a browser, whatever it says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import browsers

CHROME = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
)
SEEN = [
    (f"{CHROME} Mobile Safari/537.36", "Chrome on Android"),
    (f"{CHROME} Mobile Safari/537.36 EdgA/130.0", "Edge on Android"),
    (
        "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
        "Samsung Internet on Android",
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Safari on iPhone",
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) CriOS/130.0 Mobile/15E148 Safari/604.1",
        "Chrome on iPhone",
    ),
    ("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", "Firefox on Android"),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
        "Edge on Windows",
    ),
    (
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
        "Chrome on Chromebook",
    ),
]
NOBODY = ["", None, "curl/8", "\0", "x" * 1_000_000, "<script>alert(1)</script>", "Android"]


@pytest.mark.parametrize(("said", "words"), SEEN)
def test_what_people_use_is_known(said, words):
    assert browsers.words_for(said) == words


@pytest.mark.parametrize("said", NOBODY, ids=lambda said: str(said)[:12])
def test_whatever_else_is_another_browser(said):
    assert browsers.words_for(said) == "another browser"


OUR_WORDS = {"another browser"} | {
    f"{browser} on {system}"
    for _sign, browser in browsers._BROWSERS
    for _mark, system in browsers._SYSTEMS
}


@given(st.text(max_size=450))
def test_nothing_of_it_is_ever_kept(said):
    words = browsers.words_for(f"{said} Chrome/1 Android {said}")
    assert words in OUR_WORDS
    assert len(words) <= 60  # the column's


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Safari on iPhone", "Safari on iPhone"),
        ("another browser", "Another browser"),
        ("", "Another browser"),
        ("Evil on <b>", "Another browser"),
    ],
)
def test_it_is_shown_in_the_readers_language(kept, shown):
    assert browsers.shown(kept) == shown
