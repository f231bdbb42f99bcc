"""The checker of pages finds what it is for: one that found nothing would please everybody."""

import pytest

from tests.pages import Page, problems

GOOD = """<!doctype html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><title>My plan</title>
<link rel="stylesheet" href="/static/css/site.css"><script src="/static/js/site.js"></script></head>
<body><a href="#main">Skip</a><main id="main"><h1>My plan</h1><svg><path d="M0"/></svg>
<form method="post" action="/send"><input type="hidden" name="csrf_token" value="t">
<label for="words">Your words</label><textarea id="words" name="words" autocomplete="off"
aria-describedby="hint"></textarea><p id="hint">A hint</p>
<label><input type="checkbox" name="ok" autocomplete="off"> Yes</label>
<button name="go" value="1">Send</button></form>
<a href="https://www.childline.org.uk">Childline</a><img src="/p.png" alt="">
</main></body></html>"""


def test_a_good_page_has_no_problems():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "about"),
    [
        ("<!doctype html>", "", "doctype"),
        (' lang="en"', "", "lang"),
        (' dir="ltr"', ' dir="auto"', "dir"),
        ("<h1>My plan</h1>", "<h2>My plan</h2>", "0 h1"),
        ("<h1>My plan</h1>", "<h1>A</h1><h1>B</h1>", "2 h1"),
        ("<h1>My plan</h1>", "<h1> </h1>", "empty h1"),
        ("<title>My plan</title>", "<title> </title>", "no title"),
        ("<title>My plan</title>", "<title>My care plan</title>", "'care'"),
        ("<title>My plan</title>", "<title>Social services</title>", "'Social'"),
        ('<label for="words">', '<label for="other">', "<textarea> has no name"),
        (">Send<", "><", "<button> has no name"),
        (' alt=""', "", "without alt"),
        (' autocomplete="off"', "", "no autocomplete"),
        ('id="hint"', 'id="words"', "more than once"),
        ('aria-describedby="hint"', 'aria-describedby="gone"', "names no element"),
        ("<h1>", '<h1 style="color:green">', "style="),
        ("<h1>", '<h1 onclick="go()">', "onclick="),
        ("</head>", "<style>p{}</style></head>", "<style>"),
        ("</head>", "<script>go()</script></head>", "<script>"),
        ("https://www.childline.org.uk", "http://www.childline.org.uk", "plain http"),
        ("https://www.childline.org.uk", "javascript:go()", "script for a link"),
        ("/p.png", "https://elsewhere.example/p.png", "another host"),
        ("</form>", "", "closes"),
        ("</body></html>", "", "never closed"),
        ("<main ", '<main id="x" ', "twice"),
    ],
)
def test_each_fault_is_found(old, new, about):
    assert old in GOOD
    assert any(about in one for one in problems(GOOD.replace(old, new, 1)))


def test_names_that_only_begin_like_a_telling_word_are_fine():
    assert problems(GOOD.replace("<title>My plan", "<title>Take care of it carefully", 1)) != []
    assert problems(GOOD.replace("<title>My plan", "<title>Carefully", 1)) == []


def test_a_script_may_set_a_style_in_the_browser():
    page = GOOD.replace("<h1>", '<h1 style="height:9px">', 1)
    assert problems(page, drawn=True) == []


def test_forms_are_read_with_their_names():
    (form,) = Page(GOOD).forms
    assert (form.method, form.action) == ("post", "/send")
    assert form.hidden == {"csrf_token": "t"}
    assert form.names == ["csrf_token", "words", "ok", "go"]
