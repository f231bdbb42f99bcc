"""Timeline.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

revision = "0027_timeline"
down_revision = "0026_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
