"""Signing in by one's council's own service, against the real provider."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Device, Role
from portal.house import Account, Membership, SignInSession, StaffIdentity
from portal.people.rules import PersonKind
from portal.staff_sign_in import ways
from tests import makers
from tests.databases import counting
from tests.staff_sign_in import steps
from tests.staff_sign_in.conftest import claims
from tests.staff_sign_in.service import entry


def count(db, table):
    return db.scalar(select(func.count()).select_from(table))


def signed_in_as(db, person) -> Membership:
    """The one membership of this person, with a session."""
    membership = db.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    db.scalars(select(SignInSession).where(SignInSession.account_id == membership.account_id)).one()
    return membership


def refused(answer, code: str, status: int = 403) -> None:
    assert (steps.code_on(answer), answer.status_code) == (code, status)


# --- the first time ----------------------------------------------------------------------------


def test_the_first_time_makes_an_account_without_a_passphrase(new_browser, service, db, priya):
    client = new_browser()
    answer = steps.sign_in(client, service)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/waiting").status_code == 200
    membership = signed_in_as(db, priya)
    assert (membership.role, membership.ends) == (Role.WORKER, None)
    account = db.get_one(Account, membership.account_id)
    assert (account.username, account.passphrase) == (None, None)
    identity = db.scalars(select(StaffIdentity)).one()
    assert (identity.issuer, identity.subject) == (service.address, "priya")
    session = db.scalars(select(SignInSession)).one()
    assert (session.strength, session.device) == ("provider", Device.STAFF)
    assert session.provider_sid and service.address not in session.provider_sid
    assert session.ends_at - session.started_at == timedelta(hours=10)


def test_the_second_time_finds_the_account_by_issuer_and_subject_alone(
    new_browser, service, db, priya
):
    steps.sign_in(new_browser(), service)
    # Another address now, and somebody else has the old one.
    priya.email = "p.married@exampleshire.example"
    makers.make_worker(db, account=False, email="priya@exampleshire.example")
    assert steps.sign_in(new_browser(), service).status_code == 303
    assert count(db, Account) == count(db, StaffIdentity) == count(db, Membership) == 1
    assert count(db, SignInSession) == 2


def test_the_councils_code_for_a_person_may_decide(new_browser, service, db):
    council = makers.the_council(db)
    priya = makers.make_worker(db, account=False, code="W0042", email="")
    service.says(people={"priya": claims(email_verified=False, number=" W0042 ")})
    client = new_browser(entry(service.address, council.name, more='person_claim = "number"'))
    assert steps.sign_in(client, service).status_code == 303
    assert signed_in_as(db, priya)


def test_where_the_code_is_said_the_address_decides_nothing(new_browser, service, db, priya):
    """The address may have been somebody else's before; here it is Priya's, and the code is not."""
    other = makers.make_worker(db, account=False, code="W0042")
    service.says(people={"priya": claims(number="W0042")})
    name = makers.the_council(db).name
    client = new_browser(entry(service.address, name, more='person_claim = "number"'))
    assert steps.sign_in(client, service).status_code == 303
    assert signed_in_as(db, other)


def test_what_the_id_token_leaves_out_is_asked_for(new_browser, service, db, priya):
    service.says(wrong={"thin": True})
    assert steps.sign_in(new_browser(), service).status_code == 303
    assert signed_in_as(db, priya)
    assert "/me" in service.says()["asked"]


def test_a_second_factor_may_be_a_level(new_browser, service, priya):
    service.says(people={"priya": claims(amr=["pwd"], acr="gold")})
    assert steps.sign_in(new_browser(), service).status_code == 303


def test_signatures_by_elliptic_curves_are_taken(new_browser, service, db, priya):
    client = new_browser(entry(service.address, makers.the_council(db).name, "samplesea"))
    assert steps.sign_in(client, service).status_code == 303


def test_each_council_has_its_own_service(new_browser, service, db, priya):
    """Found by the button that was pressed, and only among that council's own people."""
    here, other = makers.the_council(db), makers.make_council(db)
    text = entry(service.address, here.name) + entry(service.address, other.name, "samplesea")
    client = new_browser(text)
    refused(steps.sign_in(client, service, council=other.name), "S13")
    assert steps.sign_in(client, service, council=here.name).status_code == 303
    assert signed_in_as(db, priya).council_id == here.id
    # The same account may work for both, as two people of two files.
    makers.make_worker(db, account=False, council_id=other.id, email="priya@exampleshire.example")
    assert steps.sign_in(client, service, council=other.name).status_code == 303
    assert (count(db, Account), count(db, Membership)) == (1, 2)


