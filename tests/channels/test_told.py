"""How we tell you: phones, one's own address, what by which, and when."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.channels import codes
from portal.channels.rules import MOST_WAYS, Channel, Topic
from portal.core import clock
from portal.core.access import Role
from portal.house import (
    Account,
    Choice,
    Membership,
    Nickname,
    Notice,
    Outbox,
    OwnWay,
    PushWay,
    Quiet,
    SignInSession,
)
from portal.people import sessions
from portal.people.rules import Kind
from portal.people.tables import Council
from tests import makers
from tests.channels.push_service import Phone
from tests.databases import counting


@pytest.fixture
def demo(demo_app, db):
    """A browser on an app on which every channel is offered."""

    def build():
        found = demo_app.test_client()
        found.handle = db
        return found

    return build


@pytest.fixture
def sam(db):
    return makers.make_young(db)


@pytest.fixture
def client(demo, db, sam):
    found = demo()
    found.sign_in(sam)
    return found


def all_of(db, table):
    return db.scalars(select(table).order_by(table.id)).all()


def push(client, phone=None, **changed):
    client.get("/told")
    token = client.page.forms[-1].hidden["csrf_token"]
    phone = phone or Phone(1)
    said = {"endpoint": phone.endpoint, "keys": phone.keys, **changed}
    return client.post("/told/push", json=said, headers={"X-CSRFToken": token})


# --- this phone ----------------------------------------------------------------------------


def test_this_phone_is_told_from_here_on(client, db, sam):
    answer = push(client)
    assert answer.status_code == 200
    assert answer.json["to"].startswith("/told?done=push-on")
    (way,) = all_of(db, PushWay)
    (session,) = all_of(db, SignInSession)
    assert (way.person_id, way.session_id, way.endpoint) == (
        sam.id, session.id, Phone(1).endpoint
    )  # fmt: skip
    page = client.get("/told")
    assert "data-here" in page.text
    assert "Stop telling this phone" in page.text
    for secret in (way.endpoint, way.p256dh, way.auth, "fcm.googleapis"):
        assert secret not in page.text


def test_again_is_no_second_one(client, db):
    push(client)
    push(client)
    push(client, Phone(2))  # the browser has a new address
    assert [way.endpoint for way in all_of(db, PushWay)] == [Phone(2).endpoint]


def test_the_words_for_the_phone_are_in_its_owners_language(client, db, sam):
    found = client.get("/told").text
    assert 'data-title="You have an update"' in found
    assert "{word}: you have an update" in found
    assert re.search(r'data-key="[A-Za-z0-9_-]{87}"', found)


def test_whoever_was_told_on_this_phone_before_is_not_any_more(demo, db, sam):
    ash = makers.make_young(db, known_as="Ash")
    first, second = demo(), demo()
    first.sign_in(sam)
    push(first)
    second.sign_in(ash)
    push(second)
    assert [way.person_id for way in all_of(db, PushWay)] == [ash.id]


def test_not_more_than_five(client, db, sam):
    for _ in range(MOST_WAYS):
        makers.make_push_way(db, sam)
    answer = push(client)
    assert answer.status_code == 409
    assert "Stop one of them" in answer.json["problem"]
    assert len(all_of(db, PushWay)) == MOST_WAYS
    assert "Five phones" in client.get("/told").text


@pytest.mark.parametrize(
    "keys",
    [{}, None, "x", [], {"p256dh": "x", "auth": "y"}, {"p256dh": Phone(1).keys["p256dh"]},
     {**Phone(1).keys, "auth": "AA"}, {**Phone(1).keys, "p256dh": "A" * 87},
     {**Phone(1).keys, "p256dh": "A" * 5000}, {"p256dh": 5, "auth": {}}],
    ids=range(10),
)  # fmt: skip
def test_keys_that_are_none(client, db, keys):
    assert push(client, keys=keys).status_code == 422
    assert all_of(db, PushWay) == []


@pytest.mark.parametrize("body", ["", "[]", "null", '"x"', "{", "5"])
def test_what_no_browser_says(client, db, body):
    client.get("/told")
    token = client.page.forms[-1].hidden["csrf_token"]
    answer = client.post("/told/push", data=body, content_type="application/json",
                         headers={"X-CSRFToken": token})  # fmt: skip
    assert answer.status_code == 422
    assert all_of(db, PushWay) == []


def test_stopping_one(client, db, sam):
    other = makers.make_push_way(db, sam).id
    push(client)
    client.get("/told")
    codes_ = [form.hidden["phone"] for form in client.page.forms if "phone" in form.hidden]
    assert len(codes_) == 2
    form = next(f for f in client.page.forms if f.hidden.get("phone") == codes_[1])
    assert client.post("/told/push/stop", data=form.hidden).status_code == 303
    assert other not in [way.id for way in all_of(db, PushWay)]
    assert client.post("/told/push/stop", data=form.hidden).status_code == 409


def test_nobody_elses_can_be_stopped(demo, db, sam):
    first, second = demo(), demo()
    first.sign_in(sam)
    push(first)
    first.get("/told")
    code = next(f.hidden["phone"] for f in first.page.forms if "phone" in f.hidden)
    second.sign_in(makers.make_young(db, known_as="Ash"))
    second.get("/told")
    token = second.page.forms[-1].hidden["csrf_token"]
    answer = second.post("/told/push/stop", data={"csrf_token": token, "phone": code})
    assert answer.status_code == 409
    assert len(all_of(db, PushWay)) == 1


def test_a_page_for_everybody(demo, db):
    for role in Role:
        person = (
            makers.make_young(db) if role is Role.YOUNG
            else makers.make_carer(db) if role is Role.CARER
            else makers.make_worker(db, account=False)
        )  # fmt: skip
        browser = demo()
        browser.sign_in(person, role)
        page = browser.get("/told")
        assert page.status_code == 200
        assert ("Pick nicknames" in page.text) == (role is Role.CARER)
        assert "How we tell you" in browser.get("/my-app").text


def test_statements(client, db, database, sam):
    makers.make_own_way(db, sam)
    for _ in range(3):
        makers.make_push_way(db, sam)
    with counting(database) as counted:
        assert client.get("/told").status_code == 200
    assert len(counted) <= 5, counted.statements


def test_a_carers_page_has_as_few(demo, db, database):
    helen = makers.make_carer(db)
    browser = demo()
    browser.sign_in(helen)
    with counting(database) as counted:
        assert browser.get("/told").status_code == 200
    assert len(counted) <= 5, counted.statements


# --- signing out, seven ways ---------------------------------------------------------------------


def ended_by_sign_out(client, db, session):
    client.send("/my-app", action="/sign-out")


def ended_by_leaving(client, db, session):
    client.post("/leave", data={"by": "script"})


def ended_everywhere(client, db, session):
    client.send("/my-app/places", action="/my-app/places/sign-out-all")


def ended_on_that_phone(client, db, session):
    client.get("/my-app/places")
    form = next(f for f in client.page.forms if "place" in f.hidden)
    client.post("/my-app/places/sign-out", data=form.hidden)


def ended_by_another_sign_in(client, db, session):
    """Somebody else signs in in this very browser."""
    from portal.people import passphrases

    other = makers.make_membership(db, makers.make_young(db, known_as="Ash"))
    account = db.get(Account, other.account_id)
    account.username, account.passphrase = "ash", passphrases.keep("tiny odd story")
    said = {"username": "ash", "passphrase": "tiny odd story", "device": "own"}
    assert client.send("/sign-in", said).status_code == 303


def ended_by_a_command(client, db, session):
    name = db.scalars(select(Council.name)).one()
    db.commit()
    said = client.application.test_cli_runner().invoke(
        args=["sign-out", "--council", name, "--everybody"]
    )
    assert said.exit_code == 0, said.output


def ended_by_the_rest(client, db, session):
    """Locked out, a new code, no role any more: all of them end all of an account's."""
    sessions.end_all(db, session.account_id)


