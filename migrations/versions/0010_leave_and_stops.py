"""When staff are away and who covers, who takes over from whom; and to whom nothing goes any more.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_leave_and_stops"
down_revision = "0009_audit_pages"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WAITS = sa.text("agreed_at IS NULL AND refused_at IS NULL")
OPEN_STOP = sa.text("refused_at IS NULL AND lifted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "leave",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("cover_id", KEY, nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_leave_council_id_council")
        ),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_leave_cover_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_leave_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
        sa.UniqueConstraint("ref", name=op.f("uq_leave_ref")),
    )
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.create_index("ix_leave_person_id_ends", ["person_id", "ends"], unique=False)

    op.create_table(
        "stop",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("agreed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("refused_by_id", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.Column("lift_asked_by_id", sa.BigInteger(), nullable=True),
        sa.Column("lift_asked_at", MOMENT, nullable=True),
        sa.Column("lift_basis", sa.String(length=500), nullable=False),
        sa.Column("lifted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_stop_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_stop_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sa.UniqueConstraint("ref", name=op.f("uq_stop_ref")),
    )
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.create_index("ix_stop_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_stop_person_id_open", ["person_id"], unique=True,
            sqlite_where=OPEN_STOP, postgresql_where=OPEN_STOP,
        )  # fmt: skip
    op.create_table(
        "hand_over",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("batch", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("from_id", KEY, nullable=False),
        sa.Column("to_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("by_worker", sa.Boolean(), nullable=False),
        sa.Column("agreed_by_id", sa.BigInteger(), nullable=True),
        sa.Column("agreed_at", MOMENT, nullable=True),
        sa.Column("refused_by_id", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.Column("moved_at", MOMENT, nullable=True),
        sa.Column("back_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_hand_over_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hand_over_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["person.id"], name=op.f("fk_hand_over_from_id_person")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_hand_over_to_id_person")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_hand_over_asked_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint("ref", name=op.f("uq_hand_over_ref")),
    )
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.create_index("ix_hand_over_council_id_person_id", ["council_id", "person_id"])
        batch_op.create_index("ix_hand_over_council_id_to_id", ["council_id", "to_id"])
        batch_op.create_index("ix_hand_over_agreed_at", ["agreed_at"])
        batch_op.create_index(
            "uq_hand_over_person_id_from_id_open", ["person_id", "from_id"], unique=True,
            sqlite_where=WAITS, postgresql_where=WAITS,
        )  # fmt: skip
    # What was noted on a person becomes a row of its own. It has the person's number as its key, which
    # is unique among all keys, and says when it began as well as anybody knows.
    op.execute(
        "INSERT INTO leave (id, council_id, ref, person_id, cover_id, starts, ends, made_at)"
        " SELECT id, council_id, ref, id, cover_id, '2024-01-01', away_until, '2024-01-01 00:00:00'"
        " FROM person WHERE away_until IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("hand_over")
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.drop_index("uq_stop_person_id_open")
        batch_op.drop_index("ix_stop_person_id")

    op.drop_table("stop")
    with op.batch_alter_table("leave", schema=None) as batch_op:
        batch_op.drop_index("ix_leave_person_id_ends")

    op.drop_table("leave")
