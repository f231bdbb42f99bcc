"""How long something may be opened, and how often somebody may be looked for."""

from __future__ import annotations

from datetime import timedelta

LONGEST_WHY = 1000

EMERGENCY_HOURS = (1, 4, 12, 24)
MESSAGE_HOURS = (4, 24, 48, 72)

# So far ahead at most is it looked at again why the young person is not told.
LONGEST_UNTIL_REVIEW = timedelta(days=90)

# So often somebody may be looked for.
TRIES = 10
TRIES_WINDOW = timedelta(hours=1)
