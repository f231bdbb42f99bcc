"""Replies that staff begin from, in three ages of words, with gaps that are filled in and shown
before anything is sent.

A reply only fills the box: whoever sends it has read it, and may have changed it. Nothing here is
sent by itself, and nothing about a young person is kept. Everybody has replies of their own; the
council's are kept by editors and managers. The gaps are few and fixed, so that nobody can put more
of a record into a message than a name, a day and a number to ring.
"""
