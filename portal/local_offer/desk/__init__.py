"""For editors: what the offers hold now, and a new one read and kept whole.

An offer is written and taken along as one file, as its rules are data that are read together (a
pair of councils opens several things). What cannot be read, or could not be shown, is refused with
each place. What differs is shown before it is kept.
"""
