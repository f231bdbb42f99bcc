"""The second wall, on PostgreSQL: row-level security by council.

The policy in front (`people.reach`) decides who may see what. If a query of ours ever forgot it,
this wall still shows nothing of another council: requests come as a role that owns no table, so
it can neither change nor switch off what is raised here, and each transaction sees the rows of
the one council it has entered (`core.db.enter`), or none.

The wall is worked out from the database itself, after every migration: a table with a
`council_id` stands behind it from the day it is born. Outside stand the council's own row and
what is found only by a user name or by the hash of a secret (docs: `people.tables`).
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from portal.core.db import Database

OUTSIDE = frozenset({"membership", "session", "invite", "proof_code"})
# Nobody who serves requests changes what was noted (the rows' own trigger refuses it, too), or says
# that a worker is alive or a job done.
ONLY_ADDED_TO = frozenset({"audit_event"})
ONLY_READ = frozenset({"alembic_version", "audit_head", "heartbeat", "job_run"})
POLICY = "own_council"


class NoSuchRole(RuntimeError):
    """The role that serves requests does not exist yet; only whoever keeps the server makes it."""


def raise_walls(database: Database) -> None:
    """Put the wall round every council's rows, for the role that serves requests. Safe to repeat.

    Does nothing where requests and commands come as one role. Raises NoSuchRole.
    """
    if not database.has_wall:
        return
    role = database.url.username
    assert role is not None
    with database.writing.begin() as owner:
        known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
        if owner.execute(known, {"role": role}).first() is None:
            raise NoSuchRole(role)
        quoted = owner.dialect.identifier_preparer.quote(role)
        owner.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
        for table in sorted(inspect(owner).get_table_names()):
            _grant(owner, table, quoted)
            if table not in OUTSIDE and _has_council(owner, table):
                _wall(owner, table, quoted)
        for function in owner.scalars(_OUR_FUNCTIONS):
            owner.execute(text(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, {quoted}"))


# Triggers of ours run with their owner's rights, which everybody may hang on a table of their own
# unless that is taken away: through the audit's, the end of any chain could be written.
_OUR_FUNCTIONS = text(
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " AND pg_get_userbyid(proowner) = current_user"
)


def _grant(owner: Connection, table: str, role: str) -> None:
    may = "SELECT, INSERT, UPDATE, DELETE"
    if table in ONLY_READ:
        may = "SELECT"
    elif table in ONLY_ADDED_TO:
        may = "SELECT, INSERT"
    owner.execute(text(f'REVOKE ALL ON "{table}" FROM {role}'))
    owner.execute(text(f'GRANT {may} ON "{table}" TO {role}'))


def _has_council(owner: Connection, table: str) -> bool:
    return any(column["name"] == "council_id" for column in inspect(owner).get_columns(table))


def _wall(owner: Connection, table: str, role: str) -> None:
    here = "council_id = nullif(current_setting('alongside.council', true), '')::bigint"
    owner.execute(text(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'))
    owner.execute(text(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"'))
    owner.execute(
        text(f'CREATE POLICY {POLICY} ON "{table}" TO {role} USING ({here}) WITH CHECK ({here})')
    )


def weaknesses(engine: Engine) -> list[str]:
    """Why the role that serves requests could get round the wall; empty when it cannot."""
    if engine.dialect.name != "postgresql":
        return []
    try:
        return _weaknesses(engine)
    except OperationalError:
        return ["DATABASE_URL: the database does not answer. Start it, or mend the address."]


def _weaknesses(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        role = connection.execute(
            text(
                "SELECT rolsuper, rolbypassrls, rolcreaterole, rolname FROM pg_roles"
                " WHERE rolname = current_user"
            )
        ).one()
        owns = connection.execute(
            text(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
                " AND pg_has_role(current_user, tableowner, 'MEMBER')"
            )
        ).scalar_one()
        makes = connection.execute(
            text("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        ).scalar_one()
    found = []
    if makes:
        found.append(f"The role {role.rolname} may make tables: REVOKE CREATE ON SCHEMA public.")
    if role.rolsuper or role.rolbypassrls or role.rolcreaterole:
        found.append(f"The role {role.rolname} may pass row-level security: take that right away.")
    if owns:
        found.append(f"The role {role.rolname} owns tables: serve requests as another role.")
    return found
