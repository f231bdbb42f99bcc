"""What is begun and not sent is kept by the server, for whoever began it, until it is sent."""

import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.house import Draft, Message, Opening
from portal.messages.bounds import LONGEST_DRAFT
from portal.people.rules import Kind
from tests import makers
from tests.databases import counting
from tests.messages.test_pictures_and_voices import file, send
from tests.uploads import files


@pytest.fixture
def home(db):
    mia, priya = makers.make_pair(db, known_as="Mia")
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    talk = makers.make_carers_talk(db, mia, helen, priya)
    return mia, priya, helen, talk


def addresses(home):
    mia, priya, helen, talk = home
    return {
        "young": (mia, "/messages"),
        "carer": (helen, f"/children/{mia.ref}/messages"),
        "worker": (priya, f"/people/{mia.ref}/messages"),
        "worker to carer": (priya, f"/people/{mia.ref}/messages/{talk.ref}"),
    }


WHO = ["young", "carer", "worker", "worker to carer"]


def all_of(db, table):
    db.rollback()
    db.expire_all()
    return db.query(table).order_by(table.id).all()


def box(answer):
    return re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", answer.text, re.S).group(1)


def quietly(client, address, text, **more):
    """As the page's script sends it."""
    client.get(address)
    form = client.form(address, {"text": ""}, address).hidden
    return client.post(f"{address}/draft", data={**form, "text": text, **more})


@pytest.mark.parametrize("who", WHO)
def test_kept_shown_again_and_gone_when_it_is_sent(client, db, home, now, who):
    person, address = addresses(home)[who]
    client.sign_in(person)
    assert quietly(client, address, "Dear").status_code == 204
    assert quietly(client, address, "Dear all").status_code == 204
    (draft,) = all_of(db, Draft)
    assert (draft.person_id, draft.about_id, draft.text) == (person.id, home[0].id, "Dear all")
    with clock.fixed(now + timedelta(days=3), everywhere=True):
        client.sign_in(person)
        page = client.get(address)
        assert box(page) == "Dear all"
        assert "Kept from Monday 23 November at 10am." in page.text
        form = client.form(address, {"text": ""}, address).hidden
        assert client.post(address, data={**form, "text": "Dear all, hello"}).status_code == 303
        assert all_of(db, Draft) == []
        assert box(client.get(address)) == ""
        assert "Kept from" not in client.get(address).text


@pytest.mark.parametrize("who", WHO)
def test_without_a_script_there_is_a_button(client, db, home, who):
    person, address = addresses(home)[who]
    client.sign_in(person)
    page = client.get(address).text
    assert re.search(r"<noscript><button[^>]*name=\"keep\"[^>]*>Keep for later", page)
    answer = client.send(address, {"text": "Half a", "keep": "1"}, action=address)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Kept. You find it in the box when you come back." in page.text
    assert box(page) == "Half a"
    assert all_of(db, Message) == []


def test_a_picture_is_not_kept_and_that_is_said(client, db, home):
    client.sign_in(home[0])
    answer = send(client, text="Look", picture=file(files.sized("JPEG")), keep="1")
    assert answer.status_code == 303
    assert "Then choose the picture again." in client.get(answer.location).text


def test_an_empty_box_keeps_nothing(client, db, home):
    client.sign_in(home[0])
    quietly(client, "/messages", "Words")
    quietly(client, "/messages", "  \n ")
    assert all_of(db, Draft) == []


def test_each_is_their_own(client, new_client, db, home):
    """Nobody reads what another has begun, not even in the same conversation."""
    mia = home[0]
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, omar)
    for who, (person, address) in addresses(home).items():
        browser = new_client()
        browser.sign_in(person)
        quietly(browser, address, f"by {who}")
    assert len(all_of(db, Draft)) == 4
    for who, (person, address) in addresses(home).items():
        client.sign_in(person)
        assert box(client.get(address)) == f"by {who}"
    client.sign_in(omar)
    for address in (f"/people/{mia.ref}/messages", f"/people/{mia.ref}/messages/{home[3].ref}"):
        assert box(client.get(address)) == ""


