"""Diary.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0030_diary"
down_revision = "0029_my_pages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