# --- who is not found ----------------------------------------------------------------------------


def test_nobody_with_this_address(new_browser, service, db):
    makers.make_worker(db, account=False, email="somebody@exampleshire.example")
    refused(steps.sign_in(new_browser(), service), "S13")
    assert count(db, Account) == count(db, SignInSession) == 0


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_the_service_has_not_verified_is_nobodys(
    new_browser, service, db, priya, verified
):
    service.says(people={"priya": claims(email_verified=verified)})
    refused(steps.sign_in(new_browser(), service), "S13")


@pytest.mark.parametrize("kind", [PersonKind.YOUNG, PersonKind.CARER, PersonKind.OTHER])
def test_only_staff_are_looked_for(new_browser, service, db, kind):
    makers.make_person(db, kind, email="priya@exampleshire.example")
    refused(steps.sign_in(new_browser(), service), "S13")


def test_two_people_with_one_address(new_browser, service, db, priya):
    makers.make_worker(db, account=False, email=" PRIYA@exampleshire.example ")
    refused(steps.sign_in(new_browser(), service), "S14")
    assert count(db, Account) == 0


def test_somebody_who_signs_in_another_way_already(new_browser, service, db):
    makers.make_worker(db, email="priya@exampleshire.example")
    refused(steps.sign_in(new_browser(), service), "S15")
    assert count(db, StaffIdentity) == 0


def test_a_closed_account_stays_closed(new_browser, service, db, priya):
    client = new_browser()
    steps.sign_in(client, service)
    db.scalars(select(Account)).one().state = "closed"
    refused(steps.sign_in(new_browser(), service), "S16")


def test_a_council_that_is_not_here(new_browser, service, db):
    makers.the_council(db)
    refused(steps.sign_in(new_browser(entry(service.address, "Nowhere")), service), "S17")


# --- roles ---------------------------------------------------------------------------------------


def test_the_highest_of_several_roles(new_browser, service, db, priya):
    groups = ["Alongside workers", "Alongside managers", "Alongside officers"]
    service.says(people={"priya": claims(groups=groups)})
    steps.sign_in(new_browser(), service)
    assert signed_in_as(db, priya).role == Role.MANAGER


def test_the_role_follows_the_groups(new_browser, service, db, priya):
    client = new_browser()
    steps.sign_in(client, service)
    service.says(people={"priya": claims(groups="Alongside officers")})
    assert steps.sign_in(client, service).status_code == 303
    assert signed_in_as(db, priya).role == Role.IRO


def test_no_group_no_role_and_what_was_open_ends(new_browser, service, db, priya):
    desk, phone = new_browser(), new_browser()
    steps.sign_in(desk, service)
    db.scalars(select(Membership)).one().is_lead = True
    db.commit()
    service.says(people={"priya": claims(groups=["Everybody"])})
    refused(steps.sign_in(phone, service), "S12")
    assert count(db, SignInSession) == 0
    assert desk.get("/waiting").status_code == 302
    db.rollback()
    membership = db.scalars(select(Membership)).one()
    assert membership.ends < clock.today(clock.now())
    assert not membership.is_lead  # who comes back is not the lead by that
    # Back in the group, they are the same person with the same account.
    service.says(people={"priya": claims()})
    assert steps.sign_in(phone, service).status_code == 303
    assert phone.get("/waiting").status_code == 200
    assert count(db, Account) == 1


def test_no_group_the_first_time_makes_nothing(new_browser, service, db, priya):
    service.says(people={"priya": claims(groups=[])})
    refused(steps.sign_in(new_browser(), service), "S12")
    assert count(db, Account) == count(db, Membership) == 0


@pytest.mark.parametrize("amr", [["pwd"], [], None])
def test_without_a_second_factor_nobody_comes_in(new_browser, service, db, priya, amr):
    service.says(people={"priya": claims(amr=amr, acr="silver")})
    refused(steps.sign_in(new_browser(), service), "S11")
    assert count(db, Account) == 0


