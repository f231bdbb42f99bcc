"""Out again: here, over there, and here because of over there."""

import time
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import func, select

from portal.core import clock
from portal.house import Membership, SignInSession
from portal.staff_sign_in.rules import LOGOUT_EVENT
from tests import makers
from tests.staff_sign_in import steps
from tests.staff_sign_in.conftest import claims
from tests.staff_sign_in.service import entry


def sessions(db) -> int:
    return db.scalar(select(func.count()).select_from(SignInSession))


def tell(client, token: str):
    """As a service does: from its own server, without a cookie, a token of ours or an origin."""
    other = client.application.test_client()
    other.handle = client.handle
    del other.environ_base["HTTP_SEC_FETCH_SITE"]
    answer = other.post("/staff/signed-out", data={"logout_token": token})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data == b""
    return answer.status_code


def notice_of(service, client, **signed_in) -> str:
    """Sign in, sign out over there, and catch what it sends us."""
    browser = service.browser()
    assert steps.sign_in(client, service, browser=browser, **signed_in).status_code == 303
    service.sign_out(f"{service.address}/session/end", browser)
    return service.told()[-1]


def test_whoever_leaves_over_there_is_signed_out_here(new_browser, service, db, priya):
    client, other = new_browser(), new_browser()
    steps.sign_in(other, service)  # another computer, another session over there
    notice = notice_of(service, client)
    assert client.get("/waiting").status_code == 200
    assert tell(client, notice) == 200
    assert client.get("/waiting").status_code == 302
    assert other.get("/waiting").status_code == 200
    assert sessions(db) == 1


def test_a_notice_is_taken_once(new_browser, service, db, priya):
    client = new_browser()
    notice = notice_of(service, client)
    assert tell(client, notice) == 200
    assert steps.sign_in(client, service).status_code == 303
    assert tell(client, notice) == 400
    assert sessions(db) == 1


def test_a_notice_without_a_session_ends_all_of_theirs(new_browser, service, db, priya):
    makers.make_worker(db, account=False, email="omar@exampleshire.example")
    service.says(people={"priya": claims(), "omar": claims(email="omar@exampleshire.example")})
    omar = new_browser()
    steps.sign_in(omar, service, "omar")
    steps.sign_in(new_browser(), service)
    service.says(wrong={"logout": {"sid": None}})
    client = new_browser()
    assert tell(client, notice_of(service, client)) == 200
    assert sessions(db) == 1
    assert omar.get("/waiting").status_code == 200


def test_a_session_that_began_without_a_sid_ends_by_person(new_browser, service, db, priya):
    service.says(wrong={"token": {"sid": None}})
    client = new_browser()
    assert tell(client, notice_of(service, client)) == 200
    assert sessions(db) == 0


def test_two_services_may_use_the_same_sid(new_browser, service, db, priya):
    """A notice is one service's; somebody else's sid is only a number to it."""
    client = new_browser()
    notice = notice_of(service, client)
    row = db.scalars(select(SignInSession)).one()
    row.provider_sid = "0" * 64
    assert tell(client, notice) == 200
    assert sessions(db) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"logout": {"iss": "https://evil.example"}},
        {"logout": {"aud": "somebody-else"}},
        {"logout": {"nonce": "x"}},
        {"logout": {"events": None}},
        {"logout": {"events": {"http://schemas.openid.net/event/other": {}}}},
        {"logout": {"events": {LOGOUT_EVENT: "yes"}}},
        {"logout": {"jti": None}},
        {"logout": {"iat": None}},
        {"logout": {"iat": 4_000_000_000}},
        {"logout": {"exp": 1_600_000_000}},
        {"logout": {"sid": None, "sub": None}},
        {"logout": {"sid": 7}},
        {"signed": "other"},
        {"signed": "unknown"},
        {"signed": "none"},
        {"signed": "secret"},
    ],
    ids=str,
)
def test_a_notice_that_is_not_right_ends_nothing(new_browser, service, db, priya, wrong):
    client = new_browser()
    browser = service.browser()
    steps.sign_in(client, service, browser=browser)
    service.says(wrong=wrong)
    service.sign_out(f"{service.address}/session/end", browser)
    assert tell(client, service.told()[-1]) == 400
    assert sessions(db) == 1


def test_an_old_notice_is_not_taken(new_browser, service, db, priya):
    service.says(wrong={"logout": {"iat": int(time.time()) - 700, "exp": None}})
    client = new_browser()
    assert tell(client, notice_of(service, client)) == 400
    assert sessions(db) == 1


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "." * 40, "e30.e30.e30", "é", "[" * 20_000])
def test_what_is_no_notice_at_all(new_browser, db, text):
    assert tell(new_browser(), text) == 400


