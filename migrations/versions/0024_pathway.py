"""A young person's own words and skills in their pathway plan, and early reviews, for them and their workers.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024_pathway"
down_revision = "0023_goals"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "early_review",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("says", sa.String(length=8), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_early_review_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_early_review_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_early_review_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_review")),
        sa.UniqueConstraint("ref", name=op.f("uq_early_review_ref")),
    )
    with op.batch_alter_table("early_review", schema=None) as batch_op:
        batch_op.create_index(
            "ix_early_review_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "own_words",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_own_words_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_own_words_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_words")),
        sa.UniqueConstraint("ref", name=op.f("uq_own_words_ref")),
    )
    with op.batch_alter_table("own_words", schema=None) as batch_op:
        batch_op.create_index(
            "ix_own_words_council_id_person_id", ["council_id", "person_id", "area"], unique=False
        )

    op.create_table(
        "skill_mark",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("skill", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.Column("before", sa.String(length=8), nullable=False),
        sa.Column("before_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_skill_mark_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_skill_mark_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_mark")),
        sa.UniqueConstraint("person_id", "skill", name=op.f("uq_skill_mark_person_id_skill")),
    )
    with op.batch_alter_table("skill_mark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_skill_mark_council_id_person_id", ["council_id", "person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("skill_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_skill_mark_council_id_person_id")

    op.drop_table("skill_mark")
    with op.batch_alter_table("own_words", schema=None) as batch_op:
        batch_op.drop_index("ix_own_words_council_id_person_id")

    op.drop_table("own_words")
    with op.batch_alter_table("early_review", schema=None) as batch_op:
        batch_op.drop_index("ix_early_review_council_id_person_id")

    op.drop_table("early_review")
