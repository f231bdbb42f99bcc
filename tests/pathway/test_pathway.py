"""A pathway plan: areas, own words, skills, an early review."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from portal.core import clock
from portal.core.access import Role
from portal.house import (
    AgendaItem,
    ArrivedAlone,
    Connection,
    EarlyReview,
    Goal,
    Notice,
    Owed,
    OwnWords,
)
from portal.owed.passing import pass_on
from portal.paper.rules import NoPaper
from portal.pathway import actions, rules
from portal.people.rules import ALL_GRANTS, Grant, Kind
from tests import makers
from tests.databases import counting
from tests.goals.test_goals import in_step, one


@pytest.fixture
def pair(db):
    return makers.make_leaver_and_adviser(db)


def test_the_areas_of_the_law_are_there_and_papers_only_for_those_who_came_alone(client, db, pair):
    jordan, _dan = pair
    client.sign_in(jordan)
    page = client.get("/pathway").text
    for name in ("Where I live", "College and learning", "Work", "Money", "My health",
                 "Family and friends", "Who I am", "Things I am learning to do"):  # fmt: skip
        assert name in page
    assert "My papers" not in page
    assert client.get("/pathway/areas/25").status_code == 404
    db.add(ArrivedAlone(council_id=jordan.council_id, person_id=jordan.id))
    db.commit()
    assert "My papers" in client.get("/pathway").text
    assert client.get("/pathway/areas/25").status_code == 200


def test_papers_are_read_by_those_who_were_granted_them(client, new_client, db, pair):
    jordan, dan = pair
    db.add(ArrivedAlone(council_id=jordan.council_id, person_id=jordan.id))
    link = update(Connection).where(Connection.with_id == dan.id)
    db.execute(link.values(grants=int(ALL_GRANTS)))
    client.sign_in(jordan)
    where = "/pathway/areas/25"
    client.send(where, {"text": "Get my travel document"}, action=f"{where}/goals")
    goal = one(db, Goal)
    assert goal.text not in client.get("/pathway").text, "a list says nothing of papers"
    other = makers.make_worker(db)
    makers.make_connection(db, jordan, other, grants=Grant.NAME | Grant.PLAN | Grant.ADDRESS)
    for person, there in ((dan, True), (other, False)):
        staff = new_client()
        staff.sign_in(person)
        page = staff.get(f"/people/{jordan.ref}/pathway").text
        assert (goal.text in page) is there
        assert ("My papers" in page) is there


def test_what_the_plan_says_stands_beside_the_goals(client, db, pair):
    jordan, _dan = pair
    makers.make_plan(db, jordan, {"home": "You stay with Bill until you are 21."}, kind="pathway")
    client.sign_in(jordan)
    assert "You stay with Bill until you are 21." in client.get("/pathway/areas/10").text
    assert "You stay with Bill until you are 21." in client.get("/pathway/print").text


def test_own_words_and_what_was_said_before(client, db, pair):
    jordan, dan = pair
    client.sign_in(jordan)
    for text in ("I like it here.", "I want to move."):
        client.send("/pathway/areas/10", {"words": text}, action="/pathway/areas/10/words")
    page = client.get("/pathway/areas/10").text
    assert "I want to move." in page and "I like it here." in page
    assert len(db.scalars(select(OwnWords)).all()) == 2
    told = db.scalars(select(Notice.kind).where(Notice.person_id == dan.id)).all()
    assert told == ["goals_by_them"]


def test_a_skill_becomes_a_goal_in_one_tap(client, new_client, db, pair):
    jordan, dan = pair
    client.sign_in(jordan)
    where = "/pathway/skills/21"
    assert client.send(where, {"cook_meal": "help", "washing": "not_me"}).status_code == 303
    made = client.send(where, {}, action=f"{where}/goals")
    assert made.status_code == 303
    goal = one(db, Goal)
    assert (goal.text, goal.skill, goal.area) == ("Cook a hot meal", "cook_meal", "skills")
    assert "Make it a goal" not in client.get(where).text
    staff = new_client()
    staff.sign_in(dan)
    page = staff.get(f"/people/{jordan.ref}/pathway").text
    assert "Wants help" in page and "Not for them" in page
    client.send(where, {"cook_meal": "can"})
    assert "Can do it" in staff.get(f"/people/{jordan.ref}/pathway").text


def test_every_skill_has_its_own_key_and_a_place():
    keys = [skill.key for skill in rules.ALL_SKILLS]
    assert len(keys) == len(set(keys))
    assert {skill.area for skill in rules.ALL_SKILLS} <= {*rules.AREAS, rules.ALONE}
    assert all(len(key) <= 32 for key in keys)


def ask(client, why="My job starts in May."):
    return client.send("/pathway/early-review", {"text": why})


def test_an_early_review_is_owed_and_answered(client, new_client, db, pair, now):
    jordan, dan = pair
    client.sign_in(jordan)
    assert ask(client).status_code == 303
    review = one(db, EarlyReview)
    owed = db.scalars(select(Owed).where(Owed.kind == "early_review")).one()
    assert (owed.debtor_id, owed.due_at, owed.next_at) == (dan.id, review.due_at, review.due_at)
    assert clock.today(review.due_at) - clock.today(now) == timedelta(days=7)
    assert in_step(db, jordan, now)
    assert "Dan answers by 30 November." in client.get("/pathway").text
    staff = new_client()
    staff.sign_in(dan)
    waiting = staff.get("/plans/lately").text
    assert "Asks for an early look" in waiting
    there = f"/early-reviews/{review.ref}"
    day = makers.today() + timedelta(days=14)
    typed = {"says": "day", "day": day.isoformat(), "text": "At the library?"}
    assert staff.send(there, typed).status_code == 303
    assert in_step(db, jordan, now)
    assert db.scalars(select(Owed.done_at).where(Owed.kind == "early_review")).one()
    item = db.scalars(select(AgendaItem).where(AgendaItem.kind == "early_review")).one()
    assert item.day == day
    page = client.get("/pathway").text
    assert "Dan said on 23 November: we look at it on Monday 7 December." in page
    assert "At the library?" in client.get(there).text
    assert "A look at your pathway plan" in client.get("/dates").text
    assert ask(client, "Again").status_code == 303, "answered: they may ask again"


def test_not_now_needs_a_reason(client, new_client, db, pair):
    jordan, dan = pair
    client.sign_in(jordan)
    ask(client, "")
    review = one(db, EarlyReview)
    staff = new_client()
    staff.sign_in(dan)
    there = f"/early-reviews/{review.ref}"
    assert staff.send(there, {"says": "not_now", "text": ""}).status_code == 422
    assert staff.send(there, {"says": "not_now", "text": "It was last week."}).status_code == 303
    assert "not now" in client.get(there).text and "It was last week." in client.get(there).text


def test_nobody_answers_so_it_goes_on_and_they_see_to_whom(
    client, new_client, db, database, pair, now
):
    jordan, _dan = pair
    grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, grace, role="manager")
    client.sign_in(jordan)
    ask(client)
    review = one(db, EarlyReview)
    db.commit()
    with clock.fixed(review.due_at + timedelta(minutes=1), everywhere=True):
        pass_on(database, clock.now())
        db.expire_all()
        assert "Sent on to Grace" in client.get("/pathway").text
        assert in_step(db, jordan, clock.now())
        boss = new_client()
        boss.sign_in(grace)
        there = f"/early-reviews/{review.ref}"
        assert boss.send(there, {"says": "not_now", "text": "Dan is ill."}).status_code == 303


def test_a_stranger_does_not_answer(new_client, client, db, pair):
    jordan, _dan = pair
    client.sign_in(jordan)
    ask(client)
    other = makers.make_worker(db)
    makers.make_connection(db, jordan, other, grants=Grant.NAME)
    staff = new_client()
    staff.sign_in(other)
    assert staff.get(f"/early-reviews/{one(db, EarlyReview).ref}").status_code == 404


def test_statements(client, new_client, db, database, pair):
    jordan, dan = pair
    makers.make_plan(db, jordan, {"home": "With Bill.", "money": "Savings."}, kind="pathway")
    client.sign_in(jordan)
    client.send("/pathway/skills/21", {"cook_meal": "help"})
    for url, most in (("/pathway", 5), ("/pathway/areas/10", 5), ("/pathway/skills/21", 4),
                      ("/pathway/history", 3), ("/pathway/print", 5), ("/school-plan", 5),
                      ("/together", 4), ("/pathway/early-review", 4)):  # fmt: skip
        with counting(database) as counted:
            assert client.get(url).status_code == 200
        assert len(counted.statements) <= most, (url, len(counted.statements), counted.statements)
    staff = new_client()
    staff.sign_in(dan)
    for url, most in ((f"/people/{jordan.ref}/pathway", 6), ("/plans/lately", 3),
                      ("/sittings", 3), (f"/people/{jordan.ref}/school-plan", 5)):  # fmt: skip
        with counting(database) as counted:
            assert staff.get(url).status_code == 200
        assert len(counted.statements) <= most, (url, len(counted.statements), counted.statements)


def test_on_paper_in_their_language(client, db, pair, monkeypatch):
    """As a tagged PDF; where the machine draws none, the page says how to print."""
    jordan, _dan = pair

    client.sign_in(jordan)
    client.send("/pathway/areas/20", {"text": "Save for a bike"}, action="/pathway/areas/20/goals")
    assert "Save for a bike" in client.get("/pathway/print").text
    drawn = {}

    def draw(html, language, title, **_more):
        drawn.update(html=html, language=language, title=title)
        return b"%PDF-1.7"

    monkeypatch.setattr("portal.paper.actions.pdf", draw)
    answer = client.get("/pathway/paper")
    assert answer.mimetype == "application/pdf" and "attachment" in str(answer.headers)
    assert "Save for a bike" in drawn["html"] and drawn["title"] == "My plan"

    def none(*_given, **_more):
        raise NoPaper("none")

    monkeypatch.setattr("portal.paper.actions.pdf", none)
    assert client.get("/pathway/paper").status_code == 503


def test_it_is_offered_where_it_is_begun_or_the_law_wants_one(client, db, pair):
    """Not to those around a child of nine; the page of a goal that is there leads back to it."""
    assert rules.offered(15, begun=False) == frozenset()
    for age, begun in ((16, False), (None, False), (9, True)):
        assert rules.offered(age, begun=begun) == {rules.OFFERED}
    _jordan, dan = pair
    mia = makers.make_young(db, known_as="Mia", born=date(makers.today().year - 10, 12, 24))
    link = makers.make_connection(db, mia, dan)
    helen = makers.make_carer(db, known_as="Helen")
    makers.make_connection(db, mia, helen, Kind.FOSTER_CARER, grants=Grant.NAME | Grant.PLAN)
    plan, label = f"/people/{mia.ref}/pathway", "Pathway plan: goals and steps"

    def offered():
        client.sign_in(dan)
        staff = label in client.get(f"/people/{mia.ref}").text
        assert client.get(plan).status_code == 200, "whoever has the address can begin one"
        client.sign_in(helen, Role.CARER)
        assert (label in client.get("/children").text) is staff
        return staff

    assert not offered()
    client.sign_in(dan)
    begin = f"{plan}/goals"
    made = client.send(begin, {"text": "Learn to cook", "area": "10"})
    assert made.status_code == 303, made.text
    assert offered()
    db.delete(one(db, Goal))
    assert not offered()
    makers.make_plan(db, mia, kind="pathway")
    assert offered()
    mia.born = None
    assert link.grants and offered()


def test_a_second_one_is_refused_and_its_words_are_given_back(client, new_client, db, pair):
    """From another page that was open before the first was asked."""
    jordan, _dan = pair
    client.sign_in(jordan)
    client.get("/pathway/early-review")
    open_before = client.form("/pathway/early-review", {"text": ""}).hidden
    assert ask(client).status_code == 303
    sent = client.post(
        "/pathway/early-review", data={**open_before, "key": "other", "text": "And my flat."}
    )
    assert sent.status_code == 422
    assert "You have asked already" in sent.text and "And my flat." in sent.text
    db.commit()
    assert db.scalars(select(EarlyReview.why)).all() == ["My job starts in May."]
    assert len(db.scalars(select(Owed.id).where(Owed.kind == "early_review")).all()) == 1


def test_of_two_that_come_at_once_one_is_asked(db, database, pair, now):
    jordan, _dan = pair
    who = makers.make_viewer(db, jordan)
    db.commit()
    started, found = threading.Barrier(2), []

    def ask_once(key):
        started.wait()
        try:
            with database.committing() as handle:
                actions.ask(handle, who, f"Why {key}", key, now)
            found.append("asked")
        except actions.AskedAlready:
            found.append("refused")

    threads = [threading.Thread(target=ask_once, args=(key,)) for key in ("one", "two")]
    for one_of in threads:
        one_of.start()
    for one_of in threads:
        one_of.join()
    assert sorted(found) == ["asked", "refused"]
    assert len(db.scalars(select(EarlyReview.id)).all()) == 1
