"""The second wall, on PostgreSQL: as the role that serves requests, one council at a time.

Every test here speaks to the database itself, without any policy of ours in front. SQLite has no
such wall, so there is nothing to ask of it.
"""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.core import audit, clock, walls
from portal.core import db as doors
from portal.core.db import Database, enter, opened, settle, within
from portal.core.ids import new_id
from portal.house import METADATA, AuditEvent, AuditHead, Person
from tests import databases, servers
from tests.databases import POSTGRESQL
from tests.matrix import world as worlds
from tests.matrix.facts import NOW

# What is found only by a user name or by the hash of a secret, and what belongs to an account or
# to nobody. Said here again, so that whoever takes a table out of the wall changes two files.
OUTSIDE = {
    "council", "account", "membership", "session", "invite", "passkey", "staff_identity", "receipt",
    "tally", "alembic_version", "job_run", "heartbeat", "proof_code",
}  # fmt: skip
BEHIND = sorted(set(METADATA.tables) - OUTSIDE)


def pytest_generate_tests(metafunc):
    """One engine only, and left out where the run leaves it out."""
    if "wall" in metafunc.fixturenames:
        only_sqlite = metafunc.config.getoption("only_sqlite")
        metafunc.parametrize("wall", [] if only_sqlite else [POSTGRESQL], indirect=True)


@pytest.fixture(scope="module")
def wall(request):
    """A database with two councils in it, and one of everything in each."""
    with clock.fixed(NOW, everywhere=True), databases.fresh(request.param) as database:
        yield database, worlds.build(database)


@pytest.fixture
def serving(wall):
    """A connection of the serving role in a transaction that is undone; not in any council."""
    database, _world = wall
    with database.sending.connect() as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def in_a(serving, wall):
    within(serving, wall[1].councils["A"])
    return serving


def count(connection, table):
    return connection.scalar(select(func.count()).select_from(METADATA.tables[table]))


def councils_in(connection, table):
    return set(connection.scalars(select(METADATA.tables[table].c.council_id)))


def refused(connection, statement, given=None):
    """Whether the database refuses, for want of a right; the transaction goes on."""
    try:
        with connection.begin_nested():
            connection.execute(statement, given)
    except DBAPIError as error:
        return isinstance(error.orig, InsufficientPrivilege)
    return False


# --- what is seen ------------------------------------------------------------------------------


def test_requests_come_as_another_role(serving, wall):
    database, _world = wall
    assert database.has_wall
    assert serving.scalar(text("SELECT current_user")) == servers.SERVING
    with database.writing.connect() as owner:
        assert owner.scalar(text("SELECT current_user")) == servers.OWNER


@pytest.mark.parametrize("table", BEHIND)
def test_outside_of_every_council_there_is_nothing(serving, table):
    assert count(serving, table) == 0


@pytest.mark.parametrize("table", BEHIND)
def test_within_a_council_there_is_nothing_of_another(in_a, wall, table):
    database, world = wall
    seen = councils_in(in_a, table)
    assert seen <= {world.councils["A"]}
    with database.reading.connect() as owner:
        there = councils_in(owner, table)
        assert count(in_a, table) < count(owner, table)
    assert there == set(world.councils.values()), "the world has none of it in both councils"
    assert seen


def test_by_its_key_or_by_its_ref_it_is_not_there_either(in_a, wall):
    _database, world = wall
    person = METADATA.tables["person"]
    for found in (person.c.id == world.ids["bea"], person.c.ref == world.refs["bea"]):
        assert in_a.execute(select(person).where(found)).all() == []
    joined = select(person.c.id).join(
        METADATA.tables["plan"], METADATA.tables["plan"].c.person_id == person.c.id
    )
    assert world.ids["bea"] not in set(in_a.scalars(joined))


@pytest.mark.parametrize("council", ["", "0", "-1", "99999999999"])
def test_a_council_that_there_is_not_holds_nothing(serving, council):
    serving.execute(text("SELECT set_config('alongside.council', :c, true)"), {"c": council})
    assert count(serving, "person") == 0


# --- what is changed -----------------------------------------------------------------------------


@pytest.mark.parametrize("table", sorted(set(BEHIND) - {"audit_event", "audit_head"}))
def test_nothing_of_another_council_is_changed(in_a, wall, table):
    """An update finds no row; a row cannot be moved or written there."""
    database, world = wall
    other, here = world.councils["B"], world.councils["A"]
    rows = METADATA.tables[table]
    with database.reading.connect() as owner:
        found = owner.execute(select(rows).where(rows.c.council_id == other)).mappings()
        theirs = dict(found.first())
    which = rows.c.id == theirs["id"]
    assert in_a.execute(update(rows).where(which).values(council_id=here)).rowcount == 0
    assert in_a.execute(delete(rows).where(which)).rowcount == 0
    assert refused(in_a, insert(rows), {**theirs, "id": new_id()})
    mine = rows.c.council_id == here
    assert refused(in_a, update(rows).where(mine).values(council_id=other))


