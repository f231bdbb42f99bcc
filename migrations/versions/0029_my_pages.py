"""What a young person writes about themselves, and how they say they are.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029_my_pages"
down_revision = "0028_staying"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feeling",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("mood", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("help", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_feeling_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_feeling_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeling")),
        sa.UniqueConstraint("ref", name=op.f("uq_feeling_ref")),
    )
    with op.batch_alter_table("feeling", schema=None) as batch_op:
        batch_op.create_index(
            "ix_feeling_council_id_person_id", ["council_id", "person_id", "at"], unique=False
        )

    op.create_table(
        "my_answer_before",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("page", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_my_answer_before_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_my_answer_before_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_my_answer_before")),
    )
    with op.batch_alter_table("my_answer_before", schema=None) as batch_op:
        batch_op.create_index(
            "ix_my_answer_before_person_id_page", ["person_id", "page"], unique=False
        )

    op.create_table(
        "my_answer",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("page", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("upload_id", KEY, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_my_answer_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_my_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_my_answer_upload_id_upload")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_my_answer")),
        sa.UniqueConstraint(
            "person_id", "page", "code", name=op.f("uq_my_answer_person_id_page_code")
        ),
    )


def downgrade() -> None:
    op.drop_table("my_answer")
    with op.batch_alter_table("my_answer_before", schema=None) as batch_op:
        batch_op.drop_index("ix_my_answer_before_person_id_page")

    op.drop_table("my_answer_before")
    with op.batch_alter_table("feeling", schema=None) as batch_op:
        batch_op.drop_index("ix_feeling_council_id_person_id")

    op.drop_table("feeling")
