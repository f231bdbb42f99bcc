"""The board: by age and town, on one's own dates, asked about, kept by editors."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.house import (
    AgendaItem,
    Membership,
    Notice,
    Opportunity,
    OpportunityChange,
    OpportunityDate,
    Owed,
    Said,
)
from portal.opportunities import actions, jobs
from portal.rebuild import rebuild
from tests import makers
from tests.databases import counting


def agrees(scene, one):
    """Grace with what Edwina wrote."""
    change = scene.all_of(OpportunityChange)[-1]
    action = f"/to-do-pages/changes/{change.ref}/agree"
    where = f"/things-to-do/{one.ref}"
    assert scene.as_(scene.grace).send(where, action=action).status_code == 303
    return next(row for row in scene.all_of(Opportunity) if row.ref == one.ref)


@pytest.fixture
def write(scene):
    def made(agreed=True, **given):
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
        one = scene.all_of(Opportunity)[-1]
        return agrees(scene, one) if agreed else one

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


def test_nobody_sees_it_before_a_second_person_agreed(scene, write):
    """Nor what is changed of it; and who wrote what, and who agreed, is kept."""
    one = write(agreed=False, need="work")
    mia, ed, grace = scene.as_(scene.mia), scene.as_(scene.ed), scene.as_(scene.grace)
    where, told = f"/things-to-do/{one.ref}", (scene.mia, scene.helen, scene.priya)
    for person in told:
        assert one.title not in scene.as_(person).get("/things-to-do").text
        assert scene.as_(person).get(where).status_code == 404
    assert scene.as_(scene.mia).get(f"{where}/ask").status_code == 404
    assert one.title not in mia.get("/can-get/for/work").text
    (change,) = scene.all_of(OpportunityChange)
    action = f"/to-do-pages/changes/{change.ref}/agree"
    # Whoever wrote it does not agree on it, however it is sent.
    assert action not in ed.get(where).text
    drop = f"/to-do-pages/changes/{change.ref}/drop"
    hidden = ed.form(where, {}, action=drop).hidden
    answer = ed.post(action, data=hidden)
    assert answer.status_code == 303 and "chance-yours" in answer.location
    assert scene.as_(scene.mia).get(where).status_code == 404
    assert [n.person_id for n in scene.all_of(Notice) if n.kind == "chance_waits"] == [
        scene.grace.id
    ]
    page = grace.get(where).text
    assert "Brakes and tyres." in page and "Waits for a second person" in page
    assert grace.send(where, action=action).status_code == 303
    for person in told:
        assert one.title in scene.as_(person).get("/things-to-do").text
    # Changed: people see it as it was.
    today = makers.today()
    typed = {"sort": "course", "audience": "young", "need": "work", "title": "Other words",
             "text": "Quite other.", "age_from": "13", "age_to": "17", "opens": today.isoformat(),
             **dict.fromkeys(("who_can", "how", "bring", "town", "place", "web", "closes", "day",
                              "at"), "")}  # fmt: skip
    there = f"/to-do-pages/{one.ref}/change"
    assert grace.send(there, typed).status_code == 303
    assert "Other words" not in mia.get("/things-to-do").text
    assert one.title in mia.get("/things-to-do").text and one.title in mia.get(where).text
    assert 'value="Other words"' in ed.get(there).text
    waiting = scene.all_of(OpportunityChange)[-1]
    drop = f"/to-do-pages/changes/{waiting.ref}/drop"
    page = ed.get(where).text
    assert "Other words" in page and f"Now: {one.title}" in page
    assert ed.send(where, action=drop).status_code == 303
    assert one.title in mia.get(where).text
    assert grace.send(there, {**typed, "title": "Third words"}).status_code == 303
    assert grace.send(there, {**typed, "title": "Fourth words"}).status_code == 303
    last = scene.all_of(OpportunityChange)[-1]
    action = f"/to-do-pages/changes/{last.ref}/agree"
    assert ed.send(where, action=action).status_code == 303
    assert ed.post(action, data=hidden).status_code == 404
    assert "Fourth words" in mia.get("/things-to-do").text
    now = scene.all_of(Opportunity)[-1]
    assert (now.made_by_id, now.changed_by_id, now.agreed_by_id) == (
        scene.ed.id, scene.grace.id, scene.ed.id,
    )  # fmt: skip
    kept = [(c.did, c.by_id, c.agreed_by_id, c.dropped_by_id) for c in
            scene.all_of(OpportunityChange)]  # fmt: skip
    ed_, grace_ = scene.ed.id, scene.grace.id
    assert kept == [
        ("words", ed_, grace_, None), ("words", grace_, None, ed_),
        ("words", grace_, None, grace_), ("words", grace_, ed_, None),
    ]  # fmt: skip
    page = ed.get(where).text
    assert "Edwina agreed on" in page and "Not used: Grace" in page


def test_near_a_town_and_by_need(scene, write):
    near = write()
    far = write(title="Boats", town="Thornmere", need="fun", sort="event", everybody="yes")
    anywhere = write(title="Learn to code", town="", place="")
    mia = scene.as_(scene.mia)
    page = mia.get("/things-to-do?town=Riverbank").text
    assert near.title in page and anywhere.title in page and far.title not in page
    page = mia.get("/things-to-do?need=fun").text
    assert far.title in page and near.title not in page
    assert near.title not in mia.get("/things-to-do?sort=event").text
    assert near.title in mia.get("/things-to-do?sort=nonsense&need=none").text
    assert "Nothing like this just now." in mia.get("/things-to-do?need=health").text


def test_no_address_tells_who_is_reading(scene, write):
    """It stays in the history of a browser, which the page says."""
    one, _other = write(need="new_in_uk"), write(need="feelings", title="Walks")
    mia = scene.as_(scene.mia)
    page = mia.get("/things-to-do").text
    assert 'value="first-weeks"' in page and 'value="calm"' in page
    assert "new_in_uk" not in page and "history of this browser" in page
    page = mia.get("/things-to-do?need=first-weeks").text
    assert one.title in page and "Walks" not in page
    assert "need=new_in_uk" not in mia.get("/can-get/for/first-weeks").text
    assert "need=first-weeks" in mia.get("/can-get/for/first-weeks").text


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


def test_where_and_when_young_people_meet_is_nowhere(scene, write, db, now):
    """Not on the page, on no calendar, in no file, whatever stands in the table."""
    one = write(sort="event", everybody="yes")
    mia = scene.as_(scene.mia)
    where = f"/things-to-do/{one.ref}"
    assert "Mill Lane" in mia.get(where).text and "5:30" in mia.get(where).text
    assert mia.send(where, {"says": "on"}, action=f"{where}/date").status_code == 303
    db.query(Opportunity).filter_by(id=one.id).update({"open_to_all": False})
    rebuild(db, scene.mia.council_id, now)
    db.commit()
    for person in (scene.mia, scene.helen, scene.priya):
        page = scene.as_(person).get(where).text
        assert one.title in page and "Mill Lane" not in page and "5:30" not in page
    assert "5:30" not in mia.get("/dates").text
    assert [item.source_kind for item in scene.all_of(AgendaItem)] == ["chance_ends"]
    file = mia.get(f"{where}/date.ics").text
    assert "Last day to ask" in file and file.count("DTSTART") == 1 and "VALUE=DATE" in file


def test_the_file_for_a_calendar_says_little(scene, write):
    one = write()
    answer = scene.as_(scene.mia).get(f"/things-to-do/{one.ref}/date.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="date.ics"'
    assert one.title in answer.text
    for told in ("Mill Lane", "Riverbank", "Brakes", "http"):
        assert told not in answer.text
    assert scene.as_(scene.noa).get(f"/things-to-do/{one.ref}/date.ics").status_code == 404
    no_day = write(day="", at="", closes="")
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
    assert "6:15" not in mia.get("/dates").text
    assert "5:30" in mia.get(where).text
    agrees(scene, one)
    assert "6:15" in mia.get("/dates").text
    down = f"/to-do-pages/{one.ref}/down"
    assert ed.send(f"/things-to-do/{one.ref}", {"says": "down"}, action=down).status_code == 303
    assert "Not happening" in mia.get("/dates").text
    assert "This is over" in mia.get(where).text
    kinds = [n.kind for n in scene.all_of(Notice) if n.person_id == scene.mia.id]
    assert kinds == ["chance_changed"] * 2
    assert one.title not in mia.get("/things-to-do").text


def test_the_last_day_to_ask_is_a_date_too(scene, write):
    one = write(day="", at="")
    both = write(title="Boats", closes=(makers.today() + timedelta(days=3)).isoformat())
    neither = write(title="Any day", day="", at="", closes="")
    mia = scene.as_(scene.mia)
    for each in (one, both):
        where = f"/things-to-do/{each.ref}"
        assert mia.send(where, {"says": "on"}, action=f"{where}/date").status_code == 303
    page = mia.get("/dates").text
    assert f"Last day to ask: {one.title}" in page
    assert "Last day to ask: Boats" in page and page.count("Boats") == 2
    assert len(scene.all_of(AgendaItem)) == 3
    file = mia.get(f"/things-to-do/{one.ref}/date.ics").text
    assert f"SUMMARY:Last day to ask: {one.title}" in file and "DTSTART;VALUE=DATE:" in file
    kept = [item.source_id for item in scene.all_of(AgendaItem)]
    rebuild(scene.db, scene.mia.council_id, clock.now())
    assert sorted(item.source_id for item in scene.all_of(AgendaItem)) == sorted(kept)
    assert "Add to my dates" not in mia.get(f"/things-to-do/{neither.ref}").text
    where = f"/things-to-do/{both.ref}"
    assert mia.send(where, {"says": "off"}, action=f"{where}/date").status_code == 303
    assert "Boats" not in mia.get("/dates").text
    with scene.later(21):  # it is over, and stays to be taken off
        page = scene.as_(scene.mia).get(f"/things-to-do/{one.ref}").text
        assert "This is over" in page and "Take it off my dates" in page


def test_what_was_on_one_day_is_over_after_it(scene, write):
    one = write(closes="")
    with scene.later(11):
        mia = scene.as_(scene.mia)
        assert one.title not in mia.get("/things-to-do").text
        assert mia.get(f"/things-to-do/{one.ref}").status_code == 404


def test_beside_pages_on_the_same_need_town_or_words(scene, write):
    one = write(need="work")
    other = write(need="work", title="For grown-ups", age_from="18", age_to="25")
    carers = write(need="work", title="When nights are hard", audience="carers")
    mia = scene.as_(scene.mia)
    page = mia.get("/can-get/for/work").text
    assert one.title in page and f"/things-to-do/{one.ref}" in page
    assert other.title not in page and carers.title not in page
    assert one.title not in mia.get("/can-get/for/fun").text
    found = mia.send("/can-get/search", {"words": "tyres"}, action="/can-get/search").text
    assert one.title in found and "Nothing with these words" not in found
    assert one.title in mia.send("/can-get/search", {"words": "courses"},
                                 action="/can-get/search").text  # fmt: skip
    found = mia.send("/can-get/search", {"words": "nights"}, action="/can-get/search").text
    assert carers.title not in found
    # What is taken down is gone at once.
    down, ed = f"/to-do-pages/{one.ref}/down", scene.as_(scene.ed)
    assert ed.send(f"/things-to-do/{one.ref}", {"says": "down"}, action=down).status_code == 303
    assert one.title not in mia.get("/can-get/for/work").text


def test_near_a_town_with_what_is_everywhere(scene, write, monkeypatch):
    near, far, anywhere = write(), write(title="Boats", town="Far"), write(title="Code", town="")
    monkeypatch.setattr("portal.articles.reading.towns", lambda *_given: ("Riverbank", "Far"))
    for person in (scene.mia, scene.helen):
        page = scene.as_(person).send("/can-get/near", {"town": "Riverbank"}).text
        assert near.title in page and anywhere.title in page and far.title not in page


def test_beside_asks_no_more_of_the_database(scene, write, database):
    for n in range(3):
        write(title=f"Thing {n}", need="work")
    mia = scene.as_(scene.mia)
    mia.get("/can-get/for/work")
    with counting(database) as count:
        assert "Thing 2" in mia.get("/can-get/for/work").text
    assert len(count.statements) <= 5, count.statements


def test_who_may_see_is_one_rule(scene, write):
    """The board, which asks the database, and what stands beside pages, which does not."""
    made = [write(), write(audience="carers"), write(age_from="18", age_to="25")]
    for person in (scene.mia, scene.noa, scene.zed, scene.helen, scene.priya):
        browser = scene.as_(person)
        board = browser.get("/things-to-do").text
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("portal.articles.reading.towns", lambda *_given: ("Riverbank",))
            beside = browser.send("/can-get/near", {"town": "Riverbank"}).text
        seen = [(one.ref in board, one.ref in beside) for one in made]
        assert all(a == b for a, b in seen), (person.known_as, seen)


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
        ({"sort": "club"}, "where young people meet is told by whoever runs it"),
        ({"sort": "club", "place": ""}, "when young people meet is told by whoever runs it"),
        ({"sort": "group", "place": "", "day": ""}, "when young people meet is told"),
        ({"sort": "event"}, "Say if it is open to everybody."),
        ({"sort": "event", "everybody": "no"}, "where young people meet is told"),
        ({"sort": "event", "everybody": "no", "place": ""}, "when young people meet is told"),
        (
            {"sort": "club", "place": "", "day": "", "at": "", "how": "Come at 5pm"},
            "Take out the hour",
        ),
        ({"web": "javascript:alert(1)"}, "begins with https://"),
        ({"web": "https://t.me/jay"}, "leads to a chat or a person"),
        *(
            ({name: words}, "People ask here")
            for name in ("title", "who_can", "how", "bring", "town", "place")
            for words in ("Ring 07700 900123", "snap: jay")
        ),
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


def run(scene):
    scene.db.commit()
    jobs.opportunities(scene.database, clock.now())


def told(scene):
    return [n.person_id for n in scene.all_of(Notice) if n.kind == actions.AGAIN]


def test_editors_are_told_once_until_somebody_looked(scene, write):
    one = write(closes="", day="", at="")
    write(title="Over by then", day="", at="")
    run(scene)
    assert told(scene) == []
    with scene.later(92):
        for _twice in range(2):
            run(scene)
        assert told(scene) == [scene.ed.id]
        ed = scene.as_(scene.ed)
        assert ed.send("/to-do-pages", action="/to-do-pages/seen").status_code == 303
        action = f"/to-do-pages/{one.ref}/checked"
        assert ed.send("/to-do-pages", action=action).status_code == 303
    with scene.later(184):
        run(scene)
        assert told(scene) == [scene.ed.id] * 2


def test_without_an_editor_its_managers_are_told(scene, write, db):
    write(closes="", day="", at="")
    gone = db.query(Membership).filter_by(person_id=scene.ed.id).one()
    gone.ends = makers.today()
    with scene.later(92):
        run(scene)
        assert told(scene) == [scene.grace.id]


def test_statements(scene, write, database):
    for n in range(4):
        one = write(title=f"Thing {n}")
    mia = scene.as_(scene.mia)
    for where in ("/things-to-do", f"/things-to-do/{one.ref}", f"/things-to-do/{one.ref}/ask"):
        with counting(database) as count:
            assert mia.get(where).status_code == 200
        assert len(count.statements) <= 5, where
