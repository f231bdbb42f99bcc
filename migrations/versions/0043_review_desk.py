"""What was done at the reviewing officer's desk, disputes and returns, for officers and managers.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043_review_desk"
down_revision = "0042_reviews"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "review_dispute",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("ended_words", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_review_dispute_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_dispute_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_dispute_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_dispute")),
        sa.UniqueConstraint("ref", name=op.f("uq_review_dispute_ref")),
    )
    with op.batch_alter_table("review_dispute", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_dispute_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "review_return",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("agreed_by_id", KEY, nullable=True),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_review_return_agreed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_review_return_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_return_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_return")),
        sa.UniqueConstraint("ref", name=op.f("uq_review_return_ref")),
    )
    with op.batch_alter_table("review_return", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_return_council_id_asked_at", ["council_id", "asked_at"], unique=False
        )

    op.create_table(
        "dispute_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("to_id", KEY, nullable=True),
        sa.Column("to_label", sa.String(length=100), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_dispute_step_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_dispute_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"],
            ["review_dispute.id"],
            name=op.f("fk_dispute_step_dispute_id_review_dispute"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dispute_step_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["person.id"], name=op.f("fk_dispute_step_to_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_step")),
        sa.UniqueConstraint("dispute_id", "number", name=op.f("uq_dispute_step_dispute_id_number")),
    )
    with op.batch_alter_table("dispute_step", schema=None) as batch_op:
        batch_op.create_index(
            "ix_dispute_step_council_id_to_id", ["council_id", "to_id"], unique=False
        )

    op.create_table(
        "review_prep",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("wanted", sa.String(length=4), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_prep_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_prep_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_prep_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_prep_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_prep")),
    )
    with op.batch_alter_table("review_prep", schema=None) as batch_op:
        batch_op.create_index("ix_review_prep_review_id", ["review_id"], unique=False)

    op.create_table(
        "review_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("was", sa.DateTime(), nullable=True),
        sa.Column("wall", sa.DateTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("took", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("suggested", sa.String(length=8), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_step_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_step_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_step_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
    )
    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.create_index("ix_review_step_review_id", ["review_id"], unique=False)

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved_from", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("moved_from")

    with op.batch_alter_table("review_step", schema=None) as batch_op:
        batch_op.drop_index("ix_review_step_review_id")

    op.drop_table("review_step")
    with op.batch_alter_table("review_prep", schema=None) as batch_op:
        batch_op.drop_index("ix_review_prep_review_id")

    op.drop_table("review_prep")
    with op.batch_alter_table("dispute_step", schema=None) as batch_op:
        batch_op.drop_index("ix_dispute_step_council_id_to_id")

    op.drop_table("dispute_step")
    with op.batch_alter_table("review_return", schema=None) as batch_op:
        batch_op.drop_index("ix_review_return_council_id_asked_at")

    op.drop_table("review_return")
    with op.batch_alter_table("review_dispute", schema=None) as batch_op:
        batch_op.drop_index("ix_review_dispute_council_id_person_id")

    op.drop_table("review_dispute")
