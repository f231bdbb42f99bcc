"""Writing plans: what a part is for, drafts, and taking a version back.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034_writing"
down_revision = "0032_moves"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "plan_draft",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("save_id", sa.BigInteger(), nullable=False),
        sa.Column("based_on_id", sa.BigInteger(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_draft_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_draft_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_draft")),
        sa.UniqueConstraint(
            "person_id", "kind", "area", name=op.f("uq_plan_draft_person_id_kind_area")
        ),
    )
    op.create_table(
        "plan_save",
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("child_need", sa.Text(), nullable=False),
        sa.Column("child", sa.Text(), nullable=False),
        sa.Column("teen_need", sa.Text(), nullable=False),
        sa.Column("teen", sa.Text(), nullable=False),
        sa.Column("adult_need", sa.Text(), nullable=False),
        sa.Column("adult", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("by_when", sa.Text(), nullable=False),
        sa.Column("look_again", sa.Date(), nullable=True),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("promise_due", sa.Date(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("promise_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_save_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_save_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_save_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["promise_by_id"], ["person.id"], name=op.f("fk_plan_save_promise_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_save")),
        sa.UniqueConstraint("ref", name=op.f("uq_plan_save_ref")),
    )
    with op.batch_alter_table("plan_save", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_save_person_id_kind_area", ["person_id", "kind", "area", "id"], unique=False
        )

    op.create_table(
        "plan_typed",
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("child_need", sa.Text(), nullable=False),
        sa.Column("child", sa.Text(), nullable=False),
        sa.Column("teen_need", sa.Text(), nullable=False),
        sa.Column("teen", sa.Text(), nullable=False),
        sa.Column("adult_need", sa.Text(), nullable=False),
        sa.Column("adult", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("by_when", sa.Text(), nullable=False),
        sa.Column("look_again", sa.Date(), nullable=True),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("promise_due", sa.Date(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("promise_by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_typed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_typed_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_typed_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["promise_by_id"], ["person.id"], name=op.f("fk_plan_typed_promise_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_typed")),
        sa.UniqueConstraint(
            "by_id",
            "person_id",
            "kind",
            "area",
            name=op.f("uq_plan_typed_by_id_person_id_kind_area"),
        ),
    )
    op.create_table(
        "plan_taken_back",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("owed_by_id", KEY, nullable=False),
        sa.Column("over_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_plan_taken_back_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_taken_back_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["owed_by_id"], ["person.id"], name=op.f("fk_plan_taken_back_owed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_taken_back_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["plan_version.id"],
            name=op.f("fk_plan_taken_back_version_id_plan_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_taken_back")),
        sa.UniqueConstraint("ref", name=op.f("uq_plan_taken_back_ref")),
        sa.UniqueConstraint("version_id", name=op.f("uq_plan_taken_back_version_id")),
    )
    with op.batch_alter_table("plan_taken_back", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_taken_back_council_id_over_at", ["council_id", "over_at"], unique=False
        )
        batch_op.create_index("ix_plan_taken_back_person_id", ["person_id"], unique=False)

    op.create_table(
        "plan_breach_step",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("taken_back_id", KEY, nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_plan_breach_step_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_breach_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_id"],
            ["plan_taken_back.id"],
            name=op.f("fk_plan_breach_step_taken_back_id_plan_taken_back"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_breach_step")),
        sa.UniqueConstraint(
            "taken_back_id", "step", name=op.f("uq_plan_breach_step_taken_back_id_step")
        ),
    )
    op.create_table(
        "plan_saw_it",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("taken_back_id", KEY, nullable=False),
        sa.Column("who_id", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_saw_it_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["taken_back_id"],
            ["plan_taken_back.id"],
            name=op.f("fk_plan_saw_it_taken_back_id_plan_taken_back"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_saw_it")),
    )
    with op.batch_alter_table("plan_saw_it", schema=None) as batch_op:
        batch_op.create_index("ix_plan_saw_it_taken_back_id", ["taken_back_id"], unique=False)

    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("need", sa.Text(), server_default=sa.text("''"), nullable=False)
        )

    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recalled_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("recalled_by_id", KEY, nullable=True))
        batch_op.add_column(
            sa.Column("recalled_why", sa.Text(), server_default=sa.text("''"), nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_version_recalled_by_id_person"),
            "person",
            ["recalled_by_id"],
            ["id"],
        )

    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("need", sa.Text(), server_default=sa.text("''"), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_column("need")

    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_plan_version_recalled_by_id_person"), type_="foreignkey"
        )
        batch_op.drop_column("recalled_why")
        batch_op.drop_column("recalled_by_id")
        batch_op.drop_column("recalled_at")

    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.drop_column("need")

    with op.batch_alter_table("plan_saw_it", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_saw_it_taken_back_id")

    op.drop_table("plan_saw_it")
    op.drop_table("plan_breach_step")
    with op.batch_alter_table("plan_taken_back", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_taken_back_person_id")
        batch_op.drop_index("ix_plan_taken_back_council_id_over_at")

    op.drop_table("plan_taken_back")
    op.drop_table("plan_typed")
    with op.batch_alter_table("plan_save", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_save_person_id_kind_area")

    op.drop_table("plan_save")
    op.drop_table("plan_draft")
