"""Pages in the database: loaded, read, and never an editor's words overwritten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal.articles import files, links, loading, reading
from portal.articles.links import Outcome, Tried, by_page, keep, not_fine
from portal.articles.rules import Reader, Scope, State
from portal.core.access import Band
from portal.entitlements.items import made_up, national
from portal.house import ArticleVersion
from tests import makers
from tests.conftest import NOW
from tests.databases import counting

WHOLES = tuple(loading.of_council(files.the_set(), "Riverbank"))


def english(slug):
    return next(one for one in WHOLES if (one.about.slug, one.language) == (slug, "en"))


@pytest.fixture
def council_id(db):
    found = makers.the_council(db).id
    loading.load(db, found, WHOLES, NOW)
    db.commit()
    return found


def test_loading_twice_changes_nothing(db, council_id):
    done = loading.load(db, council_id, WHOLES, NOW)
    assert (done.published, done.drafts, done.kept) == ((), (), ())
    assert len(done.same) == len(WHOLES) > 50


def test_pages_are_read_as_they_were_written(db, council_id):
    page = reading.page(db, council_id, "first-home-money", "en")
    whole = english("first-home-money")
    assert page.text == whole.text
    cards = reading.by_need(db, council_id, "home", "ar", Band.ADULT, Reader.YOUNG)
    assert "bills-and-budget" in {card.slug for card in cards if card.is_english}
    assert "first-home-money" in {card.slug for card in cards if not card.is_english}
    found = reading.found(db, council_id, "cooker", "ti")
    assert found.own == () and found.english
    chosen = reading.for_items(db, council_id, ["setting_up_home_allowance", "no_such"])
    assert {code: card.slug for code, card in chosen.items()} == {
        "setting_up_home_allowance": "first-home-money"
    }


def test_another_council_has_none_of_them(db, council_id):
    other = makers.make_council(db)
    with pytest.raises(NoResultFound):
        reading.page(db, other.id, "first-home-money", "en")


def test_new_words_of_ours_are_published_but_never_over_an_editors(db, council_id):
    old = english("first-home-money")
    new = replace(old, text=replace(old.text, summary="New words of ours."))
    assert loading.load(db, council_id, [new], NOW).published == ("first-home-money",)
    assert reading.page(db, council_id, old.about.slug, "en").text.summary == "New words of ours."
    editor = makers.make_worker(db)
    newest = newest_of(db, "first-home-money")
    newest.by_id = editor.id
    db.flush()
    assert loading.load(db, council_id, [old], NOW).drafts == ("first-home-money",)
    assert loading.load(db, council_id, [old], NOW).kept == ("first-home-money",)
    assert reading.page(db, council_id, old.about.slug, "en").text.summary == "New words of ours."


def newest_of(db, slug):
    article = loading._articles(db, makers.the_council(db).id)[slug]
    return loading.newest_of(db, article.id, "en")


def test_what_is_withdrawn_is_gone_at_once(db, council_id):
    reading.page(db, council_id, "learn-to-drive", "en")
    article = loading._articles(db, council_id)["learn-to-drive"]
    whole = english("learn-to-drive")
    loading.add(db, article, whole, State.WITHDRAWN, None, NOW)
    with pytest.raises(NoResultFound):
        reading.page(db, council_id, "learn-to-drive", "en")


def test_a_page_asks_the_database_once(db, council_id, database):
    reading.page(db, council_id, "council-tax", "en")
    with counting(database) as counted:
        reading.by_need(db, council_id, "money", "en", Band.ADULT, Reader.YOUNG)
    assert len(counted.statements) == 1
    with counting(database) as counted:
        reading.found(db, council_id, "money for rent", "ar")
    assert len(counted.statements) == 1


def test_what_came_of_trying_links_is_kept_once(db, council_id):
    pages = by_page(db, council_id)
    assert all(url.startswith("https://") and slugs for url, slugs in pages.items())
    gone = Tried(Outcome.GONE, 404)
    for _twice in range(2):
        keep(db, council_id, dict.fromkeys(pages, gone), NOW)
    assert len(not_fine(db, council_id)) == len(pages)


def test_every_version_stays(db, council_id):
    before = db.scalar(select(func.count()).select_from(ArticleVersion))
    old = english("council-tax")
    new = replace(old, text=replace(old.text, summary="Changed."))
    loading.load(db, council_id, [new], NOW)
    assert db.scalar(select(func.count()).select_from(ArticleVersion)) == before + 1


def test_what_a_page_tells_of_can_be_had():
    """Its codes are those of items that there are: a national page's of all England, a council's
    own also of the made-up councils, as a pair of them opens things of the other."""
    everywhere = {item.code for item in national().items}
    local = {item.code for offer in made_up().values() for item in offer.items}
    unknown = {
        whole.about.slug: codes
        for whole in files.the_set()
        if (
            codes := set(whole.about.items)
            - (everywhere if whole.about.scope is Scope.NATIONAL else everywhere | local)
        )
    }
    assert unknown == {}
    assert len(everywhere) > 20 and len(local) > 10


def test_every_address_is_written_out_and_none_is_asked(make_app, monkeypatch):
    def ask(url):
        raise AssertionError(f"asked {url}")

    monkeypatch.setattr(links, "ask_the_web", ask)
    app = make_app()
    with app.extensions["database"].committing() as db:
        council = makers.make_council(db)
        loading.load(db, council.id, WHOLES, NOW)
        name = council.name
    said = app.test_cli_runner().invoke(args=["articles", "check-links", "--council", name])
    assert said.exit_code == 0, said.output
    assert "https://" in said.output and "first-home-money" in said.output
