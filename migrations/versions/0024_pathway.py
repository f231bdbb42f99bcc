"""Pathway.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0024_pathway"
down_revision = "0023_goals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
