"""Claiming what somebody can get, and following the claim to its end: states with names and days, what
is left of a grant, what was paid."""