@pytest.mark.parametrize(
    "end",
    [ended_by_sign_out, ended_by_leaving, ended_everywhere, ended_on_that_phone,
     ended_by_another_sign_in, ended_by_a_command, ended_by_the_rest],
)  # fmt: skip
def test_a_phone_that_is_signed_out_is_not_told(client, db, sam, end):
    push(client)
    (session,) = all_of(db, SignInSession)
    stays = makers.make_push_way(db, makers.make_young(db, known_as="Kim"))
    end(client, db, session)
    db.commit()
    db.expire_all()
    left = [way.id for way in all_of(db, PushWay)]
    assert left == ([] if end is ended_by_a_command else [stays.id])


def test_one_that_proves_who_they_are_keeps_their_phone(client, db):
    """A new value for the cookie is the same session."""
    push(client)
    (way,) = all_of(db, PushWay)
    sessions.renew(db, client.get_cookie("session").value, "passphrase", clock.now())
    db.commit()
    db.expire_all()
    assert [one.id for one in all_of(db, PushWay)] == [way.id]


# --- what, by which, when ---------------------------------------------------------------------


def test_what_they_choose_is_kept_and_shown(client, db, sam):
    chosen = {"topic_messages": ["push", "text"], "topic_plan": ["email"], "starts": "1320",
              "ends": "540", "remind": "4"}  # fmt: skip
    form = {**client_form(client), **chosen}
    assert client.post("/told", data=form).status_code == 303
    wanted = {(c.topic, c.channel) for c in all_of(db, Choice) if c.wanted}
    assert wanted == {("messages", "push"), ("messages", "text"), ("plan", "email")}
    assert len(all_of(db, Choice)) == 5 * len(Channel)
    (quiet,) = all_of(db, Quiet)
    assert (quiet.starts, quiet.ends, quiet.remind_hours) == (1320, 540, 4)
    page = client.get("/told").text
    assert re.search(r'value="email"[^>]*checked|checked[^>]*value="email"', page)
    client.post("/told", data={**form, "topic_plan": [], "remind": "0"})
    assert {(c.topic, c.channel) for c in all_of(db, Choice) if c.wanted} == {
        ("messages", "push"), ("messages", "text")
    }  # fmt: skip
    assert len(all_of(db, Quiet)) == 1


