"""The next home before the day, questions about it, and what ends when a stay ends.

A move is planned by a worker or manager who knows where the young person lives (ADDRESS), and all
of it is seen with that grant only: who lives in a home says where it is. Once its day is known, the
stays they leave end on it (`people.placements`): at midnight, without anybody doing anything. If
the day changes, they change with it; if the move is off, they are as they were before.

Photos of the next home may go with it, if whoever lives there said yes: drawn anew and small, seen
by whoever sees the move and by nobody else. They are for the time before the day: when the move has
happened, or is off, they are gone in the same commit.

The young person is told at once, in the app, that there is something new; of a day without facts
the page says that nothing is written down yet, and whom to ask. Somebody with whom they live now is
shown nothing of it here: a worker speaks with them.
"""
