"""Goals.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0023_goals"
down_revision = "0022_plan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