def test_a_second_factor_is_never_taken_from_elsewhere(new_browser, service, priya):
    """Only the ID token speaks of this sign-in; what is asked for later does not."""
    service.says(wrong={"thin": True, "token": {"amr": None, "acr": None}})
    refused(steps.sign_in(new_browser(), service), "S11")


# --- one attempt, one browser, once ------------------------------------------------------------


def test_what_browsers_fetch_ahead_begins_nothing(new_browser, service):
    client = new_browser()
    answer = client.get("/staff", headers={"Sec-Purpose": "prefetch"})
    assert not any(one.startswith("way=") for one in answer.headers.getlist("Set-Cookie"))
    assert service.says()["asked"] == []
    assert client.get("/staff/go").status_code == 405
    assert client.post("/staff/go").status_code == 400  # no token


def test_the_way_there_is_bound_to_the_code_and_to_this_browser(new_browser, service):
    client = new_browser()
    answer = steps.begin(client)
    where = steps.there(answer)
    assert where.startswith(f"{service.address}/auth?")
    for said in ("response_type=code", "code_challenge_method=S256", "state=", "nonce="):
        assert said in where
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("way=")]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    way = ways.find(
        ["a-key-for-tests-" * 3], cookie.partition("=")[2].partition(";")[0], clock.now()
    )
    for secret in (way.verifier, way.state, way.nonce):
        assert secret not in cookie
    assert way.verifier not in where


def test_over_tls_the_cookie_is_for_this_host_only(new_browser, service, db):
    client = new_browser(public_url="https://alongside.example")
    answer = client.post("/staff/go")  # refused: no token; but then:
    assert answer.status_code == 400
    answer = steps.begin(client)
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "way=" in one]
    assert cookie.startswith("__Host-way=") and "Secure" in cookie
    assert "redirect_uri=https%3A%2F%2Falongside.example%2Fstaff%2Fcallback" in steps.there(answer)


def test_the_way_back_changes_nothing_until_the_button(new_browser, service, db, priya):
    client = new_browser()
    address = service.sign_in(steps.there(steps.begin(client)), "priya")
    assert steps.back(client, address).status_code == 200
    assert steps.back(client, address).status_code == 200  # looked at by a scanner, say
    assert count(db, Account) == count(db, SignInSession) == 0
    assert "/token" not in service.says()["asked"]
    assert steps.go_on(client).status_code == 303


def test_the_last_step_needs_our_own_page(new_browser, service, db, priya):
    client = new_browser()
    steps.back(client, service.sign_in(steps.there(steps.begin(client)), "priya"))
    hidden = client.page.forms[-1].hidden
    for sent in (
        client.post("/staff/callback", data={**hidden, "csrf_token": ""}),
        client.post("/staff/callback", data=hidden, headers={"Sec-Fetch-Site": "cross-site"}),
    ):
        assert sent.status_code in (400, 403)
    assert count(db, SignInSession) == 0


def test_another_browser_cannot_use_it(new_browser, service, db, priya):
    """Nobody is signed in as somebody else by a link that they were sent."""
    mine, theirs = new_browser(), new_browser()
    address = service.sign_in(steps.there(steps.begin(mine)), "priya")
    refused(steps.back(theirs, address), "S9", 400)
    steps.begin(theirs)
    refused(steps.back(theirs, address), "S9", 400)


def test_it_is_good_once(new_browser, service, db, priya):
    client = new_browser()
    steps.back(client, service.sign_in(steps.there(steps.begin(client)), "priya"))
    hidden, kept = client.page.forms[-1].hidden, client.get_cookie("way")
    assert steps.go_on(client).status_code == 303
    assert client.get_cookie("way") is None
    for again in (client, new_browser()):
        again.set_cookie("way", kept.value, domain="localhost")
        again.get("/staff")
        token = again.page.forms[-1].hidden["csrf_token"]
        answer = again.post("/staff/callback", data={**hidden, "csrf_token": token})
        refused(answer, "S9", 400)
    assert count(db, SignInSession) == 1


def test_it_is_good_for_a_quarter_of_an_hour(new_browser, service, now, priya):
    client = new_browser()
    address = service.sign_in(steps.there(steps.begin(client)), "priya")
    with clock.fixed(now + ways.LASTS, everywhere=True):
        assert steps.back(client, address).status_code == 200
    with clock.fixed(now + ways.LASTS + timedelta(seconds=1), everywhere=True):
        refused(steps.back(client, address), "S9", 400)


