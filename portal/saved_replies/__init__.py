"""Replies that staff begin from, in three ages of words, with gaps that are filled in and shown
before anything is sent.
"""
