"""What young people say, who read it, and the answer that comes back.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040_say"
down_revision = "0036_home_photos"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "said",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.Column("about_ref", sa.String(length=22), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("face", sa.Integer(), nullable=True),
        sa.Column("symbols", sa.String(length=200), nullable=False),
        sa.Column("picture_id", KEY, nullable=True),
        sa.Column("voice_id", KEY, nullable=True),
        sa.Column("helped_by", sa.String(length=100), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("turn_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("face IS NULL OR face BETWEEN 1 AND 5", name=op.f("ck_said_face")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_said_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_said_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["upload.id"], name=op.f("fk_said_picture_id_upload")
        ),
        sa.ForeignKeyConstraint(["voice_id"], ["upload.id"], name=op.f("fk_said_voice_id_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said")),
        sa.UniqueConstraint("ref", name=op.f("uq_said_ref")),
    )
    with op.batch_alter_table("said", schema=None) as batch_op:
        batch_op.create_index("ix_said_about", ["kind", "about_id"], unique=False)
        batch_op.create_index(
            "ix_said_council_id_person_id",
            ["council_id", "person_id", "kind", "said_at"],
            unique=False,
        )
        batch_op.create_index("ix_said_council_id_state", ["council_id", "state"], unique=False)

    op.create_table(
        "said_answer",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("said_id", KEY, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("promise_ref", sa.String(length=22), nullable=False),
        sa.Column("found", sa.String(length=8), nullable=False),
        sa.Column("found_text", sa.Text(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_said_answer_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_said_answer_council_id_council")
        ),
        sa.ForeignKeyConstraint(["said_id"], ["said.id"], name=op.f("fk_said_answer_said_id_said")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said_answer")),
        sa.UniqueConstraint("said_id", "turn", name=op.f("uq_said_answer_said_id_turn")),
    )
    op.create_table(
        "said_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("said_id", KEY, nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("where_ref", sa.String(length=22), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_said_step_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_said_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(["said_id"], ["said.id"], name=op.f("fk_said_step_said_id_said")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said_step")),
        sa.UniqueConstraint(
            "said_id",
            "what",
            "by_id",
            "where_ref",
            name=op.f("uq_said_step_said_id_what_by_id_where_ref"),
        ),
    )
    with op.batch_alter_table("said_step", schema=None) as batch_op:
        batch_op.create_index("ix_said_step_said_id", ["said_id"], unique=False)

    op.create_table(
        "said_draft",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("about_ref", sa.String(length=22), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_said_draft_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_said_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said_draft")),
        sa.UniqueConstraint(
            "person_id", "about_ref", name=op.f("uq_said_draft_person_id_about_ref")
        ),
    )
    with op.batch_alter_table("said_draft", schema=None) as batch_op:
        batch_op.create_index("ix_said_draft_at", ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("said_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_said_draft_at")

    op.drop_table("said_draft")
    with op.batch_alter_table("said_step", schema=None) as batch_op:
        batch_op.drop_index("ix_said_step_said_id")

    op.drop_table("said_step")
    op.drop_table("said_answer")
    with op.batch_alter_table("said", schema=None) as batch_op:
        batch_op.drop_index("ix_said_council_id_state")
        batch_op.drop_index("ix_said_council_id_person_id")
        batch_op.drop_index("ix_said_about")

    op.drop_table("said")
