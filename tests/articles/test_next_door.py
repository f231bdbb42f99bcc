"""Young people of one council who live in the town of another read what holds there."""

from __future__ import annotations

import tomllib
from types import SimpleNamespace

import pytest

from portal.articles import files, loading, reading
from portal.articles.rules import Reader, Scope
from portal.demo import articles as demo
from portal.entitlements import kept
from portal.entitlements.items import LOCAL
from portal.house import Article
from portal.local_offer.rules import mark_of
from tests import makers
from tests.conftest import NOW

PAGES = loading.of_council(files.the_set(), "Riverbank", ("Thornmere", "Riverbank"))


@pytest.fixture
def council(db):
    found = makers.make_council(db, name="Riverbank Council")
    loading.load(db, found.id, PAGES, NOW)
    for path in sorted(LOCAL.glob("*.toml")):
        offer = tomllib.loads(path.read_text(encoding="utf-8"))
        kept.keep_offer(db, found.id, offer, None, NOW)
    db.commit()
    return found


def test_their_own_town_stays_their_own():
    scopes = {whole.about.town: whole.about.scope for whole in PAGES}
    assert scopes == {"": Scope.NATIONAL, "Riverbank": Scope.COUNCIL, "Thornmere": Scope.NEXT}
    there = loading.of_council(files.the_set(), "Thornmere", ("Riverbank",))
    assert not [one for one in there if one.about.scope is Scope.NEXT and one.about.private]


def test_near_me_knows_the_town_where_they_live(client, db, council):
    client.sign_in(makers.make_leaver(db, council_id=council.id))
    assert 'value="Thornmere"' in client.get("/can-get/near").text
    near = client.send("/can-get/near", {"town": "Thornmere"}).text
    assert "/can-get/page/swim-and-gym-in-thornmere" in near
    told = client.get(f"/can-get/thing/{mark_of('thornmere_council_tax')}").text
    assert "/can-get/page/council-tax-in-thornmere" in told


def test_the_page_of_their_own_council_comes_first(db, council):
    codes = ["thornmere_leisure", "thornmere_bus_pass"]
    chosen = reading.for_items(db, council.id, codes)
    assert chosen["thornmere_leisure"].slug == "sports-in-another-town"
    assert chosen["thornmere_bus_pass"].next_door


def test_a_need_shows_what_is_ones_own(db, council):
    cards = reading.by_need(db, council.id, "fun", "en", None, Reader.YOUNG)
    assert "swim-and-gym" in {card.slug for card in cards}
    assert not [card.slug for card in cards if card.next_door]


def test_a_file_that_left_comes_back_the_same(db, council):
    whole = next(one for one in PAGES if one.about.scope is Scope.NEXT)
    assert files.read(files.name_of(whole), files.write(whole)) == whole
    assert loading.load(db, council.id, PAGES, NOW).published == ()


def test_the_demo_has_the_town_next_door_and_each_page_once():
    added = []

    def add(table, **row):
        added.append((table, row))
        return len(added)

    cast = SimpleNamespace(now=NOW, councils={"riverbank": 1, "thornmere": 2})
    demo.tell(SimpleNamespace(add=add), cast)
    pages = [(row["council_id"], row["town"], row["slug"]) for t, row in added if t is Article]
    assert len(pages) == len(set(pages))
    towns = {one: {town for council_id, town, _slug in pages if council_id == one}
             for one in (1, 2)}  # fmt: skip
    assert towns == {one: {"", "Riverbank", "Thornmere"} for one in (1, 2)}
    others = [row for t, row in added if t is not Article and row["language"] != "en"]
    assert others
    for row in others:
        followed = added[row["follows_id"] - 1][1]
        assert (followed["language"], followed["article_id"]) == ("en", row["article_id"])
