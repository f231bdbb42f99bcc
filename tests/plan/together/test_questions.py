"""Big questions: explained, written down, asked again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Band
from portal.house import Account, AgendaItem, BigQuestion, Notice, Owed, PlanResponse
from portal.plan.together.explained import MEANS
from portal.plan.together.rules import Question
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.databases import counting

FIELDS = {
    "stands": "no", "text": "Not now. Mum needs more time.", "decides": "The council, with Mum",
    "decided": "03/05/2026",
}  # fmt: skip


def write(browser, scene, code="q1", **typed):
    where = f"/people/{scene.mia.ref}/questions/{code}"
    again = (makers.today() + timedelta(days=60)).isoformat()
    return browser.send(where, {**FIELDS, "again": again, **typed}, action=where)


def test_every_question_is_explained_in_three_ages_of_words():
    assert set(MEANS) == set(Question)
    for ages in MEANS.values():
        assert set(ages) == set(Band)
        assert len({tuple(map(str, lines)) for lines in ages.values()}) == len(Band)
        for lines in ages.values():
            assert len(lines) == 3  # what it means, who decides, that it is asked again


def test_nobody_has_written_it_down(scene):
    mia = scene.as_(scene.mia)
    assert "/plan/questions" in mia.get("/plan").text
    assert mia.get("/plan/questions").text.count("Nobody has written this down yet.") == 3
    page = mia.get("/plan/questions/q1").text
    assert "Nobody has written this down yet" in page and "/plan/q1/say?says=talk" in page
    sent = mia.send("/plan/q1/say", {"says": "talk", "text": "When can I go home?"},
                    action="/plan/q1/say")  # fmt: skip
    assert sent.location.startswith("/plan/questions/q1")
    assert "Priya will answer by" in mia.get("/plan/questions/q1").text
    assert scene.owed()[0].debtor_id == scene.priya.id
    assert "When can I go home?" in (
        scene.as_(scene.priya).get(f"/people/{scene.mia.ref}/plan/heard").text
    )


def test_written_down_told_and_asked_again(scene):
    priya, mia = scene.as_(scene.priya), scene.as_(scene.mia)
    assert write(priya, scene).status_code == 303
    page = mia.get("/plan/questions/q1").text
    for said in ("No, not now", "Not now. Mum needs more time.", "The council, with Mum",
                 "3 May 2026", "22 January 2027", "Written down by Priya"):  # fmt: skip
        assert said in page
    note = scene.db.scalars(select(Notice)).one()
    assert (note.kind, note.source_ref) == ("big_question", "going_home")
    mia.send("/plan/questions/q1", action="/plan/questions/q1/seen")
    assert scene.db.scalars(select(Notice.seen_at)).one() is not None
    item = scene.db.scalars(select(AgendaItem)).one()
    assert (item.kind, item.day) == ("by_big_question", makers.today() + timedelta(days=60))
    owed = scene.db.scalars(select(Owed)).one()
    assert (owed.kind, owed.debtor_id, owed.next_at) == ("big_question", scene.priya.id, None)
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()
    # Written down again: what it said before is kept, and the dates move with it.
    again = (makers.today() + timedelta(days=90)).isoformat()
    assert write(priya, scene, text="We begin with weekends.", again=again).status_code == 303
    page = mia.get("/plan/questions/q1").text
    assert "What was written down before" in page and "Mum needs more time" in page
    days = scene.db.scalars(select(AgendaItem.day)).all()
    assert days == [makers.today() + timedelta(days=90)]
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()


def test_two_write_at_once(scene):
    priya, grace = scene.as_(scene.priya), scene.as_(scene.grace)
    where = f"/people/{scene.mia.ref}/questions/q1"
    grace.get(where)
    old = grace.form(where, {"text": "x"}, where).hidden
    write(priya, scene)
    again = (makers.today() + timedelta(days=60)).isoformat()
    late = grace.post(where, data={**old, **FIELDS, "again": again, "text": "My own words"})
    assert late.status_code == 422
    assert "Somebody else wrote this down meanwhile" in late.text
    assert "My own words" in late.text and "Mum needs more time" in late.text
    assert len(scene.db.scalars(select(BigQuestion.id)).all()) == 1


@pytest.mark.parametrize(
    "typed",
    [{"again": ""}, {"again": "yesterday"}, {"again": "2020-01-01"}, {"decided": "2999-01-01"},
     {"stands": "maybe"}, {"text": " "}, {"decides": ""}, {"again": "2099-01-01"}],
)  # fmt: skip
def test_what_does_not_fit_is_said(scene, typed):
    priya = scene.as_(scene.priya)
    sent = write(priya, scene, **typed)
    assert sent.status_code == 422
    assert scene.db.scalars(select(BigQuestion.id)).all() == []


def test_who_writes_and_who_reads(scene):
    write(scene.as_(scene.priya), scene)
    theirs = f"/people/{scene.mia.ref}/questions"
    assert "Mum needs more time" in scene.as_(scene.rob, makers.Role.IRO).get(theirs).text
    rob = scene.as_(scene.rob, makers.Role.IRO)
    assert rob.get(f"{theirs}/q1").status_code == 403
    assert scene.as_(scene.helen).get(theirs).status_code == 403
    assert scene.as_(scene.omar).get(theirs).status_code == 404
    home = scene.as_(scene.helen).get("/dates").text
    assert "Mum needs more time" not in home


@pytest.mark.parametrize("band", ["child", "teen", "adult"])
def test_the_words_go_by_age(scene, band):
    mia = scene.as_(scene.mia)
    account = select(Account).join(
        makers.Membership, makers.Membership.account_id == Account.id
    ).where(makers.Membership.person_id == scene.mia.id)  # fmt: skip
    scene.db.scalars(account).one().band = band
    page = mia.get("/plan/questions/q2").text
    assert str(MEANS[Question.MOVING][Band(band)][1])[:60] in page.replace("&#39;", "'")


def test_statements(scene, database):
    makers.make_question(scene.db, scene.mia, scene.priya)
    for n in range(30):
        makers.make_question(scene.db, scene.mia, scene.priya, ended_at=clock.now(), words=f"{n}")
        makers.make_response(scene.db, scene.mia, kind="question", area="going_home",
                             state="agreed", says="agree")  # fmt: skip
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    theirs = f"/people/{scene.mia.ref}/questions"

    def count(what):
        with counting(database) as counted:
            assert what().status_code == 200
        return len(counted.statements)

    for browser, path in ((mia, "/plan/questions"), (mia, "/plan/questions/q1"), (priya, theirs),
                          (priya, f"{theirs}/q1")):  # fmt: skip
        assert count(lambda browser=browser, path=path: browser.get(path)) <= 5, path
    assert len(scene.db.scalars(select(PlanResponse.id)).all()) == 30
