"""Who owes whom what, by when, and to whom it passes: the adults' side of every promise.

The rooms that own messages, visits, reviews and promises write here in the same commit; staff
desks read only here. A row holds no content of what was said.
"""
