"""What a young person adds to their plan and says of it, answers, and big questions.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_plan"
down_revision = "0021_shares"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "big_question",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.Column("stands", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decides", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("ask_again", sa.Date(), nullable=True),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_big_question_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_big_question_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_big_question_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_big_question")),
    )
    with op.batch_alter_table("big_question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_big_question_council_id_person_id",
            ["council_id", "person_id", "question"],
            unique=False,
        )
        batch_op.create_index(
            "uq_big_question_holds",
            ["person_id", "question"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "own_line",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_own_line_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_own_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_line")),
        sa.UniqueConstraint("ref", name=op.f("uq_own_line_ref")),
    )
    with op.batch_alter_table("own_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_own_line_council_id_person_id",
            ["council_id", "person_id", "kind", "area"],
            unique=False,
        )
        batch_op.create_index(
            "uq_own_line_shown",
            ["line_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "plan_response",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("seen_id", sa.BigInteger(), nullable=True),
        sa.Column("says", sa.String(length=8), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=True),
        sa.Column("wait_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("again_at", MOMENT, nullable=True),
        sa.Column("again_why", sa.Text(), nullable=False),
        sa.Column("again_by", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_response_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_response_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_response")),
        sa.UniqueConstraint("ref", name=op.f("uq_plan_response_ref")),
    )
    with op.batch_alter_table("plan_response", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_response_council_id_person_id",
            ["council_id", "person_id", "kind", "area"],
            unique=False,
        )
        batch_op.create_index("ix_plan_response_wait_id", ["wait_id"], unique=False)
        batch_op.create_index(
            "uq_plan_response_open",
            ["person_id", "kind", "area"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "say_draft",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_say_draft_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_say_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_say_draft")),
        sa.UniqueConstraint("person_id", "about", name=op.f("uq_say_draft_person_id_about")),
    )
    with op.batch_alter_table("say_draft", schema=None) as batch_op:
        batch_op.create_index("ix_say_draft_at", ["at"], unique=False)

    op.create_table(
        "plan_answer",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("response_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_answer_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_answer_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["plan_response.id"],
            name=op.f("fk_plan_answer_response_id_plan_response"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_answer")),
    )
    with op.batch_alter_table("plan_answer", schema=None) as batch_op:
        batch_op.create_index("ix_plan_answer_response_id", ["response_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("plan_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_answer_response_id")

    op.drop_table("plan_answer")
    with op.batch_alter_table("say_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_say_draft_at")

    op.drop_table("say_draft")
    with op.batch_alter_table("plan_response", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_response_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_plan_response_wait_id")
        batch_op.drop_index("ix_plan_response_council_id_person_id")

    op.drop_table("plan_response")
    with op.batch_alter_table("own_line", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_own_line_shown",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_own_line_council_id_person_id")

    op.drop_table("own_line")
    with op.batch_alter_table("big_question", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_big_question_holds",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_big_question_council_id_person_id")

    op.drop_table("big_question")