def client_form(client):
    client.get("/told")
    form = next(f for f in client.page.forms if "starts" in f.names)
    return dict(form.hidden)


def test_no_quiet_time(client, db):
    form = {**client_form(client), "starts": "none", "ends": "480", "remind": "24"}
    assert client.post("/told", data=form).status_code == 303
    (quiet,) = all_of(db, Quiet)
    assert quiet.starts == quiet.ends
    assert re.search(r'<option selected[^>]* value="none"', client.get("/told").text)


@pytest.mark.parametrize(
    "wrong", [{"starts": "1441"}, {"ends": "none"}, {"ends": "x"}, {"remind": "5"}, {"remind": ""},
              {"starts": ""}],
)  # fmt: skip
def test_what_is_not_offered_is_refused(client, db, wrong):
    good = {"starts": "1320", "ends": "540", "remind": "4"}
    answer = client.post("/told", data={**client_form(client), **good, **wrong})
    assert answer.status_code == 422
    assert all_of(db, Quiet) == all_of(db, Choice) == []


def test_a_channel_that_is_not_offered_is_not_kept(make_app, db, sam):
    """Where no mail server is set."""
    browser = make_app().test_client()
    browser.handle = db
    browser.sign_in(sam)
    page = browser.get("/told").text
    assert "E-mail" not in page.replace("E-mail and text message work everywhere", "").replace(
        "or e-mail or text message", ""
    )
    form = {**client_form(browser), "topic_plan": ["email", "push", "x"], "starts": "0",
            "ends": "0", "remind": "4"}  # fmt: skip
    browser.post("/told", data=form)
    assert {c.channel for c in all_of(db, Choice)} == {"push"}


# --- one's own address or number ---------------------------------------------------------------


def add(client, kind="email", value="sam@example.org"):
    return client.send("/told/add", {"kind": kind, "value": value})


def code_for(db, client, kind="email"):
    way = db.scalars(select(OwnWay).where(OwnWay.kind == kind)).one()
    keys = client.application.extensions["settings"].keys
    return codes.code_of(keys[0], way.code_seed)


def test_an_address_is_used_once_it_is_shown_to_be_theirs(client, db, sam):
    answer = add(client)
    assert (answer.status_code, answer.location) == (303, "/told/code")
    (way,) = all_of(db, OwnWay)
    assert (way.value, way.proved_at, way.person_id) == ("sam@example.org", None, sam.id)
    (outbox,) = all_of(db, Outbox)
    assert (outbox.kind, outbox.source_ref) == ("own_way_code", way.code_seed)
    code = code_for(db, client)
    assert code not in json.dumps([str(c) for c in vars(way).values()])
    page = client.get("/told/code").text
    assert "sam@example.org" in page
    assert code not in page
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert client.send("/told/code", {"code": wrong}).status_code == 422
    assert client.send("/told/code", {"code": code}).status_code == 303
    db.expire_all()
    (way,) = all_of(db, OwnWay)
    assert (way.proved_at, way.code_seed) == (clock.now(), "")
    assert [notice.kind for notice in all_of(db, Notice)] == ["own_way_added"]
    assert "sam@example.org" in client.get("/told").text
    assert client.get("/told/code").location == "/told"


