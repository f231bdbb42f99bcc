"""When somebody has died or must not be contacted: two people stop everything, at once.

No notice, no reminder, no day by which something is due, and never a birthday greeting.
"""
