"""Cards by which adults say who they are, and since when a word for somebody is the young person's own.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026_cards"
down_revision = "0025_promises"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "intro_card",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("does", sa.String(length=300), nullable=False),
        sa.Column("hello", sa.String(length=300), nullable=False),
        sa.Column("languages", sa.String(length=120), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_intro_card_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_intro_card_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intro_card")),
        sa.UniqueConstraint("person_id", name=op.f("uq_intro_card_person_id")),
    )
    with op.batch_alter_table("intro_card", schema=None) as batch_op:
        batch_op.create_index(
            "ix_intro_card_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "intro_photo",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("card_id", KEY, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["intro_card.id"], name=op.f("fk_intro_photo_card_id_intro_card")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_intro_photo_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intro_photo")),
        sa.UniqueConstraint("card_id", name=op.f("uq_intro_photo_card_id")),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("labelled_at", MOMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_column("labelled_at")

    op.drop_table("intro_photo")
    with op.batch_alter_table("intro_card", schema=None) as batch_op:
        batch_op.drop_index("ix_intro_card_council_id_person_id")

    op.drop_table("intro_card")
