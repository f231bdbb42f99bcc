"""Decisions on the pages: told, said, answered, decided, changed, dropped; nothing is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.decisions import pages
from portal.decisions.rules import State
from portal.house import (
    Connection,
    Decision,
    DecisionStep,
    Notice,
    Promise,
    Said,
    SaidAnswer,
    SaidDraft,
)
from portal.people.rules import Grant, Kind
from portal.say.rules import Readers
from tests.databases import counting
from tests.decisions.conftest import TYPED
from tests.makers import (
    make_bar,
    make_carer,
    make_connection,
    make_stop,
    make_worker,
    make_young,
    today,
)

WHY_NOT_ASKED = "The school asked us on the same morning, and we had to say yes or no."


def words(response):
    return re.sub(r"\s+", " ", response.text)


def notices(db, person):
    return db.scalars(
        select(Notice.kind).where(Notice.person_id == person.id, Notice.source_kind == "decision")
        .order_by(Notice.id)
    ).all()  # fmt: skip


def decided(client, ref, **typed):
    here = f"/decisions/{ref}/decide"
    client.get(here)
    form = client.form(here, {"title": ""}, here)
    day = f"{today():%d/%m/%Y}"
    base = {"title": "You can go", "why": "It is safe.", "means": "Friday to Saturday.",
            "whose": "-", "whose_name": "Sam", "decided_on": day}  # fmt: skip
    return client.post(here, data={**form.hidden, **base, **typed})


def new(client, house, **typed):
    here = f"/people/{house.tyler.ref}/decisions/new"
    return client.send(here, {**TYPED, **typed}, action=here)


def test_they_are_told_say_what_they_think_and_it_is_decided_with_an_answer(house, db, client):
    client.sign_in(house.worker)
    made = new(client, house)
    assert made.status_code == 303
    ref = db.scalars(select(Decision.ref)).one()
    assert notices(db, house.tyler) == ["decision_asks"]

    client.sign_in(house.tyler)
    assert "Say what you think" in client.get("/my-say/decisions").text
    here = f"/my-say/decisions/{ref}"
    page = words(client.get(here))
    for said in ("A sleepover", "You asked to stay", "a judge decides. No day is set yet.",
                 "told you that it is being thought about",
                 "It came from you: you asked."):  # fmt: skip
        assert said in page, said
    sent = client.send(here, {"face": "5", "text": "I want to go!", "readers": ["2"]}, action=here)
    assert sent.status_code == 303
    page = words(client.get(sent.headers["Location"]))
    assert "will answer by" in page
    assert "I want to go!" in page
    assert "Send what I think" not in page  # until it is answered

    client.sign_in(house.worker)
    page = words(client.get(f"/decisions/{ref}"))
    assert "Answer this" in page
    assert "I want to go!" not in page  # it is read on its own page, which says so to them
    nothing = decided(client, ref)
    assert nothing.status_code == 422
    assert "Choose one of these first." in nothing.text
    assert "Friday to Saturday." in nothing.text
    done = decided(client, ref, kind="did", answer="You go. I asked his mum.")
    assert done.status_code == 303
    assert house.row(ref).state == "decided"
    assert db.scalars(select(Said.state)).one() == "answered"
    assert notices(db, house.tyler) == ["decision_asks", "decision_made"]

    client.sign_in(house.tyler)
    page = words(client.get(here))
    for said in ("What was decided", "You can go", "You go. I asked his mum.",
                 "Does this answer you?", "This said until today:",
                 "What do you think of it?"):  # fmt: skip
        assert said in page, said
    after = client.send(here, {"text": "Thank you", "readers": ["2"]}, action=here)
    assert after.status_code == 303
    topics = db.scalars(select(Said.topic).order_by(Said.id)).all()
    assert topics == ["before", "after"]


def test_an_answer_with_a_promise_goes_with_it(house, db, client):
    ref = house.decision()
    house.says(ref)
    client.sign_in(house.worker)
    page = client.get(f"/decisions/{ref}/decide").text
    owner = re.search(r'<option[^>]* value="([^"]+)"', page.split('name="promises"')[1])
    day = f"{today() + timedelta(days=5):%d/%m/%Y}"
    done = decided(client, ref, kind="will", answer="I ring his mum.", day=day,
                   promises=owner.group(1))  # fmt: skip
    assert done.status_code == 303, done.text
    assert db.scalars(select(Promise.text)).one() == "I ring his mum."


def test_decided_without_asking_needs_a_reason_that_they_read(house, db, client):
    client.sign_in(house.worker)
    day = f"{today():%d/%m/%Y}"
    refused = new(client, house, state="decided", decided_on=day)
    assert refused.status_code == 422
    assert "Write why they were not asked" in refused.text
    assert "You asked to stay" in refused.text
    made = new(client, house, state="decided", decided_on=day, not_asked=WHY_NOT_ASKED)
    assert made.status_code == 303
    ref = db.scalars(select(Decision.ref)).one()
    assert notices(db, house.tyler) == ["decision_made"]
    client.sign_in(house.tyler)
    page = words(client.get(f"/my-say/decisions/{ref}"))
    assert WHY_NOT_ASKED in page
    assert "Why nobody asked before" in page


def test_told_a_moment_ago_and_decided_now_needs_one_too(house, db, client):
    ref = house.decision(days_ago=1)
    client.sign_in(house.worker)
    refused = decided(client, ref)
    assert refused.status_code == 422
    assert "told less than 2 days ago" in refused.text
    assert decided(client, ref, not_asked=WHY_NOT_ASKED).status_code == 303


def test_who_does_not_know_or_skips_was_asked(house, db, client):
    ref = house.decision(days_ago=0)
    client.sign_in(house.tyler)
    here = f"/my-say/decisions/{ref}"
    client.get(here)
    hidden = client.form(here, {"text": ""}, here).hidden
    noted = client.post(here, data={**hidden, "do": "unknown", "text": "Maybe"})
    assert noted.status_code == 303
    page = words(client.get(noted.headers["Location"]))
    assert "You said today: I don" in page
    assert "Maybe" in page  # what was begun is still in the box
    assert db.scalars(select(Said.id)).all() == []
    client.sign_in(house.worker)
    assert "Tyler said today: I don" in words(client.get(f"/decisions/{ref}"))
    assert decided(client, ref).status_code == 303


def test_what_was_said_to_the_officer_alone_shows_nowhere_else(house, db, client):
    quiet, other = house.decision(), house.decision()
    house.says(other, "To Ruth only", Readers.IRO)
    client.sign_in(house.worker)
    for path in ("/decisions/{}", "/decisions/{}/decide"):
        one, two = (
            re.sub(r'value="[^"]*"|/decisions/[\w-]+', "", words(client.get(path.format(ref))))
            for ref in (quiet, other)
        )
        assert one == two, path
    listed = words(client.get(f"/people/{house.tyler.ref}/decisions"))
    assert "Waits for an answer" not in listed
    assert "Answer what they said" not in words(client.get("/decisions"))
    assert decided(client, other).status_code == 303
    client.sign_in(house.officer, Role.IRO)
    assert "Answer this" in words(client.get(f"/decisions/{other}"))


def test_what_it_said_before_stays_readable(house, db, client):
    ref = house.decision()
    client.sign_in(house.worker)
    here = f"/decisions/{ref}/words"
    typed = {"title": "A sleepover", "why": "You asked, and so did he.", "means": "On Saturday.",
             "whose": "-", "whose_name": "a judge"}  # fmt: skip
    refused = client.send(here, typed, action=here)
    assert refused.status_code == 422
    assert "Write what changed, and why, to them." in refused.text
    done = client.send(here, {**typed, "note": "His mum works on Friday."}, action=here)
    assert done.status_code == 303
    client.sign_in(house.tyler)
    page = words(client.get(f"/my-say/decisions/{ref}"))
    for said in ("You asked, and so did he.", "This said until today:", "You asked to stay at",
                 "changed the words", "His mum works on Friday."):  # fmt: skip
        assert said in page, said
    assert notices(db, house.tyler) == ["decision_asks", "decision_changed"]


def test_two_who_change_it_at_once_both_know(house, db, client):
    ref = house.decision()
    here = f"/decisions/{ref}/words"
    typed = {"title": "Mine", "why": "Why", "means": "That", "whose": "-", "whose_name": "me",
             "note": "Because"}  # fmt: skip
    client.sign_in(house.manager, Role.MANAGER)
    client.get(here)
    hidden = client.form(here, {"title": ""}, here).hidden
    client.sign_in(house.worker)
    assert client.send(here, {**typed, "title": "Theirs"}, action=here).status_code == 303
    client.sign_in(house.manager, Role.MANAGER)
    client.get(here)
    token = client.form(here, {"title": ""}, here).hidden["csrf_token"]
    late = client.post(here, data={**hidden, **typed, "csrf_token": token})
    assert late.status_code == 422
    for said in ("Somebody else changed this", "Theirs", "Mine"):
        assert said in late.text, said
    assert house.row(ref).title == "Theirs"


def test_sent_twice_it_happens_once(house, db, client):
    client.sign_in(house.worker)
    here = f"/people/{house.tyler.ref}/decisions/new"
    client.get(here)
    hidden = client.form(here, {"title": ""}, here).hidden
    first, second = (client.post(here, data={**hidden, **TYPED}) for _n in range(2))
    assert first.headers["Location"].split("?")[0] == second.headers["Location"].split("?")[0]
    assert len(db.scalars(select(Decision.id)).all()) == 1
    other = client.post(here, data={**hidden, **TYPED, "title": "Another"})
    assert other.status_code == 422
    assert "Another" in other.text


def test_a_note_is_its_writers_until_it_is_told(house, db, client):
    client.sign_in(house.worker)
    kept = new(client, house, later="1", carer_may="y")
    assert kept.status_code == 303
    ref = db.scalars(select(Decision.ref)).one()
    assert notices(db, house.tyler) == []
    client.sign_in(house.tyler)
    assert client.get(f"/my-say/decisions/{ref}").status_code == 404
    assert "A sleepover" not in client.get("/my-say/decisions").text
    client.sign_in(house.carer, Role.CARER)
    assert client.get(f"/decisions/{ref}").status_code == 404
    client.sign_in(house.officer, Role.IRO)
    here = f"/decisions/{ref}/words"
    assert client.send(here, {**TYPED, "title": "Written anew"}, action=here).status_code == 303
    assert notices(db, house.tyler) == ["decision_asks"]
    client.sign_in(house.tyler)
    page = client.get(f"/my-say/decisions/{ref}").text
    assert "Written anew" in page
    assert "This said until" not in page  # nobody had read it


def test_a_note_can_be_thrown_away_and_what_was_told_cannot(house, db, client):
    note, told = house.decision(tells=False), house.decision()
    client.sign_in(house.worker)
    client.get(f"/decisions/{note}")
    token = client.form("/", {}, f"/decisions/{note}/throw-away").hidden
    for ref in (note, told):
        assert client.post(f"/decisions/{ref}/throw-away", data=token).status_code == 303
    assert db.scalars(select(Decision.ref)).all() == [told]


def test_not_any_more_is_told_with_its_reason(house, db, client):
    ref = house.decision()
    client.sign_in(house.worker)
    here = f"/decisions/{ref}/drop"
    assert client.send(here, {"note": ""}, action=here).status_code == 422
    assert client.send(here, {"note": "He moved away."}, action=here).status_code == 303
    client.sign_in(house.tyler)
    page = words(client.get(f"/my-say/decisions/{ref}"))
    assert "Not any more, since today." in page
    assert "He moved away." in page
    client.sign_in(house.worker)
    assert client.get(f"/decisions/{ref}/decide").status_code == 303


def test_words_that_name_family_are_not_for_who_was_not_told_of_it(house, db, client):
    plain = house.decision(carer_may=True)
    naming = house.decision(carer_may=True, why="Mum said no.")
    client.sign_in(house.carer, Role.CARER)
    assert client.get(f"/decisions/{plain}").status_code == 200
    assert client.get(f"/decisions/{naming}").status_code == 404
    listed = client.get(f"/people/{house.tyler.ref}/decisions").text
    assert listed.count(f"/decisions/{plain}") == 1
    assert naming not in listed
    client.sign_in(house.worker)
    page = words(client.get(f"/decisions/{naming}"))
    assert "it tells of their family" in page
    assert "Hannah can read it, too." in words(client.get(f"/decisions/{plain}"))


def test_who_was_not_given_a_field_cannot_write_of_it(house, db, client):
    adviser = make_worker(db, council_id=house.tyler.council_id, known_as="Una")
    make_connection(db, house.tyler, adviser, Kind.PERSONAL_ADVISER,
                    grants=Grant.NAME | Grant.PLAN)  # fmt: skip
    client.sign_in(adviser)
    refused = new(client, house, why="Mum said no.")
    assert refused.status_code == 422
    assert "Your words tell of their family" in refused.text
    assert "Mum said no." in refused.text
    assert new(client, house, about="health").status_code == 422  # never offered


def plain_adviser(house, db):
    """One who was not told of the family."""
    una = make_worker(db, council_id=house.tyler.council_id, known_as="Una")
    make_connection(db, house.tyler, una, Kind.PERSONAL_ADVISER, grants=Grant.NAME | Grant.PLAN)
    return una


def changed(client, ref, **typed):
    here = f"/decisions/{ref}/words"
    base = {"title": "A sleepover", "why": "Somebody said no.", "means": "On Saturday.",
            "whose": "-", "whose_name": "a judge", "note": "It was too short."}  # fmt: skip
    return client.send(here, {**base, **typed}, action=here)


def test_who_was_not_told_of_family_reads_it_in_no_older_words_either(house, db, client):
    ref = house.decision(why="Mum said no.")
    client.sign_in(house.worker)
    assert changed(client, ref, note="Mum rang again.").status_code == 303
    page = client.get(f"/decisions/{ref}").text
    assert "Mum said no." in page and "Mum rang again." in page
    client.sign_in(plain_adviser(house, db))
    page = client.get(f"/decisions/{ref}").text
    assert "Somebody said no." in page and "What happened" in page
    assert "Mum" not in page


@pytest.mark.parametrize("how", ["words", "drop"])
def test_a_note_names_nothing_that_its_writer_was_not_given(house, db, client, how):
    ref = house.decision()
    client.sign_in(plain_adviser(house, db))
    here = f"/decisions/{ref}/drop"
    note = {"note": "Mum rang the office."}
    sent = changed(client, ref, **note) if how == "words" else client.send(here, note, action=here)
    assert sent.status_code == 422
    assert "Your words tell of their family" in sent.text
    assert "Mum rang the office." in sent.text


@pytest.mark.parametrize(("begins", "reads"), [(20, False), (-20, True)])
def test_the_name_of_a_home_to_come_is_not_for_who_may_not_know_where(
    house, db, client, begins, reads
):
    dora = make_carer(db, council_id=house.tyler.council_id, known_as="Dora")
    make_connection(db, house.tyler, dora, Kind.FOSTER_CARER,
                    starts=today() + timedelta(days=begins))  # fmt: skip
    ref = house.decision(carer_may=True, why="So that you are near when you are at Dora's.")
    client.sign_in(house.carer, Role.CARER)
    assert (client.get(f"/decisions/{ref}").status_code == 200) is reads


@pytest.mark.parametrize("how", ["untick", "barred", "moved"])
def test_carers_read_it_only_while_they_may(house, db, client, how):
    ref = house.decision(carer_may=how != "untick")
    if how == "barred":
        make_bar(db, house.tyler, house.carer)
    if how == "moved":
        links = select(Connection).where(Connection.with_id == house.carer.id)
        db.scalars(links).one().ends = today() - timedelta(days=1)
    db.flush()
    client.sign_in(house.carer, Role.CARER)
    assert client.get(f"/decisions/{ref}").status_code == 404


def test_carers_read_the_words_and_nothing_of_what_was_said_or_stood_there(house, db, client):
    ref = house.decision(carer_may=True)
    house.says(ref, "Between us", Readers.WORKER | Readers.CARER)
    client.sign_in(house.worker)
    here = f"/decisions/{ref}/words"
    typed = {"title": "A sleepover", "why": "New words", "means": "On Saturday.", "whose": "-",
             "whose_name": "a judge", "note": "Between them", "carer_may": "y"}  # fmt: skip
    assert client.send(here, typed, action=here).status_code == 303
    client.sign_in(house.carer, Role.CARER)
    page = client.get(f"/decisions/{ref}").text
    assert "New words" in page
    for hidden in ("Between", "You asked to stay", "What happened", "Change the words"):
        assert hidden not in page, hidden


def test_nothing_is_told_to_whom_nothing_goes(house, db, client):
    ref = house.decision()
    make_stop(db, house.tyler)
    client.sign_in(house.worker)
    refused = decided(client, ref)
    assert refused.status_code == 422
    assert "Nothing is sent to them any more" in refused.text
    assert house.row(ref).state == "thinking"
    refused = new(client, house)
    assert "Nothing is sent to them any more" in refused.text
    assert new(client, house, later="1").status_code == 303


def test_a_sibling_has_their_own(house, db, client):
    other = make_young(db, council_id=house.tyler.council_id, known_as="Leo")
    make_connection(db, other, house.worker, Kind.SOCIAL_WORKER)
    ref = house.decision()
    client.sign_in(house.worker)
    assert ref not in client.get(f"/people/{other.ref}/decisions").text
    client.sign_in(other)
    assert client.get(f"/my-say/decisions/{ref}").status_code == 404
    assert "Nothing here yet" in client.get("/my-say/decisions").text


def test_what_is_begun_is_kept_and_goes_when_it_is_sent(house, db, client):
    ref = house.decision()
    client.sign_in(house.tyler)
    here = f"/my-say/decisions/{ref}"
    client.get(here)
    hidden = client.form(here, {"text": ""}, here).hidden
    kept = client.post(f"{here}/draft", data={**hidden, "text": "I began"})
    assert kept.status_code == 204
    assert "I began" in client.get(here).text
    refused = client.post(here, data={**hidden, "text": "I began", "readers": "4"})
    assert refused.status_code == 422
    assert "Choose somebody who can answer" in refused.text
    assert "I began" in refused.text
    sent = client.post(here, data={**hidden, "text": "I began, and more", "readers": "2"})
    assert sent.status_code == 303
    db.expire_all()
    assert db.scalars(select(SaidDraft.id)).all() == []
    assert client.post(f"/my-say/decisions/{'x' * 22}/draft", data=hidden).status_code == 404


def test_the_list_has_what_is_open_first_then_by_day(house, db, client):
    day = today()
    for title, more in (
        ("Old", {"state": State.DECIDED, "decided_on": day - timedelta(days=40)}),
        ("New", {"state": State.DECIDED, "decided_on": day - timedelta(days=2)}),
        ("Someday", {}),
        ("Soon", {"by_day": day + timedelta(days=3)}),
        ("Late", {"by_day": day - timedelta(days=3)}),
    ):
        house.decision(title=title, **more)
    client.sign_in(house.tyler)
    page = client.get("/my-say/decisions").text
    places = [page.index(f">{title}<") for title in ("Late", "Soon", "Someday", "New", "Old")]
    assert places == sorted(places)
    assert "That day has passed." in page
    client.sign_in(house.worker)
    page = client.get("/decisions").text
    assert page.index(": Late<") < page.index(": Soon<")
    assert ": Old<" not in page


def test_long_lists_go_on(house, db, client):
    for number in range(pages.PAGE + 3):
        house.decision(title=f"Number {number}", state=State.DECIDED, decided_on=today())
    client.sign_in(house.tyler)
    page = client.get("/my-say/decisions").text
    more = re.search(r'href="(/my-say/decisions\?before=[^"]+)"', page)
    rest = client.get(more.group(1)).text
    assert "Number 0" in rest
    assert len(set(re.findall(r"Number \d+", page)) | set(re.findall(r"Number \d+", rest))) == 33


def test_the_answering_adult_is_led_to_what_it_is_about(house, db, client):
    ref = house.decision()
    said = house.says(ref)
    client.sign_in(house.worker)
    assert f'href="/decisions/{ref}"' in client.get(f"/said/{said}").text
    client.sign_in(house.tyler)
    assert f'href="/my-say/decisions/{ref}"' in client.get(f"/my-say/said/{said}").text
    client.sign_in(house.carer, Role.CARER)
    db.query(Said).update({"readers": 6})
    db.commit()
    assert ref not in client.get(f"/said/{said}").text


def test_a_list_says_what_each_is_about_to_those_who_read_that(house, db, client, database):
    ref = house.decision(title="A sleepover on Friday")
    said = house.says(ref)
    client.sign_in(house.tyler)
    for path in ("/my-say", "/my-say/said"):
        client.get(path)
        with counting(database) as counted:
            page = client.get(path).text
        assert f'href="/my-say/said/{said}"><bdi>A sleepover on Friday<' in page
        assert len(counted) <= 5, counted.statements
    client.sign_in(house.worker)
    theirs = f"/people/{house.tyler.ref}/said"
    assert "A sleepover on Friday" in client.get(theirs).text
    client.sign_in(house.carer, Role.CARER)
    db.query(Said).update({"readers": 6})
    db.commit()
    page = client.get(theirs)
    assert page.status_code == 404 or "A sleepover on Friday" not in page.text


def test_few_statements_however_many_there_are(house, db, client, database):
    ref = house.decision()
    for _n in range(20):
        house.decision(title="Another", state=State.DECIDED, decided_on=today())
    house.says(ref)
    client.sign_in(house.tyler)
    for path in ("/my-say/decisions", f"/my-say/decisions/{ref}"):
        client.get(path)
        with counting(database) as counted:
            client.get(path)
        assert len(counted) <= 5, counted.statements
    client.sign_in(house.worker)
    for path in ("/decisions", f"/people/{house.tyler.ref}/decisions", f"/decisions/{ref}"):
        client.get(path)
        with counting(database) as counted:
            client.get(path)
        assert len(counted) <= 5, counted.statements


def test_what_is_sent_asks_little(house, db, client, database):
    ref = house.decision()
    client.sign_in(house.tyler)
    here = f"/my-say/decisions/{ref}"
    client.get(here)
    hidden = client.form(here, {"text": ""}, here).hidden
    with counting(database) as counted:
        sent = client.post(here, data={**hidden, "text": "Yes", "readers": "2"})
    assert sent.status_code == 303
    assert len(counted) <= 11, counted.statements
    client.sign_in(house.worker)
    here = f"/people/{house.tyler.ref}/decisions/new"
    client.get(here)
    hidden = client.form(here, {"title": ""}, here).hidden
    with counting(database) as counted:
        client.post(here, data={**hidden, **TYPED})
    assert len(counted) <= 8, counted.statements


def test_everything_that_happened_has_a_name_and_a_day(house, db, client):
    ref = house.decision()
    house.says(ref)
    client.sign_in(house.worker)
    decided(client, ref, kind="why_not", answer="Not on Friday.")
    steps = db.scalars(select(DecisionStep).order_by(DecisionStep.number)).all()
    assert [(step.number, step.what) for step in steps] == [(1, "told"), (2, "decided")]
    assert all(step.by_id == house.worker.id for step in steps)
    assert db.scalars(select(SaidAnswer.kind)).one() == "why_not"
