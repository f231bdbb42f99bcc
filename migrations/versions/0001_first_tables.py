"""The first tables of the house.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("username", sa.String(length=40), nullable=True),
        sa.Column("passphrase", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("look", sa.String(length=8), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "audit_event",
        sa.Column("council_id", sa.BigInteger(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earlier", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_audit_event_chain_seq")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_council_id_at", ["council_id", "at"], unique=False)

    op.create_table(
        "council",
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("product", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("duty_phone", sa.String(length=30), nullable=False),
        sa.Column("night_phone", sa.String(length=30), nullable=False),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("closes_hour", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
        sa.UniqueConstraint("name", name=op.f("uq_council_name")),
        sa.UniqueConstraint("ref", name=op.f("uq_council_ref")),
    )
    op.create_table(
        "receipt",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("result_ref", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_receipt_account_id_key")),
    )
    op.create_table(
        "tally",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sa.UniqueConstraint("name", name=op.f("uq_tally_name")),
    )
    op.create_table(
        "import_run",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_import_run_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "local_standard",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("clock", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_local_standard_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_standard")),
    )
    with op.batch_alter_table("local_standard", schema=None) as batch_op:
        batch_op.create_index(
            "ix_local_standard_council_id_clock", ["council_id", "clock"], unique=False
        )

    op.create_table(
        "outbox",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("source_ref", sa.String(length=64), nullable=False),
        sa.Column("dedupe", sa.String(length=120), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_outbox_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_dedupe")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_done_at_not_before", ["done_at", "not_before"], unique=False
        )

    op.create_table(
        "person",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("known_as", sa.String(length=100), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("pronouns", sa.String(length=40), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("interpreter", sa.String(length=100), nullable=False),
        sa.Column("home_authority", sa.String(length=100), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("team", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("cover_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_person_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["person.id"], name=op.f("fk_person_cover_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("council_id", "code", name=op.f("uq_person_council_id_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_person_ref")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("device", sa.String(length=8), nullable=False),
        sa.Column("strength", sa.String(length=16), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_session_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_session_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("with_label", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("wall", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("source_ref", sa.String(length=22), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_agenda_item_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agenda_item_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint(
            "source_kind", "source_id", name=op.f("uq_agenda_item_source_kind_source_id")
        ),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_agenda_item_council_id_person_id", ["council_id", "person_id", "day"], unique=False
        )

    op.create_table(
        "arrived_alone",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ceased", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_arrived_alone_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_arrived_alone_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrived_alone")),
        sa.UniqueConstraint("person_id", name=op.f("uq_arrived_alone_person_id")),
    )
    op.create_table(
        "care_episode",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("reason_new", sa.String(length=40), nullable=False),
        sa.Column("legal_status", sa.String(length=40), nullable=False),
        sa.Column("placement", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("reason_ended", sa.String(length=40), nullable=False),
        sa.Column("reason_change", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_care_episode_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_care_episode_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_episode")),
        sa.UniqueConstraint(
            "person_id",
            "started",
            "reason_new",
            name=op.f("uq_care_episode_person_id_started_reason_new"),
        ),
    )
    with op.batch_alter_table("care_episode", schema=None) as batch_op:
        batch_op.create_index(
            "ix_care_episode_council_id_person_id",
            ["council_id", "person_id", "started"],
            unique=False,
        )

    op.create_table(
        "connection",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("of_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("with_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("does", sa.String(length=200), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("grants", sa.Integer(), nullable=False),
        sa.Column("granted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_connection_council_id_council")
        ),
        sa.ForeignKeyConstraint(["of_id"], ["person.id"], name=op.f("fk_connection_of_id_person")),
        sa.ForeignKeyConstraint(
            ["with_id"], ["person.id"], name=op.f("fk_connection_with_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint(
            "council_id",
            "of_id",
            "with_id",
            "kind",
            "starts",
            name=op.f("uq_connection_council_id_of_id_with_id_kind_starts"),
        ),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index(
            "ix_connection_council_id_of_id", ["council_id", "of_id"], unique=False
        )
        batch_op.create_index(
            "ix_connection_council_id_with_id", ["council_id", "with_id", "of_id"], unique=False
        )

    op.create_table(
        "conversation",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("adult_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_conversation_adult_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_conversation_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_conversation_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_conversation_person_id_kind")),
        sa.UniqueConstraint("ref", name=op.f("uq_conversation_ref")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_conversation_council_id_adult_id", ["council_id", "adult_id"], unique=False
        )
        batch_op.create_index(
            "ix_conversation_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "done_on",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("clock", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=24), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_done_on_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_done_on_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_done_on")),
        sa.UniqueConstraint(
            "person_id", "clock", "day", name=op.f("uq_done_on_person_id_clock_day")
        ),
    )
    with op.batch_alter_table("done_on", schema=None) as batch_op:
        batch_op.create_index("ix_done_on_council_id_clock", ["council_id", "clock"], unique=False)

    op.create_table(
        "family_time",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("with_label", sa.String(length=100), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("brings", sa.String(length=100), nullable=False),
        sa.Column("there", sa.String(length=100), nullable=False),
        sa.Column("why_cancelled", sa.String(length=500), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("wall", sa.DateTime(), nullable=False),
        sa.Column("wall_end", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("where", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_family_time_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_family_time_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_time")),
        sa.UniqueConstraint(
            "council_id", "person_id", "key", name=op.f("uq_family_time_council_id_person_id_key")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_family_time_ref")),
    )
    with op.batch_alter_table("family_time", schema=None) as batch_op:
        batch_op.create_index(
            "ix_family_time_council_id_person_id", ["council_id", "person_id", "wall"], unique=False
        )

    op.create_table(
        "health_return",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("sdq_score", sa.Integer(), nullable=True),
        sa.Column("sdq_reason", sa.String(length=40), nullable=False),
        sa.Column("health_check", sa.String(length=40), nullable=False),
        sa.Column("immunisations", sa.String(length=40), nullable=False),
        sa.Column("teeth_check", sa.String(length=40), nullable=False),
        sa.Column("health_assessment", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_health_return_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_health_return_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_return")),
        sa.UniqueConstraint("person_id", name=op.f("uq_health_return_person_id")),
    )
    op.create_table(
        "import_finding",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("what_to_do", sa.String(length=300), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_import_finding_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_import_finding_run_id_import_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_finding")),
    )
    with op.batch_alter_table("import_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_finding_run_id"), ["run_id"], unique=False)

    op.create_table(
        "invite",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_invite_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invite_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invite_code_hash")),
    )
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_person_id"), ["person_id"], unique=False)

    op.create_table(
        "leaving_return",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("in_touch", sa.String(length=40), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("accommodation", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_leaving_return_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_leaving_return_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving_return")),
        sa.UniqueConstraint("person_id", name=op.f("uq_leaving_return_person_id")),
    )
    op.create_table(
        "membership",
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_membership_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id", "council_id", name=op.f("uq_membership_account_id_council_id")
        ),
        sa.UniqueConstraint("person_id", name=op.f("uq_membership_person_id")),
    )
    op.create_table(
        "missing_episode",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_missing_episode_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_missing_episode_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_episode")),
        sa.UniqueConstraint(
            "person_id", "started", "kind", name=op.f("uq_missing_episode_person_id_started_kind")
        ),
    )
    op.create_table(
        "notice",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column("source_ref", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_notice_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notice_council_id_person_id", ["council_id", "person_id", "seen_at"], unique=False
        )

    op.create_table(
        "owed",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "debtor_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("source_ref", sa.String(length=22), nullable=False),
        sa.Column(
            "passes_to_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True
        ),
        sa.Column("passes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_owed_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["debtor_id"], ["person.id"], name=op.f("fk_owed_debtor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["passes_to_id"], ["person.id"], name=op.f("fk_owed_passes_to_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_owed_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed")),
        sa.UniqueConstraint(
            "source_kind", "source_id", "kind", name=op.f("uq_owed_source_kind_source_id_kind")
        ),
    )
    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.create_index(
            "ix_owed_council_id_debtor_id",
            ["council_id", "debtor_id", "done_at", "due_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_owed_council_id_passes_to_id", ["council_id", "passes_to_id"], unique=False
        )
        batch_op.create_index(
            "ix_owed_council_id_person_id", ["council_id", "person_id", "done_at"], unique=False
        )

    op.create_table(
        "plan",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("current_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plan_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_plan_person_id_kind")),
        sa.UniqueConstraint("ref", name=op.f("uq_plan_ref")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_council_id_person_id", ["council_id", "person_id"], unique=False
        )

    op.create_table(
        "promise",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("owner_label", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("state_note", sa.Text(), nullable=False),
        sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chased_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["chased_id"], ["person.id"], name=op.f("fk_promise_chased_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_promise_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_promise_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_promise_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("ref", name=op.f("uq_promise_ref")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(
            "ix_promise_council_id_person_id", ["council_id", "person_id", "due"], unique=False
        )

    op.create_table(
        "review",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("run_by_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("run_by_label", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("wall", sa.DateTime(), nullable=False),
        sa.Column("wall_end", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("where", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_review_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_review_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["run_by_id"], ["person.id"], name=op.f("fk_review_run_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "council_id", "person_id", "key", name=op.f("uq_review_council_id_person_id_key")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_review_ref")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_council_id_person_id", ["council_id", "person_id", "wall"], unique=False
        )

    op.create_table(
        "seen",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("thing", sa.String(length=32), nullable=False),
        sa.Column("thing_key", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_seen_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_seen_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen")),
        sa.UniqueConstraint(
            "person_id", "thing", "thing_key", name=op.f("uq_seen_person_id_thing_thing_key")
        ),
    )
    op.create_table(
        "visit",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("by_label", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("wall", sa.DateTime(), nullable=False),
        sa.Column("wall_end", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("where", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_visit_by_id_person")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_visit_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint(
            "council_id", "person_id", "key", name=op.f("uq_visit_council_id_person_id_key")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_visit_ref")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            "ix_visit_council_id_person_id", ["council_id", "person_id", "wall"], unique=False
        )

    op.create_table(
        "message",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("ref", sa.String(length=22), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_message_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_message_council_id_council")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_message_from_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("ref", name=op.f("uq_message_ref")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_conversation_id_id", ["conversation_id", "id"], unique=False
        )

    op.create_table(
        "plan_version",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True
        ),
        sa.Column("published_by", sa.String(length=100), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.String(length=100), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_version_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id_plan")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_plan_version_published_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_plan_id_number")),
    )
    op.create_table(
        "promise_step",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "promise_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_promise_step_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_promise_step_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promise.id"], name=op.f("fk_promise_step_promise_id_promise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_step")),
    )
    with op.batch_alter_table("promise_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promise_step_promise_id"), ["promise_id"], unique=False
        )

    op.create_table(
        "read_mark",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "conversation_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_read_mark_conversation_id_conversation"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_read_mark_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_read_mark_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_mark")),
        sa.UniqueConstraint(
            "conversation_id", "person_id", name=op.f("uq_read_mark_conversation_id_person_id")
        ),
    )
    op.create_table(
        "plan_part",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("by_when", sa.String(length=100), nullable=False),
        sa.Column("look_again", sa.Date(), nullable=True),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_plan_part_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_plan_part_version_id_plan_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_part")),
        sa.UniqueConstraint("version_id", "area", name=op.f("uq_plan_part_version_id_area")),
    )
    op.create_table(
        "wording",
        sa.Column(
            "council_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False
        ),
        sa.Column("part_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_wording_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["plan_part.id"], name=op.f("fk_wording_part_id_plan_part")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint(
            "part_id", "band", "language", name=op.f("uq_wording_part_id_band_language")
        ),
    )


def downgrade() -> None:
    op.drop_table("wording")
    op.drop_table("plan_part")
    op.drop_table("read_mark")
    with op.batch_alter_table("promise_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_step_promise_id"))

    op.drop_table("promise_step")
    op.drop_table("plan_version")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_conversation_id_id")

    op.drop_table("message")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_council_id_person_id")

    op.drop_table("visit")
    op.drop_table("seen")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_council_id_person_id")

    op.drop_table("review")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_council_id_person_id")

    op.drop_table("promise")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_council_id_person_id")

    op.drop_table("plan")
    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.drop_index("ix_owed_council_id_person_id")
        batch_op.drop_index("ix_owed_council_id_passes_to_id")
        batch_op.drop_index("ix_owed_council_id_debtor_id")

    op.drop_table("owed")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_council_id_person_id")

    op.drop_table("notice")
    op.drop_table("missing_episode")
    op.drop_table("membership")
    op.drop_table("leaving_return")
    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invite_person_id"))

    op.drop_table("invite")
    with op.batch_alter_table("import_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_finding_run_id"))

    op.drop_table("import_finding")
    op.drop_table("health_return")
    with op.batch_alter_table("family_time", schema=None) as batch_op:
        batch_op.drop_index("ix_family_time_council_id_person_id")

    op.drop_table("family_time")
    with op.batch_alter_table("done_on", schema=None) as batch_op:
        batch_op.drop_index("ix_done_on_council_id_clock")

    op.drop_table("done_on")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index("ix_conversation_council_id_person_id")
        batch_op.drop_index("ix_conversation_council_id_adult_id")

    op.drop_table("conversation")
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_index("ix_connection_council_id_with_id")
        batch_op.drop_index("ix_connection_council_id_of_id")

    op.drop_table("connection")
    with op.batch_alter_table("care_episode", schema=None) as batch_op:
        batch_op.drop_index("ix_care_episode_council_id_person_id")

    op.drop_table("care_episode")
    op.drop_table("arrived_alone")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_item_council_id_person_id")

    op.drop_table("agenda_item")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_account_id"))

    op.drop_table("session")
    op.drop_table("person")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_done_at_not_before")

    op.drop_table("outbox")
    with op.batch_alter_table("local_standard", schema=None) as batch_op:
        batch_op.drop_index("ix_local_standard_council_id_clock")

    op.drop_table("local_standard")
    op.drop_table("import_run")
    op.drop_table("tally")
    op.drop_table("receipt")
    op.drop_table("council")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_council_id_at")

    op.drop_table("audit_event")
    op.drop_table("account")
