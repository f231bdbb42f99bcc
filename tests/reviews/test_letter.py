"""After a review: the letter, what was decided, and what the young person says of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.access import Role
from portal.house import (
    AgendaItem,
    AgendaPoint,
    Notice,
    Promise,
    ReviewDecision,
    ReviewRecord,
    Said,
)
from portal.people.rules import Kind
from portal.rebuild import Changes, rebuild
from portal.reviews.pages import Decision, Point
from portal.reviews.rules import Letter
from portal.reviews.running import letters, pages
from tests import makers
from tests.databases import counting

TODAY = date(2026, 11, 2)
WORDS = {
    "text_greeting": "Dear Mia,", "text_talked": "You said you want to see Kai more.",
    "text_signed": "Ruth",
}  # fmt: skip
SOME = Letter(talked="We talked.")


@pytest.fixture
def after(circle, db):
    circle.review.wall = makers.at(-2, 16)
    db.flush()
    return circle


@pytest.fixture
def ruth(after):
    return after.phone(after.ruth)


def decided(circle, text="Sam asks about a visit", **more):
    due = makers.today() + timedelta(days=14)
    return {
        "text": text, "day": due.isoformat(), "whose": circle.sam.ref, "outside": "",
        "about": "afun", **more,
    }  # fmt: skip


def decide(client, circle, **more):
    return client.send(f"{circle.address}/decide", decided(circle, **more))


def write(client, circle, language="en", **more):
    return client.send(
        f"{circle.address}/write?language={language}", {**WORDS, **more, "text_well": "School."}
    )


def publish(client, circle):
    return client.send(f"{circle.address}/publish", action=f"{circle.address}/publish")


def test_from_draft_to_letter_and_each_decision_becomes_one_promise(after, ruth, db):
    mia, sam = after.phone(after.mia), after.phone(after.sam)
    assert "letter-saved" in write(ruth, after).location
    assert "decision-kept" in decide(ruth, after).location
    assert mia.get(f"{after.address}/letter").status_code == 404
    assert "see Kai more" not in mia.get(after.address).text
    assert "Sam asks about a visit" not in sam.get(f"{after.address}/run").text
    ruth.get(f"{after.address}/publish")
    form = ruth.form(f"{after.address}/publish", {"drawn": ""}).hidden
    for _ in range(2):
        answer = ruth.post(f"{after.address}/publish", data=form)
        assert "letter-published" in answer.location
    promise = db.scalars(select(Promise)).one()
    assert promise.source_kind == "review_decision"
    assert (promise.owner_id, promise.area) == (after.sam.id, "fun")
    page = mia.get(f"{after.address}/letter").text
    for words in ("Dear Mia,", "see Kai more", "Sam asks about a visit", "Coming"):
        assert words in page, words
    assert "Sam asks about a visit" in mia.get("/promises").text
    told = db.scalars(select(Notice.kind).where(Notice.person_id == after.mia.id)).all()
    assert "review_letter" in told
    assert "see Kai more" in sam.get(f"{after.address}/run/letter").text


def test_a_decision_says_how_it_stands(after, ruth, db):
    mia = after.phone(after.mia)
    write(ruth, after)
    decide(ruth, after)
    publish(ruth, after)
    promise = db.scalars(select(Promise)).one()
    promise.due = makers.today() - timedelta(days=1)
    db.flush()
    assert "Late" in mia.get(f"{after.address}/letter").text
    db.refresh(promise)
    promise.state, promise.state_note = "kept", "You go on Saturday."
    db.flush()
    page = mia.get(f"{after.address}/letter").text
    assert "Kept" in page and "You go on Saturday." in page


def test_what_they_wanted_to_talk_about_needs_a_word_first(after, ruth, db):
    point = AgendaPoint(
        council_id=after.mia.council_id, review_id=after.review.id, person_id=after.mia.id,
        text="My room", by_young=True, by_id=after.mia.id, made_at=clock.now(),
    )  # fmt: skip
    db.add(point)
    db.flush()
    ref = point.ref
    write(ruth, after)
    page = ruth.get(f"{after.address}/publish").text
    assert "Write what was said about it." in page and "Publish it" not in page
    ruth.send(f"{after.address}/run", {"text_heard": "You choose the colour."},
              action=f"/reviews/run/points/{ref}/heard")  # fmt: skip
    assert "letter-published" in publish(ruth, after).location
    page = after.phone(after.mia).get(f"{after.address}/letter").text
    assert page.index("My room") < page.index("You choose the colour.")


def test_putting_right_keeps_the_earlier_letter(after, ruth, db):
    write(ruth, after)
    publish(ruth, after)
    write(ruth, after, text_talked="You said you want to see Kai every week.")
    assert "Write what was put right." in ruth.get(f"{after.address}/publish").text
    write(ruth, after, text_talked="You said: every week.", text_put_right="How often you see Kai.")
    publish(ruth, after)
    page = after.phone(after.mia).get(f"{after.address}/letter").text
    assert page.index("How often you see Kai.") < page.index("You said: every week.")
    assert page.index("You said: every week.") < page.index("You said you want to see Kai more.")
    assert db.scalars(select(ReviewRecord.number).order_by(ReviewRecord.number)).all() == [1, 2]


def test_in_their_language_with_the_original_one_tap_away(after, ruth, db):
    write(ruth, after)
    ruth.send(f"{after.address}/write?language=ar", {
        "text_greeting": "عزيزتي ميا،", "text_talked": "تحدثنا عن كاي.",
    })  # fmt: skip
    assert "Write who put it into the other language." in ruth.get(f"{after.address}/publish").text
    ruth.send(
        f"{after.address}/write?language=ar",
        {
            "text_talked": "تحدثنا عن كاي.",
            "text_translated_by": "Amal Haddad",
        },
    )
    assert "letter-published" in publish(ruth, after).location
    mia = after.phone(after.mia)
    page = mia.get(f"{after.address}/letter?language=ar").text
    assert page.index("تحدثنا عن كاي.") < page.index("You said you want to see Kai more.")
    assert "Amal Haddad" in page
    page = mia.get(f"{after.address}/letter?language=ti").text
    assert "You said you want to see Kai more." in page and "تحدثنا" not in page


def test_another_language_can_follow_later(after, ruth, db):
    write(ruth, after)
    publish(ruth, after)
    ruth.send(f"{after.address}/write?language=ar", {
        "text_talked": "تحدثنا عن كاي.", "text_translated_by": "Amal",
    })  # fmt: skip
    publish(ruth, after)
    found = db.execute(select(ReviewRecord.number, ReviewRecord.language)).all()
    assert sorted(found) == [(1, "ar"), (1, "en")]


def test_two_who_write_at_once_lose_nothing(after, ruth, db):
    judith = after.phone(after.adult("Judith", Role.IRO, Kind.IRO))
    address = f"{after.address}/write"
    ruth.get(address)
    began = ruth.form(address, {"text_well": ""}).hidden
    judith.send(address, {"text_well": "Judith’s words"})
    answer = ruth.post(address, data={**began, **WORDS, "text_well": "Ruth’s words", "do": "save"})
    assert answer.status_code == 409
    assert "Judith saved this while you wrote." in answer.text
    assert "Judith’s words" in answer.text and "Ruth’s words" in answer.text
    again = ruth.form(address, {"text_well": ""}).hidden
    answer = ruth.post(address, data={**again, **WORDS, "text_well": "Both", "do": "save"})
    assert answer.status_code == 303
    assert db.scalars(select(ReviewRecord.well)).one() == "Both"


def test_what_is_typed_is_kept_as_the_draft(after, ruth, db):
    address = f"{after.address}/write"
    ruth.get(address)
    sent = {**ruth.form(address, {"text_well": ""}).hidden, "text_well": "Half a sen"}
    assert ruth.post(f"{address}/kept", data=sent).status_code == 204
    assert ruth.post(f"{address}/kept", data={**sent, "text_well": "Half"}).status_code == 204
    assert "Half" in ruth.get(address).text
    assert "letter-saved" in ruth.post(address, data={**sent, "do": "save"}).location


def test_published_as_it_was_looked_at(after, ruth):
    write(ruth, after)
    ruth.get(f"{after.address}/publish")
    form = ruth.form(f"{after.address}/publish", {"drawn": ""}).hidden
    write(ruth, after, text_talked="Other words")
    answer = ruth.post(f"{after.address}/publish", data=form)
    assert "letter-changed" in answer.location


def test_a_draft_of_a_decision_can_be_changed_and_taken_away(after, ruth, db):
    decide(ruth, after)
    ref = db.scalars(select(ReviewDecision.ref)).one()
    ruth.send(f"/reviews/decisions/{ref}", decided(after, "Sam rings Kai’s worker"))
    assert "Sam rings Kai’s worker" in ruth.get(f"{after.address}/run").text
    ruth.send(f"/reviews/decisions/{ref}", action=f"/reviews/decisions/{ref}/away")
    assert not db.scalars(select(ReviewDecision)).all()


def test_what_is_published_is_changed_only_as_a_promise(after, ruth, db):
    decide(ruth, after)
    write(ruth, after)
    publish(ruth, after)
    ref = db.scalars(select(ReviewDecision.ref)).one()
    assert ruth.get(f"/reviews/decisions/{ref}").status_code == 404


def test_somebody_outside_is_looked_after_by_the_officer(after, ruth, db):
    decide(ruth, after, whose="outside", outside="The school")
    write(ruth, after)
    publish(ruth, after)
    promise = db.scalars(select(Promise)).one()
    assert (promise.owner_label, promise.keeper_id) == ("The school", after.ruth.id)
    assert "The school" in after.phone(after.mia).get(f"{after.address}/letter").text


def test_only_who_runs_it_writes(after, new_client):
    sam = after.phone(after.sam)
    for path in ("write", "publish", "decide"):
        assert sam.get(f"{after.address}/{path}").status_code == 404
    assert f"{after.address}/write" not in sam.get(f"{after.address}/run").text


def test_their_adviser_writes_of_a_review_that_they_run(db, new_client):
    keira, dan = makers.make_pair(db, known_as="Keira", born=date(2009, 1, 1))
    review = makers.make_review(db, keira, dan, wall=makers.at(-1), kind="pathway")
    client = new_client()
    client.sign_in(dan)
    assert client.get(f"/reviews/{review.ref}/write").status_code == 200


def test_they_do_not_agree_and_get_an_answer(after, ruth, db):
    mia, sam = after.phone(after.mia), after.phone(after.sam)
    write(ruth, after)
    publish(ruth, after)
    mia.send(f"{after.address}/letter/not-right", {"text": "I did not say that", "who": "1"})
    said = db.scalars(select(Said)).one()
    assert (said.kind, said.owner, said.about_id) == ("record", "iro", after.review.id)
    page = mia.get(f"{after.address}/letter").text
    assert "I did not say that" in page
    assert "I did not say that" not in sam.get(f"{after.address}/run/letter").text


def test_the_agenda_is_as_it_would_be_made_afresh(after, ruth, db):
    """Nothing of this moves a row of the agenda, nor what is owed."""
    rebuild(db, after.mia.council_id, clock.now())
    write(ruth, after)
    decide(ruth, after)
    publish(ruth, after)
    after.phone(after.mia).send(f"{after.address}/letter/not-right", {"text": "Not so", "who": "1"})
    assert rebuild(db, after.mia.council_id, clock.now()) == Changes()
    assert db.scalar(select(func.count(AgendaItem.id)).where(AgendaItem.kind == "review")) == 1


def test_the_letter_is_for_nobody_else(after, ruth, db):
    write(ruth, after)
    publish(ruth, after)
    leo = makers.make_young(db, known_as="Leo", council_id=after.mia.council_id)
    other = after.phone(leo)
    for path in ("", "/letter", "/letter/paper", "/letter/not-right"):
        assert other.get(f"{after.address}{path}").status_code == 404, path


def test_whom_they_live_with_reads_it_only_when_it_is_shown(after, ruth, db):
    carer = makers.make_carer(db, council_id=after.mia.council_id)
    makers.make_membership(db, carer, role=Role.CARER)
    makers.make_connection(db, after.mia, carer, Kind.FOSTER_CARER)
    decide(ruth, after)
    write(ruth, after)
    publish(ruth, after)
    letters = f"/people/{after.mia.ref}/letters"
    helen, mia = after.phone(carer), after.phone(after.mia)
    assert "see Kai more" not in helen.get(letters).text
    mia.send(f"{after.address}/letter/show", {"who": "carers"})
    page = helen.get(letters).text
    assert "see Kai more" in page and "Sam asks about a visit" in page
    mia.get(f"{after.address}/letter/show")
    form = mia.form(f"{after.address}/letter/show", {"who": ""}).hidden
    mia.post(f"{after.address}/letter/show", data=form)
    assert "see Kai more" not in helen.get(letters).text


def test_seen_is_marked_only_of_what_was_drawn(after, ruth, db):
    write(ruth, after)
    publish(ruth, after)
    mia = after.phone(after.mia)
    letter = f"{after.address}/letter"
    mia.get(letter)
    sent = mia.form(letter, {}, f"{letter}/seen").hidden
    mia.post(f"{letter}/seen", data={**sent, "drawn": "0"})
    unseen = select(Notice.kind).where(Notice.kind == "review_letter", Notice.seen_at.is_(None))
    assert db.scalars(unseen).all() == ["review_letter"]
    mia.post(f"{letter}/seen", data=sent)
    assert not db.scalars(unseen).all()


def test_budgets(after, ruth, db, database):
    write(ruth, after)
    decide(ruth, after)
    publish(ruth, after)
    mia = after.phone(after.mia)
    mia.get("/home")
    for client, path, most in (
        (mia, "/letter", 5), (ruth, "/run", 7), (ruth, "/write", 5), (ruth, "/publish", 7),
    ):  # fmt: skip
        with counting(database) as counted:
            client.get(f"{after.address}{path}")
        assert len(counted.statements) <= most, "\n".join(counted.statements)


# --- what is in the way -------------------------------------------------------------------------


def point(**more):
    return Point(**{"ref": "p", "text": "x", "by_young": True, "by_id": 1, "by": "", "heard": "",
                    **more})  # fmt: skip


def decision(**more):
    columns = {
        "ref": "d", "text": "x", "why": "", "who": "Sam", "due": TODAY, "standing": None,
        "note": "", "promise_ref": "", "owner_id": 7, "area": "", "published_at": None,
    }  # fmt: skip
    return Decision(**{**columns, **more})


@pytest.mark.parametrize(
    ("drafts", "new", "points", "number", "taken", "found"),
    [
        ([], [], [], 0, set(), ("nothing",)),
        ([], [decision()], [], 0, set(), ("nothing",)),
        ([], [decision()], [], 1, set(), ()),
        ([("en", SOME)], [], [], 0, set(), ()),
        ([("en", Letter())], [], [], 0, set(), ("words",)),
        ([("ar", Letter(well="x"))], [], [], 0, set(), ("original", "translated")),
        ([("en", SOME)], [], [], 1, set(), ("put_right",)),
        ([("ar", Letter(well="x", translated_by="A"))], [], [], 1, {"en", "ar"}, ("original",)),
        ([("ar", Letter(well="x", translated_by="A"))], [], [], 1, {"en"}, ()),
        ([("en", SOME)], [], [point()], 0, set(), ("heard",)),
        ([("en", SOME)], [], [point(heard="y")], 0, set(), ()),
        ([("en", SOME)], [decision(due=TODAY - timedelta(days=1))], [], 0, set(), ("late",)),
        ([("en", SOME)], [decision(owner_id=8)], [], 0, set(), ("owner",)),
        ([("en", SOME)], [decision(owner_id=None)], [], 0, set(), ()),
    ],
)
def test_what_is_in_the_way(drafts, new, points, number, taken, found):
    assert pages.missing(drafts, new, points, number, taken, TODAY, {7}) == found


def test_published_twice_at_once_it_is_one(after, db, app):
    """Of two who hold the same page, the second finds what the first did."""
    me = makers.make_viewer(db, after.ruth)
    now = clock.now()
    with app.test_request_context():
        held = pages.held(db, me, after.review.ref, now)
    letters.save(db, me, held, "en", SOME, 0, now)
    drawn = pages.preview(db, me, held, now).drawn
    assert letters.publish(db, me, held, drawn, "k", now) == 1
    assert letters.publish(db, me, held, drawn, "k", now) == 1
    with pytest.raises(letters.ChangedMeanwhile):
        letters.publish(db, me, held, drawn, "k2", now)
