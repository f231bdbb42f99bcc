"""Pages of the set in other languages: drafts of a machine, and they say so."""

from __future__ import annotations

import re

import pytest

from portal.articles import files, loading, markdown, reading, rules
from portal.articles.rules import Reader, Scope, Sure
from portal.core.access import Role
from portal.editing.rules import lacking
from portal.house import Article, ArticleVersion
from tests import makers
from tests.conftest import NOW

SET = tuple(files.the_set())
ENGLISH = {whole.about.slug: whole for whole in SET if whole.language == "en"}
OTHERS = tuple(whole for whole in SET if whole.language != "en")
each = pytest.mark.parametrize("whole", OTHERS, ids=files.name_of)
# Without these somebody who arrived last week is lost.
FIRST = {
    "new-here", "tonight", "first-home-money", "what-your-council-offers",
    "papers-that-prove-who-you-are", "calm-cards", "doctor-and-dentist",
}  # fmt: skip
OF_THE_COUNCIL = ("01632 960101", "01632 960199")  # of the made-up one: stories/councils.toml
SCRIPTS = {"ar": "\u0600-\u06ff", "ti": "\u1200-\u139f"}


@pytest.mark.parametrize("language", ["ar", "ti"])
def test_the_first_pages_are_there(language):
    assert FIRST <= {whole.about.slug for whole in OTHERS if whole.language == language}


@each
def test_it_is_the_same_page(whole):
    """Only the words differ: every number, figure and way of the English page is there."""
    english = ENGLISH[whole.about.slug]
    assert whole.about == english.about
    assert rules.as_english(whole.text, english.text).sources == english.text.sources
    assert whole.text.sure is Sure.MACHINE
    said, own = english.text, whole.text
    for name in ("amount", "who", "until", "decides", "takes", "if_no", "summary"):
        assert bool(getattr(said, name)) == bool(getattr(own, name)), name
    assert len(said.bring) == len(own.bring)
    kinds = [[(b.kind, len(b.lines)) for b in markdown.blocks(t.body)] for t in (said, own)]
    assert kinds[0] == kinds[1]
    assert markdown.links(own.body) == markdown.links(said.body)
    assert markdown.links(own.apart) == markdown.links(said.apart)
    assert calls(own) == calls(said)
    assert pounds(own) == pounds(said)
    assert strong(own) == strong(said)


def calls(text):
    blocks = (*markdown.blocks(text.body), *markdown.blocks(text.if_no))
    spans = [span for block in blocks for line in block.lines for span in line]
    return sorted(span.href for span in spans if span.href.startswith("tel:"))


def pounds(text):
    return sorted(re.findall(r"£[\d,]*\d", f"{text.apart}\n{text.body}"))


def strong(text):
    spans = [span for b in markdown.blocks(text.body) for line in b.lines for span in line]
    return len([span for span in spans if span.strong])


@each
def test_it_could_be_published_and_is_in_its_script(whole):
    ours = () if whole.about.scope == Scope.NATIONAL else OF_THE_COUNCIL
    assert not lacking(whole, ENGLISH, True, ours)
    letters = re.findall(r"[^\W\d_]", markdown.plain(whole.text.body))
    own = re.findall(f"[{SCRIPTS[whole.language]}]", markdown.plain(whole.text.body))
    assert len(own) > 0.8 * len(letters)


@each
def test_it_comes_back_the_same(whole):
    assert files.read(files.name_of(whole), files.write(whole)) == whole


# --- read -----------------------------------------------------------------------------------------


@pytest.fixture
def council_id(db):
    found = makers.the_council(db).id
    loading.load(db, found, loading.of_council(SET, "Riverbank"), NOW)
    db.commit()
    return found


@pytest.mark.parametrize("language", ["ar", "ti"])
@pytest.mark.parametrize("slug", ["tonight", "first-home-money"])
def test_a_reader_gets_the_page_with_its_mark_and_the_english_one(
    client, db, council_id, language, slug
):
    young = makers.make_leaver(db, council_id=council_id, language=language)
    client.sign_in(young)
    page = client.get(f"/can-get/page/{slug}").text
    own = next(o.text for o in OTHERS if (o.about.slug, o.language) == (slug, language))
    assert own.title in page and own.summary in page
    assert 'class="machine' in page
    assert f"<strong>{ENGLISH[slug].text.title}</strong>" in page
    assert 'lang="en" dir="ltr"' in page


def test_a_number_keeps_its_order_among_letters_from_right_to_left(client, db, council_id):
    client.sign_in(makers.make_leaver(db, council_id=council_id, language="ar"))
    page = client.get("/can-get/page/tonight").text
    for number in ("01632 960101", "01632 960199", "0800 1111", "116 000", "0808 800 5792"):
        whole = number.replace(" ", "\u00a0")
        assert whole in page
        assert page.count(whole) == page.count(f'<bdi dir="ltr">{whole}</bdi>'), number


def test_what_is_not_words_is_the_english_pages(db, council_id):
    """Checked again in English, a translation does not say that nobody looked."""
    page = reading.page(db, council_id, "first-home-money", "ar", Reader.YOUNG)
    english = reading.page(db, council_id, "first-home-money", "en", Reader.YOUNG)
    assert page.text.sure is Sure.ASK and page.text.sources == english.text.sources
    assert page.original is not None and page.original.text == english.text
    assert english.original is None and not page.has_newer_english


def test_a_page_in_english_has_no_mark(client, db, council_id):
    client.sign_in(makers.make_leaver(db, council_id=council_id))
    assert 'class="machine' not in client.get("/can-get/page/first-home-money").text


def test_an_editor_who_speaks_it_takes_the_mark_away(db, new_client, council_id):
    editor = makers.make_worker(db, account=False, council_id=council_id)
    makers.make_membership(db, editor, role=Role.EDITOR)
    browser = new_client()
    browser.sign_in(editor)
    ref = db.query(Article.ref).filter_by(slug="calm-cards").scalar()
    db.rollback()
    assert "A machine drafted it" in browser.get("/content/languages").text
    where = f"/content/pages/{ref}/ar/write"

    def published(**typed):
        assert browser.send(where, typed).status_code == 303
        one = f"/content/pages/{ref}"
        assert browser.send(one, {}, action=f"{one}/ar/publish").status_code == 303
        db.rollback()
        return reading.page(db, council_id, "calm-cards", "ar", Reader.YOUNG)

    words = next(o.text for o in OTHERS if (o.about.slug, o.language) == ("calm-cards", "ar"))
    plain = ("summary", "amount", "who", "until", "decides", "takes", "if_no", "body")
    typed = {name: getattr(words, name) for name in plain}
    still = published(title="x", **typed)
    assert still.original is not None, "a change alone is not a check"
    assert published(title="y", spoken="y", **typed).original is None
    count = db.query(ArticleVersion).filter_by(language="ar", sure="machine").count()
    assert count == len([o for o in OTHERS if o.language == "ar"]) + 1
