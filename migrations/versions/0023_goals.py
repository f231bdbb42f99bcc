"""Goals split into steps, what was changed in them, and sittings, for young people and their workers.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023_goals"
down_revision = "0022_plan"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sitting",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("adult_id", KEY, nullable=False),
        sa.Column("host_id", KEY, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("says", sa.String(length=4), nullable=False),
        sa.Column("says_at", MOMENT, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_sitting_adult_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_sitting_council_id_council")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_sitting_host_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sitting_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("ref", name=op.f("uq_sitting_ref")),
    )
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.create_index("ix_sitting_adult_id", ["adult_id", "says"], unique=False)
        batch_op.create_index(
            "ix_sitting_council_id_person_id",
            ["council_id", "person_id", "started_at"],
            unique=False,
        )

    op.create_table(
        "goal",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("plan_kind", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("skill", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sitting_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_goal_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_goal_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_goal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_goal_sitting_id_sitting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("ref", name=op.f("uq_goal_ref")),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_goal_council_id_person_id", ["council_id", "person_id", "plan_kind"], unique=False
        )

    op.create_table(
        "goal_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("goal_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("doer", sa.String(length=8), nullable=False),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("owner_label", sa.String(length=100), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("promise_id", KEY, nullable=True),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sitting_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_goal_step_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_goal_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_step_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_goal_step_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_goal_step_promise_id_promise")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_goal_step_sitting_id_sitting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_step")),
        sa.UniqueConstraint("ref", name=op.f("uq_goal_step_ref")),
    )
    with op.batch_alter_table("goal_step", schema=None) as batch_op:
        batch_op.create_index("ix_goal_step_goal_id", ["goal_id"], unique=False)

    op.create_table(
        "goal_change",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("goal_id", KEY, nullable=False),
        sa.Column("step_id", KEY, nullable=True),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sitting_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_goal_change_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_goal_change_council_id_council")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_change_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_goal_change_sitting_id_sitting")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["goal_step.id"], name=op.f("fk_goal_change_step_id_goal_step")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_change")),
        sa.UniqueConstraint("ref", name=op.f("uq_goal_change_ref")),
    )
    with op.batch_alter_table("goal_change", schema=None) as batch_op:
        batch_op.create_index("ix_goal_change_goal_id", ["goal_id"], unique=False)
        batch_op.create_index("ix_goal_change_sitting_id", ["sitting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("goal_change", schema=None) as batch_op:
        batch_op.drop_index("ix_goal_change_sitting_id")
        batch_op.drop_index("ix_goal_change_goal_id")

    op.drop_table("goal_change")
    with op.batch_alter_table("goal_step", schema=None) as batch_op:
        batch_op.drop_index("ix_goal_step_goal_id")

    op.drop_table("goal_step")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index("ix_goal_council_id_person_id")

    op.drop_table("goal")
    with op.batch_alter_table("sitting", schema=None) as batch_op:
        batch_op.drop_index("ix_sitting_council_id_person_id")
        batch_op.drop_index("ix_sitting_adult_id")

    op.drop_table("sitting")
