"""Things to do, whose dates they are on, and hellos.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054_opportunities"
down_revision = "0053_proof"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "hello",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=False),
        sa.Column("again_at", MOMENT, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("held_at", MOMENT, nullable=True),
        sa.Column("held_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_hello_by_id_person")),
        sa.ForeignKeyConstraint(
            ["held_by_id"], ["person.id"], name=op.f("fk_hello_held_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_hello_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hello_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hello")),
        sa.UniqueConstraint(
            "person_id", "occasion", "day", name=op.f("uq_hello_person_id_occasion_day")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_hello_ref")),
    )
    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.create_index("ix_hello_council_id_day", ["council_id", "day"], unique=False)

    op.create_table(
        "hello_giver",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_hello_giver_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_hello_giver_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hello_giver_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hello_giver")),
        sa.UniqueConstraint(
            "council_id", "person_id", name=op.f("uq_hello_giver_council_id_person_id")
        ),
    )
    op.create_table(
        "hello_wish",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("birthday", sa.Boolean(), nullable=False),
        sa.Column("feasts", sa.String(length=300), nullable=False),
        sa.Column("own", sa.Date(), nullable=True),
        sa.Column("moved", sa.Date(), nullable=True),
        sa.Column("others", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_hello_wish_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hello_wish_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hello_wish")),
        sa.UniqueConstraint(
            "council_id", "person_id", name=op.f("uq_hello_wish_council_id_person_id")
        ),
    )
    op.create_table(
        "opportunity",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("sort", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False),
        sa.Column("need", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who_can", sa.String(length=300), nullable=False),
        sa.Column("how", sa.String(length=300), nullable=False),
        sa.Column("bring", sa.String(length=300), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("open_to_all", sa.Boolean(), nullable=False),
        sa.Column("web", sa.String(length=300), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=False),
        sa.Column("age_to", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=True),
        sa.Column("wall", sa.DateTime(), nullable=True),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by_id", KEY, nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("agreed_by_id", KEY, nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_opportunity_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_opportunity_made_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_opportunity_changed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_opportunity_agreed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity")),
        sa.UniqueConstraint("ref", name=op.f("uq_opportunity_ref")),
    )
    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opportunity_council_id_opens", ["council_id", "opens"], unique=False
        )

    op.create_table(
        "opportunity_change",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("did", sa.String(length=8), nullable=False),
        sa.Column("meant", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("agreed_by_id", KEY, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("dropped_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_opportunity_change_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_opportunity_change_opportunity_id_opportunity"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_opportunity_change_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_opportunity_change_agreed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["dropped_by_id"],
            ["person.id"],
            name=op.f("fk_opportunity_change_dropped_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_change")),
        sa.UniqueConstraint("ref", name=op.f("uq_opportunity_change_ref")),
    )
    with op.batch_alter_table("opportunity_change", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opportunity_change_opportunity_id", ["opportunity_id"], unique=False
        )

    op.create_table(
        "opportunity_date",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("opportunity_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_opportunity_date_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_opportunity_date_opportunity_id_opportunity"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_opportunity_date_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_date")),
        sa.UniqueConstraint(
            "opportunity_id", "person_id", name=op.f("uq_opportunity_date_opportunity_id_person_id")
        ),
    )
    with op.batch_alter_table("opportunity_date", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opportunity_date_council_id_person_id", ["council_id", "person_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("opportunity_date", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunity_date_council_id_person_id")

    op.drop_table("opportunity_date")
    with op.batch_alter_table("opportunity_change", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunity_change_opportunity_id")

    op.drop_table("opportunity_change")
    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunity_council_id_opens")

    op.drop_table("opportunity")
    op.drop_table("hello_wish")
    op.drop_table("hello_giver")
    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.drop_index("ix_hello_council_id_day")

    op.drop_table("hello")
