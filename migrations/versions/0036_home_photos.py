"""Keep photos of the next home until the move has happened.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036_home_photos"
down_revision = "0034_writing"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "home_photo",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("move_id", KEY, nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_home_photo_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_home_photo_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_home_photo_move_id_move")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_photo")),
        sa.UniqueConstraint("ref", name=op.f("uq_home_photo_ref")),
    )
    with op.batch_alter_table("home_photo", schema=None) as batch_op:
        batch_op.create_index(
            "ix_home_photo_council_id_move_id", ["council_id", "move_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("home_photo", schema=None) as batch_op:
        batch_op.drop_index("ix_home_photo_council_id_move_id")

    op.drop_table("home_photo")
