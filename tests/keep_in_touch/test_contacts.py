"""A contact is written down, read by whom it is about, put right, and moves what is owed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import CheckIn, Contact, DoneOn, Owed
from portal.people.rules import ALL_GRANTS, Grant, Kind, PersonKind
from portal.rebuild import rebuild
from portal.rebuild.build import Changes
from tests import makers
from tests.databases import counting

NOTHING = Changes()
CALL = {"how": "call", "reached": "yes", "began": "us", "note": "We talked about your flat."}


@pytest.fixture
def pair(db):
    jordan, dan = makers.make_leaver_and_adviser(db)
    makers.make_standard(db, jordan.council_id)
    return jordan, dan


def where(person):
    return f"/people/{person.ref}/contacts"


def log(client, person, away=0, **typed):
    day = (makers.today() + timedelta(days=away)).isoformat()
    return client.send(where(person), {**CALL, "day": day, **typed}, action=f"{where(person)}/log")


def owed(db, person, kind="keep_in_touch"):
    db.commit()
    return db.scalars(
        select(Owed).where(Owed.person_id == person.id, Owed.kind == kind, Owed.done_at.is_(None))
    ).all()


def days(db, person):
    db.commit()
    return sorted(db.scalars(select(DoneOn.day).where(DoneOn.person_id == person.id)))


def in_step(db, person, now):
    """What is owed is what the rebuild says."""
    db.commit()
    return rebuild(db, person.council_id, now) == NOTHING


def test_a_call_is_written_down_and_both_read_it(client, new_client, db, pair, now):
    jordan, dan = pair
    client.sign_in(dan)
    assert log(client, jordan, -1).status_code == 303
    assert "We talked about your flat." in client.get(where(jordan)).text
    (row,) = owed(db, jordan)
    due = clock.today(row.due_at) - timedelta(days=1)
    assert due == makers.today() + timedelta(weeks=8, days=-1)
    assert row.debtor_id == dan.id
    assert in_step(db, jordan, now)
    theirs = new_client()
    theirs.sign_in(jordan)
    page = theirs.get("/in-touch").text
    assert "Dan called you. You talked." in page
    assert "We talked about your flat." in page
    assert "Your next hello is by" in page


def test_a_try_moves_nothing(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(dan)
    log(client, jordan, -20)
    before = owed(db, jordan)[0].due_at
    log(client, jordan, 0, reached="no")
    log(client, jordan, 0, how="letter", reached="no")
    log(client, jordan, 0, how="news")
    assert owed(db, jordan)[0].due_at == before
    assert len(days(db, jordan)) == 1
    assert in_step(db, jordan, now)


def test_sent_twice_it_is_there_once(client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    client.get(where(jordan))
    hidden = client.form(where(jordan), CALL, f"{where(jordan)}/log").hidden
    sent = {**hidden, **CALL, "day": makers.today().isoformat()}
    for _ in range(2):
        assert client.post(f"{where(jordan)}/log", data=sent).status_code == 303
    assert len(db.scalars(select(Contact)).all()) == 1
    again = client.post(f"{where(jordan)}/log", data={**sent, "note": "Something else"})
    assert again.status_code == 422
    assert "Something else" in again.text
    assert len(db.scalars(select(Contact)).all()) == 1


@pytest.mark.parametrize("typed", [{"away": 1}, {"away": -61}, {"how": ""}, {"reached": ""}])
def test_what_does_not_fit_is_asked_again_and_nothing_is_lost(client, db, pair, typed):
    jordan, dan = pair
    client.sign_in(dan)
    answer = log(client, jordan, note="Words I typed", **typed)
    assert answer.status_code == 422
    assert "Words I typed" in answer.text
    assert db.scalars(select(Contact)).all() == []


def test_if_they_wrote_you_were_in_touch(client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    assert log(client, jordan, how="text", began="them", reached="no").status_code == 422
    assert log(client, jordan, how="text", began="them", reached="yes").status_code == 303


def test_the_councils_first_contact_begins_the_count_for_everybody(client, db, pair, now):
    """Nobody is called late for a time of which there are no records."""
    jordan, dan = pair
    chloe = makers.make_leaver(db, council_id=jordan.council_id, age=20)
    makers.make_connection(db, chloe, dan, Kind.PERSONAL_ADVISER)
    assert owed(db, chloe) == []
    client.sign_in(dan)
    log(client, jordan, -7)
    (row,) = owed(db, chloe)
    assert clock.today(row.since) == makers.today() - timedelta(days=7)
    assert row.due_at > now
    assert in_step(db, chloe, now)


def test_a_message_of_theirs_and_a_visit_count_from_where_they_are_kept(app, db, pair, now):
    jordan, dan = pair
    makers.make_contact(db, jordan, dan)
    makers.make(db, DoneOn, {
        "council_id": jordan.council_id, "person_id": jordan.id, "clock": "keep_in_touch",
        "day": makers.today() - timedelta(days=30), "how": "call",
    }, {})  # fmt: skip
    rebuild(db, jordan.council_id, now)
    assert clock.today(owed(db, jordan)[0].since) == makers.today() - timedelta(days=30)
    makers.make_visit(db, jordan, dan, state="done", wall=makers.at(-10), kind="adviser")
    talk = makers.make_conversation(db, jordan, dan)
    makers.make_message(db, talk, from_id=dan.id, sent_at=now)  # ours alone is no answer
    db.commit()
    rebuild(db, jordan.council_id, now)
    db.commit()
    assert clock.today(owed(db, jordan)[0].since) == makers.today() - timedelta(days=10)
    makers.make_message(db, talk, kind="ok", text="", sent_at=now - timedelta(days=2))
    db.commit()
    rebuild(db, jordan.council_id, now)
    db.commit()
    assert clock.today(owed(db, jordan)[0].since) == makers.today() - timedelta(days=2)


# --- putting it right ---------------------------------------------------------------------------


def put_right(client, db, person, **typed):
    db.commit()
    one = db.scalars(
        select(Contact).where(Contact.put_right_at.is_(None)).order_by(Contact.id.desc()).limit(1)
    ).one()
    return client.send(f"{where(person)}/{one.ref}/put-right", {"note": "Put right.", **typed})


def contacts(db):
    db.commit()
    return db.scalars(select(Contact).order_by(Contact.id)).all()


def test_on_the_same_day_its_writer_changes_it_in_place(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(dan)
    log(client, jordan, -3)
    answer = put_right(client, db, jordan, reached="no")
    assert answer.status_code == 303
    (one,) = contacts(db)
    assert (one.reached, one.note) == (False, "Put right.")
    assert days(db, jordan) == []
    assert in_step(db, jordan, now)


def test_later_a_new_row_stands_in_for_it(client, new_client, db, pair, now):
    jordan, dan = pair
    client.sign_in(dan)
    log(client, jordan, -3, note="About somebody else altogether")
    with clock.fixed(now + timedelta(days=1), everywhere=True):
        client.sign_in(dan)
        assert put_right(client, db, jordan, how="text").status_code == 303
        old, new = contacts(db)
        assert old.put_right_at is not None
        assert (new.corrects_id, new.how, new.note) == (old.id, "text", "Put right.")
        for who, page in ((dan, where(jordan)), (jordan, "/in-touch")):
            one = new_client()
            one.sign_in(who)
            text = one.get(page).text
            assert "Put right." in text
            assert "About somebody else altogether" not in text
        assert days(db, jordan) == [makers.today() - timedelta(days=4)]


def test_what_did_not_happen_does_not_count(client, db, pair, now):
    jordan, dan = pair
    client.sign_in(dan)
    log(client, jordan, -30)
    log(client, jordan, -3)
    put_right(client, db, jordan, how="nothing")
    assert days(db, jordan) == [makers.today() - timedelta(days=30)]
    assert clock.today(owed(db, jordan)[0].since) == makers.today() - timedelta(days=30)
    assert in_step(db, jordan, now)


def test_a_day_stays_while_something_on_it_counts(client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    log(client, jordan, -3)
    log(client, jordan, -3, how="text")
    put_right(client, db, jordan, how="nothing")
    assert days(db, jordan) == [makers.today() - timedelta(days=3)]


def test_whose_it_is_to_put_right(client, db, pair):
    jordan, dan = pair
    priya = makers.make_worker(db, council_id=jordan.council_id)
    makers.make_connection(db, jordan, priya)
    grace = makers.make_worker(db, known_as="Grace", council_id=jordan.council_id, account=False)
    makers.make_membership(db, grace, role=Role.MANAGER)
    makers.make_connection(db, jordan, grace, Kind.MANAGER)
    one = makers.make_contact(db, jordan, dan)
    address = f"{where(jordan)}/{one.ref}/put-right"
    for who, status in ((priya, 404), (grace, 200), (dan, 200)):
        client.sign_in(who)
        assert client.get(address).status_code == status


# --- who ----------------------------------------------------------------------------------------


def test_it_needs_contact_and_a_connection_that_lasts(client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    assert client.get(where(jordan)).status_code == 200
    link = db.query(makers.Connection).filter_by(with_id=dan.id).one()
    link.grants = int(ALL_GRANTS & ~Grant.CONTACT)
    assert client.get(where(jordan)).status_code == 404
    link.grants, link.ends = int(ALL_GRANTS), makers.today() - timedelta(days=1)
    assert client.get(where(jordan)).status_code == 404


def test_on_duty_in_an_emergency_one_reads_and_writes_nothing(client, db, pair, now):
    jordan, _dan = pair
    dele = makers.make_worker(db, known_as="Dele", council_id=jordan.council_id, account=False)
    makers.make_membership(db, dele, role=Role.DUTY)
    makers.make_connection(
        db, jordan, dele, Kind.EMERGENCY, starts=makers.today(), grants=ALL_GRANTS,
        ends_at=now + timedelta(hours=2),
    )  # fmt: skip
    client.sign_in(dele)
    assert client.get(where(jordan)).status_code == 200
    assert log(client, jordan).status_code == 404
    assert contacts(db) == []


def test_somebody_who_must_not_know_learns_nothing(client, db, pair):
    jordan, dan = pair
    makers.make_bar(db, jordan, dan)
    client.sign_in(dan)
    assert client.get(where(jordan)).status_code == 404
    assert jordan.known_as not in client.get("/keeping-in-touch").text


def test_looks_and_changes_are_noted(client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    log(client, jordan)
    db.commit()
    noted = db.execute(
        select(AuditEvent.act, AuditEvent.what).where(AuditEvent.about_id == jordan.id)
    ).all()
    assert ("looked", "keep_in_touch.contacts") in noted
    assert ("changed", "keep_in_touch.logged") in noted


@pytest.mark.parametrize("much", [1, 40])
def test_the_page_asks_as_often_for_many_as_for_one(client, db, database, pair, much):
    jordan, dan = pair
    for n in range(much):
        makers.make_contact(db, jordan, dan, day=makers.today() - timedelta(days=n))
        makers.make_rhythm(db, jordan)
    client.sign_in(dan)
    with counting(database) as counted:
        assert client.get(where(jordan)).status_code == 200
    assert len(counted) <= 5
    client.sign_in(jordan)
    with counting(database) as counted:
        assert client.get("/in-touch").status_code == 200
    assert len(counted) <= 5


def test_older_ones_are_a_page_away(client, db, pair):
    jordan, dan = pair
    for n in range(35):
        makers.make_contact(
            db, jordan, dan, day=makers.today() - timedelta(days=n // 2), note=f"Note {n:02}."
        )
    client.sign_in(dan)
    first = client.get(where(jordan))
    more = next(link for link in client.page.links if "before=" in link)
    second = client.get(more)
    told = [n for n in range(35) if f"Note {n:02}." in first.text]
    rest = [n for n in range(35) if f"Note {n:02}." in second.text]
    assert sorted(told + rest) == list(range(35))
    assert len(told) == 30


def test_a_call_that_was_asked_for_is_done_when_they_spoke(client, db, pair, now):
    jordan, dan = pair
    makers.make_check_in(db, jordan, answered_at=now - timedelta(days=2), call_me=True)
    rebuild(db, jordan.council_id, now)
    db.commit()
    assert len(owed(db, jordan, "call_back")) == 1
    client.sign_in(dan)
    log(client, jordan, -3)
    log(client, jordan, 0, reached="no")
    assert len(owed(db, jordan, "call_back")) == 1
    assert in_step(db, jordan, now)
    log(client, jordan, 0, note="Spoke at last")
    assert owed(db, jordan, "call_back") == []
    assert db.scalars(select(CheckIn)).one().called_at is not None
    assert in_step(db, jordan, now)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.WORKER, Role.DUTY, Role.MANAGER}))
def test_for_no_other_role(client, db, pair, role):
    kind = {Role.YOUNG: PersonKind.YOUNG, Role.CARER: PersonKind.CARER}.get(role, PersonKind.STAFF)
    one = makers.make_person(db, kind, council_id=pair[0].council_id)
    client.sign_in(one, role)
    for address in (where(pair[0]), "/keeping-in-touch", f"/people/{pair[0].ref}/return"):
        assert client.get(address).status_code == 403