def test_a_number(client, db):
    assert add(client, "text", "07700 900123").status_code == 303
    assert all_of(db, OwnWay)[0].value == "+447700900123"


@pytest.mark.parametrize(
    ("kind", "value"),
    [("email", "no address"), ("email", "07700900123"), ("text", "sam@example.org"),
     ("text", "020 7946 0123"), ("email", ""), ("push", "sam@example.org"), ("", "a@b.example")],
)  # fmt: skip
def test_what_is_none_is_said_and_not_lost(client, db, kind, value):
    answer = add(client, kind, value)
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.text
    assert all_of(db, OwnWay) == all_of(db, Outbox) == []


def test_five_tries(client, db):
    add(client)
    code = code_for(db, client)
    for _ in range(5):
        assert client.send("/told/code", {"code": "x"}).status_code == 422
    answer = client.send("/told/code", {"code": code})
    assert answer.status_code == 429
    assert "Ask for a new code" in answer.text
    assert all_of(db, OwnWay)[0].proved_at is None


def test_a_new_code_after_five_tries_and_the_old_one_is_dead(client, db):
    add(client)
    old = code_for(db, client)
    add(client)
    assert client.send("/told/code", {"code": old}).status_code == 422
    assert client.send("/told/code", {"code": code_for(db, client)}).status_code == 303


def test_fifteen_minutes(client, db):
    add(client)
    code = code_for(db, client)
    page = client.get("/told/code")
    form = client.page.forms[-1] if page.status_code == 200 else None
    hidden = next(f for f in client.page.forms if "code" in f.names).hidden
    assert form is not None
    with clock.fixed(clock.now() + timedelta(minutes=15), everywhere=True):
        answer = client.post("/told/code", data={**hidden, "code": code})
        assert answer.location == "/told"
        assert "Not used" in client.get("/told").text
    db.expire_all()
    assert all_of(db, OwnWay)[0].proved_at is None


def test_nobody_is_pestered_with_codes(demo, client, db, sam):
    for _ in range(5):
        assert add(client).status_code == 303
    answer = add(client)
    assert answer.status_code == 429
    assert "Try again tomorrow" in answer.text
    other = demo()
    other.sign_in(makers.make_young(db, known_as="Ash"))
    assert add(other).status_code == 429  # from another account, to the same address
    assert add(other, "email", "ash@example.org").status_code == 303


def test_another_address_takes_the_place_of_the_one_before(client, db):
    add(client)
    client.send("/told/code", {"code": code_for(db, client)})
    add(client, value="sam@other.example")
    db.expire_all()
    (way,) = all_of(db, OwnWay)
    assert (way.value, way.proved_at) == ("sam@other.example", None)


def test_taking_it_away_deletes_it(client, db):
    add(client)
    client.get("/told")
    form = next(f for f in client.page.forms if "kind" in f.hidden)
    assert client.post("/told/take-away", data=form.hidden).status_code == 303
    assert all_of(db, OwnWay) == []
    assert client.post("/told/take-away", data={**form.hidden, "kind": "x"}).status_code == 409


def test_whoever_only_picked_the_phone_up_is_asked_first(client, db):
    with clock.fixed(clock.now() + timedelta(minutes=6), everywhere=True):
        answer = client.get("/told/add")
        assert answer.status_code == 303
        assert answer.location.startswith("/confirm")


def test_staff_never_see_it(demo, db, sam):
    makers.make_own_way(db, sam, value="sam-own@example.org")
    priya = makers.make_worker(db)
    makers.make_connection(db, sam, priya)
    browser = demo()
    browser.sign_in(priya)
    for path in ("/told", "/people", f"/people/{sam.ref}", "/waiting"):
        assert "sam-own@example.org" not in browser.get(path).text


# --- nicknames -----------------------------------------------------------------------------


@pytest.fixture
def helen(db, demo):
    """A carer, her browser, and two children with her."""
    helen = makers.make_carer(db)
    sky = makers.make_young(db, known_as="Sky", first_name="Skyler", last_name="Jones")
    ben = makers.make_young(db, known_as="Ben")
    for child in (sky, ben):
        makers.make_connection(db, child, helen, Kind.FOSTER_CARER)
    browser = demo()
    browser.sign_in(helen)
    return browser


