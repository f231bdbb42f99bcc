"""Who holds what about whom: for everybody, and as one's own copy, read once and never a wall."""

import pytest

from portal.core import clock
from portal.core.access import Role
from portal.core.languages import OFFERED
from portal.helplines import contacts
from portal.house import Account
from portal.people import passphrases
from portal.privacy.notice import PARTS, Words
from tests import makers
from tests.databases import counting

HEARTS = {"child": "We show no ads", "teen": "There are no ads", "adult": "From 18, others can"}
HEARTS["carer"] = "What you see of a child"


def make_new(db, person, **given):
    """An account of somebody who has not read the notice yet."""
    account = makers.make_account(db, told_privacy_at=None, **given)
    makers.make_membership(db, person, account_id=account.id)
    return account


# --- for everybody ---------------------------------------------------------------------------


@pytest.mark.parametrize("words", HEARTS)
def test_the_public_page_in_each_age_of_words(client, words):
    text = client.get(f"/privacy?words={words}").text
    assert HEARTS[words] in text
    assert text.count('aria-current="page"') == 1
    assert "0303 123 1113" in text
    assert "75" in text
    assert "still has to check the words about the law" in text


@pytest.mark.parametrize("asked", ["", "?words=", "?words=grown-up", "?words=<b>"])
def test_words_nobody_has(client, asked):
    assert HEARTS["teen"] in client.get(f"/privacy{asked}").text


@pytest.mark.parametrize("tag", OFFERED)
def test_it_speaks_every_language(client, tag):
    client.set_cookie("language", tag)
    client.get("/privacy")
    assert client.page.html["lang"] == tag


def test_it_is_the_same_for_who_is_signed_in_and_asks_no_database(client, db, database):
    before = client.get("/privacy?words=child").data
    client.sign_in(makers.make_young(db, known_as="Zebedee"))
    with counting(database) as counted:
        answer = client.get("/privacy?words=child")
    assert answer.data == before
    assert counted.statements + counted.ledger == []


def test_a_phone_asks_again_and_each_age_is_its_own_page(client):
    child, adult = (client.get(f"/privacy?words={words}") for words in ("child", "adult"))
    assert child.headers["ETag"] != adult.headers["ETag"]
    again = client.get("/privacy?words=child", headers={"If-None-Match": child.headers["ETag"]})
    assert again.status_code == 304


def test_every_part_about_the_law_is_marked_as_a_draft(client):
    for words, parts in PARTS.items():
        page = client.get(f"/privacy?words={words.value}").text
        assert page.count('class="chip wait"') == sum(part.law for part in parts)
        assert {"How long it is kept"} <= {str(part.heading) for part in parts if part.law}


def test_help_and_every_page_lead_to_it(client, db):
    assert 'href="/privacy"' in client.get("/help").text
    assert 'href="/privacy"' in client.get("/sign-in").text
    client.sign_in(makers.make_young(db))
    assert 'href="/privacy/first"' in client.get("/home").text
    assert 'href="/privacy/first"' in client.get("/my-app").text


def test_the_number_to_complain_to_has_a_source():
    (found,) = contacts.of(contacts.Section.PRIVACY)
    assert found.href == "tel:03031231113"
    assert found.source


# --- one's own copy ----------------------------------------------------------------------------


@pytest.mark.parametrize(("age", "words"), [(9, "child"), (13, "teen"), (17, "adult")])
def test_my_copy_is_in_the_words_for_my_age(client, db, age, words):
    born = makers.today().replace(year=makers.today().year - age)
    client.sign_in(makers.make_young(db, born=born))
    assert HEARTS[words] in client.get("/privacy/first").text


def test_my_copy_is_in_the_words_i_chose(client, db):
    mia = makers.make_young(db)
    makers.make_membership(db, mia, account_id=makers.make_account(db, band="child").id)
    client.sign_in(mia)
    assert HEARTS["child"] in client.get("/privacy/first").text


