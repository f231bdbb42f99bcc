"""Whom a complaint is about learns nothing of it, not by leaving out either: every page that opens
for them reads the same before and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.core import clock
from portal.core.access import Role
from portal.hand_over import pages as hand_over
from portal.house import (
    Complaint,
    Connection,
    KeptFrom,
    Notice,
    Outbox,
    Owed,
    OwedStep,
    Promise,
    Worry,
)
from portal.owed.passing import follow, go_on
from portal.people.rules import Kind
from portal.promises import actions as promises
from tests import makers
from tests.conftest import NOW
from tests.walks import every_page

MARK = "mkplum"
WORRY = "I want to kill myself"
WRITE = "/put-right/complain"


@pytest.fixture
def scene(client, db, now):
    """Mia; Sam, her worker; Grace, a manager; Helen, with whom she lives: it is about all three.
    Hugo, a manager who works with her, too, and Ada, another worker of hers."""
    client.mia, client.sam = makers.make_pair(db, known_as="Mia")
    client.grace, client.hugo, client.ada = (
        makers.make_worker(db, known_as=name, first_name=name, last_name="Lane", account=False)
        for name in ("Grace", "Hugo", "Ada")
    )
    for one in (client.grace, client.hugo):
        makers.make_membership(db, one, role=Role.MANAGER)
        makers.make_connection(db, client.mia, one, Kind.MANAGER)
    makers.make_connection(db, client.mia, client.ada, Kind.SOCIAL_WORKER)
    client.helen = makers.make_carer(db)
    makers.make_connection(db, client.mia, client.helen, Kind.FOSTER_CARER)
    for one in (client.mia, client.helen, client.ada):
        makers.make_membership(db, one)
    client.lead = makers.make_lead(db)
    db.commit()
    client.about = (client.sam, client.grace, client.helen)
    client.roles = dict(zip(client.about, (Role.WORKER, Role.MANAGER, Role.CARER), strict=True))
    return client


def complain(scene):
    scene.sign_in(scene.mia)
    data = {"text": f"{MARK} {WORRY}", "happened": "year", "whom": [o.ref for o in scene.about]}
    sent = scene.send(WRITE, data, action=WRITE)
    if sent.status_code == 422:
        form = next(form for form in scene.page.forms if "happened" in form.names)
        sent = scene.post(WRITE, data={**form.hidden, **data})
    assert sent.status_code == 303


def promised(scene, db, whose):
    """Hugo answers, and somebody's word is in the answer."""
    made = db.scalars(select(Complaint)).one()
    scene.sign_in(scene.hugo)
    path = f"/looked-into/{made.ref}"
    data = {"outcome": "upheld", "text": f"Sorry. {MARK}", "promise": MARK, "whose": whose.ref,
            "day": (clock.today(NOW) + timedelta(days=3)).isoformat(), "learned": ""}  # fmt: skip
    assert scene.send(path, data, action=f"{path}/answer").status_code == 303
    return db.scalars(select(Promise)).one()


def reads(scene, person, only=None):
    return every_page(scene, person, scene.roles[person], (scene.mia, scene.sam), only)


@pytest.mark.one_engine
def test_every_page_reads_the_same_before_and_after(scene, db):
    """One complaint that waits, and one with an answer and a promise that was not kept; both have
    words that worry, and both get late."""
    before = {one: reads(scene, one) for one in scene.about}
    assert "/team" in before[scene.grace] and "/worries" in before[scene.sam]
    complain(scene)
    promise = promised(scene, db, scene.ada)
    not_done(scene, db, promise)
    complain(scene)
    for days in range(1, 40):
        go_on(db, NOW + timedelta(days=days))
        follow(db, scene.mia.council_id, NOW + timedelta(days=days))
    db.commit()
    waits = set(db.execute(select(Owed.kind, Owed.source_kind).where(Owed.done_at.is_(None))))
    assert waits == {("complaint", "complaint"), ("worry", "worry"), ("promise", "promise")}
    assert len(db.scalars(select(Worry.id)).all()) == 3
    for one, pages in before.items():
        after = reads(scene, one, pages)
        assert after.keys() == pages.keys(), one.known_as
        for address, was in pages.items():
            assert after[address] == was, (one.known_as, address)
    theirs = [one.id for one in scene.about]
    for column in (Notice.person_id, Outbox.person_id, OwedStep.to_id, Owed.debtor_id):
        assert not db.scalars(select(column).where(column.in_(theirs))).all(), column


