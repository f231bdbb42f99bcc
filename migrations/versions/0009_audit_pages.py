"""Who looked at one person, and which lists one adult opened, newest first, found by an index.

Each event is in one of the two. Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_audit_pages"
down_revision = "0008_opening_decision"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column, those in (("about_id", "about_id IS NOT NULL"), ("person_id", "about_id IS NULL")):
        op.create_index(
            f"ix_audit_event_{column}_at",
            "audit_event",
            [column, "at"],
            sqlite_where=sa.text(those),
            postgresql_where=sa.text(those),
        )


def downgrade() -> None:
    op.drop_index("ix_audit_event_person_id_at", "audit_event")
    op.drop_index("ix_audit_event_about_id_at", "audit_event")
