"""A problem sorted, unfair treatment, and something good."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.core.access import Role
from portal.helplines import contacts
from portal.helplines.contacts import Section, Sure
from portal.house import Complaint, GoodNews, GoodNewsTo, Notice, Said, Worry, WrongDraft
from portal.people.rules import Kind
from tests import makers
from tests.databases import counting

MARK = "mkplum"


@pytest.fixture
def scene(client, db, now):
    """Mia; Priya, her worker; Grace, a manager; Helen, with whom she lives."""
    client.mia, client.priya = makers.make_pair(db, known_as="Mia")
    client.grace = makers.make_worker(db, known_as="Grace", account=False)
    makers.make_membership(db, client.grace, role=Role.MANAGER)
    client.helen = makers.make_carer(db)
    makers.make_connection(db, client.mia, client.helen, Kind.FOSTER_CARER)
    for one in (client.mia, client.helen):
        makers.make_membership(db, one)
    db.commit()
    return client


def tell(scene, what="problem", **given):
    scene.sign_in(scene.mia)
    path = f"/put-right/{what}"
    return scene.send(path, {"text": MARK, "whose": "worker", **given}, action=path)


def test_a_problem_ends_in_an_answer_or_becomes_a_complaint(scene, db):
    sent = tell(scene, wanted="A lock")
    said = db.scalars(select(Said)).one()
    assert (sent.status_code, sent.location.split("?")[0]) == (303, f"/my-say/said/{said.ref}")
    assert (said.kind, said.owner, said.readers) == ("problem", "worker", 2)
    assert said.text == f"{MARK}\n\nWhat I want instead: A lock"
    assert f"/my-say/said/{said.ref}" in scene.get("/put-right").text
    scene.sign_in(scene.priya)
    path = f"/said/{said.ref}"
    done = scene.send(path, {"kind": "did", "text": "It has a lock now."}, action=f"{path}/answer")
    assert done.status_code == 303
    scene.sign_in(scene.mia)
    own = f"/my-say/said/{said.ref}"
    scene.send(own, {"what": "no", "text": "It is broken."}, action=own)
    page = scene.get(own).text
    write = f"/put-right/complain?said={said.ref}"
    assert write in page
    page = scene.get(write).text
    assert MARK in page and "A lock" in page
    form = scene.form(write, {"text": "", "happened": ""}, "/put-right/complain")
    sent = scene.post(form.action, data={**form.hidden, "text": said.text, "happened": "year"})
    assert sent.status_code == 303
    made = db.scalars(select(Complaint)).one()
    assert (made.from_ref, made.text) == (said.ref, said.text)


def test_whom_it_goes_to_is_named_and_nobody_else_reads_it(scene, db):
    scene.sign_in(scene.mia)
    page = scene.get("/put-right/problem").text
    assert "Priya" in page and "Somebody else at the council: Grace, a manager" in page
    tell(scene, whose="manager")
    said = db.scalars(select(Said)).one()
    scene.sign_in(scene.priya)
    for path in ("/waiting", "/said", f"/people/{scene.mia.ref}", f"/people/{scene.mia.ref}/said"):
        assert MARK not in scene.get(path).text, path
    assert scene.get(f"/said/{said.ref}").status_code == 404
    scene.sign_in(scene.grace)
    assert MARK in scene.get(f"/said/{said.ref}").text


def test_unfair_treatment_says_what_it_was_about_and_who_else_helps(scene, db):
    scene.sign_in(scene.mia)
    page = scene.get("/put-right/unfair").text
    assert "hate crime" in page and "101" in page and "0808 168 9111" in page
    assert tell(scene, "unfair", topic="").status_code == 422
    assert tell(scene, "unfair", topic="race").status_code == 303
    assert db.scalars(select(Said.topic)).one() == "race"


def test_what_is_wrong_is_listed_as_it_stands_on_the_page(scene):
    page = tell(scene, "unfair", topic="", text="", whose="").text
    listed = page.partition('class="errors"')[2].partition("</div>")[0]
    wrong = [listed.index(f"#{field}") for field in ("topic", "text", "whose")]
    assert wrong == sorted(wrong)


def test_a_number_that_was_not_read_again_says_so_wherever_it_stands(scene):
    scene.sign_in(scene.mia)
    for path, section in (
        ("/put-right/unfair", Section.FAIR),
        ("/put-right/complain", Section.SIDE),
    ):
        not_read = [one for one in contacts.of(section) if one.sure is not Sure.READ]
        assert not_read
        assert scene.get(path).text.count("will check it again") == len(not_read), path


def test_what_is_begun_is_kept_and_gone_when_it_is_sent(scene, db):
    scene.sign_in(scene.mia)
    scene.get("/put-right/problem")
    token = scene.form("/put-right/problem", {"text": ""}, "/put-right/problem").hidden
    kept = scene.post("/put-right/problem/draft", data={**token, "text": MARK, "whose": "worker"})
    assert kept.status_code == 204
    assert MARK in scene.get("/put-right/problem").text
    tell(scene)
    assert db.scalars(select(WrongDraft.id)).all() == []


# --- something good -----------------------------------------------------------------------------


def share(scene, *to, text=MARK):
    scene.sign_in(scene.mia)
    data = {"text": text, "to": [one.ref for one in to]}
    return scene.send("/put-right/good", data, action="/put-right/good")


def back(scene, ref, **data):
    path = f"/good-news/{ref}/back"
    scene.get("/good-news")
    form = next(form for form in scene.page.forms if (form.action or "").endswith("/back"))
    return scene.post(path, data={**form.hidden, **data})


def test_good_news_goes_to_whom_they_chose_and_comes_back(scene, db):
    assert share(scene).status_code == 422
    assert share(scene, scene.helen).status_code == 303
    one = db.scalars(select(GoodNews)).one()
    assert [n.person_id for n in db.scalars(select(Notice))] == [scene.helen.id]
    scene.sign_in(scene.priya)
    assert MARK not in scene.get("/good-news").text
    scene.sign_in(scene.helen)
    assert MARK in scene.get("/good-news").text
    assert back(scene, one.ref, text="").status_code == 422
    assert back(scene, one.ref, tap="proud").status_code == 303
    scene.sign_in(scene.mia)
    assert "Helen is proud of you" in scene.get("/put-right/good").text
    scene.sign_in(scene.helen)
    assert back(scene, one.ref, text="So well done!").status_code == 303
    scene.sign_in(scene.mia)
    page = scene.get("/put-right/good").text
    assert "So well done!" in page and "Helen is proud of you" not in page


def test_nobody_answers_for_another(scene, db):
    share(scene, scene.helen)
    ref = db.scalars(select(GoodNews.ref)).one()
    share(scene, scene.priya, text="Something else")
    scene.sign_in(scene.priya)
    assert back(scene, ref, tap="proud").status_code == 404
    assert db.scalars(select(GoodNewsTo.tap)).all() == ["", ""]


def test_taken_back_nobody_sees_it(scene, db):
    share(scene, scene.helen)
    ref = db.scalars(select(GoodNews.ref)).one()
    path = f"/put-right/good/{ref}/take-back"
    scene.get("/put-right/good")
    form = next(form for form in scene.page.forms if form.action == path)
    assert scene.post(path, data=form.hidden).status_code == 303
    assert MARK in scene.get("/put-right/good").text
    assert db.scalars(select(Notice.id)).all() == []
    scene.sign_in(scene.helen)
    assert MARK not in scene.get("/good-news").text


def test_worrying_words_in_good_news_are_looked_at(scene, db):
    share(scene, scene.helen, text="Good: tomorrow I kill myself and it is over")
    worry = db.scalars(select(Worry)).one()
    assert worry.source_kind == "good_news"
    scene.sign_in(scene.priya)
    page = scene.get(f"/worries/{worry.ref}").text
    assert "I kill myself" not in page and "Ring Mia" in page


def test_worrying_words_in_good_news_are_read_by_whom_it_went_to(scene, db):
    share(scene, scene.priya, text="Good: tomorrow I kill myself and it is over")
    scene.sign_in(scene.priya)
    assert "I kill myself" in scene.get(f"/worries/{db.scalars(select(Worry.ref)).one()}").text


def test_when_they_part_it_is_seen_no_more(scene, db):
    share(scene, scene.helen)
    makers.make_bar(db, scene.mia, scene.helen)
    db.commit()
    scene.sign_in(scene.helen)
    assert MARK not in scene.get("/good-news").text


def test_a_known_number_of_statements(scene, db, database):
    scene.sign_in(scene.mia)
    for path, data in (
        ("/put-right/problem", {"text": "x", "whose": "worker"}),
        ("/put-right/good", {"text": "x", "to": scene.helen.ref}),
    ):
        scene.get(path)
        form = scene.form(path, {"text": ""}, path).hidden
        with counting(database) as counted:
            assert scene.post(path, data={**form, **data}).status_code == 303
        assert len(counted.statements) <= 7, (path, counted.statements)
