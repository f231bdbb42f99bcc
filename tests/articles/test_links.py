"""Where a council's things lead on the web: its pages, what it offers, what there is to do."""

from __future__ import annotations

import pytest

from portal.articles import files, links, loading
from portal.articles.links import Outcome, Place, Tried
from portal.core import clock
from portal.core.access import Role
from portal.entitlements.items import national
from portal.house import Opportunity
from portal.opportunities import pages as chances
from tests import makers
from tests.conftest import NOW

WEB = "https://club.example.org.uk"


@pytest.fixture
def editor(db):
    person = makers.make_worker(db, account=False)
    makers.make_membership(db, person, role=Role.EDITOR)
    loading.load(db, person.council_id, loading.of_council(files.the_set(), "Riverbank"), NOW)
    today = clock.today(NOW)
    db.add(
        Opportunity(
            council_id=person.council_id, sort="club", audience="young", need="fun",
            title="Drums on Friday", text="Come.", web=WEB, age_from=10, age_to=17, opens=today,
            made_by_id=person.id, changed_at=NOW, changed_by_id=person.id, agreed_at=NOW,
            checked_on=today,
        )
    )  # fmt: skip
    db.commit()
    return person


def test_everything_that_leads_to_the_web_is_tried(client, db, editor):
    found = links.by_place(db, editor.council_id)
    assert found[WEB] == (Place("Drums on Friday"),)
    addresses = {s.address for item in national().items for s in item.versions[-1].sources}
    assert {url for url in addresses if url} <= set(found)
    assert set(links.by_page(db, editor.council_id)) <= set(found)
    assert all(url.startswith("https://") and places for url, places in found.items())
    other = makers.make_council(db)
    assert WEB not in links.by_place(db, other.id)


def test_what_is_over_is_not_tried(db, editor):
    for gone in ({"closed_at": NOW}, {"closed_at": None, "agreed_at": None}):
        db.query(Opportunity).update(gone)
        assert list(chances.addresses(db, editor.council_id)) == []


def test_an_editor_sees_what_leads_to_a_broken_one(client, db, editor):
    tried = dict.fromkeys(links.by_place(db, editor.council_id), Tried(Outcome.FINE, 200))
    tried[WEB] = Tried(Outcome.GONE, 404)
    item = next(i.versions[-1] for i in national().items if i.versions[-1].sources[0].address)
    tried[item.sources[0].address] = Tried(Outcome.MOVED, 301)
    links.keep(db, editor.council_id, tried, NOW)
    db.commit()
    client.sign_in(editor)
    page = client.get("/content/links").text
    assert WEB in page and "Drums on Friday" in page
    assert item.sources[0].address in page and item.title in page
    assert "Never tried: 0." in page
