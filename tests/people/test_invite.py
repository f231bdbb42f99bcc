"""The first account: a code given in person, used once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Role
from portal.house import Account, Invite, Membership, SignInSession
from portal.people import actions
from tests import makers
from tests.client import Client

CODE = "BCDF-GHJK-2345"
EARLIER = datetime(2026, 11, 22, tzinfo=UTC)
TYPED = {"username": "mia-14", "passphrase": "purple otter bus", "device": "own"}


def count(db, table):
    db.rollback()
    return db.scalar(select(func.count()).select_from(table))


@pytest.fixture
def sam(db):
    return makers.make_young(db, known_as="Sam")


def accept(client, **typed):
    return client.send("/invite", {"code": CODE, **TYPED, **typed})


@pytest.mark.parametrize("typed", [CODE, " bcdf ghjk 2345 "])
def test_a_code_makes_an_account_and_opens_home(client, db, sam, typed):
    invite = makers.make_invite(db, sam, CODE)
    visitor = client.get("/invite") and client.get_cookie("session").value
    answer = accept(client, code=typed, username=" Mia-14 ")
    assert answer.status_code == 303
    first = client.get(answer.location, follow_redirects=True)
    assert (first.status_code, first.request.path) == (200, "/privacy/first")
    assert "Welcome" in first.text
    home = client.get("/", follow_redirects=True)
    assert (home.status_code, home.request.path) == (200, "/home")
    assert "Hi Sam" in home.text
    membership = db.scalars(select(Membership)).one()
    assert (membership.person_id, membership.role) == (sam.id, Role.YOUNG)
    account = db.get(Account, membership.account_id)
    assert account.username == "mia-14"
    assert "otter" not in account.passphrase
    assert db.get(Invite, invite.id).used_at == clock.now()
    assert client.get_cookie("session").value not in (visitor, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_hash": actions.code_hash("another")},
        {"ends_at": EARLIER},
        {"used_at": EARLIER},
        {"cancelled_at": EARLIER},
    ],
    ids=["mistyped", "expired", "used", "cancelled"],
)
def test_a_code_that_is_no_good_makes_nothing(client, db, sam, wrong):
    makers.make_invite(db, sam, CODE, **wrong)
    answer = accept(client)
    assert answer.status_code == 422
    assert "This code does not work" in answer.text
    assert count(db, Account) == count(db, SignInSession) == 0


def test_a_code_lasts_72_hours(client, db, sam, now):
    makers.make_invite(db, sam, CODE)
    with clock.fixed(now + timedelta(hours=72), everywhere=True):
        assert accept(client).status_code == 422
    with clock.fixed(now + timedelta(hours=72, seconds=-1), everywhere=True):
        assert accept(client).status_code == 303


def test_a_new_code_cancels_the_one_before(client, db, sam):
    first = actions.invite(db, sam, Role.YOUNG, None, clock.now())
    second = actions.invite(db, sam, Role.YOUNG, None, clock.now())
    assert accept(client, code=first).status_code == 422
    assert accept(client, code=second).status_code == 303


def test_a_link_that_carries_the_code_does_not_use_it_up(client, db, sam):
    invite = makers.make_invite(db, sam, CODE)
    assert CODE in client.get(f"/invite?code={CODE}").text
    assert db.get(Invite, invite.id).used_at is None


def test_a_code_is_used_once(client, new_client, db, sam):
    makers.make_invite(db, sam, CODE)
    assert accept(client).status_code == 303
    assert accept(new_client(), username="somebody-else").status_code == 422
    assert count(db, Account) == count(db, Membership) == 1


def test_a_code_used_by_two_at_once_makes_one_account(app, db, sam):
    makers.make_invite(db, sam, CODE)
    db.commit()

    def use(number):
        client: Client = app.test_client()
        return accept(client, username=f"mia-{number}").status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [303, 422, 422, 422]
    assert count(db, Account) == count(db, Membership) == count(db, SignInSession) == 1


def test_a_name_that_is_taken_uses_nothing_up_and_keeps_what_was_typed(client, db, sam):
    makers.make_account(db, username="mia-14")
    makers.make_invite(db, sam, CODE)
    answer = accept(client, username="MIA-14")
    assert answer.status_code == 422
    assert "Somebody has this name already" in answer.text
    assert f'value="{CODE}"' in answer.text
    assert 'value="MIA-14"' in answer.text
    assert "otter" not in answer.text
    assert accept(client, username="mia-15").status_code == 303


def test_a_name_wanted_by_two_at_once_goes_to_one(app, db, sam):
    makers.make_invite(db, sam, CODE)
    makers.make_invite(db, makers.make_young(db), "other")
    db.commit()
    with ThreadPoolExecutor(2) as pool:
        codes = pool.map(lambda code: accept(app.test_client(), code=code).status_code,
                         (CODE, "other"))  # fmt: skip
        assert sorted(codes) == [303, 422]


def test_somebody_with_an_account_gets_no_second_one(client, db, sam):
    makers.make_membership(db, sam)
    makers.make_invite(db, sam, CODE)
    answer = accept(client)
    assert answer.status_code == 422
    assert "You already have an account" in answer.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"code": " "}, "Type the code"),
        ({"username": ""}, "Pick a user name"),
        ({"username": "mia c"}, "with no spaces"),
        ({"passphrase": "short"}, "Make it longer"),
        ({"passphrase": "mia-14 mia-14"}, "Do not use your user name"),
        ({"passphrase": "aaaaaaaaaaaa"}, "too easy to guess"),
    ],
)
def test_what_is_typed_wrong_is_said_kindly(client, db, sam, typed, says):
    makers.make_invite(db, sam, CODE)
    answer = accept(client, **typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert count(db, Account) == 0


def test_many_wrong_codes_must_wait(client, db, sam):
    makers.make_invite(db, sam, CODE)
    token = client.get("/invite") and client.form("/invite", {"code": ""}).hidden
    wrong = {**token, **TYPED, "code": "wrong"}
    codes = [client.post("/invite", data=wrong).status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]
    assert client.post("/invite", data={**wrong, "code": CODE}).status_code == 429
