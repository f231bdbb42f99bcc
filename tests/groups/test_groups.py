"""Groups: open to an age, joined by a press, and known to nobody but whoever runs them."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.groups import rules
from portal.house import AgendaItem, GroupDate, GroupMember, Notice, Said
from portal.rebuild import rebuild
from tests import makers
from tests.databases import counting


def test_open_to_an_age_joined_left_and_on_the_dates(scene):
    group = scene.group()
    scene.meeting(group)
    mia = scene.as_(scene.mia)
    assert "Saturday club" in mia.get("/with-others").text
    page = mia.get(f"/with-others/groups/{group.ref}").text
    assert "Priya runs it" in page and "The garden room" not in page
    assert "Saturday club" not in scene.as_(scene.zed).get("/with-others").text
    assert scene.as_(scene.zed).get(f"/with-others/groups/{group.ref}").status_code == 404
    mia = scene.joins(scene.mia, group)
    assert "The garden room" in mia.get(f"/with-others/groups/{group.ref}").text
    # It says something of her health: her calendar has no name for it.
    dates = mia.get("/dates").text
    assert "A meeting" in dates and "Saturday club" not in dates
    assert [n.kind for n in scene.all_of(Notice) if n.person_id == scene.priya.id] == [
        "group_joined"
    ]
    where = f"/with-others/groups/{group.ref}"
    assert mia.send(where, action=f"{where}/leave").status_code == 303
    assert scene.all_of(AgendaItem) == scene.all_of(GroupDate) == []
    assert [m.left_at is None for m in scene.all_of(GroupMember)] == [False]
    scene.joins(scene.mia, group)
    assert [m.left_at is None for m in scene.all_of(GroupMember)] == [True]


def test_nobody_but_whoever_runs_it_sees_who_is_in(scene):
    group = scene.group()
    scene.meeting(group)
    scene.joins(scene.mia, group)
    assert "Mia" in scene.as_(scene.priya).get(f"/groups/{group.ref}").text
    for person in (scene.grace, scene.ed):
        page = scene.as_(person).get(f"/groups/{group.ref}").text
        assert "Mia" not in page and "Fewer than 5 people are in it, or nobody" in page
        assert "1 person" not in scene.as_(person).get("/groups").text
    assert scene.as_(scene.omar).get(f"/groups/{group.ref}").status_code == 404
    noa = scene.joins(scene.noa, group)
    page = noa.get(f"/with-others/groups/{group.ref}").text
    assert "Mia" not in page and "2 people" not in page
    # Her worker sees it as whoever runs the group, and not on her page.
    assert "club" not in scene.as_(scene.priya).get(f"/people/{scene.mia.ref}").text


def test_the_carer_sees_dates_only_where_she_says_so(scene):
    group = scene.group(about="council", name="Care council")
    scene.meeting(group)
    mia = scene.joins(scene.mia, group)
    helen = scene.as_(scene.helen)
    assert "Care council" not in helen.get("/children").text
    where = f"/with-others/groups/{group.ref}"
    told = mia.send(where, {"says": "yes"}, action=f"{where}/carer")
    assert told.status_code == 303
    page = helen.get("/children").text
    assert "Care council" in page and "garden room" not in page
    answer = mia.send(where, {"says": "no"}, action=f"{where}/carer")
    assert answer.status_code == 303
    assert "Care council" not in helen.get("/children").text


def test_says_whether_she_comes_and_what_she_needs(scene):
    group = scene.group()
    scene.meeting(group)
    mia = scene.joins(scene.mia, group)
    (date,) = scene.all_of(GroupDate)
    where = f"/with-others/dates/{date.ref}"
    assert mia.send(where, {}, action=where).status_code == 422
    typed = {"says": "maybe", "needs": ["quiet", "pictures"], "note": "near the door"}
    assert mia.send(where, typed, action=where).status_code == 303
    page = scene.as_(scene.priya).get(f"/groups/{group.ref}").text
    assert "A quiet room" in page and "near the door" in page
    assert "near the door" not in scene.as_(scene.grace).get(f"/groups/{group.ref}").text
    assert scene.all_of(Said) == []
    hurt = {"says": "yes", "needs": [], "note": "I want to kill myself"}
    assert mia.send(where, hurt, action=where).status_code == 303
    assert [(s.person_id, s.text) for s in scene.all_of(Said)] == [(scene.mia.id, hurt["note"])]
    assert scene.as_(scene.noa).get(where).status_code == 404


def test_changed_and_cancelled_is_told_without_saying_which(scene):
    group = scene.group()
    day = scene.meeting(group)
    mia = scene.joins(scene.mia, group)
    priya = scene.as_(scene.priya)
    ref = priya.get(f"/groups/{group.ref}").text.split("/groups/dates/")[1][:22]
    where = f"/groups/dates/{ref}"
    typed = {"day": day, "at": "18:30", "place": "The hall", "note": ""}
    assert priya.send(where, typed, action=where).status_code == 303
    assert "6:30" in mia.get("/dates").text
    assert priya.send(where, action=f"{where}/cancel").status_code == 303
    assert "Not happening" in mia.get("/dates").text
    kinds = [n.kind for n in scene.all_of(Notice) if n.person_id == scene.mia.id]
    assert kinds == ["group_date"] * 2
    assert "Something about your dates is new" in mia.get("/home").text
    assert scene.as_(scene.omar).get(where).status_code == 404


def test_two_who_must_not_know_of_each_other_are_told_no_place(scene):
    group = scene.group()
    scene.meeting(group, note="Bring a coat")
    scene.joins(scene.mia, group)
    makers.make_bar(scene.db, scene.mia, scene.noa)
    noa = scene.as_(scene.noa)
    where = f"/with-others/groups/{group.ref}"
    page = noa.get(where).text
    assert "Ring Priya first." in page and "01632 960123" in page and "Join" not in page
    scene.db.add(
        GroupMember(
            council_id=scene.noa.council_id, group_id=group.id, person_id=scene.noa.id,
            joined_at=clock.now(),
        )
    )  # fmt: skip
    for person in (scene.noa, scene.mia):
        page = scene.as_(person).get(where).text
        assert "garden room" not in page and "coat" not in page
    page = scene.as_(scene.priya).get(f"/groups/{group.ref}").text
    assert "must not meet" in page


def test_who_must_not_know_of_somebody_in_it_is_not_told_when_it_meets(scene):
    group = scene.group()
    scene.meeting(group)
    scene.joins(scene.mia, group)
    makers.make_bar(scene.db, scene.mia, scene.noa)
    page = scene.as_(scene.noa).get(f"/with-others/groups/{group.ref}").text
    assert "Ring Priya first." in page
    for told in ("Every Saturday", "No steps", "17:00", "5:00", "Dates</h2>"):
        assert told not in page, told


def test_one_run_by_somebody_who_must_not_know_of_her_is_not_there(scene):
    group = scene.group()
    makers.make_bar(scene.db, scene.mia, scene.priya)
    mia = scene.as_(scene.mia)
    assert "Saturday club" not in mia.get("/with-others").text
    assert mia.get(f"/with-others/groups/{group.ref}").status_code == 404


def test_whoever_runs_it_and_must_not_know_of_one_in_it_cannot_count_them(scene):
    group = scene.group()
    scene.joins(scene.mia, group)
    scene.joins(scene.noa, group)
    makers.make_bar(scene.db, scene.mia, scene.priya)
    makers.make_bar(scene.db, scene.mia, scene.noa)
    priya = scene.as_(scene.priya)
    assert "1 person is in it" in priya.get("/groups").text
    page = priya.get(f"/groups/{group.ref}").text
    assert "Noa" in page and "Mia" not in page and "must not meet" not in page


def test_made_once_changed_and_closed(scene):
    group = scene.group()
    again = scene.as_(scene.grace).send("/groups/new", {
        "name": "Saturday club", "about": "other", "text": "x y z", "age_from": "8",
        "age_to": "7", "run_by": scene.priya.ref,
    })  # fmt: skip
    assert again.status_code == 422 and "Type two ages" in again.text
    ed = scene.as_(scene.ed)
    where = f"/groups/{group.ref}/change"
    assert "The garden room" in ed.get(where).text
    typed = {"name": "Sunday club", "age_from": "8", "age_to": "18"}
    form = ed.form(where, {"name": ""})
    data = {**form.hidden, "about": "other", "text": "Now on Sundays", "run_by": scene.omar.ref,
            "meets": "", "place": "", "way": "", "access": "", **typed}  # fmt: skip
    assert ed.post(where, data=data).status_code == 303
    assert scene.as_(scene.omar).get(f"/groups/{group.ref}").status_code == 200
    assert scene.as_(scene.priya).get(f"/groups/{group.ref}").status_code == 404
    where = f"/groups/{group.ref}"
    assert ed.send(where, action=f"{where}/close").status_code == 303
    assert scene.as_(scene.mia).get(f"/with-others/groups/{group.ref}").status_code == 404
    assert scene.as_(scene.priya).get("/groups/new").status_code == 403


def test_made_afresh_the_agenda_is_the_same(scene, now):
    group = scene.group()
    scene.meeting(group)
    scene.joins(scene.mia, group)
    scene.db.commit()
    changes = rebuild(scene.db, scene.mia.council_id, now)
    assert (changes.added, changes.changed, changes.removed) == (0, 0, 0)


def test_statements(scene, database):
    for n in range(3):
        group = scene.group(name=f"Group {n}")
        scene.meeting(group)
    mia = scene.joins(scene.mia, group)
    for where in ("/with-others", f"/with-others/groups/{group.ref}"):
        with counting(database) as counted:
            mia.get(where)
        assert len(counted) <= 5, (where, counted)
    priya = scene.as_(scene.priya)
    with counting(database) as counted:
        priya.get(f"/groups/{group.ref}")
    assert len(counted) <= 5


@pytest.mark.parametrize(
    ("age", "fits"), [(7, False), (8, True), (18, True), (19, False), (None, True)]
)
def test_ages(age, fits):
    day = makers.today()
    born = None if age is None else day - timedelta(days=age * 365 + age // 4 + 20)
    assert rules.fits(born, day, 8, 18) is fits


def test_only_known_needs_are_kept():
    assert rules.needs_of("quiet,nonsense,travel") == (rules.Need.QUIET, rules.Need.TRAVEL)
