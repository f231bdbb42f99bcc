"""What a council asks: its words, its own headings, their order; and no words are lost."""

from __future__ import annotations

from sqlalchemy import select

from portal.core.access import Band, Role
from portal.house import Said, ViewHeading
from portal.my_views import actions, pages, rules
from portal.my_views.actions import NOTHING, Typed
from portal.my_views.rules import HEADINGS, Occasion, Own
from tests import makers

ASKED = {"asked": "yes", "occasions": ["review", "now"], "name": "", "child": "", "teen": ""}


def editor(db, client):
    fergus = makers.make_worker(db, account=False)
    client.sign_in(fergus, Role.EDITOR)
    return fergus


def own_headings(db):
    return db.scalars(select(ViewHeading).order_by(ViewHeading.place)).all()


def begun(db, sam, now):
    viewer = makers.make_viewer(db, sam)
    return viewer, actions.begin(db, viewer, Occasion.CARE, False, "", now)


def write(client, url, **typed):
    client.get(url)
    data = {**client.form(url, {"name": ""}).hidden, **ASKED, **typed}
    return client.post(url, data=data)


def test_a_council_asks_in_its_own_words(client, db, now):
    editor(db, client)
    went = write(client, "/asked/feel", child="What is the weather in you?")
    assert went.status_code == 303
    sam, _worker = makers.make_pair(db, born=makers.today().replace(year=makers.today().year - 9))
    _viewer, ref = begun(db, sam, now)
    client.sign_in(sam)
    address = f"/my-say/sheets/{ref}/parts/feel"
    assert "What is the weather in you?" in client.get(address).text
    # In another language the app's own words stay, which somebody has translated.
    client.send("/language", {"language": "ar"})
    assert "What is the weather in you?" not in client.get(address).text


def test_a_heading_of_its_own_is_asked_in_english_and_named_with_what_is_said(client, db, now):
    editor(db, client)
    url = "/asked/new"
    again = write(client, url, name="Pets", icon="paw")
    assert again.status_code == 422
    assert "Pets" in again.text
    went = write(client, url, name="Pets", adult="How is it with animals?", icon="paw")
    assert went.status_code == 303
    (pets,) = own_headings(db)
    sam, worker = makers.make_pair(db)
    viewer, ref = begun(db, sam, now)
    client.sign_in(sam)
    client.send("/language", {"language": "ar"})
    page = client.get(f"/my-say/sheets/{ref}/parts/{pets.code}").text
    assert '<h1 lang="en" dir="auto">How is it with animals?</h1>' in page
    actions.keep_part(db, viewer, ref, pets.code, Typed("I miss my dog."), NOTHING, now)
    sheet = pages.sheet_page(db, viewer, ref, now)
    actions.send(db, viewer, sheet, rules.may_be_chosen(False, False), "k", now)
    assert db.scalars(select(Said.called)).one() == "Pets"
    client.sign_in(worker, Role.WORKER)
    assert "Pets" in client.get(f"/people/{sam.ref}/said").text


def test_they_are_moved_and_turned_off_and_nobodys_words_are_lost(client, db, now):
    sam, _worker = makers.make_pair(db)
    viewer, ref = begun(db, sam, now)
    actions.keep_part(db, viewer, ref, "fun", Typed("Football."), NOTHING, now)
    editor(db, client)
    client.get("/asked")
    form = client.form("/asked", {}, action="/asked/home/move")
    client.post("/asked/home/move", data={**form.hidden, "to": "up"})
    write(client, "/asked/fun", asked="no")
    write(client, "/asked/health", asked="no")
    codes = pages.sheet_page(db, viewer, ref, now).codes
    assert codes[:2] == ["home", "feel"]
    assert "fun" in codes
    assert "health" not in codes


def test_who_is_no_editor_does_not_come_in(client, db):
    client.sign_in(makers.make_worker(db), Role.WORKER)
    assert client.get("/asked").status_code == 403


# --- the rules ------------------------------------------------------------------------------------


def test_what_is_not_changed_is_as_it_comes():
    found = rules.headings([Own("feel", 10, words={Band.CHILD: "Well?"})])
    assert [one.code for one in found] == [one.code for one in HEADINGS]
    assert found[0].words == {Band.CHILD: "Well?"}
    assert found[0].occasions == HEADINGS[0].occasions


def test_past_the_end_nothing_moves():
    found = rules.headings(())
    assert rules.moved(found, "feel", up=True) == {}
    assert rules.moved(found, "else", up=False) == {}
    assert rules.moved(found, "nothing", up=True) == {}
    assert rules.moved(found, "home", up=True) == {"home": 10, "feel": 20}


def test_every_occasion_asks_something_and_every_picture_is_known():
    for occasion in Occasion:
        assert rules.asked_now(rules.headings(()), occasion, ())
    for heading in HEADINGS:
        assert rules.known_symbols(heading.symbols) == heading.symbols
