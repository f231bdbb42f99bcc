"""The pages of what comes when: for the young person, staff and carers, and on paper."""

from datetime import date

import pytest

from portal.core.access import Role
from portal.paper import actions as paper
from portal.people.rules import ALL_GRANTS, Grant, Kind
from tests import makers
from tests.databases import counting


@pytest.fixture
def jordan(db):
    young = makers.make_young(db, born=date(2007, 5, 3), category="former_relevant")
    makers.make_episode(db, young, started=date(2015, 1, 1), ended=date(2025, 5, 3))
    return young


def test_exact_dates_and_what_is_past(client, db, database, jordan):
    client.sign_in(jordan)
    with counting(database) as counted:
        page = client.get("/what-comes-when").text
    assert "until your 21st birthday, 3 May 2028" in page
    assert "Your 21st birthday: 3 May 2028" in page
    assert page.index("Your 25th birthday") < page.index("Behind you")
    assert "You were in care, and you get full help" in page
    assert "former relevant child" in page
    assert len(counted.statements) <= 5


@pytest.mark.parametrize("category", ["", "none", "unknown", "Z9"])
def test_not_known_is_said_kindly_with_the_days_and_whom_to_ask(client, db, category):
    mia = makers.make_young(db, born=date(2010, 5, 3), category=category)
    sam = makers.make_worker(db, known_as="Sam")
    makers.make_connection(db, mia, sam, Kind.SOCIAL_WORKER)
    client.sign_in(mia)
    page = client.get("/what-comes-when").text
    assert "We could not tell, please ask" in page
    assert "Ask Sam" in page
    assert "Your 21st birthday" in page and "3 May 2031" in page
    assert "not a care leaver" not in page


def test_without_a_birthday_no_day_is_said(client, db):
    mia = makers.make_young(db, born=None, category="eligible")
    client.sign_in(mia)
    page = client.get("/what-comes-when").text
    assert "Your birthday is not written down here" in page
    assert "birthday:" not in page


def test_the_link_begins_a_message_and_loses_no_draft(client, db):
    mia = makers.make_young(db, born=date(2010, 5, 3), category="")
    sam = makers.make_worker(db, known_as="Sam")
    makers.make_connection(db, mia, sam, Kind.SOCIAL_WORKER)
    client.sign_in(mia)
    assert "I have a question about what comes" in client.get("/messages?about=what-comes").text
    assert "<b>x" not in client.get("/messages?about=<b>x").text


def test_the_sum_is_for_staff_alone(client, db, jordan):
    jordan.category = "qualifying"
    sam, helen = makers.make_worker(db), makers.make_carer(db)
    makers.make_connection(db, jordan, sam, Kind.PERSONAL_ADVISER)
    both = Grant.NAME | Grant.PLAN | Grant.REASONS
    makers.make_connection(db, jordan, helen, Kind.FOSTER_CARER, grants=both)
    address = f"/people/{jordan.ref}/what-comes-when"
    client.sign_in(sam, Role.WORKER)
    page = client.get(address).text
    assert "our sum differs" in page and "former relevant" in page
    assert "1 January 2015 to 3 May 2025" in page and "16 on 3 May 2023" in page
    assert "3 May 2007" not in page  # the day of birth itself is nobody's but theirs
    client.sign_in(helen, Role.CARER)
    page = client.get(address).text
    assert "our sum" not in page.lower()
    assert "You can ask for advice and help" in page and "3 May 2028" in page
    client.sign_in(jordan)
    assert "our sum" not in client.get("/what-comes-when").text.lower()


@pytest.mark.parametrize("missing", [Grant.PLAN, Grant.REASONS])
def test_without_plan_and_reasons_nobody_reads_it(client, db, jordan, missing):
    sam = makers.make_worker(db)
    grants = ALL_GRANTS & ~missing
    makers.make_connection(db, jordan, sam, Kind.SOCIAL_WORKER, grants=grants)
    client.sign_in(sam, Role.WORKER)
    assert client.get(f"/people/{jordan.ref}/what-comes-when").status_code == 404


@pytest.mark.skipif(not paper.can_draw(), reason="pango is not installed")
def test_the_booklet(client, db, jordan):
    client.sign_in(jordan)
    given = client.get("/what-comes-when/page.pdf")
    assert given.mimetype == "application/pdf" and given.data.startswith(b"%PDF-")
    assert given.headers["Content-Disposition"] == 'attachment; filename="page.pdf"'
