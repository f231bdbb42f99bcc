"""Notes between staff: who reads and writes them, that they stay, and that they never reach the
young person's pages."""

import html

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import StaffNote
from portal.people.rules import COVER_GRANTS, Grant, Kind
from portal.staff_notes.rules import PAGE
from tests import makers
from tests.databases import counting

SECRET = "Mum's new partner was at the contact centre. zqxv"


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def url(pair):
    return f"/people/{pair[0].ref}/notes"


def all_of(db, table=StaffNote):
    db.rollback()
    db.expire_all()
    return db.scalars(select(table).order_by(table.id)).all()


def test_a_note_is_kept_with_name_and_time_and_audited(client, db, pair, url, now):
    client.sign_in(pair[1])
    page = client.get(url)
    assert "Staff only." in page.text
    assert "Mia does not see this in the app. Mia can ask for their record" in page.text
    answer = client.send(url, {"text": SECRET}, action=url)
    assert answer.status_code == 303
    page = html.unescape(client.get(answer.location).text)
    assert SECRET in page and "Priya" in page and "today at 10am" in page
    (note,) = all_of(db)
    assert (note.person_id, note.by_id, note.made_at) == (pair[0].id, pair[1].id, now)
    said = [(e.act, e.what) for e in all_of(db, AuditEvent)]
    assert ("changed", "staff_notes.written") in said and ("looked", "staff_notes.notes") in said


def test_sent_twice_is_kept_once_and_the_same_key_is_not_two_notes(client, db, pair, url):
    client.sign_in(pair[1])
    client.get(url)
    form = client.form(url, {"text": ""}, url).hidden
    for _time in range(2):
        assert client.post(url, data={**form, "text": "One"}).status_code == 303
    again = client.post(url, data={**form, "text": "Two"})
    assert again.status_code == 422 and ">\r\nTwo</textarea>" in again.text
    assert [note.text for note in all_of(db)] == ["One"]


@pytest.mark.parametrize(("text", "says"), [(" ", "Write something first."),
                                            ("a" * 3001, "3001 letters long")])  # fmt: skip
def test_what_is_wrong_is_said(client, db, pair, url, text, says):
    client.sign_in(pair[1])
    answer = client.send(url, {"text": text}, action=url)
    assert answer.status_code == 422 and says in answer.text
    assert all_of(db) == []


def test_only_those_who_read_the_messages(client, new_client, db, pair, url):
    here = pair[0].council_id
    makers.make_staff_note(db, *pair, text=SECRET)

    def asks(person, kind, grants, role=Role.WORKER):
        makers.make_membership(db, person, role=role)
        makers.make_connection(db, pair[0], person, kind, grants=grants)
        browser = new_client()
        browser.sign_in(person)
        answer = browser.get(url)
        assert "zqxv" not in answer.text or answer.status_code == 200
        return answer.status_code

    def someone(name):
        return makers.make_worker(db, council_id=here, known_as=name, account=False)

    every = Grant(sum(Grant))
    assert asks(someone("Grace"), Kind.MANAGER, every, Role.MANAGER) == 200
    assert asks(someone("Omar"), Kind.OTHER, every & ~Grant.MESSAGES) == 404
    assert asks(someone("Olu"), Kind.COVER, COVER_GRANTS) == 404, "answers for some days only"
    assert asks(someone("Ed"), Kind.OTHER, every, Role.EDITOR) == 403
    assert asks(makers.make_carer(db, council_id=here), Kind.FOSTER_CARER, every, Role.CARER) == 403
    client.sign_in(pair[0])
    assert client.get(url).status_code == 403


def test_it_is_on_no_page_of_the_young_persons(client, db, pair):
    makers.make_conversation(db, *pair)
    makers.make_staff_note(db, *pair, text=SECRET)
    client.sign_in(pair[0])
    for path in ("/home", "/messages", "/who-looked", "/plan", "/dates", "/my-app"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "zqxv" not in page.text and "/notes" not in page.text


def test_a_note_is_never_changed_or_taken_away(app):
    methods = {
        method
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("staff_notes.")
        for method in rule.methods
    }
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}
    assert [r.rule for r in app.url_map.iter_rules() if r.endpoint.startswith("staff_notes.")] == [
        "/people/<ref>/notes"
    ]


@pytest.mark.parametrize("many", [1, 1000])
def test_pages_of_them_cost_the_same(client, db, database, pair, url, many):
    for number in range(many):
        makers.make_staff_note(db, *pair, text=f"Note {number}.")
    client.sign_in(pair[1])
    with counting(database) as counted:
        page = client.get(url)
    assert len(counted) <= 5, counted.statements
    assert page.text.count("Note ") == min(many, PAGE)
    if many > PAGE:
        link = next(a for a in page.text.split('"') if "before=" in a)
        older = client.get(html.unescape(link))
        assert f"Note {many - PAGE - 1}." in older.text
        assert f"Note {many - PAGE}." not in older.text


def test_the_way_there_stands_on_their_page(client, db, pair, url):
    client.sign_in(pair[1])
    assert f'href="{url}"' in client.get(f"/people/{pair[0].ref}").text