def test_what_was_noted_is_only_added_to(in_a, wall):
    _database, world = wall
    events, heads = AuditEvent.__table__, AuditHead.__table__
    assert refused(in_a, update(events).values(what="somebody else"))
    assert refused(in_a, delete(events))
    assert refused(in_a, text("TRUNCATE audit_event"))
    assert refused(in_a, update(heads).values(seq=1))
    assert refused(in_a, delete(heads))
    before = dict(in_a.execute(select(heads)).mappings().first())
    assert refused(in_a, insert(heads), {**before, "id": new_id(), "chain": new_id()})
    note = audit.Note(
        world.councils["B"], world.ids["bea"], 1, 1, "worker", audit.LOOKED, "staff.person", NOW
    )
    with pytest.raises(DBAPIError, match="row-level security"), in_a.begin_nested():
        audit.append(in_a, note)
    audit.append(in_a, audit.Note(
        world.councils["A"], world.ids["sam"], 1, 1, "worker", audit.LOOKED, "staff.person", NOW
    ))  # fmt: skip


def test_no_request_says_that_a_worker_lives_or_a_job_is_done(in_a):
    for table in ("heartbeat", "job_run"):
        rows = METADATA.tables[table]
        assert in_a.execute(select(rows)).all() == []
        assert refused(in_a, delete(rows))
        assert refused(in_a, text(f"INSERT INTO {table} (id) VALUES (1)"))


# --- whether it can be taken down ---------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE app",
        "SET SESSION AUTHORIZATION app",
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE person NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY own_council ON person",
        "ALTER POLICY own_council ON person USING (true)",
        "CREATE POLICY mine ON person USING (true)",
        "ALTER TABLE audit_event DISABLE TRIGGER USER",
        "ALTER ROLE web BYPASSRLS",
        "ALTER ROLE web SUPERUSER",
        "CREATE ROLE another SUPERUSER",
        "DROP TABLE person CASCADE",
        "ALTER TABLE person RENAME TO people",
        "TRUNCATE person CASCADE",
        "CREATE TABLE copy_of_person AS SELECT * FROM person",
        "COPY person TO PROGRAM 'cat'",
        "UPDATE alembic_version SET version_num = '0000'",
    ],
)
def test_the_wall_stands_against_whoever_serves(in_a, statement):
    assert refused(in_a, text(statement))


def test_nobody_grants_themselves_what_they_do_not_hold(in_a):
    """PostgreSQL says so in a warning only."""
    in_a.execute(text("GRANT ALL ON audit_event TO web"))
    assert refused(in_a, delete(AuditEvent.__table__))


def test_switched_off_it_gives_an_error_and_no_rows(in_a):
    """`row_security` off does not pass the wall: it makes every question an error instead."""
    in_a.execute(text("SET LOCAL row_security = off"))
    assert refused(in_a, select(METADATA.tables["person"]))


# --- every table, now and later ------------------------------------------------------------------


def in_the_catalogue(database):
    """(table, whether the wall stands there, whether it has a policy) as PostgreSQL knows it."""
    asked = text(
        "SELECT c.relname, c.relrowsecurity, count(p.polname) FROM pg_class c"
        " LEFT JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        " GROUP BY 1, 2"
    )
    with database.writing.connect() as owner:
        return {name: (stands, policies) for name, stands, policies in owner.execute(asked)}


def test_the_wall_stands_round_every_table_of_a_council(wall):
    database, _world = wall
    known = in_the_catalogue(database)
    assert set(known) == set(METADATA.tables) | {"alembic_version"}
    for table in BEHIND:
        assert known[table] == (True, 1), table
    for table in OUTSIDE:
        assert known[table] == (False, 0), table
    assert walls.OUTSIDE <= OUTSIDE


def test_a_table_that_is_added_later_stands_behind_it(blank_wall):
    """From the day it is made: walls are raised after every migration."""
    database = blank_wall
    later = sa.Table("later", sa.MetaData(), sa.Column("council_id", sa.BigInteger))
    with database.writing.begin() as owner:
        later.create(owner)
        owner.execute(insert(later), {"council_id": 7})
    walls.raise_walls(database)
    walls.raise_walls(database)  # safe to repeat
    assert in_the_catalogue(database)["later"] == (True, 1)
    with database.sending.connect() as serving:
        assert serving.scalar(select(func.count()).select_from(later)) == 0
        within(serving, 7)
        assert serving.scalar(select(func.count()).select_from(later)) == 1


@pytest.fixture
def blank_wall(wall, tmp_path):
    with databases.fresh(POSTGRESQL) as database:
        yield database


