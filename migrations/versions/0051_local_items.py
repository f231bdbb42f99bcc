"""What a council offers besides the law, with drafts of it, and what a young person told us so that
an answer fits.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051_local_items"
down_revision = "0050_articles"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "local_item",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("offered_by", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kept_by_id", sa.BigInteger(), nullable=True),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_local_item_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_item")),
        sa.UniqueConstraint("ref", name=op.f("uq_local_item_ref")),
    )
    with op.batch_alter_table("local_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_local_item_council_id_gone_at",
            ["council_id", "gone_at", "offered_by", "code"],
            unique=False,
        )

    op.create_table(
        "local_draft",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("offered_by", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("follows_id", sa.BigInteger(), nullable=True),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_local_draft_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_draft")),
        sa.UniqueConstraint(
            "council_id", "offered_by", "code",
            name=op.f("uq_local_draft_council_id_offered_by_code"),
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_local_draft_ref")),
    )  # fmt: skip

    op.create_table(
        "own_fact",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_own_fact_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_own_fact_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_fact")),
        sa.UniqueConstraint("person_id", "code", name=op.f("uq_own_fact_person_id_code")),
    )


def downgrade() -> None:
    op.drop_table("own_fact")
    op.drop_table("local_draft")
    with op.batch_alter_table("local_item", schema=None) as batch_op:
        batch_op.drop_index("ix_local_item_council_id_gone_at")

    op.drop_table("local_item")
