"""A next home before the day, whom it leaves, what is asked; the last day of a stay, days of grace.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032_moves"
down_revision = "0031_documents"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "move",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("pets", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("food", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("wifi", sa.Text(), nullable=False),
        sa.Column("school", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("takes", sa.Text(), nullable=False),
        sa.Column("where_to", sa.String(length=300), nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_by_id", KEY, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("end", sa.String(length=8), nullable=False),
        sa.Column("why_off", sa.String(length=500), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_move_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_move_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_move_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_move_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("ref", name=op.f("uq_move_ref")),
    )
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.create_index(
            "ix_move_council_id_person_id", ["council_id", "person_id"], unique=False
        )
        batch_op.create_index(
            "uq_move_person_id_open",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "move_said",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("move_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_move_said_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_move_said_council_id_council")
        ),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_said_move_id_move")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_move_said_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_said")),
        sa.UniqueConstraint("ref", name=op.f("uq_move_said_ref")),
    )
    with op.batch_alter_table("move_said", schema=None) as batch_op:
        batch_op.create_index(
            "ix_move_said_council_id_move_id", ["council_id", "move_id"], unique=False
        )

    op.create_table(
        "move_stay",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("move_id", KEY, nullable=False),
        sa.Column("connection_id", KEY, nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("left_before", sa.Date(), nullable=True),
        sa.Column("ends_before", sa.Date(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connection.id"], name=op.f("fk_move_stay_connection_id_connection")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_move_stay_council_id_council")
        ),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_stay_move_id_move")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_stay")),
        sa.UniqueConstraint(
            "move_id", "connection_id", name=op.f("uq_move_stay_move_id_connection_id")
        ),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))

    with op.batch_alter_table("council", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("grace_days", sa.Integer(), server_default=sa.text("0"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("council", schema=None) as batch_op:
        batch_op.drop_column("grace_days")

    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_column("left_on")

    op.drop_table("move_stay")
    with op.batch_alter_table("move_said", schema=None) as batch_op:
        batch_op.drop_index("ix_move_said_council_id_move_id")

    op.drop_table("move_said")
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_move_person_id_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_move_council_id_person_id")

    op.drop_table("move")