def test_no_view_and_no_function_goes_round_it(wall):
    """A view, or a function with its owner's rights, would ask as the tables' owner. Only triggers
    have those, and nobody else may hang one on a table of their own."""
    database, _world = wall
    with database.writing.connect() as owner:
        assert inspect(owner).get_view_names() == []
        asked = text(
            "SELECT proname, prorettype = 'trigger'::regtype,"
            " has_function_privilege(:role, oid, 'EXECUTE') FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        )
        found = owner.execute(asked, {"role": servers.SERVING}).all()
    assert [tuple(row)[1:] for row in found] == [(True, False)] * len(found), found


def test_the_ends_of_chains_are_not_written_through_a_trigger_of_ones_own(in_a):
    """A table of their own for the time being, with the audit's own trigger on it, would write
    whatever it is given as the end of a chain."""
    in_a.execute(text("CREATE TEMPORARY TABLE forged AS SELECT * FROM audit_event WHERE false"))
    hung = "CREATE TRIGGER forge AFTER INSERT ON forged FOR EACH ROW EXECUTE FUNCTION {}()"
    assert refused(in_a, text(hung.format("audit_event_added")))


# --- through our own handles ---------------------------------------------------------------------


def test_a_question_without_any_policy_shows_nothing_of_another_council(wall):
    """What a query that forgot everything would show, through a request's own handle."""
    database, world = wall
    with database.asker() as handle:
        assert handle.scalars(select(Person)).all() == []
    with database.asker() as handle:
        within(handle.connection(), world.councils["A"])
        councils = {person.council_id for person in handle.scalars(select(Person))}
    assert councils == {world.councils["A"]}


def test_nothing_of_a_council_is_left_on_a_connection(wall):
    """The one that goes back to the pool is in no council, whoever has it next."""
    database, world = wall
    one_only = Database(
        database.url.render_as_string(False), database.owner_url.render_as_string(False)
    )
    try:
        for end in ("commit", "rollback", "close"):
            with one_only.sending.connect() as first:
                backend = first.scalar(text("SELECT pg_backend_pid()"))
                within(first, world.councils["A"])
                assert count(first, "person") > 0
                getattr(first, end)()
            with one_only.sending.connect() as next_one:
                assert next_one.scalar(text("SELECT pg_backend_pid()")) == backend
                assert count(next_one, "person") == 0, end
                assert not next_one.scalar(
                    text("SELECT nullif(current_setting('alongside.council', true), '')")
                )
    finally:
        one_only.dispose()


def test_a_request_enters_one_council_and_leaves_it(wall, house):
    """`enter`, as a request does, for reading and for writing; and the next request is in none."""
    database, world = wall
    before = house.extensions["database"]
    house.extensions["database"] = database
    try:
        for method in ("GET", "POST"):
            with house.test_request_context("/", method=method):
                assert opened().scalar(select(func.count(Person.id))) == 0
                enter(world.councils["B"])
                found = set(opened().scalars(select(Person.council_id)))
                assert found == {world.councils["B"]}
                with doors.glance() as glancing:
                    assert set(glancing.scalars(select(Person.council_id))) == found
                settle(keep=False)
            with house.test_request_context("/", method=method):
                assert opened().scalar(select(func.count(Person.id))) == 0
                settle(keep=False)
    finally:
        house.extensions["database"] = before


# --- who could get round it ---------------------------------------------------------------------


def test_the_serving_role_has_no_way_round(wall):
    database, _world = wall
    assert walls.weaknesses(database.sending) == []


def test_an_owner_has(wall):
    """Serving requests as the owner of the tables, or as a superuser, is found out."""
    database, _world = wall
    found = walls.weaknesses(database.writing)
    assert len(found) == 3
    assert any("may make tables" in said for said in found)
    assert any("may pass" in said for said in found)
    assert any("owns tables" in said for said in found)


@pytest.mark.parametrize("right", ["BYPASSRLS", "CREATEROLE", "SUPERUSER"])
def test_a_role_with_such_a_right_is_found_out(wall, right):
    database, _world = wall
    servers.postgresql_do(f"CREATE ROLE strong LOGIN {right}")
    try:
        strong = Database(database.url.set(username="strong").render_as_string(False))
        assert any("may pass" in said for said in walls.weaknesses(strong.sending))
        strong.dispose()
    finally:
        servers.postgresql_do("DROP ROLE strong")


def test_a_member_of_the_owners_is_found_out(wall):
    """Not the owner itself, but able to become it."""
    database, _world = wall
    servers.postgresql_do("CREATE ROLE keeper", "CREATE ROLE nearly LOGIN IN ROLE keeper")
    with database.writing.begin() as owner:
        owner.execute(text("CREATE TABLE kept (council_id bigint)"))
        owner.execute(text("ALTER TABLE kept OWNER TO keeper"))
    nearly = Database(database.url.set(username="nearly").render_as_string(False))
    try:
        assert any("owns tables" in said for said in walls.weaknesses(nearly.sending))
    finally:
        nearly.dispose()
        with database.writing.begin() as owner:
            owner.execute(text("DROP TABLE kept"))
        servers.postgresql_do("DROP ROLE nearly", "DROP ROLE keeper")


def test_without_the_role_the_wall_is_not_raised_in_silence(wall):
    database, _world = wall
    nobody = Database(
        database.url.set(username="nobody_here").render_as_string(False),
        database.owner_url.render_as_string(False),
    )
    with pytest.raises(walls.NoSuchRole):
        walls.raise_walls(nobody)
    nobody.dispose()
