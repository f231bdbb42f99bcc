"""Say it, read it, answer it, and whether that answers it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Role
from portal.core.receipts import KeyReused
from portal.house import Connection, Notice, Outbox, Owed, Promise, Said, SaidStep
from portal.owed import passing as owed_passing
from portal.owed.pages import owed_to, waiting_on
from portal.people import pages as people
from portal.people.rules import Kind
from portal.promises import actions as promise_actions
from portal.promises import pages as promise_pages
from portal.promises import policy as promises_policy
from portal.say import actions, desks, labels, pages, policy
from portal.say.actions import ChangedMeanwhile, NobodyAnswers, NothingGoesThere, Promised, Words
from portal.say.rules import Answer, Found, Owner, Readers, State
from tests.databases import counting
from tests.makers import (
    make_bar,
    make_carer,
    make_connection,
    make_leave,
    make_membership,
    make_stop,
    make_worker,
    today,
)
from tests.say.conftest import BOTH

ONLY_OFFICER = {"readers": Readers.IRO, "owner": Owner.IRO}
HOUR = timedelta(hours=1)


def one_page(house, viewer, ref):
    with house.app.test_request_context():
        return desks.one_page(house.db, viewer, ref, house.now)


def waiting_page(house, viewer, after=None):
    with house.app.test_request_context():
        return desks.waiting_page(house.db, viewer, after, house.now)


def owed(db, ref):
    db.expire_all()
    query = select(Owed).where(Owed.source_ref == ref, Owed.done_at.is_(None))
    return db.scalars(query).one_or_none()


def only_card(house, who=None):
    viewer = who or house.me
    (card,) = pages.cards(house.db, viewer, people.own(house.me), house.now)
    return card


def test_sent_twice_it_is_said_once_and_owed_once(house, db):
    words = [Words("view", BOTH, Owner.WORKER, "One"), Words("view", BOTH, Owner.WORKER, "Two")]
    first = actions.say(db, house.me, words, "once", house.now)
    again = actions.say(db, house.me, words, "once", house.now + HOUR)
    assert (len(first.refs), again.refs) == (2, first.refs)
    assert again.answer_by == first.answer_by
    assert len(db.scalars(select(Said.id)).all()) == 2
    assert len(db.scalars(select(Owed.id).where(Owed.kind == "said")).all()) == 2
    # Whoever answers is told once of all of it.
    assert len(db.scalars(select(Outbox.id).where(Outbox.kind == "said")).all()) == 1
    with pytest.raises(KeyReused):
        actions.say(db, house.me, words[:1], "once", house.now)


@pytest.mark.parametrize(
    ("readers", "owner"),
    [(Readers.IRO, Owner.WORKER), (Readers.WORKER, Owner.IRO), (Readers(0), Owner.WORKER)],
)
def test_nobody_owes_what_they_may_not_read(house, db, readers, owner):
    with pytest.raises(ValueError, match="Words"):
        actions.say(db, house.me, [Words("view", readers, owner, "x")], "k", house.now)
    with pytest.raises(ValueError, match=r"\[\]"):
        actions.say(db, house.me, [], "k", house.now)


def test_without_an_officer_they_are_told_to_choose_somebody_else(house, db):
    db.query(Connection).filter_by(kind="iro").update({"ends": today() - timedelta(days=1)})
    assert pages.readers_now(db, house.me, house.now).iro == ""
    with pytest.raises(NobodyAnswers):
        house.says(**ONLY_OFFICER)


def test_who_would_read_it_in_their_own_words(house, db):
    there = pages.readers_now(db, house.me, house.now)
    assert (there.iro, there.worker, there.carers) == ("my Ruth", house.worker.known_as,
                                                       ("Hannah",))  # fmt: skip
    line = labels.who_reads(BOTH, there)
    assert "my Ruth" in line
    assert "Hannah" not in line
    assert "Only my Ruth can read" in labels.who_reads(Readers.IRO, there)
    db.query(Connection).filter_by(with_id=house.carer.id).update(
        {"left_on": today() - timedelta(days=1), "ends": today() + timedelta(days=5)}
    )
    assert pages.readers_now(db, house.me, house.now).carers == ()


def test_answered_partly_and_answered_again(house, db):
    ref = house.says()
    card = only_card(house)
    assert (card.state, card.owes, card.may_find) == (State.SENT, "Priya", False)
    assert "Priya will answer by" in labels.line(card, house.now)
    staff = house.viewer(house.worker)
    for turn, (found, state) in enumerate(
        [(Found.PARTLY, State.SENT), (Found.NO, State.SENT), (Found.NO, State.ENDED)], start=1
    ):
        actions.answer(db, staff, ref, Answer.DID, f"Done {turn}", None, house.key(), house.now)
        assert owed(db, ref) is None
        card = only_card(house)
        assert (card.state, card.answer.text, card.may_find) == (
            State.ANSWERED, f"Done {turn}", True,
        )  # fmt: skip
        house.now += HOUR
        actions.found(db, house.me, ref, found, f"Why {turn}?", house.key(), house.now)
        card = only_card(house)
        assert card.state is state
        assert card.answers[-1].found_text == f"Why {turn}?"
        waits = owed(db, ref)
        if state is State.SENT:
            assert (waits.since, waits.passes_to_id) == (house.now, None)
            assert (waits.due_at, card.turn) == (card.due_at, turn + 1)
        else:
            assert waits is None
    with pytest.raises(ChangedMeanwhile):
        actions.found(db, house.me, ref, Found.YES, "", house.key(), house.now)


def test_yes_closes_it(house, db):
    ref = house.says()
    actions.answer(db, house.viewer(house.worker), ref, Answer.WHY_NOT, "No.", None, "k",
                   house.now)  # fmt: skip
    assert db.scalars(select(Notice.kind).where(Notice.source_ref == ref)).all() == [
        "said_answered"
    ]
    actions.found(db, house.me, ref, Found.YES, "", "k", house.now)
    assert only_card(house).state is State.DONE
    assert db.scalars(select(Notice.id).where(Notice.seen_at.is_(None))).all() == []


def test_two_who_answer_at_once(house, db):
    ref = house.says()
    for key in ("a", "a"):  # the same once more changes nothing
        actions.answer(db, house.viewer(house.worker), ref, Answer.DID, "Yes", None, key, house.now)
    with pytest.raises(ChangedMeanwhile):
        actions.answer(db, house.viewer(house.officer), ref, Answer.DID, "I", None, "b", house.now)
    assert len(only_card(house).answers) == 1


def test_what_will_be_done_becomes_a_promise(house, db):
    ref, staff = house.says(), house.viewer(house.worker)
    with pytest.raises(ValueError, match="will"):
        actions.answer(db, staff, ref, Answer.WILL, "We paint it", None, "x", house.now)
    due = today() + timedelta(days=9)
    actions.answer(
        db, staff, ref, Answer.WILL, "We paint it", Promised(house.worker.id, due), "k", house.now
    )
    promise = db.scalars(select(Promise)).one()
    assert (promise.text, promise.due, promise.owner_id) == ("We paint it", due, house.worker.id)
    line = only_card(house).answer
    assert (line.promise_due, line.promise_ref) == (due, promise.ref)
    # One notice says it all.
    told = db.scalars(select(Notice.kind).where(Notice.person_id == house.mia.id)).all()
    assert told == ["said_answered"]
    for who, reads in ((house.worker, True), (house.carer, False), (house.manager, True)):
        role = {house.carer.id: Role.CARER, house.manager.id: Role.MANAGER}.get(who.id)
        query = promises_policy.readable(house.viewer(who, role), house.now)
        assert (db.scalars(query).first() is not None) is reads, who.known_as


def test_what_the_officer_promises_is_read_by_nobody_else(house, db):
    ref = house.says(**ONLY_OFFICER)
    officer = house.viewer(house.officer)
    one = one_page(house, officer, ref)
    assert [owns.id for owns in one.owners] == [house.officer.id]
    actions.answer(
        db, officer, ref, Answer.WILL, "I ask them", Promised(house.officer.id, today()), "k",
        house.now,
    )  # fmt: skip
    for who in (house.worker, house.carer, house.manager):
        query = promises_policy.readable(house.viewer(who), house.now)
        assert db.scalars(query).first() is None, who.known_as
    assert db.scalars(promises_policy.readable(officer, house.now)).first() is not None


# --- who reads it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readers", "owner", "who"),
    [
        (BOTH, Owner.WORKER, {"worker", "officer", "manager"}),
        (Readers.IRO, Owner.IRO, {"officer"}),
        (Readers.WORKER, Owner.WORKER, {"worker", "manager"}),
        (BOTH | Readers.CARER, Owner.WORKER, {"worker", "officer", "carer", "manager"}),
        (Readers.IRO | Readers.CARER, Owner.IRO, {"officer", "carer"}),
        (BOTH | Readers.PARENTS, Owner.IRO, {"worker", "officer", "manager"}),
        (Readers(0), Owner.MANAGER, {"manager"}),
    ],
)
def test_read_by_whom_they_chose(house, db, readers, owner, who):
    house.says(readers=readers, owner=owner)
    for name in ("worker", "officer", "carer", "manager"):
        viewer = house.viewer(getattr(house, name))
        subject = people.own(house.me)
        found = pages.cards(db, viewer, subject, house.now)
        assert bool(found) is (name in who), name
        counts = pages.received(db, viewer, "view", [0], house.now)
        assert counts == {}
    assert only_card(house).text


def test_not_by_somebody_who_must_not_know_or_whose_time_is_over(house, db):
    house.says(readers=Readers.IRO | Readers.CARER | Readers.WORKER)
    make_bar(db, house.mia, house.officer)
    db.query(Connection).filter_by(with_id=house.carer.id).update(
        {"ends": today() - timedelta(days=1)}
    )
    db.query(Connection).filter_by(with_id=house.worker.id).update(
        {"ends": today() - timedelta(days=1)}
    )
    for who in (house.officer, house.carer, house.worker):
        assert pages.cards(db, house.viewer(who), people.own(house.me), house.now) == ()


def test_a_carer_reads_nothing_that_was_said_before_they_lived_together(house, db):
    """They ticked a name: it was Hannah's, and not whoever comes after her."""
    before = house.says("I want to stay with Hannah", BOTH | Readers.CARER)
    next_one = make_carer(db, known_as="Noel", council_id=house.mia.council_id)
    make_membership(db, next_one, role=Role.CARER)
    make_connection(db, house.mia, next_one, Kind.FOSTER_CARER, starts=clock.today(house.now))
    later = house.now + timedelta(days=2)
    db.query(Said).filter_by(ref=before).update({"said_at": house.now - timedelta(days=9)})
    who = house.viewer(next_one, Role.CARER)
    assert not db.scalars(select(Said.ref).where(policy.reads(who, later))).all()
    after = house.says("I like it here", BOTH | Readers.CARER)
    assert db.scalars(select(Said.ref).where(policy.reads(who, later))).all() == [after]
    hannah = house.viewer(house.carer, Role.CARER)
    assert len(db.scalars(select(Said.ref).where(policy.reads(hannah, later))).all()) == 2


