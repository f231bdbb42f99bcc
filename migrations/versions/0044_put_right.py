"""What is wrong is put right: complaints with their stages, whom they are kept from, good news, for young people.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044_put_right"
down_revision = "0043_review_desk"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "kept_from",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_kept_from_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_kept_from_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_from")),
        sa.UniqueConstraint(
            "source_kind",
            "source_id",
            "person_id",
            name=op.f("uq_kept_from_source_kind_source_id_person_id"),
        ),
    )
    with op.batch_alter_table("kept_from", schema=None) as batch_op:
        batch_op.create_index(
            "ix_kept_from_person_id", ["person_id", "source_kind", "source_id"], unique=False
        )

    op.create_table(
        "wrong_draft",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_wrong_draft_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wrong_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_draft")),
        sa.UniqueConstraint("person_id", "about", name=op.f("uq_wrong_draft_person_id_about")),
    )
    with op.batch_alter_table("wrong_draft", schema=None) as batch_op:
        batch_op.create_index("ix_wrong_draft_at", ["at"], unique=False)

    op.create_table(
        "complaint",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("happened", sa.String(length=8), nullable=False),
        sa.Column("picture_id", KEY, nullable=True),
        sa.Column("voice_id", KEY, nullable=True),
        sa.Column("from_ref", sa.String(length=22), nullable=False),
        sa.Column("handler_id", KEY, nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("panel_on", sa.Date(), nullable=True),
        sa.Column("investigator", sa.String(length=100), nullable=False),
        sa.Column("independent", sa.String(length=100), nullable=False),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_complaint_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["person.id"], name=op.f("fk_complaint_handler_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_complaint_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["upload.id"], name=op.f("fk_complaint_picture_id_upload")
        ),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["upload.id"], name=op.f("fk_complaint_voice_id_upload")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("ref", name=op.f("uq_complaint_ref")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index(
            "ix_complaint_council_id_handler_id",
            ["council_id", "handler_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            "ix_complaint_council_id_made_at", ["council_id", "made_at"], unique=False
        )
        batch_op.create_index(
            "ix_complaint_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "good_news",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("picture_id", KEY, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_good_news_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_good_news_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["upload.id"], name=op.f("fk_good_news_picture_id_upload")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_news")),
        sa.UniqueConstraint("ref", name=op.f("uq_good_news_ref")),
    )
    with op.batch_alter_table("good_news", schema=None) as batch_op:
        batch_op.create_index(
            "ix_good_news_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "complaint_answer",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("promise_ref", sa.String(length=22), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_complaint_answer_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_answer_complaint_id_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_complaint_answer_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_answer")),
        sa.UniqueConstraint(
            "complaint_id", "stage", name=op.f("uq_complaint_answer_complaint_id_stage")
        ),
    )
    op.create_table(
        "complaint_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("complaint_id", KEY, nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("to_id", KEY, nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_complaint_step_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_complaint_step_complaint_id_complaint"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_complaint_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["person.id"], name=op.f("fk_complaint_step_to_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_step")),
    )
    with op.batch_alter_table("complaint_step", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_step_complaint_id", ["complaint_id"], unique=False)

    op.create_table(
        "good_news_to",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("news_id", KEY, nullable=False),
        sa.Column("to_id", KEY, nullable=False),
        sa.Column("tap", sa.String(length=8), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("back_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_good_news_to_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["news_id"], ["good_news.id"], name=op.f("fk_good_news_to_news_id_good_news")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["person.id"], name=op.f("fk_good_news_to_to_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_news_to")),
        sa.UniqueConstraint("news_id", "to_id", name=op.f("uq_good_news_to_news_id_to_id")),
    )
    with op.batch_alter_table("good_news_to", schema=None) as batch_op:
        batch_op.create_index(
            "ix_good_news_to_council_id_to_id", ["council_id", "to_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("good_news_to", schema=None) as batch_op:
        batch_op.drop_index("ix_good_news_to_council_id_to_id")

    op.drop_table("good_news_to")
    with op.batch_alter_table("complaint_step", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_step_complaint_id")

    op.drop_table("complaint_step")
    op.drop_table("complaint_answer")
    with op.batch_alter_table("good_news", schema=None) as batch_op:
        batch_op.drop_index("ix_good_news_council_id_person_id")

    op.drop_table("good_news")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_council_id_person_id")
        batch_op.drop_index("ix_complaint_council_id_made_at")
        batch_op.drop_index("ix_complaint_council_id_handler_id")

    op.drop_table("complaint")
    with op.batch_alter_table("wrong_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_wrong_draft_at")

    op.drop_table("wrong_draft")
    with op.batch_alter_table("kept_from", schema=None) as batch_op:
        batch_op.drop_index("ix_kept_from_person_id")

    op.drop_table("kept_from")
