"""What a young person shows to whom.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021_shares"
down_revision = "0020_channels"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("thing", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("to", sa.String(length=8), nullable=False),
        sa.Column("with_id", KEY, nullable=True),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_share_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_share_person_id_person")
        ),
        sa.ForeignKeyConstraint(["with_id"], ["person.id"], name=op.f("fk_share_with_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
    )
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.create_index(
            "ix_share_council_id_person_id", ["council_id", "person_id", "thing"], unique=False
        )
        batch_op.create_index(
            "uq_share_open_all",
            ["person_id", "thing", "key", "to"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND with_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND with_id IS NULL"),
        )
        batch_op.create_index(
            "uq_share_open_one",
            ["person_id", "thing", "key", "with_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND with_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND with_id IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_share_open_one",
            sqlite_where=sa.text("ended_at IS NULL AND with_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND with_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_share_open_all",
            sqlite_where=sa.text("ended_at IS NULL AND with_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND with_id IS NULL"),
        )
        batch_op.drop_index("ix_share_council_id_person_id")

    op.drop_table("share")
