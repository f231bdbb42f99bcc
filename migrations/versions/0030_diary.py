"""A diary that nobody but a young person can open.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030_diary"
down_revision = "0029_my_pages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "diary",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("memory_kib", sa.Integer(), nullable=False),
        sa.Column("lanes", sa.Integer(), nullable=False),
        sa.Column("proof", sa.LargeBinary(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_diary_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_diary_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary")),
        sa.UniqueConstraint("person_id", name=op.f("uq_diary_person_id")),
    )
    op.create_table(
        "diary_entry",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("diary_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_diary_entry_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diary.id"], name=op.f("fk_diary_entry_diary_id_diary")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_entry")),
        sa.UniqueConstraint("diary_id", "number", name=op.f("uq_diary_entry_diary_id_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_diary_entry_ref")),
    )
    op.create_table(
        "diary_open",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("diary_id", KEY, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_diary_open_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["diary_id"], ["diary.id"], name=op.f("fk_diary_open_diary_id_diary")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_open")),
        sa.UniqueConstraint("session_id", name=op.f("uq_diary_open_session_id")),
    )
    with op.batch_alter_table("diary_open", schema=None) as batch_op:
        batch_op.create_index(
            "ix_diary_open_council_id_ends_at", ["council_id", "ends_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("diary_open", schema=None) as batch_op:
        batch_op.drop_index("ix_diary_open_council_id_ends_at")

    op.drop_table("diary_open")
    op.drop_table("diary_entry")
    op.drop_table("diary")
