"""A way in, used: a code and a word that were given in person, once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Role
from portal.house import (
    Account,
    AuditEvent,
    Invite,
    Membership,
    Notice,
    Outbox,
    SignInSession,
    Tally,
)
from portal.invites import actions
from portal.invites.rules import code_hash
from portal.people import passphrases
from portal.people.rules import Kind
from tests import makers
from tests.client import Client

CODE = "BCDF-GHJK-2345"
WORD = "blue kettle"
EARLIER = datetime(2026, 11, 22, tzinfo=UTC)
TYPED = {"word": WORD, "username": "mia-14", "passphrase": "purple otter bus", "device": "own"}


def count(db, table):
    db.rollback()
    return db.scalar(select(func.count()).select_from(table))


@pytest.fixture
def sam(db):
    return makers.make_young(db, known_as="Sam")


def accept(client, **typed):
    return client.send("/invite", {"code": CODE, **TYPED, **typed})


def without_what_was_typed(answer):
    return re.sub(r'value="[^"]*"', "", answer.text)


@pytest.mark.parametrize("typed", [CODE, " bcdf ghjk 2345 "])
@pytest.mark.parametrize("word", [WORD, " BLUE-kettle"])
def test_a_code_makes_an_account_and_opens_home(client, db, sam, typed, word):
    invite = makers.make_invite(db, sam, CODE)
    visitor = client.get("/invite") and client.get_cookie("session").value
    answer = accept(client, code=typed, word=word, username=" Mia-14 ")
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


def test_a_carer_gets_in_the_same_way(client, db):
    helen = makers.make_carer(db)
    makers.make_invite(db, helen, CODE)
    answer = accept(client)
    assert client.get(answer.location, follow_redirects=True).request.path == "/privacy/first"
    assert client.get("/", follow_redirects=True).request.path == "/children"
    assert db.scalars(select(Membership)).one().role == Role.CARER


NO_GOOD = {
    "mistyped": {"code_hash": code_hash("another")},
    "expired": {"ends_at": EARLIER},
    "used": {"used_at": EARLIER},
    "cancelled": {"cancelled_at": EARLIER},
    "another-word": {"word": "green lantern"},
    "without-a-word": {"secret": ""},
    "for-staff": {"role": Role.WORKER.value},
}


@pytest.mark.parametrize("wrong", NO_GOOD.values(), ids=NO_GOOD)
def test_a_code_that_is_no_good_makes_nothing(client, db, sam, wrong):
    makers.make_invite(db, sam, CODE, **wrong)
    answer = accept(client)
    assert answer.status_code == 422
    assert "do not fit" in answer.text
    assert "4 tries left" in answer.text
    assert count(db, Account) == count(db, SignInSession) == 0


def test_whatever_is_wrong_with_it_looks_the_same_and_costs_the_same(
    client, db, sam, now, monkeypatch
):
    """Unknown, known, expired, used, cancelled: the same questions, one verification of
    the word, and an answer of the same bytes, try for try."""
    checked, kept = [], []
    fits, keep = passphrases.fits, passphrases.keep
    monkeypatch.setattr(passphrases, "fits", lambda *them: checked.append(them[0]) or fits(*them))
    monkeypatch.setattr(passphrases, "keep", lambda word: kept.append(word) or keep(word))
    pages = {}
    for name, wrong in NO_GOOD.items():
        invite = makers.make_invite(db, sam, f"code {name}", **wrong)
        typed = {"code": f"code {name}", "word": "wrong words"}
        if name == "without-a-word":
            typed["word"] = "there is nobody with this name"
        before = len(checked)
        with clock.fixed(now + timedelta(minutes=16 * len(pages)), everywhere=True):
            pages[name] = tuple(without_what_was_typed(accept(client, **typed)) for _ in range(7))
        assert len(checked) - before == 7, name
        db.delete(invite)
    assert len(set(pages.values())) == 1
    assert len(set(pages["mistyped"])) == 5  # 4, 3, 2, 1 left, and none from then on
    # Of an unknown code there is nothing to check against, and it was checked all the same.
    assert None in checked
    assert any(checked)
    assert kept == []


def test_a_code_lasts_72_hours(client, db, sam, now):
    makers.make_invite(db, sam, CODE)
    with clock.fixed(now + timedelta(hours=72), everywhere=True):
        assert accept(client).status_code == 422
    with clock.fixed(now + timedelta(hours=72, seconds=-1), everywhere=True):
        assert accept(client).status_code == 303


# --- five tries --------------------------------------------------------------------------------


def wrong(client, **typed):
    return accept(client, **{"word": "green lantern", **typed})


def test_five_wrong_words_end_the_code(client, db, sam, now):
    invite = makers.make_invite(db, sam, CODE)
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        answer = wrong(client)
        assert answer.status_code == 422
        assert f": {left} left" in answer.text
        assert db.get(Invite, invite.id).cancelled_at is None
    assert "does not work any more" in wrong(client).text
    assert db.get(Invite, invite.id).cancelled_at == now
    answer = accept(client)
    assert (answer.status_code, "does not work any more" in answer.text) == (422, True)
    # Not only while the count of tries is remembered.
    db.query(Tally).delete()
    assert accept(client).status_code == 422
    assert count(db, Account) == 0


def test_the_count_is_of_the_code_however_typed_and_from_wherever(client, new_client, db, sam):
    makers.make_invite(db, sam, CODE)
    for number in range(5):
        other = new_client()
        other.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        wrong(other, code=CODE.lower().replace("-", " " * number))
    assert accept(client).status_code == 422


def test_four_wrong_words_and_then_the_right_one(client, db, sam):
    makers.make_invite(db, sam, CODE)
    assert [wrong(client).status_code for _ in range(4)] == [422] * 4
    assert accept(client).status_code == 303


def test_the_right_word_with_something_else_wrong_is_no_try(client, db, sam):
    makers.make_account(db, username="taken")
    makers.make_invite(db, sam, CODE)
    for _ in range(6):
        assert "Somebody has this name already" in accept(client, username="taken").text
    assert accept(client).status_code == 303


def test_wrong_words_at_once_are_not_more_than_five(app, db, sam, patient):
    """Counted before the word is looked at: nobody gets more tries by being many."""
    makers.make_invite(db, sam, CODE)
    db.commit()

    def guess(number):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        return wrong(client).text

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(16)))
    assert sum("left" in answer for answer in answers) == 4
    assert accept(app.test_client()).status_code == 422


def test_many_codes_from_one_address_must_wait(client, db, sam):
    makers.make_invite(db, sam, CODE)
    token = client.get("/invite") and client.form("/invite", {"code": ""}).hidden
    typed = {**token, **TYPED}
    codes = [
        client.post("/invite", data={**typed, "code": f"wrong {number}"}).status_code
        for number in range(31)
    ]
    assert codes == [422] * 30 + [429]
    assert client.post("/invite", data={**typed, "code": CODE}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    answer = client.post("/invite", data={**typed, "code": CODE}, environ_overrides=elsewhere)
    assert answer.status_code == 303


def test_a_whole_home_may_get_in_on_one_day(client, new_client, db):
    """What fits is no try: people of one home share its address."""
    for number in range(31):
        makers.make_invite(db, makers.make_young(db), f"code {number}")
    for number in range(31):
        answer = accept(new_client(), code=f"code {number}", username=f"mia-{number}")
        assert answer.status_code == 303, number


# --- nothing but a POST, and once ---------------------------------------------------------------


def test_links_and_previews_use_nothing_up(client, db, sam):
    """A thousand GETs and HEADs with the code in the address."""
    invite = makers.make_invite(db, sam, CODE)
    assert f'value="{CODE}"' in client.get(f"/invite?code={CODE}").text
    preview = FlaskClient(client.application)  # ours would check every page
    for number in range(1_000):
        ask = preview.head if number % 4 == 0 else preview.get
        assert ask(f"/invite?code={CODE}").status_code == 200
    db.expire_all()
    left = db.get(Invite, invite.id)
    assert (left.used_at, left.cancelled_at) == (None, None)
    assert count(db, Tally) == count(db, AuditEvent) == count(db, Account) == 0
    assert accept(client).status_code == 303


def test_a_code_is_used_once(client, new_client, db, sam):
    makers.make_invite(db, sam, CODE)
    assert accept(client).status_code == 303
    answer = accept(new_client(), username="somebody-else")
    assert (answer.status_code, "do not fit" in answer.text) == (422, True)
    assert count(db, Account) == count(db, Membership) == count(db, SignInSession) == 1


def test_a_code_used_by_fifty_at_once_makes_one_account_and_one_session(app, db, sam, patient):
    makers.make_invite(db, sam, CODE)
    db.commit()

    def use(number):
        client: Client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        return accept(client, username=f"mia-{number}").status_code

    with ThreadPoolExecutor(50) as pool:
        assert sorted(pool.map(use, range(50))) == [303] + [422] * 49
    assert count(db, Account) == count(db, Membership) == count(db, SignInSession) == 1


def test_two_codes_made_at_once_leave_one_open(database, db, sam):
    db.commit()

    def make(_number):
        with database.committing() as own:
            return actions.invite(
                own, sam.council_id, sam.id, Role.YOUNG, makers.kept_word(WORD), None, clock.now()
            ).code

    with ThreadPoolExecutor(6) as pool:
        codes = set(pool.map(make, range(6)))
    assert len(codes) == 6
    assert db.scalar(select(func.count()).where(Invite.cancelled_at.is_(None))) == 1


def test_a_new_code_cancels_the_one_before(client, db, sam):
    def made():
        return actions.invite(
            db, sam.council_id, sam.id, Role.YOUNG, makers.kept_word(WORD), None, clock.now()
        ).code

    first, second = made(), made()
    assert accept(client, code=first).status_code == 422
    assert accept(client, code=second).status_code == 303


# --- what else can be wrong ----------------------------------------------------------------------


def test_a_name_that_is_taken_uses_nothing_up_and_keeps_what_was_typed(client, db, sam):
    makers.make_account(db, username="mia-14")
    makers.make_invite(db, sam, CODE)
    answer = accept(client, username="MIA-14")
    assert answer.status_code == 422
    assert "Somebody has this name already" in answer.text
    for typed in (CODE, WORD, "MIA-14"):
        assert f'value="{typed}"' in answer.text
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


def test_a_first_code_makes_no_second_account(client, db, sam):
    """It was given before the account was made in another way."""
    makers.make_membership(db, sam)
    makers.make_invite(db, sam, CODE)
    answer = accept(client)
    assert answer.status_code == 422
    assert "You already have an account" in answer.text
    assert count(db, Account) == 1


def test_a_first_code_needs_a_user_name(client, db, sam):
    makers.make_invite(db, sam, CODE)
    answer = accept(client, username=" ")
    assert (answer.status_code, "Pick a user name." in answer.text) == (422, True)
    assert count(db, Account) == 0
    assert accept(client).status_code == 303


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"code": " "}, "Type the code"),
        ({"word": " "}, "Type the word"),
        ({"username": "mia c"}, "with no spaces"),
        ({"passphrase": "short"}, "Make it longer"),
        ({"passphrase": "mia-14 mia-14"}, "Do not use your user name"),
        ({"passphrase": "aaaaaaaaaaaa"}, "too easy to guess"),
    ],
)
def test_what_is_typed_wrong_is_said_kindly_and_is_no_try(client, db, sam, typed, says):
    makers.make_invite(db, sam, CODE)
    answer = accept(client, **typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert count(db, Account) == count(db, Tally) == 0


@pytest.mark.parametrize("typed", ["x" * 500, "\u202e", "'; --", "💡" * 12, "0" * 12])
def test_nothing_odd_breaks_it(client, db, sam, typed):
    makers.make_invite(db, sam, CODE)
    assert accept(client, code=typed, word=typed).status_code == 422
    assert client.get("/invite", query_string={"code": typed}).status_code == 200


# --- who is told ----------------------------------------------------------------------------------


def test_whoever_gave_it_and_whoever_answers_are_told(client, db):
    sam, priya = makers.make_pair(db, known_as="Sam")
    boss = makers.make_worker(db, council_id=sam.council_id, known_as="Jo")
    makers.make_connection(db, sam, boss, Kind.MANAGER)
    makers.make_invite(db, sam, CODE, made_by_id=boss.id)
    accept(client)
    told = db.execute(select(Notice.person_id, Notice.kind, Notice.source_ref)).all()
    assert set(told) == {(p.id, "way_in_used", sam.ref) for p in (boss, priya)}
    # What leaves the app says nothing of whom or what it is about.
    for row in db.scalars(select(Outbox)):
        for secret in (sam.ref, sam.known_as, CODE, WORD):
            assert secret not in f"{row.kind} {row.source_ref} {row.dedupe}"
    event = db.scalars(select(AuditEvent)).one()
    assert (event.about_id, event.person_id, event.act, event.what) == (
        sam.id, sam.id, "changed", "invites.used",
    )  # fmt: skip


def test_the_giver_is_told_once(client, db):
    sam, priya = makers.make_pair(db)
    makers.make_invite(db, sam, CODE, made_by_id=priya.id)
    accept(client)
    assert db.scalars(select(Notice.person_id)).all() == [priya.id]


def test_a_code_in_one_council_opens_nothing_in_another(client, db):
    makers.make_pair(db)
    other = makers.make_council(db)
    sam, priya = makers.make_pair(db, council=other, known_as="Sam of the other")
    makers.make_invite(db, sam, CODE, made_by_id=priya.id)
    answer = accept(client)
    assert answer.location.startswith("/privacy/first")
    assert "Hi Sam of the other" in client.get("/", follow_redirects=True).text
    assert db.scalars(select(SignInSession.council_id)).one() == other.id
