"""What was opened that is closed, and what the young person is not told of yet.

A shared room: `openings` writes here, and "Who looked at my information" asks. Telling is decided
in one place (`policy.told`), so that no page tells before the time, and none keeps quiet after.
"""
