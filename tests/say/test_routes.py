"""The pages of what was said: what is drawn, and that nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.house import Membership, Owed, Promise, SaidDraft, SaidStep, Worry
from portal.owed import passing
from portal.people.rules import Kind
from portal.say import actions
from portal.say.rules import Answer, Found, Owner, Readers, State
from portal.worries import pages as worries
from tests.databases import counting
from tests.makers import (
    make_connection,
    make_leave,
    make_membership,
    make_stop,
    make_worker,
    today,
)
from tests.say.conftest import BOTH

ONLY_OFFICER = {"readers": Readers.IRO, "owner": Owner.IRO}
WORRYING = "I want to kill myself"


def answered(house, ref, text="We did it."):
    actions.answer(house.db, house.viewer(house.worker), ref, Answer.DID, text, None,
                   house.key(), house.now)  # fmt: skip


def answer(client, ref, **typed):
    return client.send(f"/said/{ref}", typed, action=f"/said/{ref}/answer")


def hidden_of(client, ref):
    client.get(f"/said/{ref}")
    return client.form(f"/said/{ref}", {"text": ""}, f"/said/{ref}/answer").hidden


def test_the_young_person_reads_the_answer_and_says_partly(house, db, client):
    ref = house.says("I want a blue room", face=2, symbols="room,gone", helped_by="Hannah")
    answered(house, ref, "We painted one wall.")
    client.sign_in(house.mia)
    assert "Priya answered" in client.get("/my-say/said").text
    here = f"/my-say/said/{ref}"
    page = client.get(here).text
    for words in ("I want a blue room", "Sad", "My room", "together with Hannah", "You sent it",
                  "We did this", "We painted one wall.", "Does this answer you?"):  # fmt: skip
        assert words in page, words
    nothing = client.send(here, {"text": "Why one?"})
    assert nothing.status_code == 422
    assert "Choose yes, partly or no." in nothing.text
    assert "Why one?" in nothing.text
    done = client.send(here, {"what": "partly", "text": "Why one?"})
    assert done.status_code == 303
    page = client.get(done.headers["Location"]).text
    for words in ("You see here who answers", "You said: this answers part of it",
                  "Priya will answer by"):  # fmt: skip
        assert words in page, words
    assert "Does this answer you?" not in page
    assert house.row(ref).turn == 2


def test_after_the_third_answer_they_are_told_whom_else_they_can_turn_to(house, db, client):
    house.officer.phone = "020 7946 0199"
    ref = house.says()
    for turn in range(3):
        answered(house, ref, f"Answer {turn}")
        house.now += timedelta(hours=1)
        actions.found(db, house.me, ref, Found.NO, "", house.key(), house.now)
    client.sign_in(house.mia)
    page = client.get(f"/my-say/said/{ref}").text
    for words in ("What else you can do", "Ask my Ruth, who runs your review", "020 7946 0199",
                  "Make a complaint", "Someone on my side"):  # fmt: skip
        assert words in page, words
    assert "<textarea" not in page


def test_a_page_drawn_before_another_answer_sends_nothing(house, db, client):
    ref = house.says()
    answered(house, ref)
    client.sign_in(house.mia)
    sent = client.send(f"/my-say/said/{ref}", {"what": "yes", "turn": "3", "text": "Mine"})
    assert sent.status_code == 422
    assert "This changed while you were writing" in sent.text
    assert "Mine" in sent.text
    assert house.row(ref).state == State.ANSWERED


def test_what_is_begun_is_kept_and_goes_when_it_is_sent(house, db, client):
    ref = house.says()
    client.sign_in(house.worker)
    hidden = hidden_of(client, ref)
    kept = client.post(f"/said/{ref}/draft", data={**hidden, "text": "I began"})
    assert kept.status_code == 204
    assert "I began" in client.get(f"/said/{ref}").text
    done = answer(client, ref, kind="did", text="I did it")
    assert done.status_code == 303
    db.expire_all()
    assert db.scalars(select(SaidDraft.id)).all() == []
    page = client.get(done.headers["Location"]).text
    assert "I did it" in page
    assert "Your answer is sent." in page


def test_each_answer_says_what_is_missing_and_keeps_every_word(house, db, client):
    ref = house.says()
    client.sign_in(house.worker)
    for typed, wrong in (
        ({"text": "We ask the landlord."}, "Choose one of these first."),
        ({"kind": "will", "text": "We ask"}, "Choose a day from today on"),
        ({"kind": "will", "text": "We ask", "day": "1/1/2020"}, "Choose a day from today on"),
        ({"kind": "did", "text": ""}, "Write your answer first."),
        ({"kind": "will", "text": "We ask", "day": f"{today():%d/%m/%Y}", "whose": "x"},
         "Choose who does it."),
    ):  # fmt: skip
        page = answer(client, ref, **typed)
        assert page.status_code == 422
        assert wrong in page.text
        assert typed["text"] in page.text
    day = today() + timedelta(days=5)
    done = answer(client, ref, kind="will", text="We ask", day=f"{day:%d/%m/%Y}",
                  whose=house.worker.ref)  # fmt: skip
    assert done.status_code == 303
    assert db.scalars(select(Promise.due)).all() == [day]
    again = client.get(f"/said/{ref}").text
    assert f"We will do this. By {day.day} {day:%B %Y}." in again
    assert f"/said/{ref}/answer" not in again


def test_a_post_asks_as_little_as_it_can(house, db, database, client):
    refs = [house.says(f"Thing {n}") for n in range(2)]
    client.sign_in(house.worker)
    for ref in refs:
        hidden = hidden_of(client, ref)
        with counting(database) as counted:
            client.post(f"/said/{ref}/answer", data={**hidden, "kind": "did", "text": "Yes"})
    assert len(counted) <= 8, counted.statements
    client.sign_in(house.mia)
    for ref, what, most in zip(refs, ("yes", "no"), (6, 9), strict=True):
        here = f"/my-say/said/{ref}"
        client.get(here)
        hidden = client.form(here, {"text": ""}).hidden
        with counting(database) as counted:
            client.post(here, data={**hidden, "what": what, "text": "Well"})
        assert len(counted) <= most, counted.statements


def test_two_adults_answer_at_once_and_the_second_keeps_their_words(house, db, client):
    ref = house.says()
    client.sign_in(house.officer)
    hidden = hidden_of(client, ref)
    answered(house, ref)
    late = client.post(f"/said/{ref}/answer", data={**hidden, "kind": "did", "text": "Me too"})
    assert late.status_code == 422
    assert "answered meanwhile" in late.text
    assert "Me too" in late.text


def test_how_easy_it_is_to_read(house, db, client):
    ref = house.says()
    client.sign_in(house.worker)
    hard = "We will facilitate a multi-agency assessment of your accommodation requirements soon."
    page = answer(client, ref, kind="did", text=hard, check="1")
    assert "About age" in page.text
    assert hard in page.text
    assert house.row(ref).state != State.ANSWERED
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)
    said = client.post(
        "/said-words/check", data={"csrf_token": token[1], "band": "child", "text": hard}
    )
    assert any("About age" in line for line in said.json)


def test_reading_is_noted_once_with_the_name_and_the_day(house, db, client):
    ref = house.says(readers=BOTH | Readers.CARER)
    for who, state in ((house.carer, State.SENT), (house.worker, State.READ),
                       (house.worker, State.READ)):  # fmt: skip
        client.sign_in(who)
        assert client.get(f"/said/{ref}").status_code == 200
        assert house.row(ref).state == state
    assert len(db.scalars(select(SaidStep.id)).all()) == 2
    client.sign_in(house.mia)
    page = client.get(f"/my-say/said/{ref}").text
    assert "Hannah read it" in page
    assert "Priya read it" in page


def test_somebody_here_for_some_hours_reads_and_leaves_no_name(house, db, client):
    duty = make_worker(db, account=False, council_id=house.mia.council_id)
    make_membership(db, duty, role=Role.DUTY)
    make_connection(
        db, house.mia, duty, Kind.EMERGENCY, grants=17, ends_at=house.now + timedelta(hours=2)
    )
    ref = house.says()
    client.sign_in(duty)
    page = client.get(f"/said/{ref}")
    assert page.status_code == 200
    assert f"/said/{ref}/answer" not in page.text
    assert db.scalars(select(SaidStep.id)).all() == []
    assert house.row(ref).state == State.SENT


def test_talked_about_with_one_tap(house, db, client):
    ref = house.says()
    client.sign_in(house.worker)
    done = client.send(f"/said/{ref}", {}, action=f"/said/{ref}/talked")
    assert "An answer is still owed." not in client.get(done.headers["Location"]).text
    client.sign_in(house.mia)
    assert "Priya talked about it" in client.get(f"/my-say/said/{ref}").text


def test_what_only_the_officer_reads_is_nowhere_for_worker_and_carer(house, db, client):
    ref = house.says(text="Zebras only", **ONLY_OFFICER)
    for who, paths in (
        (house.worker, ("/waiting", "/said", f"/people/{house.mia.ref}",
                        f"/people/{house.mia.ref}/said", "/worries", "/people")),
        (house.carer, ("/children", f"/people/{house.mia.ref}/said")),
        (house.manager, ("/waiting", "/said", "/team", f"/people/{house.mia.ref}", "/worries")),
    ):  # fmt: skip
        client.sign_in(who)
        for path in paths:
            page = client.get(path)
            assert page.status_code == 200, path
            for hidden in (ref, "Zebras", "officer, waits"):
                assert hidden not in page.text, path
        assert client.get(f"/said/{ref}").status_code == 404
    client.sign_in(house.officer)
    assert ref in client.get("/waiting").text
    assert ref in client.get("/said").text
    assert "Zebras" in client.get(f"/said/{ref}").text


def test_what_is_left_when_nothing_goes_to_them(house, db, client):
    ref = house.says()
    make_stop(db, house.mia)
    client.sign_in(house.worker)
    page = client.get(f"/said/{ref}").text
    assert "Nothing is sent to them any more." in page
    assert f"/said/{ref}/answer" not in page


@pytest.mark.parametrize("path", ["/said?after=x", "/said/no-such-thing-at-all-00"])
def test_what_is_not_there(house, db, client, path):
    client.sign_in(house.worker)
    assert client.get(path).status_code == 404


# --- what must not wait -------------------------------------------------------------------------


def worry_of(db):
    row = db.execute(
        select(Worry.ref, Owed.debtor_id).outerjoin(
            Owed, (Owed.source_kind == "worry") & (Owed.source_id == Worry.id)
        )
    ).one()
    return row.ref, row.debtor_id


def sees_it(house, who):
    return bool(worries.on_desk(house.db, house.viewer(who), house.now))


def test_what_worries_goes_to_the_officer_who_alone_reads_it(house, db, client):
    house.says(text=WORRYING, **ONLY_OFFICER)
    ref, debtor = worry_of(db)
    assert debtor == house.officer.id
    assert not sees_it(house, house.worker)
    assert sees_it(house, house.officer)
    client.sign_in(house.officer)
    assert "Read what they said" in client.get(f"/worries/{ref}").text
    client.sign_in(house.worker)
    assert client.get(f"/worries/{ref}").status_code == 404
    assert ref not in client.get("/worries").text


def test_where_the_officer_is_away_whoever_is_over_the_workers_rings(house, db, client):
    make_leave(db, house.officer)
    house.says(text=WORRYING, **ONLY_OFFICER)
    ref, debtor = worry_of(db)
    assert debtor == house.manager.id
    assert not sees_it(house, house.worker)
    client.sign_in(house.manager)
    page = client.get(f"/worries/{ref}").text
    assert "Ring Mia and their reviewing officer now" in page
    assert WORRYING not in page
    assert "Read what they said" not in page


def test_where_nobody_else_is_there_the_worker_is_asked_and_not_told_what(house, db, client):
    make_leave(db, house.officer)
    db.query(Membership).filter_by(person_id=house.manager.id).update(
        {"ends": today() - timedelta(days=1)}
    )
    house.says(text=WORRYING, **ONLY_OFFICER)
    ref, debtor = worry_of(db)
    assert debtor == house.worker.id
    client.sign_in(house.worker)
    page = client.get(f"/worries/{ref}").text
    assert WORRYING not in page
    assert "Ring Mia and their reviewing officer now" in page


def test_cover_for_the_worker_is_not_told_of_it(house, db):
    cover = make_worker(db, known_as="Omar", council_id=house.mia.council_id)
    make_connection(db, house.mia, cover, Kind.COVER)
    house.says(text=WORRYING, **ONLY_OFFICER)
    later = house.now + timedelta(minutes=1)
    make_leave(db, house.worker, cover, made_at=later)
    assert passing.waits_to_cover(db, later) == []
    assert not sees_it(house, cover)


def test_a_complaint_about_a_worker_never_worries_the_worker(house, db):
    house.says(text=WORRYING, readers=Readers(0), owner=Owner.MANAGER)
    _ref, debtor = worry_of(db)
    assert debtor == house.manager.id
    assert not sees_it(house, house.worker)


def test_words_to_the_worker_worry_as_a_message_does(house, db, client):
    ref = house.says(text=WORRYING)
    _worry, debtor = worry_of(db)
    assert debtor == house.worker.id
    client.sign_in(house.mia)
    page = client.get(f"/my-say/said/{ref}").text
    assert "We marked this" in page
    assert "999" in page


def test_what_is_said_of_an_answer_worries_too(house, db, client):
    ref = house.says(**ONLY_OFFICER)
    actions.answer(db, house.viewer(house.officer), ref, Answer.DID, "Done", None, "k", house.now)
    client.sign_in(house.mia)
    done = client.send(f"/my-say/said/{ref}", {"what": "no", "text": WORRYING})
    assert "somebody looks at it first" in client.get(done.headers["Location"]).text
    _ref, debtor = worry_of(db)
    assert debtor == house.officer.id
    assert not sees_it(house, house.worker)


def test_who_looked_says_it_in_words(house, db, client):
    ref = house.says()
    client.sign_in(house.worker)
    answer(client, ref, kind="did", text="Done")
    client.sign_in(house.mia)
    page = client.get("/who-looked").text
    assert "Read something you said to them" in page
    assert "Answered something you said" in page
