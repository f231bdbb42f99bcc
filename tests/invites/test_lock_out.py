"""Somebody else can get in: one page, with one's passphrase, locks everybody else out."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from portal.core import clock
from portal.core.access import Device, Role
from portal.house import Account, AuditEvent, Invite, Membership, Notice, Passkey, SignInSession
from portal.people import passphrases
from portal.people.rules import Kind
from tests import makers
from tests.databases import counting
from tests.invites.test_again import account_of, is_in, make_passkey, signs_in
from tests.pages import steady

PAGE = "/my-app/fresh-start"
OLD, NEW = "purple otter bus", "seven green spoons"
KEPT = passphrases.keep(OLD)


@pytest.fixture
def pair(db):
    sam, priya = makers.make_pair(db, known_as="Sam")
    account = makers.make_account(db, username="sam-14", passphrase=KEPT)
    makers.make_membership(db, sam, account_id=account.id)
    return sam, priya


def lock_out(client, **typed):
    return client.send(PAGE, {"passphrase": OLD, "new": NEW, **typed})


def test_it_is_found_from_my_app_and_a_look_changes_nothing(client, db, pair):
    sam, _priya = pair
    client.sign_in(sam)
    page = client.get("/my-app")
    assert "If somebody else can get in" in page.text
    assert f'href="{PAGE}"' in page.text
    page = client.get(PAGE)
    assert "Somebody else can get in" not in page.text.partition("</title>")[0]
    assert 'href="tel:02079460101"' in page.text  # the duty team by day
    assert 'href="tel:02079460102"' in page.text  # and at night
    assert 'href="/help"' in page.text
    assert db.scalar(select(func.count()).select_from(SignInSession)) == 1
    assert signs_in(client, "sam-14", OLD)


def test_everything_else_ends_and_this_browser_gets_a_new_value(client, new_client, db, pair, now):
    sam, priya = pair
    others = [new_client() for _ in range(2)]
    for other in others:
        other.sign_in(sam)
    client.sign_in(sam)
    before = client.get_cookie("session").value
    account = account_of(db, sam)
    make_passkey(db, account)
    code = makers.make_invite(db, sam, "sunny", purpose="again")
    answer = lock_out(client)
    assert answer.status_code == 303
    after = client.get_cookie("session").value
    home = client.get(answer.location, follow_redirects=True)
    assert "Nobody else is signed in now, and your worker is told." in home.text
    assert after != before
    assert is_in(client)
    for other in others:
        assert not is_in(other)
    thief = new_client()
    thief.set_cookie("session", before)
    assert not is_in(thief)
    assert db.scalar(select(func.count()).select_from(Passkey)) == 0
    assert db.get(Invite, code.id).cancelled_at == now
    assert not signs_in(new_client(), "sam-14", OLD)
    assert signs_in(new_client(), "sam-14", NEW)
    assert db.execute(select(Notice.person_id, Notice.kind, Notice.source_ref)).all() == [
        (priya.id, "others_locked_out", sam.ref)
    ]
    event = db.scalars(select(AuditEvent)).one()
    assert (event.about_id, event.person_id, event.act, event.what) == (
        sam.id, sam.id, "changed", "invites.others_locked_out",
    )  # fmt: skip
    worker = new_client()
    worker.sign_in(priya)
    assert "Please ask how they are." in worker.get("/waiting").text
    told = worker.get("/ways-in").text
    assert "Sam" in told
    assert "locked everybody else out" in told


@pytest.mark.parametrize("device", [Device.SHARED, Device.OWN])
def test_the_phone_stays_what_it_was(client, db, pair, device):
    client.sign_in(pair[0], device=device)
    lock_out(client)
    assert db.scalars(select(SignInSession.device)).one() == device


# --- who is told -------------------------------------------------------------------------------


def choices(client):
    return client.get(PAGE).text


def test_who_answers_today_is_offered_first_and_another_may_be_chosen(client, db, pair):
    sam, _priya = pair
    anna = makers.make_worker(db, council_id=sam.council_id, known_as="Anna")
    makers.make_connection(db, sam, anna, Kind.PERSONAL_ADVISER)
    omar = makers.make_worker(db, council_id=sam.council_id, known_as="Omar")
    makers.make_connection(db, sam, omar, Kind.IRO)
    unknown = makers.make_worker(db, council_id=sam.council_id, known_as="Zoe", account=False)
    makers.make_connection(db, sam, unknown, Kind.IRO)
    mum = makers.make_relative(db, known_as="Mum")
    makers.make_connection(db, sam, mum, Kind.FAMILY)
    client.sign_in(sam)
    page = choices(client)
    assert "Priya, who answers you today" in page
    assert page.index("Priya, who") < page.index("Anna") < page.index("Omar, who runs your review")
    assert "Anna, who" not in page
    assert "Zoe" not in steady(page)
    assert "Mum" not in steady(page)
    lock_out(client, worker=omar.ref)
    assert db.scalars(select(Notice.person_id)).all() == [omar.id]


def test_whoever_covers_is_offered_while_the_worker_is_away(client, db, pair):
    sam, priya = pair
    jo = makers.make_worker(db, council_id=sam.council_id, known_as="Jo")
    makers.make_connection(db, sam, jo, Kind.MANAGER)
    makers.make_leave(db, priya, jo)
    client.sign_in(sam)
    page = choices(client)
    assert "Jo, who answers you today" in page
    assert "Priya" in page
    lock_out(client)
    assert db.scalars(select(Notice.person_id)).all() == [jo.id]


def test_nobody_else_can_be_told(client, db, pair):
    """Neither somebody of another young person, nor a worker of before."""
    sam, _priya = pair
    _other, theirs = makers.make_pair(db)
    client.sign_in(sam)
    for ref in (theirs.ref, "A" * 22, ""):
        answer = lock_out(client, worker=ref)
        assert answer.status_code == 422, ref
    assert db.scalar(select(func.count()).select_from(Notice)) == 0
    assert is_in(client)


def test_it_works_when_there_is_nobody_to_tell(client, db, pair):
    sam, _priya = pair
    db.execute(update(makers.Connection).values(ends=makers.today() - timedelta(days=1)))
    client.sign_in(sam)
    assert "nobody is told" in choices(client)
    answer = lock_out(client, worker="")
    assert "Nobody else is signed in now." in client.get(
        answer.location, follow_redirects=True
    ).text  # fmt: skip
    assert db.scalar(select(func.count()).select_from(Notice)) == 0


def test_a_carer_tells_a_worker_of_a_child_with_them(client, db, pair):
    sam, priya = pair
    helen = makers.make_carer(db, council_id=sam.council_id)
    account = makers.make_account(db, username="helen", passphrase=KEPT)
    makers.make_membership(db, helen, account_id=account.id)
    makers.make_connection(db, sam, helen, Kind.FOSTER_CARER)
    gone = makers.make_young(db)
    old = makers.make_worker(db, known_as="Old")
    makers.make_connection(db, gone, old)
    makers.make_connection(
        db, gone, helen, Kind.FOSTER_CARER, ends=makers.today() - timedelta(days=1)
    )
    client.sign_in(helen)
    page = choices(client)
    assert "Priya" in page
    assert "Old" not in steady(page)
    assert lock_out(client).status_code == 303
    assert db.execute(select(Notice.person_id, Notice.source_ref)).all() == [(priya.id, helen.ref)]


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"passphrase": ""}, "Type the passphrase you use now"),
        ({"passphrase": "wrong words here"}, "This is not your passphrase"),
        ({"new": ""}, "Pick a new passphrase"),
        ({"new": OLD}, "That is the one you have now"),
        ({"new": "purple otter car"}, "too near to the one you have now"),
        ({"new": "short"}, "Make it longer"),
        ({"new": "i am sam-14 ok"}, "Do not use your user name"),
        ({"new": "aaaaaaaaaaaa"}, "too easy to guess"),
    ],
)
def test_what_is_typed_wrong_changes_nothing(client, new_client, db, pair, typed, says):
    sam, priya = pair
    other = new_client()
    other.sign_in(sam)
    client.sign_in(sam)
    answer = lock_out(client, worker=priya.ref, **typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert re.search(f'<input [^>]*checked[^>]* value="{priya.ref}"', answer.text)
    for secret in (OLD, NEW):
        assert secret not in answer.text
    assert is_in(client)
    assert is_in(other)
    assert db.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_what_is_near_to_it_is_said_only_to_whoever_knows_it(client, pair):
    client.sign_in(pair[0])
    answer = lock_out(client, passphrase="purple otter car", new="purple otter tree")
    assert "This is not your passphrase" in answer.text
    assert "too near" not in answer.text


def test_whoever_else_is_in_cannot_use_up_the_tries(client, new_client, pair):
    sam, _priya = pair
    thief = new_client()
    for one in (thief, client):
        one.sign_in(sam)
    codes = [lock_out(thief, passphrase="wrong words here").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    assert lock_out(client).status_code == 303
    assert not is_in(thief)


def test_a_code_that_a_worker_gave_stays(client, new_client, db, pair):
    """Else whoever knows the passphrase could keep the child out for good."""
    sam, priya = pair
    makers.make_invite(db, sam, "sunny", purpose="again", made_by_id=priya.id)
    client.sign_in(sam)
    assert lock_out(client).status_code == 303
    data = {"code": "sunny", "word": "blue kettle", "username": "", "device": "own"}
    child = new_client()
    assert child.send("/invite", {**data, "passphrase": "quiet yellow harbour"}).status_code == 303
    assert is_in(child)
    assert not is_in(client)


def test_many_wrong_passphrases_must_wait(client, db, pair, now):
    """Whoever holds the phone but not the passphrase; it slows down, and locks nobody out."""
    sam, _priya = pair
    client.sign_in(sam)
    codes = [lock_out(client, passphrase="wrong words here").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    assert lock_out(client).status_code == 429
    with clock.fixed(now + timedelta(minutes=5), everywhere=True):
        assert lock_out(client).status_code == 303


def test_a_good_passphrase_wipes_the_count(client, db, pair):
    client.sign_in(pair[0])
    for _ in range(9):
        lock_out(client, passphrase="wrong words here")
    assert lock_out(client, new=f"i am sam-14 {NEW}").status_code == 422
    for _ in range(9):
        assert lock_out(client, passphrase="wrong words here").status_code == 422
    assert lock_out(client).status_code == 303


def test_somebody_was_quicker(client, db, pair, monkeypatch):
    """The passphrase changes between the question and the deed: nothing is overwritten."""
    from portal.invites import routes

    sam, _priya = pair
    client.sign_in(sam)
    account = account_of(db, sam)
    other = passphrases.keep("another passphrase")
    keep = passphrases.keep

    def quicker(words):
        with client.application.extensions["database"].committing() as own:
            own.execute(update(Account).where(Account.id == account).values(passphrase=other))
        return keep(words)

    monkeypatch.setattr(routes.passphrases, "keep", quicker)
    answer = lock_out(client)
    assert answer.status_code == 422
    assert "changed a moment ago" in answer.text
    assert db.scalars(select(Account.passphrase).where(Account.id == account)).one() == other


def test_somebody_made_up_has_no_passphrase(client, db):
    client.sign_in(makers.make_young(db), strength="demo")
    page = client.get(PAGE)
    assert "You have no passphrase yet" in page.text
    assert "Your new passphrase" not in page.text


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.YOUNG, Role.CARER)])
def test_staff_have_no_such_page(client, db, role):
    client.sign_in(makers.make_worker(db), role)
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/my-app").text


@pytest.mark.parametrize("much", [1, 12])
def test_how_often_the_database_is_asked(client, db, database, pair, much):
    sam, _priya = pair
    for _ in range(much):
        other = makers.make_worker(db, council_id=sam.council_id)
        makers.make_connection(db, sam, other, Kind.PERSONAL_ADVISER)
    client.sign_in(sam)
    with counting(database) as counted:
        assert client.get(PAGE).status_code == 200
    assert len(counted) <= 3, counted.statements
    assert db.scalar(select(func.count()).select_from(Membership)) == much + 2
