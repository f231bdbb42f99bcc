"""Where somebody is signed in: seen, and ended from any of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.core import clock
from portal.core.access import Device, Role
from portal.house import Account, SignInSession
from portal.people import passphrases, sessions
from portal.people.rules import PersonKind
from portal.phones import pages
from tests import makers
from tests.databases import counting

ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"
PASSPHRASE = "purple otter bus"
KEPT = passphrases.keep(PASSPHRASE)


@pytest.fixture
def mia(db):
    mia = makers.make_young(db, known_as="Mia")
    account = makers.make_account(db, username="mia-14", passphrase=KEPT)
    makers.make_membership(db, mia, account_id=account.id)
    return mia


def sign_in(client, device="own", agent=ANDROID):
    typed = {"username": "mia-14", "passphrase": PASSPHRASE, "device": device}
    answer = client.send("/sign-in", typed, headers={"User-Agent": agent})
    assert answer.status_code == 303


def left(db):
    db.rollback()
    return db.scalars(select(SignInSession.place).order_by(SignInSession.place)).all()


def test_each_place_is_named_and_this_one_marked(client, new_client, db, mia, now):
    other = new_client()
    with clock.fixed(now - timedelta(minutes=10), everywhere=True):
        sign_in(other, "shared", IPHONE)
    sign_in(client)
    text = client.get("/my-app/places").text
    assert text.index("Chrome on Android") < text.index("Safari on iPhone")
    assert text.index("My own phone") < text.index("A phone that others use")
    assert text.count("You are here") == 1
    assert text.index("You are here") < text.index("Safari on iPhone")
    assert "Signed in today at 9:50am." in text
    assert "Last used today at 10am." in text
    assert ANDROID not in text and IPHONE not in text
    assert left(db) == ["Chrome on Android", "Safari on iPhone"]


def test_made_up_people_have_a_place_too(make_app, db, now):
    council = makers.make_council(db, kind="demo")
    mia = makers.make_young(db, code="mia", council_id=council.id)
    makers.make_membership(db, mia)
    client = make_app(demo=True).test_client()
    client.handle = db
    client.get("/demo")
    form = client.page.forms[1].hidden
    answer = client.post("/demo/sign-in", data={**form, "person": "mia"},
                         headers={"User-Agent": IPHONE})  # fmt: skip
    assert answer.status_code == 303
    assert left(db) == ["Safari on iPhone"]
    assert client.get_cookie("phone") is None  # nothing is known of made-up people


def test_what_has_ended_is_not_listed(client, db, mia, now):
    client.sign_in(mia)
    membership = db.scalars(select(makers.Membership)).one()
    gone = {"place": "Safari on iPhone"}
    makers.make_session(db, membership, ends_at=now, **gone)
    makers.make_session(
        db, membership, device="shared", seen_at=now - timedelta(minutes=16), **gone
    )
    makers.make_session(db, makers.make_membership(db, makers.make_young(db)), **gone)
    assert "Safari on iPhone" not in client.get("/my-app/places").text


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_the_page_and_the_link_to_it(client, db, role):
    kind = {Role.YOUNG: PersonKind.YOUNG, Role.CARER: PersonKind.CARER}.get(role, PersonKind.STAFF)
    client.sign_in(makers.make_person(db, kind), role)
    assert 'href="/my-app/places"' in client.get("/my-app").text
    text = client.get("/my-app/places").text
    own = role in (Role.YOUNG, Role.CARER)
    assert ("A computer at work" in text) is not own
    assert ("locks itself after" in text) is own


@pytest.mark.parametrize("much", [1, 40])
def test_it_asks_the_database_twice(client, db, database, mia, much):
    client.sign_in(mia)
    membership = db.scalars(select(makers.Membership)).one()
    for _ in range(much):
        makers.make_session(db, membership)
    db.commit()
    with counting(database) as counted:
        assert client.get("/my-app/places").text.count("Sign it out") == much
    assert len(counted) == 2


def test_one_is_ended_and_the_others_go_on(client, new_client, db, mia):
    other, third = new_client(), new_client()
    sign_in(other, agent=IPHONE)
    sign_in(third, agent="Firefox/1 Windows")
    sign_in(client)
    client.get("/my-app/places")
    _here, _firefox, iphone = [form for form in client.page.forms if "place" in form.hidden]
    answer = client.post("/my-app/places/sign-out", data=iphone.hidden)
    assert answer.location.startswith("/my-app/places?done=place-ended")
    assert "It is signed out there." in client.get(answer.location).text
    assert left(db) == ["Chrome on Android", "Firefox on Windows"]
    assert "/sign-in" in other.get("/home").location
    assert third.get("/home").status_code == 200


def test_ending_this_one_is_signing_out(client, db, mia):
    sign_in(client)
    client.get("/my-app/places")
    (form,) = [form for form in client.page.forms if "place" in form.hidden]
    answer = client.post("/my-app/places/sign-out", data=form.hidden)
    assert answer.location == "/sign-in?done=signed-out"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get_cookie("session") is None
    assert left(db) == []


def test_nobody_ends_anybody_elses(client, app, db, mia):
    leo = makers.make_young(db)
    theirs = makers.make_session(db, makers.make_membership(db, leo))
    sign_in(client)
    me = makers.make_viewer(db, mia)
    client.get("/my-app/places")
    form = client.form("/my-app/places", {"place": ""}).hidden
    with app.test_request_context("/"):
        mine = pages.code_of(me, theirs.id)
        leos = pages.code_of(replace(me, account_id=theirs.account_id), theirs.id)
    for code in (mine, leos, "", str(theirs.id), theirs.token_hash, "\0"):
        answer = client.post("/my-app/places/sign-out", data={**form, "place": code})
        assert answer.status_code == 409, code
    assert db.get(SignInSession, theirs.id) is not None


@pytest.mark.parametrize(("button", "stays"), [("others", 1), ("all", 0)])
def test_all_others_and_all(client, new_client, db, mia, button, stays):
    others = [new_client(), new_client()]
    leo = makers.make_young(db)
    makers.make_session(db, makers.make_membership(db, leo), place="Leo's")
    for other in others:
        sign_in(other)
    sign_in(client)
    answer = client.send("/my-app/places", {}, action=f"/my-app/places/sign-out-{button}")
    assert answer.status_code == 303
    assert left(db) == ["Chrome on Android"] * stays + ["Leo's"]
    assert all("/sign-in" in other.get("/home").location for other in others)
    assert (client.get("/home").status_code == 200) is bool(stays)
    assert (answer.headers.get("Clear-Site-Data") == '"cache"') is not bool(stays)


def test_one_alone_is_not_asked_about_others(client, db, mia):
    sign_in(client)
    assert "everywhere but here" not in client.get("/my-app/places").text


@pytest.mark.parametrize("minutes", ["5", "15", "60"])
def test_how_soon_it_locks_is_chosen(client, db, mia, minutes):
    client.sign_in(mia)
    answer = client.send("/my-app/places", {"minutes": minutes})
    assert answer.status_code == 303
    assert db.scalars(select(Account.relock_minutes)).one() == int(minutes)
    assert (
        f'checked id="minutes-{["5", "15", "60"].index(minutes)}"'
        in client.get("/my-app/places").text
    )


@pytest.mark.parametrize("minutes", ["", "0", "-1", "525600", "x"])
def test_and_nothing_else(client, db, mia, minutes):
    client.sign_in(mia)
    before = db.scalars(select(Account.relock_minutes)).one()
    client.get("/my-app/places")
    form = client.form("/my-app/places", {"minutes": ""}).hidden
    answer = client.post("/my-app/places/relock", data={**form, "minutes": minutes})
    assert answer.status_code == 422
    assert db.scalars(select(Account.relock_minutes)).one() == before


def test_end_all_but_one(db, mia):
    membership = db.scalars(select(makers.Membership)).one()
    kept = makers.make_session(db, membership)
    makers.make_session(db, membership)
    sessions.end_all(db, membership.account_id, but=kept.id)
    assert db.scalars(select(SignInSession.id)).all() == [kept.id]
    sessions.end_all(db, membership.account_id)
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_a_desk_has_its_own_name_for_it(client, db):
    client.sign_in(makers.make_worker(db))
    db.execute(update(SignInSession).values(device=Device.STAFF.value))
    assert "A computer at work" in client.get("/my-app/places").text