def test_what_only_the_officer_was_told_is_handed_to_no_worker(house, db):
    """They promised something about the worker: the worker does not come to have it, and another
    officer can."""
    other = make_worker(db, account=False, known_as="Rita", council_id=house.mia.council_id)
    make_membership(db, other, role=Role.IRO)
    make_connection(db, house.mia, other, Kind.IRO)
    ref = house.says("About my worker", **ONLY_OFFICER)
    promise = Promised(house.officer.id, today() + timedelta(days=9))
    who = house.viewer(house.officer)
    actions.answer(db, who, ref, Answer.WILL, "I see to it", promise, "k", house.now)
    made = db.scalars(select(Promise)).one()
    with house.app.test_request_context():
        page = promise_pages.one_page(db, who, made.ref, house.now, hands_on=True)
    assert [one.id for one in page.owners] == [other.id]
    for one in (house.worker, house.manager):
        with pytest.raises(NoResultFound):
            promise_actions.hand_on(db, who, made.ref, one.ref, "", house.now)
    promise_actions.hand_on(db, who, made.ref, other.ref, "", house.now)
    assert db.scalars(select(Promise.owner_id)).one() == other.id


def test_counted_by_what_it_was_about(house, db):
    for n in range(3):
        ref = house.says(f"Part {n}", about_id=77)
    actions.answer(db, house.viewer(house.worker), ref, Answer.DID, "Yes", None, "k", house.now)
    house.says("Only hers", readers=Readers.IRO, owner=Owner.IRO, about_id=77)
    count = pages.received(db, house.viewer(house.worker), "view", [77, 78], house.now)
    assert {id: (one.waiting, one.all) for id, one in count.items()} == {77: (2, 3)}
    count = pages.received(db, house.viewer(house.officer), "view", [77], house.now)
    assert (count[77].waiting, count[77].all) == (3, 4)


