"""A way in, given: by whom, for whom, with which word, and what is left of it afterwards."""

import io
import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Role
from portal.core.logs import JsonLines
from portal.core.scan import picture_of
from portal.house import METADATA, AuditEvent, Invite, MustNotKnow, Notice
from portal.invites.rules import code_hash
from portal.people import passphrases
from portal.people.rules import ALL_GRANTS, Grant, Kind
from tests import makers
from tests.databases import counting

WORD = "blue kettle"
CODE = re.compile(r"[2-9BCDFGHJ-NP-TV-Z]{4}(?:-[2-9BCDFGHJ-NP-TV-Z]{4}){2}")


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Sam", first_name="Samuel", last_name="Carter")


def way_in(person, adult=None):
    return f"/people/{person.ref}/way-in" + (f"/{adult.ref}" if adult else "")


def give(client, person, word=WORD, adult=None):
    return client.send(way_in(person, adult), {"word": word})


def code_in(answer):
    found = set(CODE.findall(answer.text))
    assert len(found) == 1
    return found.pop()


def test_the_page_leads_from_theirs_and_gives_a_code_that_works(client, new_client, db, pair):
    sam, priya = pair
    client.sign_in(priya)
    theirs = client.get(f"/people/{sam.ref}").text
    assert f'href="{way_in(sam)}"' in theirs
    assert "Give them a way in" in theirs
    answer = give(client, sam, " Blue KETTLE ")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    code = code_in(answer)
    assert WORD not in answer.text.lower()
    invite = db.scalars(select(Invite)).one()
    assert (invite.person_id, invite.role, invite.purpose) == (sam.id, "young", "first")
    assert (invite.made_by_id, invite.ends_at - invite.made_at) == (priya.id, timedelta(hours=72))
    assert invite.code_hash == code_hash(code)
    assert invite.secret.startswith("$argon2id$")
    assert code not in client.get(way_in(sam)).text  # not shown again
    data = {"code": code, "word": WORD, "username": "sam-14", "passphrase": "purple otter bus"}
    young = new_client()
    assert young.send("/invite", {**data, "device": "own"}).status_code == 303
    assert "Hi Sam" in young.get("/home").text
    assert "Somebody used the code you gave them" in client.get("/waiting").text
    assert "They are in, with the code they were given." in client.get("/ways-in").text
    assert db.scalars(select(Notice.person_id)).all() == [priya.id]


def test_the_picture_leads_to_the_page_with_the_code(client, db, pair, monkeypatch):
    """To the address that people use, whatever name this request came by."""
    sam, priya = pair
    settings = client.application.extensions["settings"]
    monkeypatch.setitem(
        client.application.extensions, "settings", replace(settings, public_url="https://a.example")
    )
    client.sign_in(priya)
    answer = give(client, sam)
    expected = picture_of(f"https://a.example/invite#{code_in(answer)}")
    assert f'd="{expected.path}"' in answer.text
    assert 'stroke="currentColor"' in answer.text


def test_a_new_one_cancels_the_old_and_says_so(client, db, pair, now):
    sam, priya = pair
    client.sign_in(priya)
    first = code_in(give(client, sam))
    page = client.get(way_in(sam))
    assert "A code was given before." in page.text
    second = code_in(give(client, sam))
    states = {i.code_hash: i.cancelled_at for i in db.scalars(select(Invite))}
    assert states == {code_hash(first): now, code_hash(second): None}


def test_a_reload_makes_no_second_code(client, new_client, db, pair):
    sam, priya = pair
    client.sign_in(priya)
    client.get(way_in(sam))
    sent = {**client.form(way_in(sam), {"word": WORD}).hidden, "word": WORD}
    code_in(client.post(way_in(sam), data=sent))
    again = client.post(way_in(sam), data=sent)
    assert (again.status_code, again.location) == (303, way_in(sam))
    assert "A code was given before." in client.get(again.location).text
    assert db.scalars(select(Invite)).one().cancelled_at is None
    # A new form makes a new one; and the same key is another one in another browser.
    code_in(give(client, sam))
    elsewhere = new_client()
    elsewhere.sign_in(priya)
    elsewhere.get(way_in(sam))
    token = elsewhere.form(way_in(sam), {"word": WORD}).hidden["csrf_token"]
    code_in(elsewhere.post(way_in(sam), data={**sent, "csrf_token": token}))
    assert db.scalar(select(func.count()).select_from(Invite)) == 3


