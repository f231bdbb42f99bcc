"""A new version stands beside the old one; nothing that was published changes."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from portal.core import clock
from portal.house import (
    AuditEvent,
    Connection,
    Notice,
    Owed,
    Plan,
    PlanPart,
    PlanVersion,
    Promise,
    Wording,
)
from portal.people.rules import ALL_GRANTS, Grant, Kind
from portal.plan.rules import part_code
from portal.plan.writing import actions, publishing
from portal.plan.writing.proposal import Looked, proposal
from portal.plan.writing.rules import Words
from portal.rebuild import rebuild
from tests import makers
from tests.plan.writing.conftest import as_subject, where

AREAS = ("school", "fun", "home")


def preview(kim, code="a"):
    return f"/people/{kim.ref}/plan/publish/{code}"


def save(client, kim, code="a13", **typed):
    sent = client.send(where(kim, code), {f"text_{k}": v for k, v in typed.items()})
    assert sent.status_code == 303, sent.text


def publish(client, kim, **typed):
    return client.send(preview(kim), {"review_by": "Ruth", **typed})


def parts(db, kim):
    db.commit()
    rows = db.scalars(
        select(PlanPart)
        .join(Plan, Plan.current_id == PlanPart.version_id)
        .where(Plan.person_id == kim.id)
        .order_by(PlanPart.place)
    )
    return {part.area: part for part in rows}


def test_a_draft_becomes_a_version_and_they_see_what_changed(
    client, new_client, db, kim, priya, now
):
    makers.make_plan(db, kim, {"school": "You go to Elm School.", "fun": "You swim."})
    young = new_client()
    young.sign_in(kim)
    young.send("/plan", action="/plan/seen")
    before = parts(db, kim)
    client.sign_in(priya)
    save(client, kim, teen="You go to Oak School.", child="You go to Oak School.")
    page = client.get(preview(kim))
    assert "You go to Oak School." in page.text and "Kim reads these" in page.text
    sent = publish(client, kim)
    assert "done=plan-published" in sent.headers["Location"]
    after = parts(db, kim)
    assert list(after) == ["school", "fun"]
    assert after["fun"].first_id == before["fun"].first_id
    assert after["fun"].content == before["fun"].content
    assert after["school"].first_id == after["school"].id
    home = young.get("/plan").text
    assert "School: what will happen is not the same any more." in home
    assert "You go to Oak School." in young.get("/plan/a13").text
    told = db.scalars(select(Notice).where(Notice.kind == "plan_changed")).all()
    assert [(one.person_id, one.source_ref) for one in told] == [(kim.id, "care:school")]
    assert db.scalars(select(AuditEvent.what).where(AuditEvent.act == "changed")).all() == [
        "writing.published"
    ]
    start = client.get(f"/people/{kim.ref}/plan/write").text
    assert "Look at it and publish" not in start
    number, by = db.execute(
        select(PlanVersion.number, PlanVersion.review_by).order_by(PlanVersion.id.desc())
    ).first()
    assert (number, by) == (2, "Ruth")


def test_the_first_version_of_any_kind_of_plan(client, db, kim, priya):
    client.sign_in(priya)
    for kind, code in (("b", "b21"), ("c", "c13"), ("d", "d16"), ("e", "e17")):
        save(client, kim, code, adult="Words.", change_note="A new plan for you")
        sent = client.send(preview(kim, kind), {"review_by": ""})
        assert "done=plan-published" in sent.headers["Location"], kind
    db.commit()
    assert db.scalars(select(PlanPart.change_note)).all() == ["A new plan for you"] * 4


def test_published_twice_is_one_version(client, db, kim, priya):
    client.sign_in(priya)
    save(client, kim, child="One.")
    client.get(preview(kim))
    hidden = client.form(preview(kim), {"review_by": ""}, None).hidden
    for _ in range(2):
        sent = client.post(preview(kim), data={**hidden, "review_by": ""})
        assert "done=plan-published" in sent.headers["Location"]
    db.commit()
    assert len(db.scalars(select(PlanVersion)).all()) == 1


def test_what_was_looked_at_is_published_or_nothing(client, new_client, db, kim, priya, dan):
    """Dan saves while Priya looks: her button publishes nothing, and she looks again."""
    client.sign_in(priya)
    save(client, kim, child="One.")
    client.get(preview(kim))
    hidden = client.form(preview(kim), {"review_by": ""}, None).hidden
    other = new_client()
    other.sign_in(dan)
    save(other, kim, child="Two.")
    sent = client.post(preview(kim), data={**hidden, "review_by": ""})
    assert "done=plan-changed-meanwhile" in sent.headers["Location"]
    db.commit()
    assert db.scalars(select(PlanVersion)).all() == []
    assert "Two." in client.get(preview(kim)).text
    assert "done=plan-published" in publish(client, kim).headers["Location"]


def test_a_draft_that_another_version_overtook_is_put_together_first(client, db, kim, priya):
    plan = makers.make_plan(db, kim, {"school": "You go to Elm School."})
    client.sign_in(priya)
    save(client, kim, child="You go to Elm School. Dan helps.", who="Dan")
    makers.make_version(db, plan, {"school": "You go to Oak School."})  # by an import
    page = client.get(preview(kim)).text
    assert "Another version was published since this was begun." in page
    assert "Publish for Kim" not in page
    both = client.get(f"{where(kim)}/both").text
    assert "You go to Oak School." in both and "Dan helps." in both
    data = {"text_child": "You go to Oak School. Dan helps."}
    assert client.send(f"{where(kim)}/both", data).status_code == 303
    assert "done=plan-published" in publish(client, kim).headers["Location"]
    texts = db.scalars(
        select(Wording.text).where(Wording.part_id == parts(db, kim)["school"].id)
    ).all()
    assert "You go to Oak School. Dan helps." in texts


def test_a_part_without_words_or_with_half_a_promise_waits(client, db, kim, priya):
    client.sign_in(priya)
    save(client, kim, who="Priya")
    page = client.get(preview(kim)).text
    assert "Nobody would find anything to read." in page and "Publish for Kim" not in page
    save(client, kim, child="You swim.", promise="Find a club")
    page = client.get(preview(kim)).text
    assert "The promise needs somebody who makes it, and a day." in page


def test_a_draft_that_changes_nothing_cannot_be_published(client, db, kim, priya):
    client.sign_in(priya)
    assert "Nothing to publish" in client.get(preview(kim)).text
    hidden = {"csrf_token": client.form(preview(kim), {}, "/leave").hidden["csrf_token"]}
    sent = client.post(preview(kim), data={**hidden, "drawn": "x", "review_by": ""})
    assert "done=plan-changed-meanwhile" in sent.headers["Location"]
    db.commit()
    assert db.scalars(select(Plan)).all() == []


def test_a_promise_in_a_part_is_one_that_its_adult_owes(client, db, kim, priya, dan, now):
    client.sign_in(priya)
    due = makers.today().replace(year=2027)
    promised = {
        "text_child": "You swim.", "text_promise": "Find a club near you.",
        "promise_by": dan.ref, "promise_due": due.isoformat(),
    }  # fmt: skip
    assert client.send(where(kim), promised).status_code == 303
    assert "Promised by Dan" in client.get(preview(kim)).text
    publish(client, kim)
    made = db.scalars(select(Promise)).one()
    assert (made.owner_id, made.text, made.due, made.area) == (
        dan.id, "Find a club near you.", due, "school",
    )  # fmt: skip
    assert made.source_key.startswith("care:school:")
    assert db.scalars(select(Owed.debtor_id).where(Owed.kind == "promise")).all() == [dan.id]
    client.send(where(kim), {**promised, "text_child": "You run.", "text_promise": "Two clubs."})
    publish(client, kim)
    db.commit()
    db.expire_all()
    assert db.scalars(select(Promise.text)).all() == ["Two clubs."]
    changed = rebuild(db, kim.council_id, now)
    assert (changed.added, changed.changed, changed.removed) == (0, 0, 0)


def test_translations_of_words_that_stay_are_kept_and_the_others_said(client, db, kim, priya):
    kim.language = "ar"
    plan = makers.make_plan(db, kim, {"school": "You go to Elm School."})
    part = db.scalars(select(PlanPart).where(PlanPart.version_id == plan.current_id)).one()
    for band in ("child", "adult"):
        makers.make(db, Wording, {
            "council_id": kim.council_id, "part_id": part.id, "band": band, "language": "ar",
            "text": f"مدرسة {band}", "state": "checked",
        }, {})  # fmt: skip
    client.sign_in(priya)
    same = "You go to Elm School."
    save(client, kim, child=same, teen=same, adult="You go to Oak School.")
    text = client.get(preview(kim)).text
    assert "No checked translation" not in text and "مدرسة child" in text
    publish(client, kim)
    kept = db.execute(
        select(Wording.band, Wording.text).where(
            Wording.part_id == parts(db, kim)["school"].id, Wording.language == "ar"
        )
    ).all()
    assert [tuple(row) for row in kept] == [("child", "مدرسة child")]
    save(client, kim, child="Other.", teen="Other.", adult="Other.")
    assert "No checked translation into Arabic yet." in client.get(preview(kim)).text


def test_a_part_can_be_taken_out(client, new_client, db, kim, priya):
    makers.make_plan(db, kim, {"school": "You go to Elm School.", "fun": "You swim."})
    client.sign_in(priya)
    assert client.send(where(kim), {"text_child": "x", "gone": "y"}).status_code == 303
    assert "not in your plan any more" in client.get(preview(kim)).text
    publish(client, kim)
    assert list(parts(db, kim)) == ["fun"]
    young = new_client()
    young.sign_in(kim)
    assert young.get("/plan/a13").status_code == 404
    assert "Something is new in your plan" in young.get("/home").text


@pytest.mark.parametrize("typed", [{"review_on": "soon"}, {"review_by": "x" * 101}])
def test_a_day_that_is_none_is_asked_again(client, db, kim, priya, typed):
    client.sign_in(priya)
    save(client, kim, child="One.")
    assert client.send(preview(kim), {"review_by": "", **typed}).status_code == 422
    db.commit()
    assert db.scalars(select(PlanVersion)).all() == []


# --- nothing that was published changes -----------------------------------------------------------

WRITES = re.compile(
    r"^\s*(?:UPDATE|DELETE FROM)\s+(plan_version|plan_part|wording)\b(.*)", re.I | re.S
)
# PostgreSQL says the type of each gap: "%(recalled_at)s::TIMESTAMP WITH TIME ZONE".
RECALL = re.compile(r"SET\s+recalled_\w+\s*=[^,]+(?:,\s*recalled_\w+\s*=[^,]+)*\s+WHERE", re.I)


@contextmanager
def guarded(database):
    """At the database: no UPDATE or DELETE of what was published, but for taking it back."""
    found = []

    def look(_connection, _cursor, statement, *_more):
        match = WRITES.match(statement)
        if match and not (match[1].lower() == "plan_version" and RECALL.search(statement)):
            found.append(statement)

    engines = {database.writing, database.sending}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", look)
    yield found
    for engine in engines:
        event.remove(engine, "before_cursor_execute", look)


SAVES = st.lists(
    st.tuples(
        st.sampled_from(AREAS), st.sampled_from(["", "A.", "B.", "C."]), st.booleans(),
        st.booleans(),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(saves=SAVES)
def test_whatever_is_published_older_versions_stay_as_they_were(
    database, db, kim, priya, now, saves
):
    """And a part that says the same keeps the mark of the oldest that did, one after the other."""
    whose, viewer = as_subject(kim), makers.make_viewer(db, priya)
    with guarded(database) as wrong, db.begin_nested() as mine:
        history = []
        for n, (area, text, gone, out) in enumerate(saves):
            turn = proposal_turn(db, viewer, whose, area)
            words = Words(child=text, official="Official.", gone=gone and text == "C.")
            assert actions.save(db, viewer, whose, ("care", area), words, turn, now)
            if not out:
                continue
            found = proposal(db, viewer.council_id, whose, "care")
            if not found.ready:
                continue
            looked = Looked(None, "")
            publishing.publish(db, viewer, whose, "care", found.drawn, looked, f"key-{n}", now)
            db.flush()
            history.append(everything(db, kim))
            for older in history:
                assert older.items() <= history[-1].items()
        check_first_ids(db, kim)
        mine.rollback()
    assert wrong == []


def proposal_turn(db, viewer, whose, area):
    from portal.plan.writing.standing import drafts

    found = drafts(db, viewer.council_id, whose.id, "care", area).get(("care", area))
    return found.turn if found else 0


def everything(db, kim):
    """Every published part and its words, by key."""
    rows = db.execute(
        select(PlanPart.id, PlanPart.content, PlanPart.official, PlanPart.change_note,
               PlanPart.first_id, PlanPart.place, Wording.band, Wording.text)
        .join(PlanVersion, PlanVersion.id == PlanPart.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .outerjoin(Wording, Wording.part_id == PlanPart.id)
        .where(Plan.person_id == kim.id)
    )  # fmt: skip
    return {(row.id, row.band): tuple(row) for row in rows}


def check_first_ids(db, kim):
    rows = db.execute(
        select(PlanPart.id, PlanPart.area, PlanPart.content, PlanPart.first_id,
               PlanVersion.number)
        .join(PlanVersion, PlanVersion.id == PlanPart.version_id)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(Plan.person_id == kim.id)
        .order_by(PlanVersion.number)
    ).all()  # fmt: skip
    before = {}
    for row in rows:
        last = before.get(row.area)
        same = last and last.content == row.content and last.number == row.number - 1
        assert row.first_id == (last.first_id if same else row.id)
        before[row.area] = row


def test_whoever_may_not_know_where_they_live_is_not_told_with_whom(client, db, kim):
    from tests.plan.writing.conftest import writer

    dan = writer(db, kim, "Dan", grants=ALL_GRANTS & ~Grant.ADDRESS)
    carer = makers.make_carer(db, council_id=kim.council_id, known_as="Hannahcarer")
    makers.make_connection(db, kim, carer, Kind.FOSTER_CARER, grants=ALL_GRANTS)
    client.sign_in(dan)
    assert "Hannahcarer" not in client.get(where(kim)).text


def test_nobody_promises_who_must_not_know_of_them_by_now(client, db, kim, priya, dan):
    makers.make_plan(db, kim, {"school": "You go to Elm School."})
    client.sign_in(priya)
    day = (makers.today() + timedelta(days=9)).isoformat()
    typed = {"text_child": "New words.", "text_promise": "I ring the school.", "promise_due": day}
    assert client.send(where(kim), {**typed, "promise_by": dan.ref}).status_code == 303
    client.get(preview(kim))
    hidden = client.form(preview(kim), {"review_by": ""}, None).hidden
    makers.make_bar(db, kim, dan)
    db.commit()
    sent = client.post(preview(kim), data={**hidden, "review_by": ""})
    assert "done=plan-not-ready" in sent.headers["Location"]
    db.commit()
    assert db.scalars(select(Promise)).all() == []
    assert db.scalars(select(Notice).where(Notice.person_id == dan.id)).all() == []
    assert "needs somebody who makes it" in client.get(preview(kim)).text


def test_only_who_may_read_a_part_promises_something_in_it(client, db, kim, priya, dan):
    """Dan reads the plan, and not of her health: nobody chooses him there, and what was drafted for
    him before is not published."""
    link = db.scalars(select(Connection).where(Connection.with_id == dan.id)).one()
    everything, link.grants = link.grants, int(Grant.NAME | Grant.PLAN)
    db.flush()
    client.sign_in(priya)
    code = part_code("care", "health")
    day = (makers.today() + timedelta(days=9)).isoformat()
    typed = {"text_child": "You see Dr Shah.", "text_promise": "I go along.", "promise_due": day,
             "promise_by": dan.ref}  # fmt: skip
    assert f'value="{dan.ref}"' not in client.get(where(kim, code)).text
    assert f'value="{dan.ref}"' not in client.get(where(kim)).text  # school, neither
    sent = client.send(where(kim, code), typed)
    assert sent.status_code == 422 and "I go along." in sent.text
    link.grants = everything
    db.flush()
    assert client.send(where(kim, code), typed).status_code == 303
    link.grants = int(Grant.NAME | Grant.PLAN)
    db.flush()
    assert "needs somebody who makes it" in client.get(preview(kim)).text


def test_what_is_put_together_is_what_was_on_the_screen(client, db, kim, priya):
    """A version comes while somebody puts their draft together with the one before it: they are
    shown that one, too, with every word of theirs."""
    plan = makers.make_plan(db, kim, {"school": "You go to Elm School."})
    client.sign_in(priya)
    save(client, kim, child="You swim.", who="Priya")
    makers.make_version(db, plan, {"school": "You go to Oak School."})
    both = f"{where(kim)}/both"
    client.get(both)
    hidden = client.form(both, {"text_child": ""}, None).hidden
    makers.make_version(db, plan, {"school": "You go to Ash School."})
    db.flush()
    mine = "You swim at Oak School."
    sent = client.post(both, data={**hidden, "text_child": mine})
    assert "/both?done=plan-changed-meanwhile" in sent.headers["Location"]
    page = client.get(sent.headers["Location"]).text
    assert "You go to Ash School." in page and mine in page and "changed this since" in page
    assert (
        "needs" not in client.get(preview(kim)).text and "See both" in client.get(preview(kim)).text
    )
    assert client.send(both, {"text_child": "You swim at Ash School."}).status_code == 303
    ready = client.get(preview(kim)).text
    assert "You swim at Ash School." in ready and "See both" not in ready


def test_put_together_with_what_was_taken_back_meanwhile_it_is_looked_at_again(
    client, db, kim, priya
):
    plan = makers.make_plan(db, kim, {"school": "You go to Elm School."})
    first = plan.current_id
    client.sign_in(priya)
    save(client, kim, child="You swim.")
    wrong = makers.make_version(db, plan, {"school": "Tom lives at 4 Oak Lane."})
    both = f"{where(kim)}/both"
    client.get(both)
    hidden = client.form(both, {"text_child": ""}, None).hidden
    wrong.recalled_at, plan.current_id = clock.now(), first
    db.flush()
    sent = client.post(both, data={**hidden, "text_child": "You swim. (mine)"})
    assert "changed-meanwhile" in sent.headers["Location"]
    db.commit()
    assert "Oak Lane" not in client.get(preview(kim)).text
    there = client.get(sent.headers["Location"])
    there = client.get(there.headers["Location"]) if there.status_code == 303 else there
    assert "You swim. (mine)" in there.text and "changed this since" in there.text


def test_nothing_is_published_for_somebody_who_was_stopped(client, db, kim, priya, dan):
    makers.make_plan(db, kim, {"school": "You go to Elm School."})
    client.sign_in(priya)
    day = (makers.today() + timedelta(days=9)).isoformat()
    typed = {"text_child": "You swim.", "text_promise": "I ring them.", "promise_due": day}
    assert client.send(where(kim), {**typed, "promise_by": dan.ref}).status_code == 303
    client.get(preview(kim))
    hidden = client.form(preview(kim), {"review_by": ""}, None).hidden
    makers.make_stop(db, kim)
    db.flush()
    page = client.get(preview(kim)).text
    assert "cannot be published" in page and "Publish for Kim" not in page
    sent = client.post(preview(kim), data={**hidden, "review_by": ""})
    assert "done=plan-stopped" in sent.headers["Location"]
    db.commit()
    assert len(db.scalars(select(PlanVersion.id)).all()) == 1
    assert "You swim." in client.get(preview(kim)).text
