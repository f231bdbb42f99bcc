"""Your young people, and one person's page."""

import html
import re

from portal.people.rules import IRO_GRANTS, Grant, Kind
from tests import makers


def test_a_list_of_hundreds_page_by_page(client, db):
    priya = makers.make_worker(db)
    names = sorted(f"Name {n % 60:02}" for n in range(205))  # many share one
    refs = set()
    for name in names:
        young = makers.make_young(db, known_as=name, council_id=priya.council_id)
        makers.make_connection(db, young, priya)
        refs.add(young.ref)
    client.sign_in(priya)
    first = client.get("/people").text
    more = re.search(r'href="(/people\?after=[^"]*)"', first)
    second = client.get(html.unescape(more.group(1))).text
    assert "after=" not in second
    found = [re.findall(r'href="/people/([\w-]{22})"', page) for page in (first, second)]
    assert [len(them) for them in found] == [200, 5]
    assert set(found[0] + found[1]) == refs


def test_the_next_day_is_said_only_to_whom_it_was_granted(client, db):
    priya = makers.make_worker(db)
    for name, grants in (("Mia", Grant.NAME | Grant.DATES), ("Leo", Grant.NAME)):
        young = makers.make_young(db, known_as=name, language="ar")
        makers.make_connection(db, young, priya, grants=grants)
        makers.make_agenda_item(db, young)
    client.sign_in(priya)
    page = client.get("/people").text
    assert page.count("You see each other next on Thursday 26 November") == 1
    assert page.count("Nothing booked") == 1
    assert page.count("reads Arabic") == 2


def test_nobody_yet(client, db):
    client.sign_in(makers.make_worker(db))
    assert "Nobody yet" in client.get("/people").text


def test_a_persons_page_gathers_what_was_granted(client, db):
    mia, priya = makers.make_pair(db, known_as="Mia", pronouns="she/her")
    makers.make_connection(db, mia, makers.make_relative(db, known_as="MARK-MUM"), Kind.FAMILY)
    makers.make_promise(db, mia, priya, text="MARK-PROMISE", area="fun")
    makers.make_agenda_item(db, mia, kind="family_time", with_label="MARK-FAMILY")
    makers.make_owed(db, priya, mia, kind="visit", source="reg. 28")
    helen = makers.make_worker(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.IRO, grants=IRO_GRANTS & ~Grant.FAMILY)
    for adult, sees_family in ((priya, True), (helen, False)):
        client.sign_in(adult)
        page = client.get(f"/people/{mia.ref}").text
        assert ("MARK-MUM" in page, "MARK-FAMILY" in page) == (sees_family, sees_family)
        for said in ("she/her", "MARK-PROMISE", "reg. 28"):
            assert said in page
        assert (f"/people/{mia.ref}/messages" in page) is (adult is priya)


def test_who_has_no_name_is_shown_by_code(client, db):
    mia, priya = makers.make_pair(db, known_as="", code="C-77")
    client.sign_in(priya)
    assert "C-77" in client.get("/people").text
    assert "C-77" in client.get(f"/people/{mia.ref}").text
    client.sign_in(mia)
    assert ">Hi<" in client.get("/home").text
