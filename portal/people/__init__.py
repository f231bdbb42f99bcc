"""Councils, people, accounts, and who is connected to whom.

A connection is dated and carries the fields it was granted; everything anybody sees of anybody
else comes from one (`reach`). It ends by itself on its last day: nobody has to remember.

An account is global and outside the councils; a membership ties it to one, with a role.
"""
