"""Hellos: turned on by a young person, written by a person, read on the day."""

import re
from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.house import Hello, HelloWish, Notice
from portal.opportunities.hellos import actions, jobs, labels
from portal.opportunities.hellos.feasts import soonest_first
from portal.people.rules import Grant, Kind
from tests import makers
from tests.databases import counting


def on(scene, person, **given):
    """Their own day is in five days."""
    own = makers.today() + timedelta(days=5)
    typed = {"days": [], "own": date(own.year, own.month, own.day).isoformat(), "moved": "",
             "who": "worker", **given}  # fmt: skip
    answer = scene.as_(person).send("/hellos/mine", typed, action="/hellos/mine")
    assert answer.status_code == 303, answer.text


def run(scene, now=None):
    scene.db.commit()
    jobs.hellos(scene.database, now or clock.now())


def due(scene):
    return [n.person_id for n in scene.all_of(Notice) if n.kind == actions.DUE]


def test_reminded_written_and_read_on_the_day(scene):
    on(scene, scene.mia)
    run(scene)
    run(scene)
    (hello,) = scene.all_of(Hello)
    assert due(scene) == [scene.priya.id]
    priya = scene.as_(scene.priya)
    page = priya.get("/hellos").text
    assert "Mia" in page and "A day that matters to them" in page
    where = f"/hellos/{hello.ref}/write"
    assert priya.send(where, {"text": "Ring 07700 900123"}, action=where).status_code == 422
    assert priya.send(where, {"text": "Thinking of you"}, action=where).status_code == 303
    assert "Mia" not in priya.get("/hellos").text
    assert priya.get(where).status_code == 404
    assert "Thinking of you" not in scene.as_(scene.mia).get("/hellos/mine").text
    with scene.later(5):
        page = scene.as_(scene.mia).get("/hellos/mine").text
        assert "Thinking of you" in page and "Priya" in page
        assert "Somebody said hello" in scene.as_(scene.mia).get("/home").text
    assert "Wrote you a hello" in scene.as_(scene.mia).get("/who-looked").text


def test_reminded_again_on_the_day_once(scene):
    on(scene, scene.mia)
    run(scene)
    with scene.later(5):
        run(scene)
        run(scene)
    assert due(scene) == [scene.priya.id] * 2


def test_volunteers_only_where_they_said_so_and_never_who_must_not_know(scene):
    grace = scene.as_(scene.grace)
    for named in (scene.omar, scene.grace):
        answer = grace.send("/hellos/who", {"person": named.ref}, action="/hellos/who")
        assert answer.status_code == 303
    on(scene, scene.mia, who="worker")
    on(scene, scene.noa, who="group")
    makers.make_bar(scene.db, scene.noa, scene.grace)
    run(scene)
    page = scene.as_(scene.omar).get("/hellos").text
    assert "Noa" in page and "Mia" not in page
    page = scene.as_(scene.grace).get("/hellos").text
    assert "Noa" not in page and "Mia" not in page
    assert sorted(due(scene)) == sorted([scene.priya.id, scene.priya.id, scene.omar.id])
    theirs = next(one for one in scene.all_of(Hello) if one.person_id == scene.noa.id)
    assert scene.as_(scene.grace).get(f"/hellos/{theirs.ref}/write").status_code == 404
    # They see a first name, and no page of hers.
    assert scene.as_(scene.omar).get(f"/people/{scene.noa.ref}").status_code == 404
    off = f"/hellos/who/{scene.omar.ref}/off"
    assert grace.send("/hellos/who", action=off).status_code == 303
    assert "Noa" not in scene.as_(scene.omar).get("/hellos").text


def test_no_machine_writes_a_hello(scene):
    """Reminded twice, and nobody wrote: nothing is sent to them, then or later."""
    on(scene, scene.mia)
    for days in range(12):
        with scene.later(days):
            run(scene)
    assert [(one.text, one.by_id, one.sent_at) for one in scene.all_of(Hello)] == [("", None, None)]
    assert [n.kind for n in scene.all_of(Notice) if n.person_id == scene.mia.id] == []
    with scene.later(12):
        page = scene.as_(scene.mia)
        assert "Write back" not in page.get("/hellos/mine").text
        assert "Somebody said hello" not in page.get("/home").text
        # Too late to write, and off the list.
        assert "Mia" not in scene.as_(scene.priya).get("/hellos").text


def test_a_feast_is_chosen_and_said_to_whoever_writes(scene, database):
    today = makers.today()
    feast, day = next(
        (feast, day) for feast, day in soonest_first(today) if feast.code not in labels.OCCASIONS
    )
    assert str(labels.FEASTS[feast.code]) in scene.as_(scene.mia).get("/hellos/mine").text
    on(scene, scene.mia, own="", feasts=[feast.code, "nonsense"], days=["new_year"])
    (wish,) = scene.all_of(HelloWish)
    assert set(wish.feasts.split()) == {feast.code, "new_year"}
    with scene.later((day - today).days - 3):
        run(scene)
        assert feast.code in [one.occasion for one in scene.all_of(Hello)]
        assert str(labels.FEASTS[feast.code]) in scene.as_(scene.priya).get("/hellos").text


