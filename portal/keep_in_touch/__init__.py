"""Keeping in touch: a duty of the council and a wish of the young person, in one rhythm.

Law: Children Act 1989 s. 23C(2); the yearly return on care leavers (OC3).
"""
