"""The same council as the polls'."""

from tests.polls.conftest import scene

__all__ = ["scene"]
