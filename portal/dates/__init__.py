"""Dates: everything coming, in order, and what has been."""
