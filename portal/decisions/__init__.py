"""Decisions about a young person, big or small: each with their say, and its answer."""
