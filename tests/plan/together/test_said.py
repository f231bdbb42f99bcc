"""What a young person thinks of a part: sent, owed, answered, asked again; and who reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.core.audit import AuditEvent
from portal.house import Notice, Outbox, OwedStep, PlanAnswer, PlanResponse, SayDraft, Worry
from portal.owed import passing
from portal.people.rules import Grant, Kind
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.conftest import NOW
from tests.databases import counting

WEDNESDAY_AT_FIVE = datetime(2026, 11, 25, 17, tzinfo=UTC)
WHY = "I want to see Mum on Sundays, too."


def say(browser, says="disagree", text=WHY, code="a12", **more):
    return browser.send(
        f"/plan/{code}/say", {"says": says, "text": text, **more}, action=f"/plan/{code}/say"
    )


def heard(scene):
    return f"/people/{scene.mia.ref}/plan/heard"


def answer(browser, scene, text="I have asked. You hear on Friday.", card=None):
    card = card or scene.db.scalars(
        select(PlanResponse).where(PlanResponse.state == "open")
    ).one()  # fmt: skip
    return browser.send(heard(scene), {"text": text}, action=f"{heard(scene)}/{card.ref}")


def test_a_disagreement_is_owed_an_answer_and_answered(scene):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    page = mia.get("/plan/a12/say?says=disagree").text
    assert "Priya and Rob can read this" in page
    assert "Not your family, not your carers." in page
    assert "0800 1111" in page
    sent = say(mia)
    assert (sent.status_code, sent.location.split("?")[0]) == (303, "/plan/a12")
    page = mia.get("/plan/a12").text
    assert WHY in page
    assert "Priya will answer by Wednesday" in page
    assert "Waits for an answer" in mia.get("/plan").text
    (owed,) = scene.owed()
    assert (owed.debtor_id, owed.due_at, owed.next_at, owed.urgent, owed.done_at) == (
        scene.priya.id, WEDNESDAY_AT_FIVE, WEDNESDAY_AT_FIVE, False, None,
    )  # fmt: skip
    assert [o.kind for o in scene.db.scalars(select(Outbox))] == ["plan_response"]
    assert "Said something about their plan" in priya.get("/waiting").text
    page = priya.get(heard(scene)).text
    assert WHY in page and "You see Mum on Saturdays." in page and "Mia does not agree" in page
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()

    assert answer(priya, scene).status_code == 303
    assert scene.owed()[0].done_at is not None
    page = mia.get("/plan/a12").text
    assert "Priya answered" in page and "I have asked. You hear on Friday." in page
    note = scene.db.scalars(select(Notice)).one()
    assert (note.kind, note.seen_at) == ("plan_answer", None)
    assert "Answered" in mia.get("/plan").text
    mia.send("/plan/a12", action="/plan/a12/seen")
    assert scene.db.scalars(select(Notice.seen_at)).one() is not None
    assert "plan.answered" in scene.db.scalars(select(AuditEvent.what)).all()
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()


def test_a_plain_agreement_owes_nothing_and_one_with_words_does(scene):
    mia = scene.as_(scene.mia)
    assert say(mia, "agree", "").status_code == 303
    assert scene.owed() == []
    page = mia.get("/plan/a12").text
    assert "You agreed" in page and "Thank you" not in page
    assert say(mia, "agree", "But can it be Sundays?").status_code == 303
    assert len(scene.owed()) == 1


def test_to_say_something_else_goes_on_waiting_from_the_first(scene, monkeypatch):
    mia = scene.as_(scene.mia)
    say(mia)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 12, tzinfo=UTC))
    say(mia, "talk", "Can we talk instead?")
    states = scene.db.scalars(select(PlanResponse.state).order_by(PlanResponse.id)).all()
    assert states == ["replaced", "open"]
    (owed,) = scene.owed()
    assert (owed.since, owed.due_at) == (NOW, WEDNESDAY_AT_FIVE)
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()
    say(mia, "agree", "")
    assert scene.owed()[0].done_at is not None
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()


def test_this_does_not_answer_it_owes_once_more_and_only_once(scene):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    say(mia)
    answer(priya, scene, "We look at it.")
    card = scene.db.scalars(select(PlanResponse)).one()
    where = f"/plan/said/{card.ref}/again"
    assert where in mia.get("/plan/a12").text
    assert mia.send(where, {"text": ""}, action=where).status_code == 422
    assert mia.send(where, {"text": "When?"}, action=where).status_code == 303
    assert [o.done_at is None for o in scene.owed()] == [False, True]
    page = priya.get(heard(scene)).text
    assert "When?" in page and "We look at it." in page
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()
    answer(priya, scene, "On 4 December.")
    page = mia.get("/plan/a12").text
    assert "On 4 December." in page and where not in page
    assert mia.get(where).status_code == 303
    assert all(o.done_at is not None for o in scene.owed())
    assert len(scene.db.scalars(select(PlanAnswer.id)).all()) == 2


def test_a_new_version_asks_again_and_keeps_what_was_said(scene):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    say(mia)
    newer = {"home": "You live with Helen.", "family_time": "You see Mum on Sundays."}
    makers.make_version(scene.db, scene.plan, newer)
    page = mia.get("/plan/a12").text
    assert "You said this about what it said before." in page  # it still waits
    assert "It says something else now. What do you think of it?" in page
    assert "They said this about what it said before." in priya.get(heard(scene)).text
    answer(priya, scene)
    page = mia.get("/plan/a12").text
    assert "What you said before" in page and WHY in page
    say(mia, "agree", "")
    assert "You agreed" in mia.get("/plan/a12").text


def test_what_changed_while_they_wrote_is_not_answered_to(scene):
    mia = scene.as_(scene.mia)
    mia.get("/plan/a12/say")
    old = mia.form("/plan/a12/say", {"text": "x"}, "/plan/a12/say").hidden
    makers.make_version(scene.db, scene.plan, {"home": "x", "family_time": "Never again."})
    sent = mia.post("/plan/a12/say", data={**old, "says": "agree", "text": "Nice words"})
    assert sent.status_code == 422
    assert "This changed while you were writing" in sent.text and "Nice words" in sent.text
    assert scene.db.scalars(select(PlanResponse.id)).all() == []


def test_two_answers_at_once(scene):
    priya, grace = scene.as_(scene.priya), scene.as_(scene.grace)
    mia = scene.as_(scene.mia)
    say(mia)
    card = scene.db.scalars(select(PlanResponse)).one()
    grace.get(heard(scene))
    where = f"{heard(scene)}/{card.ref}"
    old = grace.form(heard(scene), {"text": "x"}, where).hidden
    answer(priya, scene)
    late = grace.post(where, data={**old, "text": "My long answer"})
    assert late.status_code == 422
    assert "answered meanwhile" in late.text and "My long answer" in late.text
    assert len(scene.db.scalars(select(PlanAnswer.id)).all()) == 1


def test_who_reads_what_was_said(scene):
    mia = scene.as_(scene.mia)
    say(mia)
    for person, role in ((scene.priya, None), (scene.rob, Role.IRO), (scene.grace, Role.MANAGER)):
        assert WHY in scene.as_(person, role).get(heard(scene)).text
    assert WHY not in scene.as_(scene.helen).get(f"/people/{scene.mia.ref}/plan").text
    assert scene.as_(scene.helen).get(heard(scene)).status_code == 403
    assert scene.as_(scene.omar).get(heard(scene)).status_code == 404
    card = scene.db.scalars(select(PlanResponse)).one()
    rob = scene.as_(scene.rob, Role.IRO)
    assert f'action="{heard(scene)}/{card.ref}"' not in rob.get(heard(scene)).text


def test_whoever_covers_reads_what_was_said_and_not_the_plan(scene):
    makers.make_connection(scene.db, scene.mia, scene.omar, Kind.COVER)
    mia, omar = scene.as_(scene.mia), scene.as_(scene.omar)
    say(mia)
    page = omar.get(heard(scene)).text
    assert WHY in page and "You see Mum on Saturdays." not in page
    assert "You were not given this part of the plan" in page
    assert answer(omar, scene).status_code == 303


def test_a_part_that_was_not_granted_is_not_read(scene):
    helper = makers.make_worker(scene.db, known_as="Zoe")
    makers.make_connection(scene.db, scene.mia, helper, Kind.OTHER,
                           grants=Grant.NAME | Grant.PLAN)  # fmt: skip
    mia, zoe = scene.as_(scene.mia), scene.as_(helper)
    say(mia)
    assert WHY not in zoe.get(heard(scene)).text
    card = scene.db.scalars(select(PlanResponse)).one()
    assert zoe.get(heard(scene)).status_code == 200
    assert zoe.post(f"{heard(scene)}/{card.ref}/draft", data={}).status_code in (400, 404)


def test_nobody_answers_and_it_goes_on(scene, monkeypatch):
    makers.make_connection(scene.db, scene.mia, scene.omar, Kind.COVER)
    say(scene.as_(scene.mia))
    later = WEDNESDAY_AT_FIVE + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    scene.db.commit()
    passing.go_on(scene.db, later)
    step = scene.db.scalars(select(OwedStep)).one()
    assert step.to_id == scene.grace.id
    page = scene.as_(scene.mia).get("/plan/a12").text
    assert "Grace" in page and "Priya has not answered yet" in page
    assert rebuild(scene.db, scene.mia.council_id, later) == Changes()
    assert "Passed to you" in scene.as_(scene.grace).get("/waiting").text


def test_worrying_words_are_looked_at_and_read_by_whoever_must_act(scene):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    sent = say(mia, text="I want to kill myself")
    assert "said-marked" in sent.location
    worry = scene.db.scalars(select(Worry)).one()
    assert worry.source_kind == "plan_response"
    page = priya.get(f"/worries/{worry.ref}").text
    assert "I want to kill myself" in page and heard(scene) in page


def test_nobody_is_there(scene):
    """No worker: whoever stands in owes it; where there is nobody at all, nothing is pretended."""
    mia = scene.as_(scene.mia)
    for link in scene.db.scalars(select(makers.Connection).where(makers.Connection.kind ==
                                                                  "social_worker")):  # fmt: skip
        link.ends = makers.today() - timedelta(days=1)
    assert say(mia).status_code == 303
    assert scene.owed()[0].debtor_id == scene.grace.id
    assert rebuild(scene.db, scene.mia.council_id, clock.now()) == Changes()


def test_sent_twice_it_happens_once_and_something_else_is_refused(scene):
    mia = scene.as_(scene.mia)
    mia.get("/plan/a12/say")
    form = mia.form("/plan/a12/say", {"text": "x"}, "/plan/a12/say").hidden
    for _ in range(2):
        sent = mia.post("/plan/a12/say", data={**form, "says": "talk", "text": "Once"})
        assert sent.status_code == 303
    assert len(scene.db.scalars(select(PlanResponse.id)).all()) == 1
    other = mia.post("/plan/a12/say", data={**form, "says": "talk", "text": "Twice"})
    assert other.status_code == 422 and "Twice" in other.text


def test_a_long_why_is_not_lost(scene):
    mia = scene.as_(scene.mia)
    long = "word " * 10_000
    sent = say(mia, text=long)
    assert sent.status_code == 422 and long.strip() in sent.text
    mia.get("/plan/a12/say")
    form = mia.form("/plan/a12/say", {"text": "x"}, "/plan/a12/say").hidden
    kept = mia.post("/plan/a12/say/draft", data={**form, "text": "Half a thought"})
    assert kept.status_code == 204
    again = scene.as_(scene.mia)  # after their session ended
    page = again.get("/plan/a12/say").text
    assert "Half a thought" in page and "You had not sent it." in page
    say(again, text="Half a thought, whole now")
    assert scene.db.scalars(select(SayDraft.id)).all() == []
    assert "Half a thought" not in again.get("/plan/a12/say").text
    late = mia.post("/plan/a12/say/draft", data={**form, "text": "Half a thought"})
    assert late.status_code == 204


def test_an_answer_that_was_begun_is_there_when_they_come_back(scene):
    say(scene.as_(scene.mia))
    card = scene.db.scalars(select(PlanResponse)).one()
    priya, where = scene.as_(scene.priya), f"{heard(scene)}/{card.ref}"
    priya.get(heard(scene))
    form = priya.form(heard(scene), {"text": "x"}, where).hidden
    assert priya.post(f"{where}/draft", data={**form, "text": "Dear Mia"}).status_code == 204
    assert "Dear Mia" in scene.as_(scene.priya).get(heard(scene)).text
    assert "Dear Mia" not in scene.as_(scene.grace).get(heard(scene)).text
    assert "Dear Mia" not in scene.as_(scene.mia).get("/plan/a12").text


def test_nothing_goes_to_somebody_who_is_stopped(scene):
    say(scene.as_(scene.mia))
    priya = scene.as_(scene.priya)
    priya.get(heard(scene))
    card = scene.db.scalars(select(PlanResponse)).one()
    form = priya.form(heard(scene), {"text": "x"}, f"{heard(scene)}/{card.ref}").hidden
    makers.make_stop(scene.db, scene.mia)
    late = priya.post(f"{heard(scene)}/{card.ref}", data={**form, "text": "Too late"})
    assert late.status_code == 422 and "Too late" in late.text


@pytest.mark.parametrize("path", ["a13/say?says=nonsense", "a99/say", "q4/say", "b12/say"])
def test_addresses_that_name_nothing(scene, path):
    found = scene.as_(scene.mia).get(f"/plan/{path}").status_code
    assert found == (200 if path.startswith("a13") else 404)


def test_statements(scene, database):
    mia, priya = scene.as_(scene.mia), scene.as_(scene.priya)
    for n in range(40):
        makers.make_response(
            scene.db, scene.mia, area="school", state="agreed", says="agree",
            made_at=clock.now() - timedelta(days=n + 1),
        )  # fmt: skip
        makers.make_own_line(scene.db, scene.mia, area="school", text=f"Line {n}",
                             ended_at=clock.now() if n > 20 else None)  # fmt: skip
    say(mia, "talk", "Hello", "a13")

    def count(what):
        with counting(database) as counted:
            assert what().status_code in (200, 303)
        return len(counted.statements)

    assert count(lambda: mia.get("/plan")) <= 5
    for path in ("/plan/a13", "/plan/a13/say", "/plan/a13/own-words", "/plan/a13/before"):
        assert count(lambda path=path: mia.get(path)) <= 5, path
    theirs, plan = heard(scene), f"/people/{scene.mia.ref}/plan"
    assert count(lambda: priya.get(theirs)) <= 5
    assert count(lambda: priya.get(plan)) <= 6
    mia.get("/plan/a12/say")
    form = mia.form("/plan/a12/say", {"text": "x"}, "/plan/a12/say").hidden
    said = {**form, "says": "talk", "text": "Hello"}
    assert count(lambda: mia.post("/plan/a12/say", data=said)) <= 6
    open_one = select(PlanResponse.ref).where(
        PlanResponse.state == "open", PlanResponse.area == "school"
    )
    priya.get(theirs)
    where = f"{theirs}/{scene.db.scalars(open_one).one()}"
    form = priya.form(theirs, {"text": "x"}, where).hidden
    assert count(lambda: priya.post(where, data={**form, "text": "Hi"})) <= 8