def test_a_notice_by_somebody_who_made_a_key(new_browser, service, db, priya):
    client = new_browser()
    steps.sign_in(client, service)
    now = int(time.time())
    said = {
        "iss": service.address, "aud": "exampleshire", "iat": now, "exp": now + 60, "jti": "x",
        "sub": "priya", "events": {LOGOUT_EVENT: {}},
    }  # fmt: skip
    token = jwt.encode({"alg": "RS256", "kid": "rsa"}, said, RSAKey.generate_key(2048))
    assert tell(client, token) == 400
    assert sessions(db) == 1


def test_no_notice_where_there_is_no_service(client):
    assert tell(client, "x") == 400


def test_a_service_that_is_away_cannot_be_believed(new_browser, service, db, priya):
    """Its keys cannot be had: so nothing is ended, and it may tell us again."""
    first = new_browser()
    notice = notice_of(service, first)
    service.says(wrong={"away": ["/jwks"]})
    name = makers.the_council(db).name
    fresh = new_browser(entry(service.address, name) + "\n")
    assert tell(fresh, notice) == 400
    service.says(wrong={})
    assert tell(fresh, notice) == 200


def test_many_councils_one_service(new_browser, service, db, priya):
    """The audience says whose client a notice is for."""
    here, other = makers.the_council(db), makers.make_council(db)
    text = entry(service.address, other.name, "samplesea") + entry(service.address, here.name)
    client = new_browser(text)
    assert tell(client, notice_of(service, client, council=here.name)) == 200
    assert sessions(db) == 0


# --- signing out oneself -------------------------------------------------------------------------


def sign_out(client):
    client.get("/my-app")
    (form,) = [one for one in client.page.forms if one.action == "/sign-out"]
    return client.post("/sign-out", data=form.hidden)


def test_signing_out_here_offers_the_way_out_over_there(new_browser, service, db, priya):
    client = new_browser()
    browser = service.browser()
    steps.sign_in(client, service, browser=browser)
    gone = sign_out(client)
    assert gone.status_code == 303
    assert gone.headers["Clear-Site-Data"] == '"cache"'
    assert sessions(db) == 0
    page = client.get(gone.location)
    assert page.status_code == 200
    name = makers.the_council(db).name
    assert f"You may still be signed in at {name}." in page.text
    (there,) = [link for link in client.page.links if link.startswith(service.address)]
    assert "client_id=exampleshire" in there
    assert "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fstaff%2Fsigned-out" in there
    assert "id_token_hint" not in there and "priya" not in there
    service.sign_out(there, browser)
    assert len(service.told()) == 1
    # And back to us, which then has nothing more to offer.
    back = client.get("/staff/signed-out?state=anything")
    assert back.status_code == 200
    assert "You may still be signed in" not in back.text


def test_signing_out_when_the_service_is_away(new_browser, service, db, priya, monkeypatch):
    client = new_browser()
    steps.sign_in(client, service)
    found = next(iter(client.application.extensions["staff_sign_in"].values()))
    monkeypatch.setattr(found, "_known_until", 0)
    service.says(wrong={"away": ["/.well-known/openid-configuration"]})
    page = client.get(sign_out(client).location)
    assert page.status_code == 200
    assert "Close every window of this browser" in page.text


def test_whoever_is_signed_in_is_not_told_that_they_are_not(new_browser, service, priya):
    client = new_browser()
    steps.sign_in(client, service)
    answer = client.get("/staff/signed-out")
    assert (answer.status_code, answer.location) == (302, "/")


def test_everybody_else_signs_out_as_before(new_browser, db):
    client = new_browser()
    client.sign_in(makers.make_young(db))
    assert sign_out(client).location == "/sign-in?done=signed-out"


def test_quick_exit_ends_it_too(new_browser, service, db, priya):
    client = new_browser()
    steps.sign_in(client, service)
    assert client.post("/leave").status_code == 303
    assert sessions(db) == 0


def test_it_ends_after_ten_hours_whatever_the_service_says(new_browser, service, db, priya, now):
    client = new_browser()
    steps.sign_in(client, service)
    membership = db.scalars(select(Membership)).one()
    assert membership.ends is None
    row = db.scalars(select(SignInSession)).one()
    row.seen_at = row.ends_at
    with clock.fixed(now + timedelta(hours=10), everywhere=True):
        assert client.get("/waiting").status_code == 302
