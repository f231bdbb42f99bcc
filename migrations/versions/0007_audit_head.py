"""The audit is only added to, and the database itself keeps the end of each chain.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_audit_head"
down_revision = "0006_opening"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")


REFUSED = "the audit is only added to"

SQLITE = (
    "CREATE TRIGGER audit_event_added AFTER INSERT ON audit_event BEGIN"
    " INSERT INTO audit_head (id, council_id, chain, seq, hash)"
    " VALUES (NEW.id, NEW.council_id, NEW.chain, NEW.seq, NEW.hash)"
    " ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash; END",
    "CREATE TRIGGER audit_event_not_changed BEFORE UPDATE ON audit_event BEGIN"
    f" SELECT RAISE(ABORT, '{REFUSED}'); END",
    "CREATE TRIGGER audit_event_not_deleted BEFORE DELETE ON audit_event BEGIN"
    f" SELECT RAISE(ABORT, '{REFUSED}'); END",
)
POSTGRESQL = (
    # As its owner: whoever serves requests may read the heads and never write them.
    "CREATE FUNCTION audit_event_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    " SET search_path = public, pg_temp AS $$ BEGIN"
    " INSERT INTO audit_head (id, council_id, chain, seq, hash)"
    " VALUES (NEW.id, NEW.council_id, NEW.chain, NEW.seq, NEW.hash)"
    " ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;"
    " RETURN NULL; END $$",
    "CREATE FUNCTION audit_event_kept() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER audit_event_added AFTER INSERT ON audit_event"
    " FOR EACH ROW EXECUTE FUNCTION audit_event_added()",
    "CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON audit_event"
    " FOR EACH ROW EXECUTE FUNCTION audit_event_kept()",
    "CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_event_kept()",
)


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint("chain", name=op.f("uq_audit_head_chain")),
    )
    op.execute(
        "INSERT INTO audit_head (id, council_id, chain, seq, hash)"
        " SELECT id, council_id, chain, seq, hash FROM audit_event AS newest WHERE seq ="
        " (SELECT max(seq) FROM audit_event AS one WHERE one.chain = newest.chain)"
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("added", "not_changed", "not_deleted"):
            op.execute(f"DROP TRIGGER audit_event_{name}")
    else:
        for name in ("added", "kept", "not_emptied"):
            op.execute(f"DROP TRIGGER audit_event_{name} ON audit_event")
        op.execute("DROP FUNCTION audit_event_added")
        op.execute("DROP FUNCTION audit_event_kept")
    op.drop_table("audit_head")
