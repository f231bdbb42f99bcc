"""Cards.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0026_cards"
down_revision = "0025_promises"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
