"""The board: by age and town, on one's own dates, asked about, kept by editors."""

from datetime import timedelta

import pytest

from portal.house import AgendaItem, Notice, Opportunity, OpportunityDate, Owed, Said
from portal.rebuild import rebuild
from tests import makers
from tests.databases import counting


@pytest.fixture
def write(scene):
    def made(**given):
        today = makers.today()
        typed = {
            "sort": "course", "audience": "young", "need": "college",
            "title": "Two days in a garage", "text": "Brakes and tyres.", "who_can": "",
            "how": "Ask here", "bring": "Old clothes", "town": "Riverbank", "place": "Mill Lane",
            "web": "", "age_from": "13", "age_to": "17",
            "opens": today.isoformat(), "closes": (today + timedelta(days=20)).isoformat(),
            "day": (today + timedelta(days=10)).isoformat(), "at": "17:30", **given,
        }  # fmt: skip
        answer = scene.as_(scene.ed).send("/to-do-pages/new", typed)
        assert answer.status_code == 303, answer.text
        return scene.all_of(Opportunity)[-1]

    return made


def test_seen_by_those_of_its_age_and_by_adults(scene, write):
    one = write()
    carers = write(title="When nights are hard", audience="carers", day="", at="")
    mia, noa, helen = scene.as_(scene.mia), scene.as_(scene.noa), scene.as_(scene.helen)
    page = mia.get("/things-to-do").text
    assert one.title in page and carers.title not in page
    assert one.title not in noa.get("/things-to-do").text
    assert noa.get(f"/things-to-do/{one.ref}").status_code == 404
    assert mia.get(f"/things-to-do/{carers.ref}").status_code == 404
    page = helen.get("/things-to-do").text
    assert one.title in page and carers.title in page
    page = mia.get(f"/things-to-do/{one.ref}").text
    assert "Mill Lane, Riverbank" in page and "Old clothes" in page


def test_near_a_town_and_by_need(scene, write):
    near = write()
    far = write(title="Boats", town="Thornmere", need="fun", sort="event")
    anywhere = write(title="Learn to code", town="", place="")
    mia = scene.as_(scene.mia)
    page = mia.get("/things-to-do?town=Riverbank").text
    assert near.title in page and anywhere.title in page and far.title not in page
    page = mia.get("/things-to-do?need=fun").text
    assert far.title in page and near.title not in page
    assert near.title not in mia.get("/things-to-do?sort=event").text
    assert near.title in mia.get("/things-to-do?sort=nonsense&need=none").text
    assert "Nothing like this just now." in mia.get("/things-to-do?need=health").text


def test_before_its_first_and_after_its_last_day_it_is_not_there(scene, write):
    today = makers.today()
    to_come = write(title="Soon", opens=(today + timedelta(days=3)).isoformat())
    one = write(day="", at="")
    mia = scene.as_(scene.mia)
    assert "Soon" not in mia.get("/things-to-do").text
    assert mia.get(f"/things-to-do/{to_come.ref}").status_code == 404
    with scene.later(21):
        assert scene.as_(scene.mia).get(f"/things-to-do/{one.ref}").status_code == 404


def test_on_my_dates_and_nobody_elses(scene, write, now):
    one = write()
    mia = scene.as_(scene.mia)
    where = f"/things-to-do/{one.ref}"
    mia.get(where)
    hidden = mia.form(where, {}, action=f"{where}/date").hidden
    for _twice in range(2):
        assert mia.post(f"{where}/date", data={**hidden, "says": "on"}).status_code == 303
    assert one.title in mia.get("/dates").text
    assert len(scene.all_of(AgendaItem)) == len(scene.all_of(OpportunityDate)) == 1
    assert one.title not in scene.as_(scene.helen).get("/children").text
    assert one.title not in scene.as_(scene.priya).get(f"/people/{scene.mia.ref}").text
    changes = rebuild(scene.db, scene.mia.council_id, now)
    assert (changes.added, changes.changed, changes.removed) == (0, 0, 0)
    scene.db.commit()
    assert mia.send(where, {"says": "off"}, action=f"{where}/date").status_code == 303
    assert scene.all_of(AgendaItem) == scene.all_of(OpportunityDate) == []


