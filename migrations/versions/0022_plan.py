"""Plan.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0022_plan"
down_revision = "0021_shares"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
