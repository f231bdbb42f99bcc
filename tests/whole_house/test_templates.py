"""Templates as they are written: tokens in forms, words in the catalogue, nothing inline."""

import re
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((REPO / "templates").rglob("*.html"))
FORM = re.compile(r"<form\b(.*?)</form>", re.DOTALL)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')
LETTERS = re.compile(r"[^\W\d_]{2,}")


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda p: str(p.relative_to(REPO)))


@named(TEMPLATES)
def test_a_form_that_posts_has_a_token(path):
    for form in FORM.findall(path.read_text(encoding="utf-8")):
        if 'method="post"' in form.lower():
            assert re.search(r"csrf|hidden_tag", form), form


@named(TEMPLATES)
def test_nothing_is_inline_and_nothing_is_trusted(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", text)
    assert not re.search(r"autoescape\s+false", text)
    for trusted in re.findall(r"\{\{-?([^}]*)\|\s*safe\b", text):
        # Only a drawing that this very file spells out, in a name in capitals.
        assert re.match(r"[\s(]*([A-Z]+)\[", trusted), trusted
        assert f"set {re.match(r'[^A-Z]*([A-Z]+)', trusted)[1]} =" in text, trusted
    assert "Markup" not in text
    assert "http://" not in text.replace("http://www.w3.org/", "")


@named(TEMPLATES)
def test_every_word_is_in_the_catalogue(path):
    """What is left when the translated parts are taken away has no words in it."""
    text = TRANSLATED.sub("", path.read_text(encoding="utf-8"))
    bare = JINJA.sub("", text)
    assert LETTERS.findall(TAG.sub(" ", bare)) == []
    assert [said for said in SPOKEN.findall(bare) if LETTERS.search(said)] == []


@named(TEMPLATES)
def test_nothing_knows_left_or_right_in_a_template(path):
    """Direction belongs to the style sheet, which says "start" and "end"."""
    bare = JINJA.sub("", path.read_text(encoding="utf-8"))
    classes = " ".join(re.findall(r'class="([^"]*)"', bare)).split()
    assert {"left", "right"} & set(classes) == set()


@named(sorted((REPO / "static" / "css").glob("*.css")))
def test_style_sheets_use_logical_directions(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    physical = re.findall(
        r"(?<![\w-])((?:margin|padding|border)-(?:left|right)[\w-]*|float|(?:left|right)|"
        r"text-align)\s*:\s*([^;}]*)",
        text,
    )
    wrong = [
        (name, value)
        for name, value in physical
        if name not in ("text-align", "float") or value.strip() in ("left", "right")
    ]
    assert wrong == []
    assert "url(http" not in text
    assert "@import" not in text


@named(sorted((REPO / "static" / "js").rglob("*.js")))
def test_scripts_hold_no_markup(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval)\b", text)
    assert not re.search(r"https?://", text)
