"""My plan: what was agreed, in plain words, with the official ones one tap away.

A published version never changes; a new one stands beside it. A part is known by its area, so
"what changed since I last looked" compares what this person saw with what is published now.
Law: the care plan (SI 2010/959 regs 4-5), the pathway plan (SI 2010/2571).
"""