def test_the_officer_answers_what_the_worker_owes_not_the_other_way_round(house, db):
    ref = house.says()
    actions.answer(db, house.viewer(house.officer), ref, Answer.DID, "Yes", None, "a", house.now)
    asked = house.says(readers=BOTH, owner=Owner.IRO)
    with pytest.raises(NoResultFound):
        actions.answer(db, house.viewer(house.worker), asked, Answer.DID, "I", None, "b", house.now)
    assert house.row(asked).state == State.SENT


def test_a_carer_reads_and_does_not_answer(house, db):
    ref = house.says(readers=BOTH | Readers.CARER)
    assert not only_card(house, house.viewer(house.carer)).may_answer
    with pytest.raises(NoResultFound):
        actions.answer(db, house.viewer(house.carer), ref, Answer.DID, "I", None, "b", house.now)


def test_nothing_goes_to_somebody_to_whom_nothing_goes(house, db):
    ref, answered = house.says(), house.says()
    worker = house.viewer(house.worker)
    actions.answer(db, worker, answered, Answer.DID, "Yes", None, "a", house.now)
    me = house.me
    make_stop(db, house.mia)
    with pytest.raises(NothingGoesThere):
        actions.answer(db, worker, ref, Answer.DID, "I", None, "b", house.now)
    with pytest.raises(NothingGoesThere):
        actions.say(db, me, [Words("view", BOTH, Owner.WORKER, "Hello?")], "c", house.now)
    with pytest.raises(NothingGoesThere):
        actions.found(db, me, answered, Found.NO, "", "d", house.now)


