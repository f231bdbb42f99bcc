"""Each decision about whether a young person is told that something of theirs was opened.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_opening_decision"
down_revision = "0007_audit_head"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "opening_decision",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("opening_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_opening_decision_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_opening_decision_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_opening_decision_opening_id_opening")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_decision")),
    )
    op.create_index("ix_opening_decision_opening_id", "opening_decision", ["opening_id"])


def downgrade() -> None:
    op.drop_table("opening_decision")
