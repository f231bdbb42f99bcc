"""Letters, passes and their codes, and the words of letters: for young people who have to prove it.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053_proof"
down_revision = "0052_claims"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "letter_words",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("purpose", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("agreed_by_id", KEY, nullable=True),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name=op.f("fk_letter_words_agreed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_letter_words_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_letter_words_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_words")),
        sa.UniqueConstraint("ref", name=op.f("uq_letter_words_ref")),
    )
    with op.batch_alter_table("letter_words", schema=None) as batch_op:
        batch_op.create_index(
            "ix_letter_words_council_id_purpose",
            ["council_id", "purpose", "language"],
            unique=False,
        )

    op.create_table(
        "proof",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("purpose", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=8), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("words_id", KEY, nullable=True),
        sa.Column("beside_id", KEY, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["beside_id"], ["letter_words.id"], name=op.f("fk_proof_beside_id_letter_words")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_proof_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_proof_ended_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proof_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["words_id"], ["letter_words.id"], name=op.f("fk_proof_words_id_letter_words")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint("ref", name=op.f("uq_proof_ref")),
    )
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.create_index(
            "ix_proof_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "proof_code",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("serial_hash", sa.String(length=64), nullable=False),
        sa.Column("proof_id", KEY, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_proof_code_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["proof.id"], name=op.f("fk_proof_code_proof_id_proof")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_code")),
        sa.UniqueConstraint("serial_hash", name=op.f("uq_proof_code_serial_hash")),
    )
    with op.batch_alter_table("proof_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_code_proof_id"), ["proof_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("proof_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proof_code_proof_id"))

    op.drop_table("proof_code")
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.drop_index("ix_proof_council_id_person_id")

    op.drop_table("proof")
    with op.batch_alter_table("letter_words", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_words_council_id_purpose")

    op.drop_table("letter_words")
