"""Pictures and voices.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_uploads"
down_revision = "0013_steps"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_upload_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_upload_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_upload_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("ref", name=op.f("uq_upload_ref")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(
            "ix_upload_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "upload_bytes",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("upload_id", KEY, nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_upload_bytes_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_bytes_upload_id_upload")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_bytes")),
        sa.UniqueConstraint("upload_id", "part", name=op.f("uq_upload_bytes_upload_id_part")),
    )


def downgrade() -> None:
    op.drop_table("upload_bytes")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index("ix_upload_council_id_person_id")

    op.drop_table("upload")