# --- on its way ---------------------------------------------------------------------------------


def late(house):
    house.now += timedelta(days=8)
    house.db.expire_all()
    owed_passing.go_on(house.db, house.now)


def test_late_at_the_officer_it_goes_to_another_and_then_a_manager_is_told(house, db):
    second = make_worker(db, account=False, known_as="Iris", council_id=house.mia.council_id)
    make_membership(db, second, role=Role.IRO)
    make_connection(db, house.mia, second, Kind.IRO, starts=today() - timedelta(days=2000))
    ref = house.says(**ONLY_OFFICER)
    assert owed(db, ref).debtor_id == house.officer.id
    late(house)
    card = only_card(house)
    assert (card.owes, [step.to for step in card.went_on]) == ("Iris", ["officer"])
    late(house)
    card = only_card(house)
    assert [step.to for step in card.went_on] == ["officer", "told"]
    assert card.owes == "Iris"  # who was only told answers nothing
    assert "not what you said" in " ".join(labels.steps_words(card.went_on, house.now))
    manager = house.viewer(house.manager)
    assert pages.cards(db, manager, people.own(house.me), house.now) == ()
    with pytest.raises(NoResultFound):
        one_page(house, manager, ref)
    (row,) = waiting_on(db, manager, None, house.now).rows
    assert row.only_told
    assert ref not in str(waiting_page(house, manager).rows)
    (told,) = waiting_page(house, manager).told
    assert (told.name, told.officer) == ("Mia", "Ruth")
    assert db.scalars(
        select(Notice.kind).where(Notice.person_id == house.manager.id)
    ).all() == ["officer_late"]  # fmt: skip


def test_late_at_the_worker_it_goes_to_whoever_stands_in_who_reads_it(house, db):
    duty = make_worker(db, account=False, known_as="Dele", council_id=house.mia.council_id)
    make_membership(db, duty, role=Role.DUTY)
    ref = house.says()
    late(house)
    assert owed(db, ref).passes_to_id == house.manager.id  # who can open their conversation
    assert pages.cards(db, house.viewer(duty), people.own(house.me), house.now) == ()
    db.query(Connection).filter_by(with_id=house.manager.id).update(
        {"ends": today() - timedelta(days=1)}
    )
    late(house)  # nobody else can: whoever is on duty is let in for it
    assert owed(db, ref).passes_to_id == duty.id
    actions.answer(db, house.viewer(duty), ref, Answer.DID, "Yes", None, "k", house.now)
    assert only_card(house).state is State.ANSWERED


def test_what_a_manager_owes_goes_to_one_who_is_near_and_on_to_the_next(house, db):
    far = make_worker(db, account=False, known_as="Moss", council_id=house.mia.council_id)
    make_membership(db, far, role=Role.MANAGER)
    ref = house.says(readers=Readers(0), owner=Owner.MANAGER)
    assert owed(db, ref).debtor_id == house.manager.id
    other = house.viewer(far)
    assert pages.cards(db, other, people.own(house.me), house.now) == ()
    late(house)
    assert only_card(house).owes == "Moss"
    (row,) = waiting_on(db, other, None, house.now).rows
    assert row.kind == "said_manager"
    actions.answer(db, other, ref, Answer.DID, "We look at it", None, "k", house.now)
    assert only_card(house).state is State.ANSWERED