def test_a_carers_copy(client, db):
    client.sign_in(makers.make_carer(db))
    text = client.get("/privacy/first").text
    assert HEARTS["carer"] in text
    assert "/who-looked" not in text


@pytest.mark.parametrize("role", [Role.WORKER, Role.IRO, Role.MANAGER, Role.ADVOCATE])
def test_staff_have_no_copy_of_their_own(client, db, role):
    client.sign_in(makers.make_worker(db, account=False), role)
    assert client.get("/privacy/first").status_code == 403
    assert client.get("/privacy").status_code == 200


def test_it_is_read_once(client, db, now):
    sam = makers.make_young(db)
    account = make_new(db, sam)
    client.sign_in(sam)
    page = client.get("/privacy/first").text
    assert "OK, I have read it" in page
    assert "Read it later" in page
    sent = client.send("/privacy/first", action="/privacy/first")
    assert sent.status_code == 303
    assert client.get(sent.location, follow_redirects=True).request.path == "/home"
    assert db.get(Account, account.id).told_privacy_at == now
    page = client.get("/privacy/first").text
    assert "You read this on 23 November 2026" in page
    assert "OK, I have read it" not in page
    assert "Read it later" not in page


def test_reading_it_again_keeps_the_first_day(client, db, now):
    sam = makers.make_young(db)
    account = make_new(db, sam)
    client.sign_in(sam)
    client.get("/privacy/first")
    token = client.form("/privacy/first", {}, action="/privacy/first").hidden
    client.post("/privacy/first", data=token)
    with clock.fixed(now.replace(day=25), everywhere=True):
        client.post("/privacy/first", data=token)
    assert db.get(Account, account.id).told_privacy_at == now


# --- on the way in -------------------------------------------------------------------------------

PASSPHRASE = "purple otter bus"


def sign_in(client, account):
    typed = {"username": account.username, "passphrase": PASSPHRASE, "device": "own"}
    return client.send("/sign-in", typed)


@pytest.mark.parametrize(
    ("maker", "home"), [(makers.make_young, "/home"), (makers.make_carer, "/children")]
)
def test_the_first_way_in_leads_past_it_and_it_is_no_wall(client, db, maker, home):
    account = make_new(db, maker(db), passphrase=passphrases.keep(PASSPHRASE))
    sent = sign_in(client, account)
    assert sent.location == "/privacy/first"
    page = client.get(sent.location).text
    assert f'<a class="btn" href="{home}">Read it later</a>' in page
    # Everything is open without it, and nothing asks again while this sign-in lasts.
    assert client.get(home).status_code == 200
    assert client.get("/", follow_redirects=True).request.path == home
    assert client.get("/help").status_code == 200
    if home == "/home":
        assert client.get("/messages").status_code == 200
    # It comes again with the next one.
    assert sign_in(client, account).location == "/privacy/first"


def test_whoever_has_read_it_goes_straight_in(client, db):
    account = make_new(db, makers.make_young(db), passphrase=passphrases.keep(PASSPHRASE))
    account.told_privacy_at = clock.now()
    assert sign_in(client, account).location == "/"


def test_staff_are_not_led_there(make_app, db, now):
    priya = makers.make_worker(db, account=False)
    account = make_new(db, priya, passphrase=passphrases.keep(PASSPHRASE))
    client = make_app(demo=True).test_client()  # elsewhere they have no passphrase
    client.handle = db
    assert sign_in(client, account).location == "/"


@pytest.mark.parametrize("much", [False, True])
def test_few_statements(client, db, database, much):
    sam = makers.make_young(db)
    make_new(db, sam)
    client.sign_in(sam)
    if much:
        client.send("/privacy/first", action="/privacy/first")
    client.get("/privacy/first")
    with counting(database) as counted:
        client.get("/privacy/first")
    assert len(counted) <= 2


def test_the_notice_has_the_same_parts_for_every_age():
    first, *others = (len(PARTS[words]) for words in (Words.CHILD, Words.TEEN, Words.ADULT))
    assert others == [first, first]