def not_done(scene, db, promise):
    """Ada says that it is done, and Mia that it is not, in words that worry."""
    promises.keep(db, makers.make_viewer(db, scene.ada), promise.ref, "", NOW)
    promises.not_done(db, makers.make_viewer(db, scene.mia), promise.ref, f"{MARK} {WORRY}", NOW)
    db.commit()


# --- what was promised in the answer ------------------------------------------------------------


def test_it_is_handed_on_to_nobody_it_is_kept_from(scene, db):
    """Sam works with Mia and could keep any other promise."""
    complain(scene)
    promise = promised(scene, db, scene.ada)
    ada, sam = makers.make_viewer(db, scene.ada), makers.make_viewer(db, scene.sam)
    scene.sign_in(scene.ada)
    page = scene.get(f"/promises/{promise.ref}").text
    assert scene.hugo.ref in page and scene.sam.ref not in page and scene.grace.ref not in page
    with pytest.raises(NoResultFound):
        promises.hand_on(db, ada, promise.ref, scene.sam.ref, "", NOW)
    # When Ada hands over to Sam all that she does for Mia it does not go with it.
    council, mia = scene.mia.council_id, scene.mia.id
    promises.hand_all_on(db, council, mia, scene.ada.id, scene.sam.id, scene.hugo.id, NOW)
    assert promise.owner_id == scene.ada.id
    promises.hand_all_on(db, council, mia, scene.ada.id, scene.hugo.id, scene.hugo.id, NOW)
    assert promise.owner_id == scene.hugo.id
    # Not even if it were theirs by mistake.
    promise.owner_id = scene.sam.id
    db.commit()
    scene.sign_in(scene.sam)
    assert scene.get(f"/promises/{promise.ref}").status_code == 404
    with pytest.raises(NoResultFound):
        promises.keep(db, sam, promise.ref, "", NOW)


def test_who_hands_over_is_told_how_many_promises_they_may_know_of(scene, db):
    complain(scene)
    promised(scene, db, scene.ada)
    link = db.scalars(select(Connection).where(Connection.with_id == scene.ada.id)).one()
    for one, promised_there in ((scene.hugo, 1), (scene.grace, 0)):
        found = hand_over.what_goes(
            db, makers.make_viewer(db, one), [(scene.mia, link)], (clock.today(NOW), None), NOW
        )
        assert found[scene.mia.id][2] == promised_there, one.known_as


def test_words_of_a_promise_that_was_not_kept_are_read_by_whoever_promised(scene, db):
    complain(scene)
    promise = promised(scene, db, scene.ada)
    not_done(scene, db, promise)
    worry = db.scalars(select(Worry).where(Worry.source_kind == "promise_step")).one()
    kept = select(KeptFrom.person_id).where(KeptFrom.source_id == worry.id)
    assert set(db.scalars(kept)) == {one.id for one in scene.about}
    owed = db.scalars(select(Owed).where(Owed.source_kind == "worry")).all()
    assert {one.source_id: one.debtor_id for one in owed}[worry.id] == scene.ada.id
    for one, there in ((scene.ada, True), (scene.hugo, False), (scene.sam, None)):
        scene.sign_in(one)
        page = scene.get(f"/worries/{worry.ref}")
        assert page.status_code == (404 if there is None else 200), one.known_as
        assert (MARK in page.text) is bool(there), one.known_as
