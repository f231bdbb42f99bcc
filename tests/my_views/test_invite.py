"""Who is told that they are asked: once for each meeting, and nobody who has begun."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.house import Notice
from portal.my_views import actions
from portal.my_views.invite import invite
from portal.my_views.rules import Occasion
from tests import makers


def near(db, who, days=12, kind="review"):
    return makers.make_agenda_item(
        db, who, kind=kind, wall=makers.at(days), source_kind=kind, source_ref=f"r{days}"
    )


def told(db):
    query = select(Notice).where(Notice.kind == actions.ASKED).order_by(Notice.id)
    return db.scalars(query.execution_options(populate_existing=True)).all()


def test_whoever_is_near_is_told_once(db, now):
    sam, kim = makers.make_young(db), makers.make_young(db)
    near(db, sam)
    near(db, kim, days=40)
    db.flush()
    for day in range(3):
        invite(db, sam.council_id, now + timedelta(days=day))
    (one,) = told(db)
    assert one.person_id == sam.id
    assert one.source_ref == f"{makers.at(12).date().isoformat()}:review"


def test_whoever_has_begun_is_not(db, now):
    sam = makers.make_young(db)
    near(db, sam)
    db.flush()
    actions.begin(db, makers.make_viewer(db, sam), Occasion.CARE, False, "", now)
    invite(db, sam.council_id, now)
    assert told(db) == []


def test_a_small_child_and_somebody_to_whom_nothing_goes_are_not(db, now):
    baby = makers.make_young(db, born=makers.today() - timedelta(days=800))
    gone = makers.make_young(db)
    makers.make_stop(db, gone, agreed_at=now)
    for who in (baby, gone):
        near(db, who)
    db.flush()
    invite(db, baby.council_id, now)
    assert told(db) == []


def test_to_begin_answers_it_and_what_is_over_is_asked_no_more(db, now):
    sam, kim = makers.make_young(db), makers.make_young(db)
    for who in (sam, kim):
        near(db, who, days=2)
    db.flush()
    invite(db, sam.council_id, now)
    actions.begin(db, makers.make_viewer(db, sam), Occasion.CARE, False, "", now)
    db.flush()
    assert [one.person_id for one in told(db) if one.seen_at is None] == [kim.id]
    invite(db, sam.council_id, now + timedelta(days=3))
    assert [one for one in told(db) if one.seen_at is None] == []


def test_home_says_it_in_sleeps(client, db, now):
    sam, _worker = makers.make_pair(db)
    near(db, sam)
    db.flush()
    invite(db, sam.council_id, now)
    client.sign_in(sam)
    page = client.get("/home").text
    assert "Your review is in 12 sleeps." in page
    assert "Have your say" in page
