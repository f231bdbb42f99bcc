"""Carers write too; pictures and voices; mended, taken back, begun and not sent.

Kind: add. The release before this one reads unchanged beside it; it cannot begin a conversation,
which now says who writes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_messages"
down_revision = "0014_uploads"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("about_id", KEY, nullable=False),
        sa.Column("writer_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_draft_about_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_draft_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"], ["person.id"], name=op.f("fk_draft_writer_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "person_id", "about_id", "writer_id", name=op.f("uq_draft_person_id_about_id_writer_id")
        ),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("writer_id", KEY, nullable=True))
    # Until now only young people wrote, each in their own.
    op.execute("UPDATE conversation SET writer_id = person_id")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.alter_column("writer_id", existing_type=KEY, nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_conversation_person_id_kind"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_conversation_person_id_writer_id_kind"),
            ["person_id", "writer_id", "kind"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_conversation_writer_id_person"), "person", ["writer_id"], ["id"]
        )

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("upload_id", KEY, nullable=True))
        batch_op.add_column(sa.Column("edited_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("taken_back_at", MOMENT, nullable=True))
        batch_op.add_column(
            sa.Column("kept", sa.Text(), server_default=sa.text("''"), nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_message_upload_id_upload"), "upload", ["upload_id"], ["id"]
        )
        batch_op.create_index("ix_message_upload_id", ["upload_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_upload_id")
        batch_op.drop_constraint(batch_op.f("fk_message_upload_id_upload"), type_="foreignkey")
        batch_op.drop_column("kept")
        batch_op.drop_column("taken_back_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("upload_id")

    # What carers wrote has no place in the older shape.
    op.execute(
        "DELETE FROM message WHERE conversation_id IN"
        " (SELECT id FROM conversation WHERE writer_id <> person_id)"
    )
    op.execute(
        "DELETE FROM read_mark WHERE conversation_id IN"
        " (SELECT id FROM conversation WHERE writer_id <> person_id)"
    )
    op.execute("DELETE FROM conversation WHERE writer_id <> person_id")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_conversation_writer_id_person"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("uq_conversation_person_id_writer_id_kind"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_conversation_person_id_kind"), ["person_id", "kind"]
        )
        batch_op.drop_column("writer_id")

    op.drop_table("draft")
