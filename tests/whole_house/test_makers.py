"""Makers make rows that both databases take, and the viewer that the door would load."""

from portal.core.access import Band, Role
from portal.house import PlanPart
from portal.people.reach import young_people
from portal.people.rules import Grant
from tests import makers
from tests.databases import counting


def test_each_maker_makes_a_row(db):
    sam, priya = makers.make_pair(db)
    helen = makers.make_carer(db)
    made = [
        makers.make_relative(db),
        makers.make_connection(db, sam, helen, makers.Kind.FOSTER_CARER),
        makers.make_invite(db, sam),
        makers.make_episode(db, sam),
        makers.make_plan(db, sam),
        makers.make_promise(db, sam, priya),
        makers.make_visit(db, sam, priya),
        makers.make_family_time(db, sam),
        makers.make_review(db, sam),
        makers.make_agenda_item(db, sam),
        makers.make_message(db, makers.make_conversation(db, sam, priya)),
        makers.make_owed(db, priya, sam),
        makers.make_notice(db, sam),
        makers.make_session(db, makers.make_membership(db, helen)),
    ]
    db.commit()
    assert all(row.id > 0 for row in made)


def test_a_second_version_keeps_what_stayed_the_same(db):
    plan = makers.make_plan(db, makers.make_young(db), {"home": "Here.", "health": "Well."})
    first = makers._current_parts(db, plan)
    makers.make_version(db, plan, {"home": "Here.", "health": "Very well."})
    second = makers._current_parts(db, plan)
    assert second["home"].first_id == first["home"].id
    assert second["health"].first_id == second["health"].id
    assert db.query(PlanPart).count() == 4


def test_a_viewer_is_who_the_door_would_load(db, now):
    sam, priya = makers.make_pair(db)
    young, worker = makers.make_viewer(db, sam), makers.make_viewer(db, priya)
    assert (young.role, young.band, young.person_id) == (Role.YOUNG, Band.TEEN, sam.id)
    assert worker.role is Role.WORKER
    assert db.scalars(young_people(worker, Grant.PLAN, now)).all() == [sam]


def test_statements_are_counted_without_the_frames_own(database, now):
    with counting(database) as counted:
        with database.committing() as handle:
            makers.make_council(handle)
        with database.reader() as handle:
            makers.the_council(handle)
        with database.ledger.begin() as connection:
            connection.exec_driver_sql("SELECT 1")
    assert [one.split()[0] for one in counted.statements] == ["INSERT", "SELECT"]
    assert counted.ledger == ["SELECT 1"]
