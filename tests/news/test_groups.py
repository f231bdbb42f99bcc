"""Groups that news goes to: who makes them, who puts whom in, and leaving by oneself."""

from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.house import NewsGroup, NewsMember, Notice
from portal.people.rules import Grant
from tests import makers
from tests.news.conftest import said

DAY = timedelta(days=1)


@pytest.fixture
def group(scene):
    browser = scene.as_(scene.ed)
    assert browser.send("/news/groups", {"name": "Care council"}).status_code == 303
    (made,) = scene.all_of(NewsGroup)
    return made


def put_in(browser, young, group, **typed):
    where = f"/people/{young.ref}/groups"
    return browser.send(where, {"group": group.ref, **typed}, action=where)


def test_made_once_and_by_whom_it_may(scene, group):
    browser = scene.as_(scene.grace)
    answer = browser.send("/news/groups", {"name": " Care  council "})
    assert answer.status_code == 422 and "There is a group of this name." in answer.text
    assert len(scene.all_of(NewsGroup)) == 1
    assert scene.as_(scene.priya).get("/news/groups").status_code == 403
    answer = browser.send("/news/groups", {"name": " "})
    assert answer.status_code == 422
    browser.get("/news/groups")
    form = {**browser.form("/news/groups", {"name": ""}).hidden, "name": "Choir"}
    assert [browser.post("/news/groups", data=form).status_code for _ in range(2)] == [303, 303]
    assert [g.name for g in scene.all_of(NewsGroup)] == ["Care council", "Choir"]


def test_in_told_seen_and_out(scene, group):
    priya = scene.as_(scene.priya)
    assert "Groups that get news" in priya.get(f"/people/{scene.mia.ref}").text
    assert put_in(priya, scene.mia, group, until="2027-03-01").status_code == 303
    (member,) = scene.all_of(NewsMember)
    assert (member.person_id, member.starts, member.added_by_id) == (
        scene.mia.id, makers.today(), scene.priya.id,
    )  # fmt: skip
    assert [n.person_id for n in scene.all_of(Notice) if n.kind == "news_group"] == [scene.mia.id]
    page = priya.get(f"/people/{scene.mia.ref}/groups").text
    assert "Since Monday 23 November, until Monday 1 March 2027" in page
    page = scene.as_(scene.mia).get("/news").text
    assert "Care council" in page and "Nobody sees who is in it." in page
    assert ("changed", "news.grouped") in {(e.act, e.what) for e in scene.all_of(AuditEvent)}
    where = f"/people/{scene.mia.ref}/groups"
    out = f"{where}/{group.ref}/leave"
    assert priya.send(where, action=out).status_code == 303
    assert "Care council" not in scene.as_(scene.mia).get("/news").text
    # And in again on the same day: the same row.
    assert put_in(priya, scene.mia, group).status_code == 303
    assert [m.ends for m in scene.all_of(NewsMember)] == [None]


def test_an_editor_sees_no_name_and_no_small_number(scene, group):
    priya = scene.as_(scene.priya)
    put_in(priya, scene.mia, group)
    put_in(priya, scene.noa, group)
    page = said(scene.as_(scene.ed).get("/news/groups"))
    assert "fewer than five people" in page
    assert "Mia" not in page and "Noa" not in page


@pytest.mark.parametrize("who", ["omar", "grace", "ed"])
def test_nobody_puts_in_whom_they_do_not_work_with(scene, group, who):
    """Grace is near Mia, and not near Noa."""
    browser = scene.as_(getattr(scene, who))
    where = f"/people/{scene.noa.ref}/groups"
    right = 403 if who == "ed" else 404
    assert browser.get(where).status_code == right
    browser.get("/news/sent")
    form = {"csrf_token": _token(browser), "group": group.ref, "key": "once"}
    assert browser.post(where, data=form).status_code == right
    assert browser.post(f"{where}/{group.ref}/leave", data=form).status_code == right
    assert scene.all_of(NewsMember) == []


def _token(browser):
    browser.get("/my-app")
    return browser.page.forms[-1].hidden["csrf_token"]


def test_nobody_who_may_not_write_to_them(scene, group):
    link = scene.db.query(makers.Connection).filter_by(of_id=scene.mia.id,
                                                       with_id=scene.priya.id).one()  # fmt: skip
    link.grants = int(Grant.NAME | Grant.DATES)
    assert scene.as_(scene.priya).get(f"/people/{scene.mia.ref}/groups").status_code == 404


def test_leaving_by_oneself_and_coming_back(scene, group):
    priya, mia = scene.as_(scene.priya), scene.as_(scene.mia)
    put_in(priya, scene.mia, group)
    out = f"/news/groups/{group.ref}/leave"
    assert mia.send("/news", {"says": "leave"}, action=out).status_code == 303
    page = said(mia.get("/news"))
    assert "You left. You get no news of it." in page and "Come back" in page
    page = priya.get(f"/people/{scene.mia.ref}/groups").text
    assert "Only Mia can come back to it." in page and f"{group.ref}/leave" not in page
    where = f"/people/{scene.mia.ref}/groups"
    form = {"csrf_token": _token(priya), "group": group.ref, "key": "once"}
    assert priya.post(where, data=form).status_code == 422, "nobody puts her back"
    assert mia.send("/news", {"says": "back"}, action=out).status_code == 303
    assert [m.left_at for m in scene.all_of(NewsMember)] == [None]
    zed = scene.as_(scene.zed)
    for says in ("leave", "back"):
        sent = zed.post(out, data={"csrf_token": _token(zed), "says": says})
        assert sent.status_code == 404, "nobody comes into a group by themselves"
    assert len(scene.all_of(NewsMember)) == 1


def test_after_the_last_day_it_is_over(scene, group):
    priya = scene.as_(scene.priya)
    put_in(priya, scene.mia, group, until="2026-11-24")
    for days, there in ((1, True), (2, False)):
        with clock.fixed(clock.now() + days * DAY, everywhere=True):
            assert ("Care council" in scene.as_(scene.mia).get("/news").text) is there


@pytest.mark.parametrize("until", ["2026-11-22", "never", "31/02/2027"])
def test_a_last_day_that_cannot_be(scene, group, until):
    answer = put_in(scene.as_(scene.priya), scene.mia, group, until=until)
    assert answer.status_code == 422 and "Choose today or a later day" in answer.text


def test_closed_and_open_again(scene, group):
    ed, priya = scene.as_(scene.ed), scene.as_(scene.priya)
    put_in(priya, scene.mia, group)
    close = f"/news/groups/{group.ref}/close"
    assert ed.send("/news/groups", {"says": "close"}, action=close).status_code == 303
    assert "Closed: nobody writes to it" in ed.get("/news/groups").text
    assert group.ref not in ed.get("/news/write").text
    assert "Care council" not in scene.as_(scene.mia).get("/news").text
    assert ed.send("/news/groups", {"says": "open"}, action=close).status_code == 303
    assert group.ref in ed.get("/news/write").text
    other = scene.db.get(NewsGroup, group.id)
    other.council_id = makers.make_council(scene.db).id
    assert ed.post(close, data={"csrf_token": _token(ed)}).status_code == 404
