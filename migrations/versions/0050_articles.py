"""What people read: pages of a council, every version of them, and where they lead.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050_articles"
down_revision = "0046_groups"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_article_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("council_id", "slug", name=op.f("uq_article_council_id_slug")),
        sa.UniqueConstraint("ref", name=op.f("uq_article_ref")),
    )
    op.create_table(
        "article_link",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_article_link_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_link")),
        sa.UniqueConstraint("council_id", "url", name=op.f("uq_article_link_council_id_url")),
    )
    op.create_table(
        "article_version",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("article_id", KEY, nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("ages", sa.String(length=30), nullable=False),
        sa.Column("reader", sa.String(length=10), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("bring", sa.Text(), nullable=False),
        sa.Column("decides", sa.Text(), nullable=False),
        sa.Column("takes", sa.Text(), nullable=False),
        sa.Column("if_no", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("sure", sa.String(length=8), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("next_check", sa.Date(), nullable=True),
        sa.Column("legal_draft", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("follows_id", KEY, nullable=True),
        sa.Column("publish_on", sa.Date(), nullable=True),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_article_version_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_article_version_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_article_version_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["article_version.id"],
            name=op.f("fk_article_version_follows_id_article_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_version")),
        sa.UniqueConstraint("ref", name=op.f("uq_article_version_ref")),
    )
    with op.batch_alter_table("article_version", schema=None) as batch_op:
        batch_op.create_index(
            "ix_article_version_article_id_language_id",
            ["article_id", "language", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_article_version_council_id_state_id", ["council_id", "state", "id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("article_version", schema=None) as batch_op:
        batch_op.drop_index("ix_article_version_council_id_state_id")
        batch_op.drop_index("ix_article_version_article_id_language_id")

    op.drop_table("article_version")
    op.drop_table("article_link")
    op.drop_table("article")
