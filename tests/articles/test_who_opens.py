"""What a private page says of itself is so: it opens for young people, and for no other eyes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import NoResultFound

from portal.articles import files, loading, reading, rules
from portal.articles.rules import About, Reader
from tests import makers
from tests.conftest import NOW

PRIVATE = tuple(whole.about.slug for whole in files.the_set() if whole.about.private)


@pytest.fixture
def council_id(db):
    found = makers.the_council(db).id
    loading.load(db, found, loading.of_council(files.the_set(), "Riverbank"), NOW)
    db.commit()
    return found


@pytest.mark.parametrize(
    ("private", "reader", "who", "may"),
    [
        (True, Reader.YOUNG, Reader.YOUNG, True),
        (True, Reader.YOUNG, Reader.CARERS, False),
        (True, Reader.YOUNG, None, False),
        (True, Reader.EVERYBODY, None, True),
        (False, Reader.YOUNG, Reader.CARERS, True),
        (False, Reader.YOUNG, None, True),
    ],
)
def test_who_may_open_it(private, reader, who, may):
    assert rules.may_open(About("x", reader=reader, private=private), who) is may


@pytest.mark.parametrize("maker", [makers.make_carer, makers.make_worker])
def test_no_adult_opens_a_private_page_by_its_address(client, db, council_id, maker):
    adult = maker(db, council_id=council_id)
    client.sign_in(adult)
    assert {client.get(f"/can-get/page/{slug}").status_code for slug in PRIVATE} == {404}
    assert client.get("/can-get/page/first-home-money").status_code == 200
    near = client.send("/can-get/near", {"town": "Riverbank"}).text
    assert not [slug for slug in PRIVATE if f"/can-get/page/{slug}" in near]


def test_a_young_person_opens_it(client, db, council_id):
    client.sign_in(makers.make_leaver(db, council_id=council_id))
    assert {client.get(f"/can-get/page/{slug}").status_code for slug in PRIVATE} == {200}


def test_words_on_another_page_lead_an_adult_to_none(db, council_id):
    calm = files.read("calm-cards.md", (files.SET / "calm-cards.md").read_bytes())
    leads = f"{calm.text.body}\n\nSee [this](page:{PRIVATE[0]})."
    loading.load(db, council_id, [replace(calm, text=replace(calm.text, body=leads))], NOW)

    def led(who):
        page = reading.page(db, council_id, "calm-cards", "en", who)
        return {card.slug for card in page.leads_to}

    assert led(Reader.YOUNG) == {PRIVATE[0]}
    assert led(Reader.CARERS) == led(None) == set()


def test_no_list_and_no_search_of_adults_names_it(db, council_id):
    for need in ("health", "feelings", "in_care"):
        cards = reading.by_need(db, council_id, need, "en")
        assert not [card.slug for card in cards if card.private]
    found = reading.found(db, council_id, "drink drugs night", "en")
    assert not [card.slug for card in found.own if card.private]
    with pytest.raises(NoResultFound):
        reading.page(db, council_id, PRIVATE[0], "en")