def test_the_file_for_a_calendar_says_little(scene, write):
    one = write()
    answer = scene.as_(scene.mia).get(f"/things-to-do/{one.ref}/date.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="date.ics"'
    assert one.title in answer.text
    for told in ("Mill Lane", "Riverbank", "Brakes", "http"):
        assert told not in answer.text
    assert scene.as_(scene.noa).get(f"/things-to-do/{one.ref}/date.ics").status_code == 404
    no_day = write(day="", at="")
    assert scene.as_(scene.mia).get(f"/things-to-do/{no_day.ref}/date.ics").status_code == 404


def test_moved_and_taken_down_is_told_to_whoever_comes(scene, write):
    one = write()
    mia = scene.as_(scene.mia)
    where = f"/things-to-do/{one.ref}"
    assert mia.send(where, {"says": "on"}, action=f"{where}/date").status_code == 303
    ed = scene.as_(scene.ed)
    change = f"/to-do-pages/{one.ref}/change"
    ed.get(change)
    form = ed.form(change, {"title": ""})
    today = makers.today()
    typed = {"sort": "course", "audience": "young", "need": "college", "title": one.title,
             "text": one.text, "who_can": "", "how": "", "bring": "", "town": one.town,
             "place": one.place, "web": "", "age_from": "13", "age_to": "17",
             "opens": today.isoformat(), "closes": "",
             "day": (today + timedelta(days=11)).isoformat(), "at": "18:15"}  # fmt: skip
    assert ed.post(change, data={**form.hidden, **typed}).status_code == 303
    assert "6:15" in mia.get("/dates").text
    down = f"/to-do-pages/{one.ref}/down"
    assert ed.send("/to-do-pages", {"says": "down"}, action=down).status_code == 303
    assert "Not happening" in mia.get("/dates").text
    assert "This is over" in mia.get(where).text
    kinds = [n.kind for n in scene.all_of(Notice) if n.person_id == scene.mia.id]
    assert kinds == ["chance_changed"] * 2
    assert one.title not in mia.get("/things-to-do").text


def test_asked_about_and_answered_by_their_worker(scene, write):
    one = write()
    mia = scene.as_(scene.mia)
    where = f"/things-to-do/{one.ref}/ask"
    assert "Priya reads this" in mia.get(where).text
    assert mia.send(where, {"text": ""}, action=where).status_code == 422
    answer = mia.send(where, {"text": "Is there a bus?"}, action=where)
    assert answer.status_code == 303
    (said,) = scene.all_of(Said)
    assert (said.kind, said.about_id, said.text) == ("chance", one.id, "Is there a bus?")
    (owed,) = scene.all_of(Owed)
    assert (owed.debtor_id, owed.kind) == (scene.priya.id, "said")
    assert one.title in mia.get(answer.location).text
    assert "Is there a bus?" in scene.as_(scene.priya).get(f"/said/{said.ref}").text


def test_a_mentor_is_asked_for_and_an_answer_owed(scene):
    mia = scene.as_(scene.mia)
    where = "/things-to-do/mentor"
    assert mia.send(where, {"text": "Maths, please"}, action=where).status_code == 303
    (said,) = scene.all_of(Said)
    assert said.kind == "mentor" and said.answer_by is not None
    assert [owed.debtor_id for owed in scene.all_of(Owed)] == [scene.priya.id]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "Cooking for care leavers"}, "says nothing of care"),
        ({"sort": "club"}, "told by whoever runs it"),
        ({"web": "javascript:alert(1)"}, "begins with https://"),
        ({"age_from": "18"}, "Type two ages"),
        ({"closes": "1/1/2001"}, "last day after the first"),
        ({"day": "1/1/2001"}, "still to come"),
        ({"at": "late"}, "Type a time"),
        ({"need": "nonsense"}, "Choose what it helps with"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(scene, typed, said):
    today = makers.today()
    good = {
        "sort": "course", "audience": "young", "need": "college", "title": "Garage",
        "text": "Brakes and tyres.", "place": "Mill Lane", "age_from": "13", "age_to": "17",
        "opens": today.isoformat(), "closes": "", "web": "", "who_can": "", "how": "", "bring": "",
        "town": "", "day": (today + timedelta(days=10)).isoformat(), "at": "17:30",
    }  # fmt: skip
    answer = scene.as_(scene.ed).send("/to-do-pages/new", {**good, **typed})
    assert answer.status_code == 422
    assert said in answer.text and "Brakes and tyres." in answer.text
    assert scene.all_of(Opportunity) == []


def test_looked_at_again_every_three_months(scene, write):
    one = write(closes="", day="", at="")
    assert "Look at it again" not in scene.as_(scene.ed).get("/to-do-pages").text
    with scene.later(100):
        ed = scene.as_(scene.ed)
        assert "Look at it again" in ed.get("/to-do-pages").text
        action = f"/to-do-pages/{one.ref}/checked"
        assert ed.send("/to-do-pages", action=action).status_code == 303
        assert "Look at it again" not in ed.get("/to-do-pages").text
    assert scene.as_(scene.priya).get("/to-do-pages").status_code == 403


def test_statements(scene, write, database):
    for n in range(4):
        one = write(title=f"Thing {n}")
    mia = scene.as_(scene.mia)
    for where in ("/things-to-do", f"/things-to-do/{one.ref}", f"/things-to-do/{one.ref}/ask"):
        with counting(database) as count:
            assert mia.get(where).status_code == 200
        assert len(count.statements) <= 5, where
