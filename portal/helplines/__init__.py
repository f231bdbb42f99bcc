"""Helplines: numbers that help, shown signed out, offline and beside every box to write in.

The facts (number, hours, source, day of the last check) are in `contacts.toml`, so that whoever
checks them each month edits one line and no code. The sentences are in `words.py`, because they
are translated with all others. A contact without words, or words without a contact, stops the
application from starting. This is a shared room: Help, the page without connection, My say and
Messages all show these numbers.
"""