def words(db):
    return {row.word for row in all_of(db, Nickname)}


def test_a_carer_picks_nicknames(helen, db):
    assert helen.send("/told/nicknames", {"word_0": "Otter", "word_1": "Blue"}).status_code == 303
    assert words(db) == {"Otter", "Blue"}
    marks = {row.word: row.mark for row in all_of(db, Nickname)}
    page = helen.get("/told").text
    assert "Otter" in page
    assert marks["Otter"] in page
    assert helen.send("/told/nicknames", {"word_0": "Otter", "word_1": "Red"}).status_code == 303
    assert {row.word: row.mark for row in all_of(db, Nickname)}["Otter"] == marks["Otter"]
    helen.send("/told/nicknames", {"word_0": "", "word_1": ""})
    assert words(db) == set()


@pytest.mark.parametrize("word", ["Sky", "skyler", "our Jones", "Ben", "b.e.n", "x" * 21])
def test_a_real_name_is_refused(helen, db, word):
    """Ben is the first on the list."""
    place = "word_0" if "en" in word or "b.e" in word else "word_1"
    other = "word_1" if place == "word_0" else "word_0"
    answer = helen.send("/told/nicknames", {place: word, other: "Blue"})
    assert answer.status_code == 422
    assert f'value="{word}"' in answer.text
    assert words(db) == set()


@pytest.mark.parametrize("words_of_each", [("Sky", "Blue"), ("Blue", "big Ben")])
def test_nor_is_one_child_called_by_the_name_of_another(helen, db, words_of_each):
    typed = {f"word_{n}": word for n, word in enumerate(words_of_each)}
    answer = helen.send("/told/nicknames", typed)
    assert answer.status_code == 422
    assert words(db) == set()


def test_only_children_who_are_there_now(helen, db):
    from portal.house import Connection

    for link in all_of(db, Connection):
        link.ends = clock.today(clock.now()) - timedelta(days=1)
    page = helen.get("/told/nicknames").text
    assert "No child lives with you now" in page
    assert "Sky" not in page


def test_nicknames_are_their_carers_alone(helen, db, demo):
    helen.send("/told/nicknames", {"word_0": "Otter", "word_1": "Blue"})
    other = makers.make_carer(db, known_as="Ida")
    from portal.house import Person

    sky = db.scalars(select(Person).where(Person.known_as == "Sky")).one()
    makers.make_connection(db, sky, other, Kind.FOSTER_CARER)
    browser = demo()
    browser.sign_in(other)
    for path in ("/told", "/told/nicknames"):
        assert "Otter" not in browser.get(path).text
        assert "Blue" not in browser.get(path).text


# --- another council ---------------------------------------------------------------------------


def test_signing_out_in_one_council_ends_the_ways_of_both(client, db, sam):
    """An account may belong to two councils; all its sessions end at once."""
    push(client)
    (session,) = all_of(db, SignInSession)
    other = makers.make_council(db)
    twin = makers.make_young(db, council=other, council_id=other.id)
    membership = makers.make(db, Membership, {
        "account_id": session.account_id, "council_id": other.id, "person_id": twin.id,
        "role": "young", "starts": makers.LONG_AGO,
    }, {})  # fmt: skip
    there = makers.make_session(db, membership)
    makers.make(db, PushWay, {
        "council_id": other.id, "person_id": twin.id, "account_id": session.account_id,
        "session_id": there.id, "endpoint": Phone(5).endpoint, "endpoint_hash": "b", "p256dh": "x",
        "auth": "x", "made_at": clock.now(),
    }, {})  # fmt: skip
    ended_everywhere(client, db, session)
    db.expire_all()
    assert all_of(db, PushWay) == []
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_topics_have_forms(client):
    client.get("/told")
    names = {name for form in client.page.forms for name in form.names}
    assert {f"topic_{topic.value}" for topic in Topic if topic is not Topic.WORK} <= names


def test_where_a_real_mail_server_is_set_it_is_offered(make_app, db, sam):
    app = make_app(smtp="smtps://mail.example", smtp_from="a@b.example")
    browser = app.test_client()
    browser.handle = db
    browser.sign_in(sam)
    assert "Add an e-mail address or number" in browser.get("/told").text
    assert replace(app.extensions["settings"]).demo is False
