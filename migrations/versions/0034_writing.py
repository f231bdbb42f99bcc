"""Writing.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0034_writing"
down_revision = "0033_health"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
