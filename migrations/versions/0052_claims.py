"""What young people ask for, what became of it, and in how many days a council decides.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052_claims"
down_revision = "0051_local_items"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("granted", sa.Integer(), nullable=True),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("turn_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_claim_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_claim_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("ref", name=op.f("uq_claim_ref")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(
            "ix_claim_council_id_person_id", ["council_id", "person_id", "item"], unique=False
        )
        batch_op.create_index(
            "ix_claim_council_id_state", ["council_id", "state", "due_at"], unique=False
        )

    op.create_table(
        "claim_days",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("decide", sa.Integer(), nullable=False),
        sa.Column("pay", sa.Integer(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_claim_days_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_claim_days_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_days")),
    )
    with op.batch_alter_table("claim_days", schema=None) as batch_op:
        batch_op.create_index("ix_claim_days_council_id", ["council_id"], unique=False)

    op.create_table(
        "claim_paper",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("document_ref", sa.String(length=22), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_paper_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_claim_paper_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_paper")),
        sa.UniqueConstraint(
            "claim_id", "document_ref", name=op.f("uq_claim_paper_claim_id_document_ref")
        ),
    )
    op.create_table(
        "claim_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("claim_id", KEY, nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_claim_step_by_id_person")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_step_claim_id_claim")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_claim_step_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_step")),
    )
    with op.batch_alter_table("claim_step", schema=None) as batch_op:
        batch_op.create_index("ix_claim_step_claim_id", ["claim_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("claim_step", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_step_claim_id")

    op.drop_table("claim_step")
    op.drop_table("claim_paper")
    with op.batch_alter_table("claim_days", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_days_council_id")

    op.drop_table("claim_days")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_council_id_state")
        batch_op.drop_index("ix_claim_council_id_person_id")

    op.drop_table("claim")
