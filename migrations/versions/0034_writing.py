"""Writing plans: what a part is for, and taking a version back.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034_writing"
down_revision = "0033_health"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("need", sa.Text(), server_default=sa.text("''"), nullable=False)
        )

    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recalled_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("recalled_by_id", KEY, nullable=True))
        batch_op.add_column(
            sa.Column("recalled_why", sa.Text(), server_default=sa.text("''"), nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_version_recalled_by_id_person"),
            "person",
            ["recalled_by_id"],
            ["id"],
        )

    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("need", sa.Text(), server_default=sa.text("''"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_column("need")

    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_plan_version_recalled_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("recalled_why")
        batch_op.drop_column("recalled_by_id")
        batch_op.drop_column("recalled_at")

    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.drop_column("need")