def test_somebody_else_sees_a_name_and_the_day_and_nothing_more(scene):
    """What they read is what the young person was told that they would."""
    answer = scene.as_(scene.grace).send(
        "/hellos/who", {"person": scene.omar.ref}, action="/hellos/who"
    )
    assert answer.status_code == 303
    page = scene.as_(scene.noa).get("/hellos/mine").text
    assert "first name and the day, and if it is a feast or your birthday" in page
    assert "Your worker can read what they write" in page
    on(scene, scene.noa, who="group", moved=makers.today().isoformat())
    run(scene)
    omar = scene.as_(scene.omar)
    (hello, *_more) = scene.all_of(Hello)
    for where in ("/hellos", f"/hellos/{hello.ref}/write"):
        page = omar.get(where).text
        assert "Noa" in page
        told = (scene.noa.ref, str(scene.noa.born), "Helen", "Priya", "Mia", "/people/")
        main = page[page.index("<main") : page.index("</main>")]
        assert [word for word in told if word in main] == []
        # Where they live now, and which day is hard, is for whoever answers them.
        assert "new home" not in main and "matters to them" not in main
        assert "Whoever answers their messages can read it" in main or where == "/hellos"
    assert "matters to them" in scene.as_(scene.priya).get("/hellos").text
    # They change their mind: it is gone at once, though he was reminded.
    on(scene, scene.noa, who="worker", moved=makers.today().isoformat())
    assert "Noa" not in omar.get("/hellos").text
    assert omar.get(f"/hellos/{hello.ref}/write").status_code == 404


def named(scene, *people):
    for one in people:
        answer = scene.as_(scene.grace).send(
            "/hellos/who", {"person": one.ref}, action="/hellos/who"
        )
        assert answer.status_code == 303


def test_who_has_no_other_tie_is_seen_to_have_looked(scene):
    """Their lists are in nobody's account of who looked: each of them is named."""
    named(scene, scene.omar)
    on(scene, scene.noa, who="group")
    on(scene, scene.mia, who="worker")
    run(scene)
    assert "Noa" in scene.as_(scene.omar).get("/hellos").text
    page = scene.as_(scene.noa).get("/who-looked").text
    assert "Omar" in page and "Saw that a hello would be nice for you on a day" in page
    assert "Omar" not in scene.as_(scene.mia).get("/who-looked").text


def test_what_somebody_else_wrote_is_read_by_whoever_answers_them(scene):
    named(scene, scene.omar)
    on(scene, scene.noa, who="group")
    run(scene)
    (hello,) = scene.all_of(Hello)
    where = f"/hellos/{hello.ref}/write"
    omar, priya = scene.as_(scene.omar), scene.as_(scene.priya)
    assert "Whoever answers their messages can read it" in omar.get(where).text
    assert omar.send(where, {"text": "Thinking of you"}, action=where).status_code == 303
    page = priya.get("/hellos").text
    assert "Thinking of you" in page and "From Omar" in page
    for other in (scene.omar, scene.grace):
        assert "Thinking of you" not in scene.as_(other).get("/hellos").text
    with scene.later(120):
        assert "Thinking of you" not in scene.as_(scene.priya).get("/hellos").text


def test_what_is_not_right_is_kept_back(scene):
    """Whoever answers them is asked to read it before they do, and they never hear of it."""
    named(scene, scene.omar)
    on(scene, scene.noa, who="group")
    run(scene)
    (hello,) = scene.all_of(Hello)
    where, hold = f"/hellos/{hello.ref}/write", f"/hellos/{hello.ref}/hold"
    omar = scene.as_(scene.omar)
    assert omar.send(where, {"text": "Our secret"}, action=where).status_code == 303
    read = [n.person_id for n in scene.all_of(Notice) if n.kind == actions.READ]
    assert read == [scene.priya.id]
    priya = scene.as_(scene.priya)
    page = priya.get("/hellos").text
    assert "Our secret" in page and "Keep it back" in page
    hidden = priya.form("/hellos", {}, action=hold).hidden
    for other in (scene.omar, scene.grace):
        answer = scene.as_(other).post(hold, data=hidden)
        assert answer.status_code in (400, 403, 404)
    for _twice in range(2):
        assert priya.post(hold, data=hidden).status_code == 303
    page = priya.get("/hellos").text
    assert "Kept back by Priya" in page and "Our secret" in page and "Keep it back" not in page
    assert [n.kind for n in scene.all_of(Notice) if n.person_id == scene.noa.id] == []
    with scene.later(5):
        noa = scene.as_(scene.noa)
        assert "Our secret" not in noa.get("/hellos/mine").text
        assert "Somebody said hello" not in noa.get("/home").text
        assert "Kept back a hello that somebody wrote" in noa.get("/who-looked").text


