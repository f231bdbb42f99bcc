"""The town: one database and a folder to import into it."""

from tests.intake.bring import town

__all__ = ["town"]
