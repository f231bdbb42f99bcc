"""Replies to begin from, and notes between staff.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_replies_and_notes"
down_revision = "0016_worries"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "saved_reply",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("child", sa.Text(), nullable=False),
        sa.Column("teen", sa.Text(), nullable=False),
        sa.Column("adult", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_saved_reply_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_saved_reply_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_reply")),
        sa.UniqueConstraint("ref", name=op.f("uq_saved_reply_ref")),
    )
    with op.batch_alter_table("saved_reply", schema=None) as batch_op:
        batch_op.create_index(
            "ix_saved_reply_council_id_owner_id", ["council_id", "owner_id"], unique=False
        )

    op.create_table(
        "staff_note",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_staff_note_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_staff_note_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staff_note_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_note")),
        sa.UniqueConstraint("ref", name=op.f("uq_staff_note_ref")),
    )
    with op.batch_alter_table("staff_note", schema=None) as batch_op:
        batch_op.create_index(
            "ix_staff_note_council_id_person_id", ["council_id", "person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("staff_note", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_note_council_id_person_id")

    op.drop_table("staff_note")
    with op.batch_alter_table("saved_reply", schema=None) as batch_op:
        batch_op.drop_index("ix_saved_reply_council_id_owner_id")

    op.drop_table("saved_reply")
