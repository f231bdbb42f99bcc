"""Drafts: saved part by part, by several, and nothing that anybody wrote is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.core.access import Role
from portal.house import PlanDraft, PlanSave, PlanTyped, SignInSession
from portal.people.rules import Grant, Kind
from portal.plan.writing import actions
from portal.plan.writing.rules import Words, words_of
from tests import makers
from tests.databases import counting
from tests.plan.writing.conftest import as_subject, where, writer


def test_a_part_is_written_and_saved_as_a_draft_that_only_its_writers_see(
    client, new_client, db, kim, priya, grace
):
    makers.make_plan(db, kim, {"school": "You go to Elm School."})
    client.sign_in(priya)
    text = client.get(where(kim)).text
    assert "You go to Elm School." in text
    sent = client.send(where(kim), {"text_child": "You go to Oak School.", "do": "save"})
    assert sent.status_code == 303
    start = client.get(f"/people/{kim.ref}/plan/write").text
    assert "Draft by Priya" in start and "Look at it and publish" in start
    boss, young = new_client(), new_client()
    boss.sign_in(grace)
    assert "You go to Oak School." in boss.get(where(kim)).text
    young.sign_in(kim)
    assert "Oak School" not in young.get("/plan/a13").text


def test_who_may_write(client, db, kim, priya):
    """Their own worker and manager, within what they were granted; nobody who covers, is here in an
    emergency, reviews, or cares."""
    makers.make_plan(db, kim)
    narrow = writer(db, kim, "Nell", Kind.PERSONAL_ADVISER, grants=Grant.NAME | Grant.PLAN)
    others = [
        writer(db, kim, "Cora", Kind.COVER, grants=Grant(2047)),
        writer(db, kim, "Ida", Kind.IRO, Role.IRO),
        writer(db, kim, "Dee", Kind.EMERGENCY, Role.WORKER, grants=Grant(2047)),
        writer(db, kim, "Oz", Kind.OTHER, grants=Grant(2047)),
        makers.make_worker(db, known_as="Far", council_id=kim.council_id),
    ]
    for adult in others:
        client.sign_in(adult)
        assert client.get(where(kim)).status_code in (403, 404), adult.known_as
    client.sign_in(narrow)
    assert client.get(where(kim, "a22")).status_code == 200
    for code in ("a13", "a16", "a10", "c13", "nothing", "a99"):
        assert client.get(where(kim, code)).status_code == 404, code
    text = client.get(f"/people/{kim.ref}/plan/write").text
    assert "/write/a22" in text and "/write/a13" not in text


def test_the_second_of_two_who_save_sees_both_texts_and_puts_them_together(
    client, new_client, db, kim, priya, dan
):
    makers.make_plan(db, kim, {"school": "You go to Elm School."})
    other = new_client()
    client.sign_in(priya)
    other.sign_in(dan)
    client.get(where(kim))
    other.get(where(kim))
    mine = client.form(where(kim), {"text_child": ""}, None).hidden
    theirs = other.form(where(kim), {"text_child": ""}, None).hidden
    assert client.post(
        where(kim), data={**mine, "text_child": "Priya's words.", "text_who": "Priya"}
    ).status_code == 303  # fmt: skip
    sent = other.post(
        where(kim), data={**theirs, "text_child": "Dan's words.", "text_official": "Elm, year 9."}
    )
    assert sent.headers["Location"].endswith("/both")
    page = other.get(f"{where(kim)}/both")
    assert page.status_code == 200
    for shown in ("Priya&#39;s words.", "Dan&#39;s words.", "Elm, year 9."):
        assert shown in page.text
    assert "See both, side by side" in other.get(where(kim)).text
    assert "Only one of you changed this." in page.text and "You both changed this." in page.text
    put = other.send(
        f"{where(kim)}/both",
        {"text_child": "Priya's words.\n\nDan's words.", "text_who": "Priya",
         "text_official": "Elm, year 9."},
    )  # fmt: skip
    assert put.status_code == 303
    words = draft_of(db, kim)
    assert words.child == "Priya's words.\n\nDan's words."
    assert (words.who, words.official) == ("Priya", "Elm, year 9.")
    assert db.scalars(select(PlanTyped)).all() == []


def draft_of(db, kim):
    db.commit()
    row = db.scalars(
        select(PlanSave).join(PlanDraft, PlanDraft.save_id == PlanSave.id)
    ).one()  # fmt: skip
    return words_of(row)


def test_the_same_sent_twice_is_saved_once(client, db, kim, priya):
    client.sign_in(priya)
    client.get(where(kim))
    hidden = client.form(where(kim), {"text_child": ""}, None).hidden
    for _ in range(2):
        sent = client.post(where(kim), data={**hidden, "text_child": "You swim."})
        assert "done=part-saved" in sent.headers["Location"]
    assert len(db.scalars(select(PlanSave)).all()) == 1


def test_what_is_typed_is_kept_for_its_writer_alone_until_it_is_saved(
    client, new_client, db, kim, priya, dan
):
    client.sign_in(priya)
    client.get(where(kim))
    hidden = client.form(where(kim), {"text_child": ""}, None).hidden
    kept = client.post(f"{where(kim)}/typed", data={**hidden, "text_child": "Half a sen"})
    assert kept.status_code == 204
    client.sign_in(priya)  # the session had ended
    page = client.get(where(kim)).text
    assert "Half a sen" in page and "did not save" in page
    other = new_client()
    other.sign_in(dan)
    assert "Half a sen" not in other.get(where(kim)).text
    client.send(where(kim), {"text_child": "Half a sentence no more."})
    db.commit()
    assert db.scalars(select(PlanTyped)).all() == []
    client.get(where(kim))
    hidden = client.form(where(kim), {"text_child": ""}, None).hidden
    client.post(f"{where(kim)}/typed", data={**hidden, "text_child": "Other"})
    client.get(where(kim))
    assert client.send(where(kim), action=f"{where(kim)}/forget").status_code == 303
    assert "Half a sentence no more." in client.get(where(kim)).text


def test_a_session_that_ended_gives_back_every_box(client, db, kim, priya):
    client.sign_in(priya)
    client.get(where(kim))
    hidden = client.form(where(kim), {"text_child": ""}, None).hidden
    db.execute(delete(SignInSession))
    sent = client.post(where(kim), data={**hidden, "text_child": "First box.", "text_who": "Sam"})
    assert sent.status_code == 401
    assert "First box." in sent.text and "Sam" in sent.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text_child": "word " * 10_000}, "letters long"),
        ({"look_again": "next Tuesday"}, "Write the day like this"),
        ({"look_again": "0001-01-01"}, "Write the day like this"),
        ({"promise_by": "nobody-we-know"}, "Choose somebody from this list again"),
        ({"text_who": "w" * 201}, "letters long"),
    ],
)
def test_what_does_not_fit_is_asked_again_and_nothing_is_lost(client, db, kim, priya, typed, said):
    client.sign_in(priya)
    sent = client.send(where(kim), {"text_teen": "These words stay.", **typed})
    assert sent.status_code == 422
    assert said in sent.text and "These words stay." in sent.text
    if "text_child" in typed:
        assert typed["text_child"].strip() in sent.text
    db.commit()
    assert db.scalars(select(PlanSave)).all() == []


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\u2022\tYou swim.\r\n\u2022\tYou run.", "- You swim.\n- You run."),
        ("You\x00 swim\x07.\u202e", "You swim."),
        ("أنت تعيش مع هانا.", "أنت تعيش مع هانا."),
        ("<b>You swim</b>", "<b>You swim</b>"),
        ("ህይወት 🌊 እና 水", "ህይወት 🌊 እና 水"),
    ],
)
def test_pasted_text_of_every_kind(client, db, kim, priya, pasted, kept):
    client.sign_in(priya)
    assert client.send(where(kim), {"text_child": pasted}).status_code == 303
    assert draft_of(db, kim).child == kept
    page = client.get(where(kim)).text
    assert "<b>You" not in page and 'dir="auto"' in page


def test_fifty_thousand_letters_of_official_text_and_what_is_typed(client, db, kim, priya):
    client.sign_in(priya)
    client.get(where(kim))
    hidden = client.form(where(kim), {"text_child": ""}, None).hidden
    whole = "A line that somebody pasted.\n" * 1_800
    kept = client.post(f"{where(kim)}/typed", data={**hidden, "text_official": whole})
    assert kept.status_code == 204
    assert client.get(where(kim)).text.count("somebody pasted") == 1_800
    sent = client.post(where(kim), data={**hidden, "text_official": whole})
    assert sent.status_code == 422 and sent.text.count("somebody pasted") == 1_800


def test_a_turn_that_is_no_number_is_a_stale_one(client, db, kim, priya):
    client.sign_in(priya)
    client.send(where(kim), {"text_child": "One."})
    client.get(where(kim))
    hidden = client.form(where(kim), {"text_child": ""}, None).hidden
    for turn in ("x", "-5", "99999999999999999999", ""):
        sent = client.post(where(kim), data={**hidden, "turn": turn, "text_child": f"T{turn}"})
        assert sent.headers["Location"].endswith("/both"), turn


def test_the_words_for_an_age_are_checked_without_a_script_and_nothing_is_stored(
    client, db, kim, priya
):
    client.sign_in(priya)
    hard = (
        "The local authority will undertake a comprehensive assessment of your circumstances to "
        "ensure appropriate provision."
    )
    sent = client.send(where(kim), {"text_child": hard, "do": "check"})
    assert sent.status_code == 200
    assert "hard for 8 to 11" in sent.text and "make sure" in sent.text and hard in sent.text
    same = {"csrf_token": client.form(where(kim), {"text_child": ""}, None).hidden["csrf_token"]}
    live = client.post("/plan-words/check", data={**same, "band": "child", "text": hard})
    assert "hard for 8 to 11" in live.json[0]
    assert client.post("/plan-words/check", data={**same, "band": "x"}).status_code == 400
    for _ in range(60):
        last = client.post("/plan-words/check", data={**same, "band": "teen", "text": "x"})
    assert last.status_code == 429
    db.commit()
    assert db.scalars(select(PlanSave)).all() == [] and db.scalars(select(PlanTyped)).all() == []


def test_older_words_are_copied_into_what_is_empty(client, db, kim, priya):
    client.sign_in(priya)
    sent = client.send(where(kim), {"text_adult": "You move in May.", "do": "copy"})
    assert sent.status_code == 200 and sent.text.count("You move in May.") == 3


def test_everything_that_was_saved_can_be_read_and_begun_again(client, db, kim, priya):
    client.sign_in(priya)
    for n in range(12):
        client.send(where(kim), {"text_child": f"Version {n}."})
    page = client.get(f"{where(kim)}/before")
    assert "Version 11." in page.text and "Version 1." not in page.text
    older = client.get(f"{where(kim)}/before?before=" + save_ref(db, "Version 2."))
    assert "Version 1." in older.text and "Version 0." in older.text
    again = client.get(where(kim) + "?again=" + save_ref(db, "Version 0."))
    assert "Version 0." in again.text
    assert client.get(where(kim) + "?again=nothing").status_code == 404


def save_ref(db, text):
    db.commit()
    return db.scalars(select(PlanSave.ref).where(PlanSave.child == text)).one()


def test_a_save_costs_the_same_whatever_there_is(client, db, kim, priya, database):
    makers.make_plan(db, kim, {"school": "You go to Elm School."})
    client.sign_in(priya)
    here = where(kim)
    client.get(here)
    for n in range(2):
        hidden = client.form(here, {"text_child": ""}, None).hidden
        with counting(database) as asked:
            sent = client.post(here, data={**hidden, "text_child": f"N {n}"})
        assert sent.status_code == 303
        assert len(asked) <= 6
        with counting(database) as asked:
            client.get(here)
        assert len(asked) <= 7


# --- nothing is lost, whoever saves when ----------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["open", "save", "merge"])), max_size=14
)


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(steps=STEPS)
def test_three_workers_with_stale_turns_lose_no_text(db, kim, priya, dan, grace, now, steps):
    """Every text that anybody saved is in the draft, in its history, or beside it."""
    with db.begin_nested() as mine:
        viewers = [makers.make_viewer(db, one) for one in (priya, dan, grace)]
        whose = as_subject(kim)
        part, opened, written = ("care", "school"), [0, 0, 0], set()
        for n, (who, what) in enumerate(steps):
            if what == "open":
                opened[who] = turn_of(db, kim)
                continue
            text = f"Text {n}."
            written.add(text)
            turn = opened[who] if what == "save" else turn_of(db, kim)
            actions.save(db, viewers[who], whose, part, Words(child=text), turn, now)
            db.flush()
        there = " ".join(db.scalars(select(PlanSave.child).where(PlanSave.person_id == kim.id)))
        assert all(text in there for text in written)
        mine.rollback()


def turn_of(db, kim):
    return db.scalar(select(PlanDraft.turn).where(PlanDraft.person_id == kim.id)) or 0
