"""Promises.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0025_promises"
down_revision = "0024_pathway"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
