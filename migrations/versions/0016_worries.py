"""Messages that worried us.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_worries"
down_revision = "0015_messages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "worry",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("from_id", KEY, nullable=False),
        sa.Column("why", sa.String(length=8), nullable=False),
        sa.Column("found", sa.String(length=24), nullable=False),
        sa.Column("source_kind", sa.String(length=16), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("source_ref", sa.String(length=22), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("taken_by_id", KEY, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("done", sa.String(length=1000), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_worry_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_worry_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_worry_from_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_worry_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name=op.f("fk_worry_taken_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worry")),
        sa.UniqueConstraint("ref", name=op.f("uq_worry_ref")),
        sa.UniqueConstraint(
            "source_kind", "source_id", name=op.f("uq_worry_source_kind_source_id")
        ),
    )
    with op.batch_alter_table("worry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_worry_council_id_taken_at", ["council_id", "taken_at"], unique=False
        )
        batch_op.create_index("ix_worry_person_id", ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("worry", schema=None) as batch_op:
        batch_op.drop_index("ix_worry_person_id")
        batch_op.drop_index("ix_worry_council_id_taken_at")

    op.drop_table("worry")
