"""What was opened in an emergency or to look into messages, why, and who was told.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_opening"
down_revision = "0005_staff_identity"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "opening",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("adult_id", KEY, nullable=True),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("agreed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("hold", sa.Boolean(), nullable=False),
        sa.Column("tell_at", MOMENT, nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=True),
        sa.Column("lead_at", MOMENT, nullable=True),
        sa.Column("lead_why", sa.String(length=1000), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_opening_adult_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_opening_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_opening_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_opening_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("ref", name=op.f("uq_opening_ref")),
    )
    op.create_index("ix_opening_council_id_person_id", "opening", ["council_id", "person_id"])


def downgrade() -> None:
    op.drop_table("opening")
