"""A worry is raised once, is on somebody's list, and stays until somebody has it and says what was
done."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Membership, Message, Notice, Outbox, Owed, Person, Worry
from portal.messages import desks as messages
from portal.owed.passing import go_on
from portal.people.answers import everybody_who_answers
from portal.people.rules import COVER_GRANTS, Grant, Kind
from portal.rebuild import Changes, rebuild
from portal.worries import actions, labels, pages, policy, words
from portal.worries.rules import Why
from tests import makers
from tests.databases import counting

SOURCE = ("message", 41, "some-ref")


@pytest.fixture
def pair(db):
    return makers.make_pair(db, known_as="Mia")


@pytest.fixture
def mia(pair):
    return pair[0]


@pytest.fixture
def priya(pair):
    return pair[1]


def raise_one(db, young, text="I am not safe", kind="text", source=SOURCE, by=None):
    found = actions.look_at(
        db, young.council_id, young.id, (by or young).id, kind, text, source, clock.now()
    )
    db.flush()
    return found


def all_of(db, table):
    db.flush()
    db.expire_all()
    return db.scalars(select(table).order_by(table.id)).all()


def staff(db, council_id, role, name, **given):
    person = makers.make_worker(
        db, council_id=council_id, known_as=name, account=False, **given.pop("person", {})
    )
    makers.make_membership(db, person, role=role, **given)
    return person


# --- raised -------------------------------------------------------------------------------------


def test_what_worries_nobody_asks_the_database_nothing(db, database, mia):
    with counting(database) as counted:
        assert raise_one(db, mia, "See you on Thursday. I'm dying to show you!") is None
    assert counted.statements == []
    assert all_of(db, Worry) == []


def test_it_is_on_the_list_of_whoever_answers_and_they_are_told(db, mia, priya, now):
    assert raise_one(db, mia) == "words"
    (worry,) = all_of(db, Worry)
    assert (worry.person_id, worry.from_id, worry.why, worry.found) == (
        mia.id, mia.id, "words", "unsafe",
    )  # fmt: skip
    assert (worry.source_kind, worry.source_id, worry.source_ref) == SOURCE
    (owed,) = all_of(db, Owed)
    assert (owed.kind, owed.debtor_id, owed.person_id, owed.urgent) == (
        "worry", priya.id, mia.id, True,
    )  # fmt: skip
    assert (owed.due_at, owed.next_at) == (now, now + timedelta(minutes=15))
    assert (owed.source_kind, owed.source_id, owed.source_ref) == ("worry", worry.id, worry.ref)
    (notice,) = all_of(db, Notice)
    assert (notice.person_id, notice.kind, notice.source_ref) == (priya.id, "worry", worry.ref)
    (outbox,) = all_of(db, Outbox)
    assert (outbox.person_id, outbox.kind) == (priya.id, "worry")


def test_the_words_themselves_are_kept_nowhere(db, mia):
    raise_one(db, mia, "He raped me. xyzzy")
    for table in (Worry, Owed, Notice, Outbox):
        for row in all_of(db, table):
            said = " ".join(str(getattr(row, c.name)) for c in table.__table__.columns)
            assert "raped" not in said and "xyzzy" not in said


def test_a_cry_for_help_is_always_raised(db, mia):
    assert raise_one(db, mia, "", kind="help") == "help"
    (worry,) = all_of(db, Worry)
    assert (worry.why, worry.found) == ("help", "")


@pytest.mark.parametrize("kind", ["ok", "call", "text", "voice", "picture"])
def test_other_taps_are_not(db, mia, kind):
    assert raise_one(db, mia, "", kind=kind) is None


def test_twice_is_once(db, mia):
    assert [raise_one(db, mia) for _ in range(3)] == ["words"] * 3
    assert [len(all_of(db, table)) for table in (Worry, Owed, Notice, Outbox)] == [1, 1, 1, 1]


def test_what_worries_again_after_it_was_closed_is_on_a_list_again(db, mia, priya, now):
    """They said it anew where it stood, say of whom they would rather not have there: the page
    tells them that somebody looks at it first."""
    raise_one(db, mia)
    (worry,) = all_of(db, Worry)
    who = makers.make_viewer(db, priya)
    actions.take(db, who, worry.ref, now)
    raise_one(db, mia, "I want to die")
    assert len(all_of(db, Worry)) == 1
    unseen = select(Notice.person_id).where(Notice.seen_at.is_(None))
    assert db.scalars(unseen).all() == [priya.id]
    actions.close(db, who, worry.ref, "I rang her.", now)
    raise_one(db, mia, "I want to die")
    old, new = all_of(db, Worry)
    assert (old.ref, old.done) == (worry.ref, "I rang her.")
    assert (new.source_kind, new.source_id, new.source_ref, new.taken_at) == (*SOURCE, None)
    waits = [one.source_id for one in all_of(db, Owed) if one.done_at is None]
    assert waits == [new.id]


def test_it_is_one_commit(db, mia):
    db.commit()
    raise_one(db, mia)
    db.rollback()
    assert [len(all_of(db, table)) for table in (Worry, Owed, Notice, Outbox)] == [0, 0, 0, 0]


def test_what_a_carer_writes_goes_to_the_childs_worker(db, mia, priya):
    helen = makers.make_carer(db, council_id=mia.council_id)
    raise_one(db, mia, "She has gone missing", by=helen)
    (worry,) = all_of(db, Worry)
    assert (worry.person_id, worry.from_id) == (mia.id, helen.id)
    assert all_of(db, Owed)[0].debtor_id == priya.id


# --- to whom ------------------------------------------------------------------------------------


def debtor(db, young, by=None):
    found = policy.sees_to_it(db, young.council_id, young.id, (by or young).id, clock.now())
    return db.get(Person, found).known_as if found else None


def test_while_the_worker_is_away_to_whoever_covers(db, mia, priya):
    omar = staff(db, mia.council_id, Role.WORKER, "Omar")
    makers.make_connection(db, mia, omar, Kind.OTHER, grants=Grant.NAME | Grant.MESSAGES)
    makers.make_leave(db, priya, omar)
    assert debtor(db, mia) == "Omar"


@pytest.fixture
def nobody(db, mia, priya):
    """Priya is away and nobody covers."""
    makers.make_leave(db, priya)


READS = Grant.NAME | Grant.MESSAGES


def test_in_turn_duty_a_manager_anybody_who_reads_the_lead(db, mia, nobody):
    here = mia.council_id
    assert debtor(db, mia) == "Priya"  # nobody else at all: better her than nobody
    dele = staff(db, here, Role.DUTY, "Far duty")
    assert debtor(db, mia) == "Far duty"
    staff(db, here, Role.MANAGER, "Far manager")
    assert debtor(db, mia) == "Far manager"
    noor = makers.make_lead(db, council_id=here)
    assert debtor(db, mia) == "Noor"
    near = staff(db, here, Role.WORKER, "Near worker")
    makers.make_connection(db, mia, near, Kind.OTHER, grants=READS)
    assert debtor(db, mia) == "Near worker"
    grace = staff(db, here, Role.MANAGER, "Near manager")
    makers.make_connection(db, mia, grace, Kind.MANAGER)
    assert debtor(db, mia) == "Near manager"
    makers.make_connection(db, mia, dele, Kind.MANAGER, grants=READS)
    assert debtor(db, mia) == "Far duty"
    # Who is away themselves comes after all who are there.
    makers.make_leave(db, dele)
    assert debtor(db, mia) == "Near manager"
    assert noor.council_id == here


def test_never_whoever_must_not_know_nor_who_has_left_nor_another_council(db, mia, nobody):
    here = mia.council_id
    barred = staff(db, here, Role.MANAGER, "Barred")
    makers.make_bar(db, mia, barred)
    gone = staff(db, here, Role.DUTY, "Gone", ends=makers.today() - timedelta(days=1))
    other = makers.make_council(db)
    staff(db, other.id, Role.MANAGER, "Elsewhere")
    assert debtor(db, mia) == "Priya"
    assert gone.council_id == here


def test_when_the_worker_has_left_it_goes_to_whoever_stands_in(db, mia, priya):
    db.scalars(select(Membership).where(Membership.person_id == priya.id)).one().ends = (
        makers.today() - timedelta(days=1)
    )
    db.flush()
    assert raise_one(db, mia) == "words"
    assert all_of(db, Owed) == []  # nobody at all; it is on the list all the same
    assert len(all_of(db, Worry)) == 1
    noor = makers.make_lead(db, council_id=mia.council_id)
    db.flush()
    rebuild(db, mia.council_id, clock.now())
    (owed,) = [o for o in all_of(db, Owed) if o.kind == "worry"]
    assert (owed.debtor_id, owed.urgent) == (noor.id, True)
    row = db.execute(everybody_who_answers(mia.council_id, makers.today())).first()
    assert row is None


def test_making_afresh_what_is_owed_changes_nothing(db, mia, priya):
    grace = staff(db, mia.council_id, Role.MANAGER, "Grace")
    raise_one(db, mia)
    db.flush()
    assert rebuild(db, mia.council_id, clock.now()) == Changes()
    later = clock.now() + timedelta(minutes=15)
    go_on(db, later)
    db.flush()
    (owed,) = all_of(db, Owed)
    assert (owed.debtor_id, owed.passes_to_id) == (priya.id, grace.id)
    assert [n.person_id for n in all_of(db, Notice)] == [priya.id, grace.id]
    assert rebuild(db, mia.council_id, later) == Changes()  # whoever was asked keeps it
    actions.take(db, makers.make_viewer(db, priya), all_of(db, Worry)[0].ref, later)
    assert rebuild(db, mia.council_id, later) == Changes()
    go_on(db, later + timedelta(hours=9))
    assert len(all_of(db, Notice)) == 2  # nobody else is asked
    assert all(notice.seen_at for notice in all_of(db, Notice))


# --- taken, and closed --------------------------------------------------------------------------


def test_i_have_it_ends_the_passing_on_and_the_calling(client, db, mia, priya, now):
    raise_one(db, mia)
    (worry,) = all_of(db, Worry)
    client.sign_in(priya)
    url = f"/worries/{worry.ref}"
    page = client.get(url)
    assert "On the list of Priya" in page.text
    answer = client.send(url, action=f"{url}/take")
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Priya has it, since today at 10am." in page.text
    (worry,) = all_of(db, Worry)
    assert (worry.taken_by_id, worry.taken_at, worry.done_at) == (priya.id, now, None)
    (owed,) = all_of(db, Owed)
    assert (owed.done_at, owed.next_at) == (now, None)
    assert [n.seen_at for n in all_of(db, Notice)] == [now]
    changed = [e.what for e in all_of(db, AuditEvent) if e.act == "changed"]
    assert changed == ["worries.taken"]


def test_what_was_done_is_needed_to_close_it(client, db, mia, priya, now):
    worry = makers.make_worry(db, mia, priya, taken_by_id=priya.id, taken_at=now)
    client.sign_in(priya)
    url = f"/worries/{worry.ref}"
    empty = client.send(url, {"text": " "}, action=f"{url}/done")
    assert empty.status_code == 422 and "Write what was done" in empty.text
    said = "Rang Mia, she is at Helen's & safe."
    answer = client.send(url, {"text": said}, action=f"{url}/done")
    assert answer.status_code == 303
    assert "Mia, she is at Helen&#39;s &amp; safe." in client.get(answer.location).text
    (worry,) = all_of(db, Worry)
    assert (worry.done, worry.done_at, worry.done_by_id) == (said, now, priya.id)
    assert "worries.done" in [e.what for e in all_of(db, AuditEvent)]


def test_nobody_closes_what_nobody_has_and_the_words_stay(client, db, mia, priya):
    worry = makers.make_worry(db, mia, priya)
    client.sign_in(priya)
    token = client.get(f"/worries/{worry.ref}") and client.page.forms[-1].hidden["csrf_token"]
    answer = client.post(
        f"/worries/{worry.ref}/done", data={"csrf_token": token, "text": "All well <now>"}
    )
    assert answer.status_code == 422
    assert "All well &lt;now&gt;</textarea>" in answer.text and "I have it" in answer.text
    assert all_of(db, Worry)[0].done_at is None


def test_the_first_to_take_it_has_it(client, new_client, db, mia, priya):
    grace = staff(db, mia.council_id, Role.MANAGER, "Grace")
    makers.make_connection(db, mia, grace, Kind.MANAGER)
    worry = makers.make_worry(db, mia, priya)
    url = f"/worries/{worry.ref}"
    hers = new_client()
    hers.sign_in(grace)
    hers.get(url)
    form = hers.form(url, {}, f"{url}/take").hidden
    client.sign_in(priya)
    client.send(url, action=f"{url}/take")
    late = hers.post(f"{url}/take", data=form)
    assert late.status_code == 303
    assert "Priya has it" in hers.get(late.location).text
    assert all_of(db, Worry)[0].taken_by_id == priya.id


def test_again_changes_nothing(db, mia, priya, now):
    worry = makers.make_worry(db, mia, priya)
    viewer = makers.make_viewer(db, priya)
    actions.take(db, viewer, worry.ref, now)
    actions.take(db, viewer, worry.ref, now + timedelta(hours=1))
    actions.close(db, viewer, worry.ref, "Rang her.", now)
    actions.close(db, viewer, worry.ref, "Something else.", now + timedelta(hours=1))
    (worry,) = all_of(db, Worry)
    assert (worry.taken_at, worry.done, worry.done_at) == (now, "Rang her.", now)
    hers = makers.make_viewer(db, staff(db, mia.council_id, Role.MANAGER, "Grace"))
    with pytest.raises(actions.TakenAlready):
        actions.take(db, hers, worry.ref, now)


# --- who sees it --------------------------------------------------------------------------------


def sees(db, person, worry, role=None):
    viewer = makers.make_viewer(db, person, role)
    query = select(Worry.id).where(policy.visible(viewer, clock.now()), Worry.id == worry.id)
    return db.scalar(query) is not None


def test_who_sees_a_worry(db, mia, priya):
    here = mia.council_id
    worry = makers.make_worry(db, mia, priya)
    assert sees(db, priya, worry)
    assert sees(db, staff(db, here, Role.MANAGER, "Grace"), worry)  # oversees
    assert sees(db, makers.make_lead(db, council_id=here), worry)
    other = staff(db, here, Role.WORKER, "Omar")
    assert not sees(db, other, worry)
    iro = staff(db, here, Role.IRO, "Ruth")
    makers.make_connection(db, mia, iro, Kind.IRO)
    assert not sees(db, iro, worry)  # a reviewing officer does not read messages
    duty = staff(db, here, Role.DUTY, "Dele")
    assert not sees(db, duty, worry)
    makers.make_owed(db, duty, mia, kind="x", source_kind="worry", source_id=worry.id)
    assert sees(db, duty, worry)  # it was passed on to them
    barred = staff(db, here, Role.MANAGER, "Barred")
    makers.make_bar(db, mia, barred)
    assert not sees(db, barred, worry)
    for role in (Role.EDITOR, Role.ADMIN):
        assert not sees(db, staff(db, here, role, role.value), worry)
    assert not sees(db, staff(db, makers.make_council(db).id, Role.MANAGER, "B"), worry)


def test_a_stranger_can_neither_take_nor_close(db, mia, priya, now):
    worry = makers.make_worry(db, mia, priya)
    omar = makers.make_viewer(db, staff(db, mia.council_id, Role.WORKER, "Omar"))
    for act in (
        lambda: actions.take(db, omar, worry.ref, now),
        lambda: actions.close(db, omar, worry.ref, "x", now),
        lambda: pages.worry_page(db, omar, worry.ref, now),
    ):
        with pytest.raises(NoResultFound):
            act()


def test_who_cannot_read_the_conversation_is_told_to_ring(client, db, mia, priya):
    lead = makers.make_lead(db, council_id=mia.council_id)
    worry = makers.make_worry(db, mia, priya)
    client.sign_in(lead)
    page = client.get(f"/worries/{worry.ref}")
    assert "You cannot open the conversation." in page.text
    assert "/messages" not in page.text
    assert client.get("/about-this").status_code == 200
    assert 'href="/worries"' in client.get("/about-this").text


def test_the_list_is_noted_and_says_who_has_what(client, db, mia, priya, now):
    waiting = makers.make_worry(db, mia, priya)
    makers.make_worry(db, mia, taken_by_id=priya.id, taken_at=now, why="words", found="violence")
    makers.make_worry(db, mia, taken_by_id=priya.id, taken_at=now, done="Rang.", done_at=now,
                      done_by_id=priya.id)  # fmt: skip
    client.sign_in(priya)
    page = client.get("/worries")
    for said in ("Nobody has these yet", "Somebody has these", "Closed", "Priya has it",
                 "Words about being hurt or threatened", waiting.ref):  # fmt: skip
        assert said in page.text
    assert "Rang." not in page.text
    assert [e.what for e in all_of(db, AuditEvent)] == ["worries.worries"]


@pytest.mark.parametrize("many", [1, 60])
def test_the_list_costs_the_same_however_long(client, db, database, mia, priya, now, many):
    for number in range(many):
        makers.make_worry(db, mia, priya, raised_at=now - timedelta(hours=number))
        makers.make_worry(db, mia, taken_by_id=priya.id, taken_at=now, done="x", done_at=now)
    client.sign_in(priya)
    with counting(database) as counted:
        client.get("/worries")
    assert len(counted) <= 5, counted.statements


def test_closed_ones_go_on_to_a_next_page(db, mia, priya, now):
    for _number in range(pages.PAGE + 2):
        makers.make_worry(db, mia, taken_by_id=priya.id, taken_at=now, done="x", done_at=now)
    viewer = makers.make_viewer(db, priya)
    from flask import Flask

    with Flask(__name__).test_request_context():
        first = pages.worries_page(db, viewer, None, now)
        second = pages.worries_page(db, viewer, first.more, now)
    refs = [card.ref for card in (*first.over, *second.over)]
    assert len(refs) == len(set(refs)) == pages.PAGE + 2 and second.more is None


def test_on_a_desk_stand_those_that_nobody_has_and_ones_own(db, mia, priya, now):
    grace = staff(db, mia.council_id, Role.MANAGER, "Grace")
    makers.make_worry(db, mia, priya)
    mine = makers.make_worry(db, mia, taken_by_id=priya.id, taken_at=now)
    makers.make_worry(db, mia, taken_by_id=priya.id, taken_at=now, done="x", done_at=now)
    viewer, hers = makers.make_viewer(db, priya), makers.make_viewer(db, grace)
    assert len(pages.on_desk(db, viewer, now)) == 2
    assert mine.ref not in [card.ref for card in pages.on_desk(db, hers, now)]


# --- beside the messages ------------------------------------------------------------------------


@pytest.mark.parametrize("taken", [False, True])
def test_a_thread_knows_it_without_a_statement_more(db, database, mia, priya, now, taken):
    talk = makers.make_conversation(db, mia, priya)
    plain = makers.make_message(db, talk, text="Hello")
    message = makers.make_message(db, talk, text="I am not safe")
    raise_one(db, mia, source=("message", message.id, message.ref))
    if taken:
        actions.take(db, makers.make_viewer(db, priya), all_of(db, Worry)[0].ref, now)
    query = select(Message.id, Message.ref).where(Message.conversation_id == talk.id)
    db.flush()
    with counting(database) as counted:
        rows = db.execute(pages.beside(query.order_by(Message.id), Message.id)).all()
        states = [pages.state_of(row) for row in rows]
    assert len(counted) == 1
    assert [row.id for row in rows] == [plain.id, message.id]
    assert states[0] is None and states[1] is not None
    assert (states[1].why, states[1].taken_by) == (Why.WORDS, "Priya" if taken else "")


def test_what_whoever_wrote_it_is_told(app, now):
    state = pages.State("r", Why.WORDS, now, "", None, None)
    with app.test_request_context():
        assert labels.to_writer(state, now, True) == "We marked this so that somebody looks soon."
        assert labels.to_writer(state, now, False) == (
            "Whoever is on duty is told of this at once. Do not wait for us."
        )
        taken = pages.State("r", Why.WORDS, now, "Priya", now, None)
        assert labels.to_writer(taken, now, True) == (
            "We marked this so that somebody looks soon. Priya has it, since today at 10am."
        )
        assert labels.to_writer(taken, now, False) == (
            "Priya has it, since today at 10am. Do not wait for us."
        )
        done = pages.State("r", Why.WORDS, now, "Priya", now, now)
        assert labels.to_writer(done, now, False) == "Priya saw to this today at 10am."


def test_the_macros_draw(app, now):
    """With the numbers to call, once; and "I have it" for staff, while nobody has."""
    from flask import render_template_string

    state = pages.State("ref-of-it", Why.WORDS, now, "", None, None)
    text = (
        "{% from 'worries/said.html' import before, said %}"
        "{% from 'worries/panel.html' import in_thread %}"
        "{{ before(true) }}|{{ said(state, now, true) }}|{{ in_thread(state, now, 'token') }}"
    )
    with app.test_request_context():
        before, said, panel = render_template_string(text, state=state, now=now).split("|")
    assert "we make sure somebody looks soon" in before
    assert "999" in said and "We marked this" in said
    assert "/worries/ref-of-it/take" in panel and "I have it" in panel


def test_the_desk_of_messages_still_names_who_answers(db, mia, priya, now):
    """`sees_to_it` and the thread go by one rule."""
    desk = messages.own_desk(db, makers.make_viewer(db, mia), now)
    assert desk.answers is not None and desk.answers.id == priya.id
    assert policy.sees_to_it(db, mia.council_id, mia.id, mia.id, now) == priya.id


def test_words_of_a_check_in_are_where_they_stand_and_not_in_the_conversation(
    client, new_client, db, mia, priya
):
    worry = makers.make_worry(db, mia, priya, source_kind="check_in", source_id=1)
    client.sign_in(priya)
    page = client.get(f"/worries/{worry.ref}").text
    assert f'href="/people/{mia.ref}/return"' in page
    assert "Read the conversation" not in page
    omar = makers.make_worker(db, known_as="Omar", account=False)
    makers.make_membership(db, omar, role=Role.DUTY)
    makers.make_connection(db, mia, omar, Kind.COVER, grants=COVER_GRANTS)
    desk = new_client()
    desk.sign_in(omar)
    page = desk.get(f"/worries/{worry.ref}").text
    assert "/return" not in page and "Read the conversation" not in page
    assert "They wrote it in a quick hello, which you cannot open. Ring somebody who can" in page


def test_whoever_must_act_reads_the_words_of_a_check_in_alone(client, db, mia, priya):
    """Cover and duty may read her messages, and not where she lives and what she does."""
    said = makers.make_check_in(db, mia, words="I do not want to be here any more", living="sofa")
    worry = makers.make_worry(db, mia, priya, source_kind="check_in", source_id=said.id)
    omar = makers.make_worker(db, known_as="Omar", account=False)
    makers.make_membership(db, omar, role=Role.DUTY)
    makers.make_connection(db, mia, omar, Kind.COVER, grants=COVER_GRANTS)
    client.sign_in(omar)
    page = client.get(f"/worries/{worry.ref}").text
    assert "I do not want to be here any more" in page and "sofa" not in page.casefold()
    client.sign_in(priya)  # who reads all of it where it stands
    assert "I do not want to be here any more" not in client.get(f"/worries/{worry.ref}").text


def test_whoever_was_only_asked_sees_it_no_more_once_it_is_long_closed(db, mia, priya, now):
    duty = staff(db, mia.council_id, Role.DUTY, "Dele")
    worry = makers.make_worry(db, mia, priya, taken_by_id=duty.id, taken_at=now, done="Rang.",
                              done_at=now, done_by_id=duty.id)  # fmt: skip
    makers.make_owed(db, duty, mia, kind="x", source_kind="worry", source_id=worry.id)
    assert sees(db, duty, worry)
    worry.done_at = now - policy.SEEN_AFTER
    db.flush()
    assert not sees(db, duty, worry)
    assert sees(db, priya, worry)


@pytest.mark.parametrize(
    "kind",
    ["goal", "goal_step", "goal_change", "sitting", "own_words", "early_review", "promise_step"],
)
def test_words_beside_a_goal_are_read_where_the_worry_is(client, db, mia, priya, kind, monkeypatch):
    """They stand in no conversation: whoever must act is not sent to look for them there."""
    monkeypatch.setitem(words._words, kind, lambda _db, _council, _id: "I cannot go on like this")
    raise_one(db, mia, source=(kind, 77, "a-ref"))
    (worry,) = all_of(db, Worry)
    db.commit()
    client.sign_in(priya)
    page = client.get(f"/worries/{worry.ref}").text
    assert "I cannot go on like this" in page
    assert "Read the conversation" not in page
