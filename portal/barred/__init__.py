"""Who must not know: by order of a court or a safeguarding decision, over every grant.

Whoever knows the young person's reasons may write it down, and it holds from that moment on, in
every room (`people.reach.barred`). To lift it takes a manager, and another one than decided it.
Nothing is ever deleted. Whoever must not know learns nothing of it: their pages look as they would
if there were nobody. A person whom the council has no number for gets one of ours, so that there
is somebody to be kept away.
"""
