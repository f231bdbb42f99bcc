"""Promises: what an adult said they would do, by when, and whether they did.

Every action with an adult's name on it, from any plan, review or answer, is one promise here.
Late is not a state somebody sets: it is a coming promise whose day has gone by.
"""
