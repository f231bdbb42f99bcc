"""What a young person says of the part about their papers: read by nobody to whom they did not
give that field, whatever else those people read and answer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import Connection, Notice, Outbox, Owed, OwedStep, PlanResponse, SayDraft, Worry
from portal.owed import passing
from portal.people.rules import Grant, Kind
from portal.plan.rules import part_code
from portal.rebuild import Changes, rebuild
from portal.staying import granting
from tests import makers
from tests.plan.together.test_said import answer, heard, say

SECRET = "the Home Office letter frightens me"
ALL = Grant(sum(Grant)) & ~Grant.IMMIGRATION


@pytest.fixture
def there(scene):
    """Everybody near mia reads all of her record but her papers; ann is her adviser."""
    words = {"home": "You live with Helen.", "immigration": "Your interview is in May."}
    scene.plan = makers.make_plan(scene.db, scene.mia, words, kind="pathway")
    scene.ann = makers.make_worker(scene.db, known_as="Ann")
    makers.make_connection(scene.db, scene.mia, scene.ann, Kind.PERSONAL_ADVISER)
    for link in scene.db.scalars(select(Connection)):
        link.grants = int(ALL)
    scene.db.flush()
    return scene


def give(scene, adult, back=False):
    viewer = makers.make_viewer(scene.db, scene.mia)
    do = granting.take_back if back else granting.give
    do(scene.db, viewer, scene.mia.id, adult.id, clock.now())
    scene.db.commit()


def code():
    return part_code("pathway", "immigration")


def says(browser, text=SECRET, kind="disagree"):
    return say(browser, kind, text, code())


def outputs(browser, scene):
    """Every page on which what she said of her plan may stand."""
    ref = scene.mia.ref
    paths = ("/waiting", f"/people/{ref}", f"/people/{ref}/plan", heard(scene), "/worries",
             f"/people/{ref}/promises", "/home", "/team")  # fmt: skip
    return [browser.get(path).text for path in paths]


def test_where_nobody_has_the_field_nothing_is_sent_and_nothing_typed_is_lost(there):
    mia = there.as_(there.mia)
    page = mia.get(f"/plan/{code()}/say?says=disagree").text
    assert "nobody would read this" in page and "/who-sees?papers=1" in page
    assert "can read this" not in page
    assert "is told at once" not in page and "somebody looks soon" not in page, "nothing is sent"
    assert "Write a message" in page and "0800 1111" in page
    sent = says(mia)
    assert sent.status_code == 422
    assert SECRET in sent.text and "nobody would read this" in sent.text
    for table in (PlanResponse, Owed, Notice, Outbox, Worry):
        assert there.db.scalars(select(table.id)).all() == []
    assert says(mia, "", "agree").status_code == 303  # owes nothing, and says nothing


def test_the_way_to_choose_somebody_is_there_for_whoever_has_such_a_part(there):
    mia = there.as_(there.mia)
    page = "/who-sees?papers=1"
    assert "Let Priya see my papers" in mia.get(page).text
    action = f"/who-sees/{there.priya.ref}/give"
    assert mia.send(page, {}, action=action).status_code == 303
    page = mia.get(f"/plan/{code()}/say?says=talk").text
    assert "Only Priya can read this" in page and "If you write that you are not safe" in page


def test_only_whoever_has_it_is_named_owes_is_told_and_reads(there):
    give(there, there.ann)
    mia = there.as_(there.mia)
    page = mia.get(f"/plan/{code()}/say?says=disagree").text
    assert "Only Ann can read this" in page and "duty" not in page.split("Only Ann")[1][:200]
    assert says(mia).status_code == 303
    (owed,) = there.owed()
    assert owed.debtor_id == there.ann.id
    told = there.db.scalars(select(Outbox.person_id).where(Outbox.kind == "plan_response")).all()
    assert told == [there.ann.id]
    assert rebuild(there.db, there.mia.council_id, clock.now()) == Changes()
    assert "Ann will answer by" in mia.get(f"/plan/{code()}").text
    ref = there.db.scalars(select(PlanResponse.ref)).one()
    for adult, role in ((there.priya, None), (there.rob, Role.IRO), (there.grace, Role.MANAGER)):
        browser = there.as_(adult, role)
        for text in outputs(browser, there):
            assert SECRET not in text and "Said something about their plan" not in text
            assert ref not in text
    ann = there.as_(there.ann)
    assert "Said something about their plan" in ann.get("/waiting").text
    assert SECRET in ann.get(heard(there)).text
    assert answer(ann, there).status_code == 303
    assert there.owed()[0].done_at is not None


def test_whoever_has_not_got_it_cannot_answer(there):
    give(there, there.ann)
    says(there.as_(there.mia))
    priya = there.as_(there.priya)
    card = there.db.scalars(select(PlanResponse)).one()
    priya.get("/waiting")
    token = {"csrf_token": priya.page.forms[0].hidden["csrf_token"], "text": "I read it"}
    for path in (f"{heard(there)}/{card.ref}", f"{heard(there)}/{card.ref}/draft"):
        assert priya.post(path, data=token).status_code == 404


def test_taken_back_it_goes_to_the_next_who_has_it_and_else_to_nobody(there):
    give(there, there.priya)
    mia = there.as_(there.mia)
    says(mia)
    assert there.owed()[0].debtor_id == there.priya.id
    give(there, there.ann)
    give(there, there.priya, back=True)
    assert there.owed()[0].debtor_id == there.ann.id
    assert rebuild(there.db, there.mia.council_id, clock.now()) == Changes()
    assert "Said something about their plan" in there.as_(there.ann).get("/waiting").text
    give(there, there.ann, back=True)
    page = mia.get(f"/plan/{code()}").text
    assert "nobody reads this. It is kept" in page and SECRET in page
    assert "/who-sees?papers=1" in page and "Ann will answer" not in page
    for adult, role in ((there.ann, None), (there.priya, None), (there.grace, Role.MANAGER)):
        for text in outputs(there.as_(adult, role), there):
            assert SECRET not in text and "Said something about their plan" not in text
    assert rebuild(there.db, there.mia.council_id, clock.now()) == Changes()
    there.db.commit()
    passing.follow(there.db, there.mia.council_id, clock.now())
    give(there, there.priya)
    assert there.owed()[0].debtor_id == there.priya.id and there.owed()[0].done_at is None
    assert SECRET in there.as_(there.priya).get(heard(there)).text


def test_late_it_goes_on_only_to_others_who_have_it(there, monkeypatch):
    give(there, there.priya)
    says(there.as_(there.mia))
    late = datetime(2026, 11, 25, 17, 2, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: late)
    there.db.commit()
    passing.go_on(there.db, late)
    step = there.db.scalars(select(OwedStep)).one()
    assert (step.step, step.to_id) == ("again", there.priya.id)
    assert "was asked again" in there.as_(there.mia).get(f"/plan/{code()}").text
    give(there, there.ann)
    later = late + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    passing.go_on(there.db, later)
    steps = there.db.scalars(select(OwedStep).order_by(OwedStep.number)).all()
    assert (steps[-1].step, steps[-1].to_id) == ("next", there.ann.id)
    assert "Sent on to Ann" in there.as_(there.mia).get(f"/plan/{code()}").text
    assert rebuild(there.db, there.mia.council_id, later) == Changes()
    links = there.db.scalars(select(Connection).where(Connection.kind == Kind.COVER)).all()
    assert links == []  # nobody was let in for it


def test_words_that_worry_reach_whoever_must_act_without_what_was_said(there):
    give(there, there.ann)
    sent = says(there.as_(there.mia), f"I want to kill myself, {SECRET}")
    assert "said-marked" in sent.location
    worry = there.db.scalars(select(Worry)).one()
    told = there.db.scalars(select(Owed.debtor_id).where(Owed.kind == "worry")).one()
    assert told == there.priya.id  # whoever answers her, as ever
    page = there.as_(there.priya).get(f"/worries/{worry.ref}").text
    assert SECRET not in page and "kill" not in page
    assert "have not let you see" in page and heard(there) not in page
    assert SECRET in there.as_(there.ann).get(f"/worries/{worry.ref}").text


def test_a_draft_of_it_stays(there):
    mia = there.as_(there.mia)
    path = f"/plan/{code()}/say"
    assert mia.send(path, {"text": SECRET, "keep": "1"}, action=path).status_code == 303
    assert there.db.scalars(select(SayDraft.text)).one() == SECRET


def test_lines_beside_it_say_who_reads_them_and_no_more(there):
    mia = there.as_(there.mia)
    path = f"/plan/{code()}/own-words"
    assert "Only you can read this, until" in mia.get(path).text
    give(there, there.ann)
    assert "Only Ann can read this" in mia.get(path).text
    assert "said-marked" not in mia.send(path, {"text": SECRET}, action=path).location
    assert SECRET not in there.as_(there.priya).get(f"/people/{there.mia.ref}/plan").text