def test_what_comes_late_does_not_bring_back_what_was_sent(client, db, home):
    """The page's last quiet word may arrive after the message itself."""
    client.sign_in(home[0])
    client.get("/messages")
    form = client.form("/messages", {"text": ""}, "/messages").hidden
    assert client.post("/messages", data={**form, "text": "Hello"}).status_code == 303
    assert client.post("/messages/draft", data={**form, "text": "Hell"}).status_code == 204
    assert all_of(db, Draft) == []
    assert quietly(client, "/messages", "Another").status_code == 204
    assert len(all_of(db, Draft)) == 1


def test_one_tap_leaves_it(client, db, home):
    client.sign_in(home[0])
    quietly(client, "/messages", "What I wanted to say")
    client.send("/home", {"kind": "ok"}, action="/messages/tap")
    assert box(client.get("/messages")) == "What I wanted to say"


def test_what_is_too_long_to_send_is_not_lost(client, db, home):
    client.sign_in(home[0])
    quietly(client, "/messages", "x" * 6_000)
    assert len(box(client.get("/messages"))) == 6_000
    quietly(client, "/messages", "y" * (LONGEST_DRAFT + 5))
    assert len(all_of(db, Draft)[0].text) == LONGEST_DRAFT


@pytest.mark.parametrize("key", ["", "x" * 300, "\x00"])
def test_any_key_does_no_harm(client, db, home, key):
    client.sign_in(home[0])
    assert quietly(client, "/messages", "Words", key=key).status_code == 204
    assert [d.text for d in all_of(db, Draft)] == ["Words"]


def test_not_without_a_token_nor_from_another_site(client, db, home):
    client.sign_in(home[0])
    assert client.post("/messages/draft", data={"text": "x"}).status_code == 400
    client.get("/messages")
    form = client.form("/messages", {"text": ""}, "/messages").hidden
    answer = client.post(
        "/messages/draft", data={**form, "text": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert all_of(db, Draft) == []


def test_it_costs_little(client, db, database, home):
    client.sign_in(home[0])
    client.get("/messages")
    form = client.form("/messages", {"text": ""}, "/messages").hidden
    for text in ("One", "Two"):
        with counting(database) as counted:
            client.post("/messages/draft", data={**form, "text": text})
        assert len(counted) <= 4, counted.statements
    with counting(database) as counted:
        client.get("/messages")
    assert len(counted) <= 4
    with counting(database) as counted:
        assert client.post("/messages", data={**form, "text": "Two"}).status_code == 303
    assert len(counted) <= 6 + 1  # the first of all begins the thread
    assert all_of(db, Draft) == []


def test_who_only_reads_keeps_nothing(client, db, home, now):
    """Somebody who is here in an emergency that the young person is not told of."""
    mia = home[0]
    duty = makers.make_worker(db, known_as="Dot", council_id=mia.council_id, account=False)
    makers.make_membership(db, duty, role=makers.Role.DUTY)
    makers.make_connection(
        db, mia, duty, Kind.EMERGENCY, grants=makers.Grant(2047), starts=makers.today(),
        ends_at=now + timedelta(hours=4),
    )  # fmt: skip
    makers.make(db, Opening, {
        "council_id": mia.council_id, "kind": "emergency", "person_id": mia.id,
        "asked_by_id": duty.id, "asked_at": now, "hours": 4, "why": "A reason of some length.",
        "agreed_at": now, "ends_at": now + timedelta(hours=4), "tell_at": now, "hold": True,
        "lead_at": now, "review_on": makers.today() + timedelta(days=20),
    }, {})  # fmt: skip
    client.sign_in(duty)
    address = f"/people/{mia.ref}/messages"
    page = client.get(address)
    assert "Only to read, until" in page.text and "<textarea" not in page.text
    token = {"csrf_token": client.page.forms[0].hidden["csrf_token"], "key": "k", "text": "x"}
    assert client.post(f"{address}/draft", data=token).status_code == 204
    assert client.post(address, data={**token, "keep": "1"}).status_code == 409
    assert all_of(db, Draft) == []
