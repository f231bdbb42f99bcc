"""Polls: answered once, without a name; shown when they are over; and what was done is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.receipts import Receipt
from portal.house import (
    MeetGroup,
    Membership,
    Notice,
    Owed,
    OwedStep,
    Poll,
    PollDone,
    PollOption,
    PollQuestion,
    PollWords,
    Said,
    WeDid,
)
from portal.owed.passing import pass_one
from portal.polls import actions, jobs, pages, rules
from portal.polls.rules import Audience, Kind, To
from portal.rebuild import rebuild
from tests import makers
from tests.databases import counting
from tests.polls.conftest import aged

ONE = {"kind": "one", "text": "Where?", "options": "At home\nAt school"}
SEVERAL = {"kind": "several", "text": "What?", "options": "Food\nMusic\nFood"}
FACES = {"kind": "faces", "text": "How was it?"}
WORDS = {"kind": "words", "text": "Anything else?"}
ALL = [ONE, SEVERAL, FACES, WORDS]


def options(scene, question: int) -> list[PollOption]:
    found = scene.all_of(PollQuestion)[question]
    return [one for one in scene.all_of(PollOption) if one.question_id == found.id]


def answers(scene, person, poll, **given):
    browser = scene.as_(person)
    where = f"/with-others/questions/{poll.ref}"
    return browser.send(where, given, action=where)


def many(scene, count: int, says: int, poll) -> None:
    """So many more young people, who answered the first question with the option `says`."""
    option = options(scene, 0)[says]
    for _n in range(count):
        young = makers.make_young(scene.db, born=aged(13), council_id=scene.mia.council_id)
        makers.make_membership(scene.db, young)
        viewer = makers.make_viewer(scene.db, young)
        page = pages.one(scene.db, viewer, poll.ref, clock.now())
        actions.answer(
            scene.db, viewer, page, actions.Answers([option.id], {}), clock.now()
        )  # fmt: skip
    scene.db.commit()


def close(scene, days: int = 9) -> None:
    scene.db.commit()
    jobs.polls(scene.database, clock.now() + timedelta(days=days))
    scene.db.expire_all()


def test_answered_once_and_counted(scene):
    poll = scene.poll(ALL)
    told = [n.person_id for n in scene.all_of(Notice) if n.kind == "poll_open"]
    assert sorted(told) == sorted([scene.mia.id, scene.noa.id, scene.zed.id])
    home, food = options(scene, 0)[0], options(scene, 1)
    assert [one.text for one in food] == ["Food", "Music"]
    face = options(scene, 2)[4]
    where = f"/with-others/questions/{poll.ref}"
    page = scene.as_(scene.mia).get(where).text
    assert "Edwina asks everybody" in page and "we will know it is you" in page
    given = {"q1": str(home.id), "q2": [str(one.id) for one in food], "q3": str(face.id),
             "q4": "more pizza"}  # fmt: skip
    answer = answers(scene, scene.mia, poll, **given)
    assert answer.status_code == 303 and "poll-answered" in answer.location
    assert [one.count for one in scene.all_of(PollOption) if one.count] == [1, 1, 1, 1]
    assert [(one.text, one.language) for one in scene.all_of(PollWords)] == [("more pizza", "en")]
    page = scene.as_(scene.mia).get(where).text
    assert "You answered. Nobody can see what you said" in page and "pizza" not in page
    assert "more pizza" not in scene.as_(scene.ed).get(f"/polls/{poll.ref}").text


def test_nothing_chosen_is_no_answer_and_what_was_not_offered_counts_nothing(scene):
    poll = scene.poll([ONE])
    assert answers(scene, scene.mia, poll, q1="").status_code == 422
    assert answers(scene, scene.mia, poll, q1="12345").status_code == 422
    assert scene.all_of(PollDone) == []


def test_sent_twice_it_counts_once(scene):
    poll = scene.poll([ONE])
    mia, where = scene.as_(scene.mia), f"/with-others/questions/{poll.ref}"
    mia.get(where)
    data = {**mia.form(where, {}, where).hidden, "q1": str(options(scene, 0)[0].id)}
    assert [mia.post(where, data=data).status_code for _ in range(2)] == [303, 303]
    assert [one.count for one in options(scene, 0)] == [1, 0]
    assert len(scene.all_of(PollDone)) == 1


def test_words_that_must_not_wait_go_to_her_worker_and_not_among_the_answers(scene):
    poll = scene.poll([ONE, WORDS])
    answer = answers(
        scene, scene.mia, poll, q1=str(options(scene, 0)[0].id), q2="I want to kill myself"
    )
    assert "poll-marked" in answer.location
    assert scene.all_of(PollWords) == []
    assert [(one.person_id, one.text) for one in scene.all_of(Said)] == [
        (scene.mia.id, "I want to kill myself")
    ]
    assert [one.kind for one in scene.all_of(Owed) if one.debtor_id == scene.priya.id] == [
        "said", "worry"
    ]  # fmt: skip
    assert [one.count for one in options(scene, 0)] == [1, 0]


def test_nothing_joins_an_answer_to_a_person(scene):
    """By the tables: a row of a person has no answer, and a row of an answer has no person, no time
    and no key in order. By what an answer writes: every number of the poll, and no receipt."""
    numbers, words = PollOption.__table__, PollWords.__table__
    for table in (numbers, words):
        kinds = {column.name: str(column.type) for column in table.columns}
        assert not {"person_id", "account_id", "done_id", "ref"} & set(kinds)
        assert not any("DATE" in kind or "TIME" in kind.upper() for kind in kinds.values())
        assert "person.id" not in {key.target_fullname for key in table.foreign_keys}
    assert set(PollDone.__table__.columns.keys()) == {"id", "council_id", "poll_id", "person_id"}
    poll = scene.poll([ONE, WORDS])
    before = len(scene.all_of(Receipt))
    for person, text in ((scene.mia, "one"), (scene.noa, "two"), (scene.zed, "three")):
        answers(scene, person, poll, q1=str(options(scene, 0)[0].id), q2=text)
    assert len(scene.all_of(Receipt)) == before
    done = [one.person_id for one in scene.all_of(PollDone)]
    assert len(done) == 3
    # Keys are by chance: forty in order would be a wonder.
    for table in (PollDone, PollWords):
        made = [table.__table__.c.id.default.arg(None) for _ in range(40)]
        assert made != sorted(made)


def test_an_answer_writes_every_number_of_the_poll(scene, database):
    poll = scene.poll([ONE, SEVERAL])
    with counting(database) as counted:
        answers(scene, scene.mia, poll, q1=str(options(scene, 0)[0].id))
    wrote = [one for one in counted.statements if one.startswith("UPDATE poll_option")]
    assert len(wrote) == 1 and "WHERE poll_option.poll_id" in wrote[0].replace("\n", " ")


def test_results_when_it_is_over_and_only_what_is_not_few(scene):
    poll = scene.poll([ONE])
    many(scene, 7, 0, poll)
    answers(scene, scene.mia, poll, q1=str(options(scene, 0)[1].id))
    ed = scene.as_(scene.ed)
    assert "7" not in ed.get(f"/polls/{poll.ref}").text.split("At home")[1][:80]
    close(scene)
    (again,) = scene.all_of(Poll)
    assert again.closed_at is not None and again.of == 10
    # 7 of 10, and three who said something else or nothing: everything is few here.
    assert [(one.count, one.shown) for one in options(scene, 0)] == [(0, None), (0, None)]
    page = ed.get(f"/polls/{poll.ref}").text
    assert "Not enough to show" in page
    told = {n.person_id for n in scene.all_of(Notice) if n.kind == "poll_results"}
    assert scene.mia.id in told and scene.noa.id not in told and len(told) == 8


def test_results_are_shown_to_those_who_answered(scene):
    poll = scene.poll([ONE])
    many(scene, 7, 0, poll)
    many(scene, 6, 1, poll)
    answers(scene, scene.mia, poll, q1=str(options(scene, 0)[1].id))
    close(scene)
    with scene.later(9):
        page = scene.as_(scene.mia).get(f"/with-others/questions/{poll.ref}").text
        assert page.count("7 people") == 2
        assert scene.as_(scene.noa).get(f"/with-others/questions/{poll.ref}").status_code == 404
        assert "You can see what everybody said" in scene.as_(scene.mia).get("/home").text


def test_words_are_read_from_five_on_in_an_order_of_chance(scene):
    poll = scene.poll([WORDS])
    (question,) = scene.all_of(PollQuestion)
    said = ["apples", "bananas", "cherries", "dates"]
    for n, text in enumerate(said):
        young = makers.make_young(scene.db, born=aged(12), council_id=scene.mia.council_id)
        makers.make_membership(scene.db, young)
        viewer = makers.make_viewer(scene.db, young)
        page = pages.one(scene.db, viewer, poll.ref, clock.now())
        actions.answer(
            scene.db, viewer, page, actions.Answers([], {question.id: text}), clock.now()
        )
        assert n < 4
    scene.db.commit()
    before = [one.id for one in scene.all_of(PollWords)]
    close(scene)
    after = scene.all_of(PollWords)
    assert sorted(one.text for one in after) == said
    assert not {one.id for one in after} & set(before)
    ed = scene.as_(scene.ed)
    assert "apples" not in ed.get(f"/polls/{poll.ref}").text
    scene.db.add(
        PollWords(council_id=poll.council_id, question_id=question.id, text="elderberries")
    )
    page = ed.get(f"/polls/{poll.ref}").text
    assert all(text in page for text in [*said, "elderberries"])


def test_words_are_read_by_whom_the_page_named_and_once_it_is_late_by_a_manager(scene):
    poll = scene.poll([WORDS])
    page = scene.as_(scene.mia).get(f"/with-others/questions/{poll.ref}").text
    assert "is read by Edwina, without your name" in page
    assert "If Edwina says nothing by then, a manager reads it." in page
    (question,) = scene.all_of(PollQuestion)
    for text in ("apples", "pears", "plums", "quinces", "medlars"):
        scene.db.add(PollWords(council_id=poll.council_id, question_id=question.id, text=text))
    scene.db.commit()
    close(scene)
    where = f"/polls/{poll.ref}"
    assert "apples" in scene.as_(scene.ed).get(where).text
    assert "apples" not in scene.as_(scene.grace).get(where).text
    (owed,) = [one for one in scene.all_of(Owed) if one.kind == "poll_did"]
    assert pass_one(scene.db, owed.id, owed.next_at + timedelta(minutes=1))
    scene.db.commit()
    assert "apples" in scene.as_(scene.grace).get(where).text


def test_what_was_done_is_owed_goes_on_and_is_said(scene):
    poll = scene.poll([ONE], by=scene.grace)
    many(scene, 1, 0, poll)
    close(scene)
    (owed,) = [one for one in scene.all_of(Owed) if one.kind == "poll_did"]
    assert owed.debtor_id == scene.grace.id and owed.done_at is None
    grace = scene.as_(scene.grace)
    page = grace.get("/waiting").text
    assert "say what was done because of the answers" in page and f"/polls/{poll.ref}" in page
    changes = rebuild(scene.db, poll.council_id, clock.now() + timedelta(days=9))
    assert (changes.added, changes.changed, changes.removed) == (0, 0, 0)
    boss = makers.make_worker(scene.db, known_as="Bo", account=False)
    makers.make_membership(scene.db, boss, role="manager")
    scene.db.commit()
    late = owed.next_at + timedelta(minutes=1)
    assert pass_one(scene.db, owed.id, late)
    scene.db.commit()
    assert [(one.to_id, one.step) for one in scene.all_of(OwedStep)] == [(boss.id, "manager")]
    changes = rebuild(scene.db, poll.council_id, late)
    assert (changes.added, changes.changed, changes.removed) == (0, 0, 0)
    typed = {
        "said": "At home is best", "did": "Reviews are at home now",
        "on_day": makers.today().isoformat(), "source": f"poll:{poll.ref}",
    }  # fmt: skip
    assert scene.as_(boss).send("/you-said/new", typed).status_code == 303
    assert [one.poll_id for one in scene.all_of(WeDid)] == [poll.id]
    (owed,) = [one for one in scene.all_of(Owed) if one.kind == "poll_did"]
    assert owed.done_at is not None and owed.next_at is None
    assert len([n for n in scene.all_of(Notice) if n.kind == "we_did"]) == 1
    page = scene.as_(scene.zed).get("/with-others/you-said").text
    assert "Reviews are at home now" in page and "You said it when we asked: Your reviews" in page


def test_for_a_group_only_its_members_and_by_whoever_runs_it(scene):
    group = scene.group()
    scene.joins(scene.mia, group)
    poll = scene.poll([ONE], by=scene.priya, to=f"group:{group.ref}")
    assert "Your reviews" in scene.as_(scene.mia).get("/with-others").text
    assert "Your reviews" not in scene.as_(scene.noa).get("/with-others").text
    assert scene.as_(scene.noa).get(f"/with-others/questions/{poll.ref}").status_code == 404
    priya = scene.as_(scene.priya)
    assert "Everybody of an age" not in priya.get("/polls/new").text
    assert "You run no group" in scene.as_(scene.omar).get("/polls/new").text
    assert scene.as_(scene.omar).get(f"/polls/{poll.ref}").status_code == 404


@pytest.mark.parametrize("whose", ["group", "everybody"])
def test_whoever_may_not_ask_them_any_more_does_not_send_it(scene, whose):
    by = scene.priya if whose == "group" else scene.ed
    group = scene.group()
    scene.joins(scene.mia, group)
    to = f"group:{group.ref}" if whose == "group" else "all"
    today = makers.today()
    typed = {"title": "Your rooms", "intro": "We paint.", "to": to, "opens": today.isoformat(),
             "closes": (today + timedelta(days=7)).isoformat(),
             "did_by": (today + timedelta(days=20)).isoformat()}  # fmt: skip
    browser = scene.as_(by)
    assert browser.send("/polls/new", typed).status_code == 303
    where = f"/polls/{scene.all_of(Poll)[-1].ref}"
    browser.send(where, {"kind": "words", "text": "What?", "options": ""}, action=where)
    if whose == "group":
        group = scene.all_of(MeetGroup)[-1]
        group.run_by_id = scene.omar.id
    else:
        one = scene.db.query(Membership).filter_by(person_id=scene.ed.id, role="editor").one()
        one.role = "worker"
    scene.db.commit()
    browser = scene.as_(by)
    sent = browser.send(where, action=f"{where}/send")
    assert sent.status_code == 303
    assert "You may not ask these people now." in browser.get(sent.location).text
    assert scene.all_of(Poll)[-1].sent_at is None


def test_a_draft_is_its_writers_and_can_be_changed_until_it_is_sent(scene):
    browser, today = scene.as_(scene.grace), makers.today()
    typed = {"title": "T", "intro": "Why not", "to": "ages", "age_from": "8", "age_to": "11",
             "opens": today.isoformat(), "closes": today.isoformat(),
             "did_by": (today + timedelta(days=3)).isoformat()}  # fmt: skip
    wrong = browser.send("/polls/new", {**typed, "did_by": today.isoformat()})
    assert wrong.status_code == 422 and "Choose a day after its last day" in wrong.text
    assert browser.send("/polls/new", typed).status_code == 303
    (poll,) = scene.all_of(Poll)
    where = f"/polls/{poll.ref}"
    assert scene.as_(scene.ed).get(where).status_code == 404
    assert "poll-empty" in browser.send(where, action=f"{where}/send").location
    answer = browser.send(where, {**ONE, "options": "Only one"}, action=where)
    assert answer.status_code == 422 and "Write two to 8 answers" in answer.text
    assert browser.send(where, ONE, action=where).status_code == 303
    (question,) = scene.all_of(PollQuestion)
    remove = f"/polls/questions/{question.ref}/remove"
    assert browser.send(where, action=remove).status_code == 303
    assert scene.all_of(PollOption) == []
    change = f"{where}/change"
    assert 'value="ages"' in browser.get(change).text
    assert browser.send(change, {**typed, "title": "Another"}, action=change).status_code == 303
    assert browser.send(where, action=f"{where}/throw-away").status_code == 303
    assert scene.all_of(Poll) == []


def test_one_that_opens_later_is_told_then(scene):
    today = makers.today()
    poll = scene.poll([ONE], opens=(today + timedelta(days=2)).isoformat())
    assert scene.as_(scene.mia).get(f"/with-others/questions/{poll.ref}").status_code == 404
    assert [n for n in scene.all_of(Notice) if n.kind == "poll_open"] == []
    for _twice in range(2):
        close(scene, 2)
    assert len([n for n in scene.all_of(Notice) if n.kind == "poll_open"]) == 3
    assert scene.all_of(Poll)[0].closed_at is None


def test_statements(scene, database):
    poll = scene.poll(ALL)
    mia, where = scene.as_(scene.mia), f"/with-others/questions/{poll.ref}"
    for page in ("/with-others", where):
        with counting(database) as counted:
            mia.get(page)
        assert len(counted) <= 5, counted.statements
    data = {**mia.form(where, {}, where).hidden, "q1": str(options(scene, 0)[0].id), "q4": "Yes"}
    with counting(database) as counted:
        assert mia.post(where, data=data).status_code == 303
    assert len(counted) <= 6, counted.statements


@pytest.mark.parametrize(
    ("to", "age", "advised", "in_group", "expected"),
    [
        (To(Audience.ALL), None, False, False, True),
        (To(Audience.LEAVERS), 17, False, False, False),
        (To(Audience.LEAVERS), 17, True, False, True),
        (To(Audience.LEAVERS), 19, False, False, True),
        (To(Audience.AGES, 8, 11), 11, False, False, True),
        (To(Audience.AGES, 8, 11), 12, False, False, False),
        (To(Audience.AGES, 8, 11), None, False, False, False),
        (To(Audience.GROUP), 9, False, True, True),
        (To(Audience.GROUP), 9, True, False, False),
    ],
)
def test_whom_it_is_for(to, age, advised, in_group, expected):
    day = makers.today()
    born = None if age is None else aged(age)
    assert rules.is_for(to, born, advised, in_group, day) is expected


def test_what_is_shown_of_faces():
    found = rules.shown(Kind.FACES, [1, 5, 2, 5, 1], 60)
    assert found.joined and found.cells == (6, None, None, 6, None)
    assert rules.shown(Kind.FACES, [5, 5, 5, 5, 5], 60).joined is False
    assert rules.shown(Kind.SEVERAL, [9, 4, 58], 60).cells == (9, None, None)
