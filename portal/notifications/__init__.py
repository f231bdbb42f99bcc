"""Something is new for somebody: the notice in the app, and the outbox that channels drain.

A notice or outbox row is written in the same commit as the change it tells of, and holds no
words about it: only a kind and where to look.
"""
