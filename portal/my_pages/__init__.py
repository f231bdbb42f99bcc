"""Pages the young person writes: about me, and what helps me when things are hard."""
