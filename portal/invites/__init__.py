"""Ways in: a code and a word given face to face, for the first time or when somebody cannot get in.

A code is for one person and role, lasts 72 hours and is used once, by POST. With it goes a second
secret, which the two agreed on while they stood beside each other. Getting back in is as strict as
the first time, and ends everything that was open before.
"""
