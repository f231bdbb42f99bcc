"""Keeping in touch: how often, what happened, what was said.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_keep_in_touch"
down_revision = "0017_replies_and_notes"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "check_in",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("feeling", sa.String(length=16), nullable=False),
        sa.Column("living", sa.String(length=24), nullable=False),
        sa.Column("doing", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("call_me", sa.Boolean(), nullable=False),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_check_in_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_check_in_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint(
            "person_id", "why", "opens", name=op.f("uq_check_in_person_id_why_opens")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_check_in_ref")),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index("ix_check_in_council_id_opens", ["council_id", "opens"], unique=False)
        batch_op.create_index("ix_check_in_person_id_opens", ["person_id", "opens"], unique=False)

    op.create_table(
        "confirmed",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("in_touch", sa.String(length=40), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("accommodation", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("check_in_id", KEY, nullable=True),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_confirmed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_in.id"], name=op.f("fk_confirmed_check_in_id_check_in")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_confirmed_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_confirmed_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed")),
    )
    with op.batch_alter_table("confirmed", schema=None) as batch_op:
        batch_op.create_index(
            "ix_confirmed_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "contact",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("began", sa.String(length=8), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("corrects_id", KEY, nullable=True),
        sa.Column("put_right_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_contact_by_id_person")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["contact.id"], name=op.f("fk_contact_corrects_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_contact_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("ref", name=op.f("uq_contact_ref")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_council_id_person_id", ["council_id", "person_id", "day"], unique=False
        )

    op.create_table(
        "lost_touch",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("found_at", MOMENT, nullable=True),
        sa.Column("found_by_id", sa.BigInteger(), nullable=True),
        sa.Column("how_found", sa.String(length=300), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_lost_touch_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_lost_touch_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lost_touch_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_touch")),
        sa.UniqueConstraint("ref", name=op.f("uq_lost_touch_ref")),
    )
    with op.batch_alter_table("lost_touch", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lost_touch_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "rhythm",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("best", sa.String(length=16), nullable=False),
        sa.Column("wish", sa.String(length=300), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("theirs", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_rhythm_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_rhythm_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_rhythm_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythm")),
    )
    with op.batch_alter_table("rhythm", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rhythm_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "lost_touch_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("lost_id", KEY, nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_lost_touch_step_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_lost_touch_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["lost_id"], ["lost_touch.id"], name=op.f("fk_lost_touch_step_lost_id_lost_touch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_touch_step")),
    )
    with op.batch_alter_table("lost_touch_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lost_touch_step_lost_id"), ["lost_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lost_touch_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lost_touch_step_lost_id"))

    op.drop_table("lost_touch_step")
    with op.batch_alter_table("rhythm", schema=None) as batch_op:
        batch_op.drop_index("ix_rhythm_council_id_person_id")

    op.drop_table("rhythm")
    with op.batch_alter_table("lost_touch", schema=None) as batch_op:
        batch_op.drop_index("ix_lost_touch_council_id_person_id")

    op.drop_table("lost_touch")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_council_id_person_id")

    op.drop_table("contact")
    with op.batch_alter_table("confirmed", schema=None) as batch_op:
        batch_op.drop_index("ix_confirmed_council_id_person_id")

    op.drop_table("confirmed")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index("ix_check_in_person_id_opens")
        batch_op.drop_index("ix_check_in_council_id_opens")

    op.drop_table("check_in")