def test_a_new_officer_owes_what_the_old_one_did(house, db):
    ref = house.says(**ONLY_OFFICER)
    db.query(Connection).filter_by(with_id=house.officer.id).update(
        {"ends": today() - timedelta(days=1)}
    )
    new = make_worker(db, account=False, known_as="Nia", council_id=house.mia.council_id)
    make_membership(db, new, role=Role.IRO)
    make_connection(db, house.mia, new, Kind.IRO, starts=today())
    owed_passing.follow(db, house.mia.council_id, house.now)
    assert owed(db, ref).debtor_id == new.id
    assert only_card(house, house.viewer(new)).may_answer


def test_whoever_covers_reads_and_owes_it(house, db):
    cover = make_worker(db, known_as="Omar", council_id=house.mia.council_id)
    make_connection(db, house.mia, cover, Kind.COVER)
    make_leave(db, house.worker, cover)
    ref = house.says()
    assert owed(db, ref).debtor_id == cover.id
    assert only_card(house, house.viewer(cover)).may_answer


# --- nothing of it elsewhere --------------------------------------------------------------------


def test_what_only_the_officer_reads_is_on_nobodys_page(house, db):
    house.says(text="Only for Ruth", **ONLY_OFFICER)
    worker = house.viewer(house.worker)
    assert waiting_on(db, worker, None, house.now).count == 0
    assert owed_to(db, worker, house.mia.id, house.now) == ()
    officer = house.viewer(house.officer)
    assert [row.kind for row in owed_to(db, officer, house.mia.id, house.now)] == ["said_iro"]
    assert waiting_on(db, officer, None, house.now).count == 1
    told = db.scalars(select(Outbox.person_id)).all()
    assert told == [house.officer.id]


def test_pages_of_what_waits_have_no_gaps_and_no_doubles(house, db):
    refs = {house.says(f"Thing {n}") for n in range(desks.PAGE + 5)}
    asked = {house.says(readers=Readers.IRO, owner=Owner.IRO) for _n in range(3)}
    officer = house.viewer(house.officer)
    seen, after = [], None
    while True:
        page = waiting_page(house, officer, after)
        seen += [(row.card.ref, row.mine) for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == len(refs | asked)
    assert {ref for ref, mine in seen[:3]} == asked  # their own come first
    for wrong in ("x", "1.2", "2.0.0", "0.1.-1"):
        with pytest.raises(ValueError, match=r"."):
            waiting_page(house, officer, wrong)


def test_talked_about(house, db):
    ref, other = house.says(), house.says(**ONLY_OFFICER)
    actions.talked(db, house.viewer(house.worker), [ref, other, "no-such"], "R" * 22, house.now)
    assert (house.row(ref).state, house.row(other).state) == (State.TALKED, State.SENT)
    actions.talked(db, house.viewer(house.worker), [ref], "R" * 22, house.now)
    assert len(db.scalars(select(SaidStep.id)).all()) == 1
    cards = pages.cards(db, house.me, people.own(house.me), house.now)
    trail = labels.trail(cards[-1], house.now, True)
    assert [step.name for step in trail][:2] == ["You sent it", "Talked about at your review"]
    assert owed(db, ref) is not None  # an answer is still owed


def test_as_few_questions_as_there_can_be(house, db, database, client):
    for n in range(3):
        ref = house.says(f"Thing {n}")
    client.sign_in(house.mia)
    for path, most in (("/my-say/said", 5), (f"/my-say/said/{ref}", 5)):
        client.get(path)
        with counting(database) as counted:
            client.get(path)
        assert len(counted) <= most, counted.statements
    client.sign_in(house.worker)
    for path, most in ((f"/said/{ref}", 5), ("/said", 5), (f"/people/{house.mia.ref}/said", 5)):
        client.get(path)
        with counting(database) as counted:
            client.get(path)
        assert len(counted) <= most, counted.statements


def test_what_was_said_is_shown_newest_first_by_its_own_day(house):
    """What is said of an old thing may be written down later: the day counts, not the row."""
    newest = house.says("Today")
    today = house.now
    house.now = today - timedelta(days=30)
    oldest = house.says("A month ago")
    house.now = today - timedelta(days=3)
    between = house.says("Three days ago")
    mine = people.own(house.me)
    found = [one.ref for one in pages.cards(house.db, house.me, mine, today)]
    assert found == [newest, between, oldest]
    older = pages.cards(house.db, house.me, mine, today, before=newest, most=1)
    assert [one.ref for one in older] == [between]
