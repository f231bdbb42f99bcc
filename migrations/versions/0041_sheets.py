"""What a young person says before a meeting, begun and sent, and what a council asks.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041_sheets"
down_revision = "0040_say"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "view_heading",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("child", sa.String(length=200), nullable=False),
        sa.Column("teen", sa.String(length=200), nullable=False),
        sa.Column("adult", sa.String(length=200), nullable=False),
        sa.Column("icon", sa.String(length=16), nullable=False),
        sa.Column("occasions", sa.String(length=60), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_view_heading_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_heading")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_view_heading_council_id_code")),
    )
    op.create_table(
        "view_sheet",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("about_ref", sa.String(length=22), nullable=False),
        sa.Column("pictures", sa.Boolean(), nullable=False),
        sa.Column("helped_by", sa.String(length=100), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("there", sa.Text(), nullable=False),
        sa.Column("not_there", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("takes_part", sa.String(length=8), nullable=False),
        sa.Column("speaker", sa.String(length=100), nullable=False),
        sa.Column("chair", sa.String(length=8), nullable=False),
        sa.Column("alone", sa.String(length=8), nullable=False),
        sa.Column("interpreter", sa.String(length=8), nullable=False),
        sa.Column("spoken", sa.String(length=200), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_view_sheet_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_view_sheet_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_sheet")),
        sa.UniqueConstraint("ref", name=op.f("uq_view_sheet_ref")),
    )
    with op.batch_alter_table("view_sheet", schema=None) as batch_op:
        batch_op.create_index(
            "ix_view_sheet_council_id_person_id",
            ["council_id", "person_id", "sent_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_view_sheet_draft",
            ["person_id", "occasion"],
            unique=True,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "view_part",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("sheet_id", KEY, nullable=False),
        sa.Column("heading", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("face", sa.Integer(), nullable=True),
        sa.Column("symbols", sa.String(length=200), nullable=False),
        sa.Column("silent", sa.String(length=8), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=True),
        sa.Column("picture_id", KEY, nullable=True),
        sa.Column("voice_id", KEY, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_view_part_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["upload.id"], name=op.f("fk_view_part_picture_id_upload")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["view_sheet.id"], name=op.f("fk_view_part_sheet_id_view_sheet")
        ),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["upload.id"], name=op.f("fk_view_part_voice_id_upload")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_part")),
        sa.UniqueConstraint("sheet_id", "heading", name=op.f("uq_view_part_sheet_id_heading")),
    )
    with op.batch_alter_table("said", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "called",
                sa.String(length=60),
                server_default=sa.literal_column("''"),
                nullable=False,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("said", schema=None) as batch_op:
        batch_op.drop_column("called")

    op.drop_table("view_part")
    with op.batch_alter_table("view_sheet", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_view_sheet_draft",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )
        batch_op.drop_index("ix_view_sheet_council_id_person_id")

    op.drop_table("view_sheet")
    op.drop_table("view_heading")
