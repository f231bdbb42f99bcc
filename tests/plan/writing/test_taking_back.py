"""Published to the wrong child: gone from every reader at once, and what follows written down."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.access import Role
from portal.house import (
    AuditEvent,
    BreachStep,
    Notice,
    Outbox,
    Owed,
    PlanSave,
    PlanVersion,
    Promise,
    SawIt,
    TakenBack,
)
from portal.people.rules import ALL_GRANTS, Kind
from portal.plan.labels import area_name
from portal.plan.rules import part_code
from portal.plan.writing.rules import Step
from portal.rebuild import Changes, rebuild
from tests import makers
from tests.plan.writing.conftest import where, writer
from tests.plan.writing.test_publishing import guarded, publish, save

REASON = "It was the plan of another girl of the same name; Kim's own was open in the other window."


def recall(client, kim, code="a", **typed):
    typed = {"why": "other_child", "text_reason": REASON, **typed}
    return client.send(f"/people/{kim.ref}/plan/take-back/{code}", typed)


def first(db, kim):
    return makers.make_plan(db, kim, {"school": "You go to Elm School."})


def test_it_disappears_from_every_reader_and_the_one_before_stands(
    client, new_client, db, kim, priya, grace, database, now
):
    first(db, kim)
    carer = makers.make_carer(db, council_id=kim.council_id)
    makers.make_connection(db, kim, carer, Kind.FOSTER_CARER, grants=ALL_GRANTS)
    young, home = new_client(), new_client()
    young.sign_in(kim)
    home.sign_in(carer)
    client.sign_in(priya)
    save(client, kim, child="Tom lives at 4 Oak Lane.", teen="Tom lives at 4 Oak Lane.")
    publish(client, kim)
    assert "4 Oak Lane" in young.get("/plan/a13").text
    young.send("/plan/a13", action="/plan/a13/seen")
    assert "4 Oak Lane" in home.get(f"/people/{kim.ref}/plan").text
    with guarded(database) as wrong:
        sent = recall(client, kim)
    assert wrong == []
    assert "done=version-taken-back" in sent.headers["Location"]
    for page in (young.get("/plan"), young.get("/plan/a13"), home.get(f"/people/{kim.ref}/plan")):
        assert "Oak Lane" not in page.text and "You go to Elm School." in page.text
    record = client.get(sent.headers["Location"]).text
    for shown in (
        "Marked as read: School",
        "Was signed in",
        carer.known_as,
        "A page with the plan",
        "Tell the data protection officer",
        "UK GDPR, article 33",
        "another girl",
    ):
        assert shown in record, shown
    owed = db.scalars(select(Owed).where(Owed.kind == "plan_breach")).one()
    assert (owed.debtor_id, owed.urgent) == (grace.id, True)
    assert owed.due_at == clock.now() + timedelta(hours=72)
    told = db.execute(select(Notice.person_id, Notice.kind).where(Notice.kind.like("plan_%")))
    assert {tuple(row) for row in told} >= {(grace.id, "plan_breach"), (kim.id, "plan_taken_back")}
    changed = rebuild(db, kim.council_id, now)
    assert (changed.added, changed.changed, changed.removed) == (0, 0, 0)


def test_the_young_person_reads_a_calm_and_honest_line(client, new_client, db, kim, priya):
    first(db, kim)
    client.sign_in(priya)
    save(client, kim, child="Tom lives at 4 Oak Lane.")
    publish(client, kim)
    recall(client, kim)
    young = new_client()
    young.sign_in(kim)
    home = young.get("/home").text
    assert "Something was put here by mistake and taken away" in home
    page = young.get("/plan/taken-away").text
    assert "Something that is not about you was put in your plan by mistake. Priya took it" in page
    assert "You did nothing wrong." in page and "same name" not in page
    assert "put in your plan by mistake" in young.get("/plan").text
    young.send("/plan/taken-away", action="/plan/taken-away/seen")
    assert "taken away" not in young.get("/home").text


def test_a_plan_that_had_no_other_version_is_empty_again(client, new_client, db, kim, priya):
    client.sign_in(priya)
    save(client, kim, child="Wrong.")
    publish(client, kim)
    recall(client, kim)
    young = new_client()
    young.sign_in(kim)
    page = young.get("/plan").text
    assert "Wrong." not in page and "put in your plan by mistake" in page
    save(client, kim, child="Right.")
    publish(client, kim)
    assert "Right." in young.get("/plan/a13").text
    db.commit()
    assert db.scalars(select(PlanVersion.number).order_by(PlanVersion.id)).all() == [1, 2]


def test_a_notice_that_nobody_saw_is_withdrawn_and_that_is_written_down(client, db, kim, priya):
    client.sign_in(priya)
    save(client, kim, child="Wrong.")
    publish(client, kim)
    recall(client, kim)
    db.commit()
    assert db.scalars(select(Notice).where(Notice.kind == "plan_changed")).all() == []
    waiting = select(Outbox).where(Outbox.kind == "plan_changed", Outbox.done_at.is_(None))
    assert db.scalars(waiting).all() == []
    how = db.scalars(select(SawIt.how).where(SawIt.who_id == kim.id)).all()
    assert how == ["untold"]


def test_a_promise_that_came_with_it_is_not_owed_and_not_read_any_more(
    client, new_client, db, kim, priya, dan, now
):
    client.sign_in(priya)
    client.send(where(kim), {
        "text_child": "Wrong.", "text_promise": "Ring Tom's mum.", "promise_by": dan.ref,
        "promise_due": "2027-01-04",
    })  # fmt: skip
    publish(client, kim)
    recall(client, kim)
    db.commit()
    made = db.scalars(select(Promise)).one()
    assert (made.state, made.text) == ("dropped", "This was put here by mistake.")
    assert (
        db.scalars(select(Owed).where(Owed.kind == "promise", Owed.done_at.is_(None))).all() == []
    )
    young = new_client()
    young.sign_in(kim)
    assert "Tom" not in young.get("/promises").text
    changed = rebuild(db, kim.council_id, now)
    assert (changed.added, changed.changed, changed.removed) == (0, 0, 0)


def test_each_step_is_written_down_once_and_with_the_last_nobody_owes_anything(
    client, new_client, db, kim, priya, grace, now
):
    first(db, kim)
    client.sign_in(priya)
    save(client, kim, child="Wrong.")
    publish(client, kim)
    here = recall(client, kim).headers["Location"].partition("?")[0]
    boss = new_client()
    boss.sign_in(grace)
    assert "A plan was taken back: the steps after it" in boss.get("/waiting").text
    assert here.rpartition("/")[0] in boss.get("/waiting").text
    for step in (Step.ICO, *(s for s in Step if s is not Step.ICO)):
        sent = boss.send(here, {"step": step.value, "done": "yes", "text_note": f"Did {step}."},
                         action=f"{here}/step")  # fmt: skip
        assert sent.status_code == 303, step
    page = boss.get(here).text
    assert "Every step is done." in page and "Did ico." in page
    db.commit()
    assert len(db.scalars(select(BreachStep)).all()) == 5
    assert (
        db.scalars(select(Owed).where(Owed.kind == "plan_breach", Owed.done_at.is_(None))).all()
        == []
    )
    assert db.scalars(select(TakenBack.over_at)).one() is not None
    changed = rebuild(db, kim.council_id, now)
    assert (changed.added, changed.changed, changed.removed) == (0, 0, 0)
    done = db.scalars(select(AuditEvent.what).where(AuditEvent.act == "changed")).all()
    assert done.count("writing.step_done") == 5 and "writing.taken_back" in done


def test_whoever_oversees_the_council_reads_the_record_without_the_words(
    client, new_client, db, kim, priya
):
    first(db, kim)
    lead = makers.make_worker(db, known_as="Noor", council_id=kim.council_id, account=False)
    makers.make_membership(db, lead, role=Role.MANAGER, is_lead=True)
    client.sign_in(priya)
    save(client, kim, child="Wrong.")
    publish(client, kim)
    here = recall(client, kim).headers["Location"].partition("?")[0]
    other = new_client()
    other.sign_in(lead)
    page = other.get(here)
    assert page.status_code == 200 and "same name" not in page.text
    assert other.get(where(kim)).status_code == 404
    assert other.get(here.rpartition("/")[0]).status_code == 200
    far = writer(db, makers.make_young(db, council_id=kim.council_id), "Far")
    other.sign_in(far)
    assert other.get(here).status_code == 404


def test_carers_are_named_to_those_who_may_know_where_they_live(
    client, new_client, db, kim, priya, now
):
    first(db, kim)
    carer = makers.make_carer(db, known_as="Bettina", council_id=kim.council_id)
    makers.make_connection(db, kim, carer, Kind.FOSTER_CARER, grants=ALL_GRANTS)
    lead = makers.make_worker(db, known_as="Noor", council_id=kim.council_id, account=False)
    makers.make_membership(db, lead, role=Role.MANAGER, is_lead=True)
    home, other = new_client(), new_client()
    home.sign_in(carer)
    client.sign_in(priya)
    save(client, kim, child="Wrong.")
    publish(client, kim)
    home.get(f"/people/{kim.ref}/plan")
    here = recall(client, kim).headers["Location"].partition("?")[0]
    assert "Bettina" in client.get(here).text, "her worker knows her address"
    other.sign_in(lead)
    page = other.get(here).text
    assert "Bettina" not in page and "Somebody they live with" in page


@pytest.mark.parametrize(
    "typed", [{"why": ""}, {"text_reason": "oops"}, {"text_reason": "x" * 2_001}, {"why": "else"}]
)
def test_without_a_reason_nothing_is_taken_back_and_what_was_typed_stays(
    client, db, kim, priya, typed
):
    first(db, kim)
    client.sign_in(priya)
    sent = recall(client, kim, **typed)
    assert sent.status_code == 422
    assert typed.get("text_reason", "another girl") in sent.text
    db.commit()
    assert db.scalars(select(TakenBack)).all() == []


def test_sent_twice_it_is_one_and_never_the_version_before(client, db, kim, priya):
    plan = first(db, kim)
    client.sign_in(priya)
    save(client, kim, child="Wrong.")
    publish(client, kim)
    here = f"/people/{kim.ref}/plan/take-back/a"
    client.get(here)
    hidden = client.form(here, {"why": ""}, None).hidden
    typed = {**hidden, "why": "must_not", "text_reason": REASON}
    first_time = client.post(here, data=typed)
    again = client.post(here, data=typed)
    assert first_time.headers["Location"] == again.headers["Location"]
    other = client.post(here, data={**typed, "key": "another-key"})
    assert "done=version-not-there" in other.headers["Location"]
    db.commit()
    db.refresh(plan)
    assert db.scalars(
        select(PlanVersion.number).where(PlanVersion.id == plan.current_id)
    ).all() == [1]
    assert len(db.scalars(select(TakenBack)).all()) == 1


def test_a_stale_step_and_a_record_of_somebody_else(client, db, kim, priya):
    first(db, kim)
    client.sign_in(priya)
    save(client, kim, child="Wrong.")
    publish(client, kim)
    here = recall(client, kim).headers["Location"].partition("?")[0]
    typed = {"step": "manager", "done": "yes", "text_note": "Rang her."}
    client.get(here)
    hidden = client.form(here, typed, f"{here}/step").hidden
    for _ in range(2):
        assert client.post(f"{here}/step", data={**hidden, **typed}).status_code == 303
    assert client.post(f"{here}/step", data={**hidden, **typed, "text_note": ""}).status_code == 422
    db.commit()
    assert len(db.scalars(select(BreachStep)).all()) == 1
    tom = makers.make_young(db, council_id=kim.council_id)
    makers.make_connection(db, tom, priya)
    assert client.get(here.replace(kim.ref, tom.ref)).status_code == 404


def test_an_earlier_promise_says_again_what_it_said_before_the_mistake(
    client, new_client, db, kim, priya, now, monkeypatch
):
    first(db, kim)
    client.sign_in(priya)
    day = (makers.today() + timedelta(days=9)).isoformat()
    mine = {"promise_by": priya.ref, "promise_due": day}
    typed = {"text_child": "You go to Elm School.", "text_promise": "I ring Elm School."}
    assert client.send(where(kim), {**typed, **mine}).status_code == 303
    publish(client, kim)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=9))
    later = (makers.today() + timedelta(days=20)).isoformat()
    wrong = {"text_child": "Tom lives at 4 Oak Lane.", "text_promise": "I see Tom at 4 Oak Lane."}
    client.send(where(kim), {**wrong, **mine, "promise_due": later})
    publish(client, kim)
    db.commit()
    assert "Oak Lane" in db.scalars(select(Promise.text)).one()
    recall(client, kim)
    young = new_client()
    young.sign_in(kim)
    page = young.get("/promises").text
    assert "Oak Lane" not in page and "I ring Elm School." in page
    db.expire_all()
    promise = db.scalars(select(Promise)).one()
    assert (promise.text, promise.due.isoformat()) == ("I ring Elm School.", day)
    assert rebuild(db, kim.council_id, now) == Changes()


def test_the_record_names_no_part_to_whoever_may_not_read_it(client, new_client, db, kim, priya):
    """An overseer reads the record by name only: not even that there are words about staying in
    this country."""
    makers.make_plan(db, kim, {"immigration": "We wait for the answer."}, kind="pathway")
    young = new_client()
    young.sign_in(kim)
    young.send("/plan/b25", action="/plan/b25/seen")
    client.sign_in(priya)
    sent = recall(client, kim, "b")
    assert "done=version-taken-back" in sent.headers["Location"], sent.text
    page = client.get(sent.headers["Location"]).text
    assert "Marked as read" in page and f"Marked as read: {area_name('immigration')}" not in page


def test_what_was_taken_back_is_never_what_it_said_before(client, new_client, db, kim, priya):
    """The wrong words came in one version, and the next kept them: that one is taken back, and what
    is published after it is right. What was right all along stays in what it said before."""
    makers.make_plan(db, kim, {"school": "You go to Elm School.", "home": "You live with Helen."})
    young = new_client()
    young.sign_in(kim)
    client.sign_in(priya)
    save(client, kim, child="Tom lives at 4 Oak Lane.", change_note="Tom has moved to Oak Lane.")
    publish(client, kim)
    young.send("/plan/a13", action="/plan/a13/seen")
    fun = part_code("care", "fun")
    save(client, kim, fun, child="You swim on Tuesdays.")
    publish(client, kim)
    recall(client, kim)
    save(client, kim, child="You go to Ash School.")
    publish(client, kim)
    home = part_code("care", "home")
    save(client, kim, home, child="You live with Helen and Sam.")
    publish(client, kim)
    part = young.get("/plan/a13").text
    assert "You go to Ash School." in part and "Oak Lane" not in part
    assert "was a mistake and was taken back" in part and "What it said before" not in part
    before = young.get("/plan/a13/before").text
    assert "You go to Elm School." in before and "Oak Lane" not in before
    assert "You live with Helen." in young.get(f"/plan/{home}/before").text
    saves = client.get(f"{where(kim)}/before").text
    assert "Oak Lane" not in saves and "taken back" in saves and "Ash School" in saves
    db.commit()
    gone = db.scalars(select(PlanSave.ref).where(PlanSave.child.contains("Oak Lane"))).one()
    assert client.get(f"{where(kim)}?again={gone}").status_code == 404


def test_nor_where_the_one_that_brought_it_is_taken_back(client, new_client, db, kim, priya):
    first(db, kim)
    young = new_client()
    young.sign_in(kim)
    client.sign_in(priya)
    young.send("/plan", action="/plan/seen")
    save(client, kim, child="Tom lives at 4 Oak Lane.", change_note="Tom has moved to Oak Lane.")
    publish(client, kim)
    young.send("/plan/a13", action="/plan/a13/seen")
    recall(client, kim)
    save(client, kim, child="You go to Ash School.")
    publish(client, kim)
    for path in ("/plan", "/plan/a13", "/plan/a13/before"):
        assert "Oak Lane" not in young.get(path).text
    assert "Oak Lane" not in client.get(f"{where(kim)}/before").text
    assert "Ash School" in client.get(f"{where(kim)}/before").text
