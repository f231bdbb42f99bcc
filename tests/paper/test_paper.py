"""Pages on paper: right letters in every script, nothing fetched, nothing told of us."""

import shutil
import subprocess
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from PIL import Image

from portal.core import clock
from portal.core.languages import OFFERED
from portal.paper import actions, answers
from portal.paper.rules import LONGEST, NoPaper

PAGE = """<!doctype html><html lang="{tag}" dir="{side}"><head><meta charset="utf-8">
<title>x</title>
<meta name="author" content="Somebody"><meta name="generator" content="A product"></head><body>
<main><h1>{words}</h1>{more}</main></body></html>"""
# In the order in which they are read, as `pdftotext` gives them back.
SCRIPTS = {
    "en": ("ltr", "What comes when: until your 21st birthday"),
    "ar": ("rtl", "ما الذي سيأتي ومتى"),
    "ti": ("ltr", "እንታይ መዓስ ይመጽእ"),
    "bn": ("ltr", "কখন কী আসবে"),
    "vi": ("ltr", "Điều gì đến và khi nào: trước sinh nhật"),
    "ur": ("rtl", "کیا کب آئے گا"),
}

pytestmark = pytest.mark.skipif(not actions.can_draw(), reason="pango is not installed")


def page(words: str = "A page", tag: str = "en", side: str = "ltr", more: str = "") -> str:
    return PAGE.format(tag=tag, side=side, words=words, more=more)


def said(data: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    told = subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=30
    )
    return told.stdout.decode()


def bare(text: str) -> str:
    """Without the marks of direction that the reader puts in."""
    return " ".join("".join(c for c in text if c not in "\u202a\u202b\u202c\u200e\u200f").split())


def test_each_script_reads_back_in_the_order_it_was_written():
    sections = "".join(
        f'<section lang="{tag}" dir="{side}"><h2>{words}</h2></section>'
        for tag, (side, words) in SCRIPTS.items()
    )
    data = actions.pdf(page(more=sections), "en", "Title")
    back = bare(said(data)).replace(" ", "")
    # A vowel that is drawn before its letter may be given back with a gap.
    assert [tag for tag, (_, words) in SCRIPTS.items() if words.replace(" ", "") not in back] == []
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = {str(font["/BaseFont"]) for font in pdf.pages[0].resources["/Font"].values()}
    assert {name for name in ("Arabic", "Ethiopic", "Bengali") if name not in str(fonts)} == set()


def test_the_file_is_tagged_and_says_its_language_and_title_and_no_more():
    data = actions.pdf(page("Words", "ar", "rtl"), "ar", "What comes when")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "ar"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert info.pop("/Title") == "What comes when"
        assert info.pop("/Producer").startswith("WeasyPrint")
        assert info == {}
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        assert b"Somebody" not in data and b"product" not in data


HOSTILE = """
<link rel="stylesheet" href="{site}/a.css"><link rel="attachment" href="file:///etc/passwd">
<style>@import url({site}/b.css); @font-face {{ font-family: f; src: url({site}/f.woff) }}
p {{ background: url({site}/c.png); font-family: f }}</style>
<img src="{site}/d.png" alt="d"><img src="file:///etc/passwd" alt="e">
<img src="/etc/passwd" alt="f">
<object data="{site}/o.svg"></object><embed src="{site}/e.svg"><iframe src="{site}/i.html"></iframe>
<svg width="9" height="9"><image href="{site}/s.png" width="9" height="9"/>
<use href="{site}/u.svg#a"/></svg><script src="{site}/x.js"></script><p>Still here</p>
"""


def test_hostile_words_fetch_nothing():
    asked = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *about):
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        site = f"http://127.0.0.1:{server.server_port}"
        data = actions.pdf(page(more=HOSTILE.format(site=site)), "en", "Title")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    assert b"root:" not in data
    assert "Still here" in said(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", {})


def test_a_picture_that_is_handed_over_is_drawn():
    kept = BytesIO()
    Image.new("RGB", (40, 40), "green").save(kept, "JPEG")
    with_picture = page(more='<img src="paper:me" alt="Me"><img src="paper:other" alt="Other">')
    data = actions.pdf(with_picture, "en", "Title", pictures={"me": kept.getvalue()})
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


def test_too_much_is_refused_and_a_hang_is_stopped(monkeypatch):
    with pytest.raises(NoPaper):
        actions.pdf("x" * (LONGEST + 1), "en", "Title")
    with pytest.raises(NoPaper):
        actions.pdf(page(), "en", "Title", pictures={str(n): b"" for n in range(99)})
    monkeypatch.setattr(actions, "SECONDS", 0.01)
    with pytest.raises(NoPaper):
        actions.pdf(page(), "en", "Title")


def test_nothing_of_ours_is_near_what_draws(monkeypatch):
    given = {}

    def run(command, **names):
        given.update(names)
        return SimpleNamespace(returncode=3, stdout=b"")

    monkeypatch.setenv("ALONGSIDE_KEYS", "secret")
    monkeypatch.setattr(actions.subprocess, "run", run)
    with pytest.raises(NoPaper):
        actions.pdf(page(), "en", "Title")
    assert "ALONGSIDE_KEYS" not in given["env"]


def test_without_pango_there_is_a_word_on_printing_and_a_line_in_the_log(app, monkeypatch, caplog):
    monkeypatch.setattr(actions, "can_draw", lambda: False)
    with app.test_request_context("/help"):
        text, code = answers.paper_or_word(
            1, lambda: actions.pdf(page(), "en", "T"), "/timeline", clock.now()
        )
    assert code == 503
    assert "Open the page again" in text and 'href="/timeline"' in text
    assert [line.getMessage() for line in caplog.records] == ["no paper"]


def test_a_pdf_is_given_to_be_kept(app):
    with app.test_request_context("/help"):
        given = answers.paper_or_word(1, lambda: b"%PDF-1.7", "/timeline", clock.now())
    assert given.mimetype == "application/pdf"
    assert given.headers["Content-Disposition"] == 'attachment; filename="page.pdf"'


def test_many_in_an_hour_are_told_when_there_is_the_next(app, monkeypatch):
    """For one account alone; whatever else they do is not counted with it."""
    monkeypatch.setattr(answers, "AN_HOUR", 2)
    now = clock.now()

    def ask(account, at):
        with app.test_request_context("/help"):
            return answers.paper_or_word(account, lambda: b"%PDF-1.7", "/timeline", at)

    assert [ask(1, now).mimetype for _ in range(2)] == ["application/pdf"] * 2
    text, code, headers = ask(1, now + timedelta(minutes=20))
    assert code == 429 and headers == {"Retry-After": "2400"}
    assert "You can make the next one at 11am." in text and 'href="/timeline"' in text
    assert ask(2, now).mimetype == "application/pdf"
    assert ask(1, now + timedelta(hours=1)).mimetype == "application/pdf"


def test_the_layout_carries_language_and_direction(app, monkeypatch):
    kept = {}
    monkeypatch.setattr(answers.actions, "pdf", lambda html, tag, title: kept.update(html=html))
    with app.test_request_context("/help", headers={"Accept-Language": "ar"}):
        answers.paper("layout/paper.html", "Title")
    assert f'<html lang="ar" dir="{OFFERED["ar"].direction}">' in kept["html"]
    assert "<title>Title</title>" in kept["html"]