def test_a_hello_of_ones_own_worker_is_read_by_nobody_before(scene):
    on(scene, scene.mia)
    run(scene)
    (hello,) = scene.all_of(Hello)
    where, priya = f"/hellos/{hello.ref}/write", scene.as_(scene.priya)
    assert priya.send(where, {"text": "Thinking of you"}, action=where).status_code == 303
    assert actions.READ not in [n.kind for n in scene.all_of(Notice)]
    priya.get("/hellos")
    hidden = priya.form("/hellos", {}, action="/leave").hidden
    assert priya.post(f"/hellos/{hello.ref}/hold", data=hidden).status_code == 404


def test_nobody_but_their_worker_or_who_covers_for_them(scene):
    """A manager who reads what Mia writes does not read which days are hers."""
    grants = Grant.NAME | Grant.MESSAGES
    makers.make_connection(scene.db, scene.mia, scene.grace, Kind.MANAGER, grants=grants)
    makers.make_connection(scene.db, scene.mia, scene.omar, Kind.MANAGER, grants=grants)
    on(scene, scene.mia)
    run(scene)
    assert "Mia" in scene.as_(scene.priya).get("/hellos").text
    for other in (scene.grace, scene.omar):
        assert "Mia" not in scene.as_(other).get("/hellos").text
    makers.make_leave(scene.db, scene.priya, cover=scene.omar)
    scene.db.commit()
    assert "Mia" in scene.as_(scene.omar).get("/hellos").text
    assert "Mia" not in scene.as_(scene.grace).get("/hellos").text


def test_one_is_enough(scene):
    on(scene, scene.mia)
    run(scene)
    (hello,) = scene.all_of(Hello)
    priya = scene.as_(scene.priya)
    where = f"/hellos/{hello.ref}/write"
    priya.get(where)
    form = priya.form(where, {"text": ""})
    assert priya.post(where, data={**form.hidden, "text": "First"}).status_code == 303
    again = priya.post(where, data={**form.hidden, "text": "Second"})
    assert again.status_code == 303 and "hello-there" in again.location
    assert [one.text for one in scene.all_of(Hello)] == ["First"]


def test_changed_and_turned_off_nobody_is_reminded(scene):
    on(scene, scene.mia)
    run(scene)
    on(scene, scene.mia, own="", days=["christmas"])
    assert scene.all_of(Hello) == []
    mia = scene.as_(scene.mia)
    assert mia.send("/hellos/mine", action="/hellos/off").status_code == 303
    assert scene.all_of(HelloWish) == []
    run(scene)
    assert due(scene) == [scene.priya.id]


def test_nothing_chosen_is_said(scene):
    typed = {"days": [], "own": "", "moved": "", "who": "worker"}
    answer = scene.as_(scene.mia).send("/hellos/mine", typed, action="/hellos/mine")
    assert answer.status_code == 422
    assert re.search(r'id="days-wrong"[^>]*>[^<]*Choose at least one day', answer.text)
    wrong = scene.as_(scene.mia).send("/hellos/mine", {**typed, "own": "31/2/2027"})
    assert wrong.status_code == 422 and "Choose at least one day" not in wrong.text


def test_a_day_stands_in_its_box_as_it_is_written_here(scene):
    on(scene, scene.mia)
    day = makers.today() + timedelta(days=5)
    assert f'value="{day:%d/%m/%Y}"' in scene.as_(scene.mia).get("/hellos/mine").text


@pytest.mark.parametrize("days", [-43, 400])
def test_a_move_that_is_not_near(scene, days):
    moved = (makers.today() + timedelta(days=days)).isoformat()
    typed = {"days": [], "own": "", "moved": moved, "who": "worker"}
    answer = scene.as_(scene.mia).send("/hellos/mine", typed, action="/hellos/mine")
    assert answer.status_code == 422 and "within the last six weeks" in answer.text


def test_nobody_is_reminded_of_somebody_to_whom_nothing_goes(scene):
    on(scene, scene.mia)
    makers.make_stop(scene.db, scene.mia)
    run(scene)
    assert scene.all_of(Hello) == [] and due(scene) == []


def test_statements(scene, database):
    on(scene, scene.mia)
    on(scene, scene.noa)
    run(scene)
    for person, where in ((scene.mia, "/hellos/mine"), (scene.priya, "/hellos")):
        browser = scene.as_(person)
        with counting(database) as count:
            assert browser.get(where).status_code == 200
        assert len(count.statements) <= 5, where
