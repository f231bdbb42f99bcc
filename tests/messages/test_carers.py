"""Carers write too: with the child's worker, about the child, for as long as the child is with
them. The young person never sees it, and carers never see the young person's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Conversation, Message, Outbox, Owed, ReadMark, Worry
from portal.messages import policy
from portal.people.rules import ALL_GRANTS, COVER_GRANTS, Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.databases import counting
from tests.pages import steady

DAY = timedelta(days=1)


@pytest.fixture
def home(db):
    """Mia, her worker Priya, and Helen with whom she lives."""
    mia, priya = makers.make_pair(db, known_as="Mia")
    helen = makers.make_carer(db, council_id=mia.council_id)
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER)
    return mia, priya, helen


@pytest.fixture
def mia(home):
    return home[0]


@pytest.fixture
def helen(client, home):
    client.sign_in(home[2])
    return home[2]


def at(mia):
    return f"/children/{mia.ref}/messages"


def write(client, mia, text, **more):
    return client.send(at(mia), {"text": text, **more}, action=at(mia))


def all_of(db, table):
    db.rollback()
    db.expire_all()
    return db.scalars(select(table).order_by(table.id)).all()


def test_a_carer_writes_and_the_worker_answers(client, new_client, db, home, mia, helen, now):
    assert f'href="{at(mia)}"' in client.get("/children").text
    page = client.get(at(mia)).text
    assert "You and Priya" in page and "About Mia" in page
    assert "Priya, their manager and the team that covers can read this. Mia does not see" in page
    assert "I need help today" not in page, "one tap is for young people"
    assert write(client, mia, "She sleeps badly.").status_code == 303
    page = client.get(at(mia)).text
    assert "Priya will answer by Wednesday at 5pm." in page
    assert "Sent today at 10am. On Priya’s list." in page
    (talk,) = all_of(db, Conversation)
    assert (talk.person_id, talk.writer_id, talk.kind) == (mia.id, helen.id, "carer")
    (owed,) = all_of(db, Owed)
    assert (owed.debtor_id, owed.person_id, owed.source_ref) == (home[1].id, mia.id, talk.ref)
    assert [o.person_id for o in all_of(db, Outbox)] == [home[1].id]
    assert rebuild(db, mia.council_id, now) == Changes()

    priya = new_client()
    priya.sign_in(home[1])
    theirs = f"/people/{mia.ref}/messages/{talk.ref}"
    waiting = priya.get("/waiting").text
    assert "A carer wrote about them, waits for an answer" in waiting
    assert f'href="{theirs}#newest"' in waiting
    assert "Waits for an answer" in priya.get(f"/people/{mia.ref}/messages").text
    page = priya.get(theirs).text
    assert "Helen about Mia" in page and "She sleeps badly." in page
    assert "Helen was told: an answer by Wednesday at 5pm" in page
    assert "Read by Priya today at 10am" in client.get(at(mia)).text
    assert priya.send(theirs, {"text": "I will ring you."}, action=theirs).status_code == 303
    assert [o.done_at for o in all_of(db, Owed)] == [now]
    assert [o.person_id for o in all_of(db, Outbox)] == [home[1].id, helen.id]
    assert "Waits for an answer" not in priya.get(f"/people/{mia.ref}/messages").text
    assert "You have a new message about Mia" in client.get("/children").text
    assert "Answered by Priya today at 10am" in client.get(at(mia)).text
    assert client.send(at(mia), action="/messages/read").status_code == 303
    assert "You have a new message" not in client.get("/children").text
    assert "Read by Helen today at 10am" in priya.get(theirs).text
    assert {mark.person_id for mark in all_of(db, ReadMark)} == {helen.id, home[1].id}


def test_each_sees_their_own_and_nothing_of_the_other(client, new_client, db, home, mia):
    for who, text in ((home[0], "MIAS-WORDS"), (home[2], "HELENS-WORDS")):
        kind = "worker" if who is mia else "carer"
        talk = makers.make_conversation(db, mia, home[1], writer_id=who.id, kind=kind)
        makers.make_message(db, talk, from_id=who.id, text=text)
        makers.make_message(db, talk, from_id=home[1].id, text=f"TO-{text}")
    client.sign_in(home[0])
    for address in ("/messages", "/home", "/messages?q=words", "/who-looked"):
        assert "HELENS" not in steady(client.get(address).text), address
    client.sign_in(home[2])
    for address in (at(mia), "/children", f"{at(mia)}?q=words"):
        assert "MIAS" not in steady(client.get(address).text), address
    client.sign_in(home[1])
    assert "HELENS" not in client.get(f"/people/{mia.ref}/messages").text
    assert "MIAS" not in client.get(f"/people/{mia.ref}/messages/{talk.ref}").text
    # A page to begin at may not be named from the other conversation either.
    for word in ("before", "after", "around"):
        for message in all_of(db, Message):
            page = client.get(f"/people/{mia.ref}/messages/{talk.ref}?{word}={message.ref}").text
            assert "MIAS" not in page


def test_a_carers_message_is_no_news_of_the_young_persons(client, db, home, mia):
    talk = makers.make_carers_talk(db, mia, home[2], home[1])
    makers.make_message(db, talk, from_id=home[1].id)
    client.sign_in(mia)
    assert "You have a new message" not in client.get("/home").text
    own = makers.make_conversation(db, mia, home[1])
    makers.make_message(db, own, from_id=home[1].id)
    assert "You have a new message" in client.get("/home").text


def test_it_ends_with_the_stay(client, new_client, db, home, mia, helen):
    write(client, mia, "Hello")
    form = client.form("", {"text": ""}, at(mia)).hidden if client.get(at(mia)) else {}
    talk = all_of(db, Conversation)[0]
    link = db.scalars(select(makers.Connection).where(makers.Connection.with_id == helen.id)).one()
    link.ends = makers.today() - DAY
    missing = client.get(f"/children/{'A' * 22}/messages")
    for answer in (
        client.get(at(mia)),
        client.post(at(mia), data={**form, "text": "Again"}),
        client.post(f"{at(mia)}/draft", data={**form, "text": "Again"}),
    ):
        assert answer.status_code == missing.status_code == 404
    assert len(all_of(db, Message)) == 1
    assert at(mia) not in client.get("/children").text
    # The worker still reads what was said, and is told that nobody would read an answer.
    priya, theirs = new_client(), f"/people/{mia.ref}/messages/{talk.ref}"
    priya.sign_in(home[1])
    page = priya.get(theirs).text
    assert "Hello" in page and "Nothing you write here would reach Helen." in page
    assert "<textarea" not in page
    token = {"csrf_token": priya.page.forms[0].hidden["csrf_token"], "key": "k"}
    answer = priya.post(theirs, data={**token, "text": "Are you there?"})
    assert answer.status_code == 422
    assert "Helen would not see this, so it was not sent." in answer.text
    assert "Are you there?</textarea>" in answer.text
    assert len(all_of(db, Message)) == 1


def test_whoever_must_not_know_reads_nothing(client, db, home, mia):
    mia, priya, helen = home
    talk = makers.make_carers_talk(db, mia, helen, priya)
    makers.make_message(db, talk, from_id=helen.id)
    makers.make_bar(db, mia, priya)
    makers.make_bar(db, mia, helen)
    for who, address in ((priya, f"/people/{mia.ref}/messages/{talk.ref}"), (helen, at(mia))):
        client.sign_in(who)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.MANAGER, Role.DUTY, Role.IRO, Role.WORKER])
@pytest.mark.parametrize("grants", [ALL_GRANTS, Grant.NAME | Grant.PLAN])
def test_staff_read_it_only_with_the_grant_for_messages(client, db, home, role, grants):
    mia, priya, helen = home
    talk = makers.make_carers_talk(db, mia, helen, priya)
    own = makers.make_conversation(db, mia, priya)
    other = makers.make_worker(db, known_as="Omar", council_id=mia.council_id, account=False)
    makers.make_membership(db, other, role=role)
    makers.make_connection(db, mia, other, Kind.OTHER, grants=grants)
    client.sign_in(other)
    status = 200 if grants is ALL_GRANTS else 404
    assert client.get(f"/people/{mia.ref}/messages/{talk.ref}").status_code == status
    # Their own conversation has its own address, and another child's is not reached by this one.
    assert client.get(f"/people/{mia.ref}/messages/{own.ref}").status_code == 404
    kim = makers.make_young(db, council_id=mia.council_id)
    assert client.get(f"/people/{kim.ref}/messages/{talk.ref}").status_code == 404


def test_the_policy_of_every_role(db, home, now):
    mia, priya, helen = home
    own = makers.make_conversation(db, mia, priya)
    hers = makers.make_carers_talk(db, mia, helen, priya)
    ben = makers.make_carer(db, known_as="Ben", council_id=mia.council_id)
    makers.make_connection(db, mia, ben, Kind.KEYWORKER, grants=ALL_GRANTS)
    editor = makers.make_worker(db, council_id=mia.council_id, account=False)
    makers.make_membership(db, editor, role=Role.EDITOR)
    makers.make_connection(db, mia, editor, Kind.OTHER, grants=ALL_GRANTS)
    sees = {
        mia: {own.id}, helen: {hers.id}, ben: set(), priya: {own.id, hers.id}, editor: set(),
    }  # fmt: skip
    for who, right in sees.items():
        viewer = makers.make_viewer(db, who)
        found = db.scalars(policy.visible(viewer, now).with_only_columns(Conversation.id))
        assert set(found) == right, who.known_as
        assert {t.id for t in (own, hers) if policy.may_see(db, viewer, t, now)} == right


def test_two_carers_have_a_conversation_each(client, new_client, db, home, mia, helen):
    ben = makers.make_carer(db, known_as="Ben", council_id=mia.council_id)
    makers.make_connection(db, mia, ben, Kind.KEYWORKER)
    write(client, mia, "From Helen")
    other = new_client()
    other.sign_in(ben)
    write(other, mia, "From Ben")
    assert "From Ben" not in client.get(at(mia)).text
    assert "From Helen" not in other.get(at(mia)).text
    assert len(all_of(db, Owed)) == 2
    # One is answered; the other waits still.
    priya, talk = new_client(), all_of(db, Conversation)[0]
    priya.sign_in(home[1])
    theirs = f"/people/{mia.ref}/messages/{talk.ref}"
    priya.send(theirs, {"text": "Yes"}, action=theirs)
    assert [o.done_at is None for o in all_of(db, Owed)] == [False, True]
    assert rebuild(db, mia.council_id, clock.now()) == Changes()


def test_what_is_noted_and_what_mia_is_told(client, new_client, db, home, mia, helen):
    write(client, mia, "Hello")
    talk = all_of(db, Conversation)[0]
    priya, theirs = new_client(), f"/people/{mia.ref}/messages/{talk.ref}"
    priya.sign_in(home[1])
    priya.send(theirs, {"text": "Hello Helen"}, action=theirs)
    found = {(e.act, e.what, e.person_id) for e in all_of(db, AuditEvent)}
    assert ("looked", "messages.child_thread", helen.id) in found
    assert ("changed", "messages.sent_by_carer", helen.id) in found
    assert ("looked", "messages.carers_thread", home[1].id) in found
    assert ("changed", "messages.sent_to_carer", home[1].id) in found
    client.sign_in(mia)
    page = client.get("/who-looked").text
    # That a carer wrote about her is said to nobody who holds her phone: who looked, and no more.
    assert "Helen" in page and "Priya" in page
    assert "carer and your worker" not in page and "Wrote" not in page
    assert "Read your messages" not in page
    assert "Hello" not in page


def test_without_a_worker_the_duty_team_is_named(client, db, home, mia, helen):
    client.get(at(mia))
    form = client.form("", {"text": ""}, at(mia)).hidden
    link = db.scalars(
        select(makers.Connection).where(makers.Connection.with_id == home[1].id)
    ).one()
    link.ends = makers.today() - DAY
    page = client.get(at(mia)).text
    assert "Mia has no worker just now" in page and "020 7946 0101" in page
    answer = client.post(at(mia), data={**form, "text": "Hello?"})
    assert answer.status_code == 422 and "Hello?</textarea>" in answer.text
    assert all_of(db, Message) == []


@pytest.mark.parametrize("much", [1, 60])
def test_as_often_for_many_as_for_one(client, db, database, home, mia, helen, much):
    talk = makers.make_carers_talk(db, mia, helen, home[1])
    for n in range(much):
        makers.make_message(db, talk, from_id=(helen.id, home[1].id)[n % 2])
    with counting(database) as counted:
        client.get(at(mia))
    assert len(counted) <= 4, counted.statements
    client.get(at(mia))
    form = client.form("", {"text": ""}, at(mia)).hidden
    with counting(database) as counted:
        assert client.post(at(mia), data={**form, "text": "Hello"}).status_code == 303
    assert len(counted) <= 6, counted.statements
    with counting(database) as counted:
        client.get("/children")
    assert len(counted) <= 5, counted.statements
    client.sign_in(home[1])
    theirs = f"/people/{mia.ref}/messages/{talk.ref}"
    client.get(theirs)
    with counting(database) as counted:
        client.get(theirs)
    assert len(counted) <= 4, counted.statements


@pytest.mark.parametrize("why", ["died", "no_contact"])
def test_where_nothing_is_owed_to_the_child_nobody_is_named_and_duty_is_rung(
    client, db, mia, helen, why
):
    """What would stand on nobody's list, and go on to nobody, is not taken as if somebody read it;
    the page says no more than where there is no worker."""
    client.get(at(mia))
    form = client.form(at(mia), {"text": ""}, at(mia)).hidden
    makers.make_stop(db, mia, why=why)
    page = client.get(at(mia)).text
    assert "call the duty team" in page
    assert "will answer by" not in page and "died" not in page and "contact" not in page.lower()
    answer = client.post(at(mia), data={**form, "text": "She rang me."})
    assert answer.status_code == 422
    assert "She rang me.</textarea>" in answer.text
    assert all_of(db, Message) == [] and all_of(db, Owed) == []


def test_what_a_carer_raises_is_not_hinted_at_where_the_young_person_looks(
    client, new_client, db, home, mia, helen
):
    """Whoever holds the phone may be the one whom the carer wrote of."""
    write(client, mia, "Her dad hits her, she is not safe")
    (worry,) = all_of(db, Worry)
    priya = new_client()
    priya.sign_in(home[1])
    at_it = f"/worries/{worry.ref}"
    assert priya.send(at_it, action=f"{at_it}/take").status_code == 303
    done = priya.send(at_it, {"text": "Rang her school."}, action=f"{at_it}/done")
    assert done.status_code == 303
    young = new_client()
    young.sign_in(mia)
    page = young.get("/who-looked").text
    assert "Priya" in page
    assert "must not wait" not in page


def test_who_only_answers_in_a_workers_place_does_not_learn_who_the_carers_are(
    client, new_client, db, home, mia, helen
):
    """That says where a child lives. They answer the carer all the same."""
    write(client, mia, "She sleeps badly.")
    (talk,) = all_of(db, Conversation)
    omar = makers.make_worker(db, known_as="Omar", council_id=mia.council_id)
    makers.make_connection(db, mia, omar, Kind.COVER, grants=COVER_GRANTS)
    theirs = f"/people/{mia.ref}/messages"
    carers = f"{theirs}/{talk.ref}"
    stands_in, worker = new_client(), new_client()
    stands_in.sign_in(omar)
    worker.sign_in(home[1])
    assert stands_in.send(carers, {"text": "I will ring you."}, action=carers).status_code == 303
    client.send(at(mia), action="/messages/read")
    for page in (theirs, carers, f"{carers}?q=sleeps", f"{carers}?q=ring"):
        answer = stands_in.get(page)
        assert answer.status_code == 200
        assert "Helen" not in answer.text, page
        assert "Helen" in worker.get(page).text or "q=ring" in page
    assert "A carer about Mia" in stands_in.get(carers).text
    assert f"/people/{mia.ref}/notes" not in stands_in.get(theirs).text
    assert f"/people/{mia.ref}/notes" in worker.get(theirs).text
