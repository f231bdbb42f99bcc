"""Documents.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0031_documents"
down_revision = "0030_diary"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
