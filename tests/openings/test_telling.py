"""The young person is told: at once, or a day later, unless the lead has written down why not."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.house import Notice, OpeningDecision, Outbox
from portal.opened import policy
from portal.opened.rules import Telling, Times
from tests import makers
from tests.openings.scene import HOUR, later

SAID = "In an emergency, somebody had to look at your page"


def home(scene):
    return scene.as_(scene.sam).get("/home").text


def shown(db, scene):
    """Codes of the audit that the young person may be shown at this moment."""
    db.rollback()
    query = select(AuditEvent.what).where(
        AuditEvent.about_id == scene.sam.id, ~policy.held_back(clock.now())
    )
    return set(db.scalars(query))


def test_they_are_told_at_once(scene, db):
    dele = scene.as_(scene.dele)
    scene.open(dele, hold="no")
    dele.get(f"/people/{scene.ref}")
    assert SAID in home(scene)
    assert shown(db, scene) == {"openings.find", "openings.emergency", "staff.person"}


def test_held_back_they_are_told_a_day_later_by_itself(scene, db):
    dele = scene.as_(scene.dele)
    scene.open(dele, hold="yes")
    dele.get(f"/people/{scene.ref}")
    assert SAID not in home(scene)
    assert shown(db, scene) == set()
    (row,) = db.scalars(select(Outbox).where(Outbox.kind == "looked_in_emergency"))
    assert row.not_before == clock.now() + 24 * HOUR
    with later(23.9):
        assert SAID not in home(scene)
        assert shown(db, scene) == set()
    with later(24):
        assert SAID in home(scene)
        assert shown(db, scene) == {"openings.find", "openings.emergency", "staff.person"}
        assert "Sam was told today" in scene.as_(scene.noor).get("/openings").text


def test_what_is_seen_today_does_not_hide_what_is_told_tomorrow(scene, db):
    """ "I have seen this" is about what was there, not about what comes."""
    dele = scene.as_(scene.dele)
    scene.open(dele, hold="no")
    scene.open(dele, hold="yes")
    sam = scene.as_(scene.sam)
    assert SAID in sam.get("/home").text
    assert sam.send("/home", {}, action="/news/seen").status_code == 303
    assert SAID not in home(scene)
    with later(24):
        assert SAID in home(scene)


def test_the_lead_decides_that_they_are_not_told_yet(scene, db):
    scene.open(scene.as_(scene.dele), hold="yes")
    ref = scene.opening().ref
    noor = scene.as_(scene.noor)
    page = noor.get("/openings").text
    assert "You decide" in page
    friday = makers.today() + timedelta(days=4)
    assert scene.decide(noor, ref, "not-yet", friday).status_code == 303
    page = noor.get(f"/openings/{ref}").text
    for said in ("is not told yet", "looks at this again on", "He reads her phone", "Noor"):
        assert said in page, said
    assert "You decide" not in noor.get("/openings").text
    # All that waits for them is what they are told if nobody looks at it again.
    morning = clock.at_wall(datetime.combine(friday + timedelta(days=14), time(7)))
    ours = Notice.person_id == scene.sam.id
    assert db.scalars(select(Notice.made_at).where(ours)).all() == [morning]
    theirs = select(Outbox.not_before).where(Outbox.person_id == scene.sam.id)
    assert db.scalars(theirs).all() == [morning]
    for days in (1, 3, 17):
        with later(24 * days):
            assert SAID not in home(scene)
            assert shown(db, scene) == set()
    # The day comes: it is on the lead's list, and among what is new for them.
    with later(24 * 4):
        noor = scene.as_(scene.noor)
        assert "You decide" in noor.get("/openings").text
        assert "It is time to look at a decision again" in noor.get("/about-this").text
        next_week = makers.today() + timedelta(days=7)
        assert scene.decide(noor, ref, "not-yet", next_week).status_code == 303
        assert "You decide" not in noor.get("/openings").text
    with later(24 * 5):
        noor = scene.as_(scene.noor)
        assert scene.decide(noor, ref, "now").status_code == 303
        assert SAID in home(scene)
        assert "openings.emergency" in shown(db, scene)
        page = noor.get(f"/openings/{ref}").text
        assert "Sam was told today" in page
    kept = [
        (d.by_id, d.review_on)
        for d in db.scalars(select(OpeningDecision).order_by(OpeningDecision.id))
    ]
    assert kept == [
        (scene.noor.id, friday),
        (scene.noor.id, makers.today() + timedelta(days=11)),
        (scene.noor.id, None),
    ]
    db.rollback()
    changed = select(AuditEvent.what).where(AuditEvent.act == "changed").order_by(AuditEvent.id)
    codes = list(db.scalars(changed))
    assert codes == ["openings.emergency", *["openings.not_told"] * 2, "openings.told"]


def test_the_lead_may_tell_them_sooner(scene, db):
    scene.open(scene.as_(scene.dele), hold="yes")
    scene.decide(scene.as_(scene.noor), scene.opening().ref, "now")
    assert SAID in home(scene)
    with later(24):
        assert home(scene).count(SAID) == 1
    assert len(db.scalars(select(Notice).where(Notice.person_id == scene.sam.id)).all()) == 1


def test_what_was_told_cannot_be_taken_back(scene):
    scene.open(scene.as_(scene.dele), hold="yes")
    ref = scene.opening().ref
    noor = scene.as_(scene.noor)
    noor.get(f"/openings/{ref}")
    form = noor.form("", {"text": ""}).hidden
    sent = {**form, "says": "not-yet", "text": "Her uncle reads her phone, so we wait.",
            "review": "2026-12-20"}  # fmt: skip
    with later(24.5):
        browser = scene.as_(scene.noor)
        page = browser.get(f"/openings/{ref}").text
        assert "Not yet" not in page
        token = browser.page.forms[0].hidden["csrf_token"]
        answer = browser.post(f"/openings/{ref}/telling", data={**sent, "csrf_token": token})
        assert answer.status_code == 409
        assert "Her uncle reads her phone" in answer.text
        assert SAID in home(scene)


@pytest.mark.parametrize("review", [None, date(2026, 11, 23), date(2027, 6, 1)])
def test_not_yet_needs_a_day_that_comes_soon(scene, review):
    scene.open(scene.as_(scene.dele), hold="yes")
    ref = scene.opening().ref
    noor = scene.as_(scene.noor)
    typed = {"says": "not-yet", "text": "Her uncle reads her phone, so we wait.",
             "review": review.isoformat() if review else ""}  # fmt: skip
    answer = noor.send(f"/openings/{ref}", typed, action=f"/openings/{ref}/telling")
    assert answer.status_code == 422
    assert "Her uncle reads her phone" in answer.text
    typed |= {"review": "2026-12-20", "text": "no"}
    answer = noor.send(f"/openings/{ref}", typed, action=f"/openings/{ref}/telling")
    assert answer.status_code == 422
    assert scene.opening().lead_at is None


@pytest.mark.parametrize("who", ["dele", "grace", "hana"])
def test_only_the_lead_decides(scene, who):
    scene.open(scene.as_(scene.dele), hold="yes")
    ref = scene.opening().ref
    browser = scene.as_(getattr(scene, who))
    assert "Not yet" not in browser.get(f"/openings/{ref}").text
    sent = {
        "csrf_token": browser.page.forms[-1].hidden["csrf_token"], "says": "not-yet",
        "text": "I would rather they did not know.", "review": "2026-12-20",
    }  # fmt: skip
    assert browser.post(f"/openings/{ref}/telling", data=sent).status_code == 404
    assert scene.opening().lead_at is None


def test_the_lead_does_not_decide_about_what_they_opened_themselves(scene, db):
    makers.make_worker(db, account=False)
    membership = db.query(makers.Membership).filter_by(person_id=scene.dele.id).one()
    membership.is_lead = True
    dele = scene.as_(scene.dele)
    scene.open(dele, hold="yes")
    ref = scene.opening().ref
    assert "Not yet" not in dele.get(f"/openings/{ref}").text
    told = set(db.scalars(select(Notice.person_id).where(Notice.kind == "emergency_opened")))
    assert scene.dele.id not in told
    with later(24):
        assert SAID in home(scene)


def test_a_find_that_leads_to_nothing_is_told_a_little_later(scene, db):
    scene.find(scene.as_(scene.dele))
    assert shown(db, scene) == set()  # the reason, and whether it is safe to tell, may follow
    with later(0.3):
        assert shown(db, scene) == {"openings.find"}


def test_an_opening_that_is_not_told_hides_nothing_else(scene, db):
    """What others look at stays in "Who looked", and what the adult does outside of the hours."""
    scene.as_(scene.priya).get(f"/people/{scene.ref}")
    assert shown(db, scene) == {"staff.person"}
    dele = scene.as_(scene.dele)
    scene.open(dele, hold="yes", hours="1")
    assert shown(db, scene) == {"staff.person"}
    scene.as_(scene.priya).get(f"/people/{scene.ref}/plan")
    assert shown(db, scene) == {"staff.person", "plan.their_plan"}


def test_what_the_room_asks_and_what_the_page_says_agree(scene, db):
    """`policy.told` as a question to the database, `Times.telling` in Python."""
    scene.open(scene.as_(scene.dele), hold="yes")
    opening = scene.opening()
    now = clock.now()
    for ends_at in (None, now):
        for lead_at in (None, now):
            for moved in (-1, 0, 1):
                opening.ends_at, opening.lead_at = ends_at, lead_at
                opening.tell_at = now + moved * HOUR
                db.flush()
                asked = db.scalar(select(policy.told(now)).where(type(opening).id == opening.id))
                times = Times(ends_at, False, opening.tell_at, lead_at)
                assert bool(asked) == (times.telling(now) is Telling.TOLD)
                kept = policy.kept_back(db, opening.council_id, opening.person_id, now)
                assert bool(kept) != bool(asked)


def test_a_young_person_of_another_council_is_not_asked_about(scene, db):
    scene.open(scene.as_(scene.dele), hold="yes")
    other = makers.make_council(db)
    assert policy.kept_back(db, other.id, scene.sam.id, clock.now()) == ()


def test_a_day_of_review_that_passed_tells_them_by_itself(scene, db):
    scene.open(scene.as_(scene.dele), hold="yes")
    ref = scene.opening().ref
    day = makers.today() + timedelta(days=4)
    scene.decide(scene.as_(scene.noor), ref, "not-yet", day)
    dues = "It is time to look at a decision again"
    assert dues not in scene.as_(scene.grace).get("/openings").text
    with later(24 * 5):  # everybody who oversees sees that nobody did
        assert dues in scene.as_(scene.grace).get("/openings").text
        assert dues in scene.as_(scene.grace).get("/waiting").text
        assert dues in scene.as_(scene.hana).get("/openings").text
        assert "You decide" in scene.as_(scene.noor).get("/openings").text
    with later(24 * 17.5):
        assert SAID not in home(scene) and shown(db, scene) == set()
    with later(24 * 18):
        assert SAID in home(scene)
        assert "openings.emergency" in shown(db, scene)
        noor = scene.as_(scene.noor)
        assert "You decide" not in noor.get("/openings").text
        page = noor.get(f"/openings/{ref}").text
        assert "Sam was told" in page and "Tell them now" not in page


def test_a_forgotten_review_is_the_same_to_the_database_and_in_python(scene, db):
    scene.open(scene.as_(scene.dele), hold="yes")
    opening = scene.opening()
    opening.lead_at = clock.now()
    for days in range(-3, 3):
        for hours in (0, 5, 7, 9, 12, 20):
            now = clock.now() + timedelta(days=30, hours=hours)
            opening.review_on = clock.today(now) - timedelta(days=14 + days)
            db.flush()
            asked = db.scalar(select(policy.told(now)).where(type(opening).id == opening.id))
            times = Times(opening.ends_at, False, opening.tell_at, opening.lead_at,
                          opening.review_on)  # fmt: skip
            assert bool(asked) == (times.telling(now) is Telling.TOLD) == (now >= times.told_at)


def test_an_old_search_that_was_told_stays(scene, db):
    scene.find(scene.as_(scene.dele))
    with later(5):
        assert shown(db, scene) == {"openings.find"}
        scene.open(scene.as_(scene.dele), hold="yes")
        assert shown(db, scene) == {"openings.find"}
        finds = select(AuditEvent).where(
            AuditEvent.what == "openings.find", ~policy.held_back(clock.now())
        )
        assert len(db.scalars(finds).all()) == 1  # the second came with the opening


def test_the_list_says_no_reason_and_no_adult_and_only_overseers_read_the_leads(scene, db):
    scene.open(scene.as_(scene.dele), hold="yes")
    ref = scene.opening().ref
    friday = makers.today() + timedelta(days=4)
    scene.decide(scene.as_(scene.noor), ref, "not-yet", friday)
    makers.make_message(db, makers.make_conversation(db, scene.sam, scene.priya),
                        from_id=scene.priya.id)  # fmt: skip
    scene.ask(scene.as_(scene.grace), scene.priya)
    text = scene.as_(scene.noor).get("/openings").text
    assert "Sam" in text and "Looking into messages" in text
    assert "A neighbour called" not in text and "Priya" not in text
    assert "He reads her phone" in scene.as_(scene.grace).get(f"/openings/{ref}").text
    page = scene.as_(scene.dele).get(f"/openings/{ref}").text
    assert "is not told yet" in page and "He reads her phone" not in page
    page = scene.as_(scene.noor).get(f"/openings/{ref}").text
    assert "Decide again" in page
    person = scene.as_(scene.dele).get(f"/people/{scene.ref}").text
    assert "Open until" in person and f"/openings/{ref}" in person


def test_what_nobody_answered_lapses(scene, db):
    makers.make_message(db, makers.make_conversation(db, scene.sam, scene.priya),
                        from_id=scene.priya.id)  # fmt: skip
    scene.ask(scene.as_(scene.grace), scene.priya)
    ref = scene.opening().ref
    with later(24 * 13.9):
        hana = scene.as_(scene.hana)
        hana.get(f"/openings/{ref}")
        token = hana.page.forms[-1].hidden["csrf_token"]
        assert "Do you agree?" in hana.page.text
    with later(24 * 14):
        hana = scene.as_(scene.hana)
        page = hana.get(f"/openings/{ref}").text
        assert "Do you agree?" not in page and "Nothing was opened" in page
        token = hana.page.forms[-1].hidden["csrf_token"]
        sent = {"csrf_token": token, "says": "agree"}
        assert hana.post(f"/openings/{ref}/answer", data=sent).status_code == 409
        assert scene.opening().ends_at is None
