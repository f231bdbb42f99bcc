"""What is said to the reviewing officer alone, with words that worry, answered twice and late: the
worker, whoever covers, and the carer find nothing of it in any page, list, file, notice, message to
a phone or worry, nor by what is left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, text

from portal.core import clock
from portal.core.access import Role
from portal.house import Delivery, Notice, Outbox, Owed, OwedStep, Said, Worry
from portal.owed.passing import follow, go_on
from portal.people.rules import Kind
from portal.say import actions
from portal.say.rules import Answer, Found, Owner, Readers
from tests import makers
from tests.conftest import NOW
from tests.walks import every_page

MARK = "mkquince"


@pytest.fixture
def scene(client, db, now):
    client.mia, client.sam = makers.make_pair(db, known_as="Mia")
    client.iro, client.cover = (makers.make_worker(db, account=False) for _n in range(2))
    makers.make_membership(db, client.iro, role=Role.IRO)
    makers.make_membership(db, client.cover)
    client.helen = makers.make_carer(db)
    for one in (client.mia, client.helen):
        makers.make_membership(db, one)
    makers.make_connection(db, client.mia, client.iro, Kind.IRO)
    makers.make_connection(db, client.mia, client.cover, Kind.COVER)
    makers.make_connection(db, client.mia, client.helen, Kind.FOSTER_CARER)
    client.grace = makers.make_worker(db, account=False)
    makers.make_membership(db, client.grace, role=Role.MANAGER)
    makers.make_connection(db, client.mia, client.grace, Kind.MANAGER)
    makers.make_review(db, client.mia, client.iro)
    db.commit()
    return client


@pytest.mark.one_engine
def test_the_worker_the_cover_and_the_carer_find_nothing_of_it(scene, db):
    others = {scene.sam: Role.WORKER, scene.cover: Role.WORKER, scene.helen: Role.CARER}
    about = (scene.mia,)
    before = {one: every_page(scene, one, role, about) for one, role in others.items()}
    mia, iro = makers.make_viewer(db, scene.mia), makers.make_viewer(db, scene.iro, Role.IRO)
    words = f"{MARK} I want to kill myself"
    with scene.application.test_request_context():
        one = actions.Words("iro", Readers.IRO, Owner.IRO, words)
        ref = actions.say(db, mia, [one], "k1", NOW).refs[0]
        due = clock.today(NOW) + timedelta(days=5)
        mine = actions.Promised(scene.iro.id, due)
        actions.answer(db, iro, ref, Answer.WILL, f"{MARK} will be done", mine, "k2", NOW)
        actions.found(db, mia, ref, Found.PARTLY, f"{MARK} partly", "k3", NOW)
        actions.say(db, mia, [actions.Words("iro", Readers.IRO, Owner.IRO, MARK)], "k4", NOW)
    db.commit()
    scene.sign_in(scene.iro)
    assert MARK in scene.get(f"/said/{ref}").text
    for days in range(1, 30):  # late: on to somebody who is told that, and not what was said
        go_on(db, NOW + timedelta(days=days))
        follow(db, scene.mia.council_id, NOW + timedelta(days=days))
    db.commit()
    assert db.scalars(select(OwedStep.step)).all() and db.scalars(select(Worry.id)).all()
    for person, role in others.items():
        after = every_page(scene, person, role, about, before[person])
        for address, was in before[person].items():
            assert after.get(address) == was, (person.known_as, address)
        for said in db.scalars(select(Said)):
            assert scene.get(f"/said/{said.ref}").status_code in (403, 404)
        for worry in db.scalars(select(Worry)):
            assert scene.get(f"/worries/{worry.ref}").status_code in (403, 404)
    theirs = [one.id for one in others]
    for column in (Notice.person_id, Outbox.person_id, OwedStep.to_id, Owed.debtor_id):
        assert not db.scalars(select(column).where(column.in_(theirs))).all(), column
    assert not db.scalars(select(Delivery.id)).all()
    # Nothing that goes out, and no note of who did what, holds a word of it.
    names = [name for name in inspect(db.connection()).get_table_names() if "audit" in name]
    for name in (*names, "notice", "outbox", "owed", "owed_step", "worry"):
        rows = db.execute(text(f"select * from {name}")).all()
        assert MARK not in repr(rows), name


def test_whoever_is_told_that_it_is_late_reads_not_what_it_is(scene, db):
    mia = makers.make_viewer(db, scene.mia)
    with scene.application.test_request_context():
        one = actions.Words("iro", Readers.IRO, Owner.IRO, MARK)
        ref = actions.say(db, mia, [one], "k1", NOW).refs[0]
    db.commit()
    late = db.scalars(select(Said.due_at)).one() + timedelta(days=8)
    go_on(db, late)
    go_on(db, late + timedelta(days=8))
    db.commit()
    told = set(db.scalars(select(OwedStep.to_id)))
    assert scene.grace.id in told
    with clock.fixed(late + timedelta(days=8), everywhere=True):
        for address in ("/waiting", "/said", f"/people/{scene.mia.ref}", "/team", "/worries"):
            scene.sign_in(scene.grace)
            assert MARK not in scene.get(address).text, address
        assert scene.get(f"/said/{ref}").status_code == 404
        assert "told that, not what was said" in scene.get("/waiting").text
