"""Who comes to a review, what is talked about, and the letter after it, for young people.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042_reviews"
down_revision = "0041_sheets"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agenda_point",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_young", sa.Boolean(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("heard_at", MOMENT, nullable=True),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_agenda_point_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_agenda_point_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agenda_point_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_agenda_point_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_point")),
        sa.UniqueConstraint("ref", name=op.f("uq_agenda_point_ref")),
    )
    with op.batch_alter_table("agenda_point", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_point_review_id", ["review_id"], unique=False)

    op.create_table(
        "review_comer",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("with_id", KEY, nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("does", sa.String(length=100), nullable=False),
        sa.Column("by_young", sa.Boolean(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("comes", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("settled_by_id", KEY, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("wish", sa.String(length=8), nullable=False),
        sa.Column("wish_why", sa.Text(), nullable=False),
        sa.Column("wish_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_review_comer_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_comer_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_comer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_comer_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_review_comer_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["with_id"], ["person.id"], name=op.f("fk_review_comer_with_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comer")),
        sa.UniqueConstraint("ref", name=op.f("uq_review_comer_ref")),
    )
    with op.batch_alter_table("review_comer", schema=None) as batch_op:
        batch_op.create_index("ix_review_comer_review_id", ["review_id"], unique=False)

    op.create_table(
        "review_decision",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("owner_label", sa.String(length=100), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("promise_ref", sa.String(length=22), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_review_decision_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_decision_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_review_decision_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_decision_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_decision_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
        sa.UniqueConstraint("ref", name=op.f("uq_review_decision_ref")),
    )
    with op.batch_alter_table("review_decision", schema=None) as batch_op:
        batch_op.create_index("ix_review_decision_review_id", ["review_id"], unique=False)

    op.create_table(
        "review_record",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("greeting", sa.Text(), nullable=False),
        sa.Column("well", sa.Text(), nullable=False),
        sa.Column("hard", sa.Text(), nullable=False),
        sa.Column("talked", sa.Text(), nullable=False),
        sa.Column("ahead", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("translated_by", sa.Text(), nullable=False),
        sa.Column("put_right", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_review_record_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_record_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_record_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_record_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_record")),
        sa.UniqueConstraint(
            "review_id",
            "number",
            "language",
            name=op.f("uq_review_record_review_id_number_language"),
        ),
    )
    op.create_table(
        "review_talk",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("offered_at", MOMENT, nullable=True),
        sa.Column("offered_by_id", KEY, nullable=True),
        sa.Column("wanted", sa.String(length=8), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=True),
        sa.Column("said_ref", sa.String(length=22), nullable=False),
        sa.Column("wall", sa.DateTime(), nullable=True),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("with_id", KEY, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_talk_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["person.id"], name=op.f("fk_review_talk_done_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["person.id"], name=op.f("fk_review_talk_offered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_talk_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_talk_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["with_id"], ["person.id"], name=op.f("fk_review_talk_with_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_talk")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_talk_review_id")),
    )


def downgrade() -> None:
    op.drop_table("review_talk")
    op.drop_table("review_record")
    with op.batch_alter_table("review_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_review_decision_review_id")

    op.drop_table("review_decision")
    with op.batch_alter_table("review_comer", schema=None) as batch_op:
        batch_op.drop_index("ix_review_comer_review_id")

    op.drop_table("review_comer")
    with op.batch_alter_table("agenda_point", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_point_review_id")

    op.drop_table("agenda_point")
