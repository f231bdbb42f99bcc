"""You said, we did, for everybody; and the council's promise, point by point."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.house import (
    PledgeBefore,
    PledgeCount,
    PledgeDone,
    PledgePoint,
    Poll,
    WeDid,
    WeDidWords,
)
from portal.polls import jobs
from portal.polls.pledge import actions as pledge
from portal.polls.pledge import rules
from portal.polls.pledge.rules import IsTrue
from tests import makers
from tests.databases import counting
from tests.polls.conftest import aged

SAID = {"said": "Bin bags. We move with bin bags.", "did": "There are cases in every office."}


def written(scene, person=None, **given):
    typed = {**SAID, "on_day": makers.today().isoformat(), **given}
    answer = scene.as_(person or scene.ed).send("/you-said/new", typed)
    assert answer.status_code == 303, answer.text
    return scene.all_of(WeDid)[-1]


def point(scene, text="We listen.", state="going"):
    answer = scene.as_(scene.ed).send("/promise-to-all", {"text": text, "state": state})
    assert answer.status_code == 303, answer.text
    return scene.all_of(PledgePoint)[-1]


def over(scene, days: int) -> None:
    scene.db.commit()
    jobs.polls(scene.database, clock.now() + timedelta(days=days))


# --- you said, we did ----------------------------------------------------------------------------


def test_everybody_reads_it_with_a_name_and_a_day(scene):
    written(scene)
    for young in (scene.mia, scene.zed):
        page = scene.as_(young).get("/with-others/you-said").text
        assert "Bin bags." in page and "Edwina, 23 November 2026" in page
    assert scene.as_(scene.helen).get("/with-others/you-said").status_code == 403
    future = {**SAID, "on_day": (makers.today() + timedelta(days=1)).isoformat()}
    assert scene.as_(scene.ed).send("/you-said/new", future).status_code == 422


def test_in_words_of_an_age_and_in_a_language(scene):
    one = written(scene)
    ed, where = scene.as_(scene.ed), f"/you-said/{one.ref}/words"
    for band, language, said in (
        ("", "ar", "كل عمر"), ("child", "en", "For the small"), ("child", "ar", "للصغار"),
        ("child", "ar", "للصغار جدا"),
    ):  # fmt: skip
        typed = {"band": band, "language": language, "said": said, "did": "Did"}
        assert ed.send(where, typed, action=where).status_code == 303
    assert len(scene.all_of(WeDidWords)) == 3
    noa, mia = scene.as_(scene.noa), scene.as_(scene.mia)
    assert "For the small" in noa.get("/with-others/you-said").text
    assert "Bin bags." in mia.get("/with-others/you-said").text
    assert "للصغار جدا" in ed.get(where).text


def test_changed_and_taken_down_by_whom_it_may(scene):
    one = written(scene, scene.priya)
    where = f"/you-said/{one.ref}"
    assert scene.as_(scene.omar).get(where).status_code == 404
    typed = {"said": "S", "did": "Other words", "on_day": makers.today().isoformat()}
    assert scene.as_(scene.grace).send(where, typed, action=where).status_code == 303
    assert "Other words" in scene.as_(scene.mia).get("/with-others/you-said").text
    ed = scene.as_(scene.ed)
    assert ed.send("/you-said", action=f"{where}/take-down").status_code == 303
    assert "Other words" not in scene.as_(scene.mia).get("/with-others/you-said").text
    assert ed.get(where).status_code == 404


def test_a_worker_says_it_of_no_poll_that_they_did_not_ask(scene):
    today = makers.today()
    poll = scene.poll([{"kind": "faces", "text": "How?"}])
    scene.db.query(Poll).update({"closed_at": clock.now(), "closes": today})
    scene.db.commit()
    assert f"poll:{poll.ref}" in scene.as_(scene.ed).get("/you-said/new").text
    assert f"poll:{poll.ref}" not in scene.as_(scene.omar).get("/you-said/new").text


# --- the promise ---------------------------------------------------------------------------------


def test_written_changed_and_what_it_said_before_stays(scene):
    one = point(scene)
    ed, where = scene.as_(scene.ed), f"/promise-to-all/{one.ref}"
    typed = {"text": "We listen first.", "state": "done"}
    for _twice in range(2):
        assert ed.send(where, typed, action=where).status_code == 303
    assert [one.text for one in scene.all_of(PledgeBefore)] == ["We listen."]
    done = {"text": "The director came.", "on_day": makers.today().isoformat()}
    assert ed.send(f"{where}/done", done, action=f"{where}/done").status_code == 303
    page = scene.as_(scene.mia).get("/with-others/promise").text
    assert "We listen first." in page and "The director came." in page
    assert "Until 23 November 2026 it said:" in page and "Edwina" in page
    assert ed.send("/promise-to-all", action=f"{where}/drop").status_code == 303
    assert "We listen first." not in scene.as_(scene.mia).get("/with-others/promise").text
    assert scene.as_(scene.priya).get("/promise-to-all").status_code == 403


def test_said_once_in_a_quarter_and_kept_without_a_name(scene):
    for text in ("We listen.", "We keep our word."):
        point(scene, text)
    mia, where = scene.as_(scene.mia), "/with-others/promise"
    assert mia.send(where, {"p1": ""}, action=where).status_code == 422
    mia.get(where)
    data = {**mia.form(where, {}, where).hidden, "p1": "partly", "p2": ""}
    said = [mia.post(where, data=data).location for _ in range(2)]
    assert "pledge-said" in said[0] and "pledge-twice" in said[1]
    counts = {(one.answer, one.count) for one in scene.all_of(PledgeCount)}
    assert len(scene.all_of(PledgeCount)) == 8 and ("partly", 1) in counts
    assert sum(one.count for one in scene.all_of(PledgeCount)) == 1
    page = mia.get(where).text
    assert "You can say it again from 1 January 2027" in page
    columns = set(PledgeDone.__table__.columns.keys())
    assert columns == {"id", "council_id", "person_id", "quarter"}
    assert "person_id" not in PledgeCount.__table__.columns


def test_a_quarter_closes_with_what_may_be_shown(scene):
    one = point(scene)
    for n in range(18):
        young = makers.make_young(scene.db, born=aged(13), council_id=scene.mia.council_id)
        makers.make_membership(scene.db, young)
        viewer = makers.make_viewer(scene.db, young)
        answer = IsTrue.YES if n < 9 else IsTrue.PARTLY if n < 15 else IsTrue.NO
        pledge.say(scene.db, viewer, {one.ref: answer}, clock.now())
    scene.db.commit()
    page = scene.as_(scene.mia).get("/with-others/promise").text
    assert "What young people say of it" not in page
    over(scene, 30)
    assert not any(one.closed for one in scene.all_of(PledgeCount))
    for _twice in range(2):
        over(scene, 40)
    shown = {one.answer: (one.count, one.shown) for one in scene.all_of(PledgeCount)}
    # 21 could have answered; 18 did.
    assert shown == {
        "yes": (0, 9), "partly": (0, 6), "no": (0, None), "unknown": (0, None),
    }  # fmt: skip
    assert scene.all_of(PledgeDone) == []
    with scene.later(40):
        page = scene.as_(scene.mia).get("/with-others/promise").text
        assert "9 people" in page and "too few to show, or nobody" in page


def test_statements(scene, database):
    one = point(scene)
    written(scene)
    mia = scene.as_(scene.mia)
    for where in ("/with-others/promise", "/with-others/you-said"):
        with counting(database) as counted:
            mia.get(where)
        assert len(counted) <= 5, counted.statements
    where = "/with-others/promise"
    mia.get(where)
    data = {**mia.form(where, {}, where).hidden, "p1": "yes"}
    with counting(database) as counted:
        assert mia.post(where, data=data).status_code == 303
    assert len(counted) <= 6 and one is not None


@pytest.mark.parametrize(
    ("day", "quarter", "end"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 4, 1)),
        (date(2026, 6, 30), "2026-2", date(2026, 7, 1)),
        (date(2026, 12, 31), "2026-4", date(2027, 1, 1)),
    ],
)
def test_quarters(day, quarter, end):
    assert rules.quarter_of(day) == quarter
    assert rules.ends(quarter) == end
    assert rules.is_over(quarter, end) and not rules.is_over(quarter, end - timedelta(days=1))