def test_for_somebody_with_an_account_it_is_a_way_back(client, db, pair):
    sam, priya = pair
    makers.make_membership(db, sam)
    client.sign_in(priya)
    assert "Sam has an account already." in client.get(way_in(sam)).text
    give(client, sam)
    assert db.scalars(select(Invite.purpose)).one() == "again"


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("", "A word is needed"),
        ("cat", "6 letters or more"),
        ("samuel", "too near to a name"),
        ("Carter 99", "too near to a name"),
        ("sam-14 ok", "too near to a name"),
        ("nana rose", "too near to a name"),
        ("priya 123", "too near to a name"),
        ("password", "first things somebody would guess"),
        ("482915", "first things somebody would guess"),
        ("x" * 101, "very long"),
    ],
)
def test_a_word_others_know_is_refused_kindly_and_kept_to_mend(client, db, pair, word, says):
    sam, priya = pair
    account = makers.make_account(db, username="sam-14")
    makers.make_membership(db, sam, account_id=account.id)
    rose = makers.make_relative(db, known_as="Rose", first_name="Rose")
    makers.make_connection(db, sam, rose, Kind.FAMILY, label="Nana Rose")
    client.sign_in(priya)
    answer = give(client, sam, word)
    assert answer.status_code == 422
    assert says in answer.text
    if word:
        assert f'value="{word}"' in answer.text
    assert db.scalar(select(func.count()).select_from(Invite)) == 0


def test_their_birthday_is_refused(client, db, pair):
    sam, priya = pair
    client.sign_in(priya)
    answer = give(client, sam, f"rocket {sam.born:%d%m%Y}")
    assert "A birthday is in it" in answer.text


# --- who gives one -------------------------------------------------------------------------------


def may_give(client, person, adult=None):
    """The same answer to the question and to the deed."""
    seen = client.get(way_in(person, adult)).status_code
    if seen == 200:
        return seen, give(client, person, adult=adult).status_code
    token = client.get("/my-app") and client.page.forms[-1].hidden["csrf_token"]
    sent = client.post(way_in(person, adult), data={"csrf_token": token, "word": WORD})
    assert "code" not in sent.text or not CODE.search(sent.text)
    return seen, sent.status_code


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_only_workers_and_managers(client, db, pair, role):
    sam, _priya = pair
    makes = {Role.YOUNG: makers.make_young, Role.CARER: makers.make_carer}.get(
        role, makers.make_worker
    )
    if role is None:
        assert client.get(way_in(sam)).status_code == 302
        return
    person = makes(db, council_id=sam.council_id)
    makers.make_connection(db, sam, person, grants=ALL_GRANTS)
    client.sign_in(person, role)
    expected = (200, 200) if role in (Role.WORKER, Role.MANAGER) else (403, 403)
    assert may_give(client, sam) == expected
    made = db.scalar(select(func.count()).select_from(Invite))
    assert made == (expected[0] == 200)


@pytest.mark.parametrize(
    "other",
    ["unconnected", "one-grant-less", "contact-only", "ended", "to-come", "by-the-hour", "barred",
     "another-council", "missing", "not-young"],
)  # fmt: skip
def test_only_with_everything_granted_now_and_not_by_the_hour(client, db, pair, now, other):
    sam, priya = pair
    connection = db.scalars(select(makers.Connection)).one()
    about = sam
    if other == "unconnected":
        db.delete(connection)
    elif other == "one-grant-less":
        connection.grants = int(ALL_GRANTS & ~Grant.REASONS)
    elif other == "contact-only":
        connection.grants = int(Grant.NAME | Grant.CONTACT)
    elif other == "ended":
        connection.ends = makers.today() - timedelta(days=1)
    elif other == "to-come":
        connection.starts = makers.today() + timedelta(days=1)
    elif other == "by-the-hour":
        connection.ends_at = now + timedelta(hours=4)
    elif other == "barred":
        db.add(MustNotKnow(council_id=sam.council_id, person_id=sam.id, other_id=priya.id,
                           ground="court_order", basis="An order", review_on=makers.today(),
                           decided_by_id=1, decided_at=now))  # fmt: skip
    elif other == "another-council":
        about = makers.make_young(db, council=makers.make_council(db))
    elif other == "not-young":
        about = priya
    client.sign_in(priya)
    if other == "missing":
        assert client.get("/people/" + "A" * 22 + "/way-in").status_code == 404
        return
    assert may_give(client, about) == (404, 404)
    assert db.scalar(select(func.count()).select_from(Invite)) == 0


# --- for a carer ---------------------------------------------------------------------------------


