"""A promise's whole way: its days, whose it was, and what the young person said of it.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025_promises"
down_revision = "0024_pathway"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", MOMENT, nullable=True))

    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keeper_id", KEY, nullable=True))
        batch_op.add_column(
            sa.Column("instead", sa.Text(), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(sa.Column("waits_since", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("changes", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("reopens", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("asked_at", MOMENT, nullable=True))
        batch_op.create_index(
            "ix_promise_council_id_state", ["council_id", "state", "due"], unique=False
        )
        batch_op.create_index(
            "uq_promise_source",
            ["person_id", "source_kind", "source_key"],
            unique=True,
            sqlite_where=sa.text("source_key <> ''"),
            postgresql_where=sa.text("source_key <> ''"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_promise_keeper_id_person"), "person", ["keeper_id"], ["id"]
        )

    with op.batch_alter_table("promise_step", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("instead", sa.Text(), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(sa.Column("was_due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("from_id", KEY, nullable=True))
        batch_op.add_column(sa.Column("to_id", KEY, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_promise_step_from_id_person"), "person", ["from_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_promise_step_to_id_person"), "person", ["to_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("promise_step", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_promise_step_to_id_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_promise_step_from_id_person"), type_="foreignkey")
        batch_op.drop_column("to_id")
        batch_op.drop_column("from_id")
        batch_op.drop_column("due")
        batch_op.drop_column("was_due")
        batch_op.drop_column("instead")

    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_promise_keeper_id_person"), type_="foreignkey")
        batch_op.drop_index(
            "uq_promise_source",
            sqlite_where=sa.text("source_key <> ''"),
            postgresql_where=sa.text("source_key <> ''"),
        )
        batch_op.drop_index("ix_promise_council_id_state")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("reopens")
        batch_op.drop_column("changes")
        batch_op.drop_column("waits_since")
        batch_op.drop_column("instead")
        batch_op.drop_column("keeper_id")

    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.drop_column("asked_at")
