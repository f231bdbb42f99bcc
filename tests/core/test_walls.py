"""The second wall: on PostgreSQL a query that forgot the policy finds nothing of another council,
and whoever serves requests cannot take the wall away."""

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal.core import walls
from portal.core.db import within
from portal.core.ids import new_id
from portal.house import METADATA, AuditEvent, Council, Person
from tests import makers
from tests.databases import POSTGRESQL

BEHIND = sorted(
    name
    for name, table in METADATA.tables.items()
    if "council_id" in table.columns and name not in walls.OUTSIDE
)


@pytest.fixture
def two(db, database, engine_name):
    """Two councils with somebody in each; None where there is one role for everything."""
    here, there = makers.make_council(db, name="Here"), makers.make_council(db, name="There")
    for council in (here, there):
        sam = makers.make_young(db, council=council)
        makers.make_plan(db, sam)
        makers.make_connection(db, sam, makers.make_worker(db, council=council))
    db.commit()
    return (here, there) if engine_name == POSTGRESQL else None


def test_a_question_without_the_policy_finds_one_council_only(database, two):
    if two is None:
        assert not database.has_wall
        return
    with database.reader() as owner:
        assert owner.scalar(select(func.count(func.distinct(Person.council_id)))) == 2
    for council in two:
        with database.asker() as handle:
            within(handle.connection(), council.id)
            for name in BEHIND:
                column = METADATA.tables[name].columns["council_id"]
                found = handle.scalars(select(column).distinct()).all()
                assert set(found) <= {council.id}, name
            assert handle.scalars(select(Person.council_id).distinct()).all() == [council.id]


def test_who_has_entered_no_council_finds_nobody(database, two):
    if two is None:
        return
    with database.asker() as handle:
        for name in BEHIND:
            assert handle.scalar(select(func.count()).select_from(METADATA.tables[name])) == 0, name


def test_nothing_of_another_council_is_changed_or_put_there(database, two):
    if two is None:
        return
    here, there = two
    with database.sender() as handle:
        within(handle.connection(), here.id)
        changed = handle.execute(update(Person).values(known_as="Changed")).rowcount
        assert changed == 2  # the young person and the worker of one council
        handle.commit()
    with database.sender() as handle:
        within(handle.connection(), here.id)
        handle.add(Person(id=new_id(), council_id=there.id, ref="r", kind="young", code="X"))
        with pytest.raises(DBAPIError, match="row-level security"):
            handle.flush()
    with database.reader() as owner:
        names = owner.scalars(select(Person.known_as).where(Person.council_id == there.id)).all()
        assert "Changed" not in names


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "person" DISABLE ROW LEVEL SECURITY',
        f'DROP POLICY {walls.POLICY} ON "person"',
        'ALTER ROLE CURRENT_USER BYPASSRLS',
        'TRUNCATE "person"',
        'DROP TABLE "message"',
        "UPDATE audit_event SET what = 'nothing'",
        "DELETE FROM audit_event",
        "UPDATE audit_head SET seq = 0",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE TABLE public.of_my_own (id int)",
    ],
)  # fmt: skip
def test_the_wall_cannot_be_taken_away_by_who_serves_requests(database, two, statement):
    if two is None:
        return
    assert walls.weaknesses(database.sending) == []
    with database.sender() as handle:
        within(handle.connection(), two[0].id)
        with pytest.raises(ProgrammingError):
            handle.execute(text(statement))


def test_the_owner_would_be_found_too_strong(database, two):
    """`flask check` says so when requests come as the role that owns the tables."""
    assert bool(walls.weaknesses(database.writing)) == (two is not None)


def test_every_table_of_a_council_stands_behind_the_wall(database, two):
    if two is None:
        return
    with database.reader() as owner:
        guarded = owner.scalars(
            text("SELECT tablename FROM pg_policies WHERE schemaname = 'public'")
        ).all()
    assert sorted(guarded) == BEHIND
    assert {Council.__tablename__, *walls.OUTSIDE}.isdisjoint(guarded)
    assert AuditEvent.__tablename__ in guarded
