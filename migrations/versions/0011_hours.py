"""On which days and at what hours a council answers.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_hours"
down_revision = "0010_leave_and_stops"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "closed_day",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=100), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_closed_day_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_day")),
        sa.UniqueConstraint("council_id", "day", name=op.f("uq_closed_day_council_id_day")),
    )
    op.create_table(
        "open_hours",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_open_hours_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_hours")),
        sa.UniqueConstraint("council_id", "weekday", name=op.f("uq_open_hours_council_id_weekday")),
    )


def downgrade() -> None:
    op.drop_table("open_hours")
    op.drop_table("closed_day")
