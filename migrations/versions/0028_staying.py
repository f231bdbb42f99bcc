"""Papers and steps of somebody who came here alone; to whom a field was given by wish.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028_staying"
down_revision = "0026_cards"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "field_grant",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("with_id", KEY, nullable=False),
        sa.Column("field", sa.Integer(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("theirs", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("also_after", sa.Boolean(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_field_grant_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_field_grant_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_field_grant_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["with_id"], ["person.id"], name=op.f("fk_field_grant_with_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_grant")),
    )
    with op.batch_alter_table("field_grant", schema=None) as batch_op:
        batch_op.create_index(
            "ix_field_grant_council_id_person_id", ["council_id", "person_id"], unique=False
        )
        batch_op.create_index(
            "uq_field_grant_open",
            ["person_id", "with_id", "field"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "staying_entry",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("wall", sa.DateTime(), nullable=True),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=60), nullable=False),
        sa.Column("dialect", sa.String(length=60), nullable=False),
        sa.Column("gender", sa.String(length=8), nullable=False),
        sa.Column("not_near", sa.Boolean(), nullable=False),
        sa.Column("where", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("theirs", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_staying_entry_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_staying_entry_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staying_entry_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staying_entry")),
        sa.UniqueConstraint("ref", name=op.f("uq_staying_entry_ref")),
    )
    with op.batch_alter_table("staying_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_staying_entry_council_id_person_id",
            ["council_id", "person_id", "topic", "key"],
            unique=False,
        )

    op.create_table(
        "staying_opened",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_staying_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_staying_opened_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_staying_opened_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staying_opened")),
        sa.UniqueConstraint("person_id", name=op.f("uq_staying_opened_person_id")),
    )


def downgrade() -> None:
    op.drop_table("staying_opened")
    with op.batch_alter_table("staying_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_staying_entry_council_id_person_id")

    op.drop_table("staying_entry")
    with op.batch_alter_table("field_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_field_grant_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_field_grant_council_id_person_id")

    op.drop_table("field_grant")
