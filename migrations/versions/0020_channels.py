"""Ways to be told outside the app, and what is on its way.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020_channels"
down_revision = "0019_news"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "own_way",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("code_seed", sa.String(length=22), nullable=False),
        sa.Column("code_ends_at", MOMENT, nullable=True),
        sa.Column("proved_at", MOMENT, nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_own_way_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_own_way_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_way")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_own_way_person_id_kind")),
    )
    op.create_table(
        "choice",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_choice_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_choice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
        sa.UniqueConstraint(
            "person_id", "topic", "channel", name=op.f("uq_choice_person_id_topic_channel")
        ),
    )
    op.create_table(
        "delivery",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("outbox_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.Column("sign", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_delivery_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_delivery_outbox_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_delivery_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "outbox_id",
            "channel",
            "target_id",
            name=op.f("uq_delivery_outbox_id_channel_target_id"),
        ),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_council_id_state", ["council_id", "state"], unique=False)
        batch_op.create_index("ix_delivery_person_id_made_at", ["person_id", "made_at"])
        batch_op.create_index("ix_delivery_state_next_at", ["state", "next_at"], unique=False)

    op.create_table(
        "nickname",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("of_id", KEY, nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=22), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_nickname_council_id_council")
        ),
        sa.ForeignKeyConstraint(["of_id"], ["person.id"], name=op.f("fk_nickname_of_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nickname_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nickname")),
        sa.UniqueConstraint("person_id", "of_id", name=op.f("uq_nickname_person_id_of_id")),
    )
    op.create_table(
        "push_way",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("p256dh", sa.String(length=100), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("worked_at", MOMENT, nullable=True),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_push_way_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_push_way_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_way")),
        sa.UniqueConstraint(
            "endpoint_hash", "account_id", name=op.f("uq_push_way_endpoint_hash_account_id")
        ),
    )
    with op.batch_alter_table("push_way", schema=None) as batch_op:
        batch_op.create_index(
            "ix_push_way_council_id_person_id", ["council_id", "person_id"], unique=False
        )
        batch_op.create_index("ix_push_way_session_id", ["session_id"], unique=False)

    op.create_table(
        "quiet",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("remind_hours", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_quiet_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_quiet_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet")),
        sa.UniqueConstraint("person_id", name=op.f("uq_quiet_person_id")),
    )
    op.add_column("outbox", sa.Column("about_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_notice_unseen",
        "notice",
        ["made_at"],
        sqlite_where=sa.text("seen_at IS NULL"),
        postgresql_where=sa.text("seen_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_notice_unseen", table_name="notice")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_column("about_id")
    op.drop_table("quiet")
    with op.batch_alter_table("push_way", schema=None) as batch_op:
        batch_op.drop_index("ix_push_way_session_id")
        batch_op.drop_index("ix_push_way_council_id_person_id")

    op.drop_table("push_way")
    op.drop_table("nickname")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_state_next_at")
        batch_op.drop_index("ix_delivery_person_id_made_at")
        batch_op.drop_index("ix_delivery_council_id_state")

    op.drop_table("delivery")
    op.drop_table("choice")
    op.drop_table("own_way")
