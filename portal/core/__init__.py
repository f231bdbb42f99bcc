"""The ground every room stands on: settings, time, the database, doors, audit, words.

Nothing here knows a feature. Imports point only to other files of this folder.
"""