def test_a_carer_they_live_with_gets_one_from_the_same_worker(client, new_client, db, pair):
    sam, priya = pair
    helen = makers.make_carer(db, council_id=sam.council_id)
    makers.make_connection(db, sam, helen, Kind.FOSTER_CARER)
    client.sign_in(priya)
    assert f'href="{way_in(sam, helen)}"' in client.get(way_in(sam)).text
    code = code_in(give(client, sam, adult=helen))
    invite = db.scalars(select(Invite)).one()
    assert (invite.person_id, invite.role) == (helen.id, "carer")
    what = select(AuditEvent.about_id, AuditEvent.what).where(AuditEvent.act == "changed")
    assert db.execute(what).all() == [(sam.id, "invites.given_to_carer")]
    data = {"code": code, "word": WORD, "username": "helen.h", "passphrase": "purple otter bus"}
    carer = new_client()
    assert carer.send("/invite", {**data, "device": "shared"}).status_code == 303
    assert "Sam" in carer.get("/children").text
    assert "Helen" in client.get("/ways-in").text


@pytest.mark.parametrize("other", ["stay-ended", "relative", "of-another", "staff"])
def test_nobody_else_gets_one(client, db, pair, other):
    sam, priya = pair
    helen = makers.make_carer(db, council_id=sam.council_id)
    link = makers.make_connection(db, sam, helen, Kind.FOSTER_CARER)
    if other == "stay-ended":
        link.ends = makers.today() - timedelta(days=1)
    elif other == "relative":
        link.kind = Kind.FAMILY.value
    elif other == "of-another":
        link.of_id = makers.make_young(db, council_id=sam.council_id).id
    else:
        helen = makers.make_worker(db, council_id=sam.council_id)
        makers.make_connection(db, sam, helen, Kind.KEYWORKER)
    client.sign_in(priya)
    assert may_give(client, sam, helen) == (404, 404)
    assert helen.ref not in client.get(way_in(sam)).text


# --- what is left ---------------------------------------------------------------------------------


def test_it_is_written_down_who_gave_it(client, db, pair):
    sam, priya = pair
    client.sign_in(priya)
    give(client, sam)
    events = db.execute(select(AuditEvent.act, AuditEvent.what, AuditEvent.about_id)).all()
    assert ("changed", "invites.given", sam.id) in events
    assert {row.about_id for row in events} == {sam.id}


def everything_in(db):
    """Every value of every table, as one text."""
    rows = []
    for table in METADATA.sorted_tables:
        rows += [" ".join(str(value) for value in row) for row in db.execute(select(table))]
    return "\n".join(rows)


def test_code_and_word_are_nowhere_afterwards(client, new_client, db, pair):
    """In no table, no line of the log, no note of the audit, however they are spelt; whether the
    code was used, tried with a wrong word, or something broke on the way."""
    sam, priya = pair
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        client.sign_in(priya)
        words = "Wobbly Zeppelin"
        code = code_in(give(client, sam, words))
        young = new_client()
        young.get(f"/invite?code={code}")
        data = {"code": code, "username": "sam-14", "passphrase": "quiet yellow harbour"}
        data["device"] = "own"
        young.send("/invite", {**data, "word": "Crooked Violin"})
        young.application.logger.error("broken", extra={"route": "invites.accept"})
        young.send("/invite", {**data, "word": words})
        client.get("/ways-in")
    finally:
        logging.getLogger().removeHandler(handler)
    left = everything_in(db) + lines.getvalue()
    assert sam.ref in left
    plain = re.sub(r"[^a-z0-9]", "", left.lower())
    for secret in (words, "Crooked Violin", code, "quiet yellow harbour"):
        assert re.sub(r"[^a-z0-9]", "", secret.lower()) not in plain, secret


def test_what_is_kept_of_the_word_fits_only_the_word(client, db, pair):
    sam, priya = pair
    client.sign_in(priya)
    give(client, sam)
    kept = db.scalars(select(Invite.secret)).one()
    assert passphrases.fits(kept, "bluekettle")
    assert not passphrases.fits(kept, "bluekettles")


@pytest.mark.parametrize("much", [1, 40])
def test_how_often_the_database_is_asked(client, db, database, pair, much):
    sam, priya = pair
    for _ in range(much):
        makers.make_connection(db, sam, makers.make_relative(db), Kind.FAMILY)
        makers.make_notice(db, priya, kind="way_in_used", source_ref=sam.ref)
        makers.make_invite(db, sam, f"code {_}", cancelled_at=clock.now())
    client.sign_in(priya)
    for address, most in {way_in(sam): 4, "/ways-in": 2, "/invite": 1}.items():
        with counting(database) as counted:
            assert client.get(address).status_code == 200
        assert len(counted) <= most, (address, counted.statements)
