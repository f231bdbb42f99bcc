"""Before a review: what is talked about, who comes, and the talk alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.house import (
    AgendaPoint,
    Notice,
    Promise,
    ReviewComer,
    ReviewTalk,
    Said,
    Worry,
)
from portal.people.rules import Grant, Kind
from portal.reviews import rules
from portal.reviews.rules import Comes, Wanted
from tests import makers
from tests.databases import counting

TODAY = date(2026, 11, 2)
REVIEW = date(2026, 11, 11)


@pytest.mark.parametrize(
    ("said", "again"),
    [(TODAY, date(2026, 11, 5)), (date(2026, 11, 9), date(2026, 11, 10)), (REVIEW, REVIEW)],
)
def test_whoever_says_later_is_asked_again_before_it(said, again):
    assert rules.ask_again_on(said, REVIEW) == again
    assert not rules.may_ask_alone(Wanted.LATER, said, REVIEW, again - timedelta(days=1))
    assert rules.may_ask_alone(Wanted.LATER, said, REVIEW, again)


def test_whoever_has_answered_is_not_asked_again():
    assert rules.may_ask_alone("", None, REVIEW, TODAY)
    assert not rules.may_ask_alone(Wanted.YES, TODAY, REVIEW, REVIEW)
    assert not rules.may_ask_alone(Wanted.NO, TODAY, REVIEW, REVIEW)


def test_my_points_stand_first(circle, db):
    sam, mia = circle.phone(circle.sam), circle.phone(circle.mia)
    sam.send(f"{circle.address}/run", {"text_point": "How school is going"})
    mia.send(circle.address, {"text": "I want to see Kai more"})
    page = mia.get(circle.address).text
    assert page.index("I want to see Kai more") < page.index("How school is going")
    assert "9 more sleeps" in page
    assert "Ruth" in page
    told = db.scalars(select(Notice.person_id).where(Notice.kind == "review_wish")).all()
    assert told == [circle.ruth.id]


def test_a_point_sent_twice_is_one_and_can_be_taken_away(circle, db):
    mia = circle.phone(circle.mia)
    mia.get(circle.address)
    form = mia.form(circle.address, {"text": ""})
    sent = {**form.hidden, "text": "My room"}
    for _ in range(2):
        mia.post(f"{circle.address}/points", data=sent)
    (point,) = db.scalars(select(AgendaPoint)).all()
    mia.send(circle.address, action=f"/reviews/points/{point.ref}/away")
    assert "My room" not in mia.get(circle.address).text


def test_what_worries_is_looked_at(circle, db):
    mia = circle.phone(circle.mia)
    answer = mia.send(circle.address, {"text": "I do not want to live any more"})
    assert "review-worry" in answer.location
    worry = db.scalars(select(Worry)).one()
    assert worry.source_kind == "agenda_point"


def test_an_empty_point_says_what_to_do(circle):
    mia = circle.phone(circle.mia)
    answer = mia.send(circle.address, {"text": " "})
    assert answer.status_code == 422
    assert "Write what you want to talk about." in answer.text


def test_whom_they_ask_for_is_settled_with_a_name_and_a_reason(circle, db):
    mia, sam = circle.phone(circle.mia), circle.phone(circle.sam)
    mia.send(circle.address, {"text_name": "Aunt Jo", "text_why": "She makes me brave"})
    comer = db.scalars(select(ReviewComer)).one()
    run = f"{circle.address}/run"
    assert "Mia wants them there." in sam.get(run).text
    settle = f"/reviews/run/who/{comer.ref}"
    answer = sam.send(run, {"comes": "not", "text_why": ""}, action=settle)
    assert answer.status_code == 422
    assert "Write why it is not as they wished" in answer.text
    sam.send(run, {"comes": "not", "text_why": "She works that day. She writes to you."},
             action=settle)  # fmt: skip
    page = mia.get(circle.address).text
    assert "She works that day. She writes to you." in page
    assert "Priya" in page and "Not coming" in page
    kinds = db.scalars(select(Notice.kind).where(Notice.person_id == circle.mia.id)).all()
    assert kinds == ["review_changed"]


def test_what_was_settled_is_seen_when_it_is_drawn(circle, db):
    mia, sam = circle.phone(circle.mia), circle.phone(circle.sam)
    mia.send(circle.address, {"text_name": "Aunt Jo", "text_why": ""})
    mia.get(circle.address)
    old = mia.form(circle.address, {}, f"{circle.address}/seen").hidden
    ref = db.scalars(select(ReviewComer.ref)).one()
    sam.send(f"{circle.address}/run", {"comes": "coming", "text_why": ""},
             action=f"/reviews/run/who/{ref}")  # fmt: skip
    unseen = select(Notice.kind).where(Notice.person_id == circle.mia.id, Notice.seen_at.is_(None))
    mia.post(f"{circle.address}/seen", data=old)
    assert db.scalars(unseen).all() == ["review_changed"]
    mia.get(circle.address)
    mia.post(
        f"{circle.address}/seen", data=mia.form(circle.address, {}, f"{circle.address}/seen").hidden
    )
    assert not db.scalars(unseen).all()


def test_a_wish_stays_whatever_is_settled(circle, db):
    mia, sam = circle.phone(circle.mia), circle.phone(circle.sam)
    run = f"{circle.address}/run"
    sam.send(run, {"text_name": "Ms Pike", "text_does": "your teacher", "comes": "coming"})
    comer = db.scalars(select(ReviewComer)).one()
    mia.send(f"/reviews/who/{comer.ref}", {"wish": "no", "text_why": "Not about home"})
    assert "Mia would rather not have them there." in sam.get(run).text
    sam.send(run, {"comes": "coming", "text_why": "Only for the part about school."},
             action=f"/reviews/run/who/{comer.ref}")  # fmt: skip
    page = mia.get(circle.address).text
    assert "You said: I would rather not have them there." in page
    db.expire_all()
    kept = db.scalars(select(ReviewComer)).one()
    assert (kept.wish, kept.comes) == ("no", Comes.COMING)


def test_the_talk_alone_from_yes_to_done(circle, db):
    mia, ruth = circle.phone(circle.mia), circle.phone(circle.ruth)
    assert "Would you like to talk with Ruth alone before?" in mia.get(circle.address).text
    mia.send(circle.address, {"wanted": "yes", "text": "After school"})
    said = db.scalars(select(Said)).one()
    assert (said.kind, said.readers, said.owner) == ("iro", 1, "iro")
    assert "Ruth tells you a day by" in mia.get(circle.address).text
    run = f"{circle.address}/run"
    day = makers.today() + timedelta(days=4)
    ruth.send(run, {"day": day.isoformat(), "at": "16:15", "text_how": "At school"})
    page = mia.get(circle.address).text
    assert "Ruth talks with you alone on" in page and "At school" in page
    promise = db.scalars(select(Promise)).one()
    assert (promise.owner_id, promise.due) == (circle.ruth.id, day)
    ruth.send(run, {"day": makers.today().isoformat()}, action=f"{run}/alone/done")
    assert "You talked alone with Ruth on" in mia.get(circle.address).text
    db.expire_all()
    assert db.scalars(select(Promise.state)).one() == "kept"


def test_the_worker_learns_nothing_of_what_was_said_for_the_officer(circle):
    mia, sam = circle.phone(circle.mia), circle.phone(circle.sam)
    mia.send(circle.address, {"wanted": "yes", "text": "Something only Ruth reads"})
    mia.send("/who-runs-my-review", {"text": "Words for nobody but Ruth"})
    her = f"/people/{circle.mia.ref}"
    for address in (f"{circle.address}/run", her, f"{her}/reviews", f"{her}/promises", "/waiting"):
        page = sam.get(address).text
        assert "only Ruth reads" not in page and "nobody but Ruth" not in page, address


def test_no_and_later_are_kept_and_can_be_changed(circle, db):
    mia = circle.phone(circle.mia)
    mia.send(circle.address, {"wanted": "later", "text": ""})
    assert "We ask you again on" in mia.get(circle.address).text
    mia.send(circle.address, {"wanted": "no", "text": ""})
    assert "You said no on" in mia.get(circle.address).text
    assert db.scalars(select(ReviewTalk.wanted)).one() == "no"
    assert not db.scalars(select(Said)).all()


def test_nobody_to_talk_with_is_not_offered(db, new_client):
    mia, priya = makers.make_pair(db, known_as="Mia")
    review = makers.make_review(db, mia, priya)
    client = new_client()
    client.sign_in(mia)
    assert "alone" not in client.get(f"/reviews/{review.ref}").text


def test_a_worker_who_runs_it_is_not_named_beside_their_worker(db, new_client):
    """Where an adviser runs it, "Priya and your worker" would be the same person twice."""
    mia, priya = makers.make_pair(db, known_as="Mia")
    review = makers.make_review(db, mia, priya)
    client = new_client()
    client.sign_in(mia)
    page = client.get(f"/reviews/{review.ref}").text
    assert "Whoever runs your review, your worker and the managers over them can read" in page
    assert "Whoever runs your review and your worker read this" in page
    assert "Priya and your worker" not in page
    nobody = client.get("/who-runs-my-review").text
    assert "The page of each review says who runs it" in nobody


def test_only_those_who_were_granted_reviews_see_who_comes(circle, db):
    carer = makers.make_carer(db, council_id=circle.mia.council_id)
    makers.make_membership(db, carer, role=Role.CARER)
    makers.make_connection(db, circle.mia, carer, Kind.FOSTER_CARER)
    narrow = circle.adult(
        "Dan", Role.WORKER, Kind.PERSONAL_ADVISER, grants=Grant.NAME | Grant.DATES
    )
    other = makers.make_worker(db, known_as="Omar", council_id=circle.mia.council_id)
    run = f"{circle.address}/run"
    assert circle.phone(carer).get(run).status_code == 403
    for nobody in (narrow, other):
        assert circle.phone(nobody).get(run).status_code == 404
        assert circle.phone(nobody).get(f"/people/{circle.mia.ref}/reviews").status_code == 404
    assert circle.phone(circle.sam).get(run).status_code == 200


def test_a_review_that_is_over_takes_nothing_more(circle, db):
    mia = circle.phone(circle.mia)
    mia.get(circle.address)
    form = mia.form(circle.address, {"text": ""})
    circle.review.wall = makers.at(-1, 16)
    db.flush()
    answer = mia.post(f"{circle.address}/points", data={**form.hidden, "text": "Too late"})
    assert answer.status_code == 422
    assert "This review is over." in answer.text and "Too late" not in db.scalars(
        select(AgendaPoint.text)
    ).all()  # fmt: skip


def test_after_a_review_a_letter_is_promised_by_a_day_or_can_be_asked_for(circle, db):
    mia = circle.phone(circle.mia)
    for days, words in ((-1, "writes you a letter about it, by "),
                        (-60, "The letter about it is not here. You can ask ")):  # fmt: skip
        circle.review.wall = makers.at(days, 16)
        db.flush()
        assert words in mia.get(circle.address).text
    circle.review.kind = "pathway"
    db.flush()
    assert "writes you a letter about it. You find it here." in mia.get(circle.address).text


def test_budgets(circle, database):
    mia = circle.phone(circle.mia)
    mia.get("/home")
    for address, most in ((circle.address, 5), ("/my-reviews", 3), ("/who-runs-my-review", 5)):
        with counting(database) as counted:
            mia.get(address)
        assert len(counted.statements) <= most, counted.statements
    form = {**mia.form("/who-runs-my-review", {"text": ""}).hidden}
    with counting(database) as counted:
        mia.post(f"{circle.address}/points", data={**form, "text": "My room"})
    assert len(counted.statements) <= 6, "\n".join(counted.statements)
    with counting(database) as counted:
        mia.post("/who-runs-my-review", data={**form, "key": "again", "text": "My room"})
    assert len(counted.statements) <= 6, "\n".join(counted.statements)


# --- what is typed and not sent -------------------------------------------------------------------


def keeps(young, address, what, fields):
    """As the script of the form does."""
    hidden = young.form(address, {}, f"{address}/{what}").hidden
    kept = young.post(
        f"{address}/kept?what={ {'points': 'point', 'who': 'ask', 'alone': 'talk'}[what] }",
        data={**hidden, **fields},
    )
    assert kept.status_code == 204
    return hidden


@pytest.mark.parametrize(
    ("what", "fields", "shown"),
    [
        ("points", {"text": "My room\nand the cat"}, ("My room\nand the cat",)),
        (
            "who",
            {"text_name": "Auntie May", "text_why": "She knows me"},
            ("Auntie May", "She knows me"),
        ),
        ("who", {"text_name": "", "text_why": "She knows me"}, ("She knows me",)),
        ("alone", {"wanted": "yes", "text": "On a walk"}, ("On a walk", 'value="yes"')),
    ],
)
def test_half_written_words_are_there_again_and_gone_once_sent(circle, what, fields, shown):
    mia = circle.phone(circle.mia)
    page = mia.get(circle.address).text
    assert "You had not sent it." not in page
    hidden = keeps(mia, circle.address, what, fields)
    page = circle.phone(circle.mia).get(circle.address).text
    assert "You had not sent it." in page and all(text in page for text in shown)
    for other in (circle.sam, circle.ruth):
        assert fields.get("text", "She knows me") not in circle.phone(other).get(
            f"{circle.address}/run"
        ).text  # fmt: skip
    if all(fields.values()):
        assert mia.post(f"{circle.address}/{what}", data={**hidden, **fields}).status_code == 303
        assert "You had not sent it." not in mia.get(circle.address).text
        # What a script that comes late says after it was sent is not kept.
        mia.post(f"{circle.address}/kept", data={**hidden, "text": "Late"})
        assert "You had not sent it." not in mia.get(circle.address).text


def test_a_wish_that_was_begun_is_there_again(circle, db):
    mia = circle.phone(circle.mia)
    mia.send(circle.address, {"text_name": "Dad", "text_why": ""}, action=f"{circle.address}/who")
    comer = db.scalars(select(ReviewComer)).one()
    address = f"/reviews/who/{comer.ref}"
    mia.get(address)
    hidden = mia.form(address, {"text_why": ""}).hidden
    sent = {**hidden, "wish": "no", "text_why": "He shouts"}
    assert mia.post(f"{address}/kept", data=sent).status_code == 204
    page = mia.get(address).text
    assert "You had not sent it." in page and "He shouts" in page
    assert mia.post(address, data=sent).status_code == 303
    assert "You had not sent it." not in mia.get(address).text


def test_nobody_keeps_words_in_the_review_of_another(circle, db, new_client):
    other = makers.make_young(db, council_id=circle.mia.council_id)
    theirs = circle.phone(other)
    theirs.get("/who-runs-my-review")
    form = {"csrf_token": theirs.page.forms[0].hidden["csrf_token"], "text": "x", "key": "k"}
    assert theirs.post(f"{circle.address}/kept", data=form).status_code == 404
    assert theirs.post(f"{circle.address}/kept?what=wish", data=form).status_code == 404


@pytest.mark.parametrize(
    ("where", "words"),
    [("points", "text"), ("who", "text_name"), ("who", "text_why"), ("alone", "text")],
)
def test_a_page_that_is_too_old_gives_every_word_back(circle, where, words):
    mia = circle.phone(circle.mia)
    mia.get(circle.address)
    answer = mia.post(f"{circle.address}/{where}", data={"csrf_token": "old", words: "My own"})
    assert answer.status_code == 400 and "My own" in answer.text
