"""To whom something went on that nobody did in time.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_steps"
down_revision = "0012_jobs"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "owed_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("from_id", KEY, nullable=False),
        sa.Column("to_id", KEY, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_owed_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["person.id"], name=op.f("fk_owed_step_from_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_owed_step_person_id_person")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_owed_step_to_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_step")),
        sa.UniqueConstraint(
            "source_kind",
            "source_id",
            "kind",
            "since",
            "number",
            name=op.f("uq_owed_step_source_kind_source_id_kind_since_number"),
        ),
    )
    with op.batch_alter_table("owed_step", schema=None) as batch_op:
        batch_op.create_index(
            "ix_owed_step_council_id_person_id", ["council_id", "person_id"], unique=False
        )
        batch_op.create_index(
            "ix_owed_step_council_id_to_id", ["council_id", "to_id"], unique=False
        )

    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_at", MOMENT, nullable=True))
        batch_op.create_index("ix_owed_next_at", ["next_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.drop_index("ix_owed_next_at")
        batch_op.drop_column("next_at")

    with op.batch_alter_table("owed_step", schema=None) as batch_op:
        batch_op.drop_index("ix_owed_step_council_id_to_id")
        batch_op.drop_index("ix_owed_step_council_id_person_id")

    op.drop_table("owed_step")
