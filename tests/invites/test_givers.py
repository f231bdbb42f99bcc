"""Somebody of the council in bad faith: what a code opens to whoever gives it, and who hears."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Role
from portal.house import Account, Connection, Invite, Membership, Notice, Opening
from portal.people import passphrases
from portal.people.rules import ALL_GRANTS, Grant, Kind
from tests import makers

CODE, WORD = "BCDF-GHJK-2345", "blue kettle"
TYPED = {"code": CODE, "word": WORD, "passphrase": "seven green spoons", "device": "own"}


class Home:
    """Helen looks after Sam and Leo; Priya is only Sam's worker, Omar only Leo's."""

    def __init__(self, db):
        self.db = db
        self.sam, self.priya = makers.make_pair(db, known_as="Sam")
        self.leo = makers.make_young(db, known_as="Leo")
        self.omar = makers.make_worker(db, known_as="Omar")
        makers.make_connection(db, self.leo, self.omar)
        self.helen = makers.make_carer(db)
        for young in (self.sam, self.leo):
            makers.make_connection(db, young, self.helen, Kind.FOSTER_CARER)
        self.jo = makers.make_worker(db, known_as="Jo", account=False)
        makers.make_membership(db, self.jo, role=Role.MANAGER)

    def oversees(self, *young, grants=ALL_GRANTS):
        for one in young:
            makers.make_connection(self.db, one, self.jo, Kind.MANAGER, grants=grants)

    def link(self, young, adult):
        found = select(Connection).where(Connection.of_id == young.id)
        return self.db.scalars(found.where(Connection.with_id == adult.id)).one()


@pytest.fixture
def home(db):
    return Home(db)


def way_in(person, adult=None):
    return f"/people/{person.ref}/way-in" + (f"/{adult.ref}" if adult else "")


def gives(client, young, adult=None):
    if client.get(way_in(young, adult)).status_code != 200:
        token = client.get("/my-app") and client.page.forms[-1].hidden["csrf_token"]
        sent = {"csrf_token": token, "word": WORD}
        assert client.post(way_in(young, adult), data=sent).status_code == 404
        return False
    return client.send(way_in(young, adult), {"word": WORD}).status_code == 200


def use(client, username="helen.h"):
    return client.send("/invite", {**TYPED, "username": username})


def told(db):
    return set(db.scalars(select(Notice.person_id)))


# --- a carer's account opens all their children --------------------------------------------------


def test_a_worker_of_one_child_gives_no_way_to_the_others(client, db, home):
    client.sign_in(home.priya)
    page = client.get(way_in(home.sam)).text
    assert way_in(home.sam, home.helen) not in page
    assert "Ask your manager to give it." in page
    assert not gives(client, home.sam, home.helen)
    assert db.scalar(select(func.count()).select_from(Invite)) == 0


@pytest.mark.parametrize("kind", [Kind.KEYWORKER, Kind.OTHER])
def test_however_the_other_child_is_connected(client, home, kind):
    home.link(home.leo, home.helen).kind = kind.value
    client.sign_in(home.priya)
    assert not gives(client, home.sam, home.helen)


def test_a_worker_of_all_of_them_gives_it(client, db, home):
    makers.make_connection(db, home.leo, home.priya)
    client.sign_in(home.priya)
    assert f'href="{way_in(home.sam, home.helen)}"' in client.get(way_in(home.sam)).text
    assert gives(client, home.sam, home.helen)


def test_a_manager_who_oversees_the_others_gives_it(client, db, home):
    home.oversees(home.sam)
    home.oversees(home.leo, grants=Grant.NAME)
    client.sign_in(home.jo)
    assert gives(client, home.sam, home.helen)


def test_a_manager_of_one_gives_it_where_nobody_manages_the_other(client, home):
    home.oversees(home.sam)
    client.sign_in(home.jo)
    assert gives(client, home.sam, home.helen)


@pytest.mark.parametrize("why", ["another manages them", "must not know of them"])
def test_another_manager_does_not(client, db, home, why):
    home.oversees(home.sam)
    if why == "another manages them":
        anna = makers.make_worker(db, known_as="Anna", account=False)
        makers.make_membership(db, anna, role=Role.MANAGER)
        makers.make_connection(db, home.leo, anna, Kind.MANAGER)
    else:
        home.oversees(home.leo)
        makers.make_bar(db, home.leo, home.jo)
    client.sign_in(home.jo)
    assert not gives(client, home.sam, home.helen)


@pytest.mark.parametrize("purpose", ["first", "again"])
def test_who_answers_for_each_child_and_who_oversees_them_hear_of_it(client, db, home, purpose):
    if purpose == "again":
        makers.make_membership(db, home.helen)
    makers.make_connection(db, home.leo, home.priya, Kind.PERSONAL_ADVISER)
    home.oversees(home.leo)
    lead = makers.make_lead(db)  # has no page of ways in
    makers.make_invite(db, home.helen, CODE, made_by_id=home.priya.id, purpose=purpose)
    assert use(client).status_code == 303
    assert told(db) == {home.priya.id, home.omar.id, home.jo.id}
    assert lead.id not in told(db)


# --- a code does not outlive its giver's right ---------------------------------------------------


def barred(db, home):
    makers.make_bar(db, home.sam, home.priya)


def over(db, home):
    home.link(home.sam, home.priya).ends = makers.today() - timedelta(days=1)


def less(db, home):
    home.link(home.sam, home.priya).grants = int(ALL_GRANTS & ~Grant.HEALTH)


def by_the_hour(db, home):
    home.link(home.sam, home.priya).ends_at = clock.now() + timedelta(hours=1)


def membership_of(db, person):
    return db.scalars(select(Membership).where(Membership.person_id == person.id)).one()


def closed(db, home):
    db.get(Account, membership_of(db, home.priya).account_id).state = "closed"


def left(db, home):
    membership_of(db, home.priya).ends = makers.today() - timedelta(days=1)


def another_role(db, home):
    membership_of(db, home.priya).role = Role.IRO.value


def looked_into(db, home, **given):
    now = clock.now()
    columns = {
        "council_id": home.sam.council_id, "kind": "messages", "person_id": home.sam.id,
        "adult_id": home.priya.id, "asked_by_id": home.jo.id, "asked_at": now,
        "why": "A reason.", "hours": 4, "tell_at": now,
    }  # fmt: skip
    makers.make(db, Opening, columns, given)


LOST = [barred, over, less, by_the_hour, closed, left, another_role, looked_into]


def only_what_is_said(answer):
    return re.sub(r'value="[^"]*"', "", answer.text)


@pytest.mark.parametrize("for_carer", [False, True], ids=["young", "carer"])
@pytest.mark.parametrize("lost", LOST)
def test_a_code_is_over_when_its_giver_could_not_give_it(client, db, home, lost, for_carer):
    makers.make_connection(db, home.leo, home.priya, Kind.PERSONAL_ADVISER)
    whose = home.helen if for_carer else home.sam
    makers.make_invite(db, whose, CODE, made_by_id=home.priya.id)
    lost(db, home)
    accounts = db.scalar(select(func.count()).select_from(Account))
    answer = use(client)
    assert answer.status_code == 422
    unknown = client.send("/invite", {**TYPED, "code": "ZZZZ-ZZZZ-2345", "username": "helen.h"})
    assert only_what_is_said(answer) == only_what_is_said(unknown)
    assert db.scalar(select(func.count()).select_from(Account)) == accounts


def test_a_carers_code_is_over_when_nobody_lives_with_them(client, db, home):
    makers.make_connection(db, home.leo, home.priya, Kind.PERSONAL_ADVISER)
    makers.make_invite(db, home.helen, CODE, made_by_id=home.priya.id)
    for young in (home.sam, home.leo):
        home.link(young, home.helen).ends = makers.today() - timedelta(days=1)
    assert use(client).status_code == 422


def test_a_carers_code_is_over_when_another_child_came(client, db, home):
    home.link(home.leo, home.helen).starts = makers.today() + timedelta(days=1)
    client.sign_in(home.priya)
    assert gives(client, home.sam, home.helen)
    makers.make_invite(db, home.helen, CODE, made_by_id=home.priya.id)
    home.link(home.leo, home.helen).starts = makers.today()
    assert use(client).status_code == 422


def test_it_costs_the_same_as_an_unknown_one(client, db, home, monkeypatch):
    makers.make_invite(db, home.sam, CODE, made_by_id=home.priya.id)
    over(db, home)
    checked = []
    fits = passphrases.fits
    monkeypatch.setattr(passphrases, "fits", lambda *them: checked.append(them[0]) or fits(*them))
    use(client)
    assert checked == [None]


def test_while_the_right_lasts_it_works(client, db, home):
    makers.make_invite(db, home.sam, CODE, made_by_id=home.priya.id)
    assert use(client, "sam-14").status_code == 303


def test_the_deed_itself_asks_again(client, db, home, monkeypatch):
    """The right ends between the question and the deed."""
    from portal.invites import routes

    makers.make_invite(db, home.sam, CODE, made_by_id=home.priya.id)
    link = home.link(home.sam, home.priya).id
    keep = passphrases.keep

    def meanwhile(words):
        with client.application.extensions["database"].committing() as own:
            own.get(Connection, link).ends = makers.today() - timedelta(days=1)
        return keep(words)

    monkeypatch.setattr(routes.passphrases, "keep", meanwhile)
    answer = use(client, "sam-14")
    assert (answer.status_code, "does not work any more" in answer.text) == (422, True)
    assert db.scalars(select(Invite.used_at)).one() is None


# --- a manager hears, and somebody who is looked into gives none ----------------------------------


@pytest.mark.parametrize("near", [True, False])
def test_a_manager_hears_of_every_way_back(client, db, home, near):
    if near:
        home.oversees(home.sam)
    makers.make_membership(db, home.sam)
    makers.make_invite(db, home.sam, CODE, purpose="again", made_by_id=home.priya.id)
    assert use(client, "sam-14").status_code == 303
    assert told(db) == {home.priya.id, home.jo.id}


def test_whoever_is_looked_into_is_sent_to_their_manager(client, db, home):
    looked_into(db, home)
    client.sign_in(home.priya)
    page = client.get(way_in(home.sam)).text
    assert "Ask your manager to give it." in page
    assert "Make the code" not in page
    token = client.page.forms[-1].hidden["csrf_token"]
    sent = client.post(way_in(home.sam), data={"csrf_token": token, "word": WORD})
    assert sent.status_code == 409
    assert db.scalar(select(func.count()).select_from(Invite)) == 0


@pytest.mark.parametrize("other", ["refused", "over", "emergency", "of-another", "with-another"])
def test_nobody_else_is(client, db, home, other):
    now = clock.now()
    looked_into(
        db,
        home,
        **{
            "refused": {"refused": True},
            "over": {"ends_at": now - timedelta(minutes=1)},
            "emergency": {"kind": "emergency", "adult_id": None},
            "of-another": {"person_id": home.leo.id},
            "with-another": {"adult_id": home.omar.id},
        }[other],
    )
    client.sign_in(home.priya)
    assert gives(client, home.sam)


def test_nor_through_a_carers_account(client, db, home):
    makers.make_connection(db, home.leo, home.priya)
    looked_into(db, home)
    client.sign_in(home.priya)
    assert not gives(client, home.leo, home.helen)