@pytest.mark.parametrize("spoil", [lambda one: one + "A", lambda one: "x" + one, lambda _: "é.é"])
def test_a_cookie_that_is_not_ours_is_none(spoil, now):
    way = ways.begin(["a key"], "0123456789ab", now)
    assert ways.find(["a key"], way.cookie, now) == way
    assert ways.find(["a key"], spoil(way.cookie), now) is None
    assert ways.find(["another key"], way.cookie, now) is None
    assert ways.find(["new key", "a key"], way.cookie, now) == way


def test_a_code_that_was_put_under_somebody_elses_state(new_browser, service, db, priya):
    """PKCE: the code works only with the verifier of its own attempt."""
    mine, theirs = new_browser(), new_browser()
    stolen = service.sign_in(steps.there(steps.begin(mine)), "priya")
    own = service.sign_in(steps.there(steps.begin(theirs)), "priya")
    mixed = own.partition("code=")[0] + "code=" + stolen.partition("code=")[2]
    state = own.partition("state=")[2].partition("&")[0]
    mixed = mixed.replace(stolen.partition("state=")[2].partition("&")[0], state)
    assert steps.back(theirs, mixed).status_code == 200
    refused(steps.go_on(theirs), "S9", 400)
    assert count(db, SignInSession) == 0


def test_an_answer_of_another_service_is_not_taken(new_browser, service, priya):
    """RFC 9207: the answer says whose it is."""
    client = new_browser()
    address = service.sign_in(steps.there(steps.begin(client)), "priya")
    for iss in ("iss=https%3A%2F%2Fevil.example", "iss="):
        steps.back(client, address.partition("iss=")[0] + iss)
        refused(steps.go_on(client), "S3")
        address = service.sign_in(steps.there(steps.begin(client)), "priya")


def test_somebody_who_was_signed_in_here_is_signed_out(new_browser, service, db, priya):
    client = new_browser()
    client.sign_in(makers.make_young(db))
    steps.sign_in(client, service)
    assert count(db, SignInSession) == 1
    assert signed_in_as(db, priya)


# --- how long, and how many questions ------------------------------------------------------------


def test_a_service_that_tells_us_nothing_is_asked_again(new_browser, service, db, priya, now):
    name = makers.the_council(db).name
    client = new_browser(entry(service.address, name, more="recheck_minutes = 20"))
    steps.sign_in(client, service)
    session = db.scalars(select(SignInSession)).one()
    assert session.ends_at - session.started_at == timedelta(minutes=20)
    with clock.fixed(now + timedelta(minutes=20), everywhere=True):
        assert client.get("/waiting").status_code == 302


def test_it_costs_a_known_number_of_statements(new_browser, service, database, priya):
    client = new_browser()
    steps.sign_in(client, service)
    steps.back(client, service.sign_in(steps.there(steps.begin(client)), "priya"))
    with counting(database) as counted:
        assert steps.go_on(client).status_code == 303
    assert len(counted) <= 8, counted.statements  # one shuts a diary that was open in the session
    assert len(counted.ledger) == 1  # that the attempt is used up


def test_where_no_council_has_a_service_there_is_no_such_page(client):
    for path in ("/staff", "/staff/callback?state=x", "/staff/signed-out"):
        assert client.get(path).status_code == 404
    assert "I work for a council" not in client.get("/sign-in").get_data(as_text=True)


def test_the_way_in_stands_on_the_sign_in_page(new_browser):
    client = new_browser(debug=False)
    page = client.get("/sign-in")
    assert "I work for a council" in page.get_data(as_text=True)
    assert "/staff" in client.page.links


def test_key_of_a_provider_does_not_move_with_its_place(new_browser, service, db):
    here, other = makers.the_council(db), makers.make_council(db)
    one, two = (
        entry(service.address, here.name),
        entry(service.address, other.name, "samplesea"),
    )
    pages = [
        new_browser(text).get("/staff").get_data(as_text=True) for text in (one + two, two + one)
    ]
    keys = [sorted(page.split('value="')[2:]) for page in pages]
    assert [key[:12] for key in keys[0]] == [key[:12] for key in keys[1]]
