"""News for many.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019_news"
down_revision = "0018_keep_in_touch"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "news_group",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_news_group_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_group")),
        sa.UniqueConstraint("council_id", "name", name=op.f("uq_news_group_council_id_name")),
        sa.UniqueConstraint("ref", name=op.f("uq_news_group_ref")),
    )
    op.create_table(
        "news_item",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("replies_to_id", KEY, nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("group_id", KEY, nullable=True),
        sa.Column("home_id", KEY, nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.Column("taken_down_at", MOMENT, nullable=True),
        sa.Column("taken_down_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_news_item_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_news_item_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["news_group.id"], name=op.f("fk_news_item_group_id_news_group")
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["person.id"], name=op.f("fk_news_item_home_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["replies_to_id"], ["person.id"], name=op.f("fk_news_item_replies_to_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["taken_down_by_id"],
            ["person.id"],
            name=op.f("fk_news_item_taken_down_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_item")),
        sa.UniqueConstraint("ref", name=op.f("uq_news_item_ref")),
    )
    with op.batch_alter_table("news_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_news_item_council_id_sent_at", ["council_id", "sent_at"], unique=False
        )
        batch_op.create_index(
            "ix_news_item_council_id_by_id", ["council_id", "by_id"], unique=False
        )

    op.create_table(
        "news_member",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("added_by_id", sa.BigInteger(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_news_member_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["news_group.id"], name=op.f("fk_news_member_group_id_news_group")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_news_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_member")),
        sa.UniqueConstraint(
            "group_id", "person_id", "starts", name=op.f("uq_news_member_group_id_person_id_starts")
        ),
    )
    with op.batch_alter_table("news_member", schema=None) as batch_op:
        batch_op.create_index(
            "ix_news_member_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "news_opt_out",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_news_opt_out_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_news_opt_out_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_opt_out")),
        sa.UniqueConstraint("person_id", name=op.f("uq_news_opt_out_person_id")),
    )
    op.create_table(
        "news_to",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("news_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_news_to_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["news_id"], ["news_item.id"], name=op.f("fk_news_to_news_id_news_item")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_news_to_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_to")),
        sa.UniqueConstraint("ref", name=op.f("uq_news_to_ref")),
        sa.UniqueConstraint("news_id", "person_id", name=op.f("uq_news_to_news_id_person_id")),
    )
    with op.batch_alter_table("news_to", schema=None) as batch_op:
        batch_op.create_index(
            "ix_news_to_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "news_reply",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("to_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("from_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("read_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_news_reply_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["person.id"], name=op.f("fk_news_reply_from_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_news_reply_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["person.id"], name=op.f("fk_news_reply_read_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["news_to.id"], name=op.f("fk_news_reply_to_id_news_to")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_reply")),
        sa.UniqueConstraint("ref", name=op.f("uq_news_reply_ref")),
    )
    with op.batch_alter_table("news_reply", schema=None) as batch_op:
        batch_op.create_index("ix_news_reply_to_id_id", ["to_id", "id"], unique=False)
        batch_op.create_index(
            "ix_news_reply_council_id_person_id", ["council_id", "person_id"], unique=False
        )


def downgrade() -> None:
    for table in (
        "news_reply", "news_to", "news_opt_out", "news_member", "news_item", "news_group",
    ):  # fmt: skip
        op.drop_table(table)
