"""The check-in: opened once, around the birthday; answered in a tap; beside the codes, which a
person confirms."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.jobs import jobs
from portal.house import CheckIn, Confirmed, Contact, LeavingReturn, Notice, Outbox, Stop
from portal.keep_in_touch import jobs as work
from portal.people.rules import ALL_GRANTS, Grant, Kind
from tests import makers
from tests.databases import counting
from tests.keep_in_touch.test_contacts import in_step, owed

ANSWER = {"feeling": "good", "living": "own", "doing": "work", "call": "yes", "text": "All fine."}


@pytest.fixture
def pair(db):
    jordan, dan = makers.make_leaver_and_adviser(db, birthday_in=10)
    makers.make_standard(db, jordan.council_id)
    return jordan, dan


def opened(db):
    db.commit()
    return db.scalars(select(CheckIn).order_by(CheckIn.opens)).all()


def run(database, db, now):
    db.commit()
    work.open_check_ins(database, now)


# --- opening --------------------------------------------------------------------------------------


def test_it_opens_once_and_they_are_told_in_the_morning(database, db, pair, now):
    jordan, _dan = pair
    early = now.replace(hour=0, minute=5)
    for _ in range(3):
        run(database, db, early)
    (one,) = opened(db)
    assert (one.person_id, one.why) == (jordan.id, "birthday")
    assert one.opens == makers.today() - timedelta(days=4)
    (notice,) = db.scalars(select(Notice).where(Notice.kind == "check_in"))
    assert clock.local(notice.made_at).hour == 10
    assert db.scalar(select(func.count()).select_from(Outbox)) == 1


def test_and_again_before_what_counts_is_over_if_there_was_no_answer(database, db, pair, now):
    run(database, db, now)
    later = now + timedelta(days=30)  # twenty days after the birthday
    run(database, db, later)
    first, second = opened(db)
    assert (first.why, second.why) == ("birthday", "return")
    assert first.closes == second.opens - timedelta(days=1)
    run(database, db, now + timedelta(days=60))
    assert len(opened(db)) == 2


@pytest.mark.parametrize("how", ["answered", "confirmed"])
def test_not_again_when_there_is_nothing_more_to_ask(database, db, pair, now, how):
    jordan, dan = pair
    run(database, db, now)
    (first,) = opened(db)
    if how == "answered":
        first.answered_at = now
    else:
        makers.make(db, Confirmed, {
            "council_id": jordan.council_id, "person_id": jordan.id, "age": 20, "in_touch": "YES",
            "activity": "F5", "accommodation": "U1", "evidence": "Spoke.", "by_id": dan.id,
            "made_at": now,
        }, {})  # fmt: skip
    run(database, db, now + timedelta(days=30))
    assert len(opened(db)) == 1


def test_never_for_somebody_nothing_may_be_sent_to(database, db, pair, now):
    jordan, dan = pair
    makers.make(db, Stop, {
        "council_id": jordan.council_id, "person_id": jordan.id, "why": "died", "basis": "Known.",
        "asked_by_id": dan.id, "asked_at": now, "agreed_by_id": dan.id, "agreed_at": now,
    }, {})  # fmt: skip
    run(database, db, now)
    assert opened(db) == []
    assert db.scalars(select(Notice)).all() == []


@pytest.mark.parametrize("category", ["eligible", "looked_after_under_16", "qualifying", ""])
def test_not_for_those_who_have_others_to_ask(database, db, now, category):
    makers.make_leaver_and_adviser(db, birthday_in=10, category=category)
    run(database, db, now)
    assert opened(db) == []


@pytest.mark.parametrize("asks", ["nothing", "wish", "began", "long ago"])
def test_the_older_ones_only_if_they_asked(database, db, now, asks):
    darnell, dan = makers.make_leaver_and_adviser(db, age=22, birthday_in=10)
    if asks == "wish":
        makers.make_rhythm(db, darnell)
    elif asks == "began":
        makers.make_contact(db, darnell, dan, began="them")
    elif asks == "long ago":
        makers.make_contact(
            db, darnell, dan, began="them", day=makers.today() - timedelta(days=400)
        )
    run(database, db, now)
    assert len(opened(db)) == (asks in ("wish", "began"))


def test_many_are_opened_a_batch_at_a_time(database, db, pair, now, monkeypatch):
    monkeypatch.setattr(work, "BATCH", 3)
    for _ in range(7):
        makers.make_leaver(db, birthday_in=5, council_id=pair[0].council_id)
    db.commit()
    with database.committing() as handle:  # a worker that is killed after its first batch
        assert work.open_batch(handle, pair[0].council_id, 0, now) is not None
    assert len(opened(db)) == 3
    run(database, db, now)
    assert len(opened(db)) == 8
    assert db.scalar(select(func.count()).select_from(Notice)) == 8


def test_a_birthday_on_the_29th_of_february(database, db, now):
    makers.make_leaver_and_adviser(db, born=date(2008, 2, 29))
    with clock.fixed(now.replace(year=2027, month=2, day=20), everywhere=True):
        run(database, db, clock.now())
        assert [(one.opens, one.why) for one in opened(db)] == [(date(2027, 2, 15), "birthday")]


def test_the_worker_has_both_jobs(house):
    assert {"check_ins", "keep_in_touch"} <= {job.name for job in jobs()}


# --- answering --------------------------------------------------------------------------------


def test_it_is_answered_and_is_being_in_touch(client, db, pair, now):
    jordan, dan = pair
    one = makers.make_check_in(db, jordan)
    client.sign_in(jordan)
    page = client.get("/check-in").text
    assert "Dan, their manager and the team that covers read this." in page
    assert "999" in page
    assert client.send("/check-in", ANSWER, action=f"/check-in/{one.ref}").status_code == 303
    (one,) = opened(db)
    assert (one.feeling, one.living, one.doing, one.call_me) == ("good", "own", "work", True)
    assert clock.today(owed(db, jordan)[0].since) == makers.today()
    (call,) = owed(db, jordan, "call_back")
    assert call.debtor_id == dan.id
    assert in_step(db, jordan, now)
    assert db.scalars(select(Notice.kind).where(Notice.person_id == dan.id)).all() == [
        "check_in_answered"
    ]
    thanks = client.get("/check-in").text
    assert "Thank you" in thanks and "All fine." not in thanks
    assert db.scalars(select(Contact)).all() == []


def test_a_hello_alone_is_an_answer(client, db, pair):
    jordan, _dan = pair
    one = makers.make_check_in(db, jordan)
    client.sign_in(jordan)
    assert client.send("/check-in", {}, action=f"/check-in/{one.ref}").status_code == 303
    (one,) = opened(db)
    assert one.answered_at is not None
    assert (one.feeling, one.words, one.call_me) == ("", "", False)


def test_if_things_are_not_good_there_is_help_at_once(client, db, pair):
    jordan, _dan = pair
    one = makers.make_check_in(db, jordan)
    client.sign_in(jordan)
    client.send("/check-in", {**ANSWER, "feeling": "bad"}, action=f"/check-in/{one.ref}")
    text = client.get("/check-in").text
    assert "You do not have to wait with that." in text
    assert "999" in text


def test_what_they_wrote_is_looked_at(client, db, pair, monkeypatch):
    from portal.keep_in_touch import actions

    looked = []

    def look(db, council_id, person_id, from_id, kind, text, source, now):
        looked.append((person_id, from_id, kind, text, source))
        return "words"

    monkeypatch.setattr(actions.worries, "look_at", look)
    jordan, _dan = pair
    one = makers.make_check_in(db, jordan)
    client.sign_in(jordan)
    sent = client.send("/check-in", ANSWER, action=f"/check-in/{one.ref}")
    assert looked == [(jordan.id, jordan.id, "text", "All fine.", ("check_in", one.id, one.ref))]
    assert "somebody looks at it first" in client.get(sent.location).text


def test_sent_twice_it_is_answered_once_and_another_answer_is_asked_for(client, db, pair):
    jordan, _dan = pair
    one = makers.make_check_in(db, jordan)
    client.sign_in(jordan)
    client.get("/check-in")
    hidden = client.form("/check-in", ANSWER, f"/check-in/{one.ref}").hidden
    for _ in range(2):
        sent = client.post(f"/check-in/{one.ref}", data={**hidden, **ANSWER})
        assert sent.status_code == 303
    db.commit()
    assert db.scalar(select(func.count()).select_from(Notice)) == 1
    other = client.post(f"/check-in/{one.ref}", data={**hidden, **ANSWER, "text": "Other"})
    assert other.status_code == 422


@pytest.mark.parametrize("wrong", ["closed", "others", "none", "answered"])
def test_what_is_not_open_is_not_answered(client, db, pair, now, wrong):
    jordan, _dan = pair
    other = makers.make_leaver(db, council_id=jordan.council_id)
    dates = {"opens": makers.today() - timedelta(days=30), "closes": makers.today() - timedelta(1)}
    mine = makers.make_check_in(db, jordan)
    one = makers.make_check_in(
        db, other if wrong == "others" else jordan, why="return",
        **(dates if wrong == "closed" else {}), answered_at=now if wrong == "answered" else None,
    )  # fmt: skip
    client.sign_in(jordan)
    client.get("/check-in")
    hidden = client.form("/check-in", ANSWER).hidden
    ref = "A" * 22 if wrong == "none" else one.ref
    sent = client.post(f"/check-in/{ref}", data={**hidden, **ANSWER})
    assert sent.status_code == (404 if wrong in ("others", "none") else 303)
    assert "done" not in (sent.location or "")
    db.commit()
    db.refresh(one)
    assert one.words == ""
    assert mine.words == ""


def test_nothing_open_is_said_kindly(client, db, pair):
    client.sign_in(pair[0])
    assert "Nothing to answer just now" in client.get("/check-in").text


def test_somebody_who_was_looked_for_is_welcome_and_asked_nothing(client, db, pair, now):
    jordan, dan = pair
    makers.make_lost(db, jordan, dan)
    one = makers.make_check_in(db, jordan)
    client.sign_in(jordan)
    for page in ("/check-in", "/in-touch"):
        text = client.get(page).text
        assert "Good to hear from you" in text
        assert "lost" not in text.lower()
    client.send("/check-in", ANSWER, action=f"/check-in/{one.ref}")
    db.commit()
    told = db.scalars(select(Notice.kind).where(Notice.person_id == dan.id)).all()
    assert told == ["heard_again"]


@pytest.mark.parametrize("many", [1, 8])
def test_it_is_a_quick_page(client, db, database, pair, many):
    jordan, _dan = pair
    for n in range(many):
        makers.make_check_in(db, jordan, opens=makers.today() - timedelta(days=n))
    client.sign_in(jordan)
    with counting(database) as counted:
        assert client.get("/check-in").status_code == 200
    assert len(counted) <= 5


# --- codes ------------------------------------------------------------------------------------

CODES = {"in_touch": "YES", "activity": "F5", "accommodation": "U1", "evidence": "Their check-in."}


def test_their_adviser_confirms_and_each_time_is_a_row(client, db, pair, now):
    jordan, dan = pair
    makers.make_check_in(
        db, jordan, answered_at=now, living="own", doing="work", words="In my flat.", feeling="ok"
    )
    client.sign_in(dan)
    address = f"/people/{jordan.ref}/return"
    page = client.get(address).text
    assert "In my flat." in page
    assert "U: independent living" in page
    assert "selected" not in page, "nothing is chosen for anybody"
    assert client.send(address, CODES).status_code == 303
    assert client.send(address, {**CODES, "accommodation": "U2"}).status_code == 303
    db.commit()
    first, second = db.scalars(select(Confirmed).order_by(Confirmed.id))
    assert (first.age, first.accommodation, first.by_id) == (20, "U1", dan.id)
    assert second.accommodation == "U2"
    assert second.check_in_id is not None
    text = client.get(address).text
    assert "U2: independent living, not suitable" in text
    assert "Their check-in." in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"activity": "0"}, "not 0"),
        ({"in_touch": "DIED"}, "the other two are 0"),
        ({"evidence": ""}, "Write how you know"),
        ({"in_touch": ""}, "Choose whether you are in touch"),
    ],
)
def test_codes_that_do_not_fit_are_asked_again(client, db, pair, wrong, says):
    jordan, dan = pair
    client.sign_in(dan)
    answer = client.send(f"/people/{jordan.ref}/return", {**CODES, **wrong})
    assert answer.status_code == 422
    assert says in answer.text
    db.commit()
    assert db.scalars(select(Confirmed)).all() == []


def test_homeless_or_in_custody_is_never_suitable(client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    text = client.get(f"/people/{jordan.ref}/return").text
    assert 'value="S2"' in text and 'value="S1"' not in text
    sent = client.send(f"/people/{jordan.ref}/return", {**CODES, "accommodation": "S1"})
    assert sent.status_code == 422


def test_the_councils_file_is_shown_beside_it_and_left_alone(client, db, pair):
    jordan, dan = pair
    makers.make(db, LeavingReturn, {
        "council_id": jordan.council_id, "person_id": jordan.id, "in_touch": "YES",
        "activity": "F3", "accommodation": "K1",
    }, {})  # fmt: skip
    client.sign_in(dan)
    address = f"/people/{jordan.ref}/return"
    assert "differs from" not in client.get(address).text
    client.send(address, CODES)
    text = client.get(address).text
    assert "What was confirmed here differs from the council’s file." in text
    assert "F3" in text
    db.commit()
    assert db.scalars(select(LeavingReturn)).one().activity == "F3"


def test_answers_need_every_grant_they_tell_of(client, db, pair):
    jordan, dan = pair
    client.sign_in(dan)
    link = db.query(makers.Connection).filter_by(with_id=dan.id).one()
    for grant in (Grant.CONTACT, Grant.ADDRESS, Grant.SCHOOL, Grant.HEALTH):
        link.grants = int(ALL_GRANTS & ~grant)
        assert client.get(f"/people/{jordan.ref}/return").status_code == 404, grant


def test_without_a_birthday_there_is_nothing_to_confirm(client, db):
    jordan, dan = makers.make_leaver_and_adviser(db, born=None)
    client.sign_in(dan)
    text = client.get(f"/people/{jordan.ref}/return").text
    assert "The birthday is not known here" in text


def test_the_codes_page_is_quick(client, db, database, pair, now):
    jordan, dan = pair
    for n in range(6):
        makers.make_check_in(db, jordan, opens=makers.today() - timedelta(days=n), answered_at=now)
    makers.make_connection(db, jordan, dan, Kind.SOCIAL_WORKER)
    client.sign_in(dan)
    with counting(database) as counted:
        assert client.get(f"/people/{jordan.ref}/return").status_code == 200
    assert len(counted) <= 5
