"""Groups of young people that meet, polls whose answers have no person, what was done because of
them, and the council's promise.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046_groups"
down_revision = "0045_decisions"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.INTEGER(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "meet_group",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=False),
        sa.Column("age_to", sa.Integer(), nullable=False),
        sa.Column("meets", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("way", sa.String(length=300), nullable=False),
        sa.Column("access", sa.String(length=300), nullable=False),
        sa.Column("run_by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_meet_group_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["run_by_id"], ["person.id"], name=op.f("fk_meet_group_run_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meet_group")),
        sa.UniqueConstraint("council_id", "name", name=op.f("uq_meet_group_council_id_name")),
        sa.UniqueConstraint("ref", name=op.f("uq_meet_group_ref")),
    )
    op.create_table(
        "pledge_done",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_pledge_done_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pledge_done_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_done")),
        sa.UniqueConstraint("person_id", "quarter", name=op.f("uq_pledge_done_person_id_quarter")),
    )
    op.create_table(
        "pledge_point",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pledge_point_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_pledge_point_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_point")),
        sa.UniqueConstraint("ref", name=op.f("uq_pledge_point_ref")),
    )
    with op.batch_alter_table("pledge_point", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_point_council_id", ["council_id"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("tells_carer", sa.Boolean(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_group_member_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["meet_group.id"], name=op.f("fk_group_member_group_id_meet_group")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_group_member_group_id_person_id")
        ),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index(
            "ix_group_member_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("group_id", KEY, nullable=False),
        sa.Column("wall", sa.DateTime(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_meeting_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["meet_group.id"], name=op.f("fk_meeting_group_id_meet_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("ref", name=op.f("uq_meeting_ref")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_group_id_wall", ["group_id", "wall"], unique=False)

    op.create_table(
        "pledge_before",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("point_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pledge_before_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_pledge_before_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["pledge_point.id"], name=op.f("fk_pledge_before_point_id_pledge_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_before")),
    )
    with op.batch_alter_table("pledge_before", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_before_point_id", ["point_id"], unique=False)

    op.create_table(
        "pledge_count",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("point_id", KEY, nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_pledge_count_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["pledge_point.id"], name=op.f("fk_pledge_count_point_id_pledge_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_count")),
        sa.UniqueConstraint(
            "point_id", "quarter", "answer", name=op.f("uq_pledge_count_point_id_quarter_answer")
        ),
    )
    with op.batch_alter_table("pledge_count", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pledge_count_council_id"), ["council_id"], unique=False
        )

    op.create_table(
        "pledge_evidence",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("point_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pledge_evidence_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_pledge_evidence_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["pledge_point.id"], name=op.f("fk_pledge_evidence_point_id_pledge_point")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_evidence")),
    )
    with op.batch_alter_table("pledge_evidence", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_evidence_point_id", ["point_id"], unique=False)

    op.create_table(
        "poll",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("audience", sa.String(length=8), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_to", sa.Integer(), nullable=True),
        sa.Column("group_id", KEY, nullable=True),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("did_by", sa.Date(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_poll_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_poll_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["meet_group.id"], name=op.f("fk_poll_group_id_meet_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("ref", name=op.f("uq_poll_ref")),
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index("ix_poll_council_id_closes", ["council_id", "closes"], unique=False)

    op.create_table(
        "group_date",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("says", sa.String(length=8), nullable=False),
        sa.Column("needs", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("said_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_group_date_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_group_date_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_date_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_date")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_group_date_meeting_id_person_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_group_date_ref")),
    )
    with op.batch_alter_table("group_date", schema=None) as batch_op:
        batch_op.create_index(
            "ix_group_date_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "poll_done",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_poll_done_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_poll_done_person_id_person")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_done_poll_id_poll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_done")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_done_poll_id_person_id")),
    )
    with op.batch_alter_table("poll_done", schema=None) as batch_op:
        batch_op.create_index(
            "ix_poll_done_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "poll_question",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_poll_question_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["poll.id"], name=op.f("fk_poll_question_poll_id_poll")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_question")),
        sa.UniqueConstraint("ref", name=op.f("uq_poll_question_ref")),
    )
    with op.batch_alter_table("poll_question", schema=None) as batch_op:
        batch_op.create_index("ix_poll_question_poll_id", ["poll_id"], unique=False)

    op.create_table(
        "we_did",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("poll_id", KEY, nullable=True),
        sa.Column("group_id", KEY, nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("taken_down_at", MOMENT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_we_did_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_we_did_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["meet_group.id"], name=op.f("fk_we_did_group_id_meet_group")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_we_did_poll_id_poll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_we_did")),
        sa.UniqueConstraint("ref", name=op.f("uq_we_did_ref")),
    )
    with op.batch_alter_table("we_did", schema=None) as batch_op:
        batch_op.create_index(
            "ix_we_did_council_id_made_at", ["council_id", "made_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_we_did_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "poll_option",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("poll_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_poll_option_council_id_council")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_option_poll_id_poll")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["poll_question.id"],
            name=op.f("fk_poll_option_question_id_poll_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
    )
    with op.batch_alter_table("poll_option", schema=None) as batch_op:
        batch_op.create_index("ix_poll_option_poll_id", ["poll_id"], unique=False)

    op.create_table(
        "poll_words",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_poll_words_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["poll_question.id"],
            name=op.f("fk_poll_words_question_id_poll_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_words")),
    )
    with op.batch_alter_table("poll_words", schema=None) as batch_op:
        batch_op.create_index("ix_poll_words_question_id", ["question_id"], unique=False)

    op.create_table(
        "we_did_words",
        sa.Column("council_id", KEY, nullable=False),
        sa.Column("we_did_id", KEY, nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_we_did_words_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_we_did_words_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["we_did_id"], ["we_did.id"], name=op.f("fk_we_did_words_we_did_id_we_did")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_we_did_words")),
        sa.UniqueConstraint(
            "we_did_id", "band", "language", name=op.f("uq_we_did_words_we_did_id_band_language")
        ),
    )


def downgrade() -> None:
    op.drop_table("we_did_words")
    with op.batch_alter_table("poll_words", schema=None) as batch_op:
        batch_op.drop_index("ix_poll_words_question_id")

    op.drop_table("poll_words")
    with op.batch_alter_table("poll_option", schema=None) as batch_op:
        batch_op.drop_index("ix_poll_option_poll_id")

    op.drop_table("poll_option")
    with op.batch_alter_table("we_did", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_we_did_poll_id"))
        batch_op.drop_index("ix_we_did_council_id_made_at")

    op.drop_table("we_did")
    with op.batch_alter_table("poll_question", schema=None) as batch_op:
        batch_op.drop_index("ix_poll_question_poll_id")

    op.drop_table("poll_question")
    with op.batch_alter_table("poll_done", schema=None) as batch_op:
        batch_op.drop_index("ix_poll_done_council_id_person_id")

    op.drop_table("poll_done")
    with op.batch_alter_table("group_date", schema=None) as batch_op:
        batch_op.drop_index("ix_group_date_council_id_person_id")

    op.drop_table("group_date")
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.drop_index("ix_poll_council_id_closes")

    op.drop_table("poll")
    with op.batch_alter_table("pledge_evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_pledge_evidence_point_id")

    op.drop_table("pledge_evidence")
    with op.batch_alter_table("pledge_count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledge_count_council_id"))

    op.drop_table("pledge_count")
    with op.batch_alter_table("pledge_before", schema=None) as batch_op:
        batch_op.drop_index("ix_pledge_before_point_id")

    op.drop_table("pledge_before")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_group_id_wall")

    op.drop_table("meeting")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index("ix_group_member_council_id_person_id")

    op.drop_table("group_member")
    with op.batch_alter_table("pledge_point", schema=None) as batch_op:
        batch_op.drop_index("ix_pledge_point_council_id")

    op.drop_table("pledge_point")
    op.drop_table("pledge_done")
    op.drop_table("meet_group")
