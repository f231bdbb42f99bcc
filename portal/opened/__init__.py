"""What was opened that is closed, and what the young person has not been told of it yet.

A shared room: `openings` writes here, and "Who looked at my information" asks. Telling is decided
in one place (`policy.not_told`), so that no page tells before the time, and none keeps quiet after.
"""
