"""A council with young people of several ages, their workers, a manager, an editor, a carer."""

from tests.polls.conftest import scene

__all__ = ["scene"]
