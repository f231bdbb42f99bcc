"""Who must not know of a young person, and access that ends by the hour.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_bars_and_hours"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "must_not_know",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("ground", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("lifted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_why", sa.String(length=500), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_must_not_know_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_must_not_know_other_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_must_not_know_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_must_not_know")),
        sa.UniqueConstraint("ref", name=op.f("uq_must_not_know_ref")),
    )
    op.create_index(
        "ix_must_not_know_person_id_other_id", "must_not_know", ["person_id", "other_id"]
    )
    with op.batch_alter_table("connection") as connection:
        connection.add_column(sa.Column("ends_at", MOMENT, nullable=True))
    for name in ("agenda_item", "family_time"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("with_id", KEY, nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{name}_with_id_person"), "person", ["with_id"], ["id"]
            )


def downgrade() -> None:
    for name in ("family_time", "agenda_item"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_with_id_person"), type_="foreignkey")
            table.drop_column("with_id")
    with op.batch_alter_table("connection") as connection:
        connection.drop_column("ends_at")
    op.drop_table("must_not_know")
